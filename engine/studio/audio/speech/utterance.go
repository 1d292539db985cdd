package speech

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/loudness"
	"zoetrope/engine/studio/audio/wav"
)

// utterance is spoken sound in mono at 48 kHz.
type utterance struct {
	samples   []float64
	phones    []Phone
	engine    string
	estimated bool
}

func (u *utterance) seconds() float64 { return dsp.Seconds(len(u.samples)) }

// errSilent is returned for a file in which nothing can be heard.
var errSilent = errors.New("nothing was spoken")

// loadUtterance reads a synthesiser's file as if it had been recorded at a rate formant times as high: played so, its
// resonances move by that factor, and so do its pitch and pace, which were asked for accordingly.
func loadUtterance(path string, formant float64) (*utterance, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("nothing was spoken: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	r, err := wav.NewReader(f)
	if err != nil {
		return nil, err
	}
	convert := dsp.NewResampler(int(math.Round(float64(r.Rate) * formant)))
	u := &utterance{}
	var l, q [4096]float64
	for len(u.samples) < mostSeconds*dsp.Rate {
		n, err := r.Read(l[:], q[:])
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		u.samples = convert.Push(l[:n], u.samples)
	}
	u.samples = convert.Flush(u.samples)
	if dsp.Peak(u.samples) < 1e-3 {
		return nil, errSilent
	}
	return u, nil
}

// Silence that is left before and after what is spoken, in seconds.
const (
	before = 0.06
	after  = 0.12
)

// trim leaves only the silence that is wanted at both ends, and moves the phones along.
func (u *utterance) trim() {
	spans := voiced(u.samples)
	if len(spans) == 0 {
		return
	}
	from := max(spans[0].from-dsp.Frames(before), 0)
	pad := max(dsp.Frames(before)-spans[0].from, 0)
	to := min(spans[len(spans)-1].to+dsp.Frames(after), len(u.samples))
	u.samples = append(make([]float64, pad), u.samples[from:to]...)
	dsp.FadeEnds(u.samples, dsp.Frames(0.01), dsp.Frames(0.03))
	shift, end := dsp.Seconds(pad-from), u.seconds()
	var kept []Phone
	for _, p := range u.phones {
		p.Start, p.End = max(p.Start+shift, 0), min(p.End+shift, end)
		if p.End > p.Start {
			kept = append(kept, p)
		}
	}
	u.phones = kept
}

// span is a stretch of frames.
type span struct{ from, to int }

// voiced finds the stretches that are louder than 40 dB below the loudest, ignoring gaps below 120 ms.
func voiced(s []float64) []span {
	const hop = dsp.Rate / 100
	var levels []float64
	var most float64
	for i := 0; i < len(s); i += hop {
		var sum float64
		for _, x := range s[i:min(i+hop, len(s))] {
			sum += x * x
		}
		levels = append(levels, sum)
		most = max(most, sum)
	}
	var spans []span
	for i, l := range levels {
		if l <= most*1e-4 {
			continue
		}
		at := span{i * hop, min((i+1)*hop, len(s))}
		if n := len(spans); n > 0 && at.from-spans[n-1].to < 12*hop {
			spans[n-1].to = at.to
		} else {
			spans = append(spans, at)
		}
	}
	return spans
}

// shape gives the sound the voice's colour and brings it to Loudness, its peak below full scale.
func (u *utterance) shape(v Voice) {
	warm, shelf := dsp.Peaking(220, 0.8, v.warmth), dsp.HighShelf(3500, v.bright)
	var rumble dsp.DCBlock
	for i, x := range u.samples {
		u.samples[i] = rumble.Next(shelf.Next(warm.Next(x)))
	}
	meter := loudness.NewMeter()
	meter.Add(u.samples, u.samples)
	gain := dsp.Gain(Loudness - meter.Integrated())
	gain = min(gain, 0.89/dsp.Peak(u.samples))
	dsp.Scale(u.samples, gain)
}

func (u *utterance) save(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w, err := wav.NewWriter(f, wav.PCM16, dsp.Rate, len(u.samples))
	if err == nil {
		err = w.Write(u.samples, u.samples)
	}
	if err == nil {
		err = w.Close()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
