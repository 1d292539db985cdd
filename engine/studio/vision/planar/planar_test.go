package planar

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
)

// seenThrough is a textured picture as a homography shows it.
func seenThrough(h Homography, gain, offset float32) vision.Plane {
	back := h.Inverse()
	out := vision.New(200, 120)
	for i := range out.Pix {
		x, y := back.Map(float64(i%200), float64(i/200))
		v := 0.5 + 0.2*math.Sin(x/5+math.Sin(y/9)) + 0.2*math.Cos(y/6+x/40)
		out.Pix[i] = gain*float32(v) + offset
	}
	return out
}

func TestAlign(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		h            Homography
		gain, offset float32
	}{
		"shift":       {Homography{1, 0, 6.3, 0, 1, -4.6, 0, 0, 1}, 1, 0},
		"zoom":        {Homography{1.08, 0, -6, 0, 1.08, -4, 0, 0, 1}, 1, 0},
		"roll":        {Homography{0.998, -0.06, 4, 0.06, 0.998, -5, 0, 0, 1}, 1, 0},
		"darker":      {Homography{1, 0, 3, 0, 1, 2, 0, 0, 1}, 0.6, 0.1},
		"perspective": {Homography{1.02, 0.01, 1, 0.02, 1.01, -2, 2e-4, 1e-4, 1}, 1, 0},
	}
	weight := vision.New(200, 120)
	for y := 35; y < 85; y++ {
		for x := 50; x < 150; x++ {
			weight.Pix[y*200+x] = 1
		}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPatch(seenThrough(Identity, 1, 0), weight)
			s := seeker{patch: p, at: view{h: Identity, gain: 1}, before: Identity}
			got := s.next(seenThrough(tt.h, tt.gain, tt.offset))
			if !got.Seen {
				t.Fatal("it is not seen")
			}
			for _, c := range [][2]float64{{50, 35}, {150, 35}, {150, 85}, {50, 85}} {
				ax, ay := got.H.Map(c[0], c[1])
				bx, by := tt.h.Map(c[0], c[1])
				if d := math.Hypot(ax-bx, ay-by); d > 0.6 {
					t.Errorf("the corner %v goes to %.1f, %.1f instead of %.1f, %.1f", c, ax, ay, bx, by)
				}
			}
			if math.Abs(got.Gain-float64(tt.gain)) > 0.05 {
				t.Errorf("the gain is %.2f, want %.2f", got.Gain, tt.gain)
			}
		})
	}
	t.Run("something else", func(t *testing.T) {
		t.Parallel()
		s := seeker{patch: newPatch(seenThrough(Identity, 1, 0), weight), at: view{h: Identity, gain: 1}, before: Identity}
		other := vision.New(200, 120)
		for i := range other.Pix {
			other.Pix[i] = float32(0.5 + 0.3*math.Sin(float64(i%200)*1.7)*math.Cos(float64(i/200)*2.1))
		}
		if s.next(other).Seen {
			t.Error("it is seen")
		}
	})
}

func TestFromUnit(t *testing.T) {
	t.Parallel()
	x, y := [4]float64{3, 40, 45, -2}, [4]float64{1, 6, 30, 25}
	h := FromUnit(x, y)
	for k, c := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		gx, gy := h.Map(c[0], c[1])
		if math.Hypot(gx-x[k], gy-y[k]) > 1e-9 {
			t.Errorf("corner %d goes to %g, %g", k, gx, gy)
		}
		if bx, by := h.Inverse().Map(gx, gy); math.Hypot(bx-c[0], by-c[1]) > 1e-9 {
			t.Errorf("corner %d comes back to %g, %g", k, bx, by)
		}
	}
}
