// Package leash runs external programs that cannot get away: each has its own
// process group, dies with its context and with this process however that ends,
// sees none of the server's environment, and on Linux has a bound on its memory.
package leash

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const (
	// killDelay is how long after the kill the pipes of a child are waited for.
	killDelay = 5 * time.Second
	// stderrKept is how much of the end of a child's stderr an error can quote.
	stderrKept = 4 << 10
)

// Command is a program to run.
type Command struct {
	Path   string
	Args   []string  // without the program's name
	Dir    string    // "": the current directory
	Env    []string  // besides what the linker and the C library need
	Stdin  *os.File  // nil: empty
	Stdout io.Writer // nil: discarded
	Memory uint64    // bytes of address space, 0: no bound; Linux only
}

// Child is a running program.
type Child struct {
	PID    int
	name   string
	ctx    context.Context
	cancel context.CancelCauseFunc
	stderr tail
	done   chan struct{} // closed when the program has ended
	err    error         // how it ended; valid once done is closed
}

// Start runs a program, which lives no longer than ctx.
func Start(ctx context.Context, command Command) (*Child, error) {
	c := &Child{name: filepath.Base(command.Path), done: make(chan struct{})}
	c.ctx, c.cancel = context.WithCancelCause(ctx)
	cmd := exec.CommandContext(c.ctx, command.Path, command.Args...)
	cmd.Dir, cmd.Env = command.Dir, append(environment(), command.Env...)
	if command.Stdin != nil {
		cmd.Stdin = command.Stdin
	}
	cmd.Stdout, cmd.Stderr = command.Stdout, &c.stderr
	cmd.WaitDelay = killDelay
	bind(cmd)

	started := make(chan error)
	go func() {
		defer close(c.done)
		// The kernel ties a death signal to the thread that forked, so that
		// thread must live as long as the child does.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		c.PID = cmd.Process.Pid
		limitMemory(c.PID, command.Memory)
		started <- nil
		c.err = cmd.Wait()
	}()
	if err := <-started; err != nil {
		c.cancel(nil)
		return nil, fmt.Errorf("start %s: %w", c.name, err)
	}
	return c, nil
}

// Run starts a program and waits for it.
func Run(ctx context.Context, command Command) error {
	c, err := Start(ctx, command)
	if err != nil {
		return err
	}
	return c.Wait()
}

// Output runs a program and returns what it wrote to stdout. A program that
// writes more than limit bytes fails.
func Output(ctx context.Context, limit int, command Command) ([]byte, error) {
	out := &capped{left: limit}
	command.Stdout = out
	if err := Run(ctx, command); err != nil {
		return nil, err
	}
	return out.buf.Bytes(), nil
}

// Wait returns when the program has ended: nil if it succeeded, the context's
// error if that ended it, else an error that quotes the end of its stderr.
func (c *Child) Wait() error {
	<-c.done
	defer c.cancel(nil)
	if c.err == nil {
		return nil
	}
	if c.ctx.Err() != nil {
		return fmt.Errorf("%s: %w", c.name, context.Cause(c.ctx))
	}
	if said := c.stderr.lastLines(3); said != "" {
		return fmt.Errorf("%s: %w: %s", c.name, c.err, said)
	}
	return fmt.Errorf("%s: %w", c.name, c.err)
}

// Kill ends the program and waits for that.
func (c *Child) Kill() {
	c.cancel(context.Canceled)
	<-c.done
}

// environment is what the dynamic linker and the C library need, and none of
// the server's settings and secrets.
func environment() []string {
	env := []string{"LC_ALL=C.UTF-8"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// tail is a writer that keeps the last stderrKept bytes.
type tail struct{ buf []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.buf = append(t.buf, p[max(0, len(p)-stderrKept):]...)
	if extra := len(t.buf) - stderrKept; extra > 0 {
		t.buf = append(t.buf[:0], t.buf[extra:]...)
	}
	return len(p), nil
}

// lastLines returns the last n non-empty lines, joined by "; ".
func (t *tail) lastLines(n int) string {
	var lines []string
	for line := range strings.Lines(strings.ToValidUTF8(string(t.buf), "?")) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines[max(0, len(lines)-n):], "; ")
}

// errTooMuch ends a program that prints more than it should.
var errTooMuch = errors.New("output is larger than expected")

// capped is a buffer that refuses to grow beyond its limit. It does not embed
// bytes.Buffer, whose ReadFrom io.Copy would use instead of Write.
type capped struct {
	buf  bytes.Buffer
	left int
}

func (c *capped) Write(p []byte) (int, error) {
	if c.left -= len(p); c.left < 0 {
		return 0, errTooMuch
	}
	return c.buf.Write(p)
}
