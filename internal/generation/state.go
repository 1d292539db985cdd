package generation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/db"
)

// claimQueued counts the attempt up and takes the lease.
const claimQueued = `UPDATE generations SET
	status = 'rendering', attempt = attempt + 1, lease = now_us() + $1, job = $2,
	started = CASE WHEN started = 0 THEN now_us() ELSE started END,
	progress = 0, phase = '', modified = now_us()
WHERE id = $3 AND status = 'queued'
RETURNING ` + columns

// Claim takes a queued generation for a worker that job woke, with a lease that
// Renew must prolong. ErrLost: there is nothing to do for this job.
func (s *Service) Claim(ctx context.Context, id, job int64, lease time.Duration) (g zoetrope.Generation, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		g, err = scan(tx.QueryRow(ctx, claimQueued, lease.Microseconds(), job, id))
		if errors.Is(err, db.ErrNoRows) {
			return ErrLost
		}
		return err
	})
	return g, err
}

const renewLease = `UPDATE generations SET lease = now_us() + $1, progress = $2, phase = $3, modified = now_us()
WHERE id = $4 AND attempt = $5 AND status = 'rendering'`

// Renew prolongs the lease of an attempt and notes its progress. ErrLost: the
// attempt is no longer wanted and must stop.
func (s *Service) Renew(ctx context.Context, id int64, attempt int, lease time.Duration, progress float64, phase string) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return changed(tx.Exec(ctx, renewLease, lease.Microseconds(), progress, plain(phase), id, attempt))
	})
}

// maxText bounds what engines and servers far away say about themselves.
const maxText = 1000 // bytes

// plain makes text from an engine fit for a row: short, valid UTF-8, and
// without the zero byte that PostgreSQL refuses.
func plain(s string) string {
	if len(s) > maxText {
		s = s[:maxText]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}

// changed turns "no row" into ErrLost.
func changed(rows int64, err error) error {
	if err == nil && rows == 0 {
		return ErrLost
	}
	return err
}

// Result is what a successful attempt made.
type Result struct {
	Engine   string
	Metadata map[string]string
	Output   int64 // asset ids
	Poster   int64
}

// Succeed finishes an attempt and charges for it. The caller writes the asset
// rows in the same transaction.
func (s *Service) Succeed(ctx context.Context, tx *db.Tx, id int64, attempt int, r Result) error {
	return s.finishAttempt(ctx, tx, id, attempt, verdict{
		status: zoetrope.StatusSucceeded, engine: r.Engine, metadata: r.Metadata, output: r.Output, poster: r.Poster,
	})
}

const countFailure = `UPDATE generations SET failures = failures + 1
WHERE id = $1 AND attempt = $2 AND status = 'rendering' RETURNING failures`

// Fail ends an attempt that an engine failed. If the cause is retryable and few
// enough attempts failed, the generation is queued again, which retried tells;
// otherwise it has failed and its credits are released. A cause of
// CodeModeration makes it blocked.
func (s *Service) Fail(ctx context.Context, tx *db.Tx, id int64, attempt int, engine string, cause *zoetrope.Error) (retried bool, err error) {
	failures, err := db.Int64(tx.QueryRow(ctx, countFailure, id, attempt))
	if errors.Is(err, db.ErrNoRows) {
		return false, ErrLost
	}
	if err != nil {
		return false, err
	}
	if cause.Retryable() && failures < int64(s.policy.MaxFailures) {
		return true, s.requeue(ctx, tx, id, attempt, s.policy.RetryDelay<<(failures-1))
	}
	v := verdict{status: zoetrope.StatusFailed, engine: engine, code: cause.Code, reason: plain(cause.Message)}
	if cause.Code == zoetrope.CodeModeration {
		v.status = zoetrope.StatusBlocked
	}
	return false, s.finishAttempt(ctx, tx, id, attempt, v)
}

// HandBack queues the generation of an attempt again whose worker is stopping:
// nothing is held against it.
func (s *Service) HandBack(ctx context.Context, tx *db.Tx, id int64, attempt int) error {
	return s.requeue(ctx, tx, id, attempt, 0)
}

const (
	backToQueue = `UPDATE generations SET status = 'queued', lease = 0, progress = 0, phase = '', modified = now_us()
WHERE id = $1 AND attempt = $2 AND status = 'rendering'`
	setJob = `UPDATE generations SET job = $1 WHERE id = $2`
)

// requeue makes a rendering attempt queued, with a job to wake a worker.
func (s *Service) requeue(ctx context.Context, tx *db.Tx, id int64, attempt int, delay time.Duration) error {
	if err := changed(tx.Exec(ctx, backToQueue, id, attempt)); err != nil {
		return err
	}
	job, err := s.queue.Insert(ctx, tx, id, delay)
	if err != nil {
		return fmt.Errorf("queue generation %d again: %w", id, err)
	}
	_, err = tx.Exec(ctx, setJob, job, id)
	return err
}

// verdict is how a generation ends.
type verdict struct {
	status   zoetrope.Status
	engine   string
	metadata map[string]string
	output   int64
	poster   int64
	code     zoetrope.Code
	reason   string
}

const (
	finish = `UPDATE generations SET
	status = $1, progress = CASE WHEN $1 = 'succeeded' THEN 1 ELSE progress END,
	engine = $2, metadata = $3, output = $4, poster = $5, code = $6, reason = $7,
	lease = 0, phase = '', finished = now_us(), modified = now_us()
WHERE id = $8 AND `
	finishClaimed    = finish + `attempt = $9 AND status = 'rendering' RETURNING ` + columns + `, from_monthly`
	finishUnfinished = finish + `finished = 0 RETURNING ` + columns + `, from_monthly`

	// takeSlot succeeds once per generation.
	takeSlot = `UPDATE generations SET slot = 0 WHERE id = $1 AND slot = 1 RETURNING account`
)

// finishAttempt ends an attempt that is still the current one.
func (s *Service) finishAttempt(ctx context.Context, tx *db.Tx, id int64, attempt int, v verdict) error {
	return s.finish(ctx, tx, id, v, finishClaimed, attempt)
}

// finishOpen ends a generation in any state that is not final.
func (s *Service) finishOpen(ctx context.Context, tx *db.Tx, id int64, v verdict) error {
	return s.finish(ctx, tx, id, v, finishUnfinished)
}

// finish makes a generation final with the given compare-and-set, frees its
// slot, settles its hold and tells Config.Settled.
func (s *Service) finish(ctx context.Context, tx *db.Tx, id int64, v verdict, update string, tail ...any) error {
	if v.metadata == nil {
		v.metadata = map[string]string{}
	}
	metadata, err := json.Marshal(v.metadata)
	if err != nil {
		return fmt.Errorf("encode metadata of generation %d: %w", id, err)
	}
	// Slot first: a final generation holds none, says a constraint.
	if err := freeSlot(ctx, tx, id); err != nil && !errors.Is(err, ErrLost) {
		return err
	}
	args := append([]any{string(v.status), v.engine, string(metadata), v.output, v.poster, string(v.code), v.reason, id}, tail...)
	var fromMonthly zoetrope.Credits
	g, err := scan(withTail{tx.QueryRow(ctx, update, args...), &fromMonthly})
	if errors.Is(err, db.ErrNoRows) {
		return ErrLost
	}
	if err != nil {
		return fmt.Errorf("finish generation %d: %w", id, err)
	}
	hold := account.Hold{Generation: id, Account: g.Account, Price: g.Price, FromMonthly: fromMonthly}
	if v.status == zoetrope.StatusSucceeded {
		err = account.Charge(ctx, tx, hold)
	} else {
		err = account.Release(ctx, tx, hold, string(v.code))
	}
	if err != nil {
		return err
	}
	return s.settled(ctx, tx, g)
}

// freeSlot takes a generation off its account's concurrency. ErrLost: it was
// off already.
func freeSlot(ctx context.Context, tx *db.Tx, id int64) error {
	acct, err := db.Int64(tx.QueryRow(ctx, takeSlot, id))
	if errors.Is(err, db.ErrNoRows) {
		return ErrLost
	}
	if err != nil {
		return err
	}
	return account.FreeSlot(ctx, tx, acct)
}

const selectCurrent = `SELECT count(*) FROM generations WHERE id = $1 AND attempt = $2 AND status = 'rendering'`

// Current reports whether an attempt is the one that holds the claim.
func (s *Service) Current(ctx context.Context, id int64, attempt int) (bool, error) {
	n, err := db.Int64(s.db.Read().QueryRow(ctx, selectCurrent, id, attempt))
	return n == 1, err
}
