package scene

import (
	"cmp"
	"math"
	"math/rand/v2"

	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/shader"
)

// hours maps the time names of the lexicon to light. Those without a preset of their own lie between two.
var hours = map[string]shader.Light{
	"dawn":      shader.Dawn,
	"morning":   mixLight(shader.Dawn, shader.Noon, 0.55),
	"noon":      shader.Noon,
	"afternoon": mixLight(shader.Noon, shader.Golden, 0.45),
	"golden":    shader.Golden,
	"dusk":      shader.Dusk,
	"night":     shader.Night,
}

// mixLight is the light between two hours; t 0 is a, 1 is b.
func mixLight(a, b shader.Light, t float32) shader.Light {
	return shader.Light{
		SunDir:   unit3(mix3(a.SunDir, b.SunDir, t)),
		SunColor: mix3(a.SunColor, b.SunColor, t),
		Zenith:   mix3(a.Zenith, b.Zenith, t),
		Mid:      mix3(a.Mid, b.Mid, t),
		Horizon:  mix3(a.Horizon, b.Horizon, t),
		Fog:      mix3(a.Fog, b.Fog, t),
	}
}

func unit3(v [3]float32) [3]float32 {
	n := float32(math.Sqrt(float64(v[0]*v[0] + v[1]*v[1] + v[2]*v[2])))
	return scale3(v, 1/n)
}

// cloudShade is how bright an overcast sky is at an hour, relative to the middle of the day.
var cloudShade = map[string]float32{
	"dawn": 0.42, "morning": 0.85, "noon": 1, "afternoon": 0.9, "golden": 0.5, "dusk": 0.2, "night": 0.09,
}

// lightAt is the light of an hour under a sky that is covered to a share of 0..1. Thin cover leaves the hour's colours alone.
func lightAt(hour string, cover float32) shader.Light {
	l := hours[hour]
	grey := smooth(0.7, 1, cover)
	if grey == 0 {
		return l
	}
	o := shader.Overcast
	k := cloudShade[hour]
	o.SunDir = l.SunDir
	if hour == "night" {
		o.Zenith, o.Mid, o.Horizon, o.Fog = blue(o.Zenith), blue(o.Mid), blue(o.Horizon), blue(o.Fog)
	}
	for _, c := range []*[3]float32{&o.SunColor, &o.Zenith, &o.Mid, &o.Horizon, &o.Fog} {
		*c = scale3(*c, k)
	}
	// A little of the hour shines through: overcast dawns stay warmer than overcast noons.
	return mixLight(l, o, 0.92*grey)
}

// blue is a grey as eyes that are used to the dark see it.
func blue(c [3]float32) [3]float32 { return mul3(c, [3]float32{0.68, 0.94, 1.35}) }

// aboveFrame is the sine of an elevation at which the sun stands above a level view, or so close to its edge that it only glares.
const aboveFrame = 0.40

// placeSun puts the sun where it lights the scene best, a little elsewhere for every seed. A sun that stands within the frame
// moves towards the middle in narrow frames, so that it stays there.
func placeSun(l shader.Light, s shader.Scene, aspect float64, r *rand.Rand) shader.Light {
	azimuth := s.KeyAzimuth
	if l.SunDir[1] > aboveFrame && s.DayAzimuth != 0 {
		azimuth = s.DayAzimuth
	}
	azimuth += float32(r.Float64()*2-1) * 0.16
	if azimuth > -0.6 && azimuth < 0.6 {
		azimuth *= float32(min(aspect/1.5, 1))
	}
	l = l.Facing(azimuth)
	l.SunDir[1] *= float32(1 + (r.Float64()*2-1)*0.22)
	if top := s.HighestSun; top > 0 && l.SunDir[1] > top {
		flat := float32(math.Hypot(float64(l.SunDir[0]), float64(l.SunDir[2])))
		widen := float32(math.Sqrt(float64(1-top*top))) / flat
		l.SunDir = [3]float32{l.SunDir[0] * widen, top, l.SunDir[2] * widen}
	}
	l.SunDir = unit3(l.SunDir)
	return l
}

// whiten takes the blue from the air as fog gets thick, whose drops scatter all colours alike.
func whiten(l shader.Light, fog float32) shader.Light {
	k := 0.6 * smooth(0.2, 0.8, fog) * smooth(0.25, 0.55, l.SunDir[1]) // low light keeps its colours
	grey := func(c [3]float32, amount float32) [3]float32 {
		y := luma(c) * (1 + 0.15*amount)
		return mix3(c, [3]float32{y, y, y}, 0.8*amount)
	}
	l.Fog, l.Mid, l.Zenith = grey(l.Fog, k), grey(l.Mid, 0.7*k), grey(l.Zenith, 0.5*k)
	return l
}

// tintSky pulls the sky towards a colour, keeping its brightness; amount 0..1. The glow at the horizon keeps its own colour: of blue and
// orange together there would come mauve.
func tintSky(l shader.Light, c [3]float32, amount float32) shader.Light {
	for _, v := range []*[3]float32{&l.Zenith, &l.Mid, &l.Fog} {
		y := luma(*v)
		target := scale3(c, y/max(luma(c), 0.02))
		*v = mix3(*v, target, amount)
	}
	return l
}

func luma(c [3]float32) float32 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

func smooth(a, b, x float32) float32 {
	x = min(max((x-a)/(b-a), 0), 1)
	return x * x * (3 - 2*x)
}

// keys are the brightnesses of the hours, as mean display code values of a finished picture.
var keys = map[string]float32{
	"dawn": 0.44, "morning": 0.49, "noon": 0.53, "afternoon": 0.50, "golden": 0.46, "dusk": 0.31, "night": 0.25,
}

// key is the brightness that the film tends to.
func (p *Plan) key(s *prompt.Spec, pl place, w weather) float32 {
	k := cmp.Or(pl.key, keys[p.Hour])
	k *= 1 + 0.10*w.snow
	switch pl.backdrop {
	case "forest", "wood", "jungle":
		k *= 1 - 0.25*w.fog // crowns keep the light from the mist below them
	}
	if shader.Scenes[pl.backdrop].Lamps && p.Hour == "night" {
		k *= 1.3
	}
	// The look already holds what a mood does to the exposure; the meter must not undo it.
	return k * p.Look.Exposure
}
