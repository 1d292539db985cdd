package photo

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
)

// Carry is the movement that a picture has when the clip begins, because it is the last of a film: the clip goes on with it and
// lets it come to rest. Its first frame is the one after the picture.
type Carry struct {
	// X and Y are the shift of all content in fractions of the frame's width per second, right and down positive; Zoom is its
	// log magnification and Roll its clockwise turn in radians per second.
	X, Y, Zoom, Roll float64
	// Own is how content moves besides, in fractions of the width per second, at any size with the frame's aspect ratio.
	// Empty planes stand for none.
	Own flow.Field
}

// How far a carried camera may still go, and how long carried content keeps moving.
const (
	carryWay   = 0.11 // of the width
	carryZoom  = 0.30 // log
	carryRoll  = 0.12
	carryRest  = 0.9 // seconds
	carryLimit = 0.035
)

// momentum is a Carry along with the time it takes to come to rest.
type momentum struct {
	Carry
	active bool
	rest   float64 // seconds: the speed falls by e in each
}

func newMomentum(c *Carry) momentum {
	if c == nil {
		return momentum{}
	}
	m := momentum{Carry: *c, active: true, rest: 60}
	if way := math.Hypot(c.X, c.Y); way > 0 {
		m.rest = math.Min(m.rest, carryWay/way)
	}
	zoom := math.Abs(c.Zoom)
	if c.Zoom < 0 {
		zoom *= 2 // what lies around the picture has to be painted
	}
	if zoom > 0 {
		m.rest = math.Min(m.rest, carryZoom/zoom)
	}
	if c.Roll != 0 {
		m.rest = math.Min(m.rest, carryRoll/math.Abs(c.Roll))
	}
	return m
}

// pose is where the camera has been carried after some seconds.
func (m *momentum) pose(seconds float64) pose {
	if !m.active {
		return pose{}
	}
	k := m.rest * -math.Expm1(-seconds/m.rest)
	return pose{x: m.X * k, y: m.Y * k, zoom: m.Zoom * k, roll: m.Roll * k}
}

// share is how much of its way the camera has been carried.
func (m *momentum) share(seconds float64) float64 {
	if !m.active {
		return 0
	}
	return -math.Expm1(-seconds / m.rest)
}

// own is how far content at a point of the picture, in frame coordinates, has moved by itself.
func (m *momentum) own(x, y, aspect, seconds float64) (dx, dy float64) {
	u := m.Own.U
	if !m.active || len(u.Pix) == 0 {
		return 0, 0
	}
	k := carryRest * -math.Expm1(-seconds/carryRest)
	px, py := float32((x+0.5)*float64(u.W)-0.5), float32((y/aspect+0.5)*float64(u.H)-0.5)
	vx, vy := m.Own.At(px, py)
	// Content that goes far would stretch what is around it: bounded.
	return bounded(float64(vx) * k), bounded(float64(vy) * k)
}

// bounded keeps a displacement below carryLimit.
func bounded(v float64) float64 { return carryLimit * math.Tanh(v/carryLimit) }

// mean is the movement of what a mask of the analysis covers.
func (m *momentum) mean(mask vision.Plane) (vx, vy float64) {
	if !m.active || len(m.Own.U.Pix) == 0 {
		return 0, 0
	}
	var n float64
	for i, v := range mask.Pix {
		if v > 0.5 {
			x := (float32(i%mask.W) + 0.5) * float32(m.Own.U.W) / float32(mask.W)
			y := (float32(i/mask.W) + 0.5) * float32(m.Own.U.H) / float32(mask.H)
			ux, uy := m.Own.At(x-0.5, y-0.5)
			vx, vy, n = vx+float64(ux), vy+float64(uy), n+1
		}
	}
	if n == 0 {
		return 0, 0
	}
	return vx / n, vy / n
}
