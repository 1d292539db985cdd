package pixverse

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"zoetrope"
)

// part writes one part of a multipart body with boundary b.
func part(disposition, headers, content string) string {
	return fmt.Sprintf("--b\r\nContent-Disposition: form-data; %s\r\n%s\r\n%s\r\n", disposition, headers, content)
}

func TestOpenUpload(t *testing.T) {
	t.Parallel()
	const png = "\x89PNG\r\n\x1a\n\x00\x00 not really"
	const end = "--b--\r\n"
	const form = "multipart/form-data; boundary=b"
	file := part(`name="image"; filename="a.png"`, "Content-Type: image/png\r\n", png)
	empty := part(`name="image"; filename=""`, "Content-Type: application/octet-stream\r\n", "")
	link := part(`name="image_url"`, "", "https://example.com/a.png")
	for _, c := range []struct {
		name, contentType, body string
		file, url               string
		code                    zoetrope.Code
	}{
		{"file", form, file + end, png, "", ""},
		{"file named file", form, part(`name="file"; filename="x"`, "", png) + end, png, "", ""},
		{"file of any name", form, part(`name="picture"; filename="x"`, "", png) + end, png, "", ""},
		{"file without a file name", form, part(`name="image"`, "", png) + end, png, "", ""},
		{"file between other fields", form, part(`name="kind"`, "", "video") + file + part(`name="media_type"`, "", "video") + end, png, "", ""},
		{"file in base64", form, part(`name="image"; filename="x"`, "Content-Transfer-Encoding: base64\r\n", base64.StdEncoding.EncodeToString([]byte(png))) + end, png, "", ""},
		{"file with an empty URL before", form, part(`name="image_url"`, "", "") + file + end, png, "", ""},
		{"file with an empty URL behind", form, file + part(`name="image_url"`, "", "") + end, png, "", ""},
		{"file and URL", form, link + file + end, png, "", ""},
		{"no closing boundary behind the file", form, file[:len(file)-2] + "\r\n--b", png, "", ""},
		{"URL", form, link + end, "", "https://example.com/a.png", ""},
		{"URL and empty file", form, empty + link + end, "", "https://example.com/a.png", ""},
		{"URL in the file's field", form, part(`name="image"`, "", " https://example.com/a.png ") + end, "", "https://example.com/a.png", ""},
		{"empty file", form, empty + end, "", "", ""},
		{"wrong label", "application/json", file + end, png, "", ""},
		{"no boundary in the label", "multipart/form-data", file + end, png, "", ""},
		{"another boundary in the label", "multipart/form-data; boundary=zz", file + end, png, "", ""},
		{"bare bytes", "application/octet-stream", png, png, "", ""},
		{"bare bytes, no label", "", png, png, "", ""},
		{"bare bytes labelled as a form", "application/x-www-form-urlencoded", png, png, "", ""},
		{"JSON", "application/json", `{"image_url":"https://example.com/a.png"}`, "", "https://example.com/a.png", ""},
		{"urlencoded", "application/x-www-form-urlencoded", "file_url=https%3A%2F%2Fexample.com%2Fa.png&media_type=image", "", "https://example.com/a.png", ""},
		{"empty body", "", "", "", "", zoetrope.CodeMissing},
		{"empty form", form, end, "", "", zoetrope.CodeMissing},
		{"form without a file", form, part(`name="x"`, "", "1") + end, "", "", zoetrope.CodeMissing},
		{"JSON without a URL", "application/json", `{"x":1}`, "", "", zoetrope.CodeMissing},
		{"URL of a wrong type", "application/json", `{"image_url":{}}`, "", "", zoetrope.CodeType},
		{"broken JSON", "application/json", `{"image_url":`, "", "", zoetrope.CodeType},
		{"cut off in a header", form, "--b\r\nContent-Disp", "", "", zoetrope.CodeType},
		{"too many parts", form, strings.Repeat(part(`name="x"`, "", "1"), 100) + end, "", "", zoetrope.CodeInvalid},
		{"very long URL", form, part(`name="image_url"`, "", "https://"+strings.Repeat("a", maxURL)) + end, "", "", zoetrope.CodeURLInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			// Half of each read, as slow and chunked clients deliver.
			up, err := openUpload(iotest.HalfReader(strings.NewReader(c.body)), c.contentType)
			if zoetrope.CodeOf(err) != c.code {
				t.Fatalf("got %v, want code %q", err, c.code)
			}
			if err != nil {
				return
			}
			if up.url != c.url {
				t.Errorf("url is %q, want %q", up.url, c.url)
			}
			if (up.file == nil) != (c.url != "") {
				t.Fatalf("file present: %v", up.file != nil)
			}
			if up.file == nil {
				return
			}
			got, err := io.ReadAll(up.file)
			if err != nil || string(got) != c.file {
				t.Errorf("file is %q, %v; want %q", got, err, c.file)
			}
		})
	}
}

// FuzzUpload feeds arbitrary bodies to the upload reader and drains whatever
// file it finds.
func FuzzUpload(f *testing.F) {
	seed := part(`name="image"; filename="a"`, "", "\x89PNG") + part(`name="image_url"`, "", "https://example.com") + "--b--\r\n"
	for _, contentType := range []string{"multipart/form-data; boundary=b", "multipart/form-data", "application/json", ""} {
		f.Add([]byte(seed), contentType)
		f.Add([]byte(`{"image_url":"https://example.com"}`), contentType)
		f.Add([]byte("image_url=https%3A%2F%2Fexample.com"), contentType)
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		up, err := openUpload(bytes.NewReader(data), contentType)
		if err != nil {
			return
		}
		if (up.file == nil) == (up.url == "") {
			t.Fatalf("neither or both of file and URL: %+v", up)
		}
		if up.file != nil {
			if n, _ := io.Copy(io.Discard, up.file); n > int64(len(data)) {
				t.Fatalf("%d bytes out of %d", n, len(data))
			}
		}
	})
}
