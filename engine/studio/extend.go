package studio

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/internal/media"
)

// extend is what the studio offers for the end of a video.
var extend = engine.Capability{
	Operation: zoetrope.Extend, Qualities: qualities, MaxLength: maxSeconds,
	Notes: "The new part alone: it goes on from the last frame with the movement of the camera and of what moves, comes to rest or " +
		"follows the prompt's camera, and brings the prompt's weather and light; sky and water keep moving and the sound of the " +
		"source goes on. Not a neural model: people and animals do not go on acting, and nothing new enters. " + soundNotes,
}

// extend makes the part that comes after the end of a video.
func (e *Engine) extend(ctx context.Context, job engine.Job, s *zoetrope.ExtendSpec, sink engine.Sink) error {
	start := time.Now()
	sink.Progress(0, "reading the source")
	src, err := e.openFootage(ctx, job, s.Source)
	if err != nil {
		return err
	}
	end, err := readTail(ctx, src, job.Width, job.Height)
	if err != nil {
		return err
	}
	words := prompt.Read(s.Prompt, s.NegativePrompt)
	o := continued(job, s, words, end)
	about := describeContinuation(o, end)
	e.log.InfoContext(ctx, "render", "job", job.ID, "extend", about)
	img := raster.Image(end.picture, vision.Plane{})
	sink.Progress(0, "making the sound")
	track, err := e.continueSound(ctx, job, s, src, func() audio.Plan {
		heard, place := hearPhoto(words, job, o, func() photo.Facts { return photo.Study(img, job.Width, job.Height) })
		return planSound(&s.VideoSpec, heard, place)
	})
	if err != nil {
		return err
	}
	out := clip{
		frames: s.Frames(), fps: zoetrope.FPS, width: job.Width, height: job.Height,
		path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"), sound: track.path,
		produce: func(ctx context.Context, emit func([]byte) error) error { return photo.Render(ctx, o, img, emit) },
	}
	meta := map[string]string{
		"backend": "go", "tier": "standard", "scene": about, "seed": strconv.FormatInt(job.Seed, 10),
		"extends": "the new part alone; it follows the last frame of the source",
	}
	track.describe(meta)
	return e.deliver(ctx, out, sink, meta, start)
}

// continued is how the last picture lives on. A camera that moves goes on with its move unless the words ask for another.
func continued(job engine.Job, s *zoetrope.ExtendSpec, words *prompt.Spec, end tail) photo.Options {
	wanted, described := photoLight(words)
	o := photo.Options{
		Width: job.Width, Height: job.Height, FPS: zoetrope.FPS, Frames: s.Frames(), Seed: uint64(job.Seed),
		Move:     photoMove("", words),
		Fast:     strings.EqualFold(s.MotionMode, "fast") || words.Weight(prompt.Pace, "fast") > 0.5,
		Overlays: photoOverlays(words), Light: wanted, Described: described, Carry: &end.carry,
	}
	if o.Move == "" && end.moving {
		o.Move = "fix_bg"
	}
	if m := o.Move; strings.HasSuffix(m, "zoom_out") || m == "super_dolly_out" || m == "whip_pan" {
		// These start closer than the picture or swing at once, which would be a jump.
		o.Move = "fix_bg"
		if m != "whip_pan" {
			o.Carry.Zoom -= 0.05
		}
	}
	return o
}

// describeContinuation is the plan of an extension in one line.
func describeContinuation(o photo.Options, end tail) string {
	c := end.carry
	return fmt.Sprintf("%s; carried by %.3f %.3f zoom %.3f roll %.3f per second", describePhoto(o), c.X, c.Y, c.Zoom, c.Roll)
}

// continueSound makes the sound of an extension: that of the source goes on, and what the switches ask for comes in under it.
func (e *Engine) continueSound(ctx context.Context, job engine.Job, s *zoetrope.ExtendSpec, src *footage.Clip, plan func() audio.Plan) (soundtrack, error) {
	wanted := wantsSound(&s.VideoSpec)
	old, level, err := e.goOn(ctx, job, src, s.Length().Seconds())
	switch {
	case err != nil:
		return soundtrack{}, err
	case old == "" && !wanted:
		return soundtrack{}, nil
	case old == "":
		return e.record(ctx, job, plan())
	case !wanted:
		return soundtrack{path: old, about: "the source's sound goes on"}, nil
	}
	p := plan()
	p.Joined = true
	p.Tracks = append(p.Tracks, audio.Track{Path: old})
	p.Loudness = min(max(level+1, -40), -14)
	for i := range p.Cues {
		// The new sounds rise under the old one.
		p.Cues[i].GainPath = audio.Curve{{At: 0, Value: -40}, {At: min(2, p.Duration/2), Value: -4}}
	}
	track, err := e.record(ctx, job, p)
	track.about = "the source's sound goes on, with " + track.about
	return track, err
}

// goOn continues the source's sound into a file, "" where there is none to go on with.
func (e *Engine) goOn(ctx context.Context, job engine.Job, src *footage.Clip, seconds float64) (path string, level float64, err error) {
	if !src.HasSound {
		return "", 0, nil
	}
	whole := filepath.Join(job.Scratch, "source.wav")
	path = filepath.Join(job.Scratch, "onward.wav")
	if err := e.tools.Sound(ctx, src.Path, whole, dsp.Rate); err != nil {
		if errors.Is(err, media.ErrSilent) || errors.Is(err, media.ErrBroken) && ctx.Err() == nil {
			return "", 0, nil
		}
		return "", 0, sourceFault(ctx, err)
	}
	level, err = audio.Continue(ctx, whole, path, seconds, uint64(job.Seed))
	switch {
	case ctx.Err() != nil:
		return "", 0, context.Cause(ctx)
	case errors.Is(err, audio.ErrTooShort):
		return "", 0, nil
	case err != nil:
		return "", 0, fmt.Errorf("continue the source's sound: %w", err)
	}
	return path, level, nil
}
