package stylize

import "zoetrope/engine/studio/vision"

// paintWatercolour is transparent pigment on rough paper: light flat washes with hard darker rims, blooms where the water stood,
// grain in the hollows of the paper (after Bousseau et al., "Interactive Watercolor Rendering", NPAR 2006).
func paintWatercolour(c *canvas) {
	flat := c.smooth(13, 2, 14)
	base := c.fullRGB(flat)
	l := flat.Luma()
	rim := c.full(vision.Gradient(vision.Blur(l, max(c.wpx(1.6), 0.6))))
	paper, cloud := c.texture(paperTile(), 1.5), c.texture(cloudTile(), 1.6)
	lines := c.strokes(2)
	c.shade(func(i, _, _ int) (r, g, b float32) {
		r, g, b = saturate(base.R.Pix[i], base.G.Pix[i], base.B.Pix[i], 1.55)
		r, g, b = 0.10+0.93*unit(r), 0.10+0.93*unit(g), 0.10+0.93*unit(b)
		// Density of pigment: 1 leaves the colour, more deepens it without dirtying it.
		d := 0.86 + 0.22*cloud.Pix[i] + 0.09*paper.Pix[i] + 2.6*min(rim.Pix[i], 0.28)
		r, g, b = dense(r, d), dense(g, d), dense(b, d)
		line := 0.38 * vision.Smoothstep(0.06, 0.2, lines.Pix[i])
		r, g, b = r*(1-line), g*(1-line), b*(1-0.8*line)
		// Bare paper shows through in the lights.
		bare := vision.Smoothstep(0.78, 1.0, luma(r, g, b)+0.03*cloud.Pix[i])
		light := 1 + 0.028*paper.Pix[i]
		return mix(r, 0.985, bare) * light, mix(g, 0.975, bare) * light, mix(b, 0.945, bare) * light
	})
}

// dense changes the density of a pigment: c - (c - c^2)(d - 1).
func dense(v, d float32) float32 {
	v = unit(v)
	return v - (v-v*v)*(d-1)
}

// layers are the dabs of a painting, from the broad to the fine.
type layers struct{ broad, fine points }

// startOil prepares an underpainting of broad dabs and fine ones where there is detail.
func startOil(c *canvas) {
	c.memory = &layers{
		broad: points{gap: max(c.wpx(15), 2.5), margin: c.wpx(14), seed: c.seed},
		fine:  points{gap: max(c.wpx(8.6), 1.8), margin: c.wpx(8), seed: c.seed + 1},
	}
}

// paintOil is thick paint along the forms: a smoothed ground, broad dabs, then fine ones at the edges, lit from the side.
func paintOil(c *canvas) {
	m := c.memory.(*layers)
	flat := c.smooth(8, 2, 18)
	c.copyFrom(c.crisp(flat))
	height := vision.New(c.w, c.h)
	detail := c.detail()
	m.broad.move(c)
	m.broad.colour(c, sampler(flat), 0.5)
	c.dab(m.broad.inOrder(), brush{length: 34, width: 13, bristle: 0.9, opaque: 0.85, vary: 0.09, hue: 0.04}, height)
	m.fine.move(c)
	m.fine.colour(c, sampler(c.work), 0.3)
	c.dab(where(m.fine.inOrder(), detail, 0.16), brush{length: 18, width: 5.8, bristle: 0.7, opaque: 0.9, vary: 0.1, hue: 0.03}, height)
	c.impasto(height, 0.65, 0.25)
	cloth := c.texture(canvasTile(), 1)
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			varnish(c.out.R.Row(y), c.out.G.Row(y), c.out.B.Row(y), cloth.Row(y), varnishing{vivid: 1.3, weave: 0.018, depth: 0.35, blue: 0.97})
		}
	})
}

// detail is how much happens around each pixel of the reduced frame, 0..1.
func (c *canvas) detail() vision.Plane {
	g := vision.Blur(vision.Gradient(c.luma), max(c.wpx(5), 1))
	return g.Map(func(v float32) float32 { return unit(v * 6) })
}

// where keeps the points at which a reduced plane is above a level.
func where(list []point, p vision.Plane, level float32) []point {
	out := list[:0]
	for _, q := range list {
		if v := p.Sample(q.x, q.y); v > level {
			q.size = 0.8 + 0.3*(1-v)
			out = append(out, q)
		}
	}
	return out
}

// copyFrom fills the canvas with a picture.
func (c *canvas) copyFrom(p vision.RGB) {
	for i, q := range c.out.Channels() {
		copy(q.Pix, p.Channels()[i].Pix)
	}
}

// startImpressionist prepares two layers of visible dabs.
func startImpressionist(c *canvas) {
	c.memory = &layers{
		broad: points{gap: max(c.wpx(12.5), 2.5), margin: c.wpx(14), seed: c.seed},
		fine:  points{gap: max(c.wpx(8), 1.8), margin: c.wpx(10), seed: c.seed + 1},
	}
}

// paintImpressionist is made of separate dabs of unmixed colour that swirl along the forms over a coloured ground.
func paintImpressionist(c *canvas) {
	m := c.memory.(*layers)
	flat := c.smooth(9, 2, 20)
	height := vision.New(c.w, c.h)
	// The ground is the picture, darker and bluer.
	tint := [3][2]float32{{0.72, 0.06}, {0.70, 0.05}, {0.74, 0.10}}
	for k, p := range c.out.Channels() {
		gain, lift := tint[k][0], tint[k][1]
		c.lifter.Into(p, flat.Channels()[k].Map(func(v float32) float32 { return v*gain + lift }))
	}
	vivid := func(p vision.RGB) func(x, y float32) (r, g, b float32) {
		at := sampler(p)
		return func(x, y float32) (r, g, b float32) {
			r, g, b = at(x, y)
			r, g, b = saturate(r, g, b, 1.75)
			return unit(r*1.08 + 0.03), unit(g*1.06 + 0.02), unit(b*1.06 + 0.04)
		}
	}
	m.broad.move(c)
	m.broad.colour(c, vivid(flat), 0.35)
	c.dab(m.broad.inOrder(), brush{length: 30, width: 8.5, bristle: 1, opaque: 0.95, vary: 0.38, hue: 0.17}, height)
	m.fine.move(c)
	m.fine.colour(c, vivid(c.work), 0.25)
	c.dab(where(m.fine.inOrder(), c.detail(), 0.22), brush{length: 17, width: 5, bristle: 0.8, opaque: 0.95, vary: 0.3, hue: 0.12}, height)
	c.impasto(height, 1.4, 0.35)
}

// startGouache prepares one layer of soft dabs.
func startGouache(c *canvas) {
	c.memory = &layers{broad: points{gap: max(c.wpx(12), 2.5), margin: c.wpx(16), seed: c.seed}}
}

// paintGouache is a picture book: flat opaque paint with matt dabs, gentle colour and no lines.
func paintGouache(c *canvas) {
	m := c.memory.(*layers)
	flat := c.smooth(8, 2, 10)
	c.copyFrom(c.crisp(flat))
	m.broad.move(c)
	m.broad.colour(c, sampler(flat), 0.8)
	c.dab(m.broad.inOrder(), brush{length: 26, width: 13, bristle: 0.55, opaque: 0.55, vary: 0.11, hue: 0.045}, vision.Plane{})
	paper := c.texture(roughTile(), 1.4)
	tone := c.full(vision.Blur(flat.Luma(), max(c.wpx(3), 1)))
	c.shade(func(i, _, _ int) (r, g, b float32) {
		r, g, b = saturate(c.out.R.Pix[i], c.out.G.Pix[i], c.out.B.Pix[i], 1.38)
		l := unit(tone.Pix[i])
		lift := 1 + 0.16*(1-l)
		dark := (1 - l) * (1 - l)
		light := 1 + 0.016*paper.Pix[i]
		r, g, b = r*lift+0.035+0.02*dark, g*lift+0.04, b*lift+0.045+0.07*dark
		return r * light, g * light * 0.995, b * light * 0.97
	})
	c.glow(0.72, 40, 0.22)
}
