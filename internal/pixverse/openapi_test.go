package pixverse

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// spec loads and validates openapi.yaml.
func spec(t testing.TB) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(Spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return doc
}

// operations lists the spec's operations by route, such as "GET /a/{id}".
func operations(doc *openapi3.T) map[string]*openapi3.Operation {
	out := make(map[string]*openapi3.Operation)
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			out[method+" "+path] = op
		}
	}
	return out
}

// errCodes reads an operation's x-err-codes.
func errCodes(t *testing.T, op *openapi3.Operation) []int {
	t.Helper()
	data, err := json.Marshal(op.Extensions["x-err-codes"])
	if err != nil {
		t.Fatal(err)
	}
	var codes []int
	if err := json.Unmarshal(data, &codes); err != nil {
		t.Fatal(err)
	}
	return codes
}

func TestRoutesMatchTheSpec(t *testing.T) {
	t.Parallel()
	described := operations(spec(t))
	routed := make(map[string]bool)
	for _, e := range (&Server{}).endpoints() {
		if routed[e.route()] {
			t.Errorf("%s is routed twice", e.route())
		}
		routed[e.route()] = true
		if described[e.route()] == nil {
			t.Errorf("%s is routed and not described", e.route())
		}
	}
	for route, op := range described {
		if !routed[route] {
			t.Errorf("%s is described and not routed", route)
		}
		if op.OperationID == "" || op.Summary == "" || op.Description == "" {
			t.Errorf("%s lacks a name or description", route)
		}
	}
}

func TestErrCodesMatchTheSpec(t *testing.T) {
	t.Parallel()
	doc := spec(t)
	described := make(map[int]bool)
	for _, v := range doc.Components.Schemas["ErrCode"].Value.Enum {
		described[int(v.(float64))] = true
	}
	table := map[int]bool{errCodeOK: true, errCodeBadRoute: true, errCodeImageModeration: true}
	for _, w := range wireErrors {
		table[w.errCode] = true
	}
	for code := range table {
		if !described[code] {
			t.Errorf("ErrCode %d is not described", code)
		}
	}
	for code := range described {
		if !table[code] {
			t.Errorf("ErrCode %d is described and never answered", code)
		}
	}
	for route, op := range operations(doc) {
		codes := errCodes(t, op)
		if sorted := slices.Sorted(slices.Values(codes)); len(slices.Compact(sorted)) != len(codes) {
			t.Errorf("%s: x-err-codes repeat themselves: %v", route, codes)
		}
		for _, code := range codes {
			if !table[code] || code == errCodeOK {
				t.Errorf("%s: x-err-codes names %d", route, code)
			}
		}
	}
}

func TestSpecIsServed(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	s := newServer(Config{}, nil)
	s.register(nil)
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/openapi.yaml", nil))
	if w.Code != http.StatusOK || w.Body.String() != string(Spec) {
		t.Errorf("HTTP %d, %d bytes", w.Code, w.Body.Len())
	}
}
