package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock is the key of the advisory lock that nodes take turns by.
const migrationLock = 0x7a6f6574 // "zoet"

// Migrate brings our tables and the queue's to the version of this program.
// Several nodes may call it at once.
func (d *DB) Migrate(ctx context.Context) error {
	if d.pg != nil {
		return d.migratePostgres(ctx)
	}
	// SQLite has no lock that spans several migrations, but each is one
	// transaction: when another process was first, the second round finds its
	// work done.
	var err error
	for try := 1; try <= maxTries; try++ {
		if err = d.migrateTables(ctx, goose.DialectSQLite3, d.writer); err == nil {
			return nil
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
	return err
}

// nowUS gives PostgreSQL the function that SQLite gets from this process. It is
// called STABLE because PostgreSQL looks up no index with the value of a
// VOLATILE function: a sweep for what is older than some age would walk through
// everything that is younger. That the clock may be read once for a whole
// statement is what its callers want.
const nowUS = `CREATE OR REPLACE FUNCTION now_us() RETURNS bigint LANGUAGE sql STABLE
AS $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint $$`

func (d *DB) migratePostgres(ctx context.Context) error {
	conn, err := d.pg.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return fmt.Errorf("migrate: take turns: %w", err)
	}
	defer func() {
		if _, err := conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock); err != nil {
			_ = conn.Hijack().Close(context.WithoutCancel(ctx)) // closing frees the lock
		}
	}()
	if _, err := conn.Exec(ctx, nowUS); err != nil {
		return fmt.Errorf("migrate: clock function: %w", err)
	}
	pool := stdlib.OpenDBFromPool(d.pg)
	defer pool.Close()
	return d.migrateTables(ctx, goose.DialectPostgres, pool)
}

func (d *DB) migrateTables(ctx context.Context, dialect goose.Dialect, pool *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	ours, err := goose.NewProvider(dialect, pool, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := ours.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	queue, err := rivermigrate.New(d.riverDriver(), nil)
	if err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	if _, err := queue.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the queue: %w", err)
	}
	return nil
}

// Schema is the text of all migrations of our tables, in order.
func Schema() string {
	text := nowUS
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range files {
		data, err := migrations.ReadFile(name)
		if err != nil {
			panic(err) // embedded
		}
		text += string(data)
	}
	return text
}
