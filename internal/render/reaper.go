package render

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"zoetrope/internal/db"
	"zoetrope/internal/generation"
)

// reapUntilDone runs the reaper until ctx ends.
func (s *Service) reapUntilDone(ctx context.Context) {
	ticker := time.NewTicker(s.cfg.ReapEvery)
	defer ticker.Stop()
	for {
		if err := s.Reap(ctx); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "reaper failed", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Reap takes back once what dead workers left: see generation.Service.Reap,
// Rewake, and the scratch directories of this node.
func (s *Service) Reap(ctx context.Context) error {
	r, err := s.cfg.Generations.Reap(ctx)
	rewoken, wakeErr := s.rewake(ctx)
	if r != (generation.Reaped{}) || rewoken > 0 {
		s.log.WarnContext(ctx, "reaper took back generations", slog.Int("requeued", r.Requeued), slog.Int("failed", r.Failed),
			slog.Int("timed_out", r.TimedOut), slog.Int("slots_freed", r.Freed), slog.Int("rewoken", rewoken))
	}
	return errors.Join(err, wakeErr, s.sweepScratch(ctx))
}

// selectUnwoken finds queued generations whose job is not waiting in River's
// table. A job that runs has just been fetched and is about to claim, or was
// fetched by a process that died before it could: the two look the same, and a
// job too many does no harm.
const selectUnwoken = `SELECT g.id, g.job FROM generations g LEFT JOIN river_job j ON j.id = g.job
WHERE g.finished = 0 AND g.status = 'queued'
	AND (j.id IS NULL OR j.state NOT IN ('available', 'pending', 'retryable', 'scheduled'))
ORDER BY g.id LIMIT 200`

// rewake gives queued generations a job that will wake a worker, and returns
// how many needed one.
func (s *Service) rewake(ctx context.Context) (n int, err error) {
	type unwoken struct{ id, job int64 }
	all, err := db.Collect(func(r db.Row) (u unwoken, err error) {
		return u, r.Scan(&u.id, &u.job)
	})(s.cfg.DB.Read().Query(ctx, selectUnwoken))
	if err != nil {
		return 0, fmt.Errorf("look for queued generations without a job: %w", err)
	}
	var failed error
	for _, u := range all {
		err := s.cfg.Generations.Rewake(ctx, u.id, u.job)
		if errors.Is(err, generation.ErrLost) {
			continue
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("wake generation %d: %w", u.id, err))
			continue
		}
		n++
	}
	return n, failed
}
