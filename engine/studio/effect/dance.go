package effect

import "math"

// dance lets the subject sway and bounce to a beat of two per second in club light, with echoes of itself to both sides.
func dance(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	neon := []rgb{{1, 0.15, 0.55}, {0.15, 0.75, 1}, {0.65, 0.25, 1}, {1, 0.72, 0.2}}
	foot := math.Min(sub.y1, s.h)
	tall := math.Max(foot-sub.y0, 0.2*s.h)
	base := sub.cut
	if sub.whole {
		base = matted(s.print(0, 0.62*s.w*s.detail(), 0.62*s.h*s.detail()), 0.012*s.unit*s.detail(), 0, rgb{0.96, 0.95, 0.93})
	}
	figure := func(c *Canvas, t, dx, k float64, p paint, hype float64) {
		beat := t * 2
		hop := math.Abs(math.Sin(math.Pi*beat)) * 0.055 * tall * hype
		squash := 1 + (0.05*math.Abs(math.Sin(math.Pi*beat))-0.025)*hype
		bend := 0.17 * math.Sin(math.Pi*beat) * hype
		twist := 0.06 * math.Sin(math.Pi*beat*0.5) * hype
		if sub.whole {
			m := shift(dx, -hop*0.6).mul(s.spin(s.w/2, s.h/2, 0, 0, 0, 0, 3.5*twist, bend*0.4)).mul(about(scaling(k/squash, k*squash), s.w/2, s.h/2))
			at := shift(s.w/2-0.31*s.w, s.h/2-0.31*s.h).mul(scaling(0.62*s.w/float64(base.W), 0.62*s.h/float64(base.H)))
			c.draw(base, m.mul(at), nil, p)
			return
		}
		c.warp(base, p, func(x, y float64) (float64, float64) {
			x, y = sub.cx+(x-dx-sub.cx)/k, foot+(y-foot)/k
			y += hop * ramp(foot+0.02*s.h-y, 0, 0.3*tall)
			v := (foot - y) / tall // 0 at the foot, 1 at the top
			// The hips go one way and the head the other.
			lean := bend * tall * (0.55*math.Sin(math.Pi*math.Min(math.Max(v, 0), 1)) - 0.35*v*v)
			sx := sub.cx + (x-lean-sub.cx)*squash*(1+twist*v)
			return sx, foot - (foot-y)/squash
		})
	}
	return func(c *Canvas, at moment) {
		u := at.U
		hype := smooth(u, 0.05, 0.2)
		club := float32(smooth(u, 0.04, 0.22))
		tint := rgb{1, 1, 1}.mix(rgb{0.30, 0.26, 0.42}, club)
		zoom := 1 + 0.03*math.Abs(math.Sin(math.Pi*at.S*2))*hype
		c.draw(sub.plate, s.zoom(sub.plate, zoom, s.w/2, s.h/2), nil, paint{Tint: &tint})
		s.clubLight(c, neon, at.S, hype)
		spread := overshoot(u, 0.30, 0.46)
		for i := 3; i >= 1 && spread > 0; i-- {
			for _, sign := range []float64{-1, 1} {
				p := neon[(i+int(at.S*2))%len(neon)].mix(rgb{1, 1, 1}, 0.35)
				dx := sign * float64(i) * 0.21 * s.w * spread
				figure(c, at.S-0.07*float64(i), dx, 1-0.07*float64(i), paint{Tint: &p, Fade: float32(0.25+0.16*float64(i)) + float32(0.6*(1-math.Min(spread, 1)))}, hype)
			}
		}
		rim := neon[int(at.S*2)%len(neon)]
		figure(c, at.S, 0.012*s.unit, 1.012, paint{Tint: &rim, Fade: 1 - 0.7*club, Add: true}, hype)
		figure(c, at.S, 0, 1, paint{}, hype)
		if !sub.whole && u < 0.06 {
			c.copyFrom(photo, paint{Fade: float32(ramp(u, 0.02, 0.06))})
		}
		if sub.whole && u < 0.12 {
			c.copyFrom(photo, paint{Fade: float32(ramp(u, 0.03, 0.12))})
		}
		c.flash(neon[int(at.S*2)%len(neon)], 0.13*hype*math.Exp(-math.Mod(at.S*2, 1)*6))
		c.bloom(0.68, 0.55*club, 0.06*s.unit)
		c.vignette(0.35 * club)
	}
}

// clubLight are coloured beams from above that swing on the beat, and specks of a mirror ball.
func (s *stage) clubLight(c *Canvas, tones []rgb, seconds, amount float64) {
	if amount <= 0.01 {
		return
	}
	type beam struct {
		x, dir float64
		tone   rgb
	}
	var beams []beam
	for i, p := range tones {
		x := (0.14 + 0.24*float64(i)) * s.w
		beams = append(beams, beam{x, 0.5 * math.Sin(seconds*2.1+float64(i)*1.7), p})
	}
	c.rows(func(y int, row []float32) {
		v := (float64(y) + 0.08*s.h) / s.h
		for x := range c.W {
			p := row[4*x : 4*x+4]
			for _, b := range beams {
				d := (float64(x) - b.x - b.dir*v*s.h) / (0.05*s.w + 0.13*s.w*v)
				if d > -1 && d < 1 {
					k := float32(amount * 0.34 * (1 - d*d) * (1 - d*d) * (1.1 - 0.7*v))
					screen(p, k*b.tone[0], k*b.tone[1], k*b.tone[2])
				}
			}
		}
	})
	d := s.dice.fork(58)
	specks := make([]sprite, 60)
	for i := range specks {
		x := d.at(4*i) + 0.06*seconds*(0.5+d.at(4*i+1))
		x -= math.Floor(x)
		specks[i] = sprite{
			X: x * s.w, Y: d.at(4*i+2) * s.h, R: s.unit * 0.012, Flat: 0.7, Colour: tones[i%len(tones)].mix(rgb{1, 1, 1}, 0.5),
			Alpha: 0.5 * amount * math.Sin(math.Pi*x), Glowing: true, Hard: 0.5,
		}
	}
	c.sprites(specks)
}
