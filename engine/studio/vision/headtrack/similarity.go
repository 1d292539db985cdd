package headtrack

import (
	"math"

	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/motion"
)

// Similarity maps a point of one frame into another, in pixels: (x,y) to (A x - B y + X, B x + A y + Y).
type Similarity struct{ A, B, X, Y float64 }

// Identity leaves points where they are.
var Identity = Similarity{A: 1}

// Map is the image of a point.
func (s Similarity) Map(p face.Point) face.Point {
	x, y := float64(p.X), float64(p.Y)
	return face.Point{X: float32(s.A*x - s.B*y + s.X), Y: float32(s.B*x + s.A*y + s.Y)}
}

// Then is s followed by t.
func (s Similarity) Then(t Similarity) Similarity {
	return Similarity{
		A: t.A*s.A - t.B*s.B, B: t.B*s.A + t.A*s.B,
		X: t.A*s.X - t.B*s.Y + t.X, Y: t.B*s.X + t.A*s.Y + t.Y,
	}
}

// Inverse undoes s.
func (s Similarity) Inverse() Similarity {
	n := s.A*s.A + s.B*s.B
	a, b := s.A/n, -s.B/n
	return Similarity{A: a, B: b, X: -(a*s.X - b*s.Y), Y: -(b*s.X + a*s.Y)}
}

// about is what a fit to the flow in a square window of a frame means in the frame's pixels.
func about(m motion.Similarity, centre face.Point, side float64) Similarity {
	sin, cos := math.Sincos(m.Roll)
	k := math.Exp(m.LogScale)
	a, b := k*cos, k*sin
	x, y := float64(centre.X), float64(centre.Y)
	return Similarity{A: a, B: b, X: x - a*x + b*y + m.X*side, Y: y - b*x - a*y + m.Y*side}
}
