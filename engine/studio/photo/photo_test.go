package photo

import (
	"context"
	"crypto/sha256"
	"errors"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

const (
	testW, testH = 192, 108
	testFrames   = 4
)

// noise is smooth random texture in [0,1].
func noise(w, h int, sigma float32, seed uint64) vision.Plane {
	r := rand.New(rand.NewPCG(seed, 77))
	p := vision.New(w, h)
	for i := range p.Pix {
		p.Pix[i] = r.Float32()
	}
	return vision.Normalize(vision.Blur(p, sigma), 0.005, 0.995)
}

func encode(v float32) uint8 { return uint8(min(max(v, 0), 1)*255 + 0.5) }

// landscape is a sky with clouds over hills and a meadow, all with texture that flow can follow.
func landscape(w, h int) *image.NRGBA {
	clouds, fine, coarse := noise(w, h, 14, 1), noise(w, h, 1.6, 2), noise(w, h, 6, 3)
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range clouds.Pix {
		x, y := i%w, i/w
		hill := float64(h) * (0.42 + 0.05*math.Sin(float64(x)*0.03) + 0.02*math.Sin(float64(x)*0.11))
		t := 0.35*(fine.Pix[i]-0.5) + 0.3*(coarse.Pix[i]-0.5)
		c := color.NRGBA{A: 255}
		if float64(y) < hill {
			k := 0.6 * max(clouds.Pix[i]-0.35, 0)
			v := float32(y) / float32(h)
			c.R, c.G, c.B = encode(0.3+0.5*v+k), encode(0.45+0.4*v+k), encode(0.8+0.15*v+0.2*k)
		} else {
			c.R, c.G, c.B = encode(0.34+t), encode(0.33+t), encode(0.24+0.7*t)
		}
		img.SetNRGBA(x, y, c)
	}
	return img
}

// texture has neither sky nor subject.
func texture(w, h int) *image.NRGBA {
	fine, coarse := noise(w, h, 1.7, 5), noise(w, h, 7, 6)
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range fine.Pix {
		v := 0.15 + 0.4*fine.Pix[i] + 0.35*coarse.Pix[i]
		img.SetNRGBA(i%w, i/w, color.NRGBA{encode(v), encode(0.8 * v), encode(0.55 * v), 255})
	}
	return img
}

// render returns the luma planes of a clip, values in [0,1] of the limited range.
func render(t *testing.T, img image.Image, o Options) []vision.Plane {
	t.Helper()
	var clip []vision.Plane
	for _, frame := range renderBytes(t, img, o) {
		clip = append(clip, lumaOf(frame, o.Width, o.Height))
	}
	return clip
}

func lumaOf(frame []byte, w, h int) vision.Plane {
	p := vision.New(w, h)
	for i := range p.Pix {
		p.Pix[i] = (float32(frame[i]) - 16) / 219
	}
	return p
}

// portrait is a bust before a textured wall.
func portrait(w, h int) *image.NRGBA {
	img := texture(w, h)
	skin := noise(w, h, 3, 9)
	for i := range skin.Pix {
		x, y := float64(i%w)/float64(h)-0.5*float64(w)/float64(h), float64(i/w)/float64(h)
		head := x*x/(0.15*0.15)+(y-0.42)*(y-0.42)/(0.19*0.19) < 1
		body := x*x/(0.36*0.36)+(y-1.02)*(y-1.02)/(0.45*0.45) < 1
		v := 0.25 * (skin.Pix[i] - 0.5)
		switch {
		case head:
			img.SetNRGBA(i%w, i/w, color.NRGBA{encode(0.35 + v), encode(0.55 + v), encode(0.85 + v), 255})
		case body:
			img.SetNRGBA(i%w, i/w, color.NRGBA{encode(0.12 + v), encode(0.3 + v), encode(0.6 + v), 255})
		}
	}
	return img
}

func renderBytes(t *testing.T, img image.Image, o Options) [][]byte {
	t.Helper()
	var clip [][]byte
	err := Render(context.Background(), o, img, func(frame []byte) error {
		clip = append(clip, append([]byte(nil), frame...))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return clip
}

func small(move string) Options {
	return Options{Width: testW, Height: testH, Frames: testFrames, FPS: float64(testFrames) / referenceSeconds, Seed: 1, Move: move}
}

func psnr(a, b vision.Plane) float64 {
	s := 0.0
	for i := range a.Pix {
		d := float64(a.Pix[i] - b.Pix[i])
		s += d * d
	}
	return -10 * math.Log10(s/float64(len(a.Pix))+1e-12)
}

// asTaken is the luma of the picture at the frame size.
func asTaken(img image.Image) vision.Plane { return raster.Load(img, testW, testH).Luma() }

func TestFirstFrameIsThePhotograph(t *testing.T) {
	t.Parallel()
	cases := map[string]image.Image{"landscape": landscape(576, 324), "texture": texture(576, 324), "portrait": portrait(576, 324)}
	for name, img := range cases {
		s := newShot(img)
		for _, move := range []string{"", "horizontal_left", "whip_pan"} {
			o := small(move)
			o.Frames, o.FPS = 120, 24
			o.Overlays = []Overlay{{Kind: Snow}, {Kind: Fog}}
			o.Light = Night
			if got := psnr(s.luma(o, 0), asTaken(img)); got < 35 {
				t.Errorf("%s of a %s: first frame at %.1f dB", move, name, got)
			}
		}
	}
}

func TestRetreatEndsOnThePhotograph(t *testing.T) {
	t.Parallel()
	img := texture(576, 324)
	o := small("zoom_out")
	o.Still = true
	clip := render(t, img, o)
	if got := psnr(clip[len(clip)-1], asTaken(img)); got < 35 {
		t.Errorf("last frame at %.1f dB", got)
	}
}

func TestDegeneratePictures(t *testing.T) {
	t.Parallel()
	cases := map[string]image.Image{
		"one colour":  image.NewUniform(color.RGBA{200, 40, 40, 255}),
		"strip":       image.NewGray(image.Rect(0, 0, 1, 4000)),
		"transparent": image.NewNRGBA(image.Rect(0, 0, 90, 60)),
		"one pixel":   image.NewRGBA(image.Rect(5, 5, 6, 6)),
		"flat strip":  image.NewRGBA(image.Rect(-3, 0, 2997, 2)),
	}
	cases["one colour"] = &cropped{cases["one colour"], image.Rect(0, 0, 50, 50)}
	for name, img := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := Options{Width: 64, Height: 48, Frames: 3, Move: "robo_arm", Overlays: []Overlay{{Kind: Rain}, {Kind: Fog}}}
			if got := len(renderBytes(t, img, o)); got != 3 {
				t.Errorf("%d frames", got)
			}
		})
	}
	white := renderBytes(t, cases["transparent"], Options{Width: 64, Height: 48, Frames: 1})[0]
	if white[0] != 235 {
		t.Errorf("a transparent picture has luma %d, want white", white[0])
	}
}

type cropped struct {
	image.Image
	bounds image.Rectangle
}

func (c *cropped) Bounds() image.Rectangle { return c.bounds }

func TestBadOptions(t *testing.T) {
	t.Parallel()
	img := image.NewGray(image.Rect(0, 0, 20, 20))
	good := Options{Width: 32, Height: 32, Frames: 1}
	cases := []struct {
		name string
		edit func(*Options)
		img  image.Image
		want error
	}{
		{"odd width", func(o *Options) { o.Width = 33 }, img, ErrSize},
		{"tiny", func(o *Options) { o.Height = 2 }, img, ErrSize},
		{"no frames", func(o *Options) { o.Frames = 0 }, img, ErrFrames},
		{"negative rate", func(o *Options) { o.FPS = -1 }, img, ErrFrames},
		{"move", func(o *Options) { o.Move = "sideways" }, img, ErrMove},
		{"overlay", func(o *Options) { o.Overlays = []Overlay{{Kind: "frogs"}} }, img, ErrOverlay},
		{"light", func(o *Options) { o.Light = "disco" }, img, ErrLight},
		{"empty", func(*Options) {}, image.NewGray(image.Rectangle{}), ErrEmpty},
	}
	for _, c := range cases {
		o := good
		c.edit(&o)
		err := Render(context.Background(), o, c.img, func([]byte) error { return nil })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestRenderStops(t *testing.T) {
	t.Parallel()
	img := texture(64, 48)
	o := Options{Width: 64, Height: 48, Frames: 50}
	full := errors.New("disk full")
	calls := 0
	err := Render(context.Background(), o, img, func([]byte) error {
		calls++
		if calls == 3 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || calls != 3 {
		t.Errorf("%v after %d calls", err, calls)
	}
	ctx, cancel := context.WithCancel(context.Background())
	calls = 0
	err = Render(ctx, o, img, func([]byte) error {
		calls++
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || calls > 3 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

func digest(frames [][]byte) [32]byte {
	h := sha256.New()
	for _, f := range frames {
		h.Write(f)
	}
	return [32]byte(h.Sum(nil))
}

func TestSameSeedSameBytes(t *testing.T) {
	img := landscape(300, 200)
	o := Options{Width: 96, Height: 64, Frames: 4, FPS: 2, Overlays: []Overlay{{Kind: Petals}, {Kind: Fireflies}, {Kind: Fog}}}
	old := runtime.GOMAXPROCS(1)
	one := digest(renderBytes(t, img, o))
	runtime.GOMAXPROCS(4)
	four := digest(renderBytes(t, img, o))
	runtime.GOMAXPROCS(old)
	if one != four {
		t.Error("the clip depends on the number of processors")
	}
	o.Seed = 2
	if other := renderBytes(t, img, o); digest(other) == one || len(other[0]) != yuv.Size(96, 64) {
		t.Error("another seed gives the same clip")
	}
}
