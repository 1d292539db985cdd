// Package portrait makes the picture of a face move: the head turns, nods, tilts and shifts a little, the eyes blink, the brows
// rise, the chest breathes and the mouth speaks. The rest of the picture stands still.
package portrait

import (
	"errors"
	"math"

	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/mouth"
	"zoetrope/engine/studio/puppet"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
)

// ErrNoFace is returned for pictures in which no face is found.
var ErrNoFace = errors.New("portrait: the picture shows no face")

// Pose is the state of a portrait at one moment. The zero value is how the picture shows it.
type Pose struct {
	X, Y  float64 // shift of the head to the right and down, in distances from the eyes to the mouth
	Roll  float64 // tilt of the head, radians, clockwise on the screen
	Yaw   float64 // turn to the right of the screen, radians
	Pitch float64 // nod, down positive, radians
	Grow  float64 // natural logarithm of the magnification: nearer is positive
	Blink float64 // 0 open, 1 shut
	Brows float64 // -1 drawn down, 0 as in the picture, 1 raised
	// Breath lifts chest and shoulders, -1 to 1.
	Breath float64
	Mouth  lips.Shape
}

// Limits of a pose, beyond which the picture would tear.
const (
	mostShift = 0.55
	mostRoll  = 0.42
	mostTurn  = 0.45
	mostGrow  = 0.22
)

// soft bends a value towards a limit that it does not pass.
func soft(v, limit float64) float64 { return limit * math.Tanh(v/limit) }

// limited keeps a pose within what can be drawn.
func (p Pose) limited() Pose {
	p.X, p.Y, p.Roll, p.Grow = soft(p.X, mostShift), soft(p.Y, mostShift), soft(p.Roll, mostRoll), soft(p.Grow, mostGrow)
	p.Yaw, p.Pitch = soft(p.Yaw, mostTurn), soft(p.Pitch, mostTurn)
	return p
}

// Portrait is a picture with a face. It is for one goroutine.
type Portrait struct {
	fig     *puppet.Figure
	marks   face.Landmarks
	frame   frame
	rest    mouth.Rest
	painter *mouth.Painter
	eyes    [2]eye
	saved   []saved
	layered bool
	near    vision.Plane // how near a point is to the person, reduced; empty where the person was not found
	reduced float64      // size of near over that of the picture
	pinned  bool         // the upper edge of the picture cuts the head: there it cannot move
}

// frame is the face's own system: its origin lies between eyes and mouth, its unit is their distance, its second axis runs from
// the eyes to the mouth.
type frame struct {
	cx, cy, unit float64
	ux, uy       float64 // first axis
}

func frameOf(l *face.Landmarks) frame {
	e, m := l.Middle(face.PupilLeft, face.PupilRight), l.Middle(face.MouthLeft, face.MouthRight)
	dx, dy := float64(m.X-e.X), float64(m.Y-e.Y)
	n := math.Max(math.Hypot(dx, dy), 1)
	return frame{cx: float64(e.X+m.X) / 2, cy: float64(e.Y+m.Y) / 2, unit: n, ux: dy / n, uy: -dx / n}
}

func (f frame) within(x, y float64) (fx, fy float64) {
	dx, dy := (x-f.cx)/f.unit, (y-f.cy)/f.unit
	return dx*f.ux + dy*f.uy, dy*f.ux - dx*f.uy
}

// out turns a displacement in the face's system into one of pixels.
func (f frame) out(dx, dy float64) (x, y float64) {
	return f.unit * (dx*f.ux - dy*f.uy), f.unit * (dx*f.uy + dy*f.ux)
}

// searchSide is the longer side of the copy in which a face is searched.
const searchSide = 480

// Options of a portrait.
type Options struct {
	Seed uint64
	// Loose cuts the head out of its background, for movements that are large. A cut shows its edges, so small movements look
	// better without.
	Loose bool
}

// New studies a picture. The sides must be even.
func New(p vision.RGB, o Options) (*Portrait, error) {
	k := math.Min(1, searchSide/float64(max(p.W, p.H)))
	w, h := max(int(float64(p.W)*k), 1), max(int(float64(p.H)*k), 1)
	luma := p.Luma()
	small := vision.Resize(luma, w, h)
	marks, ok := face.Prominent(small, face.GrayOf(small))
	if !ok {
		return nil, ErrNoFace
	}
	// The same in full detail, as far as the cascades gain from it.
	s := float32(1 / k)
	for i := range marks {
		marks[i] = face.Point{X: (marks[i].X+0.5)*s - 0.5, Y: (marks[i].Y+0.5)*s - 0.5}
	}
	if marks.EyeDistance() < 220 {
		marks = face.Relocate(face.GrayOf(luma), marks)
	}
	out := &Portrait{marks: marks, frame: frameOf(&marks)}
	alpha, ok := puppet.Person(p, out.covered)
	out.layered = ok && o.Loose
	if ok {
		out.surround(alpha)
	}
	out.pinned = ok && cutAbove(alpha)
	if !out.layered {
		alpha = vision.Plane{}
	}
	out.fig = puppet.Cut(p, alpha, o.Seed)
	m := mouth.Frame{W: p.W, H: p.H, Pix: out.fig.Pix}
	var g mouth.Gauge
	g.Look(m, &marks)
	out.rest = g.Rest()
	out.painter = mouth.NewPainter(out.rest)
	out.eyes = [2]eye{
		newEye(m, marks[face.EyeOuterLeft], marks[face.EyeInnerLeft], marks[face.PupilLeft]),
		newEye(m, marks[face.EyeInnerRight], marks[face.EyeOuterRight], marks[face.PupilRight]),
	}
	return out, nil
}

// covered tells whether a mask holds the face and leaves something around it.
func (p *Portrait) covered(mask vision.Plane) bool {
	var in, n, all float32
	for y := -0.9; y <= 1.0; y += 0.1 {
		for x := -0.6; x <= 0.6; x += 0.1 {
			dx, dy := p.frame.out(x, y)
			in += mask.Sample(float32(p.frame.cx+dx), float32(p.frame.cy+dy))
			n++
		}
	}
	all = mask.Mean()
	return in > 0.93*n && all < 0.85
}

// surround notes where the person and a margin around are.
func (p *Portrait) surround(alpha vision.Plane) {
	const side = 240
	p.reduced = math.Min(1, side/float64(max(alpha.W, alpha.H)))
	w, h := max(int(float64(alpha.W)*p.reduced), 2), max(int(float64(alpha.H)*p.reduced), 2)
	margin := p.frame.unit * p.reduced
	wide := vision.Dilate(vision.Resize(alpha, w, h), max(1, int(0.16*margin)))
	p.near = vision.Blur(wide, float32(max(0.8, 0.16*margin)))
}

// Layered tells whether the person was cut out, so that the background stands still; else what is close around the head bends
// along.
func (p *Portrait) Layered() bool { return p.layered }

// Marks are the landmarks in the picture as it is.
func (p *Portrait) Marks() face.Landmarks { return p.marks }

// Draw renders a pose into dst, yuv420p of the picture's size.
func (p *Portrait) Draw(dst []byte, pose Pose) {
	pose = pose.limited()
	m := mouth.Frame{W: p.fig.W, H: p.fig.H, Pix: p.fig.Pix}
	at := mouth.PlaceOf(&p.marks)
	x0, y0, x1, y1 := at.Bounds(m.W, m.H)
	touched := [][4]int{{x0, y0, x1, y1}}
	p.save(touched[0])
	for i := range p.eyes {
		r := p.eyes[i].bounds(m.W, m.H)
		touched = append(touched, r)
		p.save(r)
	}
	for i := range p.eyes {
		p.eyes[i].shut(m, p.saved[i+1], pose.Blink)
	}
	p.painter.Draw(m, at, mouth.Pose{Shape: pose.Mouth, Strength: 1})
	p.fig.Draw(dst, p.bend(pose), touched...)
	for i := len(p.saved) - 1; i >= 0; i-- {
		p.saved[i].restore(m)
	}
	p.saved = p.saved[:0]
}

// bend is the displacement of the picture's points in a pose.
func (p *Portrait) bend(pose Pose) puppet.Bend {
	f := p.frame
	sin, cos := math.Sincos(pose.Roll)
	k := math.Exp(pose.Grow)
	const pivot = 2.1 // the base of the neck
	still := pose.Roll == 0 && pose.Grow == 0 && pose.X == 0 && pose.Y == 0 && pose.Yaw == 0 && pose.Pitch == 0
	return func(px, py float64) (float64, float64) {
		x, y := f.within(px, py)
		dx, dy := 0.0, 0.0
		if w := p.hold(x, y) * p.close(px, py) * p.loose(py); w > 0 && !still {
			// Tilt and size about the neck.
			rx, ry := x, y-pivot
			tx, ty := k*(cos*rx-sin*ry), k*(sin*rx+cos*ry)
			dx = w * (tx - rx + pose.X)
			dy = w * (ty - ry + pose.Y)
			// Turning moves what is near more than what is far.
			z := relief(x, y)
			dx += w * 0.55 * math.Sin(pose.Yaw) * z
			dy += w * 0.50 * math.Sin(pose.Pitch) * z
		}
		if pose.Brows != 0 {
			dy -= 0.09 * pose.Brows * browShape(x, y)
		}
		if pose.Breath != 0 {
			dy -= 0.018 * pose.Breath * smooth(1.1, 2.4, y) * smooth(3.2, 2.0, math.Abs(x)) * p.close(px, py)
		}
		return f.out(dx, dy)
	}
}

// The head as an ellipse, in the face's system: its middle, half width and half height, hair included.
const (
	headY, headW, headH = -0.25, 1.3, 1.75
)

// hold is how firmly a point belongs to the head: 1 on it, 0 away from it. The neck and shoulders follow by halves.
func (p *Portrait) hold(x, y float64) float64 {
	reach := 1.75 // of the ellipse, where nothing moves any more
	if p.layered {
		reach = 2.3 // the background is not bent along
	}
	dx, dy := x/headW, (y-headY)/headH
	if dy > 0 {
		dy *= 0.85
	}
	return smooth(reach, 1.0, math.Hypot(dx, dy))
}

// close is 1 on the person and falls to 0 beside; 1 everywhere where the person was cut out or not found.
func (p *Portrait) close(px, py float64) float64 {
	if p.layered || len(p.near.Pix) == 0 {
		return 1
	}
	return smooth(0.05, 0.9, float64(p.near.Sample(float32(px*p.reduced), float32(py*p.reduced))))
}

// cutAbove tells whether a person goes on above the picture.
func cutAbove(alpha vision.Plane) bool {
	const least = 0.04 // of the width
	return alpha.Part(0, 0, alpha.W, 1).Mean() > least
}

// loose is 0 at an upper edge that cuts the head and grows to 1 below: the hair stretches where there is none to show.
func (p *Portrait) loose(py float64) float64 {
	if !p.pinned {
		return 1
	}
	return smooth(0, 1.2*p.frame.unit, py)
}

// relief is the height of the face towards the viewer, 1 at the tip of the nose, a little negative at the back of the head.
func relief(x, y float64) float64 {
	dx, dy := x/1.05, (y-0.05)/1.5
	dome := math.Sqrt(max(0, 1-0.8*min(dx*dx+dy*dy, 1.25)))
	nose := math.Exp(-(x*x/0.05 + (y-0.1)*(y-0.1)/0.08))
	return 0.85*dome + 0.22*nose - 0.3
}

// browShape is 1 on the brows.
func browShape(x, y float64) float64 {
	// Brows lie above the eyes, which are half a unit above the origin.
	d := (y + 0.78) / 0.26
	return math.Exp(-d*d) * smooth(0.95, 0.55, math.Abs(x))
}

func smooth(a, b, x float64) float64 {
	t := min(max((x-a)/(b-a), 0), 1)
	return t * t * (3 - 2*t)
}
