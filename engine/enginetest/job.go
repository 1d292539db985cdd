package enginetest

import (
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"testing"

	"zoetrope"
	"zoetrope/engine"
)

// job makes a small job of one second for a capability.
func (s Suite) job(t *testing.T, c engine.Capability, seed int64) engine.Job {
	t.Helper()
	spec, err := zoetrope.NewSpec(c.Operation)
	if err != nil {
		t.Fatal(err)
	}
	v := spec.Video()
	v.Prompt, v.Duration = "golden hour over a calm ocean with distant hills", 1
	v.Model, v.Quality = "v5", zoetrope.Quality360
	if len(c.Models) > 0 {
		v.Model = c.Models[0]
	}
	if len(c.Qualities) > 0 {
		v.Quality = c.Qualities[0]
	}
	job := engine.Job{ID: 100 + seed, Spec: spec, Inputs: map[int64]engine.Input{}, Scratch: t.TempDir(), Seed: seed, Width: s.Width, Height: s.Height}
	switch sp := spec.(type) {
	case *zoetrope.TextToVideoSpec:
		sp.AspectRatio = "16:9"
	case *zoetrope.ImageToVideoSpec:
		sp.Image = 5
	}
	for _, id := range spec.Inputs() {
		job.Inputs[id] = picture(t, id)
	}
	return job
}

// picture writes a landscape of 160 x 90 pixels: sky, a sun and ground with texture.
func picture(t *testing.T, id int64) engine.Input {
	t.Helper()
	const w, h = 160, 90
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, landscape(x, y))
		}
	}
	path := filepath.Join(t.TempDir(), "picture.jpg")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := jpeg.Encode(f, img, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return engine.Input{
		Asset: zoetrope.Asset{ID: id, Kind: zoetrope.AssetImage, MIME: "image/jpeg", Width: w, Height: h},
		Path:  path,
	}
}

func landscape(x, y int) color.RGBA {
	if math.Hypot(float64(x-110), float64(y-30)) < 8 {
		return color.RGBA{255, 244, 214, 255}
	}
	if y < 50 {
		return color.RGBA{uint8(120 + 2*y), uint8(150 + y), 225, 255}
	}
	n := uint8((x*7919 + y*104729 + x*y*31) % 41)
	return color.RGBA{60 + n, uint8(100+y/2) + n, 50 + n/2, 255}
}
