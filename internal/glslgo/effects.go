package glslgo

// walk calls f for x and every expression in it.
func walk(x expr, f func(expr)) {
	if x == nil {
		return
	}
	f(x)
	each := func(list ...expr) {
		for _, y := range list {
			walk(y, f)
		}
	}
	switch e := x.(type) {
	case *unary:
		each(e.x)
	case *step:
		each(e.x)
	case *binary:
		each(e.x, e.y)
	case *logical:
		each(e.x, e.y)
	case *cond:
		each(e.c, e.x, e.y)
	case *assign:
		each(e.l, e.r)
	case *call:
		each(e.args...)
	case *builtin:
		each(e.args...)
	case *construct:
		each(e.args...)
	case *index:
		each(e.x, e.i)
	case *member:
		each(e.x)
	case *comma:
		each(e.x, e.y)
	}
}

// walkStmt calls f for every expression of a statement, and g for every loop.
func walkStmt(s stmt, f func(expr), g func(*loopStmt)) {
	switch s := s.(type) {
	case *declStmt:
		walk(s.init, f)
	case *exprStmt:
		walk(s.x, f)
	case *ifStmt:
		walk(s.c, f)
		walkStmt(s.then, f, g)
		walkStmt(s.otherwise, f, g)
	case *loopStmt:
		g(s)
		for _, x := range s.init {
			walkStmt(x, f, g)
		}
		walk(s.c, f)
		walk(s.inc, f)
		walkStmt(s.body, f, g)
	case *switchStmt:
		walk(s.init, f)
		for _, c := range s.cases {
			walkStmt(c.body, f, g)
		}
	case *jump:
		walk(s.x, f)
	case *block:
		for _, x := range s.list {
			walkStmt(x, f, g)
		}
	}
}

// root returns the variable that an assignable expression is part of, or nil.
func root(x expr) *symbol {
	switch e := x.(type) {
	case *ref:
		return e.sym
	case *member:
		return root(e.x)
	case *index:
		return root(e.x)
	}
	return nil
}

// hasEffects reports whether evaluating x changes a variable.
func hasEffects(x expr) bool {
	found := false
	walk(x, func(e expr) {
		switch e := e.(type) {
		case *assign, *step:
			found = true
		case *call:
			found = found || e.fn.writes || e.fn.hasOut()
		case *builtin:
			found = found || e.name == "modf"
		}
	})
	return found
}

// hasCall reports whether x calls functions of the shader or reads a texture, which is too costly to compute where it is
// not needed.
func hasCall(x expr) bool {
	found := false
	walk(x, func(e expr) {
		switch e := e.(type) {
		case *call:
			found = true
		case *builtin:
			found = found || e.name == "texture" || e.name == "textureLod" || e.name == "texelFetch"
		}
	})
	return found
}

// summarize fills the flags of f and of what it calls, and rejects recursion.
func summarize(f *function, active map[*function]bool) {
	if f.summarized {
		return
	}
	if active[f] {
		fail(f.pos, "function %s calls itself, which GLSL forbids", f.name)
	}
	active[f] = true
	written := func(x expr) {
		if s := root(x); s != nil && (s.kind == symGlobal || s.kind == symOutput) {
			f.writes = true
		}
	}
	walkStmt(f.body, func(x expr) {
		switch e := x.(type) {
		case *assign:
			written(e.l)
		case *step:
			written(e.x)
		case *builtin:
			if e.name == "modf" {
				written(e.args[1])
			}
		case *ref:
			k := e.sym.kind
			f.readsState = f.readsState || k == symGlobal || k == symOutput || k == symFragCoord
		case *call:
			summarize(e.fn, active)
			for i, q := range e.fn.params {
				if q.out {
					written(e.args[i])
				}
			}
			f.writes = f.writes || e.fn.writes
			f.readsState = f.readsState || e.fn.readsState
			f.hasLoop = f.hasLoop || e.fn.hasLoop
			f.hasOpenLoop = f.hasOpenLoop || e.fn.hasOpenLoop
		}
	}, func(l *loopStmt) {
		f.hasLoop = true
		f.hasOpenLoop = f.hasOpenLoop || l.c == nil || l.inc == nil
	})
	delete(active, f)
	f.summarized = true
}
