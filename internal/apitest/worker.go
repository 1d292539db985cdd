package apitest

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/db"
	"zoetrope/internal/media"
	"zoetrope/internal/render"
)

// Render starts a worker, which stops when the test ends. Its engine is real
// and small: every video fades from dark to bright.
func (s *Server) Render(t testing.TB) {
	t.Helper()
	var engines engine.Registry
	check(t, engines.Add(engineName, fader{s.tools}))
	worker, err := render.New(render.Config{
		DB: s.db, Generations: s.generations, Engines: &engines, Media: s.tools, Scratch: t.TempDir(),
		Assets: render.Assets{Local: s.local, Publish: s.publish},
		Judge:  s.judgeOutput,
		Log:    slog.New(slog.DiscardHandler),
	})
	check(t, err)
	check(t, worker.Start(t.Context()))
	t.Cleanup(func() {
		if err := worker.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func (s *Server) local(ctx context.Context, account, id int64, dir string) (engine.Input, error) {
	a, err := s.assets.Get(ctx, account, id)
	if err != nil {
		return engine.Input{}, err
	}
	path, err := s.assets.Local(ctx, a, dir)
	return engine.Input{Asset: a, Path: path}, err
}

func (s *Server) publish(ctx context.Context, g zoetrope.Generation, o engine.Output) (render.Published, error) {
	p, err := s.assets.Publish(ctx, g, o.Path, o.Kind, o.Name)
	if err != nil {
		return render.Published{}, err
	}
	return render.Published{
		Asset:   p.Asset,
		Commit:  func(ctx context.Context, tx *db.Tx) error { return p.Commit(ctx, tx) },
		Discard: func(ctx context.Context) { _ = p.Discard(ctx) }, // what stays is swept
	}, nil
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
