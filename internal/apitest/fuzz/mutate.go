package fuzz

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// nasty are values that some program sends some day. Raw ones are JSON that
// json.Marshal would not write.
var nasty = []any{
	nil, true, false, "", " ", "0", 0, -1, 1, 1.5, "1.0", "five", "null", "true", "NaN",
	json.RawMessage("1e999"), json.RawMessage("-0"), json.RawMessage("1E400"), json.RawMessage("9007199254740993"),
	json.RawMessage("123456789012345678901234567890"), json.RawMessage(`"\ud800"`), json.RawMessage(`"\u0000"`),
	"a\x00b", "\u202egnp.exe", "e\u0301\u0301\u0301", "🦊🦊🦊", "\ufffe", "\u2028", "ﷺ",
	strings.Repeat("a", 5001), strings.Repeat("🦊", 5001), strings.Repeat("{", 300),
	[]any{}, []any{nil}, []any{1, "2", 3.5}, []any{[]any{[]any{}}}, map[string]any{}, map[string]any{"$ne": nil}, map[string]any{"": ""},
	json.RawMessage(strings.Repeat("[", 40) + strings.Repeat("]", 40)),
	json.RawMessage("[" + strings.Repeat("0,", 999) + "0]"),
	"' OR 1=1 --", "../../../../etc/passwd", "{{video_id}}", "%s%n%x", "<script>alert(1)</script>", "${jndi:ldap://x}", "-",
	"1000000000000001", -9007199254740993, "+1", "0x10", "1_000", "١٢٣",
}

// spoil changes some members of an object: other values, missing or unknown
// ones, also inside its lists and objects.
func (g *generator) spoil(object map[string]any) {
	for range rapid.IntRange(1, 3).Draw(g.rt, "changes") {
		g.spoilOnce(object)
	}
}

func (g *generator) spoilOnce(object map[string]any) {
	names := slices.Sorted(maps.Keys(object))
	if len(names) == 0 || g.chance("unknown member", 10) {
		object[one(g.rt, "name", "zzz", "", "prompt ", "PROMPT", "duration", "seed", "webhook_id", "limit", "img_id", "template_id")] = g.nasty()
		return
	}
	name := one(g.rt, "member", names...)
	if g.chance("missing", 20) {
		delete(object, name)
		return
	}
	if g.chance("inside", 60) {
		switch inner := object[name].(type) {
		case map[string]any:
			g.spoilOnce(inner)
			return
		case []any:
			if len(inner) > 0 {
				i := rapid.IntRange(0, len(inner)-1).Draw(g.rt, "item")
				if item, ok := inner[i].(map[string]any); ok {
					g.spoilOnce(item)
				} else {
					inner[i] = g.nasty()
				}
				return
			}
		}
	}
	object[name] = g.nasty()
}

func (g *generator) nasty() any { return one(g.rt, "value", nasty...) }

// encode writes an object as the body of a request, mostly as JSON with its
// proper label. spoilt allows broken bodies and wrong labels.
func (g *generator) encode(object map[string]any, spoilt bool) (body []byte, contentType string) {
	body, err := json.Marshal(object)
	if err != nil {
		g.rt.Fatalf("encode %v: %v", object, err)
	}
	contentType = "application/json"
	if !spoilt {
		return body, contentType
	}
	if g.chance("other label", 20) {
		contentType = one(g.rt, "label", "", "text/plain", "application/json; charset=utf-16", "application/x-www-form-urlencoded",
			"multipart/form-data", "multipart/form-data; boundary=b", "application/xml", ";;;", "a/b; c=\"", strings.Repeat("x", 3000))
	}
	if !g.chance("other body", 30) {
		return body, contentType
	}
	switch one(g.rt, "body", "form", "multipart", "cut", "flipped", "doubled", "empty", "junk", "deep", "wide", "twice", "large") {
	case "form":
		return []byte(formValues(object).Encode()), "application/x-www-form-urlencoded"
	case "multipart":
		values := make(map[string]string)
		for name, list := range formValues(object) {
			values[name] = list[0]
		}
		return form(values, "", nil)
	case "cut":
		return body[:rapid.IntRange(0, len(body)-1).Draw(g.rt, "length")], contentType
	case "flipped":
		body[rapid.IntRange(0, len(body)-1).Draw(g.rt, "place")] ^= byte(rapid.IntRange(1, 255).Draw(g.rt, "bits"))
		return body, contentType
	case "doubled":
		return append(body, body...), contentType
	case "junk":
		return rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(g.rt, "junk"), contentType
	case "deep":
		return []byte(`{"prompt":` + strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_001)), contentType
	case "wide":
		return []byte(`{"img_ids":[` + strings.Repeat("1,", 60_000) + "1]}"), contentType
	case "twice": // every member twice, the second one null
		return []byte(strings.TrimSuffix(string(body), "}") + `,"prompt":null,"model":null}`), contentType
	case "large":
		return append(body, bytes.Repeat([]byte(" "), 1<<20)...), contentType
	}
	return nil, contentType
}

// formValues flattens an object as forms do.
func formValues(object map[string]any) url.Values {
	values := make(url.Values)
	for name, v := range object {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, item := range list {
			values.Add(name, fmt.Sprint(item))
		}
	}
	return values
}

// form writes a multipart body with values and at most one file. Writing to
// memory does not fail.
func form(values map[string]string, field string, file []byte) (body []byte, contentType string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		_ = w.WriteField(name, values[name])
	}
	if field != "" {
		part, _ := w.CreateFormFile(field, "file")
		_, _ = part.Write(file)
	}
	_ = w.Close()
	return b.Bytes(), w.FormDataContentType()
}
