package studio

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
	"zoetrope/internal/media"
)

// BenchmarkTextToVideo renders one second of every place with its encode at 960 x 540. Of a dear, a middling and a cheap place it
// also renders five seconds, the shortest film of most models, in the draft tier, where the start weighs more, and one second at
// 1080p. It reports compute seconds per second of video, how many times as long as encoding the same frames alone that is, and the
// processor time of this process and ffmpeg in seconds of two processors, which other load of the machine does not change much.
func BenchmarkTextToVideo(b *testing.B) {
	for _, place := range slices.Sorted(maps.Keys(everyPlace)) {
		b.Run(place, func(b *testing.B) { benchmarkFilm(b, place, standard, 960, 540, zoetrope.FPS) })
	}
	for _, place := range []string{"city", "ocean", "forest"} {
		b.Run("draft/"+place, func(b *testing.B) { benchmarkFilm(b, place, draft, 960, 540, 5*zoetrope.FPS) })
		b.Run("1080p/"+place, func(b *testing.B) { benchmarkFilm(b, place, standard, 1920, 1080, zoetrope.FPS) })
	}
}

func benchmarkFilm(b *testing.B, place string, t tier, w, h, frames int) {
	e := testEngine(b)
	f := newShot(b, spmd.Best(), 5, w, h, words(everyPlace[place])).film
	f.tier = t
	var kept [][]byte
	c := filmClip(b, f, frames)
	produce := c.produce
	c.produce = func(ctx context.Context, emit func([]byte) error) error {
		return produce(ctx, func(f []byte) error {
			if len(kept) < zoetrope.FPS {
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
	per := b.Elapsed().Seconds() / float64(b.N) * zoetrope.FPS / float64(frames)
	busy = (processorSeconds(b) - busy) / float64(b.N) * zoetrope.FPS / float64(frames)
	b.ReportMetric(per, "s/video-s")
	b.ReportMetric(per/encodeAlone(b, e.tools, w, h, kept), "x-encode")
	b.ReportMetric(busy/2, "cpu-s/2/video-s")
}

// filmClip is the clip of a film's first frames.
func filmClip(b *testing.B, f *film, frames int) clip {
	b.Helper()
	c := clip{frames: frames, fps: zoetrope.FPS, width: f.w, height: f.h, path: filepath.Join(b.TempDir(), "video.mp4"), preset: f.tier.preset}
	c.produce = func(ctx context.Context, emit func([]byte) error) error {
		return pipeline(ctx, frames, yuv.Size(f.w, f.h), f.sequence(frames).frame, emit)
	}
	return c
}

// BenchmarkFilmMemory reports the most memory that this process and ffmpeg together hold while a film is made, in MB. The test
// binary's own share counts as the server's would.
func BenchmarkFilmMemory(b *testing.B) {
	// The smaller size comes first: the peak of ffmpeg is that of all children until then.
	for _, size := range []struct {
		name string
		w, h int
	}{{"540p", 960, 540}, {"1080p", 1920, 1080}} {
		b.Run(size.name, func(b *testing.B) {
			e := testEngine(b)
			c := filmClip(b, newShot(b, spmd.Best(), 5, size.w, size.h, words(everyPlace["forest"])).film, zoetrope.FPS)
			debug.FreeOSMemory()
			for b.Loop() {
				if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // VmHWM starts anew
					b.Skip("no peak memory here: ", err)
				}
				if err := c.make(b.Context(), e.tools, func(float64, string) {}); err != nil {
					b.Fatal(err)
				}
			}
			var children syscall.Rusage
			if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &children); err != nil {
				b.Fatal(err)
			}
			own := peakMemory(b)
			b.ReportMetric(own, "MB-server")
			b.ReportMetric(float64(children.Maxrss)/1024, "MB-ffmpeg")
		})
	}
}

// peakMemory is the most memory that this process has held at once, in MB.
func peakMemory(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1024
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
