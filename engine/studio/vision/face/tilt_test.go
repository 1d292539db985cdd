package face_test

import (
	"fmt"
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/face/facetest"
	"zoetrope/engine/studio/vision/raster"
)

// TestTiltedHeads: a portrait turned by an angle shows its face there, with the eyes on a line of that angle.
func TestTiltedHeads(t *testing.T) {
	t.Parallel()
	const w, h, eyesX, eyesY = 160, 200, 79.0, 91.0
	luma := raster.Load(facetest.Portrait(t), w, h).Luma()
	for _, roll := range []float64{-0.5, -0.35, 0, 0.35, 0.5} {
		t.Run(fmt.Sprint(roll), func(t *testing.T) {
			t.Parallel()
			sin, cos := math.Sincos(roll)
			p := vision.New(w, h)
			for i := range p.Pix {
				dx, dy := float64(i%w)-w/2, float64(i/w)-h/2
				p.Pix[i] = luma.Sample(float32(w/2+cos*dx+sin*dy), float32(h/2+cos*dy-sin*dx))
			}
			l, ok := face.Prominent(vision.Resize(p, w*3/4, h*3/4), face.GrayOf(p))
			if !ok {
				t.Fatal("no face found")
			}
			eyes := l.Middle(face.PupilLeft, face.PupilRight)
			x, y := w/2+cos*(eyesX-w/2)-sin*(eyesY-h/2), h/2+sin*(eyesX-w/2)+cos*(eyesY-h/2)
			if d := math.Hypot(float64(eyes.X)-x, float64(eyes.Y)-y); d > 5 {
				t.Errorf("the eyes are at %v, %.1f pixels from where they were drawn", eyes, d)
			}
			a := l.Roll()
			if math.Abs(a-roll) > 0.08 {
				t.Errorf("the eyes are tilted by %.2f", a)
			}
		})
	}
}
