package flow

import (
	"math"
	"math/rand/v2"
	"testing"
)

// same reports whether two values differ by rounding only.
func same(a, b float32) bool { return math.Abs(float64(a-b)) <= 1e-4*(1+math.Abs(float64(b))) }

// noise is a list of values between two, of a seed.
func noise(n int, seed uint64, from, to float32) []float32 {
	r := rand.New(rand.NewPCG(seed, 2))
	out := make([]float32, n)
	for i := range out {
		out[i] = from + (to-from)*r.Float32()
	}
	return out
}

// randomRefiner has values everywhere, those of one kind of plane of the same seed.
func randomRefiner(w, h int) *refiner {
	r := &refiner{w: w, h: h, stride: (w+1)/2 + 2, smoothness: 0.4}
	for k := range r.colours {
		for i, p := range r.colours[k].planes() {
			*p = noise(r.stride*(h+2), uint64(i+100*k), -1, 1)
		}
		m := &r.colours[k]
		m.right, m.down = noise(len(m.right), uint64(50+k), 0.1, 2), noise(len(m.down), uint64(60+k), 0.1, 2)
	}
	return r
}

// TestRowsAndPixelsGiveTheSame compares what is found for rows of a chequerboard with the same for their pixels one by one, which
// lanes cannot do.
func TestRowsAndPixelsGiveTheSame(t *testing.T) {
	t.Parallel()
	steps := map[string]func(m, o *colour, first, n, left, up, down int){
		"weigh":  func(m, o *colour, first, n, left, _, down int) { weigh(m, o, first, n, left+1, down, 0.4) },
		"system": func(m, o *colour, first, n, left, up, _ int) { system(m, o, first, n, left, up) },
		"relax":  relax,
	}
	for name, f := range steps {
		rows, pixels := randomRefiner(45, 5), randomRefiner(45, 5)
		changed := false
		for y := range rows.h {
			for k := range 2 {
				first, n, left := rows.row(k, y)
				up, down := first-rows.stride, first+rows.stride
				f(&rows.colours[k], &rows.colours[1-k], first, n, left, up, down)
				for j := range n {
					f(&pixels.colours[k], &pixels.colours[1-k], first+j, 1, left+j, up+j, down+j)
				}
			}
		}
		before := randomRefiner(45, 5)
		for k := range 2 {
			want, was := pixels.colours[k].planes(), before.colours[k].planes()
			for i, p := range rows.colours[k].planes() {
				for j, v := range *p {
					if !same(v, (*want[i])[j]) {
						t.Fatalf("%s: value %d of plane %d is %g in a row, %g alone", name, j, i, v, (*want[i])[j])
					}
					changed = changed || v != (*was[i])[j]
				}
			}
		}
		if !changed {
			t.Errorf("%s changed nothing", name)
		}
	}
}

// TestPatchSumsAlike compares the sums of patches that lanes make with those of the loops. Without lanes there is nothing to compare.
func TestPatchSumsAlike(t *testing.T) {
	t.Parallel()
	const stride, rows = 40, patchSize + 4
	m := &matcher{gx: noise(stride*rows, 1, -1, 1), gy: noise(stride*rows, 2, -1, 1)}
	m.a.stride, m.a.pix = stride, noise(stride*rows, 3, 0, 1)
	m.b.stride, m.b.pix = stride, noise(stride*rows, 4, 0, 1)
	weights := [4]float32{0.42, 0.28, 0.18, 0.12}
	for _, ref := range []int{0, 5, stride + 11} {
		var got, want [compareSums]float32
		if !m.compareLanes(&got, ref, ref+3, &weights) {
			t.Skip("there are no lanes")
		}
		m.compareEach(&want, ref, ref+3, &weights)
		for i := range want {
			if !same(got[i], want[i]) {
				t.Errorf("sum %d of the patches at %d is %g in lanes, want %g", i, ref, got[i], want[i])
			}
		}
		var gradients, each [structureSums]float32
		m.structureLanes(&gradients, ref)
		m.structureEach(&each, ref)
		for i := range each {
			if !same(gradients[i], each[i]) {
				t.Errorf("sum %d of the gradients at %d is %g in lanes, want %g", i, ref, gradients[i], each[i])
			}
		}
	}
}
