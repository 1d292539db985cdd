package studio

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"zoetrope"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/yuv"
)

// paintedFrames are the first frames of a film in a style.
func paintedFrames(t *testing.T, text, style string, frames int) []frame {
	t.Helper()
	const w, h = 128, 72
	spec := words(text)
	spec.Style, spec.Duration = style, 5
	e := testEngine(t)
	said, shots := Storyboard(spec, 3, w, h)
	r, err := e.reel(t.Context(), []scene.Shot{{Plan: shots[0].Plan, Words: said, Frames: frames}}, w, h)
	if err != nil {
		t.Fatal(err)
	}
	film := play(r.play)
	if m, ok := mannerOf(shots[0].Style, said); ok {
		r.hold = m.hold
		if film, err = painted(film, m, w, h, 3); err != nil {
			t.Fatal(err)
		}
	}
	var out []frame
	if err := film(t.Context(), frames, func(b []byte) error {
		out = append(out, frame{slices.Clone(b), w, h})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// A style must change what is drawn, each in its own way, and must not make a film boil.
func TestStylesAreLooks(t *testing.T) {
	t.Parallel()
	const text = "a horse on a meadow in the afternoon"
	plain := paintedFrames(t, text, "", 4)
	motion := plain[3].difference(plain[2])
	looks := map[string]frame{}
	for _, style := range []string{"anime", "comic", "3d_animation", "clay", "cyberpunk"} {
		frames := paintedFrames(t, text, style, 4)
		if d := frames[3].difference(plain[3]); d < 8 {
			t.Errorf("%s changes the picture by %.1f levels only", style, d)
		}
		if d := frames[2].difference(frames[1]); style != "clay" && d > 2.2*motion+1 {
			t.Errorf("%s boils: %.2f levels from frame to frame, the film itself %.2f", style, d, motion)
		}
		for other, f := range looks {
			if d := frames[3].difference(f); d < 5 {
				t.Errorf("%s and %s are %.1f levels apart", style, other, d)
			}
		}
		looks[style] = frames[3]
		if held := bytes.Equal(frames[0].yuv, frames[1].yuv) && bytes.Equal(frames[2].yuv, frames[3].yuv); held != (style == "clay") {
			t.Errorf("%s: pictures held over two frames: %t", style, held)
		}
	}
	if c, p := looks["cyberpunk"], plain[3]; c.luma() > p.luma()-20 || c.warmth() > p.warmth()-5 {
		t.Errorf("cyberpunk has luma %.0f and warmth %.0f, the film %.0f and %.0f", c.luma(), c.warmth(), p.luma(), p.warmth())
	}
	if c, p := looks["comic"], plain[3]; c.deviation() < 1.15*p.deviation() {
		t.Errorf("comic has a contrast of %.0f, the film %.0f", c.deviation(), p.deviation())
	}
	if c, p := looks["anime"], plain[3]; c.saturation() < p.saturation() {
		t.Errorf("anime has a saturation of %.1f, the film %.1f", c.saturation(), p.saturation())
	}
}

func TestMannerOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, asked, film, photo string }{
		{"a forest", "", "", ""},
		{"a forest", "anime", "anime", "anime"},
		{"a forest", "day", "", ""},
		{"a forest", "realistic", "", ""},
		{"an oil painting of a forest", "", "oil", ""},
		{"a forest in pixel art style", "", "pixel art", "pixel art"},
		{"a forest, pixel art", "comic", "comic", "comic"},
		{"a forest, unreal engine 5, octane render", "", "", ""},
		{"森林，水墨画", "", "ink", ""},
	} {
		said := prompt.Read(tt.text, "")
		spec := &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: tt.text, Style: tt.asked, Duration: 5}}
		_, plan := Plan(spec, 1, 96, 54)
		if m, _ := mannerOf(plan.Style, said); m.style != tt.film {
			t.Errorf("%q with %q is painted as %q, want %q", tt.text, tt.asked, m.style, tt.film)
		}
		if m, _ := mannerOf(styleOf(tt.asked, said), said); m.style != tt.photo {
			t.Errorf("a photograph with %q and %q is painted as %q, want %q", tt.text, tt.asked, m.style, tt.photo)
		}
	}
}

// BenchmarkPainted reports what painting adds to a second of film.
func BenchmarkPainted(b *testing.B) {
	const w, h = 960, 540
	_, plan := Plan(words("a horse on a meadow in the afternoon"), 3, w, h)
	sw, sh := paintSize(w, h)
	f, err := newFilm(b.Context(), plan, standard, testEngine(b).backend, sw, sh)
	if err != nil {
		b.Fatal(err)
	}
	pictures := make([][]byte, 3)
	for i := range pictures {
		pictures[i] = make([]byte, yuv.Size(sw, sh))
		if err := f.frame(b.Context(), moment(i), pictures[i]); err != nil {
			b.Fatal(err)
		}
	}
	for _, style := range []string{"anime", "comic", "3d_animation", "clay", "cyberpunk"} {
		b.Run(style, func(b *testing.B) {
			film := func(_ context.Context, frames int, emit func([]byte) error) error {
				for i := range frames {
					if err := emit(pictures[i%len(pictures)]); err != nil {
						return err
					}
				}
				return nil
			}
			paint, err := painted(film, manners[style], w, h, 3)
			if err != nil {
				b.Fatal(err)
			}
			const frames = zoetrope.FPS / 2
			before := processorSeconds(b)
			for b.Loop() {
				if err := paint(b.Context(), frames, func([]byte) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((processorSeconds(b)-before)/float64(b.N)*zoetrope.FPS/frames, "cpu-s/s")
		})
	}
}
