package glslgo

import (
	"math"
	"strconv"
	"strings"
)

// maxNesting bounds the depth of expressions and statements.
const maxNesting = 200

// binaryLevels are the binary operators from the loosest to the tightest.
var binaryLevels = [][]string{
	{"||"}, {"^^"}, {"&&"}, {"|"}, {"^"}, {"&"}, {"==", "!="}, {"<", ">", "<=", ">="}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"},
}

var assignOps = []string{"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}

// parser builds the typed program in one pass, as GLSL declares before use.
type parser struct {
	in      []token
	prog    *program
	scopes  []map[string]*symbol
	structs map[string]*structDef
	funcs   map[string][]*function
	order   []*function
	fn      *function
	loops   int // depth of loops around
	breaks  int // depth of loops and switches around
	ids     int
	depth   int
}

func parse(tokens []token) *program {
	p := &parser{in: tokens, prog: &program{}, structs: map[string]*structDef{}, funcs: map[string][]*function{}}
	p.push()
	frag := &symbol{name: "gl_FragCoord", kind: symFragCoord, typ: vectorType(kindFloat, 4), id: p.id()}
	p.scopes[0][frag.name] = frag
	for p.peek().kind != tokEOF {
		p.external()
	}
	p.finish()
	return p.prog
}

// finish checks what can only be known at the end.
func (p *parser) finish() {
	end := p.peek().pos
	mains := p.funcs["main"]
	if len(mains) != 1 || len(mains[0].params) != 0 || mains[0].result != typeVoid || mains[0].body == nil {
		fail(end, "the shader has no function void main()")
	}
	if p.prog.output == nil {
		fail(end, "the shader declares no 'out vec4'")
	}
	p.prog.main = mains[0]
	for _, f := range p.order {
		if f.body == nil {
			fail(f.pos, "function %s is declared but not defined", f.name)
		}
	}
	for _, f := range p.order {
		summarize(f, map[*function]bool{})
	}
}

func (p *parser) id() int { p.ids++; return p.ids }

func (p *parser) push() { p.scopes = append(p.scopes, map[string]*symbol{}) }
func (p *parser) pop()  { p.scopes = p.scopes[:len(p.scopes)-1] }

func (p *parser) peek() token { return p.in[0] }
func (p *parser) peek2() token {
	if len(p.in) > 1 {
		return p.in[1]
	}
	return p.in[0]
}

func (p *parser) next() token {
	t := p.in[0]
	if t.kind != tokEOF {
		p.in = p.in[1:]
	}
	return t
}

func (p *parser) is(s string) bool {
	t := p.in[0]
	return (t.kind == tokPunct || t.kind == tokName) && t.text == s
}

func (p *parser) accept(s string) bool {
	if p.is(s) {
		p.next()
		return true
	}
	return false
}

func (p *parser) expect(s string) token {
	if !p.is(s) {
		fail(p.peek().pos, "expected '%s', found %v", s, p.peek())
	}
	return p.next()
}

// enter guards recursion.
func (p *parser) enter() {
	if p.depth++; p.depth > maxNesting {
		fail(p.peek().pos, "nested more than %d deep", maxNesting)
	}
}
func (p *parser) leave() { p.depth-- }

// reserved are keywords that cannot name a variable.
var reserved = map[string]bool{
	"if": true, "else": true, "for": true, "while": true, "do": true, "switch": true, "case": true, "default": true,
	"break": true, "continue": true, "return": true, "discard": true, "const": true, "uniform": true, "in": true, "out": true,
	"inout": true, "struct": true, "true": true, "false": true, "precision": true, "highp": true, "mediump": true, "lowp": true,
	"layout": true, "flat": true, "smooth": true, "centroid": true, "invariant": true,
}

func (p *parser) name(what string) token {
	t := p.next()
	_, isType := typeNames[t.text]
	switch {
	case t.kind != tokName || reserved[t.text] || isType || unsupportedTypes[t.text]:
		fail(t.pos, "expected %s, found %v", what, t)
	case strings.HasPrefix(t.text, "gl_"):
		fail(t.pos, "names that begin with gl_ are reserved")
	}
	return t
}

func (p *parser) skipPrecision() { _ = p.accept("highp") || p.accept("mediump") || p.accept("lowp") }

// startsType reports whether the next tokens declare something rather than compute.
func (p *parser) startsType() bool {
	t := p.peek()
	if t.kind != tokName {
		return false
	}
	if t.text == "const" || t.text == "highp" || t.text == "mediump" || t.text == "lowp" || t.text == "struct" {
		return true
	}
	_, builtin := typeNames[t.text]
	_, own := p.structs[t.text]
	if !builtin && !(own && p.lookup(t.text) == nil) {
		return unsupportedTypes[t.text]
	}
	// "vec3 x" and "float[2] x = ..." declare; "vec3(1)" and "float[2](1, 2)" compute.
	n := p.peek2()
	if n.is("[") {
		for i := 2; i < len(p.in); i++ {
			if p.in[i].is("]") {
				return i+1 < len(p.in) && p.in[i+1].kind == tokName
			}
		}
	}
	return n.kind == tokName
}

// typeSpec parses a type, with an array size if it has one before the name; open reports "[]".
func (p *parser) typeSpec() (t dataType, open bool) {
	p.skipPrecision()
	tok := p.next()
	if tok.kind == tokName && tok.text == "struct" {
		return p.structSpec(), false
	}
	t, ok := typeNames[tok.text]
	if def := p.structs[tok.text]; !ok && def != nil {
		t, ok = dataType{kind: kindStruct, def: def}, true
	}
	if tok.kind != tokName || !ok {
		if unsupportedTypes[tok.text] {
			fail(tok.pos, "type %s is not supported", tok.text)
		}
		fail(tok.pos, "expected a type, found %v", tok)
	}
	if p.is("[") {
		return p.arraySuffix(t)
	}
	return t, false
}

// maxArray bounds array sizes, as every element of a local array costs a vector register's worth of stack.
const maxArray = 4096

// arraySuffix parses [n] or [] after a type or a name.
func (p *parser) arraySuffix(t dataType) (out dataType, open bool) {
	at := p.expect("[").pos
	if t.hasArray() {
		fail(at, "arrays of arrays, and arrays of structures with arrays, are not supported")
	}
	if t == typeSampler || t == typeVoid {
		fail(at, "an array of %v is not supported", t)
	}
	if p.accept("]") {
		return t, true
	}
	size := p.condition()
	p.expect("]")
	if p.is("[") {
		fail(at, "arrays of arrays are not supported")
	}
	n, ok := constInt(size)
	if !ok {
		fail(size.at(), "an array size must be a constant integer expression")
	}
	if n < 1 || n > maxArray {
		fail(size.at(), "an array size must be between 1 and %d", maxArray)
	}
	t.length = n
	return t, false
}

func (p *parser) structSpec() dataType {
	name := p.name("a structure name")
	if p.structs[name.text] != nil {
		fail(name.pos, "structure %s is declared twice", name.text)
	}
	def := &structDef{name: name.text}
	p.expect("{")
	first := 0
	for !p.accept("}") {
		base, open := p.typeSpec()
		for {
			fieldName := p.name("a member name")
			t := base
			if p.is("[") {
				t, open = p.arraySuffix(base)
			}
			if open || t.kind == kindVoid || t.kind == kindSampler {
				fail(fieldName.pos, "member %s must have a type with a size", fieldName.text)
			}
			for _, f := range def.fields {
				if f.name == fieldName.text {
					fail(fieldName.pos, "member %s is declared twice", f.name)
				}
			}
			def.fields = append(def.fields, structField{fieldName.text, t, first})
			if first += len(t.slots()); first > maxArray {
				fail(fieldName.pos, "structure %s is too large", def.name)
			}
			if !p.accept(",") {
				break
			}
		}
		p.expect(";")
	}
	if len(def.fields) == 0 {
		fail(name.pos, "structure %s has no members", name.text)
	}
	p.structs[name.text] = def
	return dataType{kind: kindStruct, def: def}
}

// number parses a numeric literal.
func (p *parser) number(t token) expr {
	s := t.text
	bad := func() { fail(t.pos, "%q is not a number", s) }
	if !isHex(s) && strings.ContainsAny(s, ".eEfF") {
		v, err := strconv.ParseFloat(strings.TrimRight(s, "fF"), 32)
		if err != nil && !math.IsInf(v, 0) || strings.ContainsAny(s, "_xXpPuU") {
			bad()
		}
		return &literal{typed{t.pos, typeFloat}, v}
	}
	typ := typeInt
	digits := strings.TrimRight(s, "uU")
	if len(digits) < len(s) {
		typ = typeUint
	}
	v, err := strconv.ParseUint(digits, 0, 32)
	if err != nil || strings.Contains(s, "_") || strings.HasPrefix(s, "0b") || strings.HasPrefix(s, "0o") {
		bad()
	}
	if typ == typeInt {
		return &literal{typed{t.pos, typ}, float64(int32(uint32(v)))}
	}
	return &literal{typed{t.pos, typ}, float64(v)}
}
