package effect

import "math"

// hug brings two prints together: they slide in from both sides, lean on one another like old friends, and a heart lands where
// they touch.
func hug(s *stage) draw {
	side := math.Min(0.40*s.w, 0.58*s.h)
	aside, below, low := 0.39*side, 0.015*s.h, 0.69*s.h // of the prints from the middle, and where the heart lands
	if s.h > 1.2*s.w {
		side = math.Min(0.56*s.w, 0.40*s.h)
		aside, below, low = 0.24*side, 0.44*side, 0.5*s.h+0.1*side
	}
	apart := 0.5*s.w - 0.25*side // the film opens with both prints on the table, cut by the edges of the frame
	k := s.detail() * 1.1
	var cards, shadows [2]*Texture
	for i := range cards {
		cards[i] = s.card(i, side*k, side*1.12*k, 0.05*side*k, 0.17*side*k)
		shadows[i] = castBy(cards[i])
	}
	back := s.table(mean(s.photo(0)), mean(s.photo(1)))
	love, tape := heart(rgb{0.92, 0.12, 0.22}), s.tape()
	confetti := s.confetti(120)
	const meet, land = 0.46, 0.56
	return func(c *Canvas, at moment) {
		u := at.U
		zoom := 1 + 0.06*glide(u, 0, 1)
		c.draw(back, s.zoom(back, zoom, s.w/2, s.h/2), nil, paint{})
		in := overshoot(u, 0.02, meet)
		lean := spring(u, meet-0.02, 0.8, 2)
		squeeze := 1 + 0.03*pulse(u, meet, 0.1)
		for i := range cards {
			sign := float64(2*i - 1)
			x := s.w/2 + sign*lerp(apart, aside, in)
			y := 0.5*s.h + sign*below + 0.01*s.unit*math.Sin(at.S*1.6+float64(i)*2)*lean
			a := sign*lerp(0.5, 0.16, in) - sign*0.26*lean
			c.lay(cards[i], shadows[i], x, y, zoom/k*squeeze, a, s.unit*lerp(0.12, 0.02+0.012*float64(i), in), paint{})
			c.put(tape, x-sign*0.05*side, y-0.60*side*zoom, 0.34*side/float64(tape.W), a+0.04, paint{Fade: float32(1 - smooth(u, meet, meet+0.1))})
		}
		if u > land-0.08 {
			beat := 1 + 0.07*math.Pow(math.Max(0, math.Sin(at.S*7)), 4)
			size := lerp(3.2, 1, fall(u, land-0.08, land)) * (1 + 0.25*(1-spring(u, land, land+0.3, 2))*ramp(u, land, land+0.01)) * beat
			c.put(castBy(love), s.w/2+0.012*s.unit, low+0.028*s.unit, 4*size*0.21*side/64, 0.06, paint{Fade: 0.6})
			c.put(love, s.w/2, low, size*0.21*side/64, 0.06, paint{Fade: float32(1 - smooth(u, land-0.08, land-0.02))})
		}
		c.sprites(confetti(at.S-land*s.seconds, s.w/2, low-0.07*s.h))
		c.glow(s.w/2, low-0.09*s.h, 0.6*s.unit, rgb{1, 0.7, 0.6}, 0.6*pulse(u, land, 0.25))
		c.vignette(0.2)
	}
}

// table is a warm surface with soft light in the colours of the pictures.
func (s *stage) table(a, b rgb) *Texture {
	t := blank(int(s.w), int(s.h))
	warm := a.mix(b, 0.5).mix(rgb{0.86, 0.74, 0.62}, 0.65)
	for y := range t.H {
		for x := range t.W {
			u, v := float64(x)/s.w, float64(y)/s.h
			p := warm.mix(a, float32(0.28*(1-u))).mix(b, float32(0.28*u))
			fibre := 0.03*s.noise.fbm(u*9*s.w/s.unit, v*160*s.h/s.unit, 3) + 0.012*float64(blockHash(x, y))
			k := float32(0.90 + 0.2*math.Exp(-8*((u-0.38)*(u-0.38)+(v-0.3)*(v-0.3))) + fibre)
			copy(t.Pix[4*(y*t.W+x):], []float32{k * p[0], k * p[1], k * p[2], 1})
		}
	}
	return t.finish()
}

// tape is a strip of sticky tape.
func (s *stage) tape() *Texture {
	t := blank(160, 48)
	for y := range t.H {
		for x := range t.W {
			ragged := 5 + 4*s.noise.at(float64(y)*0.8, float64(x/80)*9)
			if float64(x) < ragged || float64(x) > float64(t.W)-ragged {
				continue
			}
			a := float32(0.55 + 0.08*s.noise.at(float64(x)*0.2, float64(y)*0.3))
			copy(t.Pix[4*(y*t.W+x):], []float32{a * 0.97, a * 0.93, a * 0.78, a})
		}
	}
	return t.finish()
}

// confetti flies up from a place at time 0 and tumbles down.
func (s *stage) confetti(n int) func(seconds, x, y float64) []sprite {
	colours := []rgb{{0.96, 0.30, 0.35}, {1, 0.78, 0.25}, {0.30, 0.70, 0.95}, {0.45, 0.85, 0.50}, {0.85, 0.50, 0.92}}
	d := s.dice.fork(52)
	all := make([]sprite, n)
	return func(t, x, y float64) []sprite {
		if t <= 0 {
			return nil
		}
		for i := range all {
			a := d.between(7*i, -math.Pi, 0)
			v := s.unit * d.between(7*i+1, 0.5, 1.5)
			drag := (1 - math.Exp(-2.4*t)) / 2.4
			flip := math.Abs(math.Sin(t*d.between(7*i+2, 4, 9) + 9*d.at(7*i+3)))
			all[i] = sprite{
				X: x + v*math.Cos(a)*drag*1.3 + 0.02*s.unit*math.Sin(t*4+9*d.at(7*i+3)), Y: y + v*math.Sin(a)*drag*1.2 + 0.22*s.unit*t*t,
				R: s.unit * d.between(7*i+4, 0.006, 0.012), Flat: math.Max(0.12, 0.6*flip), Angle: t*d.between(7*i+5, -4, 4) + 6*d.at(7*i+6),
				Colour: colours[i%len(colours)].times(float32(0.75 + 0.3*flip)), Alpha: 0.95 * (1 - smooth(t, 2.2, 3.2)), Hard: 0.9,
			}
		}
		return all
	}
}
