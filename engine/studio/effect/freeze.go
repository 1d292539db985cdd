package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// freeze lets frost grow from the edges over the picture, the subject last, until all of it is under ice; a glint runs across
// and snow falls.
func freeze(s *stage) draw {
	photo, sub := s.photo(0), s.subject(0)
	crystals, height := s.frost()
	when := s.freezeTimes(sub, crystals)
	mist := photo.blurred(0.006 * s.unit * s.detail())
	flakes := s.snowfall(170)
	return func(c *Canvas, at moment) {
		u := at.U
		k := 1 + 0.05*glide(u, 0, 1)
		c.draw(photo, s.zoom(photo, k, sub.cx, sub.cy), nil, paint{})
		front := float32(lerp(-0.12, 1.15, smooth(u, 0.06, 0.84)))
		s.icing(c, mist, when, crystals, height, front, k, sub)
		sweep := lerp(-0.3, 1.5, glide(u, 0.8, 1))
		if u > 0.8 {
			c.each(func(x, y int, p []float32) {
				d := (float64(x)+0.35*float64(y))/s.w - sweep
				g := float32(math.Exp(-d * d * 180))
				i := min(y/2, crystals.H-1)*crystals.W + min(x/2, crystals.W-1)
				g *= 0.12 + 0.75*crystals.Pix[i]
				screen(p, 0.8*g, 0.95*g, g)
			})
		}
		c.sprites(flakes(at.S, smooth(u, 0.35, 0.9)))
		cold := float32(smooth(u, 0.05, 0.8))
		c.grade(1-0.25*cold, rgb{1, 1, 1}.mix(rgb{0.86, 0.97, 1.1}, cold), rgb{0, 0.012, 0.03}.times(cold))
		c.vignette(0.15 * cold)
	}
}

// frost is a field of ice crystals on a grid half as fine as the canvas: how white each place is, 0 to 1, and the height of the
// ice, for its relief. Feathers are ridges of noise that is stretched along a direction which itself wanders.
func (s *stage) frost() (white, height vision.Plane) {
	white, height = vision.New(int(s.w)/2+2, int(s.h)/2+2), vision.New(int(s.w)/2+2, int(s.h)/2+2)
	ridge := func(x, y float64) float64 { return 1 - math.Min(math.Abs(s.noise.fbm(x, y, 3))*2.6, 1) }
	vision.Rows(white.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range white.W {
				px, py := float64(2*x)/s.unit, float64(2*y)/s.unit
				wx, wy := px+0.05*s.noise.fbm(px*6, py*6+20, 3), py+0.05*s.noise.fbm(px*6+50, py*6, 3)
				// Crystals grow in six directions: three pairs of stretched ridges.
				best := 0.0
				for k := range 3 {
					sin, cos := math.Sincos(float64(k)*math.Pi/3 + 0.9*s.noise.at(px*1.4, py*1.4))
					a, b := wx*cos+wy*sin, wy*cos-wx*sin
					best = math.Max(best, math.Pow(ridge(a*4+9*float64(k), b*30), 5)*(0.55+0.45*s.noise.at(px*7+9*float64(k), py*7)))
				}
				fine := math.Pow(ridge(wx*38, wy*38), 6)
				white.Pix[y*white.W+x] = float32(math.Min(best*1.1+0.35*fine, 1))
				height.Pix[y*white.W+x] = float32(0.7*best + 0.08*s.noise.fbm(wx*9, wy*9, 3))
			}
		}
	})
	return white, height
}

// freezeTimes is when each place freezes: the edges first, the subject last, in feathers.
func (s *stage) freezeTimes(sub *subject, crystals vision.Plane) vision.Plane {
	p := vision.New(crystals.W, crystals.H)
	mask := vision.Resize(sub.cut.alphaPlane(), p.W, p.H)
	if sub.whole {
		mask = vision.New(p.W, p.H)
	}
	mask = vision.Blur(mask, float32(0.03*s.unit/2))
	vision.Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range p.W {
				px, py := float64(2*x), float64(2*y)
				edge := math.Min(math.Min(px, s.w-px)/s.w, math.Min(py, s.h-py)/s.h) * 2
				n := s.noise.fbm(px/s.unit*4, py/s.unit*4, 4)
				i := y*p.W + x
				p.Pix[i] = float32(0.62*edge+0.13*n) + 0.28*mask.Pix[i] - 0.16*crystals.Pix[i]
			}
		}
	})
	return vision.Normalize(p, 0, 1)
}

// icing lays the ice over the canvas where the front has passed.
func (s *stage) icing(c *Canvas, mist *Texture, when, white, height vision.Plane, front float32, zoom float64, sub *subject) {
	kx, ky := float64(mist.W)/s.w, float64(mist.H)/s.h
	bend := 0.02 * s.unit
	c.rows(func(y int, row []float32) {
		py := sub.cy + (float64(y)+0.5-sub.cy)/zoom
		for x := range c.W {
			px := sub.cx + (float64(x)+0.5-sub.cx)/zoom
			gx, gy := float32(px/2), float32(py/2)
			d := front - when.Sample(gx, gy)
			if d <= 0 {
				continue
			}
			k := min(d/0.16, 1)
			h := height.Sample(gx, gy)
			dx, dy := float64(height.Sample(gx+1.5, gy)-h), float64(height.Sample(gx, gy+1.5)-h)
			r, g, b, _ := mist.at(float32((px+bend*dx)*kx-0.5), float32((py+bend*dy)*ky-0.5))
			w := white.Sample(gx, gy)
			l := luma(r, g, b)
			ice := rgb{r, g, b}.mix(rgb{0.05 + 0.88*l, 0.11 + 0.88*l, 0.17 + 0.88*l}, 0.38)
			lit := float32(-dx*2.2-dy*3.2) * 0.10
			ice = ice.mix(rgb{0.93, 0.98, 1}, min(0.6*w*w*(0.35+0.65*k), 1))
			// The growing edge is the whitest.
			rim := float32(math.Exp(-float64(d*d) * 2600))
			over(row[4*x:4*x+4], k*(ice[0]+lit)+0.6*rim, k*(ice[1]+lit)+0.65*rim, k*(ice[2]+lit)+0.7*rim, min(k+0.6*rim, 1))
		}
	})
}

// snowfall is a light fall of soft flakes at several distances.
func (s *stage) snowfall(n int) func(seconds, amount float64) []sprite {
	d := s.dice.fork(6)
	all := make([]sprite, n)
	return func(seconds, amount float64) []sprite {
		for i := range all {
			near := d.at(5 * i)
			near *= near
			speed := lerp(0.05, 0.22, near)
			y := d.at(5*i+1) + seconds*speed
			y -= math.Floor(y)
			x := d.at(5*i+2) + 0.05*seconds*speed*4 + 0.03*s.noise.at(seconds*0.5+d.at(5*i+3)*60, 4)
			x -= math.Floor(x)
			all[i] = sprite{
				X: (1.1*x - 0.05) * s.w, Y: (1.1*y - 0.05) * s.h, R: s.unit * lerp(0.0022, 0.011, near), Colour: grey(1),
				Alpha: amount * lerp(0.75, 0.4, near), Hard: lerp(0.5, 0, near),
			}
		}
		return all
	}
}
