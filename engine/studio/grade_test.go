package studio

import (
	"testing"

	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/vision"
)

// ramp is a grey picture whose brightness goes from low to high.
func ramp(low, high float32) vision.RGB {
	p := vision.NewRGB(64, 4)
	for _, plane := range p.Channels() {
		for i := range plane.Pix {
			plane.Pix[i] = low + (high-low)*float32(i%64)/63
		}
	}
	return p
}

func TestGradesSuitTheBrightnessOfThePicture(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words       string
		low, high   float32 // of the picture
		least, most float32 // mean brightness afterwards, as a share of that before
	}{
		{"make it night", 0.2, 0.9, 0.2, 0.55},
		{"make it night", 0.01, 0.25, 0.55, 1},
		{"golden sunset light", 0.01, 0.25, 1.5, 4},
		{"golden sunset light", 0.2, 0.9, 0.85, 1.05},
		{"at noon", 0.01, 0.25, 1.5, 4},
		{"a thunderstorm", 0.01, 0.25, 0.5, 1},
		{"a dark thunderstorm at night", 0.01, 0.25, 0.6, 1},
		{"a dark thunderstorm at night", 0.1, 0.6, 0.38, 0.65},
		{"thick fog", 0.01, 0.25, 1, 2.6},
	} {
		p := ramp(c.low, c.high)
		before := p.Luma().Mean()
		moodOf(prompt.Read(c.words, "")).suited(float32(before)).apply(p)
		if got := float32(p.Luma().Mean()) / float32(before); got < c.least || got > c.most {
			t.Errorf("%q of a picture from %g to %g changes its brightness %.2f times, want %g to %g", c.words, c.low, c.high, got, c.least, c.most)
		}
	}
}

func TestSnowKeepsTheShadeOfWhatItLiesOn(t *testing.T) {
	t.Parallel()
	last := float32(0)
	for k := range 8 {
		green := 0.3 + 0.1*float32(k)
		l := lumaOf(snowed([3]float32{0.6 * green, green, 0.4 * green}, 0.9))
		if l < last+0.01 {
			t.Errorf("snow on green of %.1f is %.3f bright, on the darker green before %.3f", green, l, last)
		}
		if l < 0.6 {
			t.Errorf("snow on green of %.1f is only %.3f bright", green, l)
		}
		last = l
	}
}

func TestAutumnTurnsShadeBrownAndLightGolden(t *testing.T) {
	t.Parallel()
	ratio := func(v [3]float32) float32 { return v[0] / v[1] }
	shade, light := leaves([3]float32{0.15, 0.3, 0.1}, -1), leaves([3]float32{0.4, 0.8, 0.25}, -1)
	for name, v := range map[string][3]float32{"shade": shade, "light": light} {
		if r := ratio(v); r < 1.02 || r > 1.5 {
			t.Errorf("leaves in the %s are %.2f, %.2f times as red as green: neither brown nor golden", name, v, r)
		}
		if v[2] > 0.4*v[0] {
			t.Errorf("leaves in the %s are %.2f, greyer than leaves in autumn", name, v)
		}
	}
	// A lawn may not glow like a wall of rust.
	if shade[0] > 0.36 {
		t.Errorf("grass in the shade is %.2f, brighter in red than it was in green", shade)
	}
	if grey := leaves([3]float32{0.5, 0.5, 0.5}, -1); grey != [3]float32{0.5, 0.5, 0.5} {
		t.Errorf("a grey wall becomes %.2f", grey)
	}
}
