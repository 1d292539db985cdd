package morph

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/warp"
)

// cell is the spacing, in pixels of the frame, of the nodes at which the way from frame to picture is computed.
const cell = 4

// canvas is the memory in which frames are drawn.
type canvas struct {
	w, h       int
	pixels     []float32 // RGBA
	blend      *blender
	nodesA     nodes
	nodesB     nodes
	nodesEnd   nodes        // where the shutter closes, made when needed
	tau        vision.Plane // of the current leg, at the frame's size
	ownA, ownB flow.Field   // displacement of content besides the camera's, pixels of the analysis
}

func newCanvas(w, h int) *canvas {
	return &canvas{w: w, h: h, pixels: make([]float32, 4*w*h), blend: newBlender(w, h), nodesA: newNodes(w, h), nodesB: newNodes(w, h)}
}

// take prepares for a leg.
func (c *canvas) take(l *leg) {
	c.tau = vision.Resize(l.tau, c.w, c.h).Map(func(v float32) float32 { return min(max(v, 0), 1) })
	field := func() flow.Field { return flow.Field{U: vision.New(l.tau.W, l.tau.H), V: vision.New(l.tau.W, l.tau.H)} }
	if c.ownA.U.W != l.tau.W || c.ownA.U.H != l.tau.H {
		c.ownA, c.ownB = field(), field()
	}
}

// draw leaves the picture at a share of the way in c.pixels.
func (c *canvas) draw(l *leg, s float64, a, b *warp.Image) {
	p := l.progress(s)
	needA, needB := p < 1, p > 0
	n := l.exposures(c.w, s)
	second := c.pixels
	if needA && needB {
		second = c.blend.second()
	}
	if needA {
		l.displace(c.ownA, s, false)
		c.expose(c.pixels, &c.nodesA, c.ownA, a, l.poseA, s, l.shutter(), n)
	}
	if needB {
		l.displace(c.ownB, s, true)
		c.expose(second, &c.nodesB, c.ownB, b, l.poseB, s, l.shutter(), n)
	}
	if needA && needB {
		c.blend.mix(c.pixels, c.tau, p, l.style.soft, l.style.levels)
		c.light(l, s, p)
	}
}

// expose draws a picture whose camera goes on while the shutter is open, as the mean of n instants. Between the first and the last
// it goes straight on, and what moves besides it stands still: no eye can tell.
func (c *canvas) expose(dst []float32, at *nodes, own flow.Field, im *warp.Image, camera func(s float64) pose, s, open float64, n int) {
	at.fill(c.w, c.h, newView(camera(s)), own)
	if n < 2 {
		at.sample(dst, c.w, c.h, im)
		return
	}
	if c.nodesEnd.x == nil {
		c.nodesEnd = newNodes(c.w, c.h)
	}
	c.nodesEnd.fill(c.w, c.h, newView(camera(s+open*float64(n-1)/float64(n))), own)
	at.sweep(&c.nodesEnd, dst, c.w, c.h, im, n)
}

// light adds the glow of the front and the flash.
func (c *canvas) light(l *leg, s float64, p float32) {
	glow := l.glow != [3]float32{}
	flash := float32(0)
	if l.flash > 0 {
		d := (s - 0.5) * l.seconds / 0.28
		flash = l.flash * float32(math.Exp(-d*d))
	}
	if !glow && flash < 0.004 {
		return
	}
	soft := l.style.soft
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			tau := c.tau.Row(y)
			row := c.pixels[4*y*c.w : 4*(y+1)*c.w]
			for x, t := range tau {
				px := row[4*x : 4*x+3 : 4*x+3]
				if glow {
					k := weight(p, t, soft)
					k = 4 * k * (1 - k)
					k *= k
					for ch := range px {
						px[ch] += k * l.glow[ch] * (1.15 - min(px[ch], 1))
					}
				}
				if flash > 0 {
					luma := 0.2126*px[0] + 0.7152*px[1] + 0.0722*px[2]
					k := flash * (0.35 + 0.65*luma)
					px[0] += k * (1.02 - px[0])
					px[1] += k * (0.99 - px[1])
					px[2] += k * (0.93 - px[2])
				}
			}
		}
	})
}

// shutter is how long the shutter is open, as a share of the way.
func (l *leg) shutter() float64 {
	if !l.burst.blurred {
		return 0
	}
	return 0.6 / math.Max(float64(l.frames), 1)
}

// exposures is how many instants a frame averages, so that a blurred movement leaves no gaps.
func (l *leg) exposures(width int, s float64) int {
	open := l.shutter()
	if open == 0 {
		return 1
	}
	const gap, most = 3.5, 16
	a, b := l.poseA(s), l.poseA(s+open)
	way := math.Hypot(b.x-a.x, b.y-a.y) + 0.5*math.Abs(b.zoom-a.zoom)*math.Exp(b.zoom)
	return min(max(int(math.Ceil(way*float64(width)/gap)), 1), most)
}

// driftA and driftB are the camera's way from the key that is left and to the key that is reached. Where the pictures show the
// same things both have one camera, or their content would part: it leaves as the first asks, arrives as the second asks, and
// comes closer in between.
func (l *leg) driftA(s float64) drift {
	d := l.camera.at(l.rateA, s*l.seconds)
	return d.plus(l.common(s).plus(d.scaled(-1)).scaled(l.aligned))
}

func (l *leg) driftB(s float64) drift {
	d := l.camera.at(l.rateB, (s-1)*l.seconds)
	return d.plus(l.common(s).plus(d.scaled(-1)).scaled(l.aligned))
}

func (l *leg) common(s float64) drift {
	if l.aligned == 0 {
		return drift{}
	}
	e := s * s * (3 - 2*s)
	wave := math.Sin(math.Pi * s)
	closer := drift{zoom: 0.02 * wave * wave}
	return l.camera.at(l.rateA, s*l.seconds).scaled(1 - e).plus(l.camera.at(l.rateB, (s-1)*l.seconds).scaled(e)).plus(closer)
}

func (l *leg) poseA(s float64) pose {
	d, g := l.driftA(s), l.burst.swing(s, l.seconds)
	return pose{x: d.x + l.burst.slide*g*l.side, y: d.y, zoom: d.zoom + l.burst.zoom*g, roll: d.roll}
}

func (l *leg) poseB(s float64) pose {
	d, g := l.driftB(s), 1-l.burst.swing(s, l.seconds)
	return pose{x: d.x - l.burst.slide*g*l.side, y: d.y, zoom: d.zoom - 0.6*l.burst.zoom*g, roll: d.roll}
}
