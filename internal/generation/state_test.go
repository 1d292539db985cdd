package generation_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/generation"
)

// The changes of state, each with the attempt that makes it.
var changes = map[string]func(t *testing.T, w *world, id int64, attempt int) error{
	"claim": func(t *testing.T, w *world, id int64, _ int) error {
		_, err := w.Claim(t.Context(), id, 1, time.Minute)
		return err
	},
	"renew": func(t *testing.T, w *world, id int64, attempt int) error {
		return w.Renew(t.Context(), id, attempt, time.Minute, 0.5, "drawing")
	},
	"succeed": func(t *testing.T, w *world, id int64, attempt int) error {
		return w.tx(t, func(ctx context.Context, tx *db.Tx) error {
			return w.Succeed(ctx, tx, id, attempt, generation.Result{})
		})
	},
	"fail": failing(zoetrope.CodeEngine),
	"lack": failing(zoetrope.CodeUnavailable), // retryable
	"veto": failing(zoetrope.CodeModeration),
	"hand back": func(t *testing.T, w *world, id int64, attempt int) error {
		return w.tx(t, func(ctx context.Context, tx *db.Tx) error { return w.HandBack(ctx, tx, id, attempt) })
	},
	"cancel": func(t *testing.T, w *world, id int64, _ int) error {
		_, err := w.Cancel(t.Context(), w.acct, id)
		return err
	},
	"lose lease": func(t *testing.T, w *world, id int64, _ int) error {
		w.exec(t, `UPDATE generations SET lease = 1 WHERE id = $1 AND status = 'rendering'`, id)
		r, err := w.Reap(t.Context())
		if err == nil && r.Requeued+r.Failed == 0 {
			return generation.ErrLost
		}
		return err
	},
	"grow old": func(t *testing.T, w *world, id int64, _ int) error {
		w.exec(t, `UPDATE generations SET created = 1 WHERE id = $1`, id)
		r, err := w.Reap(t.Context())
		if err == nil && r.TimedOut == 0 {
			return generation.ErrLost
		}
		return err
	},
}

func failing(code zoetrope.Code) func(*testing.T, *world, int64, int) error {
	return func(t *testing.T, w *world, id int64, attempt int) error {
		return w.tx(t, func(ctx context.Context, tx *db.Tx) error {
			_, err := w.Fail(ctx, tx, id, attempt, "engine", zoetrope.Errorf(code, "no"))
			return err
		})
	}
}

// Every change is tried in every state. Those that are not listed must change
// nothing.
func TestStates(t *testing.T) {
	const (
		queued    = zoetrope.StatusQueued
		rendering = zoetrope.StatusRendering
		succeeded = zoetrope.StatusSucceeded
		failed    = zoetrope.StatusFailed
		blocked   = zoetrope.StatusBlocked
		cancelled = zoetrope.StatusCancelled
	)
	// How to get into each state, and where each change leads from there.
	paths := map[zoetrope.Status][]string{
		queued: nil, rendering: {"claim"}, succeeded: {"claim", "succeed"},
		failed: {"claim", "fail"}, blocked: {"claim", "veto"}, cancelled: {"cancel"},
	}
	leads := map[zoetrope.Status]map[string]zoetrope.Status{
		queued: {"claim": rendering, "cancel": cancelled, "grow old": failed},
		rendering: {
			"renew": rendering, "succeed": succeeded, "fail": failed, "lack": queued, "veto": blocked,
			"hand back": queued, "lose lease": queued, "cancel": cancelled, "grow old": failed,
		},
	}
	each(t, func(t *testing.T, w *world) {
		for from, path := range paths {
			for name, change := range changes {
				id := w.submit(t).ID
				for _, step := range path {
					must(t, changes[step](t, w, id, 1))
				}
				want, allowed := leads[from][name]
				err := change(t, w, id, 1)
				if !allowed {
					want = from
					if name == "cancel" && from == cancelled {
						must(t, err) // says that it is so
					} else if err == nil {
						t.Errorf("%s of a %s generation is let through", name, from)
					}
				} else if err != nil {
					t.Errorf("%s of a %s generation: %v", name, from, err)
				}
				g, err := w.Get(t.Context(), w.acct, id)
				must(t, err)
				if g.Status != want {
					t.Errorf("%s of a %s generation leaves it %s, want %s", name, from, g.Status, want)
				}
				w.checkLedger(t)
				w.exec(t, `UPDATE accounts SET tat = 0`)
				if !g.Status.Final() {
					must(t, changes["cancel"](t, w, id, 0))
				}
			}
		}
	})
}

// A change that names an earlier attempt changes nothing, whatever the state.
func TestStaleAttemptsLose(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.submit(t).ID
		must(t, changes["claim"](t, w, id, 0))
		must(t, changes["lose lease"](t, w, id, 0))
		for _, when := range []string{"while it is queued again", "while another attempt runs"} {
			for _, name := range []string{"renew", "succeed", "fail", "lack", "veto", "hand back"} {
				if err := changes[name](t, w, id, 1); !errors.Is(err, generation.ErrLost) {
					t.Errorf("%s of attempt 1 %s: %v, want ErrLost", name, when, err)
				}
			}
			if when == "while it is queued again" {
				must(t, changes["claim"](t, w, id, 0))
			}
		}
		must(t, changes["succeed"](t, w, id, 2))
		w.checkLedger(t)
	})
}

// What keeps failing or dying ends, with its credits returned.
func TestNothingLoopsForever(t *testing.T) {
	for _, tt := range []struct {
		change string
		times  int
		code   zoetrope.Code
	}{{"lack", 3, zoetrope.CodeUnavailable}, {"lose lease", 5, zoetrope.CodeInternal}} {
		t.Run(tt.change, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				id := w.submit(t).ID
				for n := 1; n <= tt.times; n++ {
					must(t, changes["claim"](t, w, id, 0))
					must(t, changes[tt.change](t, w, id, n))
				}
				g, err := w.Get(t.Context(), w.acct, id)
				must(t, err)
				if g.Status != zoetrope.StatusFailed || g.Code != tt.code || g.Reason == "" {
					t.Errorf("after %d times: %s, %s, %q", tt.times, g.Status, g.Code, g.Reason)
				}
				w.checkLedger(t)
			})
		})
	}
}

func TestOldSlotsAreFreedOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.submit(t).ID
		w.submit(t)
		w.exec(t, `UPDATE generations SET created = now_us() - 11 * 60 * 1000000 WHERE id = $1`, id)
		for _, want := range []int{1, 0} {
			r, err := w.Reap(t.Context())
			must(t, err)
			if r.Freed != want || w.account(t).Running != 1 {
				t.Errorf("freed %d, running %d; want %d and 1", r.Freed, w.account(t).Running, want)
			}
		}
		must(t, changes["claim"](t, w, id, 0))
		must(t, changes["succeed"](t, w, id, 1))
		w.checkLedger(t)
	})
}

func TestDelete(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		done, open := w.submit(t).ID, w.submit(t).ID
		must(t, changes["claim"](t, w, done, 0))
		must(t, changes["succeed"](t, w, done, 1))
		w.exec(t, `INSERT INTO assets (id, account, generation, kind, mime, name, size, digest, blob_key, created)
VALUES (1, $1, $2, 'video', '', '', 0, '', 'k', now_us())`, w.acct, done)
		for _, id := range []int64{done, open, done} { // twice changes nothing
			g, err := w.Delete(t.Context(), w.acct, id)
			must(t, err)
			if g.Deleted.IsZero() || !g.Status.Final() {
				t.Errorf("deleted generation is %+v", g)
			}
		}
		if n := w.count(t, `SELECT count(*) FROM assets WHERE deleted > 0`); n != 1 {
			t.Errorf("%d files are deleted, want 1", n)
		}
		list, err := w.List(t.Context(), w.acct, generation.Page{})
		must(t, err)
		if len(list) != 0 {
			t.Errorf("deleted generations are listed: %+v", list)
		}
		_, err = w.Delete(t.Context(), w.acct+1, done)
		wantCode(t, err, zoetrope.CodeNotFound)
		w.checkLedger(t)
	})
}

func TestExpire(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		old, young, open := w.submit(t).ID, w.submit(t).ID, w.submit(t).ID
		for _, id := range []int64{old, young} {
			must(t, changes["cancel"](t, w, id, 0))
		}
		w.exec(t, `UPDATE generations SET finished = 1 WHERE id = $1`, old)
		n, err := w.Expire(t.Context(), time.Hour)
		must(t, err)
		if n != 1 || w.count(t, `SELECT count(*) FROM generations WHERE deleted > 0 AND id = $1`, old) != 1 {
			t.Errorf("expired %d generations, want the old one of %d, %d, %d", n, old, young, open)
		}
	})
}

func TestListPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.submit(t).ID, w.submit(t).ID
		first, err := w.List(t.Context(), w.acct, generation.Page{Limit: 1})
		must(t, err)
		second, err := w.List(t.Context(), w.acct, generation.Page{Limit: 1, Before: first[0].ID})
		must(t, err)
		if max(a, b) != first[0].ID || min(a, b) != second[0].ID {
			t.Errorf("pages hold %d and %d", first[0].ID, second[0].ID)
		}
		backlog, err := w.Backlog(t.Context())
		must(t, err)
		if backlog.Queued != 2 || backlog.Rendering != 0 || backlog.Oldest <= 0 {
			t.Errorf("backlog %+v", backlog)
		}
	})
}

// Engines are other people's programs: what they say must not keep a verdict
// from being written.
func TestTextOfEngines(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		odd := "a\x00b\xff" + strings.Repeat("long ", 1000)
		id := w.submit(t).ID
		must(t, changes["claim"](t, w, id, 0))
		must(t, w.Renew(t.Context(), id, 1, time.Minute, 0.5, odd))
		must(t, w.tx(t, func(ctx context.Context, tx *db.Tx) error {
			_, err := w.Fail(ctx, tx, id, 1, "e", zoetrope.Errorf(zoetrope.CodeEngine, "%s", odd))
			return err
		}))
		g, err := w.Get(t.Context(), w.acct, id)
		must(t, err)
		if !strings.HasPrefix(g.Reason, "ablong") || len(g.Reason) > 1000 {
			t.Errorf("the reason is kept as %q", g.Reason)
		}
	})
}
