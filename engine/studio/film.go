package studio

import (
	"context"
	"math"

	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// film draws the frames of a plan. It is for one goroutine.
type film struct {
	plan     *scene.Plan
	tier     tier
	backend  renderer
	w, h     int
	finisher *compose.Finisher
	picture  *spmd.Frame            // the frame at full size
	overlay  *spmd.Frame            // nil without overlays
	focus    *compose.Focus         // nil where all of the backdrop is sharp
	exposure float32                // of the finished film
	small    map[[2]int]*spmd.Frame // reduced layers by size
	enlarge  map[[2]int]*compose.Enlarge
}

func newFilm(ctx context.Context, p *scene.Plan, t tier, b renderer, w, h int) (*film, error) {
	f := &film{
		plan: p, tier: t, backend: b, w: w, h: h,
		picture: spmd.NewFrame(w, h),
		small:   map[[2]int]*spmd.Frame{}, enlarge: map[[2]int]*compose.Enlarge{},
	}
	if len(p.Layers) > 1 {
		f.overlay = spmd.NewFrame(w, h)
	}
	if p.Focus > 0 {
		f.focus = compose.NewFocus(w, h)
	}
	look, err := f.meter(ctx)
	if err != nil {
		return nil, err
	}
	f.exposure = look.Exposure
	f.finisher = compose.NewFinisher(w, h, look, p.Seed)
	return f, nil
}

// meterPixels is the size of the pictures that the exposure is measured on.
const meterPixels = 80 * 45

// meter looks at the backdrop at the start, in the middle and at the end of the film and sets one exposure for all of it.
func (f *film) meter(ctx context.Context) (compose.Look, error) {
	k := math.Sqrt(meterPixels / float64(f.w*f.h))
	w, h := max(int(float64(f.w)*k), 4), max(int(float64(f.h)*k), 4)
	sample := spmd.NewFrame(w, 3*h)
	for i := range 3 {
		part := &spmd.Frame{W: w, H: h, Pix: sample.Pix[4*w*h*i : 4*w*h*(i+1)]}
		if err := f.draw(ctx, f.plan.Layers[0], f.plan.Seconds*float64(i)/2, part); err != nil {
			return compose.Look{}, err
		}
	}
	return compose.Meter(sample, f.plan.Look, f.plan.Key), nil
}

// frame draws the picture at t seconds into dst, as yuv420p, with every pixel drawn for that moment.
func (f *film) frame(ctx context.Context, t float64, dst []byte) error {
	if err := f.layer(ctx, f.plan.Layers[0], t, f.picture, true); err != nil {
		return err
	}
	return f.finish(ctx, t, f.picture, dst)
}

// finish lays the subjects and the overlays over a picture of the backdrop and finishes it into dst.
//
// The alpha of the picture tells how much of a subject is seen, see DrawCast.
func (f *film) finish(ctx context.Context, t float64, picture *spmd.Frame, dst []byte) error {
	if f.focus != nil {
		f.focus.Apply(picture, func(y int) float64 { return f.plan.Circle(t, y, f.h) })
	}
	f.plan.DrawCast(picture, t)
	for _, l := range f.plan.Layers[1:] {
		if err := f.lay(ctx, l, t, picture); err != nil {
			return err
		}
	}
	f.finisher.Apply(dst[:yuv.Size(f.w, f.h)], picture)
	return nil
}

// layer draws one layer into dst, at a reduced size if the tier asks for it.
func (f *film) layer(ctx context.Context, l scene.Layer, t float64, dst *spmd.Frame, heavy bool) error {
	w, h := f.size(l, heavy)
	if w == f.w && h == f.h {
		return f.draw(ctx, l, t, dst)
	}
	key := [2]int{w, h}
	if f.small[key] == nil {
		f.small[key] = spmd.NewFrame(w, h)
	}
	if err := f.draw(ctx, l, t, f.small[key]); err != nil {
		return err
	}
	f.enlarger(w, h).Apply(dst, f.small[key])
	if heavy {
		f.enlargeAlpha(dst, f.small[key])
	}
	return nil
}

// enlarger takes pictures of w x h pixels to full size.
func (f *film) enlarger(w, h int) *compose.Enlarge {
	key := [2]int{w, h}
	if f.enlarge[key] == nil {
		f.enlarge[key] = compose.NewEnlarge(f.w, f.h, w, h)
	}
	return f.enlarge[key]
}

// size is the size at which a layer is drawn.
func (f *film) size(l scene.Layer, heavy bool) (w, h int) {
	k := l.Scale
	switch {
	case !heavy && k < 1:
		k *= f.tier.soft
	case heavy:
		if f.tier.whole {
			k = 1
		}
		k = min(k, math.Sqrt(float64(f.tier.pixels)/float64(f.w*f.h)))
	}
	if k >= 1 {
		return f.w, f.h
	}
	return max(int(math.Round(float64(f.w)*k)), 8), max(int(math.Round(float64(f.h)*k)), 8)
}

func (f *film) draw(ctx context.Context, l scene.Layer, t float64, dst *spmd.Frame) error {
	return f.backend.draw(ctx, l.Program(), dst, f.values(l, t, dst), nil)
}

// values are the uniforms of a layer that is drawn into dst.
func (f *film) values(l scene.Layer, t float64, dst *spmd.Frame) spmd.Values {
	v := f.plan.Values(l, t, dst.W, dst.H)
	if _, ok := v["uDetail"]; ok {
		v["uDetail"] = f.tier.detail
	}
	return v
}
