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
	vision.Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for _, c := range p.Channels() {
				addGradients(e.Row(y), f.Row(y), g.Row(y), c.Row(max(y-1, 0)), c.Row(y), c.Row(min(y+1, c.H-1)))
			}
		}
	})
	e, f, g = vision.Blur(e, sigma), vision.Blur(f, sigma), vision.Blur(g, sigma)
	t := tensor{vision.New(p.W, p.H), vision.New(p.W, p.H), vision.New(p.W, p.H)}
	vision.Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			minorAxes(t.TX.Row(y), t.TY.Row(y), t.Aniso.Row(y), e.Row(y), f.Row(y), g.Row(y))
		}
	})
	return t
}

// addGradients adds the products of the Scharr derivatives of a row of a channel, m, to those of the others. a is the row above and
// b the one below.
func addGradients(e, f, g, a, m, b []float32) {
	last := len(m) - 1
	done := addGradientsLanes(e, f, g, a, m, b)
	for x := range m {
		if x > 0 && x <= done {
			continue
		}
		l, r := max(x-1, 0), min(x+1, last)
		dx := 3*(a[r]-a[l]) + 10*(m[r]-m[l]) + 3*(b[r]-b[l])
		dy := 3*(b[l]-a[l]) + 10*(b[x]-a[x]) + 3*(b[r]-a[r])
		e[x] += dx * dx
		f[x] += dx * dy
		g[x] += dy * dy
	}
}

// minorAxes is minorAxis for a row.
func minorAxes(tx, ty, aniso, e, f, g []float32) {
	for x := minorAxesLanes(tx, ty, aniso, e, f, g); x < len(tx); x++ {
		tx[x], ty[x], aniso[x] = minorAxis(e[x], f[x], g[x])
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

// ways are the pixels along the edge through each pixel, to both sides, so many steps of one pixel each: first those ahead, then
// those behind.
type ways struct {
	steps int
	at    []int32
}

// ways walks from every pixel. old are ways of an earlier frame that may be overwritten.
func (t tensor) ways(old ways, steps int) ways {
	w, h := t.TX.W, t.TX.H
	out := ways{steps: steps, at: old.at}
	if n := w * h * 2 * steps; cap(out.at) < n {
		out.at = make([]int32, n)
	} else {
		out.at = out.at[:n]
	}
	dirs := make([][2]float32, w*h)
	vision.Rows(h, func(y0, y1 int) {
		for i := y0 * w; i < y1*w; i++ {
			dirs[i] = [2]float32{t.TX.Pix[i], t.TY.Pix[i]}
		}
	})
	vision.Rows(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range w {
				path := out.at[2*steps*(y*w+x):][:2*steps]
				walk(path[:steps], dirs, w, h, x, y, 1)
				walk(path[steps:], dirs, w, h, x, y, -1)
			}
		}
	})
	return out
}

// smear averages each plane along the edges over half so many steps of one pixel to either side: line integral convolution
// (Cabral and Leedom, "Imaging Vector Fields Using Line Integral Convolution", SIGGRAPH 1993). The ways have at least as many.
func (v ways) smear(half int, planes ...vision.Plane) []vision.Plane {
	w, h := planes[0].W, planes[0].H
	out := make([]vision.Plane, len(planes))
	for k := range out {
		out[k] = vision.New(w, h)
	}
	weights := bell(half)
	vision.Rows(h, func(y0, y1 int) {
		for i := y0 * w; i < y1*w; i++ {
			path := v.at[2*v.steps*i:][:2*v.steps]
			ahead, behind := path[:half], path[v.steps:v.steps+half]
			for k, p := range planes {
				pix := p.Pix
				sum := weights[0] * pix[i]
				for s, at := range ahead {
					sum += weights[s+1] * (pix[at] + pix[behind[s]])
				}
				out[k].Pix[i] = sum
			}
		}
	})
	return out
}

// bell are the weights of the middle and of so many steps to either side; they add up to 1.
func bell(half int) []float32 {
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
	return weights
}

// walk lists the pixels along the edge through (x,y) to one side, sign 1 or -1. At the border of the frame it stands still.
func walk(path []int32, dirs [][2]float32, w, h, x, y int, sign float32) {
	px, py := float32(x)+0.5, float32(y)+0.5
	at := y*w + x
	d := dirs[at]
	dx, dy := d[0]*sign, d[1]*sign
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
		n := &dirs[at]
		if n[0]*dx+n[1]*dy < 0 {
			dx, dy = -n[0], -n[1]
		} else {
			dx, dy = n[0], n[1]
		}
	}
}
