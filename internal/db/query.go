package db

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ErrNoRows is what Row.Scan returns when the query found nothing; compare
// with errors.Is.
var ErrNoRows = sql.ErrNoRows

// Querier runs statements: a transaction or the read pool.
type Querier interface {
	// Exec runs a statement and says how many rows it changed.
	Exec(ctx context.Context, query string, args ...any) (rows int64, err error)
	// Query runs a statement that yields rows, which the caller closes.
	// Collect does both.
	Query(ctx context.Context, query string, args ...any) (Rows, error)
	// QueryRow runs a statement that yields one row; its error comes from Scan.
	QueryRow(ctx context.Context, query string, args ...any) Row
}

// Row is one row to read.
type Row interface {
	Scan(dest ...any) error
}

// Rows is a result to walk through.
type Rows interface {
	Row
	Next() bool
	Err() error
	Close()
}

// Collect makes a function that reads all rows of a Query with scan and closes
// them. It takes Query's two results as they come:
//
//	db.Collect(scanKey)(tx.Query(ctx, selectKeys))
func Collect[T any](scan func(Row) (T, error)) func(Rows, error) ([]T, error) {
	return func(rows Rows, err error) ([]T, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var all []T
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				return nil, err
			}
			all = append(all, v)
		}
		return all, rows.Err()
	}
}

// Int64 scans a row of one number.
func Int64(r Row) (n int64, err error) {
	err = r.Scan(&n)
	return n, err
}

// pgConn is what *pgxpool.Pool and pgx.Tx have in common.
type pgConn interface {
	Exec(ctx context.Context, query string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// pgQuerier runs statements on PostgreSQL.
type pgQuerier struct{ conn pgConn }

func (q pgQuerier) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	tag, err := q.conn.Exec(ctx, query, args...)
	return tag.RowsAffected(), err
}

func (q pgQuerier) Query(ctx context.Context, query string, args ...any) (Rows, error) {
	return q.conn.Query(ctx, query, args...)
}

func (q pgQuerier) QueryRow(ctx context.Context, query string, args ...any) Row {
	return q.conn.QueryRow(ctx, query, args...)
}
