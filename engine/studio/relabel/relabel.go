// Package relabel sets other words where a picture shows a line of text: the old letters are painted out, and the new ones stand in
// their perspective, in their colour, shade, outline, blur and grain.
//
// The face is the one of package lettering whose strokes come nearest to those of the old letters.
package relabel

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/inpaint"
	"zoetrope/engine/studio/vision/planar"
	"zoetrope/engine/studio/vision/textline"
)

// evenGround is the spread of brightness up to which the ground of letters counts as one colour.
const evenGround = 0.09

// Label is a line of text of a key frame and what takes its place.
type Label struct {
	frameW, frameH int
	trackW         int               // width of the frames that the sights are of
	toText         planar.Homography // pixels of the key frame to those of cover
	x0, y0, x1, y1 int               // of the key frame: what is worked on
	hole           vision.Plane      // of that part, 1 where the old letters were, with soft edges
	ground         vision.RGB        // that part without the letters
	// What is drawn: coverage of the new letters and of their outline, empty without one.
	cover, edge vision.Plane
	ink         ink
	grain       float32
	loose       bool
}

// New prepares a label for a key frame. line is what textline found in a copy of it of the size of the track; old is what it
// is said to read, or ""; with the text "" the letters only go.
func New(still vision.RGB, line textline.Line, old, text string, seed uint64) *Label {
	k := float64(still.W) / float64(line.Letters.W)
	quad := line.Quad.Scale(k)
	l := &Label{frameW: still.W, frameH: still.H, trackW: line.Letters.W}
	letters := vision.Resize(line.Letters, still.W, still.H)
	l.bound(quad, k)
	part := still.EachChannel(func(p vision.Plane) vision.Plane { return p.Part(l.x0, l.y0, l.x1, l.y1) })
	own := letters.Part(l.x0, l.y0, l.x1, l.y1)
	l.ink = readInk(part, own, quad.Height())
	quad = l.lengthen(still, quad)
	solid := l.missed(part, own, quad)
	reach := max(2, int(math.Ceil(l.ink.width+0.06*quad.Height()+0.7*l.ink.blur)))
	solid = vision.Dilate(solid.Map(func(v float32) float32 { return vision.Smoothstep(0.1, 0.3, v) }), reach)
	l.hole = vision.Box(solid, 1)
	l.grain = grainOf(part, solid)
	if l.ink.uneven < evenGround {
		l.ground = l.smooth(part)
	} else {
		l.ground = inpaint.Large(part, solid, 0, seed)
	}
	if text != "" {
		l.set(still, quad, own, old, text)
	}
	return l
}

// bound is the part of the key frame round a quad with what its letters may reach.
func (l *Label) bound(q textline.Quad, k float64) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range q {
		x0, x1, y0, y1 = math.Min(x0, p.X), math.Max(x1, p.X), math.Min(y0, p.Y), math.Max(y1, p.Y)
	}
	margin := 1.6*q.Height() + 6*k
	l.x0, l.y0 = max(int(x0-margin), 0), max(int(y0-margin), 0)
	l.x1, l.y1 = min(int(x1+margin)+1, l.frameW), min(int(y1+margin)+1, l.frameH)
}

// smooth is an even ground without its letters: the shade goes on, with the ground's grain.
func (l *Label) smooth(part vision.RGB) vision.RGB {
	out := spread(part, l.hole, 0, 0, part.W, part.H)
	for _, p := range out.Channels() {
		for i, h := range l.hole.Pix {
			if h > 0 {
				p.Pix[i] += l.grain * noiseAt(0, i%p.W, i/p.W)
			}
		}
	}
	return out
}

// missed adds to the letters what was not found of the line but has its colour: dots, commas and thin strokes. On an uneven
// ground it has to be the very colour.
func (l *Label) missed(part vision.RGB, own vision.Plane, q textline.Quad) vision.Plane {
	out := own.Clone()
	inv := planar.FromUnit([4]float64{q[0].X, q[1].X, q[2].X, q[3].X}, [4]float64{q[0].Y, q[1].Y, q[2].Y, q[3].Y}).Inverse()
	side := 0.5 * q.Height() / q.Width()
	for i := range out.Pix {
		x, y := float64(l.x0+i%out.W), float64(l.y0+i/out.W)
		u, v := inv.Map(x, y)
		if u < -0.3*side || u > 1+0.3*side || v < -0.25 || v > 1.32 {
			continue
		}
		if t := l.ink.share(part, i, u); t > l.ink.sure() {
			out.Pix[i] = max(out.Pix[i], t)
		}
	}
	return out
}

// Ground tells how far a frame's surroundings of the letters are from what the key frame shows there, as a mean difference: large
// where the text lies over a picture that moves by itself, such as a subtitle.
func (l *Label) Ground(frame vision.RGB, s planar.Sight) float64 {
	h := l.scaled(s)
	var sum, n float64
	for y := 0; y < l.hole.H; y += 2 {
		for x := 0; x < l.hole.W; x += 2 {
			if l.hole.Pix[y*l.hole.W+x] > 0 {
				continue
			}
			fx, fy := h.Map(float64(l.x0+x), float64(l.y0+y))
			if fx < 0 || fy < 0 || fx > float64(l.frameW-1) || fy > float64(l.frameH-1) {
				continue
			}
			g := float64(l.ground.G.Pix[y*l.hole.W+x])*s.Gain + s.Offset
			sum += math.Abs(float64(frame.G.Sample(float32(fx), float32(fy))) - g)
			n++
		}
	}
	return sum / math.Max(n, 1)
}

// Loosen says that the text does not lie on what is behind it: the letters are then filled from each frame's own surroundings.
func (l *Label) Loosen() { l.loose = true }

// scaled is the sight's homography for the label's frames.
func (l *Label) scaled(s planar.Sight) planar.Homography {
	return s.H.Scaled(float64(l.frameW) / float64(l.trackW))
}

// reachOf is the rectangle of a frame that the label touches.
func (l *Label) reachOf(h planar.Homography) (x0, y0, x1, y1 int) {
	a, b, c, d := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	add := func(x, y float64) {
		x, y = h.Map(x, y)
		a, b, c, d = math.Min(a, x), math.Min(b, y), math.Max(c, x), math.Max(d, y)
	}
	for _, p := range [4][2]int{{l.x0, l.y0}, {l.x1, l.y0}, {l.x1, l.y1}, {l.x0, l.y1}} {
		add(float64(p[0]), float64(p[1]))
	}
	if l.cover.W > 0 {
		back := l.toText.Inverse()
		for _, p := range [4][2]int{{0, 0}, {l.cover.W, 0}, {l.cover.W, l.cover.H}, {0, l.cover.H}} {
			x, y := back.Map(float64(p[0]), float64(p[1]))
			add(x, y)
		}
	}
	clampTo := func(v float64, n int) int { return int(math.Min(math.Max(v, 0), float64(n))) }
	return clampTo(a, l.frameW), clampTo(b, l.frameH), clampTo(c+1, l.frameW), clampTo(d+1, l.frameH)
}

// Draw replaces the text in frame i, which shows the label as s says.
func (l *Label) Draw(i int, frame vision.RGB, s planar.Sight) {
	h := l.scaled(s)
	x0, y0, x1, y1 := l.reachOf(h)
	if x1-x0 < 2 || y1-y0 < 2 {
		return
	}
	back := h.Inverse()
	hole := l.holeIn(back, x0, y0, x1, y1)
	var fill vision.RGB
	if l.loose {
		fill = spread(frame, hole, x0, y0, x1, y1)
	}
	gain, offset := float32(s.Gain), float32(s.Offset)
	vision.Rows(y1-y0, func(r0, r1 int) {
		for y := y0 + r0; y < y0+r1; y++ {
			for x := x0; x < x1; x++ {
				at := y*l.frameW + x
				kx, ky := back.Map(float64(x), float64(y))
				a := hole.Pix[(y-y0)*hole.W+x-x0]
				edge, cover, u := l.lettersAt(kx, ky)
				if a <= 0.004 && edge <= 0.004 && cover <= 0.004 {
					continue
				}
				noise := l.grain * noiseAt(i, x, y)
				for c, p := range frame.Channels() {
					v := p.Pix[at]
					if a > 0 {
						if l.loose {
							v += a * (fill.Channels()[c].Pix[(y-y0)*hole.W+x-x0] + noise - v)
						} else {
							g := l.ground.Channels()[c].Sample(float32(kx)-float32(l.x0), float32(ky)-float32(l.y0))
							v += a * (g*gain + offset - v)
						}
					}
					v += edge * (l.ink.edge[c]*gain + offset + noise - v)
					v += cover * (l.ink.at(c, u)*gain + offset + noise - v)
					p.Pix[at] = min(max(v, 0), 1)
				}
			}
		}
	})
}

// holeIn is the hole as a rectangle of a frame shows it.
func (l *Label) holeIn(back planar.Homography, x0, y0, x1, y1 int) vision.Plane {
	out := vision.New(x1-x0, y1-y0)
	vision.Rows(out.H, func(r0, r1 int) {
		for y := r0; y < r1; y++ {
			for x := range out.W {
				kx, ky := back.Map(float64(x0+x), float64(y0+y))
				kx, ky = kx-float64(l.x0), ky-float64(l.y0)
				if kx > -1 && ky > -1 && kx < float64(l.hole.W) && ky < float64(l.hole.H) {
					out.Pix[y*out.W+x] = l.hole.Sample(float32(kx), float32(ky))
				}
			}
		}
	})
	return out
}

// lettersAt is how far outline and letters cover a place of the key frame, and how far along the line it is.
func (l *Label) lettersAt(kx, ky float64) (edge, cover, u float32) {
	if l.cover.W == 0 {
		return 0, 0, 0
	}
	tx, ty := l.toText.Map(kx, ky)
	if tx < 0 || ty < 0 || tx > float64(l.cover.W-1) || ty > float64(l.cover.H-1) {
		return 0, 0, 0
	}
	cover = l.cover.Sample(float32(tx), float32(ty))
	if l.edge.W > 0 {
		edge = l.edge.Sample(float32(tx), float32(ty))
	}
	return edge, cover, float32(tx) / float32(l.cover.W)
}

// spread fills a hole of a rectangle of a frame with ever wider averages of what is around it.
func spread(frame vision.RGB, hole vision.Plane, x0, y0, x1, y1 int) vision.RGB {
	known := hole.Map(func(v float32) float32 { return 1 - vision.Smoothstep(0, 0.2, v) })
	out := frame.EachChannel(func(p vision.Plane) vision.Plane { return vision.Product(p.Part(x0, y0, x1, y1), known) })
	done := known.Clone()
	for r := 2; r < max(hole.W, hole.H); r *= 2 {
		weight := vision.Box(vision.Box(known, r), r)
		for _, p := range out.Channels() {
			// What is known already stays; the rest is added as far as averages of this size know it.
			sum := vision.Box(vision.Box(vision.Product(p, known), r), r)
			for i, w := range weight.Pix {
				if d := done.Pix[i]; d < 1 && w > 0.02 {
					p.Pix[i] += (1 - d) * vision.Smoothstep(0.02, 0.2, w) * sum.Pix[i] / w
				}
			}
		}
		for i, w := range weight.Pix {
			done.Pix[i] += (1 - done.Pix[i]) * vision.Smoothstep(0.02, 0.2, w)
		}
	}
	for _, p := range out.Channels() {
		for i, d := range done.Pix {
			p.Pix[i] /= max(d, 1e-3)
		}
	}
	return out
}

// Weight is what to follow of a line: its letters and what is close round them, at the size of its letters' plane.
func Weight(line textline.Line) vision.Plane {
	return vision.Dilate(line.Letters, max(2, int(0.12*line.Quad.Height())))
}
