// Package lips says how a mouth moves to a recording: from the loudness and the spectral balance of any sound, and from the
// phones of a synthesised text where they are known.
package lips

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/wav"
)

// Shape is a mouth at one moment.
type Shape struct {
	Open float64 // 0 shut, 1 as wide as in loud speech
	Wide float64 // -1 pursed, 0 as at rest, 1 spread
	Bite float64 // 1 with the lower lip at the upper teeth
}

// rate of the analysis, in frames per second.
const rate = 100

// level is what is heard in one hundredth of a second: root mean squares of bands.
type level struct {
	all  float64 // 120 Hz to 4 kHz
	f1   float64 // 250 to 550 Hz: closed vowels
	open float64 // 600 to 1100 Hz: open vowels
	f2   float64 // 1300 to 2800 Hz: front vowels
	hiss float64 // above 4.2 kHz
}

// Sound is the loudness and balance of a recording.
type Sound struct {
	levels []level
	floor  float64 // RMS below which nothing is said
	top    float64 // RMS of loud speech
}

// Listen analyses a WAV file, at most so many seconds of it.
func Listen(path string, seconds float64) (*Sound, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	r, err := wav.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("listen to the speech: %w", err)
	}
	convert := dsp.NewResampler(r.Rate)
	a := newAnalyser()
	var l, q [4096]float64
	var mono, at48 []float64
	most := int(seconds*rate) + rate
	for len(a.levels) < most {
		n, err := r.Read(l[:], q[:])
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("listen to the speech: %w", err)
		}
		mono = mono[:0]
		for i := range n {
			mono = append(mono, (l[i]+q[i])/2)
		}
		at48 = convert.Push(mono, at48[:0])
		a.add(at48)
	}
	a.add(convert.Flush(nil))
	s := &Sound{levels: a.levels}
	s.calibrate()
	return s, nil
}

// analyser splits sound into bands.
type analyser struct {
	levels              []level
	bands               [5][2]dsp.SVF
	sums                [5]float64
	n                   int
	highPass, lowerPass dsp.SVF
}

func newAnalyser() *analyser {
	a := &analyser{highPass: dsp.NewSVF(120, 0.7), lowerPass: dsp.NewSVF(4000, 0.7)}
	for i, hz := range []float64{370, 810, 1900} {
		for k := range a.bands[i] {
			a.bands[i][k] = dsp.NewSVF(hz, 1.2)
		}
	}
	a.bands[3] = [2]dsp.SVF{dsp.NewSVF(4200, 0.7), dsp.NewSVF(4200, 0.7)}
	return a
}

func (a *analyser) add(samples []float64) {
	const hop = dsp.Rate / rate
	for _, x := range samples {
		body := a.lowerPass.Low(a.highPass.High(x))
		v := [5]float64{body, 0, 0, 0, 0}
		for i := range 3 {
			v[1+i] = a.bands[i][1].Band(a.bands[i][0].Band(x))
		}
		v[4] = a.bands[3][1].High(a.bands[3][0].High(x))
		for i, y := range v {
			a.sums[i] += y * y
		}
		if a.n++; a.n == hop {
			rms := func(i int) float64 { return math.Sqrt(a.sums[i] / hop) }
			a.levels = append(a.levels, level{all: rms(0), f1: rms(1), open: rms(2), f2: rms(3), hiss: rms(4)})
			a.sums, a.n = [5]float64{}, 0
		}
	}
}

// calibrate finds what counts as loud and what as silence in this recording.
func (s *Sound) calibrate() {
	var all []float64
	for _, l := range s.levels {
		all = append(all, l.all)
	}
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	// A few loud moments do not count, unless they are all there is.
	s.top = max(all[len(all)*97/100], 0.4*all[len(all)-1])
	// Noise is what most pauses have; a recording without pauses has none.
	noise := all[len(all)/20]
	s.floor = max(0.045*s.top, min(1.6*noise, 0.25*s.top), 4e-4)
}

// Silent tells whether nothing is said in the whole recording.
func (s *Sound) Silent() bool { return s.top < 1e-3 }

// Loudness is the root mean square of the speech band over a frame of a film with a rate, from 0 to about 1.
func (s *Sound) Loudness(i, fps int) float64 {
	sum, n := 0.0, 0
	from, to := i*rate/fps, (i+1)*rate/fps
	for k := from; k < to && k < len(s.levels); k++ {
		sum += s.levels[k].all * s.levels[k].all
		n++
	}
	return math.Sqrt(sum / float64(max(n, 1)))
}

// Shapes returns the mouth for every frame of a film with a rate.
func (s *Sound) Shapes(fps, frames int) []Shape {
	fine := make([]Shape, len(s.levels))
	tilt := s.tilt()
	for i, l := range s.levels {
		fine[i] = s.shape(l, tilt)
	}
	return resample(smooth(fine, 3.2), fps, frames)
}

// tilt is the median balance of the vowels, which depends on the speaker and the microphone.
func (s *Sound) tilt() float64 {
	var all []float64
	for _, l := range s.levels {
		if l.all > 0.4*s.top {
			all = append(all, balance(l))
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// balance is the strength of the second formant's band over the first's, in octaves.
func balance(l level) float64 { return math.Log2((l.f2 + 1e-6) / (max(l.f1, l.open) + 1e-6)) }

func (s *Sound) shape(l level, tilt float64) Shape {
	if s.Silent() || l.all <= s.floor {
		return Shape{}
	}
	loud := min((l.all-s.floor)/(s.top-s.floor), 1.15)
	out := Shape{Open: math.Pow(loud, 0.6)}
	// Open vowels have their first formant high.
	out.Open *= 0.82 + 0.28*dsp.Clamp(math.Log2((l.open+1e-6)/(l.f1+1e-6))/1.5, -1, 1)
	out.Wide = dsp.Clamp((balance(l)-tilt)/2.2, -0.9, 0.9) * min(loud*3, 1)
	if hiss := l.hiss / (l.all + 1e-9); hiss > 0.6 { // s, sh, f
		k := dsp.Clamp((hiss-0.6)/0.8, 0, 1)
		out.Open *= 1 - 0.6*k
		out.Wide = dsp.Mix(out.Wide, 0.35, k)
	}
	return out
}

// smooth averages over a Gaussian window with a standard deviation in hundredths of a second.
func smooth(in []Shape, sigma float64) []Shape {
	r := int(3 * sigma)
	kernel := make([]float64, 2*r+1)
	for k := range kernel {
		d := float64(k-r) / sigma
		kernel[k] = math.Exp(-0.5 * d * d)
	}
	out := make([]Shape, len(in))
	for i := range in {
		var s Shape
		total := 0.0
		for k, w := range kernel {
			if j := i + k - r; j >= 0 && j < len(in) {
				s.Open += w * in[j].Open
				s.Wide += w * in[j].Wide
				s.Bite += w * in[j].Bite
			}
			total += w
		}
		out[i] = Shape{s.Open / total, s.Wide / total, s.Bite / total}
	}
	return out
}

// shut is the opening below which lips touch.
const shut = 0.05

// resample reads the middle of every frame.
func resample(fine []Shape, fps, frames int) []Shape {
	out := make([]Shape, frames)
	for i := range out {
		at := (float64(i)+0.5)/float64(fps)*rate - 0.5
		k := int(math.Floor(at))
		if k < 0 || k+1 >= len(fine) {
			continue
		}
		a, b, t := fine[k], fine[k+1], at-float64(k)
		s := Shape{dsp.Mix(a.Open, b.Open, t), dsp.Mix(a.Wide, b.Wide, t), dsp.Mix(a.Bite, b.Bite, t)}
		if s.Open < 2*shut { // lips meet, they do not approach for ever
			s.Open = max(0, 2*(s.Open-shut))
		}
		out[i] = s
	}
	return out
}
