package effect

import "math"

// melt lets the subject run down like wax: it sags, drips and ends as a glossy puddle.
func melt(s *stage) draw {
	sub := s.subject(0)
	base := math.Min(sub.y1, s.h)
	tall := base - sub.y0
	puddle := 0.16 * tall // what is left of its height
	photo := s.photo(0)
	columns := func(x float64) float64 {
		// Drips are narrow and few, sagging is broad.
		drip := s.noise.at(x/s.unit*22, 1.5)
		return 0.55*s.noise.at(x/s.unit*5, 7.5) + 0.45*drip
	}
	return func(c *Canvas, at moment) {
		u := at.U
		k := 1 + 0.04*glide(u, 0, 1)
		c.draw(sub.plate, s.zoom(sub.plate, k, s.w/2, s.h), nil, paint{})
		if u < 0.02 {
			c.copyFrom(photo, paint{})
			return
		}
		start := ramp(u, 0.06, 0.12) // from the photograph into the separate layers
		m := smooth(u, 0.07, 0.9)
		m = 0.35*m + 0.65*m*m
		sag := 0.10 * tall * bump(u, 0.02, 0.95)
		wobble := 0.006 * s.unit * bump(u, 0.05, 0.9)
		flow := func(x, y float64) (float64, float64) {
			x, y = s.w/2+(x-s.w/2)/k, s.h+(y-s.h)/k
			n := columns(x)
			// Each column shrinks towards the puddle at its own pace.
			mine := math.Min(math.Max(m*(1+0.55*n*(1-m)), 0), 1)
			left := lerp(tall, puddle, mine)
			v := (base - y) / left // 0 at the foot, 1 at the top
			within := math.Min(math.Max(v, 0), 1)
			// The lower part gives way first and bears less.
			bent := math.Pow(math.Max(v, 0), lerp(1, 0.72, m))
			if v < 0 {
				bent = v
			}
			spread := 1 + m*1.05*math.Exp(-3.2*within)*(1+0.15*n)
			narrow := 1 - 0.22*m*within
			sx := sub.cx + (x-sub.cx)/(spread*narrow)
			sx += wobble * math.Sin(at.S*5+y/s.unit*14)
			sy := base - bent*tall - sag*math.Sin(math.Pi*within)*(0.6+0.6*n)
			return sx, sy
		}
		c.shadow(sub.cut, flow, s, m)
		c.warp(sub.cut, paint{Clip: sub.whole || sub.y0 < 1}, flow)
		s.gloss(c, sub, m, at.S)
		if start < 1 {
			c.copyFrom(photo, paint{Fade: float32(start)})
		}
		c.vignette(float32(0.2 * m))
	}
}

// shadow darkens the ground under a warped shape.
func (c *Canvas) shadow(t *Texture, at func(x, y float64) (float64, float64), s *stage, amount float64) {
	off := 0.012 * s.unit * amount
	c.warp(t, paint{Dim: 1, Fade: float32(1 - 0.4*amount), Clip: true}, func(x, y float64) (float64, float64) { return at(x-off, y-off) })
}

// gloss lays wet highlights on the shape that was warped last: where the noise that moves with it slopes towards the light.
func (s *stage) gloss(c *Canvas, sub *subject, amount, seconds float64) {
	if amount < 0.02 {
		return
	}
	right := float32(sub.cut.W)
	c.rows(func(y int, row []float32) {
		if float64(y) < sub.y0-8 {
			return
		}
		for x := 0; x < c.W; x += 2 {
			u, v := c.place(x, y)
			if u < 0 || v < 0 || u > right {
				continue
			}
			_, _, _, a := sub.cut.at(u, v)
			if a < 0.1 {
				continue
			}
			px, py := float64(x)/s.unit*9, float64(y)/s.unit*4-seconds*0.25
			h := s.noise.at(px, py) - s.noise.at(px+0.12, py+0.12)
			k := float32(math.Min(math.Max(h*7-0.9, 0), 1)*0.5*amount) * a
			for e := x; e < min(x+2, c.W); e++ {
				screen(row[4*e:4*e+4], k, k, k)
			}
		}
	})
}
