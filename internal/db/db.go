// Package db is one handle over SQLite and PostgreSQL. Callers write one SQL
// text for both, with $1, $2, … numbered in order of first use and casts
// around arithmetic on parameters; everything that differs between the two
// engines stays in here.
//
// # Time
//
// Rows carry times as bigint microseconds since the Unix epoch, 0 meaning
// never. SQL on both engines may call now_us(), the database's own clock:
// leases, rate limits and ages are compared with that one clock, so nodes with
// clocks that disagree cannot take each other's work. (On SQLite all processes
// share one host, and now_us() is that host's clock.)
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	// Exactly one of the two engines is set.
	pg *pgxpool.Pool

	writer *sql.DB // SQLite: the one connection that writes
	reader *sql.DB // SQLite: read-only connections beside it
	writes *prepared
	reads  *prepared
}

// Open opens the database that dsn names:
//
//	sqlite:PATH            a file, created when missing
//	postgres://user@host/  PostgreSQL, see pgxpool.ParseConfig
//
// An empty dsn means sqlite:zoetrope.db. It does not migrate: see Migrate.
func Open(ctx context.Context, dsn string) (*DB, error) {
	switch {
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		return openPostgres(ctx, dsn)
	case strings.HasPrefix(dsn, "sqlite:"):
		return openSQLite(ctx, strings.TrimPrefix(dsn, "sqlite:"))
	case dsn == "":
		return openSQLite(ctx, "zoetrope.db")
	}
	scheme, _, _ := strings.Cut(dsn, ":") // the rest may hold a password
	return nil, fmt.Errorf("database %q… is neither sqlite:PATH nor postgres://…", scheme)
}

// Close closes all connections. It waits for queries in progress.
func (d *DB) Close() error {
	if d.pg != nil {
		d.pg.Close()
		return nil
	}
	// Readers first, so that the writer, closing last, can fold the
	// write-ahead log into the file.
	return errors.Join(d.reader.Close(), d.writer.Close())
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if d.pg != nil {
		return d.pg.Ping(ctx)
	}
	return errors.Join(d.writer.PingContext(ctx), d.reader.PingContext(ctx))
}

// Engine names the engine for logs and reports: "sqlite" or "postgres".
func (d *DB) Engine() string {
	if d.pg != nil {
		return "postgres"
	}
	return "sqlite"
}

// Micros is t as rows hold it: microseconds since the Unix epoch, 0 for the
// zero time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the inverse of Micros. The result is in UTC.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// Bool is b as rows hold it.
func Bool(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
