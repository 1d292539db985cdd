package studio

import (
	"math"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/planar"
	"zoetrope/engine/studio/vision/textline"
)

const signW, signH, signFrames = squareW, squareH, 48

// signAt maps the board of the test's clip, a unit square, to frame i: it moves, grows and is seen a little from the side.
func signAt(i int) planar.Homography {
	t := float64(i) / signFrames
	x, y, s := 60+40*t, 50+20*t, 1+0.15*t
	return planar.FromUnit([4]float64{x, x + 170*s, x + 170*s, x}, [4]float64{y, y + 10*s, y + 52*s, y + 60*s})
}

// signClip is a film of a board over a pattern; without a text it shows the pattern alone.
func signClip(t *testing.T, text string) string {
	t.Helper()
	st := lettering.Style{Face: lettering.Sans, Size: 100}
	mask, _ := st.Line(text)
	return paintedClip(t, signFrames, func(i, px, py int) [3]float32 {
		x, y := float64(px), float64(py)
		drift := float64(i) * 0.8
		v := float32(0.4 + 0.15*math.Sin((x-drift)/17)*math.Cos(y/23) + 0.05*math.Sin((x-drift+y)/5))
		u, w := signAt(i).Inverse().Map(x, y)
		if text == "" || u <= 0 || u >= 1 || w <= 0 || w >= 1 {
			return [3]float32{v, v * 1.1, v * 0.8}
		}
		a := mask.Sample(float32((u-0.12)/0.76*float64(mask.W)), float32((w-0.2)/0.6*float64(mask.H)))
		if u < 0.12 || u > 0.88 || w < 0.2 || w > 0.8 {
			a = 0
		}
		return [3]float32{0.9 - 0.8*a, 0.88 - 0.8*a, 0.8 - 0.3*a}
	})
}

func renderText(t *testing.T, clip, prompt string) (*footage.Clip, error) {
	t.Helper()
	spec := &zoetrope.ModifySpec{SourceSpec: zoetrope.SourceSpec{Source: 1, VideoSpec: zoetrope.VideoSpec{Prompt: prompt}}}
	e := testEngine(t)
	job := engine.Job{ID: 1, Spec: spec, Inputs: map[int64]engine.Input{1: {Path: clip}}, Scratch: t.TempDir(), Seed: 5, Width: signW, Height: signH}
	var path string
	err := e.Render(t.Context(), job, engine.Sink{Progress: func(float64, string) {}, Output: func(o engine.Output) error {
		if o.Kind == zoetrope.AssetVideo {
			path = o.Path
		}
		return nil
	}})
	if err != nil {
		return nil, err
	}
	return footage.Open(t.Context(), e.tools, path)
}

// boardLetters is how dark each part of the board is in frame i, seen from the front.
func boardLetters(t *testing.T, c *footage.Clip, i int) vision.Plane {
	t.Helper()
	p, err := c.Still(t.Context(), i, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	luma, at := p.Luma(), signAt(i)
	out := vision.New(128, 40)
	for k := range out.Pix {
		x, y := at.Map(0.08+0.84*(float64(k%128)+0.5)/128, 0.12+0.76*(float64(k/128)+0.5)/40)
		out.Pix[k] = vision.Smoothstep(0.75, 0.3, luma.Sample(float32(x), float32(y)))
	}
	return out
}

// overlap is the intersection by the union of two planes.
func overlap(a, b vision.Plane) float64 {
	var both, either float64
	for i, v := range a.Pix {
		both += math.Min(float64(v), float64(b.Pix[i]))
		either += math.Max(float64(v), float64(b.Pix[i]))
	}
	return both / math.Max(either, 1e-6)
}

func TestTextIsReplacedSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	clip := signClip(t, "MARKET")
	before, err := footage.Open(t.Context(), testEngine(t).tools, clip)
	if err != nil {
		t.Fatal(err)
	}
	after, err := renderText(t, clip, `change the text "MARKET" to "CIRCUS"`)
	if err != nil {
		t.Fatal(err)
	}
	key := boardLetters(t, after, 0)
	if key.Mean() < 0.05 {
		t.Fatalf("letters cover %.3f of the board", key.Mean())
	}
	for i := 0; i < signFrames; i += 23 {
		old, now := boardLetters(t, before, i), boardLetters(t, after, i)
		if v := overlap(now, key); v < 0.7 {
			t.Errorf("frame %d: the new letters are in the place of the first frame's to %.2f", i, v)
		}
		if v := overlap(now, old); v > 0.6 {
			t.Errorf("frame %d: the old letters overlap what is there by %.2f", i, v)
		}
	}
	gone, err := renderText(t, clip, "remove the text")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{0, signFrames - 1} {
		if v := boardLetters(t, gone, i).Mean(); v > 0.01 {
			t.Errorf("frame %d: letters cover %.3f of the board that should be empty", i, v)
		}
	}
}

func TestNoTextIsRefusedSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	_, err := renderText(t, signClip(t, ""), `replace the text on the sign with "HELLO"`)
	if zoetrope.CodeOf(err) != zoetrope.CodeUnsupported || !strings.Contains(err.Error(), "no text is found") {
		t.Errorf("the answer is %v", err)
	}
}

// A sign of another length than the quoted text is another sign.
func TestAnotherTextIsNotReplacedSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	_, err := renderText(t, signClip(t, "MARKET"), `change "NO PARKING ON THIS SIDE" to "HELLO"`)
	if zoetrope.CodeOf(err) != zoetrope.CodeUnsupported || !strings.Contains(err.Error(), "none about as long as") {
		t.Errorf("the answer is %v", err)
	}
}

func TestCouldSay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		count int
		text  string
		want  bool
	}{
		{6, "MARKET", true},
		{3, "MARKET", true},   // letters touch
		{12, "MARKET", true},  // dots and gaps
		{2, "MARKET", false},  // a word of the poster behind it
		{24, "MARKET", false}, // a line of small print
		{1, "茶", true},
		{9, "茶馆", true}, // strokes
		{5, "", true},
	}
	for _, tt := range tests {
		if got := couldSay(textline.Line{Count: tt.count}, tt.text); got != tt.want {
			t.Errorf("%d letters for %q: %v", tt.count, tt.text, got)
		}
	}
}

func TestTextIsFoundWhereItStands(t *testing.T) {
	t.Parallel()
	c, err := footage.Open(t.Context(), testEngine(t).tools, signClip(t, "MARKET"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.Still(t.Context(), 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	lines := textline.Find(p)
	if len(lines) == 0 {
		t.Fatal("no line is found")
	}
	st := lettering.Style{Face: lettering.Sans, Size: 100}
	mask, base := st.Line("MARKET")
	top, bottom := (float64(base)-st.Cap())/float64(mask.H)*0.6+0.2, float64(base)/float64(mask.H)*0.6+0.2
	q, back := lines[0].Quad, signAt(0).Inverse()
	inside := planar.FromUnit([4]float64{q[0].X, q[1].X, q[2].X, q[3].X}, [4]float64{q[0].Y, q[1].Y, q[2].Y, q[3].Y}).Inverse()
	want, got := vision.New(signW, signH), vision.New(signW, signH)
	for k := range want.Pix {
		x, y := float64(k%signW), float64(k/signW)
		if u, v := back.Map(x, y); u > 0.13 && u < 0.87 && v > top && v < bottom {
			want.Pix[k] = 1
		}
		if u, v := inside.Map(x, y); u > 0 && u < 1 && v > 0 && v < 1 {
			got.Pix[k] = 1
		}
	}
	if v := overlap(want, got); v < 0.7 {
		t.Errorf("the line found covers %.2f of the text, %d letters", v, lines[0].Count)
	}
}

func TestReadRewording(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt, old, text string
		ok                bool
	}{
		{`change the text "SALE" to "OPEN"`, "SALE", "OPEN", true},
		{`replace the text on the sign with "HELLO, WORLD. AND MORE"`, "", "HELLO, WORLD. AND MORE", true},
		{`把文字改成“你好”`, "", "你好", true},
		{`把招牌上的“茶”换成“咖啡”`, "茶", "咖啡", true},
		{`make the sign say 'CLOSED'`, "", "CLOSED", true},
		{`change the text to HAPPY BIRTHDAY`, "", "HAPPY BIRTHDAY", true},
		{`change "EXIT" to "ENTER"`, "EXIT", "ENTER", true},
		{"remove the subtitles", "", "", true},
		{"去掉水印", "", "", true},
		{"make the sign red", "", "", false},
		{"remove the sign", "", "", false},
		{"change the background to a beach", "", "", false},
	}
	for _, tt := range tests {
		parts := clauses(tt.prompt)
		if len(parts) != 1 {
			t.Errorf("%s: %d parts: %q", tt.prompt, len(parts), parts)
			continue
		}
		w, ok := readRewording(parts[0], strings.ToLower(parts[0]))
		if ok != tt.ok || ok && (w.old != tt.old || w.text != tt.text) {
			t.Errorf("%s: %+v, %v", tt.prompt, w, ok)
		}
	}
}
