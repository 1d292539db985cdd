package apidoc

import (
	"fmt"
	"slices"
	"strings"
)

// field is a line of a table of fields.
type field struct {
	name, kind string
	required   bool
	limits     string
	meaning    string
}

// maxID is how openapi.yaml bounds ids: whole numbers that JavaScript can hold.
const maxID = 1<<53 - 1

// fields lists the members of an object and of the objects in it, whose names
// get those of their owners in front.
func (s *spec) fields(object *schema, prefix string) []field {
	object = s.resolve(object)
	var all []field
	for _, p := range object.Properties {
		member := s.resolve(p.value)
		name := prefix + p.key
		all = append(all, field{
			name: name, kind: s.kind(member), limits: s.limits(member), meaning: oneLine(member.Description),
			required: slices.Contains(object.Required, p.key),
		})
		switch {
		case member.Type == "array":
			all = append(all, s.fields(member.Items, name+"[].")...)
		case len(member.Properties) > 0:
			all = append(all, s.fields(member, name+".")...)
		}
	}
	return all
}

// kind names the type of a value.
func (s *spec) kind(v *schema) string {
	switch {
	case v.Type == "integer" && v.Maximum != nil && *v.Maximum == maxID:
		return "id"
	case v.Type == "string" && v.Format == "binary":
		return "file"
	case v.Type == "string" && v.Format == "date-time":
		return "time"
	case v.Type == "array":
		return "list of " + s.plural(s.resolve(v.Items))
	case v.Type == "string":
		return "text"
	case v.Type == "":
		return "any"
	}
	return v.Type
}

// plural names the type of the items of a list.
func (s *spec) plural(v *schema) string {
	if kind := s.kind(v); kind != "text" {
		return kind + "s"
	}
	return "texts"
}

// limits says what a value may be.
func (s *spec) limits(v *schema) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if len(v.Enum) > 0 {
		values := make([]string, len(v.Enum))
		for i, e := range v.Enum {
			values[i] = fmt.Sprintf("`%v`", e)
		}
		add("%s", strings.Join(values, ", "))
	}
	switch low, high := v.Minimum, v.Maximum; {
	case s.kind(v) == "id":
	case low != nil && high != nil:
		add("%d to %d", *low, *high)
	case low != nil:
		add("at least %d", *low)
	case high != nil:
		add("at most %d", *high)
	}
	if v.MaxLength > 0 {
		add("at most %d characters", v.MaxLength)
	}
	switch {
	case v.MinItems > 0 && v.MaxItems > 0:
		add("%d to %d items", v.MinItems, v.MaxItems)
	case v.MaxItems > 0:
		add("at most %d items", v.MaxItems)
	}
	if v.Default != nil {
		add("default `%v`", v.Default)
	}
	return strings.Join(parts, "; ")
}

// requestTable writes what a request may have.
func requestTable(b *strings.Builder, fields []field) {
	b.WriteString("| Field | Type | Required | Allowed | Meaning |\n| --- | --- | --- | --- | --- |\n")
	for _, f := range fields {
		required := ""
		if f.required {
			required = "yes"
		}
		writeRow(b, "`"+f.name+"`", f.kind, required, f.limits, f.meaning)
	}
	b.WriteString("\n")
}

// answerTable writes what Resp has.
func answerTable(b *strings.Builder, fields []field) {
	b.WriteString("| Field | Type | Meaning |\n| --- | --- | --- |\n")
	for _, f := range fields {
		meaning := f.meaning
		if strings.HasPrefix(f.limits, "`") && !strings.Contains(f.meaning, "1 done") {
			meaning = strings.TrimSpace(meaning + " One of " + f.limits + ".")
		}
		writeRow(b, "`"+f.name+"`", f.kind, meaning)
	}
	b.WriteString("\n")
}

func writeRow(b *strings.Builder, cells ...string) {
	b.WriteString("|")
	for _, cell := range cells {
		b.WriteString(" " + strings.ReplaceAll(cell, "|", `\|`) + " |")
	}
	b.WriteString("\n")
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
