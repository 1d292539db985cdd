package headtrack

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/face/facetest"
	"zoetrope/engine/studio/vision/raster"
)

// moved draws the portrait after a similarity in a frame of w x h.
func moved(p vision.Plane, s Similarity, w, h int) face.Gray {
	g := face.Gray{W: w, H: h, Pix: make([]uint8, w*h)}
	back := s.Inverse()
	for y := range h {
		for x := range w {
			q := back.Map(face.Point{X: float32(x), Y: float32(y)})
			g.Pix[y*w+x] = uint8(255*p.Sample(q.X, q.Y) + 0.5)
		}
	}
	return g
}

func TestFollowsAMovingHead(t *testing.T) {
	t.Parallel()
	p := raster.Load(facetest.Portrait(t), 160, 200).Luma()
	const frames = 30
	path := func(i int) Similarity {
		u := float64(i) / frames
		a := 0.12 * math.Sin(7*u)
		k := 1 + 0.15*u
		return Similarity{A: k * math.Cos(a), B: k * math.Sin(a), X: 60 + 50*math.Sin(5*u), Y: 10 + 8*math.Sin(9*u)}
	}
	var tr Tracker
	for i := range frames {
		tr.Add(moved(p, path(i), 340, 220))
	}
	heads := tr.Heads()
	home := path(0).Inverse().Map(heads[0].Middle(face.MouthLeft, face.MouthRight))
	worst, jitter := 0.0, 0.0
	var before face.Point
	for i, h := range heads {
		if h.Weight != 1 || h.Track != 1 {
			t.Fatalf("frame %d has weight %g in track %d", i, h.Weight, h.Track)
		}
		at := path(i).Inverse().Map(h.Middle(face.MouthLeft, face.MouthRight))
		worst = max(worst, math.Hypot(float64(at.X-home.X), float64(at.Y-home.Y)))
		if i > 0 {
			jitter = max(jitter, math.Hypot(float64(at.X-before.X), float64(at.Y-before.Y)))
		}
		before = at
	}
	if worst > 2.5 || jitter > 0.35 {
		t.Errorf("the mouth slips by up to %.2f pixels on the face, %.2f from frame to frame", worst, jitter)
	}
}

func TestLosesAFaceThatLeaves(t *testing.T) {
	t.Parallel()
	p := raster.Load(facetest.Portrait(t), 160, 200).Luma()
	blank := face.Gray{W: 240, H: 200, Pix: make([]uint8, 240*200)}
	var tr Tracker
	for i := range 30 {
		if i < 16 {
			tr.Add(moved(p, Similarity{A: 1, X: 40}, 240, 200))
		} else {
			tr.Add(blank)
		}
	}
	heads := tr.Heads()
	if heads[0].Weight != 1 || heads[8].Weight != 1 {
		t.Errorf("weights %g and %g while the face is there", heads[0].Weight, heads[8].Weight)
	}
	for i := 16; i < 30; i++ {
		if heads[i].Weight != 0 {
			t.Errorf("frame %d without a face has weight %g", i, heads[i].Weight)
		}
	}
	if heads[15].Weight > 0.5 {
		t.Errorf("the weight is %g before the face goes, not faded", heads[15].Weight)
	}
}

func BenchmarkAdd(b *testing.B) {
	p := raster.Load(facetest.Portrait(b), 320, 400).Luma()
	g := moved(p, Similarity{A: 1, X: 100}, 640, 400)
	var tr Tracker
	for b.Loop() {
		tr.Add(g)
	}
}
