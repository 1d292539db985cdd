package stylize

import (
	"slices"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/vec"
)

// flatten is a Kuwahara filter whose windows follow the edges (after Kyprianidis, Kang, Doellner, "Image and Video Abstraction by
// Anisotropic Kuwahara Filtering", 2009): each pixel becomes the mean of the calmest of nine small windows on an ellipse that is
// stretched along the edge. radius is that of the ellipse in pixels of the picture.
func flatten(p vision.RGB, t tensor, radius float32) vision.RGB {
	return flattenWhere(p, t, radius, vision.Plane{})
}

// patch is the width of the pieces of rows that flattenWhere leaves out: a vector.
const patch = 8

// done is the share from which pixels count as done.
const done = 0.9

// flattenWhere is flatten without pieces of rows in which all shares of a plane say that they are done. There the picture stays.
func flattenWhere(p vision.RGB, t tensor, radius float32, shares vision.Plane) vision.RGB {
	r := max(int(radius/2+0.5), 1)
	mean := p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Box(c, r) })
	luma := p.Luma()
	calm := weighted(mean, vision.Box(vision.Product(luma, luma), r))
	if shares.W == 0 {
		out := vision.NewRGB(p.W, p.H)
		vision.Rows(p.H, func(y0, y1 int) {
			for y := y0; y < y1; y++ {
				flattenRow(out, calm, t, radius, y, 0, p.W)
			}
		})
		return out
	}
	out := p.EachChannel(vision.Plane.Clone)
	vision.Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			row := shares.Row(y)
			for x := 0; x < p.W; x += patch {
				if end := min(x+patch, p.W); slices.Min(row[x:end]) < done {
					flattenRow(out, calm, t, radius, y, x, end)
				}
			}
		}
	})
	return out
}

// flattenRow is flatten for the columns of row y from one to before another.
func flattenRow(out vision.RGB, calm [][4]float32, t tensor, radius float32, y, from, to int) {
	w, h := out.W, out.H
	for x := flattenLanes(out, calm, t, radius, y, from, to); x < to; x++ {
		i := y*w + x
		tx, ty, a := t.TX.Pix[i], t.TY.Pix[i], t.Aniso.Pix[i]
		along, across := radius*0.6*(1+0.8*a), radius*0.6*(1-0.45*a)
		ux, uy, vx, vy := along*tx, along*ty, -across*ty, across*tx
		sum := calm[i]
		// The windows lie in pairs on both sides of the pixel.
		for _, o := range ring {
			dx, dy := round(o[0]*ux+o[1]*vx), round(o[0]*uy+o[1]*vy)
			j := min(max(y+dy, 0), h-1)*w + min(max(x+dx, 0), w-1)
			k := min(max(y-dy, 0), h-1)*w + min(max(x-dx, 0), w-1)
			q, s := &calm[j], &calm[k]
			sum[0] += q[0] + s[0]
			sum[1] += q[1] + s[1]
			sum[2] += q[2] + s[2]
			sum[3] += q[3] + s[3]
		}
		n := 1 / sum[3]
		out.R.Pix[i], out.G.Pix[i], out.B.Pix[i] = sum[0]*n, sum[1]*n, sum[2]*n
	}
}

// ring holds half of the directions from a pixel to its windows: along the edge, across it and between; the others are opposite.
var ring = [4][2]float32{{1, 0}, {diagonal, diagonal}, {0, 1}, {-diagonal, diagonal}}

const diagonal = 0.70710678

// weighted holds the mean colour of the window around each pixel times its weight, and the weight, which falls with the variance of
// luma. squares is the mean of squared luma. One more follows, so that the last can be read as one of a pair.
func weighted(mean vision.RGB, squares vision.Plane) [][4]float32 {
	out := make([][4]float32, len(squares.Pix)+1)
	vision.Rows(mean.H, func(y0, y1 int) {
		from := y0 * mean.W
		for i := from + weightedLanes(out, mean, squares, from, y1*mean.W); i < y1*mean.W; i++ {
			r, g, b := mean.R.Pix[i], mean.G.Pix[i], mean.B.Pix[i]
			l := luma(r, g, b)
			v := max(squares.Pix[i]-l*l, 0) * 2500
			w := 1 / (1 + v*v)
			w *= w
			out[i] = [4]float32{w * r, w * g, w * b, w}
		}
	})
	return out
}

func round(x float32) int {
	if x < 0 {
		return int(x - 0.5)
	}
	return int(x + 0.5)
}

// crisp enlarges an abstraction of the reduced frame so that its edges fall on those of the full one: the coefficients of a guided
// filter are found on the small planes and applied to the large (He and Sun, "Fast Guided Filter", 2015).
func (c *canvas) crisp(p vision.RGB) vision.RGB {
	if c.ww == c.w && c.wh == c.h {
		return p
	}
	const r, eps = 1, 0.0012
	meanI := vision.Box(c.luma, r)
	meanII := vision.Box(vision.Product(c.luma, c.luma), r)
	guide := c.sheet(c.w, c.h)
	vision.Rows(c.h, func(y0, y1 int) {
		from, to := y0*c.w, y1*c.w
		vec.Luma(guide.Pix[from:to], c.in.R.Pix[from:to], c.in.G.Pix[from:to], c.in.B.Pix[from:to])
	})
	return p.EachChannel(func(q vision.Plane) vision.Plane {
		meanQ := vision.Box(q, r)
		meanIQ := vision.Box(vision.Product(c.luma, q), r)
		a, b := vision.New(q.W, q.H), vision.New(q.W, q.H)
		vision.Rows(q.H, func(y0, y1 int) {
			for i := y0 * q.W; i < y1*q.W; i++ {
				m := meanI.Pix[i]
				a.Pix[i] = (meanIQ.Pix[i] - m*meanQ.Pix[i]) / (meanII.Pix[i] - m*m + eps)
				b.Pix[i] = meanQ.Pix[i] - a.Pix[i]*m
			}
		})
		a, b = vision.Box(a, 1), vision.Box(b, 1)
		out := c.sheet(c.w, c.h)
		vision.Rows(c.h, func(y0, y1 int) {
			slope, scratch := make([]float32, c.w), c.lifter.Scratch()
			for y := y0; y < y1; y++ {
				row := out.Row(y)
				c.lifter.Row(row, scratch, b, y)
				c.lifter.Row(slope, scratch, a, y)
				vec.AddProduct(row, slope, guide.Row(y))
			}
		})
		return out
	})
}

// strokes finds dark lines: a difference of Gaussians, positive where the picture is darker than around, smoothed along the edges
// (Kang, Lee, Chui, "Coherent Line Drawing", NPAR 2007), in the size of the frame. width is that of a line in the design. Values
// are contrasts relative to the brightness around, so that lines are found in the dark too.
func (c *canvas) strokes(width float32) vision.Plane {
	sigma := max(c.wpx(width)*0.55, 0.6)
	fine, coarse := vision.Blur(c.luma, sigma), vision.Blur(c.luma, sigma*1.8+0.5)
	d := vision.Zip(fine, coarse, func(a, b float32) float32 { return (b - a) / (b + 0.12) })
	return c.full(c.smear(c.lineSteps(), d)[0])
}

// glow blurs the part of the canvas above a level of brightness and adds it, coloured, over a radius of the design.
func (c *canvas) glow(level, radius, amount float32) {
	w, h := max(c.w/4, 1), max(c.h/4, 1)
	lift := vision.NewLift(w, h, c.w, c.h)
	for _, p := range c.out.Channels() {
		small := quarter(p, w, h).Map(func(v float32) float32 { return max(v-level, 0) })
		small = vision.Blur(small, max(c.px(radius)/4, 0.7))
		vision.Rows(c.h, func(y0, y1 int) {
			row, scratch := make([]float32, c.w), lift.Scratch()
			for y := y0; y < y1; y++ {
				lift.Row(row, scratch, small, y)
				vec.AddScaled(p.Row(y), row, amount)
			}
		})
	}
}

// quarter reduces a plane to about a quarter of each side.
func quarter(p vision.Plane, w, h int) vision.Plane {
	if p.W != 4*w || p.H != 4*h {
		return vision.Resize(p, w, h)
	}
	return halve(halve(p))
}

// vignette darkens the corners by a share, which is the same in all frames.
func (c *canvas) vignette(amount float32) {
	if c.corners.W == 0 {
		c.corners = corners(c.w, c.h, amount)
	}
	vision.Rows(c.h, func(y0, y1 int) {
		from, to := y0*c.w, y1*c.w
		for _, p := range c.out.Channels() {
			vec.Mul(p.Pix[from:to], p.Pix[from:to], c.corners.Pix[from:to])
		}
	})
}

// corners is what vignette leaves of the light.
func corners(w, h int, amount float32) vision.Plane {
	out := vision.New(w, h)
	cx, cy := float32(w-1)/2, float32(h-1)/2
	scale := 1 / (cx*cx + cy*cy + 1)
	for y := range h {
		dy := float32(y) - cy
		for x := range w {
			dx := float32(x) - cx
			out.Pix[y*w+x] = 1 - amount*vision.Smoothstep(0.2, 1.05, (dx*dx+dy*dy)*scale)
		}
	}
	return out
}
