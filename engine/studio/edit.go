package studio

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/yuv"
	"zoetrope/internal/media"
)

// openFootage opens the video of a job with an asset id. Faults of the file are the customer's.
func (e *Engine) openFootage(ctx context.Context, job engine.Job, id int64) (*footage.Clip, error) {
	in, ok := job.Inputs[id]
	if !ok {
		return nil, zoetrope.Errorf(zoetrope.CodeInternal, "the video %d did not come with the job", id)
	}
	c, err := footage.Open(ctx, e.tools, in.Path)
	if err != nil {
		return nil, sourceFault(ctx, err)
	}
	return c, nil
}

// sourceFault turns what went wrong while a source was read into what its owner can act on.
func sourceFault(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, footage.ErrNoPicture):
		return zoetrope.WrapError(zoetrope.CodeMediaInvalid, err, "the source has no picture; upload a video")
	case errors.Is(err, media.ErrBroken), errors.Is(err, media.ErrFormat):
		return zoetrope.WrapError(zoetrope.CodeMediaInvalid, err, "the source cannot be read; upload it again as MP4 or MOV with H.264")
	}
	return err
}

// change makes one frame of an edit: it turns frame i (from 0) of the source, which it may overwrite but not keep, into the
// picture that is shown instead, of the job's size.
type change func(i int, in vision.RGB) (out vision.RGB, err error)

// editOptions say what an edit makes of a source besides its pictures.
type editOptions struct {
	// read is the size in which the source's frames are wanted, 0 x 0 for the job's.
	read footage.Part
	// sound is a WAV file; with "" the source's own sound stays, if it has one, unless mute is set.
	sound string
	mute  bool
	meta  map[string]string
}

// edit streams a source through a change into the result of a job, at the source's rate and length.
func (e *Engine) edit(ctx context.Context, job engine.Job, src *footage.Clip, f change, o editOptions, sink engine.Sink) error {
	start := time.Now()
	out := clipLike(job, src, o)
	if o.read.Width == 0 {
		o.read.Width, o.read.Height = job.Width, job.Height
	}
	frame := make([]byte, yuv.Size(job.Width, job.Height))
	out.produce = func(ctx context.Context, emit func([]byte) error) error {
		var fault error // of the change or the encoder: not the source's
		err := src.Each(ctx, o.read, func(i int, in vision.RGB) error {
			var p vision.RGB
			if p, fault = f(i, in); fault != nil {
				return fault
			}
			yuv.FromPlanes(frame, job.Width, job.Height, p.R.Pix, p.G.Pix, p.B.Pix)
			fault = emit(frame)
			return fault
		})
		if fault != nil {
			return fault
		}
		return sourceFault(ctx, err)
	}
	if o.meta == nil {
		o.meta = map[string]string{}
	}
	return e.deliver(ctx, out, sink, o.meta, start)
}

// clipLike is a clip of the length, rate and, unless the options say otherwise, sound of a source, without its frames.
func clipLike(job engine.Job, src *footage.Clip, o editOptions) clip {
	out := clip{
		frames: src.Frames, fps: src.FPS, width: job.Width, height: job.Height,
		path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"), sound: o.sound,
	}
	if out.sound == "" && src.HasSound && !o.mute {
		out.sound = src.Path
	}
	return out
}
