package relabel

import (
	"math"
	"strings"
	"unicode"

	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/planar"
	"zoetrope/engine/studio/vision/textline"
)

const (
	// fine is the number of pixels of the letters' plane per pixel of the key frame.
	fine = 2
	// narrowest is how far letters are condensed before they are made smaller.
	narrowest = 0.78
	// margin is what stays free at each end of a board, in heights of a capital.
	margin = 0.35
)

// set draws the new letters upright, and finds how they come into the key frame.
func (l *Label) set(still vision.RGB, q textline.Quad, letters vision.Plane, old, text string) {
	height := q.Height()
	face := nearestFace(letters, height, q.Width()/height, old, text)
	st := styleOf(face, fine*height)
	stretch := 1.0
	if old != "" {
		stretch = math.Min(math.Max(fine*q.Width()/math.Max(st.Width(old), 1), 0.75), 1.35)
	}
	room := fine * l.room(still, q)
	if wide := stretch * st.Width(text); wide > room {
		least := math.Min(stretch, narrowest)
		stretch = math.Max(stretch*room/wide, least)
		if wide = stretch * st.Width(text); wide > room {
			st.Size *= room / wide
		}
	}
	mask, base := st.Line(text)
	pad := int(math.Ceil(fine*(l.ink.width+3*l.ink.blur))) + 2
	w := max(int(stretch*float64(mask.W)+0.5), 1)
	mask = vision.Resize(mask, w, mask.H)
	l.cover = vision.New(w+2*pad, mask.H+2*pad)
	for y := range mask.H {
		for x, v := range mask.Row(y) {
			l.cover.Row(y + pad)[x+pad] = min(max(v, 0), 1)
		}
	}
	if l.ink.width > 0 {
		l.edge = vision.Blur(vision.Dilate(l.cover, int(fine*l.ink.width+0.5)), float32(fine*l.ink.blur))
	}
	// The plane itself has the sharpness of about half a pixel.
	l.cover = vision.Blur(l.cover, float32(fine*math.Sqrt(math.Max(l.ink.blur*l.ink.blur-0.1, 0.05))))
	// The new line stands in the middle of the old one, on its baseline, or higher by half of what it is smaller.
	unit := planar.FromUnit([4]float64{q[0].X, q[1].X, q[2].X, q[3].X}, [4]float64{q[0].Y, q[1].Y, q[2].Y, q[3].Y}).Inverse()
	tall := fine * height
	drop := (tall - st.Cap()) / 2
	middle := float64(l.cover.W) / 2
	toText := planar.Homography{
		fine * q.Width(), 0, middle - fine*q.Width()/2,
		0, tall, float64(base+pad) - tall + drop,
		0, 0, 1,
	}
	l.toText = toText.Times(unit)
}

// styleOf is a face at the size at which its capitals have a height in pixels.
func styleOf(f lettering.Face, capital float64) lettering.Style {
	st := lettering.Style{Face: f, Size: 100}
	st.Size *= capital / math.Max(st.Cap(), 1)
	return st
}

// nearestFace is the face whose strokes are as thick as the letters', and in which the old text, if it is known, is as wide.
func nearestFace(letters vision.Plane, height, aspect float64, old, text string) lettering.Face {
	want := thickness(letters) / height
	sample := old
	if sample == "" {
		sample = "HAMBURG"
	}
	best, face := math.Inf(1), lettering.Text
	for _, f := range []lettering.Face{lettering.Text, lettering.Sans, lettering.Display} {
		if f == lettering.Display && strings.ContainsFunc(text, unicode.IsLower) {
			continue // it has capitals only
		}
		const capital = 60
		st := styleOf(f, capital)
		mask, _ := st.Line(sample)
		cost := math.Abs(math.Log(math.Max(thickness(mask), 1) / capital / want))
		if old != "" {
			cost += 1.5 * math.Abs(math.Log(math.Max(st.Width(old), 1)/capital/aspect))
		} else if f == lettering.Display {
			cost += 0.3 // condensed letters are rare
		}
		if cost < best {
			best, face = cost, f
		}
	}
	return face
}

// thickness is the mean width of strokes in pixels: twice their area by the length of their outline.
func thickness(mask vision.Plane) float64 {
	area, outline := 0.0, 0.0
	for y := range mask.H {
		for x := range mask.W {
			v := mask.At(x, y)
			area += float64(v)
			dx, dy := mask.At(x+1, y)-v, mask.At(x, y+1)-v
			outline += math.Hypot(float64(dx), float64(dy))
		}
	}
	return 2 * area / math.Max(outline, 1)
}

// room is how wide a line may become, in pixels of the key frame: as far as the ground goes on to both sides, or for text over
// a picture most of the frame.
func (l *Label) room(still vision.RGB, q textline.Quad) float64 {
	height, width := q.Height(), q.Width()
	if l.ink.uneven > evenGround || l.ink.width > 0 {
		x := (q[0].X + q[2].X) / 2
		return math.Max(2*math.Min(x, float64(still.W)-x)*0.94, width)
	}
	free := func(from, step float64) float64 {
		for d := 0.0; d < 6; d += 0.1 {
			if !l.groundAt(still, q, from+step*d*height/width) {
				return math.Max(d-margin, 0) * height
			}
		}
		return 6 * height
	}
	return width + 2*math.Min(free(0, -1), free(1, 1))
}

// groundAt tells whether a column of the line's board shows nothing but ground.
func (l *Label) groundAt(still vision.RGB, q textline.Quad, u float64) bool {
	var off float32
	for v := 0.1; v < 1; v += 0.2 {
		p := q.At(u, v)
		if p.X < 0 || p.Y < 0 || p.X > float64(still.W-1) || p.Y > float64(still.H-1) {
			return false
		}
		for c, plane := range still.Channels() {
			off += abs(plane.Sample(float32(p.X), float32(p.Y))-l.ink.ground[c]) / 15
		}
	}
	return off < 0.1
}

// lengthen takes letters into a line that stand at its ends in its colour and were not found, such as one that touches a frame.
func (l *Label) lengthen(still vision.RGB, q textline.Quad) textline.Quad {
	step := 0.04 * q.Height() / q.Width()
	reach := func(u, step float64) float64 {
		last, before := u, u // before is where the letters before the last gap end
		for d := 1; d < 40; d++ {
			at := u + float64(d)*step
			if l.inkAt(still, q.At(at, -0.3)) || l.inkAt(still, q.At(at, 1.3)) {
				// The frame of a board goes on above and below.
				if math.Abs(at-last) < 4*math.Abs(step) {
					return before
				}
				break
			}
			for v := 0.08; v < 1; v += 0.12 {
				if l.inkAt(still, q.At(at, v)) {
					if math.Abs(at-last) > 1.5*math.Abs(step) {
						before = last
					}
					last = at
				}
			}
			if math.Abs(at-last) > 12*math.Abs(step) {
				break
			}
		}
		return last
	}
	left, right := reach(0, -step), reach(1, step)
	return textline.Quad{q.At(left, 0), q.At(right, 0), q.At(right, 1), q.At(left, 1)}
}

// inkAt tells whether a pixel has the colour of the letters rather than that of the ground.
func (l *Label) inkAt(still vision.RGB, p textline.Point) bool {
	x, y := int(p.X+0.5), int(p.Y+0.5)
	if x < 0 || y < 0 || x >= still.W || y >= still.H {
		return true
	}
	return l.ink.share(still, y*still.W+x, 0.5) > max(l.ink.sure(), 0.5)
}
