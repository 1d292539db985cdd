package speech

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
	childMemory = 1 << 30 // bytes of address space that a synthesiser may use
	childTime   = 30 * time.Second
	killDelay   = 2 * time.Second
	outputKept  = 1 << 20 // bytes of what a synthesiser prints
	stderrKept  = 2 << 10
)

// runChild runs a synthesiser in a directory until it ends, its context does or childTime is over, and returns what it printed.
// It lives in its own process group, without the server's environment, and no longer than this process.
func runChild(ctx context.Context, dir, path string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, childTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	out, said := &capped{left: outputKept}, &capped{left: stderrKept}
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, said
	cmd.Env = []string{"LC_ALL=C.UTF-8", "HOME=" + dir, "PATH=" + os.Getenv("PATH"), "LD_LIBRARY_PATH=" + os.Getenv("LD_LIBRARY_PATH")}
	cmd.WaitDelay = killDelay
	leash(cmd)
	// The kernel ties a death signal to the thread that forked, so that thread must live as long as the child does.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	name := filepath.Base(path)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	limitMemory(cmd.Process.Pid, childMemory)
	if err := cmd.Wait(); err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%s: %w", name, context.Cause(ctx))
		}
		return nil, fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(strings.ToValidUTF8(said.String(), "?")))
	}
	return out.Bytes(), nil
}

// capped keeps the first bytes of what is written to it and lets the rest go.
type capped struct {
	bytes.Buffer
	left int
}

var _ io.Writer = (*capped)(nil)

func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	c.Buffer.Write(p[:n])
	return len(p), nil
}
