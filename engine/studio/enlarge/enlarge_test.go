package enlarge

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
)

// scene is a picture of w x h with contours, fine lines, texture and discs, moved by a number of pixels.
func scene(w, h int, shift float64) vision.RGB {
	p := vision.NewRGB(w, h)
	for y := range h {
		for x := range w {
			fx, fy := float64(x)+shift, float64(y)
			v := 0.5 + 0.2*math.Sin(fx*0.35)*math.Sin(fy*0.28)
			if math.Hypot(fx-60, fy-40) < 25 {
				v = 0.85 - 0.15*math.Sin(fx*0.9)
			}
			if d := math.Abs(fx*0.6 - fy + 20); d < 2 {
				v = 0.1
			}
			if math.Mod(fx, 40) < 3 && fy > 70 {
				v = 0.95
			}
			i := y*w + x
			p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = float32(v), float32(v*0.9+0.03), float32(0.9-v*0.6)
		}
	}
	return p
}

func grainy(p vision.RGB, sigma float32, seed uint32) vision.RGB {
	return p.EachChannel(func(c vision.Plane) vision.Plane {
		c = c.Clone()
		for i := range c.Pix {
			var sum float32
			for range 4 {
				seed = seed*1664525 + 1013904223
				sum += float32(seed>>8)/(1<<24) - 0.5
			}
			c.Pix[i] += sum * sigma * 1.73
		}
		return c
	})
}

func psnr(a, b vision.Plane) float64 {
	var sum float64
	n := 0
	for y := 8; y < a.H-8; y++ {
		for x := 8; x < a.W-8; x++ {
			d := float64(a.Pix[y*a.W+x] - b.Pix[y*a.W+x])
			sum += d * d
			n++
		}
	}
	return -10 * math.Log10(sum/float64(n))
}

// TestBetterThanBicubic reduces a known clip, enlarges it again and holds both ways against the original.
func TestBetterThanBicubic(t *testing.T) {
	t.Parallel()
	const w, h, frames = 240, 136, 5
	for _, c := range []struct {
		name  string
		sigma float32
		more  float64 // dB over a bicubic enlargement
	}{{"clean", 0, 0.5}, {"noisy", 0.02, 0.4}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := New(w/2, h/2, w, h)
			var ours, theirs, sharp, soft float64
			for i := range frames {
				truth := scene(w, h, float64(i)*2)
				in := grainy(truth.EachChannel(func(p vision.Plane) vision.Plane { return vision.Resize(p, w/2, h/2) }), c.sigma, uint32(i)+1)
				out := e.Frame(in)
				bicubic := in.EachChannel(func(p vision.Plane) vision.Plane { return vision.Resize(p, w, h) })
				if i < 2 { // the past has to build up
					continue
				}
				ours += psnr(out.Luma(), truth.Luma()) / (frames - 2)
				theirs += psnr(bicubic.Luma(), truth.Luma()) / (frames - 2)
				sharp += float64(vision.Gradient(out.Luma()).Mean())
				soft += float64(vision.Gradient(bicubic.Luma()).Mean())
			}
			t.Logf("%.2f dB, bicubic %.2f dB, gradient %.3f of it", ours, theirs, sharp/soft)
			if ours < theirs+c.more {
				t.Errorf("%.2f dB is not %.1f above the bicubic's %.2f", ours, c.more, theirs)
			}
			if c.sigma == 0 && sharp < soft*1.05 {
				t.Errorf("contours are %.3f of the bicubic's, want 1.05 at least", sharp/soft)
			}
		})
	}
}

// TestCalm wants less flicker than the source has.
func TestCalm(t *testing.T) {
	t.Parallel()
	const w, h = 128, 72
	still := scene(w, h, 0)
	e := New(w, h, 2*w, 2*h)
	var flicker, source float64
	var before, beforeIn vision.RGB
	for i := range 7 {
		in := grainy(still, 0.02, uint32(i)*977+5)
		out := e.Frame(in).EachChannel(vision.Plane.Clone)
		if i > 3 {
			flicker += -psnr(out.G, before.G)
			source += -psnr(in.G, beforeIn.G)
		}
		before, beforeIn = out, in
	}
	if flicker > source-9 { // three frames, 3 dB each
		t.Errorf("the result flickers by %.1f dB in three frames, its source by %.1f", flicker, source)
	}
}

// TestCutLeavesNothingBehind compares the first frame after a cut with the same frame alone.
func TestCutLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	const w, h = 96, 64
	other := vision.NewRGB(w, h)
	for i := range other.R.Pix {
		other.R.Pix[i], other.G.Pix[i], other.B.Pix[i] = 0.9, 0.2, 0.1
	}
	e := New(w, h, 2*w, 2*h)
	e.Frame(scene(w, h, 0))
	after := e.Frame(other).EachChannel(vision.Plane.Clone)
	alone := New(w, h, 2*w, 2*h).Frame(other)
	if got := psnr(after.R, alone.R); got < 45 {
		t.Errorf("after a cut the frame is %.1f dB from itself alone", got)
	}
}

func TestNoHalos(t *testing.T) {
	t.Parallel()
	const w, h = 64, 48
	edge := vision.NewRGB(w, h)
	for y := range h {
		for x := w / 2; x < w; x++ {
			edge.R.Pix[y*w+x], edge.G.Pix[y*w+x], edge.B.Pix[y*w+x] = 0.8, 0.8, 0.8
		}
	}
	for i := range edge.R.Pix {
		edge.R.Pix[i], edge.G.Pix[i], edge.B.Pix[i] = edge.R.Pix[i]+0.1, edge.G.Pix[i]+0.1, edge.B.Pix[i]+0.1
	}
	out := New(w, h, 2*w, 2*h).Frame(edge).Luma()
	for i, v := range out.Pix {
		if v < 0.1-0.16 || v > 0.9+0.16 {
			t.Fatalf("pixel %d is %.3f beside an edge from 0.1 to 0.9", i, v)
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	const w, h = 960, 540
	in := scene(w, h, 0)
	e := New(w, h, 2*w, 2*h)
	for b.Loop() {
		e.Frame(in)
	}
}
