package studio

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/yuv"
)

// BenchmarkMasked renders one second of 960 x 540 of each operation about masks. It reports compute seconds per second of video
// and how many times as long as decoding and encoding the same clip that is.
func BenchmarkMasked(b *testing.B) {
	const w, h = 960, 540
	e := testEngine(b)
	dir := b.TempDir()
	source, mask, picture := filepath.Join(dir, "source.mp4"), filepath.Join(dir, "mask.png"), filepath.Join(dir, "picture.png")
	for _, args := range [][]string{
		{"-f", "lavfi", "-i", "mandelbrot=s=960x540:r=24:start_scale=0.5", "-t", "1", "-pix_fmt", "yuv420p", source},
		{"-f", "lavfi", "-i", "color=black:s=960x540,drawbox=c=white:t=fill:x=360:y=150:w=240:h=300,format=gray", "-frames:v", "1", mask},
		{"-f", "lavfi", "-i", "mandelbrot=s=800x800", "-frames:v", "1", picture},
	} {
		if out, err := exec.CommandContext(b.Context(), e.tools.FFmpeg, append([]string{"-v", "error", "-y"}, args...)...).CombinedOutput(); err != nil {
			b.Fatalf("ffmpeg: %v: %s", err, out)
		}
	}
	inputs := map[int64]engine.Input{1: {Path: source}, 2: {Path: mask, Asset: zoetrope.Asset{Label: "object"}}, 3: {Path: picture}}
	video := func(prompt string) zoetrope.SourceSpec {
		return zoetrope.SourceSpec{Source: 1, VideoSpec: zoetrope.VideoSpec{Prompt: prompt, Duration: 1}}
	}
	specs := map[string]zoetrope.Spec{
		"mask":   &zoetrope.MaskSelectionSpec{SourceSpec: video(""), KeyFrame: 12},
		"swap":   &zoetrope.SwapSpec{SourceSpec: video(""), KeyFrame: 12, Mask: 2, Image: 3},
		"remove": &zoetrope.ModifySpec{SourceSpec: video("remove @selection0"), Masks: []int64{2}, KeyFrames: []int{12}},
		"rain":   &zoetrope.ModifySpec{SourceSpec: video("make it a rainy night")},
		"fusion": &zoetrope.FusionSpec{
			VideoSpec: zoetrope.VideoSpec{Prompt: "@thing walks in a meadow", Duration: 1},
			Images:    []zoetrope.Reference{{Role: zoetrope.ReferenceSubject, Image: 3, Name: "thing"}},
		},
	}
	for _, name := range []string{"mask", "swap", "remove", "rain", "fusion"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				job := engine.Job{ID: 1, Spec: specs[name], Inputs: inputs, Scratch: b.TempDir(), Seed: 5, Width: w, Height: h}
				sink := engine.Sink{Progress: func(float64, string) {}, Output: func(engine.Output) error { return nil }}
				if err := e.Render(b.Context(), job, sink); err != nil {
					b.Fatal(err)
				}
			}
			per := b.Elapsed().Seconds() / float64(b.N)
			b.ReportMetric(per, "s/video-s")
			b.ReportMetric(per/decodeAndEncode(b, e, source, w, h), "x-codec")
		})
	}
}

// decodeAndEncode is the seconds that reading a clip of one second and encoding it again takes.
func decodeAndEncode(b *testing.B, e *Engine, path string, w, h int) float64 {
	b.Helper()
	src, err := footage.Open(b.Context(), e.tools, path)
	if err != nil {
		b.Fatal(err)
	}
	var kept [][]byte
	best := time.Hour
	for range 3 {
		start := time.Now()
		kept = kept[:0]
		err := src.Each(b.Context(), footage.Part{Width: w, Height: h}, func(_ int, p vision.RGB) error {
			frame := make([]byte, yuv.Size(w, h))
			yuv.FromPlanes(frame, w, h, p.R.Pix, p.G.Pix, p.B.Pix)
			kept = append(kept, frame)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best.Seconds() + encodeAlone(b, e.tools, w, h, kept)
}
