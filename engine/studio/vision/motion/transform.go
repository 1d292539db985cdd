package motion

import "math"

// Apply maps a point, measured from the centre of the frame in fractions of its width.
func (s Similarity) Apply(x, y float64) (float64, float64) {
	k := math.Exp(s.LogScale)
	sin, cos := math.Sincos(s.Roll)
	return k*(cos*x-sin*y) + s.X, k*(sin*x+cos*y) + s.Y
}

// Then is the similarity that maps as s does and then as t does, exactly. Residuals add up.
func (s Similarity) Then(t Similarity) Similarity {
	x, y := t.Apply(s.X, s.Y)
	return Similarity{X: x, Y: y, LogScale: s.LogScale + t.LogScale, Roll: s.Roll + t.Roll, Residual: math.Hypot(s.Residual, t.Residual)}
}

// Inverse maps back.
func (s Similarity) Inverse() Similarity {
	inv := Similarity{LogScale: -s.LogScale, Roll: -s.Roll, Residual: s.Residual}
	x, y := inv.Apply(s.X, s.Y)
	inv.X, inv.Y = -x, -y
	return inv
}

// Pixel maps a pixel of a frame of w x h pixels.
func (s Similarity) Pixel(x, y float64, w, h int) (float64, float64) {
	cx, cy, k := float64(w-1)/2, float64(h-1)/2, float64(w)
	fx, fy := s.Apply((x-cx)/k, (y-cy)/k)
	return fx*k + cx, fy*k + cy
}

// Affine is a similarity prepared for mapping many pixels: (x, y) goes to (A x - B y + X, B x + A y + Y).
type Affine struct{ A, B, X, Y float64 }

// Affine prepares the mapping of pixels of a frame of w x h pixels.
func (s Similarity) Affine(w, h int) Affine {
	sin, cos := math.Sincos(s.Roll)
	k := math.Exp(s.LogScale)
	m := Affine{A: k * cos, B: k * sin}
	m.X, m.Y = s.Pixel(0, 0, w, h)
	return m
}

// Map maps a pixel.
func (m Affine) Map(x, y float64) (float64, float64) {
	return m.A*x - m.B*y + m.X, m.B*x + m.A*y + m.Y
}
