package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// bellPartials are those of a tuned church bell: hum, prime, tierce, quint, nominal and above (N. Fletcher and T. Rossing,
// "The Physics of Musical Instruments", ch. 21), with the doublets that make it beat.
func bellPartials(prime, ring float64) []dsp.Mode {
	var modes []dsp.Mode
	for _, p := range []dsp.Mode{{Hz: 0.5, Gain: 0.5, Decay: 1.6}, {Hz: 1, Gain: 0.7, Decay: 1}, {Hz: 1.19, Gain: 0.8, Decay: 0.9}, {Hz: 1.5, Gain: 0.3, Decay: 0.6}, {Hz: 2, Gain: 1, Decay: 0.7}, {Hz: 2.52, Gain: 0.35, Decay: 0.4}, {Hz: 2.98, Gain: 0.45, Decay: 0.4}, {Hz: 4.04, Gain: 0.3, Decay: 0.28}, {Hz: 5.2, Gain: 0.2, Decay: 0.18}, {Hz: 6.6, Gain: 0.14, Decay: 0.12}} {
		modes = append(modes, dsp.Mode{Hz: p.Hz * prime, Gain: p.Gain, Decay: p.Decay * ring},
			dsp.Mode{Hz: p.Hz * prime * 1.0017, Gain: 0.4 * p.Gain, Decay: p.Decay * ring * 0.9})
	}
	return modes
}

// bell tolls: a church bell, or by variant a hand bell, or a temple's bowl.
func bell(c *Config, r *dsp.Rand) Source {
	prime, ring, period := 330.0, 5.5, 2.4
	switch c.Variant {
	case "hand":
		prime, ring, period = 1250, 1.8, 0.9
	case "temple":
		prime, ring, period = 165, 9, 5
	}
	prime *= c.Pitch / c.Size
	strike := dsp.Ring(bellPartials(prime, ring), min(ring*1.1, 9), 0.0006)
	hit := burst(r, 2400, 0.7, 0.0004, 0.02)
	paste(strike, hit, 0, 0.06*dsp.Peak(strike))
	dsp.FadeEnds(dsp.Normalise(strike, 1), 12, dsp.Frames(0.3))
	own := func() []Event { return every(c, r, 0.15, period/c.Rate, 0.03) }
	return play(c, own, 0, func(Event) sound { return mono(strike) })
}

// chimes are metal tubes that the wind strikes: free bars with partials 1 : 2.76 : 5.40 : 8.93, tuned to a pentatonic scale.
func chimes(c *Config, r *dsp.Rand) Source {
	root := r.Range(780, 980) * c.Pitch / c.Size
	var tubes [6][]float64
	for i, n := range [6]float64{0, 2, 4, 7, 9, 12} {
		hz := root * dsp.Semitones(n)
		tubes[i] = dsp.Ring([]dsp.Mode{{Hz: hz, Gain: 1, Decay: 3.2}, {Hz: hz * 1.002, Gain: 0.5, Decay: 3}, {Hz: hz * 2.756, Gain: 0.5, Decay: 1.3}, {Hz: hz * 5.404, Gain: 0.25, Decay: 0.6}, {Hz: hz * 8.933, Gain: 0.1, Decay: 0.25}}, 3.4, 0.0004)
		dsp.FadeEnds(dsp.Normalise(tubes[i], 1), 8, 2400)
	}
	own := func() []Event {
		var es []Event
		for t := 0.1; t < c.Seconds; t += r.Exp(1.5 / c.Rate) { // a gust strikes several
			at := t
			for range 2 + r.Intn(5) {
				es = append(es, Event{At: at, Strength: r.Range(0.25, 1), Pan: 0.8 * r.Bipolar()})
				at += r.Exp(0.16)
			}
		}
		return byTime(es)
	}
	return play(c, own, 0, func(Event) sound { return mono(tubes[r.Intn(len(tubes))]) })
}

// clock ticks and tocks: two clicks of an escapement in a wooden case, twice a second.
func clock(c *Config, r *dsp.Rand) Source {
	click := func(k float64) []float64 {
		k *= c.Pitch / math.Sqrt(c.Size)
		out := dsp.Ring([]dsp.Mode{{Hz: 2150 * k, Gain: 1, Decay: 0.05}, {Hz: 3480 * k, Gain: 0.8, Decay: 0.035}, {Hz: 5210 * k, Gain: 0.4, Decay: 0.02}, {Hz: 410 * k, Gain: 0.6, Decay: 0.16}, {Hz: 880 * k, Gain: 0.5, Decay: 0.12}}, 0.2, 0.0002)
		paste(out, out[:len(out)/2], dsp.Frames(0.011), -0.35) // the wheel drops after the pallet lets it go
		return dsp.FadeEnds(dense(out, 2), 4, 480)
	}
	ticks := [2][]float64{click(1), click(0.86)}
	own := func() []Event { return every(c, r, 0.25, 0.5/c.Rate, 0) }
	n := 0
	tick := play(c, own, 0, func(Event) sound {
		n++
		return mono(ticks[(n-1)%2])
	})
	return together(hush(r, 400, 0.02), tick)
}

// glass breaks: a crack, then shards that ring high and short as they fall. By variant glasses clink.
func glass(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 3.5/c.Rate, 0.4) }
	if c.Variant == "clink" {
		own = func() []Event { return scattered(c, r, 0.7/c.Rate, 0.6) }
		return play(c, own, 0, func(Event) sound { return mono(clink(c, r)) })
	}
	return play(c, own, 0, func(Event) sound {
		out := make([]float64, dsp.Frames(1.6))
		paste(out, burst(r, 4200, 0.5, 0.0003, 0.06), 0, 0.9)
		paste(out, burst(r, 1500, 1, 0.0003, 0.04), 0, 0.5)
		for range 46 {
			t := 1.1 * math.Pow(r.Unit(), 2.2)
			hz := r.Log(2600, 11000) * c.Pitch / math.Sqrt(c.Size)
			shard := dsp.Ring([]dsp.Mode{{Hz: hz, Gain: 1, Decay: r.Range(0.05, 0.35)}, {Hz: hz * 1.52, Gain: 0.6, Decay: r.Range(0.04, 0.2)}, {Hz: hz * 2.31, Gain: 0.3, Decay: 0.06}}, 0.4, 0.0001)
			paste(out, dsp.FadeEnds(shard, 4, 960), dsp.Frames(t), r.Range(0.03, 0.3)*math.Exp(-t*1.6))
		}
		return mono(dsp.FadeEnds(dsp.Normalise(out, 1), 0, 2400))
	})
}

// heart beats: lub, and a third of a beat later a lighter, higher dub. Events are the lubs.
func heart(c *Config, r *dsp.Rand) Source {
	thud := func(hz, decay float64) []float64 {
		k := c.Pitch / math.Sqrt(c.Size)
		s := dsp.Ring([]dsp.Mode{{Hz: hz * k, Gain: 1, Decay: decay}, {Hz: 1.6 * hz * k, Gain: 0.6, Decay: decay * 0.7}, {Hz: 2.9 * hz * k, Gain: 0.22, Decay: decay * 0.5}}, 0.4, 0.006)
		return dsp.FadeEnds(dsp.Normalise(s, 1), 240, 2400)
	}
	beat := make([]float64, dsp.Frames(0.8))
	paste(beat, thud(48, 0.19), 0, 1)
	paste(beat, thud(66, 0.13), dsp.Frames(0.29/math.Sqrt(c.Rate)), 0.7)
	dense(beat, 2)
	own := func() []Event { return every(c, r, 0.2, 0.88/c.Rate, 0.015) }
	return play(c, own, 0, func(Event) sound { return mono(beat) })
}

// typing is a keyboard: a press and a softer release of a plastic key, in runs of words.
func typing(c *Config, r *dsp.Rand) Source {
	own := func() []Event {
		var es []Event
		for t := 0.1; t < c.Seconds; t += r.Range(0.08, 0.19) / c.Rate {
			if r.Chance(0.14) {
				t += r.Range(0.15, 0.5)
			}
			es = append(es, Event{At: t, Strength: r.Range(0.5, 1), Pan: 0.25 * r.Bipolar()})
		}
		return es
	}
	return play(c, own, 0, func(Event) sound {
		out := make([]float64, dsp.Frames(0.16))
		k := c.Pitch * r.Range(0.9, 1.12)
		paste(out, burst(r, 2600*k, 1.6, 0.0004, 0.012), 0, 0.8)
		paste(out, burst(r, 5200*k, 1.5, 0.0003, 0.006), 0, 0.4)
		paste(out, burst(r, 420*k, 2.5, 0.001, 0.03), dsp.Frames(0.002), 0.7)
		paste(out, burst(r, 3300*k, 1.5, 0.0004, 0.008), dsp.Frames(r.Range(0.06, 0.09)), 0.3)
		return mono(dense(out, 2.5))
	})
}

// creak is wood under strain, as of a boat or an old door: a chain of stick-slip pulses whose rate follows the motion,
// through the modes of a plank (Farnell, ch. 32).
func creak(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 2.6/c.Rate, 0.6) }
	return play(c, own, 0, func(Event) sound {
		seconds := r.Range(0.5, 1.1)
		out := make([]float64, dsp.Frames(seconds+0.2))
		from, to := r.Range(18, 40), r.Range(45, 110)
		for t := 0.0; t < seconds; {
			x := t / seconds
			paste(out, []float64{1, 0.6, -0.3, -0.5, -0.2}, dsp.Frames(t), math.Sin(math.Pi*x)*r.Range(0.5, 1))
			t += r.Range(0.8, 1.2) / dsp.Mix(from, to, math.Sin(math.Pi*x))
		}
		k := c.Pitch / math.Sqrt(c.Size)
		modes := [5]dsp.SVF{dsp.NewSVF(310*k, 12), dsp.NewSVF(620*k, 14), dsp.NewSVF(1080*k, 12), dsp.NewSVF(1630*k, 12), dsp.NewSVF(2400*k, 10)}
		for i, x := range out {
			var y float64
			for m := range modes {
				y += modes[m].Band(x) * (1 - 0.12*float64(m))
			}
			out[i] = y
		}
		return mono(dsp.FadeEnds(dense(out, 3), 48, 960))
	})
}
