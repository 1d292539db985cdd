package effect

import "math"

// petals lets petals rain through the picture, behind and before the subject, in gusts, while the light turns warm.
func petals(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	far := s.petalFall(130, 31, 0.05, 0.45)
	near := s.petalFall(70, 32, 0.45, 1)
	return func(c *Canvas, at moment) {
		u := at.U
		k := 1 + 0.07*glide(u, 0, 1)
		amount := smooth(u, 0, 0.3)
		if sub.whole {
			c.draw(photo, s.zoom(photo, k, s.w/2, s.h/2), nil, paint{})
			c.sprites(far(at.S, amount))
		} else {
			c.draw(sub.plate, s.zoom(sub.plate, lerp(1, 1.035, glide(u, 0, 1)), s.w/2, s.h/2), nil, paint{})
			c.sprites(far(at.S, amount))
			c.draw(sub.cut, s.zoom(sub.cut, k, sub.cx, math.Min(sub.y1, s.h)), nil, paint{})
			if u < 0.02 {
				c.copyFrom(photo, paint{})
			}
		}
		s.lightLeak(c, at.S, 0.8*smooth(u, 0.05, 0.5))
		warm := float32(smooth(u, 0, 0.6))
		c.grade(1+0.06*warm, rgb{1, 1, 1}.mix(rgb{1.06, 1.0, 0.97}, warm), rgb{0.02, 0.008, 0.014}.times(warm))
		c.sprites(near(at.S, amount))
		c.bloom(0.78, 0.35*warm, 0.05*s.unit)
		c.vignette(0.14 * warm)
	}
}

// petalFall is a shower of petals at distances from near0 to near1 (0 far, 1 at the lens). Each is two ellipses: the petal,
// which narrows as it tumbles, and the light on its upper edge.
func (s *stage) petalFall(n, salt int, near0, near1 float64) func(seconds, amount float64) []sprite {
	d := s.dice.fork(salt)
	all := make([]sprite, 0, 2*n)
	return func(seconds, amount float64) []sprite {
		all = all[:0]
		gust := 0.5 + 0.5*s.noise.at(seconds*0.35, 14)
		for i := range n {
			near := lerp(near0, near1, d.at(8*i))
			speed := lerp(0.09, 0.30, near) * d.between(8*i+1, 0.8, 1.2)
			ph := d.at(8*i+2) + seconds*speed
			age := ph - math.Floor(ph)
			x := d.at(8*i+3+11*int(math.Floor(ph)))*1.3 - 0.15 + age*(0.22+0.18*gust)
			sway := math.Sin(seconds*d.between(8*i+4, 1.4, 2.8) + 40*d.at(8*i+5))
			tumble := math.Abs(math.Sin(seconds*d.between(8*i+6, 1.5, 4) + 20*d.at(8*i+5)))
			r := s.unit * lerp(0.007, 0.034, near*near)
			blur := math.Max(near-0.72, 0) * 3
			shade := float32(d.between(8*i+7, 0.82, 1.05)) * float32(0.82+0.22*tumble)
			p := sprite{
				X: (x+0.025*sway)*s.w - 0.1*s.w, Y: (1.2*age - 0.1) * s.h, R: r * (1 + 0.5*blur), Flat: lerp(0.22, 0.68, tumble),
				Angle: 0.9*sway + 6*d.at(8*i+5), Colour: rgb{0.99, 0.70, 0.78}.times(shade), Alpha: amount * lerp(0.95, 0.6, math.Min(blur, 1)),
				Hard: lerp(0.75, 0.05, math.Min(blur*1.4, 1)),
			}
			all = append(all, p)
			p.X, p.Y, p.R, p.Colour = p.X-0.2*r, p.Y-0.25*r, 0.55*r, rgb{1, 0.9, 0.93}
			p.Alpha, p.Hard = p.Alpha*0.55*tumble, 0
			all = append(all, p)
		}
		return all
	}
}
