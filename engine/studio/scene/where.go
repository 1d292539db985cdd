package scene

import "math"

// Where is the place of an actor in the frame after t seconds: the middle of its body and its height, as shares of the frame's
// width and height. It is false for actors behind the camera. Leaps and flutters come on top.
func (p *Plan) Where(a Actor, t float64) (x, y, height float64, ok bool) {
	pose := p.Path.At(t)
	at, _ := p.position(a, t)
	rel := [3]float64{at[0] - float64(pose.Pos[0]), at[1] - float64(pose.Pos[1]), at[2] - float64(pose.Pos[2])}
	rel[1] += 0.5 * float64(a.Subject.Height)
	right, up, ahead := along(pose.Rot[0:3], rel), along(pose.Rot[3:6], rel), along(pose.Rot[6:9], rel)
	if ahead < 0.3 {
		return 0, 0, 0, false
	}
	scale := float64(pose.Focal) / ahead / 2 // shares of the frame's height per metre
	return 0.5 + right*scale/p.Path.Aspect, 0.5 - up*scale, math.Abs(float64(a.Subject.Height)) * scale, true
}
