package stylize

import "zoetrope/engine/studio/vision"

// calmer mixes the painted picture with the one before, carried along the flow, where the source shows the same: what repaints
// itself differently in every frame settles. The picture before is sampled bilinearly; where it hardly moved it is not sampled at
// all, so that still pictures stay sharp.
type calmer struct {
	c      *canvas
	weight float32
	past   vision.RGB
}

func newCalmer(c *canvas, weight float32) *calmer {
	return &calmer{c: c, weight: weight, past: vision.NewRGB(c.w, c.h)}
}

// still is a motion in pixels of the frame below which nothing has moved.
const still = 0.04

func (s *calmer) next() {
	c := s.c
	if s.weight > 0 && !c.motion.fresh {
		vision.Rows(c.h, s.rows)
	}
	if s.weight > 0 {
		for i, p := range c.out.Channels() {
			copy(s.past.Channels()[i].Pix, p.Pix)
		}
	}
}

func (s *calmer) rows(y0, y1 int) {
	c := s.c
	u, v, trust, scratch := make([]float32, c.w), make([]float32, c.w), make([]float32, c.w), c.lifter.Scratch()
	toFull := float32(c.w) / float32(c.ww)
	out, past := c.out, s.past
	right, bottom := float32(c.w-1), float32(c.h-1)
	for y := y0; y < y1; y++ {
		c.lifter.Row(u, scratch, c.motion.back.U, y)
		c.lifter.Row(v, scratch, c.motion.back.V, y)
		c.lifter.Row(trust, scratch, c.motion.trust, y)
		for x := range c.w {
			weight := s.weight * trust[x]
			if weight < 0.02 {
				continue
			}
			i := y*c.w + x
			du, dv := u[x]*toFull, v[x]*toFull
			if abs(du)+abs(dv) < still {
				out.R.Pix[i] += (past.R.Pix[i] - out.R.Pix[i]) * weight
				out.G.Pix[i] += (past.G.Pix[i] - out.G.Pix[i]) * weight
				out.B.Pix[i] += (past.B.Pix[i] - out.B.Pix[i]) * weight
				continue
			}
			px, py := float32(x)+du, float32(y)+dv
			if !(px >= 0 && px < right && py >= 0 && py < bottom) {
				px, py = min(max(px, 0), right), min(max(py, 0), bottom)
			}
			ix, iy := min(int(px), c.w-2), min(int(py), c.h-2)
			ax, ay := px-float32(ix), py-float32(iy)
			j := iy*c.w + ix
			r := between(past.R.Pix[j:j+2:j+2], past.R.Pix[j+c.w:j+c.w+2:j+c.w+2], ax, ay)
			g := between(past.G.Pix[j:j+2:j+2], past.G.Pix[j+c.w:j+c.w+2:j+c.w+2], ax, ay)
			b := between(past.B.Pix[j:j+2:j+2], past.B.Pix[j+c.w:j+c.w+2:j+c.w+2], ax, ay)
			out.R.Pix[i] += (r - out.R.Pix[i]) * weight
			out.G.Pix[i] += (g - out.G.Pix[i]) * weight
			out.B.Pix[i] += (b - out.B.Pix[i]) * weight
		}
	}
}

// between interpolates bilinearly in two pairs of neighbours.
func between(top, bottom []float32, x, y float32) float32 {
	a := top[0] + (top[1]-top[0])*x
	b := bottom[0] + (bottom[1]-bottom[0])*x
	return a + (b-a)*y
}
