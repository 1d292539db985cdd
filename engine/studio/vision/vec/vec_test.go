package vec

import (
	"fmt"
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
