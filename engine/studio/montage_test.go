package studio

import (
	"bytes"
	"context"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio/beat"
	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision/face/facetest"
)

func TestCutsFollowTheBars(t *testing.T) {
	t.Parallel()
	var bars []float64
	for at := 0.4; at < 30; at += 2 {
		bars = append(bars, at)
	}
	onBar := func(at float64) bool {
		return slices.ContainsFunc(bars, func(b float64) bool { return math.Abs(b-at) < 1e-9 })
	}
	cuts := cutsTo(&beat.Track{Seconds: 30, Tempo: 120, Bars: bars}, 30)
	last := 0.0
	for _, c := range cuts {
		if !onBar(c) {
			t.Errorf("the cut at %.2f s is not on a bar", c)
		}
		if c-last < shortestCut || c-last > longestCut {
			t.Errorf("the shot before %.2f s lasts %.2f s", c, c-last)
		}
		last = c
	}
	if len(cuts) < 5 || 30-last > longestCut+shortestCut {
		t.Errorf("cuts at %v", cuts)
	}
	if plain := cutsTo(&beat.Track{Seconds: 20}, 20); len(plain) < 4 {
		t.Errorf("without a beat, cuts at %v", plain)
	}
	if none := cutsTo(&beat.Track{Seconds: 1}, 1); len(none) != 0 {
		t.Errorf("a second has cuts at %v", none)
	}
}

func TestLyricsBecomeLines(t *testing.T) {
	t.Parallel()
	words := []zoetrope.Word{
		{Start: 1, End: 1.4, Text: "Walking"}, {Start: 1.4, End: 1.8, Text: "home"}, {Start: 4, End: 4.5, Text: "again"}, {Start: 99, End: 100, Text: "late"},
	}
	lines := linesOf(&zoetrope.MusicVideoSpec{Words: words, Lyrics: "ignored"}, 0, 20)
	if len(lines) != 2 || len(lines[0].words) != 2 || !lines[0].timed || lines[1].start != 4 {
		t.Errorf("timed words give %+v", lines)
	}
	lines = linesOf(&zoetrope.MusicVideoSpec{Lyrics: "[Verse]\nfirst line\n\nsecond, much longer line of the song\n"}, 2, 20)
	if len(lines) != 2 || lines[0].start != 2 || lines[0].timed || lines[1].end > 20 || lines[1].end-lines[1].start < lines[0].end-lines[0].start {
		t.Errorf("plain lines give %+v", lines)
	}
	for at, want := range map[float64]int{0: -1, 2.5: 0, lines[1].start + 1: 1, 19.99: -1} {
		if got := lineAt(lines, at); got != want {
			t.Errorf("at %.2f s line %d is shown, want %d", at, got, want)
		}
	}
}

func TestTitlesAndLabelsOfTours(t *testing.T) {
	t.Parallel()
	for prompt, want := range map[string]string{
		"A sunny villa by the lake, with three bedrooms":    "A sunny villa by the lake",
		"Create a tour of my house":                         "",
		`Please make a tour called "Maple Street 12" of it`: "Maple Street 12",
		"制作一个房屋视频":                                          "",
		strings.Repeat("very long words without end ", 4):   "",
	} {
		if got := titleOf(prompt); got != want {
			t.Errorf("the title of %q is %q, want %q", prompt, got, want)
		}
	}
	labels := labelsOf("Rooms: 1: Kitchen, 2: living room; 5 = Garden and there are 3 bedrooms")
	if labels[1] != "Kitchen" || labels[2] != "living room" || labels[5] == "" || labels[3] != "" {
		t.Errorf("labels are %v", labels)
	}
}

func TestToursFillTheirTime(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		seconds, pictures int
		mode              string
	}{{30, 5, "property_tour"}, {30, 60, "property_tour"}, {15, 8, "ad_house_tour"}, {1, 2, ""}, {30, 1, ""}} {
		spec := &zoetrope.AgentSpec{VideoSpec: zoetrope.VideoSpec{Duration: tt.seconds, Prompt: "A house"}, Mode: tt.mode}
		pictures := testPictures(tt.pictures)
		tour := newTour(engine.Job{Spec: spec, Width: 64, Height: 36, Seed: 3}, spec, pictures)
		film := tour.film()
		if film.Frames() != spec.Frames() {
			t.Errorf("%d pictures in %d s: %d frames instead of %d", tt.pictures, tt.seconds, film.Frames(), spec.Frames())
		}
		for i, s := range film.Shots {
			if s.Frames < 2*s.Over {
				t.Errorf("%d pictures in %d s: shot %d of %d frames has a join of %d", tt.pictures, tt.seconds, i, s.Frames, s.Over)
			}
		}
		if tt.pictures > 1 && tour.shown[0] != 0 {
			t.Error("the tour does not begin with the first picture")
		}
	}
}

// TestTakesFillTheFilm: takes are repeated in a longer film, halved for more pictures, and end with it.
func TestTakesFillTheFilm(t *testing.T) {
	t.Parallel()
	reference := []referenceShot{{end: 1.5, move: "zoom_in"}, {end: 4, move: "pan_left"}}
	for _, c := range []struct {
		seconds  float64
		pictures int
		want     []float64
	}{
		{4, 2, []float64{1.5, 4}}, {9, 2, []float64{1.5, 4, 5.5, 9}}, {4.3, 1, []float64{1.5, 4.3}}, {4, 3, []float64{1.5, 2.75, 4}},
		{3, 2, []float64{1.5, 3}}, {2, 5, []float64{1.5, 2}},
	} {
		var got []float64
		for _, take := range paced(reference, c.seconds, c.pictures) {
			got = append(got, take.end)
		}
		if !slices.EqualFunc(got, c.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }) {
			t.Errorf("%g s with %d pictures: takes end at %v, want %v", c.seconds, c.pictures, got, c.want)
		}
	}
	if one := paced([]referenceShot{{end: 0.2}}, 5, 1); len(one) != 1 || one[0].end != 5 {
		t.Errorf("a short reference gives %v", one)
	}
}

func TestFacesSing(t *testing.T) {
	t.Parallel()
	words := []zoetrope.Word{{Start: 1, End: 1.8, Text: "far"}, {Start: 2, End: 2.8, Text: "away"}}
	v := &video{job: engine.Job{Width: 160, Height: 120, Seed: 1}, track: &beat.Track{Seconds: 6}, pictures: append(testPictures(1), facetest.Portrait(t))}
	v.spec = &zoetrope.MusicVideoSpec{VideoSpec: zoetrope.VideoSpec{Duration: 6}, Words: words}
	if v.sing(&lips.Sound{}) != nil {
		t.Error("somebody sings without being asked to")
	}
	v.spec.Singing = true
	s := v.sing(&lips.Sound{})
	if s == nil || len(s.faces) != 1 {
		t.Fatalf("singers: %+v", s)
	}
	if !s.sings(24, 60) || s.sings(90, 140) {
		t.Error("shots with words and without are confused")
	}
	mouth := func(from int) []byte {
		var frame []byte
		if err := s.shot(v, 0, from)(t.Context(), 1, func(f []byte) error { frame = append(frame, f...); return nil }); err != nil {
			t.Fatal(err)
		}
		return frame
	}
	if a, b := mouth(34), mouth(60); bytes.Equal(a, b) {
		t.Error("the singer's mouth does not move")
	}
	v.spec.Instrumental = true
	if v.sing(&lips.Sound{}) != nil || len(v.notes()) == 0 {
		t.Error("somebody sings an instrumental, or nobody says why not")
	}
}

func TestWatchFindsCutsAndMoves(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	path := filepath.Join(t.TempDir(), "reference.mp4")
	// A still part, then another picture that zooms in.
	out, err := exec.CommandContext(t.Context(), e.tools.FFmpeg, "-nostdin", "-v", "error", "-y",
		"-f", "lavfi", "-i", "mandelbrot=s=160x90:r=24:start_scale=3:end_scale=2.99,trim=end_frame=1,loop=24:1,setpts=N/24/TB,negate",
		"-f", "lavfi", "-i", "mandelbrot=s=160x90:r=24:start_scale=3:end_scale=0.9:end_pts=40,trim=end_frame=36,setpts=N/24/TB",
		"-filter_complex", "[0][1]concat=n=2", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-threads", "1", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	src, err := footage.Open(t.Context(), e.tools, path)
	if err != nil {
		t.Fatal(err)
	}
	takes, err := watch(context.Background(), src)
	if err != nil {
		t.Fatal(err)
	}
	if len(takes) != 2 || math.Abs(takes[0].end-25.0/24) > 0.1 || takes[1].move != "zoom_in" || takes[0].move != "" {
		t.Errorf("takes are %+v", takes)
	}
}
