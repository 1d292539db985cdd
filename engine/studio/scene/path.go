package scene

import (
	"math"
)

// Path is the way of the camera through a clip.
type Path struct {
	Move    Move    // already scaled to the clip
	Seconds float64 // length of the clip
	Aspect  float64 // width / height
	Focal   float64 // resting focal length over half the frame height
	Unit    float64 // metres per unit of translation
	Speed   float64 // metres per second of the scene's own travel
	Pitch   float64 // resting tilt in radians, positive looks up
	Phase   float64 // of the sway, radians
	Turn    float64 // resting turn to the right in radians
	Ahead   float64 // metres along the scene's path at which the film begins
	Drop    float64 // metres by which the resting viewpoint is lower than the scene's
}

// Pose is a camera at one time: what the camera uniforms of a scene take.
type Pose struct {
	Pos    [3]float32 // metres from the scene's viewpoint: right, up, forward
	Rot    [9]float32 // columns right, up, forward
	Focal  float32
	Travel float32 // metres along the scene's path
}

// At returns the camera after t seconds.
func (p Path) At(t float64) Pose {
	m := p.Move
	u := m.Pace.at(p.share(t))
	c := u - 0.5 // moves are centred on the resting view, so that the composition of the scene is met halfway
	// A zoom keeps the wider end at the resting focal length: going wider would show what a scene does not frame.
	zoom := m.Zoom * (u - 0.25)
	if m.Zoom < 0 {
		zoom = m.Zoom * (u - 0.75)
	}
	focal := p.Focal * math.Exp(zoom)
	swayX, swayY := p.sway(t)
	yaw := p.Turn + p.angle(2*p.Aspect*(m.Pan*c+swayX), focal)
	pitch := p.Pitch + p.angle(2*(m.Tilt*c+swayY), focal)
	roll := m.Roll*c + 0.4*swayX*swaySign(m)
	fov := 1.75 / p.Focal // a scene seen through a longer lens needs smaller translations
	return Pose{
		Pos: [3]float32{
			float32(m.Right * c * p.Unit * fov),
			float32(m.Up*p.rise(u)*p.Unit*fov - p.Drop),
			float32(m.Forward * u * p.Unit * fov),
		},
		Rot:    rotation(yaw, pitch, roll),
		Focal:  float32(focal),
		Travel: float32(p.Ahead + p.Speed*m.Drive*t),
	}
}

// Drift is how far the camera has turned and moved sideways and up after t seconds, as a shift of near things in units of half
// the frame's height: what overlays take for parallax.
func (p Path) Drift(t float64) [2]float32 {
	u := p.Move.Pace.at(p.share(t))
	c := u - 0.5
	x, y := p.sway(t)
	const perUnit = 0.25 // half frame heights per unit of translation
	return [2]float32{
		float32(2*p.Aspect*(p.Move.Pan*c+x) + perUnit*p.Move.Right*c),
		float32(2*(p.Move.Tilt*c+y) + perUnit*p.Move.Up*p.rise(u)),
	}
}

// rise keeps a falling camera above ground: a descent ends at the resting height instead of passing it.
func (p Path) rise(u float64) float64 {
	if p.Move.Up < 0 {
		return u - 1
	}
	return u
}

// angle turns a shift, in units of half the frame's height, into the turn that causes it.
func (p Path) angle(shift, focal float64) float64 { return math.Atan(shift / focal) }

// sway is the drift of a hand-held camera: a few slow sines, which never jitter.
func (p Path) sway(t float64) (x, y float64) {
	s := p.Move.Sway
	if s == 0 {
		return 0, 0
	}
	x = s * (0.6*math.Sin(1.9*t+p.Phase) + 0.4*math.Sin(3.1*t+2.3*p.Phase))
	y = s * (0.5*math.Sin(1.6*t+1.7*p.Phase) + 0.3*math.Sin(3.7*t+0.6*p.Phase))
	return x, y
}

func swaySign(m Move) float64 {
	if m.Sway == 0 {
		return 0
	}
	return 1
}

// rotation builds the camera's axes as columns (right, up, forward) from a turn to the right, a tilt upwards and a clockwise
// roll, all in radians, in a frame with x right, y up and z forward.
func rotation(yaw, pitch, roll float64) [9]float32 {
	sy, cy := math.Sincos(yaw)
	sp, cp := math.Sincos(pitch)
	sr, cr := math.Sincos(roll)
	forward := [3]float64{sy * cp, sp, cy * cp}
	right0 := [3]float64{cy, 0, -sy}
	up0 := [3]float64{-sy * sp, cp, -cy * sp}
	var out [9]float32
	for i := range 3 {
		out[i] = float32(cr*right0[i] - sr*up0[i])
		out[3+i] = float32(sr*right0[i] + cr*up0[i])
		out[6+i] = float32(forward[i])
	}
	return out
}

// share is how much of the clip has passed at t seconds; a still has not begun to pass.
func (p Path) share(t float64) float64 {
	if p.Seconds <= 0 {
		return 0
	}
	return t / p.Seconds
}
