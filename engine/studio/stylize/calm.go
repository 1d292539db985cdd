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
	// past and next are the picture before and what becomes it, pixels side by side: a sample reads all channels of two at once.
	past, next [][4]float32
}

func newCalmer(c *canvas, weight float32) *calmer {
	s := &calmer{c: c, weight: weight}
	if weight > 0 {
		s.past, s.next = make([][4]float32, c.w*c.h), make([][4]float32, c.w*c.h)
	}
	return s
}

// still is a motion in pixels of the frame below which nothing has moved.
const still = 0.04

// settle mixes the canvas with the picture before and keeps it for the next.
func (s *calmer) settle() {
	if s.weight <= 0 {
		return
	}
	vision.Rows(s.c.h, s.rows)
	s.past, s.next = s.next, s.past
}

func (s *calmer) rows(y0, y1 int) {
	c := s.c
	m := newMoved(c.w)
	scratch := c.lifter.Scratch()
	for y := y0; y < y1; y++ {
		red, green, blue := c.out.R.Row(y), c.out.G.Row(y), c.out.B.Row(y)
		if !c.motion.fresh {
			c.lifter.Row(m.u, scratch, c.motion.back.U, y)
			c.lifter.Row(m.v, scratch, c.motion.back.V, y)
			c.lifter.Row(m.weight, scratch, c.motion.trust, y)
			s.limit(m.u, m.v, m.weight)
			vec.Places(m.at, m.ax, m.ay, m.u, m.v, y, c.w, c.h)
			m.mix(red, green, blue, s.past, c.w)
		}
		interleave(s.next[y*c.w:(y+1)*c.w], red, green, blue)
	}
}

// limit turns a row of motions into pixels of the frame, and trust into weights.
func (s *calmer) limit(u, v, weight []float32) {
	const least = 0.02
	toFull := float32(s.c.w) / float32(s.c.ww)
	for x := limitLanes(u, v, weight, toFull, s.weight, least); x < len(weight); x++ {
		du, dv := u[x]*toFull, v[x]*toFull
		if abs(du)+abs(dv) < still {
			du, dv = 0, 0
		}
		w := weight[x] * s.weight
		if w < least {
			w = 0
		}
		u[x], v[x], weight[x] = du, dv, w
	}
}

// moved are the places in the picture before that a row shows again, and the weights of what was there.
type moved struct {
	u, v, weight, ax, ay []float32
	at                   []int32
}

// mix moves a row towards what was there before in a picture w pixels wide.
func (m *moved) mix(red, green, blue []float32, past [][4]float32, w int) {
	for x := m.mixLanes(red, green, blue, past, w); x < len(red); x++ {
		k := int(m.at[x])
		a, b, c, d := &past[k], &past[k+1], &past[k+w], &past[k+w+1]
		for i, p := range [3]*float32{&red[x], &green[x], &blue[x]} {
			left := a[i] + (c[i]-a[i])*m.ay[x]
			right := b[i] + (d[i]-b[i])*m.ay[x]
			was := left + (right-left)*m.ax[x]
			*p += (was - *p) * m.weight[x]
		}
	}
}

// interleave puts the channels of a row side by side.
func interleave(dst [][4]float32, red, green, blue []float32) {
	for x := interleaveLanes(dst, red, green, blue); x < len(dst); x++ {
		dst[x] = [4]float32{red[x], green[x], blue[x], 0}
	}
}
