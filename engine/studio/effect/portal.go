package effect

import "math"

// portal opens a ring of sparks in the picture without its subject, and the subject comes out of it.
func portal(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	cx, cy := s.w/2, s.h/2
	if !sub.whole {
		cx, cy = sub.cx, math.Min(math.Max(sub.cy, 0.35*s.h), 0.6*s.h)
	}
	const open, out, shut, gone = 0.28, 0.45, 0.72, 0.86
	full := 0.43 * s.unit
	late := 0.6 // of the way out, from which the ring holds nothing back
	if sub.whole {
		late = 0.8
	}
	sparks := s.ringSparks(420)
	return func(c *Canvas, at moment) {
		u := at.U
		// The subject dissolves into light first, so that the film can open with the photograph.
		leave := smooth(u, 0.03, 0.16)
		k := 1 + 0.05*glide(u, 0, 1)
		dim := float32(0.42 * smooth(u, 0.02, 0.2) * (1 - smooth(u, shut, 1)))
		c.draw(sub.plate, s.zoom(sub.plate, k, cx, cy), nil, paint{Dim: dim})
		if leave < 1 {
			c.draw(photo, s.zoom(photo, k, cx, cy), nil, paint{Fade: float32(leave), Dim: float32(-1.2 * leave)})
		}
		ring := full * overshoot(u, 0.16, open+0.06) * (1 - glide(u, shut, gone))
		if ring > 1 {
			s.vortex(c, cx, cy, ring, at.S)
		}
		if come := glide(u, open, out+0.2); come > 0 {
			// From deep inside the ring to its place, bright at first.
			size := lerp(0.06, 1, come)
			down := lerp(cy-sub.cy, 0, come)
			if !sub.whole && sub.grounded { // it rises behind the lower rim, which hides where the picture cut it
				down += math.Max(0, cy+ring-(sub.cy+down+k*size*(sub.y1-sub.cy)))
			}
			m := shift(lerp(cx-sub.cx, 0, come), down).mul(s.zoom(sub.cut, k*size, sub.cx, sub.cy))
			p := paint{Fade: float32(1 - ramp(u, open, open+0.06)), Dim: float32(-0.9 * (1 - come))}
			if sub.whole && come > 0.9 {
				c.draw(shadowOf(sub.cut.shrunk(8), 6, 4), m.mul(scaling(8, 8)).mul(shift(-6, -6)), nil, paint{Fade: 0.5})
			}
			if wide := ring + 1.2*(s.w+s.h)*smooth(come, late, 1); wide > 1 {
				c.draw(sub.cut, m, seenThrough(sub.cut, m, cx, cy, wide, sub.whole), p)
			}
			if done := ramp(u, 0.9, 0.98); done > 0 {
				c.draw(photo, s.zoom(photo, k, cx, cy), nil, paint{Fade: float32(1 - done)})
			}
		}
		c.sprites(sparks(cx, cy, ring, at.S, bump(u, 0.12, gone+0.05)))
		c.bloom(0.62, float32(0.9*bump(u, 0.1, 0.95)), 0.06*s.unit)
		c.ring(cx, cy, s.unit*1.2*settle(u, gone-0.02, 1), 0.05*s.unit, rgb{1, 0.7, 0.35}, 0.5*pulse(u, gone-0.02, 0.14))
		c.vignette(float32(0.3 * bump(u, 0.02, 1)))
	}
}

// seenThrough is the outline, in a texture's pixels, of what a round opening on the canvas shows of it. A flat picture stays inside
// the opening; figures stand before its upper half, and below the opening hides where the picture cut them.
func seenThrough(t *Texture, m mat, cx, cy, radius float64, flat bool) []point {
	const sides = 48
	w, h := float64(t.W), float64(t.H)
	seen := []point{{0, 0}, {w, 0}, {w, h}, {0, h}}
	inv, ok := m.inverse()
	if !ok {
		return seen
	}
	middle, _ := inv.apply(point{cx, cy})
	for i := range sides {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / sides)
		if !flat && sin < -1e-9 {
			continue
		}
		// What lies within a tangent is nearer to the middle than to its mirror image.
		mirrored, _ := inv.apply(point{cx + 2*radius*cos, cy + 2*radius*sin})
		seen = nearer(seen, middle, mirrored)
	}
	return seen
}

// vortex fills the ring with a night that turns.
func (s *stage) vortex(c *Canvas, cx, cy, ring, seconds float64) {
	c.rows(func(y int, row []float32) {
		dy := float64(y) + 0.5 - cy
		if math.Abs(dy) > ring*1.1 {
			return
		}
		for x := range c.W {
			dx := float64(x) + 0.5 - cx
			r := math.Sqrt(dx*dx+dy*dy) / ring
			if r > 1 {
				continue
			}
			a := math.Atan2(dy, dx) + 2.2*(1-r) + seconds*1.1
			n := s.noise.fbm(3*math.Cos(a)+20+2*r, 3*math.Sin(a)+20-seconds*0.8, 4)
			depth := r * r
			k := float32(math.Max(0, 0.35+0.65*n) * (0.15 + 0.85*depth))
			e := float32(math.Min((1-r)*ring/2, 1))
			over(row[4*x:4*x+4], e*(0.03+0.45*k), e*(0.02+0.20*k*k), e*(0.07+0.28*k), e)
		}
	})
}

// ringSparks fly off a turning ring like those of a grinder.
func (s *stage) ringSparks(n int) func(cx, cy, ring, seconds, amount float64) []sprite {
	d := s.dice.fork(23)
	all := make([]sprite, n)
	return func(cx, cy, ring, seconds, amount float64) []sprite {
		for i := range all {
			t := seconds*d.between(5*i, 1.2, 2.4) + d.at(5*i+1)
			age, round := t-math.Floor(t), int(math.Floor(t))
			a := 2*math.Pi*d.at(5*i+2+17*round) + seconds*3
			if i%3 == 0 { // a third makes the ring itself
				w := ring * (1 + 0.02*s.noise.at(a*4, seconds*3))
				all[i] = sprite{
					X: cx + w*math.Cos(a), Y: cy + w*math.Sin(a), R: s.unit * 0.022, Flat: 0.35, Angle: a + math.Pi/2,
					Colour: rgb{1, 0.62, 0.22}, Alpha: 0.8 * amount, Glowing: true,
				}
				continue
			}
			speed := s.unit * d.between(5*i+3, 0.08, 0.42)
			px, py := ring*math.Cos(a)-math.Sin(a)*speed*age+0.25*math.Cos(a)*speed*age, ring*math.Sin(a)+math.Cos(a)*speed*age+0.25*math.Sin(a)*speed*age
			heat := 1 - age
			all[i] = sprite{
				X: cx + px, Y: cy + py + 0.16*s.unit*age*age, R: s.unit * 0.011 * (0.5 + heat), Flat: 0.16,
				Angle: a + math.Pi/2 + 0.5*age, Colour: rgb{1, float32(0.45 + 0.45*heat), float32(0.12 + 0.5*heat*heat)},
				Alpha: amount * heat, Glowing: true, Hard: 0.2,
			}
		}
		if ring < 1 {
			return nil
		}
		return all
	}
}
