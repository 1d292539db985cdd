package pixverse

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode"

	"zoetrope"
	"zoetrope/internal/catalog/covers"
)

// Names of headers.
const (
	headerKey     = "API-KEY"
	headerTrace   = "Ai-trace-id"
	headerRequest = "X-Request-Id"
)

// replyTime is how long a client may take to read an answer.
const replyTime = 30 * time.Second

// ServeHTTP answers one request. Doubled and trailing slashes in the path are
// forgiven: they come from base URLs that end in one.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if tidy := tidyPath(r.URL.Path); tidy != r.URL.Path {
		u := *r.URL
		u.Path, u.RawPath = tidy, ""
		r = r.WithContext(r.Context()) // a copy: requests are not ours to change
		r.URL = &u
	}
	if path.Clean(r.URL.Path) != r.URL.Path {
		s.refuse(http.StatusNotFound, "")(w, r) // the mux would send clients elsewhere
		return
	}
	s.mux.ServeHTTP(w, r)
}

// tidyPath collapses repeated slashes and drops a final one.
func tidyPath(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	return path
}

// register puts every endpoint and the answers to wrong paths and methods into
// the mux.
func (s *Server) register(endpoints []endpoint) {
	s.mux = http.NewServeMux()
	methods := make(map[string][]string)
	for _, e := range endpoints {
		s.mux.HandleFunc(e.route(), s.adapt(e))
		methods[e.path] = append(methods[e.path], e.method)
	}
	for path, allowed := range methods {
		slices.Sort(allowed)
		s.mux.HandleFunc(path, s.refuse(http.StatusMethodNotAllowed, strings.Join(allowed, ", ")))
	}
	s.mux.HandleFunc("GET "+specPath, serveSpec)
	s.mux.HandleFunc("GET "+covers.Path+"{name}", s.serveCover)
	s.mux.HandleFunc("/", s.refuse(http.StatusNotFound, ""))
}

// adapt turns an endpoint into an http.HandlerFunc.
func (s *Server) adapt(e endpoint) http.HandlerFunc {
	limit := e.limit
	if limit == 0 {
		limit = maxBody + 1 // one more than readAll accepts, whose error is the better one
	}
	return func(w http.ResponseWriter, r *http.Request) {
		req := newRequest(r, e.route())
		control := http.NewResponseController(w)
		b := newBody(r.Body, control, limit)
		resp, err := s.call(r.Context(), e, req, r, b)
		if b.err != nil {
			err = b.err
		}
		b.drain(r.Header.Get("Expect") != "")
		s.reply(w, r, req, resp, err)
	}
}

// call authenticates, reads the input and runs the handler. A panic becomes an
// error whose stack is logged with the request.
func (s *Server) call(ctx context.Context, e endpoint, req *Request, r *http.Request, b *body) (resp any, err error) {
	defer func() {
		if p := recover(); p != nil {
			resp, err = nil, fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if req.Account, err = s.authenticate(ctx, strings.TrimSpace(r.Header.Get(headerKey))); err != nil {
		return nil, err
	}
	if !req.writes {
		if err := s.reads.allow(req.Account.ID, req.started); err != nil {
			return nil, err
		}
	}
	if err := req.read(e.input, r, b); err != nil {
		return nil, err
	}
	return e.handle(ctx, req)
}

// reply writes the envelope, then logs and counts.
func (s *Server) reply(w http.ResponseWriter, r *http.Request, req *Request, resp any, err error) {
	f := failure{status: http.StatusOK}
	var data []byte
	if err == nil {
		data, err = success(resp).encode()
	}
	if err != nil {
		f = describe(err)
		data = f.encode()
	}
	s.write(w, req, f.status, data)
	s.observe(r.Context(), req, f, err)
}

// refuse answers requests for which there is no endpoint. allowed are the
// methods that the path has.
func (s *Server) refuse(status int, allowed string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		req := newRequest(r, http.StatusText(status))
		path := shorten(printable(r.URL.Path), 120)
		f := failure{errCode: errCodeBadRoute, status: status}
		f.message = fmt.Sprintf("there is nothing at %s; the routes are listed in %s", path, specPath)
		if allowed != "" {
			w.Header().Set("Allow", allowed)
			f.message = fmt.Sprintf("%s is not possible at %s; use %s", shorten(printable(r.Method), 20), path, allowed)
		}
		s.write(w, req, status, f.encode())
		s.observe(r.Context(), req, f, nil)
	}
}

// printable replaces what cannot be seen.
func printable(s string) string {
	return strings.Map(func(c rune) rune {
		if !unicode.IsGraphic(c) {
			return unicode.ReplacementChar
		}
		return c
	}, s)
}

// write sends an answer with the headers that every one carries.
func (s *Server) write(w http.ResponseWriter, req *Request, status int, data []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set(headerRequest, req.id)
	h.Set(headerTrace, echoTrace(req))
	if status == http.StatusTooManyRequests {
		h.Set("Retry-After", "1")
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(replyTime))
	w.WriteHeader(status)
	_, _ = w.Write(data) // a client that has gone is not our concern
}

// newRequest notes what is known before anything is checked.
func newRequest(r *http.Request, route string) *Request {
	var id [8]byte
	_, _ = rand.Read(id[:]) // never fails since Go 1.24
	trace := toValidUTF8(strings.TrimSpace(r.Header.Get(headerTrace)))
	return &Request{
		TraceID:   strings.ReplaceAll(trace, "\x00", ""),
		id:        hex.EncodeToString(id[:]),
		route:     route,
		writes:    r.Method != http.MethodGet && r.Method != http.MethodHead,
		started:   time.Now(),
		pathValue: r.PathValue,
	}
}

// echoTrace returns the client's trace id reduced to what is safe in a header,
// or the request's own id if the client sent none.
func echoTrace(req *Request) string {
	safe := strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' {
			return -1
		}
		return c
	}, req.TraceID)
	if safe == "" {
		return req.id
	}
	return safe[:min(len(safe), zoetrope.MaxTraceID)]
}
