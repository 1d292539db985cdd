package audio

import (
	"slices"
	"testing"
	"unicode/utf8"

	"zoetrope/engine/studio/audio/music"
	"zoetrope/engine/studio/audio/voice"
)

func kindsOf(cues []Cue) []Kind {
	var ks []Kind
	for _, c := range cues {
		ks = append(ks, c.Kind)
	}
	return ks
}

func TestLexiconLoads(t *testing.T) {
	t.Parallel()
	l, err := parseLexicon(lexiconText)
	if err != nil {
		t.Fatal(err)
	}
	reachable := map[Kind]bool{}
	for _, senses := range l.senses {
		for _, s := range senses {
			reachable[s.cue.Kind] = true
		}
	}
	for _, k := range voice.Kinds() {
		if !reachable[k] {
			t.Errorf("no word leads to %s", k)
		}
	}
	for _, bad := range []string{"nothing : word", "rain loud=1 : word", "rain/purple : word", "rain", "@place moon : word", "@modify odd : word", "rain : ,"} {
		if _, err := parseLexicon(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestFromText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []Kind
		none []Kind
	}{
		{text: "Waves crashing on a beach, seagulls in the distance", want: []Kind{voice.Surf, voice.Gull}},
		{text: "a dog barks and footsteps in snow", want: []Kind{voice.Dog, voice.Footsteps}},
		{text: "heavy thunderstorm with howling wind", want: []Kind{voice.Rain, voice.Thunder, voice.Wind}},
		{text: "quiet forest without birds", want: []Kind{voice.Leaves}, none: []Kind{voice.Birds}},
		{text: "海浪声和海鸥", want: []Kind{voice.Surf, voice.Gull}},
		{text: "森林里没有鸟鸣，有一条小溪", want: []Kind{voice.River, voice.Leaves}, none: []Kind{voice.Birds}},
		{text: "running horses galloping", want: []Kind{voice.Hooves}},
		{text: "sci-fi spaceship hum", want: []Kind{voice.Machine}},
		{text: "crickets, frogs and an owl at night", want: []Kind{voice.Crickets, voice.Frogs, voice.Owl}},
		{text: "a phone rings on the desk", want: []Kind{voice.Phone}},
		{text: "the door slams and a parrot squawks", want: []Kind{voice.Thud, voice.Crow}},
		{text: "a restaurant with clinking glasses", want: []Kind{voice.Crowd, voice.Glass}},
		{text: "wind howling, leaves rustling", want: []Kind{voice.Wind, voice.Leaves}, none: []Kind{voice.Wolf}},
		{text: "a red door, a ring and a shooting star", none: []Kind{voice.Thud, voice.Phone, voice.Explosion}},
		{text: "qwxz 123 !!! 😀", want: []Kind{voice.Wind}},
		{text: "", want: []Kind{voice.Wind}},
	} {
		got := kindsOf(FromText(c.text, 5, 1))
		for _, k := range c.want {
			if !slices.Contains(got, k) {
				t.Errorf("%q gives %v, without %s", c.text, got, k)
			}
		}
		for _, k := range c.none {
			if slices.Contains(got, k) {
				t.Errorf("%q gives %v, with %s", c.text, got, k)
			}
		}
	}
}

func TestFromTextChanges(t *testing.T) {
	t.Parallel()
	plain, far, heavy, soft := FromText("thunder", 5, 1)[0], FromText("distant thunder", 5, 1)[0], FromText("heavy waterfall", 5, 1)[0], FromText("gentle waterfall", 5, 1)[0]
	if far.Distance <= plain.Distance {
		t.Errorf("distant thunder is %g m away, thunder %g m", far.Distance, plain.Distance)
	}
	if heavy.Intensity <= soft.Intensity || heavy.Gain <= soft.Gain {
		t.Errorf("heavy %+v, gentle %+v", heavy, soft)
	}
	snow := FromText("footsteps in snow", 5, 1)
	if i := slices.IndexFunc(snow, func(c Cue) bool { return c.Kind == voice.Footsteps }); i < 0 || snow[i].Variant != "snow" {
		t.Errorf("footsteps in snow: %+v", snow)
	}
	if p := PlaceOf("echoes in a cave"); p != Cave {
		t.Errorf("a cave sounds like %q", p)
	}
}

func TestFromTextThen(t *testing.T) {
	t.Parallel()
	cues := FromText("rain, then a train, finally applause", 9, 1)
	want := []struct {
		kind       Kind
		start, end float64
	}{{voice.Rain, 0, 3}, {voice.Train, 3, 6}, {voice.Applause, 6, 0}}
	if len(cues) != len(want) {
		t.Fatalf("cues %v", kindsOf(cues))
	}
	for i, w := range want {
		if c := cues[i]; c.Kind != w.kind || c.Start != w.start || c.End != w.end {
			t.Errorf("cue %d is %s %g..%g, want %v", i, c.Kind, c.Start, c.End, w)
		}
	}
}

func FuzzFromText(f *testing.F) {
	for _, s := range []string{"", "rain then no wind", "then then then", "雨然后雷", "not not \xff\xfe", "loud loud loud loud bell", "@not : x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cues := FromText(s, 5, 1)
		if len(cues) == 0 || len(cues) > mostCues {
			t.Fatalf("%d cues", len(cues))
		}
		p := Plan{Duration: 5, Cues: cues, Place: PlaceOf(s)}
		if err := p.check(); err != nil {
			t.Fatal(err)
		}
		if utf8.ValidString(s) && !slices.Equal(kindsOf(cues), kindsOf(FromText(s, 5, 1))) {
			t.Fatal("not the same twice")
		}
	})
}

func TestFromScene(t *testing.T) {
	t.Parallel()
	day := FromScene(Scene{Duration: 5, Setting: "forest", Time: "noon", Ambience: true})
	night := FromScene(Scene{Duration: 5, Setting: "forest", Time: "night", Ambience: true})
	if !slices.Contains(kindsOf(day.Cues), voice.Birds) || slices.Contains(kindsOf(night.Cues), voice.Birds) {
		t.Errorf("birds: by day %v, at night %v", kindsOf(day.Cues), kindsOf(night.Cues))
	}
	if !slices.Contains(kindsOf(night.Cues), voice.Crickets) || day.Place != Forest {
		t.Errorf("night %v, place %q", kindsOf(night.Cues), day.Place)
	}
	storm := FromScene(Scene{Duration: 8, Setting: "coast", Weather: map[string]float64{"storm": 1}, Lightning: []float64{1, 4}, Storm: 343, Mood: "dramatic", Ambience: true, Music: true,
		Subjects: []Subject{{Name: "person", Action: "run", Contacts: []Event{{At: 0.5}, {At: 0.9}}}}})
	got := kindsOf(storm.Cues)
	for _, k := range []Kind{voice.Surf, voice.Rain, voice.Wind, voice.Thunder, voice.Footsteps} {
		if !slices.Contains(got, k) {
			t.Errorf("storm: %v, without %s", got, k)
		}
	}
	for _, c := range storm.Cues {
		switch c.Kind {
		case voice.Thunder:
			if len(c.Events) != 2 || c.Distance != 343 {
				t.Errorf("thunder %+v", c)
			}
		case voice.Footsteps:
			if c.Variant != "sand" || len(c.Events) != 2 {
				t.Errorf("footsteps %+v", c)
			}
		}
	}
	if storm.Music == nil || storm.Music.Mood != music.Epic {
		t.Errorf("music %+v", storm.Music)
	}
	space := FromScene(Scene{Duration: 5, Setting: "space", Weather: map[string]float64{"rain": 1}, Subjects: []Subject{{Name: "birds"}}, Ambience: true})
	if !slices.Equal(kindsOf(space.Cues), []Kind{voice.Space}) {
		t.Errorf("space: %v", kindsOf(space.Cues))
	}
	quiet := FromScene(Scene{Duration: 5, Setting: "coast", Music: true, Lightning: []float64{1}})
	if len(quiet.Cues) != 0 {
		t.Errorf("music alone has %v", kindsOf(quiet.Cues))
	}
}

func TestFromSceneSettings(t *testing.T) {
	t.Parallel()
	for name := range bedOf {
		for _, at := range []string{"noon", "night", "dawn"} {
			for _, season := range []string{"", "winter", "spring"} {
				p := FromScene(Scene{Duration: 5, Setting: name, Time: at, Season: season, Weather: map[string]float64{"rain": 0.5}, Ambience: true})
				if err := p.check(); err != nil || len(p.Cues) == 0 {
					t.Errorf("%s, %s, %s: %d cues, %v", name, at, season, len(p.Cues), err)
				}
			}
		}
	}
	for name := range subjectVoice {
		p := FromScene(Scene{Duration: 5, Setting: "nowhere known", Subjects: []Subject{{Name: name, Action: "walk"}}, Ambience: true})
		if err := p.check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
