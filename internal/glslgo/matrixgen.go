package glslgo

// matrixBuiltin generates the matrix functions, and returns nil for others.
func (f *fnGen) matrixBuiltin(e *builtin, a [][]value) []value {
	switch e.name {
	case "matrixCompMult":
		return f.arithAll("*", a[0], a[1])
	case "outerProduct":
		x, y := f.names(a[0]), f.names(a[1])
		var out []value
		for _, c := range y {
			for _, r := range x {
				out = append(out, f.arith("*", r, c))
			}
		}
		return out
	case "transpose":
		from := e.args[0].typ()
		var out []value
		for r := range from.rows {
			for c := range from.cols {
				out = append(out, a[0][c*from.rows+r])
			}
		}
		return out
	case "determinant":
		return []value{f.determinant(f.names(a[0]), e.args[0].typ().cols)}
	case "inverse":
		return f.inverse(f.names(a[0]), e.t.cols)
	}
	return nil
}

// minor is the determinant of the n x n matrix m without column c and row r.
func (f *fnGen) minor(m []value, n, c, r int) value {
	var sub []value
	for i := range n {
		for j := range n {
			if i != c && j != r {
				sub = append(sub, m[i*n+j])
			}
		}
	}
	return f.determinant(sub, n-1)
}

// determinant expands along the first column.
func (f *fnGen) determinant(m []value, n int) value {
	if n == 1 {
		return m[0]
	}
	if n == 2 {
		return f.arith("-", f.arith("*", m[0], m[3]), f.arith("*", m[2], m[1]))
	}
	sum := kindFloat.number(0)
	for r := range n {
		term := f.arith("*", m[r], f.name(f.minor(m, n, 0, r)))
		if r%2 == 0 {
			sum = f.arith("+", sum, term)
		} else {
			sum = f.arith("-", sum, term)
		}
	}
	return f.name(sum)
}

// inverse is the adjugate over the determinant.
func (f *fnGen) inverse(m []value, n int) []value {
	k := f.name(f.arith("/", kindFloat.number(1), f.determinant(m, n)))
	out := make([]value, n*n)
	for c := range n {
		for r := range n {
			v := f.minor(m, n, r, c)
			if (c+r)%2 == 1 {
				v = f.negative(v)
			}
			out[c*n+r] = f.arith("*", v, k)
		}
	}
	return out
}
