package audio

import (
	"slices"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/voice"
)

// mostCues is how many sounds one description may ask for: more is a din.
const mostCues = 8

// mostText is how much of a description is read, in bytes.
const mostText = 20000

// FromText turns a description of sounds, in English or Chinese, into cues for a clip of the given length in seconds. The first
// sounds named stand in front. "No" and "without" leave a sound out, "distant", "heavy" and their like change the next one, and
// "then" puts what follows later. A text that names no known sound gives a quiet neutral ambience, so there is always something.
func FromText(text string, duration float64, seed uint64) []Cue {
	cues, _ := readText(text, duration)
	if len(cues) == 0 {
		return neutral(seed)
	}
	return cues
}

// Knows tells whether a description names a sound that can be made.
func Knows(text string) bool {
	cues, _ := readText(text, 1)
	return len(cues) > 0
}

// PlaceOf is the kind of space that a description speaks of, Outdoors when it speaks of none.
func PlaceOf(text string) Place {
	_, p := readText(text, 1)
	return p
}

// neutral is an ambience that fits anything: a little air, by the seed with leaves or with a distant town.
func neutral(seed uint64) []Cue {
	air := Cue{Kind: voice.Wind}
	air.Intensity = 0.15
	second := Cue{Kind: voice.Leaves, Gain: -8}
	if dsp.NewRand(seed, "neutral").Chance(0.4) {
		second = Cue{Kind: voice.City, Gain: -8}
	}
	second.Intensity = 0.2
	return []Cue{air, second}
}

// reader goes through a description.
type reader struct {
	cues     []Cue
	segments []int // of each cue: how many "then" came before it
	avoid    []Kind
	place    Place
	pending  []string // changes that wait for their sound
	not      bool
	segment  int
}

func readText(text string, duration float64) ([]Cue, Place) {
	r := reader{place: Outdoors}
	tokens := tokenize(text[:min(len(text), mostText)])
	for i := 0; i < len(tokens); {
		senses, n := words().match(tokens[i:])
		if n == 0 {
			if tokens[i] == stop {
				r.not, r.pending = false, nil
			}
			i++
			continue
		}
		r.take(senses)
		i += n
	}
	r.arrange(duration)
	return r.cues, r.place
}

// take understands one word or phrase.
func (r *reader) take(senses []sense) {
	sounds := false
	for _, s := range senses {
		switch {
		case s.not:
			r.not = true
		case s.then:
			if len(r.cues) > 0 {
				r.segment = r.cuesSegment() + 1
			}
			r.not = false
		case s.modify != "":
			r.pending = append(r.pending, s.modify)
		case s.place != "":
			if r.place == Outdoors && !r.not {
				r.place = s.place
			}
		default:
			sounds = true
			r.sound(s.cue)
		}
	}
	if sounds {
		r.pending, r.not = nil, false
	}
}

// cuesSegment is the segment of the last cue.
func (r *reader) cuesSegment() int { return r.segments[len(r.segments)-1] }

// sound adds a cue, or refuses its voice when the words before say so.
func (r *reader) sound(c Cue) {
	if r.not {
		r.avoid = append(r.avoid, c.Kind)
		return
	}
	for _, how := range r.pending {
		// The names were checked when the lexicon was read.
		_ = c.modify(how)
	}
	for i := range r.cues {
		if r.cues[i].Kind == c.Kind && r.segments[i] == r.segment {
			if c.Variant != "" { // the more special word decides
				r.cues[i] = c
			}
			return
		}
	}
	if len(r.cues) < mostCues {
		r.cues = append(r.cues, c)
		r.segments = append(r.segments, r.segment)
	}
}

// arrange drops what is not wanted and gives each segment its share of the time.
func (r *reader) arrange(duration float64) {
	var cues []Cue
	var segments []int
	for i, c := range r.cues {
		if !slices.Contains(r.avoid, c.Kind) {
			cues, segments = append(cues, c), append(segments, r.segments[i])
		}
	}
	if len(cues) > 0 {
		first, last := segments[0], segments[len(segments)-1]
		share := duration / float64(last-first+1)
		for i := range cues {
			k := segments[i] - first
			cues[i].Start = float64(k) * share
			if k < last-first {
				cues[i].End = float64(k+1) * share
			}
		}
	}
	r.cues, r.segments = cues, segments
}
