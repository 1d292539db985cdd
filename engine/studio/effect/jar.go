package effect

import "math"

// jar shrinks the subject, swirls it into a glass jar that stands waiting, and shuts the lid; it floats there among fireflies.
func jar(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	soft := sub.plate.blurred(0.012 * s.unit * s.detail())
	h := 0.66 * s.h
	w := math.Min(0.62*h, 0.62*s.w)
	cx, foot := s.w/2, 0.93*s.h
	glass := s.glass(w, h)
	lid := s.lid(w * 0.74)
	tall := math.Max(sub.height(), 1)
	inside := math.Min(0.50*h/tall, 0.66*w/math.Max(sub.width(), 1))
	flies := s.motes(46)
	const come, shrink, in, shut = 0.06, 0.2, 0.62, 0.7
	return func(c *Canvas, at moment) {
		u := at.U
		k := 1 + 0.04*glide(u, 0, 1)
		c.draw(sub.plate, s.zoom(sub.plate, k, s.w/2, s.h/2), nil, paint{})
		blur := smooth(u, come, 0.35)
		c.draw(soft, s.zoom(soft, k, s.w/2, s.h/2), nil, paint{Fade: float32(1 - blur), Dim: float32(0.3 * blur)})
		rise := (1 - overshoot(u, come, shrink+0.06)) * (h + 0.2*s.h)
		c.sprites([]sprite{{X: cx, Y: foot + rise*0.2, R: 0.7 * w, Flat: 0.12, Alpha: 0.55 * smooth(u, come, shrink)}})
		c.put(glass[0], cx, foot-h/2+rise, w/float64(glass[0].W), 0, paint{Fade: float32(1 - smooth(u, 0.02, 0.08))})
		// The flight: up and over the rim, then down, turning.
		v := glide(u, shrink, in)
		size := lerp(1, inside, settle(v, 0, 0.9))
		fx, fy := (sub.x0+sub.x1)/2, (sub.y0+sub.y1)/2
		x := lerp(fx, cx, smooth(v, 0, 0.7)) + 0.10*s.w*math.Sin(2*math.Pi*v)*(1-v)
		y := lerp(fy, foot-0.42*h, v) - 0.42*s.h*math.Sin(math.Pi*math.Min(v*1.15, 1))*smooth(v, 0, 0.3)
		bob := smooth(u, in, in+0.1)
		y += 0.014 * s.unit * math.Sin(at.S*2.4) * bob
		angle := 2*math.Pi*glide(v, 0.1, 0.95) + 0.09*math.Sin(at.S*1.7)*bob
		wob := 1 + 0.12*math.Sin(v*18)*v*(1-v)*4*0.5
		m := shift(x, y).mul(turn(angle)).mul(scaling(size*wob, size/wob)).mul(shift(-fx, -fy)).mul(s.fit(sub.cut))
		c.draw(sub.cut, m, nil, paint{})
		if v == 0 {
			c.draw(photo, s.zoom(photo, k, s.w/2, s.h/2), nil, paint{Fade: float32(smooth(u, 0.06, shrink))})
		}
		c.put(glass[1], cx, foot-h/2+rise, w/float64(glass[1].W), 0, paint{Fade: float32(1 - smooth(u, 0.02, 0.08))})
		drop := settle(u, in, shut)
		if u > in {
			c.put(lid, cx, foot-0.985*h-(1-drop)*0.4*s.h, w*0.74/float64(lid.W), 0.25*(1-drop), paint{})
		}
		c.ring(cx, foot-h, 0.5*w*settle(u, shut, 1), 0.02*s.unit, rgb{1, 0.9, 0.7}, 0.5*pulse(u, shut, 0.15))
		lit := flies(at.S, smooth(u, in, 0.9))
		for i := range lit { // keep them within the jar
			lit[i].X = cx + (lit[i].X/s.w-0.5)*0.72*w
			lit[i].Y = foot - 0.06*h - (1-lit[i].Y/s.h)*0.74*h
			lit[i].Colour, lit[i].R = rgb{1, 0.85, 0.4}, lit[i].R*0.8
		}
		c.sprites(lit)
		c.glow(cx, foot-0.4*h, 0.55*h, rgb{1, 0.75, 0.35}, 0.22*smooth(u, in, 0.9))
		c.bloom(0.8, float32(0.35*smooth(u, in, 0.9)), 0.04*s.unit)
		c.vignette(float32(0.35 * blur))
	}
}

// glass is a jar in two layers: what is behind and what is before its contents.
func (s *stage) glass(w, h float64) [2]*Texture {
	k := math.Min(1.4, 900/h)
	tw, th := int(w*k), int(h*k)
	back, front := blank(tw, th), blank(tw, th)
	// half is the half width of the jar at a height v (0 at the rim, 1 at the foot), as a share of its width.
	half := func(v float64) float64 {
		switch {
		case v < 0.10:
			return 0.345
		case v < 0.22:
			return lerp(0.345, 0.485, smooth(v, 0.10, 0.22))
		case v > 0.9:
			d := (v - 0.9) / 0.1
			return 0.485 - 0.10*(1-math.Sqrt(math.Max(1-d*d, 0)))
		}
		return 0.485
	}
	for y := range th {
		v := (float64(y) + 0.5) / float64(th)
		for x := range tw {
			u := (float64(x)+0.5)/float64(tw) - 0.5
			r := half(v)
			d := (r - math.Abs(u)) * float64(tw) // pixels inside
			if d < -1 {
				continue
			}
			cover := float32(math.Min(math.Max(d+0.5, 0), 1))
			e := u / r
			edge := float32(math.Pow(math.Abs(e), 7))
			o := 4 * (y*tw + x)
			a := cover * (0.10 + 0.25*edge)
			copy(back.Pix[o:], []float32{a * 0.72, a * 0.84, a * 0.88, a})
			// Before: bright rims, a long window highlight on the left and a thin one on the right.
			g := 0.30 * edge
			window := math.Exp(-math.Pow((e+0.62)/0.09, 2)) * smooth(v, 0.22, 0.32) * (1 - smooth(v, 0.7, 0.88))
			thin := math.Exp(-math.Pow((e-0.74)/0.035, 2)) * smooth(v, 0.2, 0.3) * (1 - smooth(v, 0.8, 0.92))
			rim := math.Exp(-math.Pow((v-0.012)/0.012, 2)) + 0.6*math.Exp(-math.Pow((v-0.105)/0.008, 2)) + 0.8*math.Exp(-math.Pow((v-0.985)/0.012, 2))
			g += float32(0.62*window + 0.4*thin + 0.35*rim)
			g = min(g, 0.9) * cover
			copy(front.Pix[o:], []float32{g * 0.96, g, g, g})
		}
	}
	return [2]*Texture{back.finish(), front.finish()}
}

// lid is a cork with a brass ring.
func (s *stage) lid(w float64) *Texture {
	tw := int(math.Min(w*1.4, 700))
	th := tw / 4
	t := blank(tw, th)
	for y := range th {
		v := (float64(y) + 0.5) / float64(th)
		for x := range tw {
			u := (float64(x)+0.5)/float64(tw)*2 - 1
			half := lerp(0.98, 0.86, v)
			d := (half - math.Abs(u)) * float64(tw) / 2
			if d < 0 {
				continue
			}
			light := float32(0.95 - 0.45*u*u - 0.18*v + 0.12*s.noise.fbm(u*14, v*5, 3))
			p := rgb{0.66, 0.47, 0.29}
			if v > 0.62 && v < 0.76 {
				p, light = rgb{0.86, 0.68, 0.32}, light*float32(1.15+0.3*math.Exp(-math.Pow((u+0.4)/0.2, 2)))
			}
			a := float32(math.Min(d, 1))
			copy(t.Pix[4*(y*tw+x):], []float32{a * light * p[0], a * light * p[1], a * light * p[2], a})
		}
	}
	return t.finish()
}
