package glslgo

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Limits that keep hostile or broken input from exhausting memory.
const (
	maxTokens       = 1 << 18
	maxIncludeDepth = 16
)

// macro is a #define.
type macro struct {
	function bool
	params   []string
	body     []token
}

// preprocessor resolves directives of a file and the files it includes.
type preprocessor struct {
	fsys     fs.FS
	macros   map[string]*macro
	out      []token
	included map[string]bool
	depth    int
	// flat collects the source text with includes replaced by the files' text.
	flat strings.Builder
}

// preprocess returns the expanded tokens of the file and its flattened source.
func preprocess(fsys fs.FS, name string) (tokens []token, flat string) {
	p := &preprocessor{fsys: fsys, macros: map[string]*macro{}, included: map[string]bool{}}
	p.macros["GL_ES"] = number("1")
	p.macros["__VERSION__"] = number("300")
	p.file(name, Pos{File: name, Line: 1, Col: 1})
	return append(p.out, token{kind: tokEOF, pos: Pos{File: name, Line: 1, Col: 1}}), p.flat.String()
}

func number(s string) *macro { return &macro{body: []token{{kind: tokNumber, text: s}}} }

// condition is the state of one #if.
type condition struct {
	pos       Pos
	active    bool // the current branch is compiled
	taken     bool // some branch was
	enclosing bool // the code around is compiled
	elseSeen  bool
}

func (p *preprocessor) file(name string, from Pos) {
	data, err := fs.ReadFile(p.fsys, name)
	if err != nil {
		fail(from, "cannot read %q: %v", name, err)
	}
	src := strings.ReplaceAll(string(data), "\r\n", "\n")
	p.included[name] = true
	text := &flattener{out: &p.flat, lines: strings.SplitAfter(src, "\n"), dropVersion: p.depth > 0}
	var conds []condition
	for tokens := lex(name, src); tokens[0].kind != tokEOF; {
		var line []token
		line, tokens = cutLine(tokens)
		active := len(conds) == 0 || conds[len(conds)-1].active
		switch {
		case !line[0].is("#"):
			if active {
				p.emit(p.expand(line))
			}
		case active && len(line) > 1 && line[1].text == "include":
			text.copyTo(line[0].pos.Line - 1)
			text.next++
			p.include(name, line)
		default:
			conds = p.directive(line, conds, active)
		}
	}
	if len(conds) > 0 {
		fail(conds[len(conds)-1].pos, "#if without #endif")
	}
	text.copyTo(len(text.lines))
	if !strings.HasSuffix(src, "\n") {
		p.flat.WriteString("\n")
	}
}

// cutLine takes one directive, or all lines up to the next directive together, since a macro call may span lines.
func cutLine(tokens []token) (line, rest []token) {
	directive := tokens[0].is("#")
	n := 1
	for tokens[n].kind != tokEOF && !(tokens[n].first && (directive || tokens[n].is("#"))) {
		n++
	}
	return tokens[:n], tokens[n:]
}

// flattener copies the lines of a file that are no #include.
type flattener struct {
	out   *strings.Builder
	lines []string
	next  int
	// dropVersion blanks #version, which may stand at the very beginning only.
	dropVersion bool
}

// copyTo copies all lines before the given one, counted from 0.
func (t *flattener) copyTo(line int) {
	for ; t.next < min(line, len(t.lines)); t.next++ {
		if s := t.lines[t.next]; t.dropVersion && strings.HasPrefix(strings.TrimSpace(s), "#version") {
			t.out.WriteString("\n")
		} else {
			t.out.WriteString(s)
		}
	}
}

func (p *preprocessor) emit(t []token) {
	if len(p.out)+len(t) > maxTokens {
		fail(t[0].pos, "the shader expands to more than %d tokens", maxTokens)
	}
	p.out = append(p.out, t...)
}

// include reads the named file once; naming it again has no effect.
func (p *preprocessor) include(from string, line []token) {
	if len(line) != 3 || line[2].kind != tokString {
		fail(line[0].pos, `#include takes one "file"`)
	}
	name := path.Join(path.Dir(from), line[2].text)
	if p.included[name] {
		return
	}
	if p.depth++; p.depth > maxIncludeDepth {
		fail(line[0].pos, "files include each other more than %d deep", maxIncludeDepth)
	}
	p.file(name, line[2].pos)
	p.depth--
}

func (p *preprocessor) directive(line []token, conds []condition, active bool) []condition {
	if len(line) == 1 {
		return conds
	}
	at := line[0].pos
	top := len(conds) - 1
	switch name := line[1].text; name {
	case "if", "ifdef", "ifndef":
		c := condition{pos: at, enclosing: active}
		if active {
			c.active = p.test(line)
			c.taken = c.active
		}
		return append(conds, c)
	case "elif", "else":
		if top < 0 || conds[top].elseSeen {
			fail(at, "#%s without #if", name)
		}
		c := &conds[top]
		c.elseSeen = name == "else"
		c.active = c.enclosing && !c.taken && (c.elseSeen || p.test(line))
		c.taken = c.taken || c.active
		return conds
	case "endif":
		if top < 0 {
			fail(at, "#endif without #if")
		}
		return conds[:top]
	}
	if active {
		p.command(line)
	}
	return conds
}

// command carries out the directives that are no conditions.
func (p *preprocessor) command(line []token) {
	at := line[0].pos
	switch line[1].text {
	case "define":
		p.define(line)
	case "undef":
		if len(line) != 3 {
			fail(at, "#undef takes one name")
		}
		delete(p.macros, line[2].text)
	case "version":
		if len(line) != 4 || line[2].text != "300" || line[3].text != "es" {
			fail(at, `the version must be "300 es"`)
		}
	case "pragma":
		if len(line) == 3 && line[2].text == "unroll" {
			p.out = append(p.out, token{kind: tokPragma, text: "#pragma unroll", pos: at})
		}
	case "error":
		fail(at, "#error %s", joinTokens(line[2:]))
	case "extension":
		fail(at, "#extension is not supported")
	case "line":
	default:
		fail(at, "unknown directive #%s", line[1].text)
	}
}

func joinTokens(t []token) string {
	var s []string
	for _, x := range t {
		s = append(s, x.text)
	}
	return strings.Join(s, " ")
}

func (p *preprocessor) define(line []token) {
	if len(line) < 3 || line[2].kind != tokName {
		fail(line[0].pos, "#define needs a name")
	}
	m := &macro{}
	rest := line[3:]
	if len(rest) > 0 && rest[0].is("(") && !rest[0].spaced {
		m.function = true
		i := 1
		for i < len(rest) && !rest[i].is(")") {
			if rest[i].kind != tokName {
				fail(rest[i].pos, "a macro parameter must be a name, not %v", rest[i])
			}
			m.params = append(m.params, rest[i].text)
			if i++; i < len(rest) && rest[i].is(",") {
				i++
			}
		}
		if i == len(rest) {
			fail(line[0].pos, "the parameters of macro %s are not closed", line[2].text)
		}
		rest = rest[i+1:]
	}
	m.body = rest
	p.macros[line[2].text] = m
}

// expand replaces macros until none is left; a macro is not expanded inside its own expansion.
func (p *preprocessor) expand(in []token) []token {
	todo := slices.Clone(in) // a stack: the next token is the last
	slices.Reverse(todo)
	var out []token
	for budget := maxTokens; len(todo) > 0; budget-- {
		t := todo[len(todo)-1]
		if budget < 0 || len(todo) > maxTokens {
			fail(t.pos, "macros expand to more than %d tokens", maxTokens)
		}
		todo = todo[:len(todo)-1]
		m := p.macros[t.text]
		isCall := len(todo) > 0 && todo[len(todo)-1].is("(")
		if t.kind != tokName || m == nil || slices.Contains(t.hidden, t.text) || m.function && !isCall {
			out = append(out, t)
			continue
		}
		body := m.body
		if m.function {
			var args [][]token
			args, todo = macroArgs(t, todo)
			body = substitute(m, t, args)
		}
		for i := len(body) - 1; i >= 0; i-- {
			b := body[i]
			b.pos, b.first = t.pos, false
			b.hidden = append(append(slices.Clip(b.hidden), t.hidden...), t.text)
			todo = append(todo, b)
		}
	}
	return out
}

// macroArgs cuts the arguments of a macro call off the stack todo, whose top is the opening parenthesis.
func macroArgs(name token, todo []token) (args [][]token, rest []token) {
	depth := 0
	var cur []token
	for i := len(todo) - 1; i >= 0; i-- {
		t := todo[i]
		switch {
		case t.is("(") || t.is("["):
			if depth++; depth == 1 {
				continue
			}
		case t.is(")") || t.is("]"):
			if depth--; depth == 0 {
				return append(args, cur), todo[:i]
			}
		case t.is(",") && depth == 1:
			args = append(args, cur)
			cur = nil
			continue
		}
		cur = append(cur, t)
	}
	fail(name.pos, "the arguments of macro %s are not closed", name.text)
	return nil, nil
}

func substitute(m *macro, name token, args [][]token) []token {
	if len(m.params) == 0 && len(args) == 1 && len(args[0]) == 0 {
		args = nil
	}
	if len(args) != len(m.params) {
		fail(name.pos, "macro %s takes %d arguments, not %d", name.text, len(m.params), len(args))
	}
	var out []token
	for _, b := range m.body {
		if k := slices.Index(m.params, b.text); b.kind == tokName && k >= 0 {
			out = append(out, args[k]...)
			continue
		}
		if b.is("#") {
			fail(name.pos, "macro %s: operators # and ## are not supported", name.text)
		}
		out = append(out, b)
	}
	return out
}
