package glslgo

import "strconv"

// test evaluates the condition of #if, #elif, #ifdef and #ifndef.
func (p *preprocessor) test(line []token) bool {
	at := line[0].pos
	name := line[1].text
	if name == "ifdef" || name == "ifndef" {
		if len(line) != 3 || line[2].kind != tokName {
			fail(at, "#%s takes one name", name)
		}
		return (p.macros[line[2].text] != nil) == (name == "ifdef")
	}
	e := &conditionParser{at: at, in: append(p.expand(p.resolveDefined(line[2:])), token{kind: tokEOF, pos: at})}
	v := e.binary(0)
	if e.in[0].kind != tokEOF {
		fail(at, "unexpected %v in #%s", e.in[0], name)
	}
	return v != 0
}

// resolveDefined replaces defined(X) and defined X by 1 or 0.
func (p *preprocessor) resolveDefined(in []token) []token {
	var out []token
	for i := 0; i < len(in); i++ {
		t := in[i]
		if t.text != "defined" {
			out = append(out, t)
			continue
		}
		closed := i+1 < len(in) && in[i+1].is("(")
		if closed {
			i++
		}
		i++
		if i >= len(in) || in[i].kind != tokName || closed && (i+1 >= len(in) || !in[i+1].is(")")) {
			fail(t.pos, "defined takes one name")
		}
		v := "0"
		if p.macros[in[i].text] != nil {
			v = "1"
		}
		out = append(out, token{kind: tokNumber, text: v, pos: t.pos})
		if closed {
			i++
		}
	}
	return out
}

// conditionParser evaluates integer expressions of #if.
type conditionParser struct {
	at    Pos
	in    []token
	depth int
}

func (e *conditionParser) binary(prec int) int64 {
	if prec == len(binaryLevels) {
		return e.unary()
	}
	x := e.binary(prec + 1)
	for {
		op := e.in[0]
		if op.kind != tokPunct || !contains(binaryLevels[prec], op.text) {
			return x
		}
		e.in = e.in[1:]
		y := e.binary(prec + 1)
		if (op.text == "/" || op.text == "%") && y == 0 {
			fail(e.at, "division by zero in #if")
		}
		x = evalCondition(op.text, x, y)
	}
}

func evalCondition(op string, x, y int64) int64 {
	truth := func(b bool) int64 {
		if b {
			return 1
		}
		return 0
	}
	switch op {
	case "||":
		return truth(x != 0 || y != 0)
	case "^^":
		return truth((x != 0) != (y != 0))
	case "&&":
		return truth(x != 0 && y != 0)
	case "==":
		return truth(x == y)
	case "!=":
		return truth(x != y)
	case "<":
		return truth(x < y)
	case ">":
		return truth(x > y)
	case "<=":
		return truth(x <= y)
	case ">=":
		return truth(x >= y)
	}
	return int64(foldInt(op, int32(x), int32(y)))
}

func (e *conditionParser) unary() int64 {
	if e.depth++; e.depth > maxNesting {
		fail(e.at, "#if is nested too deeply")
	}
	defer func() { e.depth-- }()
	t := e.in[0]
	if t.kind != tokEOF {
		e.in = e.in[1:]
	}
	switch {
	case t.is("!"):
		if e.unary() == 0 {
			return 1
		}
		return 0
	case t.is("-"):
		return -e.unary()
	case t.is("+"):
		return e.unary()
	case t.is("~"):
		return ^e.unary()
	case t.is("("):
		v := e.binary(0)
		if !e.in[0].is(")") {
			fail(e.at, "missing ')' in #if")
		}
		e.in = e.in[1:]
		return v
	case t.kind == tokNumber:
		v, err := strconv.ParseInt(t.text, 0, 32)
		if err != nil {
			fail(t.pos, "%v is not an integer", t)
		}
		return v
	}
	fail(e.at, "unexpected %v in #if", t)
	return 0
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
