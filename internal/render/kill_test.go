package render_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
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

// doomedEnv makes the test program a worker on the database it names, which
// renders for ever and waits to be killed.
const doomedEnv = "ZOETROPE_TEST_DOOMED_WORKER"

// runDoomed says "rendering" once an attempt is under way. It never returns.
func runDoomed(dsn string) {
	err := func() error {
		ctx := context.Background()
		d, err := db.Open(ctx, dsn)
		if err != nil {
			return err
		}
		tools, err := media.Find()
		if err != nil {
			return err
		}
		offer, err := catalog.Load()
		if err != nil {
			return err
		}
		quiet := slog.New(slog.DiscardHandler)
		queue, err := render.NewQueue(d, quiet)
		if err != nil {
			return err
		}
		var engines engine.Registry
		p := &painter{before: func(context.Context, int, engine.Job, engine.Sink) error {
			fmt.Println("rendering")
			select {}
		}}
		if err := engines.Add("test", p); err != nil {
			return err
		}
		s, err := render.New(render.Config{
			DB: d, Engines: &engines, Media: tools, Scratch: os.Getenv(doomedEnv + "_SCRATCH"), Lease: 2 * time.Second, Log: quiet,
			Generations: generation.New(generation.Config{DB: d, Accounts: account.New(d, offer), Catalog: offer, Queue: queue, Log: quiet}),
		})
		if err != nil {
			return err
		}
		if err := s.Start(ctx); err != nil {
			return err
		}
		select {}
	}()
	fmt.Println(err)
	os.Exit(1)
}

// A worker's process is killed in the middle of a render: the video arrives all
// the same, charged once, and what the process left behind is removed.
func TestKilledProcess(t *testing.T) {
	t.Parallel()
	for name, newDSN := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLiteDSN, "postgres": dbtest.PostgresDSN} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := newDSN(t)
			f := newFarm(t, dbtest.Open(t, dsn), new(painter))
			id := f.submit()
			f.kill(dsn)
			if g := f.get(id); g.Status != zoetrope.StatusRendering {
				t.Fatalf("after the kill the generation is %s", g.Status)
			}
			if len(files(t, f.scratch)) != 1 {
				t.Error("the killed process left no scratch directory: the sweep is not tested")
			}
			f.worker(func(c *render.Config) { c.Lease = 2 * time.Second })
			if g := f.awaitStatus(id, zoetrope.StatusSucceeded); g.Attempt != 2 {
				t.Errorf("succeeded in attempt %d, want 2", g.Attempt)
			}
			if a := f.account(); a.Monthly != 1069500-price || a.Held != 0 || a.Running != 0 {
				t.Errorf("account at the end: %+v", a)
			}
			f.awaitEmpty(f.scratch)
		})
	}
}

// kill runs a worker in a process of its own and kills it while it renders.
func (f *farm) kill(dsn string) {
	f.t.Helper()
	program, err := os.Executable()
	must(f.t, err)
	cmd := exec.CommandContext(f.t.Context(), program)
	cmd.Env = append(os.Environ(), doomedEnv+"="+dsn, doomedEnv+"_SCRATCH="+f.scratch)
	out, err := cmd.StdoutPipe()
	must(f.t, err)
	must(f.t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if line != "rendering\n" {
		f.t.Errorf("the worker says %q, %v", line, err)
	}
	must(f.t, cmd.Process.Kill())
	_ = cmd.Wait() // says that it was killed
}

// awaitEmpty waits until nothing is left in a directory.
func (f *farm) awaitEmpty(dir string) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 30*time.Second)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		names := files(f.t, dir)
		if len(names) == 0 {
			return
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			f.t.Fatalf("left behind: %v", names)
		}
	}
}
