package vision

import "testing"

func TestScalerDoesWhatResizeDoes(t *testing.T) {
	t.Parallel()
	src := New(37, 23)
	for i := range src.Pix {
		src.Pix[i] = float32((i*7919)%97) / 97
	}
	for _, size := range [][2]int{{74, 46}, {37, 23}, {55, 61}, {12, 9}, {2, 2}} {
		want := Resize(src, size[0], size[1])
		s := NewScaler(src.W, src.H, size[0], size[1])
		got := New(size[0], size[1])
		s.Into(got, src)
		for i, v := range want.Pix {
			if d := v - got.Pix[i]; d > 1e-5 || d < -1e-5 {
				t.Fatalf("%v: pixel %d is %g, want %g", size, i, got.Pix[i], v)
			}
		}
		s.Add(got, src)
		for i, v := range want.Pix {
			if d := 2*v - got.Pix[i]; d > 1e-4 || d < -1e-4 {
				t.Fatalf("%v: pixel %d is %g after adding, want %g", size, i, got.Pix[i], 2*v)
			}
		}
	}
}
