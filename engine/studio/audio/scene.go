package audio

import (
	"slices"
	"strings"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/music"
	"zoetrope/engine/studio/audio/voice"
)

// Scene says what is seen, in plain words and levels, so that it can be heard. Names are those that prompts are read into;
// unknown ones are looked up as words. All times are seconds from the start of the clip.
type Scene struct {
	Duration float64
	Seed     uint64
	Setting  string             // "ocean", "forest", "street" ...
	Time     string             // "dawn", "noon", "night" ...
	Season   string             // "winter" ...
	Weather  map[string]float64 // "rain": 0.7, "wind": 0.3, "storm": 1 ...
	Mood     string             // of the music
	Overlays []string           // "leaves", "embers", "fireflies" ...
	Subjects []Subject
	// Lightning holds the times of flashes; thunder follows each after Storm metres of air, 900 when it is 0.
	Lightning []float64
	Storm     float64
	Bursts    []Event   // fireworks
	Cuts      []float64 // whip pans and cuts that a whoosh accompanies
	Words     string    // further sounds in words, as for FromText; empty for none
	Ambience  bool      // the sounds of the scene are wanted
	Music     bool      // a music bed is wanted
}

// Subject is something in the scene that may be heard.
type Subject struct {
	Name     string  // "horse", "train" ...
	Action   string  // "walk", "run" ...; empty when it only is there
	Contacts []Event // moments at which feet or hooves touch the ground; without any they are chosen by gait
	Pan      Curve   // where it is over time, -1..1
	Distance float64 // metres
}

// FromScene plans the sound of a scene. Words, when given, take the place of the ambience of the setting; events that are seen
// are always heard.
func FromScene(s Scene) Plan {
	p := Plan{Duration: s.Duration, Seed: s.Seed, Place: placeOf[s.Setting]}
	if s.Music {
		p.Music = &music.Options{Mood: moodOf(s.Mood)}
	}
	d := &director{Scene: s, plan: &p}
	if s.Words != "" {
		p.Cues = FromText(s.Words, s.Duration, s.Seed)
		if place := PlaceOf(s.Words); place != Outdoors {
			p.Place = place
		}
	} else if s.Ambience {
		d.ambience()
	}
	if s.Words != "" || s.Ambience {
		d.seen()
	}
	return p
}

// director adds the sounds of a scene to a plan.
type director struct {
	Scene
	plan *Plan
}

// add adds a voice once.
func (d *director) add(k Kind, gain float64, p Params) *Cue {
	for i := range d.plan.Cues {
		if d.plan.Cues[i].Kind == k {
			return &d.plan.Cues[i]
		}
	}
	d.plan.Cues = append(d.plan.Cues, Cue{Kind: k, Gain: gain, Params: p})
	return &d.plan.Cues[len(d.plan.Cues)-1]
}

// bedOf are the sounds of each setting by day and in fair weather, the most telling first.
var bedOf = map[string][]Cue{
	"ocean":      {{Kind: voice.Ocean}, {Kind: voice.Wind, Gain: -8, Params: Params{Intensity: 0.3}}},
	"coast":      {{Kind: voice.Surf}, {Kind: voice.Gull, Gain: -6, Params: Params{Rate: 0.5, Distance: 40}}},
	"lake":       {{Kind: voice.Lake}, {Kind: voice.Birds, Gain: -5, Params: Params{Rate: 0.7}}, {Kind: voice.Wind, Gain: -8, Params: Params{Intensity: 0.15}}},
	"river":      {{Kind: voice.River}, {Kind: voice.Birds, Gain: -5, Params: Params{Rate: 0.7}}},
	"waterfall":  {{Kind: voice.Waterfall}, {Kind: voice.Birds, Gain: -6, Params: Params{Rate: 0.6}}},
	"mountain":   {{Kind: voice.Wind, Params: Params{Intensity: 0.4}}, {Kind: voice.Eagle, Gain: -7, Params: Params{Rate: 0.4, Distance: 120}}},
	"hills":      {{Kind: voice.Wind, Gain: -3, Params: Params{Intensity: 0.25}}, {Kind: voice.Birds}, {Kind: voice.Sheep, Gain: -10, Params: Params{Rate: 0.3, Distance: 150}}},
	"meadow":     {{Kind: voice.Birds}, {Kind: voice.Insects, Gain: -4, Params: Params{Variant: "bees", Rate: 0.5}}, {Kind: voice.Wind, Gain: -5, Params: Params{Intensity: 0.2}}},
	"savanna":    {{Kind: voice.Insects}, {Kind: voice.Wind, Gain: -2, Params: Params{Intensity: 0.25}}, {Kind: voice.Dove, Gain: -5, Params: Params{Distance: 60}}},
	"desert":     {{Kind: voice.Wind, Params: Params{Intensity: 0.45}}},
	"canyon":     {{Kind: voice.Wind, Params: Params{Intensity: 0.4, Variant: "howling"}}, {Kind: voice.Eagle, Gain: -6, Params: Params{Rate: 0.4, Distance: 100}}},
	"forest":     {{Kind: voice.Birds, Gain: -1}, {Kind: voice.Leaves, Params: Params{Intensity: 0.35}}, {Kind: voice.Wind, Gain: -6, Params: Params{Intensity: 0.2}}},
	"autumn":     {{Kind: voice.Leaves, Gain: 3}, {Kind: voice.Wind, Gain: -3, Params: Params{Intensity: 0.35}}, {Kind: voice.Crow, Gain: -6, Params: Params{Rate: 0.5, Distance: 60}}},
	"jungle":     {{Kind: voice.Insects}, {Kind: voice.Birds, Params: Params{Pitch: 0.8, Rate: 1.3}}, {Kind: voice.Frogs, Gain: -4}, {Kind: voice.Rain, Gain: -9, Params: Params{Intensity: 0.12, Variant: "leaves"}}},
	"snowfield":  {{Kind: voice.Wind, Params: Params{Intensity: 0.4}}},
	"city":       {{Kind: voice.City}, {Kind: voice.Traffic, Gain: -3}, {Kind: voice.Crowd, Gain: -8, Params: Params{Distance: 25}}},
	"street":     {{Kind: voice.Traffic}, {Kind: voice.City, Gain: -2}, {Kind: voice.Crowd, Gain: -5, Params: Params{Distance: 15}}},
	"skyline":    {{Kind: voice.City}, {Kind: voice.Wind, Gain: -5, Params: Params{Intensity: 0.25}}},
	"village":    {{Kind: voice.Birds}, {Kind: voice.Dog, Gain: -10, Params: Params{Rate: 0.3, Distance: 150}}, {Kind: voice.Bell, Gain: -10, Params: Params{Rate: 0.6, Distance: 300}}, {Kind: voice.Wind, Gain: -6, Params: Params{Intensity: 0.15}}},
	"road":       {{Kind: voice.Wind, Gain: -3, Params: Params{Intensity: 0.3}}, {Kind: voice.Traffic, Gain: -4, Params: Params{Rate: 0.4, Intensity: 0.25}}},
	"interior":   {{Kind: voice.Clock}, {Kind: voice.City, Gain: -7, Params: Params{Intensity: 0.2, Distance: 120}}},
	"underwater": {{Kind: voice.Underwater}},
	"sky":        {{Kind: voice.Wind, Params: Params{Intensity: 0.45}}},
	"space":      {{Kind: voice.Space}},
	"planet":     {{Kind: voice.Space}, {Kind: voice.Wind, Gain: -3, Params: Params{Intensity: 0.4, Pitch: 0.7, Variant: "howling"}}},
	"volcano":    {{Kind: voice.Fire, Params: Params{Size: 2.5}}, {Kind: voice.Explosion, Gain: -6, Params: Params{Size: 2, Rate: 0.8, Distance: 500}}, {Kind: voice.Wind, Gain: -4}},
	"fireworks":  {{Kind: voice.Crowd, Gain: -4}, {Kind: voice.City, Gain: -6}},
	"abstract":   {{Kind: voice.Magic, Gain: -4, Params: Params{Rate: 0.5}}, {Kind: voice.Space, Gain: -3}},
}

var placeOf = map[string]Place{
	"forest": Forest, "jungle": Forest, "autumn": Forest, "city": Street, "street": Street, "skyline": Street, "village": Street, "mountain": Valley, "canyon": Valley,
	"snowfield": Valley, "fireworks": Valley, "volcano": Valley, "interior": Room, "underwater": Deep, "space": Void, "planet": Void, "abstract": Void,
}

// airless are the settings that no weather and no animal of the air reaches.
var airless = map[string]bool{"underwater": true, "space": true, "abstract": true}

// built are the settings among houses, where insects are not heard.
var built = map[string]bool{"city": true, "street": true, "skyline": true, "interior": true}

// dayVoices fall silent at night and in winter.
var dayVoices = []Kind{voice.Birds, voice.Insects, voice.Eagle, voice.Gull, voice.Dove, voice.Sheep, voice.Frogs, voice.Crow}

func (d *director) ambience() {
	bed, known := bedOf[d.Setting]
	if !known {
		bed = FromText(d.Setting, d.Duration, d.Seed)
	}
	d.plan.Cues = slices.Clone(bed)
	if airless[d.Setting] {
		return
	}
	d.season()
	d.weather()
	for _, o := range d.Overlays {
		d.overlay(o)
	}
}

// season silences what sleeps, and lets sound what wakes at night.
func (d *director) season() {
	dark := d.Time == "night" || d.Time == "dusk"
	wet := max(d.Weather["rain"], d.Weather["storm"], d.Weather["snow"]) > 0.4
	cold := d.Season == "winter" || d.Setting == "snowfield"
	if d.Time == "night" || cold || wet {
		d.plan.Cues = slices.DeleteFunc(d.plan.Cues, func(c Cue) bool { return slices.Contains(dayVoices, c.Kind) })
	}
	alive := !cold && !wet && !built[d.Setting] && d.Setting != "ocean" && d.Setting != "sky" && d.Setting != "planet" && d.Setting != "volcano"
	switch {
	case dark && alive:
		d.add(voice.Crickets, -1, Params{})
		if d.Setting == "forest" || d.Setting == "hills" {
			d.add(voice.Owl, -5, Params{Rate: 0.6, Distance: 50})
		}
		if d.Setting == "lake" || d.Setting == "river" || d.Setting == "jungle" {
			d.add(voice.Frogs, -2, Params{})
		}
	case (d.Time == "dawn" || d.Time == "morning") && alive:
		d.add(voice.Birds, -2, Params{Intensity: 0.9, Rate: 1.3})
	case d.Season == "spring" && alive:
		d.add(voice.Birds, -3, Params{})
	}
	if len(d.plan.Cues) == 0 {
		d.add(voice.Wind, -2, Params{Intensity: 0.25})
	}
}

// weather adds wind, rain and thunder by their levels.
func (d *director) weather() {
	storm := level(d.Weather["storm"])
	rain := max(level(d.Weather["rain"]), 0.9*storm)
	wind := max(level(d.Weather["wind"]), 0.75*storm, 0.35*level(d.Weather["snow"]))
	if rain > 0.02 {
		c := d.add(voice.Rain, 4*(rain-0.5), Params{Intensity: rain})
		if d.Setting == "interior" {
			c.Variant, c.Gain = "roof", c.Gain-4
		}
	}
	if wind > 0.02 {
		c := d.add(voice.Wind, -3, Params{})
		c.Intensity = max(c.Intensity, wind)
		c.Gain = max(c.Gain, 6*(wind-0.7))
	}
	if storm > 0.3 && len(d.Lightning) == 0 {
		d.add(voice.Thunder, -2, Params{Distance: 1500})
	}
}

func level(v float64) float64 { return dsp.Clamp(v, 0, 1) }

func (d *director) overlay(name string) {
	switch name {
	case "leaves":
		d.add(voice.Leaves, 0, Params{})
	case "embers", "fire":
		d.add(voice.Fire, -2, Params{})
	case "fireflies":
		d.add(voice.Crickets, 0, Params{})
	case "rain":
		d.add(voice.Rain, 0, Params{})
	case "dust":
		d.add(voice.Wind, 0, Params{Intensity: 0.7})
	}
}

// seen adds what the picture shows at exact times, and its subjects.
func (d *director) seen() {
	if len(d.Lightning) > 0 && !airless[d.Setting] {
		c := d.add(voice.Thunder, 2, Params{})
		c.Distance = orElse(d.Storm, 900)
		c.Events = nil
		for _, t := range d.Lightning {
			c.Events = append(c.Events, Event{At: t})
		}
	}
	if len(d.Bursts) > 0 {
		c := d.add(voice.Fireworks, 0, Params{})
		c.Events = slices.Clone(d.Bursts)
	}
	if len(d.Cuts) > 0 {
		c := d.add(voice.Whoosh, -3, Params{})
		for _, t := range d.Cuts {
			c.Events = append(c.Events, Event{At: t})
		}
	}
	for _, s := range d.Subjects {
		d.subject(s)
	}
}

// surfaces are what feet tread on in each setting.
var surfaces = map[string]string{
	"coast": "sand", "desert": "sand", "snowfield": "snow", "forest": "leaves", "autumn": "leaves", "jungle": "leaves", "meadow": "grass", "hills": "grass",
	"savanna": "grass", "road": "gravel", "mountain": "gravel", "canyon": "gravel", "planet": "gravel", "volcano": "gravel", "interior": "wood", "lake": "grass", "river": "gravel",
}

// subjectVoice is what a subject utters or how it moves.
var subjectVoice = map[string][]Cue{
	"horse":      {{Kind: voice.Hooves}},
	"deer":       {{Kind: voice.Hooves, Gain: -6, Params: Params{Pitch: 1.3, Size: 0.8, Variant: "walk"}}},
	"wolf":       {{Kind: voice.Wolf}},
	"bear":       {{Kind: voice.Roar, Gain: -4, Params: Params{Rate: 0.6, Pitch: 1.1}}},
	"dog":        {{Kind: voice.Dog, Gain: -2}},
	"cat":        {{Kind: voice.Cat, Gain: -2, Params: Params{Rate: 0.6}}},
	"lion":       {{Kind: voice.Roar}},
	"elephant":   {{Kind: voice.Elephant, Params: Params{Rate: 0.7}}},
	"cow":        {{Kind: voice.Cow}},
	"sheep":      {{Kind: voice.Sheep}},
	"birds":      {{Kind: voice.Birds}},
	"eagle":      {{Kind: voice.Eagle}},
	"owl":        {{Kind: voice.Owl}},
	"whale":      {{Kind: voice.Whale}},
	"dolphin":    {{Kind: voice.Dolphin}},
	"dragon":     {{Kind: voice.Roar, Gain: 2, Params: Params{Size: 1.6}}, {Kind: voice.Fire, Gain: -4, Params: Params{Size: 2}}},
	"robot":      {{Kind: voice.Servo}},
	"car":        {{Kind: voice.Car}},
	"motorcycle": {{Kind: voice.Car, Params: Params{Variant: "motorcycle"}}},
	"bus":        {{Kind: voice.Car, Params: Params{Variant: "truck"}}},
	"truck":      {{Kind: voice.Car, Params: Params{Variant: "truck"}}},
	"train":      {{Kind: voice.Train}},
	"steamtrain": {{Kind: voice.Train}},
	"rowboat":    {{Kind: voice.Creak, Gain: -6}, {Kind: voice.Lake, Gain: 2}},

	"doubledecker": {{Kind: voice.Car, Params: Params{Variant: "truck"}}},

	"boat":       {{Kind: voice.Creak, Gain: -4}, {Kind: voice.Lake, Gain: 2}},
	"surfer":     {{Kind: voice.Surf}},
	"plane":      {{Kind: voice.Plane}},
	"rocket":     {{Kind: voice.Rocket}},
	"helicopter": {{Kind: voice.Helicopter}},
	"balloon":    {{Kind: voice.Fire, Gain: -6, Params: Params{Pitch: 0.8}}},
	"windmill":   {{Kind: voice.Creak, Gain: -5}, {Kind: voice.Wind, Params: Params{Intensity: 0.35}}},
	"fireworks":  {{Kind: voice.Fireworks}},
	"aurora":     {{Kind: voice.Magic, Gain: -8, Params: Params{Rate: 0.4}}, {Kind: voice.Space, Gain: -6}},
}

// walkers go on two feet.
var walkers = map[string]bool{"person": true, "woman": true, "child": true, "couple": true, "astronaut": true, "robot": true, "man": true}

func (d *director) subject(s Subject) {
	if airless[d.Setting] && d.Setting != "abstract" {
		switch s.Name { // what is heard where there is no air
		case "whale", "dolphin", "rocket", "robot":
		default:
			return
		}
	}
	if walkers[s.Name] && (s.Action == "walk" || s.Action == "run" || s.Action == "dance" || len(s.Contacts) > 0) {
		d.steps(s)
	}
	for _, c := range subjectVoice[s.Name] {
		c.Pan = s.Pan
		if s.Distance > 0 {
			c.Distance = s.Distance
		}
		if c.Kind == voice.Hooves {
			c.Variant = gaitOf(s.Action, c.Variant)
			c.Events = s.Contacts
			if s.Action == "stand" {
				continue
			}
		}
		d.plan.Cues = slices.DeleteFunc(d.plan.Cues, func(old Cue) bool { return old.Kind == c.Kind })
		d.plan.Cues = append(d.plan.Cues, c)
	}
}

func (d *director) steps(s Subject) {
	c := Cue{Kind: voice.Footsteps, Gain: 2, Pan: s.Pan, Events: s.Contacts}
	c.Variant, c.Distance = surfaces[d.Setting], s.Distance
	if s.Action == "run" {
		c.Rate = 1.45
	}
	d.plan.Cues = append(d.plan.Cues, c)
}

func gaitOf(action, usual string) string {
	switch action {
	case "run":
		return "gallop"
	case "walk":
		return "walk"
	}
	return usual
}

// moodOf finds the music for a mood that a prompt was read into, or for any word that means one.
func moodOf(name string) music.Mood {
	switch strings.ToLower(name) {
	case "calm", "peaceful", "warm", "serene":
		return music.Calm
	case "epic", "dramatic", "heroic":
		return music.Epic
	case "tense", "suspense", "scary":
		return music.Tense
	case "happy", "joyful", "cheerful":
		return music.Happy
	case "sad", "melancholy", "nostalgic", "lonely":
		return music.Sad
	case "dreamy", "magical", "futuristic", "mysterious":
		return music.Dreamy
	case "dark", "cold", "gloomy":
		return music.Dark
	case "romantic", "tender":
		return music.Romantic
	case "playful", "funny":
		return music.Playful
	}
	return music.Neutral
}
