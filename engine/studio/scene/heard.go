package scene

import (
	"math"

	"zoetrope/engine/studio/prompt"
)

// Air is the weather of a plan as it can be heard.
type Air struct {
	Rain, Snow float64 // 0..1
	Wind       float64 // m/s
}

// Air reports the weather that the layers of the plan are drawn with.
func (p *Plan) Air() Air {
	v := p.Layers[0].Uniforms
	weather, _ := v["uWeather"].([4]float32)
	wind, _ := v["uWind"].([2]float32)
	a := Air{Rain: float64(weather[1]), Snow: float64(weather[2]), Wind: math.Hypot(float64(wind[0]), float64(wind[1]))}
	for _, l := range p.Layers[1:] {
		amount, _ := l.Uniforms["uAmount"].(float32)
		switch l.Shader {
		case "rain":
			a.Rain = max(a.Rain, float64(amount))
		case "snow":
			a.Snow = max(a.Snow, float64(amount))
		}
	}
	return a
}

// Rush is the time at which a whipping camera is fastest, in seconds; false for all other moves.
func (p Path) Rush() (float64, bool) { return p.Seconds / 2, p.Move.Pace == Whip }

// Lightning are the times of the strokes that the film shows, in seconds, and how far away the storm is, in metres.
func (p *Plan) Lightning() (at []float64, distance float64) {
	for _, k := range p.Strikes {
		at = append(at, k.At)
	}
	return at, 330 + float64(p.Seed>>8%64)*4
}

// Walker is a pedestrian of a street.
type Walker struct {
	Steps    []float64 // times at which a foot comes down, seconds
	Pan      float64   // side of the picture, -1 (left) to 1 (right)
	Distance float64   // metres
}

// strides are the pedestrians that city.frag draws: they step at the rate of the scene's time, each from its own phase.
var strides = [...]struct{ phase, pan, distance float64 }{{0, -0.3, 6.4}, {2, 0.4, 11}}

// strideRate is how fast the phase of a stride runs, radians per second; two steps make 2 pi. See walkers in city.frag.
const strideRate = 3.6

// Walkers are the pedestrians of the film.
func (p *Plan) Walkers() []Walker {
	if p.Layers[0].Shader != "city" || !p.walked() {
		return nil
	}
	var out []Walker
	for _, s := range strides {
		w := Walker{Pan: s.pan, Distance: s.distance}
		// A heel strikes where a leg is furthest forward: at odd multiples of a quarter turn.
		for phase := math.Pi / 2; ; phase += math.Pi {
			t := (phase - s.phase) / (strideRate * p.TimeRate)
			if t >= p.Seconds {
				break
			}
			if t >= 0 {
				w.Steps = append(w.Steps, t)
			}
		}
		out = append(out, w)
	}
	return out
}

// walked tells whether a street has people, by the rule of uWalkers in city.frag.
func (p *Plan) walked() bool {
	switch n, _ := p.Layers[0].Uniforms["uWalkers"].(float64); {
	case n != 0:
		return n > 0
	case p.Air().Rain > 0.4:
		return true
	}
	dark := min(max((0.24-float64(p.Light.SunDir[1]))/0.26, 0), 1)
	return dark*dark*(3-2*dark) > 0.4
}

// Heard names the setting as the sounds of places know it: more closely than the picture shows it where the words do.
func Heard(place, season string, s *prompt.Spec) string {
	said := map[string]bool{}
	for _, m := range s.Of(prompt.Setting) {
		for _, w := range m.Words {
			said[w] = true
		}
	}
	switch {
	case place == "river" && (said["waterfall"] || said["瀑布"]):
		return "waterfall"
	case place == "city" && (said["street"] || said["街道"]):
		return "street"
	case (place == "forest" || place == "wood") && season == "autumn":
		return "autumn"
	case place == "wood":
		return "forest"
	case place == "alp":
		return "mountain"
	case place == "alien", place == "mars":
		return "planet"
	case places[place].formless:
		return "abstract"
	case place == "earth" || place == "moon":
		return "space"
	case place == "aurora":
		return "snowfield"
	}
	return place
}
