package studio

import (
	"context"
	"fmt"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/enlarge"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
)

// upscale is what the studio offers for a video that shall be larger.
var upscale = engine.Capability{
	Operation: zoetrope.Upscale,
	Notes: "Doubles a video up to 2160 lines, with noise averaged away along the motion and contours recovered and sharpened. " +
		"Not a neural model: detail that the source does not have is not invented. The sound stays.",
}

func (e *Engine) upscale(ctx context.Context, job engine.Job, s *zoetrope.UpscaleSpec, sink engine.Sink) error {
	src, err := e.openFootage(ctx, job, s.Source)
	if err != nil {
		return err
	}
	larger := enlarge.New(src.Width, src.Height, job.Width, job.Height)
	scale := fmt.Sprintf("upscale: %d x %d to %d x %d", src.Width, src.Height, job.Width, job.Height)
	e.log.InfoContext(ctx, "render", "job", job.ID, "plan", scale)
	change := func(_ int, in vision.RGB) (vision.RGB, error) { return larger.Frame(in), nil }
	return e.edit(ctx, job, src, change, editOptions{
		read: footage.Part{Width: src.Width, Height: src.Height},
		meta: map[string]string{"backend": "go", "tier": "standard", "scene": scale},
	}, sink)
}
