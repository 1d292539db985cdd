package pixverse

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zoetrope"
)

// fieldsOf decodes {"v": <literal>}.
func fieldsOf(t *testing.T, literal string) Fields {
	t.Helper()
	fields, err := decodeJSON([]byte(`{"v": ` + literal + `}`))
	if err != nil {
		t.Fatalf("decode %s: %v", literal, err)
	}
	return fields
}

func TestInteger(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		literal string
		want    int64
		present bool
		code    zoetrope.Code
	}{
		{`5`, 5, true, ""},
		{`"5"`, 5, true, ""},
		{`5.0`, 5, true, ""},
		{`" 5.0 "`, 5, true, ""},
		{`5e0`, 5, true, ""},
		{`-3`, -3, true, ""},
		{`0`, 0, true, ""},
		{`343252978602905`, 343252978602905, true, ""},
		{`9223372036854775807`, 9223372036854775807, true, ""},
		{`null`, 0, false, ""},
		{`""`, 0, false, ""},
		{`"  "`, 0, false, ""},
		{`5.5`, 0, false, zoetrope.CodeType},
		{`"five"`, 0, false, zoetrope.CodeType},
		{`"NaN"`, 0, false, zoetrope.CodeType},
		{`"Infinity"`, 0, false, zoetrope.CodeType},
		{`"0x10"`, 0, false, zoetrope.CodeType},
		{`"1_000"`, 0, false, zoetrope.CodeType},
		{`true`, 0, false, zoetrope.CodeType},
		{`[5]`, 0, false, zoetrope.CodeType},
		{`{}`, 0, false, zoetrope.CodeType},
		{`9223372036854775808`, 0, false, zoetrope.CodeInvalid},
		{`1e400`, 0, false, zoetrope.CodeInvalid},
		{`-1e30`, 0, false, zoetrope.CodeInvalid},
		{`1e-400`, 0, true, ""},
	} {
		r := fieldReader{fields: fieldsOf(t, c.literal)}
		got, present := r.integer("v")
		if got != c.want || present != c.present || zoetrope.CodeOf(r.err) != c.code {
			t.Errorf("%s: got %d, %v, %v; want %d, %v, %q", c.literal, got, present, r.err, c.want, c.present, c.code)
		}
		if r.err != nil && !strings.Contains(r.err.Error(), "v is ") {
			t.Errorf("%s: %v does not name the field", c.literal, r.err)
		}
	}
}

func TestBoolean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		literal string
		want    bool
		code    zoetrope.Code
	}{
		{`true`, true, ""}, {`false`, false, ""},
		{`"true"`, true, ""}, {`"False"`, false, ""}, {`" TRUE "`, true, ""},
		{`1`, true, ""}, {`0`, false, ""}, {`"1"`, true, ""}, {`"0"`, false, ""}, {`1.0`, true, ""},
		{`null`, false, ""}, {`""`, false, ""},
		{`"maybe"`, false, zoetrope.CodeType}, {`2`, false, zoetrope.CodeType}, {`[]`, false, zoetrope.CodeType},
	} {
		r := fieldReader{fields: fieldsOf(t, c.literal)}
		if got := r.boolean("v"); got != c.want || zoetrope.CodeOf(r.err) != c.code {
			t.Errorf("%s: got %v, %v; want %v, %q", c.literal, got, r.err, c.want, c.code)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		literal, want string
		code          zoetrope.Code
	}{
		{`"a fox"`, "a fox", ""},
		{`" a fox "`, " a fox ", ""},
		{`7`, "7", ""},
		{`"nul\u0000byte"`, "nulbyte", ""},
		{`"\ud800"`, "\uFFFD", ""},
		{`null`, "", ""},
		{`true`, "", zoetrope.CodeType},
		{`{"a":1}`, "", zoetrope.CodeType},
	} {
		r := fieldReader{fields: fieldsOf(t, c.literal)}
		if got := r.text("v"); got != c.want || zoetrope.CodeOf(r.err) != c.code {
			t.Errorf("%s: got %q, %v; want %q, %q", c.literal, got, r.err, c.want, c.code)
		}
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		literal string
		want    []int64
		code    zoetrope.Code
	}{
		{`[1, "2", 3.0]`, []int64{1, 2, 3}, ""},
		{`7`, []int64{7}, ""},
		{`"7"`, []int64{7}, ""},
		{`[]`, []int64{}, ""},
		{`null`, nil, ""},
		{`[0]`, nil, zoetrope.CodeInvalid},
		{`[null]`, nil, zoetrope.CodeInvalid},
		{`[1,2,3,4]`, nil, zoetrope.CodeInvalid},
		{`[[1]]`, nil, zoetrope.CodeType},
		{`["x"]`, nil, zoetrope.CodeType},
		{`[9007199254740992]`, nil, zoetrope.CodeInvalid},
		{`[-1]`, nil, zoetrope.CodeInvalid},
	} {
		r := fieldReader{fields: fieldsOf(t, c.literal)}
		if got := r.ids(3, "v"); !slices.Equal(got, c.want) || zoetrope.CodeOf(r.err) != c.code {
			t.Errorf("%s: got %v, %v; want %v, %q", c.literal, got, r.err, c.want, c.code)
		}
	}
}

func TestAliases(t *testing.T) {
	t.Parallel()
	r := fieldReader{fields: Fields{"new": "", "old": "x", "on": "false", "also_on": true}}
	if got := r.text("new", "old"); got != "x" {
		t.Errorf("an empty field hides its alias: got %q", got)
	}
	if !r.anyTrue("on", "also_on") {
		t.Error("the second name of a switch is not seen")
	}
	r.require("send it", "absent", "new")
	if zoetrope.CodeOf(r.err) != zoetrope.CodeMissing || !strings.Contains(r.err.Error(), "absent is missing or empty; send it") {
		t.Errorf("require: %v", r.err)
	}
	first := r.err
	if r.id("old"); !errors.Is(r.err, first) {
		t.Errorf("a later error replaced the first: %v", r.err)
	}
}

func TestShowIsShort(t *testing.T) {
	t.Parallel()
	if got := show(strings.Repeat("é", 5000)); len(got) > 80 {
		t.Errorf("show gives %d bytes", len(got))
	}
	if got := show("a\nb"); strings.Contains(got, "\n") {
		t.Errorf("show gives a line break: %q", got)
	}
}
