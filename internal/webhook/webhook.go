// Package webhook tells the servers of customers what became of their
// generations: signed POST requests, repeated until they are acknowledged.
//
// # Nothing is lost
//
// The transaction that makes a generation final inserts the delivery, and a job
// that wakes a worker. A worker claims the endpoint with a lease, takes its
// oldest due delivery, sends it, and in one transaction notes the outcome and
// releases the endpoint; if more is due it wakes the next worker. A process
// that dies in between leaves a lease that lapses and a delivery that is still
// due, which the sweep of any node finds, as it finds retries whose time has
// come. A receiver may therefore hear of a generation more than once.
//
// # A slow receiver harms only itself
//
// The lease lets one request at a time go to an endpoint, whatever waits for
// it, and each request ends after Config.Timeout.
package webhook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"zoetrope/internal/db"
)

// schedule is how long after each failed attempt the next one is made. After
// the last of them has failed too, the delivery is dead.
var schedule = []time.Duration{
	2 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute,
	5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour,
}

// Schedule returns the waits between attempts that are the default.
func Schedule() []time.Duration { return slices.Clone(schedule) }

// Config is what a Service needs. Zero durations and counts take the defaults.
type Config struct {
	DB *db.DB
	// HTTP sends the requests; it must refuse private addresses. Redirects are
	// not followed. Needed by Start only.
	HTTP *http.Client
	// Outcome looks up what became of a generation, with a fresh URL. Needed by
	// Start only.
	Outcome func(ctx context.Context, account, generation int64) (Outcome, error)

	Workers    int             // requests under way at once; 8
	Timeout    time.Duration   // of one request, whole; 10 s
	Schedule   []time.Duration // waits between attempts; see Schedule
	SweepEvery time.Duration   // 1 s

	// Observe, if set, hears of every attempt: "delivered", "retried", "dead"
	// or "lost".
	Observe func(result string)
	Log     *slog.Logger // nil: slog.Default
}

// Service manages endpoints and delivers to them. It is safe for concurrent
// use; Start and Stop may be called any number of times.
type Service struct {
	cfg   Config
	http  *http.Client
	log   *slog.Logger
	queue *river.Client[*db.Tx] // inserts only

	mu      sync.Mutex // serialises Start and Stop
	running *running   // nil while stopped
}

// running is what Start starts and Stop stops.
type running struct {
	queue     *river.Client[*db.Tx]
	stopSweep context.CancelFunc
	sweeper   sync.WaitGroup
}

// New returns a stopped Service, which already takes deliveries.
func New(cfg Config) (*Service, error) {
	if cfg.Workers <= 0 {
		cfg.Workers = 8
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = 10 * time.Second
	}
	if cfg.SweepEvery <= 0 {
		cfg.SweepEvery = time.Second
	}
	if cfg.Schedule == nil {
		cfg.Schedule = schedule
	}
	if cfg.Observe == nil {
		cfg.Observe = func(string) {}
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	s := &Service{cfg: cfg, log: cfg.Log}
	if cfg.HTTP != nil {
		client := *cfg.HTTP
		// An answer that points elsewhere is not the acknowledgement.
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		s.http = &client
	}
	var err error
	if s.queue, err = db.NewRiver(cfg.DB, &river.Config{Logger: slog.New(slog.DiscardHandler)}); err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	return s, nil
}

// Start begins to deliver. ctx bounds the start only; Stop ends the work.
func (s *Service) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return nil
	}
	if s.http == nil || s.cfg.Outcome == nil {
		return errors.New("webhook: HTTP and Outcome are required to deliver")
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &jobWorker{service: s})
	queue, err := db.NewRiver(s.cfg.DB, &river.Config{
		Logger: slog.New(slog.DiscardHandler), // failures are logged here
		// The leader inserts the periodic jobs that it knows, and this client
		// knows none.
		LeaderElectionDisabled: true,
		JobTimeout:             s.lease(),
		FetchCooldown:          20 * time.Millisecond,
		Queues:                 map[string]river.QueueConfig{queueName: {MaxWorkers: s.cfg.Workers}},
		Workers:                workers,
	})
	if err != nil {
		return fmt.Errorf("open the job queue: %w", err)
	}
	background := context.WithoutCancel(ctx)
	if err := queue.Start(background); err != nil {
		return fmt.Errorf("start the job queue: %w", err)
	}
	r := &running{queue: queue}
	background, r.stopSweep = context.WithCancel(background)
	r.sweeper.Go(func() { s.sweepUntilDone(background) })
	s.running = r
	return nil
}

// Stop breaks off the requests under way, which will be sent again, and waits
// for its workers. When ctx ends first, it returns the error of ctx; a later
// Stop waits on.
func (s *Service) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.running
	if r == nil {
		return nil
	}
	if err := r.queue.StopAndCancel(ctx); err != nil {
		return fmt.Errorf("stop delivering webhooks: %w", err)
	}
	r.stopSweep()
	r.sweeper.Wait()
	s.running = nil
	return nil
}

// queueName is the queue of this package's jobs.
const queueName = "webhook"

// Job wakes a worker to deliver what is due at an endpoint. It carries nothing
// else: a job that runs twice or too late finds nothing to do.
type Job struct {
	Endpoint int64 `json:"endpoint"`
}

// Kind names the job in the queue.
func (Job) Kind() string { return "webhook" }

// InsertOpts sends the job to its queue. It is not repeated: the sweep makes
// good for one that failed.
func (Job) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: queueName, MaxAttempts: 1} }

// jobWorker does the jobs of kind webhook.
type jobWorker struct {
	river.WorkerDefaults[Job]
	service *Service
}

// Work makes one attempt to deliver.
func (w *jobWorker) Work(ctx context.Context, job *river.Job[Job]) error {
	if ctx.Err() != nil {
		return nil //nolint:nilerr // stopping: the sweep of another node wakes a worker there
	}
	err := w.service.Deliver(ctx, job.Args.Endpoint)
	if err != nil {
		w.service.log.ErrorContext(ctx, "a webhook could not be delivered",
			slog.Int64("endpoint", job.Args.Endpoint), slog.Any("error", err))
	}
	return err
}

// wake queues a job for the endpoint.
func (s *Service) wake(ctx context.Context, tx *db.Tx, endpoint int64) error {
	if _, err := s.queue.InsertTx(ctx, tx, Job{Endpoint: endpoint}, nil); err != nil {
		return fmt.Errorf("queue a webhook: %w", err)
	}
	return nil
}
