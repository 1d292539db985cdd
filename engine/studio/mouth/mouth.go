// Package mouth opens and shuts the mouths of faces in video frames.
//
// The lower lip and the jaw of the real picture move down, the upper lip a little up, and what becomes visible between them is
// painted: teeth, tongue and a dark cavity in the light of the face. Only the rectangle around the mouth of a yuv420p frame
// changes.
package mouth

import (
	"math"

	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/vision/face"
)

// Frame is a yuv420p picture: Pix holds the planes Y (W x H), U and V (W/2 x H/2 each).
type Frame struct {
	W, H int
	Pix  []byte
}

// Gray is the luma plane.
func (f Frame) Gray() face.Gray { return face.Gray{W: f.W, H: f.H, Pix: f.Pix[:f.W*f.H]} }

func (f Frame) planes() (y, u, v plane) {
	n := f.W * f.H
	return plane{f.W, f.H, f.Pix[:n]}, plane{f.W / 2, f.H / 2, f.Pix[n : n+n/4]}, plane{f.W / 2, f.H / 2, f.Pix[n+n/4 : n+n/2]}
}

// Place is where a mouth is: a frame of reference whose unit is half the width of the mouth at rest. Its first axis runs from
// corner to corner, the second towards the chin.
type Place struct {
	cx, cy float64 // pixels
	ux, uy float64 // the first axis, of length 1
	half   float64 // pixels
}

// PlaceOf finds the mouth among landmarks. Its width follows from that of the whole face as far as the corners allow, because
// it changes with every word.
func PlaceOf(l *face.Landmarks) Place {
	a, b := l[face.MouthLeft], l[face.MouthRight]
	dx, dy := float64(b.X-a.X), float64(b.Y-a.Y)
	n := math.Max(math.Hypot(dx, dy), 1)
	return Place{cx: float64(a.X+b.X) / 2, cy: float64(a.Y+b.Y) / 2, ux: dx / n, uy: dy / n, half: n / 2}
}

// Scaled is the place in a frame enlarged by a factor.
func (p Place) Scaled(k float64) Place {
	// Centres of pixels lie at whole numbers: the corner of the frame at -0.5 stays.
	p.cx, p.cy, p.half = (p.cx+0.5)*k-0.5, (p.cy+0.5)*k-0.5, p.half*k
	return p
}

// at is the pixel of a point in the mouth's own units.
func (p Place) at(x, y float64) (px, py float64) {
	return p.cx + p.half*(x*p.ux-y*p.uy), p.cy + p.half*(x*p.uy+y*p.ux)
}

// within is the inverse of at.
func (p Place) within(px, py float64) (x, y float64) {
	dx, dy := (px-p.cx)/p.half, (py-p.cy)/p.half
	return dx*p.ux + dy*p.uy, dy*p.ux - dx*p.uy
}

// Pose is what a mouth does: a shape of speech, drawn with a strength from 0 (not at all) to 1.
type Pose struct {
	lips.Shape
	Strength float64
	// Ajar is how far the mouth stands open in the picture itself, in half widths; it is closed before it is given the shape.
	Ajar float64
}
