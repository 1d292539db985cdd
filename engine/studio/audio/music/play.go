package music

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// instrument names a timbre.
type instrument int

const (
	pad instrument = iota
	strings
	spiccato
	brass
	piano
	pluck
	bell
	marimba
	bass
	drums
)

// Strokes of the drums, in the place of a pitch.
const (
	strokeKick = iota
	strokeRim
	strokeShaker
	strokeTick
	strokeTaiko
	strokeBoom
)

// Bed plays a piece block by block.
type Bed struct {
	score  *score
	r      *dsp.Rand
	next   int // note
	now    int // frame
	active []voice
	reverb *dsp.Reverb
}

// voice is a note that sounds.
type voice struct {
	tone   tone
	wait   int // frames until it begins
	gl, gr float64
	send   float64
}

// tone makes one note in mono; add adds frames and reports whether more are to come.
type tone interface {
	add(out []float64) bool
}

// New composes a piece and makes it ready to play.
func New(o Options) *Bed {
	s := compose(o)
	return &Bed{score: s, r: dsp.NewRand(o.Seed, "play"), reverb: dsp.NewReverb(dsp.Space{Decay: s.style.space, Damping: 4200, PreDelay: 0.02, Level: 0.28})}
}

// Tempo is that of the piece in beats per minute, and Beat the time of beat i in seconds.
func (b *Bed) Tempo() float64 { return 60 / b.score.beat }

// Beat is the time of beat i, in seconds from the start.
func (b *Bed) Beat(i int) float64 { return float64(i) * b.score.beat }

// Add adds the next dsp.Block frames to left and right.
func (b *Bed) Add(left, right []float64) {
	notes := b.score.notes
	for b.next < len(notes) && dsp.Frames(notes[b.next].at) < b.now+len(left) {
		b.begin(notes[b.next])
		b.next++
	}
	b.now += len(left)
	var send, buf [dsp.Block]float64
	live := b.active[:0]
	for _, v := range b.active {
		part := buf[:len(left)-v.wait]
		clear(part)
		more := v.tone.add(part)
		for i, x := range part {
			left[v.wait+i] += x * v.gl
			right[v.wait+i] += x * v.gr
			send[v.wait+i] += x * v.send
		}
		if v.wait = 0; more {
			live = append(live, v)
		}
	}
	clear(b.active[len(live):])
	b.active = live
	b.reverb.Add(send[:len(left)], left, right)
}

func (b *Bed) begin(n note) {
	l := b.score.style.layers[n.layer]
	v := voice{tone: b.tone(l.instrument, n), wait: dsp.Frames(n.at) - b.now}
	v.wait = max(v.wait, 0)
	g := l.gain * n.loud * 0.25
	v.gl, v.gr = dsp.Pan(n.pan)
	v.gl, v.gr = v.gl*g, v.gr*g
	v.send = g * l.send * 2
	b.active = append(b.active, v)
}

func hertz(midi int) float64 { return 440 * dsp.Semitones(float64(midi-69)) }

func (b *Bed) tone(i instrument, n note) tone {
	hz, r := hertz(n.pitch), b.r
	switch i {
	case pad:
		return newBowed(r, bowed{hz: hz, length: n.length, attack: min(0.7, n.length/2), release: 1.1, cut: 900 + hz, detune: 0.006, voices: 3, gain: 0.32})
	case strings:
		return newBowed(r, bowed{hz: hz, length: n.length, attack: min(0.25, n.length/3), release: 0.5, cut: 1900 + 1.5*hz, detune: 0.004, voices: 3, vibrato: 0.004, gain: 0.3})
	case brass:
		return newBowed(r, bowed{hz: hz, length: n.length, attack: min(0.16, n.length/3), release: 0.35, cut: 700 + 2*hz, swell: 1.2, detune: 0.003, voices: 2, vibrato: 0.002, gain: 0.4})
	case spiccato:
		return newBowed(r, bowed{hz: hz, length: n.length * 0.5, attack: 0.012, release: 0.1, cut: 2600 + 2*hz, detune: 0.003, voices: 2, gain: 0.5})
	case bass:
		return newBowed(r, bowed{hz: hz, length: n.length * 0.9, attack: 0.015, release: 0.12, cut: 260 + 2*hz, swell: 0.4, detune: 0.001, voices: 1, sub: 0.9, gain: 0.7})
	case pluck:
		return newStruck(dsp.FadeEnds(dsp.Pluck(r, hz, min(n.length+1, 2.2), 0.35+0.3*n.loud, 1.6), 24, 2400), n.length+0.4)
	case bell:
		return newStruck(dsp.Ring([]dsp.Mode{{Hz: hz, Gain: 0.6, Decay: 1.8}, {Hz: hz * 2.003, Gain: 0.3, Decay: 1.2}, {Hz: hz * 3.01, Gain: 0.12, Decay: 0.7}, {Hz: hz * 5.43, Gain: 0.07, Decay: 0.3}}, 2, 0.0004), 2)
	case marimba:
		return newStruck(dsp.Ring([]dsp.Mode{{Hz: hz, Gain: 0.9, Decay: 0.55}, {Hz: hz * 3.93, Gain: 0.25, Decay: 0.18}, {Hz: hz * 9.4, Gain: 0.08, Decay: 0.06}}, 0.7, 0.0008), 0.7)
	case piano:
		return newStruck(pianoTone(r, hz, n.loud), n.length+0.8)
	}
	return newStruck(drumTone(r, n.pitch), 3)
}

// bowed is a held tone: detuned sawtooths through a low-pass filter that opens with the attack.
type bowed struct {
	hz, length      float64
	attack, release float64 // seconds
	cut             float64 // Hz
	swell           float64 // by how much the filter opens further at first
	detune          float64
	voices          int
	vibrato         float64
	sub             float64 // gain of a sine at the pitch
	gain            float64

	saws  []dsp.Saw
	rates []float64
	low   dsp.SVF
	sine  dsp.Phase
	wave  dsp.Phase
	t     float64
	level float64
}

func newBowed(r *dsp.Rand, b bowed) *bowed {
	b.wave = dsp.Phase(r.Unit())
	for i := range b.voices {
		b.saws = append(b.saws, dsp.NewSaw(r.Unit()))
		b.rates = append(b.rates, 1+b.detune*(float64(i)-float64(b.voices-1)/2)+0.0006*r.Bipolar())
	}
	return &b
}

func (b *bowed) add(out []float64) bool {
	t := b.t + dsp.Seconds(len(out))
	b.t = t
	env := dsp.Smooth(0, b.attack, t)
	if t > b.length {
		env *= math.Exp(-(t - b.length) * 5 / b.release)
	}
	open := 1 + b.swell*math.Exp(-t*3)
	b.low.Set(b.cut*(0.45+0.55*env)*open, 0.75)
	hz := b.hz * (1 + b.vibrato*dsp.Smooth(0.2, 0.9, t)*dsp.Sine(float64(b.wave)+5.2*t))
	from, to := b.level, env*b.gain/math.Sqrt(float64(b.voices))
	b.level = to
	step := (to - from) / float64(len(out))
	for i := range out {
		var x float64
		for k := range b.saws {
			x += b.saws[k].Next(hz * b.rates[k])
		}
		y := b.low.Low(x)
		if b.sub > 0 {
			y += b.sub * dsp.Sine(b.sine.Next(hz))
		}
		out[i] += y * from
		from += step
	}
	return t < b.length+b.release*1.6
}

// struck is a tone that is known from its start; the damper falls on it after its length.
type struck struct {
	samples []float64
	at      int
}

func newStruck(samples []float64, length float64) *struck {
	n := min(dsp.Frames(length), len(samples))
	return &struck{samples: dsp.FadeEnds(samples[:n], 0, min(n/3, 9600))}
}

func (s *struck) add(out []float64) bool {
	n := min(len(out), len(s.samples)-s.at)
	for i, x := range s.samples[s.at : s.at+n] {
		out[i] += x
	}
	s.at += n
	return s.at < len(s.samples)
}

// pianoTone is a struck string: stretched partials that decay the faster the higher they are, each in two stages, and the knock
// of the hammer (Fletcher and Rossing, ch. 12). A louder stroke is brighter.
func pianoTone(r *dsp.Rand, hz, loud float64) []float64 {
	stiff := 0.0004 * math.Pow(hz/261, 1.2)
	ring := dsp.Clamp(9*math.Pow(hz/110, -0.62), 0.8, 9)
	var modes []dsp.Mode
	for k := 1.0; k <= 12 && k*hz < 9000; k++ {
		f := hz * k * math.Sqrt(1+stiff*k*k)
		gain := math.Pow(k, -1.1-0.6*(1-loud)) * math.Abs(math.Sin(math.Pi*k/7.6)) * 2
		modes = append(modes, dsp.Mode{Hz: f, Gain: 0.75 * gain, Decay: ring * 0.35 / (0.6 + 0.4*k)}, dsp.Mode{Hz: f * 1.0004, Gain: 0.25 * gain, Decay: ring / (0.7 + 0.3*k)})
	}
	out := dsp.Ring(modes, min(ring*0.8, 3.5), 0.0006)
	noise, knock := dsp.NewWhite(r), dsp.NewSVF(320, 1.2)
	for i := range min(1400, len(out)) {
		out[i] += knock.Band(noise.Next()) * math.Exp(-float64(i)/260) * 0.15
	}
	return dsp.FadeEnds(out, 12, 4800)
}

func drumTone(r *dsp.Rand, stroke int) []float64 {
	switch stroke {
	case strokeKick:
		return thump(0.28, 52, 90, 16, 0.9)
	case strokeTaiko:
		out := thump(1.1, 58, 34, 5, 1)
		noise, skin := dsp.NewWhite(r), dsp.NewSVF(420, 0.8)
		for i := range out {
			out[i] += skin.Band(noise.Next()) * math.Exp(-dsp.Seconds(i)*24) * 0.8
		}
		return out
	case strokeBoom:
		return thump(2.4, 36, 40, 2.2, 1)
	case strokeRim:
		return dsp.Ring([]dsp.Mode{{Hz: 430, Gain: 0.3, Decay: 0.05}, {Hz: 1680, Gain: 0.3, Decay: 0.03}, {Hz: 2710, Gain: 0.15, Decay: 0.02}}, 0.1, 0.0002)
	case strokeTick:
		return dsp.Ring([]dsp.Mode{{Hz: 2900, Gain: 0.3, Decay: 0.02}, {Hz: 4700, Gain: 0.2, Decay: 0.015}}, 0.05, 0.0001)
	}
	out := make([]float64, dsp.Frames(0.11))
	noise, high := dsp.NewWhite(r), dsp.NewSVF(6500, 0.9)
	for i := range out {
		t := dsp.Seconds(i)
		out[i] = high.Band(noise.Next()) * dsp.Smooth(0, 0.018, t) * math.Exp(-t*42) * 0.6
	}
	return out
}

// thump is a drum's head: a sine that falls from hz+drop to hz.
func thump(seconds, hz, drop, decay, gain float64) []float64 {
	out := make([]float64, dsp.Frames(seconds))
	var p dsp.Phase
	for i := range out {
		t := dsp.Seconds(i)
		out[i] = gain * dsp.Sine(p.Next(hz+drop*math.Exp(-t*28))) * math.Exp(-t*decay) * min(t/0.002, 1)
	}
	return dsp.FadeEnds(out, 0, 2400)
}
