package studio

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
	"zoetrope/internal/media"
)

// BenchmarkTextToVideo renders one second of 960 x 540 of every place with its encode. It reports compute seconds per second of
// video, how many times as long as encoding the same frames alone that is, and the processor time of this process and ffmpeg in
// seconds of two processors, which other load of the machine does not change much.
func BenchmarkTextToVideo(b *testing.B) {
	const w, h, frames = 960, 540, zoetrope.FPS
	e := testEngine(b)
	for _, place := range slices.Sorted(maps.Keys(everyPlace)) {
		b.Run(place, func(b *testing.B) {
			s := newShot(b, spmd.Best(), 5, w, h, words(everyPlace[place]))
			var kept [][]byte
			c := clip{frames: frames, fps: zoetrope.FPS, width: w, height: h, path: filepath.Join(b.TempDir(), "video.mp4")}
			c.produce = func(ctx context.Context, emit func([]byte) error) error {
				return pipeline(ctx, frames, yuv.Size(w, h), s.film.sequence(frames).frame, func(f []byte) error {
					if len(kept) < frames {
						kept = append(kept, slices.Clone(f))
					}
					return emit(f)
				})
			}
			busy := processorSeconds(b)
			for b.Loop() {
				if err := c.make(b.Context(), e.tools, func(float64, string) {}); err != nil {
					b.Fatal(err)
				}
			}
			per := b.Elapsed().Seconds() / float64(b.N) * zoetrope.FPS / frames
			busy = (processorSeconds(b) - busy) / float64(b.N) * zoetrope.FPS / frames
			alone := encodeAlone(b, e.tools, w, h, kept)
			b.ReportMetric(per, "s/video-s")
			b.ReportMetric(per/alone, "x-encode")
			b.ReportMetric(busy/2, "cpu-s/2/video-s")
		})
	}
}

// processorSeconds is the time that processors spent on this process and on its children that ended.
func processorSeconds(b *testing.B) float64 {
	b.Helper()
	sum := 0.0
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			b.Fatal(err)
		}
		sum += time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
	}
	return sum
}

// encodeAlone is the seconds that encoding a second of the frames takes, the best of three.
func encodeAlone(b *testing.B, tools *media.Tools, w, h int, frames [][]byte) float64 {
	b.Helper()
	best := time.Hour
	for range 3 {
		start := time.Now()
		c := clip{frames: len(frames), fps: zoetrope.FPS, width: w, height: h, path: filepath.Join(b.TempDir(), "alone.mp4")}
		c.produce = func(_ context.Context, emit func([]byte) error) error {
			for _, f := range frames {
				if err := emit(f); err != nil {
					return err
				}
			}
			return nil
		}
		if err := c.make(b.Context(), tools, func(float64, string) {}); err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best.Seconds() / float64(len(frames)) * zoetrope.FPS
}
