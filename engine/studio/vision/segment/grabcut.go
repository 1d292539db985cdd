// Package segment separates a subject from its surroundings: saliency, GrabCut and mattes.
package segment

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// Label says what is known about a pixel before the cut.
type Label uint8

// Background and Foreground are certain; the cut decides the other two.
const (
	Background Label = iota
	ProbablyBackground
	ProbablyForeground
	Foreground
)

func (l Label) front() bool { return l >= ProbablyForeground }

const (
	// edgeWeight is the gamma of the GrabCut paper, for 8-bit colours.
	edgeWeight = 50
	certain    = 1e6
	minPixels  = 50 // a colour model from fewer pixels says nothing
)

// GrabCut separates foreground from background by iterated graph cuts over two colour mixtures (Rother, Kolmogorov, Blake,
// "GrabCut", SIGGRAPH 2004). labels has one entry per pixel of p. The mask is 1 inside and 0 outside; where either side has
// almost no pixels to learn from it is the labels as given. About 320 pixels on the long side are enough: refine the result
// with Matte.
func GrabCut(p vision.RGB, labels []Label, iterations int) vision.Plane {
	px := colours(p)
	mask := make([]bool, len(px))
	for i, l := range labels {
		mask[i] = l.front()
	}
	contrast := edgeContrast(p.W, p.H, px)
	var front, back *mixture
	for range iterations {
		in, out := divide(px, mask)
		if len(in) < minPixels || len(out) < minPixels {
			break
		}
		front, back = learn(in, front), learn(out, back)
		g := build(p.W, p.H, px, labels, front, back, contrast)
		g.solve()
		for i := range mask {
			mask[i] = g.fromSource(i)
		}
	}
	out := vision.New(p.W, p.H)
	for i, in := range mask {
		if in {
			out.Pix[i] = 1
		}
	}
	return out
}

func divide(px []colour, mask []bool) (in, out []colour) {
	for i, c := range px {
		if mask[i] {
			in = append(in, c)
		} else {
			out = append(out, c)
		}
	}
	return in, out
}

// learn refits a mixture, or makes the first one.
func learn(px []colour, before *mixture) *mixture {
	if before == nil {
		return fit(px, cluster(px, 6))
	}
	label := make([]uint8, len(px))
	for i, c := range px {
		k, _ := before.nearest(c)
		label[i] = uint8(k)
	}
	return fit(px, label)
}

// edgeContrast is the beta of the paper: half the inverse of the mean squared difference between neighbours.
func edgeContrast(w, h int, px []colour) float64 {
	sum, n := 0.0, 0
	for y := range h {
		for x := range w {
			i := y*w + x
			if x+1 < w {
				sum += px[i].distance2(px[i+1])
				n++
			}
			if y+1 < h {
				sum += px[i].distance2(px[i+w])
				n++
			}
		}
	}
	return 1 / (2*sum/math.Max(float64(n), 1) + 1e-9)
}

func build(w, h int, px []colour, labels []Label, front, back *mixture, contrast float64) *graph {
	g := newGraph(len(px), 4*len(px))
	vision.Rows(h, func(y0, y1 int) {
		for i := y0 * w; i < y1*w; i++ {
			switch labels[i] {
			case Background:
				g.terminal[i] = -certain
			case Foreground:
				g.terminal[i] = certain
			default:
				_, f := front.nearest(px[i])
				_, b := back.nearest(px[i])
				g.terminal[i] = float32(b - f)
			}
		}
	})
	join := func(i, j int, scale float64) {
		g.edge(i, j, scale*edgeWeight*math.Exp(-contrast*px[i].distance2(px[j])))
	}
	for y := range h {
		for x := range w {
			i := y*w + x
			if x+1 < w {
				join(i, i+1, 1)
			}
			if y+1 < h {
				join(i, i+w, 1)
			}
			if x+1 < w && y+1 < h {
				join(i, i+w+1, math.Sqrt2/2)
			}
			if x > 0 && y+1 < h {
				join(i, i+w-1, math.Sqrt2/2)
			}
		}
	}
	return g
}

// Matte enlarges a mask to the size of p and gives it the soft edges of the picture there: 0 outside, 1 inside.
func Matte(p vision.RGB, mask vision.Plane) vision.Plane {
	large := vision.Resize(mask, p.W, p.H)
	r := max(2, min(p.W, p.H)/70)
	soft := vision.GuidedRGB(p, large, r, 2e-4)
	return soft.Map(func(v float32) float32 { return vision.Smoothstep(0.12, 0.88, v) })
}
