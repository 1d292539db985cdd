package track

import (
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/segment"
)

// bins of a colour histogram per channel.
const bins = 14

// histogram is a colour histogram.
type histogram []float32

// palette holds the colours inside and around a mask: as they were in the key frame, and as they have become.
type palette struct{ keyIn, keyOut, in, out histogram }

func learnColours(p vision.RGB, mask vision.Plane) *palette {
	c := &palette{}
	for _, h := range []*histogram{&c.keyIn, &c.keyOut, &c.in, &c.out} {
		*h = make(histogram, bins*bins*bins)
	}
	count(c.keyIn, c.keyOut, p, mask, 1)
	copy(c.in, c.keyIn)
	copy(c.out, c.keyOut)
	return c
}

// count adds the colours of a picture with a weight: those well inside, and those outside but near.
func count(in, out histogram, p vision.RGB, mask vision.Plane, weight float32) {
	inside := core(mask)
	reach := max(8, mask.W/8)
	near := vision.Box(vision.Dilate(mask, reach/2), reach/2)
	var nIn, nOut float32
	for i, m := range mask.Pix {
		switch {
		case inside.Pix[i] > 0.7:
			nIn++
		case m < 0.05 && near.Pix[i] > 0:
			nOut++
		}
	}
	for i, m := range mask.Pix {
		switch k := bin(p, i); {
		case inside.Pix[i] > 0.7:
			in[k] += weight / max(nIn, 1)
		case m < 0.05 && near.Pix[i] > 0:
			out[k] += weight / max(nOut, 1)
		}
	}
}

// adapt forgets a little and learns a little.
func (c *palette) adapt(p vision.RGB, mask vision.Plane) {
	const rate = 0.15
	for k := range c.in {
		c.in[k] *= 1 - rate
		c.out[k] *= 1 - rate
	}
	count(c.in, c.out, p, mask, rate)
}

// likelihood is that of each pixel to belong inside, by its colour alone; 0.5 says nothing. The key frame counts for more than
// what was tracked since, or a mask that has begun to drift would believe itself.
func (c *palette) likelihood(p vision.RGB) vision.Plane {
	const unknown, key = 2e-4, 0.7
	out := vision.New(p.W, p.H)
	for i := range out.Pix {
		k := bin(p, i)
		in, around := key*c.keyIn[k]+(1-key)*c.in[k], key*c.keyOut[k]+(1-key)*c.out[k]
		out.Pix[i] = (in + unknown) / (in + around + 2*unknown)
	}
	return out
}

func bin(p vision.RGB, i int) int {
	q := func(v float32) int { return min(max(int(v*bins), 0), bins-1) }
	return (q(p.R.Pix[i])*bins+q(p.G.Pix[i]))*bins + q(p.B.Pix[i])
}

// recut cuts the outline of a mask anew within a band of a few pixels, given how likely each pixel belongs inside by its colour. It reports
// false where the result differs so much that
// one of the two must be wrong.
func recut(p vision.RGB, mask, likely vision.Plane) (vision.Plane, bool) {
	const band, margin = 4, 24
	x0, y0, x1, y1 := cutout.Bounds(mask, 0.3)
	if x1 <= x0 {
		return mask, false
	}
	x0, y0, x1, y1 = max(x0-margin, 0), max(y0-margin, 0), min(x1+margin, mask.W), min(y1+margin, mask.H)
	cut := func(c vision.Plane) vision.Plane { return c.Part(x0, y0, x1, y1) }
	small, colours := cut(mask), cut(likely)
	inner, outer := vision.Erode(small, band), vision.Dilate(small, band)
	labels := make([]segment.Label, len(small.Pix))
	for i, m := range small.Pix {
		switch {
		case inner.Pix[i] > 0.5:
			labels[i] = segment.Foreground
		case outer.Pix[i] < 0.5:
			labels[i] = segment.Background
		case m+colours.Pix[i] > 1:
			labels[i] = segment.ProbablyForeground
		default:
			labels[i] = segment.ProbablyBackground
		}
	}
	fresh := segment.GrabCut(p.EachChannel(cut), labels, 1)
	var both, either float32
	for i, v := range fresh.Pix {
		m := small.Pix[i]
		both += min(v, m)
		either += max(v, m)
	}
	if both < 0.75*either {
		return mask, false
	}
	fresh = vision.Blur(fresh, 0.7)
	out := vision.New(mask.W, mask.H)
	for y := range fresh.H {
		copy(out.Row(y0 + y)[x0:x1], fresh.Row(y))
	}
	return out, true
}
