package glslgo

import "fmt"

// maxUnroll is the largest number of iterations that #pragma unroll repeats, and maxCopies that of loop bodies in a program,
// which nested loops multiply.
const (
	maxUnroll = 64
	maxCopies = 1024
)

// unroll repeats the body of a counting loop with the counter as a constant, so that all that depends on nothing else is
// computed once per draw. It reports whether the loop has the form for (int i = a; i < b; i++) with constants.
func (f *fnGen) unroll(s *loopStmt) bool {
	counter, values := countingLoop(s)
	if counter == nil || f.g.copies+len(values) > maxCopies {
		return false
	}
	f.g.copies += len(values)
	n := f.label()
	l := &loopState{id: s.id, depth: len(f.masks), unrolled: fmt.Sprintf("end%d", n)}
	l.divergent = f.known(loopDiverges, s.id)
	f.loops = append(f.loops, l)
	outer := f.inside(func() {
		if l.divergent {
			f.enterDivergent(l)
		}
		for k, v := range values {
			l.next, l.usesNext = fmt.Sprintf("next%d_%d", n, k), false
			f.vars[counter] = &variable{typ: counter.typ, values: []value{counter.typ.kind.number(float64(v))}}
			body := f.inside(func() {
				if l.divergent {
					f.pushBody(l)
				}
				f.stmt(s.body)
				if l.divergent {
					f.masks = f.masks[:len(f.masks)-1]
				}
			})
			f.out.nest("{", body, "}")
			if l.usesNext {
				f.out.do(l.next + ":")
			}
		}
		if l.divergent {
			f.masks = f.masks[:len(f.masks)-1]
		}
	})
	f.loops = f.loops[:len(f.loops)-1]
	f.out.nest("{", outer, "}")
	if l.usesEnd {
		f.out.do(l.unrolled + ":")
	}
	return true
}

// countingLoop returns the counter of a loop that can be unrolled and the values it takes.
func countingLoop(s *loopStmt) (*symbol, []int) {
	if s.post || len(s.init) != 1 || s.c == nil || s.inc == nil {
		return nil, nil
	}
	d, ok := s.init[0].(*declStmt)
	test, ok2 := s.c.(*binary)
	if !ok || !ok2 || d.init == nil || d.sym.typ != typeInt || d.sym.writes != 1 {
		return nil, nil
	}
	first, ok := constInt(d.init)
	limit, ok2 := constInt(test.y)
	by, ok3 := counterStep(s.inc, d.sym)
	if !ok || !ok2 || !ok3 || root(test.x) != d.sym {
		return nil, nil
	}
	var values []int
	for i := first; foldCompare(test.op, float64(i), float64(limit)).num != 0; i += by {
		if len(values) == maxUnroll {
			return nil, nil
		}
		values = append(values, i)
	}
	return d.sym, values
}

// counterStep returns what the loop adds to the counter.
func counterStep(x expr, counter *symbol) (int, bool) {
	switch e := x.(type) {
	case *step:
		if e.op == "-" {
			return -1, root(e.x) == counter
		}
		return 1, root(e.x) == counter
	case *assign:
		n, ok := constInt(e.r)
		if e.op == "-" {
			n = -n
		}
		return n, ok && (e.op == "+" || e.op == "-") && root(e.l) == counter
	}
	return 0, false
}
