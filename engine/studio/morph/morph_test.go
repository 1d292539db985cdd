package morph

import (
	"errors"
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/motion"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

const testW, testH = 128, 72

// scenery is a picture with detail everywhere: patches of value noise in the colours of a palette, moved and enlarged.
func scenery(seed uint64, dx, dy, scale float64) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, testW, testH))
	l := leg{seed: mix(seed)}
	for y := range testH {
		for x := range testW {
			px, py := (float64(x)-testW/2)/scale/testW-dx, (float64(y)-testH/2)/scale/testW-dy
			a, b := l.noise(px, py, 6, 1), l.noise(px, py, 19, 2)
			c := l.noise(px, py, 47, 3)
			v := 0.5*a + 0.3*b + 0.2*c
			hue := l.noise(px, py, 3, 4)
			code := func(f float32) uint8 { return uint8(255 * min(max(f, 0), 1)) }
			img.Set(x, y, color.NRGBA{code(1.6*v*hue + 0.1), code(1.3*v - 0.1), code(1.7*v*(1-hue) + 0.1), 255})
		}
	}
	return img
}

func makeFilm(t *testing.T, o Options) *Film {
	t.Helper()
	if o.Width == 0 {
		o.Width, o.Height = testW, testH
	}
	o.FPS = 24
	f, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func drawFrame(t *testing.T, f *Film, i int) []byte {
	t.Helper()
	dst := make([]byte, yuv.Size(f.o.Width, f.o.Height))
	if err := f.Frame(t.Context(), i, dst); err != nil {
		t.Fatal(err)
	}
	return dst
}

// lumaOf is the brightness of a frame in [0,1].
func lumaOf(frame []byte, w, h int) vision.Plane {
	p := vision.New(w, h)
	for i := range p.Pix {
		p.Pix[i] = (float32(frame[i]) - 16) / 219
	}
	return p
}

func psnr(a, b []byte) float64 {
	var s float64
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		s += d * d
	}
	return 10 * math.Log10(255*255*float64(len(a))/(s+1e-9))
}

// encode is a picture as a frame of a film.
func encode(img image.Image, w, h int) []byte {
	p := raster.Load(img, w, h)
	dst := make([]byte, yuv.Size(w, h))
	yuv.FromPlanes(dst, w, h, p.R.Pix, p.G.Pix, p.B.Pix)
	return dst
}

func TestKeysAreShownAsTheyAre(t *testing.T) {
	t.Parallel()
	pictures := []image.Image{scenery(1, 0, 0, 1), scenery(2, 0, 0, 1), scenery(2, 0.05, 0.01, 1.1)}
	for _, s := range append(Styles(), Auto) {
		t.Run(string(s), func(t *testing.T) {
			t.Parallel()
			f := makeFilm(t, Options{Pictures: pictures, Seed: 3, Legs: []Leg{
				{Frames: 24, Style: s, Glow: [3]float32{1, 0.5, 0.1}, Flash: 1, Overlays: []photo.Overlay{{Kind: photo.Snow}, {Kind: photo.Fog}}},
				{Frames: 12, Style: s, Camera: "pan_left", Fast: true},
			}})
			if f.Frames() != 36 {
				t.Fatalf("%d frames, want 36", f.Frames())
			}
			for k, i := range []int{0, 24, 35} {
				if got := psnr(drawFrame(t, f, i), encode(pictures[k], testW, testH)); got < 50 {
					t.Errorf("frame %d shows picture %d with %.1f dB", i, k, got)
				}
			}
			if got := psnr(drawFrame(t, f, 12), drawFrame(t, f, 0)); got > 40 {
				t.Errorf("the middle of the way looks like its start (%.1f dB)", got)
			}
		})
	}
}

// energy is the mean squared gradient.
func energy(p vision.Plane) float64 {
	var s float64
	for _, v := range vision.Gradient(p).Pix {
		s += float64(v * v)
	}
	return s / float64(len(p.Pix))
}

func TestMiddleKeepsMoreDetailThanACrossFade(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		b    image.Image
		like bool
	}{
		{"unrelated", scenery(8, 0, 0, 1), false},
		{"moved", scenery(7, 0.06, 0.02, 1.12), true},
	}
	for _, c := range cases {
		for seed := range uint64(2) {
			a := scenery(7, 0, 0, 1)
			f := makeFilm(t, Options{Pictures: []image.Image{a, c.b}, Seed: seed, Legs: []Leg{{Frames: 49}}})
			if got := f.Likeness()[0]; got > 0.5 != c.like {
				t.Errorf("%s: likeness %.2f", c.name, got)
			}
			first, last := lumaOf(encode(a, testW, testH), testW, testH), lumaOf(encode(c.b, testW, testH), testW, testH)
			fade := energy(vision.Zip(first, last, func(a, b float32) float32 { return (a + b) / 2 }))
			middle := energy(lumaOf(drawFrame(t, f, 24), testW, testH))
			if middle < 1.1*fade {
				t.Errorf("%s by %v: gradient energy %.5f, a cross-fade has %.5f", c.name, f.Plan(), middle, fade)
			}
		}
	}
}

func TestContentTravelsThroughKeys(t *testing.T) {
	t.Parallel()
	// A camera that moves evenly past three positions.
	var pictures []image.Image
	for k := range 3 {
		pictures = append(pictures, scenery(5, -0.06*float64(k), 0, 1))
	}
	f := makeFilm(t, Options{Pictures: pictures, Legs: []Leg{{Frames: 24, Camera: "fix_bg"}, {Frames: 24, Camera: "fix_bg"}}})
	var speed []float64
	before := lumaOf(drawFrame(t, f, 12), testW, testH)
	for i := 15; i <= 36; i += 3 {
		now := lumaOf(drawFrame(t, f, i), testW, testH)
		speed = append(speed, motion.Between(before, now).X)
		before = now
	}
	const mean = -0.06 * 3 / 24
	for i, v := range speed {
		if v > 0.4*mean || v < 2*mean {
			t.Errorf("frames %d to %d move by %.4f of the width, want about %.4f: %v", 12+3*i, 15+3*i, v, mean, speed)
		}
	}
}

func TestCameraDriftsThroughKeys(t *testing.T) {
	t.Parallel()
	pictures := []image.Image{scenery(9, 0, 0, 1), scenery(10, 0, 0, 1), scenery(11, 0, 0, 1)}
	leg := Leg{Frames: 24, Camera: "zoom_in", Style: Dissolve}
	f := makeFilm(t, Options{Pictures: pictures, Legs: []Leg{leg, leg}})
	for _, i := range []int{0, 21, 24, 44} {
		m := motion.Between(lumaOf(drawFrame(t, f, i), testW, testH), lumaOf(drawFrame(t, f, i+3), testW, testH))
		if m.LogScale < 0.002 {
			t.Errorf("frames %d to %d grow by %.4f, want about %.4f", i, i+3, m.LogScale, 0.04*3/24)
		}
	}
}

func TestOddPictures(t *testing.T) {
	t.Parallel()
	plain := image.NewRGBA(image.Rect(0, 0, 50, 40))
	for i := range plain.Pix {
		plain.Pix[i] = uint8(255 * (i & 1))
	}
	strip := image.NewNRGBA(image.Rect(0, 0, 1, 4000))
	for y := range 4000 {
		strip.Set(0, y, color.NRGBA{uint8(y / 16), 128, uint8(y), 255})
	}
	clear := image.NewNRGBA(image.Rect(0, 0, 30, 30))
	full := scenery(4, 0, 0, 1)
	cases := map[string][]image.Image{
		"one colour": {plain, full}, "a strip": {full, strip}, "transparent": {clear, full}, "twice the same": {full, full},
		"both plain": {plain, plain},
	}
	for name, pictures := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := makeFilm(t, Options{Width: 64, Height: 36, Pictures: pictures, Legs: []Leg{{Frames: 8}}})
			for i := range f.Frames() {
				drawFrame(t, f, i)
			}
			if got := psnr(drawFrame(t, f, 7), encode(pictures[1], 64, 36)); got < 50 {
				t.Errorf("the film ends %.1f dB off its last picture", got)
			}
		})
	}
}

func TestNewRefusesBadOptions(t *testing.T) {
	t.Parallel()
	a := scenery(1, 0, 0, 1)
	good := Options{Width: 64, Height: 36, FPS: 24, Pictures: []image.Image{a, a}, Legs: []Leg{{Frames: 2}}}
	cases := []struct {
		name   string
		change func(o *Options)
		want   error
	}{
		{"odd size", func(o *Options) { o.Width = 65 }, ErrSize},
		{"no rate", func(o *Options) { o.FPS = 0 }, ErrSize},
		{"one picture", func(o *Options) { o.Pictures = o.Pictures[:1] }, ErrLegs},
		{"a leg of no length", func(o *Options) { o.Legs = []Leg{{}} }, ErrLegs},
		{"empty picture", func(o *Options) { o.Pictures = []image.Image{a, image.NewRGBA(image.Rectangle{})} }, ErrEmpty},
		{"unknown style", func(o *Options) { o.Legs = []Leg{{Frames: 2, Style: "teleport"}} }, ErrStyle},
	}
	for _, c := range cases {
		o := good
		o.Pictures, o.Legs = slices.Clone(good.Pictures), slices.Clone(good.Legs)
		c.change(&o)
		if _, err := New(t.Context(), o); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	const w, h = 960, 540
	for _, s := range []Style{Morph, Whip} {
		b.Run(string(s), func(b *testing.B) {
			f, err := New(b.Context(), Options{
				Width: w, Height: h, FPS: 24, Pictures: []image.Image{scenery(1, 0, 0, 1), scenery(2, 0, 0, 1)}, Legs: []Leg{{Frames: 120, Style: s}},
			})
			if err != nil {
				b.Fatal(err)
			}
			dst := make([]byte, yuv.Size(w, h))
			i := 0
			for b.Loop() {
				if err := f.Frame(b.Context(), i%120, dst); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// Two pictures without anything in common are told by the direction of their stripes: few blocks of the middle may show both.
func TestUnlikePicturesTakeTurns(t *testing.T) {
	t.Parallel()
	striped := func(upright bool) image.Image {
		img := image.NewGray(image.Rect(0, 0, testW, testH))
		for y := range testH {
			for x := range testW {
				at := y
				if upright {
					at = x
				}
				img.SetGray(x, y, color.Gray{uint8(128 + 90*math.Sin(float64(at)*2*math.Pi/5))})
			}
		}
		return img
	}
	for _, s := range []Style{Morph, Dissolve, Through} {
		f := makeFilm(t, Options{Seed: 2, Pictures: []image.Image{striped(false), striped(true)}, Legs: []Leg{{Frames: 48, Style: s}}})
		middle := lumaOf(drawFrame(t, f, 24), testW, testH)
		const side = 10
		blocks, both := 0, 0
		for y := side; y+side < testH; y += side {
			for x := side; x+side < testW; x += side {
				var across, down float64
				for j := y; j < y+side; j++ {
					for i := x; i < x+side; i++ {
						across += math.Abs(float64(middle.At(i+1, j) - middle.At(i, j)))
						down += math.Abs(float64(middle.At(i, j+1) - middle.At(i, j)))
					}
				}
				blocks++
				if min(across, down) > 0.35*max(across, down) {
					both++
				}
			}
		}
		if share := float64(both) / float64(blocks); share > 0.33 {
			t.Errorf("%s: %.2f of the middle shows both pictures", s, share)
		}
	}
}
