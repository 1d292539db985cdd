package studio

import (
	"math"
	"slices"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/internal/media"
)

// decoded reads a video into frames.
func decoded(t *testing.T, e *Engine, path string) []frame {
	t.Helper()
	c, err := footage.Open(t.Context(), e.tools, path)
	if err != nil {
		t.Fatal(err)
	}
	var out []frame
	if err := e.tools.Decode(t.Context(), path, media.DecodeOptions{}, func(b []byte) error {
		out = append(out, frame{slices.Clone(b), c.Width, c.Height})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// cutsIn are the numbers of the frames that differ from the one before far more than their neighbours do.
func cutsIn(frames []frame) []int {
	diffs := []float64{0}
	for i := 1; i < len(frames); i++ {
		diffs = append(diffs, frames[i].difference(frames[i-1]))
	}
	sorted := slices.Sorted(slices.Values(diffs))
	usual := sorted[len(sorted)/2]
	var out []int
	for i, d := range diffs {
		if d > 4 && d > 4*usual {
			out = append(out, i)
		}
	}
	return out
}

func multiClip(text string, seconds int, sound bool) *zoetrope.TextToVideoSpec {
	return &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: text, Duration: seconds, MultiClip: true, GenerateAudio: sound}}
}

// The cuts of the decoded film must be where the storyboard has them, between pictures of one palette, without a flash.
func TestMultiClipFilmIsCut(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	for _, text := range []string{"a horse on a meadow in the afternoon", "a rocky coast at noon"} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			spec := multiClip(text, 5, false)
			job := engine.Job{ID: 1, Spec: spec, Seed: 2, Width: 128, Height: 72}
			_, shots := Storyboard(spec, job.Seed, job.Width, job.Height)
			path, meta := renderedVideo(t, e, job)
			frames := decoded(t, e, path)
			if len(frames) != spec.Frames() {
				t.Fatalf("%d frames, want %d", len(frames), spec.Frames())
			}
			var want []int
			for _, s := range shots[1:] {
				want = append(want, s.First)
			}
			if got := cutsIn(frames); !slices.Equal(got, want) {
				t.Errorf("cuts at %v, want %v", got, want)
			}
			if !strings.Contains(meta["shots"], shots[1].Framing) {
				t.Errorf("the metadata does not tell the shots: %q", meta["shots"])
			}
			for _, at := range want {
				checkCut(t, frames, at)
			}
		})
	}
}

// checkCut compares the pictures on both sides of a cut.
func checkCut(t *testing.T, frames []frame, at int) {
	t.Helper()
	a, b := frames[at-1], frames[at]
	if d := math.Abs(a.luma() - b.luma()); d > 30 {
		t.Errorf("the brightness jumps by %.0f levels at frame %d", d, at)
	}
	const apart = 16 // levels of chroma: a nearer shot has more grass and less sky
	if d := a.palette(b); d > apart {
		t.Errorf("the palettes at frame %d are %.1f apart", at, d)
	}
	for i := at; i < min(at+3, len(frames)-1); i++ {
		if d := math.Abs(frames[i].luma() - frames[i+1].luma()); d > 3 {
			t.Errorf("a flash of %.1f levels after the cut at %d", d, at)
		}
	}
}

// palette is how far the mean colours of two pictures are apart, in levels of Cb and Cr.
func (f frame) palette(g frame) float64 {
	n := f.w * f.h
	mean := func(f frame, k int) float64 { return meanOf(f.yuv[n+k*n/4 : n+(k+1)*n/4]) }
	return math.Hypot(mean(f, 0)-mean(g, 0), mean(f, 1)-mean(g, 1))
}

func TestMultiClipPhotographIsCutSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	e := testEngine(t)
	spec := &zoetrope.ImageToVideoSpec{VideoSpec: zoetrope.VideoSpec{Duration: 4, MultiClip: true}, Image: 1}
	job := engine.Job{ID: 1, Spec: spec, Seed: 2, Width: 160, Height: 90, Inputs: map[int64]engine.Input{1: figurePicture(t, true)}}
	path, meta := renderedVideo(t, e, job)
	frames := decoded(t, e, path)
	lengths := scene.ShotLengths(prompt.Read("", ""), job.Seed, 4, "", zoetrope.FPS)
	if len(lengths) != 2 || len(frames) != 4*zoetrope.FPS {
		t.Fatalf("%d frames in shots of %v", len(frames), lengths)
	}
	if got, want := cutsIn(frames), []int{lengths[0]}; !slices.Equal(got, want) {
		t.Errorf("cuts at %v, want %v", got, want)
	}
	if !strings.HasPrefix(meta["shots"], "2 shots: ") {
		t.Errorf("the metadata tells %q", meta["shots"])
	}
	// The camera is under way on both sides of the cut: three frames apart, as the encoder may repeat one of so small a picture.
	for _, i := range []int{lengths[0] - 1, lengths[0] + 3} {
		if d := frames[i].difference(frames[i-3]); d < 0.1 {
			t.Errorf("the camera stands before frame %d: %.3f", i, d)
		}
	}
}

// One ambience lies under all shots, and what happens in a shot is heard while it is seen.
func TestSoundRunsThroughCuts(t *testing.T) {
	t.Parallel()
	words, shots := Storyboard(multiClip("a woman walks along a road. Then a horse gallops across a meadow", 8, true), 3, 96, 54)
	s := hearShots(words, shots)
	plan := planSound(&multiClip("", 8, true).VideoSpec, s, "")
	if plan.Duration != 8 {
		t.Errorf("the sound lasts %g s", plan.Duration)
	}
	for _, sub := range s.Subjects {
		if sub.Name != "horse" || sub.Distance == offstage {
			continue
		}
		for _, c := range sub.Contacts {
			if !slices.ContainsFunc(shots, func(s scene.Shot) bool {
				seen := slices.ContainsFunc(s.Cast, func(a scene.Actor) bool { return a.Name == "horse" })
				return seen && c.At >= moment(s.First) && c.At < moment(s.First+s.Frames)
			}) {
				t.Errorf("a hoof is heard at %.2f s, when no horse is seen", c.At)
			}
		}
	}
}

func TestStoryboardsFollowTheLength(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ seconds, few, many int }{{1, 1, 1}, {2, 1, 1}, {4, 2, 2}, {5, 2, 3}, {8, 3, 4}, {10, 3, 4}, {15, 4, 5}} {
		for seed := range int64(8) {
			spec := multiClip("a lighthouse on a coast", tt.seconds, false)
			_, shots := Storyboard(spec, seed, 96, 54)
			if n := len(shots); n < tt.few || n > tt.many {
				t.Errorf("%d s have %d shots", tt.seconds, n)
			}
			frames := 0
			for _, s := range shots {
				if s.First != frames {
					t.Errorf("a shot of %d s begins at frame %d instead of %d", tt.seconds, s.First, frames)
				}
				frames += s.Frames
			}
			if frames != spec.Frames() {
				t.Errorf("the shots have %d frames of %d", frames, spec.Frames())
			}
			for _, s := range shots[1:] {
				if s.Palette != shots[0].Palette || s.Hour != shots[0].Hour || s.Season != shots[0].Season || s.Air() != shots[0].Air() {
					t.Errorf("a shot differs in palette, hour, season or weather: %s and %s", s.Plan, shots[0].Plan)
				}
			}
		}
	}
}

// Passages of the prompt go to successive shots.
func TestPassagesBecomeShots(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"A wolf runs through a forest in the morning, then a deer stands on a meadow at night, then it snows in the mountains",
		"清晨森林里的狼，接着夜晚草地上的鹿，然后雪山下雪",
		"Shot 1: a wolf in a forest in the morning. Shot 2: a deer on a meadow at night. Shot 3: snow falls in the mountains",
	} {
		_, shots := Storyboard(multiClip(text, 8, false), 1, 96, 54)
		var places, hours []string
		for _, s := range shots {
			if n := len(places); n == 0 || places[n-1] != s.Place {
				places, hours = append(places, s.Place), append(hours, s.Hour)
			}
		}
		if want := []string{"forest", "meadow", "alp"}; !slices.Equal(places, want) {
			t.Errorf("%q leads to %v, want %v", text, places, want)
		}
		if len(hours) == 3 && (hours[0] != "morning" && hours[0] != "dawn" || hours[1] != "night" || hours[2] != "night") {
			t.Errorf("%q plays at %v", text, hours)
		}
	}
}
