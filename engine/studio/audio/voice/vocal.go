package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// call is one utterance of a throat: a source of harmonics and breath through resonances of the mouth, each of which may
// move (D. Klatt, "Software for a Cascade/Parallel Formant Synthesizer", JASA 1980). Times of the curves run from 0 to 1.
type call struct {
	seconds  float64
	pitch    dsp.Curve // Hz
	loud     dsp.Curve // 0..1
	formants []formant
	breath   float64 // noise in the source, 0..1
	rough    float64 // irregularity of the voice, 0..1
	tremble  float64 // Hz of a tremor in loudness and pitch, 0 for none
	depth    float64 // of the tremor, 0..1
	tilt     float64 // Hz above which the source's harmonics fall by 6 dB per octave more
}

type formant struct {
	hz   dsp.Curve
	q    float64
	gain float64
}

// fixed is a curve that stays at v.
func fixed(v float64) dsp.Curve { return dsp.Curve{{Value: v}} }

// line is a curve through values at even distances from 0 to 1.
func line(values ...float64) dsp.Curve {
	c := make(dsp.Curve, len(values))
	for i, v := range values {
		c[i] = dsp.Point{At: float64(i) / float64(max(len(values)-1, 1)), Value: v}
	}
	return c
}

// utter renders a call at a pitch and size: a larger animal has lower resonances as well.
func utter(r *dsp.Rand, v call, pitch, size float64) []float64 {
	out := make([]float64, dsp.Frames(v.seconds))
	saw, noise, source := dsp.NewSaw(r.Unit()), dsp.NewWhite(r), dsp.NewOnePole(v.tilt)
	filters := make([]dsp.SVF, len(v.formants))
	jitter, growl := dsp.NewDrift(r, 0.02), dsp.NewDrift(r, 0.012)
	throat := pitch / math.Sqrt(size)
	var hz, amp, sub dsp.Glide
	hz.To(v.pitch.At(0) * throat)
	for start := 0; start < len(out); start += dsp.Block {
		t := float64(start) / float64(len(out))
		wave := 0.0
		if v.tremble > 0 {
			wave = v.depth * dsp.Sine(v.tremble*dsp.Seconds(start))
		}
		f0 := v.pitch.At(t) * throat * (1 + 0.25*wave) * (1 + 0.12*v.rough*(jitter.Next()-0.5))
		f, df := hz.To(f0)
		a, da := amp.To(v.loud.At(t) * (1 + wave))
		g, dg := sub.To(v.rough * growl.Next())
		for k := range filters {
			filters[k].Set(v.formants[k].hz.At(t)/math.Sqrt(size), v.formants[k].q)
		}
		for i := start; i < min(start+dsp.Block, len(out)); i++ {
			x := source.Low(saw.Next(f))
			x = x*(1-g) + noise.Next()*(v.breath+0.3*g)
			var y float64
			for k := range filters {
				y += filters[k].Band(x) * v.formants[k].gain
			}
			out[i] = y * a
			f, a, g = f+df, a+da, g+dg
		}
	}
	return dsp.FadeEnds(dsp.Normalise(out, 1), 96, 480)
}

// still are formants that do not move: pairs of Hz and gain with one Q.
func still(q float64, pairs ...float64) []formant {
	var fs []formant
	for i := 0; i+1 < len(pairs); i += 2 {
		fs = append(fs, formant{fixed(pairs[i]), q, pairs[i+1]})
	}
	return fs
}

// beast makes the voice of an animal that utters calls now and then. Each event is a bout of calls, gap seconds apart.
func beast(rest, gap float64, bout func(r *dsp.Rand) []call) func(c *Config, r *dsp.Rand) Source {
	return func(c *Config, r *dsp.Rand) Source {
		own := func() []Event { return scattered(c, r, rest/c.Rate, 0.5) }
		return play(c, own, 0, func(Event) sound {
			var out []float64
			for _, v := range bout(r) {
				out = append(out, utter(r, v, c.Pitch, c.Size)...)
				out = append(out, make([]float64, dsp.Frames(gap*r.Range(0.8, 1.3)))...)
			}
			return mono(out)
		})
	}
}

func repeat(n int, one func() call) []call {
	calls := make([]call, n)
	for i := range calls {
		calls[i] = one()
	}
	return calls
}

var (
	dog = beast(2.6, 0.16, func(r *dsp.Rand) []call {
		k := r.Range(0.92, 1.08)
		return repeat(2+r.Intn(3), func() call {
			return call{
				seconds: r.Range(0.15, 0.2), pitch: line(300*k, 620*k, 560*k, 360*k), loud: dsp.Curve{{At: 0}, {At: 0.12, Value: 1}, {At: 0.55, Value: 0.75}, {At: 1}},
				formants: []formant{{line(600, 1050, 800, 500), 4, 1}, {line(1300, 1900, 1500), 5, 0.7}, {fixed(2900), 5, 0.35}}, breath: 0.35, rough: 0.45, tilt: 1800,
			}
		})
	})
	wolf = beast(7, 0.5, func(r *dsp.Rand) []call {
		k := r.Range(0.9, 1.1)
		return []call{{
			seconds: r.Range(3.2, 4.4), pitch: dsp.Curve{{At: 0, Value: 300 * k}, {At: 0.14, Value: 590 * k}, {At: 0.2, Value: 640 * k}, {At: 0.7, Value: 600 * k}, {At: 0.9, Value: 520 * k}, {At: 1, Value: 380 * k}},
			loud:     dsp.Curve{{At: 0}, {At: 0.12, Value: 0.8}, {At: 0.3, Value: 1}, {At: 0.75, Value: 0.85}, {At: 1}},
			formants: still(3, 620, 1, 1150, 0.35, 2400, 0.08), breath: 0.03, rough: 0.04, tremble: 4.6, depth: 0.05, tilt: 700,
		}}
	})
	cat = beast(3.4, 0.4, func(r *dsp.Rand) []call {
		k := r.Range(0.9, 1.15)
		return []call{{
			seconds: r.Range(0.6, 0.95), pitch: line(520*k, 700*k, 760*k, 640*k, 500*k), loud: dsp.Curve{{At: 0}, {At: 0.2, Value: 0.7}, {At: 0.5, Value: 1}, {At: 1}},
			formants: []formant{{line(450, 900, 1250, 950, 600), 5, 1}, {line(2600, 2300, 1800, 1500, 1300), 7, 0.8}, {fixed(3800), 7, 0.25}}, breath: 0.05, rough: 0.1, tilt: 2200,
		}}
	})
	cow = beast(5, 0.6, func(r *dsp.Rand) []call {
		return []call{{
			seconds: r.Range(1.4, 2), pitch: line(105, 140, 165, 150, 110), loud: dsp.Curve{{At: 0}, {At: 0.15, Value: 0.7}, {At: 0.6, Value: 1}, {At: 1}},
			formants: []formant{{line(270, 320, 560, 620, 480), 5, 1}, {line(800, 850, 1100, 1150), 5, 0.6}, {fixed(2300), 5, 0.2}}, breath: 0.06, rough: 0.2, tilt: 900,
		}}
	})
	sheep = beast(3.5, 0.5, func(r *dsp.Rand) []call {
		k := r.Range(0.8, 1.25)
		return []call{{
			seconds: r.Range(0.6, 1), pitch: line(270*k, 330*k, 300*k, 260*k), loud: dsp.Curve{{At: 0}, {At: 0.1, Value: 1}, {At: 0.7, Value: 0.8}, {At: 1}},
			formants: still(5, 720, 1, 1750, 0.8, 2700, 0.4), breath: 0.1, rough: 0.2, tremble: 8.5, depth: 0.4, tilt: 2200,
		}}
	})
	roar = beast(5, 0.7, func(r *dsp.Rand) []call {
		return []call{{
			seconds: r.Range(2, 3), pitch: line(62, 105, 120, 85, 55), loud: dsp.Curve{{At: 0}, {At: 0.12, Value: 0.8}, {At: 0.35, Value: 1}, {At: 0.7, Value: 0.6}, {At: 1}},
			formants: []formant{{line(260, 480, 520, 330), 3, 1}, {line(700, 1000, 950, 700), 4, 0.7}, {fixed(1900), 4, 0.3}}, breath: 0.5, rough: 0.95, tilt: 1300,
		}}
	})
	elephant = beast(6, 0.8, func(r *dsp.Rand) []call {
		return []call{{
			seconds: r.Range(1.1, 1.6), pitch: line(330, 620, 760, 720, 480), loud: dsp.Curve{{At: 0}, {At: 0.08, Value: 0.9}, {At: 0.7, Value: 1}, {At: 1}},
			formants: still(4, 900, 1, 1700, 0.9, 3100, 0.5), breath: 0.12, rough: 0.5, tilt: 3500,
		}}
	})
	horse = beast(6, 0.6, func(r *dsp.Rand) []call {
		return []call{{
			seconds: r.Range(1.5, 2), pitch: line(900, 1250, 1100, 800, 560, 380), loud: dsp.Curve{{At: 0}, {At: 0.1, Value: 1}, {At: 0.6, Value: 0.7}, {At: 1}},
			formants: still(4, 1050, 1, 2300, 0.7, 3400, 0.3), breath: 0.15, rough: 0.3, tremble: 11, depth: 0.55, tilt: 2500,
		}}
	})
	rooster = beast(8, 0.05, func(*dsp.Rand) []call {
		crow := func(seconds float64, pitch ...float64) call {
			return call{seconds: seconds, pitch: line(pitch...), loud: dsp.Curve{{At: 0}, {At: 0.1, Value: 1}, {At: 0.8, Value: 0.9}, {At: 1}},
				formants: still(4, 1100, 1, 2200, 0.8, 3600, 0.3), breath: 0.08, rough: 0.25, tilt: 3000}
		}
		return []call{crow(0.22, 480, 620), crow(0.2, 620, 700), crow(0.28, 700, 830, 780), crow(0.9, 820, 900, 860, 600, 420)}
	})
	duck = beast(3, 0.07, func(r *dsp.Rand) []call {
		return repeat(3+r.Intn(4), func() call {
			return call{seconds: r.Range(0.14, 0.2), pitch: line(240, 230, 190), loud: dsp.Curve{{At: 0}, {At: 0.1, Value: 1}, {At: 0.7, Value: 0.6}, {At: 1}},
				formants: still(5, 900, 0.7, 1350, 1, 2600, 0.6), breath: 0.1, rough: 0.35, tilt: 4000}
		})
	})
	crow = beast(4, 0.22, func(r *dsp.Rand) []call {
		return repeat(2+r.Intn(3), func() call {
			return call{seconds: r.Range(0.24, 0.36), pitch: line(430, 510, 480, 400), loud: dsp.Curve{{At: 0}, {At: 0.1, Value: 1}, {At: 0.7, Value: 0.8}, {At: 1}},
				formants: still(5, 1250, 1, 1750, 0.9, 3000, 0.3), breath: 0.45, rough: 0.85, tilt: 3500}
		})
	})
	gull = beast(2.8, 0.09, func(r *dsp.Rand) []call {
		k := r.Range(0.9, 1.1)
		calls := []call{gullCry(r, r.Range(0.5, 0.8), 900*k, 1300*k, 1250*k, 950*k)}
		for range r.Intn(6) {
			calls = append(calls, gullCry(r, r.Range(0.18, 0.28), 950*k, 1350*k, 900*k))
		}
		return calls
	})
	eagle = beast(4.5, 0.12, func(r *dsp.Rand) []call {
		return []call{{seconds: r.Range(0.8, 1.3), pitch: line(2500, 3100, 2900, 2500, 2050), loud: dsp.Curve{{At: 0}, {At: 0.06, Value: 1}, {At: 0.5, Value: 0.7}, {At: 1}},
			formants: still(1.5, 2700, 1, 5200, 0.4), breath: 0.3, rough: 0.35, tilt: 5000}}
	})
	owl = beast(5, 0.2, func(r *dsp.Rand) []call {
		k := r.Range(0.92, 1.08)
		hoot := func(seconds, from, to float64) call {
			return call{seconds: seconds, pitch: line(from*k, to*k, to*k*0.97), loud: dsp.Curve{{At: 0}, {At: 0.25, Value: 1}, {At: 0.7, Value: 0.8}, {At: 1}},
				formants: still(3, 380, 1), breath: 0.03, rough: 0.03, tremble: 6, depth: 0.04, tilt: 300}
		}
		return []call{hoot(0.42, 340, 372), hoot(0.12, 350, 362), hoot(0.12, 350, 366), hoot(0.4, 345, 368), hoot(0.55, 350, 352)}
	})
	dove = beast(4, 0.14, func(r *dsp.Rand) []call {
		coo := func(seconds, from, to float64) call {
			return call{seconds: seconds, pitch: line(from, to, from), loud: dsp.Curve{{At: 0}, {At: 0.3, Value: 1}, {At: 0.7, Value: 0.9}, {At: 1}},
				formants: still(3, 500, 1), breath: 0.04, rough: 0.1, tremble: 18, depth: 0.12, tilt: 350}
		}
		return []call{coo(0.25, 470, 520), coo(0.55, 500, 590), coo(0.4, 480, 500)}
	})
	whale = beast(4.5, 0.4, func(r *dsp.Rand) []call {
		a, b, d := r.Log(130, 300), r.Log(220, 620), r.Log(110, 380)
		return []call{{seconds: r.Range(2, 3.6), pitch: line(a, a*1.05, b, b*0.95, d), loud: dsp.Curve{{At: 0}, {At: 0.25, Value: 0.9}, {At: 0.75, Value: 1}, {At: 1}},
			formants: []formant{{line(300, 500, 700, 400), 2.5, 1}, {line(900, 1200, 800), 4, 0.35}}, breath: 0.02, rough: 0.06, tremble: 3, depth: 0.06, tilt: 600}}
	})
)

func gullCry(r *dsp.Rand, seconds float64, pitch ...float64) call {
	return call{seconds: seconds, pitch: line(pitch...), loud: dsp.Curve{{At: 0}, {At: 0.12, Value: 1}, {At: 0.6, Value: 0.8}, {At: 1}},
		formants: still(3, 1350, 1, 2700, 0.7, 4300, 0.25), breath: 0.1, rough: r.Range(0.2, 0.4), tilt: 4000}
}

// frogs answer one another, each croak a train of pulses through two resonances of the vocal sac.
func frogs(c *Config, r *dsp.Rand) Source {
	type frog struct {
		croak []float64
		pan   float64
	}
	pond := make([]frog, 4)
	for i := range pond {
		pitch := r.Range(0.75, 1.35) * c.Pitch / math.Sqrt(c.Size)
		pond[i] = frog{croak(r, pitch), -0.8 + 1.6*float64(i)/3}
	}
	events := func() []Event {
		var es []Event
		for _, f := range pond {
			period := r.Range(1.3, 3.2) / c.Rate
			for t := r.Unit() * period; t < c.Seconds; t += period * r.Range(0.85, 1.25) {
				es = append(es, Event{At: t, Strength: r.Range(0.5, 1), Pan: f.pan})
			}
		}
		return byTime(es)
	}
	return play(c, events, 0, func(e Event) sound {
		best := pond[0]
		for _, f := range pond {
			if math.Abs(f.pan-e.Pan) < math.Abs(best.pan-e.Pan) {
				best = f
			}
		}
		return mono(best.croak)
	})
}

func croak(r *dsp.Rand, pitch float64) []float64 {
	out := make([]float64, dsp.Frames(0.5))
	low, high := dsp.NewSVF(620*pitch, 9), dsp.NewSVF(1750*pitch, 11)
	rate := 58 * r.Range(0.85, 1.2)
	pulse := func(from, to float64) {
		for t := from; t < to; t += 1 / rate {
			level := math.Sin(math.Pi * dsp.Clamp((t-from)/(to-from), 0.05, 0.95))
			paste(out, []float64{1, 0.7, 0.3, -0.2, -0.4, -0.2}, dsp.Frames(t), level)
		}
	}
	pulse(0, 0.14)
	pulse(0.2, 0.44)
	for i, x := range out {
		out[i] = low.Band(x) + 0.8*high.Band(x)
	}
	return dsp.FadeEnds(dense(out, 3), 24, 480)
}
