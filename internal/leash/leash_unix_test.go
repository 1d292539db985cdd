//go:build unix

package leash

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
)

// script is a shell command line as a child with plenty of memory.
func script(line string) Command {
	return Command{Path: "/bin/sh", Args: []string{"-c", line}, Memory: 1 << 30}
}

func TestOutput(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, test := range map[string]struct {
		command Command
		limit   int
		want    string
		fails   string // "": it succeeds
	}{
		"prints":           {command: script("echo one; echo two >&2"), want: "one\n"},
		"reads nothing":    {command: script("cat; echo end"), want: "end\n"},
		"prints too much":  {command: script("echo 123456789"), limit: 8, fails: errTooMuch.Error()},
		"quotes its end":   {command: script("echo a >&2; echo b >&2; echo c >&2; echo d >&2; exit 3"), fails: "exit status 3: b; c; d"},
		"quotes bad bytes": {command: script(`printf 'a\377b' >&2; exit 1`), fails: "a?b"},
		"has no bound":     {command: Command{Path: "/bin/sh", Args: []string{"-c", "ulimit -v"}}, want: "unlimited\n"},
		"is not there":     {command: Command{Path: "/no/such/program"}, fails: "start program: "},
		"works elsewhere":  {command: Command{Path: "/bin/sh", Args: []string{"-c", `test "$(pwd -P)" = "$(cd "$HOME" && pwd -P)" && echo same`}, Dir: dir, Env: []string{"HOME=" + dir}, Memory: 1 << 30}, want: "same\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := test.limit
			if limit == 0 {
				limit = 1 << 10
			}
			out, err := Output(t.Context(), limit, test.command)
			switch {
			case test.fails == "" && (err != nil || string(out) != test.want):
				t.Errorf("printed %q, %v; want %q", out, err, test.want)
			case test.fails != "" && (err == nil || !strings.Contains(err.Error(), test.fails)):
				t.Errorf("error %v, want one with %q", err, test.fails)
			}
		})
	}
}

func TestNoneOfTheServersSecrets(t *testing.T) {
	t.Setenv("ZOETROPE_S3_SECRET_KEY", "secret")
	out, err := Output(t.Context(), 1<<16, script("env"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "secret") || !strings.Contains(string(out), "PATH=") {
		t.Errorf("the child's environment is\n%s", out)
	}
}

func TestEndsWithItsContext(t *testing.T) {
	t.Parallel()
	reason := errors.New("the job was cancelled")
	ctx, cancel := context.WithCancelCause(t.Context())
	// The shell's own child holds stdout open: the whole group must go.
	c, err := Start(ctx, script("sleep 600 & wait"))
	if err != nil {
		t.Fatal(err)
	}
	cancel(reason)
	if err := c.Wait(); !errors.Is(err, reason) {
		t.Errorf("Wait: %v, want the reason", err)
	}
}

func TestKill(t *testing.T) {
	t.Parallel()
	c, err := Start(t.Context(), script("sleep 600"))
	if err != nil {
		t.Fatal(err)
	}
	c.Kill()
	if err := c.Wait(); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait after Kill: %v", err)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux can limit another process")
	}
	// The limit is set just after the start, which the pause leaves time for.
	command := script("sleep 1; dd if=/dev/zero of=/dev/null bs=512M count=1")
	command.Memory = 128 << 20
	if err := Run(t.Context(), command); err == nil {
		t.Error("a program got four times the memory that it may use")
	}
}
