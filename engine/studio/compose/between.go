package compose

import (
	"context"
	"image"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/spmd/lane"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
)

// Between makes the pictures between two drawn ones: it estimates how everything moved from the first to the second and moves
// both along that. Where the two predictions differ, because something appeared, vanished or changed, it says so, and those parts
// have to be drawn. It is for one goroutine at a time and works in parallel inside.
type Between struct {
	w, h     int
	backend  spmd.Backend
	exposure float32
	a, b     vision.Plane // display luma of the pair, reduced
	motion   flow.Field   // from the first to the second, in pixels of those
	moved    spmd.Motion  // the same, seen at a moment between

	first, second *spmd.Frame
}

const (
	motionStep = 4  // size of a pixel of the motion field in pixels of the pictures
	TileSize   = 16 // side of the parts that are checked and drawn again, in pixels
)

// motionSearch is coarse but smooth: what it gets wrong is drawn again.
var motionSearch = flow.Options{Finest: 1, Iterations: 8, Refinements: 1, Smoothness: 12}

// NewBetween prepares pictures of w x h pixels. The exposure is the factor on their radiance that the finished film has.
func NewBetween(b spmd.Backend, w, h int, exposure float32) *Between {
	mw, mh := max(w/motionStep, 1), max(h/motionStep, 1)
	n := &Between{
		w: w, h: h, backend: b, exposure: exposure,
		a: vision.New(mw, mh), b: vision.New(mw, mh),
		moved: spmd.Motion{W: mw, H: mh, U: make([]float32, mw*mh), V: make([]float32, mw*mh)},
	}
	return n
}

// Pair takes two pictures of the right size, which must not change while pictures between them are drawn.
func (n *Between) Pair(first, second *spmd.Frame) {
	if n.second == first && first != nil {
		n.a, n.b = n.b, n.a
	} else {
		n.reduce(n.a, first)
	}
	n.reduce(n.b, second)
	n.motion = flow.Estimate(n.a, n.b, motionSearch)
	n.first, n.second = first, second
}

// reduce writes the display luma of a picture at the size of the motion field.
func (n *Between) reduce(dst vision.Plane, f *spmd.Frame) {
	vision.Rows(dst.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range dst.W {
				dst.Pix[y*dst.W+x] = n.code(f, x*n.w/dst.W, y*n.h/dst.H)
			}
		}
	})
}

// code is the display luma of the motionStep x motionStep pixels from (x,y) on.
func (n *Between) code(f *spmd.Frame, x, y int) float32 {
	var sum float32
	x1, y1 := min(x+motionStep, n.w), min(y+motionStep, n.h)
	for v := y; v < y1; v++ {
		row := f.Pix[4*(v*n.w+x) : 4*(v*n.w+x1)]
		for i := 0; i+3 < len(row); i += 4 {
			sum += 0.2126*row[i] + 0.7152*row[i+1] + 0.0722*row[i+2]
		}
	}
	return lane.SoftCode(finite(sum) * n.exposure / float32((x1-x)*(y1-y)))
}

// Draw makes the picture at a moment between the first (0) and the second (1) of the pair. Its alpha is the difference of the
// two predictions.
func (n *Between) Draw(ctx context.Context, dst *spmd.Frame, moment float32) error {
	n.project(moment)
	return spmd.Move(ctx, n.backend, dst, n.first, n.second, &n.moved, moment, n.exposure)
}

// project looks the motion up where things are at the moment: what is at p then was at p - moment*motion in the first picture.
func (n *Between) project(moment float32) {
	w, h := n.moved.W, n.moved.H
	sx, sy := 1/float32(w), 1/float32(h)
	vision.Rows(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range w {
				i := y*w + x
				u, v := n.motion.At(float32(x)-moment*n.motion.U.Pix[i], float32(y)-moment*n.motion.V.Pix[i])
				n.moved.U[i], n.moved.V[i] = u*sx, v*sy
			}
		}
	})
}

// Doubtful lists the tiles of a picture made by Draw whose predictions differ by more than limit in the root mean square, in
// display code values 0..1.
func (n *Between) Doubtful(f *spmd.Frame, limit float32) []image.Rectangle {
	var out []image.Rectangle
	for y := 0; y < n.h; y += TileSize {
		for x := 0; x < n.w; x += TileSize {
			r := image.Rect(x, y, min(x+TileSize, n.w), min(y+TileSize, n.h))
			if n.difference(f, r) > limit*limit {
				out = append(out, r)
			}
		}
	}
	return out
}

// difference is the mean square of alpha.
func (n *Between) difference(f *spmd.Frame, r image.Rectangle) float32 {
	var sum float32
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := f.Pix[4*(y*n.w+r.Min.X) : 4*(y*n.w+r.Max.X)]
		for i := 3; i < len(row); i += 4 {
			sum += row[i] * row[i]
		}
	}
	return sum / float32(r.Dx()*r.Dy())
}
