package scene

import (
	"math"
	"testing"
)

// testPath is a move in a 16:9 frame over five seconds.
func testPath(name string) Path {
	m, ok := LookupMove(name)
	if !ok {
		panic("no move " + name)
	}
	return Path{Move: m.scaled(moveSeconds, 1), Seconds: moveSeconds, Aspect: 16.0 / 9, Focal: 1.7, Unit: 1, Speed: 0.5}
}

// documented are the camera_movement values of the API.
var documented = []string{
	"horizontal_left", "horizontal_right", "vertical_up", "vertical_down", "zoom_in", "zoom_out", "crane_up", "quickly_zoom_in",
	"quickly_zoom_out", "smooth_zoom_in", "camera_rotation", "robo_arm", "super_dolly_out", "whip_pan", "hitchcock", "left_follow",
	"right_follow", "pan_left", "pan_right", "fix_bg", "auto_camera", "default",
}

func TestEveryDocumentedMoveExists(t *testing.T) {
	t.Parallel()
	for _, name := range documented {
		if _, ok := LookupMove(name); !ok {
			t.Errorf("no move for camera_movement %s", name)
		}
	}
}

func TestStillHasAPose(t *testing.T) {
	t.Parallel()
	p := testPath("pan_left")
	p.Seconds = 0
	if pose := p.At(0); math.IsNaN(float64(pose.Rot[0])) || math.IsNaN(float64(pose.Focal)) {
		t.Errorf("the camera of a still is %+v", pose)
	}
	if d := p.Drift(0); math.IsNaN(float64(d[0])) {
		t.Errorf("the camera of a still drifts by %v", d)
	}
}

// project gives the screen position, in shares of the frame's width and height from the centre, right and up, of a direction.
func project(p Pose, aspect float64, dir [3]float64) (x, y float64) {
	dot := func(c int) float64 {
		return float64(p.Rot[c])*dir[0] + float64(p.Rot[c+1])*dir[1] + float64(p.Rot[c+2])*dir[2]
	}
	f := float64(p.Focal)
	return f * dot(0) / dot(6) / (2 * aspect), f * dot(3) / dot(6) / 2
}

// A far point must move over the screen as the table of moves says.
func TestSignatureOfFarPoints(t *testing.T) {
	t.Parallel()
	for _, name := range MoveNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := testPath(name)
			m := p.Move
			if m.Sway > 0 {
				t.Skip("a hand-held drift ends where it likes")
			}
			start, end := p.At(0), p.At(p.Seconds)
			ahead := [3]float64{0, 0, 1}
			x0, y0 := project(start, p.Aspect, ahead)
			x1, y1 := project(end, p.Aspect, ahead)
			zoom := math.Log(float64(end.Focal / start.Focal))
			near := func(what string, got, want, tolerance float64) {
				if math.Abs(got-want) > tolerance {
					t.Errorf("%s is %.4f, want %.4f", what, got, want)
				}
			}
			near("shift to the right", x1-x0, -m.Pan, 0.03*math.Abs(m.Pan)+0.012*math.Abs(m.Roll)+1e-4)
			near("shift upwards", y1-y0, -m.Tilt, 0.03*math.Abs(m.Tilt)+0.012*math.Abs(m.Roll)+1e-4)
			near("zoom", zoom, m.Zoom, 1e-4)
		})
	}
}

// No pose may jump: the largest acceleration is bounded by what the longest move needs.
func TestPathsAreSmooth(t *testing.T) {
	t.Parallel()
	for _, name := range MoveNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := testPath(name)
			const fps = 24
			limit := 0.00035
			if p.Move.Pace == Snap || p.Move.Pace == Whip {
				limit = 0.02
			}
			for i := 1; i+1 < moveSeconds*fps; i++ {
				a, b, c := p.At(float64(i-1)/fps), p.At(float64(i)/fps), p.At(float64(i+1)/fps)
				for k := range a.Rot {
					if d := math.Abs(float64(a.Rot[k] - 2*b.Rot[k] + c.Rot[k])); d > limit {
						t.Fatalf("axis %d jerks by %.5f at frame %d", k, d, i)
					}
				}
				if d := math.Abs(math.Log(float64(a.Focal * c.Focal / (b.Focal * b.Focal)))); d > limit {
					t.Fatalf("the focal length jerks by %.5f at frame %d", d, i)
				}
			}
		})
	}
}

func TestFixedCameraStands(t *testing.T) {
	t.Parallel()
	p := testPath("fix_bg")
	if p.At(0) != p.At(3.3) {
		t.Error("fix_bg moves")
	}
}

func TestRotationIsOrthonormal(t *testing.T) {
	t.Parallel()
	r := rotation(0.3, -0.2, 0.5)
	for a := range 3 {
		for b := range 3 {
			dot := 0.0
			for i := range 3 {
				dot += float64(r[3*a+i] * r[3*b+i])
			}
			want := 0.0
			if a == b {
				want = 1
			}
			if math.Abs(dot-want) > 1e-6 {
				t.Errorf("columns %d and %d have the product %g", a, b, dot)
			}
		}
	}
	// Turned right, the view points to positive x; tilted down, to negative y.
	if r[6] <= 0 || r[7] >= 0 {
		t.Errorf("forward is %v", r[6:])
	}
}

func TestPacesRunFromStartToEnd(t *testing.T) {
	t.Parallel()
	for _, p := range []Pace{Glide, Snap, Whip, Swing} {
		if a, b := p.at(0), p.at(1); math.Abs(a) > 1e-9 || math.Abs(b-1) > 1e-9 {
			t.Errorf("pace %d runs from %g to %g", p, a, b)
		}
	}
}
