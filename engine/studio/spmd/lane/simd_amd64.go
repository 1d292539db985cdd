//go:build goexperiment.simd && amd64

package lane

import (
	"encoding/binary"
	"simd/archsimd"
	"unsafe"
)

// Width is the number of lanes.
const Width = 8

type (
	// F is eight float32.
	F = archsimd.Float32x8
	// I is eight int32.
	I = archsimd.Int32x8
	// U is eight uint32.
	U = archsimd.Uint32x8
	// M is eight booleans, each a lane of all ones or all zeros.
	M = archsimd.Mask32x8
)

var available = archsimd.X86.AVX2() && archsimd.X86.FMA()

// Available reports whether this processor runs the eight-lane functions (AVX2 and FMA).
func Available() bool { return available }

// SplatF sets all lanes to x.
func SplatF(x float32) F { return archsimd.BroadcastFloat32x8(x) }

// SplatAtF sets all lanes to list[i].
func SplatAtF(list []float32, i int) F {
	return archsimd.BroadcastInt32x8(bitsAt(list, i)).AsFloat32x8()
}

// bitsAt returns the bits of list[i] in an integer register. math.Float32bits of an indexed load would go through an SSE register,
// and one SSE instruction costs more than all else that is done with the value.
func bitsAt(list []float32, i int) int32 { return *(*int32)(unsafe.Pointer(&list[i])) }

// SplatAtI sets all lanes to list[i].
func SplatAtI(list []int32, i int) I { return SplatI(list[i]) }

// SplatAtU sets all lanes to list[i].
func SplatAtU(list []uint32, i int) U { return SplatU(list[i]) }

// SplatAtM sets all lanes to list[i].
func SplatAtM(list []bool, i int) M { return SplatM(list[i]) }

// FirstI returns lane 0 of a vector whose lanes agree.
func FirstI(a I) int32 { return a.GetLo().GetElem(0) }

// FirstU returns lane 0 of a vector whose lanes agree.
func FirstU(a U) uint32 { return a.GetLo().GetElem(0) }

// Leave ends a stretch of vector code: it clears the upper register halves, without which SSE instructions, that is all
// scalar float code of Go, are slow.
func Leave() { archsimd.ClearAVXUpperBits() }

// SplatI sets all lanes to x.
func SplatI(x int32) I { return archsimd.BroadcastInt32x8(x) }

// SplatU sets all lanes to x.
func SplatU(x uint32) U { return archsimd.BroadcastUint32x8(x) }

// SplatM sets all lanes to x.
func SplatM(x bool) M { return archsimd.BroadcastInt32x8(-IntBool(x)).ToMask() }

// LoadF loads eight values.
func LoadF(p *[Width]float32) F { return archsimd.LoadFloat32x8(p) }

// LoadI loads eight values.
func LoadI(p *[Width]int32) I { return archsimd.LoadInt32x8(p) }

// LoadU loads eight values.
func LoadU(p *[Width]uint32) U { return archsimd.LoadUint32x8(p) }

// kCentres are the pixel centres of the first group.
var kCentres = [Width]float32{0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5}

// Ramp returns x+0.5, x+1.5, ... x+7.5: the pixel centres of a group.
func Ramp(x int) F {
	return LoadF(&kCentres).Add(FloatI(SplatI(int32(x))))
}

// AddF returns a + b.
func AddF(a, b F) F { return a.Add(b) }

// SubF returns a - b.
func SubF(a, b F) F { return a.Sub(b) }

// MulF returns a * b.
func MulF(a, b F) F { return a.Mul(b) }

// DivF returns a / b.
func DivF(a, b F) F { return a.Div(b) }

// MulAddF returns a*b + c, rounded once.
func MulAddF(a, b, c F) F { return a.MulAdd(b, c) }

// NegF returns -a.
func NegF(a F) F { return a.AsInt32x8().Xor(SplatI(-1 << 31)).AsFloat32x8() }

// MinF returns the smaller, and either where one is NaN: the compiler may exchange the operands.
func MinF(a, b F) F { return a.Min(b) }

// MaxF returns the larger, and either where one is NaN.
func MaxF(a, b F) F { return a.Max(b) }

// SqrtF returns square roots.
func SqrtF(a F) F { return a.Sqrt() }

// FloorF rounds down.
func FloorF(a F) F { return a.Floor() }

// CeilF rounds up.
func CeilF(a F) F { return a.Ceil() }

// TruncF rounds towards zero.
func TruncF(a F) F { return a.Trunc() }

// RoundF rounds to nearest, ties to even.
func RoundF(a F) F { return a.RoundToEven() }

// LessF compares a < b.
func LessF(a, b F) M { return a.Less(b) }

// LessEqF compares a <= b.
func LessEqF(a, b F) M { return a.LessEqual(b) }

// EqF compares a == b.
func EqF(a, b F) M { return a.Equal(b) }

// NotEqF compares a != b.
func NotEqF(a, b F) M { return a.NotEqual(b) }

// SelF takes a where m holds, b elsewhere.
func SelF(m M, a, b F) F { return a.Merge(b, m) }

// SelI takes a where m holds, b elsewhere.
func SelI(m M, a, b I) I { return a.Merge(b, m) }

// SelU takes a where m holds, b elsewhere.
func SelU(m M, a, b U) U { return a.Merge(b, m) }

// SelM takes a where m holds, b elsewhere.
func SelM(m, a, b M) M { return m.And(a).Or(AndNotM(b, m)) }

// ZeroUnlessF returns a where m holds and 0 elsewhere.
func ZeroUnlessF(m M, a F) F { return a.Masked(m) }

// AddI returns a + b.
func AddI(a, b I) I { return a.Add(b) }

// SubI returns a - b.
func SubI(a, b I) I { return a.Sub(b) }

// MulI returns a * b, modulo 2^32.
func MulI(a, b I) I { return a.Mul(b) }

// AndI is bitwise.
func AndI(a, b I) I { return a.And(b) }

// OrI is bitwise.
func OrI(a, b I) I { return a.Or(b) }

// XorI is bitwise.
func XorI(a, b I) I { return a.Xor(b) }

// NotI is bitwise.
func NotI(a I) I { return a.Not() }

// NegI returns -a.
func NegI(a I) I { var z I; return z.Sub(a) }

// The shifts take a count per lane, below 32, even where it is a constant: Go moves a scalar count into a vector register
// with an SSE instruction, which is slow amid AVX code.

// ShlI shifts each lane left by its own count.
func ShlI(a, n I) I { return a.ShiftLeft(n) }

// ShrI shifts each lane right by its own count, keeping the sign.
func ShrI(a, n I) I { return a.ShiftRight(n) }

// MinI returns the smaller.
func MinI(a, b I) I { return a.Min(b) }

// MaxI returns the larger.
func MaxI(a, b I) I { return a.Max(b) }

// AbsI returns magnitudes.
func AbsI(a I) I { return a.Abs() }

// LessI compares a < b.
func LessI(a, b I) M { return a.Less(b) }

// LessEqI compares a <= b.
func LessEqI(a, b I) M { return NotM(b.Less(a)) }

// EqI compares a == b.
func EqI(a, b I) M { return a.Equal(b) }

// NotEqI compares a != b.
func NotEqI(a, b I) M { return NotM(a.Equal(b)) }

// AddU returns a + b.
func AddU(a, b U) U { return a.Add(b) }

// SubU returns a - b.
func SubU(a, b U) U { return a.Sub(b) }

// MulU returns a * b, modulo 2^32.
func MulU(a, b U) U { return a.Mul(b) }

// AndU is bitwise.
func AndU(a, b U) U { return a.And(b) }

// OrU is bitwise.
func OrU(a, b U) U { return a.Or(b) }

// XorU is bitwise.
func XorU(a, b U) U { return a.Xor(b) }

// NotU is bitwise.
func NotU(a U) U { return a.Not() }

// NegU returns -a, modulo 2^32.
func NegU(a U) U { var z U; return z.Sub(a) }

// ShlU shifts each lane left by its own count.
func ShlU(a, n U) U { return a.ShiftLeft(n) }

// ShrU shifts each lane right by its own count.
func ShrU(a, n U) U { return a.ShiftRight(n) }

// MinU returns the smaller.
func MinU(a, b U) U { return a.Min(b) }

// MaxU returns the larger.
func MaxU(a, b U) U { return a.Max(b) }

// LessU compares a < b.
func LessU(a, b U) M { return flipU(a).Less(flipU(b)) }

// LessEqU compares a <= b.
func LessEqU(a, b U) M { return NotM(LessU(b, a)) }

// EqU compares a == b.
func EqU(a, b U) M { return a.AsInt32x8().Equal(b.AsInt32x8()) }

// NotEqU compares a != b.
func NotEqU(a, b U) M { return NotM(EqU(a, b)) }

// flipU maps unsigned order to signed order: AVX2 compares signed integers only.
func flipU(a U) I { return a.AsInt32x8().Xor(SplatI(-1 << 31)) }

// AllM is true in every lane.
func AllM() M { var z I; return z.Equal(z) }

// NoneM is false in every lane.
func NoneM() M { var z I; return z.ToMask() }

// AndM is the conjunction.
func AndM(a, b M) M { return a.And(b) }

// OrM is the disjunction.
func OrM(a, b M) M { return a.Or(b) }

// XorM is true where a and b differ.
func XorM(a, b M) M { return a.ToInt32x8().Xor(b.ToInt32x8()).ToMask() }

// EqM is true where a and b agree.
func EqM(a, b M) M { return NotM(XorM(a, b)) }

// NotEqM is true where a and b differ.
func NotEqM(a, b M) M { return XorM(a, b) }

// NotM is the negation.
func NotM(a M) M { return a.ToInt32x8().Not().ToMask() }

// AndNotM is a and not b.
func AndNotM(a, b M) M { return a.ToInt32x8().AndNot(b.ToInt32x8()).ToMask() }

// Any reports whether some lane is true.
func Any(m M) bool { return !m.ToInt32x8().IsZero() }

// FloatI converts to float32.
func FloatI(a I) F { return a.ConvertToFloat32() }

// FloatU converts to float32; the value is split because AVX2 converts signed integers only.
func FloatU(a U) F {
	hi := a.ShiftRight(LoadU(&kSixteen)).AsInt32x8().ConvertToFloat32()
	lo := a.And(SplatU(0xffff)).AsInt32x8().ConvertToFloat32()
	return hi.MulAdd(SplatF(65536), lo)
}

// FloatSmallU converts values below 2^31 to float32.
func FloatSmallU(a U) F { return a.AsInt32x8().ConvertToFloat32() }

// FloatM returns 1 where m holds and 0 elsewhere.
func FloatM(m M) F { return SplatF(1).Masked(m) }

// IntF truncates to int32.
func IntF(a F) I { return a.ConvertToInt32() }

// IntU reinterprets.
func IntU(a U) I { return a.AsInt32x8() }

// IntM returns 1 where m holds and 0 elsewhere.
func IntM(m M) I { return SplatI(1).Masked(m) }

// UintI reinterprets.
func UintI(a I) U { return a.AsUint32x8() }

// UintM returns 1 where m holds and 0 elsewhere.
func UintM(m M) U { return IntM(m).AsUint32x8() }

// UintF truncates to uint32 like Uint.
func UintF(a F) U {
	big := a.GreaterEqual(SplatF(1 << 31))
	r := a.Sub(SplatF(1 << 31).Masked(big)).ConvertToInt32()
	return r.Xor(SplatI(-1 << 31).Masked(big)).AsUint32x8()
}

// BoolF is true where a is not 0.
func BoolF(a F) M { return a.NotEqual(SplatF(0)) }

// BoolI is true where a is not 0.
func BoolI(a I) M { return NotEqI(a, SplatI(0)) }

// BoolU is true where a is not 0.
func BoolU(a U) M { return BoolI(a.AsInt32x8()) }

// FloatBitsI reinterprets bits as float32.
func FloatBitsI(a I) F { return a.AsFloat32x8() }

// FloatBitsU reinterprets bits as float32.
func FloatBitsU(a U) F { return a.AsFloat32x8() }

// IntBitsF reinterprets the bits of float32.
func IntBitsF(a F) I { return a.AsInt32x8() }

// UintBitsF reinterprets the bits of float32.
func UintBitsF(a F) U { return a.AsUint32x8() }

// spillI stores a vector for the operations AVX2 has no instruction for.
func spillI(p *[Width]int32, a I) { a.Store(p) }

// quoViaDouble divides in double precision, truncating; it is undefined for a divisor of 0.
func quoViaDouble(a, b I) I {
	lo := a.GetLo().ConvertToFloat64().Div(b.GetLo().ConvertToFloat64()).ConvertToInt32()
	hi := a.GetHi().ConvertToFloat64().Div(b.GetHi().ConvertToFloat64()).ConvertToInt32()
	return a.SetLo(lo).SetHi(hi)
}

// LoadRGBA is the inverse of StoreRGBA.
func LoadRGBA(p *[4 * Width]float32) (r, g, b, a F) {
	p01, p23 := LoadF((*[Width]float32)(p[:])), LoadF((*[Width]float32)(p[Width:]))
	p45, p67 := LoadF((*[Width]float32)(p[2*Width:])), LoadF((*[Width]float32)(p[3*Width:]))
	// Halves 0 and 1 are of the first vector, 2 and 3 of the second.
	return deinterleave(p01.Select128FromPair(0, 2, p45), p01.Select128FromPair(1, 3, p45),
		p23.Select128FromPair(0, 2, p67), p23.Select128FromPair(1, 3, p67))
}

// StoreF stores eight values.
func StoreF(p *[Width]float32, a F) { a.Store(p) }

// LoadPair returns two pixels side by side.
func LoadPair(p *[2][4]float32) F { return LoadF((*[Width]float32)(unsafe.Pointer(p))) }

// StoreArray is StoreRGBA for an array of pixels.
func StoreArray(p *[Width][4]float32, r, g, b, a F) {
	StoreRGBA((*[4 * Width]float32)(unsafe.Pointer(p)), r, g, b, a)
}

// StoreRGBA writes eight interleaved pixels.
func StoreRGBA(p *[4 * Width]float32, r, g, b, a F) {
	rgLo, rgHi := interleave(r, g)
	baLo, baHi := interleave(b, a)
	p04, p15 := interleave2(rgLo, baLo)
	p26, p37 := interleave2(rgHi, baHi)
	p04.GetLo().Store((*[4]float32)(p[0:4]))
	p15.GetLo().Store((*[4]float32)(p[4:8]))
	p26.GetLo().Store((*[4]float32)(p[8:12]))
	p37.GetLo().Store((*[4]float32)(p[12:16]))
	p04.GetHi().Store((*[4]float32)(p[16:20]))
	p15.GetHi().Store((*[4]float32)(p[20:24]))
	p26.GetHi().Store((*[4]float32)(p[24:28]))
	p37.GetHi().Store((*[4]float32)(p[28:32]))
}

// StorePairs writes the values of two vectors in turn: x0 y0 x1 y1 and so on.
func StorePairs(p *[2 * Width]float32, x, y F) {
	lo, hi := interleave(x, y)
	lo.GetLo().Store((*[4]float32)(p[0:4]))
	hi.GetLo().Store((*[4]float32)(p[4:8]))
	lo.GetHi().Store((*[4]float32)(p[8:12]))
	hi.GetHi().Store((*[4]float32)(p[12:16]))
}

// interleave returns x0 y0 x1 y1 | x4 y4 x5 y5 and x2 y2 x3 y3 | x6 y6 x7 y7.
func interleave(x, y F) (lo, hi F) {
	a, b := x.AsInt32x8(), y.AsInt32x8()
	return a.InterleaveLoGrouped(b).AsFloat32x8(), a.InterleaveHiGrouped(b).AsFloat32x8()
}

// interleave2 is interleave for pairs of lanes.
func interleave2(x, y F) (lo, hi F) {
	a, b := x.AsInt64x4(), y.AsInt64x4()
	return a.InterleaveLoGrouped(b).AsFloat32x8(), a.InterleaveHiGrouped(b).AsFloat32x8()
}

// loadPair loads the texels with indices i and k side by side.
func loadPair(pix []float32, i, k int) F {
	var z F
	lo := archsimd.LoadFloat32x4((*[4]float32)(pix[4*i : 4*i+4]))
	return z.SetLo(lo).SetHi(archsimd.LoadFloat32x4((*[4]float32)(pix[4*k : 4*k+4])))
}

// LoadTwo returns two pixels that lie apart side by side.
func LoadTwo(a, b *[4]float32) F {
	var z F
	return z.SetLo(archsimd.LoadFloat32x4(a)).SetHi(archsimd.LoadFloat32x4(b))
}

// Deinterleave turns pixels 0 4, 1 5, 2 6 and 3 7 into four channels.
func Deinterleave(t04, t15, t26, t37 F) (r, g, b, a F) { return deinterleave(t04, t15, t26, t37) }

// EvenF returns the lanes 0, 2, 4 and 6 of two vectors.
func EvenF(a, b F) F {
	n := LoadU(&kEven)
	return permuteF(a, n).SetHi(permuteF(b, n).GetLo())
}

var kEven = [Width]uint32{0, 2, 4, 6, 0, 2, 4, 6}

// StoreBytes stores the lowest byte of each lane.
func StoreBytes(p *[Width]byte, a I) {
	bytes := a.AsInt8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&kLowest))
	binary.LittleEndian.PutUint32(p[:4], uint32(bytes.GetLo().AsInt32x4().GetElem(0)))
	binary.LittleEndian.PutUint32(p[4:], uint32(bytes.GetHi().AsInt32x4().GetElem(0)))
}

// kLowest picks the lowest bytes of the lanes of each half.
var kLowest = [32]int8{
	0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
}

// SumsF returns the sums of the lanes of four vectors.
func SumsF(a, b, c, d F) archsimd.Float32x4 {
	p, q, r, s := deinterleave(a, b, c, d)
	sum := p.Add(q).Add(r.Add(s))
	return sum.GetLo().Add(sum.GetHi())
}

// SpreadF returns lane k, 0..3, four times, and then lane k+4: values of pixels 0 to 7 for channels as Deinterleave takes them.
func SpreadF(a F, k int) F { return permuteF(a, LoadU(&kSpread[k])) }

var kSpread = [4][Width]uint32{
	{0, 0, 0, 0, 4, 4, 4, 4}, {1, 1, 1, 1, 5, 5, 5, 5}, {2, 2, 2, 2, 6, 6, 6, 6}, {3, 3, 3, 3, 7, 7, 7, 7},
}

// deinterleave turns texels 0 4, 1 5, 2 6 and 3 7 into four channels.
func deinterleave(t04, t15, t26, t37 F) (r, g, b, a F) {
	rg01, ba01 := interleave(t04, t15)
	rg23, ba23 := interleave(t26, t37)
	r, g = interleave2(rg01, rg23)
	b, a = interleave2(ba01, ba23)
	return r, g, b, a
}

// permuteF reads lane n[i] for each lane i.
func permuteF(a F, n U) F { return a.Permute(n) }
