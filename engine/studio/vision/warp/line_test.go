package warp

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
)

func TestMeanOfALine(t *testing.T) {
	t.Parallel()
	p := vision.NewRGB(32, 20)
	for i := range p.R.Pix {
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = float32(i%32), float32(i/32), 5
	}
	im := NewImage(p, vision.Plane{})
	tests := map[string]struct {
		x0, y0, x1, y1 float32
		n              int
		r, g           float64
	}{
		"inside":               {2.5, 3.25, 12.5, 7.25, 9, 7.5, 5.25},
		"mirrored at the left": {-6, 4, -2, 4, 5, 4, 4},
		"mirrored below":       {4, 19, 4, 23, 5, 4, 17},
		"far outside":          {62, 38, 63, 38, 2, 0.5, 0},
		"standing":             {8.5, 8.5, 8.5, 8.5, 3, 8.5, 8.5},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, g, b, a := im.Mean(tt.x0, tt.y0, tt.x1, tt.y1, tt.n)
			if math.Abs(float64(r)-tt.r) > 0.02 || math.Abs(float64(g)-tt.g) > 0.02 || math.Abs(float64(b)-5) > 1e-3 || math.Abs(float64(a)-1) > 1e-3 {
				t.Errorf("got %.3f %.3f %.3f %.3f, want %.3f %.3f 5 1", r, g, b, a, tt.r, tt.g)
			}
			q := path{x: fixed(tt.x0), y: fixed(tt.y0), right: 31 << fraction, bottom: 19 << fraction}
			lanes, scalar := im.along(q, 2), im.alongScalar(q, 2)
			for k := range lanes {
				if math.Abs(float64(lanes[k]-scalar[k])) > 1e-3 {
					t.Errorf("channel %d is %g with lanes, %g without", k, lanes[k], scalar[k])
				}
			}
		})
	}
}

func TestMeanOfASinglePixel(t *testing.T) {
	t.Parallel()
	p := vision.NewRGB(1, 1)
	p.R.Pix[0] = 0.5
	if r, _, _, _ := NewImage(p, vision.Plane{}).Mean(-3, 2, 9, 9, 4); math.Abs(float64(r)-0.5) > 1e-4 {
		t.Errorf("got %g, want 0.5", r)
	}
}
