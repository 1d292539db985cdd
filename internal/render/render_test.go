package render_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/generation"
	"zoetrope/internal/render"
)

func TestMain(m *testing.M) {
	if dsn := os.Getenv(doomedEnv); dsn != "" {
		runDoomed(dsn)
	}
	goleak.VerifyTestMain(m)
}

func TestSucceed(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		p.noPoster = true
		attempts := make(chan render.Attempt, 1)
		id := f.submit()
		f.worker(func(c *render.Config) { c.Observe = func(a render.Attempt) { attempts <- a } })
		if a := <-attempts; a.Outcome != render.OutcomeSucceeded || a.Engine != "test" || a.Generation.ID != id {
			t.Errorf("observed %+v", a)
		}
		g := f.awaitStatus(id, zoetrope.StatusSucceeded)
		if g.Progress != 1 || g.Output == 0 || g.Poster == 0 || g.Engine != "test" || g.Metadata["backend"] != "test" ||
			g.Attempt != 1 || g.Started.IsZero() || g.Finished.Before(g.Started) {
			t.Errorf("succeeded as %+v", g)
		}
		if a := f.account(); a.Held != 0 || a.Running != 0 || a.Monthly != 1069500-price {
			t.Errorf("account after success: %+v", a)
		}
		if names := files(t, f.blobs); len(names) != 2 {
			t.Errorf("stored %v, want video and poster", names)
		}
		if names := files(t, f.scratch); len(names) != 0 {
			t.Errorf("scratch directories are left behind: %v", names)
		}
		n, err := db.Int64(f.db.Read().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'render' AND state = 'completed'`))
		if err != nil || n != 1 {
			t.Errorf("%d jobs are completed, %v; want 1", n, err)
		}
	})
}

func TestFailures(t *testing.T) {
	tests := []struct {
		name   string
		engine func(p *painter)
		runs   int32
		status zoetrope.Status
		code   zoetrope.Code
	}{
		{"gives up", func(p *painter) {
			p.before = func(context.Context, int, engine.Job, engine.Sink) error {
				return zoetrope.Errorf(zoetrope.CodeEngine, "cannot draw that")
			}
		}, 1, zoetrope.StatusFailed, zoetrope.CodeEngine},
		{"moderates", func(p *painter) {
			p.before = func(context.Context, int, engine.Job, engine.Sink) error {
				return zoetrope.Errorf(zoetrope.CodeModeration, "not that")
			}
		}, 1, zoetrope.StatusBlocked, zoetrope.CodeModeration},
		{"keeps failing", func(p *painter) {
			p.before = func(context.Context, int, engine.Job, engine.Sink) error { return errors.New("no connection") }
		}, 3, zoetrope.StatusFailed, zoetrope.CodeInternal},
		{"panics", func(p *painter) {
			p.before = func(context.Context, int, engine.Job, engine.Sink) error { panic("index out of range") }
		}, 1, zoetrope.StatusFailed, zoetrope.CodeEngine},
		{"makes nothing", func(p *painter) { p.nothing = true }, 1, zoetrope.StatusFailed, zoetrope.CodeEngine},
		{"is a frame short", func(p *painter) { p.frames = -1 }, 1, zoetrope.StatusFailed, zoetrope.CodeEngine},
		{"reaches outside", func(p *painter) {
			p.before = func(_ context.Context, _ int, job engine.Job, sink engine.Sink) error {
				if err := sink.Output(engine.Output{Kind: zoetrope.AssetVideo, Path: filepath.Join(job.Scratch, "..", "x.mp4")}); err == nil {
					return zoetrope.Errorf(zoetrope.CodeForbidden, "the path was taken")
				}
				return zoetrope.Errorf(zoetrope.CodeEngine, "refused")
			}
		}, 1, zoetrope.StatusFailed, zoetrope.CodeEngine},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			each(t, func(t *testing.T, p *painter, f *farm) {
				tt.engine(p)
				id := f.submit()
				w := f.worker()
				g := f.await(id, "finished", func(g zoetrope.Generation) bool { return g.Status.Final() })
				must(t, w.Stop(t.Context()))
				if g.Status != tt.status || g.Code != tt.code || g.Reason == "" || p.runs.Load() != tt.runs {
					t.Errorf("after %d runs: %s, %s, %q; want %d runs, %s, %s", p.runs.Load(), g.Status, g.Code, g.Reason, tt.runs, tt.status, tt.code)
				}
				f.wantRefunded()
			})
		})
	}
}

func TestRetrySucceeds(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		p.before = func(_ context.Context, run int, _ engine.Job, _ engine.Sink) error {
			if run < 3 {
				return zoetrope.Errorf(zoetrope.CodeUnavailable, "busy")
			}
			return nil
		}
		id := f.submit()
		f.worker()
		if g := f.awaitStatus(id, zoetrope.StatusSucceeded); g.Attempt != 3 {
			t.Errorf("succeeded in attempt %d, want 3", g.Attempt)
		}
	})
}

// blocking makes the first runs of an engine wait until their context ends,
// and tells when one began.
func blocking(p *painter, runs int) (began <-chan engine.Job) {
	c := make(chan engine.Job, 10)
	p.before = func(ctx context.Context, run int, job engine.Job, sink engine.Sink) error {
		if run > runs {
			return nil
		}
		sink.Progress(0.5, "drawing")
		c <- job
		<-ctx.Done()
		return ctx.Err()
	}
	return c
}

func TestCancelWhileRendering(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		began := blocking(p, 1)
		id := f.submit()
		outcomes := make(chan render.Outcome, 1)
		w := f.worker(func(c *render.Config) { c.Observe = func(a render.Attempt) { outcomes <- a.Outcome } })
		<-began
		g, err := f.gens.Cancel(t.Context(), f.id, id)
		must(t, err)
		if g.Status != zoetrope.StatusCancelled {
			t.Errorf("cancelled generation is %s", g.Status)
		}
		if o := <-outcomes; o != render.OutcomeLost {
			t.Errorf("the attempt ended as %s, want lost", o)
		}
		must(t, w.Stop(t.Context()))
		f.wantRefunded()
	})
}

func TestProgressIsWritten(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		blocking(p, 1)
		id := f.submit()
		f.worker(func(c *render.Config) { c.Lease = 600 * time.Millisecond })
		f.await(id, "half done", func(g zoetrope.Generation) bool { return g.Progress == 0.5 && g.Phase == "drawing" })
	})
}

// A node that stops hands its work back at once; another one finishes it.
func TestStopHandsBack(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		began := blocking(p, 1)
		id := f.submit()
		w := f.worker()
		<-began
		must(t, w.Stop(t.Context()))
		g := f.get(id)
		if g.Status != zoetrope.StatusQueued {
			t.Fatalf("after Stop the generation is %s, want queued", g.Status)
		}
		f.exec(`UPDATE generations SET losses = 4, failures = 2`) // none may be added
		f.worker()
		f.awaitStatus(id, zoetrope.StatusSucceeded)
	})
}

func TestStopLetsAttemptsFinish(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		began := make(chan struct{})
		p.before = func(context.Context, int, engine.Job, engine.Sink) error { close(began); return nil }
		id := f.submit()
		w := f.worker(func(c *render.Config) { c.Grace = time.Minute })
		<-began
		must(t, w.Stop(t.Context()))
		if g := f.get(id); g.Status != zoetrope.StatusSucceeded || g.Attempt != 1 {
			t.Errorf("after a graceful Stop: %s, attempt %d", g.Status, g.Attempt)
		}
	})
}

// The worker of the first attempt is silent, as if its process was killed: the
// reaper gives its work to another one, and what the first one still delivers
// is thrown away.
func TestLostLease(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		id := f.submit()
		zombie, err := f.gens.Claim(t.Context(), id, 0, time.Hour)
		must(t, err)
		f.exec(`UPDATE generations SET lease = 1`)
		f.worker()
		g := f.awaitStatus(id, zoetrope.StatusSucceeded)
		if g.Attempt != 2 {
			t.Errorf("succeeded in attempt %d, want 2", g.Attempt)
		}
		err = f.db.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return f.gens.Succeed(ctx, tx, id, zombie.Attempt, generation.Result{})
		})
		if !errors.Is(err, generation.ErrLost) {
			t.Errorf("the zombie's verdict gives %v, want ErrLost", err)
		}
		if a := f.account(); a.Monthly != 1069500-price {
			t.Errorf("charged %d credits, want %d once", 1069500-a.Monthly, price)
		}
	})
}

// A live worker whose lease was taken away stops its engine and leaves nothing.
func TestZombieDiscards(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		began := make(chan struct{}, 2)
		resume := make(chan struct{})
		p.before = func(ctx context.Context, run int, _ engine.Job, _ engine.Sink) error {
			if run == 1 {
				began <- struct{}{}
				<-resume // does not listen to its context
			}
			return nil
		}
		id := f.submit()
		var lost sync.WaitGroup
		lost.Add(1)
		f.worker(func(c *render.Config) {
			c.Observe = func(a render.Attempt) {
				if a.Generation.Attempt == 1 {
					if a.Outcome != render.OutcomeLost {
						t.Errorf("the zombie's attempt ended as %s", a.Outcome)
					}
					lost.Done()
				}
			}
		})
		<-began
		f.exec(`UPDATE generations SET lease = 1 WHERE status = 'rendering'`)
		g := f.awaitStatus(id, zoetrope.StatusSucceeded)
		close(resume)
		lost.Wait()
		if names := files(t, f.blobs); len(names) != 2 || g.Attempt != 2 {
			t.Errorf("attempt %d won, stored %v; want the files of attempt 2 alone", g.Attempt, names)
		}
	})
}

// The process that fetched the job died before it claimed.
func TestRewake(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		id := f.submit()
		f.exec(`DELETE FROM river_job`)
		f.worker()
		f.awaitStatus(id, zoetrope.StatusSucceeded)
	})
}

// Two nodes share a queue: everything is rendered, and nothing twice.
func TestTwoNodes(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		var ids []int64
		for range 8 {
			ids = append(ids, f.submit())
		}
		f.worker()
		f.worker()
		for _, id := range ids {
			f.awaitStatus(id, zoetrope.StatusSucceeded)
		}
		if n := p.runs.Load(); int(n) != len(ids) {
			t.Errorf("the engine ran %d times for %d generations", n, len(ids))
		}
		if a := f.account(); a.Monthly != 1069500-price*int64(len(ids)) || a.Held != 0 || a.Running != 0 {
			t.Errorf("account at the end: %+v", a)
		}
	})
}

func TestStartStop(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		ctx := t.Context()
		w := f.worker()
		must(t, w.Start(ctx))
		must(t, w.Stop(ctx))
		must(t, w.Stop(ctx))
		must(t, w.Start(ctx))
		f.awaitStatus(f.submit(), zoetrope.StatusSucceeded)
		must(t, w.Stop(ctx))
	})
}

func TestUpkeepRuns(t *testing.T) {
	each(t, func(t *testing.T, p *painter, f *farm) {
		ran := make(chan struct{}, 10)
		f.worker(func(c *render.Config) {
			c.Upkeep = []render.Task{
				{Name: "broken", Run: func(context.Context) error { return errors.New("broken") }},
				{Name: "works", Run: func(context.Context) error { ran <- struct{}{}; return nil }},
			}
		})
		<-ran
	})
}

// Directories of killed processes go; those of live attempts and of others stay.
func TestSweepScratch(t *testing.T) {
	t.Parallel()
	f := newFarm(t, dbtest.SQLite(t), new(painter))
	id := f.submit()
	g, err := f.gens.Claim(t.Context(), id, 0, time.Hour)
	must(t, err)
	old := time.Now().Add(-time.Hour)
	for _, name := range []string{"attempt-1-1-x", fmt.Sprintf("attempt-%d-%d-y", id, g.Attempt), "else"} {
		dir := filepath.Join(f.scratch, name)
		must(t, os.MkdirAll(filepath.Join(dir, "work"), 0o700))
		must(t, os.Chtimes(dir, old, old))
	}
	s, err := render.New(render.Config{DB: f.db, Generations: f.gens, Engines: &f.engines, Media: f.tools, Scratch: f.scratch, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	must(t, s.Reap(t.Context()))
	if names := files(t, f.scratch); len(names) != 2 {
		t.Errorf("left after the sweep: %v", names)
	}
}
