package glslgo

import (
	"fmt"
	"strconv"
)

// kind is a component type.
type kind uint8

const (
	kindVoid kind = iota
	kindBool
	kindInt
	kindUint
	kindFloat
	kindSampler
	kindStruct
)

func (k kind) String() string {
	return [...]string{"void", "bool", "int", "uint", "float", "sampler2D", "struct"}[k]
}

// dataType is a GLSL type. Scalars have cols = rows = 1, vectors cols = 1, matrices cols > 1; length > 0 makes it an
// array. Two types are the same type if they compare equal.
type dataType struct {
	kind       kind
	cols, rows int
	length     int
	def        *structDef
}

// structDef is a structure declared in the shader.
type structDef struct {
	name   string
	fields []structField
}

// structField is a member of a structure; first is the index of its first slot.
type structField struct {
	name  string
	typ   dataType
	first int
}

var (
	typeVoid    = dataType{kind: kindVoid}
	typeBool    = scalarType(kindBool)
	typeInt     = scalarType(kindInt)
	typeUint    = scalarType(kindUint)
	typeFloat   = scalarType(kindFloat)
	typeSampler = scalarType(kindSampler)
)

func scalarType(k kind) dataType        { return dataType{kind: k, cols: 1, rows: 1} }
func vectorType(k kind, n int) dataType { return dataType{kind: k, cols: 1, rows: n} }

// typeNames maps the keywords of built-in types.
var typeNames = func() map[string]dataType {
	m := map[string]dataType{
		"void": typeVoid, "bool": typeBool, "int": typeInt, "uint": typeUint, "float": typeFloat, "sampler2D": typeSampler,
	}
	for n := 2; n <= 4; n++ {
		s := strconv.Itoa(n)
		m["vec"+s] = vectorType(kindFloat, n)
		m["ivec"+s] = vectorType(kindInt, n)
		m["uvec"+s] = vectorType(kindUint, n)
		m["bvec"+s] = vectorType(kindBool, n)
		m["mat"+s] = dataType{kind: kindFloat, cols: n, rows: n}
		for r := 2; r <= 4; r++ {
			m["mat"+s+"x"+strconv.Itoa(r)] = dataType{kind: kindFloat, cols: n, rows: r}
		}
	}
	return m
}()

// unsupportedTypes are GLSL ES 3.00 types this compiler knows and rejects by name.
var unsupportedTypes = map[string]bool{
	"sampler3D": true, "samplerCube": true, "sampler2DArray": true, "sampler2DShadow": true, "samplerCubeShadow": true,
	"sampler2DArrayShadow": true, "isampler2D": true, "isampler3D": true, "isamplerCube": true, "isampler2DArray": true,
	"usampler2D": true, "usampler3D": true, "usamplerCube": true, "usampler2DArray": true,
}

func (t dataType) isArray() bool  { return t.length > 0 }
func (t dataType) isStruct() bool { return t.kind == kindStruct && !t.isArray() }
func (t dataType) isMatrix() bool { return t.cols > 1 && !t.isArray() }
func (t dataType) isVector() bool { return t.cols == 1 && t.rows > 1 && !t.isArray() }
func (t dataType) isScalar() bool {
	return t.cols == 1 && t.rows == 1 && !t.isArray() && t.kind != kindSampler
}
func (t dataType) isNumeric() bool {
	return (t.kind == kindInt || t.kind == kindUint || t.kind == kindFloat) && !t.isArray()
}
func (t dataType) isInteger() bool { return (t.kind == kindInt || t.kind == kindUint) && !t.isArray() }

// elem is the type of an array's elements.
func (t dataType) elem() dataType { t.length = 0; return t }

// slot is one Go variable of a value: a component, or the same component of all elements of an array.
type slot struct {
	kind   kind
	length int
}

// slots lists the Go variables that hold a value of the type: components in order, matrices column by column, structures
// member by member.
func (t dataType) slots() []slot {
	var out []slot
	switch t.kind {
	case kindVoid:
	case kindStruct:
		for _, f := range t.def.fields {
			out = append(out, f.typ.slots()...)
		}
	default:
		for range t.cols * t.rows {
			out = append(out, slot{kind: t.kind})
		}
	}
	if t.isArray() {
		for i := range out {
			out[i].length = t.length
		}
	}
	return out
}

func (t dataType) hasArray() bool {
	if t.isArray() {
		return true
	}
	if t.kind == kindStruct {
		for _, f := range t.def.fields {
			if f.typ.hasArray() {
				return true
			}
		}
	}
	return false
}

func (t dataType) String() string {
	if t.isArray() {
		return fmt.Sprintf("%v[%d]", t.elem(), t.length)
	}
	if t.kind == kindStruct {
		return t.def.name
	}
	prefix := map[kind]string{kindBool: "b", kindInt: "i", kindUint: "u", kindFloat: ""}[t.kind]
	switch {
	case t.isMatrix() && t.cols == t.rows:
		return fmt.Sprintf("mat%d", t.cols)
	case t.isMatrix():
		return fmt.Sprintf("mat%dx%d", t.cols, t.rows)
	case t.isVector():
		return fmt.Sprintf("%svec%d", prefix, t.rows)
	}
	return t.kind.String()
}
