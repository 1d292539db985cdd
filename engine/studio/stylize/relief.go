package stylize

import "zoetrope/engine/studio/vision"

// Where the light comes from, and the direction between it and the eye.
const (
	lightX, lightY, lightZ = -0.46, -0.56, 0.69
	shineX, shineY, shineZ = -0.25, -0.305, 0.919
)

// relief lights a height plane from the upper left: diffuse is 1 on flat ground, shine the highlight of a glossy surface, 0..1.
// steep scales heights of 0..1 to pixels, gloss is the exponent of the highlight.
func relief(height vision.Plane, steep, gloss float32) (diffuse, shine vision.Plane) {
	diffuse, shine = vision.New(height.W, height.H), vision.New(height.W, height.H)
	vision.Rows(height.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			lightRow(diffuse.Row(y), shine.Row(y), height.Row(max(y-1, 0)), height.Row(y), height.Row(min(y+1, height.H-1)), steep, gloss)
		}
	})
	return diffuse, shine
}

// lightRow is relief for the row m between a above and b below.
func lightRow(diffuse, shine, a, m, b []float32, steep, gloss float32) {
	last := len(m) - 1
	done := lightLanes(diffuse, shine, a, m, b, steep, gloss)
	for x := range m {
		if x > 0 && x <= done {
			continue
		}
		dx := (m[min(x+1, last)] - m[max(x-1, 0)]) * steep / 2
		dy := (b[x] - a[x]) * steep / 2
		n := 1 / sqrt(dx*dx+dy*dy+1)
		// Comparisons are quicker than the built-in max.
		d, s := lightZ-dx*lightX-dy*lightY, shineZ-dx*shineX-dy*shineY
		if d < 0 {
			d = 0
		}
		if s < 0 {
			s = 0
		}
		diffuse[x], shine[x] = d*n/lightZ, power(s*n, gloss)
	}
}

// power is x^n for x in [0,1] by repeated squaring of the nearest power of two: gloss needs no more.
func power(x, n float32) float32 {
	for ; n > 1.5; n /= 2 {
		x *= x
	}
	return x
}

// impasto lights the canvas by the thickness of its paint, given in the size of the frame.
func (c *canvas) impasto(height vision.Plane, steep, gloss float32) {
	diffuse, shine := relief(vision.Blur(height, max(c.px(1.1), 0.6)), steep*c.k, 32)
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			glaze(c.out.R.Row(y), c.out.G.Row(y), c.out.B.Row(y), diffuse.Row(y), shine.Row(y), gloss)
		}
	})
}

// lit is the least diffuse light in which wet paint shines.
const lit = 0.96

// glaze lights a row of paint.
func glaze(r, g, b, diffuse, shine []float32, gloss float32) {
	for i := glazeLanes(r, g, b, diffuse, shine, gloss); i < len(r); i++ {
		d, s := 1+(diffuse[i]-1)*0.55, float32(0)
		if over := diffuse[i] - lit; over > 0 {
			s = gloss * shine[i] * over * 4
		}
		r[i], g[i], b[i] = r[i]*d+s, g[i]*d+s, b[i]*d+s
	}
}
