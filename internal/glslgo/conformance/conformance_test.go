package conformance

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"strings"
	"testing"

	"zoetrope/engine/studio/spmd"
	"zoetrope/internal/glslgo"
)

// The frame is narrower than two groups of eight pixels, so that the last group is not full.
const width, height = 13, 5

func TestGeneratedFilesAreCurrent(t *testing.T) {
	t.Parallel()
	want, err := glslgo.CompileDir(os.DirFS("."), "conformance")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range want {
		if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s is out of date: run go generate (%v)", name, err)
		}
	}
}

// pixel computes what a shader should write at column x and row y from the bottom.
type pixel func(x, y int) [4]float64

// check draws the program on all backends and compares every pixel, within a relative error of tol.
func check(t *testing.T, p *spmd.Program, v spmd.Values, textures map[string]*spmd.Frame, tol float64, want pixel) {
	t.Helper()
	backends := []spmd.Backend{spmd.Scalar}
	if spmd.Best() != spmd.Scalar {
		backends = append(backends, spmd.Best())
	}
	for _, b := range backends {
		f := spmd.NewFrame(width, height)
		if err := spmd.Draw(context.Background(), b, p, f, v, textures); err != nil {
			t.Fatal(err)
		}
		for i, got := range f.Pix {
			x, y := i/4%width, height-1-i/4/width
			w := want(x, y)[i%4]
			if d := math.Abs(float64(got) - w); !(d <= tol*max(1, math.Abs(w))) {
				t.Errorf("%s, %s: component %d at (%d, %d) is %v, want %v", p.Name, b, i%4, x, y, got, w)
			}
		}
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func TestControl(t *testing.T) {
	t.Parallel()
	collatz := func(n int) (steps float64) {
		for ; n != 1; steps++ {
			if n%2 == 0 {
				n /= 2
			} else {
				n = 3*n + 1
			}
		}
		return steps
	}
	oddSum := func(limit int) (sum float64) {
		for i := 1; i < 20 && i <= limit; i += 2 {
			for j := 0; j < i && j != limit; j++ {
				if j != 3 {
					sum++
				}
			}
		}
		return sum
	}
	check(t, Control, nil, nil, 1e-6, func(x, y int) [4]float64 {
		a := -1.0
		switch {
		case x > 2*y && x > y:
			a = 2
		case x > y:
			a = 1.5
		}
		c := float64(x) + 10.5
		switch {
		case x < 1:
			c = 1
		case x < 3:
			c = 2
		case x < 6:
			c = 3
		}
		return [4]float64{a, collatz(x + 1), oddSum(x), c}
	})
}

func TestLoops(t *testing.T) {
	t.Parallel()
	check(t, Loops, nil, nil, 1e-6, func(x, y int) [4]float64 {
		i, s := 0, 0
		for i < x {
			i++
			if i == 4 {
				continue
			}
			if s += i; s > 30 {
				break
			}
		}
		d := x
		for {
			d += 3
			if d != 9 && d > 14 || d >= 12 {
				break
			}
		}
		c := 0
		for ; c < 50 && c*c <= x*5+y; c += 2 {
		}
		u := 0.0
		for k := 0; k < 6 && (k == 1 || k <= x); k++ {
			if k != 1 {
				u = u*2 + float64(k)
			}
		}
		if x > 0 && x&(x-1) == 0 {
			u += 1000 * math.Log2(float64(x))
		}
		return [4]float64{float64(s*100 + i), float64(d), float64(c), u}
	})
}

func TestSwitches(t *testing.T) {
	t.Parallel()
	pick := func(k int) float64 {
		if k >= 0 && k < 5 {
			return []float64{10, 21, 21, 1, 99}[k]
		}
		return -1
	}
	inLoop := func(n int) (r float64) {
		for i := range 6 {
			switch i {
			case 2:
				continue
			case 4:
				if n <= 5 {
					r += 100
				}
			default:
				if i == n {
					continue
				}
				r++
			}
			r += 10
		}
		return r
	}
	for _, mode := range []int{7, 8, 2, 4} {
		check(t, Switches, spmd.Values{"uMode": mode}, nil, 1e-6, func(x, y int) [4]float64 {
			m := truth(mode == 7) + 2*truth(mode == 8) + 5*truth(x == 3)
			return [4]float64{pick(x), inLoop(x), m, pick(mode)}
		})
	}
}

func TestArrays(t *testing.T) {
	t.Parallel()
	table := [][3]float32{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}}
	weights := []float32{0.25, 0.5, 4}
	primes := []float64{2, 3, 5, 7, 11, 13}
	const index = 2
	v := spmd.Values{"uTable": table, "uIndex": index, "uWeights": weights}
	check(t, Arrays, v, nil, 1e-6, func(x, y int) [4]float64 {
		var a [4]float64
		for i := range a {
			a[i] = float64(i) + float64(x) + 0.5
		}
		a[x%4] = 50
		a[index] += 7
		if x > 5 {
			a[y%4] *= 2
		}
		b := a
		b[3] = 0
		sum := 0.0
		for i := range a {
			sum += a[i] + b[i]
		}
		var mix [3]float64
		for i := range mix {
			mix[i] = float64(table[x%4][i]) + 10*float64(table[index][i])
		}
		ball := 1*2 + 2 + 3.0
		if x%2 == 1 {
			ball = (float64(x)+0.5)*2 + 4 + 5
		}
		return [4]float64{
			sum, primes[x%6] + primes[index] + 3 + []float64{2, 4, 6}[x%3],
			mix[0] + mix[1]*0.5 + mix[2] + float64(weights[2]+weights[y%3]), ball,
		}
	})
}

func TestStructs(t *testing.T) {
	t.Parallel()
	check(t, Structs, nil, nil, 1e-6, func(x, y int) [4]float64 {
		px, py := float64(x)+0.5, float64(y)+0.5
		far, ht, fromX := px+1, 6.0, px
		strike := px <= 6
		if strike {
			far, ht, fromX = px+11, px, px+px
		}
		vx, vy := px, py*3
		if px > py {
			vx, vy = vy, vx
		}
		return [4]float64{far + 100*truth(strike), fromX + 1 - ht, vx - vy, truth(!strike) + 2*truth(strike) + 6 + 5}
	})
}

func TestSwizzles(t *testing.T) {
	t.Parallel()
	const index = 1
	check(t, Swizzles, spmd.Values{"uIndex": index}, nil, 1e-6, func(x, y int) [4]float64 {
		v := [4]float64{float64(x) + 0.5, float64(y) + 0.5, 3, 4}
		v[0], v[1] = v[1], v[0]
		v[2], v[3] = v[2]+v[0]*2, v[3]+v[0]*2
		v[0], v[1], v[2] = v[2]*2, v[1]*2, v[0]*2
		w := [3]float64{v[3], v[2], v[0]}
		w[index] = 9
		k := x % 3
		w[k]--
		e := w[k] + w[index] + float64(k*10+k+2)
		// g: 1, bump(1) -> 2, bump(2) -> 4.
		f := 2*100 + 2 + 2 + 4.0
		g := 4.0
		c := false
		if float64(x)+0.5 > 4 {
			g *= 3
			c = g > 2
		}
		d := c
		if !c {
			g *= 0.5
			d = g > 2
		}
		h := 4.0
		if float64(y)+0.5 > 2 {
			g += 5
			h = g
		}
		return [4]float64{v[0] + v[1]*2 + v[2]*3 + v[3]*4, e, f + gAfter(g, y)*1000 + h, truth(c) + 2*truth(d)}
	})
}

// gAfter is the global of the shader when the last expression reads it: set by the conditional expression before it.
func gAfter(g float64, y int) float64 {
	if float64(y)+0.5 > 2 {
		return g
	}
	return 2
}

func TestIntegers(t *testing.T) {
	t.Parallel()
	const n, bits = 3, 0xf0000001
	v := spmd.Values{"uN": n, "uBits": uint32(bits), "uFlag": true}
	check(t, Integers, v, nil, 1e-6, func(px, py int) [4]float64 {
		x, y := int32(px-6), int32(py)
		u := uint32(x)
		a := x/3*100 + x%3 + x<<2 - x>>1 + x&y - (x | y) + (x ^ y) - ^x
		b := u/7 + u%7 + u>>uint32(y)
		top := uint32(bits)
		b += top << 3
		sign := int32(0)
		if x != 0 {
			sign = x / max(x, -x)
		}
		c := max(x, -x)*3 + sign + min(x, y) - max(x, 2) + min(max(x, -2), 2)
		qx, qy := (x*2+n)%5<<1, (y*2+n)%3<<1
		h := u*1597334677 ^ uint32(y)*3812015801 ^ n*2798796415%(1<<32)
		h *= 0x7feb352d
		h ^= h >> 15
		h *= 0x846ca68b
		fx := float32(px) + 0.5
		f := 2*float64(fx) + 2.5 + float64(u)*1e-9 + 1 + truth(x != 0) - 2 + float64(uint32(fx*1e8)>>4)*1e-7
		return [4]float64{float64(a), float64(b & 0xffffff), float64(c + qx*10 + qy), f + float64(h)/(1<<32)}
	})
}

func TestTextures(t *testing.T) {
	t.Parallel()
	image, tile := spmd.NewFrame(3, 2), spmd.NewFrame(2, 2)
	for i := range image.Pix {
		image.Pix[i] = float32((i*7)%11) / 10
	}
	for i := range tile.Pix {
		tile.Pix[i] = float32((i*5)%13) / 10
	}
	tile.Repeat = true
	texel := func(f *spmd.Frame, x, y, c int) float64 {
		if f.Repeat {
			x, y = ((x%f.W)+f.W)%f.W, ((y%f.H)+f.H)%f.H
		}
		x, y = min(max(x, 0), f.W-1), min(max(y, 0), f.H-1)
		return float64(f.Pix[4*((f.H-1-y)*f.W+x)+c])
	}
	sample := func(f *spmd.Frame, u, v float64, c int) float64 {
		x, y := u*float64(f.W)-0.5, v*float64(f.H)-0.5
		x0, y0 := math.Floor(x), math.Floor(y)
		sum := 0.0
		for _, d := range [][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			weight := (1 - math.Abs(x-x0-d[0])) * (1 - math.Abs(y-y0-d[1]))
			sum += weight * texel(f, int(x0+d[0]), int(y0+d[1]), c)
		}
		return sum
	}
	v := spmd.Values{"uPoint": [2]float32{0.4, 0.6}}
	check(t, Textures, v, map[string]*spmd.Frame{"uImage": image, "uTile": tile}, 1e-5, func(x, y int) [4]float64 {
		px, py := (float64(x)+0.5)/6-0.4, (float64(y)+0.5)/4-0.4
		return [4]float64{
			sample(image, px, py, 0) + sample(image, 0.4, 0.6, 0), sample(tile, px, py, 1),
			texel(image, x%3, y%2, 2) + texel(image, x%3, y%2, 3), 32,
		}
	})
}

func TestMacros(t *testing.T) {
	t.Parallel()
	s := 0.0
	for i := range 4 {
		s += float64((i+1)*(i+1)) + 3
	}
	check(t, Macros, nil, nil, 1e-6, func(x, y int) [4]float64 {
		depth := 0.0
		if x >= 3 {
			depth = float64(x) + 0.5
		}
		return [4]float64{s, float64(x) + 0.5 + 100*(float64(y)+0.5), depth, 6.8}
	})
}

// TestNoScalarFloatsInVectorCode looks for float32 in functions that run per group: Go computes it with SSE instructions,
// which are slow amid AVX code. Row and what runs once per draw may have it.
func TestNoScalarFloatsInVectorCode(t *testing.T) {
	t.Parallel()
	files, err := glslgo.CompileDir(os.DirFS("."), "conformance")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if !strings.HasSuffix(name, "_simd_gen.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, data, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name == "Row" || strings.HasSuffix(f.Name.Name, "_once") {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && id.Name == "float32" {
					t.Errorf("%s: %s uses float32", name, f.Name.Name)
				}
				return true
			})
		}
	}
}
