package audio

import (
	"context"
	"fmt"
	"math"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/music"
)

// Levels of the parts of a mix against one another, before it is normalised.
const (
	musicGain = -4.0 // dB on the music when there are sounds beside it
	duckSound = -9.0 // dB on sounds under speech
	duckMusic = -12.0
	fadeIn    = 0.02 // seconds at the ends of a plan
	fadeOut   = 0.35
)

// buses are what a block of the mix is gathered in.
type buses struct {
	left, right, send [dsp.Block]float64
}

func (b *buses) clear() { *b = buses{} }

// mixer adds up a plan, block by block.
type mixer struct {
	plan   *Plan
	frames int
	now    int
	strips []*strip
	music  *music.Bed
	tracks []*trackReader
	reverb *dsp.Reverb
	duck   ducker
	sounds buses
	bed    buses
	voices buses
}

func newMixer(p *Plan) (*mixer, error) {
	place := p.Place
	if place == "" {
		place = Outdoors
	}
	m := &mixer{plan: p, frames: dsp.Frames(p.Duration), reverb: dsp.NewReverb(spaces[place])}
	for i := range p.Cues {
		m.strips = append(m.strips, newStrip(p, i))
	}
	if p.Music != nil {
		o := *p.Music
		o.Seconds = p.Duration
		if o.Seed == 0 {
			o.Seed = p.Seed
		}
		m.music = music.New(o)
	}
	for i, t := range p.Tracks {
		r, err := openTrack(t)
		if err != nil {
			m.close()
			return nil, fmt.Errorf("track %d: %w", i, err)
		}
		m.tracks = append(m.tracks, r)
	}
	return m, nil
}

func (m *mixer) close() {
	for _, t := range m.tracks {
		t.close()
	}
}

// run makes the whole mix and hands it over in blocks, the last of which may be shorter.
func (m *mixer) run(ctx context.Context, to func(left, right []float64) error) error {
	for m.now < m.frames {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		if err := m.block(); err != nil {
			return err
		}
		n := min(dsp.Block, m.frames-m.now)
		if err := to(m.sounds.left[:n], m.sounds.right[:n]); err != nil {
			return err
		}
		m.now += n
	}
	return nil
}

// block leaves the next block of the mix in m.sounds.
func (m *mixer) block() error {
	m.sounds.clear()
	m.bed.clear()
	m.voices.clear()
	for _, s := range m.strips {
		if err := s.add(m.now, &m.sounds); err != nil {
			return err
		}
	}
	m.reverb.Add(m.sounds.send[:], m.sounds.left[:], m.sounds.right[:])
	if m.music != nil {
		m.music.Add(m.bed.left[:], m.bed.right[:])
	}
	for _, t := range m.tracks {
		if err := t.add(m.now, &m.voices); err != nil {
			return err
		}
	}
	m.sum()
	return nil
}

// sum brings the buses together: sounds and music step back under speech, and the ends of the plan are faded.
func (m *mixer) sum() {
	under := m.duck.next(m.voices.send[:])
	music := 1.0
	if len(m.strips) > 0 || len(m.tracks) > 0 {
		music = dsp.Gain(musicGain)
	}
	s, ds := m.duck.sound.To(dsp.Gain(duckSound * under))
	b, db := m.duck.bed.To(dsp.Gain(duckMusic*under) * music)
	for i := range m.sounds.left {
		end := m.ends(m.now + i)
		m.sounds.left[i] = (m.sounds.left[i]*s + m.bed.left[i]*b + m.voices.left[i]) * end
		m.sounds.right[i] = (m.sounds.right[i]*s + m.bed.right[i]*b + m.voices.right[i]) * end
		s, b = s+ds, b+db
	}
}

// ends is the fade at both ends of the plan.
func (m *mixer) ends(at int) float64 {
	in, out := min(fadeIn, m.plan.Duration/8), min(fadeOut, m.plan.Duration/8)
	t, rest := dsp.Seconds(at), dsp.Seconds(m.frames-1-at)
	if m.plan.Joined {
		t = in
	}
	if t >= in && rest >= out {
		return 1
	}
	return math.Sin(math.Pi/2*dsp.Clamp(t/in, 0, 1)) * math.Sin(math.Pi/2*dsp.Clamp(rest/out, 0, 1))
}

// ducker follows speech: 0 in its pauses, 1 while it is heard.
type ducker struct {
	held       int // blocks for which the last word is still heard
	amount     float64
	sound, bed dsp.Glide
}

// next takes a block of speech and returns how far the rest is to step back.
func (d *ducker) next(speech []float64) float64 {
	const (
		threshold = 0.012
		hold      = 70    // blocks, 0.37 s: pauses between words
		down      = 0.16  // per block: 63 % in 30 ms
		back      = 0.012 // per block: 63 % in 0.45 s
	)
	if dsp.Peak(speech) > threshold {
		d.held = hold
	}
	if d.held > 0 {
		d.held--
		d.amount += (1 - d.amount) * down
	} else {
		d.amount -= d.amount * back
	}
	return d.amount
}
