package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// bloomStep is how much smaller the picture is in which light spreads.
const bloomStep = 4

// bloom lets what is brighter than the threshold shine over its surroundings; radius in pixels of the canvas.
func (c *Canvas) bloom(threshold, strength float32, radius float64) {
	w, h := (c.W+bloomStep-1)/bloomStep, (c.H+bloomStep-1)/bloomStep
	var light [3]vision.Plane
	for k := range light {
		light[k] = vision.New(w, h)
	}
	vision.Rows(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range w {
				i := 4 * (min(y*bloomStep+1, c.H-1)*c.W + min(x*bloomStep+1, c.W-1))
				j := 4 * (min(y*bloomStep+3, c.H-1)*c.W + min(x*bloomStep+3, c.W-1))
				m := max(c.Pix[i], c.Pix[i+1], c.Pix[i+2])/2 + max(c.Pix[j], c.Pix[j+1], c.Pix[j+2])/2
				over := max(m-threshold, 0) / max(m, 1e-3)
				for k := range light {
					light[k].Pix[y*w+x] = over * 0.5 * (c.Pix[i+k] + c.Pix[j+k])
				}
			}
		}
	})
	for k := range light {
		light[k] = vision.Blur(light[k], float32(radius/bloomStep))
	}
	c.rows(func(y int, row []float32) {
		sy := (float32(y)+0.5)/bloomStep - 0.5
		for x := range c.W {
			sx := (float32(x)+0.5)/bloomStep - 0.5
			r, g, b := sample3(light, sx, sy)
			screen(row[4*x:4*x+4], min(strength*r, 1), min(strength*g, 1), min(strength*b, 1))
		}
	})
}

// sample3 interpolates three planes of one size at one place.
func sample3(p [3]vision.Plane, x, y float32) (r, g, b float32) {
	w, h := p[0].W, p[0].H
	x, y = min(max(x, 0), float32(w-1)), min(max(y, 0), float32(h-1))
	ix, iy := int(x), int(y)
	fx, fy := x-float32(ix), y-float32(iy)
	i := iy*w + ix
	right, below := 1, w
	if ix == w-1 {
		right = 0
	}
	if iy == h-1 {
		below = 0
	}
	w11 := fx * fy
	w10, w01 := fx-w11, fy-w11
	w00 := 1 - fx - w01
	f := func(q []float32) float32 {
		return w00*q[i] + w10*q[i+right] + w01*q[i+below] + w11*q[i+below+right]
	}
	return f(p[0].Pix), f(p[1].Pix), f(p[2].Pix)
}

// vignette darkens towards the corners by at most the given share.
func (c *Canvas) vignette(amount float32) {
	if amount <= 0 {
		return
	}
	c.rows(func(y int, row []float32) {
		v := (float32(y)+0.5)/float32(c.H)*2 - 1
		for x := range c.W {
			u := (float32(x)+0.5)/float32(c.W)*2 - 1
			d := (u*u + v*v) * 0.5
			k := 1 - amount*d*d*(3-2*min(d, 1))
			row[4*x], row[4*x+1], row[4*x+2] = row[4*x]*k, row[4*x+1]*k, row[4*x+2]*k
		}
	})
}

// each changes every pixel; p is RGB in display values.
func (c *Canvas) each(f func(x, y int, p []float32)) {
	c.rows(func(y int, row []float32) {
		for x := range c.W {
			f(x, y, row[4*x:4*x+3:4*x+3])
		}
	})
}

// grade mixes in colours: saturation 1 leaves them, gain multiplies, lift adds to the shadows.
func (c *Canvas) grade(saturation float32, gain, lift rgb) {
	c.each(func(_, _ int, p []float32) { gradePixel(p, saturation, gain, lift) })
}

func gradePixel(p []float32, saturation float32, gain, lift rgb) {
	l := luma(p[0], p[1], p[2])
	for k := range 3 {
		v := l + saturation*(p[k]-l)
		p[k] = v*gain[k] + lift[k]*(1-min(max(v, 0), 1))
	}
}

func luma(r, g, b float32) float32 { return 0.2126*r + 0.7152*g + 0.0722*b }

// flash mixes the whole frame towards a colour.
func (c *Canvas) flash(p rgb, k float64) {
	if k <= 0.002 {
		return
	}
	t := float32(math.Min(k, 1))
	c.each(func(_, _ int, q []float32) {
		q[0], q[1], q[2] = q[0]+t*(p[0]-q[0]), q[1]+t*(p[1]-q[1]), q[2]+t*(p[2]-q[2])
	})
}

// glow adds a soft round light.
func (c *Canvas) glow(x, y, r float64, p rgb, amount float64) {
	c.sprites([]sprite{{X: x, Y: y, R: r, Colour: p, Alpha: amount, Glowing: true}})
}

// ring adds a thin circle of light, such as a shock wave: width is its thickness.
func (c *Canvas) ring(cx, cy, radius, width float64, p rgb, amount float64) {
	if amount <= 0.002 || width <= 0 {
		return
	}
	c.rows(func(y int, row []float32) {
		dy := float64(y) + 0.5 - cy
		if math.Abs(dy) > radius+width {
			return
		}
		for x := range c.W {
			dx := float64(x) + 0.5 - cx
			d := (math.Sqrt(dx*dx+dy*dy) - radius) / width
			if d > -1 && d < 1 {
				k := float32((1 - d*d) * (1 - d*d) * amount)
				screen(row[4*x:4*x+4], k*p[0], k*p[1], k*p[2])
			}
		}
	})
}
