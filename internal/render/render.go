// Package render is the worker: it claims queued generations, has an engine
// render them, checks and publishes what came out, and settles.
//
// One attempt goes: claim with a lease; renew the lease and note progress while
// the engine works in a scratch directory; probe its output; store the bytes;
// then one transaction makes the generation final, charges or releases its
// credits, writes the asset rows and completes the job. An attempt whose claim
// was lost meanwhile (cancelled, timed out, or reaped because it did not renew)
// removes what it stored and goes: see package generation for the states.
//
// Besides, every node runs a reaper, which takes back the generations of dead
// workers, and one node at a time runs the upkeep tasks.
package render

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/db"
	"zoetrope/internal/generation"
	"zoetrope/internal/media"
)

// Config is what a Service needs. Zero durations and counts take the defaults.
type Config struct {
	DB          *db.DB
	Generations *generation.Service
	Engines     *engine.Registry
	Media       *media.Tools
	Assets      Assets
	Scratch     string // existing directory for the attempts' files
	Workers     int    // generations rendered at once; 1

	Lease     time.Duration // how long a worker may be silent before it is taken for dead; 15 s
	ReapEvery time.Duration // 5 s
	Grace     time.Duration // how long Stop lets attempts finish before it hands them back; 0

	// Judge, if set, looks at a result before it is published: dir is an empty
	// directory for its files. A CodeModeration blocks the generation.
	Judge func(ctx context.Context, g zoetrope.Generation, result, dir string) error

	Upkeep      []Task
	UpkeepEvery time.Duration // 10 min

	// Observe, if set, hears of every attempt that ended, in the goroutine of
	// its worker.
	Observe func(Attempt)
	Log     *slog.Logger // nil: slog.Default
}

// Assets is how a Service reads inputs and publishes results.
type Assets struct {
	// Local makes the account's asset available as a file in dir.
	Local func(ctx context.Context, account, asset int64, dir string) (engine.Input, error)
	// Publish stores a file that an attempt made.
	Publish func(ctx context.Context, g zoetrope.Generation, o engine.Output) (Published, error)
}

// Published is a stored file whose asset row does not exist yet.
type Published struct {
	Asset zoetrope.Asset
	// Commit writes the row, in the settling transaction.
	Commit func(ctx context.Context, tx *db.Tx) error
	// Discard removes the bytes of a file that is not wanted after all. What
	// it cannot remove the upkeep does.
	Discard func(ctx context.Context)
}

// Attempt is what Observe hears.
type Attempt struct {
	Generation zoetrope.Generation // as it was claimed
	Engine     string              // "" when none was found
	Outcome    Outcome
	Elapsed    time.Duration // from claim to settlement
}

// Outcome is how an attempt ended.
type Outcome string

// The outcomes.
const (
	OutcomeSucceeded  Outcome = "succeeded"
	OutcomeFailed     Outcome = "failed"
	OutcomeRetried    Outcome = "retried"     // failed, and queued again
	OutcomeHandedBack Outcome = "handed_back" // this node is stopping
	OutcomeLost       Outcome = "lost"        // cancelled, timed out or reaped
)

// Service renders. Start and Stop may be called any number of times and from
// any goroutine.
type Service struct {
	cfg Config
	log *slog.Logger

	mu      sync.Mutex // serialises Start and Stop
	running *running   // nil while stopped
}

// running is what Start starts and Stop stops.
type running struct {
	queue      *river.Client[*db.Tx]
	stopReaper context.CancelFunc
	reaper     sync.WaitGroup
}

// New returns a stopped Service.
func New(cfg Config) (*Service, error) {
	if cfg.DB == nil || cfg.Generations == nil || cfg.Engines == nil || cfg.Media == nil || cfg.Scratch == "" {
		return nil, errors.New("render: DB, Generations, Engines, Media and Scratch are required")
	}
	setDefault(&cfg.Workers, 1)
	setDefault(&cfg.Lease, 15*time.Second)
	setDefault(&cfg.ReapEvery, 5*time.Second)
	setDefault(&cfg.UpkeepEvery, 10*time.Minute)
	if cfg.Observe == nil {
		cfg.Observe = func(Attempt) {}
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	return &Service{cfg: cfg, log: cfg.Log}, nil
}

func setDefault[T int | time.Duration](v *T, def T) {
	if *v <= 0 {
		*v = def
	}
}

// Start begins to claim work. ctx bounds the start only; Stop ends the work.
func (s *Service) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return nil
	}
	queue, err := s.newClient()
	if err != nil {
		return fmt.Errorf("open the job queue: %w", err)
	}
	background := context.WithoutCancel(ctx)
	if err := queue.Start(background); err != nil {
		return fmt.Errorf("start the job queue: %w", err)
	}
	r := &running{queue: queue}
	background, r.stopReaper = context.WithCancel(background)
	r.reaper.Go(func() { s.reapUntilDone(background) })
	s.running = r
	return nil
}

// Stop takes no more work, lets running attempts finish for Config.Grace, hands
// the others back to the queue and waits for all of it. When ctx ends first,
// it returns the error of ctx; a later Stop waits on.
func (s *Service) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.running
	if r == nil {
		return nil
	}
	stop := r.queue.Stop
	if s.cfg.Grace <= 0 {
		stop = r.queue.StopAndCancel
	}
	if err := stop(ctx); err != nil {
		return fmt.Errorf("stop rendering: %w", err)
	}
	r.stopReaper()
	r.reaper.Wait()
	s.running = nil
	return nil
}

// newClient returns the queue's client that works this package's jobs.
func (s *Service) newClient() (*river.Client[*db.Tx], error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &jobWorker{service: s})
	river.AddWorker(workers, &upkeepWorker{service: s})
	return db.NewRiver(s.cfg.DB, &river.Config{
		Logger: quiet(s.log),
		// Only a bound on what the reaper ends long before; River takes a job
		// for stuck an hour later.
		JobTimeout:      s.cfg.Generations.MaxAge() + 10*time.Minute,
		FetchCooldown:   20 * time.Millisecond,
		SoftStopTimeout: s.cfg.Grace,
		PeriodicJobs:    s.periodicJobs(),
		Queues: map[string]river.QueueConfig{
			queueRender: {MaxWorkers: s.cfg.Workers},
			queueUpkeep: {MaxWorkers: 1},
		},
		Workers: workers,
	})
}

// quiet keeps the queue's reports of ordinary life out of the log.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(warnings{log.Handler()}) }

type warnings struct{ slog.Handler }

func (h warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

func (h warnings) WithAttrs(a []slog.Attr) slog.Handler { return warnings{h.Handler.WithAttrs(a)} }
func (h warnings) WithGroup(name string) slog.Handler   { return warnings{h.Handler.WithGroup(name)} }
