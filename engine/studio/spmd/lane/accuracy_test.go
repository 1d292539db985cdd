package lane

import (
	"math"
	"testing"
)

// curve is a function with the range it is measured on and the error it may have: relative to the exact value where that
// is above 1, absolute below.
type curve struct {
	name    string
	approx  func(x float32) float32
	exact   func(x float64) float64
	from    float64
	to      float64
	maximum float64
}

var curves = []curve{
	{"exp2", Exp2, math.Exp2, -30, 30, 3e-7},
	{"exp", Exp, math.Exp, -20, 20, 2e-6},
	{"log2", Log2, math.Log2, 1e-6, 10, 3e-7},
	{"log", Log, math.Log, 1e-6, 1e6, 3e-7},
	{"pow 2.2", func(x float32) float32 { return Pow(x, 2.2) }, func(x float64) float64 { return math.Pow(x, float64(float32(2.2))) }, 1e-3, 10, 2e-6},
	{"pow 200", func(x float32) float32 { return Pow(x, 200) }, func(x float64) float64 { return math.Pow(x, 200) }, 0.5, 1, 3e-6},
	{"sin", Sin, math.Sin, -20, 20, 4e-7},
	{"sin far", Sin, math.Sin, -1e4, 1e4, 5e-7},
	{"cos", Cos, math.Cos, -20, 20, 4e-7},
	{"tan", Tan, math.Tan, -1.5, 1.5, 2e-5},
	{"atan", Atan, math.Atan, -30, 30, 3e-7},
	{"asin", Asin, math.Asin, -1, 1, 4e-7},
	{"acos", Acos, math.Acos, -1, 1, 4e-7},
	{"sinh", Sinh, math.Sinh, -8, 8, 2e-6},
	{"cosh", Cosh, math.Cosh, -8, 8, 2e-6},
	{"tanh", Tanh, math.Tanh, -8, 8, 1e-6},
	{"asinh", Asinh, math.Asinh, -50, 50, 1e-6},
	{"acosh", Acosh, math.Acosh, 1.5, 50, 1e-6},
	{"atanh", Atanh, math.Atanh, -0.9, 0.9, 1e-6},
}

func TestAccuracy(t *testing.T) {
	t.Parallel()
	const n = 20000
	for _, c := range curves {
		worst, at := 0.0, 0.0
		for i := range n {
			x := float32(c.from + (c.to-c.from)*float64(i)/n)
			want := c.exact(float64(x))
			if e := math.Abs(float64(c.approx(x))-want) / max(1, math.Abs(want)); e > worst {
				worst, at = e, float64(x)
			}
		}
		t.Logf("%-8s error %.1e on [%g, %g]", c.name, worst, c.from, c.to)
		if worst > c.maximum {
			t.Errorf("%s: error %.2g at %g, want at most %.2g", c.name, worst, at, c.maximum)
		}
	}
}

func TestAtan2(t *testing.T) {
	t.Parallel()
	for i := range 360 {
		a := float64(i-180) * math.Pi / 180
		y, x := float32(3*math.Sin(a)), float32(3*math.Cos(a))
		if got, want := float64(Atan2(y, x)), math.Atan2(float64(y), float64(x)); math.Abs(got-want) > 5e-7 {
			t.Errorf("atan(%v, %v) = %v, want %v", y, x, got, want)
		}
	}
	if Atan2(0, 0) != 0 {
		t.Error("atan(0, 0) must be 0")
	}
}

// TestSpecialValues holds what the package comment promises for NaN, infinity and other edges.
func TestSpecialValues(t *testing.T) {
	t.Parallel()
	inf, nan := Inf(1), NaN()
	for _, c := range []struct {
		name      string
		got, want float32
	}{
		{"min(nan, 1)", Min(nan, 1), 1},
		{"max(nan, 1)", Max(nan, 1), 1},
		{"exp2(200)", Exp2(200), inf},
		{"exp2(-200)", Exp2(-200), 1.17549435e-38},
		{"pow(0, 2)", Pow(0, 2), 0},
		{"pow(-1, 2)", Pow(-1, 2), 0},
		{"floor(-0.5)", Floor(-0.5), -1},
		{"mod(-1, 3)", Mod(-1, 3), 2},
	} {
		if c.got != c.want {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
	if !IsNaN(nan) || IsNaN(inf) || !IsInf(Inf(-1)) || IsInf(nan) {
		t.Error("isnan or isinf")
	}
	if Quo(int32(5), 0) != 0 || Rem(uint32(5), 0) != 0 || Index(-3, 4) != 0 || Index(9, 4) != 3 || IndexU(1<<31, 4) != 3 {
		t.Error("division by zero and indices outside must be harmless")
	}
}

func TestSampleOutside(t *testing.T) {
	t.Parallel()
	tex := &Texture{W: 1, H: 1, Pix: []float32{1, 2, 3, 4}}
	for _, u := range []float32{0, -5, 1e30, Inf(1), Inf(-1), NaN()} {
		if r, _, _, a := Sample(tex, u, u); r != 1 || a != 4 {
			t.Errorf("sample at %v is %v, %v", u, r, a)
		}
	}
}
