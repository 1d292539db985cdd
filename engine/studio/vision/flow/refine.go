package flow

import (
	"math"

	"zoetrope/engine/studio/vision"
)

const (
	robustEps     = 0.01 // square of the width at which the penalties turn from quadratic to linear
	solverSweeps  = 5
	overRelax     = 1.6
	dataWeight    = 5
	maxCorrection = 4 // pixels per level

	gradientWeight = 0.02 // by how much strong gradients weigh less
	leastDet       = 1e-9 // of a system that can be solved
)

// refiner solves for a correction of a field with linearised brightness constancy and a robust total variation. Its unknowns are
// the corrected field, by successive over-relaxation on a chequerboard whose two colours lie in planes of their own: neighbours
// of one colour all have the other.
type refiner struct {
	w, h, stride int
	smoothness   float32
	colours      [2]colour
}

// colour is one half of the chequerboard: pixel (x,y) is at refiner.at(x,y). Each has a border without weight.
type colour struct {
	u, v        []float32
	u0, v0      []float32 // the field before
	ix, iy, iz  []float32 // derivatives
	right, down []float32 // weights of the neighbours on these sides; those on the others know the weights of theirs
	a, b, c     []float32 // the inverse of the 2 x 2 system: a, b in its first row, b, c in its second
	ku, kv      []float32 // what does not depend on the neighbours
}

const colourPlanes = 14

func (c *colour) planes() [colourPlanes]*[]float32 {
	return [...]*[]float32{&c.u, &c.v, &c.u0, &c.v0, &c.ix, &c.iy, &c.iz, &c.right, &c.down, &c.a, &c.b, &c.c, &c.ku, &c.kv}
}

func (r *refiner) at(x, y int) int { return (y+1)*r.stride + x/2 + 1 }

// row is the part of a row that has one colour: its first pixel, how many there are, and the left neighbour of the first in the
// other colour.
func (r *refiner) row(k, y int) (first, n, left int) {
	odd := (k + y) & 1 // the column of the first pixel
	first = r.at(0, y)
	return first, (r.w + 1 - odd) / 2, first - 1 + odd
}

func refine(a, b vision.Plane, f Field, outer int, smoothness float32) {
	r := &refiner{w: a.W, h: a.H, stride: (a.W+1)/2 + 2, smoothness: smoothness}
	n := r.stride * (a.H + 2)
	all := make([]float32, 2*colourPlanes*n)
	for k := range r.colours {
		for _, p := range r.colours[k].planes() {
			*p, all = all[:n:n], all[n:]
		}
	}
	warped := Warp(b, f)
	vision.Rows(r.h, func(y0, y1 int) { r.scatter(a, warped, f, y0, y1) })
	for range outer {
		r.extend()
		r.each(r.weigh)
		r.each(r.system)
		for range solverSweeps {
			for k := range 2 {
				vision.Rows(r.h, func(y0, y1 int) { r.sweep(k, y0, y1) })
			}
		}
	}
	vision.Rows(r.h, func(y0, y1 int) { r.gather(f, y0, y1) })
}

// each calls f for both colours of all rows.
func (r *refiner) each(f func(k, y int)) {
	vision.Rows(r.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			f(0, y)
			f(1, y)
		}
	})
}

// scatter spreads the field over the colours, and with it the spatial gradients of the first picture and of the second warped to it,
// averaged, and their difference.
func (r *refiner) scatter(a, warped vision.Plane, f Field, y0, y1 int) {
	for y := y0; y < y1; y++ {
		above, below := max(y-1, 0), min(y+1, r.h-1)
		p, q, us, vs := a.Row(y), warped.Row(y), f.U.Row(y), f.V.Row(y)
		pu, pd, qu, qd := a.Row(above), a.Row(below), warped.Row(above), warped.Row(below)
		for x, u := range us {
			left, right := max(x-1, 0), min(x+1, r.w-1)
			c, i := &r.colours[(x+y)&1], r.at(x, y)
			c.u[i], c.v[i], c.u0[i], c.v0[i] = u, vs[x], u, vs[x]
			c.ix[i] = 0.25 * (p[right] - p[left] + q[right] - q[left])
			c.iy[i] = 0.25 * (pd[x] - pu[x] + qd[x] - qu[x])
			c.iz[i] = q[x] - p[x]
		}
	}
}

// gather is the inverse of scatter for the field, whose correction it limits.
func (r *refiner) gather(f Field, y0, y1 int) {
	for y := y0; y < y1; y++ {
		us, vs := f.U.Row(y), f.V.Row(y)
		for x := range us {
			c, i := &r.colours[(x+y)&1], r.at(x, y)
			us[x], vs[x] = limited(c.u[i], c.u0[i]), limited(c.v[i], c.v0[i])
		}
	}
}

// limited is a value within the largest correction of one before. NaN stays.
func limited(v, before float32) float32 {
	if d := v - before; d > maxCorrection {
		return before + maxCorrection
	} else if d < -maxCorrection {
		return before - maxCorrection
	}
	return v
}

// extend repeats the field behind its right and lower sides, where it has no gradient.
func (r *refiner) extend() {
	for y := range r.h {
		in, out := &r.colours[(r.w-1+y)&1], &r.colours[(r.w+y)&1]
		out.u[r.at(r.w, y)], out.v[r.at(r.w, y)] = in.u[r.at(r.w-1, y)], in.v[r.at(r.w-1, y)]
	}
	for k := range r.colours {
		first, n, _ := r.row(k, r.h-1)
		in, out := &r.colours[k], &r.colours[1-k]
		copy(out.u[first+r.stride:][:n], in.u[first:])
		copy(out.v[first+r.stride:][:n], in.v[first:])
	}
}

// weigh finds the weights of the neighbours on the right and below: an edge that leaves the frame has none.
func (r *refiner) weigh(k, y int) {
	m, o := &r.colours[k], &r.colours[1-k]
	first, n, left := r.row(k, y)
	weigh(m, o, first, n, left+1, first+r.stride, r.smoothness)
	if y == r.h-1 {
		clear(m.down[first : first+n])
	}
	if (r.w-1+y)&1 == k {
		m.right[first+n-1] = 0
	}
}

// weigh is refiner.weigh for n pixels from the first; their neighbours in the other colour begin at right and down.
func weigh(m, o *colour, first, n, right, down int, smoothness float32) {
	for j := weighLanes(m, o, first, n, right, down, smoothness); j < n; j++ {
		i := first + j
		u, v := m.u[i], m.v[i]
		ux, uy, vx, vy := o.u[right+j]-u, o.u[down+j]-u, o.v[right+j]-v, o.v[down+j]-v
		m.right[i] = smoothness / sqrt(ux*ux+uy*uy+vx*vx+vy*vy+robustEps)
		m.down[i] = m.right[i]
	}
}

// system writes down what each sweep computes with. The weight of the data is that of the field before the sweeps.
func (r *refiner) system(k, y int) {
	first, n, left := r.row(k, y)
	system(&r.colours[k], &r.colours[1-k], first, n, left, first-r.stride)
}

// system is refiner.system for n pixels from the first; their neighbours in the other colour begin at left and up.
func system(m, o *colour, first, n, left, up int) {
	for j := systemLanes(m, o, first, n, left, up); j < n; j++ {
		i := first + j
		total := o.right[left+j] + m.right[i] + o.down[up+j] + m.down[i]
		ix, iy, iz, u, v := m.ix[i], m.iy[i], m.iz[i], m.u0[i], m.v0[i]
		residual := iz + ix*(m.u[i]-u) + iy*(m.v[i]-v)
		data := dataWeight / (sqrt(residual*residual+robustEps) * (1 + gradientWeight*(ix*ix+iy*iy)))
		a11, a12, a22 := data*ix*ix+total, data*ix*iy, data*iy*iy+total
		det := a11*a22 - a12*a12
		if det < leastDet {
			m.a[i], m.b[i], m.c[i], m.ku[i], m.kv[i] = 0, 0, 0, u, v
			continue
		}
		scale := 1 / det
		m.a[i], m.b[i], m.c[i] = a22*scale, -a12*scale, a11*scale
		b1, b2 := data*ix*iz+total*u, data*iy*iz+total*v
		m.ku[i] = u - m.a[i]*b1 - m.b[i]*b2
		m.kv[i] = v - m.b[i]*b1 - m.c[i]*b2
	}
}

// sweep is one half-step of successive over-relaxation: all pixels of one colour in some rows.
func (r *refiner) sweep(k, y0, y1 int) {
	mine, other := &r.colours[k], &r.colours[1-k]
	for y := y0; y < y1; y++ {
		i, n, left := r.row(k, y)
		relax(mine, other, i, n, left, i-r.stride, i+r.stride)
	}
}

// relax moves n pixels from i towards the solution; their neighbours in the other colour begin at left, left+1, up and down.
func relax(m, o *colour, i, n, left, up, down int) {
	for k := relaxLanes(m, o, i, n, left, up, down); k < n; k++ {
		j := i + k
		wl, wr, wu, wd := o.right[left+k], m.right[j], o.down[up+k], m.down[j]
		sumU := wl*o.u[left+k] + wr*o.u[left+k+1] + wu*o.u[up+k] + wd*o.u[down+k]
		sumV := wl*o.v[left+k] + wr*o.v[left+k+1] + wu*o.v[up+k] + wd*o.v[down+k]
		m.u[j] += overRelax * (m.a[j]*sumU + m.b[j]*sumV + m.ku[j] - m.u[j])
		m.v[j] += overRelax * (m.b[j]*sumU + m.c[j]*sumV + m.kv[j] - m.v[j])
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
