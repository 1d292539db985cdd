package studio

import (
	"image/color"
	"math"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/staging"
)

// blinker is a disc on a meadow, lit for the second half of the clip.
func blinker(i, x, y int) [3]float64 {
	cx := 40 + 0.4*float64(i)
	if math.Hypot(float64(x)-cx, float64(y)-28) < 13 {
		if i >= 8 {
			return [3]float64{0.95, 0.85, 0.1}
		}
		return [3]float64{0.85, 0.1, 0.1}
	}
	return meadow(x, y)
}

func TestFusionPlaysReferenceVideos(t *testing.T) {
	t.Parallel()
	spec := &zoetrope.FusionSpec{
		VideoSpec: zoetrope.VideoSpec{Prompt: "@lamp on the left and @disc on the right in the @place", Duration: 1},
		Images: []zoetrope.Reference{
			{Role: zoetrope.ReferenceBackground, Image: 3, Name: "place"},
			{Role: zoetrope.ReferenceSubject, Image: 2, Name: "disc"},
		},
		Clips: []zoetrope.ReferenceClip{{Video: 1, Name: "lamp"}}, Omni: true,
	}
	c, err := renderEdit(t, spec, map[int64]engine.Input{
		1: {Path: film96(t, 16, blinker)},
		2: {Path: still(t, 60, 60, blueDisc)},
		3: {Path: still(t, 96, 54, func(_, y int) color.NRGBA { return mauve(0, y) })},
	})
	if err != nil {
		t.Fatal(err)
	}
	// Forwards for 16 frames and backwards: red, lit, and red again.
	const x, y = 25, 38
	first, middle, last := meanAround(t, c, 2, x, y, 2), meanAround(t, c, 14, x, y, 2), meanAround(t, c, 23, x, y, 2)
	if first[1] > first[0]-0.25 || middle[1] < first[1]+0.25 {
		t.Errorf("the filmed lamp is %.2f and then %.2f; it does not play", first, middle)
	}
	if math.Abs(float64(last[1]-first[1])) > 0.2 {
		t.Errorf("after the end of its clip the lamp is %.2f, at the beginning %.2f", last, first)
	}
	if far := meanAround(t, c, 14, 48, 6, 2); far[1] > far[0] {
		t.Errorf("the meadow of the clip came along: %.2f", far)
	}
	if disc := meanAround(t, c, 14, 71, 38, 2); disc[2] < disc[0]+0.2 {
		t.Errorf("the disc is %.2f", disc)
	}
}

func TestClipsAsPlaces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		prompt string
		places []bool
	}{
		{"@a dances in the @b", []bool{false, true}},
		{"@a and @b dance on a beach", []bool{false, false}},
		{"a dog runs along @a", []bool{true, true}},
		{"@a在@b跳舞", []bool{false, true}},
	} {
		set := staging.Read(tt.prompt, []string{"a", "b"})
		for i, want := range tt.places {
			if got := set.Surrounds(i); got != want {
				t.Errorf("%q: reference %d surrounds: %t", tt.prompt, i, got)
			}
		}
	}
}
