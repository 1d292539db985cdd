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

// refiner solves for the correction (du,dv) to a field with linearised brightness constancy and a robust total variation.
type refiner struct {
	w, h           int
	ix, iy, iz     vision.Plane
	u, v           vision.Plane
	du, dv, smooth vision.Plane
}

func refine(a, b vision.Plane, f Field, outer int, smoothness float32) {
	r := &refiner{w: a.W, h: a.H, u: f.U, v: f.V}
	r.du, r.dv, r.smooth = vision.New(a.W, a.H), vision.New(a.W, a.H), vision.New(a.W, a.H)
	r.derivatives(a, Warp(b, f))
	for range outer {
		vision.Rows(r.h, func(y0, y1 int) { r.weigh(smoothness, y0, y1) })
		for range solverSweeps {
			for colour := range 2 {
				vision.Rows(r.h, func(y0, y1 int) { r.sweep(colour, y0, y1) })
			}
		}
	}
	for i := range f.U.Pix {
		f.U.Pix[i] += min(max(r.du.Pix[i], -maxCorrection), maxCorrection)
		f.V.Pix[i] += min(max(r.dv.Pix[i], -maxCorrection), maxCorrection)
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

func (r *refiner) weigh(smoothness float32, y0, y1 int) {
	for y := y0; y < y1; y++ {
		below := min(y+1, r.h-1) * r.w
		for x := range r.w {
			i, right, down := y*r.w+x, y*r.w+min(x+1, r.w-1), below+x
			u, v := r.u.Pix[i]+r.du.Pix[i], r.v.Pix[i]+r.dv.Pix[i]
			ux, uy := r.u.Pix[right]+r.du.Pix[right]-u, r.u.Pix[down]+r.du.Pix[down]-u
			vx, vy := r.v.Pix[right]+r.dv.Pix[right]-v, r.v.Pix[down]+r.dv.Pix[down]-v
			r.smooth.Pix[i] = smoothness / sqrt(ux*ux+uy*uy+vx*vx+vy*vy+robustEps)
		}
	}
}

// sweep is one red-black half-step of successive over-relaxation.
func (r *refiner) sweep(colour, y0, y1 int) {
	for y := y0; y < y1; y++ {
		for x := (y + colour) & 1; x < r.w; x += 2 {
			r.relax(x, y)
		}
	}
}

func (r *refiner) relax(x, y int) {
	i := y*r.w + x
	du, dv, u, v, smooth := r.du.Pix, r.dv.Pix, r.u.Pix, r.v.Pix, r.smooth.Pix
	// Weights of the four edges; an edge that leaves the frame has none.
	left, right, up, down := i, i, i, i
	var wl, wr, wu, wd float32
	if x > 0 {
		left, wl = i-1, smooth[i-1]
	}
	if x < r.w-1 {
		right, wr = i+1, smooth[i]
	}
	if y > 0 {
		up, wu = i-r.w, smooth[i-r.w]
	}
	if y < r.h-1 {
		down, wd = i+r.w, smooth[i]
	}
	total := wl + wr + wu + wd
	sumU := wl*(u[left]+du[left]) + wr*(u[right]+du[right]) + wu*(u[up]+du[up]) + wd*(u[down]+du[down])
	sumV := wl*(v[left]+dv[left]) + wr*(v[right]+dv[right]) + wu*(v[up]+dv[up]) + wd*(v[down]+dv[down])
	ix, iy, iz := r.ix.Pix[i], r.iy.Pix[i], r.iz.Pix[i]
	residual := iz + ix*du[i] + iy*dv[i]
	data := dataWeight / (sqrt(residual*residual+robustEps) * (1 + 0.02*(ix*ix+iy*iy)))
	a11, a12, a22 := data*ix*ix+total, data*ix*iy, data*iy*iy+total
	b1, b2 := sumU-total*u[i]-data*ix*iz, sumV-total*v[i]-data*iy*iz
	det := a11*a22 - a12*a12
	if det < 1e-9 {
		return
	}
	du[i] += overRelax * ((b1*a22-b2*a12)/det - du[i])
	dv[i] += overRelax * ((b2*a11-b1*a12)/det - dv[i])
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
