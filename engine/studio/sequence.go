package studio

import (
	"context"

	"zoetrope"
	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
)

// sequence draws the frames of a film in order. Of the backdrop, which costs most, it draws every few frames only, and between
// those what cannot be had by moving them.
type sequence struct {
	film   *film
	layer  scene.Layer
	frames int
	// first and last are the drawn frames around the current one; from and to are their numbers, -1 at the start.
	first, last *spmd.Frame
	from, to    int
	mixed       *spmd.Frame
	between     *compose.Between
	// before and after are the tiles of first and last in which something stands before the subjects.
	before, after tileSet
}

func (f *film) sequence(frames int) *sequence {
	l := f.plan.Layers[0]
	w, h := f.size(l, true)
	s := &sequence{film: f, layer: l, frames: frames, from: -1, to: -1, first: spmd.NewFrame(w, h), last: spmd.NewFrame(w, h)}
	if f.tier.stride > 1 {
		s.mixed, s.between = spmd.NewFrame(w, h), compose.NewBetween(f.backend.cpu, w, h, f.exposure)
	}
	return s
}

// frame draws frame i into dst, as yuv420p.
func (s *sequence) frame(ctx context.Context, i int, dst []byte) error {
	backdrop, err := s.backdrop(ctx, i)
	if err != nil {
		return err
	}
	f := s.film
	switch {
	case backdrop.W != f.w || backdrop.H != f.h:
		f.enlarger(backdrop.W, backdrop.H).Apply(f.picture, backdrop)
		f.enlargeAlpha(f.picture, backdrop)
		backdrop = f.picture
	case f.overlay != nil || len(f.plan.Cast) > 0 || f.focus != nil: // which change it
		copy(f.picture.Pix, backdrop.Pix)
		backdrop = f.picture
	}
	return f.finish(ctx, moment(i), backdrop, dst)
}

// moment is the time of frame i in seconds.
func moment(i int) float64 { return float64(i) / zoetrope.FPS }

// backdrop returns the backdrop of frame i, which the next call overwrites.
func (s *sequence) backdrop(ctx context.Context, i int) (*spmd.Frame, error) {
	if i > s.to {
		if err := s.advance(ctx, i); err != nil {
			return nil, err
		}
	}
	switch i {
	case s.from:
		return s.first, nil
	case s.to:
		return s.last, nil
	}
	if err := s.between.Draw(ctx, s.mixed, float32(i-s.from)/float32(s.to-s.from)); err != nil {
		return nil, err
	}
	tiles := s.between.Doubtful(s.mixed, s.film.tier.doubt)
	f := s.film
	tiles = s.uncover(i, tiles)
	return s.mixed, spmd.DrawTiles(ctx, f.backend.cpu, s.layer.Program(), s.mixed, f.values(s.layer, moment(i), s.mixed), nil, tiles)
}

// advance draws the next frame that is drawn in whole.
func (s *sequence) advance(ctx context.Context, i int) error {
	s.first, s.last = s.last, s.first
	s.from, s.to = s.to, i
	if s.from >= 0 {
		s.to = min(max(s.from+s.film.tier.stride, i), s.frames-1) // i is further when pictures are held
	}
	if err := s.film.draw(ctx, s.layer, moment(s.to), s.last); err != nil {
		return err
	}
	if s.between != nil && len(s.film.plan.Cast) > 0 {
		s.before, s.after = s.after, coverTiles(s.last, s.before)
	}
	if s.between != nil && s.to-s.from > 1 && s.from >= 0 {
		s.between.Pair(s.first, s.last)
	}
	return nil
}
