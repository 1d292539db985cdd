package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/catalog"
	"zoetrope/internal/media"
)

// The pictures that templates are shown with: places and things that the studio films itself, in the order in which templates
// take them.
var sitters = []string{
	"a hot air balloon over misty mountains at sunrise",
	"a sailing boat on a calm lake at golden hour",
	"a neon city street at night in the rain",
	"a meadow with flowers and butterflies",
}

// Sizes of preview clips.
const (
	clipW, clipH = 320, 180
	clipRate     = 33 // constant rate factor of x264
)

// templates makes a cover and, for those that make videos, a preview clip of every template.
func (r *renderer) templates(ctx context.Context, tools *media.Tools, all []catalog.Template) error {
	inputs, err := r.sit(ctx)
	if err != nil {
		return err
	}
	for _, t := range all {
		name := fmt.Sprintf("template-%d", t.ID)
		if !r.wanted.MatchString(name) {
			continue
		}
		ids := make([]int64, 0, len(inputs))
		for i := range max(t.Images, min(t.Most(), len(sitters))) {
			ids = append(ids, int64(1+i%len(sitters)))
		}
		spec := zoetrope.TemplateSpec{Images: ids, VideoSpec: zoetrope.VideoSpec{TemplateID: t.ID, Duration: t.Duration, Quality: zoetrope.Quality360}}
		var made result
		if t.Kind == zoetrope.AssetImage {
			made, err = r.do(ctx, &zoetrope.ImageTemplateSpec{TemplateSpec: spec}, inputs, coverW, coverH)
		} else {
			made, err = r.do(ctx, &spec, inputs, coverW, coverH)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		if err := r.keep(made.poster, name+".jpg"); err != nil {
			return err
		}
		if made.video == "" {
			continue
		}
		if err := preview(ctx, tools, made.video, filepath.Join(r.dir, name+".mp4")); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	return nil
}

// sit films the pictures that templates are shown with.
func (r *renderer) sit(ctx context.Context) (map[int64]engine.Input, error) {
	inputs := map[int64]engine.Input{}
	for i, words := range sitters {
		made, err := r.do(ctx, &zoetrope.TextToVideoSpec{
			VideoSpec:   zoetrope.VideoSpec{Prompt: words, Duration: seconds, Quality: zoetrope.Quality540},
			AspectRatio: "16:9",
		}, nil, renderW, renderH)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", words, err)
		}
		id := int64(1 + i)
		inputs[id] = engine.Input{
			Asset: zoetrope.Asset{ID: id, Kind: zoetrope.AssetImage, MIME: "image/jpeg", Width: renderW, Height: renderH}, Path: made.poster,
		}
	}
	return inputs, nil
}

// preview writes a small copy of a clip.
func preview(ctx context.Context, tools *media.Tools, from, to string) error {
	enc, err := tools.NewEncoder(ctx, media.EncodeOptions{
		Path: to, Width: clipW, Height: clipH, FPS: zoetrope.FPS / 2, CRF: clipRate, Preset: "slow",
	})
	if err != nil {
		return err
	}
	defer enc.Abort()
	err = tools.Decode(ctx, from, media.DecodeOptions{Width: clipW, Height: clipH, FPS: zoetrope.FPS / 2}, enc.WriteFrame)
	if err != nil {
		return err
	}
	if err := enc.Close(); err != nil {
		return err
	}
	return os.Chmod(to, 0o644)
}
