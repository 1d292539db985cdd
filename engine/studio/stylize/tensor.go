package stylize

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// tensor is the smoothed structure tensor of a picture (Brox et al., "Nonlinear Structure Tensors", 2006, without the nonlinear
// part): TX, TY is the unit direction along the local edge, Aniso how much there is one, 0..1.
type tensor struct {
	TX, TY, Aniso vision.Plane
}

// newTensor finds the structure of a picture with a Gaussian window of sigma pixels.
func newTensor(p vision.RGB, sigma float32) tensor {
	e, f, g := vision.New(p.W, p.H), vision.New(p.W, p.H), vision.New(p.W, p.H)
	for _, c := range p.Channels() {
		vision.Rows(p.H, func(y0, y1 int) { addGradients(e, f, g, c, y0, y1) })
	}
	e, f, g = vision.Blur(e, sigma), vision.Blur(f, sigma), vision.Blur(g, sigma)
	t := tensor{vision.New(p.W, p.H), vision.New(p.W, p.H), vision.New(p.W, p.H)}
	vision.Rows(p.H, func(y0, y1 int) {
		for i := y0 * p.W; i < y1*p.W; i++ {
			t.TX.Pix[i], t.TY.Pix[i], t.Aniso.Pix[i] = minorAxis(e.Pix[i], f.Pix[i], g.Pix[i])
		}
	})
	return t
}

// addGradients adds the products of the Scharr derivatives of a channel.
func addGradients(e, f, g, c vision.Plane, y0, y1 int) {
	for y := y0; y < y1; y++ {
		a, m, b := c.Row(max(y-1, 0)), c.Row(y), c.Row(min(y+1, c.H-1))
		for x := range c.W {
			l, r := max(x-1, 0), min(x+1, c.W-1)
			dx := 3*(a[r]-a[l]) + 10*(m[r]-m[l]) + 3*(b[r]-b[l])
			dy := 3*(b[l]-a[l]) + 10*(b[x]-a[x]) + 3*(b[r]-a[r])
			i := y*c.W + x
			e.Pix[i] += dx * dx
			f.Pix[i] += dx * dy
			g.Pix[i] += dy * dy
		}
	}
}

// minorAxis is the unit eigenvector of the smaller eigenvalue of [[e f][f g]], and the relative difference of both.
func minorAxis(e, f, g float32) (x, y, aniso float32) {
	root := sqrt((e-g)*(e-g) + 4*f*f)
	large, small := (e+g+root)/2, (e+g-root)/2
	x, y = large-e, -f
	if x*x+y*y < 1e-12 {
		x, y = -f, large-g
	}
	n := sqrt(x*x + y*y)
	if n < 1e-9 {
		return 1, 0, 0
	}
	return x / n, y / n, (large - small) / (large + small + 1e-4)
}

// smear averages each plane along the edges over half so many steps of one pixel to either side: line integral convolution
// (Cabral and Leedom, "Imaging Vector Fields Using Line Integral Convolution", SIGGRAPH 1993).
func (t tensor) smear(half int, planes ...vision.Plane) []vision.Plane {
	w, h := t.TX.W, t.TX.H
	out := make([]vision.Plane, len(planes))
	for k := range out {
		out[k] = vision.New(w, h)
	}
	weights := make([]float32, half+1)
	var total float32
	for s := range weights {
		d := float64(s) / float64(half+1)
		weights[s] = float32(math.Exp(-2 * d * d))
		total += 2 * weights[s]
	}
	total -= weights[0] // the middle counts once
	for s := range weights {
		weights[s] /= total
	}
	vision.Rows(h, func(y0, y1 int) {
		path := make([]int32, 2*half)
		for y := y0; y < y1; y++ {
			for x := range w {
				i := y*w + x
				t.walk(path[:half], x, y, 1)
				t.walk(path[half:], x, y, -1)
				for k, p := range planes {
					sum := weights[0] * p.Pix[i]
					back := path[half:]
					for s, at := range path[:half] {
						sum += weights[s+1] * (p.Pix[at] + p.Pix[back[s]])
					}
					out[k].Pix[i] = sum
				}
			}
		}
	})
	return out
}

// walk lists the pixels along the edge through (x,y) to one side, sign 1 or -1. At the border of the frame it stands still.
func (t tensor) walk(path []int32, x, y int, sign float32) {
	w, h := t.TX.W, t.TX.H
	px, py := float32(x)+0.5, float32(y)+0.5
	at := y*w + x
	dx, dy := t.TX.Pix[at]*sign, t.TY.Pix[at]*sign
	for s := range path {
		px, py = px+dx, py+dy
		ix, iy := int(px), int(py)
		if px < 0 || py < 0 || ix >= w || iy >= h {
			for ; s < len(path); s++ {
				path[s] = int32(at)
			}
			return
		}
		at = iy*w + ix
		path[s] = int32(at)
		nx, ny := t.TX.Pix[at], t.TY.Pix[at]
		if nx*dx+ny*dy < 0 {
			nx, ny = -nx, -ny
		}
		dx, dy = nx, ny
	}
}
