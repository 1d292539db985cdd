package media

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"zoetrope/internal/leash"
)

const (
	// transcodeMemory is the address space that ffmpeg may use. Decoding a
	// 4096 x 4096 HEVC stream with two threads needs about 1 GiB of it.
	transcodeMemory = 4 << 30
	// probeMemory is the same for ffprobe, which decodes a few frames with one
	// thread.
	probeMemory = 2 << 30
	// outputKept bounds what a child whose whole output is kept may print.
	outputKept = 16 << 20
)

// streams are a child's standard input and output. A nil stdin is empty and a
// nil stdout is discarded.
type streams struct {
	stdin  *os.File
	stdout io.Writer
}

// command is one of the tools with the memory that it may use.
func (t *Tools) command(path string, args []string, std streams) leash.Command {
	memory := uint64(transcodeMemory)
	if path == t.FFprobe {
		memory = probeMemory
	}
	return leash.Command{Path: path, Args: args, Stdin: std.stdin, Stdout: std.stdout, Memory: memory}
}

// start runs a tool, which lives no longer than ctx.
func (t *Tools) start(ctx context.Context, path string, args []string, std streams) (*leash.Child, error) {
	return leash.Start(ctx, t.command(path, args, std))
}

// run starts a tool and waits for it.
func (t *Tools) run(ctx context.Context, path string, args []string, std streams) error {
	return leash.Run(ctx, t.command(path, args, std))
}

// output runs a tool and returns what it wrote to stdout, at most outputKept
// bytes.
func (t *Tools) output(ctx context.Context, path string, args ...string) ([]byte, error) {
	return leash.Output(ctx, outputKept, t.command(path, args, streams{}))
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
