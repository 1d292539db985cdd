package generation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
)

// Reaped counts what a call of Reap changed.
type Reaped struct {
	Requeued int // leases that lapsed, queued again
	Failed   int // leases that lapsed once too often
	TimedOut int // generations older than Policy.MaxAge
	Freed    int // concurrency slots older than Policy.SlotAge
}

// reapBatch bounds how many rows of a kind one call looks at; the next call
// takes the rest.
const reapBatch = 200

const (
	selectLapsed = `SELECT id, attempt, job FROM generations
WHERE finished = 0 AND status = 'rendering' AND lease < now_us() - $1 ORDER BY lease LIMIT $2`
	selectAged = `SELECT id, attempt, job FROM generations
WHERE finished = 0 AND created < now_us() - $1 ORDER BY created LIMIT $2`
	selectSlots = `SELECT id, attempt, job FROM generations
WHERE finished = 0 AND slot = 1 AND created < now_us() - $1 ORDER BY created LIMIT $2`
	countLoss = `UPDATE generations SET losses = losses + 1
WHERE id = $1 AND attempt = $2 AND status = 'rendering' AND lease < now_us() RETURNING losses`
)

// Reap takes back what lapsed: generations whose worker no longer renews its
// lease are queued again, or fail when that happened too often; those that are
// too old fail; old ones stop counting against concurrency. All nodes call it
// all the time: each change is a compare-and-set, so it happens once.
func (s *Service) Reap(ctx context.Context) (r Reaped, err error) {
	aged, agedErr := s.reap(ctx, selectAged, s.policy.MaxAge, s.timeOut)
	lapsed, lapsedErr := s.reap(ctx, selectLapsed, 0, s.lose)
	freed, freedErr := s.reap(ctx, selectSlots, s.policy.SlotAge, func(ctx context.Context, tx *db.Tx, c *candidate) error {
		return freeSlot(ctx, tx, c.id)
	})
	r.TimedOut, r.Freed = len(aged), len(freed)
	for _, c := range lapsed {
		if c.failed {
			r.Failed++
		} else {
			r.Requeued++
		}
	}
	if err := errors.Join(agedErr, lapsedErr, freedErr); err != nil {
		return r, fmt.Errorf("reap: %w", err)
	}
	return r, nil
}

// candidate is a row that the reaper may have to change.
type candidate struct {
	id      int64
	attempt int
	job     int64
	failed  bool // set by lose: it was given up
}

// reap runs change in a transaction of its own for each row that the query
// finds to be older than age, and returns those that were not lost to another
// node. A row that cannot be changed does not keep the others waiting.
func (s *Service) reap(ctx context.Context, query string, age time.Duration, change func(context.Context, *db.Tx, *candidate) error) (done []candidate, err error) {
	all, err := db.Collect(func(r db.Row) (c candidate, err error) {
		return c, r.Scan(&c.id, &c.attempt, &c.job)
	})(s.db.Read().Query(ctx, query, age.Microseconds(), reapBatch))
	if err != nil {
		return nil, err
	}
	var failed error
	for _, c := range all {
		err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return change(ctx, tx, &c) })
		switch {
		case errors.Is(err, ErrLost):
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("generation %d: %w", c.id, err))
		default:
			done = append(done, c)
		}
	}
	return done, failed
}

// lose ends an attempt whose lease lapsed. Its worker, should it still run,
// hears of it from the queue or at its next renewal.
func (s *Service) lose(ctx context.Context, tx *db.Tx, c *candidate) error {
	losses, err := db.Int64(tx.QueryRow(ctx, countLoss, c.id, c.attempt))
	if errors.Is(err, db.ErrNoRows) {
		return ErrLost
	}
	if err != nil {
		return err
	}
	c.failed = losses >= int64(s.policy.MaxLosses)
	if c.failed {
		err = s.finishAttempt(ctx, tx, c.id, c.attempt, verdict{
			status: zoetrope.StatusFailed, code: zoetrope.CodeInternal,
			reason: fmt.Sprintf("the video was given up after %d workers died on it; its credits were returned", losses),
		})
	} else {
		err = s.requeue(ctx, tx, c.id, c.attempt, 0)
	}
	if err != nil {
		return err
	}
	return s.queue.Cancel(ctx, tx, c.job)
}

func (s *Service) timeOut(ctx context.Context, tx *db.Tx, c *candidate) error {
	err := s.finishOpen(ctx, tx, c.id, verdict{
		status: zoetrope.StatusFailed, code: zoetrope.CodeTimeout,
		reason: fmt.Sprintf("the video was not finished within %v; its credits were returned", s.policy.MaxAge.Round(time.Second)),
	})
	if err != nil {
		return err
	}
	return s.queue.Cancel(ctx, tx, c.job)
}

const replaceJob = `UPDATE generations SET job = $1 WHERE id = $2 AND job = $3 AND status = 'queued'`

// Rewake queues a new job for a generation whose job will wake nobody: the
// process that took it died before it claimed. ErrLost: it was claimed, or
// rewakened, meanwhile.
func (s *Service) Rewake(ctx context.Context, id, deadJob int64) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		job, err := s.queue.Insert(ctx, tx, id, 0)
		if err != nil {
			return fmt.Errorf("queue generation %d again: %w", id, err)
		}
		return changed(tx.Exec(ctx, replaceJob, job, id, deadJob))
	})
}
