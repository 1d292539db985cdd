package dsp

import "math"

// Space says how a place answers sound.
type Space struct {
	Decay    float64 // seconds to -60 dB at middle frequencies
	Damping  float64 // Hz above which the decay is faster
	PreDelay float64 // seconds before the answer starts
	Level    float64 // gain of the answer
}

const lines = 8

// Reverb is a feedback delay network of eight lines with a Hadamard mixing matrix (J.-M. Jot and A. Chaigne, "Digital
// Delay Networks for Designing Artificial Reverberators", AES 90, 1991).
type Reverb struct {
	level  float64
	pre    *Delay
	preLen float64
	lines  [lines][]float64
	pos    [lines]int
	gain   [lines]float64
	damp   [lines]OnePole
	cut    [2]OnePole
}

// lineLengths are mutually prime, 23 to 71 ms.
var lineLengths = [lines]int{1117, 1361, 1613, 1867, 2131, 2467, 2897, 3413}

// NewReverb makes the reverb of a space.
func NewReverb(s Space) *Reverb {
	r := &Reverb{level: s.Level, pre: NewDelay(s.PreDelay + 0.01), preLen: s.PreDelay * Rate}
	for i, n := range lineLengths {
		r.lines[i] = make([]float64, n)
		r.gain[i] = math.Pow(10, -3*float64(n)/(Rate*max(s.Decay, 0.05)))
		r.damp[i] = NewOnePole(s.Damping)
	}
	for i := range r.cut {
		r.cut[i] = NewOnePole(120)
	}
	return r
}

// Add feeds the send and adds the answer to left and right; all have the same length.
func (r *Reverb) Add(send, left, right []float64) {
	const norm = 0.35355339059327373 // 1/sqrt(8)
	for i, x := range send {
		r.pre.Write(x)
		in := r.pre.Read(r.preLen)
		var v [lines]float64
		for k := range v {
			v[k] = r.damp[k].Low(r.lines[k][r.pos[k]])
		}
		l := v[0] - v[2] + v[4] - v[6]
		rr := v[1] - v[3] + v[5] - v[7]
		left[i] += r.cut[0].High(l) * r.level
		right[i] += r.cut[1].High(rr) * r.level
		hadamard(&v)
		for k := range v {
			r.lines[k][r.pos[k]] = v[k]*norm*r.gain[k] + in
			if r.pos[k]++; r.pos[k] == len(r.lines[k]) {
				r.pos[k] = 0
			}
		}
	}
}

// hadamard multiplies by the 8 x 8 Hadamard matrix.
func hadamard(v *[lines]float64) {
	for h := 1; h < lines; h *= 2 {
		for i := 0; i < lines; i += 2 * h {
			for j := i; j < i+h; j++ {
				v[j], v[j+h] = v[j]+v[j+h], v[j]-v[j+h]
			}
		}
	}
}
