package studio

import (
	"context"
	"time"

	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/yuv"
)

// editRaw is edit for changes of small parts of the picture: retouch overwrites parts of frame i, yuv420p of the job's size, and
// the rest goes into the result as it was decoded.
func (e *Engine) editRaw(ctx context.Context, job engine.Job, src *footage.Clip, retouch func(i int, frame []byte) error, o editOptions, sink engine.Sink) error {
	start := time.Now()
	out := clipLike(job, src, o)
	out.produce = func(ctx context.Context, emit func([]byte) error) error {
		var fault error // of the retouch or the encoder: not the source's
		err := src.EachRaw(ctx, footage.Part{Width: job.Width, Height: job.Height}, func(i int, frame []byte) error {
			if fault = retouch(i, frame); fault != nil {
				return fault
			}
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

// animate makes a clip of the length and rate of a driving source, whose frames are drawn anew: draw fills frame i, yuv420p of the
// job's size.
func (e *Engine) animate(ctx context.Context, job engine.Job, src *footage.Clip, draw func(i int, dst []byte), o editOptions, sink engine.Sink) error {
	start := time.Now()
	out := clipLike(job, src, o)
	out.produce = func(ctx context.Context, emit func([]byte) error) error {
		return pipeline(ctx, out.frames, yuv.Size(out.width, out.height), func(_ context.Context, i int, dst []byte) error {
			draw(i, dst)
			return nil
		}, emit)
	}
	return e.deliver(ctx, out, sink, o.meta, start)
}
