package conformance

import (
	"testing"

	"zoetrope/engine/studio/spmd"
)

// kinds are the uniforms of kinds.frag.
type kinds struct {
	i     int32
	u     uint32
	b     bool
	pair  [2][2]uint32
	flags [3]bool
}

func choose[T any](c bool, a, b T) T {
	if c {
		return a
	}
	return b
}

func (k kinds) bools(x, y int32) float64 {
	p, q := x > 3, y > 1
	var list [2]bool
	list[x&1] = p
	list[k.i&1] = q || k.b
	r := truth(p != q) + 2*truth(p == q) + 4*truth(p != q) + 8*truth(!p) + 16*truth(list[y&1])
	r += 32*truth(p == k.b && q == k.b) + 64*truth(p != q) + 128*truth(p != k.b || q != k.b) + 256*truth(k.flags[x%3])
	now := choose(k.b, q, p)
	return r + 512*truth(now) + 1024*truth(choose(q, k.b, p) && choose(now, k.b, q))
}

func (k kinds) ints(x, y int32) float64 {
	list := [3]int32{x, k.i, y}
	list[y%3] *= 2
	n := list[x%3]
	if x < k.i {
		n = -x
	}
	if n >= y && n <= 20 || n == 21 {
		n++
	}
	a, b, c := max(n, k.i)-min(1, k.i), max(x, k.i)-min(y, k.i), max(y, k.i)-min(x, k.i)
	a ^= b
	b |= 4
	c &= 6
	a <<= uint(y)
	b >>= 1
	a, b, c = a%7, b%7, c%7
	return float64(n*100+a+b*10-c) + 0.5*truth(n != 0) + float64(-a/2)*0.25
}

func (k kinds) uints(x, y uint32) float64 {
	factor := uint32(3000000000)
	list := [3]uint32{x, k.u, y * factor}
	list[y%3] += 9
	n := list[x%3]
	if x < k.u {
		n = -x
	}
	if n >= y && n <= 20 || n == 21 || n > 4000000000 {
		n++
	}
	p := [2]uint32{k.pair[x&1][0] + k.pair[k.u&1][0], k.pair[x&1][1] + k.pair[k.u&1][1]}
	extra := min(max(n, 2), 5)
	a, b, c := max(n, k.u)-min(1, k.u)+extra, max(x, k.u)-min(y, k.u)+extra, max(y, k.u)-min(x, k.u)+extra
	a, b, c = ^a, b/3, c%5+p[0]-p[1]
	return float64(n)*1e-3 + float64(a>>8) + float64(b*10) - float64(c&255) + 0.5*truth(y != 0) + truth(int32(n) < 0)
}

func triple(k int32) [3]float64 {
	if k > 4 {
		return [3]float64{1, 2, float64(k)}
	}
	return [3]float64{float64(k), 5, 6}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	for _, k := range []kinds{
		{i: 3, u: 5, b: true, pair: [2][2]uint32{{1, 2}, {3, 1 << 31}}, flags: [3]bool{true, false, true}},
		{i: 8, u: 2, pair: [2][2]uint32{{9, 2}, {0, 7}}, flags: [3]bool{false, true, false}},
	} {
		v := spmd.Values{"uI": k.i, "uU": k.u, "uB": k.b, "uPair": k.pair, "uFlags": k.flags}
		check(t, Kinds, v, nil, 1e-6, func(px, py int) [4]float64 {
			x, y := int32(px), int32(py)
			f := triple(x)[y%3]*10 + triple(x)[1] + triple(k.i)[2]
			third := k.uints(uint32(x), uint32(y)) + 0.5*k.uints(k.u, 2) + k.ints(k.i, 3)
			return [4]float64{k.bools(x, y), k.ints(x, y), third, f + k.bools(k.i, 2)}
		})
	}
}

// TestLanesAreIndependent draws every program at several widths: a pixel must not depend on its place in a group, nor on
// the pixels beside it.
func TestLanesAreIndependent(t *testing.T) {
	t.Parallel()
	picture := spmd.NewFrame(4, 4)
	for i := range picture.Pix {
		picture.Pix[i] = float32(i % 7)
	}
	for _, p := range []*spmd.Program{Control, Loops, Switches, Arrays, Structs, Matrices, Swizzles, Integers, Builtins, Textures, Macros, Kinds} {
		textures := map[string]*spmd.Frame{}
		for _, name := range p.Samplers {
			textures[name] = picture
		}
		const wide, h = 20, 6
		want := spmd.NewFrame(wide, h)
		if err := spmd.Draw(t.Context(), spmd.Best(), p, want, nil, textures); err != nil {
			t.Fatal(err)
		}
		for w := 1; w < wide; w++ {
			got := spmd.NewFrame(w, h)
			if err := spmd.Draw(t.Context(), spmd.Best(), p, got, nil, textures); err != nil {
				t.Fatal(err)
			}
			for i, x := range got.Pix {
				if y := want.Pix[i/(4*w)*4*wide+i%(4*w)]; x != y && (x == x || y == y) {
					t.Fatalf("%s, width %d: value %d is %v, want %v", p.Name, w, i, x, y)
				}
			}
		}
	}
}
