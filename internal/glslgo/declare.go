package glslgo

// external parses one declaration outside functions.
func (p *parser) external() {
	if p.accept(";") {
		return
	}
	if p.peek().kind == tokPragma {
		p.next()
		return
	}
	if p.accept("precision") {
		p.skipPrecision()
		p.typeSpec()
		p.expect(";")
		return
	}
	kind, at := p.qualifiers()
	if p.peek().kind == tokName && p.peek2().is("{") && !p.is("struct") {
		fail(p.peek().pos, "uniform blocks and interface blocks are not supported; declare single uniforms")
	}
	t, open := p.typeSpec()
	if p.accept(";") {
		if !t.isStruct() {
			fail(at, "the declaration has no name")
		}
		return
	}
	name := p.name("a name")
	if p.is("(") {
		if kind != symGlobal || open {
			fail(at, "unexpected qualifier before a function")
		}
		p.function(t, name)
		return
	}
	p.variables(kind, t, open, name)
	p.expect(";")
}

func (p *parser) qualifiers() (symbolKind, Pos) {
	kind := symGlobal
	at := p.peek().pos
	for {
		t := p.peek()
		switch {
		case p.accept("const"):
			kind = symConst
		case p.accept("uniform"):
			kind = symUniform
		case p.accept("out"):
			kind = symOutput
		case p.is("in") || p.is("varying") || p.is("attribute"):
			fail(t.pos, "inputs are not supported: a fragment knows gl_FragCoord only")
		case p.accept("layout"):
			p.expect("(")
			for !p.accept(")") {
				if p.next().kind == tokEOF {
					fail(t.pos, "layout is not closed")
				}
			}
		case p.accept("highp"), p.accept("mediump"), p.accept("lowp"), p.accept("invariant"), p.accept("smooth"), p.accept("flat"):
		default:
			return kind, at
		}
	}
}

// variables parses the declarators of globals and constants after the first name.
func (p *parser) variables(kind symbolKind, base dataType, open bool, name token) {
	for {
		t, open := base, open
		if p.is("[") {
			t, open = p.arraySuffix(base)
		}
		var init expr
		if p.is("=") {
			if kind == symUniform || kind == symOutput {
				fail(name.pos, "%s cannot have an initial value", name.text)
			}
			p.next()
			init = p.assignment()
			t = p.initialised(name, t, open, init)
		} else if open {
			fail(name.pos, "array %s needs a size", name.text)
		}
		p.global(kind, t, name, init)
		if !p.accept(",") {
			return
		}
		name = p.name("a name")
	}
}

// initialised checks an initial value and completes an open array type.
func (p *parser) initialised(name token, t dataType, open bool, init expr) dataType {
	if open && init.typ().isArray() && init.typ().elem() == t {
		return init.typ()
	}
	if init.typ() != t || open {
		fail(init.at(), "cannot initialise %s of type %v with a %v", name.text, t, init.typ())
	}
	return t
}

func (p *parser) global(kind symbolKind, t dataType, name token, init expr) {
	switch {
	case t == typeVoid:
		fail(name.pos, "%s cannot be void", name.text)
	case t == typeSampler && kind != symUniform:
		fail(name.pos, "a sampler must be a uniform")
	case kind == symConst && (init == nil || !isConst(init)):
		fail(name.pos, "constant %s needs a constant value", name.text)
	case kind == symUniform && t.kind == kindStruct:
		fail(name.pos, "structures as uniforms are not supported; declare the members as uniforms")
	case init != nil && !isConst(init):
		fail(init.at(), "the initial value of global %s must be constant", name.text)
	}
	s := p.declare(kind, t, name)
	if init != nil {
		s.setInit(init)
	}
	s.users = map[*function]bool{}
	switch {
	case kind == symOutput:
		if p.prog.output != nil {
			fail(name.pos, "more than one output is not supported")
		}
		if t != vectorType(kindFloat, 4) {
			fail(name.pos, "the output must be a vec4")
		}
		p.prog.output = s
		p.prog.globals = append(p.prog.globals, s)
	case t == typeSampler:
		p.prog.samplers = append(p.prog.samplers, s)
	case kind == symUniform:
		p.prog.uniforms = append(p.prog.uniforms, s)
	case kind == symConst:
		p.prog.consts = append(p.prog.consts, s)
	default:
		p.prog.globals = append(p.prog.globals, s)
	}
}

func (p *parser) declare(kind symbolKind, t dataType, name token) *symbol {
	scope := p.scopes[len(p.scopes)-1]
	if old := scope[name.text]; old != nil {
		fail(name.pos, "%s is declared twice (first at %v)", name.text, old.pos)
	}
	if len(p.scopes) == 1 && (p.funcs[name.text] != nil || p.structs[name.text] != nil) {
		fail(name.pos, "%s already names a function or a structure", name.text)
	}
	s := &symbol{name: name.text, kind: kind, typ: t, pos: name.pos, id: p.id()}
	scope[name.text] = s
	return s
}

func (p *parser) lookup(name string) *symbol {
	for i := len(p.scopes) - 1; i >= 0; i-- {
		if s := p.scopes[i][name]; s != nil {
			return s
		}
	}
	return nil
}

// function parses a prototype or a definition after its name.
func (p *parser) function(result dataType, name token) {
	if p.scopes[0][name.text] != nil || p.structs[name.text] != nil {
		fail(name.pos, "%s already names a variable or a structure", name.text)
	}
	if builtinNames[name.text] {
		fail(name.pos, "%s is a built-in function and cannot be declared again", name.text)
	}
	if result == typeSampler {
		fail(name.pos, "a function cannot return a sampler")
	}
	p.push()
	defer p.pop()
	params := p.parameters()
	f := p.prototype(result, name, params)
	if p.accept(";") {
		return
	}
	if f.body != nil {
		fail(name.pos, "function %s with these parameters is defined twice", name.text)
	}
	f.params = params
	p.fn = f
	f.body = p.block()
	p.fn = nil
	if f.result != typeVoid && !alwaysReturns(f.body) {
		fail(f.pos, "function %s can end without return", f.name)
	}
}

// prototype returns the function with these parameter types, declared now or before.
func (p *parser) prototype(result dataType, name token, params []param) *function {
	for _, f := range p.funcs[name.text] {
		if !sameParams(f.params, params) {
			continue
		}
		if f.result != result {
			fail(name.pos, "function %s was declared before with result %v", name.text, f.result)
		}
		return f
	}
	f := &function{name: name.text, pos: name.pos, result: result, params: params, id: p.id()}
	p.funcs[name.text] = append(p.funcs[name.text], f)
	p.order = append(p.order, f)
	return f
}

func sameParams(a, b []param) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].sym.typ != b[i].sym.typ {
			return false
		}
	}
	return true
}

func (p *parser) parameters() []param {
	p.expect("(")
	var out []param
	if p.accept(")") {
		return nil
	}
	if p.is("void") && p.peek2().is(")") {
		p.next()
		p.next()
		return nil
	}
	for {
		q := param{in: true}
		p.accept("const")
		switch {
		case p.accept("out"):
			q.in, q.out = false, true
		case p.accept("inout"):
			q.out = true
		default:
			p.accept("in")
		}
		t, open := p.typeSpec()
		name := token{kind: tokName, text: "", pos: p.peek().pos}
		if !p.is(",") && !p.is(")") {
			name = p.name("a parameter name")
		}
		if p.is("[") {
			t, open = p.arraySuffix(t)
		}
		if open || t == typeVoid || q.out && t == typeSampler {
			fail(name.pos, "parameter %s cannot have this type", name.text)
		}
		if name.text == "" {
			q.sym = &symbol{name: "unnamed", kind: symParam, typ: t, pos: name.pos, id: p.id()}
		} else {
			q.sym = p.declare(symParam, t, name)
		}
		out = append(out, q)
		if !p.accept(",") {
			p.expect(")")
			return out
		}
	}
}
