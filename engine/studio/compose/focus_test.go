package compose

import (
	"math"
	"testing"

	"zoetrope/engine/studio/spmd"
)

// checks is a picture of bright points on a dark ground.
func checks(w, h int) *spmd.Frame {
	f := spmd.NewFrame(w, h)
	for i := range w * h {
		v := float32(0.1)
		if x, y := i%w, i/w; x%8 == 3 && y%8 == 3 {
			v = 4
		}
		f.Pix[4*i], f.Pix[4*i+1], f.Pix[4*i+2] = v, v/2, v/4
	}
	return f
}

// spread is the mean and the standard deviation of red in some rows.
func spread(f *spmd.Frame, y0, y1 int) (mean, deviation float64) {
	n := float64((y1 - y0) * f.W)
	for i := y0 * f.W; i < y1*f.W; i++ {
		mean += float64(f.Pix[4*i]) / n
	}
	for i := y0 * f.W; i < y1*f.W; i++ {
		d := float64(f.Pix[4*i]) - mean
		deviation += d * d / n
	}
	return mean, math.Sqrt(deviation)
}

func TestFocusBlursByRow(t *testing.T) {
	t.Parallel()
	const w, h = 96, 64
	before, after := checks(w, h), checks(w, h)
	NewFocus(w, h).Apply(after, func(y int) float64 {
		if y < h/2 {
			return 7
		}
		return 0.3
	})
	for i := 4 * w * h / 2; i < len(after.Pix); i++ {
		if before.Pix[i] != after.Pix[i] {
			t.Fatalf("a sharp row changed: row %d", i/4/w)
		}
	}
	m0, d0 := spread(before, 8, 24)
	m1, d1 := spread(after, 8, 24)
	if d1 > 0.35*d0 {
		t.Errorf("deviation %.3f of blurred rows, %.3f before", d1, d0)
	}
	if math.Abs(m1-m0) > 0.06*m0 {
		t.Errorf("blurring changes the light from %.3f to %.3f", m0, m1)
	}
}

func TestFocusKeepsAnEvenPicture(t *testing.T) {
	t.Parallel()
	f := spmd.NewFrame(40, 24)
	for i := range f.Pix {
		f.Pix[i] = 0.25
	}
	NewFocus(40, 24).Apply(f, func(y int) float64 { return float64(y) })
	for i, v := range f.Pix {
		if math.Abs(float64(v)-0.25) > 1e-5 {
			t.Fatalf("value %d is %g", i, v)
		}
	}
}

func BenchmarkFocus(b *testing.B) {
	f, p := NewFocus(960, 540), checks(960, 540)
	for b.Loop() {
		f.Apply(p, func(int) float64 { return 7 })
	}
}
