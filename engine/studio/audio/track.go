package audio

import (
	"errors"
	"fmt"
	"io"
	"os"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/wav"
)

// trackReader streams a recorded track at the mixer's rate.
type trackReader struct {
	Track
	file   *os.File
	wav    *wav.Reader
	rates  [2]*dsp.Resampler // nil when the file has the mixer's rate
	queue  [2][]float64      // frames that are ready
	inputs [2][dsp.Block]float64
	ended  bool
}

func openTrack(t Track) (*trackReader, error) {
	f, err := os.Open(t.Path)
	if err != nil {
		return nil, err
	}
	r, err := wav.NewReader(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	out := &trackReader{Track: t, file: f, wav: r}
	if r.Rate != dsp.Rate {
		out.rates = [2]*dsp.Resampler{dsp.NewResampler(r.Rate), dsp.NewResampler(r.Rate)}
	}
	return out, nil
}

func (t *trackReader) close() { _ = t.file.Close() } // it was only read

// add adds the block that starts at a frame. The send carries what others step back for.
func (t *trackReader) add(now int, mix *buses) error {
	from := max(dsp.Frames(t.Start)-now, 0)
	if from >= dsp.Block {
		return nil
	}
	if skip := now - dsp.Frames(t.Start); skip > 0 && t.Start < 0 {
		if err := t.skip(-dsp.Frames(t.Start)); err != nil {
			return err
		}
		t.Start = 0
	}
	if err := t.fill(dsp.Block - from); err != nil {
		return err
	}
	n := min(dsp.Block-from, len(t.queue[0]))
	g := dsp.Gain(t.Gain)
	for i := range n {
		l, r := t.queue[0][i]*g, t.queue[1][i]*g
		mix.left[from+i] += l
		mix.right[from+i] += r
		if t.Speech {
			mix.send[from+i] += (l + r) / 2
		}
	}
	t.drop(n)
	return nil
}

// skip passes over what lies before the start of the plan.
func (t *trackReader) skip(frames int) error {
	for frames > 0 {
		if err := t.fill(dsp.Block); err != nil {
			return err
		}
		n := min(frames, len(t.queue[0]))
		if n == 0 {
			return nil
		}
		t.drop(n)
		frames -= n
	}
	return nil
}

func (t *trackReader) drop(n int) {
	for ch := range t.queue {
		t.queue[ch] = append(t.queue[ch][:0], t.queue[ch][n:]...)
	}
}

// fill reads until n frames are ready or the file ends.
func (t *trackReader) fill(n int) error {
	for len(t.queue[0]) < n && !t.ended {
		got, err := t.wav.Read(t.inputs[0][:], t.inputs[1][:])
		switch {
		case errors.Is(err, io.EOF):
			t.ended = true
		case err != nil:
			return fmt.Errorf("track %s: %w", t.Path, err)
		}
		for ch := range t.queue {
			t.queue[ch] = t.convert(ch, t.inputs[ch][:got])
		}
	}
	return nil
}

func (t *trackReader) convert(ch int, in []float64) []float64 {
	if t.rates[ch] == nil {
		return append(t.queue[ch], in...)
	}
	out := t.rates[ch].Push(in, t.queue[ch])
	if t.ended {
		out = t.rates[ch].Flush(out)
	}
	return out
}
