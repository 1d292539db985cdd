package warp

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
)

// TestRowIsAt has rows that lie within the picture, leave it, and stand still.
func TestRowIsAt(t *testing.T) {
	t.Parallel()
	p := vision.RGB{W: 40, H: 30, R: vision.New(40, 30), G: vision.New(40, 30), B: vision.New(40, 30)}
	alpha := vision.New(40, 30)
	for i := range p.R.Pix {
		p.R.Pix[i], p.G.Pix[i] = float32(math.Sin(0.3*float64(i))), float32(i%40)/40
		p.B.Pix[i], alpha.Pix[i] = float32(i/40)/30, float32(i%7)/6
	}
	im := NewImage(p, alpha)
	for _, line := range [][4]float32{{3.3, 4.7, 1.02, 0.11}, {-3, 28, 0.9, 0.4}, {36, -2, 1.1, 0.3}, {20.5, 10.25, 0, 0}, {30, 20, -1.3, -0.7}} {
		const n = 9
		var got, scalar [4 * n]float32
		im.Row(got[:], line[0], line[1], line[2], line[3], n)
		const half = 1 << (fraction - 9)
		im.rowScalar(scalar[:], path{
			x: fixed(line[0]) + half, y: fixed(line[1]) + half, dx: fixed(line[2]), dy: fixed(line[3]), right: 39 << fraction, bottom: 29 << fraction,
		})
		for k := range n {
			r, g, b, a := im.At(line[0]+float32(k)*line[2], line[1]+float32(k)*line[3])
			for c, want := range []float32{r, g, b, a} {
				// Two roundings to 1/256 of a pixel may differ by one.
				if d := math.Abs(float64(got[4*k+c] - want)); d > 0.012 {
					t.Errorf("%v, pixel %d, channel %d: %g, want %g", line, k, c, got[4*k+c], want)
				}
				if d := math.Abs(float64(got[4*k+c] - scalar[4*k+c])); d > 1e-5 {
					t.Errorf("%v, pixel %d, channel %d: lanes %g, loop %g", line, k, c, got[4*k+c], scalar[4*k+c])
				}
			}
		}
	}
}
