package render_test

import (
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/generation"
	"zoetrope/internal/render"
)

// cutter is an engine that makes a picture of some size and named masks.
type cutter struct {
	width, height int
	masks         []string
}

func (cutter) Capabilities(context.Context) ([]engine.Capability, error) {
	return []engine.Capability{{Operation: zoetrope.MaskSelection}}, nil
}

func (c cutter) Render(_ context.Context, job engine.Job, sink engine.Sink) error {
	for _, name := range append([]string{""}, c.masks...) {
		path := filepath.Join(job.Scratch, name+".png")
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		if err := png.Encode(f, image.NewGray(image.Rect(0, 0, c.width, c.height))); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
		if err := sink.Output(engine.Output{Kind: zoetrope.AssetImage, Name: name, Path: path}); err != nil {
			return err
		}
	}
	return nil
}

// selectMasks submits a mask selection and lets the engine have it.
func selectMasks(t *testing.T, eng engine.Engine, want zoetrope.Status) (*farm, zoetrope.Generation) {
	t.Helper()
	f := newFarm(t, dbtest.SQLite(t), eng)
	f.worker(func(c *render.Config) {
		c.Assets.Local = func(_ context.Context, _, id int64, _ string) (engine.Input, error) {
			return engine.Input{Asset: zoetrope.Asset{ID: id}}, nil
		}
	})
	v := zoetrope.VideoSpec{Duration: 1, Quality: "360p"}
	g, _, err := f.gens.Submit(t.Context(), generation.Submission{
		Account: f.id, Width: width, Height: height,
		Spec: &zoetrope.MaskSelectionSpec{SourceSpec: zoetrope.SourceSpec{VideoSpec: v, Source: 7}, KeyFrame: 1},
	})
	must(t, err)
	return f, f.awaitStatus(g.ID, want)
}

func TestPicturesWithNames(t *testing.T) {
	t.Parallel()
	f, g := selectMasks(t, cutter{width, height, []string{"person", "dog"}}, zoetrope.StatusSucceeded)
	if g.Output == 0 || g.Poster != 0 {
		t.Errorf("output %d, poster %d; want a picture, which has no poster", g.Output, g.Poster)
	}
	names := strings.Join(files(t, f.blobs), " ")
	if strings.Count(names, "image") != 3 || !strings.Contains(names, "imageperson") || !strings.Contains(names, "imagedog") {
		t.Errorf("published %s; want the picture and both masks", names)
	}
	if a := f.account(); a.Monthly != 1069500-g.Price || g.Price != 2 {
		t.Errorf("the account has %d credits after %d were charged", a.Monthly, g.Price)
	}
}

func TestPictureOfTheWrongSize(t *testing.T) {
	t.Parallel()
	f, g := selectMasks(t, cutter{width / 2, height, nil}, zoetrope.StatusFailed)
	if g.Code != zoetrope.CodeEngine {
		t.Errorf("failed with %s: %s", g.Code, g.Reason)
	}
	f.wantRefunded()
}
