//go:build e2e

// Package e2e tests the real binary from outside: its command line, its HTTP
// surface, and what is left when its processes are killed. `make e2e` runs it.
package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"zoetrope/client"
)

// binary is the program under test, built once.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "zoetrope-e2e-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "zoetrope")
	build := exec.Command("go", "build", "-o", binary, "zoetrope/cmd/zoetrope")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e: the binary does not build:", err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// apiKey is the key that every test server is bootstrapped with.
const apiKey = "zt-e2e-0123456789abcdef0123456789abcdef"

// process is a running zoetrope.
type process struct {
	cmd  *exec.Cmd
	url  string
	log  *lockedBuffer
	done chan struct{} // closed when the process has ended
}

// start runs `zoetrope args...` with a data directory and a free port, and
// waits until it is ready. The process is killed at the end of the test.
func start(t *testing.T, data string, args ...string) *process {
	t.Helper()
	addr := freeAddress(t)
	args = append(args, "--data", data, "--listen", addr)
	p := &process{
		cmd:  exec.Command(binary, args...),
		url:  "http://" + addr,
		log:  new(lockedBuffer),
		done: make(chan struct{}),
	}
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.Env = append(os.Environ(), "ZOETROPE_BOOTSTRAP_KEY="+apiKey, "ZOETROPE_BOOTSTRAP_CREDITS=1000")
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.done)
		_ = p.cmd.Wait()
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("zoetrope %v:\n%s", args, p.log)
		}
	})
	p.awaitReady(t)
	return p
}

// awaitReady polls /readyz until it answers 200.
func (p *process) awaitReady(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		if res, err := http.Get(p.url + "/readyz"); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-tick.C:
		case <-p.done:
			t.Fatalf("the process ended before it was ready:\n%s", p.log)
		case <-ctx.Done():
			t.Fatalf("the process is not ready after 30 s:\n%s", p.log)
		}
	}
}

// kill ends the process as a power cut would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// stop asks the process to end and returns its exit code.
func (p *process) stop(t *testing.T) int {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.done:
	case <-time.After(time.Minute):
		t.Fatal("the process does not stop within a minute of SIGTERM")
	}
	return p.cmd.ProcessState.ExitCode()
}

// client returns a client of the process with the bootstrap key.
func (p *process) client(t *testing.T) *client.Client {
	t.Helper()
	c, err := client.New(p.url, apiKey)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// freeAddress returns a loopback address that nothing listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// command runs one zoetrope command to its end.
func command(t *testing.T, env []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// lockedBuffer is a log that is written while it is read.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

var _ io.Writer = (*lockedBuffer)(nil)
