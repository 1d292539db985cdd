package pixverse_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"zoetrope/internal/apitest"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/pixverse"
)

var update = flag.Bool("update", false, "write the answers of the server into testdata/golden")

// An exchange is one request and its answer. A golden file holds several, which
// run in order against one server:
//
//	-- do break blobs              what happens to the server first (see apitest)
//	-- request [lenient]           lenient: more than the schema describes
//	POST /openapi/v2/image/upload
//	API-KEY: {{key}}
//
//	@form image=@picture.png       or the body itself
//	-- response 200
//	{ ... }                        with what differs between runs in {{ }}
//
// Names in {{ }} are replaced by values: {{video_id}} by that of the newest answer
// which had one, {{video_id_1}} by the first that there was, and so on.
type exchange struct {
	do      string
	request string
	lenient bool
	status  int
	answer  string
}

// readGolden splits a file into exchanges.
func readGolden(t *testing.T, data string) []exchange {
	t.Helper()
	var out []exchange
	for _, section := range strings.Split("\n"+data, "\n-- ")[1:] {
		head, body, _ := strings.Cut(section, "\n")
		verb, rest, _ := strings.Cut(head, " ")
		switch verb {
		case "do":
			out = append(out, exchange{do: rest})
		case "request":
			out = append(out, exchange{request: body, lenient: rest == "lenient"})
		case "response":
			last := &out[len(out)-1]
			last.status, _ = strconv.Atoi(rest)
			last.answer = body
		default:
			t.Fatalf("unknown section %q", head)
		}
	}
	return out
}

// writeGolden is the inverse of readGolden.
func writeGolden(comment string, all []exchange) string {
	var b strings.Builder
	b.WriteString(comment)
	for _, x := range all {
		switch {
		case x.do != "":
			fmt.Fprintf(&b, "-- do %s\n", x.do)
			continue
		case x.lenient:
			b.WriteString("-- request lenient\n")
		default:
			b.WriteString("-- request\n")
		}
		fmt.Fprintf(&b, "%s\n-- response %d\n%s\n", strings.TrimRight(x.request, "\n"), x.status, strings.TrimRight(x.answer, "\n"))
	}
	return b.String()
}

// contract checks exchanges against openapi.yaml and remembers which ErrCodes
// each route was seen to answer, and what was asked of the database.
type contract struct {
	router routers.Router

	mu         sync.Mutex
	seen       map[string]map[int]bool
	anywhere   map[int]bool
	statements map[string]bool // of SQL that the servers ran on SQLite
}

func newContract(t *testing.T) *contract {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(pixverse.Spec)
	if err != nil {
		t.Fatal(err)
	}
	doc.Servers = nil // the test server is not among them
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{router: router, seen: make(map[string]map[int]bool), anywhere: make(map[int]bool), statements: make(map[string]bool)}
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			c.seen[method+" "+path] = make(map[int]bool)
		}
	}
	return c
}

// check validates one exchange. Requests that the server refuses may break the
// schema, that being the point.
func (c *contract) check(t *testing.T, r *http.Request, body []byte, resp *http.Response, answer []byte, errCode int, lenient bool) {
	t.Helper()
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		if resp.StatusCode != http.StatusNotFound && resp.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s %s is answered with HTTP %d and not described: %v", r.Method, r.URL.Path, resp.StatusCode, err)
		}
		c.note("", errCode)
		return
	}
	c.note(route.Method+" "+route.Path, errCode)
	r.Body = io.NopCloser(bytes.NewReader(body))
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true,
		},
	}
	if errCode == 0 && !lenient {
		if err := openapi3filter.ValidateRequest(t.Context(), input); err != nil {
			t.Errorf("request: %v", err)
		}
	}
	output := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: resp.StatusCode, Header: resp.Header,
		Options: input.Options,
	}
	output.SetBodyBytes(answer)
	if err := openapi3filter.ValidateResponse(t.Context(), output); err != nil {
		t.Errorf("response: %v\n%s", err, answer)
	}
}

// note remembers an ErrCode of a route, "" for no route.
func (c *contract) note(route string, errCode int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if route != "" {
		c.seen[route][errCode] = true
	}
	c.anywhere[errCode] = true
}

// accountsForAll fails for every ErrCode of the API that this one is compatible
// with which no golden file shows, unless testdata/errcodes.csv says why none
// can; and for every other ErrCode.
func (c *contract) accountsForAll(t *testing.T) {
	t.Helper()
	data, err := os.ReadFile("testdata/errcodes.csv")
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[int]bool)
	for row := range strings.Lines(strings.TrimSpace(string(data))) {
		text, reason, _ := strings.Cut(strings.TrimSpace(row), ",")
		code, err := strconv.Atoi(text)
		if err != nil {
			continue // the head
		}
		known[code] = true
		if c.anywhere[code] == (reason != "") {
			t.Errorf("ErrCode %d: seen %v; the reason why it cannot be: %q", code, c.anywhere[code], reason)
		}
	}
	for code := range c.anywhere {
		if !known[code] {
			t.Errorf("ErrCode %d is answered and not one of the API's", code)
		}
	}
}

// complete fails for every ErrCode that a route declares and no golden file
// shows, or the other way round.
func (c *contract) complete(t *testing.T) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(pixverse.Spec)
	if err != nil {
		t.Fatal(err)
	}
	for route, seen := range c.seen {
		method, path, _ := strings.Cut(route, " ")
		data, err := json.Marshal(doc.Paths.Value(path).GetOperation(method).Extensions["x-err-codes"])
		if err != nil {
			t.Fatal(err)
		}
		var declared []int
		if err := json.Unmarshal(data, &declared); err != nil {
			t.Fatal(err)
		}
		for _, code := range append(declared, 0) {
			if !seen[code] {
				t.Errorf("%s: no golden exchange shows ErrCode %d", route, code)
			}
		}
		for code := range seen {
			if code != 0 && !slices.Contains(declared, code) {
				t.Errorf("%s: ErrCode %d is missing in x-err-codes", route, code)
			}
		}
	}
}

func TestGolden(t *testing.T) { testGolden(t, apitest.SQLite) }

func TestGoldenOnPostgres(t *testing.T) {
	if *update {
		t.Skip("the answers are written by TestGolden")
	}
	_ = apitest.Postgres(t) // skips the whole test where there is none
	testGolden(t, apitest.Postgres)
}

// testGolden plays every golden file on fresh databases and then asks whether
// together they show all that openapi.yaml declares.
func testGolden(t *testing.T, open func(testing.TB) *db.DB) {
	t.Helper()
	files, err := filepath.Glob("testdata/golden/*.http")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	c := newContract(t)
	t.Run("files", func(t *testing.T) {
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".http"), func(t *testing.T) {
				t.Parallel()
				runGolden(t, c, file, open(t))
			})
		}
	})
	if !t.Failed() {
		c.complete(t)
		c.accountsForAll(t)
	}
	dbtest.NoWalks(t, dbtest.SQLite(t), slices.Sorted(maps.Keys(c.statements)))
}

// runGolden plays one file against a server of its own.
func runGolden(t *testing.T, c *contract, file string, d *db.DB) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	comment, _, _ := strings.Cut("\n"+string(data), "\n-- ")
	comment = strings.TrimPrefix(comment, "\n")
	if comment != "" {
		comment += "\n"
	}
	all := readGolden(t, string(data))
	p := newPlayer(t, d, slices.ContainsFunc(all, func(x exchange) bool { return x.do == impatience }))
	for i := range all {
		x := &all[i]
		if x.do == impatience {
			continue
		}
		if x.do != "" {
			p.server.Do(t, x.do, p.vars)
			continue
		}
		status, answer := p.play(t, c, *x)
		if *update {
			x.status, x.answer = status, answer
			continue
		}
		if status != x.status || strings.TrimSpace(answer) != strings.TrimSpace(x.answer) {
			t.Errorf("exchange %d:\n%s\nanswers HTTP %d\n%s\nwant HTTP %d\n%s", i+1, x.request, status, answer, x.status, x.answer)
		}
	}
	c.mu.Lock()
	for _, statement := range p.server.Statements() {
		c.statements[statement] = true
	}
	c.mu.Unlock()
	if *update {
		if err := os.WriteFile(file, []byte(writeGolden(comment, all)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// player sends the requests of one golden file.
type player struct {
	server *apitest.Server
	vars   map[string]string
}

// impatience, anywhere in a file, has its server not wait for masks.
const impatience = "not wait for masks"

func newPlayer(t *testing.T, d *db.DB, impatient bool) *player {
	t.Helper()
	s := apitest.Start(t, d, func(c *pixverse.Config) {
		c.ReadRate = 1e-9 // tokens must not come back while a slow test runs
		if impatient {
			c.MaskWait = time.Nanosecond
		}
	})
	vars := map[string]string{"server": s.URL, "key": s.Key, "long": strings.Repeat("a", 5001)}
	_, vars["other_key"] = s.NewAccount(t, "business", 0)
	_, vars["free_key"] = s.NewAccount(t, "free", 1000)
	_, vars["poor_key"] = s.NewAccount(t, "free", 0)
	return &player{server: s, vars: vars}
}

var placeholder = regexp.MustCompile(`\{\{(\w+)\}\}`)

// fill replaces placeholders by values, and leaves those without one.
func (p *player) fill(s string) string {
	return placeholder.ReplaceAllStringFunc(s, func(m string) string {
		if v, ok := p.vars[m[2:len(m)-2]]; ok {
			return v
		}
		return m
	})
}

// play sends one request and returns the answer with placeholders.
func (p *player) play(t *testing.T, c *contract, x exchange) (status int, answer string) {
	t.Helper()
	r, body := p.build(t, x.request)
	resp, err := p.server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	var envelope struct {
		ErrCode int
		Resp    any
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&envelope); err != nil {
		t.Fatalf("%s %s answers %q: %v", r.Method, r.URL.Path, data, err)
	}
	c.check(t, r, body, resp, data, envelope.ErrCode, x.lenient)
	p.learn(envelope.Resp)
	return resp.StatusCode, p.normalise(t, data)
}

// build makes a request out of its text.
func (p *player) build(t *testing.T, text string) (*http.Request, []byte) {
	t.Helper()
	head, body, _ := strings.Cut(p.fill(text), "\n\n")
	lines := strings.Split(strings.TrimSpace(head), "\n")
	method, path, _ := strings.Cut(lines[0], " ")
	header := make(http.Header)
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		header.Set(name, strings.TrimSpace(value))
	}
	content := []byte(strings.TrimSpace(body))
	switch directive, args, _ := strings.Cut(string(content), " "); directive {
	case "@form":
		var contentType string
		content, contentType = p.form(t, args)
		header.Set("Content-Type", contentType)
	case "@file":
		content = apitest.File(t, args)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, p.server.URL+path, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	return r, content
}

// form builds a multipart body out of name=value and name=@file.
func (p *player) form(t *testing.T, args string) ([]byte, string) {
	t.Helper()
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	for _, arg := range strings.Fields(args) {
		name, value, _ := strings.Cut(arg, "=")
		file, isFile := strings.CutPrefix(value, "@")
		var part io.Writer
		var err error
		content := []byte(value)
		if isFile {
			content = apitest.File(t, file)
			part, err = w.CreateFormFile(name, file)
		} else {
			part, err = w.CreateFormField(name)
		}
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes(), w.FormDataContentType()
}

// drawnID is an id that a server has drawn: ids of the catalog and numbers of
// frames are the same in every run.
var drawnID = regexp.MustCompile(`^\d{16,}$`)

// learn remembers the ids of an answer under their names, and its cursor.
func (p *player) learn(resp any) {
	switch resp := resp.(type) {
	case []any:
		for _, item := range resp {
			p.learn(item)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(resp)) {
			text := fmt.Sprint(resp[name]) // json.Number or string
			switch {
			case name == "next_cursor" && text != "":
				p.vars[name] = text
			case strings.HasSuffix(name, "_id") && drawnID.MatchString(text):
				p.vars[name] = text
				p.number(name, text)
			default:
				p.learn(resp[name])
			}
		}
	}
}

// number gives a new id the next free number of its name.
func (p *player) number(name, id string) {
	for i := 1; ; i++ {
		numbered := fmt.Sprintf("%s_%d", name, i)
		switch p.vars[numbered] {
		case id:
			return
		case "":
			p.vars[numbered] = id
			return
		}
	}
}

// What an answer may contain that differs from run to run.
var volatile = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`("(?:url|img_url|poster_url|keyframe_url|mask_url)": )"http[^"]+"`), `$1"{{url}}"`},
	{regexp.MustCompile(`"\d{4}-\d\d-\d\dT[0-9:.]+Z"`), `"{{time}}"`},
	{regexp.MustCompile(`"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"`), `"{{time}}"`},
	{regexp.MustCompile(`("size": )[1-9]\d*`), `$1"{{size}}"`},
	{regexp.MustCompile(`("next_cursor": )"eyJ[^"]+"`), `$1"{{next_cursor}}"`},
}

// normalise indents an answer and replaces what differs from run to run.
func (p *player) normalise(t *testing.T, data []byte) string {
	t.Helper()
	var buf bytes.Buffer
	if err := json.Indent(&buf, bytes.TrimSpace(data), "", "  "); err != nil {
		t.Fatal(err)
	}
	text := buf.String()
	for _, v := range volatile {
		text = v.pattern.ReplaceAllString(text, v.with)
	}
	for _, name := range slices.Sorted(maps.Keys(p.vars)) {
		// Ids by number: the newest is not the same one after the next answer.
		if strings.HasSuffix(name, "_id") || name == "long" || name == "next_cursor" {
			continue
		}
		text = strings.ReplaceAll(text, p.vars[name], "{{"+name+"}}")
	}
	return text
}
