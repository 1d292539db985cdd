package track

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
)

// throughChange is the flow back to the frame before, put right where what the mask covers has changed its look at once, as a lamp
// does that is lit: flow finds nothing alike there, so the mask goes on as it went, and its colours are learnt anew.
func (f *follower) throughChange(p vision.RGB, back flow.Field) flow.Field {
	ahead := uniform(f.step, p.W, p.H)
	mask := flow.Warp(f.mask, ahead)
	inside := core(mask)
	const unlike, alike = 0.12, 0.05 // mean differences of the channels
	if difference(p, f.frame, ahead, inside) < unlike || difference(p, f.frame, back, inside) < unlike {
		return back
	}
	around := vision.Zip(vision.Dilate(mask, 12), vision.Dilate(mask, 4), func(a, b float32) float32 { return a - b })
	if difference(p, f.frame, back, around) > alike {
		return back
	}
	f.colours = learnColours(p, mask)
	near := vision.Dilate(mask, 4)
	for i, k := range near.Pix {
		back.U.Pix[i] += k * (ahead.U.Pix[i] - back.U.Pix[i])
		back.V.Pix[i] += k * (ahead.V.Pix[i] - back.V.Pix[i])
	}
	return back
}

// difference is the mean difference of a frame from the one before as a flow moves it, where a weight is.
func difference(p, before vision.RGB, back flow.Field, weight vision.Plane) float64 {
	moved := flow.WarpAll(back, before.R, before.G, before.B)
	var sum, n float64
	for i, k := range weight.Pix {
		d := math.Abs(float64(p.R.Pix[i]-moved[0].Pix[i])) + math.Abs(float64(p.G.Pix[i]-moved[1].Pix[i])) + math.Abs(float64(p.B.Pix[i]-moved[2].Pix[i]))
		sum += float64(k) * d / 3
		n += float64(k)
	}
	return sum / math.Max(n, 1)
}

// uniform is the flow back to the frame before if everything in a frame of w x h pixels makes a step.
func uniform(step motion.Similarity, w, h int) flow.Field {
	back := step.Inverse().Affine(w, h)
	f := flow.Field{U: vision.New(w, h), V: vision.New(w, h)}
	for y := range h {
		for x := range w {
			u, v := back.Map(float64(x), float64(y))
			f.U.Pix[y*w+x], f.V.Pix[y*w+x] = float32(u-float64(x)), float32(v-float64(y))
		}
	}
	return f
}
