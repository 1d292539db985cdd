package stylize

import (
	"math"
	"sync"

	"zoetrope/engine/studio/vision"
)

// paintCyberpunk is a city at night: everything in violet, magenta and cyan, edges and lights that glow.
func paintCyberpunk(c *canvas) {
	flat := c.smooth(5, 1, 4)
	base := c.crisp(flat)
	l := flat.Luma()
	edge := c.full(vision.Blur(vision.Gradient(l), 0.7))
	side := c.full(vision.Blur(l, max(c.wpx(40), 2)))
	px, py := c.pinned()
	colours, wave := cyberpunkColours(), waveTable()
	turn := waveSteps / (2 * math.Pi) / max(c.px(190), 8)
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			red, green, blue := base.R.Row(y), base.G.Row(y), base.B.Row(y)
			edges, sides := edge.Row(y), side.Row(y)
			rowR, rowG, rowB := c.out.R.Row(y), c.out.G.Row(y), c.out.B.Row(y)
			phase := (0.6*(float32(y)-py) - 0.9*px) * turn
			for x := range rowR {
				r, g, b := red[x], green[x], blue[x]
				v := luma(r, g, b)
				warm := unit(0.5 + 2.2*(r-b))
				where := wave[int(floor(phase+0.9*turn*float32(x)+3*waveSteps/(2*math.Pi)*sides[x]))&(waveSteps-1)]
				pink := unit(0.55*warm + 0.6*where - 0.08)
				t := &colours[int(unit(v)*toneSteps)]
				e := edges[x] - 0.05
				if e = unit(e * (1 / 0.17)); e > 0 {
					e = e * e * (3 - 2*e) * (0.35 + 0.65*unit(v*2))
				}
				sr, sg, sb := saturate(r, g, b, 1.6)
				rowR[x] = mix(t.cold[0], t.warm[0], pink) + sr*t.keep + e*mix(0.05, 0.95, pink)*0.6
				rowG[x] = mix(t.cold[1], t.warm[1], pink) + sg*t.keep + e*mix(0.75, 0.08, pink)*0.6
				rowB[x] = mix(t.cold[2], t.warm[2], pink) + sb*t.keep + e*0.62
			}
		}
	})
	c.glow(0.55, 16, 0.55)
	c.glow(0.66, 60, 0.35)
	c.vignette(0.4)
}

// toneSteps is how many tones tables tell apart: more than a picture of eight bits shows, even where contrast is raised threefold.
const toneSteps = 2047

// neonTone is what a tone becomes in the light of warm and of cold tubes, and how much of its own colour it keeps.
type neonTone struct {
	warm, cold [3]float32
	keep       float32
}

// cyberpunkColours are the two ramps by tone: a table, as they are long formulas.
var cyberpunkColours = sync.OnceValue(func() *[toneSteps + 1]neonTone {
	warm := [][3]float32{rgb(0x05030F), rgb(0x1B0B45), rgb(0x6A1290), rgb(0xE0218A), rgb(0xFF8FB8), rgb(0xFFF0F4)}
	cold := [][3]float32{rgb(0x03060F), rgb(0x0A1B4A), rgb(0x0E4C92), rgb(0x12A8D6), rgb(0x7DF1FF), rgb(0xF2FFFF)}
	const keep = 0.20
	var out [toneSteps + 1]neonTone
	for i := range out {
		t := curve(unit(float32(i)/toneSteps*1.03-0.01), 0.55)
		t *= 0.68 + 0.32*t
		q := &out[i]
		q.warm[0], q.warm[1], q.warm[2] = ramp(t, warm)
		q.cold[0], q.cold[1], q.cold[2] = ramp(t, cold)
		for k := range 3 {
			q.warm[k] *= 1 - keep
			q.cold[k] *= 1 - keep
		}
		q.keep = keep * t * 1.4
	}
	return &out
})

// waveSteps are the steps of a turn in waveTable; a power of two.
const waveSteps = 1024

// waveTable is a sine between 0 and 1.
var waveTable = sync.OnceValue(func() *[waveSteps]float32 {
	var out [waveSteps]float32
	for i := range out {
		out[i] = 0.5 + 0.5*sin(2*math.Pi*float32(i)/waveSteps)
	}
	return &out
})

// finishScreen lays the lines of a screen over the picture.
func finishScreen(c *canvas) {
	pitch := max(int(c.px(3)+0.5), 2)
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			if y%pitch != 0 {
				continue
			}
			for i := y * c.w; i < (y+1)*c.w; i++ {
				c.out.R.Pix[i] *= 0.88
				c.out.G.Pix[i] *= 0.88
				c.out.B.Pix[i] *= 0.90
			}
		}
	})
}

// paintNeon is glowing tubes in the dark along every contour, in the colours of the picture.
func paintNeon(c *canvas) {
	flat := c.smooth(9, 2, 12)
	l := vision.Blur(flat.Luma(), 0.7)
	sum := vision.Gradient(l)
	for _, p := range flat.Channels() {
		g := vision.Gradient(vision.Blur(p, 0.7))
		for i, v := range g.Pix {
			sum.Pix[i] += v * 0.6
		}
	}
	edge := c.smear(max(int(c.wpx(9)), 1), sum)[0]
	tube := c.full(edge)
	base := c.fullRGB(flat)
	dark := c.full(l)
	c.shade(func(i, _, _ int) (r, g, b float32) {
		r, g, b = saturate(base.R.Pix[i], base.G.Pix[i], base.B.Pix[i], 3.2)
		top := max(r, g, b, 0.05)
		r, g, b = max(r, 0.02)/top, max(g, 0.02)/top, max(b, 0.02)/top
		// Greys light up in violet rather than white.
		grey := min(r, g, b)
		r, g, b = r-0.35*grey, g-0.75*grey, b-0.05*grey
		v := tube.Pix[i]
		line := vision.Smoothstep(0.07, 0.30, v)
		core := vision.Smoothstep(0.26, 0.55, v)
		ground := 0.10 * dark.Pix[i]
		return ground*0.35 + line*r*0.95 + core*0.65, ground*0.3 + line*g*0.95 + core*0.65, ground*0.75 + line*b + core*0.65
	})
	c.glow(0.12, 9, 0.7)
	c.glow(0.15, 38, 0.9)
}

// paintNoir is black-and-white film with hard light: deep black, bright skin, a glow around lamps.
func paintNoir(c *canvas) {
	flat := c.smooth(3, 1, 0)
	fine := c.crisp(flat)
	wide := c.full(vision.Blur(c.luma, max(c.wpx(34), 2)))
	c.shade(func(i, _, _ int) (r, g, b float32) {
		// Orthochromatic stock sees blue and green more than red.
		v := 0.26*fine.R.Pix[i] + 0.52*fine.G.Pix[i] + 0.22*fine.B.Pix[i]
		v += 0.32 * (v - wide.Pix[i]) // hard light: local contrast
		v = unit(v*1.12 - 0.055)
		v = curve(curve(v, 0.9), 0.45)
		return v*0.985 + 0.008, v*0.985 + 0.010, v*0.975 + 0.014
	})
	c.glow(0.66, 24, 0.5)
	c.vignette(0.62)
}

// finishNoir adds the grain of fast film.
func finishNoir(c *canvas) { c.grain(0.030, 1.35) }

// grain adds film grain, strongest in the mid-tones, new in every frame. size is that of a grain in the design.
func (c *canvas) grain(amount, size float32) {
	t := grainTile()
	n := uint32(c.frame)
	ox, oy := hash(n, 1, uint32(c.seed))*tileSide, hash(n, 2, uint32(c.seed))*tileSide
	scale := 1 / max(c.px(size), 1)
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range c.w {
				i := y*c.w + x
				v := luma(c.out.R.Pix[i], c.out.G.Pix[i], c.out.B.Pix[i])
				d := amount * t.at(float32(x)*scale+ox, float32(y)*scale+oy) * (0.45 + 2.2*unit(v)*unit(1-v))
				c.out.R.Pix[i] += d
				c.out.G.Pix[i] += d
				c.out.B.Pix[i] += d
			}
		}
	})
}

// paintVintage is a home movie of decades ago: faded blacks, amber light, halation, soft edges.
func paintVintage(c *canvas) {
	flat := c.smooth(2, 1, 0)
	fine := c.crisp(flat)
	c.shade(func(i, _, _ int) (r, g, b float32) {
		r, g, b = fine.R.Pix[i], fine.G.Pix[i], fine.B.Pix[i]
		r, g, b = saturate(r, g, b, 0.82)
		r, g, b = curve(r*1.05, 0.5), curve(g, 0.45), curve(b*0.92, 0.25)
		// Dyes have faded: blacks are brown, whites cream.
		return 0.105 + 0.845*r, 0.075 + 0.80*g, 0.085 + 0.62*b
	})
	for i, p := range c.halation() {
		amount := [3]float32{0.34, 0.12, 0.03}[i]
		out := c.out.Channels()[i].Pix
		for k, v := range p.Pix {
			out[k] += amount * v
		}
	}
	c.vignette(0.48)
}

// halation is the light that the base of the film throws back around bright parts.
func (c *canvas) halation() [3]vision.Plane {
	bright := vision.Blur(c.luma.Map(func(v float32) float32 { return max(v-0.62, 0) }), max(c.wpx(12), 1.5))
	full := c.full(bright)
	return [3]vision.Plane{full, full, full}
}

// finishVintage adds what the projector does: unsteady light, grain, dust and a scratch or two.
func finishVintage(c *canvas) {
	n := uint32(c.frame)
	seed := uint32(c.seed)
	light := 1 + 0.022*(hash(n, 7, seed)-0.5)
	for _, p := range c.out.Channels() {
		for i := range p.Pix {
			p.Pix[i] *= light
		}
	}
	c.grain(0.036, 1.6)
	c.dust(n, seed)
}

// dust draws specks that last a frame and scratches that last several.
func (c *canvas) dust(n, seed uint32) {
	for k := range uint32(4) {
		if hash(n, 40+k, seed) > 0.42 {
			continue
		}
		x, y := hash(n, 50+k, seed)*float32(c.w), hash(n, 60+k, seed)*float32(c.h)
		size := c.px(1.2 + 2.6*hash(n, 70+k, seed))
		value := float32(0.08)
		if hash(n, 80+k, seed) > 0.6 {
			value = 0.95
		}
		c.speck(x, y, size, size*(0.5+hash(n, 90+k, seed)), value, 0.75)
	}
	spell := n / 9
	if hash(spell, 5, seed) < 0.55 {
		x := hash(spell, 6, seed)*float32(c.w) + c.px(2.5)*(hash(n, 8, seed)-0.5)
		c.speck(x, float32(c.h)/2, max(c.px(0.8), 0.6), float32(c.h), 0.93, 0.28)
	}
}

// speck draws an ellipse with soft edges.
func (c *canvas) speck(x, y, rx, ry, value, opaque float32) {
	rx, ry = max(rx, 0.6), max(ry, 0.6)
	for py := max(int(y-ry), 0); py <= min(int(y+ry), c.h-1); py++ {
		for px := max(int(x-rx), 0); px <= min(int(x+rx), c.w-1); px++ {
			dx, dy := (float32(px)-x)/rx, (float32(py)-y)/ry
			a := opaque * unit(1.3*(1-dx*dx-dy*dy))
			i := py*c.w + px
			c.out.R.Pix[i] = mix(c.out.R.Pix[i], value, a)
			c.out.G.Pix[i] = mix(c.out.G.Pix[i], value*0.97, a)
			c.out.B.Pix[i] = mix(c.out.B.Pix[i], value*0.88, a)
		}
	}
}

// paintTape is a worn video cassette: colour that runs to the right of its edges, soft luma with ringing, raised blacks.
func paintTape(c *canvas) {
	lumaPlane := c.in.Luma()
	run := max(int(c.px(9)), 2)
	shift := max(int(c.px(3)), 1)
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			l := lumaPlane.Row(y)
			var cr, cb float32
			follow := 1.6 / float32(run)
			var slow float32
			if len(l) > 0 {
				slow = l[0]
			}
			for x := range c.w {
				i := y*c.w + x
				at := y*c.w + max(x-shift, 0)
				cr += (c.in.R.Pix[at] - lumaPlane.Pix[at] - cr) * follow
				cb += (c.in.B.Pix[at] - lumaPlane.Pix[at] - cb) * follow
				slow += (l[x] - slow) * 0.55
				v := slow + 0.75*(slow-l[max(x-shift, 0)]) // ringing
				v = 0.07 + 0.86*curve(v, 0.2)
				r, b := 1.35*cr, 1.35*cb
				c.out.R.Pix[i], c.out.B.Pix[i] = v+r, v+b
				c.out.G.Pix[i] = v - (0.2126*r+0.0722*b)/0.7152
			}
		}
	})
	c.glow(0.7, 14, 0.3)
}

// finishTape adds scan lines, noise and the tear at the foot of the picture where the heads change over.
func finishTape(c *canvas) {
	n, seed := uint32(c.frame), uint32(c.seed)
	pitch := max(int(c.px(2.25)+0.5), 2)
	foot := c.h - max(int(c.px(14)), 1)
	roll := hash(n/3, 3, seed)
	bar := int((float32(n%uint32(4*c.fps))/float32(4*c.fps))*float32(c.h)*1.3) - c.h/8
	t := grainTile()
	row := make([]float32, 3*c.w)
	for y := range c.h {
		dim := float32(1)
		if y%pitch == 0 {
			dim = 0.9
		}
		noise := float32(0.022)
		shift := int(c.px(1.4) * (hash(uint32(y/3), n, seed) - 0.5))
		if y >= foot {
			shift += int(c.px(26) * (0.4 + 0.6*roll) * float32(y-foot) / float32(c.h-foot))
			noise = 0.12
		}
		if d := y - bar; d > 0 && d < c.h/22 {
			noise, shift = 0.06, shift+int(c.px(5)*hash(uint32(y), n, seed))
		}
		c.tear(row, y, shift, dim, noise, t, n)
	}
}

// tear shifts a row and adds noise to it.
func (c *canvas) tear(row []float32, y, shift int, dim, noise float32, t tile, n uint32) {
	offset := int(hash(n, uint32(y), 77) * tileSide)
	for k, p := range c.out.Channels() {
		src := p.Row(y)
		dst := row[k*c.w : (k+1)*c.w]
		for x := range dst {
			dst[x] = src[min(max(x-shift, 0), c.w-1)]*dim + noise*t.pix[wrap(y*3)*tileSide+wrap(x/2+offset)]
		}
		copy(src, dst)
	}
}

// paintPopArt is a screen print: four flat inks by tone, another set of them by the hue of the place, dots and a black key.
func paintPopArt(c *canvas) {
	flat := c.smooth(10, 2, 12)
	base := c.fullRGB(flat)
	tone := c.full(vision.Blur(flat.Luma(), max(c.wpx(2.4), 0.8)))
	lines := c.strokes(3.4)
	px, py := c.pinned()
	dots := newScreen(max(c.px(9), 4), 0.5236)
	warm := [4][3]float32{rgb(0x3A0CA3), rgb(0xE6007E), rgb(0xFF8C1A), rgb(0xFFE94A)}
	cool := [4][3]float32{rgb(0x14145A), rgb(0x0077D9), rgb(0x14C9B8), rgb(0xF4F1DE)}
	c.shade(func(i, x, y int) (r, g, b float32) {
		t := curve(unit(tone.Pix[i]*1.08), 0.45)
		hue := vision.Smoothstep(-0.035, 0.045, base.R.Pix[i]-base.B.Pix[i])
		d := dots.dot(float32(x)-px, float32(y)-py)
		level := t*4 - 0.02
		k := min(int(level), 3)
		next := min(k+1, 3)
		part := level - float32(k)
		// Dots of the next ink grow over the upper half of each step.
		grow := vision.Smoothstep(-0.08, 0.08, (part-0.5)*2.1-d+0.05)
		p, q := warm[k], warm[next]
		u, v := cool[k], cool[next]
		r = mix(mix(u[0], v[0], grow), mix(p[0], q[0], grow), hue)
		g = mix(mix(u[1], v[1], grow), mix(p[1], q[1], grow), hue)
		b = mix(mix(u[2], v[2], grow), mix(p[2], q[2], grow), hue)
		black := max(vision.Smoothstep(0.05, 0.11, lines.Pix[i]), 1-vision.Smoothstep(0.06, 0.10, tone.Pix[i]))
		return mix(r, 0.05, black), mix(g, 0.03, black), mix(b, 0.07, black)
	})
}
