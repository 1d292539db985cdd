package effect

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"math"
	"testing"

	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

// small options of a film that lasts a second.
var small = Options{Width: 96, Height: 64, Frames: 24, FPS: 24, Seed: 3}

// scenery is a picture with a round thing before a textured ground.
func scenery(n int) image.Image {
	const w, h = 144, 96
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			t := uint8((x*31 + y*57 + x*y) % 23)
			p := color.NRGBA{uint8(90 + y/2), uint8(120 + 10*n), uint8(160 - y/2), 255}
			if math.Hypot(float64(x-70-4*n), float64(y-52)) < 24 {
				p = color.NRGBA{220, 70 + 2*t, 40 + t, 255}
			}
			p.R += t / 2
			img.Set(x, y, p)
		}
	}
	return img
}

func pictures(n int) []image.Image {
	all := make([]image.Image, n)
	for i := range all {
		all[i] = scenery(i)
	}
	return all
}

// play draws some frames of an effect.
func play(t *testing.T, name string, o Options, n int, frames ...int) [][]byte {
	t.Helper()
	f, err := New(t.Context(), name, o, pictures(n))
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]byte, len(frames))
	for i, k := range frames {
		out[i] = make([]byte, yuv.Size(o.Width, o.Height))
		f.Frame(k, out[i])
	}
	return out
}

// difference is the mean absolute difference of two frames' luma, in codes.
func difference(a, b []byte) float64 {
	sum, n := 0, len(a)*2/3
	for i := range n {
		sum += max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return float64(sum) / float64(n)
}

func TestEffects(t *testing.T) {
	t.Parallel()
	for _, k := range Kinds() {
		t.Run(k.Name, func(t *testing.T) {
			t.Parallel()
			marks := []int{0, 4, 8, 12, 16, 20, 23}
			frames := play(t, k.Name, small, k.Min, marks...)
			for i, f := range frames {
				if level := lumaMean(f); level < 26 || level > 232 {
					t.Errorf("frame %d has a mean luma of %.0f: black or white", marks[i], level)
				}
				if i > 0 && difference(frames[i-1], f) < 0.05 {
					t.Errorf("nothing moves between frames %d and %d", marks[i-1], marks[i])
				}
			}
			if k.Opens {
				want := make([]byte, yuv.Size(small.Width, small.Height))
				p := raster.Load(scenery(0), small.Width, small.Height)
				yuv.FromPlanes(want, small.Width, small.Height, p.R.Pix, p.G.Pix, p.B.Pix)
				if d := difference(frames[0], want); d > 3 {
					t.Errorf("the first frame differs from the picture by %.1f codes", d)
				}
			}
			again := play(t, k.Name, small, k.Min, 12, 12)
			if !bytes.Equal(again[0], frames[3]) || !bytes.Equal(again[0], again[1]) {
				t.Error("the same frame came out differently")
			}
		})
	}
}

func lumaMean(f []byte) float64 {
	sum, n := 0, len(f)*2/3
	for _, v := range f[:n] {
		sum += int(v)
	}
	return float64(sum) / float64(n)
}

func TestSizesAndLengths(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{
		{Width: 16, Height: 16, Frames: 1, FPS: 24}, {Width: 24, Height: 64, Frames: 2, FPS: 24}, {Width: 66, Height: 28, Frames: 3, FPS: 24},
	} {
		for i, k := range Kinds() {
			if i%3 == o.Frames-1 || k.Max > 1 { // each effect in one of the sizes
				play(t, k.Name, o, k.Max, 0, o.Frames-1)
			}
		}
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, effect string
		o            Options
		pictures     []image.Image
		want         error
	}{
		{"unknown effect", "no such effect", small, pictures(1), ErrUnknown},
		{"no pictures", "explode", small, nil, ErrPictures},
		{"too many pictures", "explode", small, pictures(2), ErrPictures},
		{"an empty picture", "explode", small, []image.Image{image.NewNRGBA(image.Rectangle{})}, ErrPictures},
		{"odd size", "explode", Options{Width: 33, Height: 32, Frames: 1, FPS: 24}, pictures(1), ErrSize},
		{"no frames", "explode", Options{Width: 32, Height: 32, FPS: 24}, pictures(1), ErrSize},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := New(t.Context(), tt.effect, tt.o, tt.pictures); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestStills(t *testing.T) {
	t.Parallel()
	for _, k := range Stills() {
		for _, size := range []image.Point{{96, 64}, {64, 96}} {
			o := Options{Width: size.X, Height: size.Y, Seed: 5, Prompt: "Lisbon in June"}
			one, err := Still(t.Context(), k.Name, o, pictures(k.Max))
			if err != nil {
				t.Fatal(err)
			}
			if one.Bounds().Size() != size {
				t.Errorf("%s has %v pixels, want %v", k.Name, one.Bounds().Size(), size)
			}
			if _, err := Still(t.Context(), k.Name, o, pictures(k.Max+1)); !errors.Is(err, ErrPictures) {
				t.Errorf("%s takes one picture too many: %v", k.Name, err)
			}
			a := one.(*image.NRGBA)
			o.Prompt = "" // the words are set, or the picture needs none
			two, err := Still(t.Context(), k.Name, o, pictures(k.Min))
			if err != nil {
				t.Fatal(err)
			}
			if spread(a) < 8 || spread(two.(*image.NRGBA)) < 8 {
				t.Errorf("%s is empty: its values spread over %.0f and %.0f codes", k.Name, spread(a), spread(two.(*image.NRGBA)))
			}
		}
	}
	if _, err := Still(t.Context(), "no such picture", small, pictures(1)); !errors.Is(err, ErrUnknown) {
		t.Errorf("an unknown picture gives %v", err)
	}
}

// spread is the standard deviation of a picture's green.
func spread(p *image.NRGBA) float64 {
	var sum, squares, n float64
	for i := 1; i < len(p.Pix); i += 4 {
		v := float64(p.Pix[i])
		sum, squares, n = sum+v, squares+v*v, n+1
	}
	return math.Sqrt(squares/n - sum*sum/n/n)
}

func TestTitlesEndWithAWord(t *testing.T) {
	t.Parallel()
	for prompt, want := range map[string]string{"Summer by the lake": "Summer", "Summer days are here": "Summer days", "Sail on": "Sail on", "Autumn": "Autumn"} {
		s := &stage{prompt: prompt}
		if got := s.words(12, ""); got != want {
			t.Errorf("%q begins with %q, want %q", prompt, got, want)
		}
	}
}
