package puppet

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/yuv"
)

// scene is a bright disc on a striped ground, with its coverage.
func scene(w, h int) (vision.RGB, vision.Plane) {
	p, alpha := vision.NewRGB(w, h), vision.New(w, h)
	for i := range alpha.Pix {
		x, y := float64(i%w), float64(i/w)
		v := float32(0.3 + 0.08*math.Sin(x*0.8))
		a := vision.Smoothstep(21, 19, float32(math.Hypot(x-60, y-50)))
		alpha.Pix[i] = a
		v += (0.9 - v) * a
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = v, v, v
	}
	return p, alpha
}

func TestFigureMovesOverItsPlate(t *testing.T) {
	t.Parallel()
	const w, h = 120, 96
	p, alpha := scene(w, h)
	f := Cut(p, alpha, 1)
	dst := make([]byte, yuv.Size(w, h))
	f.Draw(dst, func(float64, float64) (float64, float64) { return 26, 0 })
	if v := dst[50*w+86]; v < 190 {
		t.Errorf("where the disc moved to, the luma is %d", v)
	}
	if v := dst[50*w+44]; v > 130 {
		t.Errorf("where the disc was, the luma is %d: it is not filled", v)
	}
	rest := make([]byte, len(dst))
	f.Draw(rest, func(float64, float64) (float64, float64) { return 0, 0 })
	for _, x := range []int{3, 115} {
		if d := int(dst[5*w+x]) - int(rest[5*w+x]); d < -3 || d > 3 {
			t.Errorf("the ground at column %d changed by %d", x, d)
		}
	}
}

func TestWholePictureBends(t *testing.T) {
	t.Parallel()
	const w, h = 120, 96
	p, _ := scene(w, h)
	f := Cut(p, vision.Plane{}, 1)
	dst := make([]byte, yuv.Size(w, h))
	f.Draw(dst, func(x, y float64) (float64, float64) { return 8 * math.Exp(-((x-60)*(x-60)+(y-50)*(y-50))/1500), 0 })
	edge := func(pix []byte) int {
		for x := 60; x < w; x++ {
			if pix[50*w+x] < 150 {
				return x
			}
		}
		return w
	}
	if d := edge(dst) - edge(f.Pix); d < 5 || d > 9 {
		t.Errorf("the edge moved by %d pixels, want about 7", d)
	}
	if dst[2*w+2] != f.Pix[2*w+2] {
		t.Error("a corner that does not move changed")
	}
}
