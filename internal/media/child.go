package media

import (
	"bytes"
	"context"
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
	// transcodeMemory is the address space that ffmpeg may use. Decoding a
	// 4096 x 4096 HEVC stream with two threads needs about 1 GiB of it.
	transcodeMemory = 4 << 30
	// probeMemory is the same for ffprobe, which decodes a few frames with one
	// thread.
	probeMemory = 2 << 30
	// killDelay is how long after the kill the pipes of a child are waited for.
	killDelay = 5 * time.Second
	// stderrKept is how much of the end of a child's stderr an error can quote.
	stderrKept = 4 << 10
	// outputKept bounds what a child whose whole output is kept may print.
	outputKept = 16 << 20
)

// child is a running external program.
type child struct {
	name   string
	pid    int
	ctx    context.Context
	cancel context.CancelCauseFunc
	stderr tail
	done   chan struct{} // closed when the program has ended
	err    error         // how it ended; valid once done is closed
}

// streams are a child's standard input and output. A nil stdin is empty and a
// nil stdout is discarded.
type streams struct {
	stdin  *os.File
	stdout io.Writer
}

// start runs an external program, which lives no longer than ctx.
func (t *Tools) start(ctx context.Context, path string, args []string, std streams) (*child, error) {
	c := &child{name: filepath.Base(path), done: make(chan struct{})}
	c.ctx, c.cancel = context.WithCancelCause(ctx)
	cmd := exec.CommandContext(c.ctx, path, args...)
	cmd.Env = childEnv()
	if std.stdin != nil {
		cmd.Stdin = std.stdin
	}
	cmd.Stdout = std.stdout
	cmd.Stderr = &c.stderr
	cmd.WaitDelay = killDelay
	leash(cmd)
	memory := uint64(transcodeMemory)
	if path == t.FFprobe {
		memory = probeMemory
	}

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
		c.pid = cmd.Process.Pid
		limitMemory(c.pid, memory)
		started <- nil
		c.err = cmd.Wait()
	}()
	if err := <-started; err != nil {
		c.cancel(nil)
		return nil, fmt.Errorf("start %s: %w", c.name, err)
	}
	return c, nil
}

// wait returns when the program has ended: nil if it succeeded, the context's
// error if that ended it, else an error that quotes the end of its stderr.
func (c *child) wait() error {
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

// kill ends the program and waits for that.
func (c *child) kill() {
	c.cancel(context.Canceled)
	<-c.done
}

// run starts a program and waits for it.
func (t *Tools) run(ctx context.Context, path string, args []string, std streams) error {
	c, err := t.start(ctx, path, args, std)
	if err != nil {
		return err
	}
	return c.wait()
}

// output runs a program and returns what it wrote to stdout, at most
// outputKept bytes.
func (t *Tools) output(ctx context.Context, path string, args ...string) ([]byte, error) {
	out := &capped{left: outputKept}
	if err := t.run(ctx, path, args, streams{stdout: out}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// childEnv is the environment of children: what the dynamic linker and the C
// library need, and none of the server's settings and secrets.
func childEnv() []string {
	env := []string{"LC_ALL=C"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// fileURL names a local file in a way that ffmpeg cannot take for an option or
// another protocol.
func fileURL(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return "file:" + abs, nil
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

// capped is a buffer that refuses to grow beyond its limit.
type capped struct {
	bytes.Buffer
	left int
}

func (c *capped) Write(p []byte) (int, error) {
	if c.left -= len(p); c.left < 0 {
		return 0, fmt.Errorf("output is larger than expected")
	}
	return c.Buffer.Write(p)
}
