//go:build goexperiment.simd && amd64

package lane

// FractF returns a - floor(a).
func FractF(a F) F { return SubF(a, FloorF(a)) }

// AbsF returns magnitudes.
func AbsF(a F) F { return FloatBitsI(AndI(IntBitsF(a), SplatI(0x7fffffff))) }

// SignF returns -1, 0 or 1.
func SignF(a F) F {
	return SubF(FloatM(LessF(SplatF(0), a)), FloatM(LessF(a, SplatF(0))))
}

// SignI returns -1, 0 or 1.
func SignI(a I) I { return MaxI(MinI(a, SplatI(1)), SplatI(-1)) }

// InverseSqrtF returns 1 / sqrt(a).
func InverseSqrtF(a F) F { return DivF(SplatF(1), SqrtF(a)) }

// IsNaNF is true where a is not a number.
func IsNaNF(a F) M { return NotEqF(a, a) }

// IsInfF is true where a is an infinity.
func IsInfF(a F) M { return EqI(AndI(IntBitsF(a), SplatI(0x7fffffff)), SplatI(0x7f800000)) }

// Exp2F is Exp2 for eight lanes.
func Exp2F(x F) F {
	x = MinF(MaxF(x, LoadF(&kExpMin)), LoadF(&kExpMax))
	k := RoundF(x)
	f := SubF(x, k)
	f2 := MulF(f, f)
	p := MulAddF(f2, MulAddF(f, LoadF(&kExp5), LoadF(&kExp4)), MulAddF(f, LoadF(&kExp3), LoadF(&kExp2)))
	p = MulAddF(f2, p, MulAddF(f, LoadF(&kExp1), LoadF(&kOne)))
	return MulF(FloatBitsI(ShlI(AddI(IntF(k), LoadI(&kBias)), LoadI(&kMantissaBits))), p)
}

// Log2F is Log2 for eight lanes.
func Log2F(x F) F {
	b := IntBitsF(x)
	e := FloatI(SubI(ShrI(b, LoadI(&kMantissaBits)), LoadI(&kBias)))
	m := FloatBitsI(OrI(AndI(b, LoadI(&kMantissa)), LoadI(&kOneBits)))
	big := LessF(LoadF(&kSqrt2), m)
	m = SelF(big, MulF(m, LoadF(&kHalf)), m)
	e = AddF(e, ZeroUnlessF(big, LoadF(&kOne)))
	s := DivF(SubF(m, LoadF(&kOne)), AddF(m, LoadF(&kOne)))
	s2 := MulF(s, s)
	p := MulAddF(s2, LoadF(&kLog2), LoadF(&kLog1))
	p = MulAddF(p, s2, LoadF(&kLog0))
	return MulAddF(p, s, e)
}

// ExpF returns e to the power x.
func ExpF(x F) F { return Exp2F(MulF(x, LoadF(&kLog2E))) }

// LogF returns natural logarithms.
func LogF(x F) F { return MulF(Log2F(x), LoadF(&kLn2)) }

// PowF is Pow for eight lanes.
func PowF(x, y F) F {
	return ZeroUnlessF(LessF(LoadF(&kTiny), x), Exp2F(MulF(Log2F(x), y)))
}

// sinPolyF is sinPoly for eight lanes.
func sinPolyF(r F) F {
	s := MulF(r, r)
	p := MulAddF(MulF(s, s), MulAddF(s, LoadF(&kSin9), LoadF(&kSin7)), MulAddF(s, LoadF(&kSin5), LoadF(&kSin3)))
	return MulAddF(MulF(p, s), r, r)
}

// negateIfF is negateIf for eight lanes.
func negateIfF(k I, x F) F { return FloatBitsI(XorI(ShlI(k, LoadI(&kSignBit)), IntBitsF(x))) }

// lessPiTimesF returns x - k*pi.
func lessPiTimesF(x, k F) F {
	return MulAddF(k, LoadF(&kMinusPiLo), MulAddF(k, LoadF(&kMinusPiHi), x))
}

// SinF is Sin for eight lanes.
func SinF(x F) F {
	k := RoundF(MulF(x, LoadF(&kInvPi)))
	return negateIfF(IntF(k), sinPolyF(lessPiTimesF(x, k)))
}

// CosF is Cos for eight lanes.
func CosF(x F) F {
	k := FloorF(MulF(x, LoadF(&kInvPi)))
	return negateIfF(NotI(IntF(k)), sinPolyF(lessPiTimesF(x, AddF(k, LoadF(&kHalf)))))
}

// TanF returns sin(x) / cos(x).
func TanF(x F) F { return DivF(SinF(x), CosF(x)) }

// Atan2F is Atan2 for eight lanes.
func Atan2F(y, x F) F {
	ax, ay := AbsF(x), AbsF(y)
	a := DivF(MinF(ax, ay), MaxF(MaxF(ax, ay), LoadF(&kTiny)))
	s := MulF(a, a)
	p := MulAddF(s, LoadF(&kAtan15), LoadF(&kAtan13))
	p = MulAddF(p, s, LoadF(&kAtan11))
	p = MulAddF(p, s, LoadF(&kAtan9))
	p = MulAddF(p, s, LoadF(&kAtan7))
	p = MulAddF(p, s, LoadF(&kAtan5))
	p = MulAddF(p, s, LoadF(&kAtan3))
	p = MulAddF(MulF(p, s), a, a)
	p = SelF(LessF(ax, ay), SubF(LoadF(&kHalfPi), p), p)
	p = SelF(LessF(x, SplatF(0)), SubF(LoadF(&kPi), p), p)
	return SelF(LessF(y, SplatF(0)), NegF(p), p)
}

// AtanF returns arc tangents.
func AtanF(x F) F { return Atan2F(x, LoadF(&kOne)) }

func cofactorF(x F) F {
	one := LoadF(&kOne)
	return SqrtF(MaxF(MulF(SubF(one, x), AddF(one, x)), SplatF(0)))
}

// AsinF returns arc sines.
func AsinF(x F) F { return Atan2F(x, cofactorF(x)) }

// AcosF returns arc cosines.
func AcosF(x F) F { return Atan2F(cofactorF(x), x) }

// SinhF returns hyperbolic sines.
func SinhF(x F) F {
	e := ExpF(x)
	return MulF(SubF(e, DivF(LoadF(&kOne), e)), LoadF(&kHalf))
}

// CoshF returns hyperbolic cosines.
func CoshF(x F) F {
	e := ExpF(x)
	return MulF(AddF(e, DivF(LoadF(&kOne), e)), LoadF(&kHalf))
}

// TanhF returns hyperbolic tangents.
func TanhF(x F) F {
	x = MinF(MaxF(x, SplatF(-20)), SplatF(20))
	e := ExpF(AddF(x, x))
	return DivF(SubF(e, LoadF(&kOne)), AddF(e, LoadF(&kOne)))
}

// AsinhF returns inverse hyperbolic sines.
func AsinhF(x F) F {
	return MulF(SignF(x), LogF(AddF(AbsF(x), SqrtF(MulAddF(x, x, LoadF(&kOne))))))
}

// AcoshF returns inverse hyperbolic cosines.
func AcoshF(x F) F { return LogF(AddF(x, SqrtF(SubF(MulF(x, x), LoadF(&kOne))))) }

// AtanhF returns inverse hyperbolic tangents.
func AtanhF(x F) F {
	one := LoadF(&kOne)
	return MulF(LogF(DivF(AddF(one, x), SubF(one, x))), LoadF(&kHalf))
}

// ModF returns a - b*floor(a/b).
func ModF(a, b F) F { return SubF(a, MulF(b, FloorF(DivF(a, b)))) }

// StepF returns 0 where x < edge and 1 elsewhere.
func StepF(edge, x F) F { return FloatM(NotM(LessF(x, edge))) }

// QuoI divides, rounding towards zero; 0 for a divisor of 0. Double precision holds every quotient of 32-bit integers
// exactly enough to truncate it.
func QuoI(a, b I) I { return maskedI(BoolI(b), quoViaDouble(a, b)) }

// RemI is the remainder of QuoI, and 0 for a divisor of 0.
func RemI(a, b I) I { return maskedI(BoolI(b), SubI(a, MulI(QuoI(a, b), b))) }

// QuoU divides; 0 for a divisor of 0. Operands below 2^31 divide as signed integers; a larger divisor fits once or not at all;
// of a larger dividend, half is divided and the quotient corrected.
func QuoU(a, b U) U {
	half := UintI(quoViaDouble(IntU(ShrU(a, SplatU(1))), IntU(b)))
	q := ShlU(half, SplatU(1))
	rest := SubU(a, MulU(q, b))
	q = AddU(q, UintM(LessEqU(b, rest)))
	big := LessI(IntU(b), SplatI(0))
	q = SelU(big, UintM(LessEqU(b, a)), q)
	return SelU(BoolU(b), q, SplatU(0))
}

// RemU is the remainder of QuoU, and 0 for a divisor of 0.
func RemU(a, b U) U { return SelU(BoolU(b), SubU(a, MulU(QuoU(a, b), b)), SplatU(0)) }

func maskedI(m M, a I) I { return SelI(m, a, SplatI(0)) }

// splat expands a constant to all lanes: loading it is cheaper than broadcasting it at each use, because the Go compiler
// spills broadcasts.
func splat[T Number](x T) (r [Width]T) {
	for i := range r {
		r[i] = x
	}
	return r
}

var (
	kOne, kHalf, kSqrt2 = splat[float32](1), splat[float32](0.5), splat[float32](sqrt2)
	kTiny               = splat[float32](powMin)
	kPi, kHalfPi        = splat[float32](pi), splat[float32](halfPi)
	kLog2E, kLn2        = splat[float32](log2E), splat[float32](ln2)

	kExpMin, kExpMax           = splat[float32](-126), splat[float32](128)
	kExp1, kExp2, kExp3        = splat[float32](exp2C1), splat[float32](exp2C2), splat[float32](exp2C3)
	kExp4, kExp5               = splat[float32](exp2C4), splat[float32](exp2C5)
	kLog0, kLog1, kLog2        = splat[float32](log2C0), splat[float32](log2C1), splat[float32](log2C2)
	kMantissaBits, kSixteen    = splat[int32](23), splat[uint32](16)
	kBias, kMantissa, kOneBits = splat[int32](127), splat[int32](0x7fffff), splat[int32](0x3f800000)

	kInvPi, kSignBit         = splat[float32](invPi), splat[int32](31)
	kMinusPiHi, kMinusPiLo   = splat[float32](-piHi), splat[float32](-piLo)
	kSin3, kSin5             = splat[float32](sinC3), splat[float32](sinC5)
	kSin7, kSin9             = splat[float32](sinC7), splat[float32](sinC9)
	kAtan3, kAtan5, kAtan7   = splat[float32](atanC3), splat[float32](atanC5), splat[float32](atanC7)
	kAtan9, kAtan11, kAtan13 = splat[float32](atanC9), splat[float32](atanC11), splat[float32](atanC13)
	kAtan15                  = splat[float32](atanC15)
)

// PickF reads, in each lane, that lane of list[i], with i clamped to the list.
func PickF(list []F, i I) F {
	var r F
	for k := range list {
		r = SelF(EqI(clampI(i, len(list)), SplatI(int32(k))), list[k], r)
	}
	return r
}

// PickI is PickF for integers.
func PickI(list []I, i I) I {
	var r I
	for k := range list {
		r = SelI(EqI(clampI(i, len(list)), SplatI(int32(k))), list[k], r)
	}
	return r
}

// PickU is PickF for unsigned integers.
func PickU(list []U, i I) U {
	var r U
	for k := range list {
		r = SelU(EqI(clampI(i, len(list)), SplatI(int32(k))), list[k], r)
	}
	return r
}

// PickM is PickF for booleans.
func PickM(list []M, i I) M {
	r := NoneM()
	for k := range list {
		r = SelM(EqI(clampI(i, len(list)), SplatI(int32(k))), list[k], r)
	}
	return r
}

func clampI(i I, n int) I { return MinI(MaxI(i, SplatI(0)), SplatI(int32(n-1))) }

// StorePixels writes eight interleaved pixels, or fewer at the end of a row.
func StorePixels(dst []float32, r, g, b, a F) {
	if len(dst) >= 4*Width {
		StoreRGBA((*[4 * Width]float32)(dst), r, g, b, a)
		return
	}
	var part [4 * Width]float32
	StoreRGBA(&part, r, g, b, a)
	copy(dst, part[:])
}
