package lane

import "math"

// Coefficients of the minimax polynomials, fitted by iteratively reweighted least squares on Chebyshev nodes.
const (
	// 2^f - 1 for f in [-1/2, 1/2], relative error of 2^f below 1e-7.
	exp2C1, exp2C2, exp2C3, exp2C4, exp2C5 = 0.693146978, 0.240222421, 0.0555073376, 0.009671513, 0.0013264722
	// log2((1+s)/(1-s)) = s*(C0 + C1 s^2 + C2 s^4) for |s| <= 0.1716, relative error below 2e-7.
	log2C0, log2C1, log2C2 = 2.88539042, 0.961588286, 0.595782441
	// sin(x) - x for |x| <= pi/2, odd powers from 3, relative error below 5e-9.
	sinC3, sinC5, sinC7, sinC9 = -0.166666605, 0.00833308817, -0.000198111129, 2.60893298e-06
	// atan(x) - x for |x| <= 1, odd powers from 3, relative error below 1e-7.
	atanC3, atanC5, atanC7, atanC9 = -0.333324631, 0.199756083, -0.140503755, 0.0999545459
	atanC11, atanC13, atanC15      = -0.0606097684, 0.0250354414, -0.00490985047

	// pi as a sum of two float32 for a two-step argument reduction (Cody and Waite 1980).
	piHi, piLo = 3.14159274, -8.74227766e-08
	invPi      = 1 / math.Pi
	pi, halfPi = math.Pi, math.Pi / 2
	sqrt2      = math.Sqrt2
	log2E, ln2 = math.Log2E, math.Ln2

	// powMin is the smallest base that Pow takes as positive.
	powMin = 1e-30
	// ratioMin keeps atan(0, 0) from dividing by zero.
	ratioMin = 1e-30
)

// Floor returns the largest integer value not above x.
func Floor(x float32) float32 { return float32(math.Floor(float64(x))) }

// Ceil returns the smallest integer value not below x.
func Ceil(x float32) float32 { return float32(math.Ceil(float64(x))) }

// Trunc returns x without its fraction.
func Trunc(x float32) float32 { return float32(math.Trunc(float64(x))) }

// Round returns the nearest integer value, ties to even (GLSL leaves the tie open, so round and roundEven are one).
func Round(x float32) float32 { return float32(math.RoundToEven(float64(x))) }

// Fract returns x - Floor(x).
func Fract(x float32) float32 { return x - Floor(x) }

// Abs returns the magnitude of x.
func Abs(x float32) float32 { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }

// Sign returns -1, 0 or 1.
func Sign(x float32) float32 {
	if x > 0 {
		return 1
	}
	if x < 0 {
		return -1
	}
	return 0
}

// Sqrt returns the square root of x.
func Sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// InverseSqrt returns 1 / Sqrt(x).
func InverseSqrt(x float32) float32 { return 1 / float32(math.Sqrt(float64(x))) }

// Exp2 returns 2 to the power x; it underflows to 2^-126 and overflows to +Inf. The polynomial is summed in pairs (Estrin),
// which shortens the chain of dependent operations.
func Exp2(x float32) float32 {
	x = Min(Max(x, -126), 128)
	k := Round(x)
	f := x - k
	f2 := f * f
	p := exp2C1*f + 1 + f2*(exp2C3*f+exp2C2+f2*(exp2C5*f+exp2C4))
	return math.Float32frombits(uint32(int32(k)+127)<<23) * p
}

// Log2 returns the base-2 logarithm of x for x > 0.
func Log2(x float32) float32 {
	b := int32(math.Float32bits(x))
	e := float32(b>>23 - 127)
	m := math.Float32frombits(uint32(b&0x7fffff | 0x3f800000))
	if m > sqrt2 {
		m *= 0.5
		e++
	}
	s := (m - 1) / (m + 1)
	s2 := s * s
	return ((log2C2*s2+log2C1)*s2+log2C0)*s + e
}

// Exp returns e to the power x.
func Exp(x float32) float32 { return Exp2(x * log2E) }

// Log returns the natural logarithm of x for x > 0.
func Log(x float32) float32 { return Log2(x) * ln2 }

// Pow returns x to the power y for x > 0, and 0 for x at or below 1e-30.
func Pow(x, y float32) float32 {
	if !(x > powMin) {
		return 0
	}
	return Exp2(y * Log2(x))
}

// sinPoly is the sine of r for |r| <= pi/2.
func sinPoly(r float32) float32 {
	s := r * r
	p := sinC5*s + sinC3 + s*s*(sinC9*s+sinC7)
	return p*s*r + r
}

// negateIf returns x with its sign changed where k is odd.
func negateIf(k int32, x float32) float32 {
	return math.Float32frombits(math.Float32bits(x) ^ uint32(k)<<31)
}

// Sin returns the sine of x in radians, for |x| up to about 1e5: x less the nearest multiple of pi is reduced in double
// precision, as the vector code does with fused operations.
func Sin(x float32) float32 {
	k := math.RoundToEven(float64(x * invPi))
	return negateIf(int32(k), sinPoly(float32(float64(x)-k*math.Pi)))
}

// Cos returns the cosine of x in radians, from the distance to the middle of the half turn that x is in.
func Cos(x float32) float32 {
	k := math.Floor(float64(x * invPi))
	return negateIf(int32(k)+1, sinPoly(float32(float64(x)-(k+0.5)*math.Pi)))
}

// Tan returns Sin(x) / Cos(x).
func Tan(x float32) float32 { return Sin(x) / Cos(x) }

// Atan2 returns the angle of the point (x, y) in radians, in [-pi, pi].
func Atan2(y, x float32) float32 {
	ax, ay := Abs(x), Abs(y)
	a := Min(ax, ay) / Max(Max(ax, ay), ratioMin)
	s := a * a
	p := (((((((atanC15*s+atanC13)*s+atanC11)*s+atanC9)*s+atanC7)*s+atanC5)*s+atanC3)*s)*a + a
	if ay > ax {
		p = halfPi - p
	}
	if x < 0 {
		p = pi - p
	}
	if y < 0 {
		p = -p
	}
	return p
}

// Atan returns the arc tangent of x.
func Atan(x float32) float32 { return Atan2(x, 1) }

// Asin returns the arc sine of x for |x| <= 1.
func Asin(x float32) float32 { return Atan2(x, Sqrt(Max((1-x)*(1+x), 0))) }

// Acos returns the arc cosine of x for |x| <= 1.
func Acos(x float32) float32 { return Atan2(Sqrt(Max((1-x)*(1+x), 0)), x) }

// Sinh returns the hyperbolic sine of x.
func Sinh(x float32) float32 { e := Exp(x); return 0.5 * (e - 1/e) }

// Cosh returns the hyperbolic cosine of x.
func Cosh(x float32) float32 { e := Exp(x); return 0.5 * (e + 1/e) }

// Tanh returns the hyperbolic tangent of x.
func Tanh(x float32) float32 {
	e := Exp(2 * Min(Max(x, -20), 20))
	return (e - 1) / (e + 1)
}

// Asinh returns the inverse hyperbolic sine of x.
func Asinh(x float32) float32 { return Sign(x) * Log(Abs(x)+Sqrt(x*x+1)) }

// Acosh returns the inverse hyperbolic cosine of x for x >= 1.
func Acosh(x float32) float32 { return Log(x + Sqrt(x*x-1)) }

// Atanh returns the inverse hyperbolic tangent of x for |x| < 1.
func Atanh(x float32) float32 { return 0.5 * Log((1+x)/(1-x)) }

// Mod returns a - b*Floor(a/b), as GLSL defines it.
func Mod(a, b float32) float32 { return a - b*Floor(a/b) }

// Step returns 0 where x < edge and 1 elsewhere.
func Step(edge, x float32) float32 {
	if x < edge {
		return 0
	}
	return 1
}

// Number is what GLSL computes with.
type Number interface{ float32 | int32 | uint32 }

// Min returns the smaller of a and b, and b if one is NaN.
func Min[T Number](a, b T) T {
	if a < b {
		return a
	}
	return b
}

// Max returns the larger of a and b, and b if one is NaN.
func Max[T Number](a, b T) T {
	if a > b {
		return a
	}
	return b
}

// Sel returns a where c holds and b elsewhere; both are already computed.
func Sel[T any](c bool, a, b T) T {
	if c {
		return a
	}
	return b
}

// AbsInt returns the magnitude of x.
func AbsInt(x int32) int32 { return max(x, -x) }

// SignInt returns -1, 0 or 1.
func SignInt(x int32) int32 { return x>>31 | int32(uint32(-x)>>31) }

// Quo returns a / b rounded towards zero, and 0 for b = 0.
func Quo[T int32 | uint32](a, b T) T {
	if b == 0 {
		return 0
	}
	return a / b
}

// Rem returns the remainder of Quo, and 0 for b = 0.
func Rem[T int32 | uint32](a, b T) T {
	if b == 0 {
		return 0
	}
	return a % b
}

// FloatBool returns 1 for true and 0 for false.
func FloatBool(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// IntBool returns 1 for true and 0 for false.
func IntBool(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// UintBool returns 1 for true and 0 for false.
func UintBool(b bool) uint32 { return uint32(IntBool(b)) }

// Uint converts like GLSL's uint(x): values in [0, 2^32) are truncated, negative ones wrap like int(x).
func Uint(x float32) uint32 {
	if x >= 1<<31 {
		return uint32(int32(x-1<<31)) ^ 1<<31
	}
	return uint32(int32(x))
}

// IsNaN reports whether x is not a number.
func IsNaN(x float32) bool { return x != x }

// IsInf reports whether x is an infinity.
func IsInf(x float32) bool { return math.Float32bits(x)&^(1<<31) == 0x7f800000 }

// FloatBits, IntBits and UintBits reinterpret 32 bits.
func FloatBits[T int32 | uint32](x T) float32 { return math.Float32frombits(uint32(x)) }

// IntBits returns the bits of x as a signed integer.
func IntBits(x float32) int32 { return int32(math.Float32bits(x)) }

// UintBits returns the bits of x as an unsigned integer.
func UintBits(x float32) uint32 { return math.Float32bits(x) }

// Index clamps i to [0, n).
func Index(i int32, n int) int { return min(max(int(i), 0), n-1) }

// IndexU clamps i to [0, n).
func IndexU(i uint32, n int) int { return int(min(i, uint32(n-1))) }

// Inf returns +Inf for sign >= 0 and -Inf otherwise.
func Inf(sign int) float32 { return float32(math.Inf(sign)) }

// NaN returns a quiet not-a-number.
func NaN() float32 { return float32(math.NaN()) }

// Fill sets all elements to x.
func Fill[T Number](p *[8]T, x T) {
	for i := range p {
		p[i] = x
	}
}
