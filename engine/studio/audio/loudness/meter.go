// Package loudness measures programme loudness and true peak as ITU-R BS.1770-4 defines them, and holds a limiter that keeps
// the true peak below a ceiling. Everything is stereo at 48 kHz.
package loudness

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

const (
	step   = dsp.Rate / 10 // blocks start every 100 ms ...
	window = 4             // ... and are 400 ms long: an overlap of 75 %

	absoluteGate = -70.0 // LUFS
	relativeGate = -10.0 // LU below the loudness of what passes the absolute gate
)

// Silence is the loudness of a programme that nothing passes the gates of.
const Silence = -70.0

// Meter measures the integrated loudness and the true peak of a stereo programme. The zero value is not usable.
type Meter struct {
	stages [2][2]dsp.Biquad
	peaks  [2]Oversampler
	sum    float64 // of squares in the present step
	frames int
	recent [window]float64 // mean squares of the last steps
	steps  int
	// histogram counts blocks by loudness in classes of 0.1 LU with the sum of their powers, so that memory does not grow
	// with length.
	count [1000]int
	power [1000]float64
	all   float64
	total int
	peak  float64
}

// NewMeter starts a measurement.
func NewMeter() *Meter {
	m := &Meter{}
	for ch := range m.stages {
		// The two filters of K-weighting at 48 kHz, BS.1770-4 tables 1 and 2.
		m.stages[ch][0] = dsp.Biquad{B0: 1.53512485958697, B1: -2.69169618940638, B2: 1.19839281085285, A1: -1.69065929318241, A2: 0.73248077421585}
		m.stages[ch][1] = dsp.Biquad{B0: 1, B1: -2, B2: 1, A1: -1.99004745483398, A2: 0.99007225036621}
	}
	return m
}

// Add takes the next frames; left and right have the same length.
func (m *Meter) Add(left, right []float64) {
	for i, l := range left {
		r := right[i]
		m.peak = max(m.peak, m.peaks[0].Peak(l, m.peak), m.peaks[1].Peak(r, m.peak))
		kl := m.stages[0][1].Next(m.stages[0][0].Next(l))
		kr := m.stages[1][1].Next(m.stages[1][0].Next(r))
		p := kl*kl + kr*kr
		m.sum += p
		m.all += p
		m.total++
		if m.frames++; m.frames == step {
			m.endStep()
		}
	}
}

func (m *Meter) endStep() {
	m.recent[m.steps%window] = m.sum / step
	m.steps++
	m.sum, m.frames = 0, 0
	if m.steps < window {
		return
	}
	var p float64
	for _, s := range m.recent {
		p += s / window
	}
	if l := lufs(p); l > absoluteGate {
		k := min(int((l-absoluteGate)*10), len(m.count)-1)
		m.count[k]++
		m.power[k] += p
	}
}

// Integrated is the gated loudness so far, in LUFS; Silence when nothing passed the gates. A programme shorter than one
// block is measured as a whole.
func (m *Meter) Integrated() float64 {
	if m.steps < window {
		if m.total == 0 {
			return Silence
		}
		return max(lufs(m.all/float64(m.total)), Silence)
	}
	mean := m.above(0)
	if mean == 0 {
		return Silence
	}
	gate := max(lufs(mean)+relativeGate, absoluteGate)
	return lufs(m.above(int(math.Ceil((gate - absoluteGate) * 10))))
}

// above is the mean power of the blocks of class k and louder.
func (m *Meter) above(k int) float64 {
	var power float64
	var count int
	for ; k < len(m.count); k++ {
		power += m.power[k]
		count += m.count[k]
	}
	if count == 0 {
		return 0
	}
	return power / float64(count)
}

// TruePeak is the highest level between and at the samples so far, in dBTP; -Inf for silence.
func (m *Meter) TruePeak() float64 { return dsp.Decibels(m.peak) }

func lufs(power float64) float64 { return -0.691 + 10*math.Log10(power) }

// Oversampler finds the peak between samples by fourfold interpolation, with the filter of BS.1770-4 annex 2. The zero value
// is ready.
type Oversampler struct {
	hist [24]float64 // the last 12 samples, twice, so that a window is contiguous
	at   int
	hot  int // for how many samples more the window holds one that matters
}

// swing is the most by which an interpolated value can exceed the largest of the samples around it: the largest sum of the
// magnitudes of a phase.
const swing = 2.03

// Delay is by how many frames an interpolated peak lags behind its samples.
const Delay = 6

// phases are the coefficients of the order 48, four-phase interpolating filter.
var phases = [4][12]float64{
	{0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000, -0.0594482421875, 0.1373291015625, 0.9721679687500, -0.1022949218750, 0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500},
	{-0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250, -0.1665039062500, 0.4650878906250, 0.7797851562500, -0.2003173828125, 0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375},
	{-0.0189208984375, 0.0330810546875, -0.0582275390625, 0.1015625000000, -0.2003173828125, 0.7797851562500, 0.4650878906250, -0.1665039062500, 0.0891113281250, -0.0517578125000, 0.0292968750000, -0.0291748046875},
	{-0.0083007812500, 0.0148925781250, -0.0266113281250, 0.0476074218750, -0.1022949218750, 0.9721679687500, 0.1373291015625, -0.0594482421875, 0.0332031250000, -0.0196533203125, 0.0109863281250, 0.0017089843750},
}

// Peak takes the next sample and returns the largest magnitude of it and of the four interpolated values around the sample
// that came Delay frames before. Where that cannot exceed the limit, it may return less.
func (o *Oversampler) Peak(x, limit float64) float64 {
	o.hist[o.at], o.hist[o.at+12] = x, x
	if o.at++; o.at == 12 {
		o.at = 0
	}
	peak := math.Abs(x)
	if peak*swing > limit {
		o.hot = 12
	}
	if o.hot == 0 {
		return peak
	}
	o.hot--
	h := o.hist[o.at : o.at+12 : o.at+12]
	for p := range phases {
		c := &phases[p]
		y := h[0]*c[11] + h[1]*c[10] + h[2]*c[9] + h[3]*c[8] + h[4]*c[7] + h[5]*c[6] +
			h[6]*c[5] + h[7]*c[4] + h[8]*c[3] + h[9]*c[2] + h[10]*c[1] + h[11]*c[0]
		peak = max(peak, math.Abs(y))
	}
	return peak
}
