package voice

import (
	"math"
	"slices"

	"zoetrope/engine/studio/audio/dsp"
)

// note is one syllable of a bird: a nearly pure tone whose pitch moves (syrinx models come down to this for small birds;
// Farnell, ch. 53), with frequency modulation for buzz and rattle.
type note struct {
	seconds  float64
	pitch    dsp.Curve // Hz over 0..1
	buzz     float64   // Hz of a modulation, 0 for none
	depth    float64   // of the modulation, as a fraction of the pitch
	overtone float64   // gain of the second harmonic
	gap      float64   // seconds of silence after it
	loud     float64
}

func whistle(seconds, gap, loud float64, pitch ...float64) note {
	return note{seconds: seconds, pitch: line(pitch...), gap: gap, loud: loud, overtone: 0.06}
}

// sing renders a phrase.
func sing(notes []note, pitch float64) []float64 {
	var out []float64
	for _, n := range notes {
		out = append(out, n.render(pitch)...)
		out = append(out, make([]float64, dsp.Frames(n.gap))...)
	}
	return dsp.Normalise(out, 1)
}

func (n note) render(pitch float64) []float64 {
	out := make([]float64, dsp.Frames(n.seconds))
	var phase, mod dsp.Phase
	edge := min(0.012, n.seconds/3)
	for i := range out {
		t := dsp.Seconds(i)
		hz := n.pitch.At(t/n.seconds) * pitch
		if n.buzz > 0 {
			hz *= 1 + n.depth*dsp.Sine(mod.Next(n.buzz))
		}
		p := phase.Next(hz)
		env := dsp.Smooth(0, edge, t) * dsp.Smooth(0, edge, n.seconds-t)
		out[i] = n.loud * env * (dsp.Sine(p) + n.overtone*dsp.Sine(2*p))
	}
	return out
}

// species are the songs of a spring morning. Each call draws another phrase of the same bird.
var species = map[string]func(r *dsp.Rand) []note{
	"thrush": func(r *dsp.Rand) []note {
		var ns []note
		for range 3 + r.Intn(4) {
			a, b := r.Log(1700, 2900), r.Log(1600, 3200)
			ns = append(ns, whistle(r.Range(0.12, 0.34), r.Range(0.02, 0.12), r.Range(0.7, 1), a, b, b*r.Range(0.85, 1.1)))
		}
		for range r.Intn(4) {
			ns = append(ns, whistle(0.05, 0.02, 0.35, r.Log(4200, 6500), r.Log(3800, 6800)))
		}
		return ns
	},
	"sparrow": func(r *dsp.Rand) []note {
		var ns []note
		base := r.Range(3600, 4600)
		for range 2 + r.Intn(4) {
			n := whistle(r.Range(0.06, 0.1), r.Range(0.16, 0.4), r.Range(0.7, 1), base*0.8, base*1.3, base*0.75)
			n.overtone = 0.2
			ns = append(ns, n)
		}
		return ns
	},
	"canary": func(r *dsp.Rand) []note {
		var ns []note
		for range 2 + r.Intn(2) { // each a trill of equal sweeps
			rate, top := r.Range(12, 24), r.Range(3800, 5600)
			low := top * r.Range(0.55, 0.75)
			for range 8 + r.Intn(9) {
				ns = append(ns, whistle(0.6/rate, 0.4/rate, r.Range(0.8, 1), top, low))
			}
		}
		return ns
	},
	"tit": func(r *dsp.Rand) []note {
		high := r.Range(4700, 5600)
		var ns []note
		for range 3 + r.Intn(4) {
			ns = append(ns, whistle(0.1, 0.03, 1, high*1.03, high), whistle(0.13, 0.07, 0.85, high*0.74, high*0.72))
		}
		return ns
	},
	"robin": func(r *dsp.Rand) []note {
		var ns []note
		for range 6 + r.Intn(6) {
			a := r.Log(2600, 6800)
			n := whistle(r.Range(0.04, 0.16), r.Range(0.01, 0.06), r.Range(0.4, 1), a, a*r.Range(0.7, 1.4), a*r.Range(0.7, 1.3))
			if r.Chance(0.25) {
				n.buzz, n.depth = r.Range(28, 60), 0.08
			}
			ns = append(ns, n)
		}
		return ns
	},
	"finch": func(r *dsp.Rand) []note {
		var ns []note
		base := r.Range(4800, 6000)
		for i := range 10 + r.Intn(6) { // falls in pitch and gains in strength
			hz := base * (1 - 0.03*float64(i))
			ns = append(ns, whistle(0.05, 0.045, 0.5+0.04*float64(i), hz*1.15, hz*0.8))
		}
		return append(ns, whistle(0.16, 0.05, 1, 3000, 4600, 2700))
	},
	"cuckoo": func(r *dsp.Rand) []note {
		hz := r.Range(640, 690)
		var ns []note
		for range 2 + r.Intn(3) {
			ns = append(ns, whistle(0.17, 0.12, 1, hz, hz*1.01), whistle(0.27, 0.75, 0.85, hz*0.8, hz*0.79))
		}
		return ns
	},
}

// songbirds are the species that make up a chorus.
var songbirds = []string{"thrush", "sparrow", "canary", "tit", "robin", "finch"}

// birds is a chorus of three to six individuals, each with its place, its species and its pauses.
func birds(c *Config, r *dsp.Rand) Source {
	type bird struct {
		song  func(*dsp.Rand) []note
		pitch float64
		pan   float64
	}
	flock := make([]bird, 3+int(3*c.Intensity))
	first := r.Intn(len(songbirds))
	for i := range flock {
		name := songbirds[(first+i)%len(songbirds)]
		if c.Variant != "chorus" {
			name = c.Variant
		}
		flock[i] = bird{species[name], r.Range(0.92, 1.1) * c.Pitch / math.Sqrt(c.Size), 0.9 * (2*float64(i)/float64(len(flock)-1) - 1)}
	}
	events := func() []Event {
		var es []Event
		for i, b := range flock {
			far := 1 - 0.13*float64(i)
			rest := r.Range(2.2, 4.5) / c.Rate
			start := r.Unit() * rest * 0.8
			if i == 0 { // the clip does not begin with silence
				start *= 0.1
			}
			for t := start; t < c.Seconds; t += rest * r.Range(0.7, 1.5) {
				es = append(es, Event{At: t, Strength: far * r.Range(0.5, 1), Pan: b.pan})
			}
		}
		return byTime(es)
	}
	return play(c, events, 0, func(e Event) sound {
		i := int(math.Round((e.Pan/0.9 + 1) / 2 * float64(len(flock)-1)))
		b := flock[min(max(i, 0), len(flock)-1)]
		return mono(sing(b.song(r), b.pitch))
	})
}

// byTime sorts events.
func byTime(es []Event) []Event {
	slices.SortStableFunc(es, func(a, b Event) int {
		switch {
		case a.At < b.At:
			return -1
		case a.At > b.At:
			return 1
		}
		return 0
	})
	return es
}

// crickets chirp three or four pulses at a time on a narrow band around 4.5 kHz; four of them, each in its own rhythm, over
// the steady trill of others far off.
func crickets(c *Config, r *dsp.Rand) Source {
	type cricket struct {
		chirp []float64
		pan   float64
	}
	field := make([]cricket, 4)
	for i := range field {
		hz := r.Range(4250, 4900) * c.Pitch / math.Sqrt(c.Size)
		var ns []note
		for k := range 3 + r.Intn(2) {
			ns = append(ns, note{seconds: 0.019, pitch: line(hz*0.995, hz*1.01, hz*0.985), gap: 0.013, loud: 0.7 + 0.1*float64(k), overtone: 0.05})
		}
		field[i] = cricket{sing(ns, 1), -0.85 + 1.7*float64(i)/3}
	}
	events := func() []Event {
		var es []Event
		for i, k := range field {
			period := r.Range(0.36, 0.62) / c.Rate
			for t := r.Unit() * period; t < c.Seconds; t += period * r.Range(0.96, 1.05) {
				es = append(es, Event{At: t, Strength: (1 - 0.2*float64(i)) * r.Range(0.85, 1), Pan: k.pan})
			}
		}
		return byTime(es)
	}
	chorus := insectTone(r, 3900*c.Pitch, 42, 0.07*c.Intensity)
	return together(chorus, play(c, events, 0, func(e Event) sound {
		i := int(math.Round((e.Pan/0.85 + 1) / 2 * 3))
		return mono(field[min(max(i, 0), 3)].chirp)
	}))
}

// insectTone is a narrow band of noise whose loudness trembles at rate Hz: many small wings at once.
func insectTone(r *dsp.Rand, hz, rate, gain float64) Source {
	var ch [2]struct {
		noise dsp.White
		band  dsp.SVF
		wing  dsp.Phase
		swell *dsp.Drift
		g     dsp.Glide
	}
	for i := range ch {
		ch[i].noise, ch[i].band = dsp.NewWhite(r), dsp.NewSVF(hz*r.Range(0.97, 1.03), 28)
		ch[i].swell, ch[i].wing = dsp.NewDrift(r, 2.2), dsp.Phase(r.Unit())
	}
	return sourceFunc(func(left, right []float64) {
		for i, out := range [2][]float64{left, right} {
			s := &ch[i]
			g, dg := s.g.To(gain * (0.5 + s.swell.Next()))
			for n := range out {
				w := 0.5 + 0.5*dsp.Sine(s.wing.Next(rate))
				out[n] += s.band.Band(s.noise.Next()) * w * g * 6
				g += dg
			}
		}
	})
}

// insects are the cicadas of a hot day, or, as a variant, bees.
func insects(c *Config, r *dsp.Rand) Source {
	if c.Variant == "bees" {
		return bees(c, r)
	}
	k := c.Pitch / math.Sqrt(c.Size)
	return together(insectTone(r, 5200*k, 130, 0.5), insectTone(r, 6800*k, 88, 0.35), insectTone(r, 7900*k, 175, 0.2))
}

// bees fly about: each a buzzing sawtooth whose pitch and place wander.
func bees(c *Config, r *dsp.Rand) Source {
	type bee struct {
		saw              dsp.Saw
		pitch, near, pan *dsp.Drift
		body             dsp.SVF
		hz, gl, gr       dsp.Glide
	}
	swarm := make([]bee, 3+int(4*c.Intensity))
	for i := range swarm {
		swarm[i] = bee{saw: dsp.NewSaw(r.Unit()), pitch: dsp.NewDrift(r, 0.5), near: dsp.NewDrift(r, 1.7), pan: dsp.NewDrift(r, 2.1), body: dsp.NewSVF(700*c.Pitch, 1)}
		swarm[i].hz.To(220 * c.Pitch)
	}
	return sourceFunc(func(left, right []float64) {
		for k := range swarm {
			b := &swarm[k]
			hz, dhz := b.hz.To((190 + 70*b.pitch.Next()) * c.Pitch / math.Sqrt(c.Size))
			near := b.near.Next()
			pl, pr := dsp.Pan(2*b.pan.Next() - 1)
			l, dl := b.gl.To(near * near * pl)
			rr, dr := b.gr.To(near * near * pr)
			for i := range left {
				x := b.body.Band(b.saw.Next(hz))
				left[i] += x * l
				right[i] += x * rr
				hz, l, rr = hz+dhz, l+dl, rr+dr
			}
		}
	})
}

// dolphin clicks and whistles.
func dolphin(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 2.2/c.Rate, 0.6) }
	return play(c, own, 0, func(Event) sound {
		if r.Chance(0.5) {
			a := r.Log(5000, 9000)
			return mono(sing([]note{whistle(r.Range(0.4, 0.9), 0, 1, a, a*1.5, a*0.9, a*1.7)}, c.Pitch/math.Sqrt(c.Size)))
		}
		out := make([]float64, dsp.Frames(0.9))
		click := burst(r, 9000, 1.5, 0.0002, 0.003)
		for t, gap := 0.0, 0.06; t < 0.85; t += gap {
			paste(out, click, dsp.Frames(t), 1)
			gap = max(gap*0.92, 0.008)
		}
		return mono(out)
	})
}
