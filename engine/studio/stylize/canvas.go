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
	memory any // what a style keeps from frame to frame

	// The reduced planes, W x H of work: the frame without its noise, and its luma.
	ww, wh int
	kw     float32 // pixels of the reduced planes per line of 540
	work   vision.RGB
	luma   vision.Plane
	lifter lifter

	levels  levels
	motion  *tracker
	threads *anchor
	field   tensor // of this frame, made when asked for
	made    int    // the frame it was made for, plus one
}

func newCanvas(o Options) *canvas {
	short := min(o.Width, o.Height)
	reduce := max(1, float64(short)/workLines)
	if reduce < 1.4 {
		reduce = 1
	}
	c := &canvas{
		w: o.Width, h: o.Height, fps: max(o.FPS, 1), seed: o.Seed, tone: o.Tone, out: vision.NewRGB(o.Width, o.Height),
		k:  float32(short) / designLines,
		ww: max(int(math.Round(float64(o.Width)/reduce)), 2), wh: max(int(math.Round(float64(o.Height)/reduce)), 2),
	}
	c.kw = float32(min(c.ww, c.wh)) / designLines
	c.lifter = newLifter(c.ww, c.wh, c.w, c.h)
	c.motion = &tracker{w: c.ww, h: c.wh}
	c.threads = newAnchor(c.ww, c.wh, c.fps)
	return c
}

// look takes in a frame: it is reduced, its motion is found, and its noise is smoothed along that motion.
func (c *canvas) look(in vision.RGB) {
	c.in = in
	small := in
	if c.ww != c.w || c.wh != c.h {
		small = in.EachChannel(func(p vision.Plane) vision.Plane { return reduce(p, c.ww, c.wh) })
	}
	c.motion.next(small)
	if c.levels.on {
		c.levels.follow(small, c.motion.fresh)
		c.in, small = c.levels.spread(c.in), c.levels.spread(small)
	}
	c.work = c.motion.denoise(small, c.work)
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

// px is a length of the design in pixels of the frame.
func (c *canvas) px(v float32) float32 { return v * c.k }

// wpx is a length of the design in pixels of the reduced planes.
func (c *canvas) wpx(v float32) float32 { return v * c.kw }

// full enlarges a reduced plane to the size of the frame.
func (c *canvas) full(p vision.Plane) vision.Plane { return c.lifter.lift(p) }

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
				dst[x] = 0.25 * (a[2*x] + a[2*x+1] + b[2*x] + b[2*x+1])
			}
		}
	})
	return out
}

// lifter enlarges planes bilinearly with weights that are known beforehand.
type lifter struct {
	w, h   int
	ix, iy []int
	fx, fy []float32
}

func newLifter(w, h, toW, toH int) lifter {
	l := lifter{w: toW, h: toH}
	l.ix, l.fx = steps(w, toW)
	l.iy, l.fy = steps(h, toH)
	return l
}

// steps gives for every position of the larger side the left neighbour on the smaller and the share of the right one.
func steps(from, to int) (left []int, share []float32) {
	left, share = make([]int, to), make([]float32, to)
	for i := range left {
		at := (float64(i)+0.5)*float64(from)/float64(to) - 0.5
		k := min(max(int(math.Floor(at)), 0), max(from-2, 0))
		left[i], share[i] = k, float32(min(max(at-float64(k), 0), 1))
	}
	return left, share
}

func (l lifter) lift(p vision.Plane) vision.Plane {
	out := vision.New(l.w, l.h)
	vision.Rows(l.h, func(y0, y1 int) {
		row := make([]float32, p.W)
		for y := y0; y < y1; y++ {
			l.liftRow(out.Row(y), row, p, y)
		}
	})
	return out
}

// liftRow enlarges one row; scratch holds p.W values.
func (l lifter) liftRow(dst, scratch []float32, p vision.Plane, y int) {
	a, b, f := p.Row(l.iy[y]), p.Row(min(l.iy[y]+1, p.H-1)), l.fy[y]
	for x := range scratch {
		scratch[x] = a[x] + (b[x]-a[x])*f
	}
	last := p.W - 1
	for x := range dst {
		k := l.ix[x]
		v := scratch[k]
		dst[x] = v + (scratch[min(k+1, last)]-v)*l.fx[x]
	}
}
