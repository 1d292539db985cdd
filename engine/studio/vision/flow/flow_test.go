package flow

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"zoetrope/engine/studio/vision"
)

// texture is smooth noise of several octaves, defined at real coordinates so that it can be moved exactly.
func texture(seed uint64) func(x, y float64) float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	type wave struct{ fx, fy, phase, amp float64 }
	waves := make([]wave, 60)
	for i := range waves {
		f := 0.02 * math.Pow(30, r.Float64())
		angle := r.Float64() * 2 * math.Pi
		waves[i] = wave{f * math.Cos(angle), f * math.Sin(angle), r.Float64() * 6.28, 0.03}
	}
	return func(x, y float64) float64 {
		v := 0.5
		for _, w := range waves {
			v += w.amp * math.Sin(w.fx*x+w.fy*y+w.phase)
		}
		return v
	}
}

func draw(w, h int, f func(x, y float64) float64) vision.Plane {
	p := vision.New(w, h)
	for y := range h {
		for x := range w {
			p.Pix[y*w+x] = float32(f(float64(x), float64(y)))
		}
	}
	return p
}

func TestEstimateKnownMotion(t *testing.T) {
	t.Parallel()
	const w, h = 192, 108
	cx, cy := float64(w-1)/2, float64(h-1)/2
	zoom := func(s, angle float64) func(x, y float64) (float64, float64) {
		c, n := s*math.Cos(angle), s*math.Sin(angle)
		return func(x, y float64) (float64, float64) {
			dx, dy := x-cx, y-cy
			return c*dx - n*dy - dx, n*dx + c*dy - dy
		}
	}
	shift := func(u, v float64) func(x, y float64) (float64, float64) {
		return func(float64, float64) (float64, float64) { return u, v }
	}
	cases := []struct {
		name   string
		motion func(x, y float64) (u, v float64)
	}{
		{"still", shift(0, 0)},
		{"subpixel", shift(0.3, -0.45)},
		{"right", shift(5.25, 0)},
		{"diagonal", shift(-7.5, 4.2)},
		{"zoom in", zoom(1.05, 0)},
		{"zoom out", zoom(0.94, 0)},
		{"roll", zoom(1, 0.04)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			scene := texture(3)
			a := draw(w, h, scene)
			// The second picture at q shows the scene point p with p + motion(p) = q.
			b := draw(w, h, func(x, y float64) float64 {
				px, py := x, y
				for range 12 {
					u, v := c.motion(px, py)
					px, py = x-u, y-v
				}
				return scene(px, py)
			})
			f := Estimate(a, b, Accurate())
			var sum, n float64
			for y := 10; y < h-10; y++ {
				for x := 10; x < w-10; x++ {
					u, v := c.motion(float64(x), float64(y))
					sum += math.Hypot(float64(f.U.Pix[y*w+x])-u, float64(f.V.Pix[y*w+x])-v)
					n++
				}
			}
			if e := sum / n; e > 0.1 {
				t.Errorf("average end-point error %.3f px", e)
			}
		})
	}
}

func TestWarpUndoesTheMotion(t *testing.T) {
	t.Parallel()
	const w, h = 160, 100
	scene := texture(8)
	a := draw(w, h, scene)
	b := draw(w, h, func(x, y float64) float64 { return scene(x-3.4, y+1.7) })
	back := Warp(b, Estimate(a, b, Accurate()))
	s, n := 0.0, 0.0
	for y := 8; y < h-8; y++ {
		for x := 8; x < w-8; x++ {
			d := float64(back.Pix[y*w+x] - a.Pix[y*w+x])
			s += d * d
			n++
		}
	}
	if psnr := -10 * math.Log10(s/n); psnr < 40 {
		t.Errorf("PSNR %.1f dB", psnr)
	}
}

func TestTinyAndFlatPicturesHaveNoFlow(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{1, 1}, {3, 50}, {64, 48}} {
		p := vision.New(size[0], size[1])
		f := Estimate(p, p, Accurate())
		if f.U.W != size[0] || f.U.H != size[1] {
			t.Fatalf("field of %dx%d for %v", f.U.W, f.U.H, size)
		}
		for i := range f.U.Pix {
			if f.U.Pix[i] != 0 || f.V.Pix[i] != 0 {
				t.Fatalf("%v moves", size)
			}
		}
	}
}

func TestEstimateDoesNotDependOnProcessors(t *testing.T) {
	a := draw(200, 150, texture(1))
	b := draw(200, 150, func(x, y float64) float64 { return texture(1)(x+2, y) })
	run := func(n int) Field {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
		return Estimate(a, b, Accurate())
	}
	one, four := run(1), run(4)
	if !slices.Equal(one.U.Pix, four.U.Pix) || !slices.Equal(one.V.Pix, four.V.Pix) {
		t.Error("fields differ")
	}
}

func BenchmarkEstimate540p(b *testing.B) {
	p := draw(960, 540, texture(5))
	q := draw(960, 540, func(x, y float64) float64 { return texture(5)(x+3, y-1) })
	for _, c := range []struct {
		name string
		o    Options
	}{{"accurate", Accurate()}, {"balanced", Balanced()}, {"fast", Fast()}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				Estimate(p, q, c.o)
			}
		})
	}
}
