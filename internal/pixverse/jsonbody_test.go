package pixverse

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"zoetrope"
)

func TestDecodeJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		fields     int
		code       zoetrope.Code
	}{
		{"object", `{"a":1,"b":null}`, 2, ""},
		{"empty", ``, 0, ""},
		{"white space", " \r\n", 0, ""},
		{"null", `null`, 0, ""},
		{"byte order mark", "\xef\xbb\xbf{\"a\":1}", 1, ""},
		{"duplicate key", `{"a":1,"a":2}`, 1, ""},
		{"invalid UTF-8", "{\"a\":\"\xff\xfe\"}", 1, ""},
		{"nested within bounds", `{"a":` + strings.Repeat("[", 30) + strings.Repeat("]", 30) + `}`, 1, ""},
		{"brackets in text", `{"a":"` + strings.Repeat("[", 100) + `\"{"}`, 1, ""},
		{"comment", `{"a":1} // note`, 0, zoetrope.CodeType},
		{"comment inside", `{"a":1, /* note */ "b":2}`, 0, zoetrope.CodeType},
		{"trailing comma", `{"a":1,}`, 0, zoetrope.CodeType},
		{"single quotes", `{'a':1}`, 0, zoetrope.CodeType},
		{"NaN", `{"a":NaN}`, 0, zoetrope.CodeType},
		{"leading zero", `{"a":05}`, 0, zoetrope.CodeType},
		{"two values", `{"a":1}{"b":2}`, 0, zoetrope.CodeType},
		{"list", `[1]`, 0, zoetrope.CodeType},
		{"text", `"a"`, 0, zoetrope.CodeType},
		{"cut off", `{"a":"b`, 0, zoetrope.CodeType},
		{"too deep", strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40), 0, zoetrope.CodeType},
		{"too many", `{"a":[` + strings.Repeat("0,", maxJSONTokens) + `0]}`, 0, zoetrope.CodeType},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fields, err := decodeJSON([]byte(c.body))
			if zoetrope.CodeOf(err) != c.code || len(fields) != c.fields {
				t.Errorf("got %d fields, %v; want %d, %q", len(fields), err, c.fields, c.code)
			}
		})
	}
}

func TestLastDuplicateWins(t *testing.T) {
	t.Parallel()
	fields, err := decodeJSON([]byte(`{"a":{"x":1},"a":2}`))
	if err != nil {
		t.Fatal(err)
	}
	r := fieldReader{fields: fields}
	if n, _ := r.integer("a"); n != 2 {
		t.Errorf("got %d, want the last value", n)
	}
}

func TestReadFields(t *testing.T) {
	t.Parallel()
	form := "--b\r\nContent-Disposition: form-data; name=\"duration\"\r\n\r\n5\r\n--b--\r\n"
	for _, c := range []struct {
		name, contentType, body string
		code                    zoetrope.Code
	}{
		{"JSON", "application/json", `{"duration":5}`, ""},
		{"JSON without a type", "", `{"duration":"5"}`, ""},
		{"JSON labelled as a form", "application/x-www-form-urlencoded", ` {"duration":5}`, ""},
		{"JSON labelled as multipart", "multipart/form-data; boundary=x", `{"duration":5}`, ""},
		{"urlencoded", "application/x-www-form-urlencoded; charset=utf-8", `duration=5&prompt=a+fox`, ""},
		{"multipart", "multipart/form-data; boundary=b", form, ""},
		{"multipart without boundary", "multipart/form-data", form, ""},
		{"multipart labelled as JSON", "application/json", form, ""},
		{"bad escape", "application/x-www-form-urlencoded", `duration=%zz`, zoetrope.CodeType},
		{"text", "text/plain", `duration: 5`, zoetrope.CodeType},
		{"multipart cut off", "multipart/form-data; boundary=b", form[:len(form)-8], zoetrope.CodeType},
		{"over the limit", "application/json", `{"duration":5}` + strings.Repeat(" ", maxBody), zoetrope.CodeInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fields, err := readFields(strings.NewReader(c.body), c.contentType)
			if zoetrope.CodeOf(err) != c.code {
				t.Fatalf("got %v, want code %q", err, c.code)
			}
			r := fieldReader{fields: fields}
			if n, _ := r.integer("duration"); err == nil && n != 5 {
				t.Errorf("duration is %d in %v", n, fields)
			}
		})
	}
}

// FuzzFields feeds arbitrary bodies to the decoder and every accessor to every
// field it finds.
func FuzzFields(f *testing.F) {
	for _, seed := range []string{
		`{"prompt":"a fox","model":"v5","duration":"5","quality":"540p","seed":0,"img_ids":[1,"2"],"style":null}`,
		"\xef\xbb\xbf{\"a\":5.0}", `{"a":1e999}`, `{"a":"\u0000\ud800"}`, `[{}]`, `prompt=a&prompt=b&x=%00`,
		"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n5\r\n--b--\r\n", strings.Repeat(`{"a":`, 50),
	} {
		f.Add([]byte(seed), "application/json")
		f.Add([]byte(seed), "application/x-www-form-urlencoded")
		f.Add([]byte(seed), "multipart/form-data; boundary=b")
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		fields, err := readFields(bytes.NewReader(data), contentType)
		if err != nil {
			if describe(err).message == "" {
				t.Fatal("an error without a message")
			}
			return
		}
		for name := range fields {
			for _, read := range []func(r *fieldReader){
				func(r *fieldReader) {
					if s := r.text(name); !utf8.ValidString(s) || strings.Contains(s, "\x00") {
						t.Fatalf("text %q cannot be stored", s)
					}
				},
				func(r *fieldReader) { r.integer(name) },
				func(r *fieldReader) { r.boolean(name) },
				func(r *fieldReader) {
					for _, id := range r.ids(10, name) {
						if id <= 0 || id > zoetrope.MaxID {
							t.Fatalf("id %d", id)
						}
					}
				},
			} {
				r := fieldReader{fields: fields}
				read(&r)
				if r.err != nil && len(describe(r.err).message) > 300+3*len(name) {
					t.Fatalf("message of %d bytes", len(describe(r.err).message))
				}
			}
		}
	})
}
