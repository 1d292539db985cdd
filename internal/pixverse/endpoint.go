package pixverse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"zoetrope"
)

// An endpoint is one route of the surface.
type endpoint struct {
	method string
	path   string // as in http.ServeMux patterns and, equally, in openapi.yaml
	input  input
	// limit is how many bytes the body may have; 0 stands for maxBody.
	limit  int64
	handle func(ctx context.Context, req *Request) (resp any, err error)
}

// route names the endpoint in logs and metrics.
func (e endpoint) route() string { return e.method + " " + e.path }

// input is how a request's body is read before its handler runs.
type input int

const (
	// inputQuery: the query, and under it the members of a JSON body if one
	// comes along. Bodies that are no JSON objects are of no interest here.
	inputQuery input = iota
	// inputFields: a JSON object or a form, whatever Content-Type says.
	inputFields
	// inputUpload: a file or URL, opened and not yet read.
	inputUpload
)

// Request is what a handler gets to see of an HTTP request.
type Request struct {
	Account zoetrope.Account
	TraceID string // the Ai-trace-id header as sent, trimmed and made valid UTF-8
	Fields  Fields // inputQuery and inputFields
	Upload  upload // inputUpload

	id         string // echoed as X-Request-Id
	route      string
	writes     bool // the method is not GET
	started    time.Time
	generation int64 // for the log, set by handlers
	pathValue  func(name string) string
}

// bodyHash identifies the body of a request up to white space and the order
// of its members. Trace ids that are no UUIDs replay an earlier answer only
// when it is the same too.
func (req *Request) bodyHash() (string, error) {
	canonical, err := json.Marshal(req.Fields) // sorts keys
	if err != nil {
		return "", fmt.Errorf("hash request body: %w", err)
	}
	sum := sha256.Sum256(append([]byte(req.route+"\n"), canonical...))
	return hex.EncodeToString(sum[:]), nil
}

// pathID reads an id from the path.
func (req *Request) pathID(name string) (int64, error) {
	text := strings.TrimSpace(req.pathValue(name))
	digits := strings.TrimLeft(text, "0")
	if text == "" || strings.Trim(text, "0123456789") != "" || digits == "" {
		return 0, zoetrope.FieldErrorf(zoetrope.CodeInvalid, name,
			"%s is %s in the path, which is no id; use the number that the server answered", name, show(text))
	}
	reader := fieldReader{fields: Fields{name: digits}}
	id := reader.id(name)
	if reader.err != nil {
		// A number too large to be an id of ours is merely unknown.
		return 0, zoetrope.FieldErrorf(zoetrope.CodeNotFound, name, "%s %s does not exist in this account", name, shorten(text, 60))
	}
	req.generation = id
	return id, nil
}

// read fills in Fields or Upload.
func (req *Request) read(in input, r *http.Request, b *body) error {
	var err error
	switch in {
	case inputUpload:
		req.Upload, err = openUpload(b, r.Header.Get("Content-Type"))
	case inputFields:
		req.Fields, err = readFields(b, r.Header.Get("Content-Type"))
	case inputQuery:
		req.Fields = Fields{}
		if data, bodyErr := readAll(b); bodyErr == nil && len(data) > 0 {
			if fields, bodyErr := decodeJSON(data); bodyErr == nil {
				req.Fields = fields
			}
		}
		for name, value := range formFields(r.URL.Query()) {
			req.Fields[name] = value
		}
	}
	return err
}
