package effect

import (
	"math"

	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/vision"
)

// shape is a texture of one colour whose coverage is where inside is positive; inside is asked in [-1,1] x [-1,1], y down, and
// sampled finely enough for smooth edges.
func shape(size int, p rgb, inside func(x, y float64) bool) *Texture {
	const fine = 4
	t := blank(size, size)
	for y := range size {
		for x := range size {
			n := 0
			for k := range fine * fine {
				u := (float64(x)+(float64(k%fine)+0.5)/fine)/float64(size)*2 - 1
				v := (float64(y)+(float64(k/fine)+0.5)/fine)/float64(size)*2 - 1
				if inside(u, v) {
					n++
				}
			}
			a := float32(n) / (fine * fine)
			copy(t.Pix[4*(y*size+x):], []float32{a * p[0], a * p[1], a * p[2], a})
		}
	}
	return t.finish()
}

// heart is a heart with a soft highlight.
func heart(p rgb) *Texture {
	t := shape(64, p, func(x, y float64) bool {
		x, y = x*1.25, -(y-0.08)*1.25
		k := x*x + y*y - 0.9
		return k*k*k-x*x*y*y*y < 0
	})
	for y := range t.H {
		for x := range t.W {
			dx, dy := float64(x)/64-0.34, float64(y)/64-0.33
			g := float32(0.55 * math.Exp(-(dx*dx+dy*dy)*60))
			q := t.Pix[4*(y*t.W+x):]
			for k := range 3 {
				q[k] += q[3] * g * (1 - q[k])
			}
		}
	}
	return t.finish()
}

// label is a line of text as a texture.
func label(text string, st lettering.Style, p rgb) *Texture {
	mask, _ := st.Line(text)
	return newTexture(plain(mask.W, mask.H, p), mask)
}

// plain is a picture of one colour.
func plain(w, h int, p rgb) vision.RGB {
	out := vision.NewRGB(w, h)
	for i := range w * h {
		out.R.Pix[i], out.G.Pix[i], out.B.Pix[i] = p[0], p[1], p[2]
	}
	return out
}

// put draws a texture with its middle at a place, k times its size and turned.
func (c *Canvas) put(t *Texture, x, y, k, angle float64, p paint) {
	c.draw(t, shift(x, y).mul(turn(angle)).mul(scaling(k, k)).mul(shift(-float64(t.W)/2, -float64(t.H)/2)), nil, p)
}

// card is a print with a white border, wider at the foot like an instant picture when foot is over the border.
func (s *stage) card(i int, w, h, border, foot float64) *Texture {
	return matted(s.print(i, w, h), border, foot, rgb{0.965, 0.955, 0.93})
}

func matted(in *Texture, border, foot float64, paper rgb) *Texture {
	b, f := int(border+0.5), int(math.Max(foot, border)+0.5)
	t := blank(in.W+2*b, in.H+b+f)
	for y := range t.H {
		for x := range t.W {
			o := 4 * (y*t.W + x)
			px, py := x-b, y-b
			if px >= 0 && py >= 0 && px < in.W && py < in.H {
				copy(t.Pix[o:o+4], in.Pix[4*(py*in.W+px):])
				continue
			}
			// The paper is a little darker along the picture, as under its cut edge.
			k := float32(1 - 0.05*blockHash(x/2, y/2)*0.4)
			copy(t.Pix[o:o+4], []float32{paper[0] * k, paper[1] * k, paper[2] * k, 1})
		}
	}
	return t.finish()
}

// lay draws a card with its shadow; height is how far it is above what it lies on, in pixels.
func (c *Canvas) lay(t, shadow *Texture, x, y, k, angle, height float64, p paint) {
	sp := paint{Fade: float32(0.55 + 0.25*math.Min(height/(0.1*float64(c.H)), 1))}
	sp.Fade += (1 - sp.Fade) * p.Fade
	c.draw(shadow, shift(x+0.35*height, y+height).mul(turn(angle)).mul(scaling(4*k, 4*k)).mul(shift(-float64(shadow.W)/2, -float64(shadow.H)/2)), nil, sp)
	c.put(t, x, y, k, angle, p)
}

// castBy is the shadow that lay wants: of a fourth of the size.
func castBy(t *Texture) *Texture {
	small := t.shrunk(4)
	return shadowOf(small, max(small.W/8, 3), float64(small.W)/40+1)
}
