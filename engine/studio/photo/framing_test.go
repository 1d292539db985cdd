package photo_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/vision/face/facetest"
)

// The test portrait is nearly square. It is laid at the top of a higher picture, so that a cut in the middle would lose the head.
func TestFrameKeepsTheHead(t *testing.T) {
	t.Parallel()
	portrait := facetest.Portrait(t)
	b := portrait.Bounds()
	tall := image.NewRGBA(image.Rect(0, 0, b.Dx(), 3*b.Dy()))
	draw.Draw(tall, tall.Bounds(), image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	if empty := photo.Frame(tall, b.Dx(), b.Dy()).Bounds(); empty != tall.Bounds() {
		t.Errorf("a picture without a face is cut at %v", empty)
	}
	draw.Draw(tall, b.Sub(b.Min), portrait, b.Min, draw.Src)
	got := photo.Frame(tall, b.Dx(), b.Dy()).Bounds()
	if got.Min.Y > b.Dy()/4 || got.Dx() != b.Dx() || got.Dy() != b.Dy() {
		t.Errorf("a portrait whose head lies in the first %d rows is cut at %v", b.Dy(), got)
	}
	if whole := photo.Frame(portrait, b.Dx(), b.Dy()).Bounds(); whole != b {
		t.Errorf("a picture of the right shape is cut at %v", whole)
	}
}

// A head larger than the frame keeps its eyes: the test portrait in frames half as high as its face.
func TestFrameKeepsTheEyes(t *testing.T) {
	t.Parallel()
	portrait := facetest.Portrait(t)
	const eyes = 0.46 // of the picture's height
	b := portrait.Bounds()
	for _, share := range []float64{0.3, 0.45, 0.6} {
		high := int(share * float64(b.Dy()))
		got := photo.Frame(portrait, b.Dx(), high).Bounds()
		at := (eyes*float64(b.Dy()) - float64(got.Min.Y-b.Min.Y)) / float64(got.Dy())
		if at < 0.15 || at > 0.75 {
			t.Errorf("in a frame of %.0f%% of its height the eyes lie at %.2f of the frame", 100*share, at)
		}
	}
}
