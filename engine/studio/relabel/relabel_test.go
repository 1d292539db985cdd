package relabel_test

import (
	"math"
	"testing"

	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/relabel"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/planar"
	"zoetrope/engine/studio/vision/textline"
)

const (
	width, height = 320, 120
	left, base    = 60.0, 75.0 // where a text starts, and its baseline
	capital       = 28.0       // height of its capitals
)

// colour is red, green and blue from 0 to 1.
type colour [3]float32

var (
	red   = colour{0.75, 0.1, 0.12}
	cream = colour{0.88, 0.84, 0.72}
)

// written is a picture of a text, one colour on another that gets lighter to the right by shade.
func written(text string, ink, ground colour, shade float32) vision.RGB {
	out := vision.NewRGB(width, height)
	letters := lettersOf(text)
	for c, p := range out.Channels() {
		for i := range p.Pix {
			g := ground[c] + shade*(float32(i%width)/width-0.5)
			p.Pix[i] = g + letters.Pix[i]*(ink[c]-g)
		}
	}
	return out
}

// lettersOf is how far a text covers the pixels of a test's picture.
func lettersOf(text string) vision.Plane {
	out := vision.New(width, height)
	if text == "" {
		return out
	}
	st := lettering.Style{Face: lettering.Sans, Size: 100}
	st.Size *= capital / st.Cap()
	st.Draw(out, left, base, text)
	return vision.Blur(out, 0.6)
}

// found is the line of a text where textline would find it.
func found(text string) textline.Line {
	st := lettering.Style{Face: lettering.Sans, Size: 100}
	st.Size *= capital / st.Cap()
	right := left + st.Width(text)
	quad := textline.Quad{{X: left, Y: base - capital}, {X: right, Y: base - capital}, {X: right, Y: base}, {X: left, Y: base}}
	return textline.Line{Quad: quad, Letters: lettersOf(text).Map(func(v float32) float32 { return vision.Smoothstep(0.4, 0.6, v) }), Count: len(text), Dark: true}
}

// steady is the sight of a frame that shows what the key frame does.
func steady() planar.Sight {
	return planar.Sight{Seen: true, H: planar.Homography{1, 0, 0, 0, 1, 0, 0, 0, 1}, Gain: 1}
}

func copied(p vision.RGB) vision.RGB { return p.EachChannel(vision.Plane.Clone) }

// farthest is the largest difference of two pictures.
func farthest(a, b vision.RGB) float64 {
	worst := 0.0
	for c, p := range a.Channels() {
		for i, v := range p.Pix {
			worst = max(worst, math.Abs(float64(v-b.Channels()[c].Pix[i])))
		}
	}
	return worst
}

// apart is the mean difference of two pictures where a weight is.
func apart(a, b vision.RGB, weight vision.Plane) float64 {
	var sum, n float64
	for c, p := range a.Channels() {
		for i, v := range p.Pix {
			sum += float64(weight.Pix[i]) * math.Abs(float64(v-b.Channels()[c].Pix[i]))
			n += float64(weight.Pix[i])
		}
	}
	return sum / n
}

func TestLettersGoWithoutATrace(t *testing.T) {
	t.Parallel()
	for name, shade := range map[string]float32{"even": 0, "shaded": 0.15} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			frame := written("MARKET", red, cream, shade)
			relabel.New(frame, found("MARKET"), "MARKET", "", 1).Draw(0, frame, steady())
			if got := farthest(frame, written("", red, cream, shade)); got > 0.06 {
				t.Errorf("the ground differs by %.3f from one without letters", got)
			}
		})
	}
}

func TestNewLettersLookLikeTheOld(t *testing.T) {
	t.Parallel()
	frame := written("MARKET", red, cream, 0)
	relabel.New(frame, found("MARKET"), "MARKET", "HAMMER", 1).Draw(0, frame, steady())
	want := written("HAMMER", red, cream, 0)
	// Both words are about as wide, so that they stand nearly where the same face would set them from the same left end.
	var best = math.Inf(1)
	for d := -8; d <= 8; d++ {
		shifted := want.EachChannel(func(p vision.Plane) vision.Plane {
			out := p.Clone()
			for i := range out.Pix {
				out.Pix[i] = p.At(i%width-d, i/width)
			}
			return out
		})
		best = min(best, apart(frame, shifted, vision.Dilate(lettersOf("HAMMER"), 4)))
	}
	old := apart(written("MARKET", red, cream, 0), want, vision.Dilate(lettersOf("HAMMER"), 4))
	if best > 0.35*old {
		t.Errorf("the new word differs by %.3f from the same face's, the old word by %.3f", best, old)
	}
	// Somewhere inside strokes there is the very colour.
	nearest := math.Inf(1)
	for i := range frame.R.Pix {
		d := 0.0
		for c, p := range frame.Channels() {
			d = max(d, math.Abs(float64(p.Pix[i]-red[c])))
		}
		nearest = min(nearest, d)
	}
	if nearest > 0.04 {
		t.Errorf("the nearest pixel to the letters' colour is %.3f off", nearest)
	}
}

func TestLettersFollowLightAndMotion(t *testing.T) {
	t.Parallel()
	still := written("MARKET", red, cream, 0)
	l := relabel.New(still, found("MARKET"), "MARKET", "HAMMER", 1)
	want := copied(still)
	l.Draw(0, want, steady())
	const gain, right, down = 0.6, 12, 9
	moved := func(p vision.RGB) vision.RGB {
		return p.EachChannel(func(p vision.Plane) vision.Plane {
			out := p.Clone()
			for i := range out.Pix {
				out.Pix[i] = gain * p.At(i%width-right, i/width-down)
			}
			return out
		})
	}
	frame := moved(still)
	l.Draw(0, frame, planar.Sight{Seen: true, H: planar.Homography{1, 0, right, 0, 1, down, 0, 0, 1}, Gain: gain})
	if got := farthest(frame, moved(want)); got > 0.05 {
		t.Errorf("in a darker frame that has moved, the text differs by %.3f from that of the key frame", got)
	}
}

func TestLongTextStaysOnItsBoard(t *testing.T) {
	t.Parallel()
	// The board ends a little beyond the word; the wall round it is dark.
	frame := written("MARKET", red, cream, 0)
	line := found("MARKET")
	x0, x1 := int(line.Quad[0].X)-24, int(line.Quad[1].X)+24
	for _, p := range frame.Channels() {
		for i := range p.Pix {
			if x := i % width; x < x0 || x >= x1 {
				p.Pix[i] = 0.2
			}
		}
	}
	before := copied(frame)
	relabel.New(frame, line, "MARKET", "A MUCH LONGER INSCRIPTION", 1).Draw(0, frame, steady())
	outside := vision.New(width, height)
	for i := range outside.Pix {
		if x := i % width; x < x0-1 || x > x1 {
			outside.Pix[i] = 1
		}
	}
	if got := apart(frame, before, outside); got > 1e-3 {
		t.Errorf("the wall beside the board changes by %.4f", got)
	}
	if got := apart(frame, before, vision.Dilate(lettersOf("MARKET"), 4)); got < 0.05 {
		t.Errorf("the words on the board change by only %.4f", got)
	}
}

func TestOutlinesAreKept(t *testing.T) {
	t.Parallel()
	rim := vision.Dilate(lettersOf("MARKET"), 3)
	frame := written("", red, colour{0.5, 0.5, 0.5}, 0)
	letters := lettersOf("MARKET")
	for _, p := range frame.Channels() {
		for i := range p.Pix {
			p.Pix[i] += rim.Pix[i] * (0.05 - p.Pix[i])
			p.Pix[i] += letters.Pix[i] * (0.95 - p.Pix[i])
		}
	}
	relabel.New(frame, found("MARKET"), "MARKET", "HAMMER", 1).Draw(0, frame, steady())
	dark, light := 0, 0
	for i, v := range frame.Luma().Pix {
		if v < 0.2 {
			dark++
		}
		if v > 0.8 {
			light++
		}
		if (v < 0.2 || v > 0.8) && (i%width < 20 || i%width > width-20) {
			t.Fatalf("something is drawn at %d, %d, far from the text", i%width, i/width)
		}
	}
	if light < 800 || dark < light/4 {
		t.Errorf("the result has %d pixels of light letters and %d of a dark outline", light, dark)
	}
}

func TestTextOverAMovingPicture(t *testing.T) {
	t.Parallel()
	still := written("MARKET", red, cream, 0)
	l := relabel.New(still, found("MARKET"), "MARKET", "", 1)
	other := colour{0.3, 0.5, 0.8}
	frame, want := written("MARKET", red, other, 0.1), written("", red, other, 0.1)
	if got := l.Ground(still, steady()); got > 0.01 {
		t.Errorf("the ground of the key frame itself is %.3f off", got)
	}
	if got := l.Ground(frame, steady()); got < 0.1 {
		t.Errorf("another ground is only %.3f off", got)
	}
	l.Loosen()
	l.Draw(3, frame, steady())
	if got := farthest(frame, want); got > 0.08 {
		t.Errorf("what is filled from the frame's surroundings differs by %.3f", got)
	}
}
