// Package footage reads videos frame by frame for edits: upright, at an even rate, in a chosen size, streamed, so that memory
// does not grow with the length of a clip.
package footage

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"zoetrope/engine/studio/vision"
	"zoetrope/internal/media"
)

// MaxFPS is the highest rate of a Clip. Sources above it lose frames.
const MaxFPS = 30

// ErrNoPicture reports a file without a picture track.
var ErrNoPicture = errors.New("footage: the file has no picture")

// Clip is a video as edits see it.
type Clip struct {
	Path          string
	Width, Height int // pixels as displayed, rounded down to even
	FPS           int // the source's rate to the nearest whole number, 1..MaxFPS
	Frames        int // at FPS, for the length of picture and sound
	HasSound      bool

	tools *media.Tools
	info  media.Info
}

// Open probes a video. Errors are those of media.Tools.Probe, or ErrNoPicture.
func Open(ctx context.Context, tools *media.Tools, path string) (*Clip, error) {
	info, err := tools.Probe(ctx, path)
	if err != nil {
		return nil, err
	}
	if !info.HasVideo() {
		return nil, ErrNoPicture
	}
	c := &Clip{
		Path: path, Width: max(info.Width&^1, 2), Height: max(info.Height&^1, 2), FPS: rate(info.FPS),
		HasSound: info.HasAudio(), tools: tools, info: info,
	}
	c.Frames = max(int(math.Round(info.Duration.Seconds()*float64(c.FPS))), 1)
	return c, nil
}

// rate is the whole number of frames per second for a source's. Rates such as 59.94 become half.
func rate(fps float64) int {
	r := int(math.Round(fps))
	for r > MaxFPS {
		r = (r + 1) / 2
	}
	return max(r, 1)
}

// Copyable reports whether the picture can go into a result of a size as it is: upright H.264 in an MP4 file with even frames and
// the colours of results, as long as the clip.
func (c *Clip) Copyable(width, height int) bool {
	i := c.info
	return (i.Format == media.MP4 || i.Format == media.MOV) && i.VideoCodec == "h264" && i.PixelFormat == "yuv420p" && i.BT709 &&
		i.Rotation == 0 && !i.VariableRate && i.Width == width && i.Height == height &&
		i.FPS > 0 && math.Abs(float64(i.Frames)-i.Duration.Seconds()*i.FPS) < 1.5
}

// PictureSeconds is how long the picture track of a Copyable clip lasts.
func (c *Clip) PictureSeconds() float64 { return float64(c.info.Frames) / c.info.FPS }

// Length is the duration of all frames.
func (c *Clip) Length() time.Duration {
	return time.Duration(c.Frames) * time.Second / time.Duration(c.FPS)
}

// Part says which frames of a clip are read and how. The zero value means all of them in the clip's own size.
type Part struct {
	Width, Height int // pixels, 0: the clip's
	Start         int // the first frame, from 0
	Frames        int // 0: to the end
	FPS           int // 0: the clip's; Start and Frames count at this rate
}

// Each calls f with the frames of a part in order, numbered from 0. The picture is overwritten after f returns. Exactly as many
// frames come as the part has: where the picture track is shorter than the clip its last frame is repeated. Each ends with the
// first error of f.
func (c *Clip) Each(ctx context.Context, part Part, f func(i int, picture vision.RGB) error) error {
	part = c.complete(part)
	if part.Frames < 1 {
		return fmt.Errorf("footage: frame %d is beyond the end of the clip", part.Start)
	}
	picture := vision.NewRGB(part.Width, part.Height)
	n := 0
	err := c.tools.Decode(ctx, c.Path, media.DecodeOptions{
		Width: part.Width, Height: part.Height, FPS: part.FPS, Frames: part.Frames,
		Start: time.Duration(part.Start) * time.Second / time.Duration(part.FPS), Info: c.info,
	}, func(frame []byte) error {
		unpack(picture, frame)
		n++
		return f(n-1, picture)
	})
	if err != nil && (n > 0 || !errors.Is(err, media.ErrBroken) || part.Start == 0) {
		return err
	}
	if n == 0 {
		// The part lies wholly behind the end of the picture track, whose sound is longer.
		if picture, err = c.last(ctx, part); err != nil {
			return err
		}
	}
	for ; n < part.Frames; n++ {
		if err := f(n, picture); err != nil {
			return err
		}
	}
	return nil
}

func (c *Clip) complete(p Part) Part {
	if p.Width == 0 || p.Height == 0 {
		p.Width, p.Height = c.Width, c.Height
	}
	if p.FPS == 0 {
		p.FPS = c.FPS
	}
	all := max(int(math.Round(c.Length().Seconds()*float64(p.FPS))), 1)
	if rest := all - p.Start; p.Frames == 0 || p.Frames > rest {
		p.Frames = rest
	}
	return p
}

// last is the last frame of the picture track.
func (c *Clip) last(ctx context.Context, p Part) (vision.RGB, error) {
	picture := vision.NewRGB(p.Width, p.Height)
	err := c.tools.Decode(ctx, c.Path, media.DecodeOptions{Width: p.Width, Height: p.Height, Info: c.info},
		func(frame []byte) error {
			unpack(picture, frame)
			return nil
		})
	return picture, err
}

// Still returns frame i (from 0; beyond the end: the last) in a size, 0 x 0 for the clip's.
func (c *Clip) Still(ctx context.Context, i, width, height int) (vision.RGB, error) {
	var still vision.RGB
	part := Part{Width: width, Height: height, Start: min(max(i, 0), c.Frames-1), Frames: 1}
	err := c.Each(ctx, part, func(_ int, p vision.RGB) error {
		still = p.EachChannel(vision.Plane.Clone)
		return nil
	})
	return still, err
}

// Fit is the clip's size reduced, if need be, so that its longer side has at most so many pixels: a size for analysis.
func (c *Clip) Fit(longest int) (width, height int) {
	k := min(1, float64(longest)/float64(max(c.Width, c.Height)))
	even := func(n int) int { return max(int(math.Round(float64(n)*k/2))*2, 2) }
	return even(c.Width), even(c.Height)
}
