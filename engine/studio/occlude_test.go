package studio

import (
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/spmd"
)

// What stands nearer than a subject hides it: a fir in a forest, grass in a meadow, waves at sea.
func TestSubjectsGoBehindNearThings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		words string
		seed  int64
	}{
		{"a deer in the forest", 1}, {"a dog in a meadow", 2}, {"a sailing boat on the ocean", 1},
	}
	for _, tt := range tests {
		t.Run(tt.words, func(t *testing.T) {
			t.Parallel()
			const w, h = 240, 136
			f := newShot(t, spmd.Best(), tt.seed, w, h, words(tt.words)).film
			place := spmd.NewFrame(w, h)
			if err := f.layer(t.Context(), f.plan.Layers[0], 1, place, true); err != nil {
				t.Fatal(err)
			}
			for i := range f.plan.Cast {
				f.plan.Cast[i].Mirror, f.plan.Cast[i].Shadow = 0, 0
			}
			drawn := func(bare bool) *spmd.Frame {
				out := &spmd.Frame{W: w, H: h, Pix: slices.Clone(place.Pix)}
				for i := 3; bare && i < len(out.Pix); i += 4 {
					out.Pix[i] = 1
				}
				f.plan.DrawCast(out, 1)
				return out
			}
			whole, masked := drawn(true), drawn(false)
			figure, hidden := 0.0, 0.0
			for i := 0; i < len(place.Pix); i += 4 {
				if whole.Pix[i] == place.Pix[i] && whole.Pix[i+1] == place.Pix[i+1] {
					continue
				}
				figure++
				hidden += 1 - float64(place.Pix[i+3])
				if place.Pix[i+3] == 0 && masked.Pix[i] != place.Pix[i] {
					t.Fatalf("pixel %d is covered but the subject shows there", i/4)
				}
			}
			if share := hidden / figure; share < 0.02 || share > 0.9 {
				t.Errorf("%.0f of %.0f pixels of the subject are hidden", hidden, figure)
			}
		})
	}
}

// Frames between two drawn ones hide the same of a subject as if they were drawn, so that edges stand still.
func TestFramesBetweenHideTheSame(t *testing.T) {
	t.Parallel()
	const w, h = 240, 136
	f := newShot(t, spmd.Best(), 1, w, h, words("a deer in the forest")).film
	f.tier = standard
	s := f.sequence(24)
	exact := spmd.NewFrame(w, h)
	between := 0
	for i := range 6 {
		b, err := s.backdrop(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		if i != s.from && i != s.to {
			between++
		}
		if err := f.draw(t.Context(), s.layer, moment(i), exact); err != nil {
			t.Fatal(err)
		}
		for _, r := range f.plan.CastBounds(moment(i), w, h) {
			for y := r.Min.Y; y < r.Max.Y; y++ {
				for x := r.Min.X; x < r.Max.X; x++ {
					at := 4*(y*w+x) + 3
					if d := math.Abs(float64(b.Pix[at] - exact.Pix[at])); d > 0.02 {
						t.Fatalf("frame %d: alpha at %d,%d is %g, want %g", i, x, y, b.Pix[at], exact.Pix[at])
					}
				}
			}
		}
	}
	if between == 0 {
		t.Fatal("every frame was drawn in whole")
	}
}
