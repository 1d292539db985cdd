package audio

import (
	"bufio"
	"context"
	"encoding/binary"
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
	// ceiling is the true peak that nothing passes, in dBTP. Encoding to AAC adds up to 1 dB to it.
	ceiling = -2.0
	// mostGain bounds what normalisation adds, in dB: a mix that is all but silent stays quiet.
	mostGain = 40
	// mostLimiting is the deepest that the limiter may dig for loudness, in dB; what would need more stays below the target.
	mostLimiting = -18
	// near is how close to the target a trial must come, in LU.
	near = 0.3
)

// Report says what was rendered.
type Report struct {
	Frames    int
	Loudness  float64 // integrated, LUFS; loudness.Silence when there is nothing to hear
	TruePeak  float64 // dBTP
	Reduction float64 // the deepest that the limiter dug, dB
}

// Render writes the sound of a plan to a WAV file. The file is there only when there is no error.
func Render(ctx context.Context, p Plan, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = Write(ctx, p, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// Write is Render to a stream.
func Write(ctx context.Context, p Plan, w io.Writer) (Report, error) {
	if err := p.check(); err != nil {
		return Report{}, err
	}
	s, err := newSpill()
	if err != nil {
		return Report{}, err
	}
	defer s.remove()
	measured, err := mixDown(ctx, &p, s)
	if err != nil {
		return Report{}, err
	}
	target := p.Loudness
	if target == 0 {
		target = Target
	}
	m, err := s.findMaster(ctx, measured, target)
	if err != nil {
		return Report{}, err
	}
	return s.deliver(ctx, m, p.Format, w)
}

// mixDown puts the mix into the spill and measures it.
func mixDown(ctx context.Context, p *Plan, s *spill) (*loudness.Meter, error) {
	m, err := newMixer(p)
	if err != nil {
		return nil, err
	}
	defer m.close()
	meter := loudness.NewMeter()
	err = m.run(ctx, func(left, right []float64) error {
		meter.Add(left, right)
		return s.write(left, right)
	})
	if err != nil {
		return nil, err
	}
	return meter, s.flush()
}

// spill is a temporary file that holds the mix as 32-bit floats.
type spill struct {
	file   *os.File
	out    *bufio.Writer
	frames int
}

func newSpill() (*spill, error) {
	f, err := os.CreateTemp("", "zoetrope-mix-*.f32")
	if err != nil {
		return nil, fmt.Errorf("make a temporary file for the mix: %w", err)
	}
	return &spill{file: f, out: bufio.NewWriterSize(f, 1<<16)}, nil
}

func (s *spill) remove() {
	// Nothing of value is lost when a temporary file cannot be closed or removed.
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}

func (s *spill) write(left, right []float64) error {
	var b [8 * dsp.Block]byte
	for i, l := range left {
		binary.LittleEndian.PutUint32(b[8*i:], math.Float32bits(float32(l)))
		binary.LittleEndian.PutUint32(b[8*i+4:], math.Float32bits(float32(right[i])))
	}
	s.frames += len(left)
	_, err := s.out.Write(b[:8*len(left)])
	return err
}

func (s *spill) flush() error { return s.out.Flush() }

// read hands the mix over in blocks.
func (s *spill) read(ctx context.Context, to func(left, right []float64) error) error {
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in := bufio.NewReaderSize(s.file, 1<<16)
	var b [8 * dsp.Block]byte
	var l, r [dsp.Block]float64
	for left := s.frames; left > 0; {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		n := min(dsp.Block, left)
		if _, err := io.ReadFull(in, b[:8*n]); err != nil {
			return fmt.Errorf("read the mix back: %w", err)
		}
		for i := range n {
			l[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[8*i:])))
			r[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[8*i+4:])))
		}
		if err := to(l[:n], r[:n]); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// mastering is what brings a mix to its loudness.
type mastering struct {
	gain    float64 // dB
	release float64 // of the limiter, seconds
}

// master hands over the mix with a gain, limited. It returns the deepest that the limiter dug, in dB.
func (s *spill) master(ctx context.Context, m mastering, to func(left, right []float64) error) (float64, error) {
	lim, late, g := loudness.NewLimiter(ceiling, m.release), loudness.Latency, dsp.Gain(m.gain)
	pass := func(left, right []float64) error {
		lim.Process(left, right)
		if late > 0 { // the limiter starts with what was before the first frame
			n := min(late, len(left))
			left, right, late = left[n:], right[n:], late-n
		}
		return to(left, right)
	}
	err := s.read(ctx, func(left, right []float64) error {
		dsp.Scale(left, g)
		dsp.Scale(right, g)
		return pass(left, right)
	})
	if err != nil {
		return 0, err
	}
	var tail [2][loudness.Latency]float64
	err = pass(tail[0][:], tail[1][:])
	return lim.Reduction(), err
}

// findMaster finds the gain with which the limited mix has the target loudness, or comes as close as the limiter may take it.
// Sparse strokes, whose loudness lies in their tails, get a limiter that lets go faster.
func (s *spill) findMaster(ctx context.Context, mix *loudness.Meter, target float64) (mastering, error) {
	m := mastering{release: 0.12}
	had := mix.Integrated()
	if had <= loudness.Silence {
		return m, nil
	}
	m.gain = min(target-had, mostGain)
	if mix.TruePeak()+m.gain <= ceiling {
		return m, nil
	}
	start := m.gain
	short, err := s.approach(ctx, &m, target)
	if err == nil && short > 1 {
		m = mastering{gain: start, release: 0.03}
		_, err = s.approach(ctx, &m, target)
	}
	return m, err
}

// approach moves the gain towards the target by trials, and returns how many LU it stays short.
func (s *spill) approach(ctx context.Context, m *mastering, target float64) (short float64, err error) {
	for range 5 {
		meter := loudness.NewMeter()
		reduction, err := s.master(ctx, *m, func(left, right []float64) error {
			meter.Add(left, right)
			return nil
		})
		if err != nil {
			return 0, err
		}
		short = target - meter.Integrated()
		if math.Abs(short) < near {
			break
		}
		// The limiter takes a part of each further dB.
		step := dsp.Clamp(short*1.3, -6, 6)
		if room := reduction - mostLimiting; step > room {
			m.gain += max(room, -3)
			break
		}
		m.gain = min(m.gain+step, mostGain)
	}
	return short, nil
}

// deliver writes the mastered mix.
func (s *spill) deliver(ctx context.Context, m mastering, f wav.Format, w io.Writer) (Report, error) {
	out, err := wav.NewWriter(w, f, dsp.Rate, s.frames)
	if err != nil {
		return Report{}, err
	}
	meter := loudness.NewMeter()
	reduction, err := s.master(ctx, m, func(left, right []float64) error {
		meter.Add(left, right)
		return out.Write(left, right)
	})
	if err != nil {
		return Report{}, err
	}
	return Report{Frames: s.frames, Loudness: meter.Integrated(), TruePeak: meter.TruePeak(), Reduction: reduction}, out.Close()
}
