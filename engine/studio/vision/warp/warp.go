// Package warp samples colour pictures at real coordinates.
package warp

import "zoetrope/engine/studio/vision"

// guard is the width of the repeated border around an Image: the cubic reads one pixel before and two after.
const guard = 3

// Image is an interleaved RGBA picture of W x H float32 pixels, prepared for sampling.
type Image struct {
	W, H   int
	stride int
	pix    []float32
}

// NewImage interleaves three colour planes and an alpha plane. Colours are multiplied by alpha, so that samples of a
// cut-out do not pick up what lies outside it. A zero alpha plane means opaque.
func NewImage(p vision.RGB, alpha vision.Plane) *Image {
	im := &Image{W: p.W, H: p.H, stride: 4 * (p.W + 2*guard)}
	im.pix = make([]float32, im.stride*(p.H+2*guard))
	vision.Rows(p.H+2*guard, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			im.fillRow(y, p, alpha)
		}
	})
	return im
}

func (im *Image) fillRow(y int, p vision.RGB, alpha vision.Plane) {
	sy := min(max(y-guard, 0), p.H-1)
	row := im.pix[y*im.stride : (y+1)*im.stride]
	for x := range p.W + 2*guard {
		i := sy*p.W + min(max(x-guard, 0), p.W-1)
		a := float32(1)
		if len(alpha.Pix) > 0 {
			a = alpha.Pix[i]
		}
		row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = a*p.R.Pix[i], a*p.G.Pix[i], a*p.B.Pix[i], a
	}
}

// Positions are rounded to 1/phases of a pixel.
const phases = 256

// weights of the four taps of a Catmull-Rom cubic, by phase.
var weights = cubicWeights()

func cubicWeights() (table [phases + 1][4]float32) {
	for k := range table {
		t := float64(k) / phases
		table[k] = [4]float32{
			float32(t * (-0.5 + t*(1-0.5*t))),
			float32(1 + t*t*(1.5*t-2.5)),
			float32(t * (0.5 + t*(2-1.5*t))),
			float32(t * t * (0.5*t - 0.5)),
		}
	}
	return table
}

// At samples the picture at (x,y) with a Catmull-Rom cubic: premultiplied R, G, B and alpha. The border is repeated
// outside. Sharp edges overshoot by a few percent.
func (im *Image) At(x, y float32) (r, g, b, a float32) {
	x, y = within(x, im.W), within(y, im.H)
	ix, iy := int(x), int(y)
	px, py := int((x-float32(ix))*phases+0.5), int((y-float32(iy))*phases+0.5)
	return im.sum((iy+guard-1)*im.stride+4*(ix+guard-1), px, py)
}

// within moves a coordinate to the nearest pixel of n.
func within(x float32, n int) float32 {
	if last := float32(n - 1); x > last {
		return last
	}
	if x < 0 {
		return 0
	}
	return x
}

// weigh adds up the 4 x 4 pixels from an offset with the weights of two phases.
func (im *Image) weigh(at, px, py int) (r, g, b, a float32) {
	wx := &weights[px]
	w0, w1, w2, w3 := wx[0], wx[1], wx[2], wx[3]
	for _, v := range &weights[py] {
		p := (*[16]float32)(im.pix[at : at+16])
		r += v * (w0*p[0] + w1*p[4] + w2*p[8] + w3*p[12])
		g += v * (w0*p[1] + w1*p[5] + w2*p[9] + w3*p[13])
		b += v * (w0*p[2] + w1*p[6] + w2*p[10] + w3*p[14])
		a += v * (w0*p[3] + w1*p[7] + w2*p[11] + w3*p[15])
		at += im.stride
	}
	return r, g, b, a
}

// AlphaNear returns the alpha of the pixel nearest to (x,y), cheaper than a sample.
func (im *Image) AlphaNear(x, y float32) float32 {
	ix, iy := int(within(x, im.W)+0.5), int(within(y, im.H)+0.5)
	return im.pix[(iy+guard)*im.stride+4*(ix+guard)+3]
}
