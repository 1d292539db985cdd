package title

import (
	"slices"
	"testing"

	"zoetrope/engine/studio/vision"
)

const testW, testH = 320, 180

// ground is a frame of one brightness.
func ground(luma byte) []byte {
	out := make([]byte, testW*testH*3/2)
	for i := range out {
		out[i] = 128
		if i < testW*testH {
			out[i] = luma
		}
	}
	return out
}

func set(text, mood string, third Third) *Title {
	return New(text, Options{Width: testW, Height: testH, FPS: 24, Mood: mood, Third: third, From: 10, To: 82})
}

// ink is where a frame became brighter than its ground, as bounds, and how many pixels are letters.
func ink(frame []byte, luma byte) (x0, y0, x1, y1, n int) {
	x0, y0 = testW, testH
	for i, v := range frame[:testW*testH] {
		if v > 215 && v > luma {
			x, y := i%testW, i/testW
			x0, x1, y0, y1, n = min(x0, x), max(x1, x+1), min(y0, y), max(y1, y+1), n+1
		}
	}
	return x0, y0, x1, y1, n
}

func TestTitleStandsInItsThird(t *testing.T) {
	t.Parallel()
	for third, band := range map[Third][2]int{Upper: {0, testH * 2 / 5}, Middle: {testH / 4, testH * 3 / 4}, Lower: {testH * 3 / 5, testH}} {
		for mood := range settings {
			frame := ground(60)
			set("The long way home", mood, third).Draw(46, frame)
			x0, y0, x1, y1, n := ink(frame, 60)
			if n < 100 || y0 < band[0] || y1 > band[1] {
				t.Errorf("%s %q: %d pixels of letters from row %d to %d", third, mood, n, y0, y1)
			}
			if mid := (x0 + x1) / 2; mid < testW/2-8 || mid > testW/2+8 || x0 < testW/20 {
				t.Errorf("%s %q: letters from column %d to %d", third, mood, x0, x1)
			}
		}
	}
}

// Letters must be told from any ground: the pixels beside them are darker by far.
func TestTitleIsLegible(t *testing.T) {
	t.Parallel()
	for _, luma := range []byte{16, 90, 160, 235} {
		frame := ground(luma)
		set("HOME", "", Upper).Draw(46, frame)
		_, y0, _, y1, _ := ink(frame, 0)
		if luma == 235 {
			y0, y1 = 30, 56
		}
		darkest := byte(255)
		for y := y0; y < y1; y++ {
			darkest = min(darkest, slices.Min(frame[y*testW:(y+1)*testW]))
		}
		if darkest > 150 {
			t.Errorf("on a ground of %d the darkest pixel beside the letters has %d", luma, darkest)
		}
	}
}

func TestTitleComesAndGoes(t *testing.T) {
	t.Parallel()
	title := set("HOME", "", Lower)
	count := func(i int) int {
		frame := ground(60)
		title.Draw(i, frame)
		_, _, _, _, n := ink(frame, 60)
		return n
	}
	blank := ground(60)
	for _, i := range []int{0, 9, 82, 100} {
		frame := ground(60)
		if title.Draw(i, frame); !slices.Equal(frame, blank) {
			t.Errorf("something is drawn in frame %d", i)
		}
	}
	if a, b, c := count(16), count(28), count(46); !(a < b && b < c) {
		t.Errorf("letters come in with %d, %d, %d pixels", a, b, c)
	}
	if a, b := count(60), count(80); b >= a {
		t.Errorf("the title does not fade: %d, %d pixels", a, b)
	}
	// The letters move apart, slowly and without jumps.
	title = set("THE WAY HOME", "", Lower)
	width := func(i int) int {
		frame := ground(60)
		title.Draw(i, frame)
		x0, _, x1, _, _ := ink(frame, 60)
		return x1 - x0
	}
	if a, b := width(36), width(70); b <= a || b-a > testW/12 {
		t.Errorf("the title is %d, then %d pixels wide", a, b)
	}
	for i := 45; i < 60; i++ {
		a, b := ground(60), ground(60)
		title.Draw(i, a)
		title.Draw(i+1, b)
		sum := 0
		for k := range a[:testW*testH] {
			d := int(a[k]) - int(b[k])
			sum += max(d, -d)
		}
		if mean := float64(sum) / (testW * testH); mean > 0.4 {
			t.Errorf("the title jumps by %.2f levels at frame %d", mean, i)
		}
	}
}

func TestLongTitlesAreBroken(t *testing.T) {
	t.Parallel()
	long := set("All the rivers that we crossed before the winter came to the mountains", "dramatic", Lower)
	if len(long.lines) < 2 {
		t.Errorf("%d line", len(long.lines))
	}
	frame := ground(60)
	long.Draw(46, frame)
	x0, _, x1, y1, n := ink(frame, 60)
	if n == 0 || x0 < testW/20 || x1 > testW*19/20 || y1 > testH-4 {
		t.Errorf("letters from column %d to %d, down to row %d", x0, x1, y1)
	}
}

func TestCalmest(t *testing.T) {
	t.Parallel()
	for busy, want := range map[Third]Third{Upper: Lower, Lower: Upper} {
		p := vision.New(96, 54)
		for y := range p.H {
			for x := range p.W {
				v := float32(0.4)
				if y*3/p.H == int(busy) || y*3/p.H == int(Middle) {
					v = float32((x*7+y*13)%11) / 11
				}
				p.Pix[y*p.W+x] = v
			}
		}
		if got := Calmest([]vision.Plane{p}); got != want {
			t.Errorf("with unrest in the %s third the %s is chosen", busy, got)
		}
	}
}

func TestMissingLetters(t *testing.T) {
	t.Parallel()
	if got := Missing("", "Plain words, 2026!"); len(got) != 0 {
		t.Errorf("missing %q", string(got))
	}
	if got := Missing("romantic", "sun \U0001F31E"); len(got) != 1 {
		t.Errorf("an emoji is not reported: %q", string(got))
	}
	New("\U0001F31E", Options{Width: 64, Height: 36, FPS: 24, To: 24}).Draw(12, make([]byte, 64*36*3/2)) // draws nothing, and does not fail
}
