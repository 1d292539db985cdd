package segment

import (
	"math"
	"sync"

	"zoetrope/engine/studio/vision"
)

// Subject is what a picture is about.
type Subject struct {
	// Mask is 1 on the subject and 0 elsewhere, at the size of the picture given.
	Mask vision.Plane
	// Confidence in [0,1] says how far the mask can be trusted.
	Confidence float32
}

// FindSubject cuts the subject out of a picture about 320 pixels wide. Each opinion is a likelihood map of the picture's
// size with values in [0,1], such as Saliency or a sharpness map; each becomes a GrabCut, and the cut whose outline, shape
// and colours are the most plausible wins. Without opinions, saliency is used.
func FindSubject(p vision.RGB, opinions ...vision.Plane) Subject {
	if len(opinions) == 0 {
		opinions = []vision.Plane{Saliency(p)}
	}
	if long := max(p.W, p.H); long > cutSize {
		return findSmall(p, opinions, float64(cutSize)/float64(long))
	}
	judge := newJudge(p)
	cuts := make([]Subject, len(opinions))
	var wg sync.WaitGroup
	for i, o := range opinions {
		wg.Go(func() {
			if labels, ok := Labels(o); ok {
				mask := Clean(GrabCut(p, labels, 3), 0.12, 0.06)
				cuts[i] = Subject{Mask: mask, Confidence: judge.score(mask)}
			}
		})
	}
	wg.Wait()
	var best Subject
	for _, c := range cuts {
		if c.Mask.W > 0 && (c.Confidence > best.Confidence || best.Mask.W == 0) {
			best = c
		}
	}
	if best.Mask.W == 0 {
		best.Mask = vision.New(p.W, p.H)
	}
	return best
}

// cutSize is the long side of the pictures that are cut: the time of a cut grows faster than the area.
const cutSize = 224

// findSmall finds the subject of a reduced picture and enlarges the mask.
func findSmall(p vision.RGB, opinions []vision.Plane, scale float64) Subject {
	w, h := max(1, int(scale*float64(p.W)+0.5)), max(1, int(scale*float64(p.H)+0.5))
	reduce := func(c vision.Plane) vision.Plane { return vision.Resize(c, w, h) }
	small := make([]vision.Plane, len(opinions))
	for i, o := range opinions {
		small[i] = reduce(o)
	}
	s := FindSubject(p.EachChannel(reduce), small...)
	s.Mask = enlargeMask(s.Mask, p.W, p.H)
	return s
}

func enlargeMask(mask vision.Plane, w, h int) vision.Plane {
	return vision.Resize(mask, w, h).Map(func(v float32) float32 {
		if v >= 0.5 {
			return 1
		}
		return 0
	})
}

// Labels turns a likelihood map into the start of a GrabCut: inside the convex hull of its main parts the foreground is
// probable and its strongest core certain; outside it the background is probable, and certain far away and along the
// frame. It reports false when the map has no parts.
func Labels(likelihood vision.Plane) ([]Label, bool) {
	w, h := likelihood.W, likelihood.H
	threshold := otsu(likelihood)
	parts := components(likelihood, threshold)
	if len(parts) == 0 || len(parts[0].pixels) < 12 {
		return nil, false
	}
	var kept []int
	for _, c := range parts {
		if c.weight > 0.12*parts[0].weight {
			kept = append(kept, c.pixels...)
		}
	}
	inside := fillHull(hull(kept, w), w, h)
	around := vision.Box(inside, max(3, w/4))
	core := threshold + 0.75*(1-threshold)
	labels := make([]Label, w*h)
	for i := range labels {
		x, y := i%w, i/w
		switch {
		case inside.Pix[i] > 0 && likelihood.Pix[i] > core:
			labels[i] = Foreground
		case inside.Pix[i] > 0:
			labels[i] = ProbablyForeground
		case x < 2 || x >= w-2 || y < 2 || around.Pix[i] < 1e-4:
			labels[i] = Background
		default:
			labels[i] = ProbablyBackground
		}
	}
	return labels, true
}

// otsu returns the threshold that separates two classes best (Otsu 1979).
func otsu(p vision.Plane) float32 {
	var histogram [256]float64
	for _, v := range p.Pix {
		histogram[min(255, max(0, int(v*255)))]++
	}
	var sum, total float64
	for i, n := range histogram {
		sum += float64(i) * n
		total += n
	}
	threshold, best := 128, 0.0
	var below, belowSum float64
	for i, n := range histogram {
		below += n
		belowSum += float64(i) * n
		if below == 0 || below == total {
			continue
		}
		d := belowSum/below - (sum-belowSum)/(total-below)
		if v := below * (total - below) * d * d; v > best {
			best, threshold = v, i
		}
	}
	return (float32(threshold) + 0.5) / 255
}

// judge scores masks of one picture.
type judge struct {
	p        vision.RGB
	soft     vision.RGB // blurred, for comparing what lies either side of an outline
	gradient vision.Plane
	typical  float32
}

func newJudge(p vision.RGB) *judge {
	g := vision.Gradient(p.R)
	for _, c := range []vision.Plane{p.G, p.B} {
		g = vision.Zip(g, vision.Gradient(c), func(a, b float32) float32 { return max(a, b) })
	}
	soft := p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Box(c, 1) })
	return &judge{p: p, soft: soft, gradient: g, typical: g.Mean() + 1e-3}
}

// score multiplies four plausibilities, each in [0,1]: the outline lies on edges, the area is that of a subject, the shape
// is compact and keeps off the frame, and the colours differ from those around.
func (j *judge) score(mask vision.Plane) float32 {
	area := mask.Mean()
	if area <= 0 {
		return 0
	}
	size := vision.Smoothstep(0.01, 0.05, area) * vision.Smoothstep(0.72, 0.5, area)
	edges := vision.Smoothstep(0.45, 0.85, j.outlineContrast(mask))
	shape := vision.Smoothstep(0.25, 0.6, solidity(mask)) * vision.Smoothstep(0.5, 0.2, frameContact(mask))
	colours := vision.Smoothstep(0.15, 0.6, j.colourDistance(mask))
	return float32(math.Pow(float64(size*edges*shape*colours), 0.5))
}

// outlineContrast is the share of the outline that lies on a gradient above that typical of the picture and has different
// colours on its two sides: an edge inside a thing, such as between two petals, has only the gradient.
func (j *judge) outlineContrast(mask vision.Plane) float32 {
	near := vision.Dilate(j.gradient, 1)
	smooth := vision.Box(mask, 2)
	var clear, n float32
	for y := range mask.H {
		for x := range mask.W {
			i := y*mask.W + x
			if mask.Pix[i] == 0 || (mask.At(x+1, y) != 0 && mask.At(x-1, y) != 0 && mask.At(x, y+1) != 0 && mask.At(x, y-1) != 0) {
				continue
			}
			n++
			if near.Pix[i] > max(1.3*j.typical, 0.05) && j.sidesDiffer(smooth, x, y) {
				clear++
			}
		}
	}
	return clear / max(n, 1)
}

// sidesDiffer compares the colours a few pixels to either side of the outline at (x,y), across it.
func (j *judge) sidesDiffer(smooth vision.Plane, x, y int) bool {
	const reach, least = 3.5, 0.1
	dx, dy := smooth.At(x+1, y)-smooth.At(x-1, y), smooth.At(x, y+1)-smooth.At(x, y-1)
	length := float32(math.Sqrt(float64(dx*dx + dy*dy)))
	if length < 1e-4 {
		return false
	}
	dx, dy = reach*dx/length, reach*dy/length
	var sum float32
	for _, c := range j.soft.Channels() {
		d := c.Sample(float32(x)+dx, float32(y)+dy) - c.Sample(float32(x)-dx, float32(y)-dy)
		sum += d * d
	}
	return sum > least*least
}

// solidity is the share of its convex hull that the mask fills.
func solidity(mask vision.Plane) float32 {
	var pixels []int
	for i, v := range mask.Pix {
		if v > 0 {
			pixels = append(pixels, i)
		}
	}
	return float32(len(pixels)) / max(fillHull(hull(pixels, mask.W), mask.W, mask.H).Mean()*float32(len(mask.Pix)), 1)
}

// frameContact is the share of the top and the sides of the frame that the mask touches; subjects often stand on the
// bottom.
func frameContact(mask vision.Plane) float32 {
	var touch float32
	for x := range mask.W {
		touch += mask.Pix[x]
	}
	var left, right float32
	for y := range mask.H {
		left += mask.Pix[y*mask.W]
		right += mask.Pix[(y+1)*mask.W-1]
	}
	if left > 0 && right > 0 {
		// What runs through the whole frame is ground.
		touch += float32(mask.W)
	}
	return (touch + left + right) / float32(mask.W+2*mask.H)
}

// colourDistance is one minus the overlap of the colour histograms inside and outside.
func (j *judge) colourDistance(mask vision.Plane) float32 {
	return 1 - Alike(j.p, mask, mask.Map(func(v float32) float32 { return 1 - v }))
}

// Alike is how far the colours of two parts of a picture, whose masks are 0 or 1, are the same: the overlap of their histograms, from 0
// to 1.
func Alike(p vision.RGB, one, other vision.Plane) float32 {
	const bins = 6
	var a, b [bins * bins * bins]float64
	var nA, nB float64
	bin := func(v float32) int { return min(bins-1, max(0, int(v*bins))) }
	for i, v := range one.Pix {
		k := (bin(p.R.Pix[i])*bins+bin(p.G.Pix[i]))*bins + bin(p.B.Pix[i])
		if v > 0 {
			a[k]++
			nA++
		}
		if other.Pix[i] > 0 {
			b[k]++
			nB++
		}
	}
	overlap := 0.0
	for k := range a {
		overlap += math.Min(a[k]/math.Max(nA, 1), b[k]/math.Max(nB, 1))
	}
	return float32(overlap)
}
