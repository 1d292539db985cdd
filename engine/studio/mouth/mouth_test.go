package mouth

import (
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/face/facetest"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

// portrait is the test picture as a frame, its landmarks and its mouth at rest.
func portrait(t testing.TB) (Frame, face.Landmarks, Rest) {
	t.Helper()
	p := raster.Load(facetest.Portrait(t), 320, 400)
	f := Frame{W: p.W, H: p.H, Pix: make([]byte, yuv.Size(p.W, p.H))}
	yuv.FromPlanes(f.Pix, p.W, p.H, p.R.Pix, p.G.Pix, p.B.Pix)
	faces := face.Find(p.Luma())
	if len(faces) == 0 {
		t.Fatal("no face")
	}
	l := face.Locate(f.Gray(), faces[0])
	var g Gauge
	g.Look(f, &l)
	return f, l, g.Rest()
}

// opened is the number of rows in the middle of the mouth that are neither lip nor skin: much less red than the lips.
func opened(f Frame, at Place) int {
	_, _, v := f.planes()
	y, _, _ := f.planes()
	n := 0
	for d := -0.5; d < 1.2; d += 1 / at.half {
		px, py := at.at(0.03, d)
		if y.linear(px, py) < 62 || v.linear(px/2, py/2) < 138 {
			n++
		}
	}
	return n
}

func TestMouthOpensByDegrees(t *testing.T) {
	t.Parallel()
	f, l, rest := portrait(t)
	if rest.toothy {
		t.Error("a shut mouth is taken for one that shows its teeth")
	}
	at := PlaceOf(&l)
	last := -1
	for _, open := range []float64{0, 0.3, 0.6, 1} {
		g := Frame{f.W, f.H, slices.Clone(f.Pix)}
		NewPainter(rest).Draw(g, at, Pose{Shape: lips.Shape{Open: open}, Strength: 1})
		n := opened(g, at)
		if n <= last {
			t.Errorf("at %.1f the mouth is open by %d rows, before by %d", open, n, last)
		}
		last = n
	}
}

func TestOnlyTheSurroundingsOfTheMouthChange(t *testing.T) {
	t.Parallel()
	f, l, rest := portrait(t)
	at := PlaceOf(&l)
	for name, pose := range map[string]Pose{
		"shut": {Strength: 1}, "without strength": {Shape: lips.Shape{Open: 1}},
	} {
		g := Frame{f.W, f.H, slices.Clone(f.Pix)}
		NewPainter(rest).Draw(g, at, pose)
		if !slices.Equal(g.Pix, f.Pix) {
			t.Errorf("%s: the frame changed", name)
		}
	}
	g := Frame{f.W, f.H, slices.Clone(f.Pix)}
	NewPainter(rest).Draw(g, at, Pose{Shape: lips.Shape{Open: 1}, Strength: 1})
	x0, y0, x1, y1 := at.Bounds(f.W, f.H)
	for i := range f.W * f.H {
		x, y := i%f.W, i/f.W
		if (x < x0 || x >= x1 || y < y0 || y >= y1) && g.Pix[i] != f.Pix[i] {
			t.Fatalf("the pixel %d,%d outside %d,%d to %d,%d changed", x, y, x0, y0, x1, y1)
		}
	}
	// The nose and the eyes keep still.
	for _, m := range []face.Landmark{face.Nose, face.PupilLeft, face.PupilRight} {
		k := int(l[m].Y)*f.W + int(l[m].X)
		if d := math.Abs(float64(g.Pix[k]) - float64(f.Pix[k])); d > 6 {
			t.Errorf("landmark %d changed by %.0f codes", m, d)
		}
	}
}

func TestMouthsAtTheBorderOfTheFrame(t *testing.T) {
	t.Parallel()
	f, l, rest := portrait(t)
	for _, shift := range []face.Point{{X: -150}, {X: 190}, {Y: 110}, {Y: -290}, {X: 900, Y: 900}} {
		m := l
		for i := range m {
			m[i] = face.Point{X: m[i].X + shift.X, Y: m[i].Y + shift.Y}
		}
		var g Gauge
		g.Look(f, &m)
		c := Frame{f.W, f.H, slices.Clone(f.Pix)}
		NewPainter(rest).Draw(c, PlaceOf(&m), Pose{Shape: lips.Shape{Open: 1, Wide: -1}, Strength: 1})
	}
}

func BenchmarkDraw(b *testing.B) {
	f, l, rest := portrait(b)
	p := NewPainter(rest)
	for b.Loop() {
		p.Draw(f, PlaceOf(&l), Pose{Shape: lips.Shape{Open: 0.6}, Strength: 1})
	}
}
