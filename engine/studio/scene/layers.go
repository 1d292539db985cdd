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
	if h := stormHeight(s); h > 0 {
		own["uStorm"] = h
	}
	p.Layers = append(p.Layers, Layer{Shader: pl.backdrop, Uniforms: own, Scale: cmp.Or(b.scale, 1)})
	p.addOverlays(s, common)
}

// stormHeight is how high the clouds of a thunderstorm tower where the scene has a sky for it, 0 without a storm.
func stormHeight(s *prompt.Spec) float64 {
	w := s.Weight(prompt.Weather, "storm")
	switch {
	case w < 0.3:
		return 0
	case wordsOf(s, prompt.Weather)("storm cloud", "cumulonimbus", "supercell", "thunderhead", "thundercloud", "anvil cloud", "积雨云", "雷雨云"):
		return 1
	}
	return 0.5
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
	if air, ok := all["uWeather"].([4]float32); ok && p.Snow[1] > 0 {
		air[2] = p.cover(t)
		all["uWeather"] = air
	}
	all["uCast"] = float32(p.nearest(t))
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
	if slices.ContainsFunc(p.Cast, func(a Actor) bool { return a.Name == subject || a.Rider == subject }) {
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
		name := a.Name
		if a.Rider != "" {
			name = a.Rider + " on " + name
		}
		if a.Carries != nil {
			name += " under an umbrella"
		}
		if !slices.Contains(named, name) {
			named = append(named, name)
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
	out += p.snowLine()
	return out
}
