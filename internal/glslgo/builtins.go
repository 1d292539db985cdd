package glslgo

import "strings"

// signatures lists the built-in functions. Each entry is "result:arguments" in letters: F, I, U and B stand for a scalar
// or a vector of float, int, uint and bool, all capitals of one entry having the same size; f, i, u, b for a scalar; V and
// W, C for vectors only of float, int and uint, D for bool vectors; 2, 3, 4 for vec2 to vec4, p for ivec2, S for sampler2D,
// and o for an output of type F.
var signatures = map[string]string{
	"radians": "F:F", "degrees": "F:F", "sin": "F:F", "cos": "F:F", "tan": "F:F", "asin": "F:F", "acos": "F:F",
	"atan": "F:F F:FF", "sinh": "F:F", "cosh": "F:F", "tanh": "F:F", "asinh": "F:F", "acosh": "F:F", "atanh": "F:F",
	"pow": "F:FF", "exp": "F:F", "log": "F:F", "exp2": "F:F", "log2": "F:F", "sqrt": "F:F", "inversesqrt": "F:F",
	"abs": "F:F I:I", "sign": "F:F I:I", "floor": "F:F", "trunc": "F:F", "round": "F:F", "roundEven": "F:F", "ceil": "F:F",
	"fract": "F:F", "mod": "F:FF F:Ff", "modf": "F:Fo",
	"min": "F:FF F:Ff I:II I:Ii U:UU U:Uu", "max": "F:FF F:Ff I:II I:Ii U:UU U:Uu",
	"clamp": "F:FFF F:Fff I:III I:Iii U:UUU U:Uuu", "mix": "F:FFF F:FFf F:FFB", "step": "F:FF F:fF",
	"smoothstep": "F:FFF F:ffF", "isnan": "B:F", "isinf": "B:F", "floatBitsToInt": "I:F", "floatBitsToUint": "U:F",
	"intBitsToFloat": "F:I", "uintBitsToFloat": "F:U",
	"length": "f:F", "distance": "f:FF", "dot": "f:FF", "cross": "3:33", "normalize": "F:F", "faceforward": "F:FFF",
	"reflect": "F:FF", "refract": "F:FFf",
	"lessThan": "D:VV D:WW D:CC", "lessThanEqual": "D:VV D:WW D:CC", "greaterThan": "D:VV D:WW D:CC",
	"greaterThanEqual": "D:VV D:WW D:CC", "equal": "D:VV D:WW D:CC D:DD", "notEqual": "D:VV D:WW D:CC D:DD",
	"any": "b:D", "all": "b:D", "not": "D:D",
	"texture": "4:S2", "textureLod": "4:S2f", "texelFetch": "4:Spi", "textureSize": "p:Si",
	// Matrix functions are typed by matrixCall.
	"matrixCompMult": "", "outerProduct": "", "transpose": "", "determinant": "", "inverse": "",
}

// unsupportedBuiltins are rejected with a reason.
var unsupportedBuiltins = map[string]string{
	"dFdx": "pixels know nothing of their neighbours", "dFdy": "pixels know nothing of their neighbours",
	"fwidth":      "pixels know nothing of their neighbours",
	"textureProj": "divide the coordinates instead", "textureGrad": "there are no mipmaps", "textureOffset": "add the offset to the coordinates",
	"packSnorm2x16": "packing is left out", "unpackSnorm2x16": "packing is left out", "packUnorm2x16": "packing is left out",
	"unpackUnorm2x16": "packing is left out", "packHalf2x16": "packing is left out", "unpackHalf2x16": "packing is left out",
}

var builtinNames = func() map[string]bool {
	m := map[string]bool{}
	for name := range signatures {
		m[name] = true
	}
	for name := range unsupportedBuiltins {
		m[name] = true
	}
	return m
}()

func (p *parser) builtinCall(name token, args []expr) expr {
	if why := unsupportedBuiltins[name.text]; why != "" {
		fail(name.pos, "%s is not supported: %s", name.text, why)
	}
	sig, ok := signatures[name.text]
	if !ok {
		fail(name.pos, "function %s is not declared", name.text)
	}
	if sig == "" {
		if t, ok := matrixCall(name.text, args); ok {
			return &builtin{typed{name.pos, t}, name.text, args}
		}
		fail(name.pos, "%s cannot take %s", name.text, typeList(args))
	}
	for entry := range strings.FieldsSeq(sig) {
		result, params, _ := strings.Cut(entry, ":")
		if t, ok := match(result[0], params, args); ok {
			p.builtinOutput(params, args)
			return &builtin{typed{name.pos, t}, name.text, args}
		}
	}
	fail(name.pos, "%s cannot take %s", name.text, typeList(args))
	return nil
}

func (p *parser) builtinOutput(params string, args []expr) {
	if i := strings.IndexByte(params, 'o'); i >= 0 {
		p.written(args[i])
	}
}

// letterKinds gives the component type of a signature letter, letters in both cases.
var letterKinds = map[byte]kind{
	'F': kindFloat, 'I': kindInt, 'U': kindUint, 'B': kindBool, 'V': kindFloat, 'W': kindInt, 'C': kindUint, 'D': kindBool,
	'f': kindFloat, 'i': kindInt, 'u': kindUint, 'b': kindBool, 'o': kindFloat,
}

// fixedTypes are the letters that stand for one type.
var fixedTypes = map[byte]dataType{
	'f': typeFloat, 'i': typeInt, 'u': typeUint, 'b': typeBool, 'S': typeSampler, 'p': vectorType(kindInt, 2),
	'2': vectorType(kindFloat, 2), '3': vectorType(kindFloat, 3), '4': vectorType(kindFloat, 4),
}

// match applies one signature and returns the result type.
func match(result byte, params string, args []expr) (dataType, bool) {
	if len(params) != len(args) {
		return dataType{}, false
	}
	size := 0
	for i := range args {
		c, t := params[i], args[i].typ()
		if want, ok := fixedTypes[c]; ok {
			if t != want {
				return dataType{}, false
			}
			continue
		}
		if t.kind != letterKinds[c] || t.isMatrix() || t.isArray() || size != 0 && t.rows != size {
			return dataType{}, false
		}
		if strings.IndexByte("VWCD", c) >= 0 && t.rows < 2 {
			return dataType{}, false
		}
		size = t.rows
	}
	if t, ok := fixedTypes[result]; ok {
		return t, true
	}
	return vectorType(letterKinds[result], size), true
}

// matrixCall types the functions on matrices.
func matrixCall(name string, args []expr) (dataType, bool) {
	var t, u dataType
	if len(args) > 0 {
		t = args[0].typ()
	}
	if len(args) > 1 {
		u = args[1].typ()
	}
	square := len(args) == 1 && t.isMatrix() && t.cols == t.rows
	switch name {
	case "matrixCompMult":
		return t, len(args) == 2 && t.isMatrix() && t == u
	case "outerProduct":
		ok := len(args) == 2 && t.isVector() && u.isVector() && t.kind == kindFloat && u.kind == kindFloat
		return dataType{kind: kindFloat, cols: u.rows, rows: t.rows}, ok
	case "transpose":
		return dataType{kind: kindFloat, cols: t.rows, rows: t.cols}, len(args) == 1 && t.isMatrix()
	case "determinant":
		return typeFloat, square
	}
	return t, square // inverse
}
