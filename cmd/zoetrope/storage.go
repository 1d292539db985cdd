package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zoetrope/engine/studio/spmd"
	"zoetrope/internal/db"
)

// storageFlags say where the platform keeps what it knows.
type storageFlags struct {
	Data     string `help:"Directory of the SQLite file, local blobs and scratch space." default:"data" type:"path" placeholder:"DIR"`
	Database string `help:"postgres://user:password@host/name, or nothing for SQLite in the data directory." placeholder:"URL"`
	Blobs    string `help:"s3://bucket/prefix?endpoint=URL&region=NAME, or nothing for files in the data directory." placeholder:"URL"`
}

// dsn is what db.Open takes.
func (f storageFlags) dsn() string {
	if f.Database != "" {
		return f.Database
	}
	return "sqlite:" + filepath.Join(f.Data, "zoetrope.db")
}

// engineName names the database for people.
func (f storageFlags) engineName() string {
	if strings.HasPrefix(f.Database, "postgres") {
		return "PostgreSQL"
	}
	return "SQLite"
}

// openDB opens the database and brings it to this version's schema.
func (f storageFlags) openDB(ctx context.Context) (*db.DB, error) {
	if err := os.MkdirAll(f.Data, 0o700); err != nil {
		return nil, fmt.Errorf("the data directory cannot be made: %w", err)
	}
	d, err := db.Open(ctx, f.dsn())
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

// checkDatabase connects without changing anything.
func checkDatabase(ctx context.Context, f storageFlags) finding {
	if f.Database == "" {
		return finding{ok: true, text: "the database is SQLite, " + filepath.Join(f.Data, "zoetrope.db")}
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	d, err := db.Open(ctx, f.dsn())
	if err != nil {
		return finding{required: true, text: fmt.Sprintf("the database does not answer: %v. Check --database", err)}
	}
	defer d.Close()
	var one int64
	if err := d.Read().QueryRow(ctx, "SELECT 1").Scan(&one); err != nil {
		return finding{required: true, text: fmt.Sprintf("the database does not answer: %v. Check --database", err)}
	}
	return finding{ok: true, text: "the database answers (" + f.engineName() + ")"}
}

// checkBackend says how fast pixels will be.
func checkBackend() finding {
	b := spmd.Best()
	if b == spmd.Scalar {
		return finding{text: "rendering is scalar, six to seven times slower than SIMD: that needs an x86-64 CPU with AVX2 and FMA, and a binary built with GOEXPERIMENT=simd (make build does)"}
	}
	return finding{ok: true, text: "rendering uses " + b.String()}
}

// migrateCmd brings the schema up to date.
type migrateCmd struct {
	storageFlags
}

// Run migrates and says so.
func (c *migrateCmd) Run(ctx context.Context, con *console) error {
	d, err := c.openDB(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	fmt.Fprintf(con.out, "the %s database has this version's schema\n", c.engineName())
	return nil
}

// versionCmd prints the version.
type versionCmd struct{}

// Run prints two lines: the version, and how pixels are made.
func (versionCmd) Run(con *console) error {
	fmt.Fprintf(con.out, "zoetrope %s\n%s\n", version, spmd.Best())
	return nil
}
