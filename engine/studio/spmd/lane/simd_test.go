//go:build goexperiment.simd && amd64

package lane

import (
	"math"
	"testing"
)

// group is eight values with edge cases.
var (
	floatsA = [Width]float32{0, -0.5, 1, 2.5, -3.5, 1e5, -1e-3, 7}
	floatsB = [Width]float32{1, 2, -0.25, 2.5, 3, -4, 0.5, 100}
	intsA   = [Width]int32{0, -1, 1, 2147483647, -2147483648, 77, -1000, 5}
	intsB   = [Width]int32{1, 2, -3, 4, -1, 0, 7, 5}
)

func unsigned(a [Width]int32) (r [Width]uint32) {
	for i := range a {
		r[i] = uint32(a[i])
	}
	return r
}

func bools(m M) (r [Width]bool) {
	for i, x := range lanesI(IntM(m)) {
		r[i] = x != 0
	}
	return r
}

func lanesI(a I) (r [Width]int32)   { a.Store(&r); return r }
func lanesU(a U) (r [Width]uint32)  { a.Store(&r); return r }
func lanesF(a F) (r [Width]float32) { a.Store(&r); return r }

func needSIMD(t *testing.T) {
	t.Helper()
	if !Available() {
		t.Skip("needs AVX2 and FMA")
	}
}

func TestVectorsEqualScalars(t *testing.T) {
	t.Parallel()
	needSIMD(t)
	a, b := LoadF(&floatsA), LoadF(&floatsB)
	for _, c := range []struct {
		name   string
		vector F
		scalar func(a, b float32) float32
	}{
		{"add", AddF(a, b), func(a, b float32) float32 { return a + b }},
		{"sub", SubF(a, b), func(a, b float32) float32 { return a - b }},
		{"mul", MulF(a, b), func(a, b float32) float32 { return a * b }},
		{"div", DivF(a, b), func(a, b float32) float32 { return a / b }},
		{"neg", NegF(a), func(a, b float32) float32 { return -a }},
		{"min", MinF(a, b), Min[float32]},
		{"max", MaxF(a, b), Max[float32]},
		{"floor", FloorF(a), func(a, b float32) float32 { return Floor(a) }},
		{"ceil", CeilF(a), func(a, b float32) float32 { return Ceil(a) }},
		{"trunc", TruncF(a), func(a, b float32) float32 { return Trunc(a) }},
		{"round", RoundF(a), func(a, b float32) float32 { return Round(a) }},
		{"fract", FractF(a), func(a, b float32) float32 { return Fract(a) }},
		{"abs", AbsF(a), func(a, b float32) float32 { return Abs(a) }},
		{"sign", SignF(a), func(a, b float32) float32 { return Sign(a) }},
		{"step", StepF(b, a), func(a, b float32) float32 { return Step(b, a) }},
		{"mod", ModF(a, b), Mod},
		{"select", SelF(LessF(a, b), a, b), func(a, b float32) float32 { return Sel(a < b, a, b) }},
		{"float of bool", FloatM(LessEqF(a, b)), func(a, b float32) float32 { return FloatBool(a <= b) }},
		{"float of uint", FloatU(UintF(AbsF(b))), func(a, b float32) float32 { return float32(Uint(Abs(b))) }},
		{"float of int", FloatI(IntF(b)), func(a, b float32) float32 { return float32(int32(b)) }},
	} {
		for i, got := range lanesF(c.vector) {
			if want := c.scalar(floatsA[i], floatsB[i]); got != want {
				t.Errorf("%s(%v, %v) = %v, want %v", c.name, floatsA[i], floatsB[i], got, want)
			}
		}
	}
}

func TestIntegerVectorsEqualScalars(t *testing.T) {
	t.Parallel()
	needSIMD(t)
	a, b := LoadI(&intsA), LoadI(&intsB)
	ua, ub := unsigned(intsA), unsigned(intsB)
	u, v := LoadU(&ua), LoadU(&ub)
	for _, c := range []struct {
		name   string
		vector I
		scalar func(a, b int32) int32
	}{
		{"mul", MulI(a, b), func(a, b int32) int32 { return a * b }},
		{"quo", QuoI(a, b), func(a, b int32) int32 {
			if b == 0 {
				return 0
			}
			return a / b
		}},
		{"rem", RemI(a, b), func(a, b int32) int32 {
			if b == 0 {
				return 0
			}
			return a % b
		}},
		{"shift right", ShrI(a, SplatI(3)), func(a, b int32) int32 { return a >> 3 }},
		{"shift lanes", ShlI(a, AndI(b, SplatI(31))), func(a, b int32) int32 { return a << (uint32(b) & 31) }},
		{"abs", AbsI(a), func(a, b int32) int32 { return AbsInt(a) }},
		{"sign", SignI(a), func(a, b int32) int32 { return SignInt(a) }},
		{"neg", NegI(a), func(a, b int32) int32 { return -a }},
		{"min", MinI(a, b), Min[int32]},
		{"less equal", IntM(LessEqI(a, b)), func(a, b int32) int32 { return IntBool(a <= b) }},
		{"not equal", IntM(NotEqI(a, b)), func(a, b int32) int32 { return IntBool(a != b) }},
		{"unsigned less", IntM(LessU(u, v)), func(a, b int32) int32 { return IntBool(uint32(a) < uint32(b)) }},
		{"unsigned less equal", IntM(LessEqU(u, v)), func(a, b int32) int32 { return IntBool(uint32(a) <= uint32(b)) }},
		{"unsigned max", IntU(MaxU(u, v)), func(a, b int32) int32 { return int32(Max(uint32(a), uint32(b))) }},
		{"unsigned shift", IntU(ShrU(u, SplatU(5))), func(a, b int32) int32 { return int32(uint32(a) >> 5) }},
		{"unsigned quo", IntU(QuoU(u, v)), func(a, b int32) int32 { return int32(Quo(uint32(a), uint32(b))) }},
		{"gather", GatherI(intsB[:5], new(Scratch), a), func(a, b int32) int32 { return intsB[Index(a, 5)] }},
		{"pick", PickI([]I{a, b, NotI(a)}, a), func(a, b int32) int32 { return [...]int32{a, b, ^a}[Index(a, 3)] }},
	} {
		for i, got := range lanesI(c.vector) {
			if want := c.scalar(intsA[i], intsB[i]); got != want {
				t.Errorf("%s(%v, %v) = %v, want %v", c.name, intsA[i], intsB[i], got, want)
			}
		}
	}
}

// TestDivision divides with all pairs of edge values.
func TestDivision(t *testing.T) {
	t.Parallel()
	needSIMD(t)
	values := []uint32{0, 1, 2, 3, 7, 10, 1 << 16, 1<<31 - 1, 1 << 31, 1<<31 + 1, 4000000000, 1<<32 - 2, 1<<32 - 1, 3000000001}
	for _, a := range values {
		for _, b := range values {
			u, v := SplatU(a), SplatU(b)
			if q, r := lanesU(QuoU(u, v))[5], lanesU(RemU(u, v))[5]; q != Quo(a, b) || r != Rem(a, b) {
				t.Errorf("%d / %d = %d, %d, want %d, %d", a, b, q, r, Quo(a, b), Rem(a, b))
			}
			i, j := int32(a), int32(b)
			if q, r := lanesI(QuoI(IntU(u), IntU(v)))[2], lanesI(RemI(IntU(u), IntU(v)))[2]; q != Quo(i, j) || r != Rem(i, j) {
				t.Errorf("%d / %d = %d, %d, want %d, %d", i, j, q, r, Quo(i, j), Rem(i, j))
			}
		}
	}
}

func TestMasks(t *testing.T) {
	t.Parallel()
	needSIMD(t)
	p, q := LessI(SplatI(0), LoadI(&intsA)), LessI(SplatI(0), LoadI(&intsB))
	a, b := bools(p), bools(q)
	for _, c := range []struct {
		name   string
		vector M
		scalar func(a, b bool) bool
	}{
		{"splat true", SplatM(true), func(a, b bool) bool { return true }},
		{"splat false", SplatM(false), func(a, b bool) bool { return false }},
		{"all", AllM(), func(a, b bool) bool { return true }},
		{"none", NoneM(), func(a, b bool) bool { return false }},
		{"and", AndM(p, q), func(a, b bool) bool { return a && b }},
		{"or", OrM(p, q), func(a, b bool) bool { return a || b }},
		{"xor", XorM(p, q), func(a, b bool) bool { return a != b }},
		{"equal", EqM(p, q), func(a, b bool) bool { return a == b }},
		{"not", NotM(p), func(a, b bool) bool { return !a }},
		{"and not", AndNotM(p, q), func(a, b bool) bool { return a && !b }},
		{"select", SelM(p, q, NotM(q)), func(a, b bool) bool { return Sel(a, b, !b) }},
	} {
		any := false
		for i, got := range bools(c.vector) {
			want := c.scalar(a[i], b[i])
			any = any || want
			if got != want {
				t.Errorf("%s(%v, %v) = %v", c.name, a[i], b[i], got)
			}
		}
		if Any(c.vector) != any {
			t.Errorf("any %s = %v", c.name, !any)
		}
	}
}

func TestConversions(t *testing.T) {
	t.Parallel()
	needSIMD(t)
	big := [Width]float32{0, 1.9, -1.9, 3e9, 4e9, 2147483648, 65536.5, 16777217}
	for i, got := range lanesU(UintF(LoadF(&big))) {
		if want := Uint(big[i]); got != want {
			t.Errorf("uint(%v) = %d, want %d", big[i], got, want)
		}
	}
	u := unsigned(intsA)
	for i, got := range lanesF(FloatU(LoadU(&u))) {
		if want := float32(u[i]); got != want {
			t.Errorf("float(%d) = %v, want %v", u[i], got, want)
		}
	}
	if FirstI(SplatI(-7)) != -7 || FirstU(SplatU(1<<31)) != 1<<31 {
		t.Error("first lane")
	}
	nan := float32(math.NaN())
	odd := [Width]float32{nan, float32(math.Inf(1)), float32(math.Inf(-1)), 0, 1, math.MaxFloat32, nan, -1}
	for i, got := range bools(IsNaNF(LoadF(&odd))) {
		if got != IsNaN(odd[i]) {
			t.Errorf("isnan(%v) = %v", odd[i], got)
		}
	}
	for i, got := range bools(IsInfF(LoadF(&odd))) {
		if got != IsInf(odd[i]) {
			t.Errorf("isinf(%v) = %v", odd[i], got)
		}
	}
}

func TestStorePixels(t *testing.T) {
	t.Parallel()
	needSIMD(t)
	r := Ramp(0)
	g, b, a := AddF(r, SplatF(100)), AddF(r, SplatF(200)), AddF(r, SplatF(300))
	for _, n := range []int{8, 5, 1} {
		dst := make([]float32, 4*n)
		StorePixels(dst, r, g, b, a)
		for i, x := range dst {
			if want := float32(i/4) + 0.5 + 100*float32(i%4); x != want {
				t.Fatalf("%d pixels: value %d is %v, want %v", n, i, x, want)
			}
		}
	}
}

// TestVectorMath compares the vector forms of the approximated functions with the scalar ones, which TestAccuracy measures.
func TestVectorMath(t *testing.T) {
	t.Parallel()
	needSIMD(t)
	for _, c := range []struct {
		name   string
		vector func(F) F
		scalar func(float32) float32
		from   float32
		to     float32
	}{
		{"exp2", Exp2F, Exp2, -130, 130}, {"exp", ExpF, Exp, -20, 20}, {"log2", Log2F, Log2, 1e-6, 100},
		{"log", LogF, Log, 1e-6, 100}, {"sin", SinF, Sin, -1e3, 1e3}, {"cos", CosF, Cos, -1e3, 1e3}, {"tan", TanF, Tan, -1.5, 1.5},
		{"atan", AtanF, Atan, -9, 9}, {"asin", AsinF, Asin, -1, 1}, {"acos", AcosF, Acos, -1, 1}, {"sinh", SinhF, Sinh, -5, 5},
		{"cosh", CoshF, Cosh, -5, 5}, {"tanh", TanhF, Tanh, -9, 9}, {"asinh", AsinhF, Asinh, -9, 9},
		{"acosh", AcoshF, Acosh, 1.1, 9}, {"atanh", AtanhF, Atanh, -0.9, 0.9}, {"inversesqrt", InverseSqrtF, InverseSqrt, 0.01, 9},
		{"pow", func(x F) F { return PowF(x, SplatF(2.4)) }, func(x float32) float32 { return Pow(x, 2.4) }, -1, 9},
	} {
		for i := range 1000 {
			x := c.from + (c.to-c.from)*float32(i)/1000
			got := lanesF(c.vector(SplatF(x)))[3]
			want := c.scalar(x)
			if d := math.Abs(float64(got - want)); got != want && !(d <= 2e-6*max(1, math.Abs(float64(want)))) {
				t.Fatalf("%s(%v) = %v, want %v", c.name, x, got, want)
			}
		}
	}
}

func TestVectorSampleEqualsScalar(t *testing.T) {
	t.Parallel()
	needSIMD(t)
	tex := &Texture{W: 5, H: 3, Pix: make([]float32, 60)}
	for i := range tex.Pix {
		tex.Pix[i] = float32(i*i%17) / 16
	}
	us := [Width]float32{-0.3, 0, 0.13, 0.5, 0.77, 1, 1.4, float32(math.NaN())}
	vs := [Width]float32{0.2, 1.2, -0.1, 0.5, 0.01, 0.99, float32(math.Inf(1)), 0.3}
	for _, tex.Repeat = range []bool{false, true} {
		r, g, b, a := SampleF(tex, new(Scratch), LoadF(&us), LoadF(&vs))
		got := [4][Width]float32{lanesF(r), lanesF(g), lanesF(b), lanesF(a)}
		for i := range us {
			var want [4]float32
			want[0], want[1], want[2], want[3] = Sample(tex, us[i], vs[i])
			for c := range want {
				if IsNaN(got[c][i]) || math.Abs(float64(got[c][i]-want[c])) > 1e-5 {
					t.Errorf("repeat %v: channel %d at (%v, %v) is %v, want %v", tex.Repeat, c, us[i], vs[i], got[c][i], want[c])
				}
			}
		}
	}
}

func benchmarkVector(b *testing.B, f func(F) F) {
	x := Ramp(0)
	for b.Loop() {
		x = AddF(MulF(f(x), SplatF(1e-3)), SplatF(0.7))
	}
	if Any(IsNaNF(x)) {
		b.Fatal("NaN")
	}
}

func BenchmarkExp2F(b *testing.B) { benchmarkVector(b, Exp2F) }
func BenchmarkLog2F(b *testing.B) { benchmarkVector(b, Log2F) }
func BenchmarkSinF(b *testing.B)  { benchmarkVector(b, SinF) }
func BenchmarkPowF(b *testing.B)  { benchmarkVector(b, func(x F) F { return PowF(x, x) }) }

func BenchmarkSampleF(b *testing.B) {
	tex := &Texture{W: 64, H: 64, Pix: make([]float32, 4*64*64)}
	u, m := MulF(Ramp(0), SplatF(0.1)), new(Scratch)
	for b.Loop() {
		r, _, _, _ := SampleF(tex, m, u, u)
		u = AddF(u, r)
	}
}
