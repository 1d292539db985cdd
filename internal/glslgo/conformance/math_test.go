package conformance

import (
	"math"
	"testing"

	"zoetrope/engine/studio/spmd"
)

type vec [3]float64

func (a vec) dot(b vec) float64   { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }
func (a vec) plus(b vec) vec      { return vec{a[0] + b[0], a[1] + b[1], a[2] + b[2]} }
func (a vec) times(k float64) vec { return vec{a[0] * k, a[1] * k, a[2] * k} }
func (a vec) length() float64     { return math.Sqrt(a.dot(a)) }
func (a vec) unit() vec           { return a.times(1 / a.length()) }

func TestBuiltins(t *testing.T) {
	t.Parallel()
	const ux = 0.8
	check(t, Builtins, spmd.Values{"uX": ux}, nil, 2e-5, func(px, py int) [4]float64 {
		x, y := (float64(px)+0.5)*0.37-2, float64(py)+0.75
		s := math.Sin(x) + math.Cos(y)*2 + math.Tan(x*0.3) + math.Atan(x) + math.Atan2(y, x) + math.Asin(x*0.1) + math.Acos(x*0.1)
		s += math.Sinh(x) + math.Cosh(x) + math.Tanh(x) + math.Asinh(x) + math.Acosh(y+1) + math.Atanh(x*0.1)
		s += x*math.Pi/180 + 0.01*x*180/math.Pi
		e := math.Exp(x) + math.Log(y) + math.Exp2(x) + math.Log2(y) + math.Sqrt(y) + 1/math.Sqrt(y)
		e += math.Pow(y, x) + math.Pow(y, 3) + math.Sqrt(y)
		mod := x - 0.7*math.Floor(x/0.7)
		sign := truth(x > 0) - truth(x < 0)
		r := math.Floor(x) + math.Ceil(x)*2 + math.Trunc(x)*4 + math.RoundToEven(x)*8 + x - math.Floor(x) + mod + sign
		r += math.Abs(x) + truth(x >= 0.3)
		r += x - math.Trunc(x) + 3*math.Trunc(x) + min(max(x, -1), 0.5) + x + (y-x)*0.3
		h := min(max((x+1)/2, 0), 1)
		r += h*h*(3-2*h) + min(x, y) + max(x, 0) + 1
		a, b := vec{x, y, 1}, vec{0.5, -x, y}
		n := b.unit()
		g := a.dot(b) + a.length() + a.plus(b.times(-1)).length() + (a[2]*b[0] - a[0]*b[2])
		g += a[0] - 2*n.dot(a)*n[0]
		i, eta := a.unit(), 0.7
		d := n.dot(i)
		if k := 1 - eta*eta*(1-d*d); k >= 0 {
			g += eta*i[2] - (eta*d+math.Sqrt(k))*n[2]
		}
		if b.dot(a) < 0 {
			g += n[0]
		} else {
			g -= n[0]
		}
		g += math.Abs(x) + max(x, ux) + math.Sin(ux) + math.Exp(ux)*math.Pow(ux, 1.5)
		less := [3]bool{a[0] < b[0], a[1] < b[1], a[2] < b[2]}
		g += truth(less[0] || less[1] || less[2]) + 2*truth(less[0] && less[1] && less[2]) + 4*truth(!less[1]) + 1
		if less[0] {
			g += b[0]
		} else {
			g += a[0]
		}
		return [4]float64{s, e, r, g}
	})
}

// matrix is stored by columns.
type matrix [][]float64

func fill(cols, rows int, v ...float64) matrix {
	m := make(matrix, cols)
	for c := range m {
		m[c] = append([]float64{}, v[c*rows:(c+1)*rows]...)
	}
	return m
}

func (m matrix) times(n matrix) matrix {
	out := make(matrix, len(n))
	for c := range n {
		out[c] = make([]float64, len(m[0]))
		for r := range out[c] {
			for k := range m {
				out[c][r] += m[k][r] * n[c][k]
			}
		}
	}
	return out
}

func (m matrix) transpose() matrix {
	out := make(matrix, len(m[0]))
	for r := range out {
		for c := range m {
			out[r] = append(out[r], m[c][r])
		}
	}
	return out
}

// det eliminates by Gauss with pivots.
func (m matrix) det() float64 {
	a := make(matrix, len(m))
	for i := range a {
		a[i] = append([]float64{}, m[i]...)
	}
	d := 1.0
	for i := range a {
		p := i
		for k := i; k < len(a); k++ {
			if math.Abs(a[k][i]) > math.Abs(a[p][i]) {
				p = k
			}
		}
		if p != i {
			a[i], a[p] = a[p], a[i]
			d = -d
		}
		d *= a[i][i]
		for k := i + 1; k < len(a); k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < len(a); j++ {
				a[k][j] -= f * a[i][j]
			}
		}
	}
	return d
}

func TestMatrices(t *testing.T) {
	t.Parallel()
	rot := [9]float32{0.6, 0.8, 0, -0.8, 0.6, 0.1, 0.2, 0, 1}
	view := [16]float32{2, 0, 1, 0, 0, 3, 0, 1, 1, 0, 4, 0, 0, 2, 0, 5}
	wide := func(v []float32) (out []float64) {
		for _, x := range v {
			out = append(out, float64(x))
		}
		return out
	}
	check(t, Matrices, spmd.Values{"uRot": rot, "uView": view}, nil, 2e-4, func(px, py int) [4]float64 {
		x, y := float64(px)+0.5, float64(py)+0.5
		a := fill(2, 2, x, 2, 3, y+5)
		b := fill(2, 2, 2, 4, x, 1)
		c := a.times(b)
		for i := range 2 {
			for j := range 2 {
				c[i][j] += a[i][j]/2 - a[i][j]*b[i][j]*0.5
			}
		}
		c = c.times(a)
		right := c.times(fill(1, 2, 1, 2))
		left := fill(1, 2, 3, 1).transpose().times(c).transpose()
		v := fill(1, 2, right[0][0]+left[0][0], right[0][1]+left[0][1]).transpose().times(b).transpose()

		m3 := fill(3, 3, wide(rot[:])...)
		r := m3.times(fill(1, 3, x, y, 1))[0]
		for i, p := range m3.transpose().times(fill(1, 3, 1, x, y))[0] {
			r[i] += p
		}
		for i, p := range m3.transpose().times(fill(1, 3, y, x, 1))[0] {
			r[i] += p
		}
		m4 := fill(4, 4, wide(view[:])...)
		w := fill(3, 3, m4[0][0]+x, m4[0][1], m4[0][2], m4[1][0], m4[1][1]+x, m4[1][2], m4[2][0], m4[2][1], m4[2][2]+x)
		// Element (column 1, row 2) of the inverse is the cofactor of (column 2, row 1), over the determinant.
		inverse12 := -(w[0][0]*w[1][2] - w[1][0]*w[0][2]) / w.det()
		z := 1000/w.det() + inverse12 + 1/a.det()

		view4 := m4.det()
		k := px % 4
		m4[k][1]++
		m4[2][k] *= 3
		n := fill(2, 3, 1, 2, 3, x, y, 6)
		nv := n.times(fill(1, 2, 2, 1))[0]
		last := m4[k][1] + m4[2][3] + nv[0] + nv[1] + nv[2] + n.transpose()[2][1] + view4 + outer(x, y)
		return [4]float64{v[0][0] + v[0][1]*0.1, r[0] + r[1]*2 + r[2]*4, z, last}
	})
}

// outer is o[1][0] + o[2][2] of the outer product of (x, 1, 2) and (1, y, 3).
func outer(x, y float64) float64 { return x*y + 2*3 }
