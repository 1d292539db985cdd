package raster

import (
	"image"
	"image/color"
	"testing"

	"zoetrope/engine/studio/vision"
)

func TestLoadCutsToTheAspectRatio(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(3, 5, 43, 25))
	for y := 5; y < 25; y++ {
		for x := 3; x < 43; x++ {
			c := color.NRGBA{200, 100, 50, 255}
			if x < 13 || x >= 33 {
				c = color.NRGBA{0, 0, 255, 255} // the sides that a square loses
			}
			img.SetNRGBA(x, y, c)
		}
	}
	p := Load(img, 10, 10)
	for i := range p.R.Pix {
		if code(p.R.Pix[i]) != 200 || code(p.G.Pix[i]) != 100 || code(p.B.Pix[i]) != 50 {
			t.Fatalf("pixel %d is %v %v %v", i, p.R.Pix[i], p.G.Pix[i], p.B.Pix[i])
		}
	}
}

func TestAlpha(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 8, 8))
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
	if _, ok := Alpha(img, 8, 8); ok {
		t.Error("an opaque picture has an alpha plane")
	}
	img.Pix[4*(8*2+3)+3] = 0
	a, ok := Alpha(img, 8, 8)
	if !ok || a.At(3, 2) > 0.01 || a.At(6, 6) < 0.99 {
		t.Errorf("alpha is %v and %v (%v)", a.At(3, 2), a.At(6, 6), ok)
	}
	if p := Load(img, 8, 8); p.R.At(3, 2) != 1 {
		t.Error("what is transparent is not white")
	}
}

func TestImageComesBack(t *testing.T) {
	t.Parallel()
	p, alpha := vision.NewRGB(4, 3), vision.New(4, 3)
	for i := range p.R.Pix {
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i], alpha.Pix[i] = float32(i)/12, 1-float32(i)/12, 2, 0.5
	}
	img := Image(p, alpha)
	if c := img.NRGBAAt(2, 1); c != (color.NRGBA{128, 128, 255, 128}) {
		t.Errorf("pixel is %v", c)
	}
	if c := Image(p, vision.Plane{}).NRGBAAt(0, 0); c.A != 255 {
		t.Errorf("opaque picture has alpha %d", c.A)
	}
}
