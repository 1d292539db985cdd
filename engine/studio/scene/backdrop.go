package scene

import (
	"math"
	"slices"
	"strings"

	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

// backdrop is how the studio uses a scene of package shader, and how a camera moves in it.
type backdrop struct {
	focal float64 // resting focal length over half the frame height
	unit  float64 // metres of one unit of camera translation: about the distance of the nearest things
	// subjects sets the scene's own uniforms for what the prompt is about; nil when it has none.
	subjects func(s *prompt.Spec, v spmd.Values)
	// light replaces the light of the hour; nil keeps it.
	light *shader.Light
	// scale is the size at which the scene is drawn before it is enlarged; 0 means full size. Smooth pictures lose nothing by
	// it; of the dear ones it keeps a second of film below six seconds of two cores.
	scale float64
}

var backdrops = map[string]backdrop{
	"ocean":      {focal: 1.75, unit: 1.2, scale: 0.9, subjects: oceanSubjects},
	"coast":      {focal: 1.6, unit: 0.9, scale: 0.85, subjects: coastSubjects},
	"mountain":   {focal: 1.65, unit: 4, scale: 0.75},
	"canyon":     {focal: 1.5, unit: 4, scale: 0.6, subjects: surfaceSubjects},
	"clouds":     {focal: 1.6, unit: 1.5, scale: 0.6},
	"falls":      {focal: 1.5, unit: 1, scale: 0.8, subjects: fallsSubjects},
	"desert":     {focal: 1.7, unit: 1.5, scale: 0.8},
	"aurora":     {focal: 1.6, unit: 1.2, subjects: auroraSubjects},
	"jungle":     {focal: 1.6, unit: 0.7, scale: 0.85, subjects: jungleSubjects},
	"lake":       {focal: 1.6, unit: 1, scale: 0.85, subjects: lakeSubjects},
	"meadow":     {focal: 1.7, unit: 1.0, subjects: meadowSubjects},
	"road":       {focal: 1.6, unit: 0.9, scale: 0.8, subjects: roadSubjects},
	"interior":   {focal: 1.95, unit: 0.45, scale: 0.85, subjects: interiorSubjects},
	"forest":     {focal: 1.6, unit: 0.8, subjects: forestSubjects},
	"city":       {focal: 1.55, unit: 0.8, scale: 0.8, subjects: citySubjects},
	"savanna":    {focal: 1.7, unit: 1.1, subjects: savannaSubjects},
	"skyline":    {focal: 1.6, unit: 1.5, scale: 0.75, subjects: skylineSubjects},
	"underwater": {focal: 1.45, unit: 1.2, scale: 0.75, subjects: reefSubjects},
	"village":    {focal: 1.5, unit: 0.9, scale: 0.75, subjects: villageSubjects},
	"volcano":    {focal: 1.6, unit: 1.5, scale: 0.85},
	"moon":       {focal: 1.6, unit: 1.2, scale: 0.72, light: &moonLight},
	"space":      {focal: 1.5, unit: 5, scale: 0.8, subjects: spaceSubjects, light: &spaceLight},
	"earth":      {focal: 1.5, unit: 5, subjects: earthSubjects, light: &spaceLight},
	"abstract":   {focal: 1.5, unit: 4, scale: 0.6},
	"ink":        {focal: 1.5, unit: 4, scale: 0.6},
	"particles":  {focal: 1.5, unit: 4, scale: 0.8},
	"geometry":   {focal: 1.7, unit: 4},
	"wood":       {focal: 1.6, unit: 0.8, scale: 0.75, subjects: woodSubjects},
}

// spaceLight is a white star on the left, behind the camera, so that planets show most of their day side.
var spaceLight = shader.Light{
	SunDir: [3]float32{-0.805, 0.450, -0.386}, SunColor: [3]float32{3.0, 2.75, 2.45},
	Zenith: shader.Night.Zenith, Mid: shader.Night.Mid, Horizon: shader.Night.Horizon, Fog: shader.Night.Fog,
}

// moonLight is the low sun of a morning on the moon, from the side, under a sky that has no light of its own.
var moonLight = shader.Light{
	SunDir: [3]float32{-0.855, 0.31, 0.416}, SunColor: [3]float32{5.2, 5.0, 4.7},
	Zenith: [3]float32{0.004, 0.005, 0.008}, Mid: [3]float32{0.004, 0.005, 0.008}, Horizon: [3]float32{0.006, 0.007, 0.010}, Fog: [3]float32{0.02, 0.02, 0.02},
}

func citySubjects(s *prompt.Spec, v spmd.Values) {
	for _, m := range s.Of(prompt.Subject) {
		switch m.Name {
		case "person", "woman", "couple", "child":
			v["uWalkers"] = 2.0
		case "car":
			v["uTraffic"] = 1.0
		}
	}
	if s.Avoids(prompt.Subject, "person") {
		v["uWalkers"] = -1.0
	}
	if s.Avoids(prompt.Subject, "car") {
		v["uTraffic"] = -1.0
	}
}

func spaceSubjects(s *prompt.Spec, v spmd.Values) {
	switch {
	case s.Weight(prompt.Setting, "planet") > 0.4:
		v["uPlanet"] = 1.0
	case s.Avoids(prompt.Setting, "planet"):
		v["uPlanet"] = -1.0
	}
}

// earthSubjects shows the side of the Earth that the hour names, and the whole disc on words for it.
func earthSubjects(s *prompt.Spec, v spmd.Values) {
	switch m, _ := s.Best(prompt.Time); m.Name {
	case "night":
		v["uHour"] = -1.0
	case "dawn", "golden", "dusk":
		v["uHour"] = -0.5
	}
	if wordsOf(s, prompt.Setting)("blue marble", "globe", "our planet", "planet earth", "whole earth", "earth rotating", "蓝色星球") {
		v["uFar"] = 1.0
	}
}

// auroraSubjects keeps the northern lights for prompts that ask for them, and sets hut and tracks by the words of the place.
func auroraSubjects(s *prompt.Spec, v spmd.Values) {
	v["uAurora"] = -1.0
	if w := s.Weight(prompt.Subject, "aurora"); w > 0 {
		v["uAurora"] = math.Min(w, 1)
	}
	if wordsOf(s, prompt.Setting)("cabin", "hut", "cottage", "小屋", "木屋") {
		v["uHut"] = 1.0
	}
	if wordsOf(s, prompt.Setting)("footprint", "tracks in the snow", "脚印") {
		v["uTracks"] = 1.0
	}
}

func oceanSubjects(s *prompt.Spec, v spmd.Values) {
	for _, m := range s.Of(prompt.Subject) {
		switch m.Name {
		case "birds", "eagle":
			v["uBirds"] = math.Min(float64(max(m.Count, 5)), 7)
		}
	}
}

// coastSubjects sets the rocks and the sand by the words of the place: a cliff coast has more rocks, a tropical beach none and
// white sand.
func coastSubjects(s *prompt.Spec, v spmd.Values) {
	said := wordsOf(s, prompt.Setting)
	switch {
	case said("tropical", "lagoon", "atoll", "palm tree", "热带"):
		v["uRocks"] = -1.0
		v["uSand"] = [3]float32{0.62, 0.55, 0.43}
	case said("cliff", "fjord", "悬崖"):
		v["uRocks"] = 1.0
		v["uSand"] = [3]float32{0.30, 0.27, 0.23}
	}
}

// roadSubjects chooses the land beside the road.
func roadSubjects(s *prompt.Spec, v spmd.Values) {
	if s.Weight(prompt.Setting, "desert")+s.Weight(prompt.Setting, "canyon")+s.Weight(prompt.Setting, "savanna") > 0.3 {
		v["uLand"], v["uBend"], v["uTrees"], v["uPoles"] = 1.0, -1.0, -1.0, 1.0
	}
	if s.Weight(prompt.Setting, "forest") > 0.3 {
		v["uTrees"] = 1.0
	}
}

// villageSubjects chooses what stands behind the houses and how they are built.
func villageSubjects(s *prompt.Spec, v spmd.Values) {
	said := wordsOf(s, prompt.Setting)
	switch {
	case s.Weight(prompt.Setting, "mountain") > 0.3 || said("alpine", "alps", "雪山"):
		v["uPeaks"] = 1.0
	case s.Weight(prompt.Setting, "coast")+s.Weight(prompt.Setting, "desert") > 0.3:
		v["uPeaks"], v["uTimber"] = -1.0, -1.0
	}
}

// interiorSubjects furnishes the room by the words of the place.
func interiorSubjects(s *prompt.Spec, v spmd.Values) {
	said := wordsOf(s, prompt.Setting)
	switch {
	case said("kitchen", "厨房"):
		v["uRoom"] = 2.0
	case said("library", "study room", "bookshelf", "bookstore", "图书馆", "书房", "书架"):
		v["uRoom"] = 1.0
	case said("church", "cathedral", "chapel", "教堂"):
		v["uHall"] = 1.0
	}
	if said("fireplace", "hearth", "壁炉") {
		v["uFire"] = 1.0
	}
}

// skylineSubjects lets fireworks rise and sets the height of the town.
func skylineSubjects(s *prompt.Spec, v spmd.Values) {
	if w := s.Weight(prompt.Subject, "fireworks"); w > 0 {
		v["uFireworks"] = math.Min(w, 1)
	}
	said := wordsOf(s, prompt.Setting)
	switch {
	case said("futuristic city", "skyscraper", "high rise", "摩天大楼"):
		v["uHeight"] = 0.6
	case said("old town", "small town", "古镇", "小镇"):
		v["uHeight"] = -0.75
	}
}

// surfaceSubjects colours the ground of a foreign planet by its name.
func surfaceSubjects(s *prompt.Spec, v spmd.Values) {
	if v["uAlien"] == nil {
		return
	}
	said := wordsOf(s, prompt.Setting)
	if m, ok := s.Best(prompt.Colour); ok && m.Weight > 0.5 {
		v["uRock"] = mix3([3]float32{0.25, 0.16, 0.12}, scale3(linear(m.Colour), 0.6), 0.6)
		return
	}
	if said("moon surface", "on the moon", "lunar", "月球") {
		v["uRock"] = [3]float32{0.21, 0.205, 0.20}
	}
}

// fallsSubjects lets the river fall where the words say so, and chooses its trees.
func fallsSubjects(s *prompt.Spec, v spmd.Values) {
	said := wordsOf(s, prompt.Setting)
	if said(waterfalls...) {
		v["uFall"] = 0.3
	}
	if s.Weight(prompt.Setting, "jungle") > 0.3 || said("tropical", "palm tree") {
		v["uTropic"] = 1.0
	}
}

// reefSubjects fills the water with fish and takes the light and the corals away in the deep sea.
func reefSubjects(s *prompt.Spec, v spmd.Values) {
	switch {
	case s.Avoids(prompt.Subject, "fish"):
		v["uFish"] = -1.0
	case s.Weight(prompt.Subject, "fish") > 0.4:
		v["uFish"] = 1.0
	}
	if wordsOf(s, prompt.Setting)("deep sea", "ocean floor", "submarine", "深海") {
		v["uDeep"], v["uReef"] = 0.75, 0.3
	}
}

// wordsOf tells whether the prompt said one of some words for a kind of thing.
func wordsOf(s *prompt.Spec, k prompt.Kind) func(words ...string) bool {
	return func(words ...string) bool {
		for _, m := range s.Of(k) {
			for _, w := range m.Words {
				if slices.Contains(words, w) {
					return true
				}
			}
		}
		return false
	}
}

func forestSubjects(s *prompt.Spec, v spmd.Values) {
	if s.Weight(prompt.Subject, "deer") > 0 {
		v["uStag"] = 1.0
	}
}

// jungleSubjects lets a stream run where the words say so, and plants palms.
func jungleSubjects(s *prompt.Spec, v spmd.Values) {
	if s.Weight(prompt.Setting, "river") > 0.3 {
		v["uStream"] = 1.0
	}
	if wordsOf(s, prompt.Setting)("palm tree", "palm", "棕榈") {
		v["uPalms"] = 0.9
	}
}

// woodSubjects clothes the trees as the season has it and chooses their kind by the words of the place.
func woodSubjects(s *prompt.Spec, v spmd.Values) {
	said := wordsOf(s, prompt.Setting)
	switch {
	case said("birch", "birch forest", "birch grove", "birch wood", "白桦林"):
		v["uBirch"] = 1.0
	case said("beech", "beech forest", "beech wood", "oak", "oak forest", "maple", "maple forest", "枫林"):
		v["uBirch"] = -1.0
	}
	switch m, _ := s.Best(prompt.Season); m.Name {
	case "autumn":
		if said("maple", "maple forest", "枫林") {
			v["uTurn"] = 0.6
		}
		if wordsOf(s, prompt.Season)("november") {
			v["uBare"] = 0.55
		}
	case "winter":
		v["uTurn"], v["uBare"] = 0.0, 1.0
	case "spring":
		v["uTurn"], v["uBare"] = -1.0, 0.12
		v["uLeaf"] = [3]float32{0.20, 0.32, 0.035}
	default:
		v["uTurn"], v["uBare"] = -1.0, -1.0
	}
}

// lakeSubjects raises mountains around the lake and colours its trees as place and season have it.
func lakeSubjects(s *prompt.Spec, v spmd.Values) {
	switch {
	case s.Weight(prompt.Setting, "mountain") > 0.3:
		v["uHills"] = 0.75
	case wordsOf(s, prompt.Setting)("pond", "池塘"):
		v["uHills"] = -0.8
	}
	if w := s.Weight(prompt.Season, "autumn"); w > 0 {
		v["uTurn"] = min(1.2*w, 1)
	}
	if wordsOf(s, prompt.Setting)("pine", "conifer", "taiga", "松林", "loch") {
		v["uConifer"] = 0.9
	}
	if s.Weight(prompt.Weather, "fog") > 0.3 {
		v["uMist"] = 0.7
	}
}

// savannaSubjects lets the plain grow green in the rains and raises the trees that the words ask for.
func savannaSubjects(s *prompt.Spec, v spmd.Values) {
	if s.Weight(prompt.Season, "spring") > 0.3 || s.Weight(prompt.Weather, "rain") > 0.3 {
		v["uGreen"] = 0.8
	}
	if m, ok := s.Best(prompt.Colour); ok && m.Name == "green" && m.Weight > 0.5 {
		v["uGreen"] = 1.0
	}
	if s.Weight(prompt.Subject, "tree") > 0 {
		v["uTrees"] = 0.55
	}
}

// meadowSubjects raises flowers or trees when they are what the prompt is about.
func meadowSubjects(s *prompt.Spec, v spmd.Values) {
	if s.Weight(prompt.Subject, "flower") > 0 || s.Weight(prompt.Season, "spring") > 0 {
		v["uFlowers"] = 0.7
	}
	if m, ok := fieldColour(s); ok {
		if s.Weight(prompt.Subject, "flower") == 0 {
			v["uFlowers"] = -1.0 // a field of corn
		}
		v["uGrass"] = mix3([3]float32{0.10, 0.17, 0.04}, turnHue(scale3(linear(m.Colour), 0.45), 0, 1.9), 0.62)
	}
	if s.Weight(prompt.Subject, "tree") > 0 || s.Weight(prompt.Setting, "forest") > 0 {
		v["uTrees"] = 0.5
	}
	if s.Weight(prompt.Season, "winter") > 0 {
		v["uFlowers"] = -1.0
	}
	if s.Weight(prompt.Setting, "mountain") > 0.3 || wordsOf(s, prompt.Setting)("alpine", "alps", "雪山") {
		v["uPeaks"] = 1.0
	}
}

// fieldColour is the colour that a word for a field brings along: a lavender field is purple, wheat is golden.
func fieldColour(s *prompt.Spec) (prompt.Mention, bool) {
	place, ok := s.Best(prompt.Setting)
	if !ok || place.Name != "meadow" {
		return prompt.Mention{}, false
	}
	for _, c := range s.Of(prompt.Colour) {
		for _, w := range c.Words {
			if strings.HasPrefix(w, "popp") {
				continue // flowers in green grass
			}
			if slices.Contains(place.Words, w) {
				return c, true
			}
		}
	}
	return prompt.Mention{}, false
}
