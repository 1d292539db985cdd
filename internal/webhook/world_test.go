package webhook_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/generation"
	"zoetrope/internal/outbound"
	"zoetrope/internal/render"
	"zoetrope/internal/webhook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// world is a platform whose generations end as the test says, and the webhooks
// of it.
type world struct {
	*webhook.Service
	config   webhook.Config // of the service, to make another process
	db       *db.DB
	gens     *generation.Service
	accounts *account.Service
	acct     int64
	lookups  atomic.Int64 // how often an outcome was looked up
}

func newWorld(t *testing.T, d *db.DB, change ...func(*webhook.Config)) *world {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	w := &world{db: d}
	w.config = webhook.Config{
		DB: d, Log: quiet, HTTP: outbound.New(outbound.Options{AllowPrivate: true}).HTTP(), Outcome: w.outcome,
		SweepEvery: 20 * time.Millisecond, Workers: 2,
	}
	for _, f := range change {
		f(&w.config)
	}
	var err error
	w.Service, err = webhook.New(w.config)
	must(t, err)
	offer, err := catalog.Load()
	must(t, err)
	queue, err := render.NewQueue(d, quiet)
	must(t, err)
	w.accounts = account.New(d, offer)
	w.gens = generation.New(generation.Config{
		DB: d, Accounts: w.accounts, Catalog: offer, Queue: queue, Log: quiet,
		CheckWebhook: w.Check, Settled: w.Settled,
	})
	a, err := w.accounts.Create(t.Context(), "test", "business")
	must(t, err)
	w.acct = a.ID
	return w
}

// each runs test on all databases.
func each(t *testing.T, test func(t *testing.T, w *world), change ...func(*webhook.Config)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, newWorld(t, d, change...)) })
}

// outcome counts its calls in the URL, which is new each time.
func (w *world) outcome(ctx context.Context, account, id int64) (webhook.Outcome, error) {
	g, err := w.gens.Get(ctx, account, id)
	o := webhook.Outcome{TraceID: g.TraceID, Status: g.Status, Credits: g.Price}
	if g.Status == zoetrope.StatusSucceeded {
		o.URL = fmt.Sprintf("https://files.example/%d.mp4?look=%d&sig=a%%2Bb", id, w.lookups.Add(1))
		o.Size, o.HasAudio = 1234, true
	}
	return o, err
}

// start runs the service until the test ends.
func (w *world) start(t *testing.T) {
	t.Helper()
	must(t, w.Start(t.Context()))
	t.Cleanup(func() { must(t, w.Stop(context.Background())) })
}

// endpoint registers an address.
func (w *world) endpoint(t *testing.T, address string) (id int64, secret string) {
	t.Helper()
	e, secret, err := w.Create(t.Context(), w.acct, address, webhook.EncodingRaw)
	must(t, err)
	return e.ID, secret
}

// submit asks for a video whose end the endpoint is to hear of.
func (w *world) submit(t *testing.T, webhookID string) (zoetrope.Generation, error) {
	t.Helper()
	g, _, err := w.gens.Submit(t.Context(), generation.Submission{
		Account: w.acct, TraceID: "trace", BodyHash: strconv.FormatInt(time.Now().UnixNano(), 10), Width: 640, Height: 360,
		Spec: &zoetrope.TextToVideoSpec{
			VideoSpec: zoetrope.VideoSpec{
				Model: "v6", Prompt: "a fox", Duration: 1, Quality: zoetrope.Quality360, WebhookID: webhookID,
			},
			AspectRatio: "16:9",
		},
	})
	return g, err
}

// settle submits a generation for the endpoint and ends it.
func (w *world) settle(t *testing.T, endpoint int64, end string) zoetrope.Generation {
	t.Helper()
	g, err := w.submit(t, strconv.FormatInt(endpoint, 10))
	must(t, err)
	ctx := t.Context()
	if end == "cancel" {
		_, err := w.gens.Cancel(ctx, w.acct, g.ID)
		must(t, err)
		return g
	}
	if end == "time out" {
		w.exec(t, `UPDATE generations SET created = 1 WHERE id = $1`, g.ID)
		_, err := w.gens.Reap(ctx)
		must(t, err)
		return g
	}
	_, err = w.gens.Claim(ctx, g.ID, 1, time.Hour)
	must(t, err)
	must(t, w.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) error { return w.end(ctx, tx, g.ID, end) }))
	return g
}

// end is what a worker's settling transaction does.
func (w *world) end(ctx context.Context, tx *db.Tx, id int64, end string) (err error) {
	switch end {
	case "succeed":
		return w.gens.Succeed(ctx, tx, id, 1, generation.Result{Engine: "test"})
	case "fail":
		_, err = w.gens.Fail(ctx, tx, id, 1, "test", zoetrope.Errorf(zoetrope.CodeEngine, "the lens cap was on"))
	case "block":
		_, err = w.gens.Fail(ctx, tx, id, 1, "test", zoetrope.Errorf(zoetrope.CodeModeration, "against the policy"))
	}
	return err
}

func (w *world) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	must(t, w.db.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}))
}

func (w *world) count(t *testing.T, query string, args ...any) int64 {
	t.Helper()
	n, err := db.Int64(w.db.Read().QueryRow(t.Context(), query, args...))
	must(t, err)
	return n
}

// delivery returns the only delivery.
func (w *world) delivery(t *testing.T) webhook.Delivery {
	t.Helper()
	all, err := w.Deliveries(t.Context(), w.acct, 10)
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("%d deliveries, want 1", len(all))
	}
	return all[0]
}

// request is what a receiver got.
type request struct {
	header http.Header
	body   string
}

// receiver is a customer's server. answer may be changed between requests.
type receiver struct {
	*httptest.Server
	got    chan request
	answer func(w http.ResponseWriter, r *http.Request)
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{got: make(chan request, 100), answer: reply(http.StatusOK, "ok")}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return
		}
		r.got <- request{req.Header.Clone(), string(body)}
		r.answer(w, req)
	}))
	t.Cleanup(r.Close)
	return r
}

func reply(status int, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// hang answers when the client has gone.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
