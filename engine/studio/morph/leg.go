package morph

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
)

// leg is the prepared way from one key to the next.
type leg struct {
	a, b    *key
	match   match
	style   style
	camera  drift
	burst   burst
	seconds float64
	frames  int
	last    bool // the last leg arrives one frame early, so that the film ends on its picture
	side    float64
	aligned float64 // how far the content of both pictures is meant to coincide, 0..1
	glow    [3]float32
	flash   float32
	seed    uint64

	// speedA and speedB are the velocities of the content of both keys as they are passed, in pixels of the analysis per
	// second, and fromB and fromA the same velocities where that content is seen in the other picture.
	speedA, speedB, fromA, fromB flow.Field
	rateA, rateB                 drift // of the camera as the keys are passed
	tau                          vision.Plane
}

// turns is the softness of changes in which one picture takes over from the other, along a front, without a double exposure.
const turns = 0.16

// meets is that of subjects of different pictures that lie in the same place.
const meets = 0.34

func newLeg(o Options, i int, a, b *key) *leg {
	spec := o.Legs[i]
	l := &leg{
		a: a, b: b, frames: spec.Frames, seconds: float64(spec.Frames) / o.FPS, last: i == len(o.Legs)-1,
		glow: spec.Glow, flash: spec.Flash, seed: mix(o.Seed + uint64(i)*0x9e3779b97f4a7c15), side: 1,
	}
	if l.seed&1 == 0 {
		l.side = -1
	}
	l.match = correspond(a, b)
	name := spec.Style
	if name == Auto {
		name = choose(a, b, l.match, l.seed>>1)
	}
	l.style = styles[name]
	l.style.name = name
	l.camera = driftNamed(spec.Camera, l.side)
	if spec.Fast {
		l.camera = l.camera.scaled(1.6)
	}
	l.burst = l.style.burst
	if l.style.name == Morph {
		l.aligned = float64(vision.Smoothstep(0.25, 0.5, float32(l.match.likeness)))
		if l.match.anchored {
			l.aligned = 1
		}
	}
	if x := l.camera.x; x != 0 {
		l.side = math.Copysign(1, x)
	}
	if l.style.name == Morph && l.match.likeness > 0.3 {
		// Content that meets itself need not take turns.
		l.style.soft = max(l.style.soft, float32(min(l.match.likeness+0.3, 1)))
	}
	if l.match.likeness <= 0.3 {
		// What has nothing in common would be seen through each other. Faces and subjects that meet may, a little.
		l.style.soft = min(l.style.soft, turns)
		if l.match.anchored {
			l.style.soft = meets
		}
	}
	scale := func(f flow.Field) flow.Field {
		k := l.style.flow
		times := func(v float32) float32 { return k * v }
		return flow.Field{U: f.U.Map(times), V: f.V.Map(times)}
	}
	l.match.forward, l.match.backward = scale(l.match.forward), scale(l.match.backward)
	l.tau = l.takeover()
	return l
}

// share is how far along the way a frame is, 0 to 1.
func (l *leg) share(frame float64) float64 {
	n := float64(l.frames)
	if l.last {
		n--
	}
	if n <= 0 {
		return 1
	}
	return min(frame/n, 1)
}

// settle gives every key one velocity, for the legs on both its sides.
func (f *Film) settle() {
	speeds, rates := make([]flow.Field, len(f.keys)), make([]drift, len(f.keys))
	for i, k := range f.keys {
		speeds[i], rates[i] = f.speed(i, k)
	}
	for i, l := range f.legs {
		l.speedA, l.speedB = speeds[i], speeds[i+1]
		l.rateA, l.rateB = rates[i], rates[i+1]
		l.fromB, l.fromA = pull(l.speedB, l.match.forward), pull(l.speedA, l.match.backward)
	}
}

// speed is the mean of the velocities with which the content of key i comes and goes.
func (f *Film) speed(i int, k *key) (flow.Field, drift) {
	v := flow.Field{U: vision.New(k.luma.W, k.luma.H), V: vision.New(k.luma.W, k.luma.H)}
	var rate drift
	// Less than the mean speed of a leg keeps the ends of the film calm, and turns of direction soft.
	const passing, ending = 0.42, 0.3
	n := 0.0
	add := func(m flow.Field, perSecond float64, d drift) {
		for j := range v.U.Pix {
			v.U.Pix[j] += m.U.Pix[j] * float32(perSecond)
			v.V.Pix[j] += m.V.Pix[j] * float32(perSecond)
		}
		rate = rate.plus(d)
		n++
	}
	k2 := passing
	if i == 0 || i == len(f.legs) {
		k2 = ending
	}
	if i > 0 {
		l := f.legs[i-1]
		add(l.match.backward, -k2/l.seconds, l.camera)
	}
	if i < len(f.legs) {
		l := f.legs[i]
		add(l.match.forward, k2/l.seconds, l.camera)
	}
	return v, rate.scaled(1 / n)
}

// pull brings a field to where its content is seen: out(x) = f(x + m(x)).
func pull(f, m flow.Field) flow.Field {
	return flow.Field{U: flow.Warp(f.U, m), V: flow.Warp(f.V, m)}
}

// progress is how far the change-over is at a share of the way.
func (l *leg) progress(s float64) float32 {
	from, to := l.style.from, l.style.to
	if half := l.style.longest / l.seconds / 2; half < (to-from)/2 {
		from, to = 0.5-half, 0.5+half
	}
	return float32(min(max((s-from)/(to-from), 0), 1))
}

// presence is how far overlays are there: not at the keys, which are shown as they are.
func (l *leg) presence(s float64) float64 {
	const rise = 0.7 // seconds
	away := math.Min(s, 1-s) * l.seconds
	return float64(vision.Smoothstep(0, float32(math.Min(rise, l.seconds/3)), float32(away)))
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
