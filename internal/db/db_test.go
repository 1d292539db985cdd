package db_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const putSetting = `INSERT INTO settings (k, v) VALUES ($1, $2)`

func TestInTx(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		stop := errors.New("stop")
		err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.Exec(ctx, putSetting, "lost", "1"); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatalf("InTx = %v, want the error of the function", err)
		}
		err = d.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
			n, err := tx.Exec(ctx, putSetting, "kept", "1")
			if err == nil && n != 1 {
				t.Errorf("Exec reports %d rows, want 1", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		keys, err := db.Collect(scanText)(d.Read().Query(ctx, `SELECT k FROM settings ORDER BY k`))
		if err != nil || len(keys) != 1 || keys[0] != "kept" {
			t.Errorf("settings hold %v, %v; want kept alone", keys, err)
		}
	})
}

func scanText(r db.Row) (s string, err error) { return s, r.Scan(&s) }

func TestNestedInTxIsRefused(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	err := d.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return d.InTx(ctx, func(context.Context, *db.Tx) error { return nil })
	})
	if err == nil {
		t.Error("a nested transaction was let through; on one connection it would wait for itself")
	}
}

// Parameters are bound by their number and not by where they appear.
func TestParametersByNumber(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var a, b string
		err := d.Read().QueryRow(t.Context(), `SELECT cast($2 AS text), cast($1 AS text)`, "one", "two").Scan(&a, &b)
		if err != nil || a != "two" || b != "one" {
			t.Errorf("got %q, %q, %v; want two, one", a, b, err)
		}
	})
}

func TestNowUS(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		us, err := db.Int64(d.Read().QueryRow(t.Context(), `SELECT now_us()`))
		if err != nil {
			t.Fatal(err)
		}
		if off := time.Since(db.Time(us)).Abs(); off > time.Minute {
			t.Errorf("now_us() is %v away from this clock", off)
		}
	})
}

func TestErrors(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put := func() error {
			return d.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, putSetting, "k", "v")
				return err
			})
		}
		if err := put(); err != nil {
			t.Fatal(err)
		}
		if err := put(); !db.IsUnique(err) {
			t.Errorf("a second insert of a key gives %v, which IsUnique does not know", err)
		}
		_, err := db.Int64(d.Read().QueryRow(t.Context(), `SELECT id FROM accounts WHERE id = $1`, 1))
		if !errors.Is(err, db.ErrNoRows) {
			t.Errorf("a missing row gives %v, want ErrNoRows", err)
		}
	})
}

// Increments from many goroutines through two handles, as two processes would
// make them, are all there at the end.
func TestConcurrentWriters(t *testing.T) {
	t.Parallel()
	for name, newDSN := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLiteDSN, "postgres": dbtest.PostgresDSN} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := newDSN(t)
			handles := []*db.DB{dbtest.Open(t, dsn), dbtest.Open(t, dsn)}
			ctx := t.Context()
			must(t, handles[0].InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, putSetting, "n", "0")
				return err
			}))
			const each = 20
			var wg sync.WaitGroup
			for i := range 4 {
				wg.Go(func() {
					for range each {
						err := handles[i%2].InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
							_, err := tx.Exec(ctx, `UPDATE settings SET v = cast(cast(v AS bigint) + 1 AS text) WHERE k = $1`, "n")
							return err
						})
						if err != nil {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()
			n, err := db.Int64(handles[1].Read().QueryRow(ctx, `SELECT cast(v AS bigint) FROM settings WHERE k = $1`, "n"))
			if err != nil || n != 4*each {
				t.Errorf("counted %d, %v; want %d", n, err, 4*each)
			}
		})
	}
}

// Several nodes start at once on an empty database.
func TestMigrateConcurrently(t *testing.T) {
	t.Parallel()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "dir with space?.db")
	var wg sync.WaitGroup
	for range 3 {
		d := dbtest.Open(t, dsn)
		wg.Go(func() {
			if err := d.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestOpenRefusesUnknownAddresses(t *testing.T) {
	t.Parallel()
	for _, dsn := range []string{"mysql://u:secret@h/d", "some/file.db", "postgres://%zz"} {
		if d, err := db.Open(t.Context(), dsn); err == nil {
			_ = d.Close()
			t.Errorf("Open(%q) succeeded", dsn)
		}
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	if got := db.Time(db.Micros(at)); !got.Equal(at) {
		t.Errorf("%v came back as %v", at, got)
	}
	if db.Micros(time.Time{}) != 0 || !db.Time(0).IsZero() {
		t.Error("the zero time is not 0 in rows")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// New statements are compiled beside transactions that hold the one writing
// connection: nobody may wait for the other.
func TestManyStatementsAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for j := range 10 {
					query := fmt.Sprintf(`SELECT cast($1 AS bigint) + %d`, i*100+j)
					err := d.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
						for range 2 {
							n, err := db.Int64(tx.QueryRow(ctx, query, 1000))
							if err != nil {
								return err
							}
							if n != int64(1000+i*100+j) {
								return fmt.Errorf("%s gives %d", query, n)
							}
						}
						return nil
					})
					if err != nil {
						t.Error(err)
					}
					if _, err := db.Int64(d.Read().QueryRow(t.Context(), query+` -- read`, 1)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		for range 3 {
			if _, err := d.Read().Query(t.Context(), `SELECT nonsense`); err == nil {
				t.Error("a query that cannot be compiled has no error")
			}
		}
	})
}
