package segment

import (
	"math"
	"slices"

	"zoetrope/engine/studio/vision"
)

// Saliency returns how much each pixel stands out, in [0,1]: the minimum barrier distance to the frame's border in three
// opponent channels plus the unlikeness to the border's colours (Zhang et al., "Minimum Barrier Salient Object Detection
// at 80 FPS", ICCV 2015), with a preference for the centre. Meant for pictures about 320 pixels wide.
func Saliency(p vision.RGB) vision.Plane {
	channels := opponent(p)
	barrier := vision.New(p.W, p.H)
	for _, c := range channels {
		d := barrierDistance(vision.Blur(c, 0.7))
		for i, v := range d.Pix {
			barrier.Pix[i] += v
		}
	}
	barrier = relative(barrier, 12)
	unlike := relative(unlikeBorder(channels), 1.5)
	out := vision.New(p.W, p.H)
	for y := range p.H {
		for x := range p.W {
			dx, dy := (float64(x)/float64(p.W)-0.5)/0.38, (float64(y)/float64(p.H)-0.52)/0.42
			i := y*p.W + x
			out.Pix[i] = (barrier.Pix[i] + unlike.Pix[i]) * float32(math.Exp(-0.5*(dx*dx+dy*dy)))
		}
	}
	out = relative(vision.Blur(out, 1.2), 0.3)
	return out.Map(func(v float32) float32 { return float32(1 / (1 + math.Exp(-10*(float64(v)-0.45)))) })
}

// relative scales a plane to [0,1], or to less where its range stays below the least that means anything.
func relative(p vision.Plane, least float32) vision.Plane {
	low, high := vision.Quantile(p, 0), vision.Quantile(p, 1)
	scale := 1 / max(high-low, least)
	return p.Map(func(v float32) float32 { return (v - low) * scale })
}

// opponent returns luma, red-green and yellow-blue, scaled to comparable contrast in 8-bit units.
func opponent(p vision.RGB) [3]vision.Plane {
	l := p.Luma().Map(func(v float32) float32 { return 255 * v })
	rg, yb := vision.New(p.W, p.H), vision.New(p.W, p.H)
	for i := range rg.Pix {
		r, g, b := 255*p.R.Pix[i], 255*p.G.Pix[i], 255*p.B.Pix[i]
		rg.Pix[i] = (r - g) * 1.2
		yb.Pix[i] = (0.5*(r+g) - b) * 0.9
	}
	return [3]vision.Plane{l, rg, yb}
}

// barrierDistance is, per pixel, the smallest range of values that a path to the border has to cross, by four raster
// passes.
func barrierDistance(p vision.Plane) vision.Plane {
	w, h := p.W, p.H
	d, high, low := vision.New(w, h), p.Clone(), p.Clone()
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			d.Pix[y*w+x] = 1e9
		}
	}
	relax := func(i, j int) {
		u, l := max(high.Pix[j], p.Pix[i]), min(low.Pix[j], p.Pix[i])
		if u-l < d.Pix[i] {
			d.Pix[i], high.Pix[i], low.Pix[i] = u-l, u, l
		}
	}
	for pass := range 4 {
		if pass%2 == 0 {
			for y := 1; y < h-1; y++ {
				for x := 1; x < w-1; x++ {
					relax(y*w+x, y*w+x-1)
					relax(y*w+x, (y-1)*w+x)
				}
			}
			continue
		}
		for y := h - 2; y > 0; y-- {
			for x := w - 2; x > 0; x-- {
				relax(y*w+x, y*w+x+1)
				relax(y*w+x, (y+1)*w+x)
			}
		}
	}
	return d
}

// unlikeBorder sums the three smallest Mahalanobis distances to the colours of the four border strips: a subject may cut
// one side of the frame.
func unlikeBorder(channels [3]vision.Plane) vision.Plane {
	w, h := channels[0].W, channels[0].H
	strip := max(2, min(w, h)/12)
	inside := [4]func(x, y int) bool{
		func(_, y int) bool { return y < strip },
		func(_, y int) bool { return y >= h-strip },
		func(x, _ int) bool { return x < strip },
		func(x, _ int) bool { return x >= w-strip },
	}
	at := func(i int) colour {
		return colour{float64(channels[0].Pix[i]), float64(channels[1].Pix[i]), float64(channels[2].Pix[i])}
	}
	var means [4]colour
	var inverses [4][3][3]float64
	for s, in := range inside {
		var pixels []colour
		for y := range h {
			for x := range w {
				if in(x, y) {
					pixels = append(pixels, at(y*w+x))
				}
			}
		}
		means[s], inverses[s] = moments(pixels)
	}
	out := vision.New(w, h)
	for i := range out.Pix {
		var d [4]float64
		for s := range d {
			d[s] = mahalanobis(at(i), means[s], inverses[s])
		}
		slices.Sort(d[:])
		out.Pix[i] = float32(d[0] + d[1] + d[2])
	}
	return out
}

func moments(pixels []colour) (mean colour, inverse [3][3]float64) {
	const floor = 60 // variance below which a border strip counts as one colour
	n := math.Max(float64(len(pixels)), 1)
	for _, p := range pixels {
		for a := range p {
			mean[a] += p[a] / n
		}
	}
	var cov [3][3]float64
	for _, p := range pixels {
		for a := range 3 {
			for b := range 3 {
				cov[a][b] += (p[a] - mean[a]) * (p[b] - mean[b]) / n
			}
		}
	}
	for a := range 3 {
		cov[a][a] += floor
	}
	inverse, _ = invert(cov)
	return mean, inverse
}

func mahalanobis(p, mean colour, inverse [3][3]float64) float64 {
	q := 0.0
	for a := range 3 {
		for b := range 3 {
			q += (p[a] - mean[a]) * inverse[a][b] * (p[b] - mean[b])
		}
	}
	return math.Sqrt(math.Max(q, 0))
}
