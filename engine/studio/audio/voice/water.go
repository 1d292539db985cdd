package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// waveTrain is the rhythm of breaking waves, each with its own height and moment.
type waveTrain struct {
	r      *dsp.Rand
	period float64
	t      float64 // seconds since the present wave broke; negative before that
	height float64
	foam   float64 // what is left of the wash of the waves before
}

func newWaveTrain(r *dsp.Rand, period, phase float64) *waveTrain {
	return &waveTrain{r: r, period: period, t: -period * phase, height: r.Range(0.7, 1)}
}

// next advances by a block and returns the strengths of the roll before the break, of the crash and of the wash after it.
func (w *waveTrain) next() (roll, crash, wash float64) {
	w.t += dsp.Seconds(dsp.Block)
	if rest := w.period * 0.55; w.t > rest {
		w.t -= w.period * w.r.Range(0.92, 1.08)
		w.height = w.r.Range(0.65, 1)
	}
	t := w.t / w.period * 6.5 // in seconds of a wave of the usual period
	roll = math.Exp(-math.Pow(min(t, 0)/1.3, 2)) * math.Exp(-max(t, 0)*1.2)
	crash = dsp.Smooth(-0.35, 0.15, t) * math.Exp(-max(t-0.1, 0)*1.5)
	wash = dsp.Smooth(-0.1, 0.9, t) * math.Exp(-max(t-0.7, 0)*0.9)
	w.foam = max(wash*w.height, w.foam*math.Exp(-0.9*dsp.Seconds(dsp.Block)))
	return roll * w.height, crash * w.height, w.foam
}

// sea is moving water without a shore or with one: two wave trains, near and far, over a distant roar. In each wave a low
// roll swells, the crest breaks with a burst that opens its low-pass filter, and foam hisses as it runs out (Farnell, ch. 39).
func sea(c *Config, r *dsp.Rand, period, crashing, hissing float64) Source {
	period *= math.Sqrt(c.Size)
	near := newWaveTrain(r, period, r.Range(0.1, 0.4))
	far := newWaveTrain(r, period*1.27, r.Unit()*0.4)
	foam := newCloud(r, 0.9, 24, grains(24, func() []float64 { return dsp.Bubble(r.Log(0.0005, 0.0025), 0.3) }))
	force := 0.5 + c.Intensity
	var ch [2]struct {
		pink             dsp.Pink
		white            dsp.White
		roll, crest      dsp.SVF
		hiss, roar       dsp.OnePole
		gr, gc, gw, base dsp.Glide
	}
	for i := range ch {
		ch[i].pink, ch[i].white = dsp.NewPink(r), dsp.NewWhite(r)
		ch[i].hiss, ch[i].roar = dsp.NewOnePole(2200), dsp.NewOnePole(420)
	}
	lean := dsp.NewDrift(r, period)
	return sourceFunc(func(left, right []float64) {
		roll, crash, wash := near.next()
		r2, c2, w2 := far.next()
		side := 0.35 * (lean.Next() - 0.5)
		for i, out := range [2][]float64{left, right} {
			s := &ch[i]
			tilt := 1 + side*float64(1-2*i)
			s.roll.Set(130+220*roll, 0.8)
			s.crest.Set(350+7500*(crash+0.35*c2)*force*0.7+1400*wash, 0.6)
			v, dv := s.gr.To(2.2 * (roll + 0.3*r2) * tilt)
			k, dk := s.gc.To(crashing * 1.6 * (crash + 0.25*wash + 0.25*c2) * tilt)
			w, dw := s.gw.To(hissing * 0.2 * (wash + 0.25*crash + 0.3*w2) * force * tilt)
			for n := range out {
				p, x := s.pink.Next(), s.white.Next()
				out[n] += s.roll.Low(p)*v + s.crest.Low(p)*k + s.hiss.High(x)*w + s.roar.Low(p)*0.22
				v, k, w = v+dv, k+dk, w+dw
			}
		}
		foam.add(left, right, 90*hissing*wash, 0.05)
	})
}

func surf(c *Config, r *dsp.Rand) Source  { return sea(c, r, 6.5, 1, 1) }
func ocean(c *Config, r *dsp.Rand) Source { return sea(c, r, 7.2, 0.45, 0.3) }

// lake laps against a bank: soft low noise pulses with a few bubbles in each.
func lake(c *Config, r *dsp.Rand) Source {
	lap := func(Event) sound {
		out := make([]float64, dsp.Frames(0.9))
		noise, low := dsp.NewPink(r), dsp.NewSVF(r.Range(420, 900)*c.Pitch/c.Size, 0.9)
		rise := r.Range(0.1, 0.2)
		for i := range out {
			t := dsp.Seconds(i)
			out[i] = low.Low(noise.Next()) * dsp.Smooth(0, rise, t) * math.Exp(-max(t-rise, 0)*9)
		}
		for range 3 + r.Intn(6) {
			paste(out, dsp.Bubble(r.Log(0.0025, 0.008)*c.Size, 0.4), dsp.Frames(r.Range(0.08, 0.45)), r.Range(0.03, 0.14))
		}
		return mono(dsp.FadeEnds(out, 0, 480))
	}
	own := func() []Event { return scattered(c, r, 0.75/c.Rate, 0.8) }
	return together(hush(r, 500, 0.05), play(c, own, 0, lap))
}

// hush is quiet noise below a cut-off: the air of a place.
func hush(r *dsp.Rand, hz, gain float64) Source {
	pl, pr := dsp.NewPink(r), dsp.NewPink(r)
	fl, fr := dsp.NewSVF(hz, 0.6), dsp.NewSVF(hz, 0.6)
	return sourceFunc(func(left, right []float64) {
		for i := range left {
			left[i] += fl.Low(pl.Next()) * gain
			right[i] += fr.Low(pr.Next()) * gain
		}
	})
}

// river runs over stones: a mid-band noise bed that wavers, and a dense cloud of bubbles that carries the pitch.
func river(c *Config, r *dsp.Rand) Source {
	bubbles := newCloud(r, 0.9, 18, grains(64, func() []float64 {
		return dsp.Bubble(r.Log(0.0011, 0.007)*c.Size/c.Pitch, r.Range(0.1, 0.6))
	}))
	flow := newBed(r, []bandSpec{{420, 0.8, 0.8, 1.1}, {1300, 0.7, 0.5, 0.7}, {4200, 0.6, 0.16, 0.5}})
	surge := dsp.NewDrift(r, 0.7)
	return sourceFunc(func(left, right []float64) {
		flow.add(left, right, 0.25+0.75*c.Intensity)
		bubbles.add(left, right, (70+160*c.Intensity)*c.Rate*(0.6+0.8*surge.Next()), 0.22)
	})
}

// waterfall is a heavy, nearly steady roar from below 100 Hz to above 8 kHz.
func waterfall(c *Config, r *dsp.Rand) Source {
	low := 1 / math.Sqrt(c.Size)
	fall := newBed(r, []bandSpec{{90 * low, 0.7, 2.6, 1.5}, {320 * low, 0.5, 1.2, 0.8}, {1500, 0.4, 0.8, 0.4}, {6000, 0.5, 0.3, 0.3}})
	spray := newCloud(r, 1, 20, grains(32, func() []float64 { return burst(r, r.Log(1500, 6000), 1.2, 0.001, r.Range(0.006, 0.03)) }))
	return sourceFunc(func(left, right []float64) {
		fall.add(left, right, 0.4+0.8*c.Intensity)
		spray.add(left, right, 150*c.Rate, 0.06)
	})
}

// underwater is what a diver hears: deep rumble, everything above a few hundred Hz gone, own bubbles now and then.
func underwater(c *Config, r *dsp.Rand) Source {
	deep := newBed(r, []bandSpec{{55, 0.8, 2.4, 3}, {140, 1.1, 1.2, 2}, {380, 0.9, 0.1, 1.3}})
	breath := func(Event) sound {
		out := make([]float64, dsp.Frames(1.9))
		for range 26 {
			t := r.Unit()
			paste(out, dsp.Bubble(r.Log(0.003, 0.014)*c.Size, 0.6), dsp.Frames(1.5*t*t), r.Range(0.3, 1.5)*(1-0.5*t))
		}
		low := dsp.NewSVF(1500, 0.7)
		for i, x := range out {
			out[i] = low.Low(x)
		}
		return mono(out)
	}
	own := func() []Event { return scattered(c, r, 3.2/c.Rate, 0.6) }
	sea := sourceFunc(func(left, right []float64) { deep.add(left, right, 1) })
	return together(sea, play(c, own, 0, breath))
}

// bubbles rise in a glass or a pond.
func bubbles(c *Config, r *dsp.Rand) Source {
	rising := newCloud(r, 0.7, 15, grains(48, func() []float64 {
		return dsp.Bubble(r.Log(0.0016, 0.009)*c.Size/c.Pitch, r.Range(0.3, 1))
	}))
	surge := dsp.NewDrift(r, 0.9)
	if len(c.Events) > 0 {
		return play(c, nil, 0, func(Event) sound {
			out := make([]float64, dsp.Frames(0.6))
			for range 10 {
				paste(out, dsp.Bubble(r.Log(0.002, 0.009)*c.Size/c.Pitch, 0.6), dsp.Frames(0.3*r.Unit()*r.Unit()), r.Range(0.2, 0.7))
			}
			return mono(out)
		})
	}
	return sourceFunc(func(left, right []float64) {
		s := surge.Next()
		rising.add(left, right, (4+40*s*s)*c.Rate*(0.4+1.2*c.Intensity), 0.6)
	})
}

// splash is a body that enters water: a burst whose filter closes, then a crowd of bubbles and falling drops.
func splash(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 3/c.Rate, 0.5) }
	return play(c, own, 0, func(Event) sound {
		out := make([]float64, dsp.Frames(1.6))
		noise, low := dsp.NewWhite(r), dsp.NewSVF(5000, 0.7)
		for i := range out {
			t := dsp.Seconds(i)
			if i%64 == 0 {
				low.Set(500+6000*math.Exp(-t*7), 0.8)
			}
			out[i] = low.Low(noise.Next()) * min(t/0.006, 1) * (0.9*math.Exp(-t*9) + 0.16*math.Exp(-t*3))
		}
		for range 36 {
			t := r.Unit()
			paste(out, dsp.Bubble(r.Log(0.0015, 0.012)*c.Size, 0.5), dsp.Frames(0.05+1.1*t*t), r.Range(0.08, 0.4)*(1-0.7*t))
		}
		return mono(dsp.FadeEnds(out, 0, 960))
	})
}
