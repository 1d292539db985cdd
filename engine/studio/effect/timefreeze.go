package effect

import "math"

// timefreeze stops time: drops hang in the air while the camera moves through them around the subject, then time runs on and
// they fall.
func timefreeze(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	relief := s.reliefOf(sub)
	nx, ny := float64(relief.W)/s.w, float64(relief.H)/s.h
	d := s.dice.fork(62)
	const n = 230
	drops := make([]sprite, 0, 2*n)
	const stop, run = 0.16, 0.78
	return func(c *Canvas, at moment) {
		u := at.U
		frozen := smooth(u, 0.05, stop) * (1 - smooth(u, run, 0.95))
		swing := glide(u, 0.10, run)*2 - 1
		angle := lerp(0, swing, smooth(u, 0.06, 0.16)*(1-smooth(u, run, 0.97)))
		ox := 0.055 * s.unit * angle
		oy := -0.012 * s.unit * math.Cos(angle*1.5) * frozen
		k := 1 + 0.09*smooth(u, 0.05, 0.5)*(1-0.6*smooth(u, run, 1))
		c.warp(photo, paint{}, func(x, y float64) (float64, float64) {
			x, y = s.w/2+(x-s.w/2)/k, s.h/2+(y-s.h/2)/k
			v := float64(relief.Sample(float32(x*nx), float32(y*ny))) - 0.5
			return x - ox*v, y - oy*v
		})
		cool := float32(frozen)
		c.grade(1-0.45*cool, rgb{1, 1, 1}.mix(rgb{0.90, 0.98, 1.08}, cool), rgb{0, 0.01, 0.025}.times(cool))
		// Time of the drops: they fall, stop, and go on.
		fallen := at.S - s.seconds*(ramp(u, stop-0.05, run)*(run-stop+0.05))*0.985
		drops = drops[:0]
		amount := smooth(u, 0, 0.12)
		for i := range n {
			near := d.at(6 * i)
			near *= near
			speed := lerp(0.35, 1.5, near)
			ph := d.at(6*i+1) + fallen*speed
			y := ph - math.Floor(ph)
			x := d.at(6*i+2+7*int(math.Floor(ph))) - angle*lerp(0.02, 0.26, near)
			x -= math.Floor(x)
			r := s.unit * lerp(0.0028, 0.016, near)
			streak := 1 + 5*(1-frozen)
			px, py := (1.1*x-0.05)*s.w, (1.2*y-0.1)*s.h
			// A drop shows the picture upside down: its colour is that of the opposite side.
			p, _ := s.colourAt(photo, s.w-px, s.h-py)
			a := amount * lerp(0.85, 0.6, near)
			drops = append(drops,
				sprite{X: px, Y: py, R: r * streak, Flat: 0.8 / streak, Angle: math.Pi / 2, Colour: p.mix(grey(1), 0.25), Alpha: a * lerp(0.35, 0.8, frozen), Hard: 0.6},
				sprite{X: px - 0.3*r, Y: py - 0.35*r, R: 0.5 * r, Colour: grey(1), Alpha: a * frozen, Glowing: true},
			)
		}
		c.sprites(drops)
		c.flash(rgb{0.85, 0.95, 1}, 0.45*pulse(u, stop, 0.06)+0.35*pulse(u, run, 0.05))
		c.bloom(0.75, 0.4*cool, 0.04*s.unit)
		c.vignette(0.3 * cool)
	}
}
