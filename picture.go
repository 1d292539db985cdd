package zoetrope

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Quality names the size of a video.
type Quality string

// The qualities. The number is the height of a 16:9 video in name only: see
// LongEdge.
const (
	Quality360  Quality = "360p"
	Quality480  Quality = "480p" // of agents only
	Quality540  Quality = "540p"
	Quality720  Quality = "720p"
	Quality1080 Quality = "1080p"
)

// Lines is the number in the quality's name, 0 for an unknown quality.
func (q Quality) Lines() int {
	switch q {
	case Quality360, Quality480, Quality540, Quality720, Quality1080:
		n, _ := strconv.Atoi(strings.TrimSuffix(string(q), "p"))
		return n
	}
	return 0
}

// LongEdge is the longer side in pixels that the quality stands for, as
// clients of the V6 models observe it; 0 for an unknown quality.
func (q Quality) LongEdge() int {
	switch q {
	case Quality360:
		return 640
	case Quality480:
		return 854
	case Quality540:
		return 1024
	case Quality720:
		return 1280
	case Quality1080:
		return 1920
	}
	return 0
}

// NearestQuality is the quality whose longer side comes closest to that of a
// picture.
func NearestQuality(width, height int) Quality {
	nearest, long := Quality360, max(width, height)
	for _, q := range []Quality{Quality540, Quality720, Quality1080} {
		if abs(q.LongEdge()-long) < abs(nearest.LongEdge()-long) {
			nearest = q
		}
	}
	return nearest
}

func abs(n int) int { return max(n, -n) }

// AspectRatio is width:height as clients write it, such as "16:9".
type AspectRatio string

// Value is width divided by height, or 0 for text that is no ratio.
func (r AspectRatio) Value() float64 {
	w, h, ok := strings.Cut(string(r), ":")
	a, err1 := strconv.ParseFloat(w, 64)
	b, err2 := strconv.ParseFloat(h, 64)
	if !ok || err1 != nil || err2 != nil || a <= 0 || b <= 0 {
		return 0
	}
	return a / b
}

// The narrowest and widest video the platform makes. Pictures beyond are
// cropped to the limit around their centre.
const (
	MinAspect = 9.0 / 21
	MaxAspect = 21.0 / 9
)

// Size returns the pixels of a video of quality q whose sides relate as
// aspect (width / height): the longer side is q.LongEdge, both are even.
func (q Quality) Size(aspect float64) (width, height int, err error) {
	long := q.LongEdge()
	if long == 0 || !(aspect > 0) || math.IsInf(aspect, 0) {
		return 0, 0, fmt.Errorf("no size for quality %q and aspect %g", q, aspect)
	}
	aspect = min(max(aspect, MinAspect), MaxAspect)
	if aspect >= 1 {
		return long, even(float64(long) / aspect), nil
	}
	return even(float64(long) * aspect), long, nil
}

// even rounds to the nearest even number, which 4:2:0 chroma needs.
func even(x float64) int { return 2 * int(math.Round(x/2)) }
