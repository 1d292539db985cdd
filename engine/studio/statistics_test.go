package studio

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/yuv"
)

// galleryRow is a film of the gallery.
type galleryRow struct {
	name, style, prompt string
	ratio               zoetrope.AspectRatio
}

// galleryRows reads the prompts of the gallery.
func galleryRows(tb testing.TB) []galleryRow {
	tb.Helper()
	text, err := os.ReadFile("gallery/prompts.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var out []galleryRow
	for line := range strings.Lines(string(text)) {
		cells := strings.SplitN(strings.TrimSpace(line), "|", 4)
		if len(cells) < 4 || strings.HasPrefix(line, "#") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		out = append(out, galleryRow{name: cells[0], ratio: zoetrope.AspectRatio(cells[1]), style: strings.Trim(cells[2], "-"), prompt: cells[3]})
	}
	return out
}

// rowShot is the film of a row with so many pixels on its longer side.
func rowShot(tb testing.TB, r galleryRow, seed int64, side int) shot {
	spec := words(r.prompt)
	spec.Style = r.style
	w, h := side, 2*int(float64(side)/r.ratio.Value()/2)
	if h > w {
		w, h = 2*int(float64(side)*r.ratio.Value()/2), side
	}
	return newShot(tb, spmd.Best(), seed, w, h, spec)
}

// flashes tells whether lightning, fireworks or an eruption may change the brightness of a film at once.
func flashes(p *scene.Plan, text string) bool {
	s := prompt.Read(text, "")
	return s.Weight(prompt.Weather, "storm") > 0 || s.Weight(prompt.Subject, "fireworks") > 0 || p.Place == "volcano"
}

// checkRow draws a few frames of a film and checks what holds for every film.
func checkRow(t *testing.T, r galleryRow, side int, starts ...float64) {
	t.Helper()
	s := rowShot(t, r, 1, side)
	const step = 1.0 / zoetrope.FPS
	for _, start := range starts {
		a, b := s.at(t, start), s.at(t, start+step)
		later := s.at(t, start+12*step)
		if l := a.luma(); l < 22 || l > 215 {
			t.Errorf("mean luma at %.1f s is %.0f", start, l)
		}
		if d := a.deviation(); d < 6 {
			t.Errorf("the picture at %.1f s is flat: deviation %.1f", start, d)
		}
		if d := a.difference(later); d < 0.12 {
			t.Errorf("the film stands still at %.1f s: %.2f levels in half a second", start, d)
		}
		if d := math.Abs(a.luma() - b.luma()); d > 1.5 && !flashes(s.plan, r.prompt) {
			t.Errorf("the film flickers at %.1f s by %.2f levels", start, d)
		}
		// What falls through the air is too quick to be followed.
		if bare := s.bare(); bare.film != s.film {
			a, b = bare.at(t, start), bare.at(t, start+step)
		}
		least := 35.0
		if s.plan.Place == "city" {
			least = 30 // neon signs switch on and off
		}
		if db := warpedPSNR(a, b); db < least {
			t.Errorf("frame at %.1f s is %.1f dB from the one before, moved along", start, db)
		}
	}
}

// bare is the film without what is in the air before its place.
func (s shot) bare() shot {
	if len(s.plan.Layers) == 1 {
		return s
	}
	plan, film := *s.plan, *s.film
	plan.Layers = plan.Layers[:1]
	film.plan = &plan
	return shot{&film, &plan, s.w, s.h}
}

// measuredWidth is the width in pixels up to which pictures are compared as they are. Larger ones are halved first: motion is told
// more exactly where nothing is finer than a pixel.
const measuredWidth = 200

// warpedPSNR is how well the second picture is predicted by moving the first along the optical flow, in dB of luma. Fine grain and
// dither, which are not meant to move, are averaged away.
func warpedPSNR(a, b frame) float64 {
	p, q := vision.Blur(a.plane(), 0.6), vision.Blur(b.plane(), 0.6)
	for p.W > measuredWidth {
		p, q = vision.Half(p), vision.Half(q)
	}
	f := flow.Estimate(q, p, flow.Balanced())
	sum := 0.0
	for y := range q.H {
		for x := range q.W {
			u, v := f.At(float32(x), float32(y))
			d := float64(q.Pix[y*q.W+x] - p.Sample(float32(x)+u, float32(y)+v))
			sum += d * d
		}
	}
	return -10 * math.Log10(max(sum/float64(len(q.Pix)), 1e-9))
}

// A few films of the gallery; all of them are checked with the tag e2e.
func TestStatisticsOfFilms(t *testing.T) {
	t.Parallel()
	some := map[string]bool{"coast-dusk": true, "forest-night": true, "city-neon": true, "fireworks-night": true, "contradiction": true,
		"emoji": true, "river-waterfall": true, "chinese-lake": true}
	for _, r := range galleryRows(t) {
		if !some[r.name] {
			continue
		}
		delete(some, r.name)
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			checkRow(t, r, 288, 0.3, 3.6)
		})
	}
	if len(some) > 0 {
		t.Errorf("not in the gallery: %v", some)
	}
}

// The same seed gives the same bytes, also of frames that are made from their neighbours.
func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"a horse on a meadow in the rain", "neon city at night"} {
		film := func() []byte {
			s := newShot(t, spmd.Best(), 11, 128, 72, words(text))
			q := s.film.sequence(5)
			var out []byte
			dst := make([]byte, yuv.Size(s.w, s.h))
			for i := range 5 {
				if err := q.frame(t.Context(), i, dst); err != nil {
					t.Fatal(err)
				}
				out = append(out, dst...)
			}
			return out
		}
		if !bytes.Equal(film(), film()) {
			t.Errorf("%q: two films of one seed differ", text)
		}
	}
}

// part is a picture of some rows of a frame, as shares of its height.
func (f frame) part(from, to float64) frame {
	y0, y1 := 2*int(from*float64(f.h)/2), 2*int(to*float64(f.h)/2)
	out := frame{w: f.w, h: y1 - y0}
	n := f.w * f.h
	out.yuv = append(out.yuv, f.yuv[y0*f.w:y1*f.w]...)
	for _, plane := range [][]byte{f.yuv[n : n+n/4], f.yuv[n+n/4:]} {
		out.yuv = append(out.yuv, plane[y0/2*(f.w/2):y1/2*(f.w/2)]...)
	}
	return out
}

func (f frame) sky() frame    { return f.part(0, 0.35) }
func (f frame) ground() frame { return f.part(0.65, 1) }

// edges is the mean difference of neighbours in Y.
func (f frame) edges() float64 {
	sum := 0.0
	for y := range f.h - 1 {
		for x := range f.w - 1 {
			i := y*f.w + x
			v := float64(f.yuv[i])
			sum += math.Abs(v-float64(f.yuv[i+1])) + math.Abs(v-float64(f.yuv[i+f.w]))
		}
	}
	return sum / float64((f.w-1)*(f.h-1))
}

// greenness is how far green outweighs red and blue, in levels of Cb and Cr.
func (f frame) greenness() float64 {
	n := f.w * f.h
	return 256 - meanOf(f.yuv[n:n+n/4]) - meanOf(f.yuv[n+n/4:])
}

// horizon is the row with the largest step from one row's mean brightness to that of the row two below, as a share of the height, and
// the size of that step.
func (f frame) horizon() (at, step float64) {
	row := func(y int) float64 { return meanOf(f.yuv[y*f.w : (y+1)*f.w]) }
	for y := f.h / 5; y < f.h*4/5; y++ {
		if d := math.Abs(row(y) - row(y+2)); d > step {
			at, step = (float64(y)+1.5)/float64(f.h), d
		}
	}
	return at, step
}

// Every setting has statistics of its own: pairs whose pictures differ in one of them in a known way.
func TestSettingsHaveTheirStatistics(t *testing.T) {
	t.Parallel()
	ground := func(m func(frame) float64) func(frame) float64 { return func(f frame) float64 { return m(f.ground()) } }
	sky := func(m func(frame) float64) func(frame) float64 { return func(f frame) float64 { return m(f.sky()) } }
	step := func(f frame) float64 { _, s := f.horizon(); return s }
	for _, tt := range []struct {
		name       string
		less, more string
		measure    func(frame) float64
		byAtLeast  float64
	}{
		{"a meadow is greener than a desert", "desert dunes at noon", "a meadow in summer at noon", ground(frame.greenness), 12},
		{"a jungle is greener than a canyon", "a canyon at noon", "a jungle at noon", frame.greenness, 6},
		{"a jungle is greener than a misty forest", "a misty forest in the morning", "a dense jungle in the morning", frame.greenness, 2},
		{"a jungle has more edges than a steppe of dunes", "desert dunes at noon", "a dense jungle at noon", frame.edges, 1},
		{"the Earth is darker by night", "the Earth from orbit at night", "the Earth from orbit at noon", frame.luma, 10},
		{"the Earth is bluer than Mars", "the Earth from orbit at noon", "the surface of Mars at noon", frame.warmth, 8},
		{"the sea is bluer than sand", "the open ocean at noon", "desert dunes at noon", ground(frame.warmth), 20},
		{"the sky of noon is bluer than that of sunset", "meadow at noon, clear sky", "meadow at sunset", sky(frame.warmth), 15},
		{"a street has more edges than clouds", "above the clouds at noon", "city street at noon", frame.edges, 2},
		{"a forest has more edges than dunes", "desert dunes at noon", "pine forest at noon, clear", frame.edges, 1},
		{"the open sea has a line at the horizon", "a jungle at noon", "the open ocean at noon, clear", step, 3},
		{"snow is less colourful than grass", "a snowfield at noon", "a meadow in summer at noon", ground(frame.saturation), 8},
		{"space is darker than the sky", "deep space with stars", "above the clouds at noon", frame.luma, 30},
		{"northern lights are greener than the night", "snowfield at night", "northern lights over a snowfield", sky(frame.greenness), 1},
		{"lava is warmer than rock", "mountains at dusk", "a volcano erupts at dusk", frame.warmth, 8},
		{"a savanna is warmer than a meadow", "a meadow at noon", "a savanna at noon", ground(frame.warmth), 8},
		{"autumn is less green than summer", "forest in autumn, noon", "forest in summer, noon", frame.greenness, 1.2},
		{"summer is warmer than winter", "mountains in winter, noon", "meadow in summer, noon", frame.warmth, 6},
		{"rain draws streaks over a street", "city street at night", "city street at night in heavy rain", frame.streaks, 0.02},
		{"fireflies are points of light", "dark forest at night", "dark forest at night with many fireflies", frame.edges, 0.2},
		{"fireworks light the sky", "a skyline at night", "fireworks over a skyline at night", sky(frame.deviation), 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			value := func(text string) float64 {
				return tt.measure(newShot(t, spmd.Best(), 3, 160, 90, words(text)).at(t, 1.4))
			}
			if less, more := value(tt.less), value(tt.more); more-less < tt.byAtLeast {
				t.Errorf("%q has %.2f and %q has %.2f: want %.2f more", tt.less, less, tt.more, more, tt.byAtLeast)
			}
		})
	}
}

// Between its flashes the sky of a thunderstorm is dark.
func TestStormCloudsDarkenTheSky(t *testing.T) {
	t.Parallel()
	sky := func(text string) float64 {
		return newShot(t, spmd.Best(), 3, 160, 90, words(text)).bare().at(t, 1.4).sky().luma()
	}
	if storm, grey := sky("towering storm clouds over the open ocean at noon"), sky("the open ocean at noon, overcast"); grey-storm < 10 {
		t.Errorf("the sky of a storm has luma %.1f, that of a grey day %.1f", storm, grey)
	}
}

// The horizon is where a level camera has it.
func TestHorizonIsLevel(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"the open ocean at noon, clear", "a snowfield at noon, clear sky", "a beach at noon"} {
		if at, step := newShot(t, spmd.Best(), 3, 160, 90, words(text)).at(t, 2.5).horizon(); step < 2 || at < 0.34 || at > 0.66 {
			t.Errorf("%q has its horizon at %.2f of the height, a step of %.1f levels", text, at, step)
		}
	}
}

// A named subject is seen where the plan has put it, and goes where it is meant to go.
func TestSubjectsAreWhereThePlanHasThem(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"a horse gallops across a meadow at noon", "a man walks in the desert, afternoon", "an elephant on a beach at noon",
		"a sailing boat on the ocean at noon", "a hot air balloon over mountains at noon", "a robot in a city street at noon",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			s := newShot(t, spmd.Best(), 4, 192, 108, words(text))
			if len(s.plan.Cast) == 0 {
				t.Fatal("nobody is in the film")
			}
			lead := s.plan.Cast[0]
			empty := *s.plan
			empty.Cast = nil
			film := *s.film
			film.plan = &empty
			without := shot{&film, &empty, s.w, s.h}
			var seen [2]float64
			for i, at := range []float64{1, 4} {
				x, y, height, ok := s.plan.Where(lead, at)
				if !ok || x < 0.05 || x > 0.95 {
					t.Fatalf("the plan has it at %.2f, %.2f after %.0f s", x, y, at)
				}
				gotX, gotY, n := changed(s.at(t, at), without.at(t, at))
				if n < 40 || math.Abs(gotX-x) > 0.07+0.5*height || math.Abs(gotY-y) > 0.10+0.35*height {
					t.Errorf("after %.0f s %d pixels about %.2f, %.2f show it; the plan has it at %.2f, %.2f", at, n, gotX, gotY, x, y)
				}
				seen[i] = gotX
			}
			x0, _, _, _ := s.plan.Where(lead, 1)
			x1, _, _, _ := s.plan.Where(lead, 4)
			if way := x1 - x0; math.Abs(way) > 0.08 && (seen[1]-seen[0])*way < 0.4*way*way {
				t.Errorf("it goes by %.2f of the width, want %.2f", seen[1]-seen[0], way)
			}
		})
	}
}

// changed is the middle of the pixels in which two pictures differ clearly, as shares of the sides, and their number.
func changed(a, b frame) (x, y float64, n int) {
	for i, v := range a.yuv[:a.w*a.h] {
		if d := math.Abs(float64(v) - float64(b.yuv[i])); d > 12 {
			x, y, n = x+float64(i%a.w)+0.5, y+float64(i/a.w)+0.5, n+1
		}
	}
	if n == 0 {
		return 0, 0, 0
	}
	return x / float64(n) / float64(a.w), y / float64(n) / float64(a.h), n
}

// motion_mode fast must show more motion than normal, and so must quick words.
func TestFastIsFaster(t *testing.T) {
	t.Parallel()
	moments := []float64{0.4, 1, 1.7, 2.5, 3.2, 4}
	for _, text := range []string{"waves on a beach at noon, zoom in", "a horse on a meadow at noon"} {
		change := func(motion, more string) float64 {
			q := words(text + more)
			q.MotionMode = motion
			s := newShot(t, spmd.Best(), 4, 128, 72, q)
			sum := 0.0
			for _, at := range moments {
				sum += s.at(t, at).difference(s.at(t, at+1.0/zoetrope.FPS))
			}
			return sum
		}
		normal := change("", "")
		if fast := change("fast", ""); fast < 1.15*normal {
			t.Errorf("%q changes by %.2f levels a frame when fast, by %.2f normally", text, fast/6, normal/6)
		}
		if slow := change("", ", slow motion"); slow > 0.9*normal {
			t.Errorf("%q changes by %.2f levels a frame in slow motion, by %.2f normally", text, slow/6, normal/6)
		}
	}
}

// Words of the camera that are no value of camera_movement.
func TestFreeWordsMoveTheCamera(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"slow dolly in": "smooth_zoom_in", "dolly in": "zoom_in", "aerial shot": "flyover", "drone flyover": "flyover", "handheld": "handheld",
		"the camera orbits": "orbit", "crane up": "crane_up", "the camera tilts up": "vertical_up", "static shot": "fix_bg",
		"无人机航拍": "flyover", "镜头环绕": "orbit",
	} {
		_, plan := Plan(words("a horse on a meadow, "+text), 1, 96, 54)
		if plan.Camera != want {
			t.Errorf("%q moves the camera by %s, want %s", text, plan.Camera, want)
		}
	}
	// An orbit keeps its subject in the frame while the ground turns below it.
	s := newShot(t, spmd.Best(), 4, 160, 90, words("the camera orbits around a lighthouse on a coast at noon"))
	x0, _, _, _ := s.plan.Where(s.plan.Cast[0], 0)
	x1, _, _, _ := s.plan.Where(s.plan.Cast[0], 5)
	if math.Abs(x1-x0) > 0.12 {
		t.Errorf("an orbit moves its subject from %.2f to %.2f of the width", x0, x1)
	}
	if d := s.at(t, 0).difference(s.at(t, 5)); d < 4 {
		t.Errorf("an orbit changes the picture by %.1f levels", d)
	}
}

// A lens of shallow depth of field blurs what is far behind the subject, and neither the subject nor the ground at its feet.
func TestShallowDepthOfField(t *testing.T) {
	t.Parallel()
	const text = "a horse on a meadow with trees at noon"
	deep := newShot(t, spmd.Best(), 4, 320, 180, words(text))
	shallow := newShot(t, spmd.Best(), 4, 320, 180, words(text+", shallow depth of field"))
	if shallow.plan.Focus == 0 || deep.plan.Focus != 0 {
		t.Fatalf("the lens is open: %g, closed: %g", shallow.plan.Focus, deep.plan.Focus)
	}
	// The words also steer the layout: the same plan is drawn with and without its focus.
	plan, film := *shallow.plan, *shallow.film
	plan.Focus, film.focus, film.plan = 0, nil, &plan
	without := shot{&film, &plan, 320, 180}
	a, b := shallow.at(t, 2.5), without.at(t, 2.5)
	if k := a.part(0.3, 0.55).edges() / b.part(0.3, 0.55).edges(); k > 0.75 {
		t.Errorf("the distance keeps %.2f of its edges", k)
	}
	feet, sharpest := 0, math.Inf(1)
	for y := range 180 {
		if c := shallow.plan.Circle(2.5, y, 180); c < sharpest {
			feet, sharpest = y, c
		}
	}
	_, y, height, _ := shallow.plan.Where(shallow.plan.Cast[0], 2.5)
	if want := 180 * (y + height/2); sharpest > 0.2 || math.Abs(float64(feet)-want) > 14 {
		t.Errorf("row %d is the sharpest, with a circle of %.2f pixels; the feet are in row %.0f", feet, sharpest, want)
	}
}
