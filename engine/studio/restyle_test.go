package studio

import (
	"testing"

	"zoetrope"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/stylize"
	"zoetrope/internal/catalog"
)

// TestEveryPresetOfTheCatalogHasALook also reads the words of each preset: they ask for the same style.
func TestEveryPresetOfTheCatalogHasALook(t *testing.T) {
	t.Parallel()
	offer, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int64{}
	for _, p := range offer.Restyles() {
		byID, err := chooseLook(&zoetrope.RestyleSpec{Preset: p.ID})
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
			continue
		}
		if other, dup := seen[byID.style]; dup {
			t.Errorf("presets %d and %d are both %s", other, p.ID, byID.style)
		}
		seen[byID.style] = p.ID
		spec := &zoetrope.RestyleSpec{}
		spec.Prompt = p.Prompt
		if byWords, err := chooseLook(spec); err != nil || byWords.style != byID.style {
			t.Errorf("%q asks for %s, but its preset is %s (%v)", p.Prompt, byWords.style, byID.style, err)
		}
	}
	if len(seen) != len(stylize.Styles()) {
		t.Errorf("%d presets for %d styles", len(seen), len(stylize.Styles()))
	}
}

func TestUnknownPresetIsRefused(t *testing.T) {
	t.Parallel()
	_, err := chooseLook(&zoetrope.RestyleSpec{Preset: 7})
	if zoetrope.CodeOf(err) != zoetrope.CodeUnsupported {
		t.Errorf("preset 7 gives %v", err)
	}
}

func TestToneFollowsTheWords(t *testing.T) {
	t.Parallel()
	tone := func(text string) stylize.Tone { return toneOf(prompt.Read(text, "")) }
	if tone("an oil painting") != (stylize.Tone{}) {
		t.Errorf("words without light or colour give the tone %v", tone("an oil painting"))
	}
	if night := tone("watercolour at night"); night.Brightness >= 0 || night.Light[2] <= night.Light[0] {
		t.Errorf("night is not dark and blue: %v", night)
	}
	if two := tone("anime in teal and orange"); two.Tint == 0 || two.Light[0] <= two.Light[2] || two.Shadow[2] <= two.Shadow[0] {
		t.Errorf("teal and orange give the tone %v, want teal shadows and orange light", two)
	}
}
