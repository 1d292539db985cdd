package outbound

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve starts a server that handles everything with h.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func download(t *testing.T, c *Client, address string, limit int64) ([]byte, error) {
	t.Helper()
	d, err := c.Get(t.Context(), address, limit)
	if err != nil {
		return nil, err
	}
	defer d.Body.Close()
	return io.ReadAll(d.Body)
}

func TestGet(t *testing.T) {
	t.Parallel()
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for _, h := range []string{"Cookie", "Authorization", "Referer", "Accept-Encoding"} {
			if v := r.Header.Get(h); v != "" {
				t.Errorf("%s: %s was sent", h, v)
			}
		}
		if got := r.Header.Get("User-Agent"); got != "zoetrope" {
			t.Errorf("user agent %q", got)
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/here", http.StatusFound)
			return
		}
		fmt.Fprint(w, "0123456789")
	})
	c := New(Options{AllowPrivate: true})
	for _, path := range []string{"/here", "/moved"} {
		got, err := download(t, c, address+path, 10)
		if err != nil || string(got) != "0123456789" {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
}

func TestGetRefusesAddresses(t *testing.T) {
	t.Parallel()
	local := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("a private address was asked") })
	port := local[strings.LastIndex(local, ":"):]
	for _, address := range []string{
		local, "http://localhost" + port, "http://127.1" + port, "http://[::1]" + port, "http://[::ffff:127.0.0.1]" + port,
		"http://0.0.0.0" + port, "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://100.64.0.1/",
		"http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/", "http://224.0.0.1/",
		"ftp://example.com/a", "file:///etc/passwd", "gopher://example.com/", "data:image/png;base64,AAAA", "//example.com/a",
		"http://", "http:///a", "http://user:pass@example.com/", "http://1.1.1.1:25/", "", "\x7f", "http://exa mple.com/", "concat:http://a|http://b",
	} {
		if _, err := download(t, New(Options{}), address, 10); !errors.Is(err, ErrRefused) {
			// 127.1 is no address in Go and not always a name that resolves.
			if !strings.Contains(address, "127.1:") {
				t.Errorf("%s: %v", address, err)
			}
		}
	}
}

func TestPrivateIsNotLinkLocal(t *testing.T) {
	t.Parallel()
	c := New(Options{AllowPrivate: true})
	for _, address := range []string{"http://169.254.169.254/", "http://[fe80::1]/", "http://0.0.0.0/", "http://127.0.0.1:22/"} {
		if _, err := download(t, c, address, 10); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// TestEveryHopIsChecked stands where a public server redirects inwards: the
// guard alone decides, so the same client refuses the first hop to what a
// redirect leads to.
func TestEveryHopIsChecked(t *testing.T) {
	t.Parallel()
	for name, location := range map[string]string{
		"metadata": "http://169.254.169.254/", "scheme": "file:///etc/passwd", "password": "http://a:b@localhost/", "for ever": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				target := location
				if target == "" {
					target = r.URL.Path + "x"
				}
				w.Header().Set("Location", target)
				w.WriteHeader(http.StatusFound)
			})
			if _, err := download(t, New(Options{AllowPrivate: true}), address+"/a", 10); !errors.Is(err, ErrRefused) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestGetLimits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		want    error
	}{
		"announced too large": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "11")
			fmt.Fprint(w, "0123456789a")
		}, ErrTooLarge},
		"too large without saying": {func(w http.ResponseWriter, _ *http.Request) {
			for range 100 {
				fmt.Fprint(w, "0123456789")
				w.(http.Flusher).Flush()
			}
		}, ErrTooLarge},
		"shorter than announced": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10")
			fmt.Fprint(w, "012")
		}, io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := download(t, New(Options{AllowPrivate: true}), serve(t, c.handler), 10)
			if !errors.Is(err, c.want) {
				t.Errorf("%d bytes, %v; want %v", len(got), err, c.want)
			}
		})
	}
}

func TestGetStatus(t *testing.T) {
	t.Parallel()
	_, err := download(t, New(Options{AllowPrivate: true}), serve(t, http.NotFound), 10)
	if status, ok := errors.AsType[*StatusError](err); !ok || status.Code != http.StatusNotFound {
		t.Errorf("got %v", err)
	}
}

func TestGetTimesOut(t *testing.T) {
	t.Parallel()
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	_, err := download(t, New(Options{AllowPrivate: true, Timeout: time.Millisecond}), address, 10)
	if err == nil || !strings.Contains(err.Error(), "longer than 1ms") {
		t.Errorf("got %v", err)
	}
}

func FuzzCheckURL(f *testing.F) {
	f.Add("http://example.com/a")
	f.Add("http://a@b/")
	f.Fuzz(func(t *testing.T, s string) {
		u, err := url.Parse(s)
		if err != nil || CheckURL(u) != nil {
			return
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Host == "" {
			t.Errorf("%q was taken", s)
		}
	})
}
