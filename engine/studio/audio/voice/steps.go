package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// ground says how a surface answers a foot.
type ground struct {
	particles int     // grains that a step sets in motion
	hz        float64 // centre of the grains' resonances
	spread    float64 // octaves to each side of it
	q         float64
	decay     float64 // of one grain, seconds
	length    float64 // over which the grains are spread, seconds
	grit      float64 // gain of the grains
	thump     float64 // gain of the low body of the step
	thumpHz   float64
	modes     []dsp.Mode // of a stiff floor
	knock     float64    // gain of the modes
	wet       int        // bubbles
	heelToToe float64    // seconds between the two halves of a step
	toeLouder float64    // strength of the second half
}

// grounds are the surfaces of footsteps. Loose ones are clouds of colliding particles with a decaying energy (Cook, "Physically
// Informed Sonic Modeling", CMJ 1997), stiff ones are struck modes.
var grounds = map[string]ground{
	"stone":  {particles: 8, hz: 3200, spread: 0.8, q: 1.2, decay: 0.006, length: 0.05, grit: 0.3, thump: 0.5, thumpHz: 95, modes: []dsp.Mode{{Hz: 430, Gain: 0.5, Decay: 0.05}, {Hz: 1180, Gain: 1, Decay: 0.035}, {Hz: 2550, Gain: 0.8, Decay: 0.025}, {Hz: 4100, Gain: 0.4, Decay: 0.02}}, knock: 0.8, heelToToe: 0.09, toeLouder: 0.45},
	"wood":   {particles: 4, hz: 2200, spread: 0.8, q: 1, decay: 0.006, length: 0.05, grit: 0.12, thump: 0.6, thumpHz: 85, modes: []dsp.Mode{{Hz: 118, Gain: 1, Decay: 0.2}, {Hz: 242, Gain: 0.8, Decay: 0.16}, {Hz: 415, Gain: 0.6, Decay: 0.12}, {Hz: 790, Gain: 0.35, Decay: 0.08}, {Hz: 1450, Gain: 0.2, Decay: 0.04}}, knock: 1, heelToToe: 0.1, toeLouder: 0.5},
	"gravel": {particles: 46, hz: 3400, spread: 1.1, q: 2.2, decay: 0.012, length: 0.24, grit: 0.8, thump: 0.35, thumpHz: 110, heelToToe: 0.13, toeLouder: 0.8},
	"snow":   {particles: 120, hz: 1900, spread: 0.9, q: 1.1, decay: 0.009, length: 0.3, grit: 0.42, thump: 0.4, thumpHz: 140, heelToToe: 0.16, toeLouder: 0.7},
	"grass":  {particles: 60, hz: 3000, spread: 1, q: 0.8, decay: 0.016, length: 0.22, grit: 0.22, thump: 0.5, thumpHz: 75, heelToToe: 0.12, toeLouder: 0.6},
	"sand":   {particles: 90, hz: 1300, spread: 0.9, q: 0.8, decay: 0.014, length: 0.26, grit: 0.25, thump: 0.5, thumpHz: 85, heelToToe: 0.14, toeLouder: 0.7},
	"leaves": {particles: 60, hz: 4000, spread: 1, q: 1.2, decay: 0.02, length: 0.3, grit: 0.6, thump: 0.3, thumpHz: 90, heelToToe: 0.13, toeLouder: 0.9},
	"water":  {particles: 30, hz: 1700, spread: 1.1, q: 0.8, decay: 0.03, length: 0.2, grit: 0.4, thump: 0.4, thumpHz: 120, wet: 12, heelToToe: 0.12, toeLouder: 0.8},
	"metal":  {particles: 4, hz: 3800, spread: 0.6, q: 1.5, decay: 0.006, length: 0.04, grit: 0.2, thump: 0.4, thumpHz: 100, modes: []dsp.Mode{{Hz: 310, Gain: 0.8, Decay: 0.5}, {Hz: 742, Gain: 1, Decay: 0.45}, {Hz: 1390, Gain: 0.7, Decay: 0.3}, {Hz: 2210, Gain: 0.6, Decay: 0.25}, {Hz: 3650, Gain: 0.4, Decay: 0.2}}, knock: 0.7, heelToToe: 0.09, toeLouder: 0.4},
}

// step renders one step, heel and then toe.
func (g ground) step(r *dsp.Rand, pitch, size float64) []float64 {
	out := make([]float64, dsp.Frames(g.heelToToe+g.length+0.6))
	g.half(r, out, 0, 1, pitch, size)
	g.half(r, out, dsp.Frames(g.heelToToe*r.Range(0.85, 1.15)), g.toeLouder, pitch, size)
	return dsp.FadeEnds(dense(out, 2.5), 0, 960)
}

func (g ground) half(r *dsp.Rand, out []float64, at int, gain, pitch, size float64) {
	for range g.particles {
		t := g.length * math.Pow(r.Unit(), 1.7)
		hz := g.hz * math.Exp2(g.spread*r.Bipolar()) * pitch
		paste(out, burst(r, hz, g.q, 0.0006, g.decay*r.Range(0.6, 1.5)), at+dsp.Frames(t), gain*g.grit*r.Unit()*(1-0.6*t/g.length))
	}
	thud := dsp.Ring([]dsp.Mode{{Hz: g.thumpHz / size, Gain: 1, Decay: 0.11}, {Hz: 1.7 * g.thumpHz / size, Gain: 0.4, Decay: 0.06}}, 0.2, 0.004)
	paste(out, dsp.FadeEnds(thud, 48, 480), at, gain*g.thump)
	if len(g.modes) > 0 {
		modes := make([]dsp.Mode, len(g.modes))
		for i, m := range g.modes { // every step hits another spot of the floor
			modes[i] = dsp.Mode{Hz: m.Hz * pitch / math.Sqrt(size) * r.Range(0.98, 1.02), Gain: m.Gain * r.Range(0.5, 1) * signum(r), Decay: m.Decay}
		}
		paste(out, dsp.FadeEnds(dsp.Ring(modes, 0.5, 0.0008), 12, 480), at, gain*g.knock)
	}
	for range g.wet {
		paste(out, dsp.Bubble(r.Log(0.0012, 0.006), 0.5), at+dsp.Frames(0.02+0.2*r.Unit()), gain*r.Range(0.1, 0.5))
	}
}

// footsteps walk at 1.9 steps a second unless the steps are given.
func footsteps(c *Config, r *dsp.Rand) Source {
	g := grounds[c.Variant]
	own := func() []Event {
		es := every(c, r, 0.2, 0.53/c.Rate, 0.03)
		for i := range es {
			es[i].Pan = 0.12 * float64(1-2*(i%2))
		}
		return es
	}
	return play(c, own, 0, func(Event) sound { return mono(g.step(r, c.Pitch, c.Size)) })
}

// hooves clop like struck hollows, in the gait that the variant names: four even beats, two, or three and a pause.
func hooves(c *Config, r *dsp.Rand) Source {
	gaits := map[string]struct {
		stride float64
		beats  []float64
	}{
		"walk":   {1.1, []float64{0, 0.25, 0.5, 0.75}},
		"trot":   {0.72, []float64{0, 0.5}},
		"gallop": {0.48, []float64{0, 0.2, 0.4, 0.56}},
	}
	own := func() []Event {
		gait := gaits[c.Variant]
		var es []Event
		for t := 0.1; t < c.Seconds; t += gait.stride / c.Rate {
			for _, b := range gait.beats {
				es = append(es, Event{At: t + b*gait.stride/c.Rate*r.Range(0.98, 1.02), Strength: r.Range(0.7, 1), Pan: 0.1 * r.Bipolar()})
			}
		}
		return es
	}
	hollow := [4]float64{700, 820, 930, 1060} // each hoof its own
	count := 0
	return play(c, own, 0, func(Event) sound {
		out := make([]float64, dsp.Frames(0.3))
		hz := hollow[count%4] * c.Pitch / c.Size * r.Range(0.97, 1.03)
		count++
		paste(out, burst(r, hz, 7, 0.0008, 0.07), 0, 1)
		paste(out, burst(r, hz*2.3, 6, 0.0005, 0.04), 0, 0.5)
		paste(out, burst(r, 3200, 1, 0.0005, 0.02), 0, 0.2)
		paste(out, dsp.FadeEnds(dsp.Ring([]dsp.Mode{{Hz: 78, Gain: 1, Decay: 0.12}}, 0.2, 0.004), 48, 480), 0, 0.6)
		for range 8 {
			paste(out, burst(r, r.Log(1800, 5000), 1.2, 0.0005, 0.01), dsp.Frames(0.02+0.1*r.Unit()), 0.12*r.Unit())
		}
		return mono(dsp.FadeEnds(dense(out, 2.5), 0, 960))
	})
}
