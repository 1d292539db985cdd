package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"time"

	"modernc.org/sqlite"
)

func init() {
	sqlite.MustRegisterScalarFunction("now_us", 0,
		func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
			return time.Now().UnixMicro(), nil
		})
}

// maxReaders bounds the read-only connections beside the writer.
const maxReaders = 8

// openSQLite opens the file at path with one writing connection, which queues
// writers fairly in this process, and a pool of readers.
func openSQLite(ctx context.Context, path string) (*DB, error) {
	writer, err := openSQLitePool(path, 1,
		"busy_timeout(10000)", // first: the next ones may already have to wait
		"journal_mode(WAL)",
		"synchronous(FULL)", // credits: a commit survives a power cut
		"foreign_keys(1)",
		"cache_size(-16000)")
	if err != nil {
		return nil, err
	}
	// The writer creates the file and its log before a reader looks for them.
	if err := writer.PingContext(ctx); err != nil {
		_ = writer.Close()
		return nil, fmt.Errorf("open SQLite database %s: %w", path, err)
	}
	reader, err := openSQLitePool(path, maxReaders, "busy_timeout(10000)", "query_only(1)")
	if err != nil {
		_ = writer.Close()
		return nil, err
	}
	return &DB{writer: writer, reader: reader, writes: newPrepared(writer), reads: newPrepared(reader)}, nil
}

func openSQLitePool(path string, conns int, pragmas ...string) (*sql.DB, error) {
	// A deferred transaction that reads and then writes fails at once when
	// another process wrote in between, whatever the timeout: take the lock at
	// BEGIN.
	q := url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}
	if conns > 1 {
		q.Set("_txlock", "deferred")
	}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}
	pool, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open SQLite database %s: %w", path, err)
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return pool, nil
}
