package stylize

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// designLines is the shorter side of the picture for which lengths are given.
const designLines = 540

// workLines is about the shorter side of the reduced planes.
const workLines = 270

// canvas is one frame on its way through a style, and what all styles work with.
type canvas struct {
	w, h   int
	k      float32 // pixels of the frame per line of 540
	in     vision.RGB
	out    vision.RGB
	frame  int // from 0
	fps    int
	seed   uint64
	tone   Tone
	fine   float32 // see Options
	memory any     // what a style keeps from frame to frame

	// The reduced planes, W x H of work: the frame without its noise, and its luma.
	ww, wh int
	kw     float32 // pixels of the reduced planes per line of 540
	work   vision.RGB
	luma   vision.Plane
	lifter *vision.Lift
	planes []vision.Plane // of the frame's size, for what lasts for a frame
	lent   int            // of planes

	abstract abstraction  // see smooth
	corners  vision.Plane // see vignette
	levels   levels
	motion   *tracker
	threads  *anchor
	field    tensor // of this frame, made when asked for
	made     int    // the frame it was made for, plus one
	along    ways   // of this frame, made when asked for
	walked   int    // the frame they were made for, plus one
}

func newCanvas(o Options) *canvas {
	short := min(o.Width, o.Height)
	reduce := max(1, float64(short)/workLines)
	if reduce < 1.4 {
		reduce = 1
	}
	c := &canvas{
		w: o.Width, h: o.Height, fps: max(o.FPS, 1), seed: o.Seed, tone: o.Tone, fine: max(o.Fine, 1), out: vision.NewRGB(o.Width, o.Height),
		k:  float32(short) / designLines,
		ww: max(int(math.Round(float64(o.Width)/reduce)), 2), wh: max(int(math.Round(float64(o.Height)/reduce)), 2),
	}
	c.kw = float32(min(c.ww, c.wh)) / designLines
	c.lifter = vision.NewLift(c.ww, c.wh, c.w, c.h)
	c.motion = &tracker{w: c.ww, h: c.wh}
	c.threads = newAnchor(c.ww, c.wh, c.fps)
	return c
}

// look takes in a frame: it is reduced, its motion is found, and its noise is smoothed along that motion.
func (c *canvas) look(in vision.RGB) {
	c.in, c.lent = in, 0
	small := in
	if c.ww != c.w || c.wh != c.h {
		small = in.EachChannel(func(p vision.Plane) vision.Plane { return reduce(p, c.ww, c.wh) })
	}
	c.motion.next(small)
	if c.levels.on {
		c.levels.follow(small, c.motion.fresh)
		c.in, small = c.levels.spread(c.in, c.sheet), c.levels.spread(small, vision.New)
	}
	c.work = c.motion.denoise(small)
	c.luma = c.work.Luma()
	c.threads.next(c.motion)
}

// tensor is the structure of this frame.
func (c *canvas) tensor() tensor {
	if c.made != c.frame+1 {
		c.field = newTensor(c.work, max(2.2*c.kw*2, 0.8))
		c.made = c.frame + 1
	}
	return c.field
}

// smear averages planes along the edges of this frame over so many steps to either side. The ways are walked once for all of a
// frame's planes, at least as far as lines need.
func (c *canvas) smear(half int, planes ...vision.Plane) []vision.Plane {
	if c.walked != c.frame+1 || c.along.steps < half {
		c.along = c.tensor().ways(c.along, max(half, c.lineSteps()))
		c.walked = c.frame + 1
	}
	return c.along.smear(half, planes...)
}

// lineSteps is how far lines are smoothed along edges, in pixels of the reduced planes to either side.
func (c *canvas) lineSteps() int { return max(int(c.wpx(7)), 1) }

// px is a length of the design in pixels of the frame.
func (c *canvas) px(v float32) float32 { return v * c.k }

// wpx is a length of the design in pixels of the reduced planes.
func (c *canvas) wpx(v float32) float32 { return v * c.kw }

// sheet is a plane for any values until the next frame.
func (c *canvas) sheet(w, h int) vision.Plane {
	if w != c.w || h != c.h {
		return vision.New(w, h)
	}
	if c.lent == len(c.planes) {
		c.planes = append(c.planes, vision.New(w, h))
	}
	c.lent++
	return c.planes[c.lent-1]
}

// full enlarges a reduced plane to the size of the frame; it lasts until the next frame.
func (c *canvas) full(p vision.Plane) vision.Plane {
	out := c.sheet(c.w, c.h)
	c.lifter.Into(out, p)
	return out
}

// fullRGB enlarges three reduced planes.
func (c *canvas) fullRGB(p vision.RGB) vision.RGB { return p.EachChannel(c.full) }

// shade fills the canvas: f gives the colour at pixel i = y*w+x.
func (c *canvas) shade(f func(i, x, y int) (r, g, b float32)) {
	red, green, blue := c.out.R.Pix, c.out.G.Pix, c.out.B.Pix
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range c.w {
				i := y*c.w + x
				red[i], green[i], blue[i] = f(i, x, y)
			}
		}
	})
}

// reduce is a box mean for any ratio of at least 1; it lets nothing alias.
func reduce(p vision.Plane, w, h int) vision.Plane {
	if w*2 == p.W && h*2 == p.H {
		return halve(p)
	}
	return vision.Resize(p, w, h)
}

func halve(p vision.Plane) vision.Plane {
	out := vision.New(p.W/2, p.H/2)
	vision.Rows(out.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			a, b, dst := p.Row(2*y), p.Row(2*y+1), out.Row(y)
			for x := range dst {
				over, under := a[2*x:2*x+2:2*x+2], b[2*x:2*x+2:2*x+2]
				dst[x] = 0.25 * (over[0] + over[1] + under[0] + under[1])
			}
		}
	})
	return out
}
