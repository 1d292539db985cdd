package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/internal/db"
	"zoetrope/internal/outbound"
	"zoetrope/internal/webhook"
)

// TestEveryFinalStateIsTold ends generations in each way.
func TestEveryFinalStateIsTold(t *testing.T) {
	for end, status := range map[string]int{"succeed": 1, "fail": 8, "block": 7, "cancel": 8, "time out": 8} {
		t.Run(end, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				r := newReceiver(t)
				endpoint, secret := w.endpoint(t, r.URL+"/hook?a=1")
				g := w.settle(t, endpoint, end)
				must(t, w.Deliver(t.Context(), endpoint))
				got := <-r.got

				address, size := "", 0
				if end == "succeed" {
					address, size = fmt.Sprintf("https://files.example/%d.mp4?look=1&sig=a%%2Bb", g.ID), 1234
				}
				want := fmt.Sprintf(`{"id":"%d","status":%d,"url":"%s","size":%d,"has_audio":%t,"credits":5}`,
					g.ID, status, address, size, end == "succeed")
				if got.body != want {
					t.Errorf("body\n%s\nwant\n%s", got.body, want)
				}
				h := got.header
				nonce, timestamp := h.Get("Webhook-Nonce"), h.Get("Webhook-Timestamp")
				if sent, err := strconv.ParseInt(timestamp, 10, 64); err != nil || time.Since(time.Unix(sent, 0)).Abs() > time.Minute {
					t.Errorf("timestamp %q", timestamp)
				}
				if len(nonce) != 32 || h.Get("Content-Type") != "application/json" || h.Get("Ai-Trace-Id") != "trace" {
					t.Errorf("headers %v", h)
				}
				if want := webhook.Sign(secret, timestamp, nonce, webhook.Percent(got.body)); h.Get("Webhook-Signature") != want {
					t.Errorf("signature %q, want %q", h.Get("Webhook-Signature"), want)
				}
				if d := w.delivery(t); d.State != webhook.StateDelivered || d.Attempt != 1 || d.LastStatus != 200 || d.Body != got.body {
					t.Errorf("delivery %+v", d)
				}
				// Nothing is left to do.
				must(t, w.Deliver(t.Context(), endpoint))
				if len(r.got) != 0 {
					t.Error("delivered twice")
				}
			})
		})
	}
}

// TestOnlySettlementsWithWebhooksAreTold: no webhook_id, or one that was
// deleted before the end.
func TestOnlySettlementsWithWebhooksAreTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.settle(t, 0, "fail")
		endpoint, _ := w.endpoint(t, "https://example.com/")
		g, err := w.submit(t, strconv.FormatInt(endpoint, 10))
		must(t, err)
		must(t, w.Delete(t.Context(), endpoint))
		_, err = w.gens.Cancel(t.Context(), w.acct, g.ID)
		must(t, err)
		if n := w.count(t, `SELECT count(*) FROM deliveries`); n != 0 {
			t.Errorf("%d deliveries", n)
		}
	})
}

// TestSettlementThatRollsBackTellsNobody: delivery and job stand and fall with
// the settling transaction.
func TestSettlementThatRollsBackTellsNobody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		endpoint, _ := w.endpoint(t, "https://example.com/")
		g, err := w.submit(t, strconv.FormatInt(endpoint, 10))
		must(t, err)
		_, err = w.gens.Claim(t.Context(), g.ID, 1, time.Hour)
		must(t, err)
		const jobs = `SELECT count(*) FROM river_job WHERE kind = 'webhook'`
		crash := errors.New("the power went")
		err = w.db.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := w.end(ctx, tx, g.ID, "succeed"); err != nil {
				return err
			}
			if n, err := db.Int64(tx.QueryRow(ctx, jobs)); err != nil || n != 1 {
				t.Errorf("%d jobs before the crash, %v", n, err)
			}
			return crash
		})
		if !errors.Is(err, crash) {
			t.Fatal(err)
		}
		if n, m := w.count(t, `SELECT count(*) FROM deliveries`), w.count(t, jobs); n != 0 || m != 0 {
			t.Errorf("%d deliveries and %d jobs after the crash", n, m)
		}
		must(t, w.db.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return w.end(ctx, tx, g.ID, "succeed") }))
		if n, m := w.count(t, `SELECT count(*) FROM deliveries`), w.count(t, jobs); n != 1 || m != 1 {
			t.Errorf("%d deliveries and %d jobs after the repetition", n, m)
		}
	})
}

// TestScheduleDeathAndRedelivery walks the whole schedule.
func TestScheduleDeathAndRedelivery(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := newReceiver(t)
		r.answer = reply(http.StatusInternalServerError, "ok")
		endpoint, _ := w.endpoint(t, r.URL)
		w.settle(t, endpoint, "succeed")
		want := []time.Duration{
			2 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute,
			5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour,
		}
		for i, wait := range want {
			before := w.count(t, `SELECT now_us()`)
			must(t, w.Deliver(t.Context(), endpoint))
			after := w.count(t, `SELECT now_us()`)
			d := w.delivery(t)
			next := db.Micros(d.Next)
			if d.State != webhook.StatePending || d.Attempt != i+1 || next < before+wait.Microseconds() || next > after+wait.Microseconds() {
				t.Fatalf("after attempt %d: %+v, want the next in %v", i+1, d, wait)
			}
			// Too early: nothing is sent.
			must(t, w.Deliver(t.Context(), endpoint))
			w.exec(t, `UPDATE deliveries SET next = 0`)
		}
		must(t, w.Deliver(t.Context(), endpoint))
		d := w.delivery(t)
		if d.State != webhook.StateDead || d.Attempt != 9 || d.LastStatus != 500 || !strings.Contains(d.LastReason, "500") {
			t.Fatalf("after the last attempt: %+v", d)
		}
		if n := w.count(t, `SELECT count(*) FROM deliveries WHERE finished = 0`); n != 0 || len(r.got) != 9 {
			t.Errorf("%d pending, %d requests", n, len(r.got))
		}

		r.answer = reply(http.StatusOK, "ok")
		if _, err := w.Redeliver(t.Context(), d.ID); err != nil {
			t.Fatal(err)
		}
		must(t, w.Deliver(t.Context(), endpoint))
		if d := w.delivery(t); d.State != webhook.StateDelivered || d.Attempt != 10 || d.LastReason != "" || !strings.Contains(d.Body, "look=10") {
			t.Errorf("after redelivery: %+v; its URL must be fresh", d)
		}
	})
}

// TestWrongAcknowledgements: only 200 and exactly ok counts.
func TestWrongAcknowledgements(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter, *http.Request)
		reason string
	}{
		"upper case": {reply(200, "OK"), `"OK"`},
		"newline":    {reply(200, "ok\n"), `"ok\n"`},
		"json":       {reply(200, `"ok"`), "exactly"},
		"empty":      {reply(200, ""), "exactly"},
		"long":       {reply(200, "ok"+strings.Repeat(" ", 1<<20)), "exactly"},
		"201":        {reply(201, "ok"), "201"},
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, "307"},
		"too slow":  {hang, "no complete answer"},
		"hangs up":  {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "EOF"},
		"zero byte": {reply(200, "o\x00k"), "exactly"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				r := newReceiver(t)
				r.answer = c.answer
				endpoint, _ := w.endpoint(t, r.URL)
				w.settle(t, endpoint, "fail")
				must(t, w.Deliver(t.Context(), endpoint))
				if d := w.delivery(t); d.State != webhook.StatePending || !strings.Contains(d.LastReason, c.reason) {
					t.Errorf("%+v, want a reason with %q", d, c.reason)
				}
				if len(r.got) != 1 {
					t.Errorf("%d requests", len(r.got))
				}
			}, func(cfg *webhook.Config) {
				if name == "too slow" {
					cfg.Timeout = 20 * time.Millisecond
				}
			})
		})
	}
}

// TestPrivateAddressesAreRefused: the request never leaves.
func TestPrivateAddressesAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := newReceiver(t)
		endpoint, _ := w.endpoint(t, r.URL)
		w.settle(t, endpoint, "fail")
		must(t, w.Deliver(t.Context(), endpoint))
		if d := w.delivery(t); d.State != webhook.StatePending || !strings.Contains(d.LastReason, "may not be called") || d.LastStatus != 0 {
			t.Errorf("%+v", d)
		}
		if len(r.got) != 0 {
			t.Error("a private address was called")
		}
	}, func(c *webhook.Config) { c.HTTP = outbound.New(outbound.Options{}).HTTP() })
}

// TestDeadProcess: a process that died with a claim loses nothing.
func TestDeadProcess(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		r := newReceiver(t)
		endpoint, _ := w.endpoint(t, r.URL)
		w.settle(t, endpoint, "succeed")
		w.exec(t, `DELETE FROM river_job WHERE kind = 'webhook'`)
		must(t, w.Claim(ctx, endpoint)) // and dies
		must(t, w.Deliver(ctx, endpoint))
		if n, err := w.Sweep(ctx); n != 0 || err != nil || len(r.got) != 0 {
			t.Fatalf("while the claim holds: %d woken, %d requests, %v", n, len(r.got), err)
		}
		w.exec(t, `UPDATE webhook_endpoints SET lease = 1`)
		for i, want := range []int{1, 0} { // one wake-up is enough
			if n, err := w.Sweep(ctx); n != want || err != nil {
				t.Errorf("sweep %d after the claim lapsed: %d woken, %v", i, n, err)
			}
		}
		w.start(t)
		<-r.got
		w.await(t, webhook.StateDelivered, 1)
		if d := w.delivery(t); d.Attempt != 2 {
			t.Errorf("%+v", d)
		}
	})
}

// await waits until n deliveries are in a state.
func (w *world) await(t *testing.T, state webhook.State, n int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		got, err := db.Int64(w.db.Read().QueryRow(ctx, `SELECT count(*) FROM deliveries WHERE state = $1`, string(state)))
		must(t, err)
		if got == n {
			return
		}
		<-tick.C
	}
}

// TestSlowReceiverHarmsOnlyItself: with two workers, three deliveries to one
// that hangs and three to one that answers.
func TestSlowReceiverHarmsOnlyItself(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		slow, quick := newReceiver(t), newReceiver(t)
		release := make(chan struct{})
		slow.answer = func(rw http.ResponseWriter, r *http.Request) {
			select {
			case <-release:
			case <-r.Context().Done():
			}
			reply(200, "ok")(rw, r)
		}
		slowID, _ := w.endpoint(t, slow.URL)
		quickID, _ := w.endpoint(t, quick.URL)
		for range 3 {
			w.settle(t, slowID, "succeed")
		}
		w.start(t)
		<-slow.got
		for range 3 {
			w.settle(t, quickID, "succeed")
		}
		w.await(t, webhook.StateDelivered, 3)
		if len(slow.got) != 0 || len(quick.got) != 3 {
			t.Errorf("%d more requests to the slow receiver, %d to the quick one", len(slow.got), len(quick.got))
		}
		close(release)
		w.await(t, webhook.StateDelivered, 6)
	})
}

// TestStopSendsAgain: a request that a stop broke off costs no step of the
// schedule, and the next process sends it.
func TestStopSendsAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := newReceiver(t)
		r.answer = hang
		endpoint, _ := w.endpoint(t, r.URL)
		w.start(t)
		w.settle(t, endpoint, "succeed")
		<-r.got
		must(t, w.Stop(t.Context()))
		if n := w.count(t, `SELECT count(*) FROM deliveries WHERE state = 'pending' AND step = 0 AND attempt = 1`); n != 1 {
			t.Fatalf("after the stop: %+v", w.delivery(t))
		}
		r.answer = reply(200, "ok")
		next, err := webhook.New(w.config)
		must(t, err)
		must(t, next.Start(t.Context()))
		w.await(t, webhook.StateDelivered, 1)
		must(t, next.Stop(t.Context()))
	})
}

// TestRetriesThroughTheQueue lets a real schedule, of no length, run.
func TestRetriesThroughTheQueue(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := newReceiver(t)
		r.answer = reply(200, "no")
		endpoint, _ := w.endpoint(t, r.URL)
		w.start(t)
		w.settle(t, endpoint, "block")
		w.await(t, webhook.StateDead, 1)
		if len(r.got) != 3 {
			t.Errorf("%d requests, want 3", len(r.got))
		}
	}, func(c *webhook.Config) { c.Schedule = []time.Duration{time.Nanosecond, time.Nanosecond} })
}

// TestWebhookIDs checks what requests may name, and that a refusal costs
// nothing.
func TestWebhookIDs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mine, _ := w.endpoint(t, "https://example.com/hook")
		gone, _ := w.endpoint(t, "https://example.com/gone")
		must(t, w.Delete(t.Context(), gone))
		other, err := w.accounts.Create(t.Context(), "other", "free")
		must(t, err)
		foreign, _, err := w.Create(t.Context(), other.ID, "https://example.com/", webhook.EncodingQuery)
		must(t, err)

		own := strconv.FormatInt(mine, 10)
		for _, ok := range []string{"", "0", own, " " + own + " ", own + ".0"} {
			must(t, w.Check(t.Context(), w.acct, ok))
		}
		before, err := w.accounts.Show(t.Context(), w.acct)
		must(t, err)
		for _, bad := range []string{
			"whk_1", "-1", "1", "99999999999999999999999", strings.Repeat("9", 5000),
			strconv.FormatInt(gone, 10), strconv.FormatInt(foreign.ID, 10),
		} {
			_, err := w.submit(t, bad)
			e, ok := errors.AsType[*zoetrope.Error](err)
			if !ok || e.Code != zoetrope.CodeInvalid || e.Field != "webhook_id" || !strings.Contains(e.Message, "webhook_id") || len(e.Message) > 300 {
				t.Errorf("webhook_id %.40q: %v", bad, err)
			}
		}
		after, err := w.accounts.Show(t.Context(), w.acct)
		must(t, err)
		if before != after || w.count(t, `SELECT count(*) FROM generations`) != 0 {
			t.Errorf("refusals changed the account: %+v, then %+v", before, after)
		}
	})
}

func TestEndpoints(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for _, bad := range []string{"", "example.com", "ftp://example.com/", "http:///x", "https://u:p@example.com/", "https://example.com/" + strings.Repeat("x", 2000)} {
			if _, _, err := w.Create(ctx, w.acct, bad, webhook.EncodingRaw); zoetrope.CodeOf(err) != zoetrope.CodeInvalid {
				t.Errorf("address %.40q: %v", bad, err)
			}
		}
		if _, _, err := w.Create(ctx, w.acct, "https://example.com/", "xml"); zoetrope.CodeOf(err) != zoetrope.CodeInvalid {
			t.Error(err)
		}
		a, first := w.endpoint(t, "https://example.com/a")
		b, second := w.endpoint(t, "https://example.com/b")
		if first == second || len(first) < 40 {
			t.Errorf("secrets %q and %q", first, second)
		}
		w.settle(t, b, "fail")
		must(t, w.Delete(ctx, b))
		all, err := w.Endpoints(ctx, w.acct)
		must(t, err)
		if len(all) != 1 || all[0].ID != a || all[0].URL != "https://example.com/a" {
			t.Errorf("%+v", all)
		}
		d := w.delivery(t)
		if d.State != webhook.StateDead || !strings.Contains(d.LastReason, "deleted") {
			t.Errorf("%+v", d)
		}
		if _, err := w.Redeliver(ctx, d.ID); zoetrope.CodeOf(err) != zoetrope.CodeInvalid {
			t.Error(err)
		}
		if _, err := w.Redeliver(ctx, 1); zoetrope.CodeOf(err) != zoetrope.CodeNotFound {
			t.Error(err)
		}
		if err := w.Delete(ctx, b); zoetrope.CodeOf(err) != zoetrope.CodeNotFound {
			t.Error(err)
		}
		must(t, w.Expire(ctx, time.Hour))
		w.delivery(t)
		w.exec(t, `UPDATE deliveries SET finished = 1`)
		must(t, w.Expire(ctx, time.Hour))
		if n := w.count(t, `SELECT count(*) FROM deliveries`); n != 0 {
			t.Errorf("%d old deliveries are kept", n)
		}
	})
}

// TestSignature compares with answers that Python's hmac and urllib gave.
func TestSignature(t *testing.T) {
	t.Parallel()
	o := webhook.Outcome{
		Status: zoetrope.StatusSucceeded, URL: "https://e.org/a b.mp4?x=1&y=~'()*!<é>", Size: 10, HasAudio: true, Credits: 100,
	}
	for _, c := range []struct {
		encoding      webhook.Encoding
		encoded, sign string
	}{
		{webhook.EncodingRaw, "%7B%22id%22%3A%2242%22%2C%22status%22%3A1%2C%22url%22%3A%22https%3A%2F%2Fe.org%2Fa%20b.mp4%3Fx%3D1%26y%3D~'()*!%3C%C3%A9%3E%22%2C%22size%22%3A10%2C%22has_audio%22%3Atrue%2C%22credits%22%3A100%7D",
			"5jX+HWpfIpzhuPKb9v50t28vlS9HAb793ylCCheZ6Bw="},
		{webhook.EncodingQuery, "id=42&status=1&url=https%3A%2F%2Fe.org%2Fa%20b.mp4%3Fx%3D1%26y%3D~'()*!%3C%C3%A9%3E&size=10&has_audio=true&credits=100",
			"0KHTsE+8Q18bmQlqeRpHf2IM0+XJZ+ZTBaZHJfIoy3s="},
	} {
		body, encoded, err := webhook.Signed(42, o, c.encoding)
		must(t, err)
		if !json.Valid([]byte(body)) || encoded != c.encoded {
			t.Errorf("%s: %s\n%s", c.encoding, body, encoded)
		}
		if got := webhook.Sign("whs_secret", "1700000000", "n0nce", encoded); got != c.sign {
			t.Errorf("%s: signature %s, want %s", c.encoding, got, c.sign)
		}
	}
}

// TestTraceHeaderThatNoHeaderCanCarry still delivers.
func TestTraceHeaderThatNoHeaderCanCarry(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := newReceiver(t)
		endpoint, _ := w.endpoint(t, r.URL)
		w.settle(t, endpoint, "succeed")
		w.exec(t, `UPDATE generations SET trace_id = $1`, "line\nbreak é")
		must(t, w.Deliver(t.Context(), endpoint))
		if got := (<-r.got).header.Get("Ai-Trace-Id"); len(got) != 32 {
			t.Errorf("Ai-Trace-Id %q", got)
		}
	})
}
