package figure

import (
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/spmd"
)

var daylight = Light{
	Dir: [3]float32{-0.5, 0.7, -0.5}, Key: Colour{1.5, 1.4, 1.2}, Sky: Colour{0.3, 0.35, 0.45}, Ground: Colour{0.15, 0.14, 0.1},
}

// grey is a frame of even grey.
func grey(w, h int) *spmd.Frame {
	f := spmd.NewFrame(w, h)
	for i := range f.Pix {
		f.Pix[i] = 0.5
	}
	return f
}

// changed is the box of pixels that differ from even grey, and how many there are.
func changed(f *spmd.Frame) (x0, y0, x1, y1, n int) {
	x0, y0 = f.W, f.H
	for i := range f.W * f.H {
		if p := f.Pix[4*i:]; math.Abs(float64(p[0]-0.5))+math.Abs(float64(p[1]-0.5))+math.Abs(float64(p[2]-0.5)) > 0.02 {
			x, y := i%f.W, i/f.W
			x0, x1, y0, y1, n = min(x0, x), max(x1, x), min(y0, y), max(y1, y), n+1
		}
	}
	return
}

func TestEverySubjectIsDrawnWhereItStands(t *testing.T) {
	t.Parallel()
	if n := len(Names()); n < 30 {
		t.Errorf("%d subjects, want at least 30", n)
	}
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := Find(name)
			if s.Height <= 0 || s.Length <= 0 {
				t.Fatalf("height %g, length %g", s.Height, s.Length)
			}
			for _, action := range []string{"", "run", "dance", "stand"} {
				frame := grey(160, 120)
				m := Moment{Time: 0.8, Way: 1.3, Action: action, Seed: 5}
				scale := min(70/float64(s.Height), 120/float64(s.Length))
				s.Pose(m).Draw(frame, Stand{X: 80, Y: 100, Scale: scale}, daylight)
				x0, y0, x1, y1, n := changed(frame)
				if n < 60 {
					t.Fatalf("%q covers %d pixels", action, n)
				}
				if s.Realm == Land && (y1 < 92 || y1 > 106) {
					t.Errorf("%q ends at row %d, the ground is at 100", action, y1)
				}
				if cx := (x0 + x1) / 2; s.Realm != Sea && (cx < 40 || cx > 120) {
					t.Errorf("%q stands at column %d, want about 80", action, cx)
				}
				if tall := float64(y1 - y0); s.Realm == Land && tall < 0.5*scale*float64(s.Height) {
					t.Errorf("%q is %g rows tall, its height is %g", action, tall, scale*float64(s.Height))
				}
				for i, v := range frame.Pix {
					if math.IsNaN(float64(v)) || v < 0 {
						t.Fatalf("%q: sample %d is %g", action, i, v)
					}
				}
			}
		})
	}
}

func TestPosesRepeatAndMove(t *testing.T) {
	t.Parallel()
	s, _ := Find("horse")
	draw := func(m Moment) []float32 {
		f := grey(120, 90)
		s.Pose(m).Draw(f, Stand{X: 60, Y: 80, Scale: 30, Shadow: 1}, daylight)
		return f.Pix
	}
	a, b, c := draw(Moment{Way: 1, Seed: 3}), draw(Moment{Way: 1, Seed: 3}), draw(Moment{Way: 1.4, Seed: 3})
	if !slices.Equal(a, b) {
		t.Error("the same moment gives two pictures")
	}
	if slices.Equal(a, c) {
		t.Error("the gait stands still")
	}
}

// TestStandingFeetDoNotSlide follows the soles of people and animals: while a foot carries, it moves back as fast as the body
// comes ahead.
func TestStandingFeetDoNotSlide(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]gait{"walking": walking, "running": running} {
		for p := 0.02; p < g.duty-0.04; p += 0.02 {
			x0, _, _ := g.foot(p)
			x1, _, _ := g.foot(p + 0.02)
			if slip := (x1 - x0) + 0.02*g.stride; math.Abs(slip) > 1e-9 {
				t.Errorf("%s: at phase %.2f the foot slides %g m", name, p, slip)
			}
		}
	}
	for name, g := range map[string]footfall{"walk": walkFour, "trot": trotFour, "gallop": gallopFour} {
		for p := 0.02; p < g.duty-0.04; p += 0.02 {
			x0, y0, _ := g.step(p)
			x1, _, _ := g.step(p + 0.02)
			if slip := (x1 - x0) + 0.02*g.stride; math.Abs(slip) > 1e-9 || y0 != 0 {
				t.Errorf("%s: at phase %.2f the foot slides %g and is %g up", name, p, slip, y0)
			}
		}
	}
}

func TestLightComesFromItsSide(t *testing.T) {
	t.Parallel()
	half := func(dir [3]float32) (left, right float64) {
		var f body
		f.ball(srgb(0xffffff), Vec{0, 1, 0}, 1)
		frame := spmd.NewFrame(64, 64)
		l := daylight
		l.Dir = dir
		f.figure(2).Draw(frame, Stand{X: 32, Y: 62, Scale: 30}, l)
		for i := range 64 * 64 {
			if i%64 < 32 {
				left += float64(frame.Pix[4*i])
			} else {
				right += float64(frame.Pix[4*i])
			}
		}
		return left, right
	}
	if l, r := half([3]float32{-0.9, 0.3, -0.3}); l < 1.3*r {
		t.Errorf("light from the left: %g on the left, %g on the right", l, r)
	}
	if l, r := half([3]float32{0.9, 0.3, -0.3}); r < 1.3*l {
		t.Errorf("light from the right: %g on the left, %g on the right", l, r)
	}
}

func TestShadowAndReflectionLieBelow(t *testing.T) {
	t.Parallel()
	s, _ := Find("person")
	draw := func(st Stand) *spmd.Frame {
		f := grey(160, 160)
		st.X, st.Y, st.Scale, st.Pitch = 80, 90, 36, 0.2
		s.Pose(Moment{Seed: 2}).Draw(f, st, daylight)
		return f
	}
	_, _, _, bare, plain := changed(draw(Stand{}))
	_, _, _, _, shaded := changed(draw(Stand{Shadow: 1}))
	_, _, _, mirrored, _ := changed(draw(Stand{Mirror: 0.5}))
	if shaded < plain+40 {
		t.Errorf("the shadow darkens %d pixels", shaded-plain)
	}
	if mirrored < bare+20 {
		t.Errorf("the reflection ends at row %d, the figure at %d", mirrored, bare)
	}
}

func TestSunkHidesTheFeet(t *testing.T) {
	t.Parallel()
	s, _ := Find("person")
	f := grey(100, 120)
	s.Pose(Moment{}).Draw(f, Stand{X: 50, Y: 100, Scale: 45, Sunk: true, Depth: 20}, daylight)
	if _, _, _, y1, _ := changed(f); y1 > 80 {
		t.Errorf("the figure ends at row %d, want 80", y1)
	}
}

// Snow lies on the back of a horse and not under its belly; what the frame's alpha covers does not show.
func TestSnowLiesOnTopAndMasksHide(t *testing.T) {
	t.Parallel()
	s, _ := Find("horse")
	draw := func(snow, alpha float32) (above, below float64) {
		f := grey(120, 90)
		for i := 3; i < len(f.Pix); i += 4 {
			f.Pix[i] = alpha
		}
		l := daylight
		l.Snow = snow
		s.Pose(Moment{Seed: 3}).Draw(f, Stand{X: 60, Y: 80, Scale: 30, Masked: true}, l)
		for i := 0; i < len(f.Pix); i += 4 {
			if i/4/f.W < 45 {
				above += float64(f.Pix[i])
			} else {
				below += float64(f.Pix[i])
			}
		}
		return above, below
	}
	above, below := draw(0, 1)
	whiteAbove, whiteBelow := draw(1, 1)
	if whiteAbove-above < 3 || whiteBelow-below > whiteAbove-above {
		t.Errorf("snow adds %g above and %g below", whiteAbove-above, whiteBelow-below)
	}
	hiddenAbove, hiddenBelow := draw(1, 0)
	bare := grey(120, 90)
	if want := float64(bare.Pix[0]) * 120 * 45; math.Abs(hiddenAbove-want) > 0.01 || math.Abs(hiddenBelow-want) > 0.01 {
		t.Errorf("a hidden figure changes the frame: %g and %g, want %g", hiddenAbove, hiddenBelow, want)
	}
}

func TestBendReachesOrStretches(t *testing.T) {
	t.Parallel()
	root := Vec{0, 1, 0}
	for _, tip := range []Vec{{0.3, 0.4, 0}, {0, 0.05, 0.2}, {3, 1, 0}, {0, 1, 0}} {
		joint, reached := bend(root, tip, 0.5, 0.5, Vec{1, 0, 0})
		if a := joint.sub(root).length(); math.Abs(float64(a-0.5)) > 1e-3 {
			t.Errorf("upper bone of %v is %g long", tip, a)
		}
		if b := reached.sub(joint).length(); math.Abs(float64(b-0.5)) > 1e-3 {
			t.Errorf("lower bone of %v is %g long", tip, b)
		}
	}
}

func BenchmarkHorse(b *testing.B) {
	s, _ := Find("horse")
	f := grey(960, 540)
	for b.Loop() {
		s.Pose(Moment{Way: 1}).Draw(f, Stand{X: 480, Y: 460, Scale: 130, Shadow: 1, Pitch: 0.2}, daylight)
	}
}

// A strong colour stays itself in bright light; greys are left to the tone curve.
func TestBrightPaintKeepsItsHue(t *testing.T) {
	t.Parallel()
	red, grey := Colour{2.4, 0.1, 0.1}, Colour{2.4, 2.4, 2.4}
	keepHue(&red)
	if red[0] > 1.1 || red[1] > 0.05 || math.Abs(float64(red[1]/red[0]-0.1/2.4)) > 1e-3 {
		t.Errorf("bright red is %.2f", red)
	}
	keepHue(&grey)
	if grey != (Colour{2.4, 2.4, 2.4}) {
		t.Errorf("bright grey is %.2f", grey)
	}
}
