package main

import (
	"net/http"
	"strings"

	"zoetrope/docs"
	"zoetrope/internal/docsite"
)

// withDocs puts the documentation beside the API.
func withDocs(api http.Handler, publicURL string) (http.Handler, error) {
	site, err := docsite.New(docs.Files, publicURL)
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.Path
		if path == docsite.Root || strings.HasPrefix(path, docsite.Root+"/") || path == docsite.LLMs {
			site.ServeHTTP(w, r)
			return
		}
		api.ServeHTTP(w, r)
	}), nil
}
