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
	columns := make([]between, dst.W)
	for x := range columns {
		columns[x] = neighbours(x, dst.W, m.W)
	}
	return bands(ctx, dst.H, min(runtime.GOMAXPROCS(0), dst.H), func(int) func(y0, y1 int) {
		s := moveRow{m: m, w: dst.W, h: dst.H, moment: moment, columns: columns}
		s.a, s.b, s.share = make([]lane.Spot, dst.W), make([]lane.Spot, dst.W), make([]float32, dst.W)
		s.u, s.v = make([]float32, m.W), make([]float32, m.W)
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
	m       *Motion
	w, h    int
	moment  float32
	columns []between // of the motion, by column of the picture
	u, v    []float32 // the motion at the row in pixels, by column of the motion
	a, b    []lane.Spot
	share   []float32
}

// find fills in row y.
func (s *moveRow) find(y int) {
	s.motion(y)
	w, h := float32(s.w), float32(s.h)
	for x, c := range s.columns {
		u, v := s.u[c.a]+(s.u[c.b]-s.u[c.a])*c.share, s.v[c.a]+(s.v[c.b]-s.v[c.a])*c.share
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

// motion interpolates the motion of row y between the rows of the grid.
func (s *moveRow) motion(y int) {
	m, r := s.m, neighbours(y, s.h, s.m.H)
	u0, u1, v0, v1 := m.U[r.a*m.W:][:m.W], m.U[r.b*m.W:][:m.W], m.V[r.a*m.W:][:m.W], m.V[r.b*m.W:][:m.W]
	w, h := float32(s.w), float32(s.h)
	for i := range s.u {
		s.u[i] = (u0[i] + (u1[i]-u0[i])*r.share) * w
		s.v[i] = (v0[i] + (v1[i]-v0[i])*r.share) * h
	}
}

// within allows half a pixel beyond the centres of the outermost pixels.
func within(x, y, w, h float32) bool {
	return x >= -0.5 && y >= -0.5 && x <= w-0.5 && y <= h-0.5
}

// between is a place between two neighbours: its share of the second.
type between struct {
	a, b  int
	share float32
}

// neighbours is where pixel i of n lies among the pixels of a coarser row.
func neighbours(i, n, coarse int) between {
	at := min(max((float32(i)+0.5)*float32(coarse)/float32(n)-0.5, 0), float32(coarse-1))
	a := int(at)
	return between{a, min(a+1, coarse-1), at - float32(a)}
}
