package studio

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/plate"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/sprite"
	"zoetrope/engine/studio/staging"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

// modify is what the studio offers for changes in words.
var modify = engine.Capability{
	Operation: zoetrope.Modify, Qualities: qualities[:3], Check: acceptsModify,
	Notes: "Removes, replaces or recolours a selection or what stands out, sets another text where one is found, replaces the background by a picture or a described place, " +
		"adds pictures, and changes light, weather, season and time of day by grade and overlays. Other wishes are refused before they cost anything.",
}

func (e *Engine) modify(ctx context.Context, job engine.Job, s *zoetrope.ModifySpec, sink engine.Sink) error {
	steps, err := readRevisions(s)
	if err != nil {
		return err
	}
	src, err := e.openFootage(ctx, job, s.Source)
	if err != nil {
		return err
	}
	sink.Progress(0, "reading the video")
	// Light and weather fall on what was added, too.
	slices.SortStableFunc(steps, func(a, b revision) int {
		return cmp.Compare(a.verb, b.verb)
	})
	var all []change
	for k, r := range steps {
		t := &take{src: src, w: job.Width, h: job.Height, seed: uint64(job.Seed)}
		if n := len(s.KeyFrames); n > 0 {
			frame := s.KeyFrames[min(max(r.mask, 0), n-1)]
			if err := checkKeyFrame(src, frame); err != nil {
				return err
			}
			t.key = max(frame-1, 0)
		}
		from, to := 0.5*float64(k)/float64(len(steps)), 0.5*float64(k+1)/float64(len(steps))
		f, err := e.reviseShots(ctx, job, s, t, r, within(sink, from, to))
		if err != nil {
			return err
		}
		all = append(all, f)
	}
	f := func(i int, in vision.RGB) (vision.RGB, error) {
		for _, step := range all {
			var err error
			if in, err = step(i, in); err != nil {
				return in, err
			}
		}
		return in, nil
	}
	meta := map[string]string{
		"backend": e.backend.String(), "tier": "standard", "scene": "modify: " + strconv.Itoa(len(steps)) + " changes",
		"seed": strconv.FormatInt(job.Seed, 10),
	}
	return e.edit(ctx, job, src, f, editOptions{meta: meta}, within(sink, 0.5, 1))
}

// reviseShots prepares one part of a modification for all shots of a clip. A selection is of one shot; light and weather, and texts,
// which are looked for by themselves, need no shots.
func (e *Engine) reviseShots(ctx context.Context, job engine.Job, s *zoetrope.ModifySpec, t *take, r revision, sink engine.Sink) (change, error) {
	if r.verb == relight || r.verb == rewrite || r.mask >= 0 || len(s.KeyFrames) > 0 {
		return e.revise(ctx, job, s, t, r, sink)
	}
	shots, err := shotsOf(ctx, t.src)
	if err != nil {
		return nil, err
	}
	changes := make([]change, t.src.Frames)
	var missing error // what the words mean, in a shot
	done := 0
	for k, one := range shots {
		part := *t
		part.key = (one.first + one.end) / 2
		f, err := e.revise(ctx, job, s, &part, r, within(sink, float64(k)/float64(len(shots)), float64(k+1)/float64(len(shots))))
		if code := zoetrope.CodeOf(err); code == zoetrope.CodeUnsupported && len(shots) > 1 {
			missing = cmp.Or(missing, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		for i := one.first; i < one.end; i++ {
			changes[i] = f
		}
		done++
	}
	if done == 0 {
		return nil, missing
	}
	return func(i int, in vision.RGB) (vision.RGB, error) {
		if i < len(changes) && changes[i] != nil {
			return changes[i](i, in)
		}
		return in, nil
	}, nil
}

// passage is the frames of a clip from first to before end.
type passage struct{ first, end int }

// shotsOf are the shots of a clip, between its hard cuts.
func shotsOf(ctx context.Context, src *footage.Clip) ([]passage, error) {
	w, h := src.Fit(watchSide)
	var before vision.Plane
	var stirs []stir
	err := src.Each(ctx, footage.Part{Width: w, Height: h}, func(i int, p vision.RGB) error {
		now := p.Luma()
		if i > 0 {
			stirs = append(stirs, difference(now, before))
		}
		before = now
		return nil
	})
	if err != nil {
		return nil, sourceFault(ctx, err)
	}
	cuts, _ := moments(stirs, src.FPS)
	var out []passage
	first := 0
	for _, c := range cuts {
		end := int(c*float64(src.FPS) + 0.5)
		out = append(out, passage{first, end})
		first = end
	}
	return append(out, passage{first, src.Frames}), nil
}

// revise prepares one part of a modification.
func (e *Engine) revise(ctx context.Context, job engine.Job, s *zoetrope.ModifySpec, t *take, r revision, sink engine.Sink) (change, error) {
	if r.verb == relight {
		return e.relight(ctx, job, t, r)
	}
	if r.verb == addThing {
		return t.newGuest(ctx, job, s, r, sink)
	}
	if r.verb == rewrite {
		return e.reworded(ctx, job, s, t, r, sink)
	}
	name, mask, err := e.meant(ctx, job, s, t, r)
	if err != nil {
		return nil, err
	}
	switch r.verb {
	case removeThing:
		return t.without(ctx, mask, sink)
	case recolour:
		return t.recoloured(ctx, mask, r, sink)
	case defocus:
		if err := t.follow(ctx, mask, sink); err != nil {
			return nil, err
		}
		return func(i int, in vision.RGB) (vision.RGB, error) {
			if t.inShot(i) && !t.track.Empty(i) {
				t.blurred(in, t.matte(in, i))
			}
			return in, nil
		}, nil
	case replaceThing:
		img, err := readPicture(ctx, job.Inputs[s.Images[r.image]])
		if err != nil {
			return nil, err
		}
		if behind(name, mask) {
			return t.newBackdrop(ctx, mask, img, sink)
		}
		return t.newThing(ctx, mask, img, sink)
	}
	if r.image >= 0 {
		img, err := readPicture(ctx, job.Inputs[s.Images[r.image]])
		if err != nil {
			return nil, err
		}
		return t.newBackdrop(ctx, mask, img, sink)
	}
	place, err := e.painted(ctx, job, t, r)
	if err != nil {
		return nil, err
	}
	return t.newBackdrop(ctx, mask, raster.Image(place, vision.Plane{}), sink)
}

// meant is the mask of what a part of a prompt is about: the selection that it mentions, else what is found in the key frame.
// For the background it is all but what stands out.
func (e *Engine) meant(ctx context.Context, job engine.Job, s *zoetrope.ModifySpec, t *take, r revision) (string, vision.Plane, error) {
	if r.mask >= 0 {
		mask, name, err := readMask(ctx, job, t.src, "mask_ids", s.Masks[r.mask])
		if err == nil && r.verb == replaceBackground && !behind(name, mask) {
			// "behind @selection0": the selection is what stays.
			mask, name = mask.Map(func(v float32) float32 { return 1 - v }), cutout.Background
		}
		return name, mask, err
	}
	w, h := t.src.Fit(cutout.AnalysisSize)
	still, err := t.src.Still(ctx, t.key, w, h)
	if err != nil {
		return "", vision.Plane{}, sourceFault(ctx, err)
	}
	if partNames[r.target] != nil {
		mask, err := partOf(still, r.target, r.words)
		return r.target, mask, err
	}
	things, err := thingsAt(ctx, t.src, t.key, still)
	if err != nil {
		return "", vision.Plane{}, err
	}
	wanted := r.target
	if r.verb == replaceBackground && wanted != cutout.Sky {
		wanted = cutout.Background
	}
	if wanted == "" || wanted == cutout.Object {
		return things[0].Name, things[0].Mask, nil
	}
	for _, thing := range things {
		if thing.Name == wanted {
			return thing.Name, thing.Mask, nil
		}
	}
	return "", vision.Plane{}, zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "prompt",
		"no %s is found in the video for %q; select it with POST /openapi/v2/video/mask/selection and mention @selection0", wanted, r.words)
}

// without paints a thing out.
func (t *take) without(ctx context.Context, mask vision.Plane, sink engine.Sink) (change, error) {
	if err := t.follow(ctx, mask, within(sink, 0, 0.8)); err != nil {
		return nil, err
	}
	clean, err := plate.Build(ctx, t.src, t.track, t.w, t.h, t.seed)
	if err != nil {
		return nil, sourceFault(ctx, err)
	}
	return func(i int, in vision.RGB) (vision.RGB, error) {
		if t.inShot(i) && !t.track.Empty(i) {
			clean.Fill(i, in, t.matte(in, i))
		}
		return in, nil
	}, nil
}

// recoloured gives a thing another colour and keeps its light and shade.
func (t *take) recoloured(ctx context.Context, mask vision.Plane, r revision, sink engine.Sink) (change, error) {
	if err := t.follow(ctx, mask, sink); err != nil {
		return nil, err
	}
	before := meanLuma(t.still, t.matte(t.still, t.key))
	if r.target == cutout.Sky {
		r.colour = hazy(r.colour)
	}
	d := newDye(r.colour, before)
	return func(i int, in vision.RGB) (vision.RGB, error) {
		if t.inShot(i) && !t.track.Empty(i) {
			d.apply(in, t.matte(in, i))
		}
		return in, nil
	}, nil
}

// hazy is the colour that a sky takes on when it is called by the name of a colour: air is never as deep as paint.
func hazy(c prompt.RGB) prompt.RGB {
	const haze = 0.5
	l := lumaOf(c)
	for k := range c {
		c[k] += haze * (0.5*l + 0.25 - c[k])
	}
	return c
}

// newGuest adds the subject of a picture where the words say; it stays where it stands when the camera moves.
func (t *take) newGuest(ctx context.Context, job engine.Job, s *zoetrope.ModifySpec, r revision, sink engine.Sink) (change, error) {
	img, err := readPicture(ctx, job.Inputs[s.Images[r.image]])
	if err != nil {
		return nil, err
	}
	cut, err := cutPicture(img, t.w, t.h, "img_ids")
	if err != nil {
		return nil, err
	}
	w, h := t.src.Fit(cutout.AnalysisSize)
	if err := t.follow(ctx, vision.New(w, h), sink); err != nil {
		return nil, err
	}
	name := "img" + strconv.Itoa(r.image)
	role := staging.Read(r.words, []string{name}).Place3D([]int{0})[0]
	seconds := t.src.Length().Seconds()
	fit := &fusionStage{cast: nil, w: t.w, h: t.h, frames: t.src.Frames}
	p := &player{cut: cut, role: role, sprite: fit.light(cut, t.still)}
	return func(i int, in vision.RGB) (vision.RGB, error) {
		if t.inShot(i) {
			fit.camera = t.track.Camera[i]
			fit.player(p, float64(i)/float64(t.src.FPS), seconds, func(patch *sprite.Patch) { patch.Over(in) })
		}
		return in, nil
	}, nil
}

// painted is a still of the place that words describe.
func (e *Engine) painted(ctx context.Context, job engine.Job, t *take, r revision) (vision.RGB, error) {
	spec := &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: r.spec.Prompt, Duration: 1}}
	_, plan := Plan(spec, job.Seed, t.w, t.h)
	f, err := e.film(ctx, plan, t.w, t.h)
	if err != nil {
		return vision.RGB{}, err
	}
	frame := make([]byte, yuv.Size(t.w, t.h))
	if err := f.frame(ctx, 0, frame); err != nil {
		return vision.RGB{}, err
	}
	return planesOf(frame, t.w, t.h, 1), nil
}
