package scene

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"zoetrope/engine/studio/prompt"
)

// settle lets the snow that falls lie: the place whitens in the course of the film. Where words name the winter, much of it lies from the start. Films in
// several shots show one moment from several sides and keep their snow.
func (p *Plan) settle(s *prompt.Spec, w weather, several bool) {
	if several || s.Weight(prompt.Overlay, "snow") < 0.3 || s.Avoids(prompt.Weather, "snow") {
		return
	}
	r := rand.New(rand.NewPCG(p.Seed, 0xd1342543de82ef95))
	full := min(max(w.snow+0.2, 0.65), 1)
	start := 0.05 + 0.20*float32(r.Float64())
	if s.Weight(prompt.Season, "winter") > 0.9 || liesAlready(s.Prompt) { // winter is named: snowfall alone implies 0.8 of it
		start += 0.5
	}
	p.Snow = [2]float32{min(start, 0.75*full), full}
}

// liesAlready tells whether words speak of snow that lies, and not only of snow that falls.
func liesAlready(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc([]string{"in the snow", "on the snow", "through the snow", "over the snow", "in snow", "snowy", "snow-covered", "snow covered", "雪地", "雪中", "雪山"},
		func(w string) bool { return strings.Contains(text, w) })
}

// cover is how much of the ground is white at t seconds, 0..1, where snow settles.
func (p *Plan) cover(t float64) float32 {
	return p.Snow[0] + (p.Snow[1]-p.Snow[0])*smooth(0, 1, float32(t/p.Seconds))
}

// settled is how much snow lies on the subjects at t seconds.
func (p *Plan) settled(t float64) float32 {
	if p.Snow[1] == 0 || p.Layers[0].Shader == "interior" {
		return 0
	}
	return 0.75 * (p.cover(t) - 0.5*p.Snow[0])
}

// snowLine tells how snow settles, "" where none does.
func (p *Plan) snowLine() string {
	if p.Snow[1] == 0 {
		return ""
	}
	return fmt.Sprintf("; snow settles, from %.0f to %.0f %% white", 100*p.Snow[0], 100*p.Snow[1])
}
