package docsite

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"zoetrope/docs"
)

func site(t *testing.T) *Site {
	t.Helper()
	s, err := New(docs.Files, "https://video.example.org/")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s *Site, method, address string) *http.Response {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(method, address, nil))
	return w.Result()
}

// Every link between pages leads to something, at the part that it names.
func TestLinksWhenServed(t *testing.T) {
	t.Parallel()
	s := site(t)
	walked := 0
	for _, p := range s.pages {
		for _, link := range p.links {
			walked++
			address, fragment, _ := strings.Cut(link, "#")
			if resp := get(s, http.MethodGet, address); resp.StatusCode != http.StatusOK {
				t.Errorf("%s links to %s, which answers %s", p.file, link, resp.Status)
				continue
			}
			target := s.pages[address]
			if fragment == "" {
				continue
			}
			if target == nil || !slices.ContainsFunc(target.headings, func(h heading) bool { return h.ID == fragment }) {
				t.Errorf("%s links to %s, which has no such part", p.file, link)
			}
		}
	}
	if walked < 50 {
		t.Errorf("only %d links were found", walked)
	}
}

var markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// The same links are relative ones between files, as git hosts show them.
func TestLinksOnAGitHost(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	var files []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/api/*.md", "docs/adr/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: no files, %v", pattern, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range markdownLink.FindAllStringSubmatch(string(source), -1) {
			target, _, _ := strings.Cut(match[1], "#")
			if target == "" || strings.Contains(target, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), filepath.FromSlash(target))); err != nil {
				t.Errorf("%s links to %s: %v", file, match[1], err)
			}
		}
	}
}

func TestAnchor(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]string{
		"Make a video from a picture, or with a template": "make-a-video-from-a-picture-or-with-a-template",
		"Storage: serve, worker":                          "storage-serve-worker",
		"The file's video_id, 2-fold":                     "the-files-video_id-2-fold",
		"Über /docs":                                      "über-docs",
	} {
		if got := Anchor(heading); got != want {
			t.Errorf("%q has the anchor %q, want %q", heading, got, want)
		}
	}
}

// Every page but those that an index lists is in the navigation.
func TestNavigationIsComplete(t *testing.T) {
	t.Parallel()
	s := site(t)
	listed := map[string]bool{Root: true}
	for _, part := range s.sections {
		if part.Title == "" || len(part.Pages) == 0 {
			t.Errorf("section %q has %d pages", part.Title, len(part.Pages))
		}
		for _, e := range part.Pages {
			if s.pages[e.Address] == nil || e.Title == "" || e.Summary == "" {
				t.Errorf("entry %+v", e)
			}
			listed[e.Address] = true
		}
	}
	for address, p := range s.pages {
		if !listed[address] && path.Dir(p.file) != "adr" {
			t.Errorf("docs/README.md does not list %s", p.file)
		}
	}
}

func TestServe(t *testing.T) {
	t.Parallel()
	s := site(t)
	tests := []struct {
		method, address, kind string
		status                int
		contains              string
	}{
		{"GET", "/docs", "text/html", 200, "<h1"},
		{"GET", "/docs/", "text/html", 200, "Documentation"},
		{"HEAD", "/docs/webhooks", "text/html", 200, ""},
		{"GET", "/docs/api/videos", "text/html", 200, `aria-current="page"`},
		{"GET", "/docs/api/videos.md", "text/markdown", 200, "# Text and image to video"},
		{"GET", "/docs/api/README.md", "text/markdown", 200, "# The REST API"},
		{"GET", "/docs/web/docs.css", "text/css", 200, "--paper"},
		{"GET", "/docs/web/docs.js", "text/javascript", 200, "theme"},
		{"GET", "/docs/assets/street.jpg", "image/jpeg", 200, ""},
		{"GET", "/llms.txt", "text/plain", 200, "https://video.example.org/openapi/v2/video/text/generate"},
		{"GET", "/docs/none", "text/plain", 404, "/docs"},
		{"GET", "/docs/docs.go", "text/plain", 404, ""},
		{"GET", "/docs/web/page.html", "text/plain", 404, ""},
		{"GET", "/docs/../go.mod", "text/plain", 404, ""},
		{"POST", "/docs", "text/plain", 405, ""},
	}
	for _, tt := range tests {
		resp := get(s, tt.method, tt.address)
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != tt.status || !strings.HasPrefix(resp.Header.Get("Content-Type"), tt.kind) || !strings.Contains(string(body), tt.contains) {
			t.Errorf("%s %s: %s, %s, %d bytes; want %d, %s with %q",
				tt.method, tt.address, resp.Status, resp.Header.Get("Content-Type"), len(body), tt.status, tt.kind, tt.contains)
		}
	}
}

// The index is for reading at once, and its addresses work.
func TestIndexForLanguageModels(t *testing.T) {
	t.Parallel()
	s := site(t)
	if len(s.llms) > 8<<10 {
		t.Errorf("llms.txt has %d bytes", len(s.llms))
	}
	links := regexp.MustCompile(`\(https://video\.example\.org(/docs[^)]*)\)`).FindAllStringSubmatch(string(s.llms), -1)
	if len(links) < 20 {
		t.Errorf("llms.txt has %d links to pages", len(links))
	}
	for _, link := range links {
		if resp := get(s, http.MethodGet, link[1]); resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/markdown") {
			t.Errorf("%s answers %s", link[1], resp.Status)
		}
	}
}

func TestRenderedPage(t *testing.T) {
	t.Parallel()
	s, err := New(fstest.MapFS{
		"README.md":     {Data: []byte("# Front\n\n## Part\n\n- [Two](sub/two.md): the second\n")},
		"sub/two.md":    {Data: []byte("# Two\n\n## A `b` c\n\n## A b c\n\n`GET /x`\n\n[home](../README.md#part) <script>bad()</script> ![](p.png)\n\n| a |\n| - |\n| b |\n")},
		"sub/p.png":     {Data: []byte("picture")},
		"sub/ignore.go": {Data: []byte("package ignore")},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	got := string(s.rendered["/docs/sub/two"])
	for _, want := range []string{`href="/docs#part"`, `src="/docs/sub/p.png"`, `id="a-b-c"`, `id="a-b-c-1"`, `<p class="call">`, "<table>", "<title>Two · Zoetrope</title>"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %s:\n%s", want, got)
		}
	}
	if strings.Contains(got, "bad()</script>") {
		t.Error("raw HTML came through")
	}
	for name, files := range map[string]fstest.MapFS{
		"no front page": {"a.md": {Data: []byte("# A\n")}},
		"no title":      {"README.md": {Data: []byte("text\n")}},
	} {
		if _, err := New(files, ""); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
