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
)

// refiner solves for a correction of a field with linearised brightness constancy and a robust total variation. Its unknowns are
// the corrected field, by successive over-relaxation on a chequerboard whose two colours lie in planes of their own: neighbours
// of one colour all have the other.
type refiner struct {
	w, h       int
	ix, iy, iz vision.Plane
	start      Field
	smooth     vision.Plane
	colours    [2]colour
	stride     int
}

// colour is one half of the chequerboard: pixel (x,y) is at refiner.at(x,y). Each has a border without weight.
type colour struct {
	u, v                  []float32
	left, right, up, down []float32 // weights of the neighbours
	a, b, c               []float32 // the inverse of the 2 x 2 system: a, b in its first row, b, c in its second
	ku, kv                []float32 // what does not depend on the neighbours
}

func (r *refiner) at(x, y int) int { return (y+1)*r.stride + x/2 + 1 }

func refine(a, b vision.Plane, f Field, outer int, smoothness float32) {
	r := &refiner{w: a.W, h: a.H, stride: (a.W+1)/2 + 2}
	r.start = Field{U: f.U.Clone(), V: f.V.Clone()}
	r.smooth = vision.New(a.W, a.H)
	n := r.stride * (a.H + 2)
	all := make([]float32, 2*11*n)
	for k := range r.colours {
		c := &r.colours[k]
		for _, p := range []*[]float32{&c.u, &c.v, &c.left, &c.right, &c.up, &c.down, &c.a, &c.b, &c.c, &c.ku, &c.kv} {
			*p, all = all[:n:n], all[n:]
		}
	}
	r.derivatives(a, Warp(b, f))
	vision.Rows(r.h, func(y0, y1 int) { r.scatter(f, y0, y1) })
	for range outer {
		vision.Rows(r.h, func(y0, y1 int) { r.weigh(f, smoothness, y0, y1) })
		vision.Rows(r.h, func(y0, y1 int) { r.system(f, y0, y1) })
		for range solverSweeps {
			for k := range 2 {
				vision.Rows(r.h, func(y0, y1 int) { r.sweep(k, y0, y1) })
			}
		}
		vision.Rows(r.h, func(y0, y1 int) { r.gather(f, y0, y1) })
	}
	for i, u := range r.start.U.Pix {
		v := r.start.V.Pix[i]
		f.U.Pix[i] = u + min(max(f.U.Pix[i]-u, -maxCorrection), maxCorrection)
		f.V.Pix[i] = v + min(max(f.V.Pix[i]-v, -maxCorrection), maxCorrection)
	}
}

// scatter spreads the field over the colours.
func (r *refiner) scatter(f Field, y0, y1 int) {
	for y := y0; y < y1; y++ {
		us, vs := f.U.Row(y), f.V.Row(y)
		for x, u := range us {
			c, i := &r.colours[(x+y)&1], r.at(x, y)
			c.u[i], c.v[i] = u, vs[x]
		}
	}
}

// gather is the inverse of scatter.
func (r *refiner) gather(f Field, y0, y1 int) {
	for y := y0; y < y1; y++ {
		us, vs := f.U.Row(y), f.V.Row(y)
		for x := range us {
			c, i := &r.colours[(x+y)&1], r.at(x, y)
			us[x], vs[x] = c.u[i], c.v[i]
		}
	}
}

// derivatives averages the spatial gradients of the first picture and of the second warped to it.
func (r *refiner) derivatives(a, warped vision.Plane) {
	r.ix, r.iy, r.iz = vision.New(r.w, r.h), vision.New(r.w, r.h), vision.New(r.w, r.h)
	vision.Rows(r.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			above, below := max(y-1, 0)*r.w, min(y+1, r.h-1)*r.w
			for x := range r.w {
				i := y*r.w + x
				left, right := y*r.w+max(x-1, 0), y*r.w+min(x+1, r.w-1)
				r.ix.Pix[i] = 0.25 * (a.Pix[right] - a.Pix[left] + warped.Pix[right] - warped.Pix[left])
				r.iy.Pix[i] = 0.25 * (a.Pix[below+x] - a.Pix[above+x] + warped.Pix[below+x] - warped.Pix[above+x])
				r.iz.Pix[i] = warped.Pix[i] - a.Pix[i]
			}
		}
	})
}

func (r *refiner) weigh(f Field, smoothness float32, y0, y1 int) {
	for y := y0; y < y1; y++ {
		below := min(y+1, r.h-1)
		us, vs, ud, vd, out := f.U.Row(y), f.V.Row(y), f.U.Row(below), f.V.Row(below), r.smooth.Row(y)
		for x, u := range us {
			v, right := vs[x], min(x+1, r.w-1)
			ux, uy, vx, vy := us[right]-u, ud[x]-u, vs[right]-v, vd[x]-v
			out[x] = smoothness / sqrt(ux*ux+uy*uy+vx*vx+vy*vy+robustEps)
		}
	}
}

// system writes down what each sweep computes with. The weight of the data is that of the field before the sweeps.
func (r *refiner) system(f Field, y0, y1 int) {
	for y := y0; y < y1; y++ {
		for x := range r.w {
			i, k := y*r.w+x, r.at(x, y)
			c := &r.colours[(x+y)&1]
			// An edge that leaves the frame has no weight.
			var left, right, up, down float32
			if x > 0 {
				left = r.smooth.Pix[i-1]
			}
			if x < r.w-1 {
				right = r.smooth.Pix[i]
			}
			if y > 0 {
				up = r.smooth.Pix[i-r.w]
			}
			if y < r.h-1 {
				down = r.smooth.Pix[i]
			}
			c.left[k], c.right[k], c.up[k], c.down[k] = left, right, up, down
			total := left + right + up + down
			ix, iy, iz := r.ix.Pix[i], r.iy.Pix[i], r.iz.Pix[i]
			u, v := r.start.U.Pix[i], r.start.V.Pix[i]
			residual := iz + ix*(f.U.Pix[i]-u) + iy*(f.V.Pix[i]-v)
			data := dataWeight / (sqrt(residual*residual+robustEps) * (1 + 0.02*(ix*ix+iy*iy)))
			a11, a12, a22 := data*ix*ix+total, data*ix*iy, data*iy*iy+total
			det := a11*a22 - a12*a12
			if det < 1e-9 {
				c.a[k], c.b[k], c.c[k], c.ku[k], c.kv[k] = 0, 0, 0, u, v
				continue
			}
			scale := 1 / det
			c.a[k], c.b[k], c.c[k] = a22*scale, -a12*scale, a11*scale
			b1, b2 := data*ix*iz+total*u, data*iy*iz+total*v
			c.ku[k] = u - c.a[k]*b1 - c.b[k]*b2
			c.kv[k] = v - c.b[k]*b1 - c.c[k]*b2
		}
	}
}

// sweep is one half-step of successive over-relaxation: all pixels of one colour in some rows.
func (r *refiner) sweep(k, y0, y1 int) {
	mine, other := &r.colours[k], &r.colours[1-k]
	for y := y0; y < y1; y++ {
		odd := (k + y) & 1 // the column of the row's first pixel of this colour
		n := (r.w + 1 - odd) / 2
		i := r.at(0, y)
		relax(mine, other, i, n, i-1+odd, i-r.stride, i+r.stride)
	}
}

// relax moves n pixels from i towards the solution; their neighbours in the other colour begin at left, left+1, up and down.
func relax(m, o *colour, i, n, left, up, down int) {
	for k := relaxLanes(m, o, i, n, left, up, down); k < n; k++ {
		j := i + k
		wl, wr, wu, wd := m.left[j], m.right[j], m.up[j], m.down[j]
		sumU := wl*o.u[left+k] + wr*o.u[left+k+1] + wu*o.u[up+k] + wd*o.u[down+k]
		sumV := wl*o.v[left+k] + wr*o.v[left+k+1] + wu*o.v[up+k] + wd*o.v[down+k]
		m.u[j] += overRelax * (m.a[j]*sumU + m.b[j]*sumV + m.ku[j] - m.u[j])
		m.v[j] += overRelax * (m.b[j]*sumU + m.c[j]*sumV + m.kv[j] - m.v[j])
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
