package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// burn lets the colours of the photograph fade into an old print, which burns from its edges and gives the photograph free
// again.
func burn(s *stage) draw {
	photo := s.photo(0)
	old := photo.map1(func(p *[4]float32) {
		l := luma(p[0], p[1], p[2])
		l = 0.06 + 0.84*l
		p[0], p[1], p[2] = l*1.04+0.03, l*0.95+0.015, l*0.80
	})
	when := s.burnTimes()
	sparks := s.sparks(260)
	const lit, out = 0.16, 0.86
	return func(c *Canvas, at moment) {
		u := at.U
		k := 1.06 - 0.06*glide(u, 0.1, 1)
		k = lerp(1, k, smooth(u, 0, 0.12))
		c.draw(photo, s.zoom(photo, lerp(k, 1.0, 0.5), s.w/2, s.h/2), nil, paint{Dim: float32(-0.04 * bump(u, 0.5, 1))})
		age := smooth(u, 0, 0.13)
		if age < 1 {
			c.draw(old, s.zoom(old, k, s.w/2, s.h/2), nil, paint{Fade: float32(1 - age)})
		}
		front := float32(lerp(-0.05, 1.12, ramp(u, lit, out)))
		if age >= 1 || u > lit {
			s.burning(c, old, when, k, front, at.S)
		}
		c.sprites(sparks(at.S, bump(u, lit, 1.0)))
		glow := float32(0.5 * bump(u, lit, out+0.06))
		c.bloom(0.72, glow*0.8, 0.06*s.unit)
		flicker := 1 + 0.12*s.noise.at(at.S*9, 1)
		c.grade(1, rgb{1, 1, 1}.mix(rgb{1.08, 0.98, 0.86}, glow*float32(flicker)), rgb{})
		c.vignette(float32(0.3 * bump(u, 0.02, 1)))
	}
}

// burnTimes is when each place catches fire, 0 to 1, on a grid half as fine as the canvas: from some spots at the edges, faster
// where the paper happens to be dry.
func (s *stage) burnTimes() vision.Plane {
	p := vision.New(int(s.w)/2+2, int(s.h)/2+2)
	type spot struct{ x, y float64 }
	d := s.dice.fork(2)
	spots := []spot{{s.w * d.between(0, 0.7, 1), s.h * 1.02}, {-0.03 * s.w, s.h * d.between(1, 0.3, 0.7)}, {s.w * d.between(2, 0.35, 0.7), -0.05 * s.h}}
	delay := []float64{0, 0.18, 0.3}
	far := math.Hypot(s.w, s.h)
	vision.Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range p.W {
				px, py := float64(2*x), float64(2*y)
				t := math.Inf(1)
				for i, q := range spots {
					t = math.Min(t, delay[i]+1.5*math.Hypot(px-q.x, py-q.y)/far)
				}
				n := s.noise.fbm(px/s.unit*4.5, py/s.unit*4.5, 5)
				p.Pix[y*p.W+x] = float32(t + 0.13*n)
			}
		}
	})
	return vision.Normalize(p, 0, 1)
}

// burning draws what is left of a print: singed brown, then black, then a glowing rim, then nothing.
func (s *stage) burning(c *Canvas, t *Texture, when vision.Plane, zoom float64, front float32, seconds float64) {
	kx := float64(t.W) / s.w
	src, scale := t.reduced(kx)
	kx *= scale
	c.rows(func(y int, row []float32) {
		py := s.h/2 + (float64(y)+0.5-s.h/2)/zoom
		for x := range c.W {
			px := s.w/2 + (float64(x)+0.5-s.w/2)/zoom
			d := when.Sample(float32(px/2), float32(py/2)) - front
			const rim, char, singe = 0.012, 0.05, 0.16
			if d < -rim {
				// Just behind the rim the print throws a shadow on what is below.
				if d > -0.05 {
					k := 1 - 0.55*(1+(d+rim)/(0.05-rim))
					q := row[4*x : 4*x+4]
					q[0], q[1], q[2] = q[0]*k, q[1]*k, q[2]*k
				}
				continue
			}
			r, g, b, _ := src.at(float32(px*kx-0.5), float32(py*kx-0.5))
			p := rgb{r, g, b}
			if d < singe {
				p = p.mix(rgb{0.30 * r, 0.17 * g, 0.08 * b}, 1-d/singe)
			}
			if d < char {
				k := 1 - max(d, 0)/char
				p = p.mix(rgb{0.035, 0.022, 0.018}, min(1.3*k, 1))
			}
			a := float32(1)
			if d < rim {
				n := float32(s.noise.at(px/s.unit*60, py/s.unit*60+seconds*6))
				heat := 1 - abs32(d)/rim
				heat *= 0.75 + 0.45*n
				p = p.mix(rgb{1, 0.42 + 0.4*heat, 0.08 + 0.35*heat*heat}, min(max(heat*1.25, 0), 1))
				a = min((d+rim)/(0.5*rim), 1)
			}
			over(row[4*x:4*x+4], a*p[0], a*p[1], a*p[2], a)
		}
	})
}

func abs32(v float32) float32 { return max(v, -v) }

// sparks rise from a fire: glowing specks that swirl and cool.
func (s *stage) sparks(n int) func(seconds, amount float64) []sprite {
	d := s.dice.fork(4)
	all := make([]sprite, n)
	return func(seconds, amount float64) []sprite {
		for i := range all {
			life := d.between(6*i, 1.2, 2.6)
			t := seconds/life + d.at(6*i+1)
			age, round := t-math.Floor(t), math.Floor(t)
			x := s.w * d.at(6*i+2+31*int(round))
			y := s.h * (1.05 - 1.1*age*d.between(6*i+3, 0.6, 1.3))
			x += s.unit * 0.09 * s.noise.at(x/s.unit*2+seconds*0.4, y/s.unit*3)
			heat := (1 - age) * (1 - age)
			all[i] = sprite{
				X: x, Y: y, R: s.unit * d.between(6*i+4, 0.0016, 0.0042) * (1 - 0.5*age), Flat: 0.6,
				Angle: math.Pi/2 + s.noise.at(seconds+d.at(6*i+5)*50, 2), Colour: rgb{1, float32(0.35 + 0.45*heat), float32(0.1 + 0.3*heat)},
				Alpha: amount * (0.35 + heat) * math.Min(age*8, 1), Glowing: true, Hard: 0.3,
			}
		}
		return all
	}
}
