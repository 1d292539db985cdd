// Package photo turns one photograph into a living clip: the camera moves through a relief of it, its subject stands
// before the background, clouds drift, water ripples, leaves stir, and weather may fall into the scene.
//
// The picture is taken apart once (packages depth, segment and inpaint) into a sky, the land and a subject, each with
// what lies behind it painted in. Every frame then looks up, for each of its pixels, which point of each layer the camera
// sees; edges of the picture never come into view. Where the depth of a picture is uncertain the parallax is reduced
// rather than the picture torn.
//
// The first frame is the photograph itself, except for the moves that retreat (zoom_out, quickly_zoom_out,
// super_dolly_out): they start closer and end on the whole photograph.
package photo

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"zoetrope/engine/studio/yuv"
)

// Options describe a clip.
type Options struct {
	// Width and Height of the frames in pixels, both even, from 16 to 8192. The picture is cut to their aspect ratio.
	Width, Height int
	// FPS is the frame rate; 0 means 24.
	FPS float64
	// Frames is the number of frames, at least 1.
	Frames int
	// Seed picks among equal choices (the side of a gentle move, the wind, every flake of weather).
	Seed uint64
	// Move is one of Moves, or empty for a gentle one.
	Move string
	// Fast enlarges the camera's amplitude and quickens what moves by itself (motion_mode "fast").
	Fast bool
	// Still holds everything in the picture that would move by itself: sky, water, leaves, subject.
	Still bool
	// Overlays fall or rise in the scene, in depth.
	Overlays []Overlay
	// Light changes the hour or the weather of the picture during the first seconds.
	Light Light
	// Described is the light that the words name without asking for a change: it replaces Light where the picture does not
	// have it already.
	Described Light
	// Carry, if set, is the movement in which the picture was taken from a film.
	Carry *Carry
}

// Errors that Render returns for bad options and pictures.
var (
	ErrSize    = errors.New("photo: frame size must be even and between 16 and 8192")
	ErrFrames  = errors.New("photo: a clip needs at least one frame and a positive frame rate")
	ErrMove    = errors.New("photo: unknown camera move")
	ErrOverlay = errors.New("photo: unknown overlay")
	ErrLight   = errors.New("photo: unknown light")
	ErrEmpty   = errors.New("photo: the picture has no pixels")
)

const defaultFPS = 24

func (o Options) fps() float64 {
	if o.FPS == 0 {
		return defaultFPS
	}
	return o.FPS
}

func (o Options) seconds() float64 { return float64(o.Frames) / o.fps() }

// strength is the amplitude of the camera relative to a normal clip of referenceSeconds.
func (o Options) strength() float64 {
	k := min(max(math.Sqrt(o.seconds()/referenceSeconds), 0.6), 1.35)
	if o.Fast {
		k *= 1.5
	}
	return k
}

func (o Options) validate() error {
	bad := func(n int) bool { return n < 16 || n > 8192 || n%2 != 0 }
	if bad(o.Width) || bad(o.Height) {
		return fmt.Errorf("%w: %dx%d", ErrSize, o.Width, o.Height)
	}
	if o.Frames < 1 || !(o.fps() > 0) || math.IsInf(o.FPS, 0) {
		return ErrFrames
	}
	if _, ok := moveNamed(o.Move); !ok {
		return fmt.Errorf("%w: %q", ErrMove, o.Move)
	}
	for _, v := range o.Overlays {
		if !v.Kind.known() {
			return fmt.Errorf("%w: %q", ErrOverlay, v.Kind)
		}
	}
	for _, l := range []Light{o.Light, o.Described} {
		if !l.known() {
			return fmt.Errorf("%w: %q", ErrLight, l)
		}
	}
	return nil
}

// Render draws the clip and calls emit for every frame in order, from one goroutine, with yuv.Size(Width, Height) bytes
// of yuv420p (BT.709, limited range). The slice is only valid during the call. Progress is the number of calls out of
// Frames; the first comes after the analysis of the picture. Render stops at the first error of emit or when ctx is done.
//
// The same picture, options and seed give the same bytes on every number of processors.
func Render(ctx context.Context, o Options, img image.Image, emit func(frame []byte) error) error {
	if err := o.validate(); err != nil {
		return err
	}
	if b := img.Bounds(); b.Empty() {
		return ErrEmpty
	}
	r, err := newRenderer(ctx, o, img)
	if err != nil {
		return err
	}
	return pipeline(ctx, o.Frames, yuv.Size(o.Width, o.Height), r.frame, emit)
}

// pipeline draws frame k+1 while frame k is emitted, with two buffers.
func pipeline(ctx context.Context, frames, size int, draw func(k int, dst []byte), emit func([]byte) error) error {
	ready, free := make(chan []byte), make(chan []byte, 2)
	free <- make([]byte, size)
	free <- make([]byte, size)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(ready)
		for k := range frames {
			select {
			case buffer := <-free:
				draw(k, buffer)
				select {
				case ready <- buffer:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	var err error
	for f := range ready {
		if err = ctx.Err(); err != nil {
			break
		}
		if err = emit(f); err != nil {
			break
		}
		free <- f
	}
	if err == nil {
		err = ctx.Err()
	}
	cancel()
	<-done
	return err
}
