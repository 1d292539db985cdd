// Package flow estimates dense optical flow between two pictures.
//
// It is Dense Inverse Search (Kroeger et al., "Fast Optical Flow using Dense Inverse Search", ECCV 2016) with raster and
// reverse propagation between neighbouring patches, followed at each level by the variational refinement of Brox et al.
// ("High Accuracy Optical Flow Estimation Based on a Theory for Warping", ECCV 2004).
package flow

import (
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/vec"
)

// Field is a displacement per pixel: the content of the first picture at (x,y) is at (x+U, y+V) in the second, in pixels.
type Field struct{ U, V vision.Plane }

// At interpolates the displacement at (x,y).
func (f Field) At(x, y float32) (u, v float32) { return f.U.Sample(x, y), f.V.Sample(x, y) }

// Options trade accuracy for time. The zero value is not useful: start from Accurate or Fast.
type Options struct {
	// Finest is the pyramid level at which the search stops: 0 is the full size, each further level half of it.
	Finest int
	// Iterations of the patch search.
	Iterations int
	// Refinements are the outer iterations of the variational step; 0 leaves it out.
	Refinements int
	// Smoothness weighs the smoothness term of the variational step.
	Smoothness float32
}

// Accurate suits measuring: it resolves a tenth of a pixel on textured pictures.
func Accurate() Options { return Options{Finest: 0, Iterations: 12, Refinements: 4, Smoothness: 12} }

// Balanced suits warping and interpolation: a fifth of a pixel, at a quarter of the time of Accurate.
func Balanced() Options { return Options{Finest: 1, Iterations: 12, Refinements: 4, Smoothness: 12} }

// Fast suits previews and tracking: about a fifth of the time of Balanced, less smooth.
func Fast() Options { return Options{Finest: 2, Iterations: 10} }

const (
	coarsestWidth, coarsestHeight = 40, 30 // no level below this size is added
	maxLevels                     = 7
	patchSize                     = 8
	patchStride                   = 4
	codes                         = 255 // the constants below are in units of 8-bit codes
)

// Estimate returns the flow from a to b, two planes of one size with values in [0,1] (luma). Planes smaller than a patch
// have no flow: the field is zero.
func Estimate(a, b vision.Plane, o Options) Field {
	scale := func(v float32) float32 { return v * codes }
	as, bs := []vision.Plane{a.Map(scale)}, []vision.Plane{b.Map(scale)}
	for len(as) < maxLevels && as[len(as)-1].W >= coarsestWidth && as[len(as)-1].H >= coarsestHeight {
		as = append(as, vision.Half(as[len(as)-1]))
		bs = append(bs, vision.Half(bs[len(bs)-1]))
	}
	top := len(as) - 1
	finest := min(o.Finest, top)
	f := Field{U: vision.New(as[top].W, as[top].H), V: vision.New(as[top].W, as[top].H)}
	for l := top; l >= finest; l-- {
		if l < top {
			f = enlarge(f, as[l].W, as[l].H)
		}
		searchLevel(as[l], bs[l], f, o.Iterations)
		if o.Refinements > 0 {
			refine(as[l], bs[l], f, o.Refinements, o.Smoothness)
		}
	}
	return enlarge(f, a.W, a.H)
}

// enlarge resamples a field bilinearly and scales its vectors with it.
func enlarge(f Field, w, h int) Field {
	if f.U.W == w && f.U.H == h {
		return f
	}
	lift := vision.NewLift(f.U.W, f.U.H, w, h)
	scale := func(p vision.Plane, by float32) vision.Plane {
		out := lift.Plane(p)
		for i := range out.Pix {
			out.Pix[i] *= by
		}
		return out
	}
	return Field{U: scale(f.U, float32(w)/float32(f.U.W)), V: scale(f.V, float32(h)/float32(f.V.H))}
}

// Warp pulls b back to the first picture: out(x,y) = b(x+U, y+V), bilinear, border repeated.
func Warp(b vision.Plane, f Field) vision.Plane { return WarpAll(f, b)[0] }

// WarpAll is Warp of several planes of one size, whose places are found once.
func WarpAll(f Field, planes ...vision.Plane) []vision.Plane {
	out := make([]vision.Plane, len(planes))
	for k, p := range planes {
		out[k] = vision.New(p.W, p.H)
	}
	w, h := planes[0].W, planes[0].H
	vision.Rows(h, func(y0, y1 int) {
		var row warpedRow
		for y := y0; y < y1; y++ {
			row.find(f.U.Row(y), f.V.Row(y), y, w, h)
			for k, p := range planes {
				row.read(out[k].Row(y), p)
			}
		}
	})
	return out
}

// warpedRow are the places of the samples of a row.
type warpedRow struct {
	at     []int32
	ax, ay []float32
}

// find looks for the places in planes of w x h values of what is displaced from row y.
func (r *warpedRow) find(us, vs []float32, y, w, h int) {
	if len(r.at) != w {
		r.at, r.ax, r.ay = make([]int32, w), make([]float32, w), make([]float32, w)
	}
	if w < 2 || h < 2 { // nothing to interpolate in one direction
		for x := range r.at {
			px, py := min(max(int(float32(x)+us[x]+0.5), 0), w-1), min(max(int(float32(y)+vs[x]+0.5), 0), h-1)
			r.at[x] = int32(py*w + px)
		}
		return
	}
	vec.Places(r.at, r.ax, r.ay, us, vs, y, w, h)
}

// read samples a plane at the places.
func (r *warpedRow) read(dst []float32, p vision.Plane) {
	if p.W < 2 || p.H < 2 {
		for x, k := range r.at {
			dst[x] = p.Pix[k]
		}
		return
	}
	vec.Bilinear(dst, p.Pix, p.W, r.at, r.ax, r.ay)
}
