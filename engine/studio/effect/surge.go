package effect

import "math"

// surge lets the first picture gather power, with wind, sparks and a growing light, until a shock wave turns it into the second.
func surge(s *stage) draw {
	sub, after := s.subject(0), s.photo(1)
	first := s.photo(0)
	next := s.subject(1)
	sparks := s.powerSparks(200)
	const burst = 0.52
	return func(c *Canvas, at moment) {
		u := at.U
		power := fall(u, 0.06, burst)
		tremble := 0.007 * s.unit * power * (1 - ramp(u, burst, burst+0.01))
		tremble += 0.02 * s.unit * pulse(u, burst, 0.16)
		jx, jy := tremble*s.noise.at(at.S*34, 2), tremble*s.noise.at(at.S*34, 6)
		if u < burst {
			k := 1 + 0.12*power
			tint := rgb{1, 1, 1}.mix(rgb{0.50, 0.52, 0.72}, float32(power))
			c.draw(first, shift(jx, jy).mul(s.zoom(first, k, sub.cx, sub.cy)), nil, paint{Tint: &tint})
			s.aura(c, sub.cx, sub.cy, power, at.S)
			if !sub.whole {
				c.draw(sub.cut, shift(-jx, jy).mul(s.zoom(sub.cut, k*(1+0.02*power*math.Sin(at.S*30)*0.5), sub.cx, sub.cy)), nil, paint{Dim: float32(-0.25 * power)})
			}
		} else {
			v := settle(u, burst, 0.9)
			k := lerp(1.32, 1, v)
			c.draw(after, shift(jx, jy).mul(s.zoom(after, k, next.cx, next.cy)), nil, paint{Dim: float32(-0.5 * pulse(u, burst, 0.2))})
			s.aura(c, next.cx, next.cy, 0.8*pulse(u, burst, 0.45), at.S)
			if !next.whole {
				c.draw(next.cut, shift(jx, jy).mul(s.zoom(next.cut, k*lerp(1.05, 1, v), next.cx, next.cy)), nil, paint{Dim: float32(-0.15 * pulse(u, burst, 0.4))})
			}
		}
		c.sprites(sparks(sub.cx, math.Min(sub.cy, 0.6*s.h), at.S, power*(1-ramp(u, burst, 0.95))))
		cx, cy := sub.cx, sub.cy
		for i := range 3 {
			d := 0.035 * float64(i)
			c.ring(cx, cy, 1.5*s.unit*settle(u, burst+d, burst+0.36+d), 0.05*s.unit, rgb{0.75, 0.88, 1}, 0.75*pulse(u, burst+d, 0.26))
		}
		c.bloom(0.66, float32(0.9*math.Max(power*(1-ramp(u, burst, burst+0.3)), 0.2*pulse(u, burst, 0.6))), 0.07*s.unit)
		c.flash(rgb{0.95, 0.98, 1}, 0.5*fall(u, burst-0.06, burst)*(1-ramp(u, burst, burst+0.01))+1.0*pulse(u, burst, 0.07))
		c.vignette(float32(0.35 * power * (1 - smooth(u, burst, 1))))
	}
}

// aura is energy that streams up around a place.
func (s *stage) aura(c *Canvas, cx, cy, amount, seconds float64) {
	if amount <= 0.01 {
		return
	}
	c.rows(func(y int, row []float32) {
		dy := (float64(y) + 0.5 - cy) / s.unit
		for x := range c.W {
			dx := (float64(x) + 0.5 - cx) / s.unit
			r := math.Sqrt(dx*dx*1.7 + dy*dy*0.8)
			if r > 0.85 {
				continue
			}
			n := s.noise.fbm(dx*9, dy*3.2+seconds*3.4, 3)
			k := math.Exp(-r*r*7) * (0.35 + 0.9*n*n + 0.35*n)
			k *= amount * 0.9
			if k <= 0.003 {
				continue
			}
			e := float32(math.Min(k, 1))
			screen(row[4*x:4*x+4], 0.45*e+0.5*e*e, 0.62*e+0.35*e*e, e)
		}
	})
}

// powerSparks are drawn in towards a place and up.
func (s *stage) powerSparks(n int) func(cx, cy, seconds, amount float64) []sprite {
	d := s.dice.fork(53)
	all := make([]sprite, n)
	return func(cx, cy, seconds, amount float64) []sprite {
		for i := range all {
			ph := seconds*d.between(5*i, 0.5, 1.1) + d.at(5*i+1)
			age, round := ph-math.Floor(ph), int(math.Floor(ph))
			a := 2 * math.Pi * d.at(5*i+2+19*round)
			r := s.unit * d.between(5*i+3, 0.45, 0.95) * (1 - age*age)
			all[i] = sprite{
				X: cx + r*math.Cos(a)*1.2, Y: cy + r*math.Sin(a) - 0.25*s.unit*age*age, R: s.unit * (0.008 + 0.02*age), Flat: 0.12,
				Angle: math.Atan2(math.Sin(a), 1.2*math.Cos(a)), Colour: rgb{0.7, 0.85, 1}, Alpha: amount * math.Sin(math.Pi*age), Glowing: true,
			}
		}
		return all
	}
}
