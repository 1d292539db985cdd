package render

import (
	"fmt"
	"math"

	"zoetrope"
	"zoetrope/internal/media"
)

// faults lists in what a file differs from what the generation asked for. The
// picture must last as long as requested to within half a frame of its rate.
func faults(info media.Info, g zoetrope.Generation) (all []string) {
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
	wanted := g.Spec.Video().Length().Seconds()
	switch {
	case info.FPS <= 0 || info.VariableRate:
		fault("an uneven frame rate")
	case math.Abs(float64(info.Frames)-wanted*info.FPS) > 0.5:
		fault("%d frames at %.3f per second instead of %g s", info.Frames, info.FPS, wanted)
	case math.Abs(info.Duration.Seconds()-wanted) > maxOverhang:
		fault("a duration of %v instead of %g s", info.Duration, wanted)
	}
	return all
}

// maxOverhang is how far the file's length may differ from the picture's: AAC
// comes in blocks of 1024 samples, two of which may lie beyond the end.
const maxOverhang = 0.1 // seconds
