package studio

import (
	"slices"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/engine"
)

// A title in the prompt is in the film while it says so, and speech in quotation marks is not.
func TestTitleIsInTheFilm(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	job := engine.Job{ID: 1, Seed: 2, Width: 160, Height: 90}
	film := func(text string) ([]frame, map[string]string) {
		job := job
		job.Spec = &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: text, Duration: 3}}
		path, meta := renderedVideo(t, e, job)
		return decoded(t, e, path), meta
	}
	frames, meta := film(`a dark ocean at night with the title "HOME"`)
	white := func(f frame) int {
		n := 0
		for _, v := range f.yuv[:f.w*f.h] {
			if v > 205 {
				n++
			}
		}
		return n
	}
	if first, middle := white(frames[0]), white(frames[len(frames)/2]); middle < first+25 {
		t.Errorf("%d bright pixels at the start and %d with the title", first, middle)
	}
	if !strings.Contains(meta["titles"], `"HOME" in the `) {
		t.Errorf("the metadata tells %q", meta["titles"])
	}
	frames, meta = film(`a dark forest at night, a ranger says "HOME"`)
	if first, middle := white(frames[0]), white(frames[len(frames)/2]); middle > first+10 || meta["titles"] != "" {
		t.Errorf("speech is set as a title: %q, %d and %d bright pixels", meta["titles"], first, middle)
	}
}

func TestTitleSpans(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		titles []string
		frames int
	}{{[]string{"HOME"}, 120}, {[]string{"HOME"}, 24}, {[]string{"One", "Two", "Three"}, 120}, {[]string{strings.Repeat("long ", 12)}, 360}} {
		spans := titleSpans(tt.titles, tt.frames)
		last := 0
		for _, s := range spans {
			if s.from < last || s.to <= s.from+10 || s.to > tt.frames {
				t.Errorf("%q of %d frames is seen in %v", tt.titles, tt.frames, spans)
			}
			last = s.to
		}
	}
}

func TestExplainTellsOfTitles(t *testing.T) {
	t.Parallel()
	_, shots := Storyboard(words(`a calm lake, title "Stillness"`), 1, 96, 54)
	lines := Explain(shots)
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, `title: "Stillness" in spaced capitals`) }) {
		t.Errorf("%q", lines)
	}
}
