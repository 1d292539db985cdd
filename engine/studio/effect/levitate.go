package effect

import "math"

// levitate lifts the subject off the ground: it gathers itself, rises, turns a little and hangs in the air among floating
// motes while its shadow softens below.
func levitate(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	cut := sub.cut
	if sub.grounded {
		cut = s.fadeFoot(sub)
	}
	floor := math.Min(sub.y1, s.h)
	high := math.Min(0.2*s.unit, math.Max(sub.y0-0.04*s.h, 0.06*s.unit))
	if sub.whole {
		high = 0.05 * s.unit
	}
	shadow := shadowOf(sub.cut.shrunk(4), 16, 0.02*s.unit/4*s.detail())
	motes := s.motes(140)
	return func(c *Canvas, at moment) {
		u := at.U
		gather := bump(u, 0.06, 0.24)
		up := glide(u, 0.16, 0.72)
		air := smooth(u, 0.2, 0.6)
		bob := 0.012 * s.unit * math.Sin(at.S*2.1) * air
		lift := high*up + bob
		turnBy := 0.05*math.Sin(at.S*1.3)*air - 0.02*gather
		c.draw(sub.plate, s.zoom(sub.plate, 1+0.06*up, s.w/2, floor), nil, paint{Dim: float32(0.12 * up)})
		if u < 0.04 {
			c.copyFrom(photo, paint{})
			return
		}
		if !sub.grounded {
			c.sprites([]sprite{{
				X: sub.cx, Y: floor, R: 0.55 * sub.width() * (1 + 0.35*up), Flat: 0.16, Colour: rgb{}, Alpha: 0.55*math.Min(air*2, 1) - 0.25*up,
			}})
		} else {
			m := shift(0.02*s.unit*up, 0.03*s.unit*up).mul(s.zoom(cut, 1, sub.cx, sub.cy)).mul(scaling(4, 4)).mul(shift(-16, -16))
			c.draw(shadow, m, nil, paint{Fade: float32(1 - 0.45*up)})
		}
		c.glow(sub.cx, floor-0.1*lift, 0.7*s.unit*air, rgb{0.55, 0.75, 1}, 0.4*air)
		m := shift(0, -lift).mul(s.spin(sub.cx, sub.cy, 0, 0, -0.06*s.w*up, 0.10*up, 0.16*math.Sin(at.S*0.9)*air, turnBy))
		m = m.mul(about(scaling(1+0.03*gather, 1-0.04*gather), sub.cx, floor)).mul(s.fit(cut))
		c.draw(cut, m, nil, paint{Dim: float32(-0.05 * air)})
		if sub.grounded {
			s.groundMist(c, at.S, smooth(u, 0.14, 0.5))
		}
		c.sprites(motes(at.S, air))
		c.bloom(0.75, float32(0.35*air), 0.05*s.unit)
		c.grade(1, rgb{1, 1, 1}.mix(rgb{0.94, 0.99, 1.07}, float32(air)), rgb{})
		c.vignette(float32(0.3 * up))
		if start := ramp(u, 0.04, 0.1); start < 1 {
			c.copyFrom(photo, paint{Fade: float32(start)})
		}
	}
}

// shrunk is a reduced copy of the texture, 1/k of its size.
func (t *Texture) shrunk(k int) *Texture {
	for ; k > 1 && t.half != nil; k /= 2 {
		t = t.half
	}
	return t
}

// fadeFoot is a cut-out that dissolves towards the lower edge of the picture, which would otherwise show as a cut.
func (s *stage) fadeFoot(sub *subject) *Texture {
	t := blank(sub.cut.W, sub.cut.H)
	from, to := 0.74*s.h, 0.99*s.h
	if sub.whole {
		from, to = 2*s.h, 3*s.h
	}
	ky := s.h / float64(t.H)
	for y := range t.H {
		k := float32(1 - smooth(float64(y)*ky, from, to))
		for i := 4 * y * t.W; i < 4*(y+1)*t.W; i++ {
			t.Pix[i] = k * sub.cut.Pix[i]
		}
	}
	return t.finish()
}

// groundMist is a bank of mist along the lower edge.
func (s *stage) groundMist(c *Canvas, seconds, amount float64) {
	if amount <= 0 {
		return
	}
	c.rows(func(y int, row []float32) {
		v := float64(y) / s.h
		band := smooth(v, 0.62, 0.98) * amount
		if band <= 0.003 {
			return
		}
		for x := range c.W {
			px, py := float64(x)/s.unit, float64(y)/s.unit
			n := 0.62*s.noise.at(px*2.2+seconds*0.22, py*5-seconds*0.1) + 0.38*s.noise.at(px*5.5-seconds*0.3, py*11)
			k := float32(math.Min(math.Max(band*(0.85+0.55*n), 0), 0.97))
			over(row[4*x:4*x+4], 0.86*k, 0.91*k, 0.97*k, k)
		}
	})
}

// motes are slow lights that rise around something that floats.
func (s *stage) motes(n int) func(seconds, amount float64) []sprite {
	d := s.dice.fork(9)
	all := make([]sprite, n)
	return func(seconds, amount float64) []sprite {
		for i := range all {
			near := d.at(5*i) * d.at(5*i)
			y := d.at(5*i+1) - seconds*lerp(0.03, 0.12, near)
			y -= math.Floor(y)
			x := d.at(5*i+2) + 0.02*s.noise.at(seconds*0.6+d.at(5*i+3)*60, 8)
			twinkle := 0.6 + 0.4*math.Sin(seconds*lerp(2, 5, d.at(5*i+3))+40*d.at(5*i+4))
			all[i] = sprite{
				X: x * s.w, Y: (1.1*y - 0.05) * s.h, R: s.unit * lerp(0.0025, 0.012, near), Colour: rgb{0.85, 0.93, 1},
				Alpha: amount * twinkle * lerp(0.8, 0.35, near) * math.Sin(math.Pi*y), Glowing: true,
			}
		}
		return all
	}
}
