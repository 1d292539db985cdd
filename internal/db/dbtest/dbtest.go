// Package dbtest gives each test an empty, migrated database of its own.
package dbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"zoetrope/internal/db"
)

// PostgresEnv names the environment variable that turns on tests on
// PostgreSQL: the URL of a server where the user may create databases.
const PostgresEnv = "ZOETROPE_TEST_POSTGRES"

// Each runs test on a fresh SQLite file and, when PostgresEnv is set, in a
// fresh database of that PostgreSQL server. Both run in parallel.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t))
	})
	if os.Getenv(PostgresEnv) == "" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Postgres(t))
	})
}

// SQLite returns a fresh SQLite database, closed when the test ends.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	return Open(t, SQLiteDSN(t))
}

// Postgres returns a fresh PostgreSQL database, closed and dropped when the
// test ends. It skips the test when PostgresEnv is not set.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	return Open(t, PostgresDSN(t))
}

// Open opens a database and closes it when the test ends. With SQLiteDSN and
// PostgresDSN it serves tests that need several handles on one database.
func Open(t testing.TB, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// SQLiteDSN returns the address of a fresh, migrated SQLite file.
func SQLiteDSN(t testing.TB) string {
	t.Helper()
	data, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// sqliteTemplate is the content of a migrated file: copying it is cheaper than
// migrating for every test.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "dbtest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(dsn string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		return err
	}
	if err := d.Migrate(ctx); err != nil {
		_ = d.Close()
		return err
	}
	return d.Close()
}

// PostgresDSN returns the address of a fresh, migrated PostgreSQL database,
// dropped when the test ends. It skips the test when PostgresEnv is not set.
func PostgresDSN(t testing.TB) string {
	t.Helper()
	server := os.Getenv(PostgresEnv)
	if server == "" {
		t.Skip(PostgresEnv + " is not set")
	}
	template, err := postgresTemplate()
	if err != nil {
		t.Fatal(err)
	}
	name := "zt_test_" + strings.ToLower(rand.Text())
	if err := postgresExec(server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := postgresExec(server, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name)); err != nil {
			t.Error(err)
		}
	})
	dsn, err := withDatabase(server, name)
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// postgresTemplate migrates a database that the tests' own are copies of. Test
// programs that run at the same time share it: its name tells the version of
// the schema.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	server := os.Getenv(PostgresEnv)
	name := "zt_template_" + schemaVersion()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(hashtext($1))`, name); err != nil {
		return "", err
	}
	var exists bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&exists); err != nil || exists {
		return name, err
	}
	// Migrated under another name, so that a killed test leaves no half-made
	// template behind.
	making := name + "_making"
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+making+" WITH (FORCE)"); err != nil {
		return "", err
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+making); err != nil {
		return "", err
	}
	dsn, err := withDatabase(server, making)
	if err != nil {
		return "", err
	}
	if err := migrate(dsn); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+making+" RENAME TO "+name)
	return name, err
})

// schemaVersion is a digest of everything that makes the schema.
func schemaVersion() string {
	h := sha256.New()
	h.Write([]byte(db.Schema()))
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if strings.HasPrefix(m.Path, "github.com/riverqueue/") {
				fmt.Fprintln(h, m.Path, m.Version)
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func postgresExec(server, statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// withDatabase replaces the database in a server's URL.
func withDatabase(server, name string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
