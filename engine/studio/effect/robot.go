package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// robot scans the subject and leaves a machine behind the scan: brushed metal with seams, lights along its edges and a glow in
// its core, over a dim room with a grid.
func robot(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	metal := s.metal(sub)
	edges := s.outlines(sub)
	return func(c *Canvas, at moment) {
		u := at.U
		dark := smooth(u, 0.05, 0.25)
		k := 1 + 0.05*glide(u, 0, 1)
		tint := rgb{1, 1, 1}.mix(rgb{0.30, 0.36, 0.46}, float32(dark))
		c.draw(photo, s.zoom(photo, k, sub.cx, sub.cy), nil, paint{})
		if dark > 0 {
			c.draw(sub.plate, s.zoom(sub.plate, k, sub.cx, sub.cy), nil, paint{Fade: float32(1 - dark), Tint: &tint})
			c.draw(sub.cut, s.zoom(sub.cut, k, sub.cx, sub.cy), nil, paint{})
		}
		s.hudGrid(c, at.S, dark)
		// The scan goes down once, quickly up, and down again for good.
		top, bottom := sub.y0-0.03*s.h, math.Min(sub.y1, s.h)+0.02*s.h
		scan := lerp(top, bottom, glide(u, 0.14, 0.34))
		scan = lerp(scan, top, glide(u, 0.34, 0.44))
		turned := lerp(top, bottom, glide(u, 0.46, 0.80))
		if u > 0.44 {
			scan = turned
		}
		on := bump(u, 0.12, 0.86)
		inv, _ := s.zoom(metal, k, sub.cx, sub.cy).inverse()
		pulseLight := float32(0.7 + 0.3*math.Sin(at.S*5))
		c.rows(func(y int, row []float32) {
			py := float64(y) + 0.5
			line := float32(math.Exp(-math.Pow((py-scan)/(0.008*s.h), 2))*0.9+0.35*math.Exp(-math.Abs(py-scan)/(0.05*s.h))) * float32(on)
			for x := range c.W {
				px := float64(x) + 0.5
				sx, sy := float32(inv[0]*px+inv[2])-0.5, float32(inv[4]*py+inv[5])-0.5
				_, _, _, a := sub.cut.at(sx, sy)
				p := row[4*x : 4*x+4]
				if a > 0.01 && py < turned && u > 0.44 {
					r, g, b, ma := metal.at(sx, sy)
					over(p, r, g, b, ma)
					er, eg, eb, _ := edges.at(sx, sy)
					e := 0.55 * pulseLight
					screen(p, 0.2*e*er, e*eg, e*eb)
				} else if a > 0.01 && on > 0 {
					er, eg, eb, _ := edges.at(sx, sy)
					e := float32(on) * 0.7 * float32(smooth(math.Abs(py-scan), 0.22*s.h, 0))
					screen(p, e*er, e*eg, e*eb)
				}
				w := line * (0.35 + 0.65*a)
				screen(p, 0.25*w, 0.9*w, w)
			}
		})
		c.bloom(0.66, float32(0.6*dark), 0.045*s.unit)
		c.flash(rgb{0.7, 0.95, 1}, 0.45*pulse(u, 0.80, 0.05))
		c.vignette(float32(0.35 * dark))
	}
}

// metal is the subject as a machine: its light and shade in steel, plates with seams, rivets, and hot light in its dark places.
func (s *stage) metal(sub *subject) *Texture {
	src := sub.cut
	l := vision.New(src.W, src.H)
	for i := range l.Pix {
		if a := src.Pix[4*i+3]; a > 0.01 {
			l.Pix[i] = luma(src.Pix[4*i], src.Pix[4*i+1], src.Pix[4*i+2]) / a
		}
	}
	smoothed := vision.Blur(l, float32(s.unit*s.detail()/110))
	detail := vision.Zip(l, smoothed, func(a, b float32) float32 { return a - b })
	height := s.balloon(sub)
	plates := shatter(s.dice.fork(57), 34, 0, 0, float64(src.W), float64(src.H), sub.cx*s.detail(), sub.cy*s.detail())
	owner := nearestPlate(plates, src.W, src.H)
	out := blank(src.W, src.H)
	hx, hy := float32(height.W)/float32(src.W), float32(height.H)/float32(src.H)
	vision.Rows(src.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range src.W {
				i := y*src.W + x
				a := src.Pix[4*i+3]
				if a <= 0.003 {
					continue
				}
				qx, qy := float32(x)*hx, float32(y)*hy
				gx := height.Sample(qx+2, qy) - height.Sample(qx-2, qy)
				gy := height.Sample(qx, qy+2) - height.Sample(qx, qy-2)
				v := 0.30 + 0.62*smoothed.Pix[i] - 0.9*gx - 1.3*gy
				// A band of reflected sky and ground, as on polished metal.
				band := float32(math.Sin(float64(v)*11 + 1))
				v = v*0.72 + 0.14*band + 1.1*detail.Pix[i] + 0.02*(blockHash(x/3, y)-0.5)
				o := owner[y/4*((src.W+3)/4)+x/4]
				v *= 0.9 + 0.2*blockHash(int(o), 7)
				p := rgb{0.80, 0.87, 0.96}.times(v)
				seam := o != owner[min(y+3, src.H-1)/4*((src.W+3)/4)+x/4] || o != owner[y/4*((src.W+3)/4)+min(x+3, src.W-1)/4]
				if seam {
					p = p.times(0.32)
				}
				if dark := 0.20 - smoothed.Pix[i]; dark > 0 {
					p = p.mix(rgb{0.05, 0.10, 0.14}, min(dark*4, 0.6))
				}
				for c := range 3 {
					out.Pix[4*i+c] = a * min(max(p[c], 0), 1)
				}
				out.Pix[4*i+3] = a
			}
		}
	})
	return out.finish()
}

// nearestPlate is which plate each block of 4 x 4 pixels belongs to.
func nearestPlate(plates []shard, w, h int) []int32 {
	bw, bh := (w+3)/4, (h+3)/4
	out := make([]int32, bw*bh)
	vision.Rows(bh, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range bw {
				best := math.Inf(1)
				for i, p := range plates {
					dx, dy := p.x-float64(4*x+2), p.y-float64(4*y+2)
					if d := math.Max(math.Abs(dx), math.Abs(dy)); d < best {
						best, out[y*bw+x] = d, int32(i)
					}
				}
			}
		}
	})
	return out
}

// hudGrid is a faint moving grid of light.
func (s *stage) hudGrid(c *Canvas, seconds, amount float64) {
	pitch := 0.11 * s.unit
	shiftBy := seconds * 0.012 * s.unit
	c.rows(func(y int, row []float32) {
		fy := math.Abs(math.Mod(float64(y)+shiftBy, pitch)-pitch/2) - pitch/2
		for x := range c.W {
			fx := math.Abs(math.Mod(float64(x)+pitch, pitch)-pitch/2) - pitch/2
			d := math.Min(math.Abs(fx), math.Abs(fy))
			if k := float32(0.13 * amount * math.Exp(-d*d*0.8)); k > 0.004 {
				screen(row[4*x:4*x+4], 0.2*k, 0.8*k, k)
			}
		}
	})
}
