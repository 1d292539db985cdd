package zoetrope_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// listed is the part of `go list -json` that the test reads.
type listed struct {
	ImportPath string
	Imports    []string
}

// TestImportDirection reads the import graph and holds it against the
// direction that docs/architecture.md draws.
func TestImportDirection(t *testing.T) {
	t.Parallel()
	rules := []struct {
		from      string   // package path prefix
		forbidden []string // import prefixes
		why       string
	}{
		{"zoetrope/client", []string{"zoetrope/internal", "zoetrope/engine"}, "the client knows the public API and nothing else"},
		{"zoetrope/internal/pixverse", []string{"zoetrope/internal/db", "zoetrope/internal/render", "zoetrope/engine"}, "the surface speaks to use cases"},
		{"zoetrope/engine", []string{"zoetrope/internal/db", "zoetrope/internal/account", "zoetrope/internal/catalog", "zoetrope/internal/generation", "zoetrope/internal/asset"}, "an engine knows no database and no money"},
		{"zoetrope/engine/studio", []string{"net/http"}, "the studio works without a network"},
		{"zoetrope/internal/generation", []string{"zoetrope/engine", "zoetrope/internal/render", "zoetrope/internal/pixverse", "net/http"}, "submitting does not know how rendering works"},
		{"zoetrope/internal/account", []string{"zoetrope/internal/generation", "zoetrope/internal/asset", "zoetrope/internal/pixverse"}, "accounts are below generations"},
		{"zoetrope/internal/asset", []string{"zoetrope/internal/generation", "zoetrope/internal/account", "zoetrope/internal/pixverse"}, "assets are below generations"},
		{"zoetrope/internal/webhook", []string{"zoetrope/internal/generation", "zoetrope/internal/account", "zoetrope/internal/asset", "zoetrope/internal/pixverse", "zoetrope/internal/render"}, "webhooks are below generations"},
		{"zoetrope/internal/moderation", []string{"zoetrope/internal/generation", "zoetrope/internal/account", "zoetrope/internal/asset", "zoetrope/internal/media", "zoetrope/internal/pixverse", "zoetrope/internal/render"}, "verdicts are below generations"},
		{"zoetrope/internal/db", []string{"zoetrope/internal/", "zoetrope/engine"}, "the database handle is at the bottom"},
		{"zoetrope/internal/media", []string{"zoetrope/internal/db", "zoetrope/internal/blob", "zoetrope/internal/asset", "zoetrope/engine"}, "media tools are at the bottom"},
		{"zoetrope/internal/leash", []string{"zoetrope/internal/", "zoetrope/engine"}, "child processes are at the bottom"},
		{"zoetrope/internal/blob", []string{"zoetrope/internal/db", "zoetrope/internal/asset", "zoetrope/engine"}, "blobs are bytes under keys"},
	}
	graph := importGraph(t)
	for _, rule := range rules {
		matched := false
		for _, p := range graph {
			if p.ImportPath != rule.from && !strings.HasPrefix(p.ImportPath, rule.from+"/") {
				continue
			}
			matched = true
			for _, imp := range p.Imports {
				for _, bad := range rule.forbidden {
					if strings.HasPrefix(imp, bad) && !within(imp, rule.from) {
						t.Errorf("%s imports %s: %s", p.ImportPath, imp, rule.why)
					}
				}
			}
		}
		if !matched {
			t.Errorf("rule about %s matches no package", rule.from)
		}
	}
}

// TestVocabularyImportsOnlyTheStandardLibrary keeps the root package free of
// everything else.
func TestVocabularyImportsOnlyTheStandardLibrary(t *testing.T) {
	t.Parallel()
	graph := importGraph(t)
	i := slices.IndexFunc(graph, func(p listed) bool { return p.ImportPath == "zoetrope" })
	if i < 0 {
		t.Fatal("go list does not know package zoetrope")
	}
	for _, imp := range graph[i].Imports {
		if strings.Contains(imp, ".") || strings.HasPrefix(imp, "zoetrope") {
			t.Errorf("package zoetrope imports %s", imp)
		}
	}
}

func within(path, prefix string) bool {
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

func importGraph(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var graph []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return graph
		} else if err != nil {
			t.Fatal(err)
		}
		graph = append(graph, p)
	}
}
