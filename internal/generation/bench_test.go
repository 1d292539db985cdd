package generation_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
)

// onEach runs a benchmark on both databases.
func onEach(b *testing.B, bench func(b *testing.B, d *db.DB)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { bench(b, dbtest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { bench(b, dbtest.Postgres(b)) })
}

// withClients has op run b.N times, numbered from 0, by one client and by 16 at
// once. prepare runs before the clock starts.
func withClients(b *testing.B, prepare func(n int), op func(ctx context.Context, i int) error) {
	b.Helper()
	for _, clients := range []int{1, 16} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			prepare(b.N)
			var next atomic.Int64
			b.ResetTimer()
			start := time.Now()
			for _, err := range together(clients, func(int) error {
				for {
					i := int(next.Add(1)) - 1
					if i >= b.N {
						return nil
					}
					if err := op(b.Context(), i); err != nil {
						return err
					}
				}
			}) {
				must(b, err)
			}
			b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "ops/s")
		})
	}
}

// perAccount is how many submissions a benchmark makes for an account: fewer
// than its plan allows at once.
const perAccount = 20

// tenants makes accounts for n submissions.
func (w *world) tenants(b *testing.B, n int) []int64 {
	b.Helper()
	ids := make([]int64, n/perAccount+1)
	for i := range ids {
		a, err := w.accounts.Create(b.Context(), "bench", "business")
		must(b, err)
		ids[i] = a.ID
	}
	return ids
}

// BenchmarkSubmit is one submission: generation, admission, ledger entry and
// job in a transaction. BenchmarkBareTransaction is what it can be compared to.
func BenchmarkSubmit(b *testing.B) {
	onEach(b, func(b *testing.B, d *db.DB) {
		w := newWorld(b, d, "business", 0)
		var accounts []int64
		withClients(b, func(n int) { accounts = w.tenants(b, n) }, func(ctx context.Context, i int) error {
			sub := w.submission("")
			sub.Account = accounts[i%len(accounts)]
			_, _, err := w.Submit(ctx, sub)
			return err
		})
	})
}

// BenchmarkReplay is a submission whose trace id was used before.
func BenchmarkReplay(b *testing.B) {
	onEach(b, func(b *testing.B, d *db.DB) {
		w := newWorld(b, d, "business", 0)
		withClients(b, func(int) {}, func(ctx context.Context, _ int) error {
			_, _, err := w.Submit(ctx, w.submission("6f9619ff-8b86-d011-b42d-00c04fc964ff"))
			return err
		})
	})
}

// BenchmarkBareTransaction runs the statements of a submission as plain SQL,
// without the logic around them.
func BenchmarkBareTransaction(b *testing.B) {
	statements := []struct {
		query string
		args  func(id, account int64) []any
	}{
		{`INSERT INTO generations (id, account, operation, spec, seed, width, height, price, created, modified)
VALUES ($1, $2, 'text_to_video', '{}', 1, 64, 64, 45, now_us(), now_us())`, func(id, account int64) []any { return []any{id, account} }},
		{`SELECT plan FROM accounts WHERE id = $1`, func(_, account int64) []any { return []any{account} }},
		{`UPDATE accounts SET held_monthly = held_monthly + 45, entries = entries + 1 WHERE id = $1`, func(_, account int64) []any { return []any{account} }},
		{`INSERT INTO entries (account, seq, generation, kind, credits, available, created)
SELECT id, entries, cast($1 AS bigint), 'hold', 45, 0, now_us() FROM accounts WHERE id = $2`, func(id, account int64) []any { return []any{id, account} }},
		{`INSERT INTO river_job (args, kind, max_attempts, queue) VALUES ('{}', 'render', 25, 'render')`, func(int64, int64) []any { return nil }},
		{`UPDATE generations SET job = 1 WHERE id = $1`, func(id, _ int64) []any { return []any{id} }},
	}
	onEach(b, func(b *testing.B, d *db.DB) {
		w := newWorld(b, d, "business", 0)
		var accounts []int64
		var next atomic.Int64
		withClients(b, func(n int) { accounts = w.tenants(b, n) }, func(ctx context.Context, i int) error {
			id, account := next.Add(1), accounts[i%len(accounts)]
			return d.InTx(ctx, func(ctx context.Context, tx *db.Tx) error {
				for _, s := range statements {
					if _, err := tx.Exec(ctx, s.query, s.args(id, account)...); err != nil {
						return err
					}
				}
				return nil
			})
		})
	})
}

// BenchmarkGet is one poll of a result, without HTTP.
func BenchmarkGet(b *testing.B) {
	onEach(b, func(b *testing.B, d *db.DB) {
		w := newWorld(b, d, "business", 0)
		id := w.submit(b).ID
		withClients(b, func(int) {}, func(ctx context.Context, _ int) error {
			_, err := w.Get(ctx, w.acct, id)
			return err
		})
	})
}
