package textline_test

import (
	"math"
	"testing"

	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/textline"
)

// board is a picture with a text in it, slanted by slope, over a ground with a slow shade; and the text's outline.
func board(text string, letters, ground float32, slope float64) (vision.RGB, textline.Quad) {
	const w, h = 480, 270
	st := lettering.Style{Face: lettering.Sans, Size: 56}
	mask, base := st.Line(text)
	x0, y0 := 120.0, 110.0
	p := vision.NewRGB(w, h)
	for y := range h {
		for x := range w {
			v := ground + 0.08*float32(x)/w
			sx, sy := float64(x)-x0, float64(y)-y0-slope*(float64(x)-x0)
			if sx >= 0 && sy >= 0 && sx < float64(mask.W) && sy < float64(mask.H) {
				v += mask.Sample(float32(sx), float32(sy)) * (letters - v)
			}
			for _, c := range p.Channels() {
				c.Pix[y*w+x] = v
			}
		}
	}
	at := func(x, y float64) textline.Point { return textline.Point{X: x0 + x, Y: y0 + y + slope*x} }
	top := float64(base) - st.Cap()
	return p, textline.Quad{at(0, top), at(float64(mask.W), top), at(float64(mask.W), float64(base)), at(0, float64(base))}
}

// share is the intersection of two quads by their union.
func share(a, b textline.Quad) float64 {
	inside := func(q textline.Quad, x, y float64) bool {
		for i := range q {
			p, n := q[i], q[(i+1)%4]
			if (n.X-p.X)*(y-p.Y)-(n.Y-p.Y)*(x-p.X) < 0 {
				return false
			}
		}
		return true
	}
	both, either := 0.0, 0.0
	for y := range 270 {
		for x := range 480 {
			i, j := inside(a, float64(x), float64(y)), inside(b, float64(x), float64(y))
			if i && j {
				both++
			}
			if i || j {
				either++
			}
		}
	}
	return both / either
}

func TestFind(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text            string
		letters, ground float32
		slope           float64
	}{
		"dark on light": {"SALE", 0.1, 0.8, 0},
		"light on dark": {"BAKERY", 0.95, 0.2, 0},
		"small letters": {"Grand hotel", 0.9, 0.3, 0},
		"slanted":       {"MARKET", 0.15, 0.75, 0.15},
		"falling":       {"MARKET", 0.9, 0.35, -0.2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, want := board(tt.text, tt.letters, tt.ground, tt.slope)
			lines := textline.Find(p)
			if len(lines) == 0 {
				t.Fatal("nothing found")
			}
			if got := share(lines[0].Quad, want); got < 0.7 {
				t.Errorf("the line found covers %.2f of the text: %.0f, want %.0f", got, lines[0].Quad, want)
			}
			if lines[0].Dark != (tt.letters < tt.ground) {
				t.Errorf("dark letters: %v", lines[0].Dark)
			}
		})
	}
}

func TestFindNone(t *testing.T) {
	t.Parallel()
	pictures := map[string]func(x, y float64) float64{
		"nothing":  func(_, _ float64) float64 { return 0.4 },
		"railings": func(x, y float64) float64 { return step(math.Mod(x, 24) < 6 && y > 100 && y < 140) },
		"windows": func(x, y float64) float64 {
			return step(math.Mod(x, 40) < 22 && math.Mod(y, 60) < 30 && x > 50 && y > 60)
		},
		"waves": func(x, y float64) float64 { return 0.5 + 0.4*math.Sin(x/9+3*math.Sin(y/30))*math.Sin(y/7) },
	}
	for name, f := range pictures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := vision.NewRGB(480, 270)
			for i := range p.R.Pix {
				v := float32(f(float64(i%480), float64(i/480)))
				p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = v, v, v
			}
			if lines := textline.Find(p); len(lines) > 0 {
				t.Errorf("%d lines: %v", len(lines), lines[0].Quad)
			}
		})
	}
}

func step(v bool) float64 {
	if v {
		return 0.9
	}
	return 0.2
}
