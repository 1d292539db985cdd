package planar

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// mostPoints bounds the pixels of the patch that are compared.
const mostPoints = 3500

// levels are the blurs, in pixels, at which a patch is aligned, one after the other.
var levels = [...]float32{2.2, 0.7}

// point is a pixel of the patch at one blur.
type point struct {
	x, y     float64 // from the patch's middle, in its half widths
	v        float64
	jacobian [8]float64 // of the brightness by the parameters of the homography, at the identity
}

// patch is what is followed, as the key frame shows it.
type patch struct {
	mx, my, r float64 // middle and half width, in pixels
	points    [len(levels)][]point
}

// newPatch takes what a weight (above 0) covers in a luma plane.
func newPatch(luma, weight vision.Plane) *patch {
	p := &patch{}
	x0, y0, x1, y1, n := luma.W, luma.H, 0, 0, 0
	for i, v := range weight.Pix {
		if v > 0 {
			x, y := i%luma.W, i/luma.W
			x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
			n++
		}
	}
	p.mx, p.my, p.r = float64(x0+x1)/2, float64(y0+y1)/2, math.Max(float64(x1-x0)/2, 1)
	every := max(1, n/mostPoints)
	for k, sigma := range levels {
		soft := vision.Blur(luma, sigma)
		seen := 0
		for i, v := range weight.Pix {
			if v <= 0 {
				continue
			}
			if seen++; seen%every != 0 {
				continue
			}
			p.points[k] = append(p.points[k], p.point(soft, i%luma.W, i/luma.W))
		}
	}
	return p
}

func (p *patch) point(luma vision.Plane, px, py int) point {
	gx := float64(luma.At(px+1, py)-luma.At(px-1, py)) / 2 * p.r
	gy := float64(luma.At(px, py+1)-luma.At(px, py-1)) / 2 * p.r
	x, y := (float64(px)-p.mx)/p.r, (float64(py)-p.my)/p.r
	return point{x: x, y: y, v: float64(luma.At(px, py)), jacobian: [8]float64{
		gx * x, gx * y, gx, gy * x, gy * y, gy, -x * (gx*x + gy*y), -y * (gx*x + gy*y),
	}}
}

// view is where and how brightly a frame shows the patch.
type view struct {
	h            Homography // of patch coordinates, which are the frame's too
	gain, offset float64
	likeness     float64 // correlation, up to 1
}

// search shifts the view to where the patch is most like the frame, within reach pixels.
func (p *patch) search(luma vision.Plane, v view, reach int) view {
	best, at := -2.0, v
	for dy := -reach; dy <= reach; dy += 2 {
		for dx := -reach; dx <= reach; dx += 2 {
			moved := v
			moved.h = Homography{1, 0, float64(dx) / p.r, 0, 1, float64(dy) / p.r, 0, 0, 1}.Times(v.h)
			// Of two places alike the nearer one is right.
			c := p.compare(luma, moved, 0, 1+len(p.points[0])/400) - 0.003*math.Hypot(float64(dx), float64(dy))
			if c > best {
				best, at = c, moved
			}
		}
	}
	return at
}

// compare is the correlation of every n-th point with what the frame shows there.
func (p *patch) compare(luma vision.Plane, v view, level, every int) float64 {
	var n, sa, sb, saa, sbb, sab float64
	for i := 0; i < len(p.points[level]); i += every {
		q := &p.points[level][i]
		x, y := v.h.Map(q.x, q.y)
		b := float64(luma.Sample(float32(x*p.r+p.mx), float32(y*p.r+p.my)))
		n, sa, sb, saa, sbb, sab = n+1, sa+q.v, sb+b, saa+q.v*q.v, sbb+b*b, sab+q.v*b
	}
	d := (saa - sa*sa/n) * (sbb - sb*sb/n)
	if d <= 1e-12 {
		return 0
	}
	return (sab - sa*sb/n) / math.Sqrt(d)
}

// align refines a view in a frame.
func (p *patch) align(luma vision.Plane, v view, reach int) view {
	for level, sigma := range levels {
		soft := vision.Blur(luma, sigma)
		if level == 0 {
			v = p.search(soft, v, reach)
		}
		for range 12 {
			var moved float64
			if v, moved = p.step(soft, v, level); moved < 0.01 {
				break
			}
		}
		v.likeness = p.compare(soft, v, level, 1)
	}
	return v
}

// step is one Gauss-Newton step. moved is about how far the patch went, in pixels.
func (p *patch) step(luma vision.Plane, v view, level int) (out view, moved float64) {
	points := p.points[level]
	seen := make([]float64, len(points))
	for i := range points {
		x, y := v.h.Map(points[i].x, points[i].y)
		seen[i] = float64(luma.Sample(float32(x*p.r+p.mx), float32(y*p.r+p.my)))
	}
	weights := v.light(points, seen)
	var a [8][9]float64
	for i, s := range seen {
		j := &points[i].jacobian
		e := (s - v.offset - v.gain*points[i].v) * weights[i]
		for r := range 8 {
			jr := v.gain * j[r]
			for c := r; c < 8; c++ {
				a[r][c] += weights[i] * jr * v.gain * j[c]
			}
			a[r][8] += jr * e
		}
	}
	// A line of text says little about perspective: it changes only where the picture insists.
	damp := (a[2][2] + a[5][5]) / 2
	for r := range 8 {
		for c := range r {
			a[r][c] = a[c][r]
		}
		a[r][r] = a[r][r]*1.001 + 1e-9
		if r > 5 {
			a[r][r] += 0.05 * damp
		}
	}
	d, ok := solve(a)
	if !ok {
		return v, 0
	}
	change := Homography{1 + d[0], d[1], d[2], d[3], 1 + d[4], d[5], d[6], d[7], 1}
	next := v.h.Times(change.Inverse())
	if math.IsNaN(next[0]) || math.Abs(d[2]) > 1 || math.Abs(d[5]) > 1 {
		return v, 0
	}
	v.h = next
	return v, p.r * (math.Abs(d[2]) + math.Abs(d[5]) + math.Abs(d[0]) + math.Abs(d[4]))
}

// light fits gain and offset, and returns how far each point can be trusted (Geman-McClure weights).
func (v *view) light(points []point, seen []float64) []float64 {
	w := make([]float64, len(points))
	for i := range w {
		w[i] = 1
	}
	for range 2 {
		var n, sa, sb, saa, sab float64
		for i, s := range seen {
			t := points[i].v
			n, sa, sb, saa, sab = n+w[i], sa+w[i]*t, sb+w[i]*s, saa+w[i]*t*t, sab+w[i]*t*s
		}
		v.gain = 1
		if d := saa - sa*sa/n; d > 1e-6 {
			v.gain = math.Min(math.Max((sab-sa*sb/n)/d, 0.4), 2.5)
		}
		v.offset = (sb - v.gain*sa) / n
		const scale = 0.08
		for i, s := range seen {
			e := (s - v.offset - v.gain*points[i].v) / scale
			w[i] = 1 / ((1 + e*e) * (1 + e*e))
		}
	}
	return w
}

// solve is Gaussian elimination with pivots.
func solve(a [8][9]float64) (x [8]float64, ok bool) {
	for c := range 8 {
		pivot := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[pivot][c]) {
				pivot = r
			}
		}
		if math.Abs(a[pivot][c]) < 1e-12 {
			return x, false
		}
		a[c], a[pivot] = a[pivot], a[c]
		for r := range 8 {
			if r == c {
				continue
			}
			k := a[r][c] / a[c][c]
			for j := c; j < 9; j++ {
				a[r][j] -= k * a[c][j]
			}
		}
	}
	for r := range 8 {
		x[r] = a[r][8] / a[r][r]
	}
	return x, true
}
