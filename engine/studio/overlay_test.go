package studio

import (
	"os"
	"path/filepath"
	"testing"

	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/spmd"
)

// A flash is seen at its time, and its thunder heard later by the way of the sound.
func TestLightningComesBeforeThunder(t *testing.T) {
	t.Parallel()
	s := newShot(t, spmd.Best(), 3, 96, 54, words("a thunderstorm over the ocean at dusk, lightning"))
	at, distance := s.plan.Lightning()
	if len(at) == 0 {
		t.Fatalf("no lightning in %s", s.plan)
	}
	before, flash, after := s.at(t, at[0]-0.1).luma(), s.at(t, at[0]+0.02).luma(), s.at(t, at[0]+1.4).luma()
	if flash < before+6 || flash < after+6 {
		t.Errorf("luma %.1f before a stroke, %.1f at it, %.1f after it", before, flash, after)
	}
	heard := hearFilm(prompt.Read("a thunderstorm over the ocean at dusk, lightning", ""), s.plan)
	if len(heard.Lightning) != len(at) || heard.Lightning[0] != at[0] || heard.Storm != distance {
		t.Fatalf("seen at %v, heard of %v", at, heard.Lightning)
	}
	// The thunder alone, so that no rain drowns its beginning.
	p := audio.FromScene(audio.Scene{Duration: 5, Seed: 1, Setting: "ocean", Lightning: at[:1], Storm: distance, Ambience: true})
	p.Cues = p.Cues[len(p.Cues)-1:]
	path := filepath.Join(t.TempDir(), "thunder.wav")
	if err := audio.Render(t.Context(), p, path); err != nil {
		t.Fatal(err)
	}
	if loud := loudest(t, path, 5); loud < at[0]+0.9*distance/343 {
		t.Errorf("loudest at %.2f s, the flash is at %.2f s and %.0f m away", loud, at[0], distance)
	}
}

// loudest is the middle of the tenth of a second of a WAV file that has most energy.
func loudest(t *testing.T, path string, seconds float64) float64 {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const header = 44
	window := int(float64(len(data)-header) / seconds / 10)
	best, at := -1.0, 0.0
	for i := header; i+window <= len(data); i += window {
		sum := 0.0
		for k := i &^ 1; k+1 < i+window; k += 2 {
			v := float64(int16(uint16(data[k]) | uint16(data[k+1])<<8))
			sum += v * v
		}
		if sum > best {
			best, at = sum, (float64(i-header)+float64(window)/2)/float64(len(data)-header)*seconds
		}
	}
	return at
}

// What the words put into the air changes the picture where it should.
func TestOverlaysShow(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, without, with string }{
		{"leaves", "an autumn meadow in the afternoon", "an autumn meadow in the afternoon, falling leaves"},
		{"bubbles", "a meadow at noon", "a meadow at noon, soap bubbles"},
		{"confetti", "a city street at night", "a city street at night, confetti"},
		{"fire", "a forest at night", "a forest at night, campfire"},
		{"smoke", "a road in the afternoon", "a road in the afternoon, thick smoke"},
		{"dust", "a desert at noon", "a desert at noon, sandstorm"},
		{"rainbow", "hills in the afternoon", "hills in the afternoon, rainbow"},
		{"shafts", "a forest in the morning", "a forest in the morning, god rays"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			plain := newShot(t, spmd.Best(), 3, 96, 54, words(tt.without)).at(t, 1)
			if d := plain.difference(newShot(t, spmd.Best(), 3, 96, 54, words(tt.with)).at(t, 1)); d < 1 {
				t.Errorf("%q differs from %q by %.2f levels", tt.with, tt.without, d)
			}
		})
	}
}
