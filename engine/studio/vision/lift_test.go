package vision

import (
	"fmt"
	"math"
	"testing"
)

func TestLiftInterpolates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ w, h, toW, toH int }{{5, 3, 10, 6}, {5, 3, 13, 8}, {1, 1, 4, 3}, {1, 4, 2, 9}, {7, 7, 7, 7}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			t.Parallel()
			p := New(c.w, c.h)
			for i := range p.Pix {
				p.Pix[i] = float32(i*i%7) / 7
			}
			got := NewLift(c.w, c.h, c.toW, c.toH).Plane(p)
			for y := range c.toH {
				for x := range c.toW {
					fx := (float32(x)+0.5)*float32(c.w)/float32(c.toW) - 0.5
					fy := (float32(y)+0.5)*float32(c.h)/float32(c.toH) - 0.5
					if d := got.At(x, y) - p.Sample(fx, fy); math.Abs(float64(d)) > 1e-5 {
						t.Errorf("(%d,%d) differs by %g", x, y, d)
					}
				}
			}
		})
	}
}
