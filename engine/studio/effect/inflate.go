package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// inflate blows the subject up like a balloon in three breaths; it grows round and shiny, and bobs in the air.
func inflate(s *stage) draw {
	sub := s.subject(0)
	relief := s.balloon(sub)
	rx, ry := math.Max(sub.width()/2, 0.2*s.unit), math.Max(sub.height()/2, 0.2*s.unit)
	cx, cy := (sub.x0+sub.x1)/2, (sub.y0+sub.y1)/2
	if sub.grounded && !sub.whole {
		cy = sub.y0 + 0.45*sub.height()
	}
	photo := s.photo(0)
	return func(c *Canvas, at moment) {
		u := at.U
		// Three breaths, each with a little ringing.
		size := 0.3*spring(u, 0.08, 0.3, 2) + 0.3*spring(u, 0.3, 0.52, 2) + 0.4*spring(u, 0.52, 0.85, 2.5)
		if size == 0 {
			c.copyFrom(photo, paint{})
			return
		}
		rise := glide(u, 0.55, 0.95)
		if sub.grounded {
			rise *= 0.15
		}
		lift := s.unit * (0.1*rise + 0.012*rise*math.Sin(at.S*2.6))
		c.draw(sub.plate, s.zoom(sub.plate, 1+0.03*glide(u, 0, 1), s.w/2, s.h/2), nil, paint{})
		sway := 0.05 * rise * math.Sin(at.S*1.9)
		grow := 0.55 * size
		sin, cos := math.Sincos(sway)
		bulge := func(x, y float64) (float64, float64) {
			dx, dy := x-cx, y+lift-cy
			dx, dy = cos*dx+sin*dy, cos*dy-sin*dx
			d := math.Sqrt(dx*dx/(rx*rx)+dy*dy/(ry*ry)) / (1 + grow)
			// The middle grows more than the edge, so that the shape turns round.
			k := 1 / (1 + grow*(0.62+0.38/(1+d*d*2.2)))
			if sub.whole {
				k = 1 - 0.42*size*math.Max(0, 1-d*d*0.9)
			}
			return cx + dx*k, cy + dy*k
		}
		if !sub.grounded {
			floor := math.Min(sub.y1, s.h) + 0.01*s.unit
			c.sprites([]sprite{{
				X: cx, Y: floor, R: rx * (1.1 + 0.3*size), Flat: 0.14, Alpha: 0.4 * (1 - 0.5*rise), Colour: rgb{},
			}})
		}
		c.warp(sub.cut, paint{}, bulge)
		s.shine(c, sub, relief, bulge, size)
		c.vignette(float32(0.12 * size))
	}
}

// balloon is how far the subject stands out once it is blown up, 0 at its edge to about 1 in its middle, on a grid a fourth as
// fine as the canvas.
func (s *stage) balloon(sub *subject) vision.Plane {
	w, h := int(s.w)/4+2, int(s.h)/4+2
	mask := vision.Resize(sub.cut.alphaPlane(), w, h)
	if sub.whole {
		for i := range mask.Pix {
			x, y := float64(i%w)/float64(w)*2-1, float64(i/w)/float64(h)*2-1
			mask.Pix[i] = float32(math.Max(0, 1-x*x)*math.Max(0, 1-y*y)) * 0.9
		}
		return mask
	}
	wide := vision.Blur(mask, float32(math.Min(sub.width(), sub.height())/4*0.22))
	fine := vision.Blur(mask, float32(math.Min(sub.width(), sub.height())/4*0.07))
	return vision.Zip(wide, vision.Zip(fine, mask, func(a, b float32) float32 { return a * b }), func(a, b float32) float32 {
		return float32(math.Sqrt(float64(max(2*(0.65*a+0.35*b)-0.7, 0))))
	})
}

// shine lights the relief of a warped subject from the upper left: shade on the far side, a window of light on the near one.
func (s *stage) shine(c *Canvas, sub *subject, relief vision.Plane, at func(x, y float64) (float64, float64), size float64) {
	kx, ky := float64(sub.cut.W)/s.w, float64(sub.cut.H)/s.h
	reach := float32(math.Max(0.02*s.unit/4, 1.5))
	depth := 0.35 * math.Min(sub.width(), sub.height()) / 4
	c.rows(func(y int, row []float32) {
		for x := 0; x < c.W; x += 2 {
			sx, sy := at(float64(x)+1, float64(y)+0.5)
			_, _, _, a := sub.cut.at(float32(sx*kx-0.5), float32(sy*ky-0.5))
			if a < 0.02 {
				continue
			}
			qx, qy := float32(sx/4), float32(sy/4)
			gx := float64(relief.Sample(qx-reach, qy)-relief.Sample(qx+reach, qy)) * depth / float64(2*reach)
			gy := float64(relief.Sample(qx, qy-reach)-relief.Sample(qx, qy+reach)) * depth / float64(2*reach)
			n := 1 / math.Sqrt(gx*gx+gy*gy+1)
			// n is the height of the normal (-gx, -gy, 1) / length; the light comes from (-0.45, -0.6, 0.66).
			diffuse := (0.45*gx+0.6*gy)*-n + 0.66*n
			spec := math.Pow(math.Max(0, (-0.25*gx-0.35*gy+0.9)*n), 40)
			k := float32(1 + size*0.55*(diffuse-0.66))
			add := float32(size*0.6*spec) * a
			for e := x; e < min(x+2, c.W); e++ {
				p := row[4*e : 4*e+4]
				t := 1 + (k-1)*a
				p[0], p[1], p[2] = p[0]*t, p[1]*t, p[2]*t
				screen(p, add, add, add)
			}
		}
	})
}
