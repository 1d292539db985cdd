// Package effect turns pictures into short films with a trick: they melt, explode and come back together, burn, freeze, fold,
// float, hang in a gallery or are seen from space.
//
// An effect is a function that prepares what it needs from the pictures (the cut-out subject and what is behind it, random
// shards or grains, noise) and returns a function that draws one frame onto a Canvas. What happens when is written as easing
// functions of the share of the film that has passed, so an effect works at any length.
//
// Everything is drawn with textures of float32 RGBA in display values; results depend on the pictures, the options and the seed
// alone.
package effect

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"

	"zoetrope/engine/studio/yuv"
)

// Options describe a film.
type Options struct {
	Width, Height int // pixels of the frames, even
	Frames        int // at least 1
	FPS           float64
	Seed          uint64
	Prompt        string // words that some effects write into the picture; may be empty
}

// Errors of New.
var (
	ErrUnknown  = errors.New("effect: unknown effect")
	ErrPictures = errors.New("effect: wrong number of pictures")
	ErrSize     = errors.New("effect: frames must have even sides of 16 to 8192 pixels, and there must be at least one")
)

// Kind is an effect as its users know it.
type Kind struct {
	Name     string
	Min, Max int    // pictures
	Sound    string // what is heard, in words
	Mood     string // of its music
	// Opens says that the first frame is the (first) picture itself.
	Opens bool
}

// effect is a kind and how it is made.
type effect struct {
	Kind
	make func(s *stage) draw
}

// draw paints one moment of a film onto a canvas that holds the moment before.
type draw func(c *Canvas, at moment)

// moment is a point in time.
type moment struct {
	U float64 // share of the film that has passed: 0 in the first frame, 1 in the last
	S float64 // seconds since the start
}

// Kinds lists the effects.
func Kinds() []Kind {
	all := make([]Kind, len(effects))
	for i, e := range effects {
		all[i] = e.Kind
	}
	return all
}

// Find returns an effect by name.
func Find(name string) (Kind, bool) {
	e, ok := find(name)
	return e.Kind, ok
}

func find(name string) (effect, bool) {
	if i := slices.IndexFunc(effects, func(e effect) bool { return e.Name == name }); i >= 0 {
		return effects[i], true
	}
	return effect{}, false
}

// Film is an effect that is ready to be drawn. It is for one goroutine.
type Film struct {
	o      Options
	draw   draw
	canvas *Canvas
}

// New prepares an effect for pictures: it takes them apart, which is most of the work that does not depend on the length.
func New(ctx context.Context, name string, o Options, pictures []image.Image) (*Film, error) {
	e, ok := find(name)
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	if err := o.check(e.Kind, pictures); err != nil {
		return nil, err
	}
	s := newStage(ctx, o, pictures)
	f := &Film{o: o, draw: e.make(s), canvas: newCanvas(o.Width, o.Height)}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return f, nil
}

// check refuses what cannot be drawn.
func (o Options) check(k Kind, pictures []image.Image) error {
	if n := len(pictures); n < k.Min || n > k.Max {
		return fmt.Errorf("%w: %s takes %d to %d, not %d", ErrPictures, k.Name, k.Min, k.Max, n)
	}
	bad := func(n int) bool { return n < 16 || n > 8192 || n%2 != 0 }
	if bad(o.Width) || bad(o.Height) || o.Frames < 1 || !(o.FPS > 0) {
		return ErrSize
	}
	for _, p := range pictures {
		if p.Bounds().Empty() {
			return fmt.Errorf("%w: an empty one", ErrPictures)
		}
	}
	return nil
}

// Frame draws frame i, from 0, as yuv420p of yuv.Size bytes. Frames may be drawn in any order.
func (f *Film) Frame(i int, dst []byte) {
	at := moment{S: float64(i) / f.o.FPS}
	if f.o.Frames > 1 {
		at.U = float64(i) / float64(f.o.Frames-1)
	}
	f.draw(f.canvas, at)
	yuv.FromSRGB(dst, f.o.Width, f.o.Height, f.canvas.Pix)
}
