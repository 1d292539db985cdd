package vision

import (
	"math"
	"math/rand/v2"
	"testing"
)

// split is a noisy picture with a vertical edge at x = w/2; both halves have one brightness when isoluminant.
func split(w, h int, isoluminant bool) RGB {
	r := rand.New(rand.NewPCG(9, 9))
	p := NewRGB(w, h)
	for y := range h {
		for x := range w {
			i := y*w + x
			v := float32(0.3)
			if x >= w/2 {
				v = 0.7
			}
			noise := 0.02 * (r.Float32() - 0.5)
			p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = v+noise, v+noise, v+noise
			if isoluminant {
				p.G.Pix[i] = 1 - v + noise
				p.B.Pix[i] = 0.5 + noise
			}
		}
	}
	return p
}

func TestGuidedSnapsAMaskToTheEdge(t *testing.T) {
	t.Parallel()
	const w, h, off = 80, 40, 4
	for _, isoluminant := range []bool{false, true} {
		guide := split(w, h, isoluminant)
		mask := New(w, h)
		for y := range h {
			for x := w/2 + off; x < w; x++ {
				mask.Pix[y*w+x] = 1
			}
		}
		got := GuidedRGB(guide, mask, 8, 1e-4)
		left, right := got.Pix[20*w+w/2-2], got.Pix[20*w+w/2+1]
		if right-left < 0.45 {
			t.Errorf("isoluminant %v: the matte steps from %.2f to %.2f at the edge", isoluminant, left, right)
		}
	}
	grey := Guided(split(w, h, false).R, split(w, h, false).R, 8, 1e-3)
	if d := grey.Pix[20*w+w/2] - grey.Pix[20*w+w/2-1]; d < 0.35 {
		t.Errorf("self-guided edge keeps %.2f of 0.40", d)
	}
}

func TestGuidedKeepsConstantsAndSmoothsNoise(t *testing.T) {
	t.Parallel()
	guide := split(60, 30, false)
	flat := New(60, 30).Map(func(float32) float32 { return 0.25 })
	for _, v := range GuidedRGB(guide, flat, 5, 1e-3).Pix {
		if math.Abs(float64(v)-0.25) > 1e-3 {
			t.Fatalf("constant 0.25 became %v", v)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	noise := New(60, 30)
	for i := range noise.Pix {
		noise.Pix[i] = r.Float32()
	}
	if e := rms(Guided(guide.G, noise, 5, 1e-2), New(60, 30).Map(func(float32) float32 { return 0.5 })); e > 0.1 {
		t.Errorf("noise keeps an RMS of %.3f of 0.29", e)
	}
}
