package glslgo

import (
	"math"
	"slices"
)

// vectorOps names the lane functions of arithmetic operators.
var vectorOps = map[string]string{"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "&": "And", "|": "Or", "^": "Xor"}

// arith computes x op y of one kind.
func (f *fnGen) arith(op string, x, y value) value {
	if v, ok := simplify(op, x, y); ok {
		return v
	}
	k := x.kind
	l := max(x.level, y.level)
	out := value{kind: k, level: l}
	if !f.vector(k, l) {
		out.code = f.scalarArith(op, l, x, y)
		return out
	}
	if k == kindFloat {
		return f.floatArith(op, x, y)
	}
	if op == "/" || op == "%" {
		name := map[string]string{"/": "Quo", "%": "Rem"}[op]
		out.code = f.laneCall(name+suffix[k], x, y)
		return out
	}
	out.code = f.laneCall(vectorOps[op]+suffix[k], x, y)
	out.small = op == "&" && (x.small || y.small)
	return out
}

// laneCall is the text of a lane function applied to vectors.
func (f *fnGen) laneCall(name string, args ...value) string {
	text := "lane." + name + "("
	for i, a := range args {
		if i > 0 {
			text += ", "
		}
		text += f.as(a, true)
	}
	return text + ")"
}

// floatArith computes on vectors, fusing multiplications with additions.
func (f *fnGen) floatArith(op string, x, y value) value {
	out := value{kind: kindFloat, level: max(x.level, y.level)}
	switch {
	case op == "+" && x.factors != nil:
		return f.fused(x.factors[0], x.factors[1], y)
	case op == "+" && y.factors != nil:
		return f.fused(y.factors[0], y.factors[1], x)
	case op == "-" && x.factors != nil && y.level <= perRow:
		return f.fused(x.factors[0], x.factors[1], f.negative(y))
	case op == "-" && y.factors != nil && y.factors[0].level <= perRow:
		return f.fused(f.negative(y.factors[0]), y.factors[1], x)
	case op == "-" && y.factors != nil && y.factors[1].level <= perRow:
		return f.fused(y.factors[0], f.negative(y.factors[1]), x)
	case op == "/" && y.level <= perRow:
		return f.reciprocal(x, f.arith("/", kindFloat.number(1), y))
	}
	if op == "*" {
		out.factors = &[2]value{x, y}
	}
	out.code = f.laneCall(vectorOps[op]+"F", x, y)
	return out
}

// reciprocal is x / y, given r = 1/y. The product does not fuse: 1.0 - 5.0/5.0 must not become slightly negative.
func (f *fnGen) reciprocal(x, r value) value {
	v := f.arith("*", x, r)
	v.factors = nil
	return v
}

// fused is a*b + c. At least one operand is a vector.
func (f *fnGen) fused(a, b, c value) value {
	return value{kind: kindFloat, level: joinLevels(a, b, c), code: f.laneCall("MulAddF", a, b, c)}
}

// scalarArith is the Go text of x op y, with what changes less often computed outside.
func (f *fnGen) scalarArith(op string, l level, x, y value) string {
	x, y = f.inner(x, l), f.inner(y, l)
	if x.kind != kindFloat {
		switch op {
		case "/":
			return "lane.Quo(" + x.code + ", " + y.code + ")"
		case "%":
			return "lane.Rem(" + x.code + ", " + y.code + ")"
		}
	}
	return "(" + x.code + " " + op + " " + y.code + ")"
}

// inner prepares v as operand of an expression at level l: a computation that changes less often is hoisted.
func (f *fnGen) inner(v value, l level) value {
	if v.level < l {
		return f.name(v)
	}
	return v
}

// simplify folds constants and drops neutral operands.
func simplify(op string, x, y value) (value, bool) {
	if x.lit && y.lit {
		return fold(op, x, y), true
	}
	switch op {
	case "+":
		if x.isNumber(0) {
			return y, true
		}
		if y.isNumber(0) {
			return x, true
		}
	case "-":
		if y.isNumber(0) {
			return x, true
		}
	case "*":
		if x.isNumber(1) {
			return y, true
		}
		if y.isNumber(1) {
			return x, true
		}
	case "/":
		if y.isNumber(1) {
			return x, true
		}
	}
	return value{}, false
}

func fold(op string, x, y value) value {
	k := x.kind
	if k != kindFloat {
		return k.number(float64(foldInteger(k, op, int(x.num), int(y.num))))
	}
	a, b := float32(x.num), float32(y.num)
	var r float32
	switch op {
	case "+":
		r = a + b
	case "-":
		r = a - b
	case "*":
		r = a * b
	case "/":
		r = a / b
	}
	return k.number(float64(r))
}

// negative is -x.
func (f *fnGen) negative(x value) value {
	if x.lit {
		return x.kind.number(-x.num)
	}
	out := value{kind: x.kind, level: x.level}
	switch {
	case !f.vector(x.kind, x.level):
		out.code = "(-" + x.code + ")"
	case x.factors != nil && x.factors[0].lit:
		return f.floatArith("*", x.kind.number(-x.factors[0].num), x.factors[1])
	case x.factors != nil && x.factors[1].lit:
		return f.floatArith("*", x.factors[0], x.kind.number(-x.factors[1].num))
	default:
		out.code = "lane.Neg" + suffix[x.kind] + "(" + x.code + ")"
	}
	return out
}

// shift is x << y or x >> y; counts are taken modulo 32.
func (f *fnGen) shift(op string, x, y value) value {
	if x.lit && y.lit {
		return fold(op, x, y)
	}
	l := max(x.level, y.level)
	out := value{kind: x.kind, level: l}
	fn := "Shl"
	if op == ">>" {
		fn = "Shr"
		out.small = y.lit && int(y.num)&31 > 0
	}
	n := f.arith("&", f.convert(kindUint, y), kindUint.number(31))
	if l < perLane {
		out.code = "(" + f.inner(x, l).code + " " + op + " " + f.inner(n, l).code + ")"
	} else {
		out.code = f.laneCall(fn+suffix[x.kind], x, f.convert(x.kind, n))
	}
	return out
}

// compare returns the bool x op y.
func (f *fnGen) compare(op string, x, y value) value {
	if x.lit && y.lit {
		return foldCompare(op, x.num, y.num)
	}
	l := max(x.level, y.level)
	if !f.vector(x.kind, l) {
		code := "(" + f.inner(x, l).code + " " + op + " " + f.inner(y, l).code + ")"
		return value{kind: kindBool, level: l, code: code}
	}
	if op == ">" || op == ">=" {
		x, y = y, x
	}
	name := map[string]string{"<": "Less", ">": "Less", "<=": "LessEq", ">=": "LessEq", "==": "Eq", "!=": "NotEq"}[op]
	return f.narrow(kindBool, l, f.laneCall(name+suffix[x.kind], x, y))
}

// narrow makes a value of vector text. Below perLane all lanes agree, and only floats stay vectors.
func (f *fnGen) narrow(k kind, l level, text string) value {
	switch {
	case f.vector(k, l):
	case k == kindBool:
		text = "lane.Any(" + text + ")"
	default:
		text = "lane.First" + suffix[k] + "(" + text + ")"
	}
	return value{kind: k, level: l, code: text}
}

func foldCompare(op string, a, b float64) value {
	truth := false
	switch op {
	case "<":
		truth = a < b
	case ">":
		truth = a > b
	case "<=":
		truth = a <= b
	case ">=":
		truth = a >= b
	case "==":
		truth = a == b
	case "!=":
		truth = a != b
	}
	return truthValue(truth)
}

func truthValue(b bool) value {
	if b {
		return kindBool.number(1)
	}
	return kindBool.number(0)
}

// combine is x && y, x || y or x ^^ y of bools that are both computed.
func (f *fnGen) combine(op string, x, y value) value {
	if x.lit {
		x, y = y, x
	}
	if y.lit {
		truth := y.num != 0
		switch {
		case op == "&&" && truth, op != "&&" && !truth:
			return x
		case op == "&&", op == "||":
			return y
		}
		return f.not(x)
	}
	l := max(x.level, y.level)
	out := value{kind: kindBool, level: l}
	if l < perLane {
		goOp := op
		if op == "^^" {
			goOp = "!="
		}
		out.code = "(" + f.inner(x, l).code + " " + goOp + " " + f.inner(y, l).code + ")"
		return out
	}
	out.code = f.laneCall(map[string]string{"&&": "AndM", "||": "OrM", "^^": "XorM"}[op], x, y)
	return out
}

func (f *fnGen) not(x value) value {
	if x.lit {
		return truthValue(x.num == 0)
	}
	out := value{kind: kindBool, level: x.level, code: "(!" + x.code + ")"}
	if x.level == perLane {
		out.code = "lane.NotM(" + x.code + ")"
	}
	return out
}

// sel is x where c holds and y elsewhere, both being computed.
func (f *fnGen) sel(c, x, y value) value {
	if c.lit {
		if c.num != 0 {
			return x
		}
		return y
	}
	l := joinLevels(c, x, y)
	out := value{kind: x.kind, level: l, small: x.small && y.small}
	switch {
	case !f.vector(x.kind, l):
		out.code = "lane.Sel(" + f.inner(c, l).code + ", " + f.inner(x, l).code + ", " + f.inner(y, l).code + ")"
	default:
		out.code = f.laneCall("Sel"+suffix[x.kind], c, x, y)
	}
	return out
}

// convert changes the kind of a component.
func (f *fnGen) convert(to kind, x value) value {
	if x.kind == to {
		return x
	}
	if x.lit {
		return foldConvert(to, x)
	}
	out := value{kind: to, level: x.level}
	if f.vector(x.kind, x.level) || f.vector(to, x.level) {
		name := map[kind]string{kindFloat: "Float", kindInt: "Int", kindUint: "Uint", kindBool: "Bool"}[to]
		if to == kindFloat && x.kind == kindUint && x.small {
			name = "FloatSmall"
		}
		return f.narrow(to, x.level, "lane."+name+suffix[x.kind]+"("+f.as(x, true)+")")
	}
	switch {
	case to == kindBool:
		out.code = "(" + x.code + " != 0)"
	case x.kind == kindBool:
		out.code = map[kind]string{kindFloat: "lane.FloatBool", kindInt: "lane.IntBool", kindUint: "lane.UintBool"}[to] + "(" + x.code + ")"
	case to == kindUint && x.kind == kindFloat:
		out.code = "lane.Uint(" + x.code + ")"
	default:
		out.code = scalarGo[to] + "(" + x.code + ")"
	}
	return out
}

func foldConvert(to kind, x value) value {
	switch {
	case to == kindBool:
		return truthValue(x.num != 0)
	case x.kind == kindFloat && math.Abs(x.num) >= 1<<32:
		return to.number(0)
	}
	return to.number(math.Trunc(x.num))
}

// splat repeats a scalar to n components.
func (f *fnGen) splat(list []value, n int) []value {
	if len(list) == n {
		return list
	}
	return slices.Repeat([]value{f.name(list[0])}, n)
}

// arithAll applies an operator to the components of x and y, of which one may be a scalar.
func (f *fnGen) arithAll(op string, x, y []value) []value {
	n := max(len(x), len(y))
	if op == "/" && len(y) == 1 && n > 1 && y[0].kind == kindFloat {
		r := f.name(f.arith("/", kindFloat.number(1), y[0]))
		out := make([]value, n)
		for i := range out {
			out[i] = f.reciprocal(x[i], r)
		}
		return out
	}
	x, y = f.splat(x, n), f.splat(y, n)
	out := make([]value, n)
	for i := range out {
		if op == "<<" || op == ">>" {
			out[i] = f.shift(op, x[i], y[i])
		} else {
			out[i] = f.arith(op, x[i], y[i])
		}
	}
	return out
}

// dot is the inner product, summed from the last component so that all but one product fuse.
func (f *fnGen) dot(x, y []value) value {
	last := len(x) - 1
	sum := f.arith("*", x[last], y[last])
	for i := last - 1; i >= 0; i-- {
		sum = f.arith("+", f.arith("*", x[i], y[i]), sum)
	}
	return sum
}

// product is the linear-algebra product of types a and b.
func (f *fnGen) product(a, b dataType, x, y []value) []value {
	x, y = f.names(x), f.names(y)
	rows, inner := a.rows, a.cols
	cols := b.cols
	switch {
	case a.isVector():
		rows, inner = 1, a.rows
	case b.isVector():
		cols = 1
	}
	var out []value
	for c := range cols {
		for r := range rows {
			left := make([]value, inner)
			for i := range left {
				left[i] = x[i*rows+r]
			}
			out = append(out, f.dot(left, y[c*inner:(c+1)*inner]))
		}
	}
	return out
}
