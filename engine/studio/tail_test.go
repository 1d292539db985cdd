package studio

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
)

// TestLargeThingsMoveWhole: of a large thing with little texture that moves over a still ground, neighbouring parts keep moving alike,
// so that its outline does not tear; a small thing does not take the ground along.
func TestLargeThingsMoveWhole(t *testing.T) {
	t.Parallel()
	const w, h = 192, 108
	picture := func(i int, radius float64) vision.Plane {
		p := vision.New(w, h)
		cx := 90 + 2*float64(i)
		for k := range p.Pix {
			x, y := float64(k%w), float64(k/w)
			v := 0.5 + 0.2*math.Sin(x*0.7)*math.Sin(y*0.9+x*0.2)
			if r := math.Hypot(x-cx, y-54); r < radius {
				v = 0.35 + 0.02*math.Sin((x-cx)*0.3) + 0.25*math.Exp(-(x-cx)*(x-cx)/60)
			}
			p.Pix[k] = float32(v)
		}
		return p
	}
	for _, c := range []struct {
		radius float64
		steep  float64 // the most that the motion changes from pixel to pixel, in that of the thing
	}{{50, 0.09}, {9, 0.4}} {
		var frames []vision.Plane
		for i := range 5 {
			frames = append(frames, picture(i, c.radius))
		}
		var end tail
		end.follow(frames, 24)
		u := end.carry.Own.U
		steepest, most := 0.0, 0.0
		for y := 1; y < u.H; y++ {
			for x := 1; x < u.W; x++ {
				most = math.Max(most, math.Abs(float64(u.At(x, y))))
				steepest = math.Max(steepest, math.Hypot(float64(u.At(x, y)-u.At(x-1, y)), float64(u.At(x, y)-u.At(x, y-1))))
			}
		}
		if steepest > c.steep*most {
			t.Errorf("radius %.0f: neighbouring pixels move apart by %.2f of the motion", c.radius, steepest/most)
		}
		if far := math.Abs(float64(u.At(8, 54))); c.radius < 10 && far > 0.1*most {
			t.Errorf("the ground far from a small thing moves by %.2f of it", far/most)
		}
	}
}
