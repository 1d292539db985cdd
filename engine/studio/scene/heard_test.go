package scene

import (
	"math"
	"os"
	"strings"
	"testing"

	"zoetrope/engine/studio/prompt"
)

func TestAirFollowsTheWeather(t *testing.T) {
	t.Parallel()
	dry, wet := plan("a meadow at noon, clear sky").Air(), plan("a meadow at noon in a heavy rainstorm").Air()
	if dry.Rain != 0 || wet.Rain < 0.4 {
		t.Errorf("rain of %g when clear and %g in rain", dry.Rain, wet.Rain)
	}
	if wet.Wind <= dry.Wind {
		t.Errorf("wind of %g m/s when clear and %g in a storm", dry.Wind, wet.Wind)
	}
	if a := plan("a forest in heavy snow").Air(); a.Snow < 0.4 || a.Rain != 0 {
		t.Errorf("a snowfall is %+v", a)
	}
}

func TestWalkersOfAStreet(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt string
		want   bool
	}{
		{"a neon street at night", true},
		{"a city street at noon, clear sky, a woman walks", false}, // she is of the cast: see Contacts
		{"a city street at noon, clear sky", false},
		{"a neon street at night without people", false},
		{"a woman walks through a meadow at night", false},
	}
	for _, tt := range tests {
		p := plan(tt.prompt)
		ws := p.Walkers()
		if (len(ws) > 0) != tt.want {
			t.Errorf("%q (%s): %d walkers", tt.prompt, p, len(ws))
		}
		for _, w := range ws {
			if n := p.Seconds * p.TimeRate * strideRate / math.Pi; math.Abs(float64(len(w.Steps))-n) > 1 {
				t.Errorf("%q: %d steps, want about %.1f", tt.prompt, len(w.Steps), n)
			}
			for _, s := range w.Steps {
				if s < 0 || s >= p.Seconds {
					t.Errorf("%q: a step at %g s", tt.prompt, s)
				}
			}
		}
	}
}

// The steps are heard when the shader sets a foot down: both must run on the same phase.
func TestStridesAreThoseOfTheShader(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../shader/city.frag")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), "float phase = iTime * 3.6 + float(i) * 2.0;") || strideRate != 3.6 || strides[1].phase != 2 {
		t.Error("city.frag strides to another phase than the sound of steps")
	}
}

func TestRush(t *testing.T) {
	t.Parallel()
	whip := plan("mountains", func(q *Request) { q.Camera = "whip_pan" }).Path
	at, ok := whip.Rush()
	if !ok {
		t.Fatal("a whip pan does not rush")
	}
	turn := func(t float64) float64 { return float64(whip.Drift(t + 0.02)[0] - whip.Drift(t - 0.02)[0]) }
	if fastest := turn(at); fastest < turn(at-0.4) || fastest < turn(at+0.4) {
		t.Errorf("at %g s the camera turns slower than beside it", at)
	}
	if _, ok := plan("mountains", func(q *Request) { q.Camera = "pan_left" }).Path.Rush(); ok {
		t.Error("a plain pan rushes")
	}
}

func TestHeardIsCloserThanThePlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a waterfall in the mountains": "waterfall", "a calm river": "river", "a street in the rain": "street",
		"autumn forest": "autumn", "forest": "forest", "a birch forest": "forest", "northern lights": "snowfield",
	} {
		s := prompt.Read(text, "")
		p := New(Request{Spec: s, Seconds: 5, Width: 96, Height: 54})
		place := p.Place
		if text == "a waterfall in the mountains" {
			place = "river" // whichever of both is drawn
		}
		if got := Heard(place, p.Season, s); got != want {
			t.Errorf("%q sounds like %s, want %s", text, got, want)
		}
	}
}

func TestLightning(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt string
		want   bool
	}{
		{"a thunderstorm over the ocean", true},
		{"lightning over the mountains at night", true},
		{"a calm ocean in the rain", false},
		{"a storm in deep space", false},
		{"a rainbow over the hills after the storm", false},
	}
	for _, tt := range tests {
		p := plan(tt.prompt)
		at, distance := p.Lightning()
		if (len(at) > 0) != tt.want {
			t.Errorf("%q (%s): strokes at %v", tt.prompt, p, at)
		}
		if tt.want && (distance/343 < 0.7 || distance/343 > 2.5) {
			t.Errorf("%q: thunder after %.1f s", tt.prompt, distance/343)
		}
		for i, s := range at {
			if s < 0 || s > p.Seconds || i > 0 && s-at[i-1] < 2 {
				t.Errorf("%q: strokes at %v of %g s", tt.prompt, at, p.Seconds)
			}
		}
	}
}
