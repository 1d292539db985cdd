package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"zoetrope/internal/blob"
	"zoetrope/internal/blob/blobtest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		http.DefaultClient.CloseIdleConnections()
		os.Exit(code)
	}))
}

var secret = []byte("0123456789abcdef0123456789abcdef")

func newFiles(tb testing.TB, dir, base string) *blob.Files {
	tb.Helper()
	f, err := blob.NewFiles(dir, base, secret)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := f.Close(); err != nil {
			tb.Error(err)
		}
	})
	return f
}

// served returns a store whose URLs work, and its directory.
func served(tb testing.TB) (*blob.Files, string) {
	tb.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	tb.Cleanup(server.Close)
	dir := tb.TempDir()
	f := newFiles(tb, dir, server.URL)
	mux.Handle(blob.FilesPath, f.Handler())
	return f, dir
}

func TestFiles(t *testing.T) {
	t.Parallel()
	f, dir := served(t)
	blobtest.Conformance(t, f)
	left, err := os.ReadDir(filepath.Join(dir, ".partial"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func put(t *testing.T, f *blob.Files, key, data string) {
	t.Helper()
	if err := f.Put(t.Context(), key, strings.NewReader(data), int64(len(data)), ""); err != nil {
		t.Fatal(err)
	}
}

func address(t *testing.T, f *blob.Files, key string, opt blob.URLOptions) *url.URL {
	t.Helper()
	s, err := f.URL(t.Context(), key, opt)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// ask sends a request to the handler without a network.
func ask(f *blob.Files, method, target string, header http.Header) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, target, nil)
	req.Header = header
	w := httptest.NewRecorder()
	f.Handler().ServeHTTP(w, req)
	return w
}

func TestHandler(t *testing.T) {
	t.Parallel()
	f := newFiles(t, t.TempDir(), "https://video.example/")
	put(t, f, "a/b.mp4", "hello, files")
	u := address(t, f, "a/b.mp4", blob.URLOptions{ContentType: "video/mp4", Name: "b.mp4"})
	if u.Host != "video.example" || u.Path != "/files/a/b.mp4" {
		t.Fatalf("URL %s", u)
	}
	first := ask(f, http.MethodGet, u.String(), nil)
	etag := first.Header().Get("ETag")
	for name, want := range map[string]string{
		"Content-Type": "video/mp4", "Content-Length": "12", "Accept-Ranges": "bytes", "Content-Disposition": `inline; filename="b.mp4"`,
		"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600",
	} {
		if got := first.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	other := *u
	other.Path = "/files/a/c.mp4"
	for name, c := range map[string]struct {
		method string
		url    string
		header http.Header
		status int
		body   string
	}{
		"get":                {"GET", u.String(), nil, 200, "hello, files"},
		"head":               {"HEAD", u.String(), nil, 200, ""},
		"range":              {"GET", u.String(), http.Header{"Range": {"bytes=-5"}}, 206, "files"},
		"range past the end": {"GET", u.String(), http.Header{"Range": {"bytes=50-"}}, 416, "invalid range: failed to overlap\n"},
		"fresh":              {"GET", u.String(), http.Header{"If-None-Match": {etag}}, 304, ""},
		"stale":              {"GET", u.String(), http.Header{"If-None-Match": {`"x"`}}, 200, "hello, files"},
		"post":               {"POST", u.String(), nil, 405, ""},
		"unsigned":           {"GET", "/files/a/b.mp4", nil, 403, ""},
		"other key":          {"GET", other.String(), nil, 403, ""},
		"other type":         {"GET", strings.Replace(u.String(), "video%2Fmp4", "text%2Fhtml", 1), nil, 403, ""},
		"more parameters":    {"GET", u.String() + "&x=1", nil, 403, ""},
		"type twice":         {"GET", u.String() + "&t=text%2Fhtml", nil, 403, ""},
		"up":                 {"GET", "/files/../../etc/passwd?" + u.RawQuery, nil, 403, ""},
		"gone":               {"GET", address(t, f, "a/gone.mp4", blob.URLOptions{}).String(), nil, 404, ""},
		"a directory":        {"GET", address(t, f, "a", blob.URLOptions{}).String(), nil, 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := ask(f, c.method, c.url, c.header)
			if resp.Code != c.status {
				t.Errorf("status %d, want %d", resp.Code, c.status)
			}
			if body := resp.Body.String(); c.status < 400 && body != c.body {
				t.Errorf("body %q, want %q", body, c.body)
			}
		})
	}
}

func TestURLsExpire(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		f := newFiles(t, dir, "http://localhost")
		put(t, f, "k", "x")
		forever := address(t, f, "k", blob.URLOptions{}).String()
		sleep(time.Minute) // the clock starts where URLs change
		day := address(t, f, "k", blob.URLOptions{Lifetime: 24 * time.Hour}).String()
		sleep(time.Minute)
		if again := address(t, f, "k", blob.URLOptions{Lifetime: 24 * time.Hour}).String(); again != day {
			t.Errorf("a minute later the URL is %s, before it was %s", again, day)
		}
		sleep(23 * time.Hour)
		if got := ask(f, http.MethodGet, day, nil).Code; got != http.StatusOK {
			t.Errorf("within its day: %d", got)
		}
		sleep(5 * time.Hour)
		if got := ask(f, http.MethodGet, day, nil).Code; got != http.StatusGone {
			t.Errorf("after its day: %d", got)
		}
		if got := ask(f, http.MethodGet, forever, nil).Code; got != http.StatusOK {
			t.Errorf("without a lifetime: %d", got)
		}
	})
}

// sleep lets the fake clock of a synctest bubble go on.
func sleep(d time.Duration) { <-time.After(d) }

func TestAnotherSecretOpensNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := newFiles(t, dir, "http://localhost")
	put(t, f, "k", "x")
	other, err := blob.NewFiles(dir, "http://localhost", bytes.Repeat([]byte("x"), 32))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	if got := ask(other, http.MethodGet, address(t, f, "k", blob.URLOptions{}).String(), nil).Code; got != http.StatusForbidden {
		t.Errorf("status %d", got)
	}
}

func TestNewFilesRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		base   string
		secret []byte
	}{{"", secret}, {"video.example", secret}, {"ftp://video.example", secret}, {"http://video.example", []byte("short")}} {
		if f, err := blob.NewFiles(t.TempDir(), c.base, c.secret); err == nil {
			_ = f.Close()
			t.Errorf("%q with a secret of %d bytes was taken", c.base, len(c.secret))
		}
	}
}

func TestSymbolicLinksLeadNowhere(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), t.TempDir()
	f := newFiles(t, dir, "http://localhost")
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("s"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if o, err := f.Open(t.Context(), "link/secret"); err == nil {
		_ = o.Close()
		t.Error("a link out of the directory was followed")
	}
	if err := f.Put(t.Context(), "link/new", strings.NewReader("x"), 1, ""); err == nil {
		t.Error("a file was written through a link")
	}
	if err := f.Delete(t.Context(), "link/secret"); err == nil {
		t.Error("a file was deleted through a link")
	}
}

func TestSweepTakesWhatIsOld(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	partial := filepath.Join(dir, ".partial")
	if err := os.MkdirAll(partial, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, age := range map[string]time.Duration{"old": 2 * time.Hour, "young": 0} {
		path := filepath.Join(partial, name)
		then := time.Now().Add(-age)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, then, then)); err != nil {
			t.Fatal(err)
		}
	}
	newFiles(t, dir, "http://localhost")
	if _, err := os.Stat(filepath.Join(partial, "old")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old file: %v", err)
	}
	if _, err := os.Stat(filepath.Join(partial, "young")); err != nil {
		t.Errorf("the young file: %v", err)
	}
}

func BenchmarkPut(b *testing.B) {
	f := newFiles(b, b.TempDir(), "http://localhost")
	data := make([]byte, 10<<20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := f.Put(context.Background(), "k", bytes.NewReader(data), int64(len(data)), ""); err != nil {
			b.Fatal(err)
		}
	}
}
