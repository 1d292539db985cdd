package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// Texture is a picture to draw from: W x H pixels of RGBA, colours multiplied by alpha. Reduced copies, each half the size of
// the one before, keep it from shimmering when it is drawn small.
type Texture struct {
	W, H int
	Pix  []float32 // Pix[4*(y*W+x)] is the red of (x,y)
	half *Texture  // nil for the smallest
}

// smallest is the side at which textures are not reduced further.
const smallest = 8

// newTexture interleaves planes. A zero alpha plane means opaque.
func newTexture(p vision.RGB, alpha vision.Plane) *Texture {
	t := blank(p.W, p.H)
	vision.Rows(p.H, func(y0, y1 int) {
		for i := y0 * p.W; i < y1*p.W; i++ {
			a := float32(1)
			if alpha.Pix != nil {
				a = alpha.Pix[i]
			}
			px := t.Pix[4*i : 4*i+4 : 4*i+4]
			px[0], px[1], px[2], px[3] = a*p.R.Pix[i], a*p.G.Pix[i], a*p.B.Pix[i], a
		}
	})
	return t.finish()
}

// blank is a transparent texture; finish must follow once it is painted.
func blank(w, h int) *Texture { return &Texture{W: w, H: h, Pix: make([]float32, 4*w*h)} }

// finish makes the reduced copies.
func (t *Texture) finish() *Texture {
	for big := t; min(big.W, big.H) >= 2*smallest; big = big.half {
		big.half = big.reduce()
	}
	return t
}

func (t *Texture) reduce() *Texture {
	out := blank(t.W/2, t.H/2)
	vision.Rows(out.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range out.W {
				i, o := 4*(2*y*t.W+2*x), 4*(y*out.W+x)
				j := i + 4*t.W
				for k := range 4 {
					out.Pix[o+k] = 0.25 * (t.Pix[i+k] + t.Pix[i+4+k] + t.Pix[j+k] + t.Pix[j+4+k])
				}
			}
		}
	})
	return out
}

// reduced is the copy to draw from when one pixel of the result spans texels of the texture, and how many of its pixels one
// pixel of t is.
func (t *Texture) reduced(texels float64) (*Texture, float64) {
	scale := 1.0
	for texels >= 1.6 && t.half != nil {
		t, texels, scale = t.half, texels/2, scale/2
	}
	return t, scale
}

// at interpolates bilinearly at (x,y), repeating the border outside.
func (t *Texture) at(x, y float32) (r, g, b, a float32) {
	// Comparisons are quicker than the built-in min and max.
	if x < 0 {
		x = 0
	} else if x > float32(t.W-1) {
		x = float32(t.W - 1)
	}
	if y < 0 {
		y = 0
	} else if y > float32(t.H-1) {
		y = float32(t.H - 1)
	}
	ix, iy := int(x), int(y)
	fx, fy := x-float32(ix), y-float32(iy)
	right, below := 4, 4*t.W
	if ix == t.W-1 {
		right = 0
	}
	if iy == t.H-1 {
		below = 0
	}
	i := 4 * (iy*t.W + ix)
	p, q := t.Pix[i:i+4:i+4], t.Pix[i+right:i+right+4:i+right+4]
	i += below
	m, n := t.Pix[i:i+4:i+4], t.Pix[i+right:i+right+4:i+right+4]
	if p[3] == 0 && q[3] == 0 && m[3] == 0 && n[3] == 0 {
		return 0, 0, 0, 0 // colours are multiplied by alpha
	}
	w11 := fx * fy
	w10, w01 := fx-w11, fy-w11
	w00 := 1 - fx - w01
	return w00*p[0] + w10*q[0] + w01*m[0] + w11*n[0],
		w00*p[1] + w10*q[1] + w01*m[1] + w11*n[1],
		w00*p[2] + w10*q[2] + w01*m[2] + w11*n[2],
		w00*p[3] + w10*q[3] + w01*m[3] + w11*n[3]
}

// map1 is a texture whose pixels are f of this one's.
func (t *Texture) map1(f func(p *[4]float32)) *Texture {
	out := blank(t.W, t.H)
	vision.Rows(t.H, func(y0, y1 int) {
		for i := 4 * y0 * t.W; i < 4*y1*t.W; i += 4 {
			p := [4]float32(t.Pix[i : i+4])
			f(&p)
			copy(out.Pix[i:i+4], p[:])
		}
	})
	return out.finish()
}

// alphaPlane is the coverage of the texture.
func (t *Texture) alphaPlane() vision.Plane {
	out := vision.New(t.W, t.H)
	for i := range out.Pix {
		out.Pix[i] = t.Pix[4*i+3]
	}
	return out
}

// blurred is the texture behind a lens out of focus; sigma in its pixels. It is made at a reduced size, which a wide blur
// does not show.
func (t *Texture) blurred(sigma float64) *Texture {
	small, scale := t.reduced(math.Max(1, sigma/2))
	planes := [4]vision.Plane{}
	for k := range planes {
		planes[k] = vision.New(small.W, small.H)
		for i := range planes[k].Pix {
			planes[k].Pix[i] = small.Pix[4*i+k]
		}
		planes[k] = vision.Resize(vision.Blur(planes[k], float32(sigma*scale)), t.W, t.H)
	}
	out := blank(t.W, t.H)
	for k := range planes {
		for i, v := range planes[k].Pix {
			out.Pix[4*i+k] = max(v, 0)
		}
	}
	return out.finish()
}

// shadowOf is the soft black shape that a texture throws: pad pixels larger on every side.
func shadowOf(t *Texture, pad int, sigma float64) *Texture {
	shape := vision.New(t.W+2*pad, t.H+2*pad)
	for y := range t.H {
		row := shape.Row(y + pad)
		for x := range t.W {
			row[x+pad] = t.Pix[4*(y*t.W+x)+3]
		}
	}
	shape = vision.Blur(shape, float32(sigma))
	out := blank(shape.W, shape.H)
	for i, v := range shape.Pix {
		out.Pix[4*i+3] = v
	}
	return out.finish()
}

// outlined is what lies within r pixels of a texture, in one colour and so many pixels larger on every side, together with shadows of
// the texture at further offsets.
func outlined(t *Texture, r float64, pad int, p rgb, shadows ...point) *Texture {
	for i := range 8 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 4)
		shadows = append(shadows, point{r * cos, r * sin})
	}
	out := blank(t.W+2*pad, t.H+2*pad)
	alpha := vision.New(out.W, out.H) // framed, so that nothing is repeated beyond the border
	for y := range t.H {
		for x := range t.W {
			alpha.Pix[(y+pad)*out.W+x+pad] = t.Pix[4*(y*t.W+x)+3]
		}
	}
	vision.Rows(out.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range out.W {
				rest := float32(1)
				for _, s := range shadows {
					rest *= 1 - alpha.Sample(float32(x)-float32(s.X), float32(y)-float32(s.Y))
				}
				a := 1 - rest
				copy(out.Pix[4*(y*out.W+x):], []float32{a * p[0], a * p[1], a * p[2], a})
			}
		}
	})
	return out.finish()
}
