package render

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/generation"
)

// jobWorker does the jobs of kind render.
type jobWorker struct {
	river.WorkerDefaults[Job]
	service *Service
}

// Work claims the generation that the job names and sees it through. An error
// means that nothing was claimed or settled: River runs the job again, and the
// lease of a claim that could not be settled lapses.
func (w *jobWorker) Work(ctx context.Context, job *river.Job[Job]) error {
	if err := context.Cause(ctx); err != nil {
		return err // stopping: leave the job to another node
	}
	s := w.service
	start := time.Now()
	g, err := s.cfg.Generations.Claim(ctx, job.Args.Generation, job.ID, s.cfg.Lease)
	if errors.Is(err, generation.ErrLost) {
		return nil // cancelled, claimed by another job, or finished
	}
	if err != nil {
		return fmt.Errorf("claim generation %d: %w", job.Args.Generation, err)
	}
	a := &attempt{gen: g, start: start}
	outcome, cause, err := s.attempt(ctx, a, job)
	s.report(ctx, a, outcome, cause, err)
	return err
}

// attempt renders and settles while a pulse keeps the claim alive. cause is why
// nothing was rendered, err why nothing was settled.
func (s *Service) attempt(ctx context.Context, a *attempt, job *river.Job[Job]) (outcome Outcome, cause, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// The pulse goes on while the node stops, until the attempt is handed back.
	pulseCtx, stopPulse := context.WithCancel(context.WithoutCancel(ctx))
	var beating sync.WaitGroup
	beating.Go(func() { s.beat(pulseCtx, a, cancel) })
	defer beating.Wait()
	defer stopPulse()

	out, cause := s.render(ctx, a)
	settling := context.WithoutCancel(ctx) // a verdict is written also while stopping
	switch {
	case cause == nil:
		outcome, err = s.succeed(settling, a, job, out)
	case errors.Is(context.Cause(ctx), generation.ErrLost):
		outcome = OutcomeLost
	case ctx.Err() != nil:
		outcome, err = OutcomeHandedBack, s.settle(settling, job, func(ctx context.Context, tx *db.Tx) error {
			return s.cfg.Generations.HandBack(ctx, tx, a.gen.ID, a.gen.Attempt)
		})
	default:
		outcome, err = s.fail(settling, a, job, engineError(cause))
	}
	if errors.Is(err, generation.ErrLost) {
		return OutcomeLost, cause, nil
	}
	return outcome, cause, err
}

// fail settles an attempt that an engine failed.
func (s *Service) fail(ctx context.Context, a *attempt, job *river.Job[Job], cause *zoetrope.Error) (outcome Outcome, err error) {
	err = s.settle(ctx, job, func(ctx context.Context, tx *db.Tx) error {
		retried, err := s.cfg.Generations.Fail(ctx, tx, a.gen.ID, a.gen.Attempt, a.engine, cause)
		outcome = OutcomeFailed
		if retried {
			outcome = OutcomeRetried
		}
		return err
	})
	return outcome, err
}

// succeed settles an attempt whose results are stored, or removes them when the
// attempt is no longer wanted.
func (s *Service) succeed(ctx context.Context, a *attempt, job *river.Job[Job], out *files) (Outcome, error) {
	result := generation.Result{
		Engine: a.engine, Metadata: out.metadata, Output: out.result.Asset.ID, Poster: out.poster.Asset.ID,
	}
	err := s.settle(ctx, job, func(ctx context.Context, tx *db.Tx) error {
		// The generation first, as everywhere, so that no two transactions
		// wait for each other.
		if err := s.cfg.Generations.Succeed(ctx, tx, a.gen.ID, a.gen.Attempt, result); err != nil {
			return err
		}
		return out.commit(ctx, tx)
	})
	if err == nil {
		return OutcomeSucceeded, nil
	}
	// A commit whose answer was lost has happened all the same, and then its
	// files must stay. Unread, they stay too: the upkeep knows whose they are.
	g, readErr := s.cfg.Generations.Get(ctx, a.gen.Account, a.gen.ID)
	if readErr != nil {
		return OutcomeLost, errors.Join(err, readErr)
	}
	if g.Output == out.result.Asset.ID {
		return OutcomeSucceeded, nil
	}
	out.discard(ctx)
	return OutcomeLost, err
}

// How long a verdict is tried to be written to a database that does not answer.
const (
	settleTries = 5
	settlePause = 2 * time.Second
	settleLimit = 30 * time.Second // for one try
)

// settle runs change and completes the job in one transaction. Trying again is
// safe: change is a compare-and-set that wins once.
func (s *Service) settle(ctx context.Context, job *river.Job[Job], change func(ctx context.Context, tx *db.Tx) error) (err error) {
	for try := range settleTries {
		if try > 0 {
			time.Sleep(settlePause)
		}
		if err = s.settleOnce(ctx, job, change); err == nil || errors.Is(err, generation.ErrLost) {
			return err
		}
	}
	return err
}

func (s *Service) settleOnce(ctx context.Context, job *river.Job[Job], change func(ctx context.Context, tx *db.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, settleLimit)
	defer cancel()
	return s.cfg.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := change(ctx, tx); err != nil {
			return err
		}
		_, err := river.JobCompleteTx[db.Driver](ctx, tx, job)
		// The job may have been rescued, cancelled or removed; the verdict
		// stands on the generation alone.
		if errors.Is(err, rivertype.ErrNotFound) {
			return nil
		}
		return err
	})
}

// report logs an attempt and tells Observe.
func (s *Service) report(ctx context.Context, a *attempt, outcome Outcome, cause, err error) {
	elapsed := time.Since(a.start)
	attrs := []any{
		slog.Int64("generation", a.gen.ID), slog.Int64("account", a.gen.Account), slog.Int("attempt", a.gen.Attempt),
		slog.String("operation", string(a.gen.Operation)), slog.String("engine", a.engine),
		slog.String("outcome", string(outcome)), slog.Duration("elapsed", elapsed),
	}
	switch {
	case err != nil:
		s.log.ErrorContext(ctx, "an attempt could not be settled", append(attrs, slog.Any("error", err))...)
		return
	case outcome == OutcomeFailed || outcome == OutcomeRetried:
		s.log.WarnContext(ctx, "rendering failed", append(attrs, slog.Any("error", cause))...)
	default:
		s.log.InfoContext(ctx, "attempt ended", attrs...)
	}
	s.cfg.Observe(Attempt{Generation: a.gen, Engine: a.engine, Outcome: outcome, Elapsed: elapsed})
}
