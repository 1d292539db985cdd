package glslgo

import (
	"fmt"
	"strings"
)

// fact is a property found by the uniformity analysis: of a slot of a variable of a specialised function (spec empty for
// globals), or of a specialised function or loop.
type fact struct {
	spec string
	what factKind
	id   int
	slot int
}

type factKind uint8

const (
	varies          factKind = iota // the variable holds different values in different lanes
	resultVaries                    // the function's result does
	loopDiverges                    // lanes leave the loop at different times
	returnsDiverges                 // lanes return at different times
)

// facts only ever become true, so generating until none changes ends.
type facts struct {
	known   map[fact]bool
	changed bool
}

func (a *facts) learn(f fact) {
	if !a.known[f] {
		a.known[f] = true
		a.changed = true
	}
}

// generator produces the code of one target in one pass over the program.
type generator struct {
	prog  *program
	simd  bool
	facts *facts
	setup *code // once per draw
	row   *code // once per row
	// fields are the members of the kernel state as "name type".
	fields  []string
	hoisted map[string][]value
	nfields int
	specs   map[string]*spec
	order   []*spec
	globals map[*symbol]*variable
	// copies counts the loop bodies that unrolling made.
	copies int
}

// generate repeats passes until the facts are complete and returns the last.
func generate(prog *program, simd bool) *generator {
	known := &facts{known: map[fact]bool{}}
	for {
		known.changed = false
		g := &generator{
			prog: prog, simd: simd, facts: known, setup: &code{}, row: &code{},
			hoisted: map[string][]value{}, specs: map[string]*spec{}, globals: map[*symbol]*variable{},
		}
		g.pass()
		if !known.changed {
			return g
		}
	}
}

func (g *generator) pass() {
	for _, s := range g.prog.globals {
		if g.localToMain(s) {
			continue
		}
		v := &variable{g: g, id: s.id, typ: s.typ, names: slotNames("s.g_"+s.name, s.typ)}
		g.globals[s] = v
		for i, sl := range s.typ.slots() {
			g.fields = append(g.fields, strings.TrimPrefix(v.names[i], "s.")+" "+goType(sl.kind, v.varies(i) || g.simd && sl.kind == kindFloat, sl.length))
		}
	}
	for _, s := range g.prog.consts {
		f := g.function(nil, "", false)
		f.out = g.setup
		f.bind(s, f.expr(s.init))
		g.globals[s] = f.vars[s]
	}
	g.spec(g.prog.main, nil, false, g.simd)
}

// localToMain reports whether only main uses the global, which can then live in registers.
func (g *generator) localToMain(s *symbol) bool {
	for f := range s.users {
		if f != g.prog.main {
			return false
		}
	}
	return true
}

// field adds a member to the state and returns how code reads it.
func (g *generator) field(prefix, typ string) string {
	g.nfields++
	name := fmt.Sprintf("%s%d", prefix, g.nfields)
	g.fields = append(g.fields, name+" "+typ)
	return "s." + name
}

// outside returns the code that runs at level l.
func (g *generator) outside(l level) *code {
	if l == perDraw {
		return g.setup
	}
	return g.row
}

// hoist moves the computation of values that change at most once per row out of the pixel loop. It returns the fields that
// hold the values of rhs, an expression with as many results as kinds.
func (g *generator) hoist(l level, rhs string, like []value) []value {
	key := fmt.Sprintf("%d %s", l, rhs)
	if v, ok := g.hoisted[key]; ok {
		return v
	}
	out := make([]value, len(like))
	names := make([]string, len(like))
	for i, v := range like {
		names[i] = g.field("d", goType(v.kind, false, v.length))
		out[i] = value{kind: v.kind, level: l, code: names[i], atom: true, length: v.length, small: v.small}
	}
	c := g.outside(l)
	c.lines = append(c.lines, &line{defs: fieldNames(names), prefix: "s.", op: "=", rhs: rhs})
	g.hoisted[key] = out
	return out
}

// fieldNames strips the receiver: pruning sees "s.d1" as the names s and d1.
func fieldNames(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.TrimPrefix(s, "s.")
	}
	return out
}

// lanes returns the text of v, which is not one, as a vector. Values that change at most once per row are stored as vectors beforehand, since
// a load is cheaper than a broadcast.
func (g *generator) lanes(v value) string {
	sfx := suffix[v.kind]
	if v.kind == kindBool && v.level <= perRow && !v.atom {
		v = g.hoist(v.level, v.code, []value{v})[0]
	}
	if v.kind == kindBool || v.level == perGroup {
		return "lane.Splat" + sfx + "(" + v.code + ")"
	}
	key := fmt.Sprintf("splat %d %s %s", v.level, sfx, v.code)
	out, ok := g.hoisted[key]
	if !ok {
		name := g.field("k", "[lane.Width]"+scalarGo[v.kind])
		c := g.outside(v.level)
		c.lines = append(c.lines, &line{defs: fieldNames([]string{name}), text: "lane.Fill(&" + name + ", " + v.code + ")"})
		out = []value{{code: "lane.Load" + sfx + "(&" + name + ")"}}
		g.hoisted[key] = out
	}
	return out[0].code
}
