package generation_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/generation"
)

// rules that hold for an account ($1) between any two transactions: each query
// counts what breaks one.
var rules = map[string]string{
	"monthly + package = grants - charges - expiries": `SELECT count(*) FROM accounts WHERE id = $1 AND monthly + package <>
		(SELECT coalesce(sum(CASE kind WHEN 'grant' THEN credits WHEN 'charge' THEN -credits WHEN 'expire' THEN -credits ELSE 0 END), 0) FROM entries WHERE account = $1)`,
	"held = holds - charges - releases": `SELECT count(*) FROM accounts WHERE id = $1 AND held_monthly + held_package <>
		(SELECT coalesce(sum(CASE kind WHEN 'hold' THEN credits WHEN 'charge' THEN -credits WHEN 'release' THEN -credits ELSE 0 END), 0) FROM entries WHERE account = $1)`,
	"held = prices of what is open": `SELECT count(*) FROM accounts WHERE id = $1 AND held_monthly + held_package <>
		(SELECT coalesce(sum(price), 0) FROM generations WHERE account = $1 AND finished = 0)`,
	"held_monthly = monthly parts of what is open": `SELECT count(*) FROM accounts WHERE id = $1 AND held_monthly <>
		(SELECT coalesce(sum(from_monthly), 0) FROM generations WHERE account = $1 AND finished = 0)`,
	"nothing is negative": `SELECT count(*) FROM accounts WHERE id = $1 AND
		(monthly < 0 OR package < 0 OR held_monthly < 0 OR held_package < 0 OR running < 0 OR monthly + package < held_monthly + held_package)`,
	"running = slots": `SELECT count(*) FROM accounts WHERE id = $1 AND running <>
		(SELECT count(*) FROM generations WHERE account = $1 AND slot = 1)`,
	"every generation has one hold, of its price": `SELECT count(*) FROM generations g WHERE account = $1 AND
		1 <> (SELECT count(*) FROM entries e WHERE e.generation = g.id AND kind = 'hold' AND credits = g.price)`,
	"a final generation is charged or released, an open one neither": `SELECT count(*) FROM generations g WHERE account = $1 AND
		(SELECT coalesce(sum(credits), 0) FROM entries e WHERE e.generation = g.id AND kind IN ('charge', 'release')) <> CASE WHEN finished > 0 THEN price ELSE 0 END`,
	"what succeeded is charged, all else released": `SELECT count(*) FROM generations g JOIN entries e ON e.generation = g.id
		WHERE g.account = $1 AND ((e.kind = 'charge' AND g.status <> 'succeeded') OR (e.kind = 'release' AND g.status = 'succeeded'))`,
	"entries are numbered without gaps": `SELECT count(*) FROM accounts WHERE id = $1 AND
		(entries <> (SELECT count(*) FROM entries WHERE account = $1) OR entries <> (SELECT coalesce(max(seq), 0) FROM entries WHERE account = $1))`,
	"the last entry tells the balance": `SELECT count(*) FROM accounts a JOIN entries e ON e.account = a.id AND e.seq = a.entries
		WHERE a.id = $1 AND e.available <> a.monthly + a.package - a.held_monthly - a.held_package`,
	"what is queued has a job that waits": `SELECT count(*) FROM generations g WHERE account = $1 AND status = 'queued' AND
		NOT EXISTS (SELECT 1 FROM river_job j WHERE j.id = g.job AND j.state IN ('available', 'pending', 'retryable', 'scheduled'))`,
	"what renders has a lease": `SELECT count(*) FROM generations WHERE account = $1 AND (status = 'rendering') <> (lease > 0)`,
}

type fataler interface{ Fatalf(string, ...any) }

func (w *world) broken(ctx context.Context, t fataler) {
	for rule, query := range rules {
		n, err := db.Int64(w.db.Read().QueryRow(ctx, query, w.acct))
		if err != nil || n != 0 {
			t.Fatalf("broken %d times: %s (%v)", n, rule, err)
		}
	}
}

const spendable = `SELECT (SELECT coalesce(sum(CASE kind WHEN 'grant' THEN credits WHEN 'expire' THEN -credits ELSE 0 END), 0)
	FROM entries WHERE account = $1) - (monthly + package - held_monthly - held_package) FROM accounts WHERE id = $1`

// checkUsage reads the usage page by page: what generations consumed and did not
// give back is what the balance has lost.
func (w *world) checkUsage(ctx context.Context, t fataler) {
	const pageSize = 7
	lost, err := db.Int64(w.db.Read().QueryRow(ctx, spendable, w.acct))
	if err != nil {
		t.Fatalf("read balance: %v", err)
	}
	for filter := (generation.UsageFilter{Limit: pageSize}); ; {
		page, err := w.Usage(ctx, w.acct, filter)
		if err != nil {
			t.Fatalf("read usage: %v", err)
		}
		for _, u := range page {
			filter.Before, filter.To = u.ID, u.Created
			if u.Kind == zoetrope.EntryRelease {
				u.Credits = -u.Credits
			}
			lost -= u.Credits
		}
		if len(page) < pageSize {
			break
		}
	}
	if lost != 0 {
		t.Fatalf("the usage differs by %d from what the balance has lost", lost)
	}
}

func (w *world) checkLedger(t *testing.T) {
	t.Helper()
	w.broken(t.Context(), t)
}

// TestHistories replays random histories of one account and checks the rules
// after every step.
func TestHistories(t *testing.T) {
	t.Parallel()
	// Fewer than rapid's 100, unless the flag says otherwise.
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == f.DefValue {
		must(t, f.Value.Set("8"))
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			h := &history{rt: rt, world: newWorld(t, d, "essential", 0), ctx: t.Context()}
			h.shrinkMonthly()
			rt.Repeat(map[string]func(*rapid.T){
				"": func(rt *rapid.T) {
					h.broken(h.ctx, rt)
					h.checkUsage(h.ctx, rt)
				},
				"grant":       h.grant,
				"submit":      h.submitRandom,
				"submit more": h.submitRandom,
				"claim":       h.claim,
				"claim more":  h.claim,
				"succeed":     h.succeed,
				"fail":        h.failRandom,
				"hand back":   h.handBack,
				"cancel":      h.cancel,
				"delete":      h.delete,
				"age":         h.age,
				"reap":        h.reap,
				"lose job":    h.loseJob,
				"renew":       h.renewMonth,
			})
		})
	})
}

// history is a world and what happened in it.
type history struct {
	rt *rapid.T
	*world
	ctx    context.Context
	ids    []int64
	claims []claim // also those that were lost since
}

type claim struct {
	id      int64
	attempt int
}

func (h *history) ok(err error) {
	if err != nil {
		h.rt.Fatalf("%v", err)
	}
}

func (h *history) run(query string, args ...any) {
	h.ok(h.db.InTx(h.ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}))
}

// shrinkMonthly leaves so few monthly credits that holds take from both
// pockets.
func (h *history) shrinkMonthly() {
	h.run(`UPDATE accounts SET monthly = 60, entries = 2 WHERE id = $1`, h.acct)
	h.run(`INSERT INTO entries (account, seq, kind, credits, available, created) VALUES ($1, 2, 'expire', 14940, 60, 1)`, h.acct)
}

func (h *history) grant(rt *rapid.T) {
	_, err := h.accounts.Grant(h.ctx, h.acct, rapid.Int64Range(1, 100).Draw(rt, "credits"), "")
	h.ok(err)
}

func (h *history) submitRandom(rt *rapid.T) {
	trace := rapid.SampledFrom([]string{"", "", "text", "6f9619ff-8b86-d011-b42d-00c04fc964ff"}).Draw(rt, "trace")
	sub := generation.Submission{
		Account: h.acct, TraceID: trace, Width: 640, Height: 360,
		Spec: &zoetrope.TextToVideoSpec{
			VideoSpec:   zoetrope.VideoSpec{Model: "v6", Prompt: "a fox", Duration: rapid.IntRange(1, 8).Draw(rt, "duration"), Quality: "360p"},
			AspectRatio: "16:9",
		},
	}
	before := h.read(h.acct)
	g, replayed, err := h.Submit(h.ctx, sub)
	switch code := zoetrope.CodeOf(err); code {
	case "":
		if !replayed {
			h.ids = append(h.ids, g.ID)
		}
	case zoetrope.CodeCredits:
		if before.Available() >= int64(sub.Spec.Video().Duration)*5 {
			rt.Fatalf("refused for lack of credits: %+v", before)
		}
	case zoetrope.CodeConcurrency:
		if before.Running < 15 {
			rt.Fatalf("refused for concurrency: %+v", before)
		}
	case zoetrope.CodeRate:
		h.run(`UPDATE accounts SET tat = 0 WHERE id = $1`, h.acct)
	default:
		rt.Fatalf("submit: %v", err)
	}
}

func (h *history) read(id int64) zoetrope.Account {
	a, err := h.accounts.Show(h.ctx, id)
	h.ok(err)
	return a
}

// some draws one of the generations, skipping the step when there is none.
func (h *history) some(rt *rapid.T) int64 {
	if len(h.ids) == 0 {
		rt.Skip("nothing submitted")
	}
	return rapid.SampledFrom(h.ids).Draw(rt, "generation")
}

func (h *history) someClaim(rt *rapid.T) claim {
	if len(h.claims) == 0 {
		rt.Skip("nothing claimed")
	}
	return rapid.SampledFrom(h.claims).Draw(rt, "claim")
}

func (h *history) claim(rt *rapid.T) {
	id := h.some(rt)
	g, err := h.Claim(h.ctx, id, 0, time.Hour)
	if errors.Is(err, generation.ErrLost) {
		return
	}
	h.ok(err)
	h.claims = append(h.claims, claim{id, g.Attempt})
}

// settle runs a change for a claim and checks that it wins exactly when the
// claim is current.
func (h *history) settle(c claim, change func(ctx context.Context, tx *db.Tx) error) {
	current, err := h.Current(h.ctx, c.id, c.attempt)
	h.ok(err)
	err = h.db.InTx(h.ctx, change)
	if won := err == nil; won != current || (!won && !errors.Is(err, generation.ErrLost)) {
		h.rt.Fatalf("claim %+v, current %t: %v", c, current, err)
	}
}

func (h *history) succeed(rt *rapid.T) {
	c := h.someClaim(rt)
	h.settle(c, func(ctx context.Context, tx *db.Tx) error {
		return h.Succeed(ctx, tx, c.id, c.attempt, generation.Result{Engine: "e"})
	})
}

func (h *history) failRandom(rt *rapid.T) {
	c := h.someClaim(rt)
	code := rapid.SampledFrom([]zoetrope.Code{zoetrope.CodeEngine, zoetrope.CodeUnavailable, zoetrope.CodeModeration}).Draw(rt, "code")
	h.settle(c, func(ctx context.Context, tx *db.Tx) error {
		_, err := h.Fail(ctx, tx, c.id, c.attempt, "e", zoetrope.Errorf(code, "no"))
		return err
	})
}

func (h *history) handBack(rt *rapid.T) {
	c := h.someClaim(rt)
	h.settle(c, func(ctx context.Context, tx *db.Tx) error { return h.HandBack(ctx, tx, c.id, c.attempt) })
}

func (h *history) cancel(rt *rapid.T) {
	if _, err := h.Cancel(h.ctx, h.acct, h.some(rt)); err != nil && zoetrope.CodeOf(err) != zoetrope.CodeInvalid {
		rt.Fatalf("cancel: %v", err)
	}
}

func (h *history) delete(rt *rapid.T) {
	_, err := h.Delete(h.ctx, h.acct, h.some(rt))
	h.ok(err)
}

// age makes a generation look older: past its lease, its slot or its limit.
func (h *history) age(rt *rapid.T) {
	id := h.some(rt)
	switch rapid.IntRange(0, 2).Draw(rt, "what") {
	case 0:
		h.run(`UPDATE generations SET lease = 1 WHERE id = $1 AND status = 'rendering'`, id)
	case 1:
		h.run(`UPDATE generations SET created = now_us() - 660000000 WHERE id = $1`, id)
	case 2:
		h.run(`UPDATE generations SET created = 1 WHERE id = $1`, id)
	}
}

func (h *history) reap(*rapid.T) {
	_, err := h.Reap(h.ctx)
	h.ok(err)
}

// loseJob takes away the job of a generation and has it replaced.
func (h *history) loseJob(rt *rapid.T) {
	id := h.some(rt)
	job, err := db.Int64(h.db.Read().QueryRow(h.ctx, `SELECT job FROM generations WHERE id = $1`, id))
	h.ok(err)
	queued, err := db.Int64(h.db.Read().QueryRow(h.ctx, `SELECT count(*) FROM generations WHERE id = $1 AND status = 'queued'`, id))
	h.ok(err)
	h.run(`DELETE FROM river_job WHERE id = $1`, job)
	if err := h.Rewake(h.ctx, id, job); (err == nil) != (queued == 1) {
		rt.Fatalf("rewake with %d queued: %v", queued, err)
	}
}

func (h *history) renewMonth(*rapid.T) {
	h.run(`UPDATE accounts SET renews = 1 WHERE id = $1`, h.acct)
	_, err := h.accounts.Renew(h.ctx)
	h.ok(err)
	// Again few monthly credits, by the book.
	a := h.read(h.acct)
	h.run(`INSERT INTO entries (account, seq, kind, credits, available, created)
SELECT id, entries + 1, 'expire', monthly - held_monthly - 30, package - held_package + 30, 1 FROM accounts WHERE id = $1 AND monthly - held_monthly > 30`, a.ID)
	h.run(`UPDATE accounts SET monthly = held_monthly + 30, entries = entries + 1 WHERE id = $1 AND monthly - held_monthly > 30`, a.ID)
}

func TestRulesCatchErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t), "free", 1000)
	w.submit(t)
	for _, query := range []string{
		`UPDATE accounts SET package = package + 1`, `UPDATE accounts SET held_package = held_package + 1`,
		`UPDATE accounts SET running = 2`, `DELETE FROM river_job`, `UPDATE entries SET credits = credits + 1`,
	} {
		found := caught{}
		stop := errors.New("stop")
		err := w.tx(t, func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.Exec(ctx, query); err != nil {
				return err
			}
			for rule, q := range rules {
				if n, err := db.Int64(tx.QueryRow(ctx, q, w.acct)); err != nil || n != 0 {
					found.Fatalf("%s: %v", rule, err)
				}
			}
			return stop
		})
		if !errors.Is(err, stop) || len(found) == 0 {
			t.Errorf("%s breaks no rule (%v)", query, err)
		}
	}
}

// caught collects what would have failed a test.
type caught map[string]bool

func (c caught) Fatalf(format string, args ...any) { c[fmt.Sprintf(format, args...)] = true }
