package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// alive wakes a photograph: it is an old print on a wall at first, the camera comes near, colour and depth flow into it, the air
// fills with light and the view begins to move.
func alive(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	old := photo.map1(sepia)
	relief := s.reliefOf(sub)
	motes := s.motes(90)
	wall := mean(photo).mix(rgb{0.30, 0.25, 0.21}, 0.75)
	return func(c *Canvas, at moment) {
		u := at.U
		near := glide(u, 0.04, 0.42)
		k := lerp(0.58, 1, near)
		if near < 1 {
			s.wall(c, wall)
			s.framed(c, old, k)
		}
		wake := smooth(u, 0.22, 0.62)
		if near >= 1 || wake > 0 {
			swing := smooth(u, 0.36, 0.9)
			ox, oy := 0.022*s.unit*math.Sin(at.S*1.1)*swing, 0.009*s.unit*math.Sin(at.S*0.8+1)*swing
			grow := 1 + 0.05*swing
			radius := lerp(0, 1.25*math.Hypot(s.w, s.h)/2, wake)
			s.waking(c, photo, old, relief, k, ox, oy, grow, radius, near)
		}
		c.sprites(motes(at.S, 0.8*smooth(u, 0.35, 0.7)))
		s.lightLeak(c, at.S, smooth(u, 0.4, 0.8))
		c.bloom(0.8, float32(0.3*wake), 0.05*s.unit)
		c.vignette(float32(lerp(0.35, 0.15, wake)))
	}
}

// sepia turns a pixel into one of an old print.
func sepia(p *[4]float32) {
	l := 0.05*p[3] + 0.85*luma(p[0], p[1], p[2])
	p[0], p[1], p[2] = l*1.05, l*0.93, l*0.76
}

// reliefOf is the nearness of each place including the subject, 0 to 1, small and soft.
func (s *stage) reliefOf(sub *subject) vision.Plane {
	near := sub.near.Clone()
	if near.W < 8 {
		near = vision.New(int(s.w)/8+2, int(s.h)/8+2)
	}
	if !sub.whole {
		mask := vision.Blur(vision.Resize(sub.cut.alphaPlane(), near.W, near.H), float32(near.W)/120)
		for i, a := range mask.Pix {
			a = min(max(a, 0), 1)
			near.Pix[i] += a * (float32(math.Max(sub.depth, 0.75)) - near.Pix[i])
		}
	}
	return vision.Blur(near, float32(near.W)/70)
}

// wall is a plain wall in the light of a lamp.
func (s *stage) wall(c *Canvas, tone rgb) {
	c.each(func(x, y int, p []float32) {
		dx, dy := float64(x)/s.w-0.5, float64(y)/s.h-0.38
		k := float32(1.25 - 1.5*(dx*dx+dy*dy))
		k += 0.035 * float32(s.noise.at(float64(x)/s.unit*90, float64(y)/s.unit*90))
		p[0], p[1], p[2] = tone[0]*k, tone[1]*k, tone[2]*k
	})
}

// framed hangs a picture in a wooden frame in the middle.
func (s *stage) framed(c *Canvas, t *Texture, k float64) {
	rect := func(grow float64) []point {
		w, h := s.w*k/2+grow, s.h*k/2+grow
		return []point{{s.w/2 - w, s.h/2 - h}, {s.w/2 + w, s.h/2 - h}, {s.w/2 + w, s.h/2 + h}, {s.w/2 - w, s.h/2 + h}}
	}
	b := 0.055 * s.unit * k
	for i := range 8 {
		g := b*1.5 + float64(i)*0.006*s.unit
		c.polygon(offset(rect(g), 0.012*s.unit, 0.022*s.unit), rgb{}, 0.075)
	}
	c.polygon(rect(b*1.5), rgb{0.17, 0.10, 0.06}, 1)
	c.polygon(rect(b*1.28), rgb{0.27, 0.17, 0.10}, 1)
	c.polygon(rect(b*1.06), rgb{0.11, 0.065, 0.04}, 1)
	c.polygon(rect(b), rgb{0.90, 0.87, 0.80}, 1)
	c.polygon(rect(0.1*b), rgb{0.70, 0.66, 0.58}, 1)
	c.draw(t, s.zoom(t, k, s.w/2, s.h/2), nil, paint{})
}

// waking draws the photograph, alive inside a soft circle and old outside.
func (s *stage) waking(c *Canvas, photo, old *Texture, relief vision.Plane, k, ox, oy, grow, radius, near float64) {
	kx, ky := float64(photo.W)/s.w, float64(photo.H)/s.h
	nx, ny := float64(relief.W)/s.w, float64(relief.H)/s.h
	x0, x1 := s.w/2-s.w*k/2, s.w/2+s.w*k/2
	y0, y1 := s.h/2-s.h*k/2, s.h/2+s.h*k/2
	c.rows(func(y int, row []float32) {
		py := float64(y) + 0.5
		if py < y0 || py > y1 {
			return
		}
		for x := range c.W {
			px := float64(x) + 0.5
			if px < x0 || px > x1 {
				continue
			}
			d := math.Hypot(px-s.w/2, py-s.h/2)
			a := float32(1 - smooth(d, radius-0.25*s.unit, radius))
			if a <= 0 && near < 1 {
				continue
			}
			sx, sy := s.w/2+(px-s.w/2)/(k*grow), s.h/2+(py-s.h/2)/(k*grow)
			n := float64(relief.Sample(float32(sx*nx-0.5), float32(sy*ny-0.5))) - 0.45
			r, g, b, _ := photo.at(float32((sx-ox*n)*kx-0.5), float32((sy-oy*n)*ky-0.5))
			if a < 1 {
				q, m, l, _ := old.at(float32(sx*kx-0.5), float32(sy*ky-0.5))
				rim := float32(math.Exp(-math.Pow((d-radius+0.1*s.unit)/(0.06*s.unit), 2))) * 0.35
				r, g, b = q+a*(r-q)+rim, m+a*(g-m)+rim*0.9, l+a*(b-l)+rim*0.6
			}
			p := row[4*x : 4*x+4]
			p[0], p[1], p[2] = r, g, b
		}
	})
}

// lightLeak lets warm light in from a corner.
func (s *stage) lightLeak(c *Canvas, seconds, amount float64) {
	if amount <= 0 {
		return
	}
	sway := 0.04 * math.Sin(seconds*0.9)
	c.sprites([]sprite{
		{X: s.w * (0.98 + sway), Y: -0.05 * s.h, R: 0.9 * s.unit, Colour: rgb{1, 0.78, 0.45}, Alpha: 0.42 * amount, Glowing: true},
		{X: s.w * (0.8 + sway), Y: 0.1 * s.h, R: 0.5 * s.unit, Colour: rgb{1, 0.62, 0.35}, Alpha: 0.2 * amount, Glowing: true},
	})
}

// polygon fills a convex outline on the canvas.
func (c *Canvas) polygon(outline []point, p rgb, alpha float32) {
	c.draw(white, outlineMap(outline), []point{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, paint{Tint: &p, Fade: 1 - alpha})
}

// white is a texture of one colour.
var white = &Texture{W: 1, H: 1, Pix: []float32{1, 1, 1, 1}}

// outlineMap is the projective map that takes the unit square to four corners (Heckbert, "Fundamentals of Texture Mapping and
// Image Warping", 1989, section 2.2.3).
func outlineMap(q []point) mat {
	dx1, dy1, dx2, dy2 := q[1].X-q[2].X, q[1].Y-q[2].Y, q[3].X-q[2].X, q[3].Y-q[2].Y
	dx3, dy3 := q[0].X-q[1].X+q[2].X-q[3].X, q[0].Y-q[1].Y+q[2].Y-q[3].Y
	det := dx1*dy2 - dx2*dy1
	if det == 0 {
		return mat{}
	}
	g, h := (dx3*dy2-dx2*dy3)/det, (dx1*dy3-dx3*dy1)/det
	return mat{
		q[1].X - q[0].X + g*q[1].X, q[3].X - q[0].X + h*q[3].X, q[0].X,
		q[1].Y - q[0].Y + g*q[1].Y, q[3].Y - q[0].Y + h*q[3].Y, q[0].Y, g, h, 1,
	}
}

func offset(q []point, dx, dy float64) []point {
	out := make([]point, len(q))
	for i, p := range q {
		out[i] = point{p.X + dx, p.Y + dy}
	}
	return out
}
