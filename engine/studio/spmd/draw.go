package spmd

import (
	"context"
	"fmt"
	"runtime"
)

// Draw runs the program over every pixel of dst, in parallel bands of rows, and overwrites dst. Unset uniforms are zero;
// an unknown uniform, a value of the wrong type or size, and a missing texture are errors, and so is a backend that this
// build or processor lacks. When ctx ends Draw stops at the end of the rows in work and returns the cause, with dst partly
// drawn. The picture does not depend on the number of processors.
func Draw(ctx context.Context, b Backend, p *Program, dst *Frame, v Values, textures map[string]*Frame) error {
	return draw(ctx, b, p, dst, v, textures, runtime.GOMAXPROCS(0))
}

func draw(ctx context.Context, b Backend, p *Program, dst *Frame, v Values, textures map[string]*Frame, workers int) error {
	newKernel := b.kernel(p)
	if newKernel == nil {
		return fmt.Errorf("spmd: program %s has no %s kernel here", p.Name, b)
	}
	if !dst.valid() {
		return fmt.Errorf("spmd: program %s: the target frame has no pixels", p.Name)
	}
	in, err := bind(p, v, textures)
	if err != nil {
		return err
	}
	fork := newKernel(in)
	stride := 4 * dst.W
	return bands(ctx, dst.H, min(workers, dst.H), func(int) func(y0, y1 int) {
		k := fork()
		return func(y0, y1 int) {
			for y := y0; y < y1; y++ {
				k.Row(dst.H-1-y, dst.Pix[y*stride:(y+1)*stride])
			}
		}
	})
}
