package face

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
)

// drawn is a schematic face: a bright oval with dark hair, brows, eyes, nose shadow and mouth.
func drawn(w, h int, cx, cy, r float64) vision.Plane {
	p := vision.New(w, h)
	blob := func(x, y, bx, by, rx, ry float64) bool {
		dx, dy := (x-cx)/r-bx, (y-cy)/r-by
		return dx*dx/(rx*rx)+dy*dy/(ry*ry) < 1
	}
	for i := range p.Pix {
		x, y := float64(i%w), float64(i/w)
		v := 0.5
		if blob(x, y, 0, -0.1, 0.95, 1.35) {
			v = 0.18
		}
		if blob(x, y, 0, 0.1, 0.8, 1.1) {
			v = 0.82
		}
		for _, side := range []float64{-1, 1} {
			if blob(x, y, 0.36*side, -0.42, 0.25, 0.05) {
				v = 0.35
			}
			if blob(x, y, 0.36*side, -0.22, 0.17, 0.09) {
				v = 0.2
			}
		}
		if blob(x, y, 0, 0.22, 0.12, 0.06) {
			v = 0.6
		}
		if blob(x, y, 0, 0.55, 0.33, 0.07) {
			v = 0.35
		}
		p.Pix[i] = float32(v)
	}
	return vision.Blur(p, 1.5)
}

func TestFindsADrawnFace(t *testing.T) {
	t.Parallel()
	faces := Find(drawn(240, 180, 130, 85, 45))
	if len(faces) == 0 {
		t.Fatal("no face found")
	}
	if f := faces[0]; math.Hypot(float64(f.X-130), float64(f.Y-85)) > 20 || f.Radius < 25 || f.Radius > 70 {
		t.Errorf("found %+v, drawn at 130,85 with radius 45", f)
	}
}

func TestNoFaceInFlatOrTinyPlanes(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{1, 1}, {18, 300}, {200, 150}} {
		if faces := Find(vision.New(size[0], size[1])); len(faces) > 0 {
			t.Errorf("%v: %v", size, faces)
		}
	}
}
