package scene

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

// program returns the shader of a name, nil when there is none.
func program(name string) *spmd.Program {
	if s, ok := shader.Scenes[name]; ok {
		return s.Program
	}
	return shader.Overlays[name]
}

// Program returns the shader of a layer.
func (l Layer) Program() *spmd.Program { return program(l.Shader) }

// overlays maps the overlays of the lexicon to shaders, in the order in which they lie over the picture. An amount of 1 is a
// plain mention of the word.
var overlays = []struct {
	word, shader string
	amount       float64
}{
	{"fireflies", "fireflies", 0.65}, {"petals", "petals", 0.5}, {"leaves", "petals", 0.4},
	{"embers", "embers", 0.42}, {"snow", "snow", 0.6}, {"rain", "rain", 0.55},
}

// overlayColour is the colour of what floats before a scene, lit by it.
func (p *Plan) overlayColour(word string) [3]float32 {
	l := p.Light
	light := mix3(l.Zenith, l.Mid, 0.5)
	light = mix3(light, l.Horizon, 0.25)
	for i := range light {
		light[i] += 0.16 * l.SunColor[i]
	}
	if shader.Scenes[p.Layers[0].Shader].Lamps {
		light = mix3(light, [3]float32{0.42, 0.38, 0.50}, 0.5) // street lamps and signs
	}
	switch word {
	case "rain":
		return mix3(light, scale3([3]float32{1, 1, 1}, luma(light)), 0.6)
	case "snow":
		return scale3(mix3(light, scale3([3]float32{1, 1, 1}, luma(light)), 0.5), 1.9)
	case "petals":
		return mul3(scale3(light, 1.6), mix3(p.Palette[0], [3]float32{1, 0.62, 0.72}, 0.6))
	case "leaves":
		return mul3(scale3(light, 1.5), mix3(p.Palette[3], [3]float32{0.75, 0.22, 0.05}, 0.6))
	case "embers":
		return [3]float32{2.6, 0.95, 0.22}
	default: // fireflies
		return mix3([3]float32{1.5, 1.25, 0.5}, scale3(p.Palette[4], 1.2), 0.15)
	}
}

// addLayers draws the place and what is in the air before it.
func (p *Plan) addLayers(s *prompt.Spec, pl place, w weather, r *rand.Rand) {
	b := backdrops[pl.backdrop]
	layout := int32(r.IntN(maxLayoutSeed))
	if p.framing.Reverse {
		layout = (layout + maxLayoutSeed/2) % maxLayoutSeed
	}
	common := spmd.Values{
		"uSeed": layout, "uDur": float32(p.Seconds), "uDetail": float32(1),
		"uSunDir": p.Light.SunDir, "uSunColor": p.Light.SunColor,
		"uSkyZenith": p.Light.Zenith, "uSkyMid": p.Light.Mid, "uSkyHorizon": p.Light.Horizon, "uFog": p.Light.Fog,
		"uPalette": p.Palette[:],
		"uWeather": [4]float32{w.cover, w.rain, w.snow, w.fog},
		"uWind":    windVector(w.wind, r),
	}
	own := maps.Clone(common)
	maps.Copy(own, pl.uniforms)
	if b.subjects != nil {
		b.subjects(s, own)
	}
	p.Layers = append(p.Layers, Layer{Shader: pl.backdrop, Uniforms: own, Scale: cmp.Or(b.scale, 1)})
	var used []string
	for _, o := range overlays {
		if pl.backdrop == "interior" {
			break // the weather is behind its window
		}
		weight := s.Weight(prompt.Overlay, o.word)
		rival := o.shader == "petals" && weight < max(s.Weight(prompt.Overlay, "petals"), s.Weight(prompt.Overlay, "leaves"))
		if weight < 0.3 || rival || slices.Contains(used, o.shader) {
			continue
		}
		used = append(used, o.shader)
		v := maps.Clone(common)
		v["uAmount"] = float32(min(o.amount*weight, 1))
		v["uColor"] = p.overlayColour(o.word)
		p.Layers = append(p.Layers, Layer{Shader: o.shader, Uniforms: v, Scale: 1})
	}
}

// windVector blows mostly across the picture, from a side that the seed picks.
func windVector(speed float32, r *rand.Rand) [2]float32 {
	side := float32(1)
	if r.IntN(2) == 0 {
		side = -1
	}
	along := float32(r.Float64()*0.8 - 0.2)
	return [2]float32{speed * side * 0.9, speed * along}
}

// Values are the uniforms of a layer for a frame of w x h pixels, t seconds into the film. Only those that the layer's program
// declares are set.
func (p *Plan) Values(l Layer, t float64, w, h int) spmd.Values {
	pose := p.Path.At(t)
	all := maps.Clone(l.Uniforms)
	all["iResolution"] = [2]float32{float32(w), float32(h)}
	all["iTime"] = float32(t * p.TimeRate)
	all["uCamPos"] = pose.Pos
	all["uCamRot"] = pose.Rot
	all["uFocal"] = pose.Focal
	all["uTravel"] = pose.Travel
	all["uDrift"] = p.Path.Drift(t)
	out := make(spmd.Values, len(all))
	for _, u := range l.Program().Uniforms {
		if v, ok := all[u.Name]; ok {
			out[u.Name] = v
		}
	}
	return out
}

// note records what of the prompt the picture does not show.
func (p *Plan) note(s *prompt.Spec, pl place) {
	if pl.near != "" {
		p.Notes = append(p.Notes, fmt.Sprintf("%s is shown as %s", p.Place, pl.near))
	}
	var absent []string
	for _, m := range s.Of(prompt.Subject) {
		if !p.draws(m.Name) {
			absent = append(absent, m.Name)
		}
	}
	if len(absent) > 0 {
		p.Notes = append(p.Notes, "not drawn: "+strings.Join(absent, ", "))
	}
}

// draws tells whether the plan shows a subject.
func (p *Plan) draws(subject string) bool {
	if slices.ContainsFunc(p.Cast, func(a Actor) bool { return a.Name == subject }) {
		return true
	}
	switch backdrop := p.Layers[0].Shader; subject {
	case "birds", "eagle":
		return backdrop == "ocean"
	case "deer":
		return backdrop == "forest"
	case "tree":
		return slices.Contains([]string{"meadow", "savanna", "wood", "forest"}, backdrop)
	case "flower":
		return backdrop == "meadow"
	case "person", "woman", "couple", "child", "car":
		return backdrop == "city"
	case "aurora":
		return backdrop == "aurora" && p.Hour == "night"
	case "fish":
		return backdrop == "underwater"
	case "fireworks":
		return backdrop == "skyline" && p.Light.SunDir[1] < 0.1
	case "moon":
		return p.Hour == "night"
	}
	return false
}

// String describes a plan in one line, for logs and metadata.
func (p *Plan) String() string {
	var layers []string
	for _, l := range p.Layers {
		layers = append(layers, l.Shader)
	}
	var named []string
	for _, a := range p.Cast {
		if !slices.Contains(named, a.Name) {
			named = append(named, a.Name)
		}
	}
	if len(named) > 0 {
		layers[0] += " with " + strings.Join(named, " and ")
	}
	out := fmt.Sprintf("%s at %s: %s; camera %s", p.Place, p.Hour, strings.Join(layers, " + "), p.Camera)
	if p.Season != "" {
		out += "; " + p.Season
	}
	if p.Style != "" {
		out += "; style " + p.Style
	}
	return out
}
