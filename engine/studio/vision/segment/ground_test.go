package segment

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
)

// A soft dark disc on white paper: its mask must not take the rim, which would shine before another background.
func TestThingsOnPaperLoseTheirRims(t *testing.T) {
	t.Parallel()
	const side, radius, soft = 120, 36, 3
	p, cover := vision.NewRGB(side, side), vision.New(side, side)
	for i := range side * side {
		d := math.Hypot(float64(i%side)-59.5, float64(i/side)-59.5)
		a := float32(min(max((radius-d)/soft+0.5, 0), 1))
		cover.Pix[i] = a
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = 0.96-0.76*a, 0.96-0.80*a, 0.96-0.70*a
	}
	s, ok := OnPlainGround(p)
	if !ok {
		t.Fatal("the ground is not seen to be plain")
	}
	for i, m := range s.Mask.Pix {
		if a := cover.Pix[i]; m == 1 && a < 0.4 || m == 0 && a > 0.75 {
			t.Fatalf("a pixel that the disc covers to %.2f has mask %v", a, m)
		}
	}
}
