// Package fuzz makes requests of every kind out of an OpenAPI description,
// sends them to a live server and checks what comes back: that the description
// has the answer, that refusals name a documented ErrCode and cost nothing, that
// other accounts' things are as unknown as those that never existed, and that
// the credits add up.
//
// It is written for tests: Run fails the one that it is called from.
package fuzz

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"pgregory.net/rapid"
)

// Target is the server to talk to.
type Target struct {
	Spec     []byte // the OpenAPI description
	URL      string
	Key      string // of the account that sends the requests
	OtherKey string // of an account whose things must stay out of reach; may be ""
	// Log returns what the server has logged so far. Nil: it cannot be read.
	Log func() string
}

// Fuzzer sends requests, one at a time.
type Fuzzer struct {
	target  Target
	doc     *openapi3.T
	client  *http.Client
	mine    things
	others  things
	balance int64 // credits that can be spent, after the last answer
	initial int64 // the same before anything was submitted
	counts  map[int]int
}

// patience bounds one request: mask selection may take a minute.
const patience = 90 * time.Second

// New prepares a server: it uploads files and makes a video and masks for the
// requests to name. The server needs a worker for that.
func New(t testing.TB, target Target) *Fuzzer {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(target.Spec)
	if err != nil {
		t.Fatal(err)
	}
	f := &Fuzzer{
		target: target, doc: doc, counts: make(map[int]int),
		client: &http.Client{
			Timeout: patience,
			// An answer that sends clients elsewhere is none.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	f.initial = f.spendable(t)
	f.mine = f.prepare(t, target.Key)
	if target.OtherKey != "" {
		f.others = f.prepareOther(t, target.OtherKey)
	}
	f.balance = f.spendable(t)
	return f
}

// operation is one operation of the description.
type operation struct {
	method, path string
	item         *openapi3.PathItem
	*openapi3.Operation
	errCodes []int // documented
}

// operations lists all, sorted by name.
func (f *Fuzzer) operations(t testing.TB) []operation {
	t.Helper()
	var all []operation
	for path, item := range f.doc.Paths.Map() {
		for method, op := range item.Operations() {
			o := operation{method: method, path: path, item: item, Operation: op}
			codes, _ := op.Extensions["x-err-codes"].([]any)
			for _, code := range codes {
				number, ok := code.(float64)
				if !ok {
					t.Fatalf("%s: x-err-codes has %v", op.OperationID, code)
				}
				o.errCodes = append(o.errCodes, int(number))
			}
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.OperationID, b.OperationID) })
	return all
}

// Run fuzzes every operation, but for those whose ids are in skip, with as many
// requests as -rapid.checks says.
func (f *Fuzzer) Run(t *testing.T, skip ...string) {
	t.Helper()
	for _, op := range f.operations(t) {
		if slices.Contains(skip, op.OperationID) {
			continue
		}
		t.Run(op.OperationID, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) { f.try(rt, op) })
		})
	}
	f.settle(t)
	t.Log(f.summary())
}

// summary counts the answers by ErrCode.
func (f *Fuzzer) summary() string {
	total := 0
	var parts []string
	for _, code := range slices.Sorted(maps.Keys(f.counts)) {
		total += f.counts[code]
		parts = append(parts, fmt.Sprintf("%d: %d", code, f.counts[code]))
	}
	return fmt.Sprintf("%d requests; answers by ErrCode: %s", total, strings.Join(parts, ", "))
}
