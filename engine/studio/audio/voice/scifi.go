package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// space is a drone: partials of one deep note, each slowly beating with its neighbour and drifting in loudness, over a band
// of noise that breathes.
func space(c *Config, r *dsp.Rand) Source {
	root := r.Range(41, 55) * c.Pitch / math.Sqrt(c.Size)
	type partial struct {
		phase [2]dsp.Phase
		hz    [2]float64
		drift *dsp.Drift
		gain  dsp.Glide
		level float64
	}
	var partials []partial
	for i, k := range []float64{1, 1.5, 2, 3, 4, 6, 8} {
		p := partial{drift: dsp.NewDrift(r, r.Range(3, 7)), level: 1 / math.Pow(float64(i+1), 0.8)}
		detune := r.Range(0.08, 0.4)
		p.hz = [2]float64{root*k - detune/2, root*k + detune/2}
		p.phase = [2]dsp.Phase{dsp.Phase(r.Unit()), dsp.Phase(r.Unit())}
		partials = append(partials, p)
	}
	breath := newBed(r, []bandSpec{{180, 2, 0.5, 4}, {620, 3, 0.18, 3}, {2300, 4, 0.07, 2.5}})
	return sourceFunc(func(left, right []float64) {
		for k := range partials {
			p := &partials[k]
			g, dg := p.gain.To(p.level * (0.25 + 0.75*p.drift.Next()) * 0.3)
			for i := range left {
				a, b := dsp.Sine(p.phase[0].Next(p.hz[0])), dsp.Sine(p.phase[1].Next(p.hz[1]))
				left[i] += (a + 0.55*b) * g
				right[i] += (b + 0.55*a) * g
				g += dg
			}
		}
		breath.add(left, right, 0.5+c.Intensity)
	})
}

// machine is the hum of a ship or a reactor: a stack of mains-like harmonics that pulses slowly, and short runs of tones.
func machine(c *Config, r *dsp.Rand) Source {
	k := c.Pitch / math.Sqrt(c.Size)
	var saws [4]dsp.Saw
	for i := range saws {
		saws[i] = dsp.NewSaw(r.Unit())
	}
	fl, fr := dsp.NewSVF(300, 1.6), dsp.NewSVF(300, 1.6)
	var pulse dsp.Phase
	wander := dsp.NewDrift(r, 3)
	hum := sourceFunc(func(left, right []float64) {
		cut := 160 + 260*wander.Next() + 120*dsp.Sine(pulse.Next(0.35*dsp.Block))
		fl.Set(cut*k, 1.8)
		fr.Set(cut*1.12*k, 1.8)
		for i := range left {
			a := saws[0].Next(55*k) + 0.6*saws[1].Next(110.4*k)
			b := saws[2].Next(55.3*k) + 0.6*saws[3].Next(109.7*k)
			left[i] += fl.Low(a) * 0.3
			right[i] += fr.Low(b) * 0.3
		}
	})
	beeps := *c
	beeps.Events = nil
	own := func() []Event { return scattered(c, r, 2.6/c.Rate, 0.8) }
	return together(hum, hush(r, 1200, 0.05), play(&beeps, own, 0, func(Event) sound {
		var ns []note
		for range 2 + r.Intn(5) {
			hz := []float64{1320, 1760, 1980, 2640}[r.Intn(4)] * k
			ns = append(ns, whistle(0.055, 0.035, 0.6, hz, hz))
		}
		return mono(dsp.Scale(sing(ns, 1), 0.07))
	}))
}

// servo is a small geared motor: its whine speeds up, holds and slows down with each move, over the grind of teeth.
func servo(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 1.1/c.Rate, 0.3) }
	return play(c, own, 0, func(Event) sound {
		seconds := r.Range(0.25, 0.7)
		out := make([]float64, dsp.Frames(seconds+0.08))
		top := r.Range(420, 900) * c.Pitch / math.Sqrt(c.Size)
		motor, gear, noise := dsp.NewSaw(0), dsp.NewSaw(0.2), dsp.NewWhite(r)
		body, high := dsp.NewSVF(1400*c.Pitch, 2), dsp.NewSVF(4200*c.Pitch, 3)
		for i := range dsp.Frames(seconds) {
			t := dsp.Seconds(i) / seconds
			speed := dsp.Smooth(0, 0.25, t) * dsp.Smooth(1, 0.75, t)
			hz := top * (0.3 + 0.7*speed)
			x := motor.Next(hz) + 0.7*gear.Next(hz*3.1) + noise.Next()*0.3
			out[i] = (body.Band(x) + 0.6*high.Band(x)) * (0.3 + 0.7*speed)
		}
		dsp.FadeEnds(out[:dsp.Frames(seconds)], 480, 960)
		paste(out, burst(r, 2200, 1.5, 0.0004, 0.02), dsp.Frames(seconds), 0.5)
		return mono(dsp.Normalise(out, 1))
	})
}

// magic sparkles: runs of tiny bells that climb a scale, over a high shimmer of air.
func magic(c *Config, r *dsp.Rand) Source {
	shimmer := newBed(r, []bandSpec{{7200, 3, 0.4, 0.5}, {9800, 3, 0.35, 0.4}, {5200, 5, 0.2, 0.6}})
	air := sourceFunc(func(left, right []float64) { shimmer.add(left, right, 0.07*(0.5+c.Intensity)) })
	root := []float64{1046, 1174, 1318, 1568}[r.Intn(4)] * c.Pitch / math.Sqrt(c.Size)
	scale := []float64{0, 2, 4, 7, 9, 12, 14, 16, 19, 21, 24}
	own := func() []Event { return scattered(c, r, 1.3/c.Rate, 0.3) }
	return together(air, play(c, own, 0, func(Event) sound {
		n := dsp.Frames(2.6)
		s := sound{left: make([]float64, n), right: make([]float64, n)}
		at, step := 0.0, r.Intn(3)
		for range 7 + r.Intn(6) {
			hz := root * dsp.Semitones(scale[min(step, len(scale)-1)])
			ding := dsp.FadeEnds(dsp.Ring([]dsp.Mode{{Hz: hz, Gain: 1, Decay: 1}, {Hz: hz * 2.01, Gain: 0.35, Decay: 0.6}, {Hz: hz * 3.9, Gain: 0.15, Decay: 0.25}}, 1.2, 0.0003), 24, 2400)
			l, rr := dsp.Pan(0.9 * r.Bipolar())
			gain := r.Range(0.1, 0.3)
			paste(s.left, ding, dsp.Frames(at), gain*l)
			paste(s.right, ding, dsp.Frames(at), gain*rr)
			at += r.Range(0.04, 0.11)
			step += 1 + r.Intn(2)
			if r.Chance(0.2) {
				step -= 2
			}
			step = max(step, 0)
		}
		return s
	}))
}

// laser is a tone that falls fast, with a metallic ring.
func laser(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 1/c.Rate, 0.7) }
	return play(c, own, 0, func(Event) sound {
		out := make([]float64, dsp.Frames(0.4))
		saw, body := dsp.NewSaw(0), dsp.NewSVF(2500, 2)
		from := r.Range(2400, 3600) * c.Pitch
		var ring dsp.Phase
		for i := range out {
			t := dsp.Seconds(i)
			hz := 140 + from*math.Exp(-t*13)
			if i%64 == 0 {
				body.Set(hz*1.6, 2)
			}
			x := saw.Next(hz) * (1 + 0.5*dsp.Sine(ring.Next(hz*0.37)))
			out[i] = body.Low(x) * math.Exp(-t*8) * min(t/0.001, 1)
		}
		return mono(dsp.FadeEnds(dsp.Normalise(out, 1), 0, 960))
	})
}
