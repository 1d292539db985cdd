package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// thud is something heavy that hits the floor; by variant a door that slams, knuckles that knock on one, or a punch.
func thud(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 2.2/c.Rate, 0.3) }
	return play(c, own, 0, func(Event) sound {
		switch c.Variant {
		case "door":
			return mono(slam(c, r))
		case "knock":
			return mono(knocks(c, r))
		case "punch":
			return mono(punch(c, r))
		}
		return mono(fallen(c, r))
	})
}

// blow is a struck body: a low note that falls in pitch under a burst of its surface.
func blow(c *Config, r *dsp.Rand, hz, decay, bright float64) []float64 {
	k := c.Pitch / math.Sqrt(c.Size)
	out := make([]float64, dsp.Frames(decay*3))
	var phase dsp.Phase
	for i := range out {
		t := dsp.Seconds(i)
		out[i] = dsp.Sine(phase.Next(hz*k*(1+1.2*math.Exp(-t*45)))) * math.Exp(-t/decay*2.2) * min(t/0.001, 1)
	}
	paste(out, burst(r, 900*k*bright, 0.7, 0.0005, 0.03), 0, 0.5*bright)
	return out
}

func fallen(c *Config, r *dsp.Rand) []float64 {
	out := make([]float64, dsp.Frames(0.9))
	paste(out, blow(c, r, 72, 0.2, 0.7), 0, 1)
	paste(out, blow(c, r, 110, 0.09, 0.5), dsp.Frames(r.Range(0.12, 0.18)), 0.3) // it bounces once
	for range 6 {
		paste(out, burst(r, r.Log(400, 2500), 1.5, 0.0005, 0.03), dsp.Frames(r.Range(0.01, 0.25)), 0.08)
	}
	return dsp.FadeEnds(dense(out, 2), 0, 960)
}

func slam(c *Config, r *dsp.Rand) []float64 {
	k := c.Pitch / math.Sqrt(c.Size)
	out := make([]float64, dsp.Frames(0.9))
	paste(out, blow(c, r, 85, 0.16, 1.3), 0, 1)
	leaf := dsp.Ring([]dsp.Mode{{Hz: 140 * k, Gain: 1, Decay: 0.3}, {Hz: 233 * k, Gain: 0.7, Decay: 0.22}, {Hz: 391 * k, Gain: 0.5, Decay: 0.15}, {Hz: 640 * k, Gain: 0.25, Decay: 0.1}}, 0.6, 0.001)
	paste(out, leaf, 0, 0.5/max(dsp.Peak(leaf), 1e-9))
	paste(out, burst(r, 2900, 1.2, 0.0003, 0.02), dsp.Frames(0.015), 0.35) // the latch
	paste(out, burst(r, 3900, 1.5, 0.0003, 0.015), dsp.Frames(0.055), 0.18)
	return dsp.FadeEnds(dense(out, 2), 0, 960)
}

func knocks(c *Config, r *dsp.Rand) []float64 {
	k := c.Pitch / math.Sqrt(c.Size)
	out := make([]float64, dsp.Frames(1.1))
	at := 0.0
	for range 3 {
		wood := dsp.Ring([]dsp.Mode{{Hz: 205 * k, Gain: 1, Decay: 0.09}, {Hz: 372 * k, Gain: 0.8, Decay: 0.07}, {Hz: 690 * k, Gain: 0.5, Decay: 0.05}, {Hz: 1240 * k, Gain: 0.2, Decay: 0.03}}, 0.25, 0.0006)
		dsp.Normalise(wood, 1)
		paste(wood, burst(r, 1700*k, 1, 0.0003, 0.01), 0, 0.25)
		paste(out, wood, dsp.Frames(at), r.Range(0.8, 1))
		at += r.Range(0.17, 0.21)
	}
	return dsp.FadeEnds(dense(out, 2), 0, 960)
}

func punch(c *Config, r *dsp.Rand) []float64 {
	out := blow(c, r, 95, 0.09, 1.6)
	paste(out, burst(r, 2300, 0.6, 0.0004, 0.05), 0, 0.5)
	paste(out, burst(r, 420, 0.8, 0.001, 0.07), dsp.Frames(0.004), 0.6)
	return dsp.FadeEnds(dense(out, 3), 0, 480)
}

// phone is a telephone with two gongs between which a clapper swings: a second of ringing, two of silence.
func phone(c *Config, r *dsp.Rand) Source {
	const swings = 22 // strokes a second
	k := c.Pitch / math.Sqrt(c.Size)
	var gongs [2][]float64
	for i, hz := range [2]float64{1180, 1480} {
		gongs[i] = dsp.FadeEnds(dsp.Normalise(dsp.Ring([]dsp.Mode{{Hz: hz * k, Gain: 1, Decay: 0.5}, {Hz: 2.41 * hz * k, Gain: 0.6, Decay: 0.3}, {Hz: 3.93 * hz * k, Gain: 0.35, Decay: 0.2}}, 0.8, 0.0003), 1), 0, 4800)
	}
	own := func() []Event { return every(c, r, 0.1, 3/c.Rate, 0) }
	return play(c, own, 0, func(Event) sound {
		out := make([]float64, dsp.Frames(1.9))
		for i := range swings {
			paste(out, gongs[i%2], dsp.Frames((float64(i)+0.06*r.Bipolar())/swings), r.Range(0.8, 1))
		}
		return mono(dsp.FadeEnds(dense(out, 1.5), 0, 4800))
	})
}

// clink is one glass that touches another: a few high, pure partials without shards.
func clink(c *Config, r *dsp.Rand) []float64 {
	hz := r.Range(2300, 3300) * c.Pitch / math.Sqrt(c.Size)
	var modes []dsp.Mode
	for _, m := range []dsp.Mode{{Hz: 1, Gain: 1, Decay: 0.9}, {Hz: 1.12, Gain: 0.6, Decay: 0.7}, {Hz: 2.32, Gain: 0.5, Decay: 0.4}, {Hz: 4.25, Gain: 0.25, Decay: 0.2}} {
		modes = append(modes, dsp.Mode{Hz: m.Hz * hz, Gain: m.Gain, Decay: m.Decay})
	}
	out := dsp.Normalise(dsp.Ring(modes, 1, 0.0002), 0.3)
	paste(out, burst(r, 6000, 1, 0.0002, 0.006), 0, 0.1)
	return dsp.FadeEnds(out, 4, 4800)
}

// click is a camera's shutter, two curtains and a mirror, or by variant a switch.
func click(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 1.4/c.Rate, 0.3) }
	return play(c, own, 0, func(Event) sound {
		k := c.Pitch / math.Sqrt(c.Size)
		out := make([]float64, dsp.Frames(0.25))
		snap := func(at, hz, gain float64) {
			paste(out, burst(r, hz*k, 1.3, 0.0003, 0.012), dsp.Frames(at), gain)
			paste(out, burst(r, 0.35*hz*k, 2, 0.0005, 0.02), dsp.Frames(at), 0.5*gain)
		}
		snap(0, 3100, 1)
		if c.Variant == "shutter" {
			snap(0.045, 2400, 0.6)
			snap(0.095, 3700, 0.8)
		} else {
			snap(0.012, 4300, 0.4)
		}
		return mono(dense(out, 2))
	})
}

// drip is drops that fall into still water, each with the ring of the bubble that it takes along.
func drip(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 0.9/c.Rate, 0.5) }
	return play(c, own, 0, func(Event) sound {
		out := make([]float64, dsp.Frames(0.4))
		paste(out, burst(r, 5200, 1, 0.0003, 0.008), 0, 0.25)
		bubble := dsp.Bubble(r.Range(0.0022, 0.0042)*c.Size/c.Pitch, r.Range(0.15, 0.4))
		paste(out, bubble, dsp.Frames(r.Range(0.012, 0.03)), 1/max(dsp.Peak(bubble), 1e-9))
		return mono(dsp.FadeEnds(dsp.Normalise(out, 1), 0, 960))
	})
}
