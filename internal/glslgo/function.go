package glslgo

import (
	"fmt"
	"slices"
	"strings"
)

// spec is a function specialised for the uniformity of its arguments.
type spec struct {
	key     string
	goName  string
	fn      *function
	uniform []bool
	// masked specialisations get the mask of active lanes as first argument.
	masked  bool
	params  []string
	results []string
	// resultVaries holds, per slot of the result and then of the outputs, whether it is a vector.
	resultVaries []bool
	body         *code
}

// fnGen generates one specialised function.
type fnGen struct {
	g     *generator
	fn    *function
	spec  *spec
	out   *code
	vars  map[*symbol]*variable
	nvars int
	// masks are the names of the masks in force, innermost last; base of them belong to the whole function.
	masks []mask
	base  int
	// divergent is set when lanes return at different places; it is fixed for the whole pass.
	divergent bool
	loops     []*loopState
	// simd selects vector code. In a SIMD kernel, what runs once per draw or row is scalar code.
	simd bool
	// kills counts the jumps that switched lanes off.
	kills int
	// outs are the variables returned after the result; results are the Go variables of a divergent return.
	outs    []*symbol
	results []string
}

// mask is a Go variable with the lanes that run the current statements.
type mask struct {
	name string
	kind maskKind
	loop *loopState
}

type maskKind uint8

const (
	maskEntry maskKind = iota // lanes for which the function was called
	maskFunc                  // and that have not returned
	maskIf                    // in a branch
	maskLoop                  // and that have not left the loop
	maskBody                  // nor the current iteration
)

func (g *generator) function(fn *function, key string, simd bool) *fnGen {
	return &fnGen{g: g, fn: fn, simd: simd, spec: &spec{key: key, fn: fn}, out: &code{}, vars: map[*symbol]*variable{}}
}

// spec returns the function specialised for arguments of which some are uniform, generating it at the first call.
func (g *generator) spec(fn *function, uniform []bool, masked, simd bool) *spec {
	sig := ""
	if g.simd && !simd {
		sig = "once"
	}
	for _, u := range uniform {
		switch {
		case !simd:
		case u:
			sig += "u"
		default:
			sig += "v"
		}
	}
	if masked {
		sig += "m"
	}
	key := fmt.Sprintf("f%d_%s_%s", fn.id, fn.name, sig)
	if s := g.specs[key]; s != nil {
		return s
	}
	f := g.function(fn, key, simd)
	f.spec.goName = strings.TrimSuffix(key, "_")
	f.spec.uniform, f.spec.masked = uniform, masked
	g.specs[key] = f.spec
	f.generate()
	g.order = append(g.order, f.spec)
	return f.spec
}

func (f *fnGen) fact(k factKind, id int) fact { return fact{f.spec.key, k, id, 0} }

func (f *fnGen) known(k factKind, id int) bool { return f.g.facts.known[f.fact(k, id)] }

// generate fills in the spec.
func (f *fnGen) generate() {
	s := f.spec
	f.divergent = f.known(returnsDiverges, 0)
	if s.masked {
		s.params = append(s.params, "m0 lane.M")
		f.masks = append(f.masks, mask{name: "m0", kind: maskEntry})
	}
	outDepth := len(f.masks)
	if f.divergent {
		initial := "lane.AllM()"
		if s.masked {
			initial = "m0"
		}
		f.out.pure("mf", initial)
		f.masks = append(f.masks, mask{name: "mf", kind: maskFunc})
	}
	f.base = len(f.masks)
	f.parameters(outDepth)
	if f.fn == f.g.prog.main {
		f.mainVariables(outDepth)
	}
	slots := f.fn.result.slots()
	for i := range f.resultSlots() {
		s.resultVaries = append(s.resultVaries, f.g.facts.known[fact{s.key, resultVaries, 0, i}])
	}
	if f.divergent {
		for i, sl := range slots {
			name := fmt.Sprintf("ret_%d", i)
			f.results = append(f.results, name)
			f.out.change(name, "var "+name+" "+f.goType(sl, s.resultVaries[i]))
		}
	}
	if !f.block(f.fn.body) {
		f.leave(nil)
	}
	for i, sl := range f.resultSlots() {
		varying := f.g.facts.known[fact{s.key, resultVaries, 0, i}]
		s.resultVaries[i] = varying
		s.results = append(s.results, f.goType(sl, varying))
	}
	s.body = f.out
}

// resultSlots are the slots of the result and of the outputs.
func (f *fnGen) resultSlots() []slot {
	out := f.fn.result.slots()
	for _, s := range f.outs {
		out = append(out, s.typ.slots()...)
	}
	return out
}

// parameters declares the parameters. Those that the function does not assign are names for the arguments.
func (f *fnGen) parameters(outDepth int) {
	for k, q := range f.fn.params {
		slots := q.sym.typ.slots()
		var args []value
		if q.in {
			uniform := f.spec.uniform[k]
			f.nvars++
			names := slotNames(fmt.Sprintf("%s_%d", q.sym.name, f.nvars), q.sym.typ)
			for i, sl := range slots {
				l := perLane
				if uniform {
					l = perGroup
				}
				args = append(args, value{kind: sl.kind, level: l, code: names[i], atom: true, length: sl.length})
				f.spec.params = append(f.spec.params, names[i]+" "+f.goType(sl, !uniform))
			}
		}
		if q.sym.writes == 0 && !q.out {
			f.vars[q.sym] = &variable{typ: q.sym.typ, values: args}
			continue
		}
		v := f.declare(q.sym)
		if q.out {
			v.depth = outDepth
			f.outs = append(f.outs, q.sym)
		}
		f.define(v, args)
	}
}

// mainVariables declares the globals that live in main, clears the others and makes the output a result.
func (f *fnGen) mainVariables(outDepth int) {
	for _, s := range f.g.prog.globals {
		var init []value
		if s.init != nil {
			init = f.expr(s.init)
		}
		if f.g.localToMain(s) {
			v := f.declare(s)
			v.depth = outDepth
			f.define(v, init)
		} else {
			if init == nil {
				init = zeros(s.typ)
			}
			f.store(place{v: f.g.globals[s], slots: allSlots(s.typ)}, init)
		}
	}
	f.outs = append(f.outs, f.g.prog.output)
}

func zeros(t dataType) []value {
	var out []value
	for _, sl := range t.slots() {
		v := sl.kind.number(0)
		if sl.length > 0 {
			v = value{kind: sl.kind, code: goType(sl.kind, false, sl.length) + "{}", length: sl.length}
		}
		out = append(out, v)
	}
	return out
}

func allSlots(t dataType) []int {
	out := make([]int, len(t.slots()))
	for i := range out {
		out[i] = i
	}
	return out
}

// define emits the declaration of a variable with its first value; without one it is zero, so that pictures do not depend
// on what the shader leaves undefined.
func (f *fnGen) define(v *variable, init []value) {
	for i := range v.names {
		if init != nil && init[i].level == perLane {
			v.learnVaries(i)
		}
		text := "var " + v.names[i] + " " + f.goType(v.slot(i), v.varies(i))
		if init != nil {
			text += " = " + f.as(init[i], v.varies(i))
		}
		f.out.change(v.names[i], text)
	}
}

// vector reports whether values of this kind and level are vectors. In SIMD code floats are, even if all lanes agree: Go
// computes single floats with SSE instructions, and mixing those with AVX costs some 100 cycles per change on many
// processors. Integers and booleans that all lanes share stay in general registers.
func (f *fnGen) vector(k kind, l level) bool {
	return l == perLane || f.simd && k == kindFloat && l == perGroup
}

// goType is the Go type of a slot of a variable.
func (f *fnGen) goType(s slot, varies bool) string {
	return goType(s.kind, varies || f.simd && s.kind == kindFloat, s.length)
}

// as returns the text of x for a place where lanes may differ, or where they agree.
func (f *fnGen) as(x value, lanes bool) string {
	if !lanes && !f.vector(x.kind, perGroup) || f.vector(x.kind, x.level) {
		return x.code
	}
	if x.length > 0 {
		return f.splatArray(x)
	}
	return f.g.lanes(x)
}

// splatArray returns the name of an array with every element of x as lanes.
func (f *fnGen) splatArray(x value) string {
	x = f.name(x)
	t := f.temp()
	f.out.change(t, "var "+t+" "+goType(x.kind, true, x.length))
	f.out.change(t, fmt.Sprintf("for i := range %s { %s[i] = lane.SplatAt%s(%s[:], i) }", t, t, suffix[x.kind], x.code))
	return t
}

func (f *fnGen) temp() string {
	f.nvars++
	return fmt.Sprintf("t%d", f.nvars)
}

// name returns v as text that may be repeated.
func (f *fnGen) name(v value) value {
	if v.atom {
		return v
	}
	if v.level <= perRow {
		return f.g.hoist(v.level, v.code, []value{v})[0]
	}
	if v.factors != nil {
		a, b := f.freeze(v.factors[0]), f.freeze(v.factors[1])
		v.code = f.laneCall("MulF", a, b)
		v.factors = &[2]value{a, b}
	}
	t := f.temp()
	f.out.pure(t, v.code)
	v.code, v.atom, v.mutable = t, true, false
	return v
}

// freeze returns v as text that keeps its meaning when variables change.
func (f *fnGen) freeze(v value) value {
	if v.atom && !v.mutable {
		return v
	}
	v.atom = false
	return f.name(v)
}

func (f *fnGen) names(list []value) []value {
	out := make([]value, len(list))
	for i, v := range list {
		out[i] = f.name(v)
	}
	return out
}

func (f *fnGen) freezeAll(list []value) []value {
	out := make([]value, len(list))
	for i, v := range list {
		out[i] = f.freeze(v)
	}
	return out
}

// mask returns the name of the mask in force, or "" if all lanes run.
func (f *fnGen) mask() string {
	if len(f.masks) == 0 {
		return ""
	}
	return f.masks[len(f.masks)-1].name
}

// leave emits a return that ends the Go function.
func (f *fnGen) leave(result []value) {
	var list []string
	if f.divergent {
		list = append(list, f.results...)
	} else {
		for i, v := range result {
			list = append(list, f.result(i, v))
		}
	}
	n := len(f.fn.result.slots())
	for _, s := range f.outs {
		for _, v := range f.read(s) {
			list = append(list, f.result(n, v))
			n++
		}
	}
	f.out.do("return " + strings.Join(list, ", "))
}

// result returns the text of v as the i-th Go result.
func (f *fnGen) result(i int, v value) string {
	k := fact{f.spec.key, resultVaries, 0, i}
	if v.level == perLane {
		f.g.facts.learn(k)
	}
	return f.as(v, f.g.facts.known[k])
}

// call emits a call of a function of the shader.
func (f *fnGen) call(e *call) []value {
	fn := e.fn
	args := make([][]value, len(e.args))
	places := make([]place, len(e.args))
	for i, q := range fn.params {
		later := slices.ContainsFunc(e.args[i+1:], hasEffects)
		if q.out {
			places[i] = f.place(e.args[i])
			if q.in {
				args[i] = f.load(places[i])
			}
		} else {
			args[i] = f.expr(e.args[i])
		}
		if later {
			args[i] = f.freezeAll(args[i])
		}
	}
	uniform := make([]bool, len(args))
	for i := range args {
		uniform[i] = !slices.ContainsFunc(args[i], func(v value) bool { return v.level == perLane })
	}
	masked := f.mask() != "" && (fn.hasLoop || fn.writes)
	l := perDraw
	for i := range args {
		l = max(l, joinLevels(args[i]...))
	}
	if masked || fn.writes || fn.readsState || fn.hasOpenLoop {
		l = max(l, perGroup)
	}
	s := f.g.spec(fn, uniform, masked, f.simd && l > perRow)
	var list []string
	if masked {
		list = append(list, f.mask())
	}
	for i := range args {
		for _, v := range args[i] {
			if l <= perRow {
				list = append(list, v.code)
			} else {
				list = append(list, f.as(v, !uniform[i]))
			}
		}
	}
	out := f.callResults(s, l, "s."+s.goName+"("+strings.Join(list, ", ")+")")
	n := len(fn.result.slots())
	rest := out[n:]
	for i, q := range fn.params {
		if q.out {
			k := len(q.sym.typ.slots())
			f.store(places[i], rest[:k])
			rest = rest[k:]
		}
	}
	return out[:n]
}

// callResults emits the call text of s and returns its results and outputs.
func (f *fnGen) callResults(s *spec, l level, text string) []value {
	slots := s.fn.result.slots()
	for _, q := range s.fn.params {
		if q.out {
			slots = append(slots, q.sym.typ.slots()...)
		}
	}
	like := make([]value, len(slots))
	for i, sl := range slots {
		like[i] = value{kind: sl.kind, level: l, length: sl.length}
		if s.resultVaries[i] {
			like[i].level = perLane
		} else if l == perLane {
			like[i].level = perGroup
		}
	}
	return f.invoke(text, like, s.fn.writes)
}

// invoke emits a call with several results, or hoists it where no result changes within a row.
func (f *fnGen) invoke(text string, like []value, effect bool) []value {
	l := joinLevels(like...)
	if l <= perRow && len(like) > 0 {
		return f.g.hoist(l, text, like)
	}
	out := slices.Clone(like)
	var names []string
	for i := range out {
		out[i].code, out[i].atom = f.temp(), true
		names = append(names, out[i].code)
	}
	f.out.define(names, ":=", text, effect || len(names) == 0)
	return out
}
