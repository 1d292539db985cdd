package render

import (
	"fmt"
	"math"
	"os"
	"slices"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/media"
)

// lengths lists how long the output of a job may be, in seconds. An edit lasts
// as long as its source; an extension is the new part alone, or the source with
// it; a singing or speaking portrait as long as its recording or text takes.
func lengths(job engine.Job) []float64 {
	asked := job.Spec.Video().Length().Seconds()
	edit, ok := job.Spec.(interface{ SourceAsset() int64 })
	if !ok {
		return []float64{asked}
	}
	source := job.Inputs[edit.SourceAsset()].Asset.Duration.Seconds()
	if job.Spec.Operation() == zoetrope.Extend {
		return []float64{asked, source + asked}
	}
	return []float64{source, asked}
}

// imageFaults lists in what a picture differs from what the generation asked
// for.
func imageFaults(path string, g zoetrope.Generation) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	stat, err := f.Stat()
	if err != nil {
		return nil, err
	}
	info, err := media.StatImage(f, stat.Size())
	if err != nil {
		return nil, err
	}
	if info.Width != g.Width || info.Height != g.Height {
		return []string{fmt.Sprintf("%d x %d pixels instead of %d x %d", info.Width, info.Height, g.Width, g.Height)}, nil
	}
	return nil, nil
}

// videoFaults lists in what a file differs from what the generation asked for.
// The picture must last as long as one of the wanted lengths to within half a
// frame of its rate; a source's own length is known less exactly.
func videoFaults(info media.Info, g zoetrope.Generation, wanted []float64) (all []string) {
	fault := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if info.Format != media.MP4 {
		fault("format %s instead of mp4", info.Format)
	}
	if info.VideoCodec != "h264" || info.PixelFormat != "yuv420p" {
		fault("codec %q in %q instead of h264 in yuv420p", info.VideoCodec, info.PixelFormat)
	}
	if info.Width != g.Width || info.Height != g.Height {
		fault("%d x %d pixels instead of %d x %d", info.Width, info.Height, g.Width, g.Height)
	}
	if info.FPS <= 0 || info.VariableRate {
		fault("an uneven frame rate")
		return all
	}
	tolerance := 0.5 // frames
	if _, edit := g.Spec.(interface{ SourceAsset() int64 }); edit {
		tolerance = 2
	}
	lasts := func(seconds float64) bool {
		return math.Abs(float64(info.Frames)-seconds*info.FPS) <= tolerance &&
			math.Abs(info.Duration.Seconds()-seconds) <= maxOverhang+tolerance/info.FPS
	}
	if !slices.ContainsFunc(wanted, lasts) {
		fault("%d frames at %.3f per second and a duration of %v instead of %v s", info.Frames, info.FPS, info.Duration, wanted)
	}
	return all
}

// maxOverhang is how far the file's length may differ from the picture's: AAC
// comes in blocks of 1024 samples, two of which may lie beyond the end.
const maxOverhang = 0.1 // seconds
