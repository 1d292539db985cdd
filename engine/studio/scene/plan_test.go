package scene

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

func plan(text string, change ...func(*Request)) *Plan {
	q := Request{Spec: prompt.Read(text, ""), Seed: 1, Seconds: 5, Width: 960, Height: 540}
	for _, c := range change {
		c(&q)
	}
	return New(q)
}

func TestPlanFollowsWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt               string
		place, hour, overlay string
		camera               string
	}{
		{"golden hour over a calm ocean", "ocean", "golden", "", "default"},
		{"snowy mountains above a misty forest at dawn, zoom in", "mountain", "dawn", "", "zoom_in"},
		{"neon city under the stars in heavy rain", "city", "night", "rain", "default"},
		{"fireflies in a forest at dusk, static shot", "forest", "dusk", "fireflies", "fix_bg"},
		{"cherry petals over a meadow at noon, pan left", "meadow", "noon", "petals", "pan_left"},
		{"a purple nebula", "space", "night", "", "default"},
	}
	for _, tt := range tests {
		t.Run(tt.prompt, func(t *testing.T) {
			t.Parallel()
			p := plan(tt.prompt)
			if p.Place != tt.place || p.Hour != tt.hour || p.Camera != tt.camera {
				t.Errorf("plan is %s", p)
			}
			if tt.overlay != "" && !strings.Contains(p.String(), "+ "+tt.overlay) {
				t.Errorf("%s lacks the overlay %s", p, tt.overlay)
			}
		})
	}
}

// A room is furnished by its words, keeps the weather outside and lets in who fits through the door.
func TestRooms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt, uniform string
		want            float64
		cast            string
	}{
		{"a cat in a cosy room with rain on the window", "uRoom", 0, "cat"},
		{"an elephant in a kitchen", "uRoom", 2, ""},
		{"a library, snow outside", "uRoom", 1, ""},
		{"a room with a fireplace", "uFire", 1, ""},
		{"图书馆", "uRoom", 1, ""},
		{"厨房里的一只狗", "uRoom", 2, "dog"},
	}
	for _, tt := range tests {
		p := plan(tt.prompt)
		if p.Place != "interior" || len(p.Layers) != 1 {
			t.Errorf("%q gives %s", tt.prompt, p)
			continue
		}
		if got, _ := p.Layers[0].Uniforms[tt.uniform].(float64); got != tt.want {
			t.Errorf("%q: %s is %g, want %g", tt.prompt, tt.uniform, got, tt.want)
		}
		if (tt.cast != "") != (len(p.Cast) == 1) || tt.cast != "" && p.Cast[0].Name != tt.cast {
			t.Errorf("%q: the cast is %v", tt.prompt, p.Cast)
		}
	}
}

func TestParametersOverrideWords(t *testing.T) {
	t.Parallel()
	p := plan("ocean, zoom in, anime style", func(q *Request) { q.Camera, q.Style = "pan_left", "comic" })
	if p.Camera != "pan_left" || p.Style != "comic" {
		t.Errorf("plan is %s", p)
	}
	if p := plan("ocean, zoom in", func(q *Request) { q.Camera = "auto_camera" }); p.Camera != "zoom_in" {
		t.Errorf("auto_camera gave %s, want the words' zoom_in", p.Camera)
	}
	if p := plan("ocean", func(q *Request) { q.Camera, q.Style = "no such", "day" }); p.Camera != "default" || p.Style != "" {
		t.Errorf("unknown values gave %s", p)
	}
	slow, fast := plan("ocean"), plan("ocean", func(q *Request) { q.Motion = "fast" })
	if fast.TimeRate <= slow.TimeRate || fast.Path.Speed <= slow.Path.Speed {
		t.Error("motion_mode fast is not faster")
	}
}

func TestPlanIsAFunctionOfItsRequest(t *testing.T) {
	t.Parallel()
	a, b := plan("a wuzzle in the mist"), plan("a wuzzle in the mist")
	if !reflect.DeepEqual(a, b) {
		t.Error("the same request gives two plans")
	}
	seed := plan("a wuzzle in the mist", func(q *Request) { q.Seed = 2 })
	word := plan("a gloopy in the mist")
	for _, other := range []*Plan{seed, word} {
		if reflect.DeepEqual(a.Layers[0].Uniforms["uSeed"], other.Layers[0].Uniforms["uSeed"]) || a.Palette == other.Palette {
			t.Error("another seed or another unknown word gives the same layout or palette")
		}
	}
}

func TestWeather(t *testing.T) {
	t.Parallel()
	weather := func(text string) [4]float32 { return plan(text).Layers[0].Uniforms["uWeather"].([4]float32) }
	if a, b := weather("ocean, cloudless sky"), weather("ocean, overcast"); a[0] >= 0.15 || b[0] < 0.7 {
		t.Errorf("cloud cover is %g when clear and %g when overcast", a[0], b[0])
	}
	if v := weather("thunderstorm at sea"); v[0] < 0.85 || v[1] < 0.3 {
		t.Errorf("a thunderstorm has weather %v", v)
	}
	if v := weather("meadow in thick fog"); v[3] < 0.5 {
		t.Errorf("thick fog has weather %v", v)
	}
	if v := weather("mountain lake in winter without snow"); v[2] != 0 {
		t.Errorf("winter without snow has weather %v", v)
	}
}

func TestNightIsDarkerThanNoon(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"ocean", "mountain", "meadow"} {
		night, noon := plan(place+" at night").Light, plan(place+" at noon").Light
		if luma(night.Mid)*4 > luma(noon.Mid) || luma(night.SunColor)*3 > luma(noon.SunColor) {
			t.Errorf("%s: the night's sky is %v, the noon's %v", place, night.Mid, noon.Mid)
		}
	}
}

func TestAbstractForms(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"abstract silk in the wind": "abstract", "the sound of a cello": "abstract",
		"crimson ink in water": "ink", "abstract paint, pink and gold": "ink", "彩色墨水": "ink",
		"abstract particles": "particles", "particle waves, blue and magenta": "particles", "粒子": "particles",
		"geometric shapes": "geometry", "abstract spheres and cubes": "geometry", "抽象几何图案": "geometry",
	} {
		if got := plan(words).Place; got != want {
			t.Errorf("%q: the place is %q, not %q", words, got, want)
		}
	}
	drawn := map[string]bool{}
	for seed := range int64(40) {
		drawn[New(Request{Spec: prompt.Read("abstract", ""), Seed: seed, Seconds: 5, Width: 960, Height: 540}).Place] = true
	}
	if len(drawn) != len(forms) {
		t.Errorf("forty abstract films are all of %v", drawn)
	}
}

func TestColourWordsRuleThePalette(t *testing.T) {
	t.Parallel()
	red, blue := plan("abstract red silk").Palette, plan("abstract blue silk").Palette
	if red[0][0] < 3*red[0][2] || blue[0][2] < 2*blue[0][0] {
		t.Errorf("the first accents are %v and %v", red[0], blue[0])
	}
}

func TestFieldsTakeTheirColour(t *testing.T) {
	t.Parallel()
	grass := func(text string) any { return plan(text).Layers[0].Uniforms["uGrass"] }
	lavender, ok := grass("a lavender field").([3]float32)
	if !ok || lavender[2] < lavender[1] {
		t.Errorf("the grass of a lavender field is %v", lavender)
	}
	if g := grass("a meadow with red kites"); g != nil {
		t.Errorf("red kites colour the grass %v", g)
	}
}

// Everything in the tables must refer to something, and every word of the lexicon that a plan looks up must be in a table.
func TestTablesAreComplete(t *testing.T) {
	t.Parallel()
	for name, pl := range places {
		if _, ok := backdrops[pl.backdrop]; !ok {
			t.Errorf("%s: no backdrop %q", name, pl.backdrop)
		}
		if _, ok := palettes[pl.palette]; !ok {
			t.Errorf("%s: no palette %q", name, pl.palette)
		}
		if _, ok := moodGrades[pl.grade]; pl.grade != "" && !ok {
			t.Errorf("%s: no grade %q", name, pl.grade)
		}
		if len(pl.hours) == 0 {
			t.Errorf("%s: no hours", name)
		}
		for _, h := range pl.hours {
			if _, ok := hours[h]; !ok {
				t.Errorf("%s: no hour %q", name, h)
			}
		}
		sc, ok := shader.Scenes[pl.backdrop]
		if !ok {
			t.Errorf("%s: no scene %q", name, pl.backdrop)
			continue
		}
		own := maps.Clone(pl.uniforms)
		if own == nil {
			own = spmd.Values{}
		}
		if f := backdrops[pl.backdrop].subjects; f != nil {
			f(prompt.Read("an eagle, birds, deer, flowers, a big tree, people, a car, planet, spring, aurora, fish, fireworks, deep sea, skyscrapers, tropical", ""), own)
		}
		for u := range own {
			if !declares(sc.Program, u) {
				t.Errorf("%s: the scene %s has no uniform %s", name, pl.backdrop, u)
			}
		}
	}
	for _, o := range overlays {
		if shader.Overlays[o.shader] == nil {
			t.Errorf("no overlay shader %s", o.shader)
		}
	}
	for _, k := range []prompt.Kind{prompt.Setting, prompt.Time, prompt.Mood, prompt.Style, prompt.Camera} {
		for _, name := range prompt.Names(k) {
			if !known(k, name) {
				t.Errorf("%s %s of the lexicon has no entry here", k, name)
			}
		}
	}
	for mood, options := range fallbacks {
		for _, o := range options {
			if _, ok := places[o]; !ok {
				t.Errorf("fallback of %q: no place %q", mood, o)
			}
		}
	}
	for _, m := range moodPalettes {
		if _, ok := palettes[m.palette]; !ok {
			t.Errorf("no palette %q", m.palette)
		}
	}
	for _, name := range abstractPalettes {
		if _, ok := palettes[name]; !ok {
			t.Errorf("no palette %q", name)
		}
	}
}

func known(k prompt.Kind, name string) bool {
	var ok bool
	switch k {
	case prompt.Setting:
		_, ok = places[name]
	case prompt.Time:
		_, ok = hours[name]
	case prompt.Mood:
		_, ok = moodGrades[name]
	case prompt.Style:
		_, ok = styleGrades[name]
	case prompt.Camera:
		_, ok = moves[name]
	}
	return ok
}

func FuzzNew(f *testing.F) {
	f.Add("", int64(0), uint8(5), "")
	f.Add("sunny night blizzard, no place, not here", int64(7), uint8(15), "whip_pan")
	f.Add("red red red red ocean forest city space meadow lavender", int64(-3), uint8(1), "hitchcock")
	f.Fuzz(func(t *testing.T, text string, seed int64, seconds uint8, camera string) {
		q := Request{Spec: prompt.Read(text, ""), Seed: seed, Seconds: float64(seconds%15) + 1, Width: 540, Height: 960, Camera: camera}
		p := New(q)
		if len(p.Layers) == 0 {
			t.Fatal("a plan without layers")
		}
		if s := fmt.Sprintf("%v %v %v", p.Light, p.Palette, p.Look); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
			t.Errorf("broken numbers: %s", s)
		}
		for _, at := range []float64{0, q.Seconds / 2, q.Seconds} {
			pose := p.Path.At(at)
			if f := float64(pose.Focal); !(f > 0.4 && f < 8) || math.IsNaN(float64(pose.Rot[0])) {
				t.Errorf("broken pose %+v", pose)
			}
		}
		if w := p.Layers[0].Uniforms["uWeather"].([4]float32); min(w[0], w[1], w[2], w[3]) < 0 || max(w[0], w[1], w[2], w[3]) > 1 {
			t.Errorf("weather %v is not within 0..1", w)
		}
	})
}

func declares(p *spmd.Program, uniform string) bool {
	return slices.ContainsFunc(p.Uniforms, func(u spmd.Uniform) bool { return u.Name == uniform })
}

// Chimneys of the village smoke by themselves; elsewhere smoke is laid over the picture. Fireworks, city skylines and storms have
// their places.
func TestPlacesKeepTheirOwn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		place string
		smoke bool
	}{
		"a village in the evening, smoke from chimneys": {"village", false},
		"smoke drifts over a meadow":                    {"meadow", true},
		"fireworks over a dark bay":                     {"skyline", false},
		"city skyline across the water at dusk":         {"skyline", false},
		"a village by the sea":                          {"village", false},
		"a highway through the desert":                  {"road", false},
	} {
		p := plan(text)
		smoke := slices.ContainsFunc(p.Layers, func(l Layer) bool { return l.Shader == "smoke" })
		if p.Place != want.place || smoke != want.smoke {
			t.Errorf("%q leads to %s, smoke %t; want %s, smoke %t", text, p.Place, smoke, want.place, want.smoke)
		}
	}
}
