package generation

import (
	"context"
	"errors"
	"time"

	"zoetrope"
	"zoetrope/internal/asset"
	"zoetrope/internal/db"
)

// Cancel stops a generation of the account that is not finished and releases
// its credits. Cancelling a cancelled one changes nothing; any other final
// state is CodeInvalid.
func (s *Service) Cancel(ctx context.Context, account, id int64) (g zoetrope.Generation, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.cancel(ctx, tx, account, id); err != nil && !errors.Is(err, ErrLost) {
			return err
		}
		g, err = get(ctx, tx, account, id)
		if err == nil && g.Status != zoetrope.StatusCancelled {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "video_id", "video %d is %s already and cannot be cancelled", id, g.Status)
		}
		return err
	})
	return g, err
}

// cancel makes an open generation of the account cancelled, or reports ErrLost
// without having changed anything.
func (s *Service) cancel(ctx context.Context, tx *db.Tx, account, id int64) error {
	job, err := db.Int64(tx.QueryRow(ctx, selectOpenJob, id, account))
	if errors.Is(err, db.ErrNoRows) {
		return ErrLost
	}
	if err != nil {
		return err
	}
	err = s.finishOpen(ctx, tx, id, verdict{
		status: zoetrope.StatusCancelled, code: zoetrope.CodeCancelled, reason: "cancelled by its owner",
	})
	if err != nil {
		return err
	}
	return s.queue.Cancel(ctx, tx, job)
}

const (
	selectOpenJob = `SELECT job FROM generations WHERE id = $1 AND account = $2 AND finished = 0`
	markDeleted   = `UPDATE generations SET deleted = now_us(), modified = now_us()
WHERE id = $1 AND account = $2 AND deleted = 0`
)

// Delete marks a generation of the account as deleted, with its files; one that
// is not finished is cancelled first. Deleting it again changes nothing.
func (s *Service) Delete(ctx context.Context, account, id int64) (g zoetrope.Generation, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := s.cancel(ctx, tx, account, id); err != nil && !errors.Is(err, ErrLost) {
			return err
		}
		if err := remove(ctx, tx, account, id); err != nil {
			return err
		}
		g, err = get(ctx, tx, account, id)
		return err
	})
	return g, err
}

// remove marks a generation of the account and its files as deleted, if it is
// not marked yet. The bytes go when the assets are swept.
func remove(ctx context.Context, tx *db.Tx, account, id int64) error {
	rows, err := tx.Exec(ctx, markDeleted, id, account)
	if err != nil || rows == 0 {
		return err
	}
	return asset.DeleteResults(ctx, tx, id)
}

// expireBatch bounds how many generations one transaction deletes.
const expireBatch = 100

const selectOld = `SELECT id, account FROM generations
WHERE finished > 0 AND finished < now_us() - $1 AND deleted = 0 ORDER BY finished LIMIT $2`

// Expire deletes the generations that were finished longer ago than age, and
// returns how many. Nodes may call it at the same time.
func (s *Service) Expire(ctx context.Context, age time.Duration) (expired int, err error) {
	type old struct{ id, account int64 }
	for {
		batch, err := db.Collect(func(r db.Row) (o old, err error) {
			return o, r.Scan(&o.id, &o.account)
		})(s.db.Read().Query(ctx, selectOld, age.Microseconds(), expireBatch))
		if err != nil || len(batch) == 0 {
			return expired, err
		}
		err = s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			for _, o := range batch {
				if err := remove(ctx, tx, o.account, o.id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return expired, err
		}
		expired += len(batch)
	}
}
