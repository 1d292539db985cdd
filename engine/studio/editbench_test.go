package studio

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/media"
)

// BenchmarkEdits runs edits of a second of 960 x 540 with decoding and encoding. It reports compute seconds per second of video and
// how many times as long as decoding and encoding the same clip alone that is.
func BenchmarkEdits(b *testing.B) {
	e := testEngine(b)
	b.Chdir(b.TempDir())
	source := "source.mp4"
	enc, err := e.tools.NewEncoder(b.Context(), media.EncodeOptions{Path: source, Width: 960, Height: 540, FPS: zoetrope.FPS})
	if err != nil {
		b.Fatal(err)
	}
	frame := make([]byte, enc.FrameSize())
	for i := range zoetrope.FPS {
		for k := range frame {
			frame[k] = uint8(90 + ((k+3*i)%960*(k/960%540))/4096%90)
		}
		if err := enc.WriteFrame(frame); err != nil {
			b.Fatal(err)
		}
	}
	if err := enc.Close(); err != nil {
		b.Fatal(err)
	}
	path, err := filepath.Abs(source)
	if err != nil {
		b.Fatal(err)
	}
	run := func(b *testing.B, render func(context.Context, engine.Job) error) time.Duration {
		b.Helper()
		const id = 1
		job := engine.Job{
			ID: 1, Scratch: b.TempDir(), Width: 960, Height: 540,
			Inputs: map[int64]engine.Input{id: {Asset: zoetrope.Asset{ID: id, Duration: time.Second}, Path: path}},
		}
		start := time.Now()
		if err := render(b.Context(), job); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	sink := engine.Sink{Progress: func(float64, string) {}, Output: func(engine.Output) error { return nil }}
	alone := run(b, func(ctx context.Context, job engine.Job) error {
		src, err := e.openFootage(ctx, job, 1)
		if err != nil {
			return err
		}
		return e.editRaw(ctx, job, src, func(int, []byte) error { return nil }, editOptions{}, sink)
	})
	for _, id := range slices.Sorted(maps.Keys(presets)) {
		b.Run("restyle "+presets[id], func(b *testing.B) {
			var total time.Duration
			for b.Loop() {
				total += run(b, func(ctx context.Context, job engine.Job) error {
					spec := &zoetrope.RestyleSpec{Preset: id}
					spec.SetSource(1)
					return e.restyle(ctx, job, spec, sink)
				})
			}
			per := total.Seconds() / float64(b.N)
			b.ReportMetric(per, "s/video-s")
			b.ReportMetric(per/alone.Seconds(), "x-codec")
		})
	}
}
