package portrait

import (
	"errors"
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/face/facetest"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

const width, height = 240, 300

func open(t *testing.T) *Portrait {
	t.Helper()
	p, err := New(raster.Load(facetest.Portrait(t), width, height), Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// drawn are the landmarks of a pose, found again in its picture.
func drawn(p *Portrait, q Pose) (face.Landmarks, []byte) {
	dst := make([]byte, yuv.Size(width, height))
	p.Draw(dst, q)
	return face.Relocate(face.Gray{W: width, H: height, Pix: dst}, p.Marks()), dst
}

// TestCutHeadsStayAtTheEdge moves a head that the picture cuts down: above it there is nothing that could be shown.
func TestCutHeadsStayAtTheEdge(t *testing.T) {
	t.Parallel()
	alpha := vision.New(width, height)
	if cutAbove(alpha) {
		t.Error("nobody is cut")
	}
	for x := 80; x < 160; x++ {
		alpha.Pix[x] = 1
	}
	p := &Portrait{frame: frame{cx: 120, cy: 90, unit: 60, ux: 1}, pinned: cutAbove(alpha)}
	bend := p.bend(Pose{Y: 0.3})
	if _, dy := bend(120, 0); dy != 0 {
		t.Errorf("the edge moves by %.1f pixels", dy)
	}
	if _, dy := bend(120, 90); dy < 15 {
		t.Errorf("the face moves by %.1f pixels, want 18", dy)
	}
}

func TestPosesAreSeen(t *testing.T) {
	t.Parallel()
	p := open(t)
	rest, still := drawn(p, Pose{})
	unit := p.frame.unit
	at := func(l *face.Landmarks, k face.Landmark) (x, y float64) { return float64(l[k].X), float64(l[k].Y) }
	gap := func(l *face.Landmarks) float64 {
		_, a := at(l, face.LipUpper)
		_, b := at(l, face.LipLower)
		return b - a
	}
	roll := func(l *face.Landmarks) float64 {
		ax, ay := at(l, face.PupilLeft)
		bx, by := at(l, face.PupilRight)
		return math.Atan2(by-ay, bx-ax)
	}
	nose := func(l *face.Landmarks) float64 { x, _ := at(l, face.Nose); return x }
	for name, c := range map[string]struct {
		pose Pose
		of   func(l *face.Landmarks) float64
		want float64 // least change, with its sign
	}{
		"right":  {Pose{X: 0.2}, nose, 0.12 * unit},
		"left":   {Pose{X: -0.2}, nose, -0.12 * unit},
		"tilt":   {Pose{Roll: 0.15}, roll, 0.09},
		"turn":   {Pose{Yaw: 0.3}, nose, 0.04 * unit},
		"down":   {Pose{Y: 0.2}, func(l *face.Landmarks) float64 { _, y := at(l, face.Nose); return y }, 0.12 * unit},
		"speaks": {Pose{Mouth: lips.Shape{Open: 1}}, gap, 0.1 * unit},
	} {
		l, _ := drawn(p, c.pose)
		if d := c.of(&l) - c.of(&rest); d/c.want < 1 {
			t.Errorf("%s: changed by %.3f, want at least %.3f", name, d, c.want)
		}
	}
	if _, again := drawn(p, Pose{}); !slices.Equal(still, again) {
		t.Error("the picture at rest is not what it was before the other poses")
	}
}

func TestBlinkCoversThePupils(t *testing.T) {
	t.Parallel()
	p := open(t)
	dark := func(q Pose) float64 {
		_, dst := drawn(p, q)
		sum := 0.0
		for _, k := range []face.Landmark{face.PupilLeft, face.PupilRight} {
			m := p.Marks()
			for y := -1; y <= 1; y++ {
				sum += float64(dst[(int(m[k].Y)+y)*width+int(m[k].X)])
			}
		}
		return sum / 6
	}
	if a, b := dark(Pose{}), dark(Pose{Blink: 1}); b < a+15 {
		t.Errorf("the pupils have a luma of %.0f with open and %.0f with shut eyes", a, b)
	}
}

func TestNoFaceNoPortrait(t *testing.T) {
	t.Parallel()
	if _, err := New(vision.NewRGB(64, 64), Options{}); !errors.Is(err, ErrNoFace) {
		t.Errorf("a black picture gives %v, want ErrNoFace", err)
	}
}

func TestActingBlinksAndKeepsSmall(t *testing.T) {
	t.Parallel()
	a := NewActing(&lips.Sound{}, make([]lips.Shape, 240), Manner{Seed: 3, FPS: 24, Lively: 1})
	blinks, most := 0, 0.0
	shut := false
	for i := range 240 {
		p := a.Pose(i)
		if now := p.Blink > 0.5; now && !shut {
			blinks++
			shut = true
		} else if !now {
			shut = false
		}
		most = max(most, math.Abs(p.X), math.Abs(p.Y), math.Abs(p.Roll))
	}
	if blinks < 1 || blinks > 8 {
		t.Errorf("%d blinks in ten seconds", blinks)
	}
	if most < 0.01 || most > 0.12 {
		t.Errorf("the head moves by up to %.3f", most)
	}
	if p := a.Pose(0); p.X != 0 || p.Roll != 0 || p.Blink != 0 {
		t.Errorf("the first frame is not the picture: %+v", p)
	}
}
