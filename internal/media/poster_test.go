package media

import (
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
)

// TestFramePosterKeepsColours writes frames of one colour each, by the equations of BT.709, and reads them back.
func TestFramePosterKeepsColours(t *testing.T) {
	t.Parallel()
	const w, h = 32, 16
	for _, c := range []color.RGBA{{255, 255, 255, 255}, {0, 0, 0, 255}, {200, 40, 40, 255}, {30, 180, 60, 255}, {40, 60, 210, 255}, {128, 128, 128, 255}} {
		r, g, b := float64(c.R)/255, float64(c.G)/255, float64(c.B)/255
		y := 0.2126*r + 0.7152*g + 0.0722*b
		frame := make([]byte, w*h*3/2)
		for i := range frame {
			switch {
			case i < w*h:
				frame[i] = byte(16.5 + 219*y)
			case i < w*h*5/4:
				frame[i] = byte(128.5 + 224*(b-y)/1.8556)
			default:
				frame[i] = byte(128.5 + 224*(r-y)/1.5748)
			}
		}
		path := filepath.Join(t.TempDir(), "poster.jpg")
		if err := FramePoster(path, frame, w, h); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(f)
		if err != nil || f.Close() != nil {
			t.Fatal(err)
		}
		if img.Bounds().Dx() != w || img.Bounds().Dy() != h {
			t.Fatalf("poster of %v", img.Bounds())
		}
		got := color.RGBAModel.Convert(img.At(w/2, h/2)).(color.RGBA)
		for _, d := range []int{int(got.R) - int(c.R), int(got.G) - int(c.G), int(got.B) - int(c.B)} {
			if d < -4 || d > 4 {
				t.Errorf("%v became %v", c, got)
				break
			}
		}
	}
	if err := FramePoster(filepath.Join(t.TempDir(), "x.jpg"), make([]byte, 5), w, h); err == nil {
		t.Error("a frame of 5 bytes is a poster")
	}
}
