package photo

import "math"

// sprite is a soft ellipse on the frame, in pixels.
type sprite struct {
	x, y       float64
	long, wide float64 // radii
	angle      float64 // of the long axis
	colour     [3]float32
	alpha      float64
	soft       float64 // 0: hard edge, 1: fades from the middle
	glow       bool    // adds light instead of covering
	behind     bool    // passes behind the subject
}

// draw paints the sprites that touch rows y0 to y1 of an RGBA frame whose alpha says how far the subject covers a pixel.
func (s *swarm) draw(frame []float32, w, y0, y1 int) {
	for k := range s.sprites {
		sp := &s.sprites[k]
		// Most do not touch these rows: their angle need not be known for that.
		if reach := max(sp.long, sp.wide) + 1; sp.y+reach >= float64(y0) && sp.y-reach <= float64(y1) {
			sp.draw(frame, w, y0, y1)
		}
	}
}

// draw paints the part of the sprite in rows y0 to y1.
func (s *sprite) draw(frame []float32, w, y0, y1 int) {
	sin, cos := math.Sincos(s.angle)
	// Half extents of the rotated ellipse, and a pixel for its antialiased edge.
	ex := math.Hypot(s.long*cos, s.wide*sin) + 1
	ey := math.Hypot(s.long*sin, s.wide*cos) + 1
	top, bottom := max(y0, int(math.Ceil(s.y-ey))), min(y1-1, int(math.Floor(s.y+ey)))
	left, right := max(0, int(math.Ceil(s.x-ex))), min(w-1, int(math.Floor(s.x+ex)))
	if top > bottom || left > right {
		return
	}
	ul, vl := float32(cos/s.long), float32(sin/s.long)
	uw, vw := float32(-sin/s.wide), float32(cos/s.wide)
	// A sprite thinner than a pixel is drawn a pixel wide and fainter.
	edge := float32(max(s.soft, min(1/s.wide, 1)))
	alpha := float32(s.alpha)
	for y := top; y <= bottom; y++ {
		dy := float32(float64(y) - s.y)
		from, to := left, right
		if steep := abs32(uw); steep > 1e-3 {
			// The part of the row within the width of the ellipse.
			middle, reach := float32(s.x)-dy*vw/uw, 1/steep+1
			from, to = max(from, int(middle-reach)), min(to, int(middle+reach)+1)
		}
		for x := from; x <= to; x++ {
			dx := float32(float64(x) - s.x)
			u, v := dx*ul+dy*vl, dx*uw+dy*vw
			d := u*u + v*v
			if d >= 1 {
				continue
			}
			k := (1 - float32(math.Sqrt(float64(d)))) / edge
			if k > 1 {
				k = 1
			}
			k *= k * (3 - 2*k) * alpha
			s.lay(frame[4*(y*w+x):4*(y*w+x)+4], k)
		}
	}
}

// lay covers or lights one pixel by the share k.
func (s *sprite) lay(p []float32, k float32) {
	if s.behind {
		k *= 1 - p[3]
	}
	if s.glow {
		// Screen blending in display values: light adds without burning out.
		for c := range 3 {
			if p[c] < 1 {
				p[c] += k * s.colour[c] * (1 - p[c])
			}
		}
		return
	}
	for c := range 3 {
		p[c] += k * (s.colour[c] - p[c])
	}
}

func abs32(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}
