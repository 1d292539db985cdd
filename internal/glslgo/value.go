package glslgo

import (
	"math"
	"strconv"
)

// level is how often a value can change. What varies less is computed further outside.
type level uint8

const (
	perDraw  level = iota // depends on uniforms and constants only
	perRow                // also on the row
	perGroup              // one value for all lanes of a group of pixels (of a pixel in scalar code)
	perLane               // a vector with one value per pixel
)

// value is one slot of an expression's value as Go text that has not been emitted yet.
type value struct {
	kind  kind
	level level
	code  string
	// atom marks text that costs nothing to repeat: a name or a literal. mutable marks a name whose content may change.
	atom, mutable bool
	// lit marks a literal; num is its value.
	lit bool
	num float64
	// factors are set on a vector product, so that an addition can fuse with it.
	factors *[2]value
	// small marks a uint known to be below 2^31, which converts to float in one instruction.
	small bool
	// length is the number of elements of an array and 0 otherwise.
	length int
}

func joinLevels(list ...value) level {
	l := perDraw
	for _, v := range list {
		l = max(l, v.level)
	}
	return l
}

// number returns a literal of kind k, reduced to the kind's precision.
func (k kind) number(v float64) value {
	switch k {
	case kindFloat:
		f := float32(v)
		switch {
		case math.IsNaN(v):
			return value{kind: k, code: "lane.NaN()", atom: true}
		case math.IsInf(float64(f), 0):
			sign := "1"
			if f < 0 {
				sign = "-1"
			}
			return value{kind: k, code: "lane.Inf(" + sign + ")", atom: true}
		case f == 0:
			f = 0 // no negative zero in Go constants
		}
		return value{kind: k, code: "float32(" + strconv.FormatFloat(float64(f), 'g', -1, 32) + ")", atom: true, lit: true, num: float64(f)}
	case kindBool:
		return value{kind: k, code: strconv.FormatBool(v != 0), atom: true, lit: true, num: v}
	case kindUint:
		u := uint32(int64(v))
		return value{kind: k, code: "uint32(" + strconv.FormatUint(uint64(u), 10) + ")", atom: true, lit: true, num: float64(u), small: u < 1<<31}
	}
	i := int32(int64(v))
	return value{kind: k, code: "int32(" + strconv.FormatInt(int64(i), 10) + ")", atom: true, lit: true, num: float64(i)}
}

func (v value) isNumber(n float64) bool { return v.lit && v.num == n }

// scalarGo names the Go type of one value of each kind.
var scalarGo = map[kind]string{kindFloat: "float32", kindInt: "int32", kindUint: "uint32", kindBool: "bool", kindSampler: "*lane.Texture"}

// suffix is the letter of the kind in the names of package lane.
var suffix = map[kind]string{kindFloat: "F", kindInt: "I", kindUint: "U", kindBool: "M"}

// goType is the Go type of a slot, as a vector or as one value.
func goType(k kind, vector bool, length int) string {
	s := scalarGo[k]
	if vector {
		s = "lane." + suffix[k]
	}
	if length > 0 {
		s = "[" + strconv.Itoa(length) + "]" + s
	}
	return s
}

// slotNames returns Go names for the slots of a variable.
func slotNames(base string, t dataType) []string {
	n := len(t.slots())
	if n == 1 {
		return []string{base}
	}
	out := make([]string, n)
	for i := range out {
		if t.cols == 1 && n <= 4 && t.kind != kindStruct {
			out[i] = base + "_" + swizzles[0][i:i+1]
		} else {
			out[i] = base + "_" + strconv.Itoa(i)
		}
	}
	return out
}
