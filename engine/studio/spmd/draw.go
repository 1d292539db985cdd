package spmd

import (
	"context"
	"fmt"
	"image"
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
	fork, err := prepare(b, p, dst, v, textures)
	if err != nil {
		return err
	}
	return bands(ctx, dst.H, min(workers, dst.H), func(int) func(y0, y1 int) {
		k := fork()
		return func(y0, y1 int) { drawRows(k, dst, image.Rect(0, y0, dst.W, y1)) }
	})
}

// DrawTiles is Draw for some parts of dst: rectangles in pixels from the top left, which must lie inside and not overlap. Every
// pixel gets the value that Draw gives it; the rest of dst stays as it is.
func DrawTiles(ctx context.Context, b Backend, p *Program, dst *Frame, v Values, textures map[string]*Frame, tiles []image.Rectangle) error {
	if len(tiles) == 0 {
		return context.Cause(ctx)
	}
	fork, err := prepare(b, p, dst, v, textures)
	if err != nil {
		return err
	}
	for _, r := range tiles {
		if !r.In(image.Rect(0, 0, dst.W, dst.H)) {
			return fmt.Errorf("spmd: program %s: the tile %v is not inside the frame", p.Name, r)
		}
	}
	return bands(ctx, len(tiles), min(runtime.GOMAXPROCS(0), len(tiles)), func(int) func(i0, i1 int) {
		k := fork()
		return func(i0, i1 int) {
			for _, r := range tiles[i0:i1] {
				drawRows(k, dst, r)
			}
		}
	})
}

// prepare checks the arguments of a draw call and returns what makes a kernel for each goroutine.
func prepare(b Backend, p *Program, dst *Frame, v Values, textures map[string]*Frame) (func() Kernel, error) {
	newKernel := b.kernel(p)
	if newKernel == nil {
		return nil, fmt.Errorf("spmd: program %s has no %s kernel here", p.Name, b)
	}
	if !dst.valid() {
		return nil, fmt.Errorf("spmd: program %s: the target frame has no pixels", p.Name)
	}
	in, err := Bind(p, v, textures)
	if err != nil {
		return nil, err
	}
	return newKernel(in), nil
}

func drawRows(k Kernel, dst *Frame, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		at := 4 * (y*dst.W + r.Min.X)
		k.Row(r.Min.X, dst.H-1-y, dst.Pix[at:at+4*r.Dx()])
	}
}
