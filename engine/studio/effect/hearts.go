package effect

import "math"

// hearts lets hearts rise around the subject in rosy light; the subject sways a little, and a kiss of hearts bursts at the end.
func hearts(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	soft := sub.plate.blurred(0.010 * s.unit * s.detail())
	red, pink := heart(rgb{0.93, 0.13, 0.25}), heart(rgb{1, 0.48, 0.62})
	d := s.dice.fork(51)
	rise := func(c *Canvas, seconds, amount, near0, near1 float64, from int) {
		for i := from; i < from+26; i++ {
			near := lerp(near0, near1, d.at(9*i))
			ph := seconds*lerp(0.13, 0.30, near) + d.at(9*i+1)
			age, round := ph-math.Floor(ph), int(math.Floor(ph))
			x := d.at(9*i+2+13*round) + 0.035*math.Sin(seconds*2.2+30*d.at(9*i+3))
			k := s.unit * lerp(0.025, 0.12, near*near) / 64 * overshoot(age, 0, 0.12)
			t := red
			if i%3 == 0 {
				t = pink
			}
			fade := 1 - amount*math.Min(age*9, 1)*(1-fall(age, 0.7, 1))*lerp(0.95, 0.8, near)
			c.put(t, x*s.w, (1.12-1.25*age)*s.h, k, 0.35*math.Sin(seconds*1.7+20*d.at(9*i+4)), paint{Fade: float32(fade), Dim: float32(0.12 * (1 - near))})
		}
	}
	const kiss = 0.62
	return func(c *Canvas, at moment) {
		u := at.U
		amount := smooth(u, 0.03, 0.3)
		k := 1 + 0.05*glide(u, 0, 1)
		c.draw(sub.plate, s.zoom(sub.plate, k, s.w/2, s.h/2), nil, paint{})
		c.draw(soft, s.zoom(soft, k, s.w/2, s.h/2), nil, paint{Fade: float32(1 - 0.8*amount)})
		if sub.whole {
			c.draw(photo, s.zoom(photo, k, s.w/2, s.h/2), nil, paint{})
		}
		rose := rgb{1, 1, 1}.mix(rgb{1.05, 0.93, 0.96}, float32(amount))
		c.grade(1, rose, rgb{0.05, 0.01, 0.025}.times(float32(amount)))
		rise(c, at.S, amount, 0, 0.5, 0)
		if !sub.whole {
			beat := math.Pow(math.Max(0, math.Sin(at.S*math.Pi*2*0.9)), 6)
			m := s.zoom(sub.cut, k*(1+0.012*beat*amount), sub.cx, math.Min(sub.y1, s.h))
			c.draw(sub.cut, about(turn(0.018*math.Sin(at.S*2)*amount), sub.cx, math.Min(sub.y1, s.h)).mul(m), nil, paint{})
		}
		if u < 0.03 {
			c.copyFrom(photo, paint{Fade: float32(ramp(u, 0, 0.03))})
		}
		rise(c, at.S, amount, 0.55, 1, 30)
		out := settle(u, kiss, 1)
		for i := range 22 {
			if u <= kiss {
				break
			}
			a := 2*math.Pi*float64(i)/22 + d.between(400+i, -0.2, 0.2)
			r := s.unit * (0.05 + 0.55*out*d.between(430+i, 0.6, 1.1))
			t := red
			if i%2 == 0 {
				t = pink
			}
			x, y := sub.cx+r*math.Cos(a)*1.2, math.Min(sub.cy, 0.55*s.h)+r*math.Sin(a)*0.9+0.12*s.unit*out*out
			c.put(t, x, y, s.unit*d.between(460+i, 0.05, 0.10)/64*overshoot(u, kiss, kiss+0.08), a*0.3, paint{Fade: float32(fall(u, 0.9, 1.05))})
		}
		c.flash(rgb{1, 0.75, 0.82}, 0.5*pulse(u, kiss, 0.06))
		c.bloom(0.74, float32(0.5*amount), 0.06*s.unit)
		c.vignette(float32(0.16 * amount))
	}
}
