package vision

import (
	"math"
	"runtime"
	"slices"
	"testing"
)

func wave(w, h int) Plane {
	p := New(w, h)
	for y := range h {
		for x := range w {
			p.Pix[y*w+x] = float32(0.5 + 0.3*math.Sin(float64(x)*0.21+0.4)*math.Cos(float64(y)*0.17))
		}
	}
	return p
}

func rms(a, b Plane) float64 {
	s := 0.0
	for i := range a.Pix {
		d := float64(a.Pix[i] - b.Pix[i])
		s += d * d
	}
	return math.Sqrt(s / float64(len(a.Pix)))
}

func TestRowsCoversEveryRowOnce(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 15, 16, 17, 333} {
		seen := make([]int, n)
		Rows(n, func(y0, y1 int) {
			for y := y0; y < y1; y++ {
				seen[y]++
			}
		})
		if slices.ContainsFunc(seen, func(c int) bool { return c != 1 }) {
			t.Errorf("n=%d: counts %v", n, seen)
		}
	}
}

func TestSampleInterpolatesAPlaneExactly(t *testing.T) {
	t.Parallel()
	p := New(9, 7)
	for y := range p.H {
		for x := range p.W {
			p.Pix[y*p.W+x] = float32(2*x - 3*y)
		}
	}
	if got := p.Sample(3.25, 4.5); math.Abs(float64(got)-(6.5-13.5)) > 1e-5 {
		t.Errorf("inside: %v", got)
	}
	if got := p.Sample(-5, 100); got != -18 {
		t.Errorf("outside: %v, want the corner -18", got)
	}
}

func TestResizeRoundTrip(t *testing.T) {
	t.Parallel()
	p := wave(96, 64)
	if e := rms(p, Resize(Resize(p, 192, 128), 96, 64)); e > 0.004 {
		t.Errorf("doubling and halving a smooth plane changes it by %.4f", e)
	}
	checker := New(64, 64)
	for i := range checker.Pix {
		checker.Pix[i] = float32((i%64 + i/64) % 2)
	}
	small := Resize(checker, 13, 9)
	for _, v := range small.Pix {
		if math.Abs(float64(v)-0.5) > 0.03 {
			t.Fatalf("a fine checkerboard aliases to %v when reduced", v)
		}
	}
}

func TestBlur(t *testing.T) {
	t.Parallel()
	p := New(81, 81)
	p.Pix[40*81+40] = 1
	for _, sigma := range []float32{0.5, 2, 5} {
		b := Blur(p, sigma)
		var sum, second float64
		for y := range b.H {
			for x, v := range b.Row(y) {
				sum += float64(v)
				second += float64(v) * float64(x-40) * float64(x-40)
			}
		}
		if math.Abs(sum-1) > 1e-4 {
			t.Errorf("sigma %v: energy %.5f", sigma, sum)
		}
		if got := math.Sqrt(second / sum); math.Abs(got-float64(sigma)) > 0.35 {
			t.Errorf("sigma %v: measured %.2f", sigma, got)
		}
	}
}

func TestErodeAndDilate(t *testing.T) {
	t.Parallel()
	p := New(20, 20)
	p.Pix[10*20+10] = 1
	d := Dilate(p, 2)
	if got := d.Mean() * 400; got != 25 {
		t.Errorf("dilated point covers %v pixels, want 25", got)
	}
	if e := Erode(d, 2); rms(e, p) != 0 {
		t.Error("closing a point does not give it back")
	}
}

func TestNormalize(t *testing.T) {
	t.Parallel()
	n := Normalize(wave(50, 50), 0, 1)
	if slices.Min(n.Pix) != 0 || slices.Max(n.Pix) != 1 {
		t.Errorf("range %v to %v", slices.Min(n.Pix), slices.Max(n.Pix))
	}
	flat := Normalize(New(5, 5).Map(func(float32) float32 { return 0.7 }), 0.02, 0.98)
	if flat.Mean() != 0 {
		t.Error("a flat plane is not 0")
	}
}

func TestFiltersDoNotDependOnProcessors(t *testing.T) {
	p := wave(100, 90)
	run := func(n int) []Plane {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
		return []Plane{Half(p), Box(p, 3), Blur(p, 0.5), Resize(p, 77, 33), Gradient(p), Dilate(p, 2)}
	}
	one, four := run(1), run(4)
	for i := range one {
		if !slices.Equal(one[i].Pix, four[i].Pix) {
			t.Errorf("filter %d differs", i)
		}
	}
}
