package enginetest

import (
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

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
	s.fill(t, c, &job)
	if s.Prepare != nil {
		s.Prepare(t, &job)
	}
	return job
}

// Ids of the assets that jobs refer to.
const (
	pictureA, pictureB = 5, 6
	clipA              = 7
	tone               = 8
	mask               = 9
)

// fill gives the spec what its operation needs, and the job the files.
func (s Suite) fill(t *testing.T, c engine.Capability, job *engine.Job) {
	t.Helper()
	if len(c.Templates) > 0 {
		job.Spec.Video().TemplateID = c.Templates[0]
	}
	switch sp := job.Spec.(type) {
	case *zoetrope.TextToVideoSpec:
		sp.AspectRatio = "16:9"
	case *zoetrope.ImageToVideoSpec:
		sp.Image = pictureA
	case *zoetrope.TemplateSpec:
		sp.Images = []int64{pictureA}
	case *zoetrope.ImageTemplateSpec:
		sp.Images = []int64{pictureA}
	case *zoetrope.TransitionSpec:
		sp.First, sp.Last = pictureA, pictureB
	case *zoetrope.MultiTransitionSpec:
		sp.Frames = []zoetrope.KeyFrame{{Image: pictureA, Duration: 1}, {Image: pictureB}}
	case *zoetrope.FusionSpec:
		sp.Images = []zoetrope.Reference{{Image: pictureA, Role: zoetrope.ReferenceSubject, Name: "dog"}}
		sp.Prompt = "@dog in a meadow"
	case *zoetrope.SwapSpec:
		sp.Image, sp.Mask, sp.KeyFrame = pictureA, mask, 1
	case *zoetrope.MaskSelectionSpec:
		sp.KeyFrame = 1
	case *zoetrope.MimicSpec:
		sp.Image = pictureA
	case *zoetrope.RestyleSpec:
		sp.Prompt = "watercolour"
	case *zoetrope.ModifySpec:
		sp.Prompt = "make it night"
	case *zoetrope.LipSyncSpec:
		sp.Audio, sp.Seconds = tone, 1
	case *zoetrope.AvatarSpec:
		sp.Image, sp.Audio, sp.Seconds = pictureA, tone, 1
	case *zoetrope.AgentSpec:
		sp.AgentID, sp.Images, sp.AspectRatio = zoetrope.AgentRealEstate, []int64{pictureA, pictureB}, "16:9"
	case *zoetrope.MusicVideoSpec:
		sp.Audio, sp.Images, sp.AspectRatio = tone, []int64{pictureA, pictureB}, "16:9"
	}
	if edit, ok := job.Spec.(interface{ SetSource(id int64) }); ok {
		edit.SetSource(clipA)
	}
	for _, id := range job.Spec.Inputs() {
		job.Inputs[id] = s.input(t, id)
	}
}

// files are the inputs of all jobs, made once.
type files struct {
	dir  string
	mu   sync.Mutex
	made map[int64]engine.Input
}

// input is the file behind one of the ids.
func (s Suite) input(t *testing.T, id int64) engine.Input {
	t.Helper()
	s.files.mu.Lock()
	defer s.files.mu.Unlock()
	in, ok := s.files.made[id]
	if !ok {
		in = s.makeInput(t, id)
		s.files.made[id] = in
	}
	return in
}

func (s Suite) makeInput(t *testing.T, id int64) engine.Input {
	t.Helper()
	in := engine.Input{Asset: zoetrope.Asset{ID: id, Duration: time.Second, Width: s.Width, Height: s.Height}}
	switch id {
	case clipA:
		in.Asset.Kind, in.Asset.MIME, in.Path = zoetrope.AssetVideo, "video/mp4", filepath.Join(s.files.dir, "clip.mp4")
		s.ffmpeg(t, "-f", "lavfi", "-i", fmt.Sprintf("testsrc2=s=%dx%d:r=24:d=1", s.Width, s.Height),
			"-f", "lavfi", "-i", "sine=d=1:r=48000", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-threads", "1", "-c:a", "aac", "-t", "1", in.Path)
	case tone:
		in.Asset.Kind, in.Asset.MIME, in.Path = zoetrope.AssetAudio, "audio/wav", filepath.Join(s.files.dir, "tone.wav")
		s.ffmpeg(t, "-f", "lavfi", "-i", "sine=d=1:r=48000", in.Path)
	case mask:
		in.Asset.Kind, in.Asset.MIME, in.Path = zoetrope.AssetImage, "image/png", filepath.Join(s.files.dir, "mask.png")
		s.ffmpeg(t, "-f", "lavfi", "-i", fmt.Sprintf("color=black:s=%dx%d,drawbox=c=white:t=fill:x=%d:y=%d:w=%d:h=%d,format=gray",
			s.Width, s.Height, s.Width/4, s.Height/4, s.Width/3, s.Height/2), "-frames:v", "1", in.Path)
	default:
		return picture(t, s.files.dir, id)
	}
	return in
}

func (s Suite) ffmpeg(t *testing.T, args ...string) {
	t.Helper()
	args = append([]string{"-nostdin", "-v", "error", "-y"}, args...)
	if out, err := exec.CommandContext(t.Context(), s.Tools.FFmpeg, args...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
}

// picture writes a landscape of 160 x 90 pixels: sky, a sun and ground with texture.
func picture(t *testing.T, dir string, id int64) engine.Input {
	t.Helper()
	const w, h = 160, 90
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, landscape(x, y))
		}
	}
	path := filepath.Join(dir, fmt.Sprintf("picture-%d.jpg", id))
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
