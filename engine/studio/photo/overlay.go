package photo

import (
	"math"
	"slices"
)

// Kind names what falls or rises in an overlay.
type Kind string

// The overlays.
const (
	Rain      Kind = "rain"
	Snow      Kind = "snow"
	Petals    Kind = "petals"
	Leaves    Kind = "leaves"
	Confetti  Kind = "confetti"
	Fireflies Kind = "fireflies"
	Embers    Kind = "embers"
	Fog       Kind = "fog"
)

func (k Kind) known() bool {
	return slices.Contains([]Kind{Rain, Snow, Petals, Leaves, Confetti, Fireflies, Embers, Fog}, k)
}

// Overlay is weather or particles drawn into the scene in depth: near ones are larger, faster and out of focus, far ones
// pass behind the subject.
type Overlay struct {
	Kind Kind
	// Amount from 0 to 1 is how much of it there is; 0 means 0.6.
	Amount float32
}

func (v Overlay) amount() float64 {
	if v.Amount <= 0 {
		return 0.6
	}
	return float64(min(v.Amount, 1))
}

// particle is one thing in the air. Its place in the frame is fixed by its random numbers and the time.
type particle struct {
	x, y     float64 // where it is at the start, 0 to 1 of the space it lives in
	nearness float64 // of the scene's depth; above 1 is in front of everything
	phase    float64
	spin     float64
	tint     float64
}

// swarm is all particles of one overlay.
type swarm struct {
	kind      Kind
	particles []particle
	sprites   []sprite
	pace      float64
	wind      float64
}

// population is how many particles an amount of 1 means.
var population = map[Kind]int{Rain: 1900, Snow: 2100, Petals: 160, Leaves: 150, Confetti: 420, Fireflies: 110, Embers: 340}

func newSwarm(v Overlay, o Options, index uint64) *swarm {
	h := newHash(o.Seed ^ mix(index+17))
	s := &swarm{kind: v.Kind, pace: 1, wind: 1}
	if newHash(o.Seed).at(3)&1 == 0 {
		s.wind = -1
	}
	if o.Fast {
		s.pace = 1.35
	}
	n := int(v.amount() * float64(population[v.Kind]))
	for k := range uint64(n) {
		const draws = 8
		at := func(i uint64) float64 { return h.unit(k*draws + i) }
		s.particles = append(s.particles, particle{
			x: at(0), y: at(1), nearness: 0.12 + 1.4*math.Pow(at(2), 2.2),
			phase: at(3), spin: at(4)*2 - 1, tint: at(5),
		})
	}
	// Far ones first, so that near ones cover them.
	slices.SortStableFunc(s.particles, func(a, b particle) int {
		switch {
		case a.nearness < b.nearness:
			return -1
		case a.nearness > b.nearness:
			return 1
		}
		return 0
	})
	return s
}

// place computes the sprites of all particles at one moment.
func (s *swarm) place(r *renderer, at moment) {
	v := r.path.view(at.u)
	aspect := r.stage.relief.aspect
	fade := rise(at)
	s.sprites = s.sprites[:0]
	for _, p := range s.particles {
		x, y, sp := s.look(p, aspect, s.pace*at.seconds)
		n := p.nearness - r.stage.relief.pivot
		x, y = v.show(x, y, n)
		sp.x, sp.y = (x+0.5)*float64(r.o.Width), (y+aspect/2)*float64(r.o.Width)
		scale := float64(r.o.Width) * math.Exp(v.zoom)
		sp.long, sp.wide = max(sp.long*scale, 0.6), max(sp.wide*scale, 0.6)
		sp.alpha *= fade
		if r.stage.subject != nil {
			sp.behind = n < r.stage.subjectNear
		}
		if sp.alpha > 0.004 {
			s.sprites = append(s.sprites, sp)
		}
	}
}

// show is the inverse of project: where the frame shows a point of nearness n.
func (p *viewpoint) show(x, y, n float64) (float64, float64) {
	x, y = x-p.focusX, y-p.focusY
	s := math.Exp(p.zoom + p.dolly*n)
	return s*(p.cos*x-p.sin*y) + p.focusX + p.x + p.truckX*n,
		s*(p.sin*x+p.cos*y) + p.focusY + p.y + p.truckY*n
}

// wrap keeps a coordinate that travels within a span around the frame.
func wrap(v, half float64) float64 {
	const border = 1.25
	span := 2 * half * border
	v = math.Mod(v, span)
	if v < 0 {
		v += span
	}
	return v - half*border
}

// look gives a particle's place in frame coordinates and its appearance, t seconds into the clip. Sizes are radii in
// fractions of the frame's width.
func (s *swarm) look(p particle, aspect, t float64) (x, y float64, sp sprite) {
	n := p.nearness
	blur := math.Abs(n-0.6) * 0.9 // focus lies on the middle distance
	swing := func(rate float64) float64 { return math.Sin(rate*t + 2*math.Pi*p.phase) }
	at := func(dx, dy float64) (float64, float64) {
		return wrap(1.25*p.x+dx, 0.5), wrap(1.25*aspect*p.y+dy, aspect/2)
	}
	switch s.kind {
	case Rain:
		fall := 0.55 + 1.25*n
		slant := 0.10*s.wind + 0.015*p.spin
		x, y = at(fall*slant*t, fall*t)
		sp = sprite{
			colour: [3]float32{0.80, 0.85, 0.92}, alpha: 0.30 / (0.7 + 0.9*n), angle: math.Atan2(1, slant),
			long: 0.021 * fall, wide: 0.0006 + 0.0006*n, soft: 1, // what it falls while the shutter is open
		}
	case Snow:
		fall := 0.05 + 0.10*n
		x, y = at(0.05*s.wind*n*t+0.012*n*swing(0.9+0.5*p.phase), fall*t)
		size := 0.0014 + 0.0030*n
		sp = sprite{
			colour: [3]float32{0.97, 0.98, 1}, alpha: 0.85 / (1 + 2.2*blur), long: size * (1 + blur), wide: size * (1 + blur),
			soft: 0.5 + 0.4*min(blur, 1),
		}
	case Petals:
		x, y = at((0.05+0.06*n)*s.wind*t+0.02*n*swing(1.1), (0.035+0.06*n)*t+0.008*n*swing(1.9))
		size := 0.0045 + 0.0085*n
		turn := 1.4*t*p.spin + 6.28*p.phase
		tilt := 0.35 + 0.65*math.Abs(math.Cos(1.7*turn))
		shade := float32(0.82 + 0.18*math.Cos(1.7*turn))
		sp = sprite{
			colour: [3]float32{0.98 * shade, (0.70 + 0.16*float32(p.tint)) * shade, (0.76 + 0.12*float32(p.tint)) * shade},
			alpha:  0.92 / (1 + 1.2*blur), angle: turn, long: size * (1 + 0.5*blur), wide: size * 0.62 * tilt * (1 + 0.5*blur),
			soft: 0.25 + 0.6*min(blur, 1),
		}
	case Leaves:
		// A leaf glides to one side, slows down, and drops as it turns back.
		beat := (1.5+p.tint)*t + 2*math.Pi*p.phase
		x, y = at((0.03+0.05*n)*s.wind*t+0.035*n*math.Sin(beat), (0.05+0.08*n)*t+0.010*n*math.Cos(2*beat))
		size := 0.0055 + 0.0100*n
		turn := 1.1*t*p.spin + 0.7*math.Sin(beat) + 6.28*p.phase
		flip := math.Cos(0.9 * beat)
		sp = sprite{
			colour: leafColour(p.tint, 0.72+0.28*math.Abs(flip)), alpha: 0.95 / (1 + 1.2*blur), angle: turn,
			long: size * (1 + 0.5*blur), wide: size * 0.62 * (0.16 + 0.84*math.Abs(flip)) * (1 + 0.5*blur), soft: 0.2 + 0.6*min(blur, 1),
		}
	case Confetti:
		beat := (3+2*p.tint)*t + 2*math.Pi*p.phase
		x, y = at((0.02+0.03*n)*s.wind*t+0.018*n*math.Sin(0.7*beat), (0.08+0.11*n)*t)
		size := 0.0028 + 0.0048*n
		flip := math.Cos(1.3 * beat)
		sp = sprite{
			colour: paperColour(p.tint, 0.6+0.4*math.Abs(flip)), alpha: 0.95 / (1 + 1.1*blur), angle: 2*t*p.spin + 6.28*p.phase,
			long: size * (1 + 0.5*blur), wide: size * 0.6 * (0.12 + 0.88*math.Abs(flip)) * (1 + 0.5*blur), soft: 0.15 + 0.6*min(blur, 1),
		}
	case Fireflies:
		x, y = at(0.035*swing(0.37+0.3*p.phase)+0.01*s.wind*t, 0.03*math.Cos((0.31+0.3*p.tint)*t+9*p.phase))
		y = y*0.8 + 0.06*aspect
		pulse := math.Pow(0.5+0.5*math.Sin((1.3+p.tint)*t+2*math.Pi*p.phase), 2.5)
		size := 0.006 + 0.011*n
		sp = sprite{
			colour: [3]float32{0.95, 0.92, 0.42}, alpha: 0.12 + 0.88*pulse, long: size, wide: size, soft: 1, glow: true,
		}
	case Embers:
		rise := 0.05 + 0.11*n
		x, y = at(0.03*s.wind*n*t+0.02*n*swing(1.3+p.tint), -rise*t+0.006*swing(2.7))
		heat := float32(0.75 + 0.25*math.Sin(7*t+19*p.phase))
		size := 0.0018 + 0.0036*n
		sp = sprite{
			colour: [3]float32{1, 0.45 + 0.2*float32(p.tint), 0.12}, alpha: float64(heat) * 0.9 / (1 + blur),
			angle: math.Atan2(-1, 0.3*s.wind), long: size * (1.6 + blur), wide: size * (1 + blur), soft: 0.9, glow: true,
		}
		// Embers burn out on their way up.
		sp.alpha *= min(1, 1.4*(0.5+y/aspect)+0.25)
	}
	return x, y, sp
}

// leafColours are those of autumn leaves, papers those of confetti; display code values.
var (
	leafColours = [][3]float32{{0.72, 0.20, 0.10}, {0.88, 0.44, 0.10}, {0.93, 0.68, 0.16}, {0.55, 0.32, 0.14}}
	papers      = [][3]float32{{0.94, 0.22, 0.40}, {0.98, 0.80, 0.22}, {0.22, 0.60, 0.95}, {0.30, 0.80, 0.50}, {0.85, 0.40, 0.85}, {0.96, 0.95, 0.92}}
)

func leafColour(tint, shade float64) [3]float32  { return pickColour(leafColours, tint, shade) }
func paperColour(tint, shade float64) [3]float32 { return pickColour(papers, tint, shade) }

// pickColour is the colour at tint 0..1 of a list, dimmed by shade.
func pickColour(list [][3]float32, tint, shade float64) [3]float32 {
	c := list[min(int(tint*float64(len(list))), len(list)-1)]
	for i := range c {
		c[i] *= float32(shade)
	}
	return c
}
