// Package puppet moves a figure that was cut out of a picture over what lies behind it.
//
// The figure is bent by a smooth field of displacements, as if it were printed on rubber; where it moves away, a plate shows in
// which its place was filled with texture from around. Pictures are yuv420p bytes, so that what does not move costs a copy.
package puppet

import (
	"math"

	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/inpaint"
	"zoetrope/engine/studio/vision/segment"
	"zoetrope/engine/studio/yuv"
)

// Bend is how a point of the figure moves, in pixels. It must be smooth and gentle enough to be undone: neighbouring points
// may not change places.
type Bend func(x, y float64) (dx, dy float64)

// Figure is a figure and its plate. It is for one goroutine.
type Figure struct {
	W, H int
	// Pix holds the figure's own picture, yuv420p. Callers may change it between calls of Draw, as long as they restore it.
	Pix   []byte
	plate []byte // yuv420p, nil when the figure is the whole picture
	rest  []byte // figure over plate, unbent
	alpha []byte // coverage in 1/255, W x H
	bends *bends
}

// Cut takes the figure with a coverage (values in [0,1], of the picture's size) out of a picture. An empty alpha makes the whole
// picture the figure: what is around it is bent along.
func Cut(p vision.RGB, alpha vision.Plane, seed uint64) *Figure {
	f := &Figure{W: p.W, H: p.H, bends: newBends(p.W, p.H)}
	if len(alpha.Pix) == 0 {
		f.Pix = encode(p)
		f.rest = f.Pix
		return f
	}
	f.Pix = encode(cutout.Bleed(p, alpha, 0.96))
	f.plate = encode(behind(p, alpha, seed))
	f.alpha = make([]byte, p.W*p.H)
	for i, a := range alpha.Pix {
		f.alpha[i] = byte(min(max(a, 0), 1)*255 + 0.5)
	}
	f.rest = make([]byte, len(f.Pix))
	f.draw(f.rest, 0, 0, f.W/block+1, f.H/block+1)
	return f
}

func encode(p vision.RGB) []byte {
	out := make([]byte, yuv.Size(p.W, p.H))
	yuv.FromPlanes(out, p.W, p.H, p.R.Pix, p.G.Pix, p.B.Pix)
	return out
}

// planSide is the longer side in pixels of the copy on which the place behind the figure is filled.
const planSide = 320

// behind is the picture without the figure. Only a rim of its place can become visible: the rest is filled coarsely.
func behind(p vision.RGB, alpha vision.Plane, seed uint64) vision.RGB {
	hole := vision.Dilate(alpha.Map(func(a float32) float32 {
		if a > 0.04 {
			return 1
		}
		return 0
	}), max(2, min(p.W, p.H)/120))
	k := math.Min(1, planSide/float64(max(p.W, p.H)))
	w, h := max(int(float64(p.W)*k), 8), max(int(float64(p.H)*k), 8)
	small := p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Resize(c, w, h) })
	few := vision.Resize(hole, w, h).Map(func(v float32) float32 {
		if v > 0.2 {
			return 1
		}
		return 0
	})
	plan := inpaint.Make(small, few, w/10, seed)
	coarse := plan.Filled()
	fill := func(c, filled vision.Plane) vision.Plane { return plan.Apply(c, hole, filled) }
	return vision.RGB{W: p.W, H: p.H, R: fill(p.R, coarse.R), G: fill(p.G, coarse.G), B: fill(p.B, coarse.B)}
}

// Person is the coverage of the person with a face at (x,y), at the picture's size, and whether it can be relied on.
func Person(p vision.RGB, within func(mask vision.Plane) bool) (vision.Plane, bool) {
	k := math.Min(1, cutout.AnalysisSize/float64(max(p.W, p.H)))
	w, h := max(int(math.Round(k*float64(p.W))), 8), max(int(math.Round(k*float64(p.H))), 8)
	small := p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Resize(c, w, h) })
	for _, t := range cutout.Find(small) {
		if t.Name != cutout.Person {
			continue
		}
		alpha := segment.Matte(p, t.Mask)
		return alpha, within(alpha)
	}
	return vision.Plane{}, false
}
