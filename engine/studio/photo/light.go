package photo

import (
	"slices"

	"zoetrope/engine/studio/vision"
)

// Light is a change of the hour or the weather.
type Light string

// The lights. AsTaken keeps the photograph's.
const (
	AsTaken Light = ""
	Golden  Light = "golden"
	Night   Light = "night"
	Storm   Light = "storm"
	Grey    Light = "grey" // an overcast sky, from which rain or snow falls
)

func (l Light) known() bool { return slices.Contains([]Light{AsTaken, Golden, Night, Storm, Grey}, l) }

// shows reports whether a picture has a light already: that of a night has few bright parts, that of a low sun is warm. Grey
// and stormy skies change nothing in a night picture either.
func shows(p vision.RGB, l Light) bool {
	const bright, lit, dim, warm = 0.5, 0.6, 0.3, 0.12
	y := p.Luma()
	high := vision.Quantile(y, 0.85)
	dark := high < bright || high < lit && vision.Quantile(y, 0.5) < dim // a street with its windows lit is a night's as well
	switch l {
	case Night, Storm, Grey:
		return dark
	case Golden:
		return dark || p.R.Mean()-p.B.Mean() > warm
	}
	return true
}

// grade maps the colours of a frame to those of another light.
type grade struct {
	gain       [3]float32 // of the channels, after desaturation
	saturation float32
	lift       [3]float32
	contrast   float32 // around a third
	shoulder   float32 // what the brightest parts lose
	lamps      float32 // how far the brightest parts keep their own light
	share      float32 // 0 to 1, how far the change has come
}

// turnSeconds is how long the light takes to change.
const turnSeconds = 2.2

func newGrade(l Light) *grade {
	switch l {
	case Golden:
		return &grade{gain: [3]float32{1.12, 0.99, 0.76}, saturation: 1.12, lift: [3]float32{0.035, 0.012, -0.01}, contrast: 1.04}
	case Night:
		return &grade{gain: [3]float32{0.40, 0.50, 0.72}, saturation: 0.5, lift: [3]float32{0.004, 0.008, 0.022}, contrast: 1.05, shoulder: 0.35, lamps: 0.7}
	case Storm:
		return &grade{gain: [3]float32{0.66, 0.70, 0.76}, saturation: 0.55, lift: [3]float32{0.004, 0.008, 0.014}, contrast: 1.12, lamps: 0.1}
	case Grey:
		return &grade{gain: [3]float32{0.81, 0.85, 0.89}, saturation: 0.5, lift: [3]float32{0.035, 0.037, 0.04}, contrast: 0.9, lamps: 0.2}
	}
	return &grade{}
}

// lightOf is the light of a clip: the one that is asked for, else the one that is described and that the picture lacks.
func lightOf(o Options, a *analysis) Light {
	if o.Light == AsTaken && !shows(a.picture, o.Described) {
		return o.Described
	}
	return o.Light
}

// gradeOf is the grade of a clip.
func gradeOf(o Options, a *analysis) *grade {
	g := newGrade(lightOf(o, a))
	if a.hasSky() && meanWithin(a.picture.Luma(), a.scene.Sky) > 0.45 {
		g.lamps = 0 // a day's brightest part is its sky
	}
	return g
}

// meanWithin is the mean of what a mask covers, 0 where it covers nothing.
func meanWithin(p, mask vision.Plane) float32 {
	var sum, n float32
	for i, m := range mask.Pix {
		sum, n = sum+m*p.Pix[i], n+m
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// at is the grade some seconds into the clip.
func (g *grade) at(seconds float64) *grade {
	out := *g
	out.share = 0
	if g.contrast != 0 {
		out.share = vision.Smoothstep(0, turnSeconds, float32(seconds))
	}
	return &out
}

func (g *grade) apply(row []float32) {
	if g.share == 0 {
		return
	}
	for i := 4 * g.applyLanes(row); i < len(row); i += 4 {
		p := row[i : i+4 : i+4]
		l := 0.2126*p[0] + 0.7152*p[1] + 0.0722*p[2]
		top := p[0]
		for _, v := range p[1:3] {
			if v > top {
				top = v
			}
		}
		lamp := g.lamps * vision.Smoothstep(lampFrom, lampTo, top) * vision.Smoothstep(lightFrom, lightTo, l)
		for c := range 3 {
			v := l + g.saturation*(p[c]-l)
			v = third + g.contrast*(v-third)
			v -= g.shoulder * v * v
			v = g.gain[c]*v + g.lift[c]
			v += lamp * (p[c] - v)
			if v < 0 {
				v = 0
			}
			p[c] += g.share * (v - p[c])
		}
	}
}

const (
	// A lamp is where the brightest channel rises from lampFrom to lampTo and luma from lightFrom to lightTo.
	lampFrom, lampTo   = 0.78, 1
	lightFrom, lightTo = 0.35, 0.7
	third              = 0.33 // what contrast leaves as it is
)
