package dsp

import "math"

const sineSize = 4096

var sineTable = func() (t [sineSize + 1]float64) {
	for i := range t {
		t[i] = math.Sin(2 * math.Pi * float64(i) / sineSize)
	}
	return t
}()

// Sine is the sine of a phase in turns, from a table with linear interpolation; its error is below -120 dB.
func Sine(turns float64) float64 {
	x := (turns - math.Floor(turns)) * sineSize
	i := int(x)
	if i >= sineSize { // turns just below a whole number can round up
		return 0
	}
	return sineTable[i] + (sineTable[i+1]-sineTable[i])*(x-float64(i))
}

// Phase is a running phase in turns.
type Phase float64

// Next advances by one frame at hz and returns the phase before that, in 0..1.
func (p *Phase) Next(hz float64) float64 {
	v := float64(*p)
	n := v + hz/Rate
	if n >= 1 || n < 0 {
		n -= math.Floor(n)
	}
	*p = Phase(n)
	return v
}

// Saw is a band-limited sawtooth (two-sample polynomial correction, V. Valimaki and A. Huovilainen, "Antialiasing
// Oscillators in Subtractive Synthesis", IEEE SPM 2007).
type Saw struct{ phase Phase }

// NewSaw starts a sawtooth at a phase in turns.
func NewSaw(turns float64) Saw { return Saw{Phase(turns - math.Floor(turns))} }

// Next returns the next sample.
func (s *Saw) Next(hz float64) float64 {
	t, dt := s.phase.Next(hz), hz/Rate
	v := 2*t - 1
	switch {
	case t < dt:
		x := t / dt
		v -= 2*x - x*x - 1
	case t > 1-dt:
		x := (t - 1) / dt
		v -= x*x + 2*x + 1
	}
	return v
}

// Delay is a delay line that is read at fractional positions.
type Delay struct {
	line []float64
	pos  int
}

// NewDelay makes a line that holds the given seconds.
func NewDelay(seconds float64) *Delay {
	return &Delay{line: make([]float64, max(Frames(seconds)+4, 4))}
}

// Write adds the next sample.
func (d *Delay) Write(x float64) {
	if d.pos++; d.pos == len(d.line) {
		d.pos = 0
	}
	d.line[d.pos] = x
}

// Read returns the sample that was written frames ago, linearly interpolated; frames is limited to what the line holds.
func (d *Delay) Read(frames float64) float64 {
	frames = Clamp(frames, 0, float64(len(d.line)-2))
	n := int(frames)
	f := frames - float64(n)
	i := d.pos - n
	if i < 0 {
		i += len(d.line)
	}
	j := i - 1
	if j < 0 {
		j += len(d.line)
	}
	return d.line[i] + (d.line[j]-d.line[i])*f
}
