//go:build e2e

package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// firstAccount is what the server calls the account of the bootstrap key.
const firstAccount = "default"

// receiver is a webhook's. It hangs until it is told not to, and keeps what
// came.
type receiver struct {
	*httptest.Server
	arrived chan string // bodies, as they arrive
	hang    chan struct{}
	release func()
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{arrived: make(chan string, 100), hang: make(chan struct{})}
	r.release = sync.OnceFunc(func() { close(r.hang) })
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.arrived <- string(body)
		select {
		case <-r.hang:
			_, _ = io.WriteString(w, "ok")
		case <-req.Context().Done(): // the sender is gone
		}
	}))
	t.Cleanup(r.Close)
	t.Cleanup(r.release)
	return r
}

// await returns the next body.
func (r *receiver) await(t *testing.T) string {
	t.Helper()
	select {
	case body := <-r.arrived:
		return body
	case <-time.After(3 * time.Minute):
		t.Fatal("no webhook arrives")
		return ""
	}
}

// forget drops what has arrived.
func (r *receiver) forget() {
	for len(r.arrived) > 0 {
		<-r.arrived
	}
}

// TestKilledServerStillTells kills a server while a receiver hangs: the video
// is settled, the receiver has not acknowledged. A server that is started on the
// same data tells it again, and once it has acknowledged, never again. Another
// receiver is not kept waiting meanwhile.
func TestKilledServerStillTells(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := start(t, data, "serve", "--allow-private-urls", "--lease", "3s")
	hanging, quick := newReceiver(t), newReceiver(t)
	quick.release()
	slow, other := newWebhook(t, data, hanging.URL), newWebhook(t, data, quick.URL)

	told := submitTold(t, first, slow)
	if body := hanging.await(t); !strings.Contains(body, told) {
		t.Fatalf("the first webhook is about something else: %s", body)
	}
	// The receiver hangs: another one must hear of another video nevertheless.
	if next := submitTold(t, first, other); !strings.Contains(quick.await(t), next) {
		t.Error("the quick receiver heard of another video")
	}
	first.kill()
	hanging.forget() // also what was repeated because the receiver was too slow

	hanging.release()
	second := start(t, data, "serve", "--allow-private-urls", "--lease", "3s")
	if body := hanging.await(t); !strings.Contains(body, told) {
		t.Errorf("after the restart the webhook is about something else: %s", body)
	}
	awaitDelivered(t, data, told)

	hanging.forget()
	// What comes next is about the next video: nothing is told twice.
	next := submitTold(t, second, slow)
	if body := hanging.await(t); !strings.Contains(body, next) {
		t.Errorf("an acknowledged webhook came again: %s", body)
	}
}

// submitTold submits a small video that a webhook is told about, and returns
// its id as text.
func submitTold(t *testing.T, p *process, webhookID string) string {
	t.Helper()
	request := clip("misty mountains at dawn")
	request.Duration, request.WebhookID = 1, webhookID
	submitted, err := p.client(t).TextToVideo(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatInt(submitted.VideoID, 10)
}

// newWebhook registers an address for the only account.
func newWebhook(t *testing.T, data, url string) string {
	t.Helper()
	out, errs, code := command(t, nil, "webhook", "create", firstAccount, url, "--json", "--data", data)
	if code != 0 {
		t.Fatalf("webhook create: exit code %d: %s", code, errs)
	}
	var created struct {
		ID json.Number `json:"webhook_id"`
	}
	if err := json.Unmarshal([]byte(out), &created); err != nil {
		t.Fatalf("webhook create printed %q: %v", out, err)
	}
	return created.ID.String()
}

// awaitDelivered waits until the delivery about a video is noted as
// acknowledged.
func awaitDelivered(t *testing.T, data, video string) {
	t.Helper()
	for look := time.NewTicker(200 * time.Millisecond); ; <-look.C {
		out, errs, code := command(t, nil, "webhook", "deliveries", firstAccount, "--json", "--data", data)
		if code != 0 {
			t.Fatalf("webhook deliveries: exit code %d: %s", code, errs)
		}
		var all []struct {
			Generation json.Number `json:"video_id"`
			State      string      `json:"state"`
		}
		if err := json.Unmarshal([]byte(out), &all); err != nil {
			t.Fatalf("webhook deliveries printed %q: %v", out, err)
		}
		for _, d := range all {
			if d.Generation.String() == video && d.State == "delivered" {
				return
			}
		}
	}
}
