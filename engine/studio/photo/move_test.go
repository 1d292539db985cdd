package photo

import (
	"image"
	"math"
	"sync"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
	"zoetrope/engine/studio/yuv"
)

// weigh turns the parts of a similarity into the mean displacement each causes, in fractions of the width: radius is the
// mean distance of a pixel from the centre.
func weigh(s motion.Similarity) (parts [4]float64) {
	const radius = 0.3
	return [4]float64{s.X, s.Y, radius * s.LogScale, radius * s.Roll}
}

// shots are pictures analysed once for all moves.
type shot struct {
	base vision.RGB
	a    *analysis
}

func newShot(img image.Image) shot {
	base := canvasPicture(img, testW, testH)
	return shot{base, analyse(base)}
}

var (
	groundShot  = sync.OnceValue(func() shot { return newShot(texture(576, 324)) })
	subjectShot = sync.OnceValue(func() shot { return newShot(portrait(576, 324)) })
)

// lumas draws a clip of a shot.
func (s shot) lumas(o Options) []vision.Plane {
	frames := make([]int, o.Frames)
	for k := range frames {
		frames[k] = k
	}
	return s.frames(o, frames...)
}

// luma draws one frame of it.
func (s shot) luma(o Options, k int) vision.Plane { return s.frames(o, k)[0] }

func (s shot) frames(o Options, frames ...int) []vision.Plane {
	r := prepare(o, s.base, s.a)
	buffer := make([]byte, yuv.Size(o.Width, o.Height))
	var clip []vision.Plane
	for _, k := range frames {
		r.frame(k, buffer)
		clip = append(clip, lumaOf(buffer, o.Width, o.Height))
	}
	return clip
}

func still(move string) Options {
	const frames = 5
	return Options{Width: testW, Height: testH, Frames: frames, FPS: frames / float64(referenceSeconds), Seed: 1, Move: move, Still: true}
}

// checkMove compares a measured motion with the intended one: right sign, at least half the amplitude, and nothing else
// above three tenths of it.
func checkMove(t *testing.T, measured, intended motion.Similarity) {
	t.Helper()
	const strongest, cross = 0.5, 0.3
	got, want := weigh(measured), weigh(intended)
	main := 0
	for i := range want {
		if math.Abs(want[i]) > math.Abs(want[main]) {
			main = i
		}
	}
	if want[main] == 0 {
		for i := range got {
			if math.Abs(got[i]) > 0.002 {
				t.Errorf("a held camera moves: %+.4f", got)
			}
		}
		return
	}
	if got[main]/want[main] < strongest {
		t.Errorf("moves %+.4f, intended %+.4f", got, want)
	}
	for i := range got {
		if i != main && math.Abs(got[i]-want[i]) > cross*math.Abs(got[main]) {
			t.Errorf("cross term %d: moves %+.4f, intended %+.4f", i, got, want)
		}
	}
}

func TestMovesMeasured(t *testing.T) {
	t.Parallel()
	for _, name := range Moves() {
		if name == "whip_pan" || name == "robo_arm" {
			continue // measured below
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, _ := moveNamed(name)
			s := groundShot()
			if m.without != "" {
				s = subjectShot()
			}
			var weight vision.Plane
			if m.without != "" {
				// The subject is held; what the camera does shows behind it.
				away := vision.Dilate(s.a.scene.Subject.Mask, 12).Map(func(v float32) float32 { return 1 - v })
				weight = vision.Resize(away, testW, testH)
			}
			clip := s.lumas(still(name))
			var total motion.Similarity
			for k := 1; k < len(clip); k++ {
				total = total.Add(motion.Fit(flow.Estimate(clip[k-1], clip[k], flow.Accurate()), weight))
			}
			checkMove(t, total, m.intended(still(name).strength()))
		})
	}
}

func TestCompoundMovesMeasured(t *testing.T) {
	t.Parallel()
	clip := groundShot().lumas(still("robo_arm"))
	var total motion.Similarity
	for k := 1; k < len(clip); k++ {
		total = total.Add(motion.Between(clip[k-1], clip[k]))
	}
	if total.LogScale < 0.07 {
		t.Errorf("robo_arm reaches in by %+.3f", total.LogScale)
	}
	m, _ := moveNamed("whip_pan")
	swing := m.at(whipEnd, 1, 1, 0, 1).x - m.at(whipStart, 1, 1, 0, 1).x
	if math.Abs(swing) < 0.2 {
		t.Errorf("whip_pan swings %.2f of the width", swing)
	}
}

func TestFollowedSubjectStays(t *testing.T) {
	t.Parallel()
	s := subjectShot()
	if !s.a.hasSubject() {
		t.Fatalf("subject found with confidence %.2f", s.a.scene.Subject.Confidence)
	}
	clip := s.lumas(still("left_follow"))
	inside := vision.Resize(vision.Erode(s.a.scene.Subject.Mask, 6), testW, testH).Map(func(v float32) float32 { return max(v, 0) })
	got := motion.Fit(flow.Estimate(clip[0], clip[len(clip)-1], flow.Accurate()), inside)
	if math.Hypot(got.X, got.Y) > 0.012 {
		t.Errorf("the subject moves by %+.4f, %+.4f of the width", got.X, got.Y)
	}
}

func TestMirroredMoves(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"horizontal_left", "horizontal_right"}, {"pan_left", "pan_right"}, {"left_follow", "right_follow"}, {"vertical_up", "vertical_down"},
	} {
		a, _ := moveNamed(pair[0])
		b, _ := moveNamed(pair[1])
		p, q := a.at(1, 1, 1, 0, 1), b.at(1, 1, 1, 0, 1)
		if p != q.scaled(-1) {
			t.Errorf("%s and %s are not mirrored: %+v %+v", pair[0], pair[1], p, q)
		}
	}
}

func TestPathsAreSmooth(t *testing.T) {
	t.Parallel()
	for _, name := range Moves() {
		m, _ := moveNamed(name)
		if m.blurred {
			continue
		}
		const n = 120
		at := func(k int) pose { return m.at(float64(k)/n, 1, 1, 0.05, 1) }
		for k := 1; k < n; k++ {
			a, b, c := at(k-1), at(k), at(k+1)
			bend := a.plus(c).plus(b.scaled(-2))
			for _, v := range []float64{bend.x, bend.y, bend.zoom, bend.roll, bend.truckX, bend.truckY, bend.dolly} {
				if math.Abs(v) > 4e-4 {
					t.Fatalf("%s jerks by %.5f at frame %d", name, v, k)
				}
			}
		}
		if first := at(0); !m.retreats && first != (pose{}) {
			t.Errorf("%s starts at %+v", name, first)
		}
	}
}

func TestViewStaysInsideThePicture(t *testing.T) {
	t.Parallel()
	near := vision.New(160, 90)
	for i := range near.Pix {
		near.Pix[i] = float32(i/160) / 89
	}
	r := relief{near: near, aspect: 90.0 / 160, pivot: 0.5}
	for _, name := range Moves() {
		m, _ := moveNamed(name)
		for _, limit := range []margins{{}, {0.045, 0.045, 0.045, 0.045}} {
			p := path{move: m, strength: 1.5, parallax: 1, side: 1}
			p.fit(&r, true, limit)
			if got := p.reach(&r, true); !got.within(margins{limit.left + 1e-3, limit.top + 1e-3, limit.right + 1e-3, limit.bottom + 1e-3}) {
				t.Errorf("%s reaches %+v beyond the picture, limit %+v", name, got, limit)
			}
		}
	}
}

func TestProjectInvertsShow(t *testing.T) {
	t.Parallel()
	v := newViewpoint(pose{x: 0.05, y: -0.02, zoom: 0.2, roll: 0.1, truckX: 0.04, truckY: 0.01, dolly: 0.1}, 0.1, -0.05)
	for _, n := range []float64{-0.4, 0, 0.6} {
		x, y := v.show(0.2, 0.1, n)
		x, y = v.project(x, y, n)
		if math.Hypot(x-0.2, y-0.1) > 1e-9 {
			t.Errorf("nearness %.1f: comes back at %.4f, %.4f", n, x, y)
		}
	}
}
