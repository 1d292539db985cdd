package photo

import (
	"image"
	"testing"
)

func TestStudy(t *testing.T) {
	t.Parallel()
	if f := Study(landscape(320, 180), 640, 360); f.Sky < 0.25 || f.Sky > 0.6 {
		t.Errorf("the sky fills %.0f %% of a landscape that it fills to 42 %%", 100*f.Sky)
	}
	if f := Study(texture(320, 180), 360, 640); f.Sky > 0.02 || f.Water > 0.02 {
		t.Errorf("a wall of texture has %+v", f)
	}
}

func TestPlainPicturesSayNothing(t *testing.T) {
	t.Parallel()
	white := image.NewGray(image.Rect(0, 0, 64, 36))
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	if f := Study(white, 640, 360); f != (Facts{}) {
		t.Errorf("a white picture has %+v", f)
	}
}

func TestRush(t *testing.T) {
	t.Parallel()
	if u, ok := Rush("whip_pan"); !ok || whip(u+0.01).x-whip(u-0.01).x > whip(u+0.1).x-whip(u+0.08).x {
		t.Errorf("a whip pan does not whip at %g", u)
	}
	if _, ok := Rush("pan_left"); ok {
		t.Error("a plain pan whips")
	}
}
