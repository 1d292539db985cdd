// Package beat finds the beats of a piece of music: an envelope of onsets, its period by autocorrelation, and the row of beats
// that fits both best by dynamic programming (Ellis, "Beat Tracking by Dynamic Programming", Journal of New Music Research 36,
// 2007).
package beat

import (
	"errors"
	"fmt"
	"io"
	"math"

	"zoetrope/engine/studio/audio/wav"
)

// rate is the number of envelope values per second.
const rate = 100

// Track is what is known of a piece of music.
type Track struct {
	Seconds float64
	// Tempo in beats per minute, 0 where no beat could be found.
	Tempo float64
	// Confidence in [0,1] says how regular the onsets are.
	Confidence float64
	Beats      []float64 // times in seconds
	// Bars are the beats that begin a bar of four, chosen by the weight of their low notes.
	Bars  []float64
	level []float64 // loudness, rate per second, 0 to 1
}

// Level is how loud the music is around a time, relative to its loudest part.
func (t *Track) Level(at float64) float64 {
	const around = rate // a second to each side
	i := int(at * rate)
	sum, n := 0.0, 0.0
	for k := max(i-around, 0); k < min(i+around, len(t.level)); k++ {
		sum, n = sum+t.level[k], n+1
	}
	return sum / math.Max(n, 1)
}

// Silent tells whether nothing is heard.
func (t *Track) Silent() bool {
	for _, v := range t.level {
		if v > 0 {
			return false
		}
	}
	return true
}

// Read analyses a WAV file.
func Read(r io.Reader) (*Track, error) {
	in, err := wav.NewReader(r)
	if err != nil {
		return nil, err
	}
	e := newEnvelope(in.Rate)
	left, right := make([]float64, 4096), make([]float64, 4096)
	for {
		n, err := in.Read(left, right)
		for i := range n {
			e.add(0.5 * (left[i] + right[i]))
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("find the beat: %w", err)
		}
	}
	return e.track(), nil
}

// envelope collects the energies of three bands, rate times per second.
type envelope struct {
	hop, n   int
	low, mid float64 // one-pole filters
	kl, km   float64
	sums     [3]float64
	bands    [3][]float64
}

func newEnvelope(samples int) *envelope {
	pole := func(hz float64) float64 { return 1 - math.Exp(-2*math.Pi*hz/float64(samples)) }
	return &envelope{hop: max(samples/rate, 1), kl: pole(150), km: pole(2000)}
}

func (e *envelope) add(x float64) {
	e.low += e.kl * (x - e.low)
	e.mid += e.km * (x - e.mid)
	for k, v := range [3]float64{e.low, e.mid - e.low, x - e.mid} {
		e.sums[k] += v * v
	}
	if e.n++; e.n < e.hop {
		return
	}
	for k := range e.sums {
		e.bands[k] = append(e.bands[k], e.sums[k]/float64(e.hop))
		e.sums[k] = 0
	}
	e.n = 0
}

func (e *envelope) track() *Track {
	n := len(e.bands[0])
	t := &Track{Seconds: float64(n) / rate, level: make([]float64, n)}
	top := 0.0
	for i := range n {
		v := math.Sqrt(e.bands[0][i] + e.bands[1][i] + e.bands[2][i])
		if v < 1e-4 { // -80 dB
			v = 0
		}
		t.level[i] = v
		top = math.Max(top, v)
	}
	if top == 0 {
		return t
	}
	for i := range t.level {
		t.level[i] /= top
	}
	low := onsets(e.bands[0])
	all := make([]float64, n)
	for k := range e.bands {
		for i, v := range onsets(e.bands[k]) {
			all[i] += v
		}
	}
	period, confidence := periodOf(all)
	t.Confidence = confidence
	const least = 0.12
	if period == 0 || confidence < least {
		return t
	}
	t.Tempo = 60 * rate / period
	beats := follow(all, period)
	for _, b := range beats {
		t.Beats = append(t.Beats, float64(b)/rate)
	}
	t.Bars = bars(low, beats)
	return t
}

// onsets is how much the log energy of a band rises, relative to its surroundings.
func onsets(band []float64) []float64 {
	const floor = 1e-9
	out := make([]float64, len(band))
	before := math.Log(floor)
	for i, v := range band {
		now := math.Log(v + floor)
		out[i] = math.Max(now-before, 0)
		// The memory falls slowly, so that a tremolo is not a row of onsets.
		before = math.Max(now, before-0.15)
	}
	smooth := make([]float64, len(out))
	for i := range out {
		for k := -2; k <= 2; k++ {
			if j := i + k; j >= 0 && j < len(out) {
				smooth[i] += out[j] * [3]float64{0.4, 0.24, 0.06}[max(k, -k)]
			}
		}
	}
	mean, square := 0.0, 0.0
	for _, v := range smooth {
		mean += v / float64(len(smooth))
		square += v * v / float64(len(smooth))
	}
	sd := math.Sqrt(math.Max(square-mean*mean, 1e-12))
	for i := range smooth {
		smooth[i] = math.Max(smooth[i]-mean, 0) / sd
	}
	return smooth
}

// periodOf is the beat's period in values of the envelope, to a fraction, and how strongly the envelope repeats with it. Tempi
// near 120 are preferred, as listeners do.
func periodOf(x []float64) (period, confidence float64) {
	const shortest, longest = rate * 60 / 200, rate * 60 / 60
	if len(x) < 3*longest {
		return 0, 0
	}
	corr := func(lag int) float64 {
		s := 0.0
		for i := lag; i < len(x); i++ {
			s += x[i] * x[i-lag]
		}
		return s / float64(len(x)-lag)
	}
	zero := corr(0)
	if zero == 0 {
		return 0, 0
	}
	c := make([]float64, 4*longest+2)
	for lag := shortest - 1; lag < len(c) && lag < len(x)/2; lag++ {
		c[lag] = corr(lag) / zero
	}
	best, at := 0.0, 0
	for lag := shortest; lag <= longest; lag++ {
		octaves := math.Log2(float64(lag) / (rate * 60 / 120))
		weight := math.Exp(-0.5 * octaves * octaves / (0.9 * 0.9))
		// A beat repeats over two and four periods as well.
		v := (c[lag] + 0.5*c[2*lag] + 0.25*c[min(4*lag, len(c)-1)]) * weight
		if v > best {
			best, at = v, lag
		}
	}
	if at == 0 {
		return 0, 0
	}
	// The fourth multiple tells the period four times as finely.
	fine, peak := 4*at, 0.0
	for lag := 4*at - 3; lag <= 4*at+3 && lag < len(c); lag++ {
		if c[lag] > peak {
			peak, fine = c[lag], lag
		}
	}
	if peak == 0 {
		return float64(at), c[at]
	}
	return float64(fine) / 4, c[at]
}

// follow picks the row of values that has the strongest onsets at nearly the given distance from each other.
func follow(x []float64, period float64) []int {
	const tightness = 100
	score, from := make([]float64, len(x)), make([]int, len(x))
	shortest, longest := int(period/2), int(2*period)
	for i := range x {
		best, at := 0.0, -1
		for lag := shortest; lag <= longest && lag <= i; lag++ {
			if lag < 1 {
				continue
			}
			d := math.Log(float64(lag) / period)
			if v := score[i-lag] - tightness*d*d; v > best {
				best, at = v, i-lag
			}
		}
		score[i], from[i] = x[i]+best, at
	}
	// The last beat is the best within the last period.
	end := 0
	for i := max(len(x)-int(1.2*period), 0); i < len(x); i++ {
		if score[i] > score[end] || end == 0 {
			end = i
		}
	}
	var beats []int
	for i := end; i >= 0; i = from[i] {
		beats = append(beats, i)
	}
	for i, j := 0, len(beats)-1; i < j; i, j = i+1, j-1 {
		beats[i], beats[j] = beats[j], beats[i]
	}
	return beats
}

// bars picks every fourth beat, from the one that gives the most weight to low onsets.
func bars(low []float64, beats []int) []float64 {
	var weight [4]float64
	for i, b := range beats {
		for k := max(b-2, 0); k <= min(b+2, len(low)-1); k++ {
			weight[i%4] += low[k]
		}
	}
	first := 0
	for k, v := range weight {
		if v > weight[first]*1.05 {
			first = k
		}
	}
	var out []float64
	for i := first; i < len(beats); i += 4 {
		out = append(out, float64(beats[i])/rate)
	}
	return out
}
