package driver

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/face/facetest"
	"zoetrope/engine/studio/vision/raster"
)

// shifted is the portrait in a frame of w x h, dx pixels to the right, with the eyes covered by skin if shut.
func shifted(p vision.Plane, l *face.Landmarks, w, h int, dx float32, shut bool) face.Gray {
	g := face.Gray{W: w, H: h, Pix: make([]uint8, w*h)}
	for y := range h {
		for x := range w {
			sx, sy := float32(x)-dx, float32(y)
			v := p.Sample(sx, sy)
			for _, k := range []face.Landmark{face.PupilLeft, face.PupilRight} {
				d := math.Hypot(float64(sx-l[k].X)/1.8, float64(sy-l[k].Y))
				if shut && d < 5 {
					v = p.Sample(l[k].X, l[k].Y+14)
				}
			}
			g.Pix[y*w+x] = uint8(255*v + 0.5)
		}
	}
	return g
}

func TestHeadsMoveAndBlink(t *testing.T) {
	t.Parallel()
	p := raster.Load(facetest.Portrait(t), 160, 200).Luma()
	faces := face.Find(p)
	if len(faces) == 0 {
		t.Fatal("no face")
	}
	l := face.Locate(face.GrayOf(p), faces[0])
	h := NewHead()
	const frames = 24
	move := func(i int) float32 { return 40 + 14*float32(math.Sin(float64(i)/4)) }
	for i := range frames {
		h.Add(i, shifted(p, &l, 260, 200, move(i), i >= 12 && i < 16))
	}
	poses, seen := h.Heads()
	if seen != frames {
		t.Fatalf("a face in %d frames of %d", seen, frames)
	}
	unit := float64(l.Middle(face.MouthLeft, face.MouthRight).Y - l.Middle(face.PupilLeft, face.PupilRight).Y)
	for i := 1; i < frames; i++ {
		want := float64(move(i)-move(i-1)) / unit
		if got := poses[i].X - poses[i-1].X; math.Abs(got-want) > 0.03 {
			t.Errorf("frame %d: the head moved by %.3f, want %.3f", i, got, want)
		}
	}
	if poses[13].Blink < 0.6 || poses[5].Blink > 0.2 {
		t.Errorf("blinks of %.2f with shut and %.2f with open eyes", poses[13].Blink, poses[5].Blink)
	}
}

// block is a textured frame with a textured block at (x,y).
func block(x, y float64) vision.Plane {
	p := vision.New(160, 120)
	for i := range p.Pix {
		px, py := float64(i%160), float64(i/160)
		v := 0.4 + 0.1*math.Sin(px*0.7)*math.Cos(py*0.5)
		if bx, by := px-x, py-y; bx > 0 && bx < 36 && by > 0 && by < 60 {
			v = 0.6 + 0.15*math.Sin(bx*0.21+by*0.13) + 0.1*math.Sin(bx*0.37-by*0.29+1)
		}
		p.Pix[i] = float32(v)
	}
	return p
}

func TestBodiesMove(t *testing.T) {
	t.Parallel()
	var b, still Body
	for i := range 24 {
		b.Add(block(60+14*math.Sin(float64(i)/4), 30))
		still.Add(block(60, 30))
	}
	if _, moved := still.Steps(); moved {
		t.Error("something moved in a still clip")
	}
	steps, moved := b.Steps()
	if !moved || len(steps) != 24 {
		t.Fatalf("%d steps, moved %v", len(steps), moved)
	}
	right, left := steps[6], steps[18]
	if right.X < 0.12 || left.X > -0.12 || math.Abs(right.Y) > 0.1 {
		t.Errorf("to the right %.2f, %.2f and then to the left %.2f, in heights", right.X, right.Y, left.X)
	}
}

func TestNothingToRead(t *testing.T) {
	t.Parallel()
	h := NewHead()
	for i := range 4 {
		h.Add(i, face.Gray{W: 32, H: 24, Pix: make([]uint8, 32*24)})
	}
	if poses, seen := h.Heads(); seen != 0 || poses != nil {
		t.Errorf("%d poses of %d faces in black frames", len(poses), seen)
	}
	var b Body
	if _, moved := b.Steps(); moved {
		t.Error("no frames moved")
	}
}
