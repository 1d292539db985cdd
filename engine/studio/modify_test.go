package studio

import (
	"math"
	"slices"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

func TestReadRevisions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt string
		verbs  []verb
		code   zoetrope.Code
	}{
		{"remove @selection0", []verb{removeThing}, ""},
		{"make it night", []verb{relight}, ""},
		{"turn the season to autumn and add @img0 on the left", []verb{relight, addThing}, ""},
		{"change the background to a sunny beach", []verb{replaceBackground}, ""},
		{"replace @selection0 with @img0, keep everything else the same", []verb{replaceThing}, ""},
		{"make @selection0 red and make it snow", []verb{recolour, relight}, ""},
		{"replace the sky with @img0", []verb{replaceBackground}, ""},
		{"去掉@selection0", []verb{removeThing}, ""},
		{"make it a snowy evening", []verb{relight}, ""},
		{"change the dress to red", []verb{recolour}, ""},
		{"把裙子改成红色", []verb{recolour}, ""},
		{"make the grass yellow", []verb{recolour}, ""},
		{"make the background blue", []verb{recolour}, ""},
		{"blur the background", []verb{defocus}, ""},
		{"remove the car", []verb{removeThing}, ""},
		{"make it black and white", []verb{relight}, ""},
		{"让画面更亮", []verb{relight}, ""},
		{"add a hat", nil, zoetrope.CodeUnsupported},
		{"make her hair blonde", nil, zoetrope.CodeUnsupported},
		{"make her smile", nil, zoetrope.CodeUnsupported},
		{"remove @selection0. give the dog a hat", nil, zoetrope.CodeUnsupported},
		{"remove @selection3", nil, zoetrope.CodeInvalid},
		{"add @img2", nil, zoetrope.CodeInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.prompt, func(t *testing.T) {
			t.Parallel()
			s := &zoetrope.ModifySpec{SourceSpec: zoetrope.SourceSpec{VideoSpec: zoetrope.VideoSpec{Prompt: tt.prompt, Quality: "360p"}}, Images: []int64{3}, Masks: []int64{2}}
			got, err := readRevisions(s)
			if zoetrope.CodeOf(err) != tt.code {
				t.Fatalf("error %v, want code %q", err, tt.code)
			}
			if refused := modify.Accepts(s); tt.code != "" && zoetrope.CodeOf(refused) != tt.code {
				t.Errorf("at submission the answer is %v", refused)
			}
			if len(got) != len(tt.verbs) {
				t.Fatalf("%d revisions: %+v", len(got), got)
			}
			for i, v := range tt.verbs {
				if got[i].verb != v {
					t.Errorf("revision %d does %d, want %d", i, got[i].verb, v)
				}
			}
		})
	}
}

func TestModifySlow(t *testing.T) {
	slow(t)
	t.Parallel()
	bx, by := redBallAt(0)
	inputs := map[int64]engine.Input{
		1: {Path: film96(t, 20, redBall)},
		2: {Path: maskOf(t, func(x, y int) bool { return math.Hypot(float64(x)-bx, float64(y)-by) < 11 }), Asset: zoetrope.Asset{Label: "object"}},
		3: {Path: still(t, 60, 60, blueDisc)},
	}
	render := func(prompt string) (early, late, meadowLate [3]float32) {
		spec := &zoetrope.ModifySpec{SourceSpec: zoetrope.SourceSpec{Source: 1, VideoSpec: zoetrope.VideoSpec{Prompt: prompt}}, Masks: []int64{2}, Images: []int64{3}}
		c, err := renderEdit(t, spec, inputs)
		if err != nil {
			t.Fatalf("%s: %v", prompt, err)
		}
		if !c.HasSound {
			t.Errorf("%s: the sound is lost", prompt)
		}
		x, y := redBallAt(18)
		return meanAround(t, c, 1, bx, by, 3), meanAround(t, c, 18, x, y, 3), meanAround(t, c, 18, 12, 10, 4)
	}
	if early, late, _ := render("remove @selection0"); early[0] > early[1] || late[0] > late[1] {
		t.Errorf("the removed ball still shows as %.2f and %.2f", early, late)
	}
	if _, late, rest := render("make @selection0 blue"); late[2] < late[0]+0.1 || rest[1] < 0.4 {
		t.Errorf("the ball is %.2f and the meadow %.2f", late, rest)
	}
	if _, _, rest := render("make it night"); rest[1] > 0.35 || rest[2] < rest[0] {
		t.Errorf("the meadow by night is %.2f", rest)
	}
	if early, _, _ := render("replace @selection0 with @img0"); early[2] < early[0]+0.2 {
		t.Errorf("in the place of the ball is %.2f", early)
	}
}

func TestDyeKeepsShading(t *testing.T) {
	t.Parallel()
	p := planesOf(make([]byte, 16*16*3/2), 16, 16, 1)
	for i := range p.R.Pix {
		v := float32(i%16) / 20
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = v, v, v
	}
	all := p.R.Map(func(float32) float32 { return 1 })
	newDye([3]float32{0.9, 0.1, 0.1}, 0.4).apply(p, all)
	for x := 2; x < 16; x++ {
		if p.R.Pix[x] < p.R.Pix[x-1] || p.R.Pix[x] <= p.G.Pix[x] {
			t.Errorf("pixel %d is %.2f %.2f after %.2f", x, p.R.Pix[x], p.G.Pix[x], p.R.Pix[x-1])
		}
	}
}

// Every overlay that words call for can be laid over footage, also those that look at the picture below them.
func TestOverlaysFallOnFootage(t *testing.T) {
	t.Parallel()
	const w, h = 96, 54
	for name, text := range overlayPrompts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := newShot(t, spmd.Best(), 3, w, h, words(text)).plan
			f := fallFilm(plan, renderer{cpu: spmd.Best()}, w, h)
			at := slices.IndexFunc(plan.Layers, func(l scene.Layer) bool { return l.Shader == name })
			if at < 0 {
				t.Fatalf("%q is drawn as %s", text, plan)
			}
			light := float32(0.3)
			if name == "flare" {
				light = 0.95 // a dark picture hides its sun
			}
			changed := false
			for i := 0; i < 40 && !changed; i++ {
				p := vision.NewRGB(w, h).EachChannel(func(c vision.Plane) vision.Plane { return c.Map(func(float32) float32 { return light }) })
				if err := f.fall(t.Context(), plan.Layers[at], float64(i)/8, p, nil); err != nil {
					t.Fatal(err)
				}
				changed = slices.ContainsFunc(p.R.Pix, func(v float32) bool { return v > light+0.002 || v < light-0.002 })
			}
			if !changed {
				t.Error("nothing is seen of it")
			}
		})
	}
}

// Snow lies on grass and leaves, and on nothing else.
func TestSnowCoversWhatGrows(t *testing.T) {
	t.Parallel()
	if v := snowed([3]float32{0.25, 0.4, 0.15}, 0.9); lumaOf(v) < 0.65 || v[1] > v[2]+0.05 {
		t.Errorf("grass under snow is %.2f", v)
	}
	for _, c := range [][3]float32{{0.6, 0.3, 0.2}, {0.4, 0.4, 0.42}, {0.3, 0.4, 0.7}} {
		if v := snowed(c, 0.9); v != c {
			t.Errorf("%.2f turns to %.2f", c, v)
		}
	}
}
