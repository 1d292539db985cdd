package figure

import (
	"math"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

// Light is what falls on a figure, in linear light.
type Light struct {
	Dir      [3]float32 // unit, towards the key light; world axes: x right, y up, z into the picture
	Key      Colour     // irradiance of the key light
	Sky      Colour     // radiance from above
	Ground   Colour     // radiance from below
	Haze     Colour     // radiance of the air between
	Distance float32    // share of what is seen that is air, 0..1
	Snow     float32    // how much snow lies on what faces up, 0..1
}

// Stand is where and how a figure is seen. Positions are pixels of the frame from its top left corner.
type Stand struct {
	X, Y  float64 // of the figure's origin
	Scale float64 // pixels per metre
	Yaw   float64 // radians: 0 faces right, positive turns away from the viewer
	Pitch float64 // radians by which the camera looks down on the figure
	Roll  float64 // radians, nose up: for what flies or leaps
	// Shadow is the strength of the shadow on level ground through the origin, 0..1.
	Shadow float32
	// Mirror is the strength of the reflection in level water through the origin, 0..1; Ripple is its phase in seconds.
	Mirror float32
	Ripple float64
	// Masked leaves the frame to cover the figure: where its alpha is below 1, something nearer hides the rest of the figure and of
	// its shadow.
	Masked bool
	// Sunk hides what lies lower than Depth pixels above the origin: under water, or in the grass.
	Sunk  bool
	Depth float64
}

// surface is the row at which the figure ends.
func (s Stand) surface() float64 { return s.Y - s.Depth }

// axes are the axes of figure space in view space.
func (s Stand) axes() basis {
	k := float32(s.Scale)
	roll := pitched(s.Roll)
	sy, cy := sincos(s.Yaw)
	sp, cp := sincos(s.Pitch)
	look := func(v Vec) Vec {
		// Turn about the vertical; z of the figure points to its right, which is towards the viewer when it faces right.
		x, z := v.X*cy+v.Z*sy, -v.X*sy+v.Z*cy
		return Vec{x, v.Y*cp - z*sp, v.Y*sp + z*cp}.scale(k)
	}
	return basis{look(roll.x), look(roll.y), look(roll.z)}
}

// toView turns a direction of the world into view space.
func (s Stand) toView(world [3]float32) Vec {
	sp, cp := sincos(s.Pitch)
	z := -world[2]
	return Vec{world[0], world[1]*cp - z*sp, world[1]*sp + z*cp}
}

// Draw lays a figure over a frame in linear light.
func (f Figure) Draw(dst *spmd.Frame, s Stand, l Light) {
	if s.Scale <= 0 || len(f.parts) == 0 {
		return
	}
	axes := s.axes()
	if s.Shadow > 0 {
		f.shadow(dst, s, l, axes)
	}
	if s.Mirror > 0 {
		f.reflect(dst, s, l, axes)
	}
	w := f.window(dst, s, axes)
	if w.empty() {
		return
	}
	c := w.render(f.parts, axes)
	defer c.free()
	dir := s.toView(l.Dir)
	w.lay(dst, s, func(x, y int) (Colour, float32) { return c.resolve(x, y, dir, l) })
}

// window is the part of a frame that a figure covers. Its canvas has super x super samples per pixel.
type window struct {
	x0, y0, x1, y1 int
	super          int
	origin         [2]float64 // of the figure, frame pixels
}

func (w window) empty() bool { return w.x0 >= w.x1 || w.y0 >= w.y1 }

// maxSamples bounds the samples of a window; larger ones are drawn without supersampling.
const maxSamples = 280_000

func (f Figure) window(dst *spmd.Frame, s Stand, axes basis) window {
	low, high := f.extent(axes)
	w := window{
		x0: max(int(math.Floor(s.X+float64(low.X)))-2, 0), x1: min(int(math.Ceil(s.X+float64(high.X)))+2, dst.W),
		y0: max(int(math.Floor(s.Y-float64(high.Y)))-2, 0), y1: min(int(math.Ceil(s.Y-float64(low.Y)))+2, dst.H),
		super: 2, origin: [2]float64{s.X, s.Y},
	}
	if s.Sunk {
		w.y1 = min(w.y1, int(math.Ceil(s.surface())))
	}
	if !w.empty() && (w.x1-w.x0)*(w.y1-w.y0)*w.super*w.super > maxSamples {
		w.super = 1
	}
	return w
}

// extent is the box around the parts in view space.
func (f Figure) extent(axes basis) (low, high Vec) {
	low, high = Vec{1e9, 1e9, 1e9}, Vec{-1e9, -1e9, -1e9}
	scale := axes.y.length()
	grow := func(p Vec, r float32) {
		v := axes.apply(p)
		low = Vec{min(low.X, v.X-r*scale), min(low.Y, v.Y-r*scale), 0}
		high = Vec{max(high.X, v.X+r*scale), max(high.Y, v.Y+r*scale), 0}
	}
	for _, p := range f.parts {
		switch p.shape {
		case cone:
			grow(p.a, p.ra)
			grow(p.b, p.rb)
		case ellipsoid:
			grow(p.a, max(p.u.length(), p.v.length(), p.w.length()))
		case tube:
			for i, q := range p.points {
				grow(q, p.radii[i])
			}
		case polygon:
			for _, q := range p.points {
				grow(q, 0)
			}
		}
	}
	return low, high
}

func (w window) render(parts []part, axes basis) *canvas {
	k := float32(w.super)
	c := newCanvas((w.x1-w.x0)*w.super, (w.y1-w.y0)*w.super)
	c.draw(parts, view{
		axes: basis{axes.x.scale(k), axes.y.scale(k), axes.z.scale(k)},
		at:   Vec{(float32(w.origin[0]) - float32(w.x0)) * k, (float32(w.y1) - float32(w.origin[1])) * k, 0},
	})
	return c
}

// lay puts the shaded samples of a window over the frame.
func (w window) lay(dst *spmd.Frame, s Stand, shade func(x, y int) (Colour, float32)) {
	per := 1 / float32(w.super*w.super)
	vision.Rows(w.y1-w.y0, func(a, b int) {
		for row := a; row < b; row++ {
			y := w.y0 + row
			fade := float32(1)
			if s.Sunk {
				fade = unit(float32(s.surface()) - float32(y))
			}
			for x := w.x0; x < w.x1; x++ {
				var sum Colour
				var cover float32
				for k := range w.super * w.super {
					cx, cy := (x-w.x0)*w.super+k%w.super, (w.y1-1-y)*w.super+k/w.super
					colour, alpha := shade(cx, cy)
					for i := range sum {
						sum[i] += colour[i] * alpha * per * fade
					}
					cover += alpha * per * fade
				}
				if cover == 0 {
					continue
				}
				px := dst.Pix[4*(y*dst.W+x):][:4:4]
				if s.Masked {
					for i := range sum {
						sum[i] *= px[3]
					}
					cover *= px[3]
				}
				for i := range sum {
					px[i] = sum[i] + (1-cover)*px[i]
				}
			}
		}
	})
}

// resolve shades one sample: key light with a soft shadow of the figure on itself, light from sky and ground, a highlight, the
// bright rim of a light that stands behind, and the air in front.
func (c *canvas) resolve(x, y int, dir Vec, l Light) (Colour, float32) {
	s := &c.px[y*c.w+x]
	alpha := unit(0.5-s.d) * s.opacity()
	if alpha == 0 {
		return Colour{}, 0
	}
	lit := positive(0.9*s.n.dot(dir) + 0.1)
	if lit > 0 {
		lit *= c.unshadowed(x, y, s.z, dir)
	}
	up := 0.5 + 0.5*s.n.Y
	graze := 1 - s.n.Z
	rim := graze * graze * graze * graze * positive(0.15-dir.Z) * 0.16
	half := dir.add(Vec{0, 0, 1}).unit()
	shine := positive(s.n.dot(half))
	shine *= shine
	shine *= shine
	shine *= shine
	shine *= shine
	highlight := s.gloss * shine * shine * lit
	// Lacquer mirrors the sky at a glance as Schlick's approximation says for an index of 1.5, not from above: a red roof stays red.
	mirror := s.gloss * (0.03 + 0.2*graze*graze*graze*graze*graze)
	colour := s.colour
	if white := l.Snow * unit((s.n.Y-0.45)/0.4); white > 0 {
		for i := range colour {
			colour[i] = lerp(colour[i], 0.8, white)
		}
	}
	var out Colour
	for i := range out {
		around := lerp(l.Ground[i], l.Sky[i], up)
		out[i] = colour[i] * (lit*l.Key[i] + around)
	}
	keepHue(&out)
	for i := range out {
		v := out[i] + (rim+highlight)*l.Key[i] + mirror*l.Sky[i] + s.glow[i]
		out[i] = lerp(v, l.Haze[i], l.Distance)
	}
	return out, alpha
}

// opacity is how much of what lies behind the figure a surface covers. The rims of a clear body are seen along its skin and cover
// most, those of smoke least.
func (s *sample) opacity() float32 {
	facing := unit(s.n.Z)
	return (1 - s.clear*lerp(facing, 1, s.smoke)) * (1 - s.smoke*(1-facing*facing))
}

// keepHue dims a strong colour that is lit so brightly that the tone curve, channel by channel, would bleach it: red to pink. Greys
// and whites stay.
func keepHue(c *Colour) {
	const full = 0.45 // radiance up to which the curve keeps a colour
	top, least := c[0], c[0]
	for _, v := range c[1:] {
		if v > top {
			top = v
		}
		if v < least {
			least = v
		}
	}
	if top <= full {
		return
	}
	over := top - full
	strength := (top - least) / top
	k := lerp(1, (full+over/(1+2.5*over))/top, strength*strength)
	for i := range c {
		c[i] *= k
	}
}

// shadowSteps are the distances, in pixels of the canvas, at which a point looks for what stands between it and the light.
var shadowSteps = [...]float32{3, 6, 11, 18, 28}

func (c *canvas) unshadowed(x, y int, z float32, dir Vec) float32 {
	light := float32(1)
	for _, step := range shadowSteps {
		sx, sy := x+int(dir.X*step), y+int(dir.Y*step)
		if sx < 0 || sy < 0 || sx >= c.w || sy >= c.h {
			break
		}
		t := &c.px[sy*c.w+sx]
		if t.d > 0 {
			continue
		}
		if over := t.z - (z + dir.Z*step); over > 1.5 {
			if l := 1 - 0.65*unit((over-1.5)/step); l < light {
				light = l
			}
		}
	}
	return light
}

// reflect draws the figure upside down below its origin, broken by ripples and fading with depth.
func (f Figure) reflect(dst *spmd.Frame, s Stand, l Light, axes basis) {
	flip := func(v Vec) Vec { return Vec{v.X, -v.Y, v.Z} }
	mirrored := basis{flip(axes.x), flip(axes.y), flip(axes.z)}
	under := s
	under.Sunk, under.Masked = false, false // it lies on what hides the rest of the figure
	w := f.window(dst, under, mirrored)
	w.y0 = max(w.y0, int(s.surface()))
	if w.empty() {
		return
	}
	c := w.render(f.parts, mirrored)
	defer c.free()
	dir := s.toView(l.Dir)
	dir.Y = -dir.Y
	depth := float64(w.y1 - w.y0)
	w.lay(dst, under, func(x, y int) (Colour, float32) {
		down := (depth - float64(y)/float64(w.super)) / depth
		x += int(float64(w.super) * (1 + 4*down) * math.Sin(0.55*float64(y)/float64(w.super)*(1.3-0.6*down)+5*s.Ripple))
		if x < 0 || x >= c.w {
			return Colour{}, 0
		}
		colour, alpha := c.resolve(x, y, dir, l)
		for i := range colour {
			colour[i] *= 0.7
		}
		return colour, alpha * s.Mirror * float32(1-0.8*down)
	})
}
