package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// popArt is a screen print of four panels, each in three inks of its own.
func popArt(s *stage, c *Canvas) {
	inks := [4][3]rgb{
		{{0.13, 0.10, 0.32}, {0.96, 0.22, 0.46}, {1, 0.87, 0.25}},
		{{0.32, 0.05, 0.22}, {0.12, 0.68, 0.78}, {0.99, 0.93, 0.82}},
		{{0.05, 0.20, 0.26}, {0.98, 0.50, 0.14}, {0.62, 0.91, 0.86}},
		{{0.16, 0.07, 0.30}, {0.45, 0.78, 0.25}, {1, 0.62, 0.80}},
	}
	pic := s.print(0, s.w/2, s.h/2)
	l := vision.New(pic.W, pic.H)
	for i := range l.Pix {
		l.Pix[i] = luma(pic.Pix[4*i], pic.Pix[4*i+1], pic.Pix[4*i+2])
	}
	// Even out the light first, so that every picture fills all three inks.
	l = vision.Normalize(vision.Blur(l, float32(s.unit/500)), 0.03, 0.97)
	pitch := math.Max(s.unit/110, 4)
	c.each(func(x, y int, p []float32) {
		panel := 0
		if float64(x) >= s.w/2 {
			panel++
		}
		if float64(y) >= s.h/2 {
			panel += 2
		}
		set := inks[panel]
		qx, qy := x%max(int(s.w/2), 1), y%max(int(s.h/2), 1)
		if panel%2 == 1 {
			qx = int(s.w/2) - 1 - qx
		}
		// The second ink sits a little beside the first, as prints do.
		v := float64(l.At(qx, qy))
		w := float64(l.At(qx+int(s.unit/180), qy+int(s.unit/260)))
		u1, v1 := (float64(x)+float64(y))/pitch/1.414, (float64(x)-float64(y))/pitch/1.414
		du, dv := u1-math.Floor(u1)-0.5, v1-math.Floor(v1)-0.5
		dot := math.Sqrt(du*du+dv*dv) * 1.25
		q := set[2]
		if mid := smooth(0.80-w, 0, 0.45); mid > dot || w < 0.45 {
			q = set[1]
		}
		q = q.mix(set[0], float32(smooth(v, 0.30, 0.25)))
		if line := math.Min(math.Abs(float64(x)+0.5-s.w/2), math.Abs(float64(y)+0.5-s.h/2)); line < 0.006*s.unit {
			q = rgb{0.99, 0.97, 0.94}
		}
		p[0], p[1], p[2] = q[0], q[1], q[2]
	})
	s.grain(c, 0.03)
}

// doubleExposure fills the shape of the subject with a second picture, or with the sky and land of its own, on light paper.
func doubleExposure(s *stage, c *Canvas) {
	sub := s.subject(0)
	if sub.height() < 0.55*s.h { // too small to hold a second picture
		sub = s.wholePicture(0)
	}
	var second *Texture
	switch {
	case len(s.pictures) > 1:
		second = s.photo(1)
	case s.subject(0).whole:
		second = s.photo(0)
	default:
		second = s.subject(0).plate
	}
	c.gradient(rgb{0.95, 0.93, 0.90}, rgb{0.88, 0.87, 0.86})
	shade := s.photo(0)
	fit := s.fit(sub.cut)
	inv, _ := fit.inverse()
	flip := len(s.pictures) == 1
	twin := flip && !sub.whole && featureless(second) // a plain wall shows nothing: the subject again, larger and mirrored, in two colours
	if twin {
		second = s.photo(0)
	}
	c.each(func(x, y int, p []float32) {
		px, py := float64(x)+0.5, float64(y)+0.5
		u, v := float32(inv[0]*px)-0.5, float32(inv[4]*py)-0.5
		r, g, b, _ := shade.at(u, v)
		_, _, _, a := sub.cut.at(u, v)
		if sub.whole {
			d := math.Hypot((px-s.w/2)/(0.46*s.w), (py-s.h/2)/(0.48*s.h)) + 0.10*s.noise.fbm(px/s.unit*4, py/s.unit*4, 3)
			a = float32(1 - smooth(d, 0.75, 1.05))
		}
		if a <= 0 {
			return
		}
		// The second exposure is larger, and upside down where it is the same picture.
		qx, qy := s.w/2+(px-s.w/2)*0.8, s.h/2+(py-s.h/2)*0.8
		switch {
		case twin:
			qx, qy = sub.cx-(px-sub.cx)*0.62-0.14*s.unit, sub.cy+(py-sub.cy)*0.62+0.10*s.unit
		case flip:
			qy = s.h - qy
		}
		m, n, o, _ := second.at(float32(qx/s.w*float64(second.W)), float32(qy/s.h*float64(second.H)))
		if twin {
			k := luma(m, n, o)
			tone := rgb{0.06, 0.16, 0.38}.mix(rgb{1.0, 0.62, 0.34}, float32(smooth(float64(k), 0.15, 0.8)))
			m, n, o = tone[0], tone[1], tone[2]
		}
		l := luma(r, g, b)
		dark := 1 - float32(smooth(float64(l), 0.02, 0.9))
		// Where the first exposure is dark, the second shows in full; where it is bright, the paper does.
		first := rgb{0.30 + 0.7*l, 0.30 + 0.7*l, 0.33 + 0.67*l}
		both := rgb{m, n, o}.mix(rgb{1, 1, 1}, 0.75*(1-dark))
		q := rgb{both[0] * first[0], both[1] * first[1], both[2] * first[2]}.mix(rgb{r, g, b}, 0.22)
		fade := a * float32(1-0.9*smooth(py/s.h, 0.80, 1))
		p[0], p[1], p[2] = p[0]+fade*(q[0]*1.06-p[0]), p[1]+fade*(q[1]*1.04-p[1]), p[2]+fade*(q[2]-p[2])
	})
	s.grain(c, 0.02)
	c.vignette(0.12)
}

// featureless tells whether a picture is one even surface.
func featureless(t *Texture) bool {
	const least = 0.06 // mean deviation of luma
	for t.half != nil && t.W > 64 {
		t = t.half
	}
	tone := mean(t)
	around, sum := luma(tone[0], tone[1], tone[2]), float32(0)
	for i := 0; i < len(t.Pix); i += 4 {
		d := luma(t.Pix[i], t.Pix[i+1], t.Pix[i+2]) - around
		sum += max(d, -d)
	}
	return sum < least*float32(len(t.Pix)/4)
}

// sketch is a drawing in pencil on toned paper: lines along the edges, hatching in the shade, a touch of white chalk.
func sketch(s *stage, c *Canvas) {
	pic := s.print(0, s.w, s.h)
	l := vision.New(pic.W, pic.H)
	for i := range l.Pix {
		l.Pix[i] = luma(pic.Pix[4*i], pic.Pix[4*i+1], pic.Pix[4*i+2])
	}
	l = vision.Normalize(l, 0.01, 0.99)
	sigma := float32(s.unit / 480)
	narrow, wide, broad := vision.Blur(l, sigma), vision.Blur(l, 1.7*sigma), vision.Blur(l, 6*sigma)
	hatch := func(x, y, angle, pitch float64) float64 {
		sin, cos := math.Sincos(angle)
		u, v := (x*cos+y*sin)/s.unit, (y*cos-x*sin)/s.unit
		wave := v/pitch + 0.25*s.noise.at(u*5, v*30)
		pressure := 0.65 + 0.35*s.noise.at(u*11+3, math.Floor(wave)*1.7)
		return pressure * (0.5 + 0.5*math.Cos(2*math.Pi*wave))
	}
	c.each(func(x, y int, p []float32) {
		i := y*c.W + x
		if i >= len(l.Pix) {
			return
		}
		px, py := float64(x), float64(y)
		tooth := 0.5 + 0.5*s.noise.at(px/s.unit*260, py/s.unit*260)
		ink := math.Max(0, float64(wide.Pix[i]*0.985-narrow.Pix[i])*62-0.1) * (0.7 + 0.5*tooth)
		v := float64(broad.Pix[i]*0.6 + narrow.Pix[i]*0.4)
		ink += 0.62 * smooth(v, 0.62, 0.30) * hatch(px, py, 0.75, 0.0085)
		ink += 0.55 * smooth(v, 0.40, 0.14) * hatch(px, py, -0.6, 0.0075)
		ink += 0.45 * smooth(v, 0.22, 0.04) * hatch(px, py, 0.1, 0.0065)
		ink *= 0.72 + 0.5*tooth
		// The drawing fades out unevenly towards the edges of the sheet.
		e := math.Min(math.Min(px, s.w-px), math.Min(py, s.h-py)) / s.unit
		in := smooth(e+0.05*s.noise.fbm(px/s.unit*6, py/s.unit*6, 3), 0.02, 0.11)
		k := float32(math.Min(ink, 0.94) * in)
		paper := rgb{0.90, 0.86, 0.78}.times(float32(0.97 + 0.05*tooth))
		chalk := float32(0.75 * smooth(v, 0.82, 0.97) * in * (0.5 + 0.5*tooth))
		q := paper.mix(rgb{0.99, 0.98, 0.95}, chalk).mix(rgb{0.15, 0.14, 0.16}, k)
		p[0], p[1], p[2] = q[0], q[1], q[2]
	})
	c.vignette(0.12)
}

// snowGlobe puts the picture into a globe of glass on a wooden foot, with snow inside.
func snowGlobe(s *stage, c *Canvas) {
	sub := s.subject(0)
	back := s.print(0, s.w/4, s.h/4).blurred(s.unit / 4 / 10)
	c.draw(back, scaling(s.w/float64(back.W), s.h/float64(back.H)), nil, paint{Dim: 0.25})
	cx, cy := s.w/2, 0.43*s.h
	r := math.Min(0.37*s.h, 0.44*s.w)
	s.globeFoot(c, cx, cy+0.83*r, r)
	// The view through the globe: the picture around its subject, bent as by a ball.
	fx, fy := sub.cx, sub.cy
	scale := math.Min(s.unit*0.52/r, 1.6)
	if sub.whole {
		fx, fy = s.w/2, s.h/2
		scale = 0.5 * s.unit / r
	} else {
		scale = math.Max(0.62*math.Max(sub.height(), sub.width())/r, 0.4)
	}
	photo := s.photo(0)
	c.each(func(x, y int, p []float32) {
		dx, dy := (float64(x)+0.5-cx)/r, (float64(y)+0.5-cy)/r
		d := math.Hypot(dx, dy)
		if d >= 1.01 {
			return
		}
		bend := 0.84 + 0.5*math.Pow(d, 4)
		q, _ := s.colourAt(photo, fx+dx*bend*r*scale, fy+dy*bend*r*scale)
		z := math.Sqrt(math.Max(1-d*d, 0))
		// Snow lies at the bottom; a faint cold light fills the glass.
		ground := dy - 0.62 - 0.05*math.Sin(dx*5+1) - 0.03*s.noise.fbm(dx*6, 3, 3)
		snow := float32(smooth(ground, 0, 0.03))
		white := rgb{0.95, 0.97, 1}.times(float32(0.80 + 0.3*(1-ground) - 0.15*math.Abs(dx)))
		q = q.mix(rgb{0.75, 0.86, 1}, 0.12).mix(white, snow)
		shade := float32(0.72 + 0.38*z - 0.12*dy)
		rim := float32(math.Pow(d, 14))
		q = q.times(shade).mix(rgb{0.85, 0.94, 1}, 0.45*rim)
		// Windows of light on the glass.
		g := math.Exp(-(math.Pow((dx+0.48)/0.20, 2) + math.Pow((dy+0.52)/0.13, 2)))
		g = 0.75*smooth(g, 0.25, 0.75) + 0.35*math.Exp(-math.Pow((d-0.93)/0.02, 2))*smooth(dx+dy, 0.5, 1.2)
		a := float32(math.Min((1-d)*r+0.5, 1))
		if a <= 0 {
			return
		}
		over(p[:3:3], a*q[0], a*q[1], a*q[2], a)
		k := float32(g) * a
		screen(p, k, k, k)
	})
	d := s.dice.fork(86)
	flakes := make([]sprite, 0, 130)
	for i := range 130 {
		a, rr := 2*math.Pi*d.at(4*i), math.Sqrt(d.at(4*i+1))*0.93
		near := d.at(4*i + 2)
		flakes = append(flakes, sprite{
			X: cx + r*rr*math.Cos(a), Y: cy + r*rr*math.Sin(a), R: r * lerp(0.007, 0.026, near*near), Colour: grey(1), Alpha: lerp(0.9, 0.7, near), Hard: 0.35,
		})
	}
	c.sprites(flakes)
	c.bloom(0.8, 0.35, 0.04*s.unit)
	c.vignette(0.3)
}

// globeFoot is a turned foot of dark wood with a brass plate.
func (s *stage) globeFoot(c *Canvas, cx, top, r float64) {
	tall := 0.42 * r
	c.sprites([]sprite{{X: cx, Y: top + tall, R: 1.05 * r, Flat: 0.16, Alpha: 0.65}})
	c.each(func(x, y int, p []float32) {
		v := (float64(y) + 0.5 - top) / tall
		if v < -0.06 || v > 1.06 {
			return
		}
		half := 0.66 + 0.20*smooth(v, 0.1, 0.95) + 0.035*math.Sin(v*19)*smooth(v, 0, 0.2)
		u := (float64(x) + 0.5 - cx) / (half * r)
		// Round in plan: the upper and lower edges are arcs.
		arc := 0.10 * (math.Sqrt(math.Max(1-u*u, 0)) - 1)
		if v < -arc*0.2 || v > 1+arc*0.6 || math.Abs(u) > 1 {
			return
		}
		light := 0.95 - 0.75*u*u + 0.35*math.Exp(-math.Pow((u+0.4)/0.16, 2)) + 0.10*math.Cos(v*19)
		grainy := 0.08 * s.noise.fbm(u*3, v*22, 3)
		q := rgb{0.36, 0.20, 0.12}.times(float32(light + grainy))
		if math.Abs(u) < 0.34 && math.Abs(v-0.55) < 0.17 {
			q = rgb{0.83, 0.66, 0.34}.times(float32(0.75 + 0.5*math.Exp(-math.Pow((u+0.12+0.3*(v-0.55))/0.13, 2))))
		}
		a := float32(math.Min((1-math.Abs(u))*half*r+0.3, 1))
		over(p[:3:3], a*q[0], a*q[1], a*q[2], a)
	})
}
