package figure

import (
	"math"
	"testing"

	"zoetrope/engine/studio/spmd"
)

// TestTubeIsRound compares a straight tube of one radius with the cone that it is.
func TestTubeIsRound(t *testing.T) {
	t.Parallel()
	a, b := Vec{20, 30, 5}, Vec{80, 50, -10}
	one := coneAt(a, b, 8, 8, 1000)
	many := tubeAt([]Vec{a, a.mix(b, 0.3), a.mix(b, 0.6), b}, []float32{8, 8, 8, 8}, 1)
	for y := float32(10); y < 70; y += 1.7 {
		for x := float32(5); x < 95; x += 1.3 {
			var s, u sample
			one(x, y, &s)
			many(x, y, &u)
			if abs(s.d-u.d) > 0.01 || abs(s.z-u.z) > 0.05 || s.n.sub(u.n).length() > 0.01 {
				t.Fatalf("at %g %g the cone has %+v, the tube %+v", x, y, s, u)
			}
		}
	}
}

// TestTubeHasNoRings wants the normals of a body that swells and thins to turn without a jump.
func TestTubeHasNoRings(t *testing.T) {
	t.Parallel()
	var f body
	f.tube(Paint{}, []Vec{{0, 0, 0}, {1, 0.1, 0}, {2, 0.1, 0}, {3, 0, 0}, {4, -0.1, 0}}, []float32{0.2, 0.6, 0.7, 0.4, 0.1})
	points := make([]Vec, len(f.parts[0].points))
	for i, p := range f.parts[0].points {
		points[i] = p.scale(60).add(Vec{20, 60, 0})
	}
	at := tubeAt(points, f.parts[0].radii, 60)
	var last sample
	for x := float32(40); x < 240; x++ {
		var s sample
		at(x, 62, &s)
		if x > 40 && s.n.sub(last.n).length() > 0.10 {
			t.Errorf("at %g the normal turns from %v to %v", x, last.n, s.n)
		}
		last = s
	}
}

func TestConvex(t *testing.T) {
	t.Parallel()
	// A quadrilateral that crosses itself, with a point inside and one in line.
	hull := convex([]Vec{{0, 0, 0}, {4, 4, 0}, {4, 0, 0}, {0, 4, 0}, {2, 1, 0}, {2, 4, 0}})
	if area := normal(hull).Z / 2; len(hull) != 4 || math.Abs(float64(area)-16) > 1e-4 {
		t.Errorf("the hull is %v with the area %g, want a square of 16", hull, area)
	}
	for _, few := range [][]Vec{{}, {{1, 1, 0}}, {{1, 1, 0}, {2, 2, 0}}} {
		convex(few) // must not panic
	}
}

// BenchmarkDraw draws subjects as large as they are at 960 x 540.
func BenchmarkDraw(b *testing.B) {
	frame := spmd.NewFrame(960, 540)
	l := Light{Dir: [3]float32{-0.55, 0.6, -0.58}, Key: Colour{1.5, 1.25, 0.95}, Sky: Colour{0.25, 0.32, 0.45}}
	for _, name := range []string{"lion", "woman", "car", "whale", "eagle", "elephant"} {
		s, _ := Find(name)
		scale := min(0.40*540/float64(s.Height), 0.5*960/float64(s.Length))
		b.Run(name, func(b *testing.B) {
			for i := range b.N {
				s.Pose(Moment{Time: float64(i) / 24, Way: float64(i) / 20}).Draw(frame, Stand{X: 480, Y: 400, Scale: scale, Yaw: 0.4, Pitch: 0.1, Shadow: 1}, l)
			}
		})
	}
}
