package staging

import (
	"cmp"
	"math"
	"slices"
)

// Role is the part of one reference: where it stands and what it does. Lengths are fractions of the frame: X of its width, the
// others of its height.
type Role struct {
	X, Y      float64 // of the foot, or of the lower end of what flies
	Height    float64
	Action    string // "" stands
	Leftwards bool
	Grounded  bool
	Phase     float64 // of what repeats, in periods
}

// Pose is a role at one time.
type Pose struct {
	X, Y, Height float64
	Lift         float64 // above the ground, in heights of the thing
	Squash       float64 // factor on the height
	Roll, Lean   float64
}

// At is the pose at t seconds of a clip of some length.
func (r Role) At(t, length float64) Pose {
	p := Pose{X: r.X, Y: r.Y, Height: r.Height, Squash: 1}
	wave := func(hertz float64) float64 { return math.Sin(2 * math.Pi * (hertz*t + r.Phase)) }
	switch r.Action {
	case "walk":
		p.X += r.way(t, length, 0.055)
		p.Lift, p.Roll, p.Lean = 0.022*math.Abs(wave(0.9)), 0.018*wave(0.9), 0.01*wave(0.9)
	case "run":
		p.X += r.way(t, length, 0.12)
		p.Lift, p.Roll, p.Lean = 0.05*math.Abs(wave(1.35)), 0.022*wave(1.35), r.side()*0.05
		p.Squash = 1 + 0.012*wave(2.7)
	case "jump":
		const period = 1.15
		u := math.Mod(t/period+r.Phase, 1)
		// A third on the ground, gathering, and a parabola.
		if u < 0.3 {
			p.Squash = 1 - 0.09*math.Sin(math.Pi*u/0.3)
		} else {
			v := (u - 0.3) / 0.7
			p.Lift, p.Squash = 1.2*v*(1-v), 1+0.03*math.Sin(math.Pi*v)
		}
	case "fly":
		p.X += r.way(t, length, 0.07)
		p.Y += 0.03 * wave(0.35)
		p.Roll = 0.05*wave(0.35+0.05) + r.side()*0.03
	case "swim":
		p.X += r.way(t, length, 0.045)
		p.Y += 0.012 * wave(0.4)
		p.Roll = 0.03 * wave(0.33)
	case "dance":
		p.Lift, p.Lean, p.Roll = 0.03*math.Abs(wave(1)), 0.07*wave(0.5), 0.04*wave(0.5)
		p.Squash = 1 - 0.02*math.Abs(wave(1))
	case "shake":
		p.Roll, p.Lean = 0.012*wave(2.3), 0.012*wave(1.9)
	case "moves":
	default:
		// It breathes and shifts its weight.
		p.Squash, p.Lean = 1+0.005*wave(0.3), 0.006*wave(0.13)
	}
	return p
}

// Still is the role without the motion by which a flat cut-out pretends to act: a subject that moves by itself stands on its
// place, or flies there.
func (r Role) Still() Role {
	if r.Action != "fly" {
		r.Action = "moves"
	}
	return r
}

func (r Role) side() float64 {
	if r.Leftwards {
		return -1
	}
	return 1
}

// way is how far something has gone, in widths per second of speed, half of it before and half after the middle of the clip.
func (r Role) way(t, length, speed float64) float64 {
	return r.side() * speed * min(1, 8/max(length, 1)) * (t - length/2)
}

// Sort orders things so that what stands nearer comes later and is drawn over the others.
func Sort[T any](things []T, role func(T) Role) {
	slices.SortStableFunc(things, func(a, b T) int { return cmp.Compare(role(a).Y, role(b).Y) })
}
