// Package voice synthesises the sounds of the world: water, weather, animals, people, machines, things that ring or break.
// Nothing is sampled; every voice is a small physical or signal model, in the spirit of A. Farnell, "Designing Sound" (MIT
// Press 2010), and P. Cook, "Real Sound Synthesis for Interactive Applications" (A K Peters 2002).
//
// A voice is started with New and then makes stereo sound block by block. A bed (rain, wind) sounds all the time; an event
// voice (a bark, a footstep, a thunderclap) sounds at the times it is given, or at times of its own drawing when it is
// given none.
package voice

import (
	"fmt"
	"math"
	"slices"

	"zoetrope/engine/studio/audio/dsp"
)

// Kind names a voice.
type Kind string

// Params shape a voice. The zero value is the voice as it usually is.
type Params struct {
	// Variant picks among the forms of a voice, such as the ground under footsteps; see Variants. Unknown ones are ignored.
	Variant string
	// Intensity is how strong it is, from just above 0 to 1: drizzle to cloudburst, breeze to storm. 0 stands for 0.5.
	Intensity float64
	// Size scales the thing: 2 is twice as large, so lower and slower. 0 stands for 1.
	Size float64
	// Rate scales how often its events come. 0 stands for 1.
	Rate float64
	// Pitch scales its frequencies. 0 stands for 1.
	Pitch float64
	// Distance is how far away it is, in metres; 0 is near. Sound of an event arrives Distance/343 seconds after it.
	Distance float64
}

// Event is one moment of an event voice.
type Event struct {
	At       float64 // seconds from the start of the voice
	Strength float64 // 0 stands for 1
	Pan      float64 // -1 (left) to 1 (right)
}

// Config says what New shall make.
type Config struct {
	Params
	Seconds float64   // for how long the voice plays
	Seed    uint64    // same seed, same sound
	Events  []Event   // times of an event voice; empty lets it choose its own
	Curve   dsp.Curve // revolutions per minute of an engine over time
}

// Source makes sound.
type Source interface {
	// Add adds the next dsp.Block frames of the voice to left and right, which have that length.
	Add(left, right []float64)
}

// sourceFunc is a Source whose state is what the function has captured.
type sourceFunc func(left, right []float64)

func (f sourceFunc) Add(left, right []float64) { f(left, right) }

// together plays several sources as one.
func together(parts ...Source) Source {
	return sourceFunc(func(left, right []float64) {
		for _, p := range parts {
			p.Add(left, right)
		}
	})
}

// Traits is what a mixer needs to know about a voice.
type Traits struct {
	// Point tells that the sound comes from one spot rather than from all around.
	Point bool
	// Events tells that the voice is made of single sounds, which end by themselves.
	Events bool
	// Level is how loud the voice usually stands in a mix, in LUFS before normalisation.
	Level float64
	// Far tells that the voice itself sounds as from its distance; others are to be attenuated and dulled for it.
	Far bool
	// Send is the part of the voice that goes to the reverb, 0..1.
	Send float64
}

// model is a voice's entry in the table.
type model struct {
	Traits
	trim     float64 // dB from the synth's own loudness to Level
	variants []string
	make     func(c *Config, r *dsp.Rand) Source
}

// Kinds lists all voices, sorted.
func Kinds() []Kind {
	all := make([]Kind, 0, len(models))
	for k := range models {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// Variants lists the forms of a voice, the usual one first; nil when it has but one.
func Variants(k Kind) []string { return slices.Clone(models[k].variants) }

// Describe returns the traits of a voice, or false when there is none of that name.
func Describe(k Kind) (Traits, bool) {
	m, ok := models[k]
	return m.Traits, ok
}

// New starts a voice. It fails only when there is none of that name.
func New(k Kind, c Config) (Source, error) {
	m, ok := models[k]
	if !ok {
		return nil, fmt.Errorf("no voice is called %q", k)
	}
	c.settle(m.variants)
	src := m.make(&c, dsp.NewRand(c.Seed, string(k)))
	return amplify(src, dsp.Gain(m.trim)), nil
}

// settle puts defaults in and everything within limits, so that voices need not check.
func (c *Config) settle(variants []string) {
	c.Intensity = setting(c.Intensity, 0.5, 0.02, 1)
	c.Size = setting(c.Size, 1, 0.2, 5)
	c.Rate = setting(c.Rate, 1, 0.1, 10)
	c.Pitch = setting(c.Pitch, 1, 0.25, 4)
	c.Distance = setting(c.Distance, 0, 0, 20000)
	c.Seconds = setting(c.Seconds, 0, 0, 24*3600)
	if !slices.Contains(variants, c.Variant) {
		c.Variant = ""
		if len(variants) > 0 {
			c.Variant = variants[0]
		}
	}
	c.Events = slices.Clone(c.Events)
	for i := range c.Events {
		e := &c.Events[i]
		e.At = setting(e.At, 0, -60, 24*3600)
		e.Strength = setting(e.Strength, 1, 0.01, 4)
		e.Pan = setting(e.Pan, 0, -1, 1)
	}
	slices.SortStableFunc(c.Events, func(a, b Event) int {
		switch {
		case a.At < b.At:
			return -1
		case a.At > b.At:
			return 1
		}
		return 0
	})
}

// setting is v within its limits, or the usual value when v is 0 or no number.
func setting(v, usual, lo, hi float64) float64 {
	if v == 0 || math.IsNaN(v) {
		return usual
	}
	return dsp.Clamp(v, lo, hi)
}

// amplify scales a source.
func amplify(s Source, gain float64) Source {
	var l, r [dsp.Block]float64
	return sourceFunc(func(left, right []float64) {
		clear(l[:])
		clear(r[:])
		s.Add(l[:], r[:])
		for i := range l {
			left[i] += gain * l[i]
			right[i] += gain * r[i]
		}
	})
}
