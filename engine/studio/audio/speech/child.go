package speech

import (
	"context"
	"time"

	"zoetrope/internal/leash"
)

const (
	childMemory = 1 << 30 // bytes of address space that a synthesiser may use
	childTime   = 30 * time.Second
	outputKept  = 1 << 20 // bytes of what a synthesiser prints
)

// runChild runs a synthesiser in a directory until it ends, its context does or childTime is over, and returns what it printed.
func runChild(ctx context.Context, dir, path string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, childTime)
	defer cancel()
	return leash.Output(ctx, outputKept, leash.Command{
		Path: path, Args: args, Dir: dir, Env: []string{"HOME=" + dir, "TMPDIR=" + dir}, Memory: childMemory,
	})
}
