package yuv

import "math"

// The sRGB curve is read from a table indexed by the top bits of the float: every octave from 2^-curveOctaves up to 1 has
// curveSteps linear pieces, so the relative precision is the same in shadows and highlights (error below 1/20 of a code).
const (
	curveOctaves  = 14
	curveStepBits = 5
	curveSteps    = 1 << curveStepBits
)

type piece struct{ base, slope float32 }

var (
	curve     = makeCurve()
	curveFrom = math.Float32bits(float32(math.Ldexp(1, -curveOctaves)))
)

// Encode applies the sRGB curve (IEC 61966-2-1) to a linear value and clips to [0,1]. NaN becomes 0.
func Encode(v float32) float32 {
	if !(v > 0) {
		return 0
	}
	if v >= 1 {
		return 1
	}
	bits := math.Float32bits(v)
	if bits < curveFrom {
		return 12.92 * v
	}
	p := curve[(bits-curveFrom)>>(23-curveStepBits)]
	return p.base + p.slope*v
}

// Decode is the inverse of Encode: an sRGB value in [0,1] to linear light.
func Decode(v float32) float32 {
	x := float64(min(max(v, 0), 1))
	if x <= 0.04045 {
		return float32(x / 12.92)
	}
	return float32(math.Pow((x+0.055)/1.055, 2.4))
}

// Linear is Decode from a table, with an error below 1e-6: for work on every pixel.
func Linear(v float32) float32 {
	if !(v > 0) {
		return 0
	}
	if v >= 1 {
		return 1
	}
	p := straight[int(v*straightSteps)]
	return p.base + p.slope*v
}

// straightSteps are the linear pieces of Linear.
const straightSteps = 1024

var straight = func() (table [straightSteps]piece) {
	for i := range table {
		from, to := float32(i)/straightSteps, float32(i+1)/straightSteps
		a, b := Decode(from), Decode(to)
		slope := (b - a) * straightSteps
		table[i] = piece{base: a - slope*from, slope: slope}
	}
	return table
}()

func encodeRow(dst, src []float32) {
	for i, v := range src {
		dst[i] = Encode(v)
	}
}

func exactEncode(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

func makeCurve() []piece {
	table := make([]piece, curveOctaves*curveSteps)
	for i := range table {
		octave, step := i/curveSteps, i%curveSteps
		scale := math.Ldexp(1, octave-curveOctaves)
		a := scale * (1 + float64(step)/curveSteps)
		b := scale * (1 + float64(step+1)/curveSteps)
		slope := (exactEncode(b) - exactEncode(a)) / (b - a)
		table[i] = piece{base: float32(exactEncode(a) - slope*a), slope: float32(slope)}
	}
	return table
}
