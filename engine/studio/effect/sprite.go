package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// sprite is a soft ellipse: a grain, a spark, a flake, a light.
type sprite struct {
	X, Y    float64 // pixels of the canvas
	R       float64 // long radius
	Flat    float64 // short radius as a share of the long one; 0 means 1
	Angle   float64 // of the long axis
	Colour  rgb
	Alpha   float64
	Hard    float64 // 0 fades from the middle, 1 has a sharp edge
	Glowing bool    // adds light instead of covering
}

// stripe is the height of the bands that sprites are sorted into.
const stripe = 32

// sprites draws them in order. Parallel stripes see each only the sprites that touch them.
func (c *Canvas) sprites(all []sprite) {
	n := (c.H + stripe - 1) / stripe
	if len(c.buckets) < n {
		c.buckets = make([][]int32, n)
	}
	for i := range c.buckets {
		c.buckets[i] = c.buckets[i][:0]
	}
	for i := range all {
		s := &all[i]
		r := s.R + 1
		if s.Alpha <= 0.002 || s.X+r < 0 || s.X-r > float64(c.W) || s.Y+r < 0 || s.Y-r > float64(c.H) {
			continue
		}
		first, last := max(int(s.Y-r), 0)/stripe, min(int(s.Y+r), c.H-1)/stripe
		for b := first; b <= last; b++ {
			c.buckets[b] = append(c.buckets[b], int32(i))
		}
	}
	// A stripe is two bands of vision.Rows, so each call gets one stripe by its index.
	eachIndex(n, func(b int) {
		for _, i := range c.buckets[b] {
			c.sprite(&all[i], b*stripe, min((b+1)*stripe, c.H))
		}
	})
}

// eachIndex calls f for 0 to n-1, in parallel.
func eachIndex(n int, f func(i int)) {
	const band = 16 // of vision.Rows
	vision.Rows(n*band, func(y0, y1 int) {
		for i := y0 / band; i < y1/band; i++ {
			f(i)
		}
	})
}

func (c *Canvas) sprite(s *sprite, y0, y1 int) {
	flat := s.Flat
	if flat == 0 {
		flat = 1
	}
	// What is thinner than a pixel is drawn a pixel wide and fainter.
	long, wide, alpha := s.R, s.R*flat, s.Alpha
	if wide < 0.7 {
		alpha *= wide / 0.7
		wide = 0.7
	}
	long = math.Max(long, wide)
	sin, cos := math.Sincos(s.Angle)
	ex, ey := math.Hypot(long*cos, wide*sin)+0.5, math.Hypot(long*sin, wide*cos)+0.5
	top, bottom := max(y0, int(math.Ceil(s.Y-ey-0.5))), min(y1-1, int(s.Y+ey-0.5))
	left, right := max(0, int(math.Ceil(s.X-ex-0.5))), min(c.W-1, int(s.X+ex-0.5))
	ul, vl, uw, vw := float32(cos/long), float32(sin/long), float32(-sin/wide), float32(cos/wide)
	gain := float32(1 / math.Max(1-s.Hard, 1.5/(1.5+wide)))
	a, p := float32(alpha), s.Colour
	for y := top; y <= bottom; y++ {
		dy := float32(float64(y) + 0.5 - s.Y)
		row := c.Pix[4*y*c.W : 4*(y+1)*c.W]
		for x := left; x <= right; x++ {
			dx := float32(float64(x) + 0.5 - s.X)
			u, v := dx*ul+dy*vl, dx*uw+dy*vw
			d := 1 - u*u - v*v
			if d <= 0 {
				continue
			}
			k := min(d*gain, 1)
			k *= k * a
			dst := row[4*x : 4*x+4 : 4*x+4]
			if s.Glowing {
				screen(dst, k*p[0], k*p[1], k*p[2])
				continue
			}
			over(dst, k*p[0], k*p[1], k*p[2], k)
		}
	}
}
