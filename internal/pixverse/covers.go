package pixverse

import (
	"io/fs"
	"net/http"

	"zoetrope/internal/catalog/covers"
)

// coverAge is how long clients may keep a cover without asking again.
const coverAge = "public, max-age=86400"

// serveCover sends a picture or clip of the catalog, with ranges and to every origin: they are public and no key is needed.
func (s *Server) serveCover(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if info, err := fs.Stat(covers.Files, name); err != nil || info.IsDir() {
		s.refuse(http.StatusNotFound, "")(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", coverAge)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Access-Control-Allow-Origin", "*")
	http.ServeFileFS(w, r, covers.Files, name)
}

// coverURL makes the address of a cover out of its path below this server's, or "" out of none.
func (s *Server) coverURL(path string) string {
	if path == "" {
		return ""
	}
	return s.publicURL + path
}
