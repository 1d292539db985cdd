package studio

import (
	"slices"

	"zoetrope/engine"
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
)

// offstage is how far away sounds what the words name and the film does not show, in metres.
const offstage = 40

// hearFilm is what a plan sounds like.
func hearFilm(words *prompt.Spec, p *scene.Plan) audio.Scene {
	s := audio.Scene{
		Seed: p.Seed, Setting: scene.Heard(p.Place, p.Season, words), Time: p.Hour, Season: p.Season, Overlays: overlaysHeard(words),
	}
	if fire, _ := p.Layers[0].Uniforms["uFire"].(float64); fire > 0 {
		s.Overlays = append(s.Overlays, "fire") // in the hearth
	}
	air := p.Air()
	s.Weather = map[string]float64{
		"rain": air.Rain, "snow": air.Snow, "storm": words.Weight(prompt.Weather, "storm"), "wind": windHeard(air.Wind),
	}
	s.Mood = moodHeard(words, s.Setting, p.TimeRate > 1.2)
	action, _ := words.Best(prompt.Action)
	for _, m := range words.Of(prompt.Subject) {
		sub := audio.Subject{Name: m.Name, Distance: offstage}
		if i := slices.IndexFunc(p.Cast, func(a scene.Actor) bool { return a.Name == m.Name }); i >= 0 {
			sub = seen(p, p.Cast[i])
		} else if !people[m.Name] { // who walks is heard below
			sub.Action = action.Name
		}
		s.Subjects = append(s.Subjects, sub)
	}
	for _, w := range p.Walkers() {
		sub := audio.Subject{Name: "person", Action: "walk", Distance: w.Distance, Pan: audio.Curve{{Value: w.Pan}}}
		for _, t := range w.Steps {
			sub.Contacts = append(sub.Contacts, audio.Event{At: t})
		}
		s.Subjects = append(s.Subjects, sub)
	}
	if t, ok := p.Path.Rush(); ok {
		s.Cuts = []float64{t}
	}
	s.Lightning, s.Storm = p.Lightning()
	return s
}

// seen is what an actor of the film sounds like: its steps are heard when its feet come down.
func seen(p *scene.Plan, a scene.Actor) audio.Subject {
	sub := audio.Subject{Name: a.Name, Action: a.Action, Distance: a.Start[2]}
	for _, t := range p.Contacts(a) {
		sub.Contacts = append(sub.Contacts, audio.Event{At: t})
	}
	if a.Speed == 0 && sub.Action != "dance" {
		sub.Action = "stand"
	}
	if a.Action == "sleep" {
		sub.Name = "" // is quiet
	}
	return sub
}

// people are the subjects that go on two feet.
var people = map[string]bool{"person": true, "woman": true, "child": true, "couple": true, "astronaut": true, "robot": true}

// windHeard is the level of a wind in m/s: below 2 the ambience of a place has it already, 14 is a storm.
func windHeard(speed float64) float64 { return min(max((speed-2)/12, 0), 1) }

func overlaysHeard(words *prompt.Spec) []string {
	var out []string
	for _, m := range words.Of(prompt.Overlay) {
		if m.Weight >= 0.3 {
			out = append(out, m.Name)
		}
	}
	return out
}

// moodHeard is the mood of the music: that of the words, else one that suits the weather, the place and the pace.
func moodHeard(words *prompt.Spec, setting string, fast bool) string {
	if m, ok := words.Best(prompt.Mood); ok && m.Weight >= 0.3 {
		return m.Name
	}
	switch {
	case words.Weight(prompt.Weather, "storm") > 0.4:
		return "dramatic"
	case fast:
		return "happy"
	}
	switch setting {
	case "space", "planet", "underwater", "abstract", "snowfield":
		return "dreamy"
	case "lake", "meadow", "ocean", "coast", "river", "forest":
		return "calm"
	}
	return ""
}

// hearPhoto is what a photograph sounds like: by the words, and where they name no place by what study finds in the picture.
// Nothing in a photograph acts, so nothing of it steps or gallops.
func hearPhoto(words *prompt.Spec, job engine.Job, o photo.Options, study func() photo.Facts) (audio.Scene, audio.Place) {
	s := audio.Scene{Seed: uint64(job.Seed) ^ words.Steer, Overlays: overlaysHeard(words)}
	level := func(name string) float64 { return 0.75 * words.Weight(prompt.Weather, name) }
	s.Weather = map[string]float64{"rain": level("rain"), "snow": level("snow"), "wind": level("wind"), "storm": level("storm")}
	for _, v := range o.Overlays {
		if name := string(v.Kind); v.Kind == photo.Rain || v.Kind == photo.Snow {
			s.Weather[name] = max(s.Weather[name], float64(v.Amount))
		}
	}
	season, _ := words.Best(prompt.Season)
	hour, _ := words.Best(prompt.Time)
	s.Season, s.Time = season.Name, hour.Name
	if o.Light == photo.Night {
		s.Time = "night"
	}
	var space audio.Place
	if name, ok := settingNamed(words); ok {
		s.Setting = scene.Heard(name, s.Season, words)
	} else {
		s.Setting, space = placeHeard(study())
		if space == audio.Room {
			s.Time = "" // no crickets and no dawn chorus within walls
		}
	}
	s.Mood = moodHeard(words, s.Setting, o.Fast)
	for _, m := range words.Of(prompt.Subject) {
		s.Subjects = append(s.Subjects, audio.Subject{Name: m.Name, Action: "stand", Distance: offstage})
	}
	if u, ok := photo.Rush(o.Move); ok {
		s.Cuts = []float64{u * job.Spec.Video().Length().Seconds()}
	}
	return s, space
}

// settingNamed is the heaviest setting that words name; one that they only suggest, as a dog suggests a meadow, says less than
// the picture does.
func settingNamed(words *prompt.Spec) (string, bool) {
	for _, m := range words.Of(prompt.Setting) {
		if m.Weight >= 0.3 && len(m.Words) > 0 {
			return m.Name, true
		}
	}
	return "", false
}

// Shares of a picture from which its sky and its water are believed.
const (
	someSky   = 0.05
	someWater = 0.06
)

// placeHeard is the ambience, in words, and the space for a picture whose place nobody named.
func placeHeard(f photo.Facts) (ambience string, space audio.Place) {
	switch {
	case f.Water >= someWater:
		return "lapping water, light breeze", audio.Outdoors
	case f.Sky >= someSky:
		return "light breeze", audio.Outdoors
	}
	return "", audio.Room
}
