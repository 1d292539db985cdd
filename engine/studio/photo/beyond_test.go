package photo

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// TestMarginsShowTheRestOfThePicture: what a tall picture has above and below the frame is seen in the canvas's margins, and what no
// picture shows is painted.
func TestMarginsShowTheRestOfThePicture(t *testing.T) {
	t.Parallel()
	const w, h, tall = 160, 90, 240
	at := func(y int) uint8 { return uint8(40 + y*3/4) } // brighter downwards
	img := image.NewNRGBA(image.Rect(0, 0, w, tall))
	for y := range tall {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{at(y), at(y), at(y), 255})
		}
	}
	around := beyond(img, w, h)
	if around == nil {
		t.Fatal("a tall picture has nothing around its middle")
	}
	base := canvasPicture(img, w, h)
	m := margins{left: 0.05, top: 0.1, bottom: 0.1}
	c := extend(base, m, around, 1)
	k := float64(base.W) / w
	for _, y := range []int{2, c.top - 3, c.picture.H - 3} {
		shown := float64(tall-h)/2 + (float64(y-c.top)+0.5)/k // row of the image
		want := float64(at(int(shown))) / 255
		if got := float64(c.picture.G.At(c.picture.W/2, y)); math.Abs(got-want) > 0.02 {
			t.Errorf("row %d of the canvas is %.3f, the picture there %.3f", y, got, want)
		}
	}
	if side := c.picture.G.At(1, c.picture.H/2); side < 0.3 || side > 0.7 {
		t.Errorf("the painted margin at the side is %.2f", side)
	}
	if beyond(img, w, tall) != nil {
		t.Error("a picture of the frame's shape has something around it")
	}
}
