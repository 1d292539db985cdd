package motion

import (
	"math"
	"math/rand/v2"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
)

func field(w, h int, s Similarity) flow.Field {
	f := flow.Field{U: vision.New(w, h), V: vision.New(w, h)}
	k := math.Exp(s.LogScale)
	c, n := k*math.Cos(s.Roll), k*math.Sin(s.Roll)
	for y := range h {
		for x := range w {
			dx, dy := float64(x)-float64(w-1)/2, float64(y)-float64(h-1)/2
			f.U.Pix[y*w+x] = float32(c*dx - n*dy - dx + s.X*float64(w))
			f.V.Pix[y*w+x] = float32(n*dx + c*dy - dy + s.Y*float64(w))
		}
	}
	return f
}

var moves = []Similarity{
	{},
	{X: 0.03},
	{Y: -0.02},
	{LogScale: 0.08},
	{Roll: -0.05},
	{X: -0.02, Y: 0.01, LogScale: -0.04, Roll: 0.03},
}

func near(t *testing.T, got, want Similarity, tolerance float64) {
	t.Helper()
	if math.Abs(got.X-want.X) > tolerance || math.Abs(got.Y-want.Y) > tolerance ||
		math.Abs(got.LogScale-want.LogScale) > tolerance || math.Abs(got.Roll-want.Roll) > tolerance {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestFitRecoversExactMotion(t *testing.T) {
	t.Parallel()
	for _, want := range moves {
		near(t, Fit(field(160, 90, want), vision.Plane{}), want, 1e-5)
	}
}

func TestFitOutvotesAMovingObject(t *testing.T) {
	t.Parallel()
	want := Similarity{X: 0.02, LogScale: 0.03}
	f := field(160, 90, want)
	for y := 30; y < 75; y++ {
		for x := 50; x < 110; x++ {
			f.U.Pix[y*160+x] -= 9
		}
	}
	near(t, Fit(f, vision.Plane{}), want, 0.003)
}

func TestFitHonoursWeights(t *testing.T) {
	t.Parallel()
	f := field(80, 60, Similarity{X: 0.05})
	weight := vision.New(80, 60)
	for y := range 60 {
		for x := range 40 {
			f.U.Pix[y*80+x] = 0
			weight.Pix[y*80+x] = 1
		}
	}
	near(t, Fit(f, weight), Similarity{}, 1e-6)
}

func TestBetweenMeasuresPictures(t *testing.T) {
	t.Parallel()
	const w, h = 160, 90
	r := rand.New(rand.NewPCG(4, 4))
	noise := vision.New(w+80, h+80)
	for i := range noise.Pix {
		noise.Pix[i] = r.Float32()
	}
	noise = vision.Normalize(vision.Blur(noise, 2), 0, 1)
	draw := func(s Similarity) vision.Plane {
		p := vision.New(w, h)
		k := math.Exp(-s.LogScale)
		c, n := k*math.Cos(-s.Roll), k*math.Sin(-s.Roll)
		for y := range h {
			for x := range w {
				dx, dy := float64(x)-float64(w-1)/2-s.X*w, float64(y)-float64(h-1)/2-s.Y*w
				p.Pix[y*w+x] = noise.Sample(float32(c*dx-n*dy+w/2+40), float32(n*dx+c*dy+h/2+40))
			}
		}
		return p
	}
	still := draw(Similarity{})
	for _, want := range moves {
		near(t, Between(still, draw(want)), want, 0.002)
	}
}

func TestEmptyInput(t *testing.T) {
	t.Parallel()
	if got := Fit(field(2, 2, Similarity{X: 1}), vision.Plane{}); got != (Similarity{}) {
		t.Errorf("four pixels give %+v", got)
	}
	if got := Fit(field(40, 30, Similarity{X: 1}), vision.New(40, 30)); got != (Similarity{}) {
		t.Errorf("zero weights give %+v", got)
	}
}
