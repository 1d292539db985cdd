package pixverse

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"zoetrope"
)

// adapter is a server of endpoints made for these tests.
type adapter struct {
	*httptest.Server
	log     bytes.Buffer
	metrics *prometheus.Registry
}

func newAdapter(t *testing.T, c Config, endpoints ...endpoint) *adapter {
	t.Helper()
	a := &adapter{metrics: prometheus.NewRegistry()}
	authenticate := func(_ context.Context, secret string) (zoetrope.Account, error) {
		switch secret {
		case "good":
			return zoetrope.Account{ID: 7}, nil
		case "":
			return zoetrope.Account{}, zoetrope.Errorf(zoetrope.CodeKeyMissing, "send API-KEY")
		}
		return zoetrope.Account{}, zoetrope.Errorf(zoetrope.CodeKeyUnknown, "unknown API-KEY")
	}
	c.Log = slog.New(slog.NewJSONHandler(&a.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c.Metrics = a.metrics
	s := newServer(c, authenticate)
	s.register(endpoints)
	a.Server = httptest.NewServer(s)
	t.Cleanup(a.Close)
	return a
}

// do sends a request and returns the answer with its envelope.
func (a *adapter) do(t *testing.T, method, path, key, body string, header http.Header) (*http.Response, envelope) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, a.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	if key != "" {
		r.Header.Set("api-key", key)
	}
	resp, err := a.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var e envelope
	if method != http.MethodHead {
		if err := json.Unmarshal(data, &e); err != nil {
			t.Fatalf("%s %s answers %q: %v", method, path, data, err)
		}
		if e.ErrMsg == "" || (e.ErrCode == 0) != (e.Resp != nil) {
			t.Errorf("%s %s: incoherent envelope %s", method, path, data)
		}
	}
	return resp, e
}

// echo answers what it understood.
var echo = endpoint{
	method: http.MethodPost, path: "/echo/{id}", input: inputFields,
	handle: func(_ context.Context, req *Request) (any, error) {
		id, err := req.pathID("id")
		if err != nil {
			return nil, err
		}
		return map[string]any{"id": id, "trace": req.TraceID, "fields": len(req.Fields)}, nil
	},
}

func TestRoutesAndHeaders(t *testing.T) {
	t.Parallel()
	look := endpoint{method: http.MethodGet, path: "/look", handle: func(_ context.Context, req *Request) (any, error) {
		return map[string]any{"fields": len(req.Fields)}, nil
	}}
	a := newAdapter(t, Config{}, echo, look)
	for _, c := range []struct {
		name, method, path, key, body string
		status, errCode               int
	}{
		{"ok", "POST", "/echo/5", "good", `{"a":1}`, 200, 0},
		{"doubled and trailing slashes", "POST", "//echo//5/", "good", `{"a":1}`, 200, 0},
		{"no key", "POST", "/echo/5", "", `{"a":1}`, 200, 10004},
		{"blank key", "POST", "/echo/5", " ", `{"a":1}`, 200, 10004},
		{"wrong key", "POST", "/echo/5", "bad", `{"a":1}`, 200, 10001},
		{"bad body", "POST", "/echo/5", "good", `{`, 200, 400013},
		{"id zero", "POST", "/echo/0", "good", `{}`, 200, 400017},
		{"id of letters", "POST", "/echo/abc", "good", `{}`, 200, 400017},
		{"id negative", "POST", "/echo/-5", "good", `{}`, 200, 400017},
		{"id beyond 2^53", "POST", "/echo/9007199254740993", "good", `{}`, 200, 500008},
		{"id beyond int64", "POST", "/echo/99999999999999999999999999", "good", `{}`, 200, 500008},
		{"body too large", "POST", "/echo/5", "good", strings.Repeat(" ", maxBody+10), 200, 400017},
		{"wrong method", "GET", "/echo/5", "good", "", 405, 400},
		{"wrong path", "GET", "/openapi/v2/nothing", "good", "", 404, 400},
		{"root", "GET", "/", "", "", 404, 400},
		{"dots", "POST", "/echo/..", "good", "", 404, 400},
		{"dots in front", "POST", "/./echo/5", "good", "", 404, 400},
		{"query", "GET", "/look?page=1&size=2", "good", "", 200, 0},
		{"GET with a JSON body", "GET", "/look", "good", `{"page":1}`, 200, 0},
		{"GET with a broken body", "GET", "/look", "good", `{"page":`, 200, 0},
		{"HEAD", "HEAD", "/look", "good", "", 200, 0},
	} {
		header := http.Header{"Ai-Trace-Id": {"trace-1"}, "Content-Type": {"application/json"}}
		resp, e := a.do(t, c.method, c.path, c.key, c.body, header)
		if resp.StatusCode != c.status || e.ErrCode != c.errCode {
			t.Errorf("%s: HTTP %d, ErrCode %d (%s); want %d, %d", c.name, resp.StatusCode, e.ErrCode, e.ErrMsg, c.status, c.errCode)
		}
		if got := resp.Header.Get("Ai-trace-id"); got != "trace-1" {
			t.Errorf("%s: Ai-trace-id is %q", c.name, got)
		}
		if len(resp.Header.Get("X-Request-Id")) != 16 {
			t.Errorf("%s: X-Request-Id is %q", c.name, resp.Header.Get("X-Request-Id"))
		}
	}
	if resp, _ := a.do(t, "DELETE", "/echo/5", "good", "", nil); resp.Header.Get("Allow") != "POST" {
		t.Errorf("Allow is %q", resp.Header.Get("Allow"))
	}
}

func TestTraceIDs(t *testing.T) {
	t.Parallel()
	a := newAdapter(t, Config{}, echo)
	for _, c := range []struct{ sent, seen, echoed string }{
		{"0f1e2d3c-0000-4000-8000-000000000001", "0f1e2d3c-0000-4000-8000-000000000001", "0f1e2d3c-0000-4000-8000-000000000001"},
		{"{{$string.uuid}}", "{{$string.uuid}}", "{{$string.uuid}}"},
		{" 123 ", "123", "123"},
		{"caf\xe9", "caf\uFFFD", "caf"},
		{strings.Repeat("x", 1000), strings.Repeat("x", 1000), strings.Repeat("x", zoetrope.MaxTraceID)},
		{"", "", ""},
	} {
		resp, e := a.do(t, "POST", "/echo/5", "good", "{}", http.Header{"AI-trace-ID": {c.sent}})
		seen, _ := e.Resp.(map[string]any)["trace"].(string)
		if seen != c.seen {
			t.Errorf("sent %.20q: handler sees %.20q", c.sent, seen)
		}
		echoed := resp.Header.Get("Ai-trace-id")
		if c.echoed == "" {
			c.echoed = resp.Header.Get("X-Request-Id")
		}
		if echoed != c.echoed {
			t.Errorf("sent %.20q: echoed %.20q, want %.20q", c.sent, echoed, c.echoed)
		}
	}
}

func TestFailuresAreAnsweredAndLogged(t *testing.T) {
	t.Parallel()
	a := newAdapter(t, Config{},
		endpoint{method: "GET", path: "/panic", handle: func(context.Context, *Request) (any, error) { panic("lost a wheel") }},
		endpoint{method: "GET", path: "/broken", handle: func(context.Context, *Request) (any, error) { return nil, errors.New("secret cause") }},
		endpoint{method: "GET", path: "/unencodable", handle: func(context.Context, *Request) (any, error) { return make(chan int), nil }},
	)
	for _, path := range []string{"/panic", "/broken", "/unencodable"} {
		_, e := a.do(t, "GET", path, "good", "", nil)
		if e.ErrCode != 99999 || strings.Contains(e.ErrMsg, "wheel") || strings.Contains(e.ErrMsg, "secret") {
			t.Errorf("%s answers %+v", path, e)
		}
	}
	a.Close() // waits for the handlers, after which the log is complete
	for _, want := range []string{"lost a wheel", "serve.go", "secret cause", `"level":"ERROR"`, `"account":7`, `"err_code":99999`} {
		if !strings.Contains(a.log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, a.log.String())
		}
	}
}

func TestReadsAreLimited(t *testing.T) {
	t.Parallel()
	look := endpoint{method: "GET", path: "/look", handle: func(context.Context, *Request) (any, error) { return struct{}{}, nil }}
	a := newAdapter(t, Config{ReadRate: 0.0001, ReadBurst: 2}, look, echo)
	for i := range 2 {
		if resp, e := a.do(t, "GET", "/look", "good", "", nil); resp.StatusCode != http.StatusOK || e.ErrCode != 0 {
			t.Fatalf("read %d: HTTP %d, %+v", i, resp.StatusCode, e)
		}
	}
	resp, e := a.do(t, "GET", "/look", "good", "", nil)
	if resp.StatusCode != http.StatusTooManyRequests || e.ErrCode != 500045 || resp.Header.Get("Retry-After") == "" {
		t.Errorf("third read: HTTP %d, %+v, %v", resp.StatusCode, e, resp.Header)
	}
	if _, e := a.do(t, "POST", "/echo/5", "good", "{}", nil); e.ErrCode != 0 {
		t.Errorf("writes are limited too: %+v", e)
	}
	if n := testutil.CollectAndCount(a.metrics, "zoetrope_api_requests_total"); n != 3 {
		t.Errorf("%d series of requests, want 3 (two routes, one with two codes)", n)
	}
}

func TestLimiterTableIsBounded(t *testing.T) {
	t.Parallel()
	l := newReadLimits(1, 1)
	for account := range int64(maxLimiters) {
		l.buckets[account] = nil
	}
	if err := l.allow(-1, time.Unix(0, 0)); err != nil || len(l.buckets) != 1 {
		t.Errorf("a full table: %v, %d buckets", err, len(l.buckets))
	}
}

// TestLargeUploadIsAnswered sends more than the limit and still expects the
// answer rather than a broken connection.
func TestLargeUploadIsAnswered(t *testing.T) {
	t.Parallel()
	store := endpoint{method: "POST", path: "/store", input: inputUpload, limit: 1 << 20, handle: func(_ context.Context, req *Request) (any, error) {
		n, err := io.Copy(io.Discard, req.Upload.file)
		return map[string]any{"bytes": n}, err
	}}
	a := newAdapter(t, Config{}, store)
	if _, e := a.do(t, "POST", "/store", "good", strings.Repeat("\x00", 1<<20), nil); e.ErrCode != 0 {
		t.Errorf("at the limit: %+v", e)
	}
	_, e := a.do(t, "POST", "/store", "good", strings.Repeat("\x00", 20<<20), nil)
	if e.ErrCode != 500030 || !strings.Contains(e.ErrMsg, "1 MiB") {
		t.Errorf("over the limit: %+v", e)
	}
	if _, e := a.do(t, "POST", "/store", "bad", strings.Repeat("\x00", 20<<20), nil); e.ErrCode != 10001 {
		t.Errorf("large upload with a wrong key: %+v", e)
	}
}
