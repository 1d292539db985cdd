package studio

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/rotoscope"
	"zoetrope/engine/studio/sprite"
	"zoetrope/engine/studio/staging"
)

// movingPart is the subject of a reference video: it plays as it was filmed.
type movingPart struct {
	index int // of the clip among the references
	cut   *rotoscope.Cut
	light sprite.Light
	shown int // the frame that the player's sprite shows, -1 at first
}

// clipActors cuts the subjects out of the reference videos. A video to which the words lead as to a place, or in which nothing
// stands out, is the place instead.
func (e *Engine) clipActors(ctx context.Context, job engine.Job, s *zoetrope.FusionSpec, set *staging.Set, placed bool, sink engine.Sink) (actors []*movingPart, place *footage.Clip, err error) {
	for i, c := range s.Clips {
		src, err := e.openFootage(ctx, job, c.Video)
		if err != nil {
			return actors, nil, err
		}
		if !set.Surrounds(len(s.Images) + i) {
			cut, err := rotoscope.New(ctx, src, rotoscope.Options{
				Longest: min(max(job.Width, job.Height), max(src.Width, src.Height)),
				Path:    filepath.Join(job.Scratch, fmt.Sprintf("subject%d.rgba", i)),
				Progress: func(done float64) {
					sink.Progress(0.4*(float64(i)+done)/float64(len(s.Clips)), "cutting out the references")
				},
			})
			if err == nil {
				actors = append(actors, &movingPart{index: i, cut: cut, shown: -1})
				continue
			}
			if !errors.Is(err, rotoscope.ErrNoSubject) {
				return actors, nil, sourceFault(ctx, err)
			}
			if placed || place != nil {
				return actors, nil, &zoetrope.Error{
					Code: zoetrope.CodeNoSubject, Field: fmt.Sprintf("video_references[%d]", i),
					Message: "nothing in the video stands out that could be cut out; use one with a clear subject", Err: err,
				}
			}
		}
		if placed || place != nil {
			return actors, nil, onePlace("video_references")
		}
		place = src
	}
	return actors, place, nil
}

// turn shows the frame of a player's clip that belongs to t seconds.
func (s *fusionStage) turn(p *player, t float64) error {
	m := p.moving
	if m == nil {
		return nil
	}
	i := m.cut.At(t)
	if i == m.shown {
		return nil
	}
	colour, alpha, err := m.cut.Frame(i)
	if err != nil {
		return err
	}
	if m.shown < 0 {
		// One light for all frames: measured on each, it would flicker.
		m.light = s.match(p.cut, s.place)
	}
	m.shown = i
	p.sprite = sprite.New(m.light.Apply(colour), alpha)
	return nil
}

// stride is how far, in pixels, the subject has gone at t seconds from the middle of its way: as far as it went over the ground of
// its own clip, so that its feet do not slide, but not out of the frame.
func (m *movingPart) stride(t, height, width float64) float64 {
	const widest = 0.5 // of the frame, for the whole way
	lo, hi := 0.0, 0.0
	for _, v := range m.cut.Way {
		lo, hi = math.Min(lo, v), math.Max(hi, v)
	}
	k := height
	if way := (hi - lo) * height; way > widest*width {
		k *= widest * width / way
	}
	return k * (m.cut.Way[m.cut.At(t)] - (lo+hi)/2)
}
