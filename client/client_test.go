package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zoetrope/client"
)

// script serves one handler per request, in order; the last one repeats.
type script struct {
	url   string
	mu    sync.Mutex
	steps []http.HandlerFunc
	seen  []*http.Request
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	step := s.steps[min(len(s.seen), len(s.steps)-1)]
	s.seen = append(s.seen, r)
	s.mu.Unlock()
	step(w, r)
}

// answer writes a body with a status.
func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// hangUp breaks the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

const (
	submitted   = `{"ErrCode":0,"ErrMsg":"Success","Resp":{"video_id":42,"credits":45,"credit":45}}`
	busy        = `{"ErrCode":500069,"ErrMsg":"busy","Resp":null}`
	noCredits   = `{"ErrCode":500090,"ErrMsg":"not enough credits","Resp":null}`
	unknownPath = `{"ErrCode":400,"ErrMsg":"nothing here","Resp":null}`
)

func start(t *testing.T, steps ...http.HandlerFunc) (*script, *client.Client) {
	t.Helper()
	s := &script{steps: steps}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	c, err := client.New(server.URL+"/", "key",
		client.WithBackoff(time.Microsecond, time.Millisecond), client.WithPolling(time.Microsecond, time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

func TestRetriesKeepTheTraceID(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		steps []http.HandlerFunc
		calls int
		code  int
		ok    bool
	}{
		{"at once", []http.HandlerFunc{answer(200, submitted)}, 1, 0, true},
		{"after a broken connection", []http.HandlerFunc{hangUp, hangUp, answer(200, submitted)}, 3, 0, true},
		{"after a busy server", []http.HandlerFunc{answer(200, busy), answer(503, "<html>"), answer(200, submitted)}, 3, 0, true},
		{"answer cut off", []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "500")
			_, _ = io.WriteString(w, "{")
			panic(http.ErrAbortHandler)
		}, answer(200, submitted)}, 2, 0, true},
		{"always busy", []http.HandlerFunc{answer(200, busy)}, 5, client.CodeBusy, false},
		{"not worth a retry", []http.HandlerFunc{answer(200, noCredits)}, 1, client.CodeNoCredits, false},
		{"no such route", []http.HandlerFunc{answer(404, unknownPath)}, 1, 400, false},
		{"no envelope", []http.HandlerFunc{answer(200, "<html>")}, 1, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, cl := start(t, c.steps...)
			got, err := cl.TextToVideo(t.Context(), client.TextToVideo{Video: client.Video{Prompt: "a fox"}})
			if (err == nil) != c.ok || c.ok && got.VideoID != 42 {
				t.Errorf("got %+v, %v", got, err)
			}
			if e, ok := errors.AsType[*client.Error](err); c.code != 0 && (!ok || e.Code != c.code) {
				t.Errorf("got %v, want ErrCode %d", err, c.code)
			}
			if len(s.seen) != c.calls {
				t.Errorf("%d calls, want %d", len(s.seen), c.calls)
			}
			for _, r := range s.seen {
				if id := r.Header.Get("Ai-trace-id"); len(id) != 36 || id != s.seen[0].Header.Get("Ai-trace-id") {
					t.Errorf("trace id %q after %q", id, s.seen[0].Header.Get("Ai-trace-id"))
				}
				if r.Header.Get("API-KEY") != "key" {
					t.Errorf("API-KEY is %q", r.Header.Get("API-KEY"))
				}
			}
		})
	}
}

func TestCallersTraceIDIsUsed(t *testing.T) {
	t.Parallel()
	s, cl := start(t, answer(200, submitted))
	for range 2 {
		request := client.ImageToVideo{Video: client.Video{Prompt: "a fox", TraceID: "order-17"}, ImageID: 5}
		if _, err := cl.ImageToVideo(t.Context(), request); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range s.seen {
		if got := r.Header.Get("Ai-trace-id"); got != "order-17" {
			t.Errorf("trace id %q", got)
		}
	}
}

func TestRetryAfterIsRead(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"7": 7 * time.Second, "0": 0, "-3": 0, "": 0, "soon": 0, "999999": 2 * time.Minute,
		"Sun, 01 Jan 2034 00:00:00 GMT": 2 * time.Minute, "Sun, 01 Jan 2006 00:00:00 GMT": 0,
	} {
		s, _ := start(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		cl, err := client.New(s.url, "key", client.WithRetries(0))
		if err != nil {
			t.Fatal(err)
		}
		_, err = cl.Balance(t.Context())
		if e, ok := errors.AsType[*client.Error](err); !ok || e.RetryAfter != want || !e.IsRetryable() {
			t.Errorf("Retry-After %q: %v, %+v", header, err, e)
		}
	}
}

func TestWaitFallsBackToTheCompatibleAPI(t *testing.T) {
	t.Parallel()
	result := func(status int) http.HandlerFunc {
		return answer(200, fmt.Sprintf(`{"ErrCode":0,"ErrMsg":"x","Resp":{"id":42,"status":%d,"url":"http://x/v.mp4","create_time":"2026-01-02T03:04:05Z","modify_time":"2026-01-02T03:04:05Z"}}`, status))
	}
	_, cl := start(t, answer(404, "not here"), result(5), hangUp, result(5), result(1))
	looks := 0
	got, err := cl.Wait(t.Context(), 42, func(client.Progress) { looks++ })
	if err != nil || got.Status != client.StatusDone || got.URL == "" || looks != 3 {
		t.Errorf("got %+v, %v after %d looks", got, err, looks)
	}
	_, cl = start(t, answer(404, "not here"), result(8))
	_, err = cl.Wait(t.Context(), 42, nil)
	if e, ok := errors.AsType[*client.GenerationError](err); !ok || e.Status != client.StatusFailed {
		t.Errorf("got %v", err)
	}
}

func TestWaitReportsProgressAndCause(t *testing.T) {
	t.Parallel()
	g := func(status string, progress float64, cause string) http.HandlerFunc {
		return answer(200, fmt.Sprintf(`{"ErrCode":0,"ErrMsg":"x","Resp":{"id":42,"status":%q,"progress":%g,"error":%s}}`, status, progress, cause))
	}
	_, cl := start(t, g("queued", 0, "null"), g("rendering", 0.5, "null"), g("failed", 0.5, `{"code":"engine","message":"lens cap on"}`),
		answer(200, `{"ErrCode":0,"ErrMsg":"x","Resp":{"id":42,"status":8,"create_time":"2026-01-02T03:04:05Z","modify_time":"2026-01-02T03:04:05Z"}}`))
	var seen []string
	_, err := cl.Wait(t.Context(), 42, func(p client.Progress) { seen = append(seen, fmt.Sprint(p.Status, " ", p.Done)) })
	if err == nil || !strings.Contains(err.Error(), "lens cap on") {
		t.Errorf("got %v", err)
	}
	if got := strings.Join(seen, ", "); got != "queued 0, rendering 0.5, failed 0.5" {
		t.Errorf("progress: %s", got)
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	_, cl := start(t, answer(200, `{"ErrCode":0,"ErrMsg":"x","Resp":{"id":42,"status":"queued"}}`))
	if _, err := cl.Wait(ctx, 42, func(client.Progress) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestUploadsAreSentAgainWhole(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("picture "), 50_000)
	var got []byte
	var length int64
	read := func(w http.ResponseWriter, r *http.Request) {
		f, _, err := r.FormFile("image")
		if err != nil {
			t.Error(err)
			return
		}
		length = r.ContentLength
		got, _ = io.ReadAll(f)
		_, _ = io.WriteString(w, `{"ErrCode":0,"ErrMsg":"x","Resp":{"img_id":9,"img_url":"http://x/9"}}`)
	}
	file := filepath.Join(t.TempDir(), "a.png")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, cl := start(t, hangUp, answer(200, busy), read)
	var last, total int64
	image, err := cl.UploadImage(t.Context(), file, func(done, all int64) { last, total = done, all })
	if err != nil || image.ID != 9 || !bytes.Equal(got, content) {
		t.Errorf("got %+v, %v, %d bytes", image, err, len(got))
	}
	if last != int64(len(content)) || total != last || length <= last {
		t.Errorf("progress ends at %d of %d, Content-Length %d", last, total, length)
	}

	_, cl = start(t, read)
	if _, err := cl.UploadImageFrom(t.Context(), io.MultiReader(bytes.NewReader(content)), "a.png", nil); err != nil || !bytes.Equal(got, content) || length != -1 {
		t.Errorf("from a stream: %v, %d bytes, Content-Length %d", err, len(got), length)
	}
	s, cl := start(t, answer(200, busy))
	if _, err := cl.UploadMediaFrom(t.Context(), io.MultiReader(bytes.NewReader(content)), "a.mp4", nil); err == nil || len(s.seen) != 1 {
		t.Errorf("a stream that cannot be sent twice: %v after %d calls", err, len(s.seen))
	}
}

func TestKeyStaysOnTheServer(t *testing.T) {
	t.Parallel()
	other := &script{steps: []http.HandlerFunc{answer(200, submitted)}}
	elsewhere := httptest.NewServer(other)
	t.Cleanup(elsewhere.Close)
	_, cl := start(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusTemporaryRedirect)
	})
	if _, err := cl.Balance(t.Context()); err == nil || len(other.seen) != 0 {
		t.Errorf("followed a redirect with the key: %v", err)
	}
}

func TestNewRefusesBadURLs(t *testing.T) {
	t.Parallel()
	for _, u := range []string{"", "localhost:8080", "ftp://x", "/openapi", "http://", "http://%zz"} {
		if _, err := client.New(u, "key"); err == nil {
			t.Errorf("%q is accepted", u)
		}
	}
}

// flaky serves content with ranges, but breaks off after limit bytes of each
// answer.
func flaky(content []byte, etag string, limit int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if etag != "" {
			w.Header().Set("ETag", etag)
		}
		cut := &cutter{ResponseWriter: w, left: limit}
		http.ServeContent(cut, r, "v.mp4", time.Time{}, bytes.NewReader(content))
		if cut.left <= 0 {
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
	}
}

type cutter struct {
	http.ResponseWriter
	left int
}

func (c *cutter) Write(p []byte) (int, error) {
	if len(p) >= c.left {
		p = p[:c.left]
	}
	c.left -= len(p)
	n, err := c.ResponseWriter.Write(p)
	if err == nil && c.left <= 0 {
		err = io.ErrShortWrite
	}
	return n, err
}

func TestDownloadResumes(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("0123456789"), 40_000)
	for _, c := range []struct {
		name, etag string
		limits     []int
		resumed    bool
		fails      bool
	}{
		{"whole", `"v1"`, []int{1 << 20}, false, false},
		{"broken off twice", `"v1"`, []int{150_000, 150_000, 1 << 20}, true, false},
		{"broken off without an ETag", ``, []int{150_000, 1 << 20}, false, false},
		{"broken off each time", `"v1"`, []int{10_000}, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var steps []http.HandlerFunc
			for _, limit := range c.limits {
				steps = append(steps, flaky(content, c.etag, limit))
			}
			s, cl := start(t, steps...)
			path := filepath.Join(t.TempDir(), "v.mp4")
			var last int64
			n, err := cl.Download(t.Context(), s.url, path, func(done, _ int64) { last = done })
			got, readErr := os.ReadFile(path)
			if c.fails {
				if err == nil || readErr == nil {
					t.Errorf("half a file under its name: %v, %v", err, readErr)
				}
				return
			}
			if err != nil || !bytes.Equal(got, content) || n != int64(len(content)) || last != n {
				t.Errorf("got %d bytes, %v; progress %d", len(got), err, last)
			}
			if ranged := s.seen[len(s.seen)-1].Header.Get("Range") != ""; ranged != c.resumed {
				t.Errorf("last request resumed: %v", ranged)
			}
			if s.seen[0].Header.Get("API-KEY") != "" {
				t.Error("the key was sent with a download")
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*.part")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestDownloadGoesOnInALaterCall(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("0123456789"), 40_000)
	path := filepath.Join(t.TempDir(), "v.mp4")
	s, cl := start(t, flaky(content, `"v1"`, 30_000))
	if _, err := cl.Download(t.Context(), s.url, path, nil); err == nil {
		t.Fatal("the download should have failed")
	}
	// The same version elsewhere continues; another version starts afresh.
	for _, etag := range []string{`"v1"`, `"v2"`} {
		s, cl := start(t, flaky(content, etag, 1<<20))
		if _, err := cl.Download(t.Context(), s.url, path, nil); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); !bytes.Equal(got, content) {
			t.Errorf("version %s: %d wrong bytes", etag, len(got))
		}
		last := s.seen[len(s.seen)-1].Header.Get("Range")
		if first, _, _ := strings.Cut(strings.TrimPrefix(last, "bytes="), "-"); (etag == `"v1"`) != (first != "") {
			t.Errorf("version %s: Range %q", etag, last)
		} else if n, _ := strconv.Atoi(first); etag == `"v1"` && n < 30_000 {
			t.Errorf("continues at %d", n)
		}
	}
}

func TestDownloadRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, cl := start(t, answer(403, "expired"))
	_, err := cl.Download(t.Context(), s.url, filepath.Join(dir, "v.mp4"), nil)
	if e, ok := errors.AsType[*client.Error](err); !ok || e.HTTPStatus != 403 || len(s.seen) != 1 {
		t.Errorf("got %v after %d calls", err, len(s.seen))
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
