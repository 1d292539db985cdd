package headtrack

import (
	"fmt"
	"math"
	"testing"

	"zoetrope/engine/studio/vision/face"
)

// TestCropOfARamp: samples and means of a ramp are the ramp itself, cut off at the border.
func TestCropOfARamp(t *testing.T) {
	t.Parallel()
	g := face.Gray{W: 100, H: 60, Pix: make([]uint8, 6000)}
	for i := range g.Pix {
		g.Pix[i] = uint8(i%g.W + 2*(i/g.W))
	}
	for _, scale := range []float32{0.4, 1, 1.7, 2.5} {
		t.Run(fmt.Sprint(scale), func(t *testing.T) {
			t.Parallel()
			const cx, cy = 48.25, 30.5
			p := crop(g, cx, cy, scale, 16, 12)
			for y := range p.H {
				for x := range p.W {
					px, py := cx+(float64(x)-7.5)*float64(scale), cy+(float64(y)-5.5)*float64(scale)
					if want := (px + 2*py) / 255; math.Abs(float64(p.At(x, y))-want) > 1e-4 {
						t.Fatalf("(%d,%d) is %.5f, want %.5f", x, y, p.At(x, y), want)
					}
				}
			}
		})
	}
}

func TestCropRepeatsTheBorder(t *testing.T) {
	t.Parallel()
	for _, g := range []face.Gray{
		{W: 1, H: 1, Pix: []uint8{51}}, {W: 1, H: 3, Pix: []uint8{51, 51, 51}}, {W: 4, H: 2, Pix: []uint8{51, 51, 51, 51, 51, 51, 51, 51}},
	} {
		for _, scale := range []float32{0.3, 5} {
			p := crop(g, -3, 9, scale, 8, 8)
			for i, v := range p.Pix {
				if math.Abs(float64(v)-0.2) > 1e-6 {
					t.Fatalf("%dx%d at scale %g: value %d is %.4f, want 0.2", g.W, g.H, scale, i, v)
				}
			}
		}
	}
}
