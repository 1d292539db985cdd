package inpaint

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"zoetrope/engine/studio/vision"
)

// stripes is a regular texture with noise.
func stripes(w, h int) vision.RGB {
	r := rand.New(rand.NewPCG(2, 3))
	p := vision.NewRGB(w, h)
	for y := range h {
		for x := range w {
			v := 0.5 + 0.3*math.Sin(2*math.Pi*float64(x+y/2)/12) + 0.06*(r.Float64()-0.5)
			i := y*w + x
			p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = float32(v), float32(0.9*v), float32(0.3+0.2*v)
		}
	}
	return p
}

func box(w, h, x0, y0, x1, y1 int) vision.Plane {
	p := vision.New(w, h)
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			p.Pix[y*w+x] = 1
		}
	}
	return p
}

func holeError(a, b, hole vision.Plane) float64 {
	s, n := 0.0, 0.0
	for i, m := range hole.Pix {
		if m > 0.5 {
			d := float64(a.Pix[i] - b.Pix[i])
			s += d * d
			n++
		}
	}
	return math.Sqrt(s / n)
}

func TestFillContinuesAPattern(t *testing.T) {
	t.Parallel()
	const w, h = 150, 110
	truth := stripes(w, h)
	hole := box(w, h, 55, 40, 95, 70)
	damaged := truth.EachChannel(func(c vision.Plane) vision.Plane {
		return vision.Zip(c, hole, func(v, m float32) float32 { return v * (1 - m) })
	})
	got := Fill(damaged, hole, 1)
	if e := holeError(got.R, truth.R, hole); e > 0.09 {
		t.Errorf("RMS error in the hole %.3f, contrast of the pattern 0.21", e)
	}
	for i, m := range hole.Pix {
		if m == 0 && got.G.Pix[i] != damaged.G.Pix[i] && math.Abs(float64(got.G.Pix[i]-damaged.G.Pix[i])) > 1e-5 {
			t.Fatal("a pixel outside the hole changed")
		}
	}
}

func TestFillLeavesNoRectangle(t *testing.T) {
	t.Parallel()
	const w, h = 150, 110
	p := stripes(w, h)
	hole := box(w, h, 55, 40, 95, 70)
	got := Fill(p, hole, 1).R
	jump := func(x int) float64 {
		s := 0.0
		for y := 42; y < 68; y++ {
			s += math.Abs(float64(got.Pix[y*w+x] - got.Pix[y*w+x-1]))
		}
		return s
	}
	var ring float64
	for _, x := range []int{46, 48, 50, 52, 98, 100, 102, 104} {
		ring += jump(x) / 8
	}
	for _, x := range []int{55, 95} {
		if j := jump(x); j > 1.5*ring {
			t.Errorf("gradient across the border at x=%d is %.2f of that around", x, j/ring)
		}
	}
	variance := func(x0, x1 int) float64 {
		var s, s2, n float64
		for y := 42; y < 68; y++ {
			for x := x0; x < x1; x++ {
				v := float64(got.Pix[y*w+x])
				s, s2, n = s+v, s2+v*v, n+1
			}
		}
		return s2/n - s/n*s/n
	}
	if in, out := variance(57, 93), variance(100, 136); in < 0.6*out {
		t.Errorf("contrast inside %.4f, outside %.4f: the fill is blurred", in, out)
	}
}

func TestPlanAppliesToALargerPicture(t *testing.T) {
	t.Parallel()
	const w, h = 300, 220
	truth := stripes(w, h)
	small := truth.EachChannel(vision.Half)
	plan := Make(small, box(150, 110, 55, 40, 95, 70), 0, 1)
	hole := box(w, h, 112, 82, 188, 138)
	got := plan.Apply(truth.R, hole, plan.Filled().R)
	mean := 0.0
	for i, m := range hole.Pix {
		if m > 0.5 {
			mean += float64(got.Pix[i]) / (76 * 56)
		} else if got.Pix[i] != truth.R.Pix[i] {
			t.Fatal("a pixel outside the hole changed")
		}
	}
	if math.Abs(mean-0.5) > 0.06 {
		t.Errorf("mean of the fill %.3f, want 0.5", mean)
	}
	energy := func(p, in vision.Plane) float64 {
		s, n := 0.0, 0.0
		for i := 1; i < len(p.Pix); i++ {
			if in.Pix[i] > 0.5 {
				s += math.Abs(float64(p.Pix[i] - p.Pix[i-1]))
				n++
			}
		}
		return s / n
	}
	if a, b := energy(got, hole), energy(truth.R, hole); a < 0.6*b {
		t.Errorf("detail inside %.4f, in the original %.4f", a, b)
	}
}

func TestFillExtendsTheFrame(t *testing.T) {
	t.Parallel()
	const w, h = 120, 90
	truth := stripes(w, h)
	hole := box(w, h, 0, 0, w, h)
	for y := 8; y < h-8; y++ {
		for x := 10; x < w-10; x++ {
			hole.Pix[y*w+x] = 0
		}
	}
	got := Fill(truth, hole, 1)
	if m := holeError(got.R, vision.New(w, h).Map(func(float32) float32 { return 0.5 }), hole); m < 0.12 || m > 0.3 {
		t.Errorf("contrast of the margin %.3f, want that of the pattern, 0.21", m)
	}
}

func TestRimAloneIsFilledLikeTheWhole(t *testing.T) {
	t.Parallel()
	const w, h, rim = 160, 120, 10
	truth := stripes(w, h)
	hole := box(w, h, 40, 30, 120, 90)
	got := Make(truth.EachChannel(func(c vision.Plane) vision.Plane {
		return vision.Zip(c, hole, func(v, m float32) float32 { return v * (1 - m) })
	}), hole, rim, 1).Filled()
	seen := vision.Zip(hole, box(w, h, 40+rim, 30+rim, 120-rim, 90-rim), func(a, b float32) float32 { return a - b })
	if e := holeError(got.R, truth.R, seen); e > 0.13 {
		t.Errorf("RMS error in the rim %.3f", e)
	}
}

func TestHopelessInputs(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{1, 1}, {5, 90}, {40, 40}} {
		w, h := size[0], size[1]
		p := stripes(w, h)
		all := box(w, h, 0, 0, w, h)
		got := Fill(p, all, 1)
		if got.W != w || got.H != h || slices.ContainsFunc(got.R.Pix, func(v float32) bool { return v != v }) {
			t.Errorf("%v: bad fill", size)
		}
		Make(p, box(w, h, 0, 0, 1, 1), 0, 1).Apply(p.R, all, got.R)
	}
}

func TestFillIsRepeatable(t *testing.T) {
	t.Parallel()
	p, hole := stripes(90, 70), box(90, 70, 30, 20, 60, 45)
	a, b := Fill(p, hole, 5), Fill(p, hole, 5)
	if !slices.Equal(a.R.Pix, b.R.Pix) {
		t.Error("same seed, different fill")
	}
}

func BenchmarkMake(b *testing.B) {
	p, hole := stripes(360, 200), box(360, 200, 120, 60, 220, 150)
	for b.Loop() {
		Make(p, hole, 0, 1)
	}
}
