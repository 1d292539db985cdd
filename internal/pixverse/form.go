package pixverse

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/url"

	"zoetrope"
)

// readFields reads a body into Fields. JSON is recognised by its first
// character whatever Content-Type says, since clients label it as a form or
// not at all; only then are forms considered.
func readFields(src io.Reader, contentType string) (Fields, error) {
	data, err := readAll(src)
	if err != nil {
		return nil, err
	}
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
		return decodeJSON(data)
	}
	mediaType, params, _ := mime.ParseMediaType(contentType)
	if boundary := findBoundary(data[:min(len(data), uploadHead)], mediaType, params["boundary"]); boundary != "" && len(data) > 0 {
		return decodeMultipart(multipart.NewReader(bytes.NewReader(data), boundary))
	}
	if mediaType == "application/x-www-form-urlencoded" {
		return decodeForm(string(data))
	}
	return decodeJSON(data)
}

// decodeMultipart reads a form that holds values only.
func decodeMultipart(parts *multipart.Reader) (Fields, error) {
	values := make(url.Values)
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return formFields(values), nil
		}
		if err != nil {
			return nil, multipartError(err)
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, multipartError(err)
		}
		values.Add(part.FormName(), string(value))
	}
	return nil, zoetrope.Errorf(zoetrope.CodeInvalid, "the form has more than %d parts; send only the documented fields", maxParts)
}
