package stylize

import (
	"sync"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/vec"
)

// thumbTile are the marks of fingers in clay.
var thumbTile = sync.OnceValue(func() tile { return blobs(18, 9) })

// paintClay is plasticine: few strong colours, rounded forms, soft light, dents.
func paintClay(c *canvas) { c.plasticine(0.7, 0, 6, 0) }

// paintClaymation is clay on a lamp-lit set that was touched between any two pictures: rougher, with fewer colours.
func paintClaymation(c *canvas) { c.plasticine(1.4, 0.6, 3, 1) }

// plasticine models the frame. dents is how deep fingers went, restless how the light changes from picture to picture, colours
// how many tones there are, lamp how warm the light is.
func (c *canvas) plasticine(dents, restless, colours, lamp float32) {
	flat := c.smooth(9, 2, 10)
	// Forms bulge within their borders: a pillow of each flat area, plus the shading that the picture has. Blades and leaves are too small
	// to be modelled: only the borders that are left of a blurred picture count.
	coarse := vision.Blur(flat.Luma(), max(c.wpx(4/c.fine), 1))
	edge := vision.Blur(vision.Gradient(coarse), max(c.wpx(3/c.fine), 0.8))
	pillow := vision.Blur(edge.Map(func(v float32) float32 { return -min(v*8, 1) }), max(c.wpx(6/c.fine), 1))
	body := vision.Blur(coarse, max(c.wpx(7/c.fine), 1))
	height := vision.Zip(pillow, body, func(p, b float32) float32 { return 0.95*p + 0.55*b })
	base := c.crisp(flat)
	full := c.full(height)
	vec.AddScaled(full.Pix, c.texture(thumbTile(), 0.8).Pix, 0.027*dents)
	vec.AddScaled(full.Pix, c.texture(roughTile(), 1.8).Pix, 0.007*dents)
	wobble := restless * (hash(uint32(c.frame), 3, uint32(c.seed)) - 0.5)
	full = vision.Blur(full, max(c.px(1.6), 0.5))
	diffuse, shine := relief(full, 17*c.k, 16)
	hollow := c.full(vision.Zip(vision.Blur(height, max(c.wpx(9), 1.5)), height, func(a, b float32) float32 { return max(a-b, 0) }))
	// What each tone is multiplied with to become one of the few that there are.
	var tones [toneSteps + 1]float32
	for i := range tones {
		v := float32(i) / toneSteps
		q := mix(v, bands(v, colours, 0.5), 0.70)
		tones[i] = (0.14 + 0.88*q) / (v + 0.04)
	}
	bright := [3]float32{1.03 + 0.10*lamp, 1, 0.97 - 0.17*lamp}
	glossy := [2]float32{1 - 0.1*lamp, 1 - 0.3*lamp}
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			red, green, blue := base.R.Row(y), base.G.Row(y), base.B.Row(y)
			rowR, rowG, rowB := c.out.R.Row(y), c.out.G.Row(y), c.out.B.Row(y)
			lights, shines, hollows := diffuse.Row(y), shine.Row(y), hollow.Row(y)
			for x := range rowR {
				r, g, b := red[x], green[x], blue[x]
				by := tones[int(unit(luma(r, g, b))*toneSteps)]
				r, g, b = saturate(r*by, g*by, b*by, 1.55)
				dark := hollows[x]
				if dark > 0.45 {
					dark = 0.45
				}
				light := (0.58 + 0.44*lights[x] + 0.03*wobble) * (1 - 0.7*dark)
				gloss := 0.20 * shines[x] * lights[x]
				rowR[x] = unit(r)*light*bright[0] + gloss + 0.02
				rowG[x] = unit(g)*light*bright[1] + gloss*glossy[0] + 0.012
				rowB[x] = unit(b)*light*bright[2] + gloss*glossy[1]
			}
		}
	})
	c.vignette(0.22 + 0.25*lamp)
}

// paintToon is a computer-animated film: smooth surfaces with soft shading, bright rims and rich colour.
func paintToon(c *canvas) {
	flat := c.smooth(8, 2, 10)
	l := flat.Luma()
	base := c.crisp(flat)
	round := vision.Blur(l, max(c.wpx(4), 1))
	edge := vision.Blur(vision.Gradient(l), max(c.wpx(2.5), 0.7))
	pillow := vision.Blur(edge.Map(func(v float32) float32 { return -min(v*3, 1) }), max(c.wpx(5), 1))
	height := c.full(vision.Zip(round, pillow, func(a, b float32) float32 { return 0.8*a + 0.5*b }))
	diffuse, shine := relief(height, 16*c.k, 32)
	hollow := c.full(vision.Zip(vision.Blur(l, max(c.wpx(22), 2)), l, func(a, b float32) float32 { return a - b }))
	c.shade(func(i, _, _ int) (r, g, b float32) {
		r, g, b = saturate(base.R.Pix[i], base.G.Pix[i], base.B.Pix[i], 1.6)
		light := 0.72 + 0.36*diffuse.Pix[i] - 0.55*max(hollow.Pix[i], -0.2)
		r, g, b = r*light, g*light, b*light
		rim := vision.Smoothstep(1.05, 1.4, diffuse.Pix[i])
		gloss := 0.30*shine.Pix[i]*unit(diffuse.Pix[i]-0.35) + 0.16*rim
		dark := 1 - unit(luma(r, g, b))
		r, g, b = curve(r, 0.55)+0.02*dark, curve(g, 0.55)+0.01*dark, curve(b, 0.5)+0.055*dark
		return r + gloss, g + gloss*0.97, b + gloss*0.9
	})
	c.glow(0.8, 34, 0.3)
	c.vignette(0.12)
}

// startFacets places the corners of the triangles; the first frame decides where there are many.
func startFacets(c *canvas) {
	p := &points{gap: max(c.wpx(17), 3), margin: c.wpx(34), seed: c.seed}
	c.memory = p
}

// paintFacets is low-poly art: flat triangles, small where there is detail, each lit by how it leans.
func paintFacets(c *canvas) {
	p := c.memory.(*points)
	detail := c.detail()
	p.wanted = func(x, y float32) float32 { return 0.42 + 1.9*detail.Sample(x, y) }
	flat := c.smooth(7, 1, 0)
	at := sampler(flat)
	p.move(c)
	p.colour(c, at, 0)
	vivid := func(r, g, b float32) (float32, float32, float32) {
		r, g, b = saturate(r, g, b, 1.42)
		return curve(r*1.06, 0.4), curve(g*1.06, 0.4), curve(b*1.06, 0.35) + 0.015
	}
	// For the hairlines between triangles.
	below := vision.NewRGB(c.ww, c.wh)
	for i := range below.R.Pix {
		below.R.Pix[i], below.G.Pix[i], below.B.Pix[i] = vivid(flat.R.Pix[i], flat.G.Pix[i], flat.B.Pix[i])
	}
	for k, q := range c.out.Channels() {
		c.lifter.Into(q, below.Channels()[k])
	}
	c.facets(p.list, at, vivid, 0.6)
}

// startMosaic places the tiles.
func startMosaic(c *canvas) {
	c.memory = &points{gap: max(c.wpx(11), 4), margin: c.wpx(12) + 2, seed: c.seed}
}

// paintMosaic is laid of square stones along the contours, with grout between them and light on their bevels.
func paintMosaic(c *canvas) {
	p := c.memory.(*points)
	flat := c.smooth(4, 1, 0)
	p.move(c)
	p.colour(c, sampler(flat), 0)
	rough := c.texture(roughTile(), 1.2)
	joint := max(c.px(0.95), 0.5)
	scale := 2 / (p.gap * float32(c.w) / float32(c.ww))
	stones := make([]stone, len(p.list))
	for i := range stones {
		stones[i] = c.stone(&p.list[i])
	}
	clear(c.out.R.Pix)
	c.cells(p.list, p.gap, square, func(i, x, y, id int, border float32) {
		s := &stones[id]
		light := s.light + 0.03*rough.Pix[i]
		r, g, b := s.r*light+s.tint+0.05, s.g*light+0.05, s.b*light-s.tint+0.05
		bevel := vision.Smoothstep(joint, joint*2.8, border)
		slope := (-0.6*(float32(x)-s.x) - 0.75*(float32(y)-s.y)) * scale * (1 - bevel)
		r, g, b = r*(1+0.32*slope), g*(1+0.32*slope), b*(1+0.32*slope)
		cover := vision.Smoothstep(joint*0.45, joint*1.15, border)
		grout := 0.20 + 0.02*rough.Pix[i]
		c.out.R.Pix[i], c.out.G.Pix[i], c.out.B.Pix[i] = mix(grout, r, cover), mix(grout*0.96, g, cover), mix(grout*0.88, b, cover)
	})
}

// stone is a tile of a mosaic: its place on the frame, its colour, how bright it is and how warm.
type stone struct{ x, y, r, g, b, light, tint float32 }

func (c *canvas) stone(q *point) stone {
	s := stone{light: 0.86 + 0.30*(hash(q.id, 21, 1)-0.5), tint: 0.09 * (hash(q.id, 22, 1) - 0.5)}
	s.x, s.y = c.onFrame(*q)
	s.r, s.g, s.b = saturate(q.r, q.g, q.b, 1.45)
	return s
}

// startGlass places the panes.
func startGlass(c *canvas) {
	c.memory = &points{gap: max(c.wpx(27), 4), margin: c.wpx(30), seed: c.seed}
}

// paintGlass is a church window: glowing panes between leads.
func paintGlass(c *canvas) {
	p := c.memory.(*points)
	flat := c.smooth(9, 2, 8)
	detail := c.detail()
	p.wanted = func(x, y float32) float32 { return 0.7 + 0.9*detail.Sample(x, y) }
	p.move(c)
	p.colour(c, sampler(flat), 0)
	wavy := c.texture(cloudTile(), 0.5)
	drawn := c.full(flat.Luma())
	lines := c.strokes(4)
	lead := max(c.px(1.9), 0.7)
	panes := make([]pane, len(p.list))
	for i := range panes {
		panes[i] = newPane(&p.list[i])
	}
	c.cells(p.list, p.gap*1.2, roundish, func(i, _, _, id int, border float32) {
		q := &panes[id]
		glass := vision.Smoothstep(lead, lead*1.7, border)
		came := 0.05 + 0.10*unit(1-border/lead)
		if glass == 0 {
			c.out.R.Pix[i], c.out.G.Pix[i], c.out.B.Pix[i] = came, came, came*1.1
			return
		}
		glass *= 1 - 0.85*vision.Smoothstep(0.09, 0.2, lines.Pix[i])
		by := q.light + 0.07*wavy.Pix[i]
		by *= 0.72 + 0.28*vision.Smoothstep(lead, lead*6, border)
		// What a pane is too large to show, such as the features of a face, is painted on it.
		by *= painting(drawn.Pix[i], q.luma)
		c.out.R.Pix[i], c.out.G.Pix[i], c.out.B.Pix[i] =
			mix(came, unit(q.r*by), glass), mix(came, unit(q.g*by), glass), mix(came*1.1, unit(q.b*by), glass)
	})
	c.glow(0.55, 30, 0.5)
}

// pane is a piece of coloured glass: its colour, how much light comes through, and the luma of what it stands for.
type pane struct{ r, g, b, light, luma float32 }

func newPane(q *point) pane {
	r, g, b := saturate(q.r, q.g, q.b, 2.1)
	l := luma(q.r, q.g, q.b)
	by := (0.30 + 0.95*curve(l, 0.4)) / (l + 0.12)
	return pane{r: r * by, g: g * by, b: b * by, light: 1 + 0.22*(hash(q.id, 31, 1)-0.5), luma: l}
}

// painting is how much light a painted pane lets through where the picture has the luma v and the pane that of its middle.
func painting(v, pane float32) float32 {
	const ground = 0.08 // keeps the dark panes, whose ratios are noise, even
	through := (v + ground) / (pane + ground)
	if through < 0.3 {
		through = 0.3
	} else if through > 1.4 {
		through = 1.4
	}
	return mix(1, through, 0.75)
}
