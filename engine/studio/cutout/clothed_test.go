package cutout

import (
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
)

// A head before a wall whose light falls off, with shade of the head on the wall, and in one case a shirt that is hardly brighter.
func TestClothedFindsAPaleShirtBeforeAPaleWall(t *testing.T) {
	t.Parallel()
	const w, h = 160, 200
	f := face.Face{X: 80, Y: 90, Radius: 50}
	for name, worn := range map[string]float32{"a shirt": 1, "no shirt": 0} {
		p := vision.NewRGB(w, h)
		given, want := vision.New(w, h), vision.New(w, h)
		for i := range w * h {
			x, y := float32(i%w), float32(i/w)
			noise := 0.004 * float32((i*7919)%13-6) / 6
			wall := 0.86 + 0.06*x/w + noise
			r, g, b := wall, wall-0.005, wall-0.01
			head := (x-80)*(x-80)/(46*46)+(y-90)*(y-90)/(70*70) < 1 || x > 62 && x < 98 && y > 100
			shirt := worn > 0 && y > 168+0.006*(x-80)*(x-80)
			shade := !head && !shirt && x > 30 && x < 40 && y > 120 && y < 150
			switch {
			case head:
				r, g, b = 0.6, 0.42, 0.33
				given.Pix[i], want.Pix[i] = 1, 1
			case shirt:
				r, g, b = wall+0.02, wall+0.015, wall+0.05
				want.Pix[i] = 1
			case shade:
				r, g, b = wall-0.08, wall-0.08, wall-0.08
				given.Pix[i] = 1
			}
			p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = r, g, b
		}
		if worn == 0 {
			want = given
		}
		if iou := overlap(clothed(p, given, f), want); iou < 0.95 {
			t.Errorf("%s: the overlap with what is there is %.3f", name, iou)
		}
	}
}

func overlap(a, b vision.Plane) float32 {
	both, either := vision.Product(a, b).Mean(), united(a, b).Mean()
	return both / either
}
