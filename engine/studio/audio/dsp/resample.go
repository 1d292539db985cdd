package dsp

import "math"

// Resampler converts one channel from another sample rate to Rate, sample by sample, with a Kaiser-windowed sinc of 32
// taps (J. O. Smith, "Digital Audio Resampling", CCRMA).
type Resampler struct {
	step    float64 // input frames per output frame
	at      float64 // input frames from the centre of hist to the next output frame
	hist    [resampleTaps]float64
	kernel  []float64
	flushed bool
}

const (
	resampleTaps   = 32
	resamplePhases = 256
)

// NewResampler makes a converter from the rate from, in Hz, 1000..384000.
func NewResampler(from int) *Resampler {
	step := Clamp(float64(from), 1000, 384000) / Rate
	r := &Resampler{step: step, kernel: make([]float64, (resamplePhases+1)*resampleTaps), at: resampleTaps/2 + 1}
	cut := min(1, 1/step) * 0.94
	for p := 0; p <= resamplePhases; p++ {
		row := r.kernel[p*resampleTaps : (p+1)*resampleTaps]
		var sum float64
		for k := range row {
			x := float64(k-resampleTaps/2+1) - float64(p)/resamplePhases
			row[k] = cut * sinc(cut*x) * kaiser(x/(resampleTaps/2))
			sum += row[k]
		}
		for k := range row {
			row[k] /= sum
		}
	}
	return r
}

// Push takes input and appends the output that it completes to out.
func (r *Resampler) Push(in, out []float64) []float64 {
	for _, x := range in {
		copy(r.hist[:], r.hist[1:])
		r.hist[resampleTaps-1] = x
		for r.at--; r.at < 1; r.at += r.step {
			out = append(out, r.tap(r.at))
		}
	}
	return out
}

// Flush appends what is still inside; the converter is then empty.
func (r *Resampler) Flush(out []float64) []float64 {
	if r.flushed {
		return out
	}
	r.flushed = true
	return r.Push(make([]float64, resampleTaps/2), out)
}

func (r *Resampler) tap(frac float64) float64 {
	x := frac * resamplePhases
	p := int(x)
	f := x - float64(p)
	a := r.kernel[p*resampleTaps : (p+1)*resampleTaps]
	b := r.kernel[(p+1)*resampleTaps : (p+2)*resampleTaps]
	var sa, sb float64
	for k, h := range r.hist {
		sa += a[k] * h
		sb += b[k] * h
	}
	return sa + (sb-sa)*f
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// kaiser is the window with beta 8 for x in -1..1.
func kaiser(x float64) float64 {
	if x < -1 || x > 1 {
		return 0
	}
	return bessel0(8*math.Sqrt(1-x*x)) / bessel0(8)
}

// bessel0 is the modified Bessel function of the first kind and order 0, by its power series.
func bessel0(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*1e-12; k++ {
		term *= x * x / (4 * k * k)
		sum += term
	}
	return sum
}
