package studio

import (
	"image/color"
	"testing"

	"zoetrope"
	"zoetrope/engine"
)

// mauve is a plain background picture with a horizon.
func mauve(_, y int) color.NRGBA {
	if y > 30 {
		return color.NRGBA{120, 110, 120, 255}
	}
	return color.NRGBA{190, 170, 200, 255}
}

func TestFusionPlacesReferences(t *testing.T) {
	t.Parallel()
	spec := &zoetrope.FusionSpec{
		VideoSpec: zoetrope.VideoSpec{Prompt: "@red ball on the right and @disc on the left in @place", Duration: 1},
		Images: []zoetrope.Reference{
			{Role: zoetrope.ReferenceSubject, Image: 1, Name: "disc"},
			{Role: zoetrope.ReferenceSubject, Image: 2, Name: "red ball"},
			{Role: zoetrope.ReferenceBackground, Image: 3, Name: "place"},
		},
	}
	inputs := map[int64]engine.Input{
		1: {Path: still(t, 60, 60, blueDisc)},
		2: {Path: still(t, 60, 60, func(x, y int) color.NRGBA {
			c := blueDisc(x, y)
			c.R, c.B = c.B, c.R
			return c
		})},
		3: {Path: still(t, 96, 54, mauve)},
	}
	c, err := renderEdit(t, spec, inputs)
	if err != nil {
		t.Fatal(err)
	}
	if m := meanAround(t, c, 12, 25, 36, 3); m[2] < m[0]+0.2 {
		t.Errorf("on the left is %.2f, not blue", m)
	}
	if m := meanAround(t, c, 12, 71, 36, 3); m[0] < m[2]+0.2 {
		t.Errorf("on the right is %.2f, not red", m)
	}
	if m := meanAround(t, c, 12, 48, 6, 2); m[2] < 0.5 || m[0] < 0.5 {
		t.Errorf("above is %.2f, not the background", m)
	}
	inputs[1] = engine.Input{Path: still(t, 60, 60, func(int, int) color.NRGBA { return color.NRGBA{} })}
	if _, err := renderEdit(t, spec, inputs); zoetrope.CodeOf(err) != zoetrope.CodeNoSubject {
		t.Errorf("a transparent reference gives %v", err)
	}
}
