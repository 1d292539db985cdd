package audio

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/voice"
)

// edge is how long a bed takes to come and go inside a plan, in seconds.
const edge = 0.35

// strip is a cue's channel in the mixer.
type strip struct {
	cue        Cue
	traits     voice.Traits
	seed       uint64
	source     voice.Source // nil until the cue starts
	start, end int          // frames
	from       int          // start, rounded down to a block: the source's time 0
	distance   float64      // gain for the distance
	dull       [2]dsp.OnePole
	send       float64
	gain       dsp.Glide
	pan        dsp.Glide
}

func newStrip(p *Plan, i int) *strip {
	c := p.Cues[i]
	end := c.End
	if end <= 0 || end > p.Duration {
		end = p.Duration
	}
	s := &strip{cue: c, seed: dsp.NewRand(p.Seed+uint64(i)*0x9e37, "cue").Uint64(), distance: 1}
	s.traits, _ = voice.Describe(c.Kind)
	s.start, s.end = dsp.Frames(c.Start), dsp.Frames(end)
	s.from = s.start / dsp.Block * dsp.Block
	s.send = s.traits.Send
	if d := c.Distance; d > 0 && !s.traits.Far {
		// Half of the fall with distance of a free field: a film keeps far things audible.
		s.distance = 1 / math.Sqrt(1+d/8)
		s.send = min(s.send*(1+d/40), 0.9)
		s.dull[0] = dsp.NewOnePole(max(18000*math.Exp(-d/350), 350))
		s.dull[1] = s.dull[0]
	}
	if len(c.Pan) > 0 {
		s.pan.To(c.Pan.At(c.Start))
	}
	return s
}

// begin makes the source. Its events and curve are moved to its own time.
func (s *strip) begin() error {
	offset := dsp.Seconds(s.from)
	cfg := voice.Config{Params: s.cue.Params, Seconds: dsp.Seconds(s.end) - offset, Seed: s.seed}
	for _, e := range s.cue.Events {
		if e.At >= s.cue.Start {
			e.At -= offset
			cfg.Events = append(cfg.Events, e)
		}
	}
	for _, p := range s.cue.Speed {
		cfg.Curve = append(cfg.Curve, dsp.Point{At: p.At - offset, Value: p.Value})
	}
	var err error
	s.source, err = voice.New(s.cue.Kind, cfg)
	return err
}

// add adds the block that starts at a frame to the mix and to the reverb's send.
func (s *strip) add(now int, mix *buses) error {
	if now < s.from || now >= s.end && !s.traits.Events {
		return nil
	}
	if len(s.cue.Events) == 0 && s.start >= s.end {
		return nil
	}
	if s.source == nil {
		if err := s.begin(); err != nil {
			return err
		}
	}
	var l, r [dsp.Block]float64
	s.source.Add(l[:], r[:])
	if s.distance < 1 {
		for i := range l {
			l[i], r[i] = s.dull[0].Low(l[i]), s.dull[1].Low(r[i])
		}
	}
	s.place(now, &l, &r)
	t := dsp.Seconds(now + dsp.Block)
	g, dg := s.gain.To(dsp.Gain(s.cue.Gain+s.cue.GainPath.At(t)) * s.distance * s.edge(now+dsp.Block))
	for i := range l {
		a, b := l[i]*g, r[i]*g
		mix.left[i] += a
		mix.right[i] += b
		mix.send[i] += (a + b) * s.send
		g += dg
	}
	return nil
}

// edge is the fade of a bed at a frame; sounds that end by themselves have none.
func (s *strip) edge(at int) float64 {
	if s.traits.Events {
		return 1
	}
	fade := min(edge, dsp.Seconds(s.end-s.start)/4)
	in := 1.0
	if s.start > 0 {
		in = dsp.Smooth(0, fade, dsp.Seconds(at-s.start))
	}
	return in * dsp.Smooth(0, fade, dsp.Seconds(s.end-at))
}

// place moves the block to the cue's pan: a point by equal-power panning, a wide sound by turning one side into the other.
func (s *strip) place(now int, l, r *[dsp.Block]float64) {
	if len(s.cue.Pan) == 0 {
		return
	}
	p, dp := s.pan.To(dsp.Clamp(s.cue.Pan.At(dsp.Seconds(now+dsp.Block)), -1, 1))
	for i := range l {
		if s.traits.Point {
			m := (l[i] + r[i]) / math.Sqrt2
			gl, gr := panGains(p)
			l[i], r[i] = m*gl, m*gr
		} else if p >= 0 {
			turn, stay := dsp.Sine(p/4), dsp.Sine(0.25-p/4)
			l[i], r[i] = l[i]*stay, r[i]+l[i]*turn
		} else {
			turn, stay := dsp.Sine(-p/4), dsp.Sine(0.25+p/4)
			l[i], r[i] = l[i]+r[i]*turn, r[i]*stay
		}
		p += dp
	}
}

// panGains are the gains of dsp.Pan, from the sine table.
func panGains(p float64) (left, right float64) {
	return dsp.Sine(0.25 - (p+1)/8), dsp.Sine((p + 1) / 8)
}
