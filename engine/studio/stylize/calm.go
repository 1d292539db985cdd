package stylize

import (
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/vec"
)

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
	row := func() []float32 { return make([]float32, c.w) }
	u, v, weight, ax, ay, was := row(), row(), row(), row(), row(), row()
	at, scratch := make([]int32, c.w), c.lifter.Scratch()
	for y := y0; y < y1; y++ {
		c.lifter.Row(u, scratch, c.motion.back.U, y)
		c.lifter.Row(v, scratch, c.motion.back.V, y)
		c.lifter.Row(weight, scratch, c.motion.trust, y)
		s.settle(u, v, weight)
		vec.Places(at, ax, ay, u, v, y, c.w, c.h)
		for k, p := range c.out.Channels() {
			vec.Bilinear(was, s.past.Channels()[k].Pix, c.w, at, ax, ay)
			vec.Toward(p.Row(y), was, weight)
		}
	}
}

// settle turns a row of motions into pixels of the frame, and trust into weights.
func (s *calmer) settle(u, v, weight []float32) {
	const least = 0.02
	toFull := float32(s.c.w) / float32(s.c.ww)
	for x, w := range weight {
		du, dv := u[x]*toFull, v[x]*toFull
		if abs(du)+abs(dv) < still {
			du, dv = 0, 0
		}
		if w *= s.weight; w < least {
			w = 0
		}
		u[x], v[x], weight[x] = du, dv, w
	}
}
