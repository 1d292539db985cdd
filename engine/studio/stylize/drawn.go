package stylize

import (
	"sync"

	"zoetrope/engine/studio/vision"
)

// Textures of paper and of strokes on it, shared by all clips.
var (
	paperTile  = sync.OnceValue(func() tile { return cloudy(11, 16, 8, 4, 2) })
	roughTile  = sync.OnceValue(func() tile { return cloudy(12, 8, 4, 2) })
	cloudTile  = sync.OnceValue(func() tile { return cloudy(13, 128, 64, 32, 16) })
	hatchTile  = sync.OnceValue(func() tile { return drawn(14, -0.9, 30, 0.9) })
	crossTile  = sync.OnceValue(func() tile { return drawn(15, 0.75, 30, 0.9) })
	grainTile  = sync.OnceValue(func() tile { return white(16).normal() })
	canvasTile = sync.OnceValue(func() tile { return canvasCloth(17, 4) })
)

// paintAnime is cel animation: flat colour in three or four tones with crisp shadows, clean dark lines, light from a bright sky.
func paintAnime(c *canvas) {
	flat := c.smooth(9, 2, 10)
	soft := flat.Luma()
	base := c.crisp(flat)
	tone := c.full(vision.Blur(soft, max(c.wpx(2.2), 0.7)))
	lines := c.strokes(2.4)
	c.shade(func(i, _, _ int) (r, g, b float32) {
		l := unit(tone.Pix[i])
		cel := mix(l, bands(l, 4, 0.22), 0.72)
		cel = 0.04 + 1.0*cel + 0.13*cel*(1-cel)*2 // lifted mid-tones: paint on cel is never dull
		by := (cel + 0.03) / (max(soft0(base, i), 0.02) + 0.03)
		r, g, b = saturate(base.R.Pix[i]*by, base.G.Pix[i]*by, base.B.Pix[i]*by, 1.5)
		dark := 1 - cel
		r, g, b = r-0.045*dark+0.035*cel, g-0.02*dark+0.02*cel, b+0.075*dark-0.015*cel // violet shadows, warm lights
		ink := vision.Smoothstep(0.05, 0.135, lines.Pix[i])
		return mix(r, 0.10, ink*0.92), mix(g, 0.07, ink*0.92), mix(b, 0.13, ink*0.92)
	})
	c.glow(0.84, 26, 0.3)
}

// soft0 is the luma of a picture at a pixel.
func soft0(p vision.RGB, i int) float32 { return luma(p.R.Pix[i], p.G.Pix[i], p.B.Pix[i]) }

// paintInk is brush and wash on rice paper: black strokes that swell with the shade, two greys that pool at their borders.
func paintInk(c *canvas) {
	flat := c.smooth(11, 2, 16)
	l := flat.Luma()
	tone := c.full(vision.Blur(l, max(c.wpx(2.5), 0.8)))
	wide := c.full(vision.Blur(l, max(c.wpx(9), 1.5)))
	lines := c.strokes(3.4)
	paper := c.texture(paperTile(), 1.3)
	cloud := c.texture(cloudTile(), 2)
	c.shade(func(i, _, _ int) (r, g, b float32) {
		t := unit(tone.Pix[i]) + 0.035*cloud.Pix[i]
		wash := 1 - 0.30*(1-vision.Smoothstep(0.42, 0.50, t)) - 0.30*(1-vision.Smoothstep(0.20, 0.27, t)) - 0.10*(1-t)
		pool := unit((wide.Pix[i] - tone.Pix[i]) * 5) // pigment gathers inside the border of a wash
		wash *= 1 - 0.35*pool
		dry := unit(0.5 + 0.55*paper.Pix[i])
		stroke := vision.Smoothstep(0.055, 0.16, lines.Pix[i]+0.012*paper.Pix[i]) * (0.75 + 0.25*dry)
		black := 1 - vision.Smoothstep(0.055, 0.12, t)
		v := wash * (1 - 0.93*max(stroke, 0.9*black))
		v *= 1 + 0.022*paper.Pix[i]
		return 0.045 + 0.915*v, 0.045 + 0.895*v, 0.05 + 0.83*v
	})
}

// paintPencil is graphite: hatching whose density is the tone, in two directions where it is dark, and lines.
func paintPencil(c *canvas) {
	flat := c.smooth(6, 1, 6)
	tone := c.full(flat.Luma())
	lines := c.strokes(1.7)
	first, second := c.texture(hatchTile(), 0.9), c.texture(crossTile(), 0.9)
	paper := c.texture(paperTile(), 1)
	c.shade(func(i, _, _ int) (r, g, b float32) {
		l := curve(unit(tone.Pix[i]*1.08+0.02), 0.35)
		dark := 1 - l
		h1 := vision.Smoothstep(-0.35, 1.5, first.Pix[i]*0.62+dark*2.5-1.25+0.25*paper.Pix[i])
		h2 := vision.Smoothstep(0, 1.6, second.Pix[i]*0.6+dark*3-2.15+0.25*paper.Pix[i])
		lead := 0.62*h1*(0.4+0.6*dark) + 0.5*h2 + 0.2*vision.Smoothstep(0.82, 1, dark)
		line := vision.Smoothstep(0.028, 0.12, lines.Pix[i]+0.006*paper.Pix[i]) * unit(0.86+0.14*paper.Pix[i])
		v := (1 - unit(lead)*0.86) * (1 - 0.82*line) * (1 + 0.018*paper.Pix[i])
		return 0.06 + 0.90*v, 0.06 + 0.895*v, 0.07 + 0.87*v
	})
}

// paintCrayon is coloured pencil: hatching in the colour of the picture on white paper.
func paintCrayon(c *canvas) {
	flat := c.smooth(7, 1, 8)
	base := c.fullRGB(flat)
	lines := c.strokes(2)
	marks := c.textures(1.25, hatchTile(), crossTile(), roughTile())
	first, second, paper := marks[0], marks[1], marks[2]
	c.shade(func(i, _, _ int) (r, g, b float32) {
		r, g, b = base.R.Pix[i], base.G.Pix[i], base.B.Pix[i]
		l := luma(r, g, b)
		r, g, b = saturate(r, g, b, 1.75)
		colourful := max(r, g, b) - min(r, g, b)
		amount := unit(0.30 + 0.85*(1-l) + 0.55*colourful)
		h1 := vision.Smoothstep(-0.9, 1.0, first.Pix[i]*0.55+amount*2.6-0.95+0.4*paper.Pix[i])
		h2 := vision.Smoothstep(-0.6, 1.2, second.Pix[i]*0.6+amount*2.6-2+0.4*paper.Pix[i])
		cover := unit(0.78*h1 + 0.5*h2)
		r, g, b = unit(r*0.94+0.02), unit(g*0.94+0.02), unit(b*0.94+0.02)
		line := 0.8 * vision.Smoothstep(0.04, 0.15, lines.Pix[i]) * unit(0.8+0.3*paper.Pix[i])
		r, g, b = mix(0.97, r, cover), mix(0.955, g, cover), mix(0.92, b, cover)
		return mix(r, r*0.25+0.03, line), mix(g, g*0.25+0.02, line), mix(b, b*0.25+0.06, line)
	})
}

// paintCharcoal is soft black on rough paper, rubbed out where it is light.
func paintCharcoal(c *canvas) {
	flat := c.smooth(12, 2, 18)
	tone := c.full(vision.Blur(flat.Luma(), max(c.wpx(1.5), 0.6)))
	lines := c.strokes(4)
	rough, hatch := c.texture(roughTile(), 1.6), c.texture(crossTile(), 1.8)
	c.shade(func(i, _, _ int) (r, g, b float32) {
		l := curve(unit(tone.Pix[i]*1.05), 0.9)
		dark := (1 - l) * (1 - 0.25*l)
		tooth := 0.5*rough.Pix[i] + 0.45*hatch.Pix[i]
		lay := unit(dark*1.08 + 0.17*tooth*(0.35+min(dark, 1-dark)*1.6))
		line := vision.Smoothstep(0.04, 0.17, lines.Pix[i]+0.014*rough.Pix[i])
		v := (1 - 0.93*lay) * (1 - 0.88*line)
		return 0.055 + 0.865*v, 0.052 + 0.84*v, 0.05 + 0.79*v
	})
}

// paintEngraving is a banknote: ruled lines that swell with the shade and bend over the forms.
func paintEngraving(c *canvas) {
	flat := c.smooth(6, 1, 10)
	l := flat.Luma()
	tone, form := c.full(l), c.full(vision.Blur(l, max(c.wpx(26), 2)))
	lines := c.strokes(2.2)
	px, py := c.pinned()
	pitch := max(c.px(5.2), 3)
	soft := max(0.16, 1/pitch) // edges of a pixel at least
	c.shade(func(i, x, y int) (r, g, b float32) {
		t := curve(unit(tone.Pix[i]*1.1), 0.5)
		dark := 1 - t
		fx, fy := float32(x)-px, float32(y)-py
		wave := fy + fx*0.22 + form.Pix[i]*pitch*2
		width := vision.Smoothstep(-soft, soft, dark*1.12-ruled(wave, pitch)-0.06)
		cross := vision.Smoothstep(-soft, soft, (dark-0.52)*1.7-ruled(fx*0.9-fy*0.55-form.Pix[i]*pitch*2, pitch))
		line := vision.Smoothstep(0.04, 0.11, lines.Pix[i])
		v := 1 - max(width, cross, line)
		return 0.10 + 0.85*v, 0.13 + 0.80*v, 0.17 + 0.66*v
	})
}

// ruled is 0 on the middle of lines of a pitch and 1 between them.
func ruled(at, pitch float32) float32 {
	u := at / pitch
	return abs(u-floor(u)-0.5) * 2
}

// paintBlueprint is white line work on cyan paper with a grid.
func paintBlueprint(c *canvas) {
	flat := c.smooth(6, 1, 8)
	tone := c.full(flat.Luma())
	lines := c.strokes(1.8)
	paper, hatch := c.texture(paperTile(), 1.2), c.texture(hatchTile(), 1.2)
	px, py := c.pinned()
	pitch := max(c.px(27), 8)
	half := 0.9 * max(c.k, 0.5) / pitch * 2
	c.shade(func(i, x, y int) (r, g, b float32) {
		l := unit(tone.Pix[i])
		grid := max(1-vision.Smoothstep(0, half*1.6, ruled2(float32(x)-px, pitch)), 1-vision.Smoothstep(0, half*1.6, ruled2(float32(y)-py, pitch)))
		line := vision.Smoothstep(0.025, 0.10, lines.Pix[i])
		light := 0.16*vision.Smoothstep(-0.4, 1.2, hatch.Pix[i]+l*2.6-1.9) + 0.10*bands(l, 4, 0.3)
		v := unit(max(0.92*line, 0.14*grid)+light) + 0.012*paper.Pix[i]
		return mix(0.035, 0.90, v), mix(0.17, 0.95, v), mix(0.42, 1, v)
	})
	c.vignette(0.25)
}

// ruled2 is the distance from a line of a grid, 0..1.
func ruled2(at, pitch float32) float32 {
	u := at/pitch + 0.5
	return abs(u-floor(u)-0.5) * 2
}
