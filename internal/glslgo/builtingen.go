package glslgo

import "strings"

// goNames maps component-wise built-ins of one argument to functions of package lane.
var goNames = map[string]string{
	"sin": "Sin", "cos": "Cos", "tan": "Tan", "asin": "Asin", "acos": "Acos", "sinh": "Sinh", "cosh": "Cosh", "tanh": "Tanh",
	"asinh": "Asinh", "acosh": "Acosh", "atanh": "Atanh", "exp": "Exp", "log": "Log", "exp2": "Exp2", "log2": "Log2",
	"sqrt": "Sqrt", "inversesqrt": "InverseSqrt", "floor": "Floor", "trunc": "Trunc", "round": "Round", "roundEven": "Round",
	"ceil": "Ceil", "fract": "Fract", "isnan": "IsNaN", "isinf": "IsInf", "floatBitsToInt": "IntBits",
	"floatBitsToUint": "UintBits", "intBitsToFloat": "FloatBits", "uintBitsToFloat": "FloatBits",
}

// comparisons maps the relational built-ins to operators.
var comparisons = map[string]string{
	"lessThan": "<", "lessThanEqual": "<=", "greaterThan": ">", "greaterThanEqual": ">=", "equal": "==", "notEqual": "!=",
}

// apply calls the function name of package lane on one component each.
func (f *fnGen) apply(name string, result kind, args ...value) value {
	l := joinLevels(args...)
	out := value{kind: result, level: l}
	if f.vector(args[0].kind, l) {
		return f.narrow(result, l, f.laneCall(name+suffix[args[0].kind], args...))
	}
	if args[0].kind == kindInt && (name == "Abs" || name == "Sign") {
		name += "Int"
	}
	var list []string
	for _, a := range args {
		list = append(list, f.inner(a, l).code)
	}
	out.code = "lane." + name + "(" + strings.Join(list, ", ") + ")"
	return out
}

// builtin generates a call of a built-in function.
func (f *fnGen) builtin(e *builtin) []value {
	if e.name == "modf" {
		return f.modf(e)
	}
	a := f.operands(e.args...)
	if v := f.wholeBuiltin(e, a); v != nil {
		return v
	}
	n := 0
	for _, x := range a {
		n = max(n, len(x))
	}
	for i := range a {
		a[i] = f.splat(a[i], n)
	}
	out := make([]value, n)
	for i := range out {
		args := make([]value, len(a))
		for k := range a {
			args[k] = a[k][i]
		}
		out[i] = f.component(e, args)
	}
	return out
}

// component generates one component of a component-wise function.
func (f *fnGen) component(e *builtin, a []value) value {
	name := e.name
	if goName, ok := goNames[name]; ok {
		return f.apply(goName, e.t.kind, a[0])
	}
	if op, ok := comparisons[name]; ok {
		return f.compare(op, a[0], a[1])
	}
	one := kindFloat.number(1)
	switch name {
	case "abs":
		return f.apply("Abs", e.t.kind, a[0])
	case "sign":
		return f.apply("Sign", e.t.kind, a[0])
	case "min":
		return f.apply("Min", e.t.kind, a...)
	case "max":
		return f.apply("Max", e.t.kind, a...)
	case "clamp":
		return f.apply("Min", e.t.kind, f.apply("Max", e.t.kind, a[0], a[1]), a[2])
	case "atan":
		if len(a) == 2 {
			return f.apply("Atan2", kindFloat, a...)
		}
		return f.apply("Atan", kindFloat, a[0])
	case "mod":
		return f.apply("Mod", kindFloat, a...)
	case "step":
		return f.apply("Step", kindFloat, a...)
	case "pow":
		return f.pow(a[0], a[1])
	case "radians":
		return f.arith("*", a[0], kindFloat.number(0.017453292519943295))
	case "degrees":
		return f.arith("*", a[0], kindFloat.number(57.29577951308232))
	case "mix":
		if a[2].kind == kindBool {
			return f.sel(a[2], a[1], a[0])
		}
		x := f.name(a[0])
		return f.arith("+", f.arith("*", f.arith("-", a[1], x), a[2]), x)
	case "smoothstep":
		x := f.name(a[0])
		t := f.arith("/", f.arith("-", a[2], x), f.arith("-", a[1], x))
		t = f.name(f.apply("Min", kindFloat, f.apply("Max", kindFloat, t, kindFloat.number(0)), one))
		s := f.arith("-", kindFloat.number(3), f.arith("*", t, kindFloat.number(2)))
		return f.arith("*", f.arith("*", t, t), s)
	case "not":
		return f.not(a[0])
	}
	fail(e.pos, "internal error: built-in %s", name)
	return value{}
}

// pow turns small whole exponents into multiplications.
func (f *fnGen) pow(x, y value) value {
	if !y.lit || y.num < 1 || y.num > 16 || y.num != float64(int(y.num)) {
		if y.isNumber(0.5) {
			return f.apply("Sqrt", kindFloat, f.apply("Max", kindFloat, x, kindFloat.number(0)))
		}
		return f.apply("Pow", kindFloat, x, y)
	}
	power := f.name(f.apply("Max", kindFloat, x, kindFloat.number(0)))
	var out *value
	for n := int(y.num); ; {
		if n&1 != 0 {
			if out == nil {
				first := power
				out = &first
			} else {
				p := f.arith("*", *out, power)
				out = &p
			}
		}
		if n >>= 1; n == 0 {
			return *out
		}
		power = f.name(f.arith("*", power, power))
	}
}

// wholeBuiltin generates the functions that do not work component by component, and returns nil for the others.
func (f *fnGen) wholeBuiltin(e *builtin, a [][]value) []value {
	switch e.name {
	case "dot":
		return []value{f.dot(f.names(a[0]), f.names(a[1]))}
	case "length":
		return []value{f.length(a[0])}
	case "distance":
		return []value{f.length(f.arithAll("-", a[0], a[1]))}
	case "normalize":
		v := f.names(a[0])
		return f.arithAll("*", v, []value{f.apply("InverseSqrt", kindFloat, f.dot(v, v))})
	case "cross":
		return f.cross(f.names(a[0]), f.names(a[1]))
	case "reflect":
		i, n := f.names(a[0]), f.names(a[1])
		k := f.arith("*", f.dot(n, i), kindFloat.number(-2))
		return f.arithAll("+", f.arithAll("*", n, []value{f.name(k)}), i)
	case "refract":
		return f.refract(f.names(a[0]), f.names(a[1]), f.name(a[2][0]))
	case "faceforward":
		n := f.names(a[0])
		c := f.name(f.compare("<", f.dot(f.names(a[2]), f.names(a[1])), kindFloat.number(0)))
		out := make([]value, len(n))
		for i := range n {
			out[i] = f.sel(c, n[i], f.negative(n[i]))
		}
		return out
	case "any", "all":
		op := map[string]string{"any": "||", "all": "&&"}[e.name]
		out := a[0][0]
		for _, v := range a[0][1:] {
			out = f.combine(op, out, v)
		}
		return []value{out}
	case "texture", "textureLod", "texelFetch", "textureSize":
		return f.texture(e, a)
	}
	return f.matrixBuiltin(e, a)
}

func (f *fnGen) length(v []value) value {
	if len(v) == 1 {
		return f.apply("Abs", kindFloat, v[0])
	}
	v = f.names(v)
	return f.apply("Sqrt", kindFloat, f.dot(v, v))
}

func (f *fnGen) cross(x, y []value) []value {
	c := func(i, j int) value {
		return f.arith("-", f.arith("*", x[i], y[j]), f.arith("*", x[j], y[i]))
	}
	return []value{c(1, 2), c(2, 0), c(0, 1)}
}

// refract follows the GLSL definition: k < 0 is total reflection and gives zero.
func (f *fnGen) refract(i, n []value, eta value) []value {
	one, zero := kindFloat.number(1), kindFloat.number(0)
	d := f.name(f.dot(n, i))
	eta2 := f.arith("*", eta, eta)
	k := f.name(f.arith("-", one, f.arith("*", eta2, f.arith("-", one, f.arith("*", d, d)))))
	total := f.name(f.compare("<", k, zero))
	root := f.apply("Sqrt", kindFloat, f.apply("Max", kindFloat, k, zero))
	s := f.name(f.arith("+", f.arith("*", eta, d), root))
	out := make([]value, len(i))
	for c := range i {
		out[c] = f.sel(total, zero, f.arith("-", f.arith("*", eta, i[c]), f.arith("*", s, n[c])))
	}
	return out
}

func (f *fnGen) modf(e *builtin) []value {
	x := f.freezeAll(f.expr(e.args[0]))
	whole := make([]value, len(x))
	out := make([]value, len(x))
	for i, v := range x {
		whole[i] = f.freeze(f.apply("Trunc", kindFloat, v))
		out[i] = f.freeze(f.arith("-", v, whole[i]))
	}
	f.store(f.place(e.args[1]), whole)
	return out
}

// texture reads a sampler; there are no mipmaps, so a level of detail has no effect.
func (f *fnGen) texture(e *builtin, a [][]value) []value {
	sampler := a[0][0].code
	if e.name == "textureSize" {
		size := value{kind: kindInt, level: a[0][0].level}
		return f.invoke("lane.Size("+sampler+")", []value{size, size}, false)
	}
	name := "lane.Sample"
	if e.name == "texelFetch" {
		name = "lane.Fetch"
	}
	l := joinLevels(a[0][0], a[1][0], a[1][1])
	x, y := f.inner(a[1][0], l), f.inner(a[1][1], l)
	vector := f.vector(kindFloat, l)
	if vector {
		name += "F"
		sampler += ", &s.scratch"
	}
	like := value{kind: kindFloat, level: l}
	text := name + "(" + sampler + ", " + f.as(x, vector) + ", " + f.as(y, vector) + ")"
	return f.invoke(text, []value{like, like, like, like}, false)
}
