package photo

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// life is what moves by itself. At the start of the clip everything is where the photograph has it.
type life struct {
	still   bool
	pace    float64
	wind    float64 // +1 or -1
	phase   float64
	seconds float64
	rows    []rippleRow
	scale   float32 // canvas pixels per width
}

// rippleRow is what a row of the canvas contributes to the waves on it.
type rippleRow struct {
	depth  float32 // 0 at the far shore, 1 at the bottom of the picture
	log    float32
	spread float32 // waves per width, across
}

func newLife(o Options, s *stage) life {
	h := newHash(o.Seed)
	l := life{still: o.Still, pace: 1, wind: 1, phase: h.unit(7) * 2 * math.Pi, seconds: o.seconds()}
	if o.Fast {
		l.pace = 1.6
	}
	if h.at(3)&1 == 0 {
		l.wind = -1
	}
	width := s.detail * float64(s.w)
	l.scale = float32(width)
	l.rows = make([]rippleRow, s.land.im.H)
	span := math.Max(s.relief.aspect/2-s.waterLine, 0.02)
	for i := range l.rows {
		y := (float64(i)+0.5-s.top)/width - s.relief.aspect/2
		d := min(max(0.1+0.9*(y-s.waterLine)/span, 0.1), 1.2)
		l.rows[i] = rippleRow{depth: float32(d), log: float32(math.Log(d)), spread: float32(1 / d)}
	}
	return l
}

// rise brings a motion in softly from the first frame.
func rise(at moment) float64 { return float64(vision.Smoothstep(0, 0.9, float32(at.seconds))) }

// cloudShift is how far the sky has drifted at row y (frame coordinates): clouds overhead are nearer, hence faster.
func (l *life) cloudShift(s *stage, y float64, at moment) float64 {
	if l.still {
		return 0
	}
	height := min(max((s.skyline-y)/(s.skyline+s.relief.aspect/2+1e-6), 0), 1)
	return l.wind * s.drift * at.seconds / l.seconds * (0.4 + 0.6*height)
}

// stir moves leaves: two waves of wind with phases that vary over the picture.
func (l *life) stir(s *stage, x, y float64, at moment) (dx, dy float64) {
	if l.still {
		return 0, 0
	}
	m := float64(s.sampleMask(s.foliage, x, y))
	if m < 0.02 {
		return 0, 0
	}
	const amplitude = 0.0016
	t := l.pace * at.seconds
	local := l.phase + 23*x + 9*math.Sin(13*x+17*y)
	gust := 0.65 + 0.35*math.Sin(0.9*t-5*x*l.wind+l.phase)
	k := amplitude * m * gust * rise(at)
	dx = k * (math.Sin(2.3*t+local) + 0.5*math.Sin(4.1*t+1.7*local) - math.Sin(local)*0.3)
	dy = 0.4 * k * math.Sin(2.9*t+1.3*local+1)
	return dx, dy
}

// breathe moves the subject about its foot: plants sway, others hardly more than breathe.
func (l *life) breathe(s *stage, x, y float64, at moment) (float64, float64) {
	if l.still {
		return x, y
	}
	b := s.subjectBox
	height := b.y1 - b.y0
	up := min(max((b.y1-y)/height, 0), 1.1)
	t := l.pace * at.seconds
	sway, breath := 0.0010, 0.004
	if s.plantLike {
		sway, breath = 0.007, 0
	}
	lean := sway * (math.Sin(1.5*t+l.phase) - math.Sin(l.phase) + 0.3*(math.Sin(3.3*t+2*l.phase)-math.Sin(2*l.phase)))
	x -= lean * up * up * rise(at)
	y = b.y1 - (b.y1-y)/(1+breath*math.Sin(1.7*t)*up*rise(at))
	return x, y
}

// ripple is the waves on the water at one moment.
type ripple struct {
	rows      []rippleRow
	amplitude float32 // canvas pixels
	scale     float32
	t         float32
}

func (l *life) ripple(at moment) ripple {
	r := ripple{rows: l.rows, scale: 1 / l.scale, t: float32(l.pace * at.seconds)}
	if !l.still {
		r.amplitude = 0.0024 * l.scale * float32(rise(at))
	}
	return r
}

// at returns the displacement in canvas pixels. Waves come towards the viewer; their length and height shrink with the
// distance, so the phase runs with the logarithm of the depth.
func (r *ripple) at(x, y float32) (dx, dy float32) {
	row := &r.rows[min(max(int(y), 0), len(r.rows)-1)]
	across := x * r.scale * row.spread
	a := sine(5.4*row.log + 0.8*across - 0.33*r.t)
	b := sine(3.4*row.log - 1.4*across - 0.26*r.t + 0.2)
	c := sine(8.7*row.log + 0.5*across - 0.52*r.t + 0.4)
	k := r.amplitude * row.depth
	return 0.5 * k * (b - c), k * (0.5*a + 0.3*b + 0.25*c)
}

// hash gives repeatable random numbers for a seed and an index, independent of the order of calls.
type hash uint64

func newHash(seed uint64) hash { return hash(mix(seed + 0x9e3779b97f4a7c15)) }

func (h hash) at(i uint64) uint64 { return mix(uint64(h) ^ mix(i+0x632be59bd9b4e019)) }

// unit is uniform in [0,1).
func (h hash) unit(i uint64) float64 { return float64(h.at(i)>>11) / (1 << 53) }

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
