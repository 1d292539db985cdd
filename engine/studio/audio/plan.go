// Package audio makes the studio's sound: a Plan of cues, a music bed and recorded tracks is synthesised, mixed, brought to
// a programme loudness and written as a WAV file of 48 kHz stereo. It knows nothing of pictures; FromText and FromScene turn
// words into cues.
//
// The same plan and seed give the same bytes. Memory does not grow with the length of a plan: it is rendered in blocks, and
// the mix waits in a temporary file for its loudness to be known.
package audio

import (
	"errors"
	"fmt"
	"math"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/music"
	"zoetrope/engine/studio/audio/voice"
	"zoetrope/engine/studio/audio/wav"
)

// MaxDuration is the longest plan, in seconds.
const MaxDuration = 3600

// Target is the programme loudness of a plan that names none, in LUFS.
const Target = -16

// Point is a value at a time in seconds; Curve joins points by straight lines.
type (
	Point = dsp.Point
	Curve = dsp.Curve
)

// Kind names a voice; Params shape it and Event is one moment of it: see package voice.
type (
	Kind   = voice.Kind
	Params = voice.Params
	Event  = voice.Event
)

// Cue is one voice for a stretch of time. All times are seconds from the start of the plan.
type Cue struct {
	Kind  Kind
	Start float64
	End   float64 // 0 stands for the end of the plan
	// Gain is in dB over the level at which the voice usually stands; GainPath adds to it over time.
	Gain     float64
	GainPath Curve
	// Pan moves the voice from -1 (left) to 1 (right) over time; empty leaves it where it is.
	Pan Curve
	Params
	// Events are the exact times at which an event voice sounds; empty lets it choose. Those before Start are left out.
	Events []Event
	// Speed is what an engine turns at over time, in revolutions per minute.
	Speed Curve
}

// Track is recorded sound: a spoken text, or the sound of a source video.
type Track struct {
	Path  string // a WAV file of any rate, mono or stereo
	Start float64
	Gain  float64 // dB
	// Speech makes the rest of the mix step back while the track is heard.
	Speech bool
}

// Place is the kind of space that answers the sounds.
type Place string

// The places.
const (
	Outdoors Place = "outdoors" // nothing but the ground answers
	Forest   Place = "forest"
	Street   Place = "street"
	Valley   Place = "valley"
	Room     Place = "room"
	Hall     Place = "hall"
	Cave     Place = "cave"
	Deep     Place = "deep" // under water
	Void     Place = "void" // no place at all: long and dreamlike
)

// spaces hold the reverbs of the places.
var spaces = map[Place]dsp.Space{
	Outdoors: {Decay: 0.7, Damping: 3500, PreDelay: 0.03, Level: 0.1},
	Forest:   {Decay: 1.3, Damping: 3000, PreDelay: 0.025, Level: 0.16},
	Street:   {Decay: 1.1, Damping: 4500, PreDelay: 0.03, Level: 0.16},
	Valley:   {Decay: 2.8, Damping: 2200, PreDelay: 0.09, Level: 0.2},
	Room:     {Decay: 0.45, Damping: 5000, PreDelay: 0.005, Level: 0.25},
	Hall:     {Decay: 2.2, Damping: 5500, PreDelay: 0.025, Level: 0.25},
	Cave:     {Decay: 3.6, Damping: 3800, PreDelay: 0.04, Level: 0.3},
	Deep:     {Decay: 2.6, Damping: 900, PreDelay: 0.01, Level: 0.4},
	Void:     {Decay: 4.5, Damping: 5200, PreDelay: 0.03, Level: 0.3},
}

// Plan is everything that is heard in a clip.
type Plan struct {
	Duration float64 // seconds, up to MaxDuration
	Seed     uint64
	Cues     []Cue
	Music    *music.Options // nil for no music; its Seconds and a zero Seed are set from the plan
	Tracks   []Track
	Place    Place // empty stands for Outdoors
	// Loudness is the integrated loudness to reach, in LUFS; 0 stands for Target.
	Loudness float64
	Format   wav.Format
	// Joined plans go on from other sound: they start without a fade.
	Joined bool
}

// check reports what is wrong with a plan.
func (p *Plan) check() error {
	if !(p.Duration > 0 && p.Duration <= MaxDuration) {
		return fmt.Errorf("sound of %g s; it must last longer than 0 and at most %d s", p.Duration, MaxDuration)
	}
	if p.Loudness > 0 || p.Loudness < -60 || math.IsNaN(p.Loudness) {
		return fmt.Errorf("loudness of %g LUFS; it must be within -60..0", p.Loudness)
	}
	if _, ok := spaces[p.Place]; !ok && p.Place != "" {
		return fmt.Errorf("no place is called %q", p.Place)
	}
	for i, c := range p.Cues {
		if err := c.check(); err != nil {
			return fmt.Errorf("cue %d (%s): %w", i, c.Kind, err)
		}
	}
	for i, t := range p.Tracks {
		if !finite(t.Start, t.Gain) {
			return fmt.Errorf("track %d: a time or gain is not a number", i)
		}
	}
	return nil
}

func (c *Cue) check() error {
	if _, ok := voice.Describe(c.Kind); !ok {
		return errors.New("there is no such voice")
	}
	if !finite(c.Start, c.End, c.Gain) || c.Start < 0 {
		return errors.New("a time or gain is negative or not a number")
	}
	for _, curve := range []Curve{c.GainPath, c.Pan, c.Speed} {
		for i, p := range curve {
			if !finite(p.At, p.Value) || i > 0 && p.At < curve[i-1].At {
				return errors.New("the points of a curve are out of order or not numbers")
			}
		}
	}
	return nil
}

func finite(vs ...float64) bool {
	for _, v := range vs {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}
