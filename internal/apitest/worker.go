package apitest

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/media"
	"zoetrope/internal/render"
)

// Render starts a worker, which stops when the test ends. Its engine is real
// and small: every video fades from dark to bright.
func (s *Server) Render(t testing.TB) {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	var engines engine.Registry
	check(t, engines.Add(engineName, fader{s.tools}))
	worker, err := render.New(render.Config{
		DB: s.db, Generations: s.generations, Engines: &engines, Media: s.tools, Scratch: t.TempDir(),
		Assets: render.Stored(s.assets, quiet), Judge: s.judgeOutput, Log: quiet,
	})
	check(t, err)
	check(t, worker.Start(t.Context()))
	t.Cleanup(func() {
		if err := worker.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

// fader is an engine that fades from dark to bright, whatever it is asked to
// do, and finds a person and a background in every video.
type fader struct{ tools *media.Tools }

func (fader) Capabilities(context.Context) ([]engine.Capability, error) {
	var all []engine.Capability
	for _, op := range zoetrope.Operations() {
		all = append(all, engine.Capability{Operation: op})
	}
	return all, nil
}

func (f fader) Render(ctx context.Context, job engine.Job, sink engine.Sink) error {
	sink.Progress(0.5, "fading in")
	if job.Spec.Operation().MakesImage() {
		return paint(job, sink)
	}
	video, poster := filepath.Join(job.Scratch, "video.mp4"), filepath.Join(job.Scratch, "poster.jpg")
	if err := writeVideo(ctx, f.tools, video, job.Width, job.Height, job.Spec.Video().Frames()); err != nil {
		return err
	}
	if err := f.tools.Poster(ctx, video, poster, 0); err != nil {
		return err
	}
	if err := sink.Output(engine.Output{Kind: zoetrope.AssetVideo, Path: video}); err != nil {
		return err
	}
	return sink.Output(engine.Output{Kind: zoetrope.AssetImage, Path: poster})
}

// paint makes a picture and, for a mask selection, two masks.
func paint(job engine.Job, sink engine.Sink) error {
	names := []string{""}
	if job.Spec.Operation() == zoetrope.MaskSelection {
		names = append(names, "person", "background")
	}
	for _, name := range names {
		path := filepath.Join(job.Scratch, "picture"+name+".png")
		if err := writePicture(path, job.Width, job.Height); err != nil {
			return err
		}
		if err := sink.Output(engine.Output{Kind: zoetrope.AssetImage, Name: name, Path: path}); err != nil {
			return err
		}
	}
	return nil
}
