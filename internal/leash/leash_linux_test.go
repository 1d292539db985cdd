package leash

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// parentEnv makes the test binary act as a server that is killed.
const parentEnv = "LEASH_TEST_PARENT"

// TestChildrenDieWithTheirParent kills a process and waits for the end of its
// child.
func TestChildrenDieWithTheirParent(t *testing.T) {
	t.Parallel()
	if os.Getenv(parentEnv) != "" {
		runForEver(t)
	}
	parent := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChildrenDieWithTheirParent$")
	parent.Env = append(os.Environ(), parentEnv+"=1")
	stdout, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	child, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(child)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()       // it was killed
	const patience = 30_000 // milliseconds
	ended := []unix.PollFd{{Fd: int32(child), Events: unix.POLLIN}}
	if n, err := unix.Poll(ended, patience); n != 1 || err != nil {
		t.Errorf("program %d outlived its parent: %v", pid, err)
	}
}

// runForEver starts a program that needs nothing from its parent, prints its
// process id and waits to be killed.
func runForEver(t *testing.T) {
	t.Helper()
	c, err := Start(t.Context(), Command{Path: "/bin/sleep", Args: []string{"600"}, Memory: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintln(os.Stdout, c.PID); err != nil {
		t.Fatal(err)
	}
	t.Fatal(c.Wait())
}
