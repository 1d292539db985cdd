package photo

import (
	"testing"

	"zoetrope/engine/studio/vision"
)

func TestStormClosesTheSky(t *testing.T) {
	t.Parallel()
	const w, h = testW, testH
	img := landscape(320, 180)
	base := canvasPicture(img, w, h)
	a := analyse(base)
	if !a.hasSky() {
		t.Fatal("the picture has no sky")
	}
	s := newShot(img)
	o := small("")
	o.Width, o.Height, o.Frames, o.FPS, o.Light = w, h, 120, 24, Storm
	sky := vision.Resize(a.scene.Sky, w, h)
	spread := func(p vision.Plane) float32 {
		mean := meanWithin(p, sky)
		return meanWithin(p.Map(func(v float32) float32 { return (v - mean) * (v - mean) }), sky)
	}
	before, after, later := s.luma(o, 0), s.luma(o, 90), s.luma(o, 119)
	if got := psnr(before, asTaken(img)); got < 35 {
		t.Errorf("the clip begins %.1f dB from the photograph", got)
	}
	if b, l := meanWithin(before, sky), meanWithin(after, sky); l > 0.75*b {
		t.Errorf("the sky goes from %.2f to %.2f, want it darker by a quarter", b, l)
	}
	o.Light = Night // the same without clouds
	if plain := spread(s.luma(o, 90)); spread(after) < 1.5*plain {
		t.Errorf("the clouds vary by %.5f, the plain sky by %.5f", spread(after), plain)
	}
	if got := psnr(after, later); got > 45 {
		t.Errorf("the clouds stand still (%.1f dB between moments)", got)
	}
}

func TestGreySkyIsLeftAlone(t *testing.T) {
	t.Parallel()
	img := landscape(320, 180)
	base := canvasPicture(img, 160, 90)
	a := analyse(base)
	o := Options{Width: 160, Height: 90, Frames: 24, Light: Grey}
	stage := prepare(o, base, a).stage
	if newOvercast(Grey, stage, a, o) == nil {
		t.Error("no clouds come over a blue sky")
	}
	y := a.picture.Luma()
	a.picture = vision.RGB{W: y.W, H: y.H, R: y, G: y, B: y}
	if newOvercast(Grey, stage, a, o) != nil {
		t.Error("clouds come over a sky that is grey already")
	}
	if newOvercast(Night, stage, a, o) != nil {
		t.Error("clouds come with the night")
	}
}
