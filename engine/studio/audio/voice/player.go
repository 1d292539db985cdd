package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// soundSpeed is that of air at 20 degrees, in m/s.
const soundSpeed = 343

// sound is one finished event.
type sound struct {
	left  []float64
	right []float64 // nil when the sound is mono
	lead  int       // frames before the moment that the event's time names
}

// mono is a sound in one channel.
func mono(s []float64) sound { return sound{left: s} }

// player renders events when their time comes and mixes them.
type player struct {
	events []Event
	delay  float64 // seconds from event to sound
	lead   float64 // seconds that sounds may start before their event
	render func(Event) sound
	now    int
	active []playing
}

type playing struct {
	sound
	at     int // frame of the sound that comes next; negative while it waits
	gl, gr float64
}

// play makes a source of the events of c, or, when there are none, of the given ones. lead is the most that a sound of
// render starts before its event, in seconds.
func play(c *Config, own func() []Event, lead float64, render func(Event) sound) Source {
	events := c.Events
	if len(events) == 0 {
		events = own()
	}
	return &player{events: events, delay: c.Distance / soundSpeed, lead: lead, render: render}
}

func (p *player) Add(left, right []float64) {
	for len(p.events) > 0 && dsp.Frames(p.events[0].At+p.delay-p.lead) < p.now+len(left) {
		p.begin(p.events[0])
		p.events = p.events[1:]
	}
	p.now += len(left)
	live := p.active[:0]
	for _, a := range p.active {
		if a.mix(left, right); a.at < len(a.left) {
			live = append(live, a)
		}
	}
	clear(p.active[len(live):])
	p.active = live
}

func (p *player) begin(e Event) {
	s := p.render(e)
	a := playing{sound: s, at: p.now - (dsp.Frames(e.At+p.delay) - s.lead)}
	a.gl, a.gr = dsp.Pan(e.Pan)
	if s.right != nil { // a wide sound is only tilted
		a.gl, a.gr = a.gl*math.Sqrt2, a.gr*math.Sqrt2
	}
	a.gl *= e.Strength
	a.gr *= e.Strength
	p.active = append(p.active, a)
}

func (a *playing) mix(left, right []float64) {
	from := max(0, -a.at)
	n := min(len(left), len(a.left)-a.at)
	r := a.right
	if r == nil {
		r = a.left
	}
	for i := from; i < n; i++ {
		left[i] += a.gl * a.left[a.at+i]
		right[i] += a.gr * r[a.at+i]
	}
	a.at += len(left)
}

// every spaces events evenly by period seconds with a relative jitter, from the first on until the end.
func every(c *Config, r *dsp.Rand, first, period, jitter float64) []Event {
	var events []Event
	for t := first; t < c.Seconds; t += period * (1 + jitter*r.Bipolar()) {
		events = append(events, Event{At: t, Strength: r.Range(0.75, 1)})
	}
	return events
}

// scattered draws events of a Poisson process with the given mean gap, all over the stereo field, at least one.
func scattered(c *Config, r *dsp.Rand, gap, width float64) []Event {
	var events []Event
	for t := r.Range(0.04, 0.25) * min(gap, c.Seconds); t < c.Seconds; t += gap*0.45 + r.Exp(gap*0.55) {
		events = append(events, Event{At: t, Strength: r.Range(0.5, 1), Pan: width * r.Bipolar()})
	}
	return events
}

// cloud scatters short sounds at random: rain drops, crackles, bubbles, claps.
type cloud struct {
	r      *dsp.Rand
	grains [][]float64
	spread float64 // dB between the loudest and the quietest
	width  float64 // half-width of the stereo field, 0..1
	next   float64 // frames until the next one
	active []playing
}

func newCloud(r *dsp.Rand, width, spread float64, grains [][]float64) *cloud {
	return &cloud{r: r, grains: grains, width: width, spread: spread, next: -1}
}

// add plays about perSecond grains a second for one block.
func (c *cloud) add(left, right []float64, perSecond, gain float64) {
	if perSecond > 0 {
		mean := dsp.Rate / perSecond
		if c.next < 0 {
			c.next = c.r.Exp(mean)
		}
		for ; c.next < float64(len(left)); c.next += c.r.Exp(mean) {
			c.begin(int(c.next), gain)
		}
		c.next -= float64(len(left))
		c.next = max(c.next, 0)
	}
	live := c.active[:0]
	for _, a := range c.active {
		if a.mix(left, right); a.at < len(a.left) {
			live = append(live, a)
		}
	}
	c.active = live
}

func (c *cloud) begin(at int, gain float64) {
	g := gain * dsp.Gain(-c.spread*c.r.Unit())
	l, r := dsp.Pan(c.width * c.r.Bipolar())
	grain := c.grains[c.r.Intn(len(c.grains))]
	c.active = append(c.active, playing{sound: mono(grain), at: -at, gl: g * l, gr: g * r})
}

// grains makes n variants of a short sound.
func grains(n int, make1 func() []float64) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		out[i] = make1()
	}
	return out
}

// burst is band-filtered noise with a sharp attack and an exponential decay: a drop, a crackle, a grain of gravel.
func burst(r *dsp.Rand, hz, q, attack, decay float64) []float64 {
	out := make([]float64, dsp.Frames(attack+decay))
	noise, band := dsp.NewWhite(r), dsp.NewSVF(hz, q)
	a, d, env := float64(max(dsp.Frames(attack), 1)), dsp.Decay(decay), 1.0
	for i := range out {
		if up := float64(i) / a; up < 1 {
			env = up
		} else {
			env *= d
		}
		out[i] = band.Band(noise.Next()) * env
	}
	return dsp.Normalise(out, 1)
}

// dense lifts what is quiet in a sound against its peak, as a strike heard from near by saturates the ear; drive 3 lifts it by
// about 9 dB. The result has a peak of 1.
func dense(s []float64, drive float64) []float64 {
	if p := dsp.Peak(s); p > 0 {
		for i, x := range s {
			s[i] = math.Tanh(drive * x / p)
		}
	}
	return dsp.Normalise(s, 1)
}

// paste adds src to dst from frame at on, scaled; what does not fit is left out.
func paste(dst, src []float64, at int, gain float64) {
	for i := max(0, -at); i < len(src) && at+i < len(dst); i++ {
		dst[at+i] += gain * src[i]
	}
}
