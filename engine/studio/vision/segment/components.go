package segment

import (
	"slices"

	"zoetrope/engine/studio/vision"
)

// component is a connected set of pixels, by index, with the sum of a weight over it.
type component struct {
	pixels []int
	weight float64
}

// components returns the 8-connected sets of pixels where p reaches the threshold, heaviest first; the weight is the sum
// of p.
func components(p vision.Plane, threshold float32) []component {
	var out []component
	seen := make([]bool, len(p.Pix))
	for start := range p.Pix {
		if seen[start] || p.Pix[start] < threshold {
			continue
		}
		seen[start] = true
		c := component{pixels: []int{start}}
		for k := 0; k < len(c.pixels); k++ {
			i := c.pixels[k]
			c.weight += float64(p.Pix[i])
			x, y := i%p.W, i/p.W
			for ny := max(y-1, 0); ny <= min(y+1, p.H-1); ny++ {
				for nx := max(x-1, 0); nx <= min(x+1, p.W-1); nx++ {
					if j := ny*p.W + nx; !seen[j] && p.Pix[j] >= threshold {
						seen[j] = true
						c.pixels = append(c.pixels, j)
					}
				}
			}
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b component) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	return out
}

// Clean drops the parts of a mask that are small beside the largest (below the fraction keep of its area) and fills the
// holes that are small beside the mask (below the fraction fill).
func Clean(mask vision.Plane, keep, fill float64) vision.Plane {
	out := vision.New(mask.W, mask.H)
	parts := components(mask, 0.5)
	if len(parts) == 0 {
		return out
	}
	area := 0.0
	for _, c := range parts {
		if float64(len(c.pixels)) < keep*float64(len(parts[0].pixels)) {
			continue
		}
		area += float64(len(c.pixels))
		for _, i := range c.pixels {
			out.Pix[i] = 1
		}
	}
	inverse := out.Map(func(v float32) float32 { return 1 - v })
	for _, hole := range components(inverse, 0.5) {
		if float64(len(hole.pixels)) < fill*area {
			for _, i := range hole.pixels {
				out.Pix[i] = 1
			}
		}
	}
	return out
}

// Adopt adds to a mask those parts of another, disjoint one that touch it and are smaller than a fraction of the picture.
func Adopt(mask, rest vision.Plane, fraction float64) vision.Plane {
	out := mask.Clone()
	near := vision.Dilate(mask, 1)
	for _, c := range components(rest, 0.5) {
		if float64(len(c.pixels)) > fraction*float64(len(mask.Pix)) {
			continue
		}
		for _, i := range c.pixels {
			if near.Pix[i] > 0 {
				for _, j := range c.pixels {
					out.Pix[j] = 1
				}
				break
			}
		}
	}
	return out
}

type point struct{ x, y int }

// hull returns the convex hull of the pixels, counter-clockwise (Andrew's monotone chain).
func hull(pixels []int, w int) []point {
	points := make([]point, len(pixels))
	for k, i := range pixels {
		points[k] = point{i % w, i / w}
	}
	slices.SortFunc(points, func(a, b point) int {
		if a.x != b.x {
			return a.x - b.x
		}
		return a.y - b.y
	})
	if len(points) < 3 {
		return points
	}
	var chain []point
	for range 2 {
		start := len(chain)
		for _, q := range points {
			for len(chain) >= start+2 && turn(chain[len(chain)-2], chain[len(chain)-1], q) <= 0 {
				chain = chain[:len(chain)-1]
			}
			chain = append(chain, q)
		}
		chain = chain[:len(chain)-1]
		slices.Reverse(points)
	}
	return chain
}

func turn(o, a, b point) int { return (a.x-o.x)*(b.y-o.y) - (a.y-o.y)*(b.x-o.x) }

// fillHull draws a convex polygon as a mask.
func fillHull(corners []point, w, h int) vision.Plane {
	out := vision.New(w, h)
	if len(corners) < 3 {
		return out
	}
	for y := range h {
		for x := range w {
			in := true
			for k, a := range corners {
				if turn(a, corners[(k+1)%len(corners)], point{x, y}) < 0 {
					in = false
					break
				}
			}
			if in {
				out.Pix[y*w+x] = 1
			}
		}
	}
	return out
}
