package loudness

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

const (
	lookahead = 96 // frames, 2 ms: how long before a peak the gain begins to fall
	// Latency is by how many frames a Limiter delays its input.
	Latency = lookahead + Delay
)

// Limiter turns a stereo signal down just before each peak that would pass its ceiling, both channels alike. It looks ahead:
// the gain is the smallest that the next 2 ms need, smoothed by a moving average as long, so that it arrives in time without a
// step (the scheme of P. Hamalainen, "Smoothing of the Control Signal without Clipped Output in Digital Peak Limiters",
// DAFx 2002).
type Limiter struct {
	ceiling float64
	peaks   [2]Oversampler
	delay   [2][Latency]float64
	at      int
	held    []gainAt // needed gains of the window, rising: the first is the smallest
	now     int
	level   float64 // gain after release
	box     [lookahead]float64
	sum     float64
	rise    float64
	lowest  float64
}

type gainAt struct {
	at   int
	gain float64
}

// NewLimiter makes a limiter with a true-peak ceiling in dB. After a peak its gain returns by 63 % within release seconds: 0.12 is
// unobtrusive; 0.03 makes sparse strokes louder and would flutter on sustained sound.
func NewLimiter(ceiling, release float64) *Limiter {
	l := &Limiter{ceiling: dsp.Gain(ceiling), level: 1, sum: lookahead, lowest: 1, rise: 1 - math.Exp(-1/(release*dsp.Rate))}
	for i := range l.box {
		l.box[i] = 1
	}
	return l
}

// Process limits a block in place; its output is Latency frames late.
func (l *Limiter) Process(left, right []float64) {
	for i := range left {
		peak := max(l.peaks[0].Peak(left[i], l.ceiling), l.peaks[1].Peak(right[i], l.ceiling))
		g := l.gain(peak)
		dl, dr := l.delay[0][l.at], l.delay[1][l.at]
		l.delay[0][l.at], l.delay[1][l.at] = left[i], right[i]
		if l.at++; l.at == Latency {
			l.at = 0
		}
		left[i], right[i] = dl*g, dr*g
	}
}

// gain is the factor for the frame that leaves the delay when a peak enters.
func (l *Limiter) gain(peak float64) float64 {
	need := 1.0
	if peak > l.ceiling {
		need = l.ceiling / peak
	}
	for len(l.held) > 0 && l.held[len(l.held)-1].gain >= need {
		l.held = l.held[:len(l.held)-1]
	}
	l.held = append(l.held, gainAt{l.now, need})
	// A peak is held until the samples all around it have left the delay.
	if l.held[0].at < l.now-lookahead-2*Delay {
		l.held = append(l.held[:0], l.held[1:]...)
	}
	floor := l.held[0].gain
	l.level = min(floor, l.level+(1-l.level)*l.rise)
	slot := l.now % lookahead
	l.sum += l.level - l.box[slot]
	l.box[slot] = l.level
	if slot == 0 { // keeps rounding errors from piling up
		l.sum = 0
		for _, v := range l.box {
			l.sum += v
		}
	}
	l.now++
	g := l.sum / lookahead
	l.lowest = min(l.lowest, g)
	return g
}

// Reduction is the strongest that the limiter has turned down, in dB, 0 or less.
func (l *Limiter) Reduction() float64 { return dsp.Decibels(l.lowest) }
