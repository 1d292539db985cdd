package render_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/account"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/generation"
	"zoetrope/internal/media"
	"zoetrope/internal/render"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// farm is a platform without an API: an account, a database and workers.
type farm struct {
	t       *testing.T
	db      *db.DB
	gens    *generation.Service
	acct    *account.Service
	id      int64 // of the account
	tools   *media.Tools
	blobs   string
	scratch string
	engines engine.Registry
}

const (
	width, height = 64, 36
	price         = 5 // v6, 360p, 1 s, no sound
)

func newFarm(t *testing.T, d *db.DB, eng engine.Engine) *farm {
	t.Helper()
	tools, err := media.Find()
	must(t, err)
	cat, err := catalog.Load()
	must(t, err)
	queue, err := render.NewQueue(d, slog.New(slog.DiscardHandler))
	must(t, err)
	f := &farm{t: t, db: d, acct: account.New(d, cat), tools: tools, blobs: t.TempDir(), scratch: t.TempDir()}
	f.gens = generation.New(generation.Config{
		DB: d, Accounts: f.acct, Catalog: cat, Queue: queue, Log: slog.New(slog.DiscardHandler),
		Policy: generation.Policy{RetryDelay: time.Nanosecond},
	})
	must(t, f.engines.Add("test", eng))
	a, err := f.acct.Create(t.Context(), "test", "business")
	must(t, err)
	f.id = a.ID
	return f
}

// worker starts a node that renders, and stops it when the test ends.
func (f *farm) worker(change ...func(*render.Config)) *render.Service {
	f.t.Helper()
	cfg := render.Config{
		DB: f.db, Generations: f.gens, Engines: &f.engines, Media: f.tools, Scratch: f.scratch,
		Assets: render.Assets{Publish: f.publish},
		Lease:  5 * time.Second, ReapEvery: 100 * time.Millisecond, Workers: 2,
		Log: slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(&cfg)
	}
	s, err := render.New(cfg)
	must(f.t, err)
	must(f.t, s.Start(f.t.Context()))
	f.t.Cleanup(func() { must(f.t, s.Stop(context.Background())) })
	return s
}

// publish keeps blobs as plain files named after their attempt.
func (f *farm) publish(_ context.Context, g zoetrope.Generation, o engine.Output) (render.Published, error) {
	data, err := os.ReadFile(o.Path)
	if err != nil {
		return render.Published{}, err
	}
	id := zoetrope.NewID(time.Now())
	blob := filepath.Join(f.blobs, fmt.Sprintf("%d-%d-%s%s", g.ID, g.Attempt, o.Kind, o.Name))
	if err := os.WriteFile(blob, data, 0o600); err != nil {
		return render.Published{}, err
	}
	return render.Published{
		Asset: zoetrope.Asset{ID: id},
		Commit: func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO assets (id, account, generation, kind, mime, name, size, digest, blob_key, created)
VALUES ($1, $2, $3, $4, '', '', 0, '', $5, now_us())`, id, g.Account, g.ID, string(o.Kind), blob)
			return err
		},
		Discard: func(context.Context) { _ = os.Remove(blob) },
	}, nil
}

func (f *farm) submit() int64 {
	f.t.Helper()
	g, _, err := f.gens.Submit(f.t.Context(), generation.Submission{
		Account: f.id, Width: width, Height: height,
		Spec: &zoetrope.TextToVideoSpec{
			VideoSpec:   zoetrope.VideoSpec{Model: "v6", Prompt: "a fox", Duration: 1, Quality: "360p"},
			AspectRatio: "16:9",
		},
	})
	must(f.t, err)
	return g.ID
}

func (f *farm) get(id int64) zoetrope.Generation {
	f.t.Helper()
	g, err := f.gens.Get(f.t.Context(), f.id, id)
	must(f.t, err)
	return g
}

// await reads a generation until it is as wanted.
func (f *farm) await(id int64, what string, ok func(zoetrope.Generation) bool) zoetrope.Generation {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 30*time.Second)
	defer cancel()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		g := f.get(id)
		if ok(g) {
			return g
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			f.t.Fatalf("generation %d never was %s: it is %+v", id, what, g)
		}
	}
}

func (f *farm) awaitStatus(id int64, want zoetrope.Status) zoetrope.Generation {
	f.t.Helper()
	return f.await(id, string(want), func(g zoetrope.Generation) bool { return g.Status == want })
}

func (f *farm) account() zoetrope.Account {
	f.t.Helper()
	a, err := f.acct.Show(f.t.Context(), f.id)
	must(f.t, err)
	return a
}

func (f *farm) exec(query string, args ...any) {
	f.t.Helper()
	must(f.t, f.db.InTx(f.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}))
}

// files lists the names in a directory.
func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// wantRefunded checks that nothing was spent and nothing is left behind.
func (f *farm) wantRefunded() {
	f.t.Helper()
	a := f.account()
	if a.Held != 0 || a.Running != 0 || a.Monthly != 1069500 {
		f.t.Errorf("the account was not refunded: %+v", a)
	}
	if names := files(f.t, f.blobs); len(names) != 0 {
		f.t.Errorf("blobs are left behind: %v", names)
	}
	if names := files(f.t, f.scratch); len(names) != 0 {
		f.t.Errorf("scratch directories are left behind: %v", names)
	}
}

// painter is an engine that hands over a grey video of one second, after
// whatever before does.
type painter struct {
	before   func(ctx context.Context, run int, job engine.Job, sink engine.Sink) error
	runs     atomic.Int32
	frames   int // added to what was asked for
	nothing  bool
	noPoster bool
}

func (p *painter) Capabilities(context.Context) ([]engine.Capability, error) {
	return []engine.Capability{{Operation: zoetrope.TextToVideo}}, nil
}

func (p *painter) Render(ctx context.Context, job engine.Job, sink engine.Sink) error {
	run := int(p.runs.Add(1))
	if p.before != nil {
		if err := p.before(ctx, run, job, sink); err != nil {
			return err
		}
	}
	if p.nothing {
		return nil
	}
	video, err := greyVideo(p.frames)
	if err != nil {
		return err
	}
	path := filepath.Join(job.Scratch, "out.mp4")
	if err := os.WriteFile(path, video, 0o600); err != nil {
		return err
	}
	if !p.noPoster {
		poster := filepath.Join(job.Scratch, "poster.jpg")
		if err := os.WriteFile(poster, []byte("jpeg"), 0o600); err != nil {
			return err
		}
		if err := sink.Output(engine.Output{Kind: zoetrope.AssetImage, Path: poster}); err != nil {
			return err
		}
	}
	sink.Progress(1, "done")
	return sink.Output(engine.Output{Kind: zoetrope.AssetVideo, Path: path, Metadata: map[string]string{"backend": "test"}})
}

// greyVideo encodes one second and some frames, or returns what it encoded
// before: tests of the queue need not wait for an encoder.
func greyVideo(more int) ([]byte, error) {
	video, _ := videos.LoadOrStore(more, sync.OnceValues(func() ([]byte, error) { return encodeGrey(zoetrope.FPS + more) }))
	return video.(func() ([]byte, error))()
}

var videos sync.Map

func encodeGrey(frames int) ([]byte, error) {
	tools, err := media.Find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "render-test")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "grey.mp4")
	enc, err := tools.NewEncoder(context.Background(), media.EncodeOptions{Path: path, Width: width, Height: height, FPS: zoetrope.FPS, Preset: "ultrafast"})
	if err != nil {
		return nil, err
	}
	frame := bytes.Repeat([]byte{128}, enc.FrameSize())
	for range frames {
		if err := enc.WriteFrame(frame); err != nil {
			enc.Abort()
			return nil, err
		}
	}
	if err := enc.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// each runs a test on both databases, with a painter and a farm of its own.
func each(t *testing.T, test func(t *testing.T, p *painter, f *farm)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := new(painter)
		test(t, p, newFarm(t, d, p))
	})
}
