package compose

import (
	"image"
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/spmd"
)

// scenery is a smooth textured picture moved to the right by dx pixels, with a bright patch where extra is set.
func scenery(w, h int, dx float64, extra *image.Rectangle) *spmd.Frame {
	f := spmd.NewFrame(w, h)
	for y := range h {
		for x := range w {
			u, v := (float64(x)-dx)*0.11, float64(y)*0.13
			l := 0.5 + 0.2*math.Sin(u)*math.Cos(v) + 0.15*math.Sin(2.3*u+1.7*v) + 0.1*math.Cos(0.7*u-2.1*v)
			if extra != nil && image.Pt(x, y).In(*extra) {
				l = 4
			}
			for c := range 3 {
				f.Pix[4*(y*w+x)+c] = float32(l)
			}
		}
	}
	return f
}

func TestBetween(t *testing.T) {
	t.Parallel()
	const w, h, shift = 192, 128, 6
	patch := image.Rect(96, 48, 112, 64)
	n := NewBetween(spmd.Best(), w, h, 1)
	n.Pair(scenery(w, h, 0, nil), scenery(w, h, shift, &patch))
	got, want := spmd.NewFrame(w, h), scenery(w, h, shift/2, nil)
	if err := n.Draw(t.Context(), got, 0.5); err != nil {
		t.Fatal(err)
	}
	doubtful := n.Doubtful(got, 0.03)
	hit := func(p image.Point) bool { return slices.ContainsFunc(doubtful, p.In) }
	if !hit(patch.Min.Add(image.Pt(6, 6))) {
		t.Error("what appeared is not doubted")
	}
	if share := float64(len(doubtful)) * 256 / (w * h); share > 0.25 {
		t.Errorf("%.0f %% of a picture that moves steadily are doubted", 100*share)
	}
	sum, count := 0.0, 0
	for y := 16; y < h-16; y++ {
		for x := 16; x < w-16; x++ {
			if hit(image.Pt(x, y)) {
				continue
			}
			d := float64(got.Pix[4*(y*w+x)] - want.Pix[4*(y*w+x)])
			sum, count = sum+d*d, count+1
		}
	}
	if rms := math.Sqrt(sum / float64(max(count, 1))); rms > 0.02 {
		t.Errorf("what is not doubted is off by %.3f", rms)
	}
}

// Broken pixels must neither stop the search nor spread.
func TestBetweenSurvivesNaN(t *testing.T) {
	t.Parallel()
	const w, h = 96, 64
	a, b := scenery(w, h, 0, nil), scenery(w, h, 2, nil)
	for i := range 400 {
		a.Pix[4*(20*w+3)+i] = float32(math.NaN())
		b.Pix[4*(40*w+7)+i] = float32(math.Inf(1))
	}
	n := NewBetween(spmd.Best(), w, h, 1)
	n.Pair(a, b)
	if err := n.Draw(t.Context(), spmd.NewFrame(w, h), 0.5); err != nil {
		t.Fatal(err)
	}
}
