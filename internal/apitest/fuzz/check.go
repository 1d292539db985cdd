package fuzz

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"pgregory.net/rapid"
)

// fataler is what *testing.T and *rapid.T have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
	Fatal(args ...any)
}

// tb gives apitest's files, which are made once, something to fail.
func (g *generator) tb() testing.TB { return fileTB{rt: g.rt} }

type fileTB struct {
	testing.TB // nil: File calls nothing else
	rt         *rapid.T
}

func (fileTB) Helper()                              {}
func (tb fileTB) Fatal(args ...any)                 { tb.rt.Fatal(args...) }
func (tb fileTB) Fatalf(format string, args ...any) { tb.rt.Fatalf(format, args...) }

// envelope is every answer.
type envelope struct {
	ErrCode int
	ErrMsg  string
	Resp    any
}

// ErrCodes that mean the same everywhere.
const (
	codeRoute       = 400
	codeMedia       = 500069
	codeConcurrency = 500044
	codeServer      = 99999
)

// try draws one request, sends it and checks everything about its answer.
func (f *Fuzzer) try(rt *rapid.T, op operation) {
	r := f.draw(rt, op)
	resp, answer := f.send(rt, r)
	e := f.check(rt, op, r, resp, answer)
	f.counts[e.ErrCode]++
	spent := f.spent(rt, r)
	switch credits, submitted := submission(e); {
	case e.ErrCode != 0 && spent != 0:
		rt.Fatalf("a refusal changed the balance by %d: %s\nto %v", -spent, answer, r)
	case submitted && spent != credits && spent != 0: // 0: a repeated trace id
		rt.Fatalf("%d credits went, the answer says %d: %s\nto %v", spent, credits, answer, r)
	case !submitted && spent > 0:
		rt.Fatalf("%d credits went: %s\nto %v", spent, answer, r)
	}
	if r.foreign {
		f.compareWithNobodys(rt, op, r, e)
	}
	f.follow(rt, op, e)
}

// check compares an answer with the description.
func (f *Fuzzer) check(rt *rapid.T, op operation, r request, resp *http.Response, answer []byte) envelope {
	fail := func(format string, args ...any) {
		rt.Helper()
		rt.Fatalf("%s\nHTTP %d %.2000s\nto %v", fmt.Sprintf(format, args...), resp.StatusCode, answer, r)
	}
	var e envelope
	decoder := json.NewDecoder(bytes.NewReader(answer))
	if err := decoder.Decode(&e); err != nil {
		fail("the answer is no envelope: %v", err)
	}
	if resp.StatusCode >= 500 {
		fail("HTTP %d", resp.StatusCode)
	}
	switch bad := unfit(e.ErrMsg); {
	case bad != "":
		fail("ErrMsg %s", bad)
	case (e.ErrCode == 0) == (e.Resp == nil):
		fail("ErrCode and Resp do not go together")
	case resp.Header.Get("X-Request-Id") == "" || resp.Header.Get("Ai-trace-id") == "":
		fail("headers are missing: %v", resp.Header)
	}
	if !r.routed && (resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusMethodNotAllowed) {
		if e.ErrCode != codeRoute {
			fail("ErrCode of a wrong route")
		}
		return e
	}
	if !r.routed && e.ErrCode == 0 {
		return e // another operation's: it is not ours to judge
	}
	if e.ErrCode == codeServer {
		fail("the server failed")
	}
	if r.routed && e.ErrCode != 0 && !slices.Contains(op.errCodes, e.ErrCode) {
		fail("ErrCode %d is not documented for %s", e.ErrCode, op.OperationID)
	}
	if r.routed {
		if err := f.validate(rt, op, r, resp, answer); err != nil {
			fail("the answer breaks its schema: %v", err)
		}
	}
	return e
}

// leak matches what an answer must not tell about the inside.
var leak = regexp.MustCompile(`goroutine |panic|runtime error|SQLSTATE|constraint|\.go:\d|no such table|sql:|pgx|/tmp/|%!`)

// maxMessage is how long a message may be, in bytes.
const maxMessage = 1000

// unfit tells what is wrong with a message, "" if nothing.
func unfit(message string) string {
	switch {
	case strings.TrimSpace(message) == "":
		return "is empty"
	case len(message) > maxMessage:
		return fmt.Sprintf("has %d bytes", len(message))
	case leak.MatchString(message):
		return "speaks of the inside"
	case strings.ContainsFunc(message, unicode.IsControl):
		return "has control characters"
	}
	return ""
}

// validate checks status, type and body against the operation.
func (f *Fuzzer) validate(rt *rapid.T, op operation, r request, resp *http.Response, answer []byte) error {
	req := &http.Request{Method: op.method, URL: &url.URL{Path: op.path}, Header: r.header}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{
			Request: req,
			Route:   &routers.Route{Spec: f.doc, Path: op.path, PathItem: op.item, Method: op.method, Operation: op.Operation},
		},
		Status: resp.StatusCode, Header: resp.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	}
	input.SetBodyBytes(answer)
	return openapi3filter.ValidateResponse(rt.Context(), input)
}

// spent is how many credits a request took off the balance. Reads are not asked
// about.
func (f *Fuzzer) spent(rt *rapid.T, r request) int64 {
	if r.method == http.MethodGet {
		return 0
	}
	resp, answer := f.send(rt, request{method: http.MethodGet, path: "/openapi/v2/account/balance", header: http.Header{"Api-Key": {f.target.Key}}})
	var e struct {
		Resp struct {
			Monthly int64 `json:"credit_monthly"`
			Package int64 `json:"credit_package"`
		}
	}
	if err := json.Unmarshal(answer, &e); err != nil {
		rt.Fatalf("balance: HTTP %d %s", resp.StatusCode, answer)
	}
	before := f.balance
	f.balance = e.Resp.Monthly + e.Resp.Package
	return before - f.balance
}

// submission tells the price in an answer that says one.
func submission(e envelope) (credits int64, submitted bool) {
	answer, _ := e.Resp.(map[string]any)
	price, priced := answer["credits"].(float64)
	_, video := answer["video_id"]
	_, image := answer["image_id"]
	_, masks := answer["mask_info"]
	return int64(price), priced && (video || image || masks)
}

var digits = regexp.MustCompile(`\d{15,}`)

// compareWithNobodys sends a request about another account's things again, about
// things that never existed. The server must not know the difference.
func (f *Fuzzer) compareWithNobodys(rt *rapid.T, op operation, r request, e envelope) {
	twin := r
	replace := func(s string) string {
		for _, ids := range f.others {
			for _, id := range ids {
				s = strings.ReplaceAll(s, id, nobodys)
			}
		}
		return s
	}
	twin.path, twin.body = replace(r.path), []byte(replace(string(r.body)))
	if twin.path == r.path && bytes.Equal(twin.body, r.body) {
		return
	}
	resp, answer := f.send(rt, twin)
	other := f.check(rt, op, twin, resp, answer)
	f.counts[other.ErrCode]++
	f.spent(rt, twin)
	f.follow(rt, op, other)
	for _, code := range []int{e.ErrCode, other.ErrCode} {
		if code == codeConcurrency || code == codeMedia {
			return // depends on the moment
		}
	}
	if e.ErrCode != other.ErrCode || e.ErrCode != 0 && digits.ReplaceAllString(e.ErrMsg, "N") != digits.ReplaceAllString(other.ErrMsg, "N") {
		rt.Fatalf("another account's thing: ErrCode %d, %s\none that never existed: ErrCode %d, %s\nto %v", e.ErrCode, e.ErrMsg, other.ErrCode, other.ErrMsg, r)
	}
}

// follow cancels what was submitted, so that nothing renders for nothing and
// slots are free, and learns ids for later requests.
func (f *Fuzzer) follow(rt *rapid.T, op operation, e envelope) {
	answer, _ := e.Resp.(map[string]any)
	if e.ErrCode != 0 || answer == nil {
		return
	}
	if cursor, _ := answer["next_cursor"].(string); cursor != "" && op.OperationID == "usageDetail" {
		f.mine[kindCursor] = []string{cursor}
	}
	if op.OperationID == "createVoice" {
		f.mine[kindOwnVoice] = nil
		f.mine.add(kindOwnVoice, answer["speaker_id"])
	}
	if _, submitted := submission(e); !submitted {
		return
	}
	for name, k := range map[string]kind{"video_id": kindSpent, "image_id": kindImageGen} {
		id, ok := answer[name].(float64)
		if !ok {
			continue
		}
		f.mine[k] = nil
		f.mine.add(k, id)
		r := request{method: http.MethodPost, path: "/zoetrope/v1/generations/" + f.mine[k][0] + "/cancel", header: http.Header{"Api-Key": {f.target.Key}}}
		f.send(rt, r)
		f.spent(rt, r)
	}
}

// settle compares the balance with the list of usage, and looks at the log.
func (f *Fuzzer) settle(t *testing.T) {
	t.Helper()
	used := int64(0)
	for cursor := ""; ; {
		page := f.must(t, f.target.Key, http.MethodPost, "/openapi/v2/account/billing/usage-detail", map[string]any{"limit": 100, "cursor": cursor})
		for _, item := range page["items"].([]any) {
			item := item.(map[string]any)
			credits := int64(item["credits"].(float64))
			if item["credits_status"] == "refund" {
				credits = -credits
			}
			used += credits
		}
		if page["has_more"] != true {
			break
		}
		cursor = page["next_cursor"].(string)
	}
	if balance := f.spendable(t); f.initial-balance != used {
		t.Errorf("the balance went from %d to %d, the usage adds up to %d", f.initial, balance, used)
	}
	if f.target.Log == nil {
		return
	}
	log := f.target.Log()
	for _, bad := range []string{"panic", "goroutine ", "level=ERROR", `"level":"ERROR"`} {
		if i := strings.Index(log, bad); i >= 0 {
			t.Errorf("the log speaks of %q:\n%s", bad, log[max(0, i-300):min(len(log), i+1500)])
		}
	}
}
