package figure

import "testing"

// extent is the box of a figure's parts in metres: their middles with their radii.
func extent(f Figure) (low, high Vec) {
	low, high = Vec{1e9, 1e9, 1e9}, Vec{-1e9, -1e9, -1e9}
	grow := func(v Vec, r float32) {
		low = Vec{min(low.X, v.X-r), min(low.Y, v.Y-r), min(low.Z, v.Z-r)}
		high = Vec{max(high.X, v.X+r), max(high.Y, v.Y+r), max(high.Z, v.Z+r)}
	}
	for _, p := range f.parts {
		switch p.shape {
		case cone:
			grow(p.a, p.ra)
			grow(p.b, p.rb)
		case ellipsoid:
			grow(p.a, 0)
		case tube, polygon:
			for _, v := range p.points {
				grow(v, 0)
			}
		}
	}
	return low, high
}

// TestResting has whoever can sit and lie lower than it stands, as high as its framing says, and on the ground.
func TestResting(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		s, _ := Find(name)
		if !s.rests {
			continue
		}
		_, standing := extent(s.Pose(Moment{Action: "stand", Seed: 3}))
		for _, action := range []string{"sit", "lie", "sleep", "graze"} {
			for _, at := range []float64{0, 0.7, 1.9} {
				low, high := extent(s.Pose(Moment{Action: action, Seed: 3, Time: at}))
				if low.Y < -0.04*s.Height {
					t.Errorf("%s, %s, %g s: reaches %.2f m into the ground", name, action, at, -low.Y)
				}
				if action != "graze" && high.Y > 1.02*standing.Y {
					t.Errorf("%s, %s, %g s: is %.2f m high, and %.2f m when it stands", name, action, at, high.Y, standing.Y)
				}
				if h := s.Doing(action).Height; action != "graze" && (high.Y > 1.7*h || high.Y < 0.38*h) {
					t.Errorf("%s, %s, %g s: is %.2f m high, framed for %.2f m", name, action, at, high.Y, h)
				}
			}
		}
	}
}
