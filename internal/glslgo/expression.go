package glslgo

import "slices"

func (p *parser) expression() expr {
	x := p.assignment()
	for p.is(",") {
		at := p.next().pos
		y := p.assignment()
		x = &comma{typed{at, y.typ()}, x, y}
	}
	return x
}

func (p *parser) assignment() expr {
	p.enter()
	defer p.leave()
	l := p.condition()
	t := p.peek()
	if t.kind != tokPunct || !slices.Contains(assignOps, t.text) {
		return l
	}
	p.next()
	return p.assign(t.pos, t.text[:len(t.text)-1], l, p.assignment())
}

// condition parses c ? x : y and what binds tighter.
func (p *parser) condition() expr {
	c := p.binary(0)
	if !p.is("?") {
		return c
	}
	at := p.next().pos
	p.boolean(c)
	p.enter()
	defer p.leave()
	x := p.expression()
	p.expect(":")
	y := p.assignment()
	if x.typ() != y.typ() {
		fail(at, "the sides of ?: have different types, %v and %v", x.typ(), y.typ())
	}
	if x.typ().hasArray() {
		fail(at, "?: on arrays is not supported")
	}
	return &cond{typed{at, x.typ()}, c, x, y, p.temporary(x.typ(), at)}
}

func (p *parser) binary(level int) expr {
	if level == len(binaryLevels) {
		return p.unary()
	}
	x := p.binary(level + 1)
	for n := 0; ; n++ {
		t := p.peek()
		if t.kind != tokPunct || !slices.Contains(binaryLevels[level], t.text) {
			return x
		}
		if n > maxNesting*10 {
			fail(t.pos, "the expression is too long")
		}
		p.next()
		x = p.operate(t.pos, t.text, x, p.binary(level+1))
	}
}

func (p *parser) unary() expr {
	p.enter()
	defer p.leave()
	t := p.peek()
	if t.kind == tokPunct {
		switch t.text {
		case "+", "-", "!", "~":
			p.next()
			return p.negate(t.pos, t.text, p.unary())
		case "++", "--":
			p.next()
			return p.increment(t, p.unary(), true)
		}
	}
	return p.postfix()
}

func (p *parser) postfix() expr {
	x := p.primary()
	for {
		t := p.peek()
		switch {
		case t.is("."):
			p.next()
			x = p.dot(x, p.next())
		case t.is("["):
			p.next()
			i := p.expression()
			p.expect("]")
			x = p.subscript(t.pos, x, i)
		case t.is("++") || t.is("--"):
			p.next()
			x = p.increment(t, x, false)
		default:
			return x
		}
	}
}

func (p *parser) primary() expr {
	t := p.peek()
	switch {
	case t.kind == tokNumber:
		p.next()
		return p.number(t)
	case p.accept("("):
		x := p.expression()
		p.expect(")")
		return x
	case p.accept("true"):
		return &literal{typed{t.pos, typeBool}, 1}
	case p.accept("false"):
		return &literal{typed{t.pos, typeBool}, 0}
	case t.kind != tokName:
		fail(t.pos, "expected an expression, found %v", t)
	}
	if _, ok := typeNames[t.text]; ok || unsupportedTypes[t.text] || p.structs[t.text] != nil && p.lookup(t.text) == nil {
		typ, open := p.typeSpec()
		p.expect("(")
		return p.constructor(t.pos, typ, open, p.arguments())
	}
	p.next()
	if p.accept("(") {
		return p.call(t, p.arguments())
	}
	return p.variable(t)
}

// arguments parses the rest of a list after "(".
func (p *parser) arguments() []expr {
	var args []expr
	if p.accept(")") {
		return nil
	}
	if p.is("void") && p.peek2().is(")") {
		p.next()
		p.next()
		return nil
	}
	for {
		args = append(args, p.assignment())
		if !p.accept(",") {
			p.expect(")")
			return args
		}
	}
}

func (p *parser) variable(t token) expr {
	s := p.lookup(t.text)
	if s == nil {
		switch {
		case p.funcs[t.text] != nil || builtinNames[t.text]:
			fail(t.pos, "function %s is used without arguments", t.text)
		case len(t.text) > 3 && t.text[:3] == "gl_":
			fail(t.pos, "%s is not supported", t.text)
		}
		fail(t.pos, "%s is not declared", t.text)
	}
	if s.users != nil && p.fn != nil {
		s.users[p.fn] = true
	}
	return &ref{typed{t.pos, s.typ}, s}
}
