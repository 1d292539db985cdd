package dsp

import "math"

// Rand is a small deterministic generator (splitmix64, Steele et al., "Fast Splittable Pseudorandom Number Generators").
// The zero value is usable; it must not be shared between goroutines.
type Rand struct{ state uint64 }

// NewRand starts a generator. Different labels give independent sequences for one seed.
func NewRand(seed uint64, label string) *Rand {
	h := uint64(14695981039346656037) // FNV-1a
	for i := range len(label) {
		h = (h ^ uint64(label[i])) * 1099511628211
	}
	r := &Rand{state: seed ^ h}
	r.Uint64()
	return r
}

// Uint64 returns 64 random bits.
func (r *Rand) Uint64() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Unit returns a number in 0..1, 1 excluded.
func (r *Rand) Unit() float64 { return float64(r.Uint64()>>11) * 0x1p-53 }

// Bipolar returns a number in -1..1.
func (r *Rand) Bipolar() float64 { return float64(int64(r.Uint64())) * 0x1p-63 }

// Range returns a number in lo..hi.
func (r *Rand) Range(lo, hi float64) float64 { return lo + (hi-lo)*r.Unit() }

// Log returns a number in lo..hi, both above 0, evenly spread over its logarithm.
func (r *Rand) Log(lo, hi float64) float64 { return lo * math.Pow(hi/lo, r.Unit()) }

// Exp returns an exponentially distributed number: the gap between events of a Poisson process.
func (r *Rand) Exp(mean float64) float64 { return -mean * math.Log(1-r.Unit()) }

// Intn returns a whole number in 0..n-1.
func (r *Rand) Intn(n int) int { return int(r.Uint64() % uint64(n)) }

// Chance is true with probability p.
func (r *Rand) Chance(p float64) bool { return r.Unit() < p }

// White is white noise, uniform in -1..1 (-4.8 dB RMS).
type White struct{ state uint64 }

// NewWhite starts a noise source from a generator.
func NewWhite(r *Rand) White { return White{r.Uint64() | 1} }

// Next returns the next sample (xorshift64, Marsaglia 2003).
func (w *White) Next() float64 {
	w.state ^= w.state << 13
	w.state ^= w.state >> 7
	w.state ^= w.state << 17
	return float64(int64(w.state)) * 0x1p-63
}

// Pink is noise that falls by 3 dB per octave, about -16 dB RMS.
type Pink struct {
	white      White
	b0, b1, b2 float64
}

// NewPink starts a pink noise source.
func NewPink(r *Rand) Pink { return Pink{white: NewWhite(r)} }

// Next returns the next sample: white noise through three one-pole filters, P. Kellet's economy method (musicdsp.org,
// "Pink noise filter"), within 0.5 dB of the slope.
func (p *Pink) Next() float64 {
	w := p.white.Next()
	p.b0 = 0.99765*p.b0 + w*0.0990460
	p.b1 = 0.96300*p.b1 + w*0.2965164
	p.b2 = 0.57000*p.b2 + w*1.0526913
	return (p.b0 + p.b1 + p.b2 + w*0.1848) * 0.2
}

// Brown is noise that falls by 6 dB per octave above about 10 Hz, about -15 dB RMS.
type Brown struct {
	white White
	y     float64
}

// NewBrown starts a brown noise source.
func NewBrown(r *Rand) Brown { return Brown{white: NewWhite(r)} }

// Next returns the next sample: leaky integration of white noise.
func (b *Brown) Next() float64 {
	b.y = b.y*0.9987 + b.white.Next()*0.0157
	return b.y
}

// Drift is a slow random function of time: smooth, within 0..1, with one turn about every period.
type Drift struct {
	r          *Rand
	from, to   float64
	phase      float64
	step, jerk float64
}

// NewDrift starts a drift whose turns are period seconds apart on average.
func NewDrift(r *Rand, period float64) *Drift {
	d := &Drift{r: r, from: r.Unit(), to: r.Unit(), phase: r.Unit(), step: Block / (period * Rate)}
	d.jerk = r.Range(0.6, 1.4)
	return d
}

// Next returns the value of the next block.
func (d *Drift) Next() float64 {
	d.phase += d.step * d.jerk
	if d.phase >= 1 {
		d.phase -= 1
		d.from, d.to = d.to, d.r.Unit()
		d.jerk = d.r.Range(0.6, 1.4)
	}
	return Mix(d.from, d.to, Smooth(0, 1, d.phase))
}

// Glide ramps a value linearly over each block, so that slow changes make no steps.
type Glide struct{ last float64 }

// To starts a ramp to v over a block and returns its first value and its step per frame.
func (g *Glide) To(v float64) (from, step float64) {
	from = g.last
	g.last = v
	return from, (v - from) / Block
}
