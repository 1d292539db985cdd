package asset

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
)

const (
	// receivingPattern names files being received, for os.CreateTemp.
	receivingPattern = "receiving-*"
	// abandonedAfter is when a file being received, or a pending asset, has
	// been left behind by a killed process.
	abandonedAfter = time.Hour
	// purgeBatch is how many assets are looked up at a time for purging.
	purgeBatch = 100
	// cleanupTime is how long cleaning up goes on after its context has ended.
	cleanupTime = 30 * time.Second
)

const (
	deleteResults = `UPDATE assets SET deleted = now_us()
WHERE generation = $1 AND generation > 0 AND deleted = 0 AND pending = 0`
	deleteExpired = `UPDATE assets SET deleted = now_us()
WHERE expires > 0 AND expires <= now_us() AND deleted = 0 AND pending = 0`
	deleteAbandoned = `UPDATE assets SET deleted = now_us()
WHERE pending = 1 AND deleted = 0 AND created < now_us() - CAST($1 AS bigint)`
	selectDeleted = `SELECT ` + columns + ` FROM assets
WHERE deleted > 0 AND purged = 0 AND id > $1 ORDER BY id LIMIT $2`
)

// Delete removes an asset of an account and its bytes. The error has
// CodeNotFound or CodeDeleted when there is nothing to delete. If the bytes
// cannot be removed now, Sweep does it later.
func (s *Service) Delete(ctx context.Context, account, id int64) error {
	a, err := s.Get(ctx, account, id)
	if err != nil {
		return err
	}
	if err := s.mark(ctx, a.ID, 0); err != nil {
		return err
	}
	return s.purge(ctx, a)
}

// DeleteResults marks the assets of a generation as deleted, in the caller's
// transaction. Sweep removes their bytes.
func DeleteResults(ctx context.Context, tx *db.Tx, generation int64) error {
	_, err := tx.Exec(ctx, deleteResults, generation)
	return err
}

// abandon removes an asset that never became visible. It works although ctx
// has ended.
func (s *Service) abandon(ctx context.Context, a zoetrope.Asset) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTime)
	defer cancel()
	err := s.mark(ctx, a.ID, 1)
	if errors.Is(err, errGone) {
		return nil // committed, or swept
	}
	if err != nil {
		return err
	}
	return s.purge(ctx, a)
}

// mark deletes an asset's row in the given state of pending.
func (s *Service) mark(ctx context.Context, id int64, pending int64) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE assets SET deleted = now_us() WHERE id = $1 AND pending = $2 AND deleted = 0`, id, pending)
		if err == nil && n == 0 {
			return fmt.Errorf("asset %d: %w", id, errGone)
		}
		return err
	})
}

// purge removes the bytes of a deleted asset.
func (s *Service) purge(ctx context.Context, a zoetrope.Asset) error {
	if err := s.Blobs.Delete(ctx, a.BlobKey); err != nil {
		return fmt.Errorf("purge asset %d: %w", a.ID, err)
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE assets SET purged = now_us() WHERE id = $1 AND deleted > 0 AND purged = 0`, a.ID)
		return err
	})
}

// Swept counts what a Sweep has done.
type Swept struct {
	Expired   int64 // assets whose time had come
	Abandoned int64 // assets that a killed process left pending
	Purged    int64 // assets whose bytes were removed
}

// Sweep deletes assets that have expired or were left behind, and removes the
// bytes of all deleted ones. Any number of processes may sweep at once. What
// cannot be removed is tried again by the next sweep.
func (s *Service) Sweep(ctx context.Context) (Swept, error) {
	var swept Swept
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		swept.Expired, err = tx.Exec(ctx, deleteExpired)
		if err != nil {
			return err
		}
		swept.Abandoned, err = tx.Exec(ctx, deleteAbandoned, abandonedAfter.Microseconds())
		return err
	})
	if err != nil {
		return Swept{}, fmt.Errorf("sweep assets: %w", err)
	}
	swept.Purged, err = s.purgeAll(ctx)
	return swept, errors.Join(err, s.sweepDir())
}

// purgeAll removes the bytes of all deleted assets.
func (s *Service) purgeAll(ctx context.Context) (purged int64, err error) {
	var errs []error
	for last := int64(0); ; {
		batch, err := db.Collect(scan)(s.DB.Read().Query(ctx, selectDeleted, last, purgeBatch))
		if err != nil {
			return purged, errors.Join(append(errs, fmt.Errorf("sweep assets: %w", err))...)
		}
		for _, a := range batch {
			last = a.ID
			if err := s.purge(ctx, a); err != nil {
				errs = append(errs, err)
				continue
			}
			purged++
		}
		if len(batch) < purgeBatch {
			return purged, errors.Join(errs...)
		}
	}
}

// sweepDir removes files whose reception was never finished.
func (s *Service) sweepDir() error {
	left, err := filepath.Glob(filepath.Join(s.Dir, receivingPattern))
	if err != nil {
		return err
	}
	var errs []error
	for _, path := range left {
		info, err := os.Lstat(path)
		if err != nil || time.Since(info.ModTime()) < abandonedAfter {
			continue // finished meanwhile, or still young
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
