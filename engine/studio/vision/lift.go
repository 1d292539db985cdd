package vision

import (
	"math"

	"zoetrope/engine/studio/vision/vec"
)

// Lift enlarges planes of one size bilinearly to another, with weights that are found once.
type Lift struct {
	fromW, w, h int
	ix, iy      []int32
	fx, fy      []float32
	// twice and fourfold are set where the width grows by as much: then all weights are quarters or eighths.
	twice, fourfold bool
}

// NewLift prepares the enlargement of planes of fromW x fromH to w x h.
func NewLift(fromW, fromH, w, h int) *Lift {
	l := &Lift{fromW: fromW, w: w, h: h, twice: w == 2*fromW, fourfold: w == 4*fromW}
	l.ix, l.fx = steps(fromW, w)
	l.iy, l.fy = steps(fromH, h)
	return l
}

// steps gives for every position of the larger side the left neighbour on the smaller and the share of the right one.
func steps(from, to int) (left []int32, share []float32) {
	left, share = make([]int32, to), make([]float32, to)
	for i := range left {
		at := (float64(i)+0.5)*float64(from)/float64(to) - 0.5
		k := min(max(int(math.Floor(at)), 0), max(from-2, 0))
		left[i], share[i] = int32(k), float32(min(max(at-float64(k), 0), 1))
	}
	return left, share
}

// Plane returns p enlarged.
func (l *Lift) Plane(p Plane) Plane {
	out := New(l.w, l.h)
	l.Into(out, p)
	return out
}

// Into overwrites dst with p enlarged.
func (l *Lift) Into(dst, p Plane) {
	Rows(l.h, func(y0, y1 int) {
		scratch := l.Scratch()
		for y := y0; y < y1; y++ {
			l.Row(dst.Row(y), scratch, p, y)
		}
	})
}

// Scratch is what Row works in.
func (l *Lift) Scratch() []float32 { return make([]float32, l.fromW+1) }

// Row overwrites dst with row y of p enlarged.
func (l *Lift) Row(dst, scratch []float32, p Plane, y int) {
	top := int(l.iy[y])
	vec.Lerp(scratch[:l.fromW], p.Row(top), p.Row(min(top+1, p.H-1)), l.fy[y])
	scratch[l.fromW] = scratch[l.fromW-1] // a right neighbour for the last one
	if l.twice {
		vec.Double(dst, scratch[:l.fromW])
		return
	}
	if l.fourfold {
		vec.Quadruple(dst, scratch[:l.fromW])
		return
	}
	fx := l.fx[:len(dst)]
	for x, k := range l.ix[:len(dst)] {
		pair := scratch[k : k+2 : k+2]
		dst[x] = pair[0] + (pair[1]-pair[0])*fx[x]
	}
}
