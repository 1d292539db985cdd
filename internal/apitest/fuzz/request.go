package fuzz

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"pgregory.net/rapid"

	"zoetrope/internal/apitest"
)

// request is one that was drawn.
type request struct {
	method string
	path   string // escaped, with the query
	header http.Header
	body   []byte
	// chunked: sent without saying how long it is.
	chunked bool
	// routed: method and path are those of the operation.
	routed bool
	// foreign: its ids are those of another account.
	foreign bool
}

// String shows a request for a failed test.
func (r request) String() string {
	body := r.body
	if len(body) > 2000 {
		body = append(slices.Clone(body[:2000]), fmt.Sprintf("… (%d bytes)", len(r.body))...)
	}
	return fmt.Sprintf("%s %.500s\n%.2000v\n%q", r.method, r.path, r.header, body)
}

// draw makes a request for an operation: half of them as documented, the others
// spoilt in some way.
func (f *Fuzzer) draw(rt *rapid.T, op operation) request {
	g := &generator{rt: rt, f: f, op: op, from: f.mine}
	r := request{method: op.method, routed: true, header: make(http.Header)}
	switch whose := rapid.IntRange(0, 99).Draw(rt, "whose"); {
	case whose >= 90:
		g.from = nil
	case whose >= 75 && f.others != nil:
		g.from, r.foreign = f.others, true
	}
	spoilt := rapid.Bool().Draw(rt, "spoilt")
	g.target(&r, spoilt)
	contentType := ""
	switch {
	case op.RequestBody != nil:
		r.body, contentType = g.body(op.RequestBody.Value.Content, spoilt)
	case spoilt && g.chance("body where none belongs", 20):
		r.body, contentType = g.encode(map[string]any{"page_num": g.nasty(), "limit": g.nasty()}, true)
	}
	r.chunked = spoilt && g.chance("chunked", 20)
	g.headers(&r, contentType, spoilt)
	return r
}

// target draws method, path and query.
func (g *generator) target(r *request, spoilt bool) {
	path := g.op.path
	query := make(url.Values)
	for _, ref := range append(slices.Clone(g.op.Parameters), g.op.item.Parameters...) {
		p := ref.Value
		switch p.In {
		case openapi3.ParameterInPath:
			value := fmt.Sprint(g.value(p.Name, p.Schema.Value))
			if spoilt && g.chance("spoilt path", 40) {
				value = one(g.rt, "path value", nastySegments...)
				r.routed = clean(value)
			}
			path = strings.Replace(path, "{"+p.Name+"}", url.PathEscape(value), 1)
		case openapi3.ParameterInQuery:
			if !g.chance("has "+p.Name, 50) {
				continue
			}
			value := fmt.Sprint(g.value(p.Name, p.Schema.Value))
			if spoilt && g.chance("spoilt query", 50) {
				value = one(g.rt, "query value", nastySegments...)
			}
			query.Add(p.Name, value)
			if spoilt && g.chance("repeated", 10) {
				query.Add(p.Name, value)
			}
		}
	}
	if spoilt && g.chance("spoilt route", 5) {
		r.routed = false
		r.method = one(g.rt, "method", "PUT", "PATCH", "OPTIONS", "DELETE", "POST", "GET", "ZZZ")
		path = one(g.rt, "route", path, path+"/x", "/openapi/v2", "/openapi/v3"+path, "/"+path, path+"/", "/./"+path, "/x/.."+path, "/%2e%2e/", "/zoetrope/v1/%00", "/openapi/v2/%ff")
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	} else if spoilt && g.chance("odd query", 10) {
		path += one(g.rt, "odd query", "?", "?&&=&", "?%zz", "?a;b", "?limit=1&limit=2&limit", "?page_num[]=1", "?"+strings.Repeat("a=1&", 500))
	}
	r.path = path
}

// clean reports whether a server takes a value in a path, escaped or not, for what it is: it resolves empty, "." and ".." segments.
func clean(value string) bool { return value != "" && path.Clean("/"+value) == "/"+value }

// nastySegments are what stands in paths and queries in place of ids and
// numbers.
var nastySegments = []string{
	"0", "-1", "1", "1.0", "1e3", "9007199254740992", "9223372036854775808", "99999999999999999999999999", "00000000000000000001", "+1",
	"abc", "null", "undefined", "{id}", "🦊", "a\x00b", "\xff\xfe", "%", "%25", "a/b", "a b", "..", ".", "../..", "a?b", "a#b", ";", "*", "'",
	strings.Repeat("9", 400), strings.Repeat("x", 4000), " 1", "1 ", "１", "true", "",
}

// body draws the body of a request.
func (g *generator) body(content openapi3.Content, spoilt bool) (body []byte, contentType string) {
	if content.Get("multipart/form-data") != nil && content["multipart/form-data"] != nil {
		return g.upload(spoilt)
	}
	media := content["application/json"]
	object := g.example(media)
	if object == nil || g.chance("composed", 40) {
		object = g.object(media.Schema.Value)
	}
	if spoilt && g.chance("spoilt members", 80) {
		g.spoil(object)
	}
	return g.encode(object, spoilt)
}

// files are what is uploaded, under names of apitest's.
var files = []string{"picture.png", "portrait.jpg", "animation.gif", "note.txt", "empty", "truncated.png", "bomb.png", "playlist.mp4", "hum.wav", "clip.mp4", "speech.wav"}

// upload draws the body of an upload.
func (g *generator) upload(spoilt bool) (body []byte, contentType string) {
	field, address := "file", "file_url"
	if g.op.OperationID == "uploadImage" {
		field, address = "image", "image_url"
	}
	file := slices.Clone(apitest.File(g.tb(), one(g.rt, "file", files...)))
	if spoilt && len(file) > 0 {
		switch rapid.IntRange(0, 3).Draw(g.rt, "damage") {
		case 1:
			file = file[:rapid.IntRange(0, len(file)-1).Draw(g.rt, "length")]
		case 2:
			for range rapid.IntRange(1, 20).Draw(g.rt, "flips") {
				file[rapid.IntRange(0, min(len(file), 4000)-1).Draw(g.rt, "place")] ^= byte(rapid.IntRange(1, 255).Draw(g.rt, "bits"))
			}
		case 3:
			field = one(g.rt, "field", "image", "video", "x", "image_url", "file_url", "\x00", "ü")
		}
	}
	switch one(g.rt, "way", "file", "bare", "url", "both", "json") {
	case "bare":
		return file, one(g.rt, "label", "application/octet-stream", "image/png", "text/plain", "", "application/x-www-form-urlencoded")
	case "url":
		return form(map[string]string{address: g.address()}, "", nil)
	case "both":
		return form(map[string]string{address: g.address(), "media_type": "video"}, field, file)
	case "json":
		object := map[string]any{address: g.address()}
		if spoilt {
			g.spoil(object)
		}
		return g.encode(object, spoilt)
	}
	return form(nil, field, file)
}

// address draws a URL that cannot be fetched.
func (g *generator) address() string {
	return one(g.rt, "address", "", "x", "http://127.0.0.1:9/a.png", "http://[::1]:9/", "file:///etc/passwd", "gopher://127.0.0.1/",
		"http://", "http://user:pass@127.0.0.1:9/", "http://127.0.0.1:99999/", "http://127.0.0.1:9/"+strings.Repeat("a", 9000), "http://\x00/", "//127.0.0.1/", "http://0x7f.1:9/", "data:image/png;base64,AAAA")
}

// headers draws the headers.
func (g *generator) headers(r *request, contentType string, spoilt bool) {
	r.header["Content-Type"] = nil // left out
	if contentType != "" {
		r.header.Set("Content-Type", contentType)
	}
	r.header.Set("API-KEY", g.f.target.Key)
	if g.chance("trace id", 70) {
		r.header.Set("Ai-trace-id", one(g.rt, "trace", rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}`).Draw(g.rt, "uuid"),
			"6f9619ff-8b86-d011-b42d-00c04fc964ff", "same", "{{$string.uuid}}", "caf\xe9", strings.Repeat("t", 900), " "))
	}
	if !spoilt {
		return
	}
	if g.chance("other key", 8) {
		r.header.Del("API-KEY")
		if key := one(g.rt, "key", "", " ", "x", strings.Repeat("k", 5000), "🦊", "zt-\xff", g.f.target.Key+"x", strings.ToUpper(g.f.target.Key)); key != "" {
			r.header.Set("API-KEY", key)
		}
	}
	for _, odd := range [][2]string{
		{"Content-Encoding", "gzip"}, {"Accept", "text/html"}, {"Accept-Encoding", "br;q=0"}, {"Range", "bytes=0-1"}, {"Expect", "100-continue"},
		{"If-None-Match", "*"}, {"X-HTTP-Method-Override", "DELETE"}, {"Cookie", strings.Repeat("a=b; ", 500)}, {"Origin", "null"}, {"X-Forwarded-For", "127.0.0.1, x"},
	} {
		if g.chance(odd[0], 4) {
			r.header.Set(odd[0], odd[1])
		}
	}
}

// send sends a request and reads the whole answer.
func (f *Fuzzer) send(t fataler, r request) (resp *http.Response, answer []byte) {
	for {
		var body io.Reader = bytes.NewReader(r.body)
		if r.chunked {
			body = io.MultiReader(body) // of no known length
		}
		req, err := http.NewRequest(r.method, f.target.URL, body)
		if err != nil {
			t.Fatalf("%v: %v", r, err)
		}
		// As it is: parsing would tidy it up.
		path, query, _ := strings.Cut(r.path, "?")
		req.URL.Opaque, req.URL.RawQuery = "//"+req.URL.Host+path, query
		req.Header = r.header.Clone()
		resp, err := f.client.Do(req)
		if err != nil {
			t.Fatalf("no answer: %v\nto %v", err, r)
		}
		answer, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			t.Fatalf("half an answer: %v\nto %v", err, r)
		}
		if resp.StatusCode != http.StatusTooManyRequests {
			return resp, answer
		}
		f.slowDown(t, resp)
	}
}
