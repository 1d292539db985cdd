// Package textline finds lines of text in a picture without reading them.
//
// A line is a row of connected components that look like letters: strokes of about one width, sharp against their ground, of one
// colour and about one height, side by side, and no two quite alike, which tells them from windows, railings and leaves. The
// components are those of a stack of thresholds, as in maximally stable extremal regions (Matas et al., "Robust Wide Baseline
// Stereo from Maximally Stable Extremal Regions", BMVC 2002), and what counts as a letter follows Epshtein, Ofek and Wexler,
// "Detecting Text in Natural Scenes with Stroke Width Transform" (CVPR 2010).
package textline

import (
	"cmp"
	"math"
	"slices"

	"zoetrope/engine/studio/vision"
)

// Size is the long side, in pixels, of the pictures that Find is made for: letters are found from 9 pixels of height on.
const Size = 640

// Point is a place in a picture, in pixels.
type Point struct{ X, Y float64 }

// Quad is a line's outline: its upper left, upper right, lower right and lower left corner as the text is read. The lower side is
// the baseline, the upper one touches the capitals.
type Quad [4]Point

// At is the place inside a quad at u (0 left to 1 right) and v (0 top to 1 bottom), by bilinear interpolation.
func (q Quad) At(u, v float64) Point {
	mix := func(a, b Point, t float64) Point { return Point{a.X + t*(b.X-a.X), a.Y + t*(b.Y-a.Y)} }
	return mix(mix(q[0], q[1], u), mix(q[3], q[2], u), v)
}

// Scale is the quad in a picture that is k times as large.
func (q Quad) Scale(k float64) Quad {
	for i, p := range q {
		q[i] = Point{(p.X+0.5)*k - 0.5, (p.Y+0.5)*k - 0.5}
	}
	return q
}

// Width and height are the means of the opposite sides, in pixels.
func (q Quad) Width() float64 {
	return (math.Hypot(q[1].X-q[0].X, q[1].Y-q[0].Y) + math.Hypot(q[2].X-q[3].X, q[2].Y-q[3].Y)) / 2
}

// Height is the mean height of the capitals, in pixels.
func (q Quad) Height() float64 {
	return (math.Hypot(q[3].X-q[0].X, q[3].Y-q[0].Y) + math.Hypot(q[2].X-q[1].X, q[2].Y-q[1].Y)) / 2
}

// Line is a line of text.
type Line struct {
	Quad Quad
	// Letters is 1 on the letters and 0 elsewhere, at the size of the picture.
	Letters vision.Plane
	// Count is the number of letters, roughly: letters that touch count once.
	Count int
	// Dark tells letters that are darker than their ground.
	Dark bool
	// Prominence grows with size and contrast.
	Prominence float64
}

// thresholds is the number of steps of brightness at which components are looked for.
const thresholds = 14

// Find returns the lines of text in a picture, the most prominent first, or none.
func Find(p vision.RGB) []Line {
	luma := vision.Blur(p.Luma(), 0.5)
	var found []chain
	low, high := vision.Quantile(luma, 0.005), vision.Quantile(luma, 0.995)
	if high-low < leastContrast {
		return nil
	}
	for _, dark := range []bool{false, true} {
		for k := range thresholds {
			level := low + (high-low)*(float32(k)+0.5)/thresholds
			found = append(found, chains(p, luma, letters(luma, level, dark), dark)...)
		}
	}
	slices.SortStableFunc(found, func(a, b chain) int { return cmp.Compare(b.score, a.score) })
	var out []Line
	var taken []*chain
	for k := range found {
		c := &found[k]
		if slices.ContainsFunc(taken, c.overlaps) {
			continue
		}
		taken = append(taken, c)
		out = append(out, c.line(luma.W, luma.H))
	}
	slices.SortStableFunc(out, func(a, b Line) int { return cmp.Compare(b.Prominence, a.Prominence) })
	return out
}
