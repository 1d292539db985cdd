package generation_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/generation"
	"zoetrope/internal/render"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// world is the services over one database, and an account in it.
type world struct {
	*generation.Service
	db       *db.DB
	accounts *account.Service
	acct     int64
}

func newWorld(t testing.TB, d *db.DB, plan string, credits zoetrope.Credits, change ...func(*generation.Config)) *world {
	t.Helper()
	cat, err := catalog.Load()
	must(t, err)
	queue, err := render.NewQueue(d, slog.New(slog.DiscardHandler))
	must(t, err)
	w := &world{db: d, accounts: account.New(d, cat)}
	cfg := generation.Config{
		DB: d, Accounts: w.accounts, Catalog: cat, Queue: queue, Log: slog.New(slog.DiscardHandler),
		Policy: generation.Policy{RetryDelay: time.Nanosecond},
	}
	for _, f := range change {
		f(&cfg)
	}
	w.Service = generation.New(cfg)
	a, err := w.accounts.Create(t.Context(), "test", plan)
	must(t, err)
	w.acct = a.ID
	if credits > 0 {
		_, err = w.accounts.Grant(t.Context(), a.ID, credits, "test")
		must(t, err)
	}
	return w
}

// each runs test in a world with 1000 package credits on plan free (3 at once).
func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, newWorld(t, d, "free", 1000)) })
}

// submission asks for a video of 45 credits.
func (w *world) submission(trace string) generation.Submission {
	return generation.Submission{
		Account: w.acct, TraceID: trace, Width: 1024, Height: 576, BodyHash: "body",
		Spec: &zoetrope.TextToVideoSpec{
			VideoSpec:   zoetrope.VideoSpec{Model: "v5", Prompt: "a fox", Duration: 5, Quality: "540p"},
			AspectRatio: "16:9",
		},
	}
}

const price = 45

func (w *world) submit(t testing.TB) zoetrope.Generation {
	t.Helper()
	g, _, err := w.Submit(t.Context(), w.submission(""))
	must(t, err)
	return g
}

func (w *world) account(t testing.TB) zoetrope.Account {
	t.Helper()
	a, err := w.accounts.Show(t.Context(), w.acct)
	must(t, err)
	return a
}

func (w *world) count(t testing.TB, query string, args ...any) int64 {
	t.Helper()
	n, err := db.Int64(w.db.Read().QueryRow(t.Context(), query, args...))
	must(t, err)
	return n
}

func (w *world) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	must(t, w.tx(t, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}))
}

func (w *world) tx(t testing.TB, fn func(context.Context, *db.Tx) error) error {
	t.Helper()
	return w.db.InTx(t.Context(), fn)
}

func wantCode(t *testing.T, err error, want zoetrope.Code) {
	t.Helper()
	if got := zoetrope.CodeOf(err); got != want {
		t.Errorf("error %v has code %q, want %q", err, got, want)
	}
}

func TestSubmit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		g := w.submit(t)
		if g.ID <= 0 || g.ID > zoetrope.MaxID || g.Status != zoetrope.StatusQueued || g.Price != price ||
			g.Seed < 0 || g.Seed > zoetrope.MaxSeed || g.Created.IsZero() {
			t.Errorf("submitted %+v", g)
		}
		if got := w.account(t); got.Held != price || got.Running != 1 || got.Available() != 1000-price {
			t.Errorf("account after a submission: %+v", got)
		}
		if n := w.count(t, `SELECT count(*) FROM river_job WHERE state = 'available'`); n != 1 {
			t.Errorf("%d jobs are queued, want 1", n)
		}
		read, err := w.Get(t.Context(), w.acct, g.ID)
		must(t, err)
		if read.Spec.Video().Prompt != "a fox" || read.Seed != g.Seed {
			t.Errorf("read back %+v", read)
		}
		_, err = w.Get(t.Context(), w.acct+1, g.ID)
		wantCode(t, err, zoetrope.CodeNotFound)
	})
}

func TestSubmitRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		full := zoetrope.Errorf(zoetrope.CodeUnsupported, "no engine")
		w := newWorld(t, d, "free", 100, func(c *generation.Config) {
			c.Accepts = func(_ context.Context, s zoetrope.Spec) error {
				if s.Video().Prompt == "impossible" {
					return full
				}
				return nil
			}
		})
		video := func(change func(*zoetrope.TextToVideoSpec)) generation.Submission {
			sub := w.submission("123123")
			change(sub.Spec.(*zoetrope.TextToVideoSpec))
			return sub
		}
		tests := []struct {
			name string
			sub  generation.Submission
			want zoetrope.Code
		}{
			{"no prompt", video(func(s *zoetrope.TextToVideoSpec) { s.Prompt = "" }), zoetrope.CodeMissing},
			{"model", video(func(s *zoetrope.TextToVideoSpec) { s.Model = "v9" }), zoetrope.CodeInvalid},
			{"engine", video(func(s *zoetrope.TextToVideoSpec) { s.Prompt = "impossible" }), zoetrope.CodeUnsupported},
			{"plan", video(func(s *zoetrope.TextToVideoSpec) { s.Quality = "720p" }), zoetrope.CodeForbidden},
			{"credits", video(func(s *zoetrope.TextToVideoSpec) { s.Model, s.Duration, s.GenerateAudio = "v6", 15, true }), zoetrope.CodeCredits},
		}
		for _, tt := range tests {
			_, _, err := w.Submit(t.Context(), tt.sub)
			wantCode(t, err, tt.want)
		}
		if n := w.count(t, `SELECT (SELECT count(*) FROM generations) + (SELECT count(*) FROM river_job)`); n != 0 {
			t.Errorf("refused submissions left %d rows", n)
		}
		if got := w.account(t); got.Held != 0 || got.Running != 0 {
			t.Errorf("refused submissions changed the account: %+v", got)
		}
		// The trace id of a refused submission is free.
		_, replayed, err := w.Submit(t.Context(), w.submission("123123"))
		if err != nil || replayed {
			t.Errorf("a trace id stays used after a refusal: %t, %v", replayed, err)
		}
	})
}

func TestConcurrencyAndRate(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for range 3 {
			w.submit(t)
		}
		_, _, err := w.Submit(t.Context(), w.submission(""))
		wantCode(t, err, zoetrope.CodeConcurrency)
		// An hour of submissions ahead of the clock.
		w.exec(t, `UPDATE accounts SET running = 0, tat = now_us() + 3600000000`)
		w.exec(t, `UPDATE generations SET slot = 0`)
		_, _, err = w.Submit(t.Context(), w.submission(""))
		wantCode(t, err, zoetrope.CodeRate)
	})
}

func TestTraceIDs(t *testing.T) {
	const uuid = "6F9619FF-8B86-D011-B42D-00C04FC964FF"
	long := fmt.Sprintf("%0300d", 7)
	tests := []struct {
		name          string
		first, second string
		body          string // of the second; the first's is "body"
		replays       bool
	}{
		{"uuid", uuid, uuid, "body", true},
		{"uuid with another body", uuid, uuid, "other", true},
		{"uuid in lower case", uuid, "6f9619ff-8b86-d011-b42d-00c04fc964ff", "body", true},
		{"text", "123123", "123123", "body", true},
		{"text with another body", "123123", "123123", "other", false},
		{"long text", long, long, "body", true},
		{"long text with another end", long, long + "x", "body", false},
		{"none", "", "", "body", false},
		{"blank", " ", " ", "body", false},
		{"placeholder", "{{$string.uuid}}", "{{$string.uuid}}", "body", false},
		{"text that PostgreSQL cannot hold", "a\x00\xff", "a\x00\xff", "body", true},
	}
	each(t, func(t *testing.T, w *world) {
		for _, tt := range tests {
			sub := w.submission(tt.first)
			a, replayed, err := w.Submit(t.Context(), sub)
			must(t, err)
			if replayed {
				t.Fatalf("%s: the first submission is called a replay", tt.name)
			}
			sub.TraceID, sub.BodyHash = tt.second, tt.body
			b, replayed, err := w.Submit(t.Context(), sub)
			must(t, err)
			if replayed != tt.replays || (a.ID == b.ID) != tt.replays {
				t.Errorf("%s: replayed %t with ids %d and %d, want %t", tt.name, replayed, a.ID, b.ID, tt.replays)
			}
			w.exec(t, `UPDATE generations SET idempotency = NULL, slot = 0`)
			w.exec(t, `UPDATE accounts SET running = 0, tat = 0`)
		}
	})
}

func TestTraceIDsAreScopedByAccount(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, _, err := w.Submit(t.Context(), w.submission("6f9619ff-8b86-d011-b42d-00c04fc964ff"))
		must(t, err)
		other := newWorld(t, w.db, "free", 100)
		b, replayed, err := other.Submit(t.Context(), other.submission("6f9619ff-8b86-d011-b42d-00c04fc964ff"))
		must(t, err)
		if replayed || a.ID == b.ID {
			t.Error("an account was given another one's generation")
		}
	})
}

// Monthly credits are spent first, and a release gives back what each pocket
// gave.
func TestPockets(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.exec(t, `UPDATE accounts SET monthly = 60`)
		first, second := w.submit(t), w.submit(t)
		pockets := func() [2]int64 {
			return [2]int64{w.count(t, `SELECT held_monthly FROM accounts`), w.count(t, `SELECT held_package FROM accounts`)}
		}
		if got := pockets(); got != [2]int64{60, 30} {
			t.Errorf("two holds of 45 take %v, want 60 monthly and 30 package", got)
		}
		_, err := w.Cancel(t.Context(), w.acct, first.ID)
		must(t, err)
		if got := pockets(); got != [2]int64{15, 30} {
			t.Errorf("after the first is released: %v held", got)
		}
		g, err := w.Claim(t.Context(), second.ID, 1, time.Minute)
		must(t, err)
		must(t, w.tx(t, func(ctx context.Context, tx *db.Tx) error {
			return w.Succeed(ctx, tx, g.ID, g.Attempt, generation.Result{})
		}))
		if a := w.account(t); a.Monthly != 45 || a.Package != 970 || a.Held != 0 {
			t.Errorf("after the second is charged: %+v", a)
		}
	})
}
