package audio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/loudness"
	"zoetrope/engine/studio/audio/wav"
)

const (
	onwardMaterial = 8.0   // seconds at the end of a recording that its continuation is made of
	onwardLeast    = 0.12  // shorter recordings cannot be continued
	onwardMatch    = 0.03  // seconds of waveform that a joint looks for
	onwardBlend    = 0.25  // seconds in which one pass crosses into the next
	onwardRise     = 0.5   // seconds in which sound that was faded out comes back
	onwardSettle   = 0.002 // seconds in which the step that is left at the join dies away
)

// ErrTooShort reports a recording that is too short, or too quiet, to be continued.
var ErrTooShort = errors.New("audio: too little sound to continue")

// Continue writes to path what comes after the end of a recording (a WAV file of 48 kHz): its last seconds are gone through
// again and again, each time from a place where the waveform matches, so that neither the join nor the passes are heard. Where
// the recording was faded out its sound rises again. The result lasts so many seconds and has the recording's level, which is
// returned in LUFS.
func Continue(ctx context.Context, recording, path string, seconds float64, seed uint64) (level float64, err error) {
	m, err := readEnd(recording)
	if err != nil {
		return 0, err
	}
	level, err = m.prepare()
	if err != nil {
		return 0, err
	}
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	err = errors.Join(m.write(ctx, f, dsp.Frames(seconds), seed), f.Close())
	if err != nil {
		return 0, errors.Join(err, os.Remove(path))
	}
	return level, nil
}

// material is the end of a recording.
type material struct {
	ch   [2][]float64
	end  int // where the sound ended, before trailing silence was left out
	gain float64
	last [2]float64 // the very last sample
}

func readEnd(path string) (*material, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	r, err := wav.NewReader(f)
	if err != nil {
		return nil, err
	}
	if r.Rate != dsp.Rate {
		return nil, fmt.Errorf("audio: a recording of %d Hz, want %d", r.Rate, dsp.Rate)
	}
	m := &material{}
	keep := dsp.Frames(onwardMaterial)
	var block [2][4096]float64
	for {
		n, err := r.Read(block[0][:], block[1][:])
		for c := range m.ch {
			m.ch[c] = append(m.ch[c], block[c][:n]...)
			if over := len(m.ch[c]) - keep; over > keep {
				m.ch[c] = append(m.ch[c][:0], m.ch[c][over:]...)
			}
		}
		if errors.Is(err, io.EOF) || err == nil && n == 0 {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	for c := range m.ch {
		m.ch[c] = m.ch[c][max(len(m.ch[c])-keep, 0):]
	}
	return m, nil
}

// prepare leaves out a fade at the end and measures the level.
func (m *material) prepare() (float64, error) {
	n := len(m.ch[0])
	if n < dsp.Frames(onwardLeast) {
		return 0, ErrTooShort
	}
	for c := range m.ch {
		m.last[c] = m.ch[c][n-1]
	}
	window := dsp.Frames(0.03)
	body := m.loud(0, n)
	if body < 1e-4 {
		return 0, ErrTooShort
	}
	m.gain = min(m.loud(n-window, n)/body, 1)
	m.end = n
	if m.gain < 0.4 {
		// Step back over the fade.
		for m.end > n/2 && m.loud(max(m.end-window, 0), m.end) < 0.7*body {
			m.end -= window / 3
		}
	} else {
		m.gain = 1
	}
	if m.end < dsp.Frames(onwardLeast) {
		return 0, ErrTooShort
	}
	meter := loudness.NewMeter()
	meter.Add(m.ch[0][:m.end], m.ch[1][:m.end])
	return meter.Integrated(), nil
}

// loud is the root mean square of a stretch.
func (m *material) loud(from, to int) float64 {
	var s float64
	for i := from; i < to; i++ {
		s += m.ch[0][i]*m.ch[0][i] + m.ch[1][i]*m.ch[1][i]
	}
	return math.Sqrt(s / float64(2*max(to-from, 1)))
}

// joint finds a place in from..to before which the waveform is like that before at.
func (m *material) joint(at, from, to int) int {
	w := min(dsp.Frames(onwardMatch), at/3)
	best, place := math.Inf(-1), min(max(from, w), at)
	mono := func(i int) float64 { return m.ch[0][i] + m.ch[1][i] }
	score := func(p, step int) float64 {
		var ab, aa, bb float64
		for k := 1; k <= w; k += step {
			a, b := mono(at-k), mono(p-k)
			ab, aa, bb = ab+a*b, aa+a*a, bb+b*b
		}
		return ab / (math.Sqrt(aa*bb) + 1e-9)
	}
	const coarse = 6
	for p := max(from, w); p < to; p += coarse {
		if s := score(p, coarse+1); s > best {
			best, place = s, p
		}
	}
	best = math.Inf(-1)
	centre := place
	for p := max(centre-coarse, w); p <= min(centre+coarse, at); p++ {
		if s := score(p, 1); s > best {
			best, place = s, p
		}
	}
	return place
}

// write makes the passes.
func (m *material) write(ctx context.Context, w io.Writer, frames int, seed uint64) error {
	out, err := wav.NewWriter(w, wav.PCM16, dsp.Rate, frames)
	if err != nil {
		return err
	}
	blend := min(dsp.Frames(onwardBlend), m.end/4)
	read := m.joint(m.end, m.end/8, max(m.end/2, m.end/8+1))
	other := -1 // where the next pass is, while both are heard
	var left, right [dsp.Block]float64
	rise := dsp.Frames(onwardRise)
	step := [2]float64{m.last[0] - m.gain*m.ch[0][read-1], m.last[1] - m.gain*m.ch[1][read-1]}
	settle := math.Exp(-1 / (onwardSettle * dsp.Rate))
	state := seed
	for now := 0; now < frames; now += dsp.Block {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		n := min(dsp.Block, frames-now)
		for i := range n {
			if other < 0 && read >= m.end-blend {
				state = state*6364136223846793005 + 1442695040888963407
				span := max((m.end-blend)/2-blend, 1)
				other = m.joint(read, blend, blend+span/2+int(state>>33)%max(span/2, 1)+1)
			}
			k := m.gain + (1-m.gain)*smooth(float64(now+i)/float64(rise))
			var v [2]float64
			for c := range v {
				v[c] = m.ch[c][read]
				if other >= 0 {
					t := smooth(1 - float64(m.end-1-read)/float64(blend))
					v[c] += t * (m.ch[c][min(other, m.end-1)] - v[c])
				}
				v[c] = k*v[c] + step[c]
				step[c] *= settle
			}
			left[i], right[i] = v[0], v[1]
			read++
			if other >= 0 {
				other++
			}
			if read >= m.end {
				read, other = min(max(other, 0), m.end-1), -1
			}
		}
		if err := out.Write(left[:n], right[:n]); err != nil {
			return err
		}
	}
	return out.Close()
}

func smooth(t float64) float64 {
	t = min(max(t, 0), 1)
	return t * t * (3 - 2*t)
}
