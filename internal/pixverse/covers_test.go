package pixverse

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestCoversNeedNoKey(t *testing.T) {
	t.Parallel()
	s := newServer(Config{PublicURL: "https://video.example/"}, nil)
	s.register(nil)
	cases := []struct {
		method, path, ranges string
		status               int
		mime                 string
	}{
		{http.MethodGet, "/covers/original.jpg", "", http.StatusOK, "image/jpeg"},
		{http.MethodHead, "//covers/original.jpg/", "", http.StatusOK, "image/jpeg"},
		{http.MethodGet, "/covers/original.jpg", "bytes=0-9", http.StatusPartialContent, "image/jpeg"},
		{http.MethodGet, "/covers/none.jpg", "", http.StatusNotFound, "application/json; charset=utf-8"},
		{http.MethodGet, "/covers/%2e%2e%2fcovers.go", "", http.StatusNotFound, "application/json; charset=utf-8"},
	}
	for _, c := range cases {
		r := httptest.NewRequest(c.method, c.path, nil)
		if c.ranges != "" {
			r.Header.Set("Range", c.ranges)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != c.status || w.Header().Get("Content-Type") != c.mime {
			t.Errorf("%s %s: HTTP %d with %s, want %d with %s", c.method, c.path, w.Code, w.Header().Get("Content-Type"), c.status, c.mime)
		}
	}
	if got, want := s.coverURL("/covers/a.jpg"), "https://video.example/covers/a.jpg"; got != want {
		t.Errorf("address %s, want %s", got, want)
	}
	if got := s.coverURL(""); got != "" {
		t.Errorf("no cover has the address %s", got)
	}
}
