package morph

import "math"

// drift is the steady movement of the camera in a second, as the effect on the picture. Lengths are fractions of the frame's
// width, right and down positive.
type drift struct {
	x, y, zoom, roll      float64 // shift, log magnification and clockwise turn of everything
	truckX, truckY, dolly float64 // additional shift and log magnification of near content over far content
}

func (d drift) scaled(k float64) drift {
	return drift{k * d.x, k * d.y, k * d.zoom, k * d.roll, k * d.truckX, k * d.truckY, k * d.dolly}
}

func (d drift) plus(e drift) drift {
	return drift{d.x + e.x, d.y + e.y, d.zoom + e.zoom, d.roll + e.roll, d.truckX + e.truckX, d.truckY + e.truckY, d.dolly + e.dolly}
}

// drifts are the camera moves that have a direction; others drift gently.
var drifts = map[string]drift{
	"zoom_in":          {zoom: 0.04, dolly: 0.03},
	"smooth_zoom_in":   {zoom: 0.03, dolly: 0.025},
	"quickly_zoom_in":  {zoom: 0.07, dolly: 0.04},
	"zoom_out":         {zoom: -0.035, dolly: -0.03},
	"quickly_zoom_out": {zoom: -0.06, dolly: -0.04},
	"super_dolly_out":  {zoom: -0.06, dolly: -0.05},
	"pan_left":         {x: 0.026, truckX: 0.004},
	"pan_right":        {x: -0.026, truckX: -0.004},
	"horizontal_left":  {x: 0.018, truckX: 0.03},
	"horizontal_right": {x: -0.018, truckX: -0.03},
	"left_follow":      {truckX: -0.03},
	"right_follow":     {truckX: 0.03},
	"vertical_up":      {y: 0.018, truckY: 0.02},
	"vertical_down":    {y: -0.018, truckY: -0.02},
	"crane_up":         {y: 0.016, truckY: 0.03, zoom: 0.008},
	"camera_rotation":  {roll: 0.03, zoom: 0.012},
	"robo_arm":         {zoom: 0.025, truckX: 0.02, roll: 0.008},
	"hitchcock":        {dolly: -0.08, zoom: 0.01},
	"fix_bg":           {},
}

// driftNamed is a camera move, or a gentle approach that passes near things on one side.
func driftNamed(name string, side float64) drift {
	if d, ok := drifts[name]; ok {
		return d
	}
	return drift{zoom: 0.015, dolly: 0.018, truckX: 0.012 * side, x: 0.002 * side}
}

// at is how far the camera is from where it passes a key, seconds before (negative) or after. It passes with rate and has the
// leg's own speed further away; a few seconds off it comes to rest, so that pictures are not left.
func (d drift) at(rate drift, seconds float64) drift {
	const rest = 3.5
	near := rest * math.Tanh(seconds/rest)
	away := near * math.Abs(near) / (math.Abs(near) + 1)
	return rate.scaled(near).plus(d.plus(rate.scaled(-1)).scaled(away))
}

// pose is where a picture is in the frame: p = exp(zoom) * turn(roll) * q + (x,y), lengths in widths from the centre.
type pose struct{ x, y, zoom, roll float64 }

// view is a pose ready to be undone.
type view struct {
	x, y, cos, sin float64
}

func newView(p pose) view {
	k := math.Exp(-p.zoom)
	return view{x: p.x, y: p.y, cos: k * math.Cos(p.roll), sin: k * math.Sin(p.roll)}
}

// undo returns the q that is shown at p.
func (v *view) undo(x, y float64) (float64, float64) {
	x, y = x-v.x, y-v.y
	return v.cos*x + v.sin*y, v.cos*y - v.sin*x
}

// swing is how far a burst is at a share of the way: 0 to 1 in its seconds around the middle, slow at both ends.
func (b burst) swing(s, seconds float64) float64 {
	if b.seconds == 0 {
		return 0
	}
	width := math.Min(b.seconds/seconds, 0.9)
	t := min(max((s-0.5)/width+0.5, 0), 1)
	return t * t * t * (t*(6*t-15) + 10)
}
