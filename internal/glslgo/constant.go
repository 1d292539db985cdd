package glslgo

// isConst reports whether x is a constant expression.
func isConst(x expr) bool {
	switch e := x.(type) {
	case *literal:
		return true
	case *ref:
		return e.sym.constant
	case *unary:
		return isConst(e.x)
	case *binary:
		return isConst(e.x) && isConst(e.y)
	case *logical:
		return isConst(e.x) && isConst(e.y)
	case *cond:
		return isConst(e.c) && isConst(e.x) && isConst(e.y)
	case *construct:
		return allConst(e.args)
	case *builtin:
		return allConst(e.args) && e.name != "modf"
	case *index:
		return isConst(e.x) && isConst(e.i)
	case *member:
		return isConst(e.x)
	}
	return false
}

func allConst(list []expr) bool {
	for _, x := range list {
		if !isConst(x) {
			return false
		}
	}
	return true
}

// constInt evaluates a constant int or uint expression.
func constInt(x expr) (int, bool) {
	if !x.typ().isScalar() || !x.typ().isInteger() {
		return 0, false
	}
	switch e := x.(type) {
	case *literal:
		return int(e.val), true
	case *ref:
		return e.sym.intValue, e.sym.isInt
	case *unary:
		v, ok := constInt(e.x)
		if e.op == "-" {
			return wrapInt(e.t.kind, -v), ok
		}
		return wrapInt(e.t.kind, ^v), ok
	case *construct:
		if len(e.args) == 1 {
			v, ok := constInt(e.args[0])
			return wrapInt(e.t.kind, v), ok
		}
	case *binary:
		a, okA := constInt(e.x)
		b, okB := constInt(e.y)
		if okA && okB {
			return foldInteger(e.t.kind, e.op, a, b), true
		}
	}
	return 0, false
}

// wrapInt reduces v to 32 bits.
func wrapInt(k kind, v int) int {
	if k == kindUint {
		return int(uint32(v))
	}
	return int(int32(v))
}

func foldInteger(k kind, op string, a, b int) int {
	if k == kindUint {
		return int(foldInt(op, uint32(a), uint32(b)))
	}
	return int(foldInt(op, int32(a), int32(b)))
}

// foldInt computes what the generated code would.
func foldInt[T int32 | uint32](op string, a, b T) T {
	switch op {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "/":
		if b == 0 {
			return 0
		}
		return a / b
	case "%":
		if b == 0 {
			return 0
		}
		return a % b
	case "&":
		return a & b
	case "|":
		return a | b
	case "^":
		return a ^ b
	case "<<":
		return a << (uint32(b) & 31)
	}
	return a >> (uint32(b) & 31)
}
