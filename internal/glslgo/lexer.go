package glslgo

import "strings"

// tokenKind classes tokens.
type tokenKind uint8

const (
	tokEOF tokenKind = iota
	tokName
	tokNumber
	tokPunct
	tokString // only after #include
	tokPragma // "#pragma unroll", the one pragma with a meaning
)

// token is a lexical unit. first marks the first token of a line, spaced one that follows white space (which tells
// "#define f (x)" from "#define f(x)").
type token struct {
	kind   tokenKind
	text   string
	pos    Pos
	first  bool
	spaced bool
	// hidden names the macros this token came from and must not be expanded by again.
	hidden []string
}

func (t token) is(punct string) bool { return t.kind == tokPunct && t.text == punct }

func (t token) String() string {
	if t.kind == tokEOF {
		return "end of file"
	}
	return "'" + t.text + "'"
}

// punctuators in order of decreasing length, so that the first match is the longest.
var punctuators = []string{
	"<<=", ">>=",
	"++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "^^", "+=", "-=", "*=", "/=", "%=", "^=", "&=", "|=",
	"+", "-", "*", "/", "%", "<", ">", "=", "!", "&", "|", "^", "~", "?", ":", ";", ",", ".", "(", ")", "{", "}", "[", "]", "#",
}

// lexer cuts one file into tokens.
type lexer struct {
	src       string
	file      string
	at        int
	line      int
	lineStart int
	first     bool
	spaced    bool
}

// lex returns the tokens of src without comments and white space, ending with tokEOF.
func lex(file, src string) []token {
	l := &lexer{src: src, file: file, line: 1, first: true}
	var out []token
	for {
		l.skipSpace()
		t := l.next()
		out = append(out, t)
		if t.kind == tokEOF {
			return out
		}
		l.first, l.spaced = false, false
	}
}

func (l *lexer) pos() Pos { return Pos{l.file, l.line, l.at - l.lineStart + 1} }

func (l *lexer) newline() {
	l.line++
	l.lineStart = l.at
}

// skipSpace passes white space, comments and line continuations.
func (l *lexer) skipSpace() {
	for l.at < len(l.src) {
		rest := l.src[l.at:]
		switch {
		case rest[0] == '\n':
			l.at++
			l.newline()
			l.first = true
		case rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\r' || rest[0] == '\v' || rest[0] == '\f':
			l.at++
		case strings.HasPrefix(rest, "\\\n"):
			l.at += 2
			l.newline()
		case strings.HasPrefix(rest, "\\\r\n"):
			l.at += 3
			l.newline()
		case strings.HasPrefix(rest, "//"):
			n := strings.IndexByte(rest, '\n')
			if n < 0 {
				n = len(rest)
			}
			l.at += n
		case strings.HasPrefix(rest, "/*"):
			l.blockComment()
		default:
			return
		}
		l.spaced = true
	}
}

func (l *lexer) blockComment() {
	start := l.pos()
	end := strings.Index(l.src[l.at+2:], "*/")
	if end < 0 {
		fail(start, "comment not closed")
	}
	stop := l.at + 2 + end + 2
	for ; l.at < stop; l.at++ {
		if l.src[l.at] == '\n' {
			l.line++
			l.lineStart = l.at + 1
		}
	}
}

func (l *lexer) next() token {
	t := token{pos: l.pos(), first: l.first, spaced: l.spaced}
	if l.at >= len(l.src) {
		t.first = true
		return t
	}
	rest := l.src[l.at:]
	switch c := rest[0]; {
	case isLetter(c):
		t.kind, t.text = tokName, rest[:span(rest, isWord)]
	case isDigit(c) || c == '.' && len(rest) > 1 && isDigit(rest[1]):
		t.kind, t.text = tokNumber, rest[:numberLen(rest)]
	case c == '"':
		end := strings.IndexAny(rest[1:], "\"\n")
		if end < 0 || rest[1+end] == '\n' {
			fail(t.pos, "string not closed")
		}
		t.kind, t.text = tokString, rest[1:1+end]
		l.at += 2 + end
		return t
	default:
		t.kind, t.text = tokPunct, l.punct(t.pos, rest)
	}
	l.at += len(t.text)
	return t
}

func (l *lexer) punct(p Pos, rest string) string {
	for _, s := range punctuators {
		if strings.HasPrefix(rest, s) {
			return s
		}
	}
	fail(p, "unexpected character %q", rest[0])
	return ""
}

func isLetter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) }

func span(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

// numberLen takes letters too, so that "1.0x" is one faulty number and not a number and a name.
func numberLen(s string) int {
	n := 0
	for n < len(s) {
		c := s[n]
		exponentSign := (c == '+' || c == '-') && n > 0 && (s[n-1] == 'e' || s[n-1] == 'E') && !isHex(s)
		if !isWord(c) && c != '.' && !exponentSign {
			break
		}
		n++
	}
	return n
}

func isHex(s string) bool { return len(s) > 1 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X') }
