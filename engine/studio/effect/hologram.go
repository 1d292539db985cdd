package effect

import "math"

// hologram dims the lights, takes the subject away and projects it again as a flickering image of light over a base.
func hologram(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	light := sub.cut.map1(func(p *[4]float32) {
		l := luma(p[0], p[1], p[2])
		l = 0.12*p[3] + 1.15*l
		p[0], p[1], p[2] = 0.22*l+0.25*l*l, 0.78*l+0.1*l*l, 0.95*l+0.12*l*l
		p[3] *= 0.72
	})
	edges := s.outlines(sub)
	floor := math.Min(sub.y1, 0.96*s.h)
	cx := sub.cx
	return func(c *Canvas, at moment) {
		u := at.U
		dark := smooth(u, 0.06, 0.3)
		on := smooth(u, 0.22, 0.5)
		if dark == 0 {
			c.copyFrom(photo, paint{})
			return
		}
		tint := rgb{1, 1, 1}.mix(rgb{0.22, 0.30, 0.42}, float32(dark))
		c.draw(sub.plate, s.zoom(sub.plate, 1+0.03*u, s.w/2, s.h/2), nil, paint{Tint: &tint})
		if gone := ramp(u, 0.1, 0.34); gone < 1 {
			c.draw(sub.cut, s.fit(sub.cut), nil, paint{Fade: float32(gone), Tint: &tint})
		}
		if on > 0 {
			s.projector(c, cx, floor, on, at.S, sub)
			flicker := 0.92 + 0.08*s.noise.at(at.S*17, 3)
			if s.noise.at(at.S*3.1, 11) > 0.62 {
				flicker *= 0.72
			}
			m := s.spin(sub.cx, sub.cy, 0, 0.008*s.unit*math.Sin(at.S*1.7), 0, 0, 0.28*math.Sin(at.S*0.9), 0)
			scan := lerp(sub.y1, sub.y0-0.02*s.h, glide(u, 0.24, 0.58))
			s.scanned(c, light, edges, m, scan, on*flicker, at.S)
		}
		c.bloom(0.6, float32(0.55*on), 0.05*s.unit)
		c.vignette(float32(0.35 * dark))
	}
}

// outlines is the drawing of a subject's edges in light.
func (s *stage) outlines(sub *subject) *Texture {
	src := sub.cut.shrunk(1)
	t := blank(src.W, src.H)
	for y := 1; y < src.H-1; y++ {
		for x := 1; x < src.W-1; x++ {
			i := 4 * (y*src.W + x)
			gx := src.Pix[i+5] - src.Pix[i-3] + src.Pix[i+7] - src.Pix[i-1]
			gy := src.Pix[i+4*src.W+1] - src.Pix[i-4*src.W+1] + src.Pix[i+4*src.W+3] - src.Pix[i-4*src.W+3]
			e := min(max(2.6*(abs32(gx)+abs32(gy))-0.14, 0), 1)
			t.Pix[i], t.Pix[i+1], t.Pix[i+2], t.Pix[i+3] = 0.4*e, 0.9*e, e, e
		}
	}
	return t.finish()
}

// projector is the base of a hologram and its cone of light.
func (s *stage) projector(c *Canvas, cx, floor, on, seconds float64, sub *subject) {
	half := math.Min(math.Max(0.5*sub.width(), 0.16*s.unit), 0.34*s.w)
	c.rows(func(y int, row []float32) {
		if float64(y) > floor {
			return
		}
		v := (floor - float64(y)) / math.Max(floor-sub.y0+0.05*s.h, 1)
		if v > 1.15 {
			return
		}
		wide := half * (0.55 + 0.6*v)
		for x := range c.W {
			d := (float64(x) - cx) / wide
			if d < -1 || d > 1 {
				continue
			}
			ray := 0.75 + 0.25*s.noise.at(d*7+seconds*0.4, 6)
			k := float32((1 - d*d) * (1.15 - v) * 0.20 * on * ray)
			screen(row[4*x:4*x+4], 0.25*k, 0.8*k, k)
		}
	})
	var rings []sprite
	for i := range 3 {
		r := half * (0.62 + 0.22*float64(i))
		rings = append(rings, sprite{X: cx, Y: floor, R: r, Flat: 0.18, Colour: rgb{0.25, 0.75, 1}, Alpha: 0.22 * on, Glowing: true, Hard: 0.5})
	}
	rings = append(rings, sprite{X: cx, Y: floor, R: half * 0.5, Flat: 0.16, Colour: rgb{0.8, 0.97, 1}, Alpha: 0.8 * on, Glowing: true})
	c.sprites(rings)
}

// scanned adds the hologram above a scan line that builds it up, in lines of light with some that slip.
func (s *stage) scanned(c *Canvas, light, edges *Texture, m mat, scan, amount, seconds float64) {
	inv, ok := m.inverse()
	if !ok {
		return
	}
	kx, ky := float64(light.W)/s.w, float64(light.H)/s.h
	pitch := math.Max(0.0075*s.unit, 2.5)
	c.rows(func(y int, row []float32) {
		py := float64(y) + 0.5
		line := 0.62 + 0.38*math.Cos(2*math.Pi*(py/pitch-seconds*3))
		if pitch < 3 {
			line = 0.85
		}
		band := math.Floor(py / (0.03 * s.h))
		slip := 0.0
		if n := s.noise.at(band*3.7, math.Floor(seconds*9)*1.3); n > 0.74 {
			slip = (n - 0.74) * 0.22 * s.unit
		}
		sweep := math.Exp(-math.Pow((math.Mod(seconds*0.35, 1.3)-0.1-py/s.h)*14, 2))
		for x := range c.W {
			px := float64(x) + 0.5 + slip
			w := 1 / (inv[6]*px + inv[7]*py + inv[8])
			sx, sy := (inv[0]*px+inv[1]*py+inv[2])*w, (inv[3]*px+inv[4]*py+inv[5])*w
			if sy < scan || sx < 0 || sx > s.w || sy > s.h {
				continue
			}
			r, g, b, a := light.at(float32(sx*kx-0.5), float32(sy*ky-0.5))
			if a < 0.01 {
				continue
			}
			er, eg, eb, _ := edges.at(float32(sx*kx-0.5), float32(sy*ky-0.5))
			k := float32(amount * (line + 0.5*sweep))
			head := float32(amount * math.Exp(-math.Pow((sy-scan)/(0.012*s.h), 2)))
			p := row[4*x : 4*x+4]
			// The image hides a little of what is behind it, so that it reads on bright ground.
			hide := 1 - 0.55*a*float32(amount)
			p[0], p[1], p[2] = p[0]*hide, p[1]*hide, p[2]*hide
			screen(p, k*(r+0.5*er)+0.7*head*a, k*(g+0.5*eg)+head*a, k*(b+0.5*eb)+head*a)
		}
	})
}
