package studio

import (
	"context"

	"zoetrope"
	"zoetrope/engine"
)

// operation is one verb that the studio knows: what it offers, and the method of Engine that does it.
type operation struct {
	capability engine.Capability
	render     func(e *Engine, ctx context.Context, job engine.Job, sink engine.Sink) error
}

// operations lists what the studio does. Each stands in a file of its name.
var operations = []operation{
	does(textToVideo, (*Engine).textToVideo),
	does(extend, (*Engine).extend),
	does(transition, (*Engine).transition),
	does(multiTransition, (*Engine).multiTransition),
	does(imageToVideo, (*Engine).imageToVideo),
	does(maskSelection, (*Engine).maskSelection),
	does(lipSync, (*Engine).lipSync),
	does(template, (*Engine).template),
	does(imageTemplate, (*Engine).imageTemplate),
	does(agent, (*Engine).agent),
	does(musicVideo, (*Engine).musicVideo),
	does(restyle, (*Engine).restyle),
	does(avatar, (*Engine).avatar),
	does(mimic, (*Engine).mimic),
	does(swap, (*Engine).swap),
	does(upscale, (*Engine).upscale),
	does(soundEffect, (*Engine).soundEffect),
	does(fusion, (*Engine).fusion),
	does(modify, (*Engine).modify),
}

// does ties a capability to the method that takes its kind of spec.
func does[S zoetrope.Spec](c engine.Capability, render func(*Engine, context.Context, engine.Job, S, engine.Sink) error) operation {
	return operation{c, func(e *Engine, ctx context.Context, job engine.Job, sink engine.Sink) error {
		spec, ok := job.Spec.(S)
		if !ok {
			return zoetrope.Errorf(zoetrope.CodeInternal, "%s came with a spec of type %T", c.Operation, job.Spec)
		}
		return render(e, ctx, job, spec, sink)
	}}
}

// Capabilities lists the operations.
func (e *Engine) Capabilities(context.Context) ([]engine.Capability, error) {
	var all []engine.Capability
	for _, o := range operations {
		all = append(all, o.capability)
	}
	return all, nil
}

// Render does one job.
func (e *Engine) Render(ctx context.Context, job engine.Job, sink engine.Sink) error {
	if job.Width < 16 || job.Height < 16 || job.Width%2 != 0 || job.Height%2 != 0 {
		return zoetrope.Errorf(zoetrope.CodeInternal, "the size %d x %d cannot be rendered", job.Width, job.Height)
	}
	for _, o := range operations {
		if c := o.capability; c.Operation == job.Spec.Operation() {
			v := job.Spec.Video()
			if c.MaxLength > 0 && (v.Duration < 1 || v.Duration > c.MaxLength) {
				return zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "duration", "the studio renders clips of 1 to %d seconds", c.MaxLength)
			}
			return o.render(e, ctx, job, sink)
		}
	}
	return zoetrope.Errorf(zoetrope.CodeUnsupported, "the studio does not do %s", job.Spec.Operation())
}
