package music

import (
	"cmp"
	"math"
	"slices"

	"zoetrope/engine/studio/audio/dsp"
)

// Options say what to compose.
type Options struct {
	Mood    Mood    // unknown and empty ones are Neutral
	Tempo   float64 // beats per minute, 30..240; 0 lets the mood choose and stretches it so that bars fill the piece
	Seed    uint64  // decides key, progression and figures
	Seconds float64 // length of the piece
}

// note is one tone or stroke.
type note struct {
	at, length float64 // seconds
	pitch      int     // MIDI number; of percussion, a stroke
	loud       float64 // 0..1
	pan        float64
	layer      int
}

// score is a whole piece.
type score struct {
	style style
	tonic int // MIDI
	mode  [7]int
	beat  float64 // seconds
	bars  int     // before the last chord
	notes []note
}

// restShare is the part of a bar that the last chord rings at least.
const restShare = 0.75

// compose writes the piece.
func compose(o Options) *score {
	st, ok := styles[o.Mood]
	if !ok {
		st = styles[Neutral]
	}
	r := dsp.NewRand(o.Seed, "music "+string(o.Mood))
	s := &score{style: st, tonic: st.root - 5 + r.Intn(11), mode: st.modes[r.Intn(len(st.modes))]}
	s.pace(o, r)
	chords := s.progression(r)
	for i, l := range st.layers {
		// Each layer draws from its own sequence, so that one more layer leaves the others as they are.
		s.writeLayer(i, l, chords, dsp.NewRand(r.Uint64(), "layer"))
	}
	s.notes = slices.DeleteFunc(s.notes, func(n note) bool { return n.at >= o.Seconds })
	slices.SortStableFunc(s.notes, func(a, b note) int { return cmp.Compare(a.at, b.at) })
	return s
}

// pace settles tempo and number of bars: with a free tempo the bars before the last chord fill the time exactly.
func (s *score) pace(o Options, r *dsp.Rand) {
	beats := float64(s.style.beats)
	if o.Tempo > 0 {
		s.beat = 60 / dsp.Clamp(o.Tempo, 30, 240)
		s.bars = max(int(o.Seconds/(beats*s.beat)-restShare), 0)
		return
	}
	bar := beats * 60 / r.Range(s.style.slow, s.style.fast)
	s.bars = max(int(math.Round(o.Seconds/bar-restShare-0.1)), 0)
	bar = dsp.Clamp(o.Seconds/(float64(s.bars)+restShare+0.1), bar*0.85, bar*1.18)
	s.beat = bar / beats
}

// chord is a chord's notes: MIDI numbers, rising.
type chord struct {
	degree int // 1..7
	notes  []int
	root   int // MIDI, in the middle octave
}

// progression returns a chord for each bar and the last one.
func (s *score) progression(r *dsp.Rand) []chord {
	cycle := s.style.progressions[r.Intn(len(s.style.progressions))]
	var chords []chord
	for i := range s.bars {
		degree := cycle[i%len(cycle)]
		if i == s.bars-1 && s.bars > 1 {
			degree = s.style.penultimate[r.Intn(len(s.style.penultimate))]
		}
		chords = append(chords, s.chord(degree, chords))
	}
	last := s.chord(1, chords)
	if s.style.sevenths && len(last.notes) > 3 { // comes to rest without the seventh
		last = s.triad(1, chords)
	}
	return append(chords, last)
}

// step is the pitch of a degree, which may lie outside 1..7.
func (s *score) step(degree int) int {
	d := degree - 1
	octave := int(math.Floor(float64(d) / 7))
	return s.tonic + 12*octave + s.mode[d-7*octave]
}

func (s *score) triad(degree int, before []chord) chord {
	return s.lead(degree, []int{s.step(degree), s.step(degree + 2), s.step(degree + 4)}, before)
}

func (s *score) chord(degree int, before []chord) chord {
	if !s.style.sevenths {
		return s.triad(degree, before)
	}
	return s.lead(degree, []int{s.step(degree), s.step(degree + 2), s.step(degree + 4), s.step(degree + 6)}, before)
}

// lead moves each note by octaves to where the voices move least from the chord before.
func (s *score) lead(degree int, notes []int, before []chord) chord {
	c := chord{degree: degree, root: notes[0]}
	centre := float64(s.style.root)
	if len(before) > 0 {
		var sum float64
		last := before[len(before)-1].notes
		for _, n := range last {
			sum += float64(n)
		}
		centre = 0.5*centre + 0.5*sum/float64(len(last))
	}
	for _, n := range notes {
		n += 12 * int(math.Round((centre-float64(n))/12))
		c.notes = append(c.notes, n)
	}
	slices.Sort(c.notes)
	return c
}

// writeLayer writes a layer's part.
func (s *score) writeLayer(index int, l layer, chords []chord, r *dsp.Rand) {
	p := &part{score: s, layer: l, index: index, r: r, bar: float64(s.style.beats) * s.beat}
	p.figure = drawFigure(r, s.style.beats)
	first := int(math.Floor(l.from * float64(s.bars)))
	for i, c := range chords {
		switch {
		case i == len(chords)-1:
			p.last(c, float64(i)*p.bar)
		case i >= first:
			p.write(c, i)
		}
	}
}
