package figure

import (
	"testing"

	"zoetrope/engine/studio/spmd"
)

// over draws a body of one metre over a frame of one radiance and returns what is seen at its middle and halfway to its rim.
func over(f *body, radiance float32) (middle, side float32) {
	frame := spmd.NewFrame(100, 100)
	for i := range frame.Pix {
		frame.Pix[i] = radiance
	}
	f.figure(1).Draw(frame, Stand{X: 50, Y: 50, Scale: 60}, Light{Key: Colour{1, 1, 1}, Dir: [3]float32{0, 0, -1}, Sky: Colour{0.2, 0.2, 0.2}})
	return frame.Pix[4*(50*100+50)], frame.Pix[4*(50*100+50+24)]
}

// TestWhatLiesBehindShowsThrough compares bodies before a dark and a bright picture.
func TestWhatLiesBehindShowsThrough(t *testing.T) {
	t.Parallel()
	seen := func(p Paint) (middle, side float32) {
		var f body
		f.ball(p, Vec{}, 0.5)
		dm, ds := over(&f, 0)
		bm, bs := over(&f, 1)
		return bm - dm, bs - ds
	}
	grey := Colour{0.3, 0.3, 0.3}
	if m, s := seen(Paint{Colour: grey}); m != 0 || s != 0 {
		t.Errorf("%.2f and %.2f of what lies behind a solid body show", m, s)
	}
	if m, s := seen(Paint{Colour: grey, Clear: 0.8}); m < 0.75 || s > 0.6*m {
		t.Errorf("through a clear body %.2f shows in the middle and %.2f at the side", m, s)
	}
	if m, s := seen(Paint{Colour: grey, Smoke: 0.9}); m > 0.05 || s < 0.3 {
		t.Errorf("through smoke %.2f shows in the middle and %.2f at the side", m, s)
	}
}

// TestInsidesShowThroughAClearBody puts a bright ball into a dark clear one, drawn before and after it.
func TestInsidesShowThroughAClearBody(t *testing.T) {
	t.Parallel()
	inner := func(f *body) { f.ball(glowing(0xffffff, 2), Vec{}, 0.1) }
	outer := func(f *body) { f.disc(Paint{Clear: 0.9}, Vec{}, pitched(0), 0.5, 0.5, 0.5) }
	for name, parts := range map[string][]func(*body){"inside first": {inner, outer}, "inside last": {outer, inner}} {
		var f body
		for _, part := range parts {
			part(&f)
		}
		if m, s := over(&f, 0); m < 1 || s > 0.5 {
			t.Errorf("%s: the middle has %.2f, beside it is %.2f", name, m, s)
		}
	}
}

// TestRailsStayWhereTheyAre follows the sleepers under a train that goes 0.4 m.
func TestRailsStayWhereTheyAre(t *testing.T) {
	t.Parallel()
	first := func(way float64) float32 {
		var f body
		f.rails(-5, 5, way)
		return f.parts[6].a.X // of the first sleeper, after the six faces of the ballast
	}
	if moved := first(0.1) - first(0.5); moved < 0.39 || moved > 0.41 {
		t.Errorf("sleepers fall %.2f m behind a train that goes 0.40 m", moved)
	}
}
