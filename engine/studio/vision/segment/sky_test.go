package segment

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
)

// landscape has a sky with soft clouds above a jagged skyline at the row 0.4 h, then water with level streaks or grass.
func landscape(w, h int, water bool) (p vision.RGB, sky, ground vision.Plane) {
	p, sky, ground = vision.NewRGB(w, h), vision.New(w, h), vision.New(w, h)
	clouds, fine := noise(w, h, 16, 7), noise(w, h, 1.2, 8)
	for y := range h {
		for x := range w {
			i := y*w + x
			skyline := float64(h) * (0.33 + 0.05*math.Sin(float64(x)*0.07) + 0.02*math.Sin(float64(x)*0.31))
			f := 0.1 * (fine.Pix[i] - 0.5)
			switch {
			case float64(y) < skyline:
				v := float32(y) / float32(h)
				c := 0.35 * max(clouds.Pix[i]-0.4, 0)
				p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = 0.35+v*0.5+c, 0.5+v*0.4+c, 0.78+v*0.2+0.3*c
				sky.Pix[i] = 1
			case y < h*2/5:
				p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = 0.2+f, 0.24+f, 0.16+f
			case water:
				streak := 0.05 * float32(math.Sin(float64(y)*1.1+math.Sin(float64(x)*0.05)*2))
				p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = 0.3+streak, 0.42+streak, 0.6+streak
				ground.Pix[i] = 1
			default:
				p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = 0.3+f, 0.42+2*f, 0.15+f
				ground.Pix[i] = 1
			}
		}
	}
	return p, sky, ground
}

func TestSkyFollowsTheSkyline(t *testing.T) {
	t.Parallel()
	p, want, _ := landscape(240, 150, false)
	sky := Sky(p)
	if got := iou(sky, want); got < 0.93 {
		t.Errorf("IoU %.3f", got)
	}
	row, ok := Horizon(sky)
	if !ok || row < 48 || row > 64 {
		t.Errorf("horizon at %d (%v)", row, ok)
	}
}

func TestNoSkyInAMeadowOrATinyPicture(t *testing.T) {
	t.Parallel()
	p, _ := scene(200, 140, func(float64, float64) bool { return false }, [3]float32{0.3, 0.5, 0.2}, [3]float32{})
	if sky := Sky(p); sky.Mean() > 0 {
		t.Errorf("green texture has %.2f sky", sky.Mean())
	}
	if sky := Sky(vision.NewRGB(3, 2)); sky.W != 3 || sky.Mean() > 0 {
		t.Error("tiny picture")
	}
}

func TestWater(t *testing.T) {
	t.Parallel()
	lake, sky, want := landscape(240, 150, true)
	if got := iou(Water(lake, sky), want); got < 0.85 {
		t.Errorf("IoU %.3f", got)
	}
	meadow, sky, _ := landscape(240, 150, false)
	if got := Water(meadow, sky).Mean(); got > 0 {
		t.Errorf("a meadow has %.2f water", got)
	}
	if got := Water(lake, vision.New(240, 150)).Mean(); got > 0 {
		t.Error("water without a sky")
	}
}
