package warp

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
)

func smooth(x, y float64) float64 {
	return 0.5 + 0.2*math.Sin(0.5*x)*math.Cos(0.4*y) + 0.2*math.Sin(0.3*(x+y))
}

func picture(w, h int) vision.RGB {
	p := vision.NewRGB(w, h)
	for i := range p.R.Pix {
		v := float32(smooth(float64(i%w), float64(i/w)))
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = v, 1-v, 0.5*v
	}
	return p
}

func TestAtReconstructsBetweenPixels(t *testing.T) {
	t.Parallel()
	const w, h = 60, 50
	im := NewImage(picture(w, h), vision.Plane{})
	sum, n := 0.0, 0.0
	for y := 3.0; y < h-4; y += 0.37 {
		for x := 3.0; x < w-4; x += 0.41 {
			r, g, b, a := im.At(float32(x), float32(y))
			d := float64(r) - smooth(x, y)
			sum += d * d
			n++
			if math.Abs(float64(r+g-1)) > 1e-4 || math.Abs(float64(2*b-r)) > 1e-4 || math.Abs(float64(a-1)) > 1e-5 {
				t.Fatalf("channels disagree at %v,%v", x, y)
			}
		}
	}
	if psnr := -10 * math.Log10(sum/n); psnr < 52 {
		t.Errorf("PSNR %.1f dB", psnr)
	}
}

func TestAtIsExactOnPixelsAndRepeatsTheBorder(t *testing.T) {
	t.Parallel()
	p := picture(20, 10)
	im := NewImage(p, vision.Plane{})
	for i, want := range p.R.Pix {
		if r, _, _, _ := im.At(float32(i%20), float32(i/20)); math.Abs(float64(r-want)) > 1e-6 {
			t.Fatalf("pixel %d is %v, want %v", i, r, want)
		}
	}
	if r, _, _, _ := im.At(-50, 99); math.Abs(float64(r-p.R.Pix[9*20])) > 1e-6 {
		t.Error("outside is not the corner")
	}
}

func TestAlphaKeepsOutsideColoursOut(t *testing.T) {
	t.Parallel()
	p := vision.NewRGB(10, 10)
	alpha := vision.New(10, 10)
	for i := range p.R.Pix {
		p.G.Pix[i] = 1
		if i%10 < 5 {
			p.R.Pix[i], p.G.Pix[i], alpha.Pix[i] = 1, 0, 1
		}
	}
	im := NewImage(p, alpha)
	_, g, _, a := im.At(4.5, 5)
	if g != 0 || math.Abs(float64(a)-0.5) > 1e-3 {
		t.Errorf("at the edge green %v, alpha %v", g, a)
	}
	if im.AlphaNear(4.2, 5) != 1 || im.AlphaNear(5.2, 5) != 0 {
		t.Error("nearest alpha")
	}
}

func TestOnePixel(t *testing.T) {
	t.Parallel()
	p := vision.NewRGB(1, 1)
	p.B.Pix[0] = 0.25
	if _, _, b, _ := NewImage(p, vision.Plane{}).At(0.7, -3); b != 0.25 {
		t.Errorf("got %v", b)
	}
}

func BenchmarkAt(b *testing.B) {
	im := NewImage(picture(960, 540), vision.Plane{})
	x := float32(0)
	for b.Loop() {
		x += 0.9
		if x > 900 {
			x = 0
		}
		im.At(x, 200.3)
	}
}
