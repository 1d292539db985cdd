package studio

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/morph"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
	"zoetrope/internal/media"
)

// grain is a picture that is hard to encode: shapes under noise.
func grain(seed uint32, w, h int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	state := seed*2654435761 + 1
	for y := range h {
		for x := range w {
			state = state*1664525 + 1013904223
			n := int(state>>24)/5 - 25
			v := 128 + 70*math.Sin(float64(x)/(7+float64(seed)))*math.Cos(float64(y)/9)
			code := func(d int) uint8 { return uint8(min(max(int(v)+n+d, 0), 255)) }
			img.Set(x, y, color.NRGBA{code(20), code(0), code(-int(seed) * 9), 255})
		}
	}
	return img
}

func savePNG(tb testing.TB, img image.Image) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "picture.png")
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, img), f.Close()); err != nil {
		tb.Fatal(err)
	}
	return path
}

// renderClip does a job and returns the path of its video and what is said of it.
func renderClip(tb testing.TB, e *Engine, job engine.Job) (path string, meta map[string]string, err error) {
	tb.Helper()
	job.Scratch = tb.TempDir()
	err = e.Render(tb.Context(), job, engine.Sink{Progress: func(float64, string) {}, Output: func(o engine.Output) error {
		if o.Kind == zoetrope.AssetVideo {
			path, meta = o.Path, o.Metadata
		}
		return nil
	}})
	return path, meta, err
}

// decodeAll returns the frames of a video as yuv420p.
func decodeAll(tb testing.TB, tools *media.Tools, path string, w, h int) [][]byte {
	tb.Helper()
	var frames [][]byte
	err := tools.Decode(tb.Context(), path, media.DecodeOptions{Width: w, Height: h}, func(f []byte) error {
		frames = append(frames, append([]byte(nil), f...))
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return frames
}

func psnrOf(a, b []byte) float64 {
	var s float64
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		s += d * d
	}
	return 10 * math.Log10(255*255*float64(len(a))/(s+1e-9))
}

func TestEncodedKeyFramesShowThePictures(t *testing.T) {
	t.Parallel()
	const w, h = 160, 90
	e := testEngine(t)
	pictures := []image.Image{grain(1, 200, 160), grain(2, 160, 90), grain(3, 90, 160)}
	job := engine.Job{Inputs: map[int64]engine.Input{}, Width: w, Height: h, Seed: 4}
	for i, p := range pictures {
		job.Inputs[int64(i+1)] = engine.Input{Path: savePNG(t, p)}
	}
	s := &zoetrope.MultiTransitionSpec{Frames: []zoetrope.KeyFrame{
		{Image: 1, Duration: 1, Prompt: "dissolve in snow"}, {Image: 2, Duration: 1, Prompt: "whip to the left"}, {Image: 3},
	}}
	s.Duration = 2
	job.Spec = s
	path, _, err := renderClip(t, e, job)
	if err != nil {
		t.Fatal(err)
	}
	frames := decodeAll(t, e.tools, path, w, h)
	if len(frames) != 48 {
		t.Fatalf("%d frames, want 48", len(frames))
	}
	want := make([]byte, yuv.Size(w, h))
	for k, i := range []int{0, 24, 47} {
		p := raster.Load(pictures[k], w, h)
		yuv.FromPlanes(want, w, h, p.R.Pix, p.G.Pix, p.B.Pix)
		if got := psnrOf(frames[i], want); got < 40 {
			t.Errorf("frame %d shows picture %d with %.1f dB, want 40", i, k, got)
		}
	}
}

func TestLegOf(t *testing.T) {
	t.Parallel()
	cases := []struct {
		prompt   string
		style    morph.Style
		camera   string
		overlays int
		glow     bool
		flash    bool
	}{
		{prompt: "a calm evening", style: morph.Auto},
		{prompt: "whip pan to the beach", style: morph.Whip, camera: "whip_pan"},
		{prompt: "the camera flies through the window", style: morph.Through},
		{prompt: "dissolve while snow falls", style: morph.Dissolve, overlays: 1},
		{prompt: "she turns into a swan", style: morph.Morph},
		{prompt: "the picture burns away in flames", style: morph.Burn, overlays: 1, glow: true},
		{prompt: "a flash of light, then spring", style: morph.Auto, flash: true},
		{prompt: "a magic portal opens, slow zoom in", style: morph.Iris, camera: "smooth_zoom_in", glow: true},
		{prompt: "溶解到下一个画面", style: morph.Dissolve},
	}
	for _, c := range cases {
		l := legOf(prompt.Read(c.prompt, ""), 48, "fast")
		if l.Style != c.style || l.Camera != c.camera || len(l.Overlays) != c.overlays || l.Glow != [3]float32{} != c.glow || l.Flash > 0 != c.flash {
			t.Errorf("%q is read as %+v", c.prompt, l)
		}
		if l.Frames != 48 || !l.Fast {
			t.Errorf("%q: %d frames, fast %t", c.prompt, l.Frames, l.Fast)
		}
	}
}

func TestTransitionSounds(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	path := savePNG(t, grain(1, 64, 36))
	s := &zoetrope.TransitionSpec{First: 1, Last: 2}
	s.Prompt, s.Duration, s.SoundEffect = "whip pan over the sea", 1, true
	_, meta, err := renderClip(t, e, engine.Job{
		Spec: s, Inputs: map[int64]engine.Input{1: {Path: path}, 2: {Path: path}}, Width: 64, Height: 36, Seed: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"whoosh", "ocean"} {
		if !containsAny(meta["sound"], []string{want}) {
			t.Errorf("sound %q has no %s", meta["sound"], want)
		}
	}
}

func TestTransitionIsRefusedWithBrokenPictures(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	broken := filepath.Join(t.TempDir(), "broken.png")
	if err := os.WriteFile(broken, []byte("\x89PNG nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &zoetrope.TransitionSpec{First: 1, Last: 2}
	s.Prompt, s.Duration = "morph", 1
	job := engine.Job{Spec: s, Width: 64, Height: 36, Inputs: map[int64]engine.Input{1: {Path: savePNG(t, grain(1, 64, 36))}, 2: {Path: broken}}}
	if _, _, err := renderClip(t, e, job); zoetrope.CodeOf(err) != zoetrope.CodeImageBroken {
		t.Errorf("a broken picture gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := photo.NewAir(photo.Options{Width: 3}); !errors.Is(err, photo.ErrSize) {
		t.Errorf("air in an odd frame gives %v", err)
	}
	if _, err := morph.New(ctx, morph.Options{Width: 64, Height: 36, FPS: 24, Pictures: []image.Image{grain(1, 64, 36), grain(2, 64, 36)}, Legs: []morph.Leg{{Frames: 2}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("an analysis that was cancelled gives %v", err)
	}
}
