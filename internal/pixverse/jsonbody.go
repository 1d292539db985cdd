package pixverse

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"

	"zoetrope"
)

// Bounds of a request that is not an upload.
const (
	maxBody       = 1 << 20 // bytes of a JSON or form body
	maxJSONDepth  = 32      // nesting of objects and lists
	maxJSONTokens = 50_000  // members, items and openings; bounds what decoding can allocate
)

// decodeJSON reads one strict JSON object: no comments, no trailing commas,
// nothing behind it. An empty body and null count as an object without
// fields, so that the answer names the first field that is missing. A byte
// order mark is skipped, invalid UTF-8 becomes U+FFFD, and of duplicate keys
// the last one counts.
func decodeJSON(body []byte) (Fields, error) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(body) == 0 {
		return Fields{}, nil
	}
	if err := boundJSON(body); err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil, syntaxError(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, zoetrope.Errorf(zoetrope.CodeType, "the body continues after its JSON value at byte %d; send one JSON object", dec.InputOffset())
	}
	switch value := value.(type) {
	case nil:
		return Fields{}, nil
	case map[string]any:
		return value, nil
	}
	return nil, zoetrope.Errorf(zoetrope.CodeType, "the body is %s; send a JSON object such as {\"prompt\": \"…\"}", show(value))
}

// syntaxError says where the JSON breaks.
func syntaxError(err error) error {
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return zoetrope.Errorf(zoetrope.CodeType,
			"the body is not valid JSON at byte %d (%v); send strict JSON without comments or trailing commas", s.Offset, s)
	}
	return zoetrope.Errorf(zoetrope.CodeType, "the body is not valid JSON (%v); it may have been cut off", err)
}

// boundJSON refuses bodies whose nesting or number of values would make
// decoding expensive. It need not understand JSON beyond where strings end.
func boundJSON(body []byte) error {
	depth, tokens := 0, 0
	inString := false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			tokens++
		case c == '}' || c == ']':
			depth--
		case c == ',':
			tokens++
		}
		if depth > maxJSONDepth || tokens > maxJSONTokens {
			return zoetrope.Errorf(zoetrope.CodeType,
				"the body nests deeper than %d levels or has more than %d values; send a plain JSON object", maxJSONDepth, maxJSONTokens)
		}
	}
	return nil
}

// decodeForm turns a urlencoded body or a query into Fields. A name that
// appears several times becomes a list.
func decodeForm(encoded string) (Fields, error) {
	values, err := url.ParseQuery(encoded)
	if err != nil {
		return nil, zoetrope.Errorf(zoetrope.CodeType, "the form cannot be read (%v); encode it as name=value&name=value", err)
	}
	return formFields(values), nil
}

// formFields makes scalars of single values and lists of repeated ones.
func formFields(values url.Values) Fields {
	fields := make(Fields, len(values))
	for name, list := range values {
		for i := range list {
			list[i] = toValidUTF8(list[i])
		}
		if len(list) == 1 {
			fields[name] = list[0]
			continue
		}
		items := make([]any, len(list))
		for i, s := range list {
			items[i] = s
		}
		fields[name] = items
	}
	return fields
}
