package glslgo

import "slices"

// expr generates x and returns the values of its slots.
func (f *fnGen) expr(x expr) []value {
	switch e := x.(type) {
	case *literal:
		return []value{e.t.kind.number(e.val)}
	case *ref:
		return f.read(e.sym)
	case *unary:
		return f.unary(e)
	case *binary:
		xy := f.operands(e.x, e.y)
		return f.binary(e, xy[0], xy[1])
	case *logical:
		return f.logical(e)
	case *cond:
		return f.cond(e)
	case *assign:
		return f.assign(e)
	case *step:
		return f.step(e)
	case *call:
		return f.call(e)
	case *builtin:
		return f.builtin(e)
	case *construct:
		return f.construct(e)
	case *member:
		v := f.expr(e.x)
		out := make([]value, len(e.slots))
		for i, s := range e.slots {
			out[i] = v[s]
			if repeated(e.slots, s) {
				v[s] = f.name(v[s])
				out[i] = v[s]
			}
		}
		return out
	case *index:
		return f.index(e)
	case *comma:
		f.expr(e.x)
		return f.expr(e.y)
	}
	fail(x.at(), "internal error: expression %T", x)
	return nil
}

func repeated(list []int, s int) bool {
	n := 0
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n > 1
}

// operands generates expressions in order; values that a later one may change are copied first.
func (f *fnGen) operands(list ...expr) [][]value {
	out := make([][]value, len(list))
	for i, x := range list {
		out[i] = f.expr(x)
		if slices.ContainsFunc(list[i+1:], hasEffects) {
			out[i] = f.freezeAll(out[i])
		}
	}
	return out
}

func (f *fnGen) unary(e *unary) []value {
	out := slices.Clone(f.expr(e.x))
	for i, v := range out {
		switch {
		case e.op == "-":
			out[i] = f.negative(v)
		case e.op == "!":
			out[i] = f.not(v)
		case v.lit:
			out[i] = v.kind.number(float64(wrapInt(v.kind, ^int(v.num))))
		case v.level == perLane:
			out[i] = value{kind: v.kind, level: perLane, code: f.laneCall("Not"+suffix[v.kind], v)}
		default:
			out[i] = value{kind: v.kind, level: v.level, code: "(^" + v.code + ")"}
		}
	}
	return out
}

func (f *fnGen) binary(e *binary, x, y []value) []value {
	a, b := e.x.typ(), e.y.typ()
	switch e.op {
	case "==", "!=":
		join := "&&"
		if e.op == "!=" {
			join = "||"
		}
		out := f.compare(e.op, x[0], y[0])
		for i := 1; i < len(x); i++ {
			out = f.combine(join, out, f.compare(e.op, x[i], y[i]))
		}
		return []value{out}
	case "<", ">", "<=", ">=":
		return []value{f.compare(e.op, x[0], y[0])}
	}
	return f.arithmetic(e.op, a, b, x, y)
}

func (f *fnGen) arithmetic(op string, a, b dataType, x, y []value) []value {
	if op == "*" && (a.isMatrix() && !b.isScalar() || b.isMatrix() && !a.isScalar()) {
		return f.product(a, b, x, y)
	}
	return f.arithAll(op, x, y)
}

// logical computes both sides at once unless the right one has effects or costs much; then it becomes an if.
func (f *fnGen) logical(e *logical) []value {
	if e.op == "^^" || !hasEffects(e.y) && !hasCall(e.y) {
		xy := f.operands(e.x, e.y)
		return []value{f.combine(e.op, xy[0][0], xy[1][0])}
	}
	x := f.freeze(f.expr(e.x)[0])
	v := f.declare(e.result)
	f.define(v, []value{x})
	f.branch(f.guard(e.op, x), func() {
		f.store(place{v: v, slots: []int{0}}, f.expr(e.y))
	})
	return []value{f.freeze(v.read(0))}
}

// guard is the condition under which the right side of && or || matters.
func (f *fnGen) guard(op string, x value) value {
	if op == "&&" {
		return x
	}
	return f.not(x)
}

// cond selects between both sides if they are cheap; otherwise it becomes an if.
func (f *fnGen) cond(e *cond) []value {
	costly := func(x expr) bool { return hasEffects(x) || hasCall(x) }
	c := f.freeze(f.expr(e.c)[0])
	if c.lit {
		if c.num != 0 {
			return f.expr(e.x)
		}
		return f.expr(e.y)
	}
	if !costly(e.x) && !costly(e.y) {
		x, y := f.expr(e.x), f.expr(e.y)
		out := make([]value, len(x))
		for i := range x {
			out[i] = f.sel(c, x[i], y[i])
		}
		return out
	}
	v := f.declare(e.result)
	f.define(v, nil)
	p := place{v: v, slots: allSlots(e.t)}
	f.branch(c, func() { f.store(p, f.expr(e.x)) })
	f.branch(f.not(c), func() { f.store(p, f.expr(e.y)) })
	return f.freezeAll(f.load(p))
}

func (f *fnGen) assign(e *assign) []value {
	if e.op == "" {
		if !hasEffects(e.l) {
			r := f.expr(e.r)
			p := f.place(e.l)
			f.store(p, r)
			return f.load(p)
		}
		p := f.place(e.l)
		f.store(p, f.expr(e.r))
		return f.load(p)
	}
	p := f.place(e.l)
	l := f.load(p)
	if hasEffects(e.r) {
		l = f.freezeAll(l)
	}
	f.store(p, f.arithmetic(e.op, e.l.typ(), e.r.typ(), l, f.expr(e.r)))
	return f.load(p)
}

func (f *fnGen) step(e *step) []value {
	p := f.place(e.x)
	old := f.load(p)
	if !e.prefix {
		old = f.freezeAll(old)
	}
	f.store(p, f.arithAll(e.op, old, []value{e.t.kind.number(1)}))
	if e.prefix {
		return f.load(p)
	}
	return old
}

func (f *fnGen) index(e *index) []value {
	xi := f.operands(e.x, e.i)
	x, i := xi[0], f.freeze(xi[1][0])
	t := e.x.typ()
	if t.isArray() {
		out := make([]value, len(x))
		for k := range x {
			out[k] = f.element(x[k], i)
		}
		return out
	}
	groups := indexGroups(t)
	if i.lit {
		g := groups[min(max(int(i.num), 0), len(groups)-1)]
		return x[g[0] : g[0]+len(g)]
	}
	x = f.names(x)
	parts := make([][]value, len(groups))
	for k, g := range groups {
		parts[k] = x[g[0] : g[0]+len(g)]
	}
	return f.choose(i, parts)
}

func (f *fnGen) construct(e *construct) []value {
	args := f.operands(e.args...)
	t := e.t
	switch {
	case t.isArray():
		return f.arrayLiteral(t, args)
	case t.isStruct():
		return slices.Concat(args...)
	case len(args) == 1 && e.args[0].typ().isMatrix() && t.isMatrix():
		return resize(t, e.args[0].typ(), args[0])
	case len(args) == 1 && len(args[0]) == 1:
		x := f.name(f.convert(t.kind, args[0][0]))
		if t.isMatrix() {
			return diagonal(t, x)
		}
		return slices.Repeat([]value{x}, t.rows)
	}
	var out []value
	for _, x := range slices.Concat(args...) {
		if len(out) < t.cols*t.rows {
			out = append(out, f.convert(t.kind, x))
		}
	}
	return out
}

func diagonal(t dataType, x value) []value {
	out := make([]value, 0, t.cols*t.rows)
	for c := range t.cols {
		for r := range t.rows {
			if c == r {
				out = append(out, x)
			} else {
				out = append(out, kindFloat.number(0))
			}
		}
	}
	return out
}

// resize makes a matrix from another, completed by the identity.
func resize(t, from dataType, x []value) []value {
	out := diagonal(t, kindFloat.number(1))
	for c := range min(t.cols, from.cols) {
		for r := range min(t.rows, from.rows) {
			out[c*t.rows+r] = x[c*from.rows+r]
		}
	}
	return out
}

// arrayLiteral collects the elements of each slot.
func (f *fnGen) arrayLiteral(t dataType, elems [][]value) []value {
	var out []value
	for i, sl := range t.slots() {
		l := perDraw
		for _, e := range elems {
			l = max(l, e[i].level)
		}
		vector := f.vector(sl.kind, l)
		text := goType(sl.kind, vector, sl.length) + "{"
		for k, e := range elems {
			if k > 0 {
				text += ", "
			}
			text += f.as(f.inner(e[i], min(l, perGroup)), vector)
		}
		out = append(out, value{kind: sl.kind, level: l, code: text + "}", length: sl.length})
	}
	return out
}
