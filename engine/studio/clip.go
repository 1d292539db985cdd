package studio

import (
	"context"
	"fmt"

	"zoetrope/internal/media"
)

// clip is a film on its way into a file.
type clip struct {
	frames, fps   int
	width, height int
	path, poster  string
	sound         string // a WAV file, or "" for a silent film
	preset        string // x264's, "" for the usual one
	exact         []int  // frames that are encoded as they are, such as pictures that were given
	// produce draws all frames in order and calls emit with each, as yuv420p, from one goroutine at a time. It stops at the
	// first error of emit and soon after ctx ends.
	produce func(ctx context.Context, emit func(frame []byte) error) error
}

// encodingShare is what is left of the progress bar when the last frame is drawn.
const encodingShare = 0.03

// make renders all frames, encodes them, and writes the poster, the frame after two fifths.
func (c clip) make(ctx context.Context, tools *media.Tools, progress func(float64, string)) error {
	enc, err := tools.NewEncoder(ctx, media.EncodeOptions{
		Path: c.path, Width: c.width, Height: c.height, FPS: c.fps, AudioPath: c.sound, Exact: c.exact, Preset: c.preset,
	})
	if err != nil {
		return fmt.Errorf("start the encoder: %w", err)
	}
	defer enc.Abort()
	written := 0
	var shown []byte // the frame that the poster shows
	err = c.produce(ctx, func(frame []byte) error {
		if written == c.frames*2/5 && c.poster != "" {
			shown = append(shown, frame...)
		}
		if err := enc.WriteFrame(frame); err != nil {
			return fmt.Errorf("encode frame %d: %w", written, err)
		}
		written++
		progress(float64(written)/float64(c.frames)*(1-encodingShare), "rendering")
		return ctx.Err()
	})
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return err
	case written != c.frames:
		return fmt.Errorf("drew %d frames of %d", written, c.frames)
	}
	if err := enc.Close(); err != nil {
		return fmt.Errorf("finish the clip: %w", err)
	}
	if c.poster == "" {
		return nil
	}
	return media.FramePoster(c.poster, shown, c.width, c.height)
}

// pipeline draws one frame while the one before is emitted; two buffers of size bytes circulate.
func pipeline(ctx context.Context, frames, size int, draw func(ctx context.Context, i int, dst []byte) error, emit func([]byte) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	free, ready := make(chan []byte, 2), make(chan []byte)
	for range cap(free) {
		free <- make([]byte, size)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(ready)
		for i := range frames {
			var dst []byte
			select {
			case dst = <-free:
			case <-ctx.Done():
				return
			}
			if err := draw(ctx, i, dst); err != nil {
				stop(fmt.Errorf("draw frame %d: %w", i, err))
				return
			}
			select {
			case ready <- dst:
			case <-ctx.Done():
				return
			}
		}
	}()
	for frame := range ready {
		if err := emit(frame); err != nil {
			stop(err)
			break
		}
		free <- frame
	}
	cause := context.Cause(ctx)
	stop(nil) // frees the drawing goroutine if it still waits
	<-done
	return cause
}
