package studio

import (
	"fmt"
	"image"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/wav"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/motion"
	"zoetrope/engine/studio/vision/raster"
)

// ffmpegClip writes a clip with ffmpeg; args are separated by spaces.
func ffmpegClip(tb testing.TB, e *Engine, args string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "clip.mp4")
	all := append(append([]string{"-nostdin", "-v", "error"}, strings.Fields(args)...), path)
	if out, err := exec.CommandContext(tb.Context(), e.tools.FFmpeg, all...).CombinedOutput(); err != nil {
		tb.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return path
}

// travelling is a clip whose camera slides over a picture with detail: content moves left by 3 pixels of 160 a frame.
func travelling(tb testing.TB, e *Engine, sound string) string {
	tb.Helper()
	picture := savePNG(tb, blurred(grain(1, 400, 120)))
	return ffmpegClip(tb, e, fmt.Sprintf("-loop 1 -r 24 -i %s %s -vf crop=160:90:x=20+3*n:y=10 -t 1 -c:v libx264 -crf 12 -pix_fmt yuv420p -c:a aac -b:a 192k", picture, sound))
}

func extendJob(path string, seconds int, text string) engine.Job {
	s := &zoetrope.ExtendSpec{}
	s.Source, s.Prompt, s.Duration = 1, text, seconds
	return engine.Job{Spec: s, Inputs: map[int64]engine.Input{1: {Path: path}}, Width: 160, Height: 90, Seed: 5}
}

func lumaPlane(frame []byte, w, h int) vision.Plane {
	p := vision.New(w, h)
	for i := range p.Pix {
		p.Pix[i] = (float32(frame[i]) - 16) / 219
	}
	return p
}

func TestExtendJoinsWithoutASeam(t *testing.T) {
	t.Parallel()
	const w, h = 160, 90
	e := testEngine(t)
	source := travelling(t, e, "")
	path, meta, err := renderClip(t, e, extendJob(source, 1, "the journey goes on"))
	if err != nil {
		t.Fatal(err)
	}
	if meta["has_audio"] != "false" {
		t.Error("a silent source got sound")
	}
	before, after := decodeAll(t, e.tools, source, w, h), decodeAll(t, e.tools, path, w, h)
	if len(after) != 24 {
		t.Fatalf("%d frames, want 24", len(after))
	}
	last, first := lumaPlane(before[len(before)-1], w, h), lumaPlane(after[0], w, h)
	if d := math.Abs(float64(last.Mean() - first.Mean())); d > 0.01 {
		t.Errorf("the join changes the brightness by %.3f", d)
	}
	way := func(a, b vision.Plane) float64 { return motion.Between(a, b).X * w }
	step := way(last, first)
	if math.Abs(step+3) > 0.6 {
		t.Errorf("the join moves content by %.2f pixels, want -3", step)
	}
	// From there the camera slows down without a jolt, and never turns.
	for i := 1; i < len(after); i++ {
		next := way(lumaPlane(after[i-1], w, h), lumaPlane(after[i], w, h))
		if next > 0.3 || math.Abs(next-step) > 0.8 {
			t.Fatalf("frame %d moves by %.2f pixels after %.2f", i, next, step)
		}
		step = next
	}
}

func TestExtendReadsEveryKindOfSourceSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	e := testEngine(t)
	cases := map[string]string{
		"one frame":                "-f lavfi -i testsrc2=s=160x90:r=24 -frames:v 1 -pix_fmt yuv420p",
		"10 bits":                  "-f lavfi -i testsrc2=s=160x90:r=50:d=0.5 -pix_fmt yuv420p10le",
		"sound beyond the picture": "-f lavfi -i testsrc2=s=160x90:r=24:d=0.2 -f lavfi -i sine=d=1 -pix_fmt yuv420p",
		"a tick of sound":          "-f lavfi -i testsrc2=s=160x90:r=24:d=0.5 -f lavfi -i sine=d=0.05 -pix_fmt yuv420p",
	}
	for name, args := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := ffmpegClip(t, e, args+" -c:v libx264 -c:a aac")
			path, _, err := renderClip(t, e, extendJob(source, 1, "rain"))
			if err != nil {
				t.Fatal(err)
			}
			if n := len(decodeAll(t, e.tools, path, 160, 90)); n != 24 {
				t.Errorf("%d frames, want 24", n)
			}
		})
	}
	broken := filepath.Join(t.TempDir(), "broken.mp4")
	if err := os.WriteFile(broken, []byte("\x00\x00\x00\x18ftypmp42 nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := renderClip(t, e, extendJob(broken, 1, "rain")); zoetrope.CodeOf(err) != zoetrope.CodeMediaInvalid {
		t.Errorf("a broken source gives %v", err)
	}
}

func TestTailStopsAtACut(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	// A fast pan, then a cut to a standing picture.
	a, b := savePNG(t, blurred(grain(1, 400, 120))), savePNG(t, blurred(grain(2, 160, 90)))
	source := ffmpegClip(t, e, fmt.Sprintf("-loop 1 -r 24 -t 1 -i %s -loop 1 -r 24 -t 0.25 -i %s -filter_complex "+
		"[0]crop=160:90:x=20+6*n:y=10,format=yuv420p[p];[1]negate,format=yuv420p[q];[p][q]concat -c:v libx264", a, b))
	clip, err := footage.Open(t.Context(), e.tools, source)
	if err != nil {
		t.Fatal(err)
	}
	end, err := readTail(t.Context(), clip, 160, 90)
	if err != nil {
		t.Fatal(err)
	}
	if end.moving {
		t.Errorf("the last shot stands still, but is carried by %.3f, %.3f", end.carry.X, end.carry.Y)
	}
}

// samples reads the sound of a file, both channels averaged.
func samples(tb testing.TB, e *Engine, path string) []float64 {
	tb.Helper()
	out := filepath.Join(tb.TempDir(), "sound.wav")
	if err := e.tools.Sound(tb.Context(), path, out, dsp.Rate); err != nil {
		tb.Fatal(err)
	}
	f, err := os.Open(out)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r, err := wav.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	left, right := make([]float64, 4*dsp.Rate), make([]float64, 4*dsp.Rate)
	var all []float64
	for {
		n, err := r.Read(left, right)
		for i := range n {
			all = append(all, (left[i]+right[i])/2)
		}
		if err != nil || n == 0 {
			return all
		}
	}
}

func level(s []float64) float64 {
	var sum float64
	for _, v := range s {
		sum += v * v
	}
	return 10 * math.Log10(sum/float64(max(len(s), 1))+1e-12)
}

func TestExtendGoesOnWithTheSoundSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	e := testEngine(t)
	source := travelling(t, e, "-f lavfi -i anoisesrc=color=pink:amplitude=0.3:seed=3:r=48000")
	job := extendJob(source, 1, "waves on a beach")
	path, meta, err := renderClip(t, e, job)
	if err != nil {
		t.Fatal(err)
	}
	if meta["has_audio"] != "true" {
		t.Fatalf("no sound goes on: %v", meta)
	}
	before, after := samples(t, e, source), samples(t, e, path)
	const tenth = dsp.Rate / 10
	old := level(before[len(before)/2:])
	for at := 0; at+tenth < len(after)-tenth; at += tenth {
		if d := level(after[at:at+tenth]) - old; math.Abs(d) > 4 {
			t.Errorf("%.1f s after the join the sound is %.1f dB off", float64(at)/dsp.Rate, d)
		}
	}
	job.Spec.Video().GenerateAudio = true
	path, meta, err = renderClip(t, e, job)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(meta["sound"], "goes on") || !strings.Contains(meta["sound"], "music") {
		t.Errorf("sound %q", meta["sound"])
	}
	if d := level(samples(t, e, path)[:tenth]) - old; math.Abs(d) > 5 {
		t.Errorf("with new sounds the join is %.1f dB off", d)
	}
}

// blurred takes the finest noise out of a picture, which no flow can follow.
func blurred(img image.Image) image.Image {
	b := img.Bounds()
	p := raster.Load(img, b.Dx(), b.Dy())
	return raster.Image(p.EachChannel(func(c vision.Plane) vision.Plane {
		return vision.Blur(c, 1.3).Map(func(v float32) float32 { return min(max(0.5+2*(v-0.5), 0), 1) })
	}), vision.Plane{})
}
