package spmd

import (
	"slices"
	"strings"
	"testing"
)

func TestBind(t *testing.T) {
	t.Parallel()
	p := &Program{Name: "p", Uniforms: []Uniform{
		{Name: "a", Base: Float, Size: 1}, {Name: "n", Base: Int, Size: 1}, {Name: "b", Base: Bool, Size: 1},
		{Name: "v", Base: Float, Size: 3, Len: 2}, {Name: "m", Base: Float, Size: 4}, {Name: "u", Base: Uint, Size: 2},
	}}
	in, err := Bind(p, Values{
		"a": 1.5, "n": int32(-3), "b": true, "v": [2][3]float32{{1, 2, 3}, {4, 5, 6}}, "u": []uint32{7, 1 << 31},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []float32{1.5, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0}; !slices.Equal(in.F, want) {
		t.Errorf("floats are %v, want %v", in.F, want)
	}
	if want := []int32{-3, 1, 7, -1 << 31}; !slices.Equal(in.I, want) {
		t.Errorf("integers are %v, want %v", in.I, want)
	}
	for _, v := range []any{7, int32(7), float32(7), float64(7)} {
		in, err := Bind(p, Values{"a": v}, nil)
		if err != nil || in.F[0] != 7 {
			t.Errorf("float uniform from %T: %v", v, err)
		}
	}
	for name, v := range map[string]any{"n": 1.5, "b": "yes", "a": uint32(1), "v": []float32{1}} {
		if _, err := Bind(p, Values{name: v}, nil); err == nil {
			t.Errorf("%s takes a %T", name, v)
		}
	}
	p.Samplers = []string{"tex"}
	if _, err := Bind(p, nil, nil); err == nil || !strings.Contains(err.Error(), "texture tex is missing") {
		t.Errorf("missing texture: %v", err)
	}
}

// TestWorkers draws with several numbers of goroutines.
func TestWorkers(t *testing.T) {
	t.Parallel()
	p := &Program{Name: "p", Scalar: func(*Inputs) func() Kernel { return func() Kernel { return stripes{} } }}
	want := NewFrame(3, 50)
	for workers := 1; workers <= 5; workers++ {
		f := NewFrame(3, 50)
		if err := draw(t.Context(), Scalar, p, f, nil, nil, workers); err != nil {
			t.Fatal(err)
		}
		if workers == 1 {
			want = f
		} else if !slices.Equal(f.Pix, want.Pix) {
			t.Errorf("%d workers draw another picture", workers)
		}
	}
	if want.Pix[0] != 49 || want.Pix[len(want.Pix)-1] != 0 {
		t.Error("row 0 must be the top")
	}
}

// stripes is a kernel that writes the row number.
type stripes struct{}

func (stripes) Row(_, y int, dst []float32) {
	for i := range dst {
		dst[i] = float32(y)
	}
}
