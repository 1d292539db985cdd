// Package driver reads from a video how somebody moves in it, so that a picture can be moved alike: the head and face of a
// portrait, or the parts of a body.
package driver

import (
	"math"
	"slices"

	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/portrait"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/headtrack"
)

// Head reads the head of a clip. Its frames go to Add one by one.
type Head struct {
	tracker headtrack.Tracker
	eyes    []eyes
}

// eyes is how dark the eyes of a frame are against the skin below them.
type eyes struct {
	frame int
	dark  float64 // codes of luma
}

// NewHead makes a reader.
func NewHead() *Head { return &Head{tracker: headtrack.Tracker{Every: 2}} }

// Add takes the next frame.
func (h *Head) Add(i int, g face.Gray) {
	h.tracker.Add(g)
	if l, ok := h.tracker.Seen(); ok {
		h.eyes = append(h.eyes, eyes{i, darkness(g, &l)})
	}
}

// darkness is the luma of the cheeks less that of the pupils.
func darkness(g face.Gray, l *face.Landmarks) float64 {
	d := l.EyeDistance()
	r := max(int(0.05*d), 1)
	sum := 0.0
	for _, side := range [][3]face.Landmark{
		{face.EyeOuterLeft, face.EyeInnerLeft, face.PupilLeft}, {face.EyeInnerRight, face.EyeOuterRight, face.PupilRight},
	} {
		// The place of the pupil follows from the corners: a shut eye has none that could be found.
		eye := l.Middle(side[0], side[1])
		sum += mean(g, eye.X, eye.Y+0.38*d, 2*r) - mean(g, eye.X, eye.Y, r)
	}
	return sum / 2
}

func mean(g face.Gray, x, y float32, r int) float64 {
	sum, n := 0, 0
	for j := int(y) - r; j <= int(y)+r; j++ {
		for i := int(x) - r; i <= int(x)+r; i++ {
			if i >= 0 && j >= 0 && i < g.W && j < g.H {
				sum += int(g.Pix[j*g.W+i])
				n++
			}
		}
	}
	return float64(sum) / float64(max(n, 1))
}

// measures are what is read from one frame, in the units of the face.
type measures struct {
	x, y, size, roll   float64
	yaw, pitch         float64
	brows, gap, across float64
}

func measure(h *headtrack.Head) measures {
	l, f := &h.Landmarks, &h.Lively
	e, m := l.Middle(face.PupilLeft, face.PupilRight), l.Middle(face.MouthLeft, face.MouthRight)
	unit := math.Hypot(float64(m.X-e.X), float64(m.Y-e.Y))
	var out measures
	out.size = math.Log(math.Max(unit+0.6*float64(l.EyeDistance()), 1))
	out.x, out.y = float64(e.X+m.X)/2, float64(e.Y+m.Y)/2
	out.roll = math.Atan2(float64(l[face.PupilRight].Y-l[face.PupilLeft].Y), float64(l[face.PupilRight].X-l[face.PupilLeft].X))
	sin, cos := math.Sincos(out.roll)
	within := func(p face.Point) (x, y float64) {
		dx, dy := float64(p.X-e.X)/unit, float64(p.Y-e.Y)/unit
		return cos*dx + sin*dy, cos*dy - sin*dx
	}
	out.yaw, out.pitch = within(f[face.Nose])
	_, bl := within(f[face.BrowLeft])
	_, br := within(f[face.BrowRight])
	out.brows = -(bl + br) / 2
	_, up := within(f[face.LipUpper])
	_, low := within(f[face.LipLower])
	left, _ := within(f[face.MouthLeft])
	right, _ := within(f[face.MouthRight])
	out.gap, out.across = low-up, right-left
	return out
}

// Heads ends the clip. It returns the pose of every frame, for any portrait, and in how many frames a face was seen. What is
// usual in the clip becomes the portrait's own pose.
func (h *Head) Heads() (poses []portrait.Pose, seen int) {
	heads := h.tracker.Heads()
	all := make([]measures, 0, len(heads))
	for i := range heads {
		if heads[i].Weight > 0 {
			all = append(all, measure(&heads[i]))
		}
	}
	if len(all) == 0 {
		return nil, 0
	}
	mid := func(of func(m *measures) float64, share float64) float64 {
		v := make([]float64, len(all))
		for i := range all {
			v[i] = of(&all[i])
		}
		slices.Sort(v)
		return v[int(share*float64(len(v)-1))]
	}
	usual := measures{
		x: mid(func(m *measures) float64 { return m.x }, 0.5), y: mid(func(m *measures) float64 { return m.y }, 0.5),
		size: mid(func(m *measures) float64 { return m.size }, 0.5), roll: mid(func(m *measures) float64 { return m.roll }, 0.5),
		yaw: mid(func(m *measures) float64 { return m.yaw }, 0.5), pitch: mid(func(m *measures) float64 { return m.pitch }, 0.5),
		brows: mid(func(m *measures) float64 { return m.brows }, 0.5), gap: mid(func(m *measures) float64 { return m.gap }, 0.12),
		across: mid(func(m *measures) float64 { return m.across }, 0.5),
	}
	shut := h.blinks(len(heads))
	poses = make([]portrait.Pose, len(heads))
	k := 0
	for i := range heads {
		if heads[i].Weight == 0 {
			continue
		}
		poses[i] = poseOf(&all[k], &usual)
		poses[i].Blink = shut[i]
		poses[i] = faded(poses[i], float64(heads[i].Weight))
		k++
	}
	return poses, len(all)
}

// poseOf is the difference of a frame from the usual one.
func poseOf(m, usual *measures) portrait.Pose {
	unit := 0.625 * math.Exp(usual.size) // eyes to mouth, of a face as long as it is wide between the eyes
	p := portrait.Pose{
		X: (m.x - usual.x) / unit, Y: (m.y - usual.y) / unit, Roll: m.roll - usual.roll, Grow: m.size - usual.size,
		// The nose stands about half a unit before the axis of the head.
		Yaw: math.Asin(clamp((m.yaw-usual.yaw)/0.6, -0.9, 0.9)), Pitch: math.Asin(clamp((m.pitch-usual.pitch)/0.8, -0.9, 0.9)),
		Brows: clamp(dead(m.brows-usual.brows, 0.02)/0.10, -1, 1.2),
	}
	p.Mouth = lips.Shape{
		Open: clamp(dead(m.gap-usual.gap, 0.025)/0.21, 0, 1.1),
		Wide: clamp(dead(m.across-usual.across, 0.03)/0.14, -1, 1),
	}
	return p
}

// dead leaves out what is within the noise.
func dead(v, noise float64) float64 {
	switch {
	case v > noise:
		return v - noise
	case v < -noise:
		return v + noise
	}
	return 0
}

func clamp(v, lo, hi float64) float64 { return min(max(v, lo), hi) }

// faded is the pose times a share.
func faded(p portrait.Pose, k float64) portrait.Pose {
	return portrait.Pose{
		X: k * p.X, Y: k * p.Y, Roll: k * p.Roll, Yaw: k * p.Yaw, Pitch: k * p.Pitch, Grow: k * p.Grow,
		Blink: k * p.Blink, Brows: k * p.Brows, Breath: k * p.Breath,
		Mouth: lips.Shape{Open: k * p.Mouth.Open, Wide: k * p.Mouth.Wide, Bite: k * p.Mouth.Bite},
	}
}

// blinks is how far the eyes are shut in every frame: where they are much less dark than usual.
func (h *Head) blinks(frames int) []float64 {
	out := make([]float64, frames)
	if len(h.eyes) == 0 {
		return out
	}
	var all []float64
	for _, e := range h.eyes {
		all = append(all, e.dark)
	}
	slices.Sort(all)
	usual := all[len(all)*6/10]
	const least = 14 // codes of luma between skin and pupil, below which eyes cannot be read
	if usual < least {
		return out
	}
	for n, e := range h.eyes {
		shut := clamp((0.72-e.dark/usual)/0.38, 0, 1)
		to := frames
		if n+1 < len(h.eyes) {
			to = min(h.eyes[n+1].frame, e.frame+3)
		}
		for i := e.frame; i < min(to, frames); i++ {
			out[i] = shut
		}
	}
	return out
}
