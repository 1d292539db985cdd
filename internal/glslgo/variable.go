package glslgo

import "fmt"

// variable is a variable of the shader in one specialised function.
type variable struct {
	g     *generator
	spec  string
	id    int
	typ   dataType
	names []string
	// depth is the number of masks that were in force at the declaration. Assignments under more masks keep the lanes that
	// are off.
	depth int
	// values are set on a variable that is never assigned after its declaration: it is just a name for them.
	values []value
}

func (v *variable) fact(i int) fact   { return fact{v.spec, varies, v.id, i} }
func (v *variable) varies(i int) bool { return v.g.facts.known[v.fact(i)] }
func (v *variable) learnVaries(i int) { v.g.facts.learn(v.fact(i)) }
func (v *variable) slot(i int) slot   { return v.typ.slots()[i] }
func (v *variable) inState() bool     { return v.spec == "" }
func (v *variable) level(i int) level {
	if v.varies(i) {
		return perLane
	}
	return perGroup
}

// read returns the current value of slot i.
func (v *variable) read(i int) value {
	if v.values != nil {
		return v.values[i]
	}
	s := v.slot(i)
	return value{kind: s.kind, level: v.level(i), code: v.names[i], atom: true, mutable: true, length: s.length}
}

// declare makes a variable for s at the current masks, without emitting code.
func (f *fnGen) declare(s *symbol) *variable {
	f.nvars++
	v := &variable{g: f.g, spec: f.spec.key, id: s.id, typ: s.typ, depth: len(f.masks)}
	v.names = slotNames(fmt.Sprintf("%s_%d", s.name, f.nvars), s.typ)
	f.vars[s] = v
	return v
}

// bind makes s a name for values that will not change.
func (f *fnGen) bind(s *symbol, values []value) {
	v := &variable{typ: s.typ, values: make([]value, len(values))}
	for i, x := range values {
		v.values[i] = f.freeze(x)
	}
	f.vars[s] = v
}

// variable returns what s stands for.
func (f *fnGen) variable(s *symbol) *variable {
	if v := f.vars[s]; v != nil {
		return v
	}
	if v := f.g.globals[s]; v != nil {
		return v
	}
	fail(s.pos, "internal error: no storage for %s", s.name)
	return nil
}

// read returns the values of a variable, constant, uniform or built-in.
func (f *fnGen) read(s *symbol) []value {
	switch s.kind {
	case symUniform:
		if f.vars[s] == nil {
			return uniformValues(s)
		}
	case symFragCoord:
		x := perGroup
		if f.simd {
			x = perLane
		}
		return []value{
			{kind: kindFloat, level: x, code: "s.x", atom: true},
			{kind: kindFloat, level: perRow, code: "s.y", atom: true},
			kindFloat.number(0.5), kindFloat.number(1),
		}
	}
	v := f.variable(s)
	out := make([]value, len(s.typ.slots()))
	for i := range out {
		out[i] = v.read(i)
	}
	return out
}

func uniformValues(s *symbol) []value {
	names := slotNames("s.u_"+s.name, s.typ)
	out := make([]value, len(names))
	for i, sl := range s.typ.slots() {
		out[i] = value{kind: sl.kind, code: names[i], atom: true, length: sl.length}
	}
	return out
}
