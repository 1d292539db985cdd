package face_test

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/face/facetest"
	"zoetrope/engine/studio/vision/raster"
)

func TestLandmarksOfAPortrait(t *testing.T) {
	t.Parallel()
	luma := raster.Load(facetest.Portrait(t), 320, 400).Luma()
	faces := face.Find(luma)
	if len(faces) == 0 {
		t.Fatal("no face found")
	}
	l := face.Locate(face.GrayOf(luma), faces[0])
	// Read off the picture by eye.
	want := map[face.Landmark]face.Point{
		face.PupilLeft: {X: 113, Y: 184}, face.PupilRight: {X: 204, Y: 182},
		face.MouthLeft: {X: 124, Y: 281}, face.MouthRight: {X: 200, Y: 279},
		face.LipUpper: {X: 162, Y: 274}, face.LipLower: {X: 162, Y: 295}, face.Nose: {X: 161, Y: 240},
	}
	for at, p := range want {
		if d := math.Hypot(float64(l[at].X-p.X), float64(l[at].Y-p.Y)); d > 5 {
			t.Errorf("landmark %d is at %.1f, want %v", at, l[at], p)
		}
	}
	if !l.Plausible() {
		t.Error("a good face is not plausible")
	}
	if again := face.Relocate(face.GrayOf(luma), l); math.Hypot(float64(again[face.Nose].X-l[face.Nose].X), float64(again[face.Nose].Y-l[face.Nose].Y)) > 3 {
		t.Errorf("located again the nose is at %v, before at %v", again[face.Nose], l[face.Nose])
	}
	if other := face.Locate(face.GrayOf(luma), face.Face{X: 60, Y: 60, Radius: 40}); other.Plausible() {
		t.Error("landmarks in the hair and the background are plausible")
	}
}

func BenchmarkRelocate(b *testing.B) {
	luma := raster.Load(facetest.Portrait(b), 320, 400).Luma()
	g, f := face.GrayOf(luma), face.Find(luma)
	l := face.Locate(g, f[0])
	for b.Loop() {
		l = face.Relocate(g, l)
	}
}
