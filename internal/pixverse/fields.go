package pixverse

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"zoetrope"
)

// Fields is the body of a request, or its query, before anyone has asked what
// is in it. Values are what encoding/json makes of them with UseNumber: string,
// json.Number, bool, []any, map[string]any or nil.
type Fields map[string]any

// fieldReader takes typed values out of Fields as liberally as existing clients
// need: ids as numbers or decimal text, switches as booleans, text or 0 and 1,
// nulls and empty text as if absent, unknown fields unread. The first value
// that cannot be understood is kept in err and every later call returns zero
// values, so that callers check once at the end.
//
// Every method takes the field's name followed by its aliases; the first one
// that has a value counts.
type fieldReader struct {
	fields Fields
	err    error
}

// lookup returns the first of names that has a value.
func (r *fieldReader) lookup(names []string) (name string, value any, ok bool) {
	if r.err != nil {
		return "", nil, false
	}
	for _, n := range names {
		switch v := r.fields[n].(type) {
		case nil:
		case string:
			if strings.TrimSpace(v) != "" {
				return n, v, true
			}
		default:
			return n, v, true
		}
	}
	return "", nil, false
}

// fail keeps the first error.
func (r *fieldReader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// require fails unless one of names has a value; hint says what to send.
func (r *fieldReader) require(hint string, names ...string) {
	if _, _, ok := r.lookup(names); !ok {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeMissing, names[0], "%s is missing or empty; %s", names[0], hint))
	}
}

// text returns a string exactly as sent, except for NUL, which no database
// column holds. Numbers count as their digits.
func (r *fieldReader) text(names ...string) string {
	name, v, ok := r.lookup(names)
	if !ok {
		return ""
	}
	if s, ok := scalarText(v); ok {
		return strings.ReplaceAll(s, "\x00", "")
	}
	r.fail(zoetrope.FieldErrorf(zoetrope.CodeType, name, "%s is %s; send text", name, show(v)))
	return ""
}

// word returns a value of a fixed set, such as a model: trimmed, lower case.
func (r *fieldReader) word(names ...string) string {
	return strings.ToLower(strings.TrimSpace(r.text(names...)))
}

// integer returns a whole number and whether there was one: 5, 5.0, "5".
func (r *fieldReader) integer(names ...string) (int64, bool) {
	name, v, ok := r.lookup(names)
	if !ok {
		return 0, false
	}
	n, err := wholeNumber(name, v)
	if err != nil {
		r.fail(err)
		return 0, false
	}
	return n, true
}

// number returns a finite number, 0 if there is none.
func (r *fieldReader) number(names ...string) float64 {
	name, v, ok := r.lookup(names)
	if !ok {
		return 0
	}
	s, _ := scalarText(v)
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeType, name, "%s is %s; send a number", name, show(v)))
		return 0
	}
	return f
}

// id returns a positive id, or 0 if there is none. Ids never exceed 2^53-1.
func (r *fieldReader) id(names ...string) int64 {
	n, ok := r.integer(names...)
	if !ok {
		return 0
	}
	if n < 0 || n > zoetrope.MaxID {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, names[0], "%s is %d, which is no id; send the number that the server gave", names[0], n))
		return 0
	}
	return n
}

// ids returns a list of ids; a scalar is a list of one. At most limit are
// accepted.
func (r *fieldReader) ids(limit int, names ...string) []int64 {
	name, v, ok := r.lookup(names)
	if !ok {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	if len(list) > limit {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, name, "%s has %d items; at most %d are allowed", name, len(list), limit))
		return nil
	}
	out := make([]int64, 0, len(list))
	for i, item := range list {
		element := fieldReader{fields: Fields{name: item}}
		id := element.id(name)
		if element.err == nil && id == 0 {
			element.err = zoetrope.FieldErrorf(zoetrope.CodeInvalid, name, "%s[%d] is %s; send an id", name, i, show(item))
		}
		if element.err != nil {
			r.fail(element.err)
			return nil
		}
		out = append(out, id)
	}
	return out
}

// each calls read for every object of a list of at most limit. Errors of the
// items name their place in the list.
func (r *fieldReader) each(limit int, name string, read func(i int, item *fieldReader)) {
	_, v, ok := r.lookup([]string{name})
	if !ok {
		return
	}
	list, ok := v.([]any)
	if !ok {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeType, name, "%s is %s; send a list of objects", name, show(v)))
		return
	}
	if len(list) > limit {
		r.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, name, "%s has %d items; at most %d are allowed", name, len(list), limit))
		return
	}
	for i, value := range list {
		object, ok := value.(map[string]any)
		if !ok {
			r.fail(zoetrope.FieldErrorf(zoetrope.CodeType, name, "%s[%d] is %s; send an object", name, i, show(value)))
			return
		}
		item := fieldReader{fields: object}
		read(i, &item)
		if item.err != nil {
			r.fail(within(fmt.Sprintf("%s[%d].", name, i), item.err))
			return
		}
	}
}

// within makes an error about a field name the object that the field is in.
func within(place string, err error) error {
	if e, ok := errors.AsType[*zoetrope.Error](err); ok && e.Field != "" {
		return &zoetrope.Error{Code: e.Code, Field: place + e.Field, Message: place + e.Message, Err: e.Err}
	}
	return err
}

// boolean returns a switch: true, "true", 1, "1", "yes", "on" and their
// opposites in any case. Absent is false.
func (r *fieldReader) boolean(names ...string) bool {
	name, v, ok := r.lookup(names)
	if !ok {
		return false
	}
	if b, ok := v.(bool); ok {
		return b
	}
	if s, ok := scalarText(v); ok {
		switch strings.ToLower(strings.TrimSpace(s)) {
		case "true", "1", "1.0", "yes", "on":
			return true
		case "false", "0", "0.0", "no", "off":
			return false
		}
	}
	r.fail(zoetrope.FieldErrorf(zoetrope.CodeType, name, "%s is %s; send true or false", name, show(v)))
	return false
}

// anyTrue is boolean for switches that go by several names, any of which may be
// the one that is set.
func (r *fieldReader) anyTrue(names ...string) bool {
	set := false
	for _, n := range names {
		set = r.boolean(n) || set
	}
	return set
}

// scalarText returns text, or the digits of a number.
func scalarText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case fmt.Stringer: // json.Number
		return v.String(), true
	}
	return "", false
}

// wholeNumber reads 5, 5.0, 5e0 or text of the same. Numbers that have a
// fraction or are no numbers are type errors, numbers beyond int64 are values
// out of range.
func wholeNumber(name string, v any) (int64, error) {
	wrong := zoetrope.FieldErrorf(zoetrope.CodeType, name, "%s is %s; send a whole number", name, show(v))
	s, ok := scalarText(v)
	if !ok {
		return 0, wrong
	}
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	switch {
	case math.IsInf(f, 0) && !isNumeral(s), math.IsNaN(f):
		return 0, wrong
	case math.Abs(f) >= 1<<63:
		return 0, zoetrope.FieldErrorf(zoetrope.CodeInvalid, name, "%s is %s, which is out of range", name, show(v))
	case err != nil || f != math.Trunc(f) || !isNumeral(s):
		return 0, wrong
	}
	return int64(f), nil
}

// isNumeral reports whether s uses only the characters of JSON numbers, which
// leaves out "Inf", "0x1p4" and "1_000" that strconv would take.
func isNumeral(s string) bool {
	return s != "" && strings.Trim(s, "0123456789+-.eE") == ""
}

// show renders a value for an error message: short, quoted where it is text.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return strconv.QuoteToGraphic(shorten(v, 60))
	case fmt.Stringer:
		return shorten(v.String(), 60)
	case bool:
		return strconv.FormatBool(v)
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return "something else"
}

// shorten cuts s to at most n bytes at a character boundary.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
