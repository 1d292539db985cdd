package photo

import (
	"maps"
	"math"
	"slices"

	"zoetrope/engine/studio/vision/motion"
)

// pose is the state of the camera at one moment, as the effect on the picture. Lengths are fractions of the frame's
// width; right and down are positive and name where the content goes.
type pose struct {
	x, y           float64 // shift of content at the pivot's nearness
	zoom           float64 // log magnification at the pivot's nearness
	roll           float64 // radians, clockwise
	truckX, truckY float64 // additional shift of the nearest content, relative to the farthest
	dolly          float64 // additional log magnification of the nearest content, relative to the farthest
}

func (p pose) scaled(k float64) pose {
	return pose{k * p.x, k * p.y, k * p.zoom, k * p.roll, k * p.truckX, k * p.truckY, k * p.dolly}
}

func (p pose) plus(q pose) pose {
	return pose{
		p.x + q.x, p.y + q.y, p.zoom + q.zoom, p.roll + q.roll,
		p.truckX + q.truckX, p.truckY + q.truckY, p.dolly + q.dolly,
	}
}

// withParallax scales what depends on depth, for pictures whose depth is uncertain.
func (p pose) withParallax(k float64) pose {
	p.truckX, p.truckY, p.dolly = k*p.truckX, k*p.truckY, k*p.dolly
	return p
}

// pivotKind says which nearness a move leaves to its shift and zoom alone.
type pivotKind uint8

const (
	pivotMiddle  pivotKind = iota // the median of the picture
	pivotSubject                  // the subject: it stays where the shift and zoom put it
)

// move is one way to move the camera.
type move struct {
	name string
	// reach is the pose after a clip of referenceSeconds; retreating moves start there and end on the whole picture, all
	// others start on the whole picture.
	reach    pose
	retreats bool
	pivot    pivotKind
	// progress maps the time of the clip, 0 to 1, to the share of reach.
	progress func(u float64) float64
	// extra is added to the path; it is zero at both ends of the clip unless the move says otherwise.
	extra func(u float64) pose
	// without names the move that stands in where the picture has no subject to hold.
	without string
	// blurred moves are fast enough to show motion blur.
	blurred bool
}

// referenceSeconds is the clip length for which the amplitudes below are meant. Longer clips move further, with the
// square root of their length.
const referenceSeconds = 5

// moves holds every documented value of camera_movement. "horizontal", "vertical" and "crane" are translations of the
// camera, with parallax; "pan" turns it, almost without. A camera that moves left shows its content moving right.
var moves = map[string]move{
	"horizontal_left":  {reach: pose{x: 0.055, truckX: 0.05}},
	"horizontal_right": {reach: pose{x: -0.055, truckX: -0.05}},
	"vertical_up":      {reach: pose{y: 0.042, truckY: 0.036}},
	"vertical_down":    {reach: pose{y: -0.042, truckY: -0.036}},
	"crane_up":         {reach: pose{y: 0.05, truckY: 0.05, zoom: 0.02}},
	"pan_left":         {reach: pose{x: 0.065, truckX: 0.008}},
	"pan_right":        {reach: pose{x: -0.065, truckX: -0.008}},
	"left_follow":      {reach: pose{truckX: -0.085}, pivot: pivotSubject, without: "horizontal_left"},
	"right_follow":     {reach: pose{truckX: 0.085}, pivot: pivotSubject, without: "horizontal_right"},
	"zoom_in":          {reach: pose{zoom: 0.17, dolly: 0.07}},
	"zoom_out":         {reach: pose{zoom: 0.17, dolly: 0.07}, retreats: true},
	"smooth_zoom_in":   {reach: pose{zoom: 0.12, dolly: 0.06}, progress: easeSine},
	"quickly_zoom_in":  {reach: pose{zoom: 0.34, dolly: 0.10}, progress: easeQuick, blurred: true},
	"quickly_zoom_out": {reach: pose{zoom: 0.34, dolly: 0.10}, progress: easeQuick, retreats: true, blurred: true},
	"super_dolly_out":  {reach: pose{zoom: 0.40, dolly: 0.17}, retreats: true},
	"camera_rotation":  {reach: pose{roll: 0.085}},
	"robo_arm":         {reach: pose{zoom: 0.15, dolly: 0.06}, extra: roboArm},
	"hitchcock":        {reach: pose{zoom: 0.02, dolly: -0.36}, pivot: pivotSubject},
	"whip_pan":         {progress: easeWhip, extra: whip, blurred: true},
	"fix_bg":           {},
	"auto_camera":      {reach: pose{zoom: 0.085, dolly: 0.06}, extra: drift},
	"default":          {reach: pose{zoom: 0.07, dolly: 0.05}, extra: drift},
}

// Moves lists, in alphabetical order, the camera moves that Options.Move accepts besides the empty string.
func Moves() []string { return slices.Sorted(maps.Keys(moves)) }

func moveNamed(name string) (move, bool) {
	if name == "" {
		name = "default"
	}
	m, ok := moves[name]
	m.name = name
	return m, ok
}

// intended is how content at the pivot's nearness moves over the whole clip; for moves that hold a subject, how the
// background does.
func (m move) intended(strength float64) motion.Similarity {
	end := m.reach.scaled(strength)
	if m.retreats {
		end = end.scaled(-1)
	}
	s := motion.Similarity{X: end.x, Y: end.y, LogScale: end.zoom, Roll: end.roll}
	if m.pivot == pivotSubject {
		const behind = -0.4 // nearness of a typical background relative to the subject's
		s.X += behind * end.truckX
		s.LogScale += behind * end.dolly
	}
	return s
}

// at is the pose at time u of the clip, 0 to 1. cover is extra magnification at full reach that keeps the edges of the
// picture out of sight; side is +1 or -1 and picks the side for moves that may go either way.
func (m move) at(u, strength, parallax, cover, side float64) pose {
	ease := m.progress
	if ease == nil {
		ease = easeRamp
	}
	e := ease(u)
	if m.retreats {
		e = 1 - e
	}
	p := m.reach.scaled(strength * e)
	if m.extra != nil {
		x := m.extra(u).scaled(strength)
		x.x, x.truckX, x.roll = side*x.x, side*x.truckX, side*x.roll
		p = p.plus(x)
	}
	p = p.withParallax(parallax)
	p.zoom += cover * m.coverShare(u, e)
	return p
}

// coverShare is how much of the cover the move needs at time u: it grows with the move, so that the first frame stays the
// whole picture.
func (m move) coverShare(u, e float64) float64 {
	if m.extra == nil {
		return e
	}
	return math.Max(e, 1-math.Pow(1-math.Min(u/0.35, 1), 3))
}

// easeRamp moves evenly, with a soft start and stop of a fifth of the time each.
func easeRamp(u float64) float64 {
	const ramp = 0.2
	speed := 1 / (1 - ramp)
	rise := func(t float64) float64 { // integral of a smoothstep that reaches full speed at ramp
		k := t / ramp
		return speed * ramp * (k*k*k - 0.5*k*k*k*k)
	}
	switch {
	case u <= 0:
		return 0
	case u < ramp:
		return rise(u)
	case u <= 1-ramp:
		return speed * (u - ramp/2)
	case u < 1:
		return 1 - rise(1-u)
	}
	return 1
}

func easeSine(u float64) float64 { return 0.5 - 0.5*math.Cos(math.Pi*min(max(u, 0), 1)) }

// easeQuick makes most of its way in the first third, then keeps creeping.
func easeQuick(u float64) float64 {
	fast := smoother(u / 0.34)
	return 0.88*fast + 0.12*easeRamp(u)
}

func smoother(t float64) float64 {
	t = min(max(t, 0), 1)
	return t * t * t * (t*(6*t-15) + 10)
}

func easeWhip(u float64) float64 { return smoother(u / 0.3) }

// Times of the whip within the clip.
const whipStart, whipEnd = 0.42, 0.58

// whip looks towards one side, swings to the other at once and settles there.
func whip(u float64) pose {
	look := smoother(u / 0.36)
	swing := smoother((u - whipStart) / (whipEnd - whipStart))
	settle := easeRamp(u)
	return pose{x: 0.13*look - 0.26*swing, truckX: 0.02 * (settle - 2*swing), zoom: 0.24*look + 0.02*settle}
}

// roboArm swings to one side and back while rolling a little, as a machine arm reaches in.
func roboArm(u float64) pose {
	e := easeRamp(u)
	arc := math.Sin(math.Pi * e)
	return pose{x: 0.012 * arc, truckX: 0.06 * math.Sin(1.5*math.Pi*e) * e, y: -0.006 * arc, roll: 0.02 * arc}
}

// drift is the gentle sideways travel of the default camera.
func drift(u float64) pose {
	e := easeRamp(u)
	return pose{truckX: 0.035 * e, truckY: -0.006 * e, x: 0.004 * e}
}
