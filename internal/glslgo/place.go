package glslgo

import (
	"fmt"
	"strings"
)

// place is something that can be assigned to: slots of a variable, perhaps of one element of an array, or one of several
// groups of slots chosen by an index.
type place struct {
	v     *variable
	slots []int
	// elem is the array index, if any.
	elem *value
	// choice selects one of the groups in choices; slots is then unused.
	choice  *value
	choices [][]int
}

// place evaluates the indices of an assignable expression.
func (f *fnGen) place(x expr) place {
	switch e := x.(type) {
	case *ref:
		return place{v: f.variable(e.sym), slots: allSlots(e.t)}
	case *member:
		p := f.place(e.x)
		p.slots = pick(p.slots, e.slots)
		for i := range p.choices {
			p.choices[i] = pick(p.choices[i], e.slots)
		}
		return p
	case *index:
		p := f.place(e.x)
		i := f.freeze(f.expr(e.i)[0])
		t := e.x.typ()
		if t.isArray() {
			p.elem = &i
			return p
		}
		groups := indexGroups(t)
		if c, ok := constInt(e.i); ok {
			p.slots = pick(p.slots, groups[c])
			for k := range p.choices {
				p.choices[k] = pick(p.choices[k], groups[c])
			}
			return p
		}
		if p.choice != nil {
			fail(e.pos, "two variable indices into one matrix are not supported in an assignment")
		}
		p.choice = &i
		for _, g := range groups {
			p.choices = append(p.choices, pick(p.slots, g))
		}
		return p
	}
	fail(x.at(), "cannot assign to this expression")
	return place{}
}

func pick(list, which []int) []int {
	if list == nil {
		return nil
	}
	out := make([]int, len(which))
	for i, w := range which {
		out[i] = list[w]
	}
	return out
}

// indexGroups returns the slots that each index of a vector or matrix selects.
func indexGroups(t dataType) [][]int {
	var out [][]int
	width := 1
	if t.isMatrix() {
		width = t.rows
	}
	for i := 0; i < t.cols*t.rows; i += width {
		var g []int
		for k := range width {
			g = append(g, i+k)
		}
		out = append(out, g)
	}
	return out
}

// load reads a place.
func (f *fnGen) load(p place) []value {
	read := func(slots []int) []value {
		out := make([]value, len(slots))
		for i, s := range slots {
			out[i] = p.v.read(s)
			if p.elem != nil {
				out[i] = f.element(out[i], *p.elem)
			}
		}
		return out
	}
	if p.choice == nil {
		return read(p.slots)
	}
	groups := make([][]value, len(p.choices))
	for i, g := range p.choices {
		groups[i] = read(g)
	}
	return f.choose(*p.choice, groups)
}

// choose returns the group whose number is i, and the first if there is none.
func (f *fnGen) choose(i value, groups [][]value) []value {
	out := f.names(groups[0])
	for k := 1; k < len(groups); k++ {
		c := f.name(f.compare("==", i, i.kind.number(float64(k))))
		for n := range out {
			out[n] = f.name(f.sel(c, groups[k][n], out[n]))
		}
	}
	return out
}

// store assigns to a place, only in the lanes of the mask in force where others are alive.
func (f *fnGen) store(p place, values []value) {
	if p.choice == nil {
		f.storeSlots(p.v, p.slots, p.elem, values, nil)
		return
	}
	values = f.freezeAll(values)
	for k, g := range p.choices {
		c := f.name(f.compare("==", *p.choice, p.choice.kind.number(float64(k))))
		f.storeSlots(p.v, g, p.elem, values, &c)
	}
}

// storeSlots assigns to slots, where also the condition c holds.
func (f *fnGen) storeSlots(v *variable, slots []int, elem *value, values []value, c *value) {
	masked := len(f.masks) > v.depth
	var defs, rhs []string
	for i, s := range slots {
		x := values[i]
		if masked || x.level == perLane || c != nil && c.level == perLane || elem != nil && elem.level == perLane {
			v.learnVaries(s)
		}
		if v.slot(s).length > 0 {
			f.storeArray(v, s, elem, x, c, masked)
			continue
		}
		if c != nil {
			x = f.sel(*c, x, v.read(s))
		}
		text := f.as(x, v.varies(s))
		if masked {
			text = fmt.Sprintf("lane.Sel%s(%s, %s, %s)", suffix[x.kind], f.mask(), text, v.names[s])
		}
		defs = append(defs, v.names[s])
		rhs = append(rhs, text)
	}
	if len(defs) > 0 {
		f.out.define(defs, "=", strings.Join(rhs, ", "), v.inState())
	}
}

// storeArray assigns an array, or one element.
func (f *fnGen) storeArray(v *variable, s int, elem *value, x value, c *value, masked bool) {
	name, sfx := v.names[s], suffix[v.slot(s).kind]
	emit := func(text string) {
		if v.inState() {
			f.out.do(text)
		} else {
			f.out.change(name, text)
		}
	}
	text := f.as(x, v.varies(s))
	var conds []string
	if masked {
		conds = append(conds, f.mask())
	}
	if c != nil && c.level == perLane {
		conds = append(conds, c.code)
	}
	switch {
	case elem == nil && len(conds) == 0:
		emit(name + " = " + text)
	case elem == nil:
		whole := f.name(value{kind: x.kind, level: perLane, code: text, length: v.slot(s).length})
		emit(fmt.Sprintf("for i := range %s { %s[i] = lane.Sel%s(%s, %s[i], %s[i]) }", name, name, sfx, conds[0], whole.code, name))
	case elem.level == perLane:
		one := f.name(value{kind: x.kind, level: perLane, code: text})
		m := f.laneMask(conds)
		emit(fmt.Sprintf("for i := range %s { %s[i] = lane.Sel%s(lane.AndM(%s, %s), %s, %s[i]) }", name, name, sfx,
			m, f.elementTest(*elem), one.code, name))
	default:
		target := name + "[" + indexText(*elem, v.slot(s).length) + "]"
		if len(conds) > 0 {
			text = fmt.Sprintf("lane.Sel%s(%s, %s, %s)", sfx, f.laneMask(conds), text, target)
		}
		text = target + " = " + text
		if c != nil && c.level != perLane {
			text = "if " + c.code + " { " + text + " }"
		}
		emit(text)
	}
}

func (f *fnGen) laneMask(conds []string) string {
	switch len(conds) {
	case 0:
		return "lane.AllM()"
	case 1:
		return conds[0]
	}
	return "lane.AndM(" + conds[0] + ", " + conds[1] + ")"
}

// elementTest is the text that compares the lanes of an index with the Go variable i.
func (f *fnGen) elementTest(i value) string {
	if i.kind == kindUint {
		return "lane.EqU(" + i.code + ", lane.SplatU(uint32(i)))"
	}
	return "lane.EqI(" + i.code + ", lane.SplatI(int32(i)))"
}

// indexText is a Go index clamped to an array of n elements.
func indexText(i value, n int) string {
	switch {
	case i.lit:
		return fmt.Sprint(int(min(max(i.num, 0), float64(n-1))))
	case i.kind == kindUint:
		return fmt.Sprintf("lane.IndexU(%s, %d)", i.code, n)
	}
	return fmt.Sprintf("lane.Index(%s, %d)", i.code, n)
}

// element reads one element of an array.
func (f *fnGen) element(a, i value) value {
	a = f.name(a)
	out := value{kind: a.kind, level: joinLevels(a, i)}
	if i.level < perLane {
		if i.level < out.level {
			i = f.name(i)
		}
		n := indexText(i, a.length)
		out.code = a.code + "[" + n + "]"
		if f.vector(a.kind, out.level) && !f.vector(a.kind, a.level) {
			out.code = "lane.SplatAtF(" + a.code + "[:], " + n + ")"
		}
		return out
	}
	if i.kind == kindUint {
		i = value{kind: kindInt, level: perLane, code: "lane.IntU(lane.MinU(" + i.code + ", lane.SplatU(1<<31 - 1)))"}
	}
	if f.vector(a.kind, a.level) {
		out.code = "lane.Pick" + suffix[a.kind] + "(" + a.code + "[:], " + i.code + ")"
	} else {
		out.code = "lane.Gather" + suffix[a.kind] + "(" + a.code + "[:], &s.scratch, " + i.code + ")"
	}
	return out
}
