package effect

import "math"

// cinema pulls back from the picture: it is on the screen of a full cinema. The audience sits in its light, then leaps up with
// raised arms while cameras flash.
func cinema(s *stage) draw {
	photo := s.photo(0)
	tone := mean(photo)
	type seat struct {
		x, y, r, phase, hop, arm float64
		row                      int
	}
	d := s.dice.fork(59)
	var crowd []seat
	for row := range 4 {
		n := 9 + 3*(3-row)
		for i := range n {
			k := len(crowd)
			r := s.unit * lerp(0.030, 0.085, float64(row)/3)
			crowd = append(crowd, seat{
				x: (float64(i) + 0.5 + d.between(5*k, -0.22, 0.22) + 0.5*float64(row%2)) / float64(n) * 1.1 * s.w, row: row,
				y: s.h * lerp(0.80, 1.02, float64(row)/3), r: r * d.between(5*k+1, 0.92, 1.1), phase: d.at(5*k+2) * 6, hop: d.between(5*k+3, 0.5, 1), arm: d.at(5*k + 4),
			})
		}
	}
	const back, react = 0.36, 0.5
	return func(c *Canvas, at moment) {
		u := at.U
		out := glide(u, 0.04, back)
		scr := lerp(1, 0.60, out)
		cy := lerp(s.h/2, 0.38*s.h, out)
		flicker := 1 + 0.03*s.noise.at(at.S*13, 1)
		room := tone.times(0.14).mix(rgb{0.06, 0.035, 0.04}, 0.5)
		c.fill(room)
		// Walls and ceiling catch the light of the screen.
		c.each(func(x, y int, p []float32) {
			dx, dy := (float64(x)-s.w/2)/s.w, (float64(y)-cy)/s.h
			g := float32(0.46 * flicker * math.Exp(-(dx*dx*3.2 + dy*dy*2.6)))
			p[0], p[1], p[2] = p[0]+g*(0.15+tone[0]), p[1]+g*(0.15+tone[1]), p[2]+g*(0.15+tone[2])
		})
		k := scr * (1 + 0.06*glide(u, back, 1))
		m := shift(0, cy-s.h/2).mul(s.zoom(photo, k, s.w/2, s.h/2))
		c.draw(photo, m, nil, paint{Dim: float32(-0.05 * out)})
		lift := smooth(u, react, react+0.06)
		var all []sprite
		for _, p := range crowd {
			in := smooth(u, 0.08+0.03*float64(p.row), back)
			jump := lift * p.hop * math.Abs(math.Sin(at.S*6+p.phase)) * 0.9
			y := p.y + (1-in)*0.5*s.h - jump*p.r*1.3 - 0.35*p.r*lift
			shade := room.mix(rgb{0, 0, 0}, 0.7)
			edge := tone.mix(rgb{1, 1, 1}, 0.25).times(float32(lerp(0.75, 0.42, float64(p.row)/3)))
			if p.arm > 0.35 && lift > 0 {
				for _, side := range []float64{-1, 1} {
					if p.arm < 0.6 && side > 0 {
						continue
					}
					a := -math.Pi/2 + side*(0.35+0.3*math.Sin(at.S*7+p.phase))
					ax, ay := p.x+side*0.95*p.r, y+0.55*p.r
					l := 1.9 * p.r * lift
					all = append(all, sprite{X: ax + math.Cos(a)*l/2 + 1, Y: ay + math.Sin(a)*l/2 - 1, R: 0.6 * l, Flat: 0.28, Angle: a, Colour: edge, Alpha: 0.8, Hard: 0.7})
					all = append(all, sprite{X: ax + math.Cos(a)*l/2, Y: ay + math.Sin(a)*l/2, R: 0.58 * l, Flat: 0.27, Angle: a, Colour: shade, Alpha: 1, Hard: 0.8})
				}
			}
			all = append(all,
				sprite{X: p.x, Y: y + 2.1*p.r, R: 1.75 * p.r, Flat: 0.72, Angle: math.Pi / 2, Colour: shade, Alpha: 1, Hard: 0.85},
				sprite{X: p.x, Y: y - 0.09*p.r, R: 1.02 * p.r, Flat: 0.86, Angle: math.Pi / 2, Colour: edge, Alpha: 0.9, Hard: 0.7},
				sprite{X: p.x, Y: y + 0.05*p.r, R: p.r, Flat: 0.86, Angle: math.Pi / 2, Colour: shade, Alpha: 1, Hard: 0.82},
			)
		}
		c.sprites(all)
		for i := range 14 {
			when := react + 0.03*float64(i) + 0.02*d.at(900+i)
			c.glow(s.w*d.at(920+i), s.h*d.between(940+i, 0.70, 0.95), 0.16*s.unit, rgb{0.9, 0.95, 1}, 0.9*pulse(u, when, 0.03)*lift)
		}
		c.bloom(0.72, float32(0.4*out), 0.05*s.unit)
		c.vignette(float32(0.3 * out))
	}
}
