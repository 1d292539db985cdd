// Package dsp holds the signal processing that the studio's sound is made of: random numbers, noise, filters, oscillators,
// resonators, delays, a reverb and a sample rate converter.
//
// Signals are float64 at Rate, nominally within -1..1. Generators work in blocks of Block frames; what changes slowly
// (cut-offs, gust strengths) is updated once a block, which is 5.3 ms. Everything is deterministic: the same seed and the
// same calls give the same samples.
package dsp

import "math"

const (
	// Rate is the sample rate of all sound, in Hz.
	Rate = 48000
	// Block is the number of frames that generators make at a time.
	Block = 256
)

// Frames converts seconds to the nearest whole number of frames.
func Frames(seconds float64) int { return int(math.Round(seconds * Rate)) }

// Seconds converts frames to seconds.
func Seconds(frames int) float64 { return float64(frames) / Rate }

// Gain converts decibels to a linear factor.
func Gain(db float64) float64 { return math.Pow(10, db/20) }

// Decibels converts a linear factor to decibels, -Inf for 0.
func Decibels(gain float64) float64 { return 20 * math.Log10(gain) }

// Clamp limits x to lo..hi.
func Clamp(x, lo, hi float64) float64 { return min(max(x, lo), hi) }

// Mix goes from a at t = 0 to b at t = 1.
func Mix(a, b, t float64) float64 { return a + (b-a)*t }

// Smooth is 0 below lo, 1 above hi and a cubic ease between them.
func Smooth(lo, hi, x float64) float64 {
	t := Clamp((x-lo)/(hi-lo), 0, 1)
	return t * t * (3 - 2*t)
}

// Pan returns the equal-power gains of the left and right channel for a position from -1 (left) to 1 (right).
func Pan(pos float64) (left, right float64) {
	right, left = math.Sincos((Clamp(pos, -1, 1) + 1) * math.Pi / 4)
	return left, right
}

// Decay is the factor per frame that lets an amplitude fall by 60 dB within the given seconds.
func Decay(seconds float64) float64 {
	return math.Exp(-6.907755 / (max(seconds, 1e-4) * Rate))
}

// Semitones is the frequency ratio of an interval.
func Semitones(n float64) float64 { return math.Exp2(n / 12) }

// Point is one breakpoint of a Curve: a value at a time in seconds.
type Point struct{ At, Value float64 }

// Curve is a piecewise linear function of time, its points in order of time. It keeps its first value before the first
// point and its last after the last; an empty curve is 0.
type Curve []Point

// At evaluates the curve.
func (c Curve) At(t float64) float64 {
	if len(c) == 0 {
		return 0
	}
	if t <= c[0].At {
		return c[0].Value
	}
	for i := 1; i < len(c); i++ {
		if b := c[i]; t < b.At {
			a := c[i-1]
			return Mix(a.Value, b.Value, (t-a.At)/(b.At-a.At))
		}
	}
	return c[len(c)-1].Value
}

// Peak returns the largest magnitude in s.
func Peak(s []float64) float64 {
	var p float64
	for _, x := range s {
		p = max(p, math.Abs(x))
	}
	return p
}

// Scale multiplies s by g in place and returns it.
func Scale(s []float64, g float64) []float64 {
	for i := range s {
		s[i] *= g
	}
	return s
}

// Normalise scales s in place to the given peak and returns it; silence stays silence.
func Normalise(s []float64, peak float64) []float64 {
	if p := Peak(s); p > 0 {
		Scale(s, peak/p)
	}
	return s
}

// FadeEnds ramps the first and the last frames of s in place, so that it starts and ends at 0, and returns it.
func FadeEnds(s []float64, in, out int) []float64 {
	in, out = min(in, len(s)), min(out, len(s))
	for i := range in {
		s[i] *= float64(i) / float64(in)
	}
	for i := range out {
		s[len(s)-1-i] *= float64(i) / float64(out)
	}
	return s
}
