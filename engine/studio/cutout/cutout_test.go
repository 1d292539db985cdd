package cutout_test

import (
	"errors"
	"image"
	"image/color"
	"math"
	"testing"

	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/vision"
)

// scene is a textured ground with a blob of another colour on it, and the blob's true mask.
func scene(w, h int, hue [3]float32) (vision.RGB, vision.Plane) {
	p, mask := vision.NewRGB(w, h), vision.New(w, h)
	for y := range h {
		for x := range w {
			i := y*w + x
			grain := float32((x*7919+y*104729+x*y*31)%17) / 170
			c := [3]float32{0.35 + grain, 0.5 + grain + 0.1*float32(y)/float32(h), 0.3 + grain}
			if inBlob(x, y, w, h) {
				mask.Pix[i] = 1
				c = [3]float32{hue[0] + grain, hue[1] + grain, hue[2] + grain}
			}
			p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = c[0], c[1], c[2]
		}
	}
	return p, mask
}

// inBlob is a body with a head.
func inBlob(x, y, w, h int) bool {
	fx, fy := float64(x)/float64(w)-0.45, float64(y)/float64(h)
	return math.Hypot(fx/0.13, (fy-0.65)/0.22) < 1 || math.Hypot(fx/0.06, (fy-0.36)/0.12) < 1
}

func iou(a, b vision.Plane) float64 {
	var both, either float64
	for i := range a.Pix {
		switch {
		case a.Pix[i] > 0.5 && b.Pix[i] > 0.5:
			both++
			either++
		case a.Pix[i] > 0.5 || b.Pix[i] > 0.5:
			either++
		}
	}
	return both / either
}

func TestFindMeetsTheTrueMask(t *testing.T) {
	t.Parallel()
	for name, hue := range map[string][3]float32{"red": {0.7, 0.15, 0.1}, "blue": {0.1, 0.2, 0.6}, "white": {0.88, 0.88, 0.86}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, truth := scene(256, 144, hue)
			things := cutout.Find(p)
			if got := iou(things[0].Mask, truth); got < 0.85 || things[0].Name != cutout.Object {
				t.Errorf("%s overlaps the true mask by %.3f, want an object of 0.85", things[0].Name, got)
			}
			last := things[len(things)-1]
			if last.Name != cutout.Background {
				t.Fatalf("the last thing is %s", last.Name)
			}
			for i, v := range last.Mask.Pix {
				if v+things[0].Mask.Pix[i] > 1 {
					t.Fatal("background and object overlap")
				}
			}
		})
	}
}

// TestThingOnPaper cuts out something with parts as light as the paper, which the frame cuts.
func TestThingOnPaper(t *testing.T) {
	t.Parallel()
	p, truth := vision.NewRGB(256, 144), vision.New(256, 144)
	for i := range truth.Pix {
		x, y := float64(i%256), float64(i/256)
		c := [3]float32{0.97, 0.97, 0.96}
		if d := math.Hypot((x-150)/110, (y-72)/45); d < 1 { // beyond the right side of the frame
			truth.Pix[i] = 1
			switch {
			case d > 0.9:
				c = [3]float32{0.1, 0.1, 0.1} // its outline
			case x > 160:
				c = [3]float32{0.9, 0.3, 0.1}
			}
		}
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = c[0], c[1], c[2]
	}
	if got := iou(cutout.Find(p)[0].Mask, truth); got < 0.95 {
		t.Errorf("it overlaps the true mask by %.3f, want 0.95", got)
	}
}

func TestSomethingIsFoundInNothing(t *testing.T) {
	t.Parallel()
	things := cutout.Find(vision.NewRGB(160, 90))
	if len(things) != 2 || things[0].Name != cutout.Object || things[1].Name != cutout.Background {
		t.Fatalf("an empty picture has %d things, the first is %s", len(things), things[0].Name)
	}
	if m := things[0].Mask; m.At(80, 45) != 1 || m.At(0, 0) != 0 {
		t.Error("the object of an empty picture does not lie in its middle")
	}
}

func TestPictureKeepsAnAlphaChannel(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 60, 40))
	for y := 10; y < 30; y++ {
		for x := 20; x < 50; x++ {
			img.Set(x, y, color.NRGBA{200, 40, 20, 255})
		}
	}
	c, err := cutout.Picture(img, 60)
	if err != nil || !c.Given || c.Alpha.W < 30 || c.Alpha.W > 34 || c.Alpha.H > 24 {
		t.Fatalf("the cut is %+v, %v", c, err)
	}
	for i, a := range c.Alpha.Pix {
		// White must not bleed in from the transparent surroundings.
		if a > 0.02 && (c.Colour.G.Pix[i] > 0.3 || c.Colour.R.Pix[i] < 0.7) {
			t.Fatalf("pixel %d with alpha %.2f is %.2f %.2f", i, a, c.Colour.R.Pix[i], c.Colour.G.Pix[i])
		}
	}
}

func TestPicturesWithoutASubject(t *testing.T) {
	t.Parallel()
	grey := image.NewGray(image.Rect(0, 0, 64, 64))
	tests := map[string]struct {
		img  image.Image
		want error
	}{
		"transparent": {image.NewNRGBA(image.Rect(0, 0, 64, 64)), cutout.ErrTransparent},
		"one colour":  {grey, cutout.ErrPlain},
		"strip":       {image.NewGray(image.Rect(0, 0, 1, 4000)), cutout.ErrStrip},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := cutout.Picture(tt.img, 64); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}
