package glslgo

import "fmt"

// loopState is a loop, or a switch, around the current statements.
type loopState struct {
	id int
	// divergent loops keep a mask of the lanes still inside.
	divergent bool
	depth     int    // masks in force inside, without the loop's own
	next      string // label before the next iteration
	usesNext  bool
	breaks    bool // a Go break leaves it
	isSwitch  bool
	unrolled  string // label after an unrolled loop, which has no Go loop to break out of
	usesEnd   bool
}

// inside runs gen with a new list of statements and returns it.
func (f *fnGen) inside(gen func()) *code {
	outer := f.out
	f.out = &code{}
	gen()
	inner := f.out
	f.out = outer
	return inner
}

// block generates statements and reports whether control cannot reach their end.
func (f *fnGen) block(b *block) bool {
	for i, s := range b.list {
		kills := f.kills
		if f.stmt(s) {
			return true
		}
		if f.kills > kills && i+1 < len(b.list) {
			f.skipIfDone()
		}
	}
	return false
}

// skipIfDone jumps over the following statements if no lane is left to run them.
func (f *fnGen) skipIfDone() {
	if len(f.masks) == 0 {
		return
	}
	m := f.masks[len(f.masks)-1]
	test := "if !lane.Any(" + m.name + ") { "
	switch m.kind {
	case maskFunc:
		f.out.nest("if !lane.Any("+m.name+") {", f.inside(func() { f.leave(nil) }), "}")
	case maskBody:
		if m.loop.unrolled == "" && !m.loop.isSwitch {
			m.loop.usesNext = true
			f.out.do(test + "goto " + m.loop.next + " }")
		}
	}
}

func (f *fnGen) stmt(s stmt) bool {
	switch s := s.(type) {
	case *block:
		done := false
		f.out.nest("{", f.inside(func() { done = f.block(s) }), "}")
		return done
	case *declStmt:
		f.declaration(s)
	case *exprStmt:
		f.expr(s.x)
	case *ifStmt:
		return f.ifStmt(s)
	case *loopStmt:
		return f.loop(s)
	case *switchStmt:
		f.switchStmt(s)
	case *jump:
		return f.jump(s)
	}
	return false
}

func (f *fnGen) declaration(s *declStmt) {
	var init []value
	if s.init != nil {
		init = f.expr(s.init)
		if s.sym.writes == 0 {
			f.bind(s.sym, init)
			return
		}
	}
	f.define(f.declare(s.sym), init)
}

// branch runs gen where c holds.
func (f *fnGen) branch(c value, gen func()) {
	if c.level < perLane {
		c = f.name(c)
		f.out.nest("if "+c.code+" {", f.inside(gen), "}")
		return
	}
	m := f.temp()
	text := c.code
	if outer := f.mask(); outer != "" {
		text = "lane.AndM(" + outer + ", " + c.code + ")"
	}
	f.out.pure(m, text)
	f.under(m, gen)
}

// under runs gen with the mask m, if it has lanes.
func (f *fnGen) under(m string, gen func()) {
	f.masks = append(f.masks, mask{name: m, kind: maskIf})
	body := f.inside(gen)
	f.masks = f.masks[:len(f.masks)-1]
	f.out.nest("if lane.Any("+m+") {", body, "}")
}

func (f *fnGen) ifStmt(s *ifStmt) bool {
	c := f.expr(s.c)[0]
	if c.lit {
		if c.num != 0 {
			return f.stmt(s.then)
		}
		return s.otherwise != nil && f.stmt(s.otherwise)
	}
	if c.level < perLane {
		return f.uniformIf(c, s)
	}
	c = f.freeze(c)
	other := ""
	if s.otherwise != nil {
		other = f.temp()
		if outer := f.mask(); outer != "" {
			f.out.pure(other, "lane.AndNotM("+outer+", "+c.code+")")
		} else {
			f.out.pure(other, "lane.NotM("+c.code+")")
		}
	}
	f.branch(c, func() { f.stmt(s.then) })
	if s.otherwise != nil {
		f.under(other, func() { f.stmt(s.otherwise) })
	}
	return false
}

// uniformIf generates an if that all lanes decide alike.
func (f *fnGen) uniformIf(c value, s *ifStmt) bool {
	c = f.name(c)
	done, doneToo := false, false
	l := f.out.nest("if "+c.code+" {", nil, "}")
	l.body = f.inside(func() { done = f.stmt(s.then) })
	if s.otherwise != nil {
		l.other = f.inside(func() { doneToo = f.stmt(s.otherwise) })
	}
	return done && doneToo
}

// kill switches the current lanes off in the masks from the innermost to that of the given kind and loop.
func (f *fnGen) kill(k maskKind, l *loopState) {
	f.kills++
	off := f.temp()
	f.out.pure(off, f.mask())
	for i := len(f.masks) - 1; i >= 0; i-- {
		m := f.masks[i]
		f.out.change(m.name, m.name+" = lane.AndNotM("+m.name+", "+off+")")
		if m.kind == k && m.loop == l {
			return
		}
	}
}

func (f *fnGen) jump(s *jump) bool {
	if s.verb == "return" {
		return f.returns(s)
	}
	l := f.loops[len(f.loops)-1]
	if s.verb == "continue" {
		for i := len(f.loops) - 1; l.isSwitch; i-- {
			l = f.loops[i]
		}
	}
	if !l.divergent {
		if len(f.masks) > l.depth {
			f.g.facts.learn(f.fact(loopDiverges, l.id))
			return false
		}
		f.uniformJump(s.verb, l)
		return true
	}
	if s.verb == "break" {
		f.kill(maskLoop, l)
	} else {
		f.kill(maskBody, l)
	}
	return false
}

// uniformJump leaves a loop that all lanes leave together.
func (f *fnGen) uniformJump(verb string, l *loopState) {
	switch {
	case verb == "continue":
		l.usesNext = true
		f.out.do("goto " + l.next)
	case l.unrolled != "":
		l.usesEnd = true
		f.out.do("goto " + l.unrolled)
	default:
		l.breaks = true
		f.out.do("break")
	}
}

func (f *fnGen) returns(s *jump) bool {
	var v []value
	if s.x != nil {
		v = f.expr(s.x)
	}
	if !f.divergent {
		if len(f.masks) > f.base {
			f.g.facts.learn(f.fact(returnsDiverges, 0))
			return false
		}
		f.leave(v)
		return true
	}
	for i, x := range v {
		x.level = max(x.level, perGroup)
		f.g.facts.learn(fact{f.spec.key, resultVaries, 0, i})
		text := f.as(v[i], true)
		name := f.results[i]
		if x.length > 0 {
			whole := f.name(value{kind: x.kind, level: perLane, code: text, length: x.length})
			f.out.change(name, fmt.Sprintf("for i := range %s { %s[i] = lane.Sel%s(%s, %s[i], %s[i]) }", name, name,
				suffix[x.kind], f.mask(), whole.code, name))
			continue
		}
		f.out.change(name, fmt.Sprintf("%s = lane.Sel%s(%s, %s, %s)", name, suffix[x.kind], f.mask(), text, name))
	}
	if len(f.masks) == f.base {
		f.leave(nil)
		return true
	}
	f.kill(maskFunc, nil)
	return false
}

// loop generates for, while and do. A divergent loop runs until its mask is empty.
func (f *fnGen) loop(s *loopStmt) bool {
	if s.unroll && f.unroll(s) {
		return false
	}
	l := &loopState{id: s.id, depth: len(f.masks), next: fmt.Sprintf("next%d", f.label())}
	l.divergent = f.known(loopDiverges, s.id)
	endless := false
	outer := f.inside(func() {
		if l.divergent {
			f.enterDivergent(l)
		}
		for _, x := range s.init {
			f.stmt(x)
		}
		body := f.inside(func() { f.iteration(s, l) })
		f.out.nest("for {", body, "}").effect = true
		endless = !l.breaks && !l.divergent
		if l.divergent {
			f.masks = f.masks[:len(f.masks)-1]
		}
	})
	f.out.nest("{", outer, "}")
	return endless
}

func (f *fnGen) label() int { f.nvars++; return f.nvars }

// enterDivergent puts the mask of the lanes inside the loop in force.
func (f *fnGen) enterDivergent(l *loopState) {
	m := f.mask()
	if m == "" {
		m = "lane.AllM()"
	}
	name := fmt.Sprintf("ml%d", f.label())
	f.out.pure(name, m)
	f.masks = append(f.masks, mask{name: name, kind: maskLoop, loop: l})
}

// iteration generates the inside of the Go loop.
func (f *fnGen) iteration(s *loopStmt, l *loopState) {
	if !s.post {
		f.loopTest(s, l)
	}
	if l.divergent {
		f.pushBody(l)
	}
	f.loops = append(f.loops, l)
	body := f.inside(func() { f.stmt(s.body) })
	f.loops = f.loops[:len(f.loops)-1]
	if l.divergent {
		f.masks = f.masks[:len(f.masks)-1]
	}
	f.out.nest("{", body, "}")
	if l.usesNext {
		f.out.do(l.next + ":")
	}
	tail := f.inside(func() {
		if s.inc != nil {
			f.expr(s.inc)
		}
	})
	f.out.nest("{", tail, "}")
	if s.post {
		f.loopTest(s, l)
	}
}

func (f *fnGen) pushBody(l *loopState) {
	name := fmt.Sprintf("mb%d", f.label())
	f.out.pure(name, f.mask())
	f.masks = append(f.masks, mask{name: name, kind: maskBody, loop: l})
}

// loopTest leaves the loop when the condition fails, for all lanes or in the mask.
func (f *fnGen) loopTest(s *loopStmt, l *loopState) {
	if s.c != nil {
		c := f.expr(s.c)[0]
		switch {
		case c.lit && c.num != 0:
		case c.level < perLane:
			l.breaks = true
			f.out.do("if !" + f.name(c).code + " { break }")
		case !l.divergent:
			f.g.facts.learn(f.fact(loopDiverges, l.id))
			l.breaks = true
		default:
			name := f.mask()
			f.out.change(name, name+" = lane.AndM("+name+", "+c.code+")")
		}
	}
	if l.divergent {
		f.out.do("if !lane.Any(" + f.mask() + ") { break }")
	}
}

// switchStmt generates a switch as a sequence of ifs on "a case has matched", inside a loop that runs once so that break
// leaves it.
func (f *fnGen) switchStmt(s *switchStmt) {
	l := &loopState{id: s.id, depth: len(f.masks), isSwitch: true, unrolled: fmt.Sprintf("end%d", f.label())}
	l.divergent = f.known(loopDiverges, s.id)
	body := f.inside(func() {
		f.bind(s.x, f.expr(s.init))
		if l.divergent {
			f.enterDivergent(l)
			f.pushBody(l)
		}
		hit := f.declare(s.hit)
		f.define(hit, []value{truthValue(false)})
		f.loops = append(f.loops, l)
		for _, c := range s.cases {
			f.switchCase(c, hit)
		}
		f.loops = f.loops[:len(f.loops)-1]
		if l.divergent {
			f.masks = f.masks[:len(f.masks)-2]
		}
	})
	f.out.nest("{", body, "}")
	if l.usesEnd {
		f.out.do(l.unrolled + ":")
	}
}

func (f *fnGen) switchCase(c switchCase, hit *variable) {
	p := place{v: hit, slots: []int{0}}
	now := hit.read(0)
	for _, t := range c.tests {
		now = f.combine("||", now, f.expr(t)[0])
	}
	if c.isDefault {
		now = truthValue(true)
	}
	f.store(p, []value{now})
	f.branch(hit.read(0), func() { f.block(c.body) })
}
