package effect

import "math"

// spotlight darkens the stage, lets two beams search it, and meets the subject in the middle of both with glitter in the air.
func spotlight(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	glitter := s.motes(120)
	bokeh := s.bokeh(26)
	const found = 0.58
	tx, ty := sub.cx, lerp(sub.cy, sub.y0, 0.15)
	if sub.whole {
		tx, ty = s.w/2, s.h/2
	}
	return func(c *Canvas, at moment) {
		u := at.U
		dark := smooth(u, 0.04, 0.2)
		on := smooth(u, found-0.04, found+0.1)
		k := 1 + 0.10*glide(u, 0.1, 1)
		c.draw(sub.plate, s.zoom(sub.plate, lerp(1, k, 0.5), s.w/2, s.h/2), nil, paint{})
		c.draw(sub.cut, s.zoom(sub.cut, k, sub.cx, math.Min(sub.y1, s.h)), nil, paint{})
		if u < 0.05 {
			c.copyFrom(photo, paint{Fade: float32(ramp(u, 0.02, 0.05))})
		}
		var bx, by [2]float64
		for i := range 2 {
			sign := float64(2*i - 1)
			sx := s.w * (0.5 + 0.36*math.Sin(at.S*1.7*sign+1.2*sign))
			sy := s.h * (0.52 + 0.2*math.Sin(at.S*2.3+float64(i)*2))
			home := glide(u, found-0.2, found)
			bx[i], by[i] = lerp(sx, tx, home), lerp(sy, ty, home)
		}
		size := s.unit * lerp(0.26, math.Max(0.42, 0.55*math.Max(sub.height(), sub.width())/s.unit), on)
		if sub.whole {
			size = s.unit * lerp(0.26, 0.7, on)
		}
		ambient := lerp(1, 0.16, dark)
		c.rows(func(y int, row []float32) {
			for x := range c.W {
				light := ambient
				for i := range 2 {
					dx, dy := (float64(x)-bx[i])/size, (float64(y)-by[i])/(size*1.05)
					light += (0.46 + 0.06*on) * dark * smooth(math.Sqrt(dx*dx+dy*dy), 1, 0.72)
				}
				p := row[4*x : 4*x+4]
				l := float32(light)
				warm := float32(math.Min(math.Max(light-ambient, 0), 1))
				p[0], p[1], p[2] = p[0]*l*(1+0.05*warm), p[1]*l, p[2]*l*(1-0.04*warm+0.25*float32(dark)*(1-warm))
			}
		})
		for i := range 2 {
			s.beam(c, s.w*[]float64{0.12, 0.88}[i], -0.1*s.h, bx[i], by[i], size, 0.20*dark)
		}
		c.sprites(bokeh(at.S, on))
		c.sprites(glitter(at.S, 0.25*dark+0.75*on))
		c.flash(rgb{1, 0.97, 0.9}, 0.5*pulse(u, found, 0.05)+0.35*pulse(u, found+0.16, 0.03)+0.3*pulse(u, found+0.27, 0.03))
		c.bloom(0.8, float32(0.4*dark), 0.06*s.unit)
		c.vignette(float32(0.4 * dark))
	}
}

// beam is the haze that a light from (x0, y0) shows on its way to a spot.
func (s *stage) beam(c *Canvas, x0, y0, x1, y1, size, amount float64) {
	if amount <= 0 {
		return
	}
	length := math.Hypot(x1-x0, y1-y0)
	ux, uy := (x1-x0)/length, (y1-y0)/length
	c.rows(func(y int, row []float32) {
		for x := range c.W {
			dx, dy := float64(x)-x0, float64(y)-y0
			along, across := dx*ux+dy*uy, math.Abs(dx*uy-dy*ux)
			if along < 0 || along > length*1.1 {
				continue
			}
			d := across / (size*along/length + 1)
			if d >= 1 {
				continue
			}
			k := float32(amount * (1 - d*d) * (1 - 0.6*along/length) * ramp(length*1.1-along, 0, size))
			screen(row[4*x:4*x+4], k, 0.95*k, 0.85*k)
		}
	})
}

// bokeh are lights far out of focus that hang in the air.
func (s *stage) bokeh(n int) func(seconds, amount float64) []sprite {
	d := s.dice.fork(54)
	tones := []rgb{{1, 0.75, 0.35}, {1, 0.9, 0.7}, {1, 0.55, 0.3}}
	all := make([]sprite, n)
	return func(seconds, amount float64) []sprite {
		for i := range all {
			y := d.at(5*i+1) - 0.02*seconds*d.at(5*i)
			all[i] = sprite{
				X: s.w * (d.at(5*i+2) + 0.01*math.Sin(seconds+9*d.at(5*i+3))), Y: s.h * y, R: s.unit * d.between(5*i+4, 0.015, 0.05),
				Colour: tones[i%3], Alpha: amount * 0.34 * (0.6 + 0.4*math.Sin(seconds*1.4+20*d.at(5*i+3))), Hard: 0.82, Glowing: true,
			}
		}
		return all
	}
}
