package depth

import (
	"math"
	"math/rand/v2"
	"testing"

	"zoetrope/engine/studio/vision"
)

const w, h = 320, 180

func noise(sigma float32, seed uint64) vision.Plane {
	r := rand.New(rand.NewPCG(seed, 6))
	p := vision.New(w, h)
	for i := range p.Pix {
		p.Pix[i] = r.Float32()
	}
	return vision.Normalize(vision.Blur(p, sigma), 0.01, 0.99)
}

func paint(f func(x, y, i int) [3]float32) vision.RGB {
	p := vision.NewRGB(w, h)
	for i := range p.R.Pix {
		c := f(i%w, i/w, i)
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = c[0], c[1], c[2]
	}
	return p
}

func rowMean(p vision.Plane, y int) float64 {
	s := 0.0
	for _, v := range p.Row(y) {
		s += float64(v) / float64(p.W)
	}
	return s
}

func TestGroundComesNearerAndSkyIsFar(t *testing.T) {
	t.Parallel()
	fine := noise(1, 1)
	s := Estimate(paint(func(_, y, i int) [3]float32 {
		if y < 70 {
			v := float32(y) / 140
			return [3]float32{0.4 + v, 0.55 + 0.7*v, 0.85}
		}
		f := 0.3 * (fine.Pix[i] - 0.5)
		return [3]float32{0.35 + f, 0.32 + f, 0.2 + f}
	}))
	if got := rowMean(s.Near, 30); got > 0.01 {
		t.Errorf("sky at nearness %.3f", got)
	}
	if a, b, c := rowMean(s.Near, 90), rowMean(s.Near, 130), rowMean(s.Near, 172); !(a < b-0.1 && b < c-0.1) {
		t.Errorf("ground at %.2f, %.2f, %.2f: not nearer towards the bottom", a, b, c)
	}
	if got := s.Sky.Mean(); math.Abs(float64(got)-70.0/h) > 0.03 {
		t.Errorf("sky covers %.2f", got)
	}
}

func TestTrunksKeepOneDepth(t *testing.T) {
	t.Parallel()
	fine := noise(1, 2)
	s := Estimate(paint(func(x, _, i int) [3]float32 {
		f := 0.06 * (fine.Pix[i] - 0.5)
		if x%40 < 14 {
			return [3]float32{0.12 + f, 0.1 + f, 0.06 + f}
		}
		return [3]float32{0.35 + f, 0.5 + f, 0.25 + f}
	}))
	if s.Upright < 0.3 {
		t.Errorf("upright share %.2f in a forest", s.Upright)
	}
	if d := math.Abs(rowMean(s.Near, 40) - rowMean(s.Near, 120)); d > 0.35 {
		t.Errorf("trunks change their depth by %.2f", d)
	}
	if s.Confidence > 0.3 {
		t.Errorf("confidence %.2f", s.Confidence)
	}
}

func TestFocusTellsShallowFromDeep(t *testing.T) {
	t.Parallel()
	fine := noise(0.7, 3)
	deep := paint(func(_, _, i int) [3]float32 { return [3]float32{fine.Pix[i], fine.Pix[i], fine.Pix[i]} })
	blurred := vision.Blur(fine, 5)
	shallow := paint(func(x, _, i int) [3]float32 {
		v := fine.Pix[i]
		if x > w/2 {
			v = 0.5 + 2*(blurred.Pix[i]-blurred.Mean())
		}
		return [3]float32{v, v, v}
	})
	_, even := Focus(deep, vision.New(w, h))
	sharp, spread := Focus(shallow, vision.New(w, h))
	if even > 0.3 || spread < 0.55 {
		t.Errorf("spread %.2f for a deep and %.2f for a shallow picture", even, spread)
	}
	if l, r := sharp.Pix[90*w+40], sharp.Pix[90*w+280]; l < r+0.4 {
		t.Errorf("sharp side %.2f, blurred side %.2f", l, r)
	}
}

func TestFillContinuesASlope(t *testing.T) {
	t.Parallel()
	p, hole := vision.New(w, h), vision.New(w, h)
	for i := range p.Pix {
		p.Pix[i] = float32(i%w) / w
		if x, y := i%w, i/w; x > 120 && x < 180 && y > 60 && y < 120 {
			hole.Pix[i], p.Pix[i] = 1, 9
		}
	}
	got := Fill(p, hole).Pix[90*w+150]
	if math.Abs(float64(got)-150.0/w) > 0.05 {
		t.Errorf("middle of the hole %.3f, want %.3f", got, 150.0/w)
	}
}

func TestDegeneratePictures(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{1, 1}, {1, 320}, {320, 2}, {64, 64}} {
		s := Estimate(vision.NewRGB(size[0], size[1]))
		for _, v := range s.Near.Pix {
			if !(v >= 0 && v <= 1) {
				t.Fatalf("%v: nearness %v", size, v)
			}
		}
		if s.Subject.Confidence > 0 {
			t.Errorf("%v: a subject in black", size)
		}
	}
}

func BenchmarkEstimate(b *testing.B) {
	fine := noise(2, 4)
	p := paint(func(_, y, i int) [3]float32 { return [3]float32{fine.Pix[i], float32(y) / h, 0.4} })
	for b.Loop() {
		Estimate(p)
	}
}
