package spmd

import (
	"context"
	"runtime"

	"zoetrope/engine/studio/spmd/lane"
)

// Motion is where the content of a picture moves, per pixel of a coarser grid that covers it: U to the right and V downwards, in
// shares of its width and height. Both have W x H values.
type Motion struct {
	W, H int
	U, V []float32
}

// Move fills dst with a picture at the moment between a (0) and b (1), of the same size, made of both moved along the motion that
// things have there from a to b. Content that comes in over the edge is taken from the picture that has it. Alpha is how far
// the two predictions differ, in display code values 0..1 of luma under the exposure. Pictures below 4 x 4 pixels are mixed
// unmoved.
func Move(ctx context.Context, backend Backend, dst, a, b *Frame, m *Motion, moment, exposure float32) error {
	row := lane.MoveRow
	if backend == SIMD {
		row = lane.MoveRowF
	}
	mix := &lane.Mixture{A: a.texture(), B: b.texture(), Share: moment, Exposure: exposure}
	if !lane.CanMove(mix.A) {
		copy(dst.Pix, a.Pix)
		return context.Cause(ctx)
	}
	return bands(ctx, dst.H, min(runtime.GOMAXPROCS(0), dst.H), func(int) func(y0, y1 int) {
		s := moveRow{m: m, w: dst.W, h: dst.H, moment: moment}
		s.a, s.b, s.share = make([]lane.Spot, dst.W), make([]lane.Spot, dst.W), make([]float32, dst.W)
		return func(y0, y1 int) {
			for y := y0; y < y1; y++ {
				s.find(y)
				row(dst.Pix[4*dst.W*y:4*dst.W*(y+1)], mix, s.a, s.b, s.share)
			}
		}
	})
}

// moveRow is where the pixels of a row come from.
type moveRow struct {
	m      *Motion
	w, h   int
	moment float32
	a, b   []lane.Spot
	share  []float32
}

// find fills in row y.
func (s *moveRow) find(y int) {
	m, w, h := s.m, float32(s.w), float32(s.h)
	r0, r1, ty := neighbours((float32(y)+0.5)*float32(m.H)/h-0.5, m.H)
	u0, u1, v0, v1 := m.U[r0*m.W:][:m.W], m.U[r1*m.W:][:m.W], m.V[r0*m.W:][:m.W], m.V[r1*m.W:][:m.W]
	step := float32(m.W) / w
	for x := range s.w {
		c0, c1, tx := neighbours((float32(x)+0.5)*step-0.5, m.W)
		w11 := tx * ty
		w01, w10 := tx-w11, ty-w11
		w00 := 1 - tx - w10
		u := (u0[c0]*w00 + u0[c1]*w01 + u1[c0]*w10 + u1[c1]*w11) * w
		v := (v0[c0]*w00 + v0[c1]*w01 + v1[c0]*w10 + v1[c1]*w11) * h
		ax, ay := float32(x)-s.moment*u, float32(y)-s.moment*v
		bx, by := ax+u, ay+v
		s.a[x], s.b[x], s.share[x] = lane.SpotAt(s.w, s.h, ax, ay), lane.SpotAt(s.w, s.h, bx, by), s.moment
		switch inA, inB := within(ax, ay, w, h), within(bx, by, w, h); {
		case inA && !inB:
			s.share[x] = 0
		case inB && !inA:
			s.share[x] = 1
		}
	}
}

// within allows half a pixel beyond the centres of the outermost pixels.
func within(x, y, w, h float32) bool {
	return x >= -0.5 && y >= -0.5 && x <= w-0.5 && y <= h-0.5
}

func neighbours(x float32, n int) (a, b int, t float32) {
	x = min(max(x, 0), float32(n-1))
	a = int(x)
	return a, min(a+1, n-1), x - float32(a)
}
