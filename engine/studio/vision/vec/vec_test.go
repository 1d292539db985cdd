package vec

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// row is n values that differ from kind to kind.
func row(n int, kind float32) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = kind + float32(i*37%101)/73 - 0.4
	}
	return out
}

// TestEveryLengthGivesTheSameValues compares rows of all lengths around the width of a vector with values made one by one.
func TestEveryLengthGivesTheSameValues(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			a, b, c := row(n, 0), row(n, 0.3), row(n, -0.2)
			cases := []struct {
				name string
				run  func(dst []float32)
				want func(i int, dst float32) float32
			}{
				{"add", func(d []float32) { Add(d, a) }, func(i int, d float32) float32 { return d + a[i] }},
				{"add scaled", func(d []float32) { AddScaled(d, a, 0.7) }, func(i int, d float32) float32 { return d + 0.7*a[i] }},
				{"add product", func(d []float32) { AddProduct(d, a, b) }, func(i int, d float32) float32 { return d + a[i]*b[i] }},
				{"mul", func(d []float32) { Mul(d, a, b) }, func(i int, _ float32) float32 { return a[i] * b[i] }},
				{"min", func(d []float32) { Min(d, a, b) }, func(i int, _ float32) float32 { return min(a[i], b[i]) }},
				{"max", func(d []float32) { Max(d, a, b) }, func(i int, _ float32) float32 { return max(a[i], b[i]) }},
				{"lerp", func(d []float32) { Lerp(d, a, b, 0.3) }, func(i int, _ float32) float32 { return a[i] + (b[i]-a[i])*0.3 }},
				{"stretch", func(d []float32) { Stretch(d, a, 0.1, 1.5) }, func(i int, _ float32) float32 { return min(max((a[i]-0.1)*1.5, 0), 1) }},
				{"luma", func(d []float32) { Luma(d, a, b, c) }, func(i int, _ float32) float32 { return 0.2126*a[i] + 0.7152*b[i] + 0.0722*c[i] }},
				{"toward", func(d []float32) { Toward(d, a, b) }, func(i int, d float32) float32 { return d + (a[i]-d)*b[i] }},
				{"weigh", func(d []float32) { Weigh(d, a, b, c) }, func(i int, _ float32) float32 { return 0.25*(a[i]+c[i]) + 0.5*b[i] }},
			}
			for _, k := range cases {
				before := row(n, 1)
				got := slices.Clone(before)
				k.run(got)
				for i, v := range got {
					if want := k.want(i, before[i]); v != want {
						t.Errorf("%s: value %d is %g, want %g", k.name, i, v, want)
					}
				}
			}
			dst, sum := row(n, 1), row(n, 2)
			Slide(dst, sum, a, b, 0.2)
			for i, s := range row(n, 2) {
				if dst[i] != s*0.2 || sum[i] != s+(a[i]-b[i]) {
					t.Errorf("slide: value %d is %g of a sum of %g", i, dst[i], sum[i])
				}
			}
		})
	}
}

// TestDoubleOfEveryLength: values of a doubled row lie a quarter of a step beside those of the row.
func TestDoubleOfEveryLength(t *testing.T) {
	t.Parallel()
	for n := 1; n < 30; n++ {
		src, dst := row(n, 0.2), make([]float32, 2*n)
		Double(dst, src)
		for i, v := range src {
			left, right := src[max(i-1, 0)], src[min(i+1, n-1)]
			if dst[2*i] != left+(v-left)*0.75 || dst[2*i+1] != v+(right-v)*0.25 {
				t.Fatalf("of %d values number %d becomes %g and %g", n, i, dst[2*i], dst[2*i+1])
			}
		}
	}
}

// TestQuadrupleOfEveryLength: values of a quadrupled row lie one and three eighths of a step beside those of the row.
func TestQuadrupleOfEveryLength(t *testing.T) {
	t.Parallel()
	for n := 1; n < 30; n++ {
		src, dst := row(n, 0.2), make([]float32, 4*n)
		Quadruple(dst, src)
		for i, v := range src {
			left, right := src[max(i-1, 0)], src[min(i+1, n-1)]
			want := [4]float32{left + (v-left)*0.625, left + (v-left)*0.875, v + (right-v)*0.125, v + (right-v)*0.375}
			if got := [4]float32(dst[4*i:]); got != want {
				t.Fatalf("of %d values number %d becomes %g, want %g", n, i, got, want)
			}
		}
	}
}

func TestInsertOfEveryLength(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		src, dst := row(n+1, 0.2), make([]float32, 2*n)
		Insert(dst, src)
		for i := range n {
			if dst[2*i] != src[i] || dst[2*i+1] != 0.5*(src[i]+src[i+1]) {
				t.Fatalf("of %d values number %d becomes %g and %g", n, i, dst[2*i], dst[2*i+1])
			}
		}
	}
}

// TestBilinearOfARamp: samples of a ramp are the ramp at their place, moved to the border.
func TestBilinearOfARamp(t *testing.T) {
	t.Parallel()
	const w, h, y = 21, 7, 3
	plane, us, vs := make([]float32, w*h), make([]float32, w), make([]float32, w)
	for i := range plane {
		plane[i] = float32(i%w) + 10*float32(i/w)
	}
	for i := range us {
		us[i], vs[i] = float32(i%7)*1.25-4, float32(i%5)*2.5-5.5
	}
	us[3], vs[4] = float32(math.NaN()), float32(math.NaN())
	at, ax, ay, got := make([]int32, w), make([]float32, w), make([]float32, w), make([]float32, w)
	Places(at, ax, ay, us, vs, y, w, h)
	Bilinear(got, plane, w, at, ax, ay)
	for i, v := range got {
		px, py := float32(i)+us[i], y+vs[i]
		if px != px {
			px = 0
		}
		if py != py {
			py = 0
		}
		want := min(max(px, 0), w-1) + 10*min(max(py, 0), h-1)
		if v < want-1e-4 || v > want+1e-4 {
			t.Errorf("sample %d is %g, want %g", i, v, want)
		}
	}
}
