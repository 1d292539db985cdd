// Package docsite shows the documentation: Markdown pages as HTML under /docs,
// the pages as they are under the same addresses with .md, and /llms.txt, an
// index for language models. It needs nothing from outside: style and script
// are embedded.
package docsite

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	texttemplate "text/template"
)

// Root is where the pages are served, and LLMs the index for language models.
const (
	Root = "/docs"
	LLMs = "/llms.txt"
)

//go:embed web
var web embed.FS

var (
	layout = template.Must(template.ParseFS(web, "web/page.html"))
	index  = texttemplate.Must(texttemplate.ParseFS(web, "web/llms.txt"))
)

// Site is the documentation as an http.Handler for Root, the paths below it,
// and LLMs.
type Site struct {
	files    fs.FS
	pages    map[string]*page // by address
	sections []section
	llms     []byte
	rendered map[string][]byte // HTML by address
}

// section is a part of the navigation.
type section struct {
	Title string
	Pages []*entry
}

// entry is a line of the navigation.
type entry struct {
	Address, Title, Summary string
}

// New renders the Markdown files of a file system, whose README.md lists them:
// its headings and their lists are the navigation. baseURL is the server's
// address, for the index.
func New(files fs.FS, baseURL string) (*Site, error) {
	s := &Site{files: files, pages: make(map[string]*page), rendered: make(map[string][]byte)}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		source, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		p, err := render(name, source)
		if err == nil {
			s.pages[p.address] = p
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("documentation: %w", err)
	}
	front := s.pages[Root]
	if front == nil {
		return nil, fmt.Errorf("documentation: there is no README.md")
	}
	s.sections = navigation(front)
	for address, p := range s.pages {
		if s.rendered[address], err = s.layout(p); err != nil {
			return nil, fmt.Errorf("documentation: %s: %w", p.file, err)
		}
	}
	var b bytes.Buffer
	if err := index.Execute(&b, map[string]any{"URL": strings.TrimSuffix(baseURL, "/"), "Sections": s.sections}); err != nil {
		return nil, fmt.Errorf("documentation: %w", err)
	}
	s.llms = b.Bytes()
	return s, nil
}

// layout puts a page into its frame.
func (s *Site) layout(p *page) ([]byte, error) {
	view := struct {
		Title, Address, Source string
		Body                   template.HTML
		Headings               []heading
		Sections               []section
		Previous, Next         *entry
	}{Title: p.title, Address: p.address, Source: path.Join(Root, p.file), Body: p.html, Sections: s.sections}
	for _, h := range p.headings {
		if h.Level == 2 {
			view.Headings = append(view.Headings, h)
		}
	}
	var order []*entry
	for _, part := range s.sections {
		order = append(order, part.Pages...)
	}
	if i := slices.IndexFunc(order, func(e *entry) bool { return e.Address == p.address }); i >= 0 {
		if i > 0 {
			view.Previous = order[i-1]
		}
		if i+1 < len(order) {
			view.Next = order[i+1]
		}
	}
	var b bytes.Buffer
	err := layout.Execute(&b, view)
	return b.Bytes(), err
}

// ServeHTTP serves a page, the source of a page, a picture, or the index.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "the documentation can only be read", http.StatusMethodNotAllowed)
		return
	}
	h.Set("Cache-Control", "max-age=60")
	address := path.Clean(r.URL.Path)
	name, below := strings.CutPrefix(address, Root+"/")
	switch {
	case address == LLMs:
		h.Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(s.llms)
	case s.rendered[address] != nil:
		h.Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(s.rendered[address])
	case below && path.Ext(name) == ".md" && s.pages[addressOf(name)] != nil:
		h.Set("Content-Type", "text/markdown; charset=utf-8")
		_, _ = w.Write(s.pages[addressOf(name)].source)
	case below && strings.HasPrefix(name, "web/") && path.Ext(name) != ".html" && path.Ext(name) != ".txt":
		http.ServeFileFS(w, r, web, name)
	case below && s.isFile(name):
		http.ServeFileFS(w, r, s.files, name)
	default:
		http.Error(w, "There is no such page; see "+Root+".", http.StatusNotFound)
	}
}

// isFile reports whether there is a file that is no page.
func (s *Site) isFile(name string) bool {
	info, err := fs.Stat(s.files, name)
	return err == nil && !info.IsDir() && path.Ext(name) != ".go"
}
