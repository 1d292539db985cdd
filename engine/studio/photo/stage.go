package photo

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/depth"
	"zoetrope/engine/studio/vision/inpaint"
	"zoetrope/engine/studio/vision/segment"
	"zoetrope/engine/studio/vision/warp"
)

// layer is one cut-out of the picture. Its pixel (0,0) lies at (x,y) on the canvas.
type layer struct {
	im   *warp.Image
	x, y float32
}

// stage is a photograph taken apart into layers on a canvas: the picture at detail times the output size, extended beyond
// its edges where the camera will look.
type stage struct {
	w, h   int     // output
	detail float64 // canvas pixels per output pixel
	left   float64 // canvas position of the picture's top-left corner
	top    float64

	land    layer
	sky     *layer // nil where there is no sky
	subject *layer // nil where there is none to trust

	relief      relief
	subjectNear float64 // relative to the pivot
	subjectBox  box     // in frame coordinates
	plantLike   bool
	water       vision.Plane // at the size of the analysis, 0 to 1
	waterLine   float64      // row of the far shore in frame coordinates
	foliage     vision.Plane
	skyline     float64 // lowest row of the sky in frame coordinates
	drift       float64 // how far the sky may drift, in fractions of the width

	carried            momentum
	subjectX, subjectY float64 // carried movement of the subject and of the sky, per second
	skyX               float64
}

// carry hands the layers the movements that they go on with.
func (s *stage) carry(m *momentum, a *analysis) {
	s.carried = *m
	s.subjectX, s.subjectY = m.mean(a.scene.Subject.Mask)
	s.skyX, _ = m.mean(a.scene.Sky)
}

// box is a rectangle in frame coordinates.
type box struct{ x0, y0, x1, y1 float64 }

// analysis is what the path of the camera depends on.
type analysis struct {
	scene   depth.Scene
	picture vision.RGB // the picture as analysed, depth.AnalysisSize on its long side
	around  *surroundings
}

func analyse(base vision.RGB) *analysis {
	scale := math.Min(1, float64(depth.AnalysisSize)/float64(max(base.W, base.H)))
	w, h := max(1, int(math.Round(scale*float64(base.W)))), max(1, int(math.Round(scale*float64(base.H))))
	a := &analysis{picture: base.EachChannel(func(p vision.Plane) vision.Plane { return vision.Resize(p, w, h) })}
	a.scene = depth.Estimate(a.picture)
	return a
}

// aspect is the height of the picture over its width.
func (a *analysis) aspect() float64  { return float64(a.picture.H) / float64(a.picture.W) }
func (a *analysis) hasSky() bool     { return a.scene.Sky.Mean() > 0 }
func (a *analysis) hasSubject() bool { return a.scene.Subject.Confidence >= depth.Trusted }

// subjectBox returns the bounds of the subject in frame coordinates.
func (a *analysis) subjectBox() box {
	m := a.scene.Subject.Mask
	x0, y0, x1, y1 := m.W, m.H, 0, 0
	for i, v := range m.Pix {
		if v > 0.5 {
			x, y := i%m.W, i/m.W
			x0, x1, y0, y1 = min(x0, x), max(x1, x+1), min(y0, y), max(y1, y+1)
		}
	}
	s := 1 / float64(m.W)
	return box{float64(x0)*s - 0.5, float64(y0)*s - a.aspect()/2, float64(x1)*s - 0.5, float64(y1)*s - a.aspect()/2}
}

// pivotOf is the nearness that a move holds.
func (a *analysis) pivotOf(kind pivotKind) float64 {
	if kind == pivotSubject && a.hasSubject() {
		return float64(a.scene.SubjectNear)
	}
	var land []float32
	for i, v := range a.scene.Near.Pix {
		if a.scene.Sky.Pix[i] == 0 {
			land = append(land, v)
		}
	}
	rank := 0.5
	if kind == pivotSubject {
		rank = 0.9
	}
	return float64(vision.Quantile(vision.Plane{W: len(land), H: 1, Pix: land}, rank))
}

// canvas is the extended picture and its geometry in pixels.
type canvas struct {
	picture   vision.RGB
	left, top int
	seed      uint64
}

const (
	// What is painted over reaches this far beyond a mask, in fractions of the width: masks are never exact.
	holeGrow = 0.009
	// How far behind a subject or a skyline the camera can look.
	behindSubject = 0.09
	behindSkyline = 0.07
	skyHoleGrow   = 0.005
)

// extend puts the picture on a canvas with margins (fractions of the width) and paints what its surroundings do not show of them.
func extend(base vision.RGB, m margins, around *surroundings, seed uint64) *canvas {
	px := func(v float64) int {
		if v <= 1e-4 {
			return 0
		}
		return int(math.Ceil(v*float64(base.W))) + 2
	}
	l, t, r, b := px(m.left), px(m.top), px(m.right), px(m.bottom)
	c := &canvas{left: l, top: t, seed: seed}
	w, h := base.W+l+r, base.H+t+b
	if w == base.W && h == base.H {
		c.picture = base
		return c
	}
	c.picture = base.EachChannel(func(p vision.Plane) vision.Plane { return c.place(p, w, h) })
	hole := vision.New(w, h)
	for y := range h {
		for x := range w {
			if x < l || y < t || x >= l+base.W || y >= t+base.H {
				hole.Pix[y*w+x] = 1
			}
		}
	}
	if around != nil {
		around.show(c.picture, hole, l, t, base.W, base.H)
	}
	c.picture = repaint(c.picture, hole, 0, seed)
	return c
}

// place puts a plane of the picture's size on the canvas and repeats its border.
func (c *canvas) place(p vision.Plane, w, h int) vision.Plane {
	out := vision.New(w, h)
	vision.Rows(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			row := out.Row(y)
			for x := range row {
				row[x] = p.At(x-c.left, y-c.top)
			}
		}
	})
	return out
}

// matte brings a mask of the analysis to the canvas with the edges of the picture.
func (c *canvas) matte(base vision.RGB, mask vision.Plane) vision.Plane {
	guide := base
	if base.W > 1100 {
		guide = base.EachChannel(vision.Half)
	}
	m := vision.Resize(segment.Matte(guide, mask), base.W, base.H)
	return c.place(m.Map(func(v float32) float32 { return min(max(v, 0), 1) }), c.picture.W, c.picture.H)
}

// repaint fills a hole of a large picture by a plan made on a small one. rim, in pixels of the large picture, is how far
// into the hole one will see; 0 means everywhere.
func repaint(p vision.RGB, hole vision.Plane, rim int, seed uint64) vision.RGB {
	return inpaint.Large(p, hole, rim, seed)
}

// uncover returns the straight colours and the alpha of a layer in front of a backdrop, such that laying it over the
// backdrop gives the picture back: F = (C - (1-a) B) / a.
//
// The alpha given is raised in two cases. Within reach pixels of the layer, whatever differs from the backdrop belongs to
// the layer (difference matting): soft edges, hair, and what the mask missed. And where no colour F in [0,1] gives the
// picture back, alpha is raised until one does, or a bright backdrop would shine through the edge of a dark layer.
func uncover(picture, backdrop vision.RGB, alpha vision.Plane, reach int) (vision.RGB, vision.Plane) {
	out, solid := vision.NewRGB(picture.W, picture.H), vision.New(picture.W, picture.H)
	cs, bs, fs := picture.Channels(), backdrop.Channels(), out.Channels()
	near := vision.Box(vision.Dilate(alpha, reach-reach/2), reach/2)
	vision.Rows(picture.H, func(y0, y1 int) {
		for i := y0 * picture.W; i < y1*picture.W; i++ {
			a := alpha.Pix[i]
			var difference, least float32
			for k := range cs {
				c, b := cs[k].Pix[i], bs[k].Pix[i]
				difference = max(difference, c-b, b-c)
				least = max(least, leastAlpha(c, b))
			}
			const noise, distinct, outside = 0.025, 0.2, 0.03
			a = max(a, vision.Smoothstep(0, 0.3, near.Pix[i])*vision.Smoothstep(noise, distinct, difference))
			if a < outside {
				continue
			}
			if alpha.Pix[i] > outside {
				a = max(a, least)
			}
			solid.Pix[i] = a
			for k := range cs {
				c, b := cs[k].Pix[i], bs[k].Pix[i]
				fs[k].Pix[i] = min(max((c-(1-a)*b)/a, 0), 1)
			}
		}
	})
	return out, solid
}

// leastAlpha is the smallest alpha at which something in front of b can make it look like c. Brighter than b it need only
// come near: before a white wall a painted backdrop that is a little too dark would demand a white fringe.
func leastAlpha(c, b float32) float32 {
	const tolerance = 0.1
	switch {
	case c < b:
		return 1 - c/b
	case c-tolerance > b:
		return min((c-tolerance-b)/max(1-b, 1e-3), 1)
	}
	return 0
}

// merge fades from the picture to the repainted one over the outer part of a hole.
func merge(picture, painted vision.RGB, hole vision.Plane, fade int) vision.RGB {
	share := vision.Box(vision.Erode(hole, fade), fade)
	mix := func(a, b vision.Plane) vision.Plane {
		out := vision.New(a.W, a.H)
		vision.Rows(a.H, func(y0, y1 int) {
			for i := y0 * a.W; i < y1*a.W; i++ {
				out.Pix[i] = a.Pix[i] + share.Pix[i]*(b.Pix[i]-a.Pix[i])
			}
		})
		return out
	}
	return vision.RGB{
		W: picture.W, H: picture.H,
		R: mix(picture.R, painted.R), G: mix(picture.G, painted.G), B: mix(picture.B, painted.B),
	}
}

// crop copies a rectangle.
func crop(p vision.Plane, x0, y0, x1, y1 int) vision.Plane {
	out := vision.New(x1-x0, y1-y0)
	for y := range out.H {
		copy(out.Row(y), p.Pix[(y0+y)*p.W+x0:(y0+y)*p.W+x1])
	}
	return out
}

// bounds returns the rectangle of the values above 0.01, grown by pad and kept inside, or false.
func bounds(p vision.Plane, pad int) (x0, y0, x1, y1 int, ok bool) {
	x0, y0 = p.W, p.H
	for i, v := range p.Pix {
		if v > 0.01 {
			x, y := i%p.W, i/p.W
			x0, x1, y0, y1 = min(x0, x), max(x1, x+1), min(y0, y), max(y1, y+1)
		}
	}
	if x1 <= x0 || y1 <= y0 {
		return 0, 0, 0, 0, false
	}
	return max(x0-pad, 0), max(y0-pad, 0), min(x1+pad, p.W), min(y1+pad, p.H), true
}
