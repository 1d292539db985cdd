package music

import "zoetrope/engine/studio/audio/dsp"

// part writes the notes of one layer.
type part struct {
	*score
	layer  layer
	index  int
	r      *dsp.Rand
	bar    float64 // seconds
	figure []stroke
	tune   int // scale degree that the tune has reached
}

// stroke is one note of a tune's rhythm.
type stroke struct {
	at, length float64 // beats
	leap       int     // scale steps from the note before
}

// drawFigure draws the rhythm and contour of two bars, which the tune repeats over changing chords.
func drawFigure(r *dsp.Rand, beats int) []stroke {
	var f []stroke
	total := 2 * float64(beats)
	for t := 0.0; t < total; {
		length := []float64{0.5, 1, 1, 1.5, 2}[r.Intn(5)]
		length = min(length, total-t)
		if !r.Chance(0.16) {
			f = append(f, stroke{t, length, []int{-2, -1, -1, 0, 1, 1, 2, 3}[r.Intn(8)]})
		}
		t += length
	}
	return f
}

func (p *part) add(at, length float64, pitch int, loud, pan float64) {
	p.notes = append(p.notes, note{at: at, length: length, pitch: pitch + 12*p.layer.octave, loud: loud, pan: pan, layer: p.index})
}

// touch is the loudness of a note: accented on the beat, uneven as a hand is.
func (p *part) touch(accent bool) float64 {
	if accent {
		return p.r.Range(0.85, 1)
	}
	return p.r.Range(0.6, 0.8)
}

// write plays a chord through bar i.
func (p *part) write(c chord, i int) {
	at, beats, b := float64(i)*p.bar, p.style.beats, p.beat
	switch p.layer.pattern {
	case sustain:
		p.hold(c.notes, at, p.bar*1.02)
	case rootHeld:
		p.add(at, p.bar, c.root, 1, 0)
	case rootPulse:
		for k := range 2 * beats {
			p.add(at+float64(k)*b/2, b*0.45, c.root, p.touch(k%2 == 0), 0)
		}
	case rootBounce:
		for k := range beats {
			pitch := c.root
			if k%2 == 1 {
				pitch -= 5 // the fifth below
			}
			p.add(at+float64(k)*b, b*0.7, pitch, p.touch(k == 0), 0)
		}
	case arpeggio:
		for k := range 2 * beats {
			if k%2 == 1 && p.r.Chance(0.45) {
				continue
			}
			p.add(at+float64(k)*b/2, b*2, c.notes[(k+k/len(c.notes))%len(c.notes)], p.touch(k == 0), 0.35*p.r.Bipolar())
		}
	case broken:
		for k, n := range zigzag(c.notes, 2*beats) {
			p.add(at+float64(k)*b/2, b*1.2, n, p.touch(k%beats == 0), 0.3*float64(k%3-1))
		}
	case ostinato:
		for k := range 4 * beats {
			n := c.notes[[8]int{0, 1, 2, 1, 0, 2, 1, 2}[k%8]]
			p.add(at+float64(k)*b/4, b*0.22, n, p.touch(k%4 == 0), 0.25*float64(k%2*2-1))
		}
	case offbeat:
		for k := range beats {
			p.hold(c.notes, at+(float64(k)+0.5)*b, b*0.3)
		}
	default:
		p.writeFree(c, i)
	}
}

// writeFree plays the patterns that are not made of the chord's notes alone.
func (p *part) writeFree(c chord, i int) {
	at, beats, b := float64(i)*p.bar, p.style.beats, p.beat
	switch p.layer.pattern {
	case melody:
		p.sing(c, i)
	case sparse:
		for range 1 + p.r.Intn(2) {
			p.add(at+float64(p.r.Intn(2*beats))*b/2, b*3, c.notes[p.r.Intn(len(c.notes))], p.touch(false), 0.6*p.r.Bipolar())
		}
	case drumsSoft:
		p.drumsSoft(at, beats)
	case drumsLarge:
		for _, x := range [6]struct {
			beat, loud float64
		}{{0, 1}, {0.75, 0.5}, {1.5, 0.7}, {2, 0.85}, {2.75, 0.45}, {3.5, 0.6}} {
			p.add(at+x.beat*b, 1, strokeTaiko, x.loud*p.r.Range(0.9, 1), 0.3*p.r.Bipolar())
		}
	case ticking:
		for k := range 2 * beats {
			p.add(at+float64(k)*b/2, 0.1, strokeTick, p.touch(k%2 == 0), 0.2*float64(k%2*2-1))
		}
	case boom:
		p.add(at, 2, strokeBoom, 1, 0)
	}
}

func (p *part) drumsSoft(at float64, beats int) {
	b := p.beat
	for k := range beats {
		t := at + float64(k)*b
		if k%2 == 0 {
			p.add(t, 0.3, strokeKick, p.touch(k == 0), 0)
		} else {
			p.add(t, 0.2, strokeRim, p.touch(false), 0.1)
		}
		p.add(t, 0.1, strokeShaker, 0.5*p.touch(false), 0.3)
		p.add(t+b/2, 0.1, strokeShaker, 0.8*p.touch(true), 0.3)
	}
}

// hold plays notes together, spread over the stereo field.
func (p *part) hold(notes []int, at, length float64) {
	for k, n := range notes {
		p.add(at, length, n, 1/float64(len(notes))+0.35, 0.5*(2*float64(k)/float64(max(len(notes)-1, 1))-1))
	}
}

// sing continues the tune: its figure's contour, with strong beats bent to the chord.
func (p *part) sing(c chord, i int) {
	from := float64(i%2) * float64(p.style.beats)
	if i%4 == 0 {
		p.tune = 1 + p.r.Intn(5)
	}
	for _, f := range p.figure {
		at := f.at - from
		if at < 0 || at >= float64(p.style.beats) {
			continue
		}
		p.tune = min(max(p.tune+f.leap, -2), 9)
		pitch := p.step(p.tune)
		if at == float64(int(at)) {
			pitch = nearest(c.notes, pitch)
		}
		p.add(float64(i)*p.bar+at*p.beat, f.length*p.beat*0.95, pitch, p.touch(at == 0), -0.15)
	}
}

// last plays the chord on which the piece rests.
func (p *part) last(c chord, at float64) {
	ring := p.bar * 1.5
	switch p.layer.pattern {
	case sustain:
		p.hold(c.notes, at, ring)
	case rootHeld, rootPulse, rootBounce:
		p.add(at, ring, c.root, 1, 0)
	case arpeggio, broken:
		for k, n := range append(c.notes, c.notes[0]+12) { // strummed
			p.add(at+0.07*float64(k), ring, n, 0.8, 0.3*float64(k%3-1))
		}
	case ostinato, offbeat:
		p.hold(c.notes, at, p.beat*0.5)
	case melody:
		p.add(at, ring, nearest([]int{p.tonic, p.tonic + 12, p.tonic + 7}, p.step(p.tune)), 0.9, -0.15)
	case drumsLarge:
		p.add(at, 1, strokeTaiko, 1, 0)
	case drumsSoft:
		p.add(at, 0.3, strokeKick, 0.9, 0)
	case boom:
		p.add(at, 2, strokeBoom, 1, 0)
	case sparse, ticking: // leave the rest to the others
	}
}

// zigzag walks up and down the notes n times.
func zigzag(notes []int, n int) []int {
	out := make([]int, n)
	turn := 2 * (len(notes) - 1)
	for k := range out {
		i := k % turn
		if i >= len(notes) {
			i = turn - i
		}
		out[k] = notes[i]
	}
	return out
}

// nearest is the note, in any octave, that lies closest to a pitch.
func nearest(notes []int, pitch int) int {
	best, dist := pitch, 100
	for _, n := range notes {
		for d := -36; d <= 36; d += 12 {
			if x := n + d - pitch; max(x, -x) < dist {
				best, dist = n+d, max(x, -x)
			}
		}
	}
	return best
}
