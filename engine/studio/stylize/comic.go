package stylize

import "zoetrope/engine/studio/vision"

// paintComic is print: heavy black, flat strong colour, halftone dots in the mid-tones.
func paintComic(c *canvas) {
	flat := c.smooth(8, 2, 8)
	base := c.crisp(flat)
	tone := c.full(vision.Blur(flat.Luma(), max(c.wpx(2), 0.7)))
	lines := c.strokes(3.2)
	px, py := c.pinned()
	dots := newScreen(max(c.px(6.5), 3), 0.7854)
	vision.Rows(c.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			p := comicRow{
				r: c.out.R.Row(y), g: c.out.G.Row(y), b: c.out.B.Row(y), tone: tone.Row(y), lines: lines.Row(y),
				red: base.R.Row(y), green: base.G.Row(y), blue: base.B.Row(y), x: -px, y: float32(y) - py, dots: dots,
			}
			p.shade()
		}
	})
}

// comicRow is a row of a comic.
type comicRow struct {
	r, g, b                       []float32 // what is printed
	red, green, blue, tone, lines []float32 // the picture, its smoothed luma and its dark lines
	x, y                          float32   // of the first pixel on the screen of dots
	dots                          screen
}

// Edges of steps between inks.
const (
	comicBands = 3
	comicSoft  = 0.12
	lineFrom   = 0.045
	lineTo     = 0.105
	blackFrom  = 0.125
	blackTo    = 0.075
)

func (p *comicRow) shade() {
	for i := p.shadeLanes(); i < len(p.r); i++ {
		l := curve(unit(p.tone[i]*1.1), 0.6)
		cel := 0.18 + 0.86*bands(l, comicBands, comicSoft)
		r, g, b := p.red[i], p.green[i], p.blue[i]
		by := (cel + 0.02) / (luma(r, g, b) + 0.05)
		r, g, b = saturate(r*by, g*by, b*by, 1.75)
		r, g, b = unit(r), unit(g), unit(b)
		// Dots of a darker ink whose size follows the tone between two flats.
		d := p.dots.dot(float32(i)+p.x, p.y)
		ink := vision.Smoothstep(-0.1, 0.1, unit(1.25-1.6*l)*1.15-d-0.12)
		// The paper makes whites a little yellow.
		r, g, b = r*(1-0.42*ink), g*(1-0.46*ink)*0.985, b*(1-0.30*ink)*0.94
		black := vision.Smoothstep(lineFrom, lineTo, p.lines[i])
		if dark := vision.Smoothstep(blackFrom, blackTo, p.tone[i]); dark > black {
			black = dark
		}
		p.r[i], p.g[i], p.b[i] = mix(r, 0.045, black), mix(g, 0.04, black), mix(b, 0.06, black)
	}
}

// screen is a raster of dots: the sine and cosine of its angle over its pitch.
type screen struct{ s, k float32 }

// newScreen makes a screen of a pitch in pixels, turned by an angle in radians.
func newScreen(pitch, angle float32) screen {
	return screen{s: sin(angle) / pitch, k: sin(angle+1.5707964) / pitch}
}

// dot is 0 in the centre of the dots and about 1 between them.
func (d screen) dot(x, y float32) float32 {
	u, v := x*d.k+y*d.s, y*d.k-x*d.s
	u, v = u-floor(u)-0.5, v-floor(v)-0.5
	return sqrt(u*u+v*v) * 1.6
}
