//go:build e2e

package e2e

import (
	"flag"
	"net/http"
	"strings"
	"testing"

	"zoetrope/internal/apitest/fuzz"
	"zoetrope/internal/pixverse"
)

// TestFuzzedServer sends requests of every kind to the binary itself.
// -rapid.checks says how many for each operation.
//
// Masks are left out: each selection is a render that the next request would
// wait for.
func TestFuzzedServer(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("10"); err != nil {
			t.Fatal(err)
		}
	}
	data := t.TempDir()
	server := start(t, data, "serve")
	other := newKey(t, data)
	fuzz.New(t, fuzz.Target{Spec: pixverse.Spec, URL: server.url, Key: apiKey, OtherKey: other, Log: server.log.String}).
		Run(t, "selectMasks")
	if res, err := http.Get(server.url + "/readyz"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("afterwards the server is not ready: %v, %v", res, err)
	}
}

// newKey opens another account and returns a key of it.
func newKey(t *testing.T, data string) string {
	t.Helper()
	if _, errs, code := command(t, nil, "account", "create", "other", "--plan", "business", "--data", data); code != 0 {
		t.Fatalf("account create: exit code %d: %s", code, errs)
	}
	out, errs, code := command(t, nil, "key", "create", "other", "--data", data)
	if code != 0 {
		t.Fatalf("key create: exit code %d: %s", code, errs)
	}
	for word := range strings.FieldsSeq(out) {
		if strings.HasPrefix(word, "zt_") {
			return word
		}
	}
	t.Fatalf("key create printed %q", out)
	return ""
}
