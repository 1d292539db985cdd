package dsp

import "math"

// OnePole is a first-order low-pass filter, 6 dB per octave.
type OnePole struct{ a, y float64 }

// NewOnePole makes a low-pass filter with the given cut-off in Hz.
func NewOnePole(hz float64) OnePole {
	var f OnePole
	f.Set(hz)
	return f
}

// Set changes the cut-off.
func (f *OnePole) Set(hz float64) {
	f.a = 1 - math.Exp(-2*math.Pi*Clamp(hz, 0, Rate/2)/Rate)
}

// Low filters one sample, keeping what is below the cut-off.
func (f *OnePole) Low(x float64) float64 {
	f.y += f.a * (x - f.y)
	return f.y
}

// High filters one sample, keeping what is above the cut-off.
func (f *OnePole) High(x float64) float64 { return x - f.Low(x) }

// SVF is a second-order state variable filter that stays stable while its cut-off moves (A. Simper, "Linear Trapezoidal
// Integrated State Variable Filter", Cytomic 2013).
type SVF struct{ g, k, a1, a2, a3, s1, s2 float64 }

// NewSVF makes a filter; see Set.
func NewSVF(hz, q float64) SVF {
	var f SVF
	f.Set(hz, q)
	return f
}

// Set changes cut-off or centre (Hz) and Q (0.7 is flat, larger resonates).
func (f *SVF) Set(hz, q float64) {
	f.g = math.Tan(math.Pi * Clamp(hz, 5, 0.45*Rate) / Rate)
	f.k = 1 / q
	f.a1 = 1 / (1 + f.g*(f.g+f.k))
	f.a2 = f.g * f.a1
	f.a3 = f.g * f.a2
}

func (f *SVF) step(x float64) (v1, v2 float64) {
	v3 := x - f.s2
	v1 = f.a1*f.s1 + f.a2*v3
	v2 = f.s2 + f.a2*f.s1 + f.a3*v3
	f.s1 = 2*v1 - f.s1
	f.s2 = 2*v2 - f.s2
	return v1, v2
}

// Low filters one sample, 12 dB per octave above the cut-off.
func (f *SVF) Low(x float64) float64 {
	_, v2 := f.step(x)
	return v2
}

// High filters one sample, 12 dB per octave below the cut-off.
func (f *SVF) High(x float64) float64 {
	v1, v2 := f.step(x)
	return x - f.k*v1 - v2
}

// Band filters one sample; the gain at the centre is 1 whatever the Q.
func (f *SVF) Band(x float64) float64 {
	v1, _ := f.step(x)
	return v1 * f.k
}

// Biquad is a second-order section in transposed direct form II.
type Biquad struct{ B0, B1, B2, A1, A2, z1, z2 float64 }

// Next filters one sample.
func (f *Biquad) Next(x float64) float64 {
	y := f.B0*x + f.z1
	f.z1 = f.B1*x - f.A1*y + f.z2
	f.z2 = f.B2*x - f.A2*y
	return y
}

// HighShelf makes a shelf that changes what is above hz by db (R. Bristow-Johnson, "Audio EQ Cookbook", slope 1).
func HighShelf(hz, db float64) Biquad {
	a := math.Pow(10, db/40)
	w := 2 * math.Pi * Clamp(hz, 1, 0.49*Rate) / Rate
	s, c := math.Sincos(w)
	alpha := s / 2 * math.Sqrt2
	r := 2 * math.Sqrt(a) * alpha
	a0 := (a + 1) - (a-1)*c + r
	return Biquad{
		B0: a * ((a + 1) + (a-1)*c + r) / a0,
		B1: -2 * a * ((a - 1) + (a+1)*c) / a0,
		B2: a * ((a + 1) + (a-1)*c - r) / a0,
		A1: 2 * ((a - 1) - (a+1)*c) / a0,
		A2: ((a + 1) - (a-1)*c - r) / a0,
	}
}

// Peaking makes a bell-shaped boost or cut of db around hz (Audio EQ Cookbook).
func Peaking(hz, q, db float64) Biquad {
	a := math.Pow(10, db/40)
	s, c := math.Sincos(2 * math.Pi * Clamp(hz, 1, 0.49*Rate) / Rate)
	alpha := s / (2 * q)
	a0 := 1 + alpha/a
	return Biquad{B0: (1 + alpha*a) / a0, B1: -2 * c / a0, B2: (1 - alpha*a) / a0, A1: -2 * c / a0, A2: (1 - alpha/a) / a0}
}

// DCBlock removes what is below about 8 Hz.
type DCBlock struct{ x, y float64 }

// Next filters one sample.
func (d *DCBlock) Next(x float64) float64 {
	d.y = x - d.x + 0.999*d.y
	d.x = x
	return d.y
}
