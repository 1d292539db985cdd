package photo

import (
	"image"
	"image/color"
	"math"
	"sync"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/yuv"
)

var skyShot = sync.OnceValue(func() shot { return newShot(landscape(576, 324)) })

// held is a clip of a camera that stands still.
func held(frames int) Options {
	return Options{Width: testW, Height: testH, Frames: frames, FPS: float64(frames) / referenceSeconds, Seed: 1, Move: "fix_bg"}
}

// meanIn averages p over rows y0 to y1.
func meanIn(p vision.Plane, y0, y1 int) float64 {
	s := 0.0
	for y := y0; y < y1; y++ {
		for _, v := range p.Row(y) {
			s += float64(v)
		}
	}
	return s / float64((y1-y0)*p.W)
}

func TestSkyDriftsAlone(t *testing.T) {
	t.Parallel()
	s := skyShot()
	if !s.a.hasSky() {
		t.Fatal("no sky found")
	}
	clip := s.lumas(held(4))
	f := flow.Estimate(clip[1], clip[3], flow.Accurate())
	sky, ground := meanIn(f.U, 4, 30), meanIn(f.U, 65, testH)
	if math.Abs(sky) < 1 || math.Abs(ground) > 0.1 || math.Abs(meanIn(f.V, 4, 30)) > 0.5*math.Abs(sky) {
		t.Errorf("sky drifts by %.2f px, ground by %.2f px", sky, ground)
	}
	o := held(4)
	o.Still = true
	frozen := s.lumas(o)
	if d := psnr(frozen[1], frozen[3]); d < 60 {
		t.Errorf("a still clip changes: %.1f dB", d)
	}
}

func TestSkyKeepsItsContrast(t *testing.T) {
	t.Parallel()
	clip := skyShot().lumas(held(6))
	spread := func(p vision.Plane) float64 {
		m, v := meanIn(p, 2, 30), 0.0
		for y := 2; y < 30; y++ {
			for _, x := range p.Row(y) {
				v += (float64(x) - m) * (float64(x) - m)
			}
		}
		return math.Sqrt(v)
	}
	first := spread(clip[0])
	for k, p := range clip {
		if r := spread(p) / first; r < 0.85 || r > 1.15 {
			t.Errorf("frame %d has %.2f of the first frame's contrast: the sky pulses", k, r)
		}
	}
}

func TestWaterRipplesAndSettlesAtTheStart(t *testing.T) {
	t.Parallel()
	l := life{pace: 1, scale: 1440, rows: make([]rippleRow, 800)}
	for i := range l.rows {
		d := float32(0.1 + 0.9*float64(i)/800)
		l.rows[i] = rippleRow{depth: d, log: float32(math.Log(float64(d))), spread: 1 / d}
	}
	still, later := l.ripple(moment{}), l.ripple(moment{u: 0.5, seconds: 2.5})
	var near, far float64
	for x := range 200 {
		if dx, dy := still.at(float32(7*x), 700); dx != 0 || dy != 0 {
			t.Fatalf("the first frame is displaced by %v, %v", dx, dy)
		}
		_, a := later.at(float32(7*x), 780)
		_, b := later.at(float32(7*x), 20)
		near, far = near+math.Abs(float64(a)), far+math.Abs(float64(b))
	}
	if near < 4*far || near/200 < 0.5 || near/200 > 5 {
		t.Errorf("waves of %.2f px near and %.2f px far", near/200, far/200)
	}
}

// energy of the differences between a clip with and one without an overlay, by frame.
func overlayEnergy(t *testing.T, v Overlay) (with, without []vision.Plane) {
	t.Helper()
	o := held(4)
	o.Still = true
	without = groundShot().lumas(o)
	o.Overlays = []Overlay{v}
	return groundShot().lumas(o), without
}

func TestOverlaysMove(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{Rain, Snow, Petals, Fireflies, Embers, Fog} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			with, without := overlayEnergy(t, Overlay{Kind: kind, Amount: 0.8})
			if psnr(with[0], without[0]) < 60 {
				t.Error("the overlay is there from the first frame on")
			}
			if d := psnr(with[2], without[2]); d > 45 {
				t.Errorf("the overlay changes the picture by only %.1f dB", d)
			}
			if d := psnr(with[2], with[3]); d > 45 {
				t.Errorf("the overlay stands still: %.1f dB", d)
			}
		})
	}
}

func TestRainIsStreaky(t *testing.T) {
	t.Parallel()
	with, without := overlayEnergy(t, Overlay{Kind: Rain, Amount: 1})
	streaks := vision.Zip(with[2], without[2], func(a, b float32) float32 { return a - b })
	var across, along float64
	for y := 1; y < testH; y++ {
		for x := 1; x < testW; x++ {
			across += math.Abs(float64(streaks.At(x, y) - streaks.At(x-1, y)))
			along += math.Abs(float64(streaks.At(x, y) - streaks.At(x, y-1)))
		}
	}
	if across < 1.4*along {
		t.Errorf("gradients across %.2f, along %.2f: no upright streaks", across, along)
	}
}

func TestFarFlakesPassBehindTheSubject(t *testing.T) {
	t.Parallel()
	const w, h = 40, 30
	frame := make([]float32, 4*w*h)
	for x := w / 2; x < w; x++ {
		for y := range h {
			frame[4*(y*w+x)+3] = 1
		}
	}
	for _, behind := range []bool{true, false} {
		picture := append([]float32(nil), frame...)
		s := sprite{x: 20, y: 15, long: 8, wide: 8, colour: [3]float32{1, 1, 1}, alpha: 1, behind: behind}
		s.draw(picture, w, 0, h)
		free, covered := picture[4*(15*w+15)], picture[4*(15*w+25)]
		if free < 0.9 || (covered < 0.01) != behind {
			t.Errorf("behind %v: %.2f beside and %.2f on the subject", behind, free, covered)
		}
	}
}

func TestLights(t *testing.T) {
	t.Parallel()
	row := func(l Light, r, g, b float32) [3]float32 {
		p := []float32{r, g, b, 1}
		newGrade(l).at(10).apply(p)
		return [3]float32(p[:3])
	}
	if p := row(AsTaken, 0.2, 0.5, 0.7); p != [3]float32{0.2, 0.5, 0.7} {
		t.Errorf("as taken: %v", p)
	}
	if p := row(Golden, 0.5, 0.5, 0.5); p[0] < p[2]+0.1 {
		t.Errorf("golden: %v", p)
	}
	night, storm := row(Night, 0.5, 0.5, 0.5), row(Storm, 0.5, 0.5, 0.5)
	if night[1] > 0.35 || night[2] < night[0] || storm[1] > 0.45 || night[1] > storm[1] {
		t.Errorf("night %v, storm %v", night, storm)
	}
	if lamp := row(Night, 1, 0.9, 0.6); lamp[0] < 0.6 {
		t.Errorf("lamps at night: %v", lamp)
	}
	p := []float32{0.3, 0.3, 0.3, 1}
	newGrade(Night).at(0).apply(p)
	if p[0] != 0.3 {
		t.Error("the light changes on the first frame")
	}
}

func TestDescribedLightComesWhereThePictureLacksIt(t *testing.T) {
	t.Parallel()
	day := landscape(320, 180)
	dusk := image.NewRGBA(day.Bounds())
	for y := range 180 {
		for x := range 320 {
			r, g, b, _ := day.At(x, y).RGBA()
			dusk.Set(x, y, color.RGBA{uint8(r >> 10), uint8(g >> 10), uint8(b >> 10), 255})
		}
	}
	share := func(img image.Image, o Options) float32 {
		o.Width, o.Height, o.Frames = 160, 90, 48
		base := canvasPicture(img, o.Width, o.Height)
		return prepare(o, base, analyse(base)).grade.at(10).share
	}
	if share(day, Options{Described: Night}) == 0 || share(dusk, Options{Described: Night}) != 0 {
		t.Error("a described night must darken a day and leave a night alone")
	}
	street := image.NewRGBA(day.Bounds()) // dark, with a row of lit windows
	for y := range 180 {
		for x := range 320 {
			lit := y > 80 && y < 120 && x%40 > 10
			street.Set(x, y, color.Gray{map[bool]uint8{false: 60, true: 140}[lit]})
		}
	}
	if share(street, Options{Described: Grey}) != 0 {
		t.Error("grey skies take the light of a street at night")
	}
	if share(dusk, Options{Light: Night}) == 0 {
		t.Error("a change that was asked for does not come")
	}
	base := canvasPicture(day, 160, 90)
	if g := gradeOf(Options{Light: Night}, analyse(base)); g.lamps != 0 {
		t.Error("the sky of the day shines on at night like a lamp")
	}
}

func BenchmarkFrame540p(b *testing.B) {
	o := Options{Width: 960, Height: 540, Frames: 120, Seed: 1}
	base := canvasPicture(landscape(1200, 675), o.Width, o.Height)
	r := prepare(o, base, analyse(base))
	frame := make([]byte, yuv.Size(o.Width, o.Height))
	for b.Loop() {
		r.frame(60, frame)
	}
}

func BenchmarkPrepare540p(b *testing.B) {
	o := Options{Width: 960, Height: 540, Frames: 120, Seed: 1}
	img := landscape(1200, 675)
	for b.Loop() {
		base := canvasPicture(img, o.Width, o.Height)
		prepare(o, base, analyse(base))
	}
}
