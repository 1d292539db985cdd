package scene

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

// overlay is how a word becomes a shader over the picture.
type overlay struct {
	kind   prompt.Kind // of the word
	word   string
	shader string
	amount float64 // what a plain mention of the word means, 0..1
	fits   func(p *Plan) bool
}

// overlays lists them from behind to the front. A shader that two words name is drawn once, for the word that weighs more.
var overlays = []overlay{
	{prompt.Overlay, "rainbow", "rainbow", 0.9, (*Plan).sunny},
	{prompt.Weather, "storm", "lightning", 1, (*Plan).stormy},
	{prompt.Overlay, "meteors", "meteors", 0.7, (*Plan).starry},
	{prompt.Overlay, "shafts", "shafts", 0.8, (*Plan).open},
	{prompt.Weather, "fog", "mist", 0.55, (*Plan).open},
	{prompt.Overlay, "dust", "dust", 0.85, (*Plan).open},
	{prompt.Overlay, "fire", "fire", 1, (*Plan).solid},
	{prompt.Overlay, "smoke", "smoke", 0.75, (*Plan).smokeless},
	{prompt.Overlay, "rain", "splashes", 0.75, (*Plan).solid},
	{prompt.Overlay, "fireflies", "fireflies", 0.65, nil},
	{prompt.Overlay, "petals", "petals", 0.5, nil},
	{prompt.Overlay, "leaves", "leaves", 0.6, nil},
	{prompt.Overlay, "bubbles", "bubbles", 0.6, nil},
	{prompt.Overlay, "confetti", "confetti", 0.7, nil},
	{prompt.Overlay, "embers", "embers", 0.42, nil},
	{prompt.Overlay, "snow", "snow", 0.6, nil},
	{prompt.Overlay, "rain", "rain", 0.55, nil},
	{prompt.Overlay, "flare", "flare", 0.9, (*Plan).sunny},
}

// soft are the scales of the overlays without fine detail.
var soft = map[string]float64{"mist": 0.5, "dust": 0.5, "smoke": 0.5, "flare": 0.5, "rain": 0.7}

func (p *Plan) backdrop() string { return p.Layers[0].Shader }

// open tells whether the picture has air under a sky.
func (p *Plan) open() bool {
	return shader.Scenes[p.backdrop()].Outdoor && p.backdrop() != "underwater"
}

func (p *Plan) sunny() bool { return p.open() && p.Light.SunDir[1] > 0.02 }

// stormy leaves out the sky above the clouds, whose lightning is below.
func (p *Plan) stormy() bool { return p.open() && p.backdrop() != "clouds" }

func (p *Plan) starry() bool {
	return p.backdrop() == "space" || p.backdrop() == "earth" || p.open() && p.Light.SunDir[1] < 0.1
}

// solid tells whether there is ground before the camera.
func (p *Plan) solid() bool {
	return p.open() && stages[p.backdrop()].land
}

// smokeless tells whether no smoke rises in the backdrop itself, as from the chimneys of a village.
func (p *Plan) smokeless() bool { return p.backdrop() != "village" }

// addOverlays puts into the air what the words name.
func (p *Plan) addOverlays(s *prompt.Spec, common spmd.Values) {
	if p.backdrop() == "interior" {
		return // the weather is behind its window
	}
	drawn := map[string]bool{}
	for _, o := range overlays {
		weight := s.Weight(o.kind, o.word)
		if weight < 0.3 || drawn[o.shader] || o.fits != nil && !o.fits(p) || p.yields(s, o.word) || o.shader == "embers" && drawn["fire"] {
			continue
		}
		drawn[o.shader] = true // a fire has embers of its own
		v := maps.Clone(common)
		v["uAmount"] = float32(min(o.amount*weight, 1)) * p.ownAir(o.shader)
		v["uColor"] = p.overlayColour(o.shader)
		v["uTilt"] = shader.Scenes[p.backdrop()].Tilt()
		p.ownValues(o.shader, v)
		p.Layers = append(p.Layers, Layer{Shader: o.shader, Uniforms: v, Scale: cmp.Or(soft[o.shader], 1)})
	}
}

// ownAir is how much an overlay adds where the backdrop has fog and shafts of its own, as woods do: a share of 0..1.
func (p *Plan) ownAir(name string) float32 {
	switch p.backdrop() {
	case "forest", "wood", "jungle":
		switch name {
		case "mist":
			return 0.45
		case "shafts":
			return 0.6
		}
	}
	return 1
}

// yields tells whether a word stands back for another that shows nearly the same.
func (p *Plan) yields(s *prompt.Spec, word string) bool {
	switch word {
	case "petals":
		return s.Weight(prompt.Overlay, "leaves") >= max(s.Weight(prompt.Overlay, "petals"), 0.3)
	case "leaves":
		return s.Weight(prompt.Overlay, "petals") > s.Weight(prompt.Overlay, "leaves")
	}
	return false
}

// ownValues sets the uniforms that one overlay alone has.
func (p *Plan) ownValues(name string, v spmd.Values) {
	switch name {
	case "lightning":
		p.Strikes = p.strikes()
		v["uStrikes"] = strikeValues(p.Strikes, p.TimeRate)
		hasSky := func(u spmd.Uniform) bool { return u.Name == "uStorm" }
		if h, ok := p.Layers[0].Uniforms["uStorm"]; ok && slices.ContainsFunc(p.Layers[0].Program().Uniforms, hasSky) {
			v["uStorm"] = h
		}
	case "fire":
		side := 1.0
		if p.Seed&1 == 0 {
			side = -1
		}
		x := 0.42 * side * min(p.Path.Aspect, 1.8)
		if p.backdrop() == "coast" {
			x = -2.1 * min(p.Path.Aspect/1.8, 1) // where the sand is
		}
		v["uPlace"] = [3]float32{float32(x), float32(-stages[p.backdrop()].eye), 4.6}
		v["uSize"] = float32(1.05)
		p.Path.Speed = 0 // the camera stays with it
	case "splashes":
		v["uEye"] = float32(stages[p.backdrop()].eye)
	case "bubbles":
		if p.backdrop() == "underwater" {
			v["uWater"] = float32(1)
		}
	}
}

// overlayColour is the colour of what floats before a scene, lit by it; of what shines it is the light.
func (p *Plan) overlayColour(name string) [3]float32 {
	l := p.Light
	switch name {
	case "embers":
		return [3]float32{2.6, 0.95, 0.22}
	case "fireflies":
		return mix3([3]float32{1.5, 1.25, 0.5}, scale3(p.Palette[4], 1.2), 0.15)
	case "lightning":
		return [3]float32{0.82, 0.90, 1.25}
	case "meteors":
		return scale3([3]float32{0.95, 1, 1.05}, 0.45+5*luma(l.Mid))
	case "flare", "rainbow":
		return l.SunColor
	case "shafts":
		return scale3(mix3(l.SunColor, l.Horizon, 0.25), 0.42)
	case "mist":
		grey := [3]float32{1, 1, 1}
		return scale3(mix3(mix3(l.Fog, l.Mid, 0.35), scale3(grey, luma(l.Fog)), 0.45), 0.9)
	}
	light := mix3(l.Zenith, l.Mid, 0.5)
	light = mix3(light, l.Horizon, 0.25)
	for i := range light {
		light[i] += 0.16 * l.SunColor[i]
	}
	if shader.Scenes[p.backdrop()].Lamps {
		light = mix3(light, [3]float32{0.42, 0.38, 0.50}, 0.5) // street lamps and signs
	}
	switch grey := scale3([3]float32{1, 1, 1}, luma(light)); name {
	case "rain", "splashes":
		light = mix3(light, grey, 0.6)
	case "snow":
		light = mix3(light, grey, 0.85) // each flake is lit by all of the sky
	case "smoke":
		light = mix3(light, grey, 0.5)
	}
	return mul3(light, p.surface(name))
}

// surface is how much of the light an overlay sends on.
func (p *Plan) surface(name string) [3]float32 {
	white := [3]float32{1, 1, 1}
	switch name {
	case "snow":
		return scale3(white, 1.9)
	case "petals":
		return scale3(mix3(p.Palette[0], [3]float32{1, 0.50, 0.66}, 0.7), 2.0)
	case "leaves":
		return scale3(white, 1.5)
	case "bubbles":
		return scale3(white, 1.7)
	case "confetti":
		return scale3(white, 2.2)
	case "smoke":
		return scale3(white, 0.55)
	case "dust":
		return scale3(mix3([3]float32{1, 0.66, 0.36}, p.Palette[3], 0.2), 1.05)
	}
	return white
}

// Strike is one stroke of lightning.
type Strike struct {
	At    float64 // seconds into the film
	Side  float64 // where it stands: tangent to the right of the resting view
	Power float64 // 0..1
	shape int
}

// maxStrikes is the size of uStrikes in lightning.frag.
const maxStrikes = 4

// strikes are the strokes of a film: the first soon, the others after pauses of several seconds.
func (p *Plan) strikes() []Strike {
	r := rand.New(rand.NewPCG(p.Seed, 0x5851f42d4c957f2d))
	half := p.Path.Aspect / p.Path.Focal
	var out []Strike
	for t := min(0.7+0.6*r.Float64(), 0.4*p.Seconds); t < p.Seconds-0.4 && len(out) < maxStrikes; {
		side := 0.62 * half * (2*r.Float64() - 1)
		if n := len(out); n > 0 && math.Abs(side-out[n-1].Side) < 0.3*half {
			side = -side
		}
		out = append(out, Strike{At: t, Side: side, Power: 0.75 + 0.25*r.Float64(), shape: 1 + r.IntN(9000)})
		t += max(2.2, p.Seconds/(maxStrikes+0.5)) + 1.5*r.Float64()
	}
	return out
}

// strikeValues are strokes as lightning.frag takes them; rate is the scene's time per film time.
func strikeValues(strikes []Strike, rate float64) [][4]float32 {
	out := make([][4]float32, maxStrikes)
	for i := range out {
		out[i][0] = -1
		if i < len(strikes) {
			k := strikes[i]
			out[i] = [4]float32{float32(k.At * rate), float32(k.Side), float32(k.Power), float32(k.shape)}
		}
	}
	return out
}

// sunFor moves the sun to where an overlay needs it: behind the camera and not too low for a rainbow, into the frame for a flare.
func sunFor(s *prompt.Spec, l shader.Light) shader.Light {
	if l.SunDir[1] < 0.02 {
		return l
	}
	switch {
	case s.Weight(prompt.Overlay, "rainbow") > 0.3:
		l = l.Facing(math.Pi - 0.32)
		l.SunDir[1] = min(max(l.SunDir[1], 0.30), 0.36)
	case s.Weight(prompt.Overlay, "flare") > 0.3:
		l = l.Facing(min(max(float32(math.Atan2(float64(l.SunDir[0]), float64(l.SunDir[2]))), -0.3), 0.3))
		l.SunDir[1] = min(max(l.SunDir[1], 0.22), 0.30)
	default:
		return l
	}
	flat := math.Sqrt(max(1-float64(l.SunDir[1]*l.SunDir[1]), 0)) / math.Hypot(float64(l.SunDir[0]), float64(l.SunDir[2]))
	l.SunDir[0] *= float32(flat)
	l.SunDir[2] *= float32(flat)
	return l
}
