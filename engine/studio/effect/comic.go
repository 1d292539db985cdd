package effect

import (
	"math"
	"strings"

	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/vision"
)

// comic hits the photograph so hard that it turns into a page of a comic: ink, dots, rays and a word in a star.
func comic(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	drawn, cut := s.inked(photo), s.inked(sub.cut)
	contour := outlined(cut, 0.005*s.unit*float64(cut.W)/s.w, 0, rgb{})
	word := strings.ToUpper(strings.TrimSpace(s.prompt))
	if n := len([]rune(word)); n == 0 || n > 14 {
		word = []string{"POW!", "WOW!", "BOOM!", "ZAP!"}[int(4*s.dice.at(60))]
	}
	style := lettering.Style{Face: lettering.Display, Size: 0.20 * s.unit}.Fit(word, 0.36*s.w)
	fill := label(word, style, rgb{1, 0.93, 0.16})
	ink := outlined(fill, 0.007*s.unit, int(0.02*s.unit)+1, rgb{0.06, 0.04, 0.08}, point{0.012 * s.unit, 0.014 * s.unit})
	star := burstShape(s.dice.fork(61), rgb{0.93, 0.16, 0.12})
	starInk := burstShape(s.dice.fork(61), rgb{0.06, 0.04, 0.08})
	sx, sy := s.calmCorner(photo, sub)
	rays := s.rays(sub.cx, sub.cy)
	const hit, bang = 0.2, 0.42
	return func(c *Canvas, at moment) {
		u := at.U
		push := 1 + 0.16*fall(u, 0.03, hit)*(1-settle(u, hit, hit+0.12)) + 0.05*smooth(u, hit, 1)
		shake := 0.014 * s.unit * (pulse(u, hit, 0.12) + 0.7*pulse(u, bang, 0.1))
		jx, jy := shake*s.noise.at(at.S*31, 2), shake*s.noise.at(at.S*31, 6)
		turned := ramp(u, hit, hit+0.02)
		if turned < 1 {
			c.draw(photo, shift(jx, jy).mul(s.zoom(photo, push, sub.cx, sub.cy)), nil, paint{})
		}
		if turned > 0 {
			c.draw(drawn, shift(jx, jy).mul(s.zoom(drawn, push, sub.cx, sub.cy)), nil, paint{})
			if !sub.whole {
				rays(c, at.S, settle(u, hit, hit+0.1))
				pop := push * (1 + 0.05*spring(u, hit, 0.6, 2))
				c.draw(contour, shift(jx, jy).mul(s.zoom(contour, pop, sub.cx, sub.cy)), nil, paint{})
				c.draw(cut, shift(jx, jy).mul(s.zoom(cut, pop, sub.cx, sub.cy)), nil, paint{})
			}
			s.speedLines(c, sub.cx, sub.cy, at.S)
		}
		if u > bang {
			k := spring(u, bang, 0.75, 2.2) * (1 + 0.02*math.Sin(at.S*9))
			size := 0.62 * s.unit / float64(star.W) * math.Max(1, s.w*0.4/(0.62*s.unit)*0.9)
			tilt := -0.14 + 0.03*math.Sin(at.S*4)
			c.put(starInk, sx+0.008*s.unit, sy+0.012*s.unit, k*size*1.07, tilt*0.5, paint{})
			c.put(star, sx, sy, k*size, tilt*0.5, paint{})
			c.put(ink, sx, sy, k, tilt, paint{})
			c.put(fill, sx, sy, k, tilt, paint{})
		}
		frame := smooth(u, hit, 0.5) * 0.028 * s.unit
		s.panel(c, frame)
		c.flash(grey(1), pulse(u, hit, 0.04)+0.35*pulse(u, bang, 0.03))
	}
}

// inked is a texture drawn with flat colours, dots for the half tones and black lines.
func (s *stage) inked(t *Texture) *Texture {
	l := vision.New(t.W, t.H)
	for i := range l.Pix {
		l.Pix[i] = luma(t.Pix[4*i], t.Pix[4*i+1], t.Pix[4*i+2])
	}
	sigma := float32(s.unit * s.detail() / 420)
	narrow, wide := vision.Blur(l, sigma), vision.Blur(l, 1.7*sigma)
	pitch := math.Max(s.unit*s.detail()/95, 4)
	out := blank(t.W, t.H)
	vision.Rows(t.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range t.W {
				i := y*t.W + x
				a := t.Pix[4*i+3]
				if a <= 0.003 {
					continue
				}
				r, g, b := t.Pix[4*i]/a, t.Pix[4*i+1]/a, t.Pix[4*i+2]/a
				v := luma(r, g, b)
				// Four flat tones; colours are strong.
				tone := (float32(int(v*4)) + 0.62) / 4
				k := tone / max(v, 0.04)
				p := rgb{v + 1.55*(r-v), v + 1.55*(g-v), v + 1.55*(b-v)}.times(k)
				// Dots on a grid turned by 45 degrees, larger where it is darker.
				u, w := (float64(x)+float64(y))/pitch/1.414, (float64(x)-float64(y))/pitch/1.414
				du, dw := u-math.Floor(u)-0.5, w-math.Floor(w)-0.5
				size := float32(0.62 * (1 - v))
				if d := float32(math.Sqrt(du*du+dw*dw)) - size; v < 0.72 && v > 0.12 {
					p = p.times(1 - 0.26*min(max(0.5-d*float32(pitch)*0.7, 0), 1))
				}
				line := min(max((wide.Pix[i]*0.985-narrow.Pix[i])*70-0.25, 0), 1)
				if v < 0.13 {
					line = 1
				}
				p = p.mix(rgb{0.05, 0.04, 0.07}, line)
				for c := range 3 {
					out.Pix[4*i+c] = a * min(max(p[c], 0), 1)
				}
				out.Pix[4*i+3] = a
			}
		}
	})
	return out.finish()
}

// calmCorner is a place for a star of about a third of the frame: where it hides the least of what is drawn sharply, and of the
// subject. The upper corners are preferred.
func (s *stage) calmCorner(photo *Texture, sub *subject) (x, y float64) {
	best := math.Inf(1)
	for i, at := range []point{{0.77, 0.24}, {0.23, 0.24}, {0.77, 0.74}, {0.23, 0.74}} {
		const across = 24
		hidden := 0.02 * float64(i/2)
		px, py := at.X*s.w, at.Y*s.h
		for j := range across * across {
			x := px + (float64(j%across)/across-0.5)*0.40*s.w
			y := py + (float64(j/across)/across-0.5)*0.48*s.h
			here, _ := s.colourAt(photo, x, y)
			next, _ := s.colourAt(photo, x+0.012*s.unit, y+0.012*s.unit)
			hidden += math.Abs(float64(luma(here[0], here[1], here[2])-luma(next[0], next[1], next[2]))) / (across * across)
			if _, a := s.colourAt(sub.cut, x, y); !sub.whole {
				hidden += 0.2 * float64(a) / (across * across)
			}
		}
		if hidden < best {
			best, x, y = hidden, px, py
		}
	}
	return x, y
}

// burstShape is a star with many uneven points.
func burstShape(d dice, p rgb) *Texture {
	const points = 14
	return shape(256, p, func(x, y float64) bool {
		r, a := math.Hypot(x, y*1.35), math.Atan2(y*1.35, x)/(2*math.Pi)*points
		i := math.Floor(a)
		f := math.Abs(a - i - 0.5)
		tip := 0.82 + 0.17*d.at(int(i)+points)
		return r < lerp(tip, 0.6, math.Min(f*2.1, 1))
	})
}

// rays are the two colours behind somebody important. They turn, so the angle of every pixel is found once.
func (s *stage) rays(cx, cy float64) func(c *Canvas, seconds, amount float64) {
	w, h := int(s.w), int(s.h)
	angle, far := vision.New(w, h), vision.New(w, h)
	vision.Rows(h, func(y0, y1 int) {
		for i := y0 * w; i < y1*w; i++ {
			dx, dy := float64(i%w)+0.5-cx, float64(i/w)+0.5-cy
			angle.Pix[i] = float32(math.Atan2(dy, dx) / (2 * math.Pi) * 26)
			far.Pix[i] = float32(math.Hypot(dx, dy) / s.unit)
		}
	})
	return func(c *Canvas, seconds, amount float64) {
		turn, opacity := float32(seconds*0.35), float32(amount)
		c.rows(func(y int, row []float32) {
			for x, r := range far.Row(y) {
				a := angle.Pix[y*w+x] + turn + 32 // above 0
				f := a - float32(int(a)) - 0.5
				k := min(max((2*max(f, -f)-0.5)*r*60+0.5, 0), 1)
				p := rgb{1, 0.80, 0.10}.mix(rgb{0.96, 0.36, 0.08}, k)
				over(row[4*x:4*x+4], opacity*p[0], opacity*p[1], opacity*p[2], opacity)
			}
		})
	}
}

// speedLines rush towards a place from the edges; they change on every third frame, as drawings do.
func (s *stage) speedLines(c *Canvas, cx, cy, seconds float64) {
	d := s.dice.fork(70 + int(seconds*8))
	far := math.Hypot(s.w, s.h)
	lines := make([]sprite, 46)
	for i := range lines {
		a := 2 * math.Pi * d.at(3*i)
		r := far * d.between(3*i+1, 0.42, 0.62)
		lines[i] = sprite{
			X: cx + r*math.Cos(a), Y: cy + r*math.Sin(a), R: far * 0.13, Flat: 0.008 + 0.012*d.at(3*i+2), Angle: a,
			Colour: rgb{0.05, 0.04, 0.07}, Alpha: 0.85, Hard: 0.9,
		}
	}
	c.sprites(lines)
}

// panel frames the canvas like a panel of a page.
func (s *stage) panel(c *Canvas, width float64) {
	if width <= 0.3 {
		return
	}
	c.rows(func(y int, row []float32) {
		for x := range c.W {
			d := math.Min(math.Min(float64(x)+0.5, s.w-float64(x)-0.5), math.Min(float64(y)+0.5, s.h-float64(y)-0.5))
			if d < width {
				over(row[4*x:4*x+4], 0.98, 0.97, 0.94, 1)
			} else if d < width*1.22+1 {
				over(row[4*x:4*x+4], 0.05, 0.04, 0.07, 1)
			}
		}
	})
}
