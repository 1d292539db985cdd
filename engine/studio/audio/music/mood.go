// Package music composes and plays a music bed: a seeded chord progression in the key and tempo of a mood, with pads, plucked,
// struck and bowed voices, bass and soft percussion, that comes to rest on its tonic as the clip ends.
package music

import "slices"

// Mood names a character of music.
type Mood string

// The moods.
const (
	Neutral  Mood = "neutral"
	Calm     Mood = "calm"
	Epic     Mood = "epic"
	Tense    Mood = "tense"
	Happy    Mood = "happy"
	Sad      Mood = "sad"
	Dreamy   Mood = "dreamy"
	Dark     Mood = "dark"
	Romantic Mood = "romantic"
	Playful  Mood = "playful"
)

// Moods lists all moods.
func Moods() []Mood {
	all := make([]Mood, 0, len(styles))
	for m := range styles {
		all = append(all, m)
	}
	slices.Sort(all)
	return all
}

// Modes as semitones above the tonic.
var (
	ionian     = [7]int{0, 2, 4, 5, 7, 9, 11}
	dorian     = [7]int{0, 2, 3, 5, 7, 9, 10}
	phrygian   = [7]int{0, 1, 3, 5, 7, 8, 10}
	lydian     = [7]int{0, 2, 4, 6, 7, 9, 11}
	mixolydian = [7]int{0, 2, 4, 5, 7, 9, 10}
	aeolian    = [7]int{0, 2, 3, 5, 7, 8, 10}
	harmonic   = [7]int{0, 2, 3, 5, 7, 8, 11}
)

// style is how a mood is played.
type style struct {
	modes        [][7]int
	slow, fast   float64 // beats per minute
	beats        int     // in a bar
	progressions [][]int // degrees, 1 is the tonic; one chord a bar
	penultimate  []int   // degrees that may come before the last chord
	sevenths     bool
	root         int // MIDI number around which chords lie
	layers       []layer
	space        float64 // seconds of reverb
}

// layer is one part of the arrangement.
type layer struct {
	instrument instrument
	pattern    pattern
	octave     int
	gain       float64
	send       float64
	from       float64 // fraction of the piece at which it comes in
}

// pattern is what a layer plays of each bar.
type pattern int

const (
	sustain    pattern = iota // the whole chord, held
	rootHeld                  // its root, held
	rootPulse                 // its root on each half beat
	rootBounce                // root and fifth in turn on the beats
	arpeggio                  // its notes one after another on half beats, with gaps
	broken                    // its notes in quick even steps
	ostinato                  // a repeated figure of quarters of a beat
	offbeat                   // the chord, short, between the beats
	melody                    // a tune of its own
	sparse                    // single notes now and then
	drumsSoft                 // kick, rim and shaker
	drumsLarge                // deep drums
	ticking                   // a dry tick on each half beat
	boom                      // one deep hit a bar
)

var styles = map[Mood]style{
	Neutral: {modes: [][7]int{ionian, dorian}, slow: 90, fast: 100, beats: 4, progressions: [][]int{{1, 5, 6, 4}, {1, 4, 6, 5}, {6, 4, 1, 5}}, penultimate: []int{5, 4}, root: 60, space: 1.8, layers: []layer{
		{pad, sustain, 0, 0.5, 0.3, 0}, {pluck, arpeggio, 1, 0.5, 0.25, 0}, {bass, rootHeld, -2, 0.6, 0.02, 0}, {drums, drumsSoft, 0, 0.35, 0.08, 0.2}}},
	Calm: {modes: [][7]int{ionian, lydian}, slow: 64, fast: 74, beats: 4, progressions: [][]int{{1, 3, 4, 1}, {1, 5, 6, 4}, {1, 4, 1, 5}}, penultimate: []int{4, 5}, sevenths: true, root: 58, space: 2.8, layers: []layer{
		{pad, sustain, 0, 0.8, 0.4, 0}, {piano, arpeggio, 1, 0.5, 0.35, 0}, {bass, rootHeld, -2, 0.45, 0.02, 0.15}}},
	Epic: {modes: [][7]int{aeolian}, slow: 84, fast: 96, beats: 4, progressions: [][]int{{1, 6, 3, 7}, {1, 7, 6, 7}, {1, 3, 7, 6}}, penultimate: []int{7, 5}, root: 55, space: 2.6, layers: []layer{
		{strings, sustain, 0, 0.9, 0.4, 0}, {spiccato, ostinato, 0, 0.55, 0.3, 0}, {brass, sustain, -1, 0.55, 0.35, 0.3}, {bass, rootPulse, -2, 0.55, 0.05, 0}, {drums, drumsLarge, 0, 0.9, 0.3, 0.1}}},
	Tense: {modes: [][7]int{harmonic, phrygian}, slow: 92, fast: 108, beats: 4, progressions: [][]int{{1, 1, 2, 1}, {1, 6, 1, 5}, {1, 2, 1, 7}}, penultimate: []int{5, 2}, root: 53, space: 2, layers: []layer{
		{strings, sustain, 0, 0.5, 0.4, 0}, {bass, rootPulse, -2, 0.8, 0.05, 0}, {drums, ticking, 0, 0.3, 0.15, 0}, {bell, sparse, 1, 0.25, 0.5, 0.3}, {drums, boom, 0, 0.7, 0.3, 0.2}}},
	Happy: {modes: [][7]int{ionian}, slow: 112, fast: 126, beats: 4, progressions: [][]int{{1, 4, 5, 1}, {1, 6, 4, 5}, {1, 5, 4, 5}}, penultimate: []int{5}, root: 62, space: 1.2, layers: []layer{
		{pluck, broken, 0, 0.6, 0.15, 0}, {bell, melody, 1, 0.4, 0.3, 0}, {bass, rootBounce, -2, 0.7, 0.02, 0}, {pad, sustain, 0, 0.25, 0.3, 0}, {drums, drumsSoft, 0, 0.6, 0.08, 0}}},
	Sad: {modes: [][7]int{aeolian}, slow: 58, fast: 68, beats: 4, progressions: [][]int{{1, 6, 3, 7}, {1, 4, 6, 5}, {1, 5, 6, 4}}, penultimate: []int{5, 4}, root: 57, space: 2.8, layers: []layer{
		{piano, broken, 0, 0.5, 0.35, 0}, {strings, sustain, 0, 0.55, 0.4, 0.15}, {piano, melody, 1, 0.5, 0.35, 0.2}, {bass, rootHeld, -2, 0.4, 0.02, 0}}},
	Dreamy: {modes: [][7]int{lydian}, slow: 70, fast: 80, beats: 4, progressions: [][]int{{1, 2, 1, 2}, {4, 1, 5, 6}, {1, 3, 2, 1}}, penultimate: []int{2, 5}, sevenths: true, root: 60, space: 3.6, layers: []layer{
		{pad, sustain, 0, 0.8, 0.55, 0}, {bell, broken, 1, 0.32, 0.6, 0}, {bass, rootHeld, -2, 0.4, 0.05, 0.1}, {bell, sparse, 2, 0.3, 0.7, 0.2}}},
	Dark: {modes: [][7]int{phrygian, aeolian}, slow: 54, fast: 64, beats: 4, progressions: [][]int{{1, 2, 1, 7}, {1, 1, 6, 5}, {1, 6, 2, 1}}, penultimate: []int{2, 7}, root: 48, space: 3.4, layers: []layer{
		{pad, sustain, -1, 0.8, 0.4, 0}, {strings, rootHeld, -1, 0.45, 0.4, 0}, {piano, sparse, 0, 0.45, 0.6, 0.15}, {drums, boom, 0, 0.8, 0.5, 0}, {bass, rootHeld, -2, 0.5, 0.02, 0}}},
	Romantic: {modes: [][7]int{ionian}, slow: 66, fast: 78, beats: 3, progressions: [][]int{{1, 6, 2, 5}, {4, 5, 3, 6}, {1, 3, 4, 5}}, penultimate: []int{5}, sevenths: true, root: 60, space: 2.4, layers: []layer{
		{piano, broken, 0, 0.55, 0.3, 0}, {strings, sustain, 0, 0.5, 0.4, 0}, {strings, melody, 1, 0.4, 0.4, 0.25}, {bass, rootHeld, -2, 0.45, 0.02, 0}}},
	Playful: {modes: [][7]int{ionian, mixolydian}, slow: 116, fast: 130, beats: 4, progressions: [][]int{{1, 4, 1, 5}, {1, 1, 4, 5}, {1, 6, 2, 5}}, penultimate: []int{5}, root: 62, space: 1, layers: []layer{
		{marimba, melody, 1, 0.6, 0.2, 0}, {pluck, offbeat, 0, 0.5, 0.15, 0}, {bass, rootBounce, -2, 0.7, 0.02, 0}, {drums, drumsSoft, 0, 0.4, 0.08, 0.1}}},
}
