package glslgo

import "strings"

func (p *parser) boolean(x expr) expr {
	if x.typ() != typeBool {
		fail(x.at(), "a condition must be a bool, not a %v", x.typ())
	}
	return x
}

// operate types a binary operation. GLSL ES converts nothing implicitly.
func (p *parser) operate(at Pos, op string, x, y expr) expr {
	a, b := x.typ(), y.typ()
	bad := func() { fail(at, "operator %s cannot take %v and %v", op, a, b) }
	switch op {
	case "&&", "||", "^^":
		if a != typeBool || b != typeBool {
			bad()
		}
		return &logical{typed{at, typeBool}, op, x, y, p.temporary(typeBool, at)}
	case "==", "!=":
		if a != b || a.kind == kindVoid || a.kind == kindSampler || a.hasArray() {
			bad()
		}
		return &binary{typed{at, typeBool}, op, x, y}
	case "<", ">", "<=", ">=":
		if a != b || !a.isScalar() || !a.isNumeric() {
			bad()
		}
		return &binary{typed{at, typeBool}, op, x, y}
	case "<<", ">>":
		if !a.isInteger() || !b.isInteger() || b.isVector() && a.rows != b.rows {
			bad()
		}
		return &binary{typed{at, a}, op, x, y}
	}
	t, ok := arithmeticType(op, a, b)
	if !ok {
		bad()
	}
	return &binary{typed{at, t}, op, x, y}
}

func arithmeticType(op string, a, b dataType) (dataType, bool) {
	if !a.isNumeric() || !b.isNumeric() || a.kind != b.kind {
		return a, false
	}
	if strings.Contains("%&|^", op) && a.kind == kindFloat {
		return a, false
	}
	if op == "*" && (a.isMatrix() || b.isMatrix()) {
		return productType(a, b)
	}
	switch {
	case a == b:
		return a, true
	case a.isScalar():
		return b, true
	case b.isScalar():
		return a, true
	}
	return a, false
}

// productType is the type of a linear-algebra product.
func productType(a, b dataType) (dataType, bool) {
	switch {
	case a.isScalar():
		return b, true
	case b.isScalar():
		return a, true
	case a.isMatrix() && b.isMatrix():
		return dataType{kind: kindFloat, cols: b.cols, rows: a.rows}, a.cols == b.rows
	case a.isMatrix():
		return vectorType(kindFloat, a.rows), a.cols == b.rows
	}
	return vectorType(kindFloat, b.cols), a.rows == b.rows
}

func (p *parser) negate(at Pos, op string, x expr) expr {
	t := x.typ()
	ok := t.isNumeric()
	switch op {
	case "!":
		ok = t == typeBool
	case "~":
		ok = t.isInteger()
	}
	if !ok {
		fail(at, "operator %s cannot take %v", op, t)
	}
	if op == "+" {
		return x
	}
	return &unary{typed{at, t}, op, x}
}

func (p *parser) increment(t token, x expr, prefix bool) expr {
	if !x.typ().isNumeric() {
		fail(t.pos, "operator %s cannot take %v", t.text, x.typ())
	}
	p.written(x)
	return &step{typed{t.pos, x.typ()}, t.text[:1], x, prefix}
}

func (p *parser) assign(at Pos, op string, l, r expr) expr {
	lt, rt := l.typ(), r.typ()
	if lt == typeVoid || lt.kind == kindSampler {
		fail(at, "cannot assign a %v", lt)
	}
	if op == "" {
		if lt != rt {
			fail(at, "cannot assign a %v to a %v", rt, lt)
		}
	} else if t := p.operate(at, op, l, r).typ(); t != lt {
		fail(at, "operator %s= cannot take %v and %v", op, lt, rt)
	}
	p.written(l)
	return &assign{typed{at, lt}, op, l, r}
}

// written checks that x can be assigned to, and notes the assignment.
func (p *parser) written(x expr) {
	switch e := x.(type) {
	case *ref:
		switch e.sym.kind {
		case symConst, symUniform, symFragCoord:
			fail(e.pos, "%s cannot be changed", e.sym.name)
		}
		if e.sym.typ == typeSampler {
			fail(e.pos, "%s cannot be changed", e.sym.name)
		}
		e.sym.writes++
		return
	case *member:
		for i, s := range e.slots {
			for _, other := range e.slots[:i] {
				if s == other {
					fail(e.pos, "a component is assigned twice")
				}
			}
		}
		p.written(e.x)
		return
	case *index:
		p.written(e.x)
		return
	}
	fail(x.at(), "cannot assign to this expression")
}

// swizzles are the three spellings of component names.
var swizzles = []string{"xyzw", "rgba", "stpq"}

func (p *parser) dot(x expr, name token) expr {
	t := x.typ()
	if name.kind != tokName {
		fail(name.pos, "expected a member name, found %v", name)
	}
	switch {
	case t.isArray() && name.text == "length":
		p.expect("(")
		p.expect(")")
		return &literal{typed{name.pos, typeInt}, float64(t.length)}
	case t.isStruct():
		for _, f := range t.def.fields {
			if f.name == name.text {
				e := &member{typed{name.pos, f.typ}, x, nil}
				for i := range f.typ.slots() {
					e.slots = append(e.slots, f.first+i)
				}
				return e
			}
		}
	case t.isVector():
		if e := swizzle(x, name); e != nil {
			return e
		}
	}
	fail(name.pos, "%v has no member %s", t, name.text)
	return nil
}

func swizzle(x expr, name token) expr {
	t := x.typ()
	if len(name.text) > 4 {
		return nil
	}
	for _, set := range swizzles {
		e := &member{typed{name.pos, vectorType(t.kind, len(name.text))}, x, nil}
		for _, c := range name.text {
			if i := strings.IndexRune(set, c); i >= 0 && i < t.rows {
				e.slots = append(e.slots, i)
			}
		}
		if len(e.slots) == len(name.text) {
			return e
		}
	}
	return nil
}

func (p *parser) subscript(at Pos, x, i expr) expr {
	t := x.typ()
	if !i.typ().isScalar() || !i.typ().isInteger() {
		fail(i.at(), "an index must be an int or a uint, not a %v", i.typ())
	}
	var n int
	var elem dataType
	switch {
	case t.isArray():
		n, elem = t.length, t.elem()
	case t.isMatrix():
		n, elem = t.cols, vectorType(kindFloat, t.rows)
	case t.isVector():
		n, elem = t.rows, scalarType(t.kind)
	default:
		fail(at, "%v cannot be indexed", t)
	}
	if c, ok := constInt(i); ok && (c < 0 || c >= n) {
		fail(i.at(), "index %d is outside %v", c, t)
	}
	return &index{typed{at, elem}, x, i}
}

func (p *parser) constructor(at Pos, t dataType, open bool, args []expr) expr {
	for _, a := range args {
		if a.typ() == typeVoid || a.typ() == typeSampler {
			fail(a.at(), "a constructor cannot take a %v", a.typ())
		}
	}
	if open {
		t.length = len(args)
	}
	e := &construct{typed{at, t}, args}
	switch {
	case t == typeVoid || t.kind == kindSampler:
		fail(at, "%v has no constructor", t)
	case t.isArray() || open:
		if len(args) != t.length || len(args) == 0 {
			fail(at, "%v needs %d values, not %d", t, t.length, len(args))
		}
		for _, a := range args {
			if a.typ() != t.elem() {
				fail(a.at(), "cannot use a %v as element of %v", a.typ(), t)
			}
		}
	case t.isStruct():
		if len(args) != len(t.def.fields) {
			fail(at, "%v needs %d values, not %d", t, len(t.def.fields), len(args))
		}
		for i, a := range args {
			if a.typ() != t.def.fields[i].typ {
				fail(a.at(), "member %s needs a %v, not a %v", t.def.fields[i].name, t.def.fields[i].typ, a.typ())
			}
		}
	default:
		checkComponents(e)
	}
	return e
}

// checkComponents checks the constructor of a scalar, vector or matrix.
func checkComponents(e *construct) {
	t := e.t
	need, have := t.cols*t.rows, 0
	for i, a := range e.args {
		at := a.typ()
		if at.isArray() || at.isStruct() {
			fail(a.at(), "%v cannot be made from a %v", t, at)
		}
		if at.isMatrix() && t.isMatrix() && len(e.args) > 1 {
			fail(a.at(), "a matrix is made from one matrix or from components")
		}
		if have >= need {
			fail(a.at(), "%v has too many values from argument %d on", t, i+1)
		}
		have += at.cols * at.rows
	}
	single := len(e.args) == 1
	switch {
	case single && e.args[0].typ().isScalar(), single && t.isMatrix() && e.args[0].typ().isMatrix():
	case have < need:
		fail(e.pos, "%v needs %d values, not %d", t, need, have)
	}
}

func (p *parser) call(name token, args []expr) expr {
	if s := p.lookup(name.text); s != nil {
		fail(name.pos, "%s is a variable, not a function", name.text)
	}
	if fs := p.funcs[name.text]; fs != nil {
		return p.userCall(name, fs, args)
	}
	return p.builtinCall(name, args)
}

func (p *parser) userCall(name token, fs []*function, args []expr) expr {
	if p.fn == nil {
		fail(name.pos, "functions cannot be called outside functions")
	}
	for _, f := range fs {
		if !accepts(f, args) {
			continue
		}
		for i, q := range f.params {
			if q.out {
				p.written(args[i])
			}
		}
		return &call{typed{name.pos, f.result}, f, args}
	}
	fail(name.pos, "no function %s takes %s", name.text, typeList(args))
	return nil
}

func accepts(f *function, args []expr) bool {
	if len(f.params) != len(args) {
		return false
	}
	for i, q := range f.params {
		if q.sym.typ != args[i].typ() {
			return false
		}
	}
	return true
}

func typeList(args []expr) string {
	var s []string
	for _, a := range args {
		s = append(s, a.typ().String())
	}
	return "(" + strings.Join(s, ", ") + ")"
}
