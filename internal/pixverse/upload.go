package pixverse

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"

	"zoetrope"
)

// Bounds of the framing around an uploaded file.
const (
	uploadHead    = 1024    // bytes looked at to tell what a body is
	maxParts      = 64      // parts of a multipart body
	maxURL        = 8 << 10 // bytes of a URL to upload from
	uploadFraming = 1 << 20 // bytes a body may have beyond its file
)

// The names under which clients send the file and the URL.
var (
	fileFields = []string{"image", "file", "media", "video", "audio"}
	urlFields  = []string{"image_url", "file_url", "url", "media_url", "img_url"}
)

// upload is what an upload request brings: a file to be read, or a URL to be
// fetched. Of two, the file counts.
type upload struct {
	file io.Reader // nil if there is only a URL; may turn out to be empty
	url  string
}

// openUpload finds the file or URL in a body without reading the file. What
// the body is (multipart, form, JSON or the bare bytes of a file) is told by
// its beginning; the Content-Type only helps, because clients get it wrong.
func openUpload(src io.Reader, contentType string) (upload, error) {
	r := bufio.NewReaderSize(src, uploadHead)
	head, err := r.Peek(uploadHead)
	if err != nil && !errors.Is(err, io.EOF) {
		return upload{}, err
	}
	mediaType, params, _ := mime.ParseMediaType(contentType)
	if boundary := findBoundary(head, mediaType, params["boundary"]); boundary != "" {
		return openMultipart(multipart.NewReader(r, boundary))
	}
	var decode func([]byte) (Fields, error)
	switch trimmed := bytes.TrimLeft(head, " \t\r\n"); {
	case len(trimmed) == 0:
		return upload{}, errNoFile()
	case trimmed[0] == '{':
		decode = decodeJSON
	case mediaType == "application/x-www-form-urlencoded" && isText(head):
		decode = func(b []byte) (Fields, error) { return decodeForm(string(b)) }
	default:
		return upload{file: r}, nil
	}
	data, err := readAll(r)
	if err != nil {
		return upload{}, err
	}
	fields, err := decode(data)
	if err != nil {
		return upload{}, err
	}
	reader := fieldReader{fields: fields}
	u := upload{url: strings.TrimSpace(reader.text(slices.Concat(urlFields, fileFields)...))}
	if reader.err == nil && u.url == "" {
		reader.err = errNoFile()
	}
	return u, reader.err
}

// findBoundary returns the boundary of a multipart body, "" if it is none. A
// body that is visibly multipart is taken as such even if its label lacks the
// boundary or names another type, which happens when a client sets
// Content-Type by hand.
func findBoundary(head []byte, mediaType, declared string) string {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	line := strings.TrimRight(string(first), "\r ")
	visible := strings.HasPrefix(line, "--") && len(line) > 2 && len(line) <= 72 &&
		bytes.Contains(bytes.ToLower(head), []byte("content-disposition:"))
	if visible && line != "--"+declared {
		return line[2:]
	}
	if strings.HasPrefix(mediaType, "multipart/") {
		return declared
	}
	if visible {
		return line[2:]
	}
	return ""
}

// openMultipart goes through the parts up to the first file that is not empty.
func openMultipart(parts *multipart.Reader) (upload, error) {
	var found upload
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return found.orMissing()
		}
		if err != nil {
			return upload{}, multipartError(err)
		}
		next, err := openPart(part)
		if err != nil {
			return upload{}, multipartError(err)
		}
		if next.file != nil {
			content := bufio.NewReader(next.file)
			if _, err := content.Peek(1); err == nil {
				return upload{file: content}, nil
			} else if !errors.Is(err, io.EOF) {
				return upload{}, multipartError(err)
			}
			found.file = bytes.NewReader(nil)
		}
		if found.url == "" {
			found.url = next.url
		}
	}
	return upload{}, zoetrope.Errorf(zoetrope.CodeInvalid, "the form has more than %d parts; send one file", maxParts)
}

// orMissing settles what a form without any content in a file part means: an
// empty file beside a URL is what clients send that fill in both fields.
func (u upload) orMissing() (upload, error) {
	switch {
	case u.url != "":
		return upload{url: u.url}, nil
	case u.file != nil:
		return u, nil
	}
	return upload{}, errNoFile()
}

// openPart tells whether a part is a file, a URL or of no interest.
func openPart(part *multipart.Part) (upload, error) {
	name := strings.ToLower(part.FormName())
	isFile := part.FileName() != ""
	switch {
	case isFile:
	case slices.Contains(urlFields, name), slices.Contains(fileFields, name):
		content := bufio.NewReaderSize(part, maxURL)
		head, err := content.Peek(maxURL)
		if err != nil && !errors.Is(err, io.EOF) {
			return upload{}, err
		}
		text := strings.TrimSpace(string(head))
		if slices.Contains(fileFields, name) && !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
			return upload{file: content}, nil
		}
		if len(head) == maxURL {
			return upload{}, zoetrope.FieldErrorf(zoetrope.CodeURLInvalid, name, "%s is longer than %d bytes; send a shorter URL", name, maxURL)
		}
		return upload{url: toValidUTF8(text)}, nil
	default:
		return upload{}, nil
	}
	if strings.EqualFold(part.Header.Get("Content-Transfer-Encoding"), "base64") {
		return upload{file: base64.NewDecoder(base64.StdEncoding, part)}, nil
	}
	return upload{file: part}, nil
}

// multipartError blames the framing unless the cause has a code already.
func multipartError(err error) error {
	if _, ok := errors.AsType[*zoetrope.Error](err); ok {
		return err
	}
	return zoetrope.WrapError(zoetrope.CodeType, err, "the multipart form is broken or was cut off; send the file as multipart/form-data with a closing boundary")
}

func errNoFile() error {
	return zoetrope.FieldErrorf(zoetrope.CodeMissing, "file",
		"there is no file in the request; send one as the form field image or file, or a URL as image_url or file_url")
}

// isText reports whether data could be text: no control characters but white
// space.
func isText(data []byte) bool {
	return !bytes.ContainsFunc(data, func(c rune) bool {
		return c < ' ' && c != '\t' && c != '\n' && c != '\r'
	})
}

// bytesText writes a number of bytes as people do.
func bytesText(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
