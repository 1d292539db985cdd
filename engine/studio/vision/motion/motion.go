// Package motion measures how a camera moved between two pictures: it fits a similarity (shift, zoom, roll) to optical
// flow. It serves to verify that a clip moves the way its camera was told to.
package motion

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
)

// Similarity maps a point p of the first picture, measured from the centre of the frame, to
// Exp(LogScale) * rotate(p, Roll) + (X, Y). It describes how the content moves: the camera moves the other way.
type Similarity struct {
	// X and Y are the shift in fractions of the frame's width (both), right and down positive.
	X, Y float64
	// LogScale is the natural logarithm of the magnification: positive when zooming in.
	LogScale float64
	// Roll is the rotation of the content in radians, clockwise on the screen.
	Roll float64
	// Residual is the root mean square of what the fit does not explain, in fractions of the width. Parallax, local
	// motion and noise end up here.
	Residual float64
}

// Add composes small motions: the sums of the parameters. It suits steps of a clip, whose cross terms are negligible.
func (s Similarity) Add(t Similarity) Similarity {
	return Similarity{
		X: s.X + t.X, Y: s.Y + t.Y, LogScale: s.LogScale + t.LogScale, Roll: s.Roll + t.Roll,
		Residual: math.Hypot(s.Residual, t.Residual),
	}
}

// Between estimates the flow from a to b (luma planes of one size, values in [0,1]) and fits it. Pictures about 200 to 400
// pixels wide are large enough.
func Between(a, b vision.Plane) Similarity {
	return Fit(flow.Estimate(a, b, flow.Accurate()), vision.Plane{})
}

const (
	fitIterations = 8
	minSamples    = 16
	mostSamples   = 8000 // about, on a regular grid
)

// Fit returns the similarity nearest to the field. Where weight (the field's size, values from 0) is given, pixels count
// accordingly; an empty plane counts all alike. Moving objects are outvoted: the fit is reweighted with the Geman-McClure
// function around the mean residual.
func Fit(f flow.Field, weight vision.Plane) Similarity {
	w, h := f.U.W, f.U.H
	if w*h < minSamples {
		return Similarity{}
	}
	step := max(1, int(math.Round(math.Sqrt(float64(w*h)/mostSamples))))
	samples := make([]sample, 0, (w/step+1)*(h/step+1))
	cx, cy := float64(w-1)/2, float64(h-1)/2
	for y := 0; y < h; y += step {
		for x := 0; x < w; x += step {
			i := y*w + x
			if len(weight.Pix) > 0 && weight.Pix[i] <= 0 {
				continue
			}
			s := sample{
				x: float64(x) - cx, y: float64(y) - cy,
				u: float64(f.U.Pix[i]), v: float64(f.V.Pix[i]), prior: 1,
			}
			if len(weight.Pix) > 0 {
				s.prior = float64(weight.Pix[i])
			}
			s.weight = s.prior
			samples = append(samples, s)
		}
	}
	var p params
	for range fitIterations {
		next, ok := solve(samples)
		if !ok {
			return Similarity{}
		}
		p = next
		reweigh(samples, p)
	}
	width := float64(w)
	return Similarity{
		X: p.tx / width, Y: p.ty / width,
		LogScale: math.Log(math.Hypot(1+p.a, p.b)), Roll: math.Atan2(p.b, 1+p.a),
		Residual: residual(samples, p) / width,
	}
}

type sample struct{ x, y, u, v, prior, weight float64 }

// params of the displacement u = tx + a x - b y, v = ty + b x + a y.
type params struct{ tx, ty, a, b float64 }

func (p params) error2(s sample) float64 {
	du := s.u - (p.tx + p.a*s.x - p.b*s.y)
	dv := s.v - (p.ty + p.b*s.x + p.a*s.y)
	return du*du + dv*dv
}

// solve is weighted least squares; around the weighted centroid the four unknowns decouple.
func solve(samples []sample) (params, bool) {
	var n, mx, my, mu, mv float64
	for _, s := range samples {
		n += s.weight
		mx += s.weight * s.x
		my += s.weight * s.y
		mu += s.weight * s.u
		mv += s.weight * s.v
	}
	if n < 1e-9 {
		return params{}, false
	}
	mx, my, mu, mv = mx/n, my/n, mu/n, mv/n
	var rr, dot, cross float64
	for _, s := range samples {
		x, y, u, v := s.x-mx, s.y-my, s.u-mu, s.v-mv
		rr += s.weight * (x*x + y*y)
		dot += s.weight * (x*u + y*v)
		cross += s.weight * (x*v - y*u)
	}
	if rr < 1e-9 {
		return params{tx: mu, ty: mv}, true
	}
	a, b := dot/rr, cross/rr
	return params{tx: mu - a*mx + b*my, ty: mv - b*mx - a*my, a: a, b: b}, true
}

func reweigh(samples []sample, p params) {
	var sum, n float64
	for _, s := range samples {
		sum += s.prior * math.Sqrt(p.error2(s))
		n += s.prior
	}
	width := math.Max(2*sum/math.Max(n, 1e-9), 0.05)
	for i, s := range samples {
		q := width * width / (width*width + p.error2(s))
		samples[i].weight = s.prior * q * q
	}
}

func residual(samples []sample, p params) float64 {
	var sum, n float64
	for _, s := range samples {
		sum += s.prior * p.error2(s)
		n += s.prior
	}
	return math.Sqrt(sum / math.Max(n, 1e-9))
}
