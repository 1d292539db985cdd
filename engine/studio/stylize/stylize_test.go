package stylize

import (
	"fmt"
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
)

// pan is a scene with texture, discs and an edge that moves to the left by two pixels a frame, with the noise of a camera. Whole
// pixels, because a warp by half ones blurs fine strokes, which is no flicker.
func pan(w, h, i int) vision.RGB {
	p := vision.NewRGB(w, h)
	shift := float32(i) * 2
	rough := roughTile()
	for y := range h {
		for x := range w {
			fx, fy := float32(x)+shift, float32(y)
			k := y*w + x
			r, g, b := 0.35+0.35*fy/float32(h), 0.5+0.02*rough.at(fx*0.5, fy*0.5), 0.75-0.3*fy/float32(h)
			if d := dist(fx, fy, 60, 40); d < 22 {
				r, g, b = 0.85, 0.3+0.01*d, 0.2
			}
			if d := dist(fx, fy, 110, 60); d < 18 {
				r, g, b = 0.2, 0.55, 0.25+0.01*d
			}
			if fy > float32(h)*0.75 {
				g0 := 0.06 * rough.at(fx*0.3, fy*0.3)
				r, g, b = 0.3+g0, 0.25+g0, 0.15+g0
			}
			n := 0.04 * (hash(uint32(x), uint32(y), uint32(i)) - 0.5)
			p.R.Pix[k], p.G.Pix[k], p.B.Pix[k] = unit(r+n), unit(g+n), unit(b+n)
		}
	}
	return p
}

func dist(x, y, cx, cy float32) float32 { return sqrt((x-cx)*(x-cx) + (y-cy)*(y-cy)) }

// warpPSNR is how well frames follow from the ones before along the flow of the source, in dB.
func warpPSNR(source, frames []vision.RGB) float64 {
	var sum float64
	n := 0
	for i := 1; i < len(frames); i++ {
		f := flow.Estimate(source[i].Luma(), source[i-1].Luma(), flow.Balanced())
		for k := range 3 {
			warped := flow.Warp(frames[i-1].Channels()[k], f)
			now := frames[i].Channels()[k]
			for y := range now.H {
				for x := 4; x < now.W-4; x++ { // what enters at the border was not there before
					j := y*now.W + x
					d := float64(unit(warped.Pix[j]) - unit(now.Pix[j]))
					sum += d * d
					n++
				}
			}
		}
	}
	return -10 * math.Log10(sum/float64(n)+1e-12)
}

func shrunk(frames []vision.RGB, by int) []vision.RGB {
	out := make([]vision.RGB, len(frames))
	for i, p := range frames {
		out[i] = p.EachChannel(func(q vision.Plane) vision.Plane { return vision.Resize(q, q.W/by, q.H/by) })
	}
	return out
}

// withoutGrain makes a Stylist that leaves out what differs from frame to frame on purpose: film grain, noise and dust.
func withoutGrain(t *testing.T, name string, w, h int) *Stylist {
	t.Helper()
	s, err := New(Options{Style: name, Width: w, Height: h, FPS: 24, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	s.style.finish = nil
	return s
}

// TestStylesAreStable holds the flicker of every style against that of its source: strokes and textures move with the content. A
// style with a raster is compared at the size of its cells, one that holds pictures from one picture to the next.
func TestStylesAreStable(t *testing.T) {
	t.Parallel()
	const w, h, settle, frames = 256, 144, 3, 4
	for _, name := range Styles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hold := Hold(name, 24)
			s := withoutGrain(t, name, w, h)
			var source, styled []vision.RGB
			for i := range settle + frames*hold {
				in := pan(w, h, i)
				out := s.Frame(in)
				if i >= settle && i%hold == 0 {
					source, styled = append(source, in), append(styled, out.EachChannel(vision.Plane.Clone))
				}
			}
			own := warpPSNR(source, source) // before shrinking, which would take out its noise
			if r := Raster(name, h); r > 1 {
				source, styled = shrunk(source, r), shrunk(styled, r)
			}
			got := warpPSNR(source, styled)
			t.Logf("source %.1f dB, styled %.1f dB", own, got)
			if got < own-3 {
				t.Errorf("frames follow from each other at %.1f dB, more than 3 below the source's %.1f", got, own)
			}
		})
	}
}

// TestStylesDiffer wants every style to be a look of its own.
func TestStylesDiffer(t *testing.T) {
	t.Parallel()
	const w, h = 128, 72
	in := pan(w, h, 0)
	seen := map[string]vision.RGB{"the source": in}
	for _, name := range Styles() {
		s, err := New(Options{Style: name, Width: w, Height: h, FPS: 24, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		out := s.Frame(in).EachChannel(vision.Plane.Clone)
		for other, p := range seen {
			if d := rms(out, p); d < 0.02 {
				t.Errorf("%s looks like %s: they differ by %.3f", name, other, d)
			}
		}
		seen[name] = out
	}
}

func rms(a, b vision.RGB) float64 {
	var sum float64
	for k := range 3 {
		p, q := a.Channels()[k].Pix, b.Channels()[k].Pix
		for i := range p {
			d := float64(unit(p[i]) - unit(q[i]))
			sum += d * d
		}
	}
	return math.Sqrt(sum / float64(3*len(a.R.Pix)))
}

// TestAnySize paints frames of awkward sizes, and checks that values stay numbers.
func TestAnySize(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{16, 16}, {64, 36}, {38, 90}, {16, 300}} {
		for _, name := range Styles() {
			t.Run(fmt.Sprintf("%s %dx%d", name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				s, err := New(Options{Style: name, Width: size[0], Height: size[1], FPS: 24})
				if err != nil {
					t.Fatal(err)
				}
				for i := range 3 {
					in := pan(size[0], size[1], i)
					if i == 2 { // a cut
						in = vision.NewRGB(size[0], size[1])
					}
					out := s.Frame(in)
					for _, p := range out.Channels() {
						for _, v := range p.Pix {
							if v != v || v < -3 || v > 4 {
								t.Fatalf("a value of %g in frame %d", v, i)
							}
						}
					}
				}
			})
		}
	}
}

// TestFeaturesOfFacesSurvive paints two dark eyes on a bright disc, smaller than a pane of glass, a facet's usual size and the dents
// of clay: they must stay darker than what is between them.
func TestFeaturesOfFacesSurvive(t *testing.T) {
	t.Parallel()
	const w, h = 320, 180
	in := vision.NewRGB(w, h)
	for y := range h {
		for x := range w {
			fx, fy, v := float32(x), float32(y), float32(0.1)
			if dist(fx, fy, 160, 90) < 50 {
				v = 0.75
			}
			if min(dist(fx, fy, 142, 82), dist(fx, fy, 178, 82)) < 5 {
				v = 0.15
			}
			i := y*w + x
			in.R.Pix[i], in.G.Pix[i], in.B.Pix[i] = v, 0.9*v, 0.8*v
		}
	}
	mean := func(p vision.Plane, x, y int) float32 { return p.Part(x-3, y-3, x+4, y+4).Mean() }
	for _, name := range []string{"stained glass", "low poly", "clay", "claymation"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := New(Options{Style: name, Width: w, Height: h, FPS: 24, Seed: 3})
			if err != nil {
				t.Fatal(err)
			}
			l := s.Frame(in).Luma()
			eyes, between := max(mean(l, 142, 82), mean(l, 178, 82)), mean(l, 160, 82)
			if between-eyes < 0.15 {
				t.Errorf("eyes of %.2f on skin of %.2f", eyes, between)
			}
		})
	}
}

func TestSameSeedSamePicture(t *testing.T) {
	t.Parallel()
	paint := func(seed uint64) vision.RGB {
		s, err := New(Options{Style: "oil", Width: 96, Height: 64, FPS: 24, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		s.Frame(pan(96, 64, 0))
		return s.Frame(pan(96, 64, 1)).EachChannel(vision.Plane.Clone)
	}
	a, b, c := paint(1), paint(1), paint(2)
	if rms(a, b) != 0 {
		t.Error("the same seed painted two pictures")
	}
	if rms(a, c) == 0 {
		t.Error("two seeds painted the same picture")
	}
}

func TestToneColours(t *testing.T) {
	t.Parallel()
	mean := func(tone Tone) (r, b float32) {
		s, err := New(Options{Style: "gouache", Width: 64, Height: 36, FPS: 24, Tone: tone})
		if err != nil {
			t.Fatal(err)
		}
		out := s.Frame(pan(64, 36, 0))
		return out.R.Mean(), out.B.Mean()
	}
	r0, b0 := mean(Tone{})
	r1, b1 := mean(Tone{Shadow: [3]float32{0, 0, 0.3}, Light: [3]float32{0.4, 0.5, 1}, Tint: 0.5})
	if r1 >= r0 || b1-r1 <= b0-r0 {
		t.Errorf("a blue palette turned red %.2f and blue %.2f into %.2f and %.2f", r0, b0, r1, b1)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	cases := []struct{ text, style string }{
		{"Studio Ghibli look", "anime"},
		{"a WATERCOLOR of it, soft edges", "watercolour"},
		{"oil painting with thick brush strokes", "oil"},
		{"in the manner of Van Gogh", "impressionist"},
		{"neon city in anime style", "anime"},
		{"claymation", "claymation"},
		{"modelling clay", "clay"},
		{"赛博朋克风格", "cyberpunk"},
		{"水墨画", "ink"},
		{"1990s VHS", "video tape"},
		{"Lego bricks? no: pixels", "pixel art"},
	}
	for _, c := range cases {
		if got, named := Find(c.text, 0); got != c.style || !named {
			t.Errorf("%q asks for %s (%t), want %s", c.text, got, named, c.style)
		}
	}
	for steer := range uint64(20) {
		name, named := Find("something lovely", steer)
		again, _ := Find("something lovely", steer)
		if _, ok := styles[name]; !ok || named || name != again {
			t.Errorf("words without a style give %q, %q (%t)", name, again, named)
		}
	}
	// "think" holds "ink", "toilet" holds "oil": neither asks for a style.
	if _, named := Find("think of a toilet", 0); named {
		t.Error("a part of a word was taken for a style")
	}
}

func TestEveryStyleCanBeAskedFor(t *testing.T) {
	t.Parallel()
	for _, entry := range vocabulary {
		if _, ok := styles[entry.style]; !ok {
			t.Errorf("words name the style %q, which does not exist", entry.style)
		}
	}
	for name := range styles {
		if got, _ := Find(name+" style", 0); got != name {
			t.Errorf("%q style gives %s", name, got)
		}
	}
}

func BenchmarkStyles(b *testing.B) {
	const w, h, distinct = 960, 540, 4
	var frames []vision.RGB
	for i := range distinct {
		frames = append(frames, pan(w, h, i))
	}
	for _, name := range Styles() {
		b.Run(name, func(b *testing.B) {
			s, err := New(Options{Style: name, Width: w, Height: h, FPS: 24})
			if err != nil {
				b.Fatal(err)
			}
			for i := 0; b.Loop(); i++ {
				s.Frame(frames[i%distinct])
			}
		})
	}
}

// Textures keep their contrast while one layer of them fades into another: both are of mean 0 and deviation 1.
func TestTexturesKeepTheirContrast(t *testing.T) {
	t.Parallel()
	for _, fade := range []float32{0, 0.2, 0.5} {
		c := newCanvas(Options{Width: 512, Height: 512, FPS: 24})
		c.threads.fade = fade
		for i := range c.threads.fresh.U.Pix {
			c.threads.fresh.U.Pix[i] = 40 // other parts of the tile
		}
		for _, p := range c.textures(1, roughTile(), crossTile()) {
			mean := p.Mean()
			square := vision.Product(p, p).Mean()
			if abs(mean) > 0.1 || abs(square-1) > 0.35 {
				t.Errorf("at a fade of %g a texture has mean %.2f and mean square %.2f", fade, mean, square)
			}
		}
	}
}
