package scene

import (
	"maps"
	"math"
	"slices"
)

// Move says how far a camera goes during a clip of moveSeconds. The amounts are given as they show in the picture, so that a
// move looks the same in every scene, format and focal length.
//
// The first four fields are at the same time the optical-flow signature of the move: the content of the picture shifts by
// -Pan and +Tilt, grows by Zoom and turns by -Roll. Translations come on top and add parallax.
type Move struct {
	Pan  float64 // turn to the right, as a share of the frame's width
	Tilt float64 // turn upwards, as a share of the frame's height
	Zoom float64 // natural logarithm of the magnification
	Roll float64 // clockwise turn of the camera, radians

	// Translations in units of the scene, see backdrop.unit: right, up and forward.
	Right, Up, Forward float64
	// Drive scales the scene's own forward travel; 1 keeps it.
	Drive float64
	// Pace is how the way is spread over the clip.
	Pace Pace
	// Sway is the size of a slow hand-held drift, as a share of the width.
	Sway float64
}

// Pace is a speed curve over a clip.
type Pace int

// The speed curves. None starts or ends with a jump in speed that the eye would see.
const (
	Glide Pace = iota // soft start and end, never standing
	Snap              // most of the way in the first third, then a slow rest
	Whip              // a rush in the middle between two calm ends
	Swing             // there and further back: a curve that turns round once
)

// moveSeconds is the clip length that Move amounts are written for. Longer clips go further, but not in proportion.
const moveSeconds = 5.0

// moves holds every documented camera_movement value and "handheld", "flyover" and "orbit", which prompts ask for. Amounts are the studio's choice:
// plain moves shift a tenth of the frame in five seconds (between 0.06 % and 0.08 % of the width per frame, where motion reads
// as calm), quick ones three times that.
var moves = map[string]Move{
	"default":     {Zoom: 0.07, Drive: 1},
	"auto_camera": {Zoom: 0.07, Drive: 1},
	"fix_bg":      {},

	"horizontal_left":  {Pan: -0.10, Right: -0.32, Drive: 0.15},
	"horizontal_right": {Pan: 0.10, Right: 0.32, Drive: 0.15},
	"vertical_up":      {Tilt: 0.14, Up: 0.06},
	"vertical_down":    {Tilt: -0.14, Up: -0.1, Drive: 0.15},
	"pan_left":         {Pan: -0.16, Drive: 0.1},
	"pan_right":        {Pan: 0.16, Drive: 0.1},
	"left_follow":      {Pan: -0.14, Right: -1.6, Drive: 0.2},
	"right_follow":     {Pan: 0.14, Right: 1.6, Drive: 0.2},
	"whip_pan":         {Pan: 0.55, Drive: 0.1, Pace: Whip},

	"zoom_in":          {Zoom: 0.20, Forward: 0.4, Drive: 0.5},
	"zoom_out":         {Zoom: -0.20, Forward: -0.4},
	"smooth_zoom_in":   {Zoom: 0.14, Forward: 0.2, Drive: 0.4},
	"quickly_zoom_in":  {Zoom: 0.55, Forward: 0.4, Drive: 0.4, Pace: Snap},
	"quickly_zoom_out": {Zoom: -0.55, Forward: -0.4, Pace: Snap},
	"super_dolly_out":  {Zoom: -0.42, Forward: -3, Up: 0.8, Drive: -0.6},
	"hitchcock":        {Zoom: 0.30, Forward: -2.2},

	"crane_up":        {Tilt: 0.16, Up: 0.5, Zoom: -0.03},
	"camera_rotation": {Roll: 0.24, Drive: 0.1},
	"robo_arm":        {Pan: 0.12, Right: -1.6, Up: 0.5, Zoom: 0.10, Drive: 0.2, Pace: Swing},
	"handheld":        {Zoom: 0.03, Drive: 1, Sway: 0.012},
	"flyover":         {Zoom: 0.05, Tilt: -0.04, Up: 0.25, Drive: 2.4, Forward: 0.4},
	"orbit":           {Pan: -0.09, Right: 1.8, Drive: 0.15}, // aimed at the subject, if there is one: see Plan.frame
}

// MoveNames lists the camera movements, sorted.
func MoveNames() []string { return slices.Sorted(maps.Keys(moves)) }

// LookupMove returns a move by its camera_movement value.
func LookupMove(name string) (Move, bool) {
	m, ok := moves[name]
	return m, ok
}

// scaled is the move for a clip of another length and energy (1 is normal; motion_mode fast and quick words raise it).
func (m Move) scaled(seconds, energy float64) Move {
	k := math.Pow(seconds/moveSeconds, 0.75) * energy
	if m.Pace == Whip || m.Pace == Snap {
		k = energy // quick moves do not depend on the length of the clip
	}
	limit := func(v, most float64) float64 { return min(max(v*k, -most), most) }
	m.Pan, m.Tilt = limit(m.Pan, 0.8), limit(m.Tilt, 0.35)
	m.Zoom, m.Roll = limit(m.Zoom, 0.9), limit(m.Roll, 0.9)
	m.Right, m.Up, m.Forward = m.Right*k, m.Up*k, m.Forward*k
	return m
}

// at is the share of the way after the share u of the clip; both run from 0 to 1. Every curve is smooth.
func (p Pace) at(u float64) float64 {
	u = min(max(u, 0), 1)
	switch p {
	case Snap:
		return 0.9*smootherstep(u/0.38) + 0.1*glide(u)
	case Whip:
		return 0.94*smootherstep((u-0.34)/0.32) + 0.06*glide(u)
	case Swing:
		return glide(u) + 0.10*math.Sin(2*math.Pi*u)*math.Sin(math.Pi*u)
	default:
		return glide(u)
	}
}

// glide runs at 0.62 of the mean speed at the ends and 1.38 in the middle.
func glide(u float64) float64 { return u - 0.38*math.Sin(2*math.Pi*u)/(2*math.Pi) }

func smootherstep(x float64) float64 {
	x = min(max(x, 0), 1)
	return x * x * x * (x*(x*6-15) + 10)
}
