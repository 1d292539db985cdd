package portrait

import (
	"math"

	"zoetrope/engine/studio/mouth"
	"zoetrope/engine/studio/vision/face"
)

// eye is one eye: its system has the origin between the corners, half their distance as its unit, and its second axis runs
// down.
type eye struct {
	cx, cy, half float64
	ux, uy       float64
	lid          float64 // height of the upper lid's edge above the corners
	low          float64 // depth of the lower lid's edge below them
}

// newEye measures an eye between its left and right corner, as the viewer sees them.
func newEye(f mouth.Frame, left, right, pupil face.Point) eye {
	dx, dy := float64(right.X-left.X), float64(right.Y-left.Y)
	n := math.Max(math.Hypot(dx, dy), 2)
	// The corners that are found lie a little inside the lids.
	e := eye{cx: float64(left.X+right.X) / 2, cy: float64(left.Y+right.Y) / 2, half: 0.56 * n, ux: dx / n, uy: dy / n}
	_, py := e.within(float64(pupil.X), float64(pupil.Y))
	e.lid, e.low = 0.40-py, 0.30+py
	e.measure(f)
	return e
}

func (e *eye) within(px, py float64) (x, y float64) {
	dx, dy := (px-e.cx)/e.half, (py-e.cy)/e.half
	return dx*e.ux + dy*e.uy, dy*e.ux - dx*e.uy
}

func (e *eye) at(x, y float64) (px, py float64) {
	return e.cx + e.half*(x*e.ux-y*e.uy), e.cy + e.half*(x*e.uy+y*e.ux)
}

// measure looks for the edges of the lids: the strongest change from skin to the darker lashes above, and from the white to
// skin below, near where they are expected.
func (e *eye) measure(f mouth.Frame) {
	g := f.Gray()
	row := func(y float64) float64 {
		sum := 0.0
		for _, x := range []float64{-0.35, -0.15, 0.05, 0.25, 0.4} {
			px, py := e.at(x, y-0.0)
			sum += float64(g.Pix[min(max(int(py+0.5), 0), g.H-1)*g.W+min(max(int(px+0.5), 0), g.W-1)])
		}
		return sum
	}
	best, at := 0.0, e.lid
	for y := -e.lid - 0.25; y < -e.lid+0.2; y += 0.04 {
		if d := row(y-0.1) - row(y+0.1); d > best {
			best, at = d, -y
		}
	}
	e.lid = min(max(0.5*(at+e.lid), 0.2), 0.7)
}

func (e *eye) bounds(w, h int) [4]int {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range [][2]float64{{-1.3, -1.3}, {1.3, -1.3}, {-1.3, 0.8}, {1.3, 0.8}} {
		x, y := e.at(c[0], c[1])
		x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
	}
	even := func(v float64, most int) int { return min(max(int(v)&^1, 0), most) }
	return [4]int{even(x0, w), even(y0, h), even(x1+2, w), even(y1+2, h)}
}

// shut draws the upper lid down over the eye by a share: the skin above it is stretched, its edge with the lashes moves along.
func (e *eye) shut(f mouth.Frame, from saved, share float64) {
	if share < 0.01 {
		return
	}
	r := from.rect
	n := f.W * f.H
	cw := f.W / 2
	for y := r[1]; y < r[3]; y++ {
		for x := r[0]; x < r[2]; x++ {
			if sx, sy, ok := e.trace(float64(x), float64(y), share); ok {
				f.Pix[y*f.W+x] = from.sample(0, sx, sy)
			}
		}
	}
	for y := r[1] / 2; y < r[3]/2; y++ {
		for x := r[0] / 2; x < r[2]/2; x++ {
			if sx, sy, ok := e.trace(float64(2*x), float64(2*y)+0.5, share); ok {
				for c := range 2 {
					f.Pix[n+c*n/4+y*cw+x] = from.sample(1+c, sx/2, (sy-0.5)/2)
				}
			}
		}
	}
}

// trace finds where what is seen at a pixel comes from.
func (e *eye) trace(px, py, share float64) (sx, sy float64, ok bool) {
	x, y := e.within(px, py)
	q := 1 - x*x/1.1
	if q <= 0 {
		return 0, 0, false
	}
	top := -e.lid * q
	low := e.low * 1.12 * q
	edge := top + (low-top)*share // of the lid
	const skin = 0.85             // how much of what is above the lid is stretched
	start := top - skin*math.Sqrt(q)
	// The lashes at the edge move with it.
	const lash = 0.08
	switch {
	case y <= start || y >= edge+lash:
		return 0, 0, false
	case y < edge:
		// Most of the stretch is the lid itself, near its edge.
		t := (y - start) / (edge - start)
		y = start + (top-start)*(1-math.Pow(1-t, 1+0.35*share))
	default:
		y += top - edge
	}
	sx, sy = e.at(x, y)
	return sx, sy, true
}

// saved is a rectangle of a picture before it is drawn on.
type saved struct {
	rect [4]int // x0, y0, x1, y1, even
	pix  [3][]byte
}

func (p *Portrait) save(r [4]int) {
	s := saved{rect: r}
	f := p.fig
	n := f.W * f.H
	for y := r[1]; y < r[3]; y++ {
		s.pix[0] = append(s.pix[0], f.Pix[y*f.W+r[0]:y*f.W+r[2]]...)
	}
	for c := range 2 {
		from := n + c*n/4
		for y := r[1] / 2; y < r[3]/2; y++ {
			s.pix[1+c] = append(s.pix[1+c], f.Pix[from+y*f.W/2+r[0]/2:from+y*f.W/2+r[2]/2]...)
		}
	}
	p.saved = append(p.saved, s)
}

func (s saved) restore(f mouth.Frame) {
	r, n := s.rect, f.W*f.H
	w := r[2] - r[0]
	for y := r[1]; y < r[3]; y++ {
		copy(f.Pix[y*f.W+r[0]:], s.pix[0][(y-r[1])*w:(y-r[1]+1)*w])
	}
	for c := range 2 {
		from := n + c*n/4
		for y := r[1] / 2; y < r[3]/2; y++ {
			copy(f.Pix[from+y*f.W/2+r[0]/2:], s.pix[1+c][(y-r[1]/2)*w/2:(y-r[1]/2+1)*w/2])
		}
	}
}

// sample interpolates in a plane of the rectangle, at a place in that plane's pixels of the whole picture.
func (s saved) sample(c int, x, y float64) byte {
	r := s.rect
	w, h := r[2]-r[0], r[3]-r[1]
	x, y = x-float64(r[0]), y-float64(r[1])
	if c > 0 {
		w, h = w/2, h/2
		x, y = x+float64(r[0]-r[0]/2), y+float64(r[1]-r[1]/2)
	}
	x, y = min(max(x, 0), float64(w-1)), min(max(y, 0), float64(h-1))
	ix, iy := min(int(x), max(w-2, 0)), min(int(y), max(h-2, 0))
	ax, ay := x-float64(ix), y-float64(iy)
	i := iy*w + ix
	right, below := min(1, w-1), min(1, h-1)*w
	p := s.pix[c]
	top := float64(p[i])*(1-ax) + float64(p[i+right])*ax
	bottom := float64(p[i+below])*(1-ax) + float64(p[i+below+right])*ax
	return byte(top*(1-ay) + bottom*ay + 0.5)
}
