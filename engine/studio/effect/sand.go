package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// sand lets the subject crumble: a front eats it from the top, grains are carried off by the wind and a heap stays behind.
func sand(s *stage) draw {
	sub := s.subject(0)
	front := s.crumbleFront(sub)
	grains := s.sandGrains(sub, front)
	moving := make([]sprite, 0, len(grains)+600)
	heap := s.heap(sub)
	const start, last, flight = 0.1, 0.68, 0.3
	return func(c *Canvas, at moment) {
		u := at.U
		progress := 1.12*ramp(u, start, last) - 0.02
		k := 1 + 0.045*glide(u, 0, 1)
		c.draw(sub.plate, s.zoom(sub.plate, k, s.w/2, s.h/2), nil, paint{})
		heap(c, smooth(u, 0.25, 0.95))
		s.crumbling(c, sub.cut, front, progress)
		moving = moving[:0]
		for i := range grains {
			g := &grains[i]
			age := (u - start - (last-start)*(g.leave+0.02)/1.12) / flight
			if age <= 0 || age > 1 {
				continue
			}
			moving = append(moving, g.at(s, age))
		}
		c.sprites(moving)
		c.grade(1-float32(0.12*smooth(u, 0.2, 0.9)), rgb{1, 1, 1}.mix(rgb{1.06, 1.0, 0.9}, float32(smooth(u, 0.2, 0.9))), rgb{})
		c.vignette(float32(0.22 * smooth(u, 0, 0.5)))
	}
}

// crumbleFront is when each place crumbles, 0 to 1, on a grid a fourth as fine as the canvas: from the top and from the lee
// side, in ragged patches.
func (s *stage) crumbleFront(sub *subject) vision.Plane {
	p := vision.New(int(s.w)/4+2, int(s.h)/4+2)
	vision.Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range p.W {
				cx, cy := float64(x*4), float64(y*4)
				down := (cy - sub.y0) / math.Max(sub.height(), 1)
				side := (cx - sub.x0) / math.Max(sub.width(), 1)
				n := s.noise.fbm(cx/s.unit*7, cy/s.unit*7, 4)
				p.Pix[y*p.W+x] = float32(0.08 + 0.62*down + 0.2*(1-side) + 0.16*n)
			}
		}
	})
	return vision.Normalize(p, 0.002, 0.998)
}

// crumbling draws what of a texture the front has not reached.
func (s *stage) crumbling(c *Canvas, t *Texture, front vision.Plane, progress float64) {
	kx, ky := float32(float64(t.W)/s.w), float32(float64(t.H)/s.h)
	src, scale := t.reduced(float64(kx))
	kx, ky = kx*float32(scale), ky*float32(scale)
	edge := float32(progress)
	c.rows(func(y int, row []float32) {
		for x := range c.W {
			f := front.Sample((float32(x)+0.5)/4, (float32(y)+0.5)/4)
			// Grains: the edge is broken up by a hash of the pixel's block.
			f += 0.05 * (blockHash(x/2, y/2) - 0.5)
			if f <= edge {
				continue
			}
			r, g, b, a := src.at((float32(x)+0.5)*kx-0.5, (float32(y)+0.5)*ky-0.5)
			if a <= 0 {
				continue
			}
			// What is about to go is dry and grainy already.
			dry := 1 - min((f-edge)*7, 1)
			k := 1 - dry*0.35*(blockHash(x/2, y/2)-0.25)
			over(row[4*x:4*x+4], r*k+dry*0.08*a*0.9, g*k+dry*0.06*a*0.9, b*k+dry*0.02*a, a)
		}
	})
}

// blockHash is a fixed random number in [0,1) per place.
func blockHash(x, y int) float32 {
	h := uint32(x)*0x9e3779b1 ^ uint32(y)*0x85ebca77
	h = (h ^ h>>15) * 0x2c1b3c6d
	h = (h ^ h>>12) * 0x297a2d39
	return float32((h^h>>15)>>8) / (1 << 24)
}

// grain is one grain of sand: where it was, when it leaves and how it flies.
type grain struct {
	x, y, leave float64
	r           float64
	gust, fall  float64
	phase       float64
	colour      rgb
	alpha       float64
}

func (s *stage) sandGrains(sub *subject, front vision.Plane) []grain {
	step := math.Max(0.0085*s.unit, 1.6)
	d := s.dice.fork(5)
	var out []grain
	n := 0
	for y := sub.y0; y < sub.y1; y += step {
		for x := sub.x0; x < sub.x1; x += step {
			n += 6
			gx, gy := x+d.between(n, 0, step), y+d.between(n+1, 0, step)
			p, a := s.colourAt(sub.cut, gx, gy)
			if a < 0.4 {
				continue
			}
			warm := p.mix(rgb{0.82, 0.68, 0.48}, 0.25)
			out = append(out, grain{
				gx, gy, float64(front.Sample(float32(gx/4), float32(gy/4))), step * d.between(n+2, 0.3, 0.62),
				d.between(n+3, 0.5, 1.5), d.between(n+4, 0.4, 1.6), d.between(n+5, 0, 40), warm.times(float32(d.between(n+2, 0.85, 1.1))), float64(a),
			})
		}
	}
	return out
}

// at is where the grain is at an age of 0 to 1: it slides down first, then the wind has it.
func (g *grain) at(s *stage, age float64) sprite {
	fly := age * age * (3 - 2*age)
	wind := s.unit * 0.85 * g.gust * fly * age
	sway := s.unit * 0.07 * fly
	nx := s.noise.at(g.x/s.unit*3+g.phase*0.05, g.y/s.unit*3+age*2.2)
	ny := s.noise.at(g.x/s.unit*3+40, g.y/s.unit*3+age*2.2+g.phase*0.03)
	return sprite{
		X: g.x + wind + sway*nx, Y: g.y + s.unit*(0.10*g.fall*age*age-0.06*fly*g.gust) + sway*1.4*ny,
		R: g.r * (1.25 - 0.75*age), Colour: g.colour, Alpha: g.alpha * (1 - fall(age, 0.55, 1)) * 0.95, Hard: 0.7,
	}
}

// heap is the sand that stays: a low dune below the subject.
func (s *stage) heap(sub *subject) func(c *Canvas, grown float64) {
	base := math.Min(sub.y1+0.01*s.unit, s.h+0.02*s.unit)
	tone := mean(sub.cut).mix(rgb{0.80, 0.66, 0.46}, 0.6)
	wide := math.Max(0.62*sub.width(), 0.25*s.unit)
	tall := math.Min(0.16*s.unit, 0.22*sub.height())
	profile := func(x float64) float64 {
		d := (x - sub.cx) / wide
		return math.Exp(-2.6*d*d) * (1 + 0.12*s.noise.fbm(x/s.unit*6, 2, 3))
	}
	const around = 3 // columns on either side that tell the slope
	heights := make([]float64, int(math.Ceil(s.w))+2*around)
	for i := range heights {
		heights[i] = profile(float64(i - around))
	}
	return func(c *Canvas, grown float64) {
		if grown <= 0 {
			return
		}
		vision.Rows(c.H, func(y0, y1 int) {
			for y := y0; y < y1; y++ {
				row := c.Pix[4*y*c.W : 4*(y+1)*c.W]
				for x := range c.W {
					h := tall * grown * heights[x+around]
					depth := float64(y) - (base - h)
					if depth < -1 || h < 1 || float64(y) > base+0.25*h {
						continue
					}
					slope := (heights[x+2*around] - heights[x]) * tall / (2 * around)
					light := 0.82 - 0.5*slope - 0.25*depth/math.Max(h, 1)*0.6
					k := float32(light) * (0.86 + 0.28*blockHash(x/2, y/2))
					a := float32(math.Min(depth+1, 1) * ramp(base+0.25*h-float64(y), 0, 0.3*h) * math.Min(grown*4, 1))
					over(row[4*x:4*x+4], a*k*tone[0], a*k*tone[1], a*k*tone[2], a)
				}
			}
		})
	}
}
