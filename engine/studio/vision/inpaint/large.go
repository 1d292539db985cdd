package inpaint

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// planSize is the long side, in pixels, of the pictures that plans for large ones are made on.
const planSize = 360

// Large returns a picture of any size with its hole (above 0.5) filled by a Plan made on a small copy. rim, in pixels of the
// picture, is how far into the hole one will see; 0 means everywhere.
func Large(p vision.RGB, hole vision.Plane, rim int, seed uint64) vision.RGB {
	scale := math.Min(1, planSize/float64(max(p.W, p.H)))
	w, h := max(1, int(math.Round(scale*float64(p.W)))), max(1, int(math.Round(scale*float64(p.H))))
	small := p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Resize(c, w, h) })
	smallHole := vision.Resize(hole, w, h).Map(func(v float32) float32 {
		if v > 0.02 {
			return 1
		}
		return 0
	})
	plan := Make(small, smallHole, int(math.Ceil(scale*float64(rim))), seed)
	filled := plan.Filled()
	return vision.RGB{
		W: p.W, H: p.H,
		R: plan.Apply(p.R, hole, filled.R), G: plan.Apply(p.G, hole, filled.G), B: plan.Apply(p.B, hole, filled.B),
	}
}
