package generation_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/generation"
)

// together runs f n times at once and returns the results.
func together[T any](n int, f func(i int) T) []T {
	results := make([]T, n)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			results[i] = f(i)
		})
	}
	close(start)
	wg.Wait()
	return results
}

func TestParallelSubmitsAdmitExactlyTheLimit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		plan     string
		credits  zoetrope.Credits
		admitted int
		code     zoetrope.Code
	}{
		{"concurrency", "business", 0, 25, zoetrope.CodeConcurrency},
		{"credits", "free", 2*price + price - 1, 2, zoetrope.CodeCredits},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d, tt.plan, tt.credits)
				codes := together(100, func(int) zoetrope.Code {
					_, _, err := w.Submit(t.Context(), w.submission(""))
					return zoetrope.CodeOf(err)
				})
				count := map[zoetrope.Code]int{}
				for _, c := range codes {
					count[c]++
				}
				if count[""] != tt.admitted || count[""]+count[tt.code] != 100 {
					t.Errorf("outcomes %v, want %d admitted and the rest %s", count, tt.admitted, tt.code)
				}
				w.checkLedger(t)
			})
		})
	}
}

func TestParallelDuplicatesAreOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "business", 0)
		type answer struct {
			id       int64
			replayed bool
			err      error
		}
		answers := together(50, func(int) answer {
			g, replayed, err := w.Submit(t.Context(), w.submission("6f9619ff-8b86-d011-b42d-00c04fc964ff"))
			return answer{g.ID, replayed, err}
		})
		first := 0
		for _, a := range answers {
			must(t, a.err)
			if a.id != answers[0].id {
				t.Errorf("answers name %d and %d", a.id, answers[0].id)
			}
			if !a.replayed {
				first++
			}
		}
		if n := w.count(t, `SELECT count(*) FROM entries WHERE kind = 'hold'`); n != 1 || first != 1 {
			t.Errorf("%d holds, %d first answers; want one", n, first)
		}
		w.checkLedger(t)
	})
}

func TestParallelClaimsGiveOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "free", 1000)
		id := w.submit(t).ID
		won := 0
		for _, err := range together(8, func(i int) error {
			_, err := w.Claim(t.Context(), id, int64(i), time.Minute)
			return err
		}) {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, generation.ErrLost):
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d claims won", won)
		}
	})
}

// Everything that can end a generation happens at once, again and again: one
// wins, and the money is moved once.
func TestParallelVerdictsSettleOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "free", 1000)
		for range 10 {
			id := w.submit(t).ID
			g, err := w.Claim(t.Context(), id, 0, time.Minute)
			must(t, err)
			w.exec(t, `UPDATE generations SET lease = 1, created = 1 WHERE id = $1`, id)
			succeed := func() error {
				return w.db.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					return w.Succeed(ctx, tx, id, g.Attempt, generation.Result{})
				})
			}
			fail := func() error {
				return w.db.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					_, err := w.Fail(ctx, tx, id, g.Attempt, "e", zoetrope.Errorf(zoetrope.CodeEngine, "no"))
					return err
				})
			}
			reap := func() error { _, err := w.Reap(t.Context()); return err }
			cancel := func() error { _, err := w.Cancel(t.Context(), w.acct, id); return err }
			verdicts := []func() error{succeed, fail, reap, cancel, succeed, fail, reap, cancel}
			for _, err := range together(len(verdicts), func(i int) error { return verdicts[i]() }) {
				if err != nil && !errors.Is(err, generation.ErrLost) && zoetrope.CodeOf(err) != zoetrope.CodeInvalid {
					t.Error(err)
				}
			}
			g, err = w.Get(t.Context(), w.acct, id)
			must(t, err)
			if !g.Status.Final() {
				t.Errorf("generation %d is %s after all verdicts", id, g.Status)
			}
			w.checkLedger(t)
			w.exec(t, `UPDATE accounts SET tat = 0`)
		}
	})
}
