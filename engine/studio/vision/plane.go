// Package vision holds the float32 planes that the vision packages below it work on, and the filters they share.
//
// Pictures are planes of sRGB-encoded values in [0,1]; row 0 is the top, pixel (x,y) has its centre at (x,y). Everything
// is deterministic: parallel work is cut into bands whose size does not depend on the machine.
package vision

import (
	"runtime"
	"sync"
	"sync/atomic"

	"zoetrope/engine/studio/vision/vec"
)

// Plane is one channel of W x H values, row by row: Pix[y*W+x].
type Plane struct {
	W, H int
	Pix  []float32
}

// New returns a plane of zeros.
func New(w, h int) Plane { return Plane{W: w, H: h, Pix: make([]float32, w*h)} }

// spare holds planes that functions work in and that do not leave them.
var spare sync.Pool

// borrow is New with any values in it, for giveBack.
func borrow(w, h int) Plane {
	if p, ok := spare.Get().(*[]float32); ok && cap(*p) >= w*h {
		return Plane{W: w, H: h, Pix: (*p)[:w*h]}
	}
	return New(w, h)
}

func giveBack(p Plane) { spare.Put(&p.Pix) }

// Row returns row y.
func (p Plane) Row(y int) []float32 { return p.Pix[y*p.W : (y+1)*p.W] }

// At returns the value at (x,y), the nearest border pixel outside.
func (p Plane) At(x, y int) float32 { return p.Pix[clamp(y, p.H)*p.W+clamp(x, p.W)] }

// Sample interpolates bilinearly at (x,y), repeating the border outside.
func (p Plane) Sample(x, y float32) float32 {
	// Comparisons, because the built-in min and max of floats are slow.
	if x < 0 {
		x = 0
	} else if x > float32(p.W-1) {
		x = float32(p.W - 1)
	}
	if y < 0 {
		y = 0
	} else if y > float32(p.H-1) {
		y = float32(p.H - 1)
	}
	ix, iy := int(x), int(y)
	ax, ay := x-float32(ix), y-float32(iy)
	right, below := 1, p.W
	if ix >= p.W-1 {
		right = 0
	}
	if iy >= p.H-1 {
		below = 0
	}
	i := iy*p.W + ix
	top := p.Pix[i] + (p.Pix[i+right]-p.Pix[i])*ax
	bottom := p.Pix[i+below] + (p.Pix[i+below+right]-p.Pix[i+below])*ax
	return top + (bottom-top)*ay
}

// Clone returns a copy with its own pixels.
func (p Plane) Clone() Plane {
	q := New(p.W, p.H)
	copy(q.Pix, p.Pix)
	return q
}

// Part returns a copy of the rectangle from (x0,y0), inclusive, to (x1,y1), exclusive, which must lie inside.
func (p Plane) Part(x0, y0, x1, y1 int) Plane {
	q := New(x1-x0, y1-y0)
	for y := range q.H {
		copy(q.Row(y), p.Row(y0 + y)[x0:x1])
	}
	return q
}

// Mean returns the average value, 0 for an empty plane.
func (p Plane) Mean() float32 {
	if len(p.Pix) == 0 {
		return 0
	}
	var s float64
	for _, v := range p.Pix {
		s += float64(v)
	}
	return float32(s / float64(len(p.Pix)))
}

// Product returns the products of the values of two planes of one size.
func Product(a, b Plane) Plane {
	q := New(a.W, a.H)
	Rows(a.H, func(y0, y1 int) {
		vec.Mul(q.Pix[y0*a.W:y1*a.W], a.Pix[y0*a.W:y1*a.W], b.Pix[y0*a.W:y1*a.W])
	})
	return q
}

// Map returns f of every value.
func (p Plane) Map(f func(float32) float32) Plane {
	q := New(p.W, p.H)
	Rows(p.H, func(y0, y1 int) {
		for i := y0 * p.W; i < y1*p.W; i++ {
			q.Pix[i] = f(p.Pix[i])
		}
	})
	return q
}

// Zip returns f of every pair of values of two planes of one size.
func Zip(a, b Plane, f func(a, b float32) float32) Plane {
	q := New(a.W, a.H)
	Rows(a.H, func(y0, y1 int) {
		for i := y0 * a.W; i < y1*a.W; i++ {
			q.Pix[i] = f(a.Pix[i], b.Pix[i])
		}
	})
	return q
}

// RGB is a colour picture as three planes of one size.
type RGB struct {
	W, H    int
	R, G, B Plane
}

// NewRGB returns a black picture.
func NewRGB(w, h int) RGB { return RGB{W: w, H: h, R: New(w, h), G: New(w, h), B: New(w, h)} }

// Channels returns the three planes; they share the picture's pixels.
func (p RGB) Channels() [3]Plane { return [3]Plane{p.R, p.G, p.B} }

// EachChannel returns the picture whose channels are f of this one's.
func (p RGB) EachChannel(f func(Plane) Plane) RGB {
	r, g, b := f(p.R), f(p.G), f(p.B)
	return RGB{W: r.W, H: r.H, R: r, G: g, B: b}
}

// Luma returns the BT.709 weighted sum of the encoded channels.
func (p RGB) Luma() Plane {
	out := New(p.W, p.H)
	Rows(p.H, func(y0, y1 int) {
		a, b := y0*p.W, y1*p.W
		vec.Luma(out.Pix[a:b], p.R.Pix[a:b], p.G.Pix[a:b], p.B.Pix[a:b])
	})
	return out
}

// bandRows is the height of one unit of parallel work.
const bandRows = 16

// Rows calls f for bands of rows that together cover 0 to n, in parallel. The bands are the same on every machine, so work
// inside a band may depend on its limits.
func Rows(n int, f func(y0, y1 int)) { bandsOf(n, bandRows, f) }

// stripColumns is the width of one unit of work that goes down columns: wide enough for the lanes, narrow enough for the cache.
const stripColumns = 128

// columns is Rows for work on the columns of a plane, each of which must not depend on the others.
func columns(n int, f func(x0, x1 int)) { bandsOf(n, stripColumns, f) }

// bandsOf calls f for bands of a size that together cover 0 to n, in parallel.
func bandsOf(n, size int, f func(from, to int)) {
	bands := (n + size - 1) / size
	workers := min(bands, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for b := range bands {
			f(b*size, min((b+1)*size, n))
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				b := int(next.Add(1)) - 1
				if b >= bands {
					return
				}
				f(b*size, min((b+1)*size, n))
			}
		})
	}
	wg.Wait()
}

func clamp(x, n int) int { return min(max(x, 0), n-1) }

// Smoothstep rises from 0 at a to 1 at b with zero slope at both ends; b may be below a.
func Smoothstep(a, b, x float32) float32 {
	t := (x - a) / (b - a)
	if t <= 0 {
		return 0
	}
	if t >= 1 {
		return 1
	}
	return t * t * (3 - 2*t)
}
