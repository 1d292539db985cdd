package glslgo

// block parses { ... } in the current scope.
func (p *parser) block() *block {
	p.expect("{")
	b := &block{}
	for !p.accept("}") {
		if p.peek().kind == tokEOF {
			fail(p.peek().pos, "missing '}'")
		}
		b.list = append(b.list, p.statement()...)
	}
	return b
}

// scoped parses a statement in its own scope.
func (p *parser) scoped() stmt {
	p.push()
	defer p.pop()
	if p.is("{") {
		return p.block()
	}
	return &block{list: p.statement()}
}

// statement parses one statement; a declaration of several variables gives several.
func (p *parser) statement() []stmt {
	p.enter()
	defer p.leave()
	t := p.peek()
	if t.kind == tokPragma {
		p.next()
		if !p.is("for") {
			fail(t.pos, "#pragma unroll must stand before a for loop")
		}
		s := p.loop()
		s.unroll = true
		return []stmt{s}
	}
	switch {
	case p.is("{"):
		return []stmt{p.scoped()}
	case p.accept(";"):
		return nil
	case p.accept("if"):
		p.expect("(")
		s := &ifStmt{c: p.boolean(p.expression())}
		p.expect(")")
		s.then = p.scoped()
		if p.accept("else") {
			s.otherwise = p.scoped()
		}
		return []stmt{s}
	case p.is("for"), p.is("while"), p.is("do"):
		return []stmt{p.loop()}
	case p.is("switch"):
		return []stmt{p.switchStatement()}
	case p.is("break"), p.is("continue"), p.is("return"):
		return []stmt{p.jump()}
	case p.is("discard"):
		fail(t.pos, "discard is not supported; write an alpha of 0")
	case p.is("case"), p.is("default"):
		fail(t.pos, "%v outside a switch", t)
	}
	list := p.simple()
	p.expect(";")
	return list
}

func (p *parser) jump() stmt {
	t := p.next()
	j := &jump{pos: t.pos, verb: t.text}
	switch {
	case t.text == "break" && p.breaks == 0:
		fail(t.pos, "break outside a loop")
	case t.text == "continue" && p.loops == 0:
		fail(t.pos, "continue outside a loop")
	case t.text == "return":
		want := p.fn.result
		if !p.is(";") {
			j.x = p.expression()
			if j.x.typ() != want {
				fail(j.x.at(), "cannot return a %v from a function of type %v", j.x.typ(), want)
			}
		} else if want != typeVoid {
			fail(t.pos, "return needs a value of type %v", want)
		}
	}
	p.expect(";")
	return j
}

// simple parses a declaration or an expression, without the semicolon.
func (p *parser) simple() []stmt {
	if !p.startsType() {
		return []stmt{&exprStmt{p.expression()}}
	}
	constant := p.accept("const")
	base, baseOpen := p.typeSpec()
	if base.isStruct() && p.is(";") {
		return nil
	}
	var out []stmt
	for {
		name := p.name("a name")
		t, open := base, baseOpen
		if p.is("[") {
			t, open = p.arraySuffix(base)
		}
		var init expr
		if p.accept("=") {
			init = p.assignment()
			t = p.initialised(name, t, open, init)
		} else if open {
			fail(name.pos, "array %s needs a size", name.text)
		}
		switch {
		case t == typeVoid || t == typeSampler:
			fail(name.pos, "a local variable cannot be %v", t)
		case constant && init == nil:
			fail(name.pos, "constant %s needs a value", name.text)
		}
		s := p.declare(symLocal, t, name)
		if constant {
			s.kind = symConst
			s.setInit(init)
		}
		out = append(out, &declStmt{s, init})
		if !p.accept(",") {
			return out
		}
	}
}

func (p *parser) loop() *loopStmt {
	t := p.next()
	s := &loopStmt{id: p.id(), pos: t.pos}
	p.push()
	defer p.pop()
	body := func() {
		p.loops++
		p.breaks++
		s.body = p.scoped()
		p.loops--
		p.breaks--
	}
	switch t.text {
	case "for":
		p.expect("(")
		if !p.is(";") {
			s.init = p.simple()
		}
		p.expect(";")
		if !p.is(";") {
			s.c = p.boolean(p.expression())
		}
		p.expect(";")
		if !p.is(")") {
			s.inc = p.expression()
		}
		p.expect(")")
		body()
	case "while":
		p.expect("(")
		s.c = p.boolean(p.expression())
		p.expect(")")
		body()
	default:
		s.post = true
		body()
		p.expect("while")
		p.expect("(")
		s.c = p.boolean(p.expression())
		p.expect(")")
		p.expect(";")
	}
	return s
}

func (p *parser) switchStatement() stmt {
	t := p.next()
	s := &switchStmt{id: p.id()}
	p.expect("(")
	s.init = p.expression()
	p.expect(")")
	if !s.init.typ().isScalar() || !s.init.typ().isInteger() {
		fail(s.init.at(), "switch needs an int or a uint, not a %v", s.init.typ())
	}
	s.x = p.temporary(s.init.typ(), t.pos)
	s.hit = p.temporary(typeBool, t.pos)
	s.hit.writes++
	p.expect("{")
	p.breaks++
	for !p.accept("}") {
		s.cases = append(s.cases, p.switchCase(s))
	}
	p.breaks--
	for i, c := range s.cases {
		if c.isDefault && i != len(s.cases)-1 {
			fail(t.pos, "default must be the last case")
		}
	}
	return s
}

// temporary returns a variable that the source does not name.
func (p *parser) temporary(t dataType, at Pos) *symbol {
	return &symbol{name: "tmp", kind: symLocal, typ: t, pos: at, id: p.id()}
}

func (p *parser) switchCase(s *switchStmt) switchCase {
	var c switchCase
	for {
		t := p.peek()
		if p.accept("default") {
			c.isDefault = true
		} else {
			p.expect("case")
			v := p.expression()
			if _, ok := constInt(v); !ok || v.typ() != s.x.typ {
				fail(v.at(), "a case must be a constant of type %v", s.x.typ)
			}
			c.tests = append(c.tests, &binary{typed{t.pos, typeBool}, "==", &ref{typed{t.pos, s.x.typ}, s.x}, v})
		}
		p.expect(":")
		if !p.is("case") && !p.is("default") {
			break
		}
	}
	c.body = &block{}
	p.push()
	defer p.pop()
	for !p.is("case") && !p.is("default") && !p.is("}") {
		if p.peek().kind == tokEOF {
			fail(p.peek().pos, "missing '}'")
		}
		c.body.list = append(c.body.list, p.statement()...)
	}
	return c
}

// alwaysReturns reports whether control cannot reach the end of s.
func alwaysReturns(s stmt) bool {
	switch s := s.(type) {
	case *jump:
		return s.verb == "return"
	case *block:
		for _, x := range s.list {
			if alwaysReturns(x) {
				return true
			}
		}
	case *ifStmt:
		return s.otherwise != nil && alwaysReturns(s.then) && alwaysReturns(s.otherwise)
	}
	return false
}
