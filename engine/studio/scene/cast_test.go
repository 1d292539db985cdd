package scene

import (
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/figure"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/spmd"
)

func planOf(words string, seed int64) *Plan {
	return New(Request{Spec: prompt.Read(words, ""), Seed: seed, Seconds: 4, Width: 160, Height: 90})
}

func castNames(p *Plan) (names []string) {
	for _, a := range p.Cast {
		names = append(names, a.Name)
	}
	return names
}

func TestCastHoldsWhatTheWordsName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt string
		want   []string
	}{
		{"a horse in a meadow", []string{"horse"}},
		{"three horses in a meadow", []string{"horse", "horse", "horse"}},
		{"a dog and a cat in the desert", []string{"cat", "dog"}},
		{"a child flying a kite on a hill", []string{"kite"}},
		{"a whale in the ocean", []string{"whale"}},
		{"a whale in a meadow", nil},             // no water there
		{"a horse at a lake", []string{"horse"}}, // on a bank before it
		{"a deer drinks at a waterfall", []string{"deer"}},
		{"a hiker at the rim of a canyon", []string{"person"}},
		{"a horse in deep space", nil},
		{"an astronaut in deep space", []string{"astronaut"}},
		{"a hippo in the savanna", nil}, // has no figure
		{"a meadow without a horse", nil},
		{"calm ocean", nil},
	}
	for _, tt := range tests {
		t.Run(tt.prompt, func(t *testing.T) {
			t.Parallel()
			p := planOf(tt.prompt, 3)
			got := castNames(p)
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("cast %v, want %v", got, tt.want)
			}
		})
	}
}

// drawn is the box of the pixels that the cast changes at a time, as shares of the frame, and the share of them.
func drawn(p *Plan, t float64) (x, y [2]float64, share float64) {
	const h = 90
	w := int(math.Round(h * p.Path.Aspect))
	f := spmd.NewFrame(w, h)
	for i := range w * h {
		f.Pix[4*i], f.Pix[4*i+1], f.Pix[4*i+2], f.Pix[4*i+3] = 0.37, 0.37, 0.37, 1
	}
	for i := range p.Cast {
		p.Cast[i].Shadow, p.Cast[i].Mirror = 0, 0
	}
	p.DrawCast(f, t)
	x, y = [2]float64{1, 0}, [2]float64{1, 0}
	n := 0
	for i := range w * h {
		if f.Pix[4*i] != 0.37 {
			px, py := float64(i%w)/float64(w), float64(i/w)/h
			x, y, n = [2]float64{min(x[0], px), max(x[1], px)}, [2]float64{min(y[0], py), max(y[1], py)}, n+1
		}
	}
	return x, y, float64(n) / float64(w*h)
}

// TestNarrowFramesShowTheLane has vehicles on a road in portrait and square films.
func TestNarrowFramesShowTheLane(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"a motorcycle on a road", "a bicycle on a road", "a car on a road", "a truck on a road"} {
		for seed := range int64(4) {
			for _, size := range [][2]int{{720, 720}, {540, 960}} {
				p := New(Request{Spec: prompt.Read(text, ""), Seed: seed, Seconds: 4, Width: size[0], Height: size[1]})
				for _, at := range []float64{0.1, 2, 3.9} {
					if x, _, share := drawn(p, at); share < 0.003 || x[0] < 0.005 || x[1] > 0.985 {
						t.Errorf("%q, seed %d, %v, %g s: it takes %.4f of the frame from %.2f to %.2f of the width", text, seed, size, at, share, x[0], x[1])
					}
				}
			}
		}
	}
}

// TestActionsThatRest are what the words say, except where grass would hide who lies.
func TestActionsThatRest(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a cat sleeps by the fireplace": "sleep", "a dog sits on the beach": "sit", "horses graze on a meadow": "graze", "a lion rests in the savanna": "sit",
		"一只狗在沙滩上睡觉": "sleep", "a wolf lies in the snow": "lie", "a woman sits by a lake": "sit",
	} {
		p := planOf(text, 2)
		if len(p.Cast) == 0 || p.Cast[0].Action != want || p.Cast[0].Speed != 0 {
			t.Errorf("%q: %+v, want the action %q", text, p.Cast, want)
		}
	}
}

// TestUmbrellasHaveTheirColours finds the umbrella that somebody carries, and the colour before the word.
func TestUmbrellasHaveTheirColours(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt string
		like   func(c figure.Colour) bool
	}{
		{"a woman with a red umbrella in the rain", func(c figure.Colour) bool { return c[0] > 3*c[2] }},
		{"a man in a green coat with a blue umbrella", func(c figure.Colour) bool { return c[2] > 2*c[0] }},
		{"一个女孩打着红色的雨伞走在街道", func(c figure.Colour) bool { return c[0] > 3*c[2] }},
		{"a child, umbrella in hand, on a meadow", func(c figure.Colour) bool { return true }},
	}
	for _, tt := range tests {
		p := planOf(tt.prompt, 1)
		if len(p.Cast) != 1 || p.Cast[0].Carries == nil || !tt.like(*p.Cast[0].Carries) {
			t.Errorf("%q: %+v", tt.prompt, p.Cast)
		}
	}
	if p := planOf("a woman in the rain", 1); p.Cast[0].Carries != nil {
		t.Error("an umbrella nobody asked for")
	}
}

// TestBirdsWearTheirColours and come as one flock.
func TestBirdsWearTheirColours(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"flamingos fly over a lake": true, "海鸥在海上飞": true, "a flock of birds": false} {
		p := planOf(text, 1)
		if len(p.Cast) != 1 || (p.Cast[0].Paint != nil) != want {
			t.Errorf("%q: %d actors, painted %v", text, len(p.Cast), len(p.Cast) > 0 && p.Cast[0].Paint != nil)
		}
	}
}

// TestWaterTakesTheLight: the deep sea is dark, and what is far away loses its red.
func TestWaterTakesTheLight(t *testing.T) {
	t.Parallel()
	reef, deep := planOf("a shark over a reef", 1), planOf("a shark in the deep sea", 1)
	light := func(p *Plan, ahead float64) figure.Light { return p.waterLight(p.castLight(p.Path.At(0)), ahead) }
	if a, b := luma(light(reef, 5).Key), luma(light(deep, 5).Key); b > 0.2*a {
		t.Errorf("the light is %.3f in the deep sea and %.3f over the reef", b, a)
	}
	near, far := light(reef, 2), light(reef, 20)
	if near.Key[0]/near.Key[2] < 2*far.Key[0]/far.Key[2] || near.Distance > 0.2 || far.Distance < 0.7 {
		t.Errorf("near %v, far %v", near, far)
	}
}

// TestEverySubjectIsSeenThroughoutItsFilm puts each figure into a place that suits it.
func TestEverySubjectIsSeenThroughoutItsFilm(t *testing.T) {
	t.Parallel()
	places := map[figure.Realm]string{figure.Land: "meadow", figure.Water: "ocean", figure.Sea: "ocean", figure.Air: "desert", figure.Deep: "deep space"}
	words := map[string]string{"birds": "flock of birds", "boat": "sailing boat", "balloon": "hot air balloon", "lantern": "sky lantern", "steamtrain": "steam train", "doubledecker": "double decker bus", "flower": "rose", "tree": "lone tree", "kite": "kite"}
	for _, name := range figure.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sub, _ := figure.Find(name)
			place := places[sub.Realm]
			if ownOf[place][name] {
				place = "desert"
			}
			word := name
			if w, ok := words[name]; ok {
				word = w
			}
			for seed := range int64(4) {
				p := planOf("a "+word+" in the "+place, seed)
				if !slices.Contains(castNames(p), name) {
					t.Fatalf("%q at %s is not in the cast %v", word, p.Place, castNames(p))
				}
				seen := 0
				for _, at := range []float64{0, 1, 2, 3, 3.9} {
					x, y, share := drawn(p, at)
					if share > 0.0008 {
						seen++
					}
					if share > 0.45 {
						t.Errorf("seed %d, %g s: it covers %.2f of the frame", seed, at, share)
					}
					if sub.Realm == figure.Land && y[1] > 0.97 && share > 0 {
						t.Errorf("seed %d, %g s: it stands at %.2f of the height: its feet are cut off", seed, at, y[1])
					}
					if mid := (x[0] + x[1]) / 2; share > 0.0008 && (mid < 0.06 || mid > 0.94) {
						t.Errorf("seed %d, %g s: its middle is at %.2f of the width", seed, at, mid)
					}
				}
				// Who leaps out of the water is under it at times.
				if want := map[bool]int{true: 2, false: 5}[sub.Realm == figure.Sea]; seen < want {
					t.Errorf("seed %d: it is seen at %d of 5 times", seed, seen)
				}
			}
		})
	}
}

func TestCastMovesTheWayItHeads(t *testing.T) {
	t.Parallel()
	for seed := range int64(6) {
		p := planOf("a horse walking across a meadow", seed)
		a := p.Cast[0]
		x0, _, _ := drawn(p, 0.2)
		x1, _, _ := drawn(p, 3.8)
		moved := x1[0] + x1[1] - x0[0] - x0[1]
		if moved*math.Cos(a.Heading) <= 0.02 {
			t.Errorf("seed %d: heading %.2f, but it moves by %.2f", seed, a.Heading, moved)
		}
	}
}

func TestContactsFollowTheGait(t *testing.T) {
	t.Parallel()
	p := planOf("a man walking in the desert", 1)
	c := p.Contacts(p.Cast[0])
	stride, feet := p.Cast[0].Subject.Stride("walk")
	want := p.Seconds * p.TimeRate * p.Cast[0].Speed / stride * float64(feet)
	if math.Abs(float64(len(c))-want) > 1 {
		t.Errorf("%d steps, want about %.1f", len(c), want)
	}
	if p := planOf("a man standing in the desert", 1); len(p.Contacts(p.Cast[0])) != 0 {
		t.Error("somebody who stands is heard to walk")
	}
}

func TestCastIsInTheDescription(t *testing.T) {
	t.Parallel()
	p := planOf("a wolf in the desert", 2)
	if got := p.String(); !slices.Contains(castNames(p), "wolf") || len(p.Notes) > 0 && slices.ContainsFunc(p.Notes, func(n string) bool { return n == "not drawn: wolf" }) {
		t.Errorf("plan is %q with notes %v", got, p.Notes)
	}
}

// TestBeachesAreWalkedOnDrySand checks that who walks along the sea has dry feet, and is whole in the frame.
func TestBeachesAreWalkedOnDrySand(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"a couple walks along the beach", "a horse gallops on the beach", "a dog on the beach", "three elephants on the beach"} {
		for seed := range int64(6) {
			p := planOf(words, seed)
			sea, ok := p.Layers[0].Uniforms["uSide"].(float64)
			if !ok || len(p.Cast) == 0 {
				t.Fatalf("%q: the sea is on side %v, the cast is %v", words, p.Layers[0].Uniforms["uSide"], castNames(p))
			}
			for _, at := range []float64{0, 2, 3.9} {
				for _, a := range p.Cast {
					where, _ := p.position(a, at)
					if dry := -sea * where[0]; dry < 0.8 {
						t.Errorf("%q, seed %d, %g s: %s walks %.1f m from the waterline", words, seed, at, a.Name, dry)
					}
				}
				if x, _, _ := drawn(p, at); x[0] < 0.005 || x[1] > 0.995 {
					t.Errorf("%q, seed %d, %g s: it is seen from %.2f to %.2f of the width", words, seed, at, x[0], x[1])
				}
			}
		}
	}
}

// TestSmallSubjectsAreSeenLarge wants small animals to fill a good part of the picture's height.
func TestSmallSubjectsAreSeenLarge(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]float64{"cat": 0.28, "rabbit": 0.17, "dog": 0.28, "fox": 0.28, "squirrel": 0.12} {
		for seed := range int64(4) {
			p := planOf("a "+word+" in the desert", seed)
			_, y, _ := drawn(p, 2)
			if got := y[1] - y[0]; got < want {
				t.Errorf("%s, seed %d: it is %.2f of the frame high, want %.2f", word, seed, got, want)
			}
		}
	}
}

func TestRidersSitOnTheirMounts(t *testing.T) {
	t.Parallel()
	tests := []struct{ prompt, mount, rider, place string }{
		{"an astronaut riding a horse on Mars", "horse", "astronaut", "mars"},
		{"a woman rides a camel through the desert", "camel", "woman", "desert"},
		{"一个人骑马在草原上", "horse", "person", "meadow"},
		{"a man and a horse in a meadow", "person", "", "meadow"}, // nobody rides
		{"a man riding a cat in a meadow", "person", "", "meadow"},
		{"a man riding a bicycle on a road", "bicycle", "person", "road"},
		{"an old fisherman in a small wooden boat on a lake", "rowboat", "person", "lake"},
		{"a woman rows across a lake in a boat", "boat", "woman", "lake"},
		{"a woman watches a sailing boat on a lake", "woman", "", "lake"},
	}
	for _, tt := range tests {
		p := planOf(tt.prompt, 2)
		if p.Place != tt.place || len(p.Cast) == 0 || p.Cast[0].Rider != tt.rider {
			t.Errorf("%q: cast of %s is %+v", tt.prompt, p.Place, castNames(p))
			continue
		}
		if tt.rider != "" && (p.Cast[0].Name != tt.mount || slices.Contains(castNames(p), tt.rider) || len(p.Notes) > 0 && tt.place != "mars") {
			t.Errorf("%q: cast %v, notes %v", tt.prompt, castNames(p), p.Notes)
		}
	}
}

// TestPlacesOfNoWordSuitTheSubject reads prompts that name no place.
func TestPlacesOfNoWordSuitTheSubject(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"a woman dancing", "a robot", "an old man smiles, dreamy", "a lion at night", "a bear, dramatic", "an astronaut"} {
		for seed := range int64(12) {
			if p := planOf(words, seed); len(p.Cast) != 1 {
				t.Errorf("%q, seed %d: a cast of %d at %s", words, seed, len(p.Cast), p.Place)
			}
		}
	}
}

// TestMembersOfAGroupKeepTheirOwnTime wants no two of them in the same pose.
func TestMembersOfAGroupKeepTheirOwnTime(t *testing.T) {
	t.Parallel()
	lags := map[float64]bool{}
	cast := planOf("three astronauts walk on the moon", 1).Cast
	for _, a := range cast {
		lags[a.Lag] = true
	}
	if len(cast) != 3 || len(lags) != 3 || cast[0].Lag != 0 {
		t.Errorf("%d of %d have a time of their own, the first is %g s ahead", len(lags), len(cast), cast[0].Lag)
	}
}

func TestPluralsAreSeveral(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]int{
		"horses in a meadow": 3, "a horse in a meadow": 1, "two horses in a meadow": 2, "people walk in a city street": 3, "a bus": 1, "jellyfish in the deep sea": 3, "a sheep on a meadow": 1,
		"sheep on a meadow": 3, "cars on a road": 3, "a whale in the ocean": 1,
	} {
		if got := len(planOf(words, 1).Cast); got != want {
			t.Errorf("%q: a cast of %d, want %d", words, got, want)
		}
	}
	for _, a := range planOf("cars on a road", 1).Cast {
		if a.Start[0] > 1.5 || a.Start[0] < -4 {
			t.Errorf("a car drives %.1f m to the right of the lane", a.Start[0])
		}
	}
}
