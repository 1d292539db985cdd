package glslgo

import (
	"slices"
	"strings"
)

// code is a list of Go statements under construction.
type code struct{ lines []*line }

// line is a statement, or a control structure if it has a body.
type line struct {
	// defs are the variables that the line defines or changes. A line without effect is dropped when none of them is read.
	defs   []string
	op     string // ":=" or "=" for "defs op rhs"; empty if text is complete
	rhs    string
	prefix string // written before each of defs, e.g. the receiver
	text   string
	effect bool
	body   *code
	other  *code // the else branch, if any
	tail   string

	reads []string
	dead  bool
}

// pure adds "name := rhs".
func (c *code) pure(name, rhs string) { c.define([]string{name}, ":=", rhs, false) }

// define adds "defs op rhs".
func (c *code) define(defs []string, op, rhs string, effect bool) {
	c.lines = append(c.lines, &line{defs: defs, op: op, rhs: rhs, effect: effect})
}

// change adds a complete statement that changes name and does nothing else.
func (c *code) change(name, text string) {
	c.lines = append(c.lines, &line{defs: []string{name}, text: text})
}

// do adds a complete statement that must stay.
func (c *code) do(text string) { c.lines = append(c.lines, &line{text: text, effect: true}) }

// nest adds a control structure and returns its line.
func (c *code) nest(header string, body *code, tail string) *line {
	l := &line{text: header, body: body, tail: tail}
	c.lines = append(c.lines, l)
	return l
}

// each calls f for all lines, outer ones first.
func (c *code) each(f func(*line)) {
	for _, l := range c.lines {
		f(l)
		if l.body != nil {
			l.body.each(f)
		}
		if l.other != nil {
			l.other.each(f)
		}
	}
}

// identifiers returns the names in Go text, without the exceptions.
func identifiers(text string, except []string) []string {
	var out []string
	for i := 0; i < len(text); {
		if !isLetter(text[i]) {
			i++
			for i < len(text) && isDigit(text[i-1]) && isWord(text[i]) {
				i++ // the rest of a number such as 1e5
			}
			continue
		}
		n := span(text[i:], isWord)
		if name := text[i : i+n]; !slices.Contains(except, name) {
			out = append(out, name)
		}
		i += n
	}
	return out
}

// live reports whether the line has to stay, given how often names are read.
func (l *line) live(reads map[string]int) bool {
	if l.effect {
		return true
	}
	if l.body != nil {
		return l.body.alive() || l.other != nil && l.other.alive()
	}
	return slices.ContainsFunc(l.defs, func(name string) bool { return reads[name] > 0 })
}

func (c *code) alive() bool {
	return slices.ContainsFunc(c.lines, func(l *line) bool { return !l.dead })
}

// prune marks the lines without use as dead and returns how often each name is read by the others.
func prune(parts []*code, reads map[string]int) {
	all := func(f func(*line)) {
		for _, c := range parts {
			c.each(f)
		}
	}
	all(func(l *line) {
		if l.reads == nil {
			l.reads = identifiers(l.rhs+" "+l.text+" "+l.tail, l.defs)
		}
		for _, name := range l.reads {
			reads[name]++
		}
	})
	for again := true; again; {
		again = false
		all(func(l *line) {
			if l.dead || l.live(reads) {
				return
			}
			l.dead, again = true, true
			for _, name := range l.reads {
				reads[name]--
			}
		})
	}
}

// print writes the live lines.
func (c *code) print(b *strings.Builder, reads map[string]int) {
	for _, l := range c.lines {
		if l.dead {
			continue
		}
		switch {
		case l.op != "":
			l.printDefine(b, reads)
		default:
			b.WriteString(l.text)
		}
		b.WriteByte('\n')
		if l.body != nil {
			l.body.print(b, reads)
			if l.other != nil && l.other.alive() {
				b.WriteString("} else {\n")
				l.other.print(b, reads)
			}
			b.WriteString(l.tail)
			b.WriteByte('\n')
		}
	}
}

// printDefine writes "defs op rhs" with unused names left out.
func (l *line) printDefine(b *strings.Builder, reads map[string]int) {
	op := "="
	for i, name := range l.defs {
		if i > 0 {
			b.WriteString(", ")
		}
		if reads[name] == 0 && !strings.Contains(name, ".") && !strings.Contains(name, "[") {
			b.WriteString("_")
			continue
		}
		op = l.op
		b.WriteString(l.prefix + name)
	}
	if len(l.defs) > 0 {
		b.WriteString(" " + op + " ")
	}
	b.WriteString(l.rhs)
}
