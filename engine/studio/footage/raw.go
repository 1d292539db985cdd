package footage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zoetrope/internal/media"
)

// EachRaw is Each for edits that touch little of a frame: the frames come as decoded, yuv420p planes in BT.709 limited range, in
// an even size, and may be overwritten.
func (c *Clip) EachRaw(ctx context.Context, part Part, f func(i int, frame []byte) error) error {
	part = c.complete(part)
	if part.Frames < 1 {
		return fmt.Errorf("footage: frame %d is beyond the end of the clip", part.Start)
	}
	part.Width, part.Height = max(part.Width&^1, 2), max(part.Height&^1, 2)
	size := part.Width * part.Height * 3 / 2
	last := make([]byte, 0, size)
	n := 0
	err := c.tools.Decode(ctx, c.Path, media.DecodeOptions{
		Width: part.Width, Height: part.Height, FPS: part.FPS, Frames: part.Frames,
		Start: time.Duration(part.Start) * time.Second / time.Duration(part.FPS), Info: c.info,
	}, func(frame []byte) error {
		last = append(last[:0], frame...)
		n++
		return f(n-1, frame)
	})
	if err != nil && (n == 0 || !errors.Is(err, media.ErrBroken)) {
		return err
	}
	// The picture track may be shorter than the clip: its last frame stays.
	frame := make([]byte, size)
	for ; n > 0 && n < part.Frames; n++ {
		copy(frame, last)
		if err := f(n, frame); err != nil {
			return err
		}
	}
	return nil
}
