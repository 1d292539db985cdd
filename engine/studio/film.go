package studio

import (
	"context"
	"math"

	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// tier is how much work goes into a frame.
type tier struct {
	name string
	// pixels bounds the size at which backdrops are drawn; larger films are enlarged from that. Overlays are thin and always
	// drawn at full size.
	pixels int
	detail float32 // uDetail of the scenes
}

var (
	standard = tier{name: "standard", pixels: 1440 * 810, detail: 1}
	draft    = tier{name: "draft", pixels: 640 * 360, detail: 0.5}
)

// tierFor keeps machines without SIMD, which are about seven times slower, within bearable times.
func tierFor(b spmd.Backend, width, height int) tier {
	if b == spmd.Scalar && width*height > draft.pixels {
		return draft
	}
	return standard
}

// film draws the frames of a plan. It is for one goroutine.
type film struct {
	plan     *scene.Plan
	tier     tier
	backend  spmd.Backend
	w, h     int
	finisher *compose.Finisher
	picture  *spmd.Frame            // the frame at full size
	overlay  *spmd.Frame            // nil without overlays
	small    map[[2]int]*spmd.Frame // reduced layers by size
	enlarge  map[[2]int]*compose.Enlarge
}

func newFilm(ctx context.Context, p *scene.Plan, t tier, b spmd.Backend, w, h int) (*film, error) {
	f := &film{
		plan: p, tier: t, backend: b, w: w, h: h,
		picture: spmd.NewFrame(w, h),
		small:   map[[2]int]*spmd.Frame{}, enlarge: map[[2]int]*compose.Enlarge{},
	}
	if len(p.Layers) > 1 {
		f.overlay = spmd.NewFrame(w, h)
	}
	look, err := f.meter(ctx)
	if err != nil {
		return nil, err
	}
	f.finisher = compose.NewFinisher(b, w, h, look, p.Seed)
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

// frame draws the picture at t seconds into dst, as yuv420p.
func (f *film) frame(ctx context.Context, t float64, dst []byte) error {
	for i, l := range f.plan.Layers {
		target := f.picture
		if i > 0 {
			target = f.overlay
		}
		if err := f.layer(ctx, l, t, target, i == 0); err != nil {
			return err
		}
		if i > 0 {
			compose.Over(f.picture, f.overlay)
		}
	}
	return f.finisher.Apply(ctx, dst[:yuv.Size(f.w, f.h)], f.picture, 1)
}

// layer draws one layer into dst, at a reduced size if the tier asks for it.
func (f *film) layer(ctx context.Context, l scene.Layer, t float64, dst *spmd.Frame, heavy bool) error {
	w, h := f.size(l, heavy)
	if w == f.w && h == f.h {
		return f.draw(ctx, l, t, dst)
	}
	key := [2]int{w, h}
	if f.small[key] == nil {
		f.small[key], f.enlarge[key] = spmd.NewFrame(w, h), compose.NewEnlarge(f.w, f.h, w, h)
	}
	if err := f.draw(ctx, l, t, f.small[key]); err != nil {
		return err
	}
	f.enlarge[key].Apply(dst, f.small[key])
	return nil
}

// size is the size at which a layer is drawn.
func (f *film) size(l scene.Layer, heavy bool) (w, h int) {
	k := l.Scale
	if heavy {
		k = min(k, math.Sqrt(float64(f.tier.pixels)/float64(f.w*f.h)))
	}
	if k >= 1 {
		return f.w, f.h
	}
	return max(int(math.Round(float64(f.w)*k)), 8), max(int(math.Round(float64(f.h)*k)), 8)
}

func (f *film) draw(ctx context.Context, l scene.Layer, t float64, dst *spmd.Frame) error {
	v := f.plan.Values(l, t, dst.W, dst.H)
	if _, ok := v["uDetail"]; ok {
		v["uDetail"] = f.tier.detail
	}
	return spmd.Draw(ctx, f.backend, l.Program(), dst, v, nil)
}
