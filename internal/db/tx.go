package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Tx is a transaction that writes. It serves one goroutine.
type Tx struct {
	Querier
	pg   pgx.Tx
	lite *sql.Tx
}

// maxTries bounds how often a transaction is repeated after losing against
// another one.
const maxTries = 6

// InTx runs fn in a transaction and commits it when fn returns nil. A
// transaction that fails because another one was in its way is rolled back and
// run again, so fn must be able to run more than once. Inside fn, use tx for
// every query: on SQLite the one writing connection is taken. A nested InTx is
// an error.
func (d *DB) InTx(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	if ctx.Value(inTx{}) != nil {
		return errors.New("db: InTx inside InTx")
	}
	for try := 1; ; try++ {
		err := d.runTx(context.WithValue(ctx, inTx{}, true), fn)
		if err == nil || !isConflict(err) || try == maxTries {
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// inTx marks the context inside a transaction.
type inTx struct{}

// pause waits a random time that doubles with every try, 2 ms at first.
func pause(ctx context.Context, try int) error {
	t := time.NewTimer(rand.N(time.Millisecond << try))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *DB) runTx(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	if d.writes != nil {
		defer d.writes.compileWanted(context.WithoutCancel(ctx)) // after the rollback
	}
	tx, err := d.begin(ctx)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer tx.rollback(ctx) // no effect after a commit
	if err := fn(ctx, tx); err != nil {
		return err
	}
	if err := tx.commit(ctx); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	return nil
}

func (d *DB) begin(ctx context.Context) (*Tx, error) {
	if d.pg != nil {
		tx, err := d.pg.Begin(ctx)
		if err != nil {
			return nil, err
		}
		return &Tx{Querier: pgQuerier{tx}, pg: tx}, nil
	}
	tx, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &Tx{Querier: txQuerier{tx, d.writes}, lite: tx}, nil
}

func (tx *Tx) commit(ctx context.Context) error {
	if tx.pg != nil {
		return tx.pg.Commit(ctx)
	}
	return tx.lite.Commit()
}

func (tx *Tx) rollback(ctx context.Context) {
	if tx.pg != nil {
		// Also when ctx is done: the connection must not go back dirty.
		_ = tx.pg.Rollback(context.WithoutCancel(ctx))
		return
	}
	_ = tx.lite.Rollback()
}

// Read returns the read pool. It sees what was committed, never waits for
// writers, and refuses to write.
func (d *DB) Read() Querier {
	if d.pg != nil {
		return pgQuerier{d.pg}
	}
	return poolQuerier{d.reads}
}

// isConflict reports whether err says that another transaction was in the way
// and that the same one may succeed when run again.
func isConflict(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "40001" || e.Code == "40P01" // serialization failure, deadlock
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return true
		}
	}
	return false
}

// IsUnique reports whether err says that a unique constraint was violated.
func IsUnique(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "23505"
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}
