// Package scene turns what was understood of a prompt into a plan that can be drawn: a backdrop and overlays with their
// uniforms, light and weather, a palette, the way of the camera, and a look.
//
// A plan is a pure function of its request: equal requests give equal plans.
package scene

import (
	"cmp"
	"math"
	"math/rand/v2"
	"strings"

	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

// Request is what a plan is made from.
type Request struct {
	Spec    *prompt.Spec
	Seed    int64
	Seconds float64
	Width   int // pixels of the finished film, even
	Height  int
	// The request's parameters win over words; "" leaves the choice to the words.
	Camera string // a camera_movement value; unknown values count as ""
	Motion string // "fast" or "normal"
	Style  string // a style value; unknown values count as ""
	// Hour, when set, is the time of day where the words name none; Framing that of a shot, nil for a film in one shot.
	Hour    string
	Framing *Framing
}

// Layer is one shader of a plan.
type Layer struct {
	Shader   string      // name of the program
	Uniforms spmd.Values // those that stay the same through the clip
	Scale    float64     // size of its frame relative to the film, 0.5..1
}

// Plan is everything that is needed to draw a film.
type Plan struct {
	Place    string   // setting of the lexicon that fills the picture
	Named    bool     // the prompt named the place
	Hour     string   // time of day
	Season   string   // "" when none
	Style    string   // "" when none
	Camera   string   // camera movement
	Notes    []string // what of the prompt is not drawn, for people
	Layers   []Layer  // the backdrop first, then overlays to be laid over it
	Cast     []Actor  // subjects between the backdrop and the overlays
	Light    shader.Light
	Palette  Palette
	Path     Path
	Look     compose.Look
	Key      float32 // mean brightness that the finished film tends to, display code values 0..1: see compose.Meter
	Seconds  float64
	TimeRate float64 // seconds of the scene per second of the film
	Seed     uint64  // of grain and layout
	// Focus is the distance in metres at which the backdrop is sharp, 0 where all of it is: see Circle.
	Focus   float64
	Snow    [2]float32 // how white the ground is at the beginning and at the end, 0..1, where snow settles
	Strikes []Strike   // lightning, in the order of time
	framing Framing
}

// maxLayoutSeed keeps layout seeds within what scenes can add to without overflow.
const maxLayoutSeed = 1 << 20

// New makes the plan of a request.
func New(q Request) *Plan {
	s := q.Spec
	seed := mixSeed(uint64(q.Seed), s.Steer)
	r := rand.New(rand.NewPCG(seed, s.UnknownSteer))
	p := &Plan{Seconds: q.Seconds, Seed: seed, framing: plain}
	if q.Framing != nil {
		p.framing = *q.Framing
	}
	p.Place, p.Named = choosePlace(s, r.IntN)
	switch {
	case p.Place == "forest" && broadleaf(s):
		p.Place = "wood"
	case p.Place == "mountain" && s.Weight(prompt.Setting, "lake") > 0.5:
		p.Place = "lake" // with the mountains behind it
	case p.Place == "mountain" && walked(s):
		p.Place = "alp"
	case p.Place == "alien" && walked(s):
		p.Place = "mars"
	case p.Place == "abstract":
		p.Place = formOf(s, r)
	}
	pl := places[p.Place]
	p.Style = chooseStyle(s, q.Style)
	p.Hour = chooseHour(s, pl, q.Hour, r)
	if _, said := s.Best(prompt.Time); !said && drawnByDay[p.Style] {
		p.Hour = cmp.Or(dayOf[p.Hour], p.Hour)
	}
	p.Season = bestName(s, prompt.Season)
	w := weatherOf(s, pl)
	p.Light = p.chooseLight(s, pl, w, float64(q.Width)/float64(q.Height), r)
	if az := shader.Scenes[pl.backdrop].KeyAzimuth; p.framing.Reverse && math.Abs(float64(az)) < 0.5 { // side light stays where it lights well
		p.Light.SunDir[0] = -p.Light.SunDir[0]
	}
	p.Palette = choosePalette(s, p, pl, r)
	p.Look = lookOf(s, p.Hour, p.Season, p.Style)
	if g, ok := moodGrades[pl.grade]; ok {
		g.apply(&p.Look, 0.8)
	}
	p.Key = p.key(s, pl, w)
	pace := paceOf(s, q.Motion)
	p.TimeRate = sceneRate(pace)
	p.chooseCamera(q, pl, pace, r)
	p.settle(s, w, q.Framing != nil)
	p.addLayers(s, pl, w, r)
	p.chooseCast(s, rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)))
	p.frame()
	p.chooseFocus(s)
	p.note(s, pl)
	return p
}

// mixSeed spreads two hashes over 64 bits (splitmix64; Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators",
// 2014).
func mixSeed(a, b uint64) uint64 {
	z := a*0x9E3779B97F4A7C15 ^ b
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

func bestName(s *prompt.Spec, k prompt.Kind) string {
	m, _ := s.Best(k)
	return m.Name
}

// chooseHour is the hour that the prompt names, else the given one, else one that suits place and mood.
func chooseHour(s *prompt.Spec, pl place, given string, r *rand.Rand) string {
	// Drawn before any return, so that naming the hour leaves every other choice of the seed alone.
	options := pl.hours
	free := options[r.IntN(len(options))]
	if m, ok := s.Best(prompt.Time); ok && m.Weight >= 0.3 {
		return m.Name
	}
	if given != "" {
		return given
	}
	if s.Weight(prompt.Mood, "dark") > 0.4 && !s.Avoids(prompt.Time, "night") {
		free = "dusk"
	}
	if s.Weight(prompt.Weather, "rain") > 0.4 || s.Weight(prompt.Weather, "cloudy") > 0.8 {
		free = map[string]string{"golden": "afternoon", "dawn": "morning", "morning": "morning", "noon": "noon", "afternoon": "afternoon"}[free]
		free = cmp.Or(free, "dusk")
	}
	if s.Weight(prompt.Weather, "snow") > 0.3 || s.Weight(prompt.Season, "winter") > 0.3 {
		// Low sun turns snow yellow, which reads as sand.
		free = cmp.Or(map[string]string{"golden": "morning", "afternoon": "noon"}[free], free)
	}
	if s.Avoids(prompt.Time, free) {
		free = "noon"
		if s.Avoids(prompt.Time, free) {
			free = "golden"
		}
	}
	return free
}

// drawnByDay are the styles whose pictures live from local colour: where no hour is named they show the day, not the red of its ends.
var drawnByDay = map[string]bool{"anime": true, "3d_animation": true, "clay": true, "low_poly": true}

// dayOf are the hours of the day for those that colour everything.
var dayOf = map[string]string{"dawn": "morning", "golden": "afternoon", "dusk": "noon"}

func chooseStyle(s *prompt.Spec, asked string) string {
	asked = strings.ToLower(strings.TrimSpace(asked))
	if _, ok := styleGrades[asked]; ok {
		return asked
	}
	if m, ok := s.Best(prompt.Style); ok && m.Weight >= 0.5 {
		return m.Name
	}
	return ""
}

// weather is what the air does, each 0..1, and the wind in m/s.
type weather struct {
	cover, rain, snow, fog, wind float32
}

// weatherOf mixes the weather of the prompt with that of the place.
func weatherOf(s *prompt.Spec, pl place) weather {
	word := func(name string) float32 { return float32(min(s.Weight(prompt.Weather, name), 1.6)) }
	w := weather{cover: pl.cover, snow: pl.snow, fog: pl.fog, wind: pl.wind}
	if v := word("clear"); v > 0 {
		w.cover *= max(1-1.1*v, 0.1)
		w.fog *= 0.4
	}
	if v := word("cloudy"); v > 0 {
		w.cover = max(w.cover, 0.35+0.5*v)
	}
	w.rain = min(0.75*word("rain"), 1)
	if w.rain > 0.3 && s.Weight(prompt.Weather, "clear") == 0 && pl.backdrop != "city" {
		w.cover = max(w.cover, 0.75+0.25*w.rain) // rain needs its clouds, where more than a strip of them shows
	}
	w.snow = min(w.snow+0.75*word("snow"), 1)
	w.fog = min(w.fog+0.42*word("fog"), 1)
	w.wind *= 1 + 0.8*word("wind")
	w.wind = max(w.wind, 6*word("wind"))
	if v := word("storm"); v > 0 {
		w.cover = 1
		w.wind = max(w.wind, 9+5*v)
	}
	if s.Weight(prompt.Mood, "calm") > 0.4 {
		w.wind *= 0.45
	}
	if s.Weight(prompt.Mood, "dramatic") > 0.4 {
		w.wind *= 1.5
		w.cover = max(w.cover, 0.5)
	}
	if s.Weight(prompt.Season, "winter") > 0.3 && w.snow == 0 && !s.Avoids(prompt.Weather, "snow") {
		w.snow = 0.45
	}
	if s.Avoids(prompt.Weather, "cloudy") {
		w.cover = min(w.cover, 0.05)
	}
	if s.Avoids(prompt.Weather, "fog") {
		w.fog = 0
	}
	if s.Avoids(prompt.Weather, "snow") {
		w.snow = 0
	}
	if s.Weight(prompt.Overlay, "rainbow") > 0.3 {
		w.cover = min(w.cover, 0.5) // the sun must come through
	}
	if s.Weight(prompt.Overlay, "flare") > 0.3 {
		w.cover = min(w.cover, 0.2)
	}
	if pl.backdrop == "clouds" {
		w.cover, w.rain = min(w.cover, 0.5), 0 // the weather is below
	}
	w.cover, w.wind = min(w.cover, 1), min(w.wind, 16)
	return w
}

func (p *Plan) chooseLight(s *prompt.Spec, pl place, w weather, aspect float64, r *rand.Rand) shader.Light {
	l := placeSun(lightAt(p.Hour, max(w.cover, 0.9*w.rain)), shader.Scenes[pl.backdrop], aspect, r)
	if own := backdrops[pl.backdrop].light; own != nil {
		return *own
	}
	l = sunFor(s, l)
	dim := float32(1)
	if v := float32(s.Weight(prompt.Weather, "storm")); v > 0 {
		dim = 1 - 0.35*min(v, 1)
	}
	for _, c := range []*[3]float32{&l.SunColor, &l.Zenith, &l.Mid, &l.Horizon, &l.Fog} {
		*c = scale3(*c, dim)
	}
	l = whiten(l, w.fog)
	if pl.sky != 0 {
		l = tintSky(l, hexColour(pl.sky), pl.skyShare)
	}
	// Colour words also colour the sky where the place has no thing of that colour to show.
	if m, ok := s.Best(prompt.Colour); ok && !pl.showsAccents() {
		l = tintSky(l, linear(m.Colour), float32(min(0.22*m.Weight, 0.3)))
	}
	return l
}

// showsAccents tells whether palette accents are large in the picture.
func (pl place) showsAccents() bool {
	switch pl.backdrop {
	case "ocean", "coast", "mountain", "forest", "desert", "aurora", "clouds", "falls":
		return false
	}
	return true
}

// paceOf is how fast things move: 1 is normal.
func paceOf(s *prompt.Spec, motion string) float64 {
	pace := 1.0
	if m, ok := s.Best(prompt.Pace); ok {
		pace = 1 + (m.Value-1)*min(m.Weight, 1)
	}
	if s.Weight(prompt.Mood, "calm") > 0.5 && pace == 1 {
		pace = 0.85
	}
	if strings.EqualFold(motion, "fast") {
		pace *= 1.6
	}
	return pace
}

// sceneRate limits how far time itself is stretched: water in slow motion is calm, at triple speed it is comical.
func sceneRate(pace float64) float64 { return min(max(math.Pow(pace, 0.8), 0.5), 3) }

// chooseCamera takes the requested movement, else the one that the words ask for, else a calm one that suits the place.
func (p *Plan) chooseCamera(q Request, pl place, pace float64, r *rand.Rand) {
	b := backdrops[pl.backdrop]
	name := strings.ToLower(strings.TrimSpace(q.Camera))
	free := r.IntN(len(calmMoves))
	phase := r.Float64() * 2 * math.Pi
	if _, ok := moves[name]; !ok || name == "default" || name == "auto_camera" {
		name = cmp.Or(bestName(q.Spec, prompt.Camera), "default")
	}
	m := moves[name]
	if name == "default" {
		m = calmMoves[free]
		if q.Framing != nil {
			m = q.Framing.Move.facing(free%2 == 0)
		}
	}
	travel := float64(shader.Scenes[pl.backdrop].Travel)
	energy := min(max(math.Pow(pace, 0.6), 0.6), 1.7)
	p.Camera = name
	p.Path = Path{
		Move: m.scaled(q.Seconds, energy), Seconds: q.Seconds,
		Aspect: float64(q.Width) / float64(q.Height), Focal: b.focal * cmp.Or(pl.focal, 1) * lensFactor(q.Spec) * p.framing.Focal,
		Unit: b.unit, Speed: travel * cmp.Or(pl.speed, 1) * energy, Pitch: pl.pitch, Phase: phase,
	}
	if q.Spec.Weight(prompt.Lens, "low") > 0.4 {
		p.Path.Pitch += 0.06
	}
	if q.Spec.Weight(prompt.Lens, "high") > 0.4 {
		p.Path.Pitch -= 0.05
		p.Path.Drop = -max(0.5*b.unit, 1.1*stages[pl.backdrop].eye)
	}
}

// calmMoves are the ways of a film whose prompt says nothing of the camera.
var calmMoves = []Move{
	{Zoom: 0.07, Drive: 1},
	{Zoom: 0.04, Pan: 0.035, Right: 0.5, Drive: 1},
	{Zoom: 0.04, Pan: -0.035, Right: -0.5, Drive: 1},
	{Zoom: 0.03, Tilt: 0.03, Up: 0.35, Drive: 1},
}

func lensFactor(s *prompt.Spec) float64 {
	f := 1.0
	if s.Weight(prompt.Lens, "wide") > 0.4 {
		f *= 0.86
	}
	if s.Weight(prompt.Lens, "tele") > 0.4 {
		f *= 1.25
	}
	return f
}

// moodPalettes are blended in, in this order, to a share of the mood's weight.
var moodPalettes = []struct {
	mood, palette string
	share         float32
}{
	{"dark", "gothic", 0.6}, {"romantic", "romantic", 0.5}, {"dreamy", "pastel", 0.5}, {"futuristic", "synthwave", 0.5},
}

// choosePalette starts with the palette of the place, bends it to season and mood, and puts in the colours of the prompt.
func choosePalette(s *prompt.Spec, p *Plan, pl place, r *rand.Rand) Palette {
	pal := palettes[pl.palette]
	if pl.formless {
		pal = palettes[abstractPalettes[r.IntN(len(abstractPalettes))]]
	}
	blend := func(name string, t float32) {
		for i := range pal {
			pal[i] = mix3(pal[i], palettes[name][i], t)
		}
	}
	switch p.Season {
	case "autumn", "winter", "spring":
		if pl.backdrop != "city" && pl.backdrop != "space" && pl.backdrop != "earth" {
			blend(p.Season, 0.8)
		}
	}
	for _, m := range moodPalettes {
		if w := s.Weight(prompt.Mood, m.mood); w > 0.3 {
			blend(m.palette, float32(min(w, 1))*m.share)
		}
	}
	amount := 0.35
	if s.UnknownSteer != 0 {
		amount = 0.8
	}
	colours := s.Of(prompt.Colour)
	pal = pal.vary(r, amount).colourWords(colours)
	if pl.formless {
		pal = pal.flood(len(colours))
	}
	return pal
}
