package effect

import (
	"math"
	"testing"
)

// TestSeenThrough: a picture that is larger than the opening is cut by it, figures only by its lower half, and nothing is cut off a
// picture that lies within.
func TestSeenThrough(t *testing.T) {
	t.Parallel()
	const side, radius = 100, 20.0
	tex := blank(side, side)
	area := func(outline []point) float64 { return math.Abs(signedArea(outline)) }
	half := shift(-30, -30).mul(scaling(0.5, 0.5)) // the texture's middle lies at (-5,-5)
	for _, c := range []struct {
		name   string
		m      mat
		radius float64
		flat   bool
		want   float64 // of the outline, in pixels of the texture
	}{
		{"flat", shift(-50, -50), radius, true, math.Pi * radius * radius},
		{"figure", shift(-50, -50), radius, false, math.Pi*radius*radius/2 + 2*radius*50},
		{"smaller", half, 60, true, side * side},
		{"wide open", shift(-50, -50), 500, false, side * side},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := area(seenThrough(tex, c.m, 0, 0, c.radius, c.flat)); math.Abs(got-c.want) > 0.01*c.want {
				t.Errorf("%.0f square pixels are seen, want %.0f", got, c.want)
			}
		})
	}
}
