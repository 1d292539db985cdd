package studio

import (
	"testing"

	"zoetrope/engine/studio/spmd"
)

func TestChooseTier(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		cost       float64 // microseconds of a pixel
		scale      float64
		w, h       int
		processors int
		want       string
	}{
		{"two quick processors", 0.6, 0.8, 960, 540, 2, "standard"},
		{"the same at 1080p", 0.6, 0.8, 1920, 1080, 2, "standard"},
		{"a small film on many", 0.3, 0.8, 640, 360, 32, "fine"},
		{"without SIMD", 5, 1, 960, 540, 2, "draft"},
		{"without SIMD, small and cheap", 1, 0.6, 640, 360, 4, "standard"},
		{"a slow processor", 8, 1, 1280, 720, 2, "draft"},
	}
	for _, tt := range tests {
		if got := chooseTier(tt.cost*1e-6, tt.scale, tt.w, tt.h, tt.processors); got.name != tt.want {
			t.Errorf("%s: tier %s, want %s", tt.name, got.name, tt.want)
		}
	}
}

// Every tier draws the whole film, and a job gets the tier that it got before.
func TestTiers(t *testing.T) {
	t.Parallel()
	const w, h = 96, 54
	spec := words("mountains at noon")
	spec.Duration = 5
	_, plan := Plan(spec, 1, w, h)
	for _, tr := range []tier{fine, standard, draft} {
		f, err := newFilm(t.Context(), plan, tr, renderer{cpu: spmd.Best()}, w, h)
		if err != nil {
			t.Fatal(err)
		}
		q := f.sequence(6)
		for i := range 6 {
			got := frame{make([]byte, w*h*3/2), w, h}
			if err := q.frame(t.Context(), i, got.yuv); err != nil {
				t.Fatal(err)
			}
			if got.deviation() < 8 {
				t.Errorf("%s: frame %d is flat", tr.name, i)
			}
		}
	}
	var c costs
	first, err := c.tierFor(t.Context(), plan, renderer{cpu: spmd.Best()}, w, h)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.tierFor(t.Context(), plan, renderer{cpu: spmd.Best()}, w, h); err != nil || again != first {
		t.Errorf("tier %v, then %v (%v)", first, again, err)
	}
}

func TestPlacesBehindCutOutsAreDrawnSmaller(t *testing.T) {
	t.Parallel()
	if got := fine.behind(960, 540); got != fine {
		t.Errorf("a place that costs nothing is drawn as %+v", got)
	}
	for _, from := range []tier{standard, draft} {
		got := from.behind(960, 540)
		if got.pixels > 960*540/2 || got.stride < from.stride || got.doubt < from.doubt {
			t.Errorf("%s becomes %+v", from.name, got)
		}
	}
}
