package photo

import (
	"math"
	"runtime"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/depth"
	"zoetrope/engine/studio/vision/warp"
)

// skyDrift is how far clouds travel in one second, in fractions of the width.
const skyDrift = 0.0065

// build cuts the picture into layers.
func build(base vision.RGB, a *analysis, land relief, m margins, o Options) *stage {
	s := &stage{
		w: o.Width, h: o.Height, detail: float64(base.W) / float64(o.Width),
		relief: land,
	}
	c := extend(base, m, a.around, o.Seed)
	s.left, s.top = float64(c.left), float64(c.top)
	backdrop := c.picture
	collect(base)
	if a.hasSubject() {
		backdrop = s.cutSubject(c, base, a)
		collect(base)
	}
	if a.hasSky() {
		s.cutSky(c, base, backdrop, a, o)
	} else {
		s.land.im = warp.NewImage(backdrop, vision.Plane{})
	}
	collect(base)
	s.foliage = foliage(a)
	s.water = vision.Blur(a.scene.Water, float32(a.picture.W)/160)
	s.waterLine = shore(a)
	return s
}

// collect frees the planes that a step of cutting a large picture has left behind. There are few of them, and they hold no pointers,
// so that it takes a millisecond; left to itself the collector would let them add up to as much as is in use.
func collect(p vision.RGB) {
	if p.W*p.H > finePixels {
		runtime.GC()
	}
}

// cutSubject makes the subject's layer and returns the picture without it.
func (s *stage) cutSubject(c *canvas, base vision.RGB, a *analysis) vision.RGB {
	alpha := c.matte(base, a.scene.Subject.Mask)
	hole, grow := holeAround(alpha, base.W)
	collect(base)
	painted := repaint(c.picture, hole, int(behindSubject*float64(base.W)), c.seed+1)
	collect(base)
	backdrop := merge(c.picture, painted, hole, max(1, grow/2))
	collect(base)
	x0, y0, x1, y1, ok := bounds(alpha, grow+4)
	if !ok {
		return c.picture
	}
	cut := func(p vision.Plane) vision.Plane { return crop(p, x0, y0, x1, y1) }
	front, solid := uncover(c.picture.EachChannel(cut), backdrop.EachChannel(cut), cut(alpha), grow)
	collect(base)
	s.subject = &layer{im: warp.NewImage(front, solid), x: float32(x0), y: float32(y0)}
	s.subjectNear = float64(a.scene.SubjectNear) - s.relief.pivot
	s.subjectBox = a.subjectBox()
	s.plantLike = plantLike(a)
	return backdrop
}

// holeAround is what must be painted in behind a cut-out of a picture of the given width: all that it covers, and grow pixels
// more, because masks are never
// exact.
func holeAround(alpha vision.Plane, width int) (hole vision.Plane, grow int) {
	grow = max(2, int(holeGrow*float64(width)))
	return vision.Dilate(alpha.Map(func(v float32) float32 {
		if v > 0.03 {
			return 1
		}
		return 0
	}), grow), grow
}

// cutSky makes the sky's layer, which continues behind the land and beyond the side that the wind comes from, and the
// land's with a soft edge against it.
func (s *stage) cutSky(c *canvas, base, backdrop vision.RGB, a *analysis, o Options) {
	alpha := c.matte(base, a.scene.Sky)
	_, _, _, bottom, _ := bounds(alpha, 0)
	s.drift = math.Min(skyDrift*o.seconds()*o.strength(), 0.05) * calm(a.scene.Sky)
	pad := int(math.Ceil((s.drift + 0.01) * float64(base.W)))
	rows := min(bottom+pad, alpha.H)
	s.skyline = (float64(bottom)-s.top)/float64(base.W) - a.aspect()/2

	w := alpha.W + 2*pad
	wide := func(p vision.Plane) vision.Plane {
		out := vision.New(w, rows)
		for y := range rows {
			row := out.Row(y)
			for x := range row {
				row[x] = p.At(x-pad, y)
			}
		}
		return out
	}
	hole := wide(alpha).Map(func(v float32) float32 {
		if v < 0.97 {
			return 1
		}
		return 0
	})
	grow := max(2, int(skyHoleGrow*float64(base.W)))
	hole = vision.Dilate(hole, grow)
	for y := range rows {
		row := hole.Row(y)
		for x := range pad {
			row[x], row[w-1-x] = 1, 1
		}
	}
	visible := backdrop.EachChannel(wide)
	sky := merge(visible, repaint(visible, hole, int(behindSkyline*float64(base.W)), c.seed+2), hole, max(1, grow/2))
	collect(base)
	s.sky = &layer{im: warp.NewImage(sky, vision.Plane{}), x: float32(-pad)}

	behind := backdrop.EachChannel(func(p vision.Plane) vision.Plane { return p.Clone() })
	unpad := func(dst, src vision.Plane) {
		for y := range rows {
			copy(dst.Row(y), src.Row(y)[pad:pad+dst.W])
		}
	}
	unpad(behind.R, sky.R)
	unpad(behind.G, sky.G)
	unpad(behind.B, sky.B)
	solid := alpha.Map(func(v float32) float32 { return 1 - v })
	s.land.im = warp.NewImage(uncover(backdrop, behind, solid, grow))
	// The land's relief continues behind the sky, so that the skyline moves as one.
	s.relief.near = depth.Fill(s.relief.near, vision.Dilate(a.scene.Sky, 2))
}

// calm is 1 for a plain skyline and falls to 0 for a ragged one, where a moving sky would show how rough the cut is.
func calm(sky vision.Plane) float64 {
	edge := 0
	for y := 1; y < sky.H; y++ {
		for x := 1; x < sky.W; x++ {
			v := sky.Pix[y*sky.W+x]
			if v != sky.Pix[y*sky.W+x-1] {
				edge++
			}
			if v != sky.Pix[(y-1)*sky.W+x] {
				edge++
			}
		}
	}
	return float64(vision.Smoothstep(7, 3.5, float32(edge)/float32(sky.W)))
}

// foliage is where leaves may stir: green and finely textured.
func foliage(a *analysis) vision.Plane {
	p := a.picture
	luma := p.Luma()
	texture := vision.Box(vision.Gradient(luma), 3)
	out := vision.New(p.W, p.H)
	for i := range out.Pix {
		r, g, b := p.R.Pix[i], p.G.Pix[i], p.B.Pix[i]
		green := vision.Smoothstep(0.0, 0.06, g-b) * vision.Smoothstep(-0.06, 0.02, g-r)
		out.Pix[i] = green * vision.Smoothstep(0.02, 0.06, texture.Pix[i]) * (1 - a.scene.Sky.Pix[i])
	}
	return vision.Blur(out, float32(p.W)/64)
}

// plantLike tells a flower from an animal: what is around it, or itself, is mostly green.
func plantLike(a *analysis) bool {
	green := 0
	for i := range a.picture.R.Pix {
		r, g, b := a.picture.R.Pix[i], a.picture.G.Pix[i], a.picture.B.Pix[i]
		if g > r*1.02 && g > b*1.1 {
			green++
		}
	}
	return float64(green) > 0.3*float64(len(a.picture.R.Pix)) && a.scene.Defocus > 0.3
}

// shore is the far edge of the water in frame coordinates.
func shore(a *analysis) float64 {
	w := a.scene.Water
	for i, v := range w.Pix {
		if v > 0 {
			return float64(i/w.W)/float64(w.W) - a.aspect()/2
		}
	}
	return 0
}
