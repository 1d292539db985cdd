package scene

import (
	"math/rand/v2"
	"slices"
	"strings"

	"zoetrope/engine/studio/figure"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/spmd"
)

// place is how the studio shows a setting: which backdrop it draws and with what.
type place struct {
	backdrop string
	uniforms spmd.Values // own uniforms of the backdrop
	palette  string
	// hours are the times of day that suit the place, for prompts that name none.
	hours []string
	// cover and wind are the weather of prompts that name none.
	cover float32
	wind  float32 // m/s
	snow  float32 // snow that belongs to the place
	fog   float32
	// pitch raises the resting view, radians; focal multiplies the resting focal length; speed the travel.
	pitch, focal, speed float64
	// sky, when not 0, tints the sky with an sRGB colour to a share of 0..1.
	sky      uint32
	skyShare float32
	// key replaces the brightness of the hour; 0 keeps it.
	key   float32
	grade string // an entry of moodGrades that belongs to the place, or ""
	// formless places are no places: their colours are any that please, and words flood them.
	formless bool
	// near tells how close the picture comes to the words, for the notes.
	near string
}

// places maps the settings of the lexicon to pictures. A test checks that every setting has one.
var places = map[string]place{
	"ocean": {backdrop: "ocean", palette: "sea", hours: []string{"golden", "morning", "dawn", "noon"}, cover: 0.42, wind: 5},
	"coast": {backdrop: "coast", palette: "sea", hours: []string{"afternoon", "golden", "morning", "noon"}, cover: 0.30, wind: 4},
	"lake":  {backdrop: "lake", palette: "alpine", hours: []string{"dawn", "golden", "morning", "dusk"}, cover: 0.34, wind: 0.8},
	"river": {backdrop: "falls", palette: "wood", hours: []string{"morning", "golden", "afternoon"}, cover: 0.3, wind: 1.5,
		uniforms: spmd.Values{"uFall": -1.0}},
	"mountain": {backdrop: "mountain", palette: "alpine", hours: []string{"golden", "morning", "dawn", "afternoon"}, cover: 0.34, wind: 2},
	"hills": {backdrop: "meadow", palette: "meadow", hours: []string{"golden", "morning", "afternoon"}, cover: 0.36, wind: 3,
		uniforms: spmd.Values{"uFlowers": -0.6, "uTrees": 0.2}},
	"meadow":     {backdrop: "meadow", palette: "meadow", hours: []string{"afternoon", "golden", "morning", "noon"}, cover: 0.36, wind: 3},
	"savanna":    {backdrop: "savanna", palette: "dry", hours: []string{"golden", "morning", "golden", "dusk"}, cover: 0.32, wind: 3, grade: "warm"},
	"desert":     {backdrop: "desert", palette: "dry", hours: []string{"golden", "afternoon", "morning"}, cover: 0.12, wind: 3},
	"canyon":     {backdrop: "canyon", palette: "dry", hours: []string{"golden", "morning", "afternoon"}, cover: 0.2, wind: 2},
	"forest":     {backdrop: "forest", palette: "wood", hours: []string{"morning", "golden", "dawn"}, cover: 0.25, wind: 1.5, fog: 0.16},
	"wood":       {backdrop: "wood", palette: "wood", hours: []string{"morning", "golden", "afternoon"}, cover: 0.25, wind: 1.5},
	"jungle":     {backdrop: "jungle", palette: "jungle", hours: []string{"morning", "afternoon", "noon"}, cover: 0.25, wind: 1, fog: 0.06},
	"snowfield":  {backdrop: "aurora", palette: "winter", hours: []string{"dawn", "noon", "dusk"}, cover: 0.3, wind: 3},
	"aurora":     {backdrop: "aurora", palette: "aurora", hours: []string{"night"}, cover: 0.1, wind: 1, key: 0.26},
	"city":       {backdrop: "city", palette: "neon", hours: []string{"night", "night", "dusk"}, cover: 0.5, wind: 1},
	"skyline":    {backdrop: "skyline", palette: "neon", hours: []string{"dusk", "night", "golden", "morning"}, cover: 0.4, wind: 1.5},
	"village":    {backdrop: "village", palette: "meadow", hours: []string{"golden", "dusk", "morning", "afternoon"}, cover: 0.34, wind: 2},
	"road":       {backdrop: "road", palette: "natural", hours: []string{"golden", "dusk", "afternoon", "morning"}, cover: 0.36, wind: 3},
	"interior":   {backdrop: "interior", palette: "home", hours: []string{"morning", "golden", "afternoon", "dusk"}, cover: 0.25, wind: 1.5},
	"underwater": {backdrop: "underwater", palette: "deep", hours: []string{"noon", "morning", "afternoon"}, cover: 0.2, wind: 2, key: 0.38},
	"sky":        {backdrop: "clouds", palette: "alpine", hours: []string{"golden", "dawn", "noon", "dusk"}, cover: 0.45, wind: 4},
	"space":      {backdrop: "space", palette: "cosmos", hours: []string{"night"}, cover: 0.5, key: 0.27},
	"earth":      {backdrop: "earth", palette: "cosmos", hours: []string{"noon"}, cover: 0.4, key: 0.19},
	"planet":     {backdrop: "space", palette: "dry", hours: []string{"night"}, cover: 0.35, key: 0.27},
	"moon":       {backdrop: "moon", palette: "winter", hours: []string{"night"}, key: 0.22},
	"alien": {backdrop: "canyon", palette: "dry", hours: []string{"golden", "dusk", "dawn"}, cover: 0.12, wind: 1,
		uniforms: spmd.Values{"uAlien": 1.0, "uRiver": -1.0}},
	// Mountains are seen from the air; who walks there does so over the meadows below them.
	"alp": {backdrop: "meadow", palette: "meadow", hours: []string{"morning", "afternoon", "golden"}, cover: 0.3, wind: 3,
		uniforms: spmd.Values{"uPeaks": 1.0, "uTrees": -0.4}, near: "meadows below the peaks"},
	// Canyons are seen from the air; who walks on another world does so over its dunes.
	"mars": {backdrop: "desert", palette: "dry", hours: []string{"golden", "afternoon", "dusk"}, cover: 0.06, wind: 3,
		uniforms: spmd.Values{"uSand": [3]float32{0.36, 0.115, 0.045}}, sky: 0xd09a68, skyShare: 0.6, near: "red dunes"},
	"volcano": {backdrop: "volcano", palette: "ember", hours: []string{"dusk", "night", "golden"}, cover: 0.5, wind: 3, fog: 0.08,
		sky: 0xff6a32, skyShare: 0.2},
	"abstract":  {backdrop: "abstract", palette: "cosmos", hours: []string{"golden", "dusk", "morning"}, key: 0.38, formless: true},
	"ink":       {backdrop: "ink", palette: "cosmos", hours: []string{"noon", "morning", "golden"}, key: 0.55, formless: true},
	"particles": {backdrop: "particles", palette: "cosmos", hours: []string{"night"}, key: 0.22, formless: true},
	"geometry":  {backdrop: "geometry", palette: "cosmos", hours: []string{"morning", "golden", "noon"}, key: 0.42, formless: true},
}

// fallbacks are the places for prompts without one, by mood; "" is for prompts without a mood either.
var fallbacks = map[string][]string{
	"":           {"meadow", "mountain", "ocean", "abstract", "sky", "lake", "wood", "savanna"},
	"calm":       {"lake", "meadow", "ocean"},
	"dramatic":   {"coast", "skyline", "mountain", "ocean"},
	"dark":       {"forest", "city", "skyline"},
	"happy":      {"meadow", "coast", "hills"},
	"romantic":   {"meadow", "coast", "skyline", "abstract"},
	"dreamy":     {"abstract", "sky", "meadow", "lake"},
	"melancholy": {"ocean", "forest", "lake"},
	"nostalgic":  {"meadow", "road", "coast", "wood"},
	"warm":       {"meadow", "savanna", "interior"},
	"cold":       {"snowfield", "mountain"},
	"futuristic": {"city", "skyline", "abstract", "space"},
}

// openLand is the land that a village lies in, or a road leads through, when both are named.
var openLand = map[string]bool{"desert": true, "savanna": true, "canyon": true, "forest": true, "hills": true, "meadow": true, "mountain": true, "snowfield": true, "coast": true}

// conifers are the words for woods without leaves to turn or to fall.
var conifers = []string{"pine", "conifer", "taiga", "redwood", "bamboo", "bamboo forest", "fairy forest", "enchanted forest", "松林", "竹林"}

// broadleaf tells whether the words want a wood of broadleaf trees where they say forest: one that a season has coloured, other
// than winter, which is shown on conifers.
func broadleaf(s *prompt.Spec) bool {
	m, ok := s.Best(prompt.Season)
	return ok && m.Weight > 0.3 && m.Name != "winter" && !wordsOf(s, prompt.Setting)(conifers...)
}

// forms are the pictures of what has no place, with the words that ask for them.
var forms = []struct {
	place string
	words []string
}{
	{"ink", []string{"ink", "liquid", "fluid", "smoke", "paint", "oil", "marble", "墨水", "流体", "烟雾"}},
	{"particles", []string{"particle", "energy", "plasma", "light trails", "music visualizer", "waves of light", "粒子"}},
	{"geometry", []string{"geometry", "geometric", "shape", "cube", "sphere", "polyhedron", "torus", "logo", "motion graphics", "几何", "立方体", "球体"}},
	{"abstract", []string{"silk", "wallpaper", "cello", "violin", "nocturne", "丝绸"}},
}

// formOf is the picture of what has no place: the one that the words ask for, else any.
func formOf(s *prompt.Spec, r *rand.Rand) string {
	for _, f := range forms {
		for _, m := range s.Of(prompt.Setting) {
			said := strings.Join(m.Words, " ")
			if slices.ContainsFunc(f.words, func(w string) bool { return strings.Contains(said, w) }) {
				return f.place
			}
		}
	}
	return forms[r.IntN(len(forms))].place
}

// waterfalls are the words for falling water.
var waterfalls = []string{"waterfall", "cascade", "瀑布"}

// choosePlace picks the main place: the heaviest setting of the prompt, else one that fits its mood, time and season.
func choosePlace(s *prompt.Spec, pick func(n int) int) (name string, named bool) {
	if s.Weight(prompt.Subject, "aurora") > 0.5 {
		return "aurora", true // its backdrop has mountains and snow of its own
	}
	if s.Weight(prompt.Subject, "fireworks") > 0.5 {
		return "skyline", true // which alone has them in its sky
	}
	if wordsOf(s, prompt.Setting)(waterfalls...) {
		return "river", true // its backdrop has the woods around them, of the kind that the words name
	}
	if m, ok := s.Best(prompt.Setting); ok && m.Weight >= 0.2 {
		for _, built := range []string{"village", "road"} {
			if openLand[m.Name] && s.Weight(prompt.Setting, built) >= 0.6 {
				return built, true
			}
		}
		if (m.Name == "forest" || m.Name == "wood") && s.Weight(prompt.Setting, "river") >= 0.8 {
			return "river", true
		}
		return m.Name, true
	}
	mood := ""
	if m, ok := s.Best(prompt.Mood); ok {
		mood = m.Name
	}
	options := fallbacks[mood]
	switch {
	case s.Weight(prompt.Weather, "storm") > 0.5:
		options = []string{"meadow", "savanna", "ocean", "road"} // they have the sky for it
	case mood != "":
	case s.Weight(prompt.Season, "winter") > 0 || s.Weight(prompt.Weather, "snow") > 0:
		options = []string{"mountain", "snowfield", "meadow"}
	case s.Weight(prompt.Weather, "cloudy") > 0.5 && len(s.Of(prompt.Subject)) == 0:
		options = []string{"sky", "hills", "mountain"}
	case s.Weight(prompt.Weather, "rain") > 0:
		options = []string{"city", "forest", "meadow"}
	case len(s.Of(prompt.Season)) > 0:
		options = []string{"meadow", "forest", "hills"}
	case s.Weight(prompt.Time, "night") > 0:
		options = []string{"mountain", "ocean", "city"}
	}
	allowed := welcoming(s, options)
	if len(allowed) == 0 {
		allowed = welcoming(s, []string{"meadow", "ocean", "underwater", "space"}) // one of them takes any subject
	}
	if len(allowed) == 0 {
		return "abstract", false
	}
	return allowed[pick(len(allowed))], false
}

// welcoming are the places, of some, that the words do not avoid and where the first subject they name can be shown.
func welcoming(s *prompt.Spec, options []string) (out []string) {
	for _, o := range options {
		if !s.Avoids(prompt.Setting, o) && welcomes(s, o) {
			out = append(out, o)
		}
	}
	return out
}

// welcomes tells whether the first subject that the words name can be shown in a place.
func welcomes(s *prompt.Spec, option string) bool {
	if (option == "mountain" || option == "alien") && walked(s) {
		return true // see alp and mars
	}
	backdrop := places[option].backdrop
	st, staged := stages[backdrop]
	for _, m := range s.Of(prompt.Subject) {
		if sub, ok := figure.Find(m.Name); ok && len(m.Words) > 0 {
			return suits(sub, m.Name, st, staged) || ownOf[backdrop][m.Name]
		}
	}
	return true
}
