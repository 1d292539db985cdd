package speech

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"zoetrope/engine/studio/audio/dsp"
)

// ErrNoVoice is returned for a recording in which no voice can be heard.
var ErrNoVoice = errors.New("no voice can be heard in the recording")

// Timbre is what is measured of a voice.
type Timbre struct {
	Pitch float64 // Hz, the median
	Pace  float64 // syllables per second of speech
	// envelope is the average spectrum of the voiced sound in dB, without its mean, over logarithmic frequency.
	envelope [envelopeBands]float64
}

// Limits of what of a voice is taken over.
const (
	lowestPitch, highestPitch   = 62.0, 340.0
	leastFormant, mostFormant   = 0.82, 1.22
	leastSpeed, mostSpeed       = 0.75, 1.35
	mostColour                  = 7.0 // dB
	highVoice                   = 158 // Hz, from which a voice starts from a woman's
	sampleSeconds               = 30  // that are listened to
	lowestBand, highestBand     = 220.0, 5200.0
	envelopeBands, octaveShares = 110, 24
)

// Clone makes a voice like that of a recording (WAV): its median pitch, its pace, the size of its throat as far as the average
// spectrum tells, and its balance of bass and treble. Melody, accent and the finer character are those of the synthesiser.
func (s *Synthesiser) Clone(ctx context.Context, path, language string) (Voice, Timbre, error) {
	samples, err := readMono(path, sampleSeconds)
	if err != nil {
		return Voice{}, Timbre{}, err
	}
	heard, ok := Listen(samples)
	if !ok {
		return Voice{}, Timbre{}, ErrNoVoice
	}
	v := Voice{ID: "custom", Name: "custom", accent: "en-us", variant: "m3", Speed: 1, Formant: 1}
	if heard.Pitch >= highVoice {
		v.Female, v.flite, v.variant = true, "slt", "f2"
	}
	v.Pitch = dsp.Clamp(heard.Pitch, lowestPitch, highestPitch)
	// The synthesiser's own voice is measured in the same way, with what has been taken over so far.
	for range 2 {
		own, err := s.hear(ctx, v, language)
		if err != nil {
			return Voice{}, Timbre{}, err
		}
		v.Pitch = dsp.Clamp(v.Pitch*heard.Pitch/own.Pitch, lowestPitch, highestPitch)
		v.Formant = dsp.Clamp(v.Formant*shift(&own.envelope, &heard.envelope), leastFormant, mostFormant)
		if heard.Pace > 0 && own.Pace > 0 {
			v.Speed = dsp.Clamp(v.Speed*heard.Pace/own.Pace, leastSpeed, mostSpeed)
		}
		wanted, has := tilt(&heard.envelope), tilt(&own.envelope)
		v.bright = dsp.Clamp(v.bright+0.8*(wanted-has), -mostColour, mostColour)
	}
	return v, heard, nil
}

// neutral is said to measure a synthesiser's voice; espeak-ng reads it in any language of the Latin script.
const neutral = "The rainbow is a division of white light into many beautiful colors. Nobody may find a pot of gold."

// hear measures a voice of the synthesiser.
func (s *Synthesiser) hear(ctx context.Context, v Voice, language string) (Timbre, error) {
	dir, err := os.MkdirTemp("", "zoetrope-voice-")
	if err != nil {
		return Timbre{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a leftover in the temporary directory is no reason to fail
	path := filepath.Join(dir, "own.wav")
	if language == "" || language == "cmn" || language == "ja" {
		language = "en"
	}
	if _, err := s.Say(ctx, Request{Text: neutral, Voice: v, Language: language}, path); err != nil {
		return Timbre{}, err
	}
	samples, err := readMono(path, sampleSeconds)
	if err != nil {
		return Timbre{}, err
	}
	t, ok := Listen(samples)
	if !ok {
		return t, fmt.Errorf("%w: the synthesiser's own", ErrNoVoice)
	}
	return t, nil
}

func readMono(path string, seconds int) ([]float64, error) {
	u, err := loadUtterance(path, 1)
	if err != nil {
		if errors.Is(err, errSilent) {
			return nil, ErrNoVoice
		}
		return nil, err
	}
	return u.samples[:min(len(u.samples), seconds*dsp.Rate)], nil
}

// analysisRate is that of the reduced signal in which pitch and spectrum are measured, in Hz.
const (
	analysisRate = 12000
	frameSize    = 480 // samples: 40 ms
	frameHop     = 240
)

// Listen measures a voice in mono samples at 48 kHz. ok is false where there is hardly any.
func Listen(samples []float64) (t Timbre, ok bool) {
	x := reduce(samples)
	top := 0.0
	for i := 0; i+frameSize <= len(x); i += frameHop {
		top = max(top, energy(x[i:i+frameSize]))
	}
	var pitches, levels []float64
	for i := 0; i+2*frameSize <= len(x); i += frameHop {
		frame := x[i : i+2*frameSize]
		e := energy(frame[frameSize/2 : frameSize/2+frameSize])
		levels = append(levels, e)
		if e < 0.01*top || top < 1e-9 {
			continue
		}
		if hz, sure := pitch(frame); sure > 0.55 {
			pitches = append(pitches, hz)
			addEnvelope(&t.envelope, frame[frameSize/2:frameSize/2+frameSize])
		}
	}
	if len(pitches) < 8 {
		return t, false
	}
	slices.Sort(pitches)
	t.Pitch = pitches[len(pitches)/2]
	centre(&t.envelope, len(pitches))
	t.Pace = pace(levels)
	return t, true
}

// reduce low-passes to a quarter of the rate.
func reduce(samples []float64) []float64 {
	const k = dsp.Rate / analysisRate
	a, b := dsp.NewSVF(0.42*analysisRate, 0.54), dsp.NewSVF(0.42*analysisRate, 1.31) // Butterworth, fourth order
	out := make([]float64, 0, len(samples)/k)
	for i, x := range samples {
		if y := b.Low(a.Low(x)); i%k == 0 {
			out = append(out, y)
		}
	}
	return out
}

func energy(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return sum / float64(len(x))
}

// pitch is the fundamental frequency of a frame and how periodic it is, 0 to 1, by normalised autocorrelation (Boersma,
// "Accurate short-term analysis of the fundamental frequency", 1993, without the window's correction).
func pitch(x []float64) (hz, sure float64) {
	const shortest, longest = analysisRate / 420, analysisRate / 55
	n := len(x) - longest
	var r [longest + 2]float64
	var own, other float64
	for i := range n {
		own += x[i] * x[i]
		other += x[i] * x[i]
	}
	for lag := 1; lag <= longest; lag++ {
		other += x[n+lag-1]*x[n+lag-1] - x[lag-1]*x[lag-1]
		sum := 0.0
		for i := range n {
			sum += x[i] * x[i+lag]
		}
		r[lag] = sum / math.Sqrt(own*other+1e-15)
	}
	best := 0.0
	for lag := shortest; lag < longest; lag++ {
		best = max(best, r[lag])
	}
	// Multiples of the period are as good: the first peak that is nearly the best is meant.
	for lag := shortest + 1; lag < longest; lag++ {
		if r[lag] > 0.88*best && r[lag] >= r[lag-1] && r[lag] >= r[lag+1] {
			d := r[lag-1] - 2*r[lag] + r[lag+1]
			at := float64(lag)
			if d < 0 {
				at += 0.5 * (r[lag-1] - r[lag+1]) / d
			}
			return analysisRate / at, r[lag]
		}
	}
	return 0, 0
}

// order is that of the linear prediction: two coefficients per formant and some for the slope.
const order = 14

// addEnvelope adds the spectrum of a frame in dB, by linear prediction (Makhoul, "Linear Prediction: A Tutorial Review", 1975).
func addEnvelope(sum *[envelopeBands]float64, x []float64) {
	var r [order + 1]float64
	w := make([]float64, len(x))
	for i := range x {
		before := 0.0
		if i > 0 {
			before = x[i-1]
		}
		hann := 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(len(x)-1))
		w[i] = hann * (x[i] - 0.94*before)
	}
	for k := range r {
		for i := k; i < len(w); i++ {
			r[k] += w[i] * w[i-k]
		}
	}
	a := levinson(r)
	for b := range sum {
		at := 2 * math.Pi * band(b) / analysisRate
		re, im := 1.0, 0.0
		for k := 1; k <= order; k++ {
			re += a[k] * math.Cos(at*float64(k))
			im -= a[k] * math.Sin(at*float64(k))
		}
		sum[b] -= 10 * math.Log10(re*re+im*im+1e-9)
	}
}

// band is the frequency of band b in Hz.
func band(b int) float64 { return lowestBand * math.Exp2(float64(b)/octaveShares) }

// levinson solves for the coefficients of the predictor.
func levinson(r [order + 1]float64) (a [order + 1]float64) {
	a[0] = 1
	e := r[0]*1.0001 + 1e-12
	for i := 1; i <= order; i++ {
		acc := r[i]
		for j := 1; j < i; j++ {
			acc += a[j] * r[i-j]
		}
		k := -acc / e
		next := a
		for j := 1; j < i; j++ {
			next[j] = a[j] + k*a[i-j]
		}
		next[i] = k
		a = next
		e *= 1 - k*k
	}
	return a
}

// centre turns a sum of so many envelopes into an average without mean.
func centre(e *[envelopeBands]float64, n int) {
	mean := 0.0
	for i := range e {
		e[i] /= float64(n)
		mean += e[i] / envelopeBands
	}
	for i := range e {
		e[i] -= mean
	}
}

// shift is the factor on frequencies that brings an envelope nearest to another one: the ratio of their throats. Slope and
// level do not count.
func shift(from, to *[envelopeBands]float64) float64 {
	const reach = octaveShares * 3 / 10
	a, b := flat(from), flat(to)
	best, at := math.Inf(-1), 0
	for d := -reach; d <= reach; d++ {
		sum, aa, bb := 0.0, 1e-9, 1e-9
		for i := range b {
			if j := i - d; j >= 0 && j < envelopeBands {
				sum, aa, bb = sum+a[j]*b[i], aa+a[j]*a[j], bb+b[i]*b[i]
			}
		}
		if c := sum/math.Sqrt(aa*bb) - 0.006*math.Abs(float64(d)); c > best {
			best, at = c, d
		}
	}
	return math.Exp2(float64(at) / octaveShares)
}

// flat is an envelope without its slope.
func flat(e *[envelopeBands]float64) (out [envelopeBands]float64) {
	k := slope(e)
	for i := range e {
		out[i] = e[i] - k*(float64(i)-(envelopeBands-1)/2.0)
	}
	return out
}

// slope is that of an envelope, in dB per band.
func slope(e *[envelopeBands]float64) float64 {
	num, den := 0.0, 0.0
	for i, v := range e {
		d := float64(i) - (envelopeBands-1)/2.0
		num += d * v
		den += d * d
	}
	return num / den
}

// tilt is how much louder the treble is than the rest, in dB.
func tilt(e *[envelopeBands]float64) float64 { return slope(e) * envelopeBands / 2 }

// pace counts the swells of loudness per second of speech: about one to a syllable.
func pace(levels []float64) float64 {
	const perSecond = float64(analysisRate) / frameHop
	top := 0.0
	for _, l := range levels {
		top = max(top, l)
	}
	soft := make([]float64, len(levels))
	for i := range levels {
		sum, n := 0.0, 0.0
		for j := max(0, i-2); j <= min(len(levels)-1, i+2); j++ {
			sum += math.Sqrt(levels[j])
			n++
		}
		soft[i] = sum / n
	}
	swells, voiced := 0, 0
	for i := 2; i < len(soft)-2; i++ {
		if soft[i] < 0.1*math.Sqrt(top) {
			continue
		}
		voiced++
		if soft[i] > soft[i-1] && soft[i] >= soft[i+1] && soft[i] > soft[i-2] && soft[i] > soft[i+2] {
			swells++
		}
	}
	if voiced < int(perSecond/2) {
		return 0
	}
	return float64(swells) / (float64(voiced) / perSecond)
}
