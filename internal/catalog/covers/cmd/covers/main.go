// Command covers renders the pictures and clips of package covers with the studio engine: one scene from words, as it is and in
// every preset of the catalog, and some more in every template.
//
// Usage: covers [-only REGEXP] DIR
package main

import (
	"context"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"time"

	"golang.org/x/image/draw"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio"
	"zoetrope/internal/catalog"
	"zoetrope/internal/media"
)

// The scene that presets are shown on, and the sizes of what is rendered and of what is kept.
const (
	scene            = "a horse gallops over a sunny green meadow with hills and white clouds"
	sceneSeed        = 5
	seconds          = 1
	renderW, renderH = 640, 360
	coverW, coverH   = 480, 270
	coverQuality     = 84 // of JPEG
)

func main() {
	only := flag.String("only", "", "make only the files whose names match this regular expression")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, flag.Arg(0), *only); err != nil {
		fmt.Fprintln(os.Stderr, "covers:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir, only string) error {
	wanted, err := regexp.Compile(only)
	if err != nil || dir == "" {
		return fmt.Errorf("usage: covers [-only REGEXP] DIR (%w)", err)
	}
	offer, err := catalog.Load()
	if err != nil {
		return err
	}
	tools, err := media.Find()
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "covers-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	r := &renderer{engine: studio.New(tools, slog.New(slog.DiscardHandler)), scratch: scratch, dir: dir, wanted: wanted}
	if err := r.restyles(ctx, offer.Restyles()); err != nil {
		return err
	}
	return r.templates(ctx, tools, offer.Templates())
}

// renderer runs jobs and keeps their posters.
type renderer struct {
	engine       *studio.Engine
	scratch, dir string
	wanted       *regexp.Regexp
	jobs         int64
}

// result is what a job made.
type result struct{ video, poster string }

// do renders one job of the given size.
func (r *renderer) do(ctx context.Context, spec zoetrope.Spec, inputs map[int64]engine.Input, width, height int) (result, error) {
	r.jobs++
	dir := filepath.Join(r.scratch, fmt.Sprint(r.jobs))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return result{}, err
	}
	var out result
	job := engine.Job{ID: r.jobs, Spec: spec, Inputs: inputs, Scratch: dir, Seed: sceneSeed, Width: width, Height: height}
	err := r.engine.Render(ctx, job, engine.Sink{
		Progress: func(float64, string) {},
		Output: func(o engine.Output) error {
			switch o.Kind {
			case zoetrope.AssetVideo:
				out.video = o.Path
			case zoetrope.AssetImage:
				out.poster = o.Path
			}
			return nil
		},
	})
	return out, err
}

// restyles makes original.jpg and a cover of every preset.
func (r *renderer) restyles(ctx context.Context, presets []catalog.Restyle) error {
	original, err := r.do(ctx, &zoetrope.TextToVideoSpec{
		VideoSpec:   zoetrope.VideoSpec{Prompt: scene, Duration: seconds, Quality: zoetrope.Quality540},
		AspectRatio: "16:9",
	}, nil, renderW, renderH)
	if err != nil {
		return err
	}
	if err := r.keep(original.poster, "original.jpg"); err != nil {
		return err
	}
	const source = 1
	inputs := map[int64]engine.Input{source: {
		Asset: zoetrope.Asset{ID: source, Kind: zoetrope.AssetVideo, Width: renderW, Height: renderH, Duration: seconds * time.Second},
		Path:  original.video,
	}}
	for _, p := range presets {
		name := fmt.Sprintf("restyle-%d.jpg", p.ID)
		if !r.wanted.MatchString(name) {
			continue
		}
		spec := &zoetrope.RestyleSpec{Preset: p.ID}
		spec.SetSource(source)
		styled, err := r.do(ctx, spec, inputs, renderW, renderH)
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		if err := r.keep(styled.poster, name); err != nil {
			return err
		}
	}
	return nil
}

// keep writes a poster in the size of covers.
func (r *renderer) keep(poster, name string) error {
	in, err := os.Open(poster)
	if err != nil {
		return err
	}
	defer in.Close()
	full, err := jpeg.Decode(in)
	if err != nil {
		return err
	}
	small := image.NewRGBA(image.Rect(0, 0, coverW, coverH))
	draw.CatmullRom.Scale(small, small.Bounds(), full, full.Bounds(), draw.Src, nil)
	out, err := os.Create(filepath.Join(r.dir, name))
	if err != nil {
		return err
	}
	if err := jpeg.Encode(out, small, &jpeg.Options{Quality: coverQuality}); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}
