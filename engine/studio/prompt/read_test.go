package prompt

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// The best mention of a kind for prompts as people write them.
func TestRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt string
		want   map[Kind]string // "" means: no mention of the kind
	}{
		{"Golden hour over a calm ocean, gentle waves, seagulls", map[Kind]string{Setting: "ocean", Time: "golden", Mood: "calm", Pace: "slow", Subject: "birds"}},
		{"snowy mountains above a misty forest", map[Kind]string{Setting: "mountain", Weather: "fog", Overlay: "", Season: "winter"}},
		{"neon city under the stars", map[Kind]string{Setting: "city", Time: "night", Colour: "neon"}},
		{"A deer in a foggy pine forest at dawn", map[Kind]string{Setting: "forest", Time: "dawn", Weather: "fog", Subject: "deer"}},
		{"cherry blossoms falling in a garden in spring", map[Kind]string{Setting: "meadow", Season: "spring", Overlay: "petals", Colour: "pink"}},
		{"Spaceship drifting past a purple nebula", map[Kind]string{Setting: "space", Subject: "rocket", Colour: "purple"}},
		{"thunderstorm at sea, huge waves crashing", map[Kind]string{Setting: "ocean", Weather: "storm", Mood: "dramatic"}},
		{"an astronaut", map[Kind]string{Setting: "space", Subject: "astronaut"}},
		{"slowly zoom in on an autumn wood, hyperlapse", map[Kind]string{Camera: "smooth_zoom_in", Setting: "forest", Season: "autumn", Pace: "timelapse"}},
		{"anime style city street at night in the rain", map[Kind]string{Style: "anime", Setting: "city", Overlay: "rain", Time: "night"}},
		{"snow-capped peaks, cloudless sky", map[Kind]string{Setting: "mountain", Weather: "clear", Overlay: ""}},
		{"霓虹灯下的东京雨夜", map[Kind]string{Setting: "city", Overlay: "rain", Time: "night"}},
		{"夕阳下平静的大海，海鸥飞翔", map[Kind]string{Setting: "ocean", Time: "golden", Mood: "calm", Subject: "birds"}},
		{"没有云的天空，草原上的白马", map[Kind]string{Setting: "meadow", Weather: "", Subject: "horse"}},
		{"雪山 with 极光", map[Kind]string{Setting: "mountain", Time: "night", Subject: "aurora"}},
		{"qwzx blarg", map[Kind]string{Setting: "", Time: ""}},
	}
	for _, tt := range tests {
		t.Run(tt.prompt, func(t *testing.T) {
			t.Parallel()
			s := Read(tt.prompt, "")
			for k, want := range tt.want {
				if m, _ := s.Best(k); m.Name != want {
					t.Errorf("best %s is %q, want %q in %s", k, m.Name, want, s)
				}
			}
		})
	}
}

func TestNegation(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt, negative string
		gone             []Concept
		kept             []Concept
	}{
		{"a forest, no rain, without clouds", "", []Concept{{Overlay, "rain"}, {Weather, "rain"}, {Weather, "cloudy"}}, []Concept{{Setting, "forest"}}},
		{"no rain in the forest", "", []Concept{{Overlay, "rain"}}, []Concept{{Setting, "forest"}}},
		{"no rain or snow but fog", "", []Concept{{Weather, "rain"}, {Weather, "snow"}}, []Concept{{Weather, "fog"}}},
		{"a rain-free desert", "", []Concept{{Weather, "rain"}}, []Concept{{Setting, "desert"}}},
		{"a forest, not at night, not in the rain", "", []Concept{{Time, "night"}, {Weather, "rain"}}, []Concept{{Setting, "forest"}}},
		{"never ending forest", "", nil, []Concept{{Setting, "forest"}}},
		{"rain over the sea", "rain, people", []Concept{{Weather, "rain"}, {Subject, "person"}}, []Concept{{Setting, "ocean"}}},
		{"没有雨的森林", "", []Concept{{Weather, "rain"}}, []Concept{{Setting, "forest"}}},
		{"thunderstorm", "rain", []Concept{{Weather, "rain"}}, []Concept{{Weather, "storm"}}},
	}
	for _, tt := range tests {
		t.Run(tt.prompt, func(t *testing.T) {
			t.Parallel()
			s := Read(tt.prompt, tt.negative)
			for _, c := range tt.gone {
				if !s.Avoids(c.Kind, c.Name) || s.Weight(c.Kind, c.Name) != 0 {
					t.Errorf("%v is not ruled out in %s", c, s)
				}
			}
			for _, c := range tt.kept {
				if s.Avoids(c.Kind, c.Name) || s.Weight(c.Kind, c.Name) == 0 {
					t.Errorf("%v is missing in %s", c, s)
				}
			}
		})
	}
}

func TestAmountAndCount(t *testing.T) {
	t.Parallel()
	plain, heavy, light := Read("rain", ""), Read("heavy rain", ""), Read("light rain", "")
	if w, h, l := plain.Weight(Weather, "rain"), heavy.Weight(Weather, "rain"), light.Weight(Weather, "rain"); !(l < w && w < h) {
		t.Errorf("light %.2f, plain %.2f, heavy %.2f: want them rising", l, w, h)
	}
	m, _ := Read("two red balloons over hills", "").Best(Subject)
	if m.Name != "balloon" || m.Count != 2 || !m.HasColour {
		t.Errorf("subject is %+v, want two red balloons", m)
	}
}

func TestUnknownWordsSteer(t *testing.T) {
	t.Parallel()
	a, b := Read("a frobnicating wuzzle", ""), Read("a gloopy wuzzle", "")
	if want := []string{"frobnicating", "wuzzle"}; !slices.Equal(a.Unknown, want) {
		t.Errorf("unknown words are %q, want %q", a.Unknown, want)
	}
	if a.UnknownSteer == b.UnknownSteer || a.Steer == b.Steer {
		t.Error("two prompts steer alike")
	}
	if Read("ocean", "").Steer == Read("ocean", "rain").Steer {
		t.Error("the negative prompt does not steer")
	}
}

// Quotations are titles, speech, signs or names, by the words beside them.
func TestQuotes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][3][]string{
		`a beach with the title "HOME"`:                  {{"HOME"}},
		`mountains at dawn, title 'The Long Way'`:        {{"The Long Way"}},
		`雪山，标题为「远方」`:                                     {{"远方"}},
		`大海，“夏天”`:                                        {{"夏天"}},
		`a forest "Silent Woods"`:                        {{"Silent Woods"}},
		`"Part One" as the title over a desert`:          {{"Part One"}},
		`a woman says "hello there" on a beach`:          {nil, {"hello there"}},
		`a man whispers 'come home' to his dog`:          {nil, {"come home"}},
		`"Run!" she shouts in the rain`:                  {nil, {"Run!"}},
		`一个男人说：“你好”`:                                     {nil, {"你好"}},
		`a neon sign that says "OPEN"`:                   {nil, nil, {"OPEN"}},
		`a ship called "Titanic" on the sea`:             {},
		`it's a cat's life, don't worry, the dogs' home`: {},
		`"a wolf in a snowy forest at night"`:            {},
		`the text "ONE". Then the text "TWO"`:            {{"ONE", "TWO"}},
		`水墨画，《富春山居图》风格`:                                  {},
		`a city, the words 'Don't Stop' appear`:          {{"Don't Stop"}},
	} {
		s := Read(text, "")
		for i, got := range [][]string{s.Titles, s.Speech, s.Signs} {
			if !slices.Equal(got, want[i]) {
				t.Errorf("%q has %q for %s, want %q", text, got, [...]string{"titles", "speech", "signs"}[i], want[i])
			}
		}
	}
	if s := Read(`a meadow with the title "Ocean of Fire"`, ""); s.Weight(Setting, "ocean") > 0 {
		t.Error("the words of a title are read as a place")
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	got := Read("two horses on a beach, no rain, zzyx", "").Explain()
	for _, want := range []string{"Place:", "coast (from \"beach\")", "2 × horse", "Left out:    rain\n", "Not known:   zzyx"} {
		if !strings.Contains(got, want) {
			t.Errorf("explanation lacks %q:\n%s", want, got)
		}
	}
	if got := Read("", "").Explain(); got == "" {
		t.Error("an empty prompt has no explanation")
	}
}

func TestLexiconErrors(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"nonsense x\n a", "setting", "setting a\nsetting a", " word", "setting a\n b*2", "setting a\n ,",
		"colour a #12", "pace a x", "setting a\n > setting b 0.5", "setting a\n > setting",
	} {
		if _, err := parseLexicon(text); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "no rain", "😀 \xff 雪山", "rain-free sunny night blizzard", "\"", "“a” 「", strings.Repeat("wave ", 50)} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, text, negative string) {
		s := Read(text, negative)
		for _, m := range s.Mentions {
			if !(m.Weight > 0 && m.Weight <= maxWeight) || math.IsNaN(m.Weight) {
				t.Errorf("weight of %s %s is %g", m.Kind, m.Name, m.Weight)
			}
			if s.Avoids(m.Kind, m.Name) {
				t.Errorf("%s %s is both mentioned and avoided", m.Kind, m.Name)
			}
		}
		if s.String() != Read(text, negative).String() {
			t.Error("the same prompt reads differently twice")
		}
		if utf8.ValidString(text) && !utf8.ValidString(s.Explain()) {
			t.Error("the explanation is not UTF-8")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	text := strings.Repeat("A lone sailing boat drifts over the calm ocean at golden hour while gentle fog rolls in. ", 5)
	for b.Loop() {
		Read(text, "rain, people")
	}
}
