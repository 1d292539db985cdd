// Package apitest runs the whole REST API on real services (a database, files
// in a temporary directory, ffmpeg) behind a real HTTP server, for tests of the
// surface and of its clients.
package apitest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"zoetrope"
	"zoetrope/internal/account"
	"zoetrope/internal/asset"
	"zoetrope/internal/blob"
	"zoetrope/internal/catalog"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/generation"
	"zoetrope/internal/media"
	"zoetrope/internal/outbound"
	"zoetrope/internal/pixverse"
	"zoetrope/internal/render"
)

// Server is a running API. No worker renders unless the test starts one:
// generations stay queued until the test says what becomes of them.
type Server struct {
	*httptest.Server
	Key     string // of an account on plan business
	Account int64

	db          *db.DB
	files       *blob.Files
	tools       *media.Tools
	accounts    *account.Service
	assets      *asset.Service
	generations *generation.Service

	judge           judge
	enginesLost     atomic.Bool
	picturesRefused atomic.Bool
	resultsRefused  atomic.Bool
}

// SQLite returns a fresh database, closed when the test ends.
func SQLite(t testing.TB) *db.DB { return dbtest.SQLite(t) }

// Postgres is SQLite on PostgreSQL. It skips the test where none is offered.
func Postgres(t testing.TB) *db.DB { return dbtest.Postgres(t) }

// Start runs the API on a database until the test ends. change may adjust the
// surface's configuration.
func Start(t testing.TB, d *db.DB, change ...func(*pixverse.Config)) *Server {
	t.Helper()
	s := &Server{db: d}
	mux := http.NewServeMux()
	var api http.Handler
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Not one mux for all: a mux redirects a doubled slash.
		if _, pattern := mux.Handler(r); pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		api.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)

	quiet := slog.New(slog.DiscardHandler)
	plans, err := catalog.LoadDir(offers(t))
	check(t, err)
	s.tools, err = media.Find()
	check(t, err)
	s.files, err = blob.NewFiles(t.TempDir(), s.URL, []byte("sixteen bytes and more"))
	check(t, err)
	t.Cleanup(func() { _ = s.files.Close() })
	s.accounts = account.New(d, plans)
	s.assets, err = asset.New(asset.Config{
		DB: d, Blobs: s.files, Tools: s.tools, Dir: t.TempDir(),
		Fetch: outbound.New(outbound.Options{AllowPrivate: true}),
	})
	check(t, err)
	s.judge = s.newJudge(t)
	queue, err := render.NewQueue(d, quiet)
	check(t, err)
	s.generations = generation.New(generation.Config{DB: d, Accounts: s.accounts, Catalog: plans, Queue: queue, Log: quiet, Accepts: s.accepts, Judge: s.judgeInput})

	config := pixverse.Config{
		Accounts: s.accounts, Generations: s.generations, Assets: s.assets, Catalog: plans, Engines: engines, PublicURL: s.URL,
	}
	for _, f := range change {
		f(&config)
	}
	mux.Handle(blob.FilesPath, s.files.Handler())
	mux.HandleFunc("GET /test/{name}", serveFile)
	mux.HandleFunc("POST "+judgePath, serveJudgement)
	api = pixverse.New(config)
	s.Account, s.Key = s.NewAccount(t, "business", 0)
	return s
}

// offers is an operator's directory that adds a plan to the built-in ones:
// "bare", which includes nothing that works on a video.
func offers(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	written, err := catalog.Export(dir, "plans.json")
	check(t, err)
	content, err := os.ReadFile(written[0])
	check(t, err)
	list := strings.TrimSuffix(strings.TrimSpace(string(content)), "]")
	list += `, {"name": "bare", "monthly_credits": 0, "concurrency": 3, "max_quality": "1080p", "rate_per_second": 5, "burst": 20,
		"without": ["extend", "restyle", "sound_effect", "upscale", "lip_sync", "swap_mask", "swap", "mimic", "modify"]}]`
	check(t, os.WriteFile(written[0], []byte(list), 0o600))
	return dir
}

// accepts takes everything until the engines are lost.
func (s *Server) accepts(_ context.Context, spec zoetrope.Spec) error {
	if s.enginesLost.Load() {
		return zoetrope.Errorf(zoetrope.CodeUnsupported, "no configured engine can do %s", spec.Operation())
	}
	return nil
}

// engineName is the engine that Do's verdicts name.
const engineName = "test"

func engines(context.Context) ([]pixverse.EngineInfo, error) {
	return []pixverse.EngineInfo{{Name: engineName, Capabilities: []pixverse.EngineCapability{{
		Operation: zoetrope.TextToVideo, Qualities: []zoetrope.Quality{zoetrope.Quality360},
		MaxSeconds: 5, Notes: "fades from dark to bright",
	}}}}, nil
}

// serveFile serves what File returns, for uploads by URL, and a file "gigantic"
// that is announced and never sent.
func serveFile(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("name") == "gigantic" {
		w.Header().Set("Content-Length", strconv.Itoa(1<<40))
		return
	}
	produce := files[r.PathValue("name")]
	if produce == nil {
		http.NotFound(w, r)
		return
	}
	data, err := produce()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(data)
}

// NewAccount opens another account on a plan and returns a key of it.
func (s *Server) NewAccount(t testing.TB, plan string, credits zoetrope.Credits) (id int64, key string) {
	t.Helper()
	a, err := s.accounts.Create(t.Context(), "test", plan)
	check(t, err)
	if credits > 0 {
		_, err = s.accounts.Grant(t.Context(), a.ID, credits, "test")
		check(t, err)
	}
	_, key, err = s.accounts.CreateKey(t.Context(), a.ID, "test")
	check(t, err)
	return a.ID, key
}

// Submit submits a video of one second without going through HTTP.
func (s *Server) Submit(ctx context.Context, account int64) error {
	_, _, err := s.generations.Submit(ctx, generation.Submission{
		Account: account, Width: 640, Height: 360,
		Spec: &zoetrope.TextToVideoSpec{
			VideoSpec:   zoetrope.VideoSpec{Model: "v6", Prompt: "a fox in the snow", Duration: 1, Quality: zoetrope.Quality360},
			AspectRatio: "16:9",
		},
	})
	return err
}

// Statements lists the SQL that a server on SQLite has run so far.
func (s *Server) Statements() []string { return s.db.Statements() }

// Post sends JSON with a key and returns the answer's body.
func (s *Server) Post(t testing.TB, path, key, body string) string {
	t.Helper()
	return s.send(t, http.MethodPost, path, key, body)
}

// Get reads a path with the server's key and returns the answer's body.
func (s *Server) Get(t testing.TB, path string) string {
	t.Helper()
	return s.send(t, http.MethodGet, path, s.Key, "")
}

func (s *Server) send(t testing.TB, method, path, key, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	check(t, err)
	r.Header.Set("API-KEY", key)
	resp, err := s.Client().Do(r)
	check(t, err)
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	check(t, err)
	return string(data)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
