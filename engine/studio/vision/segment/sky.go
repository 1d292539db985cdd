package segment

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// Sky returns a mask (0 or 1) of the sky of a picture about 320 pixels wide, all 0 where there is none to speak of. It
// grows from the top through smooth pixels of plausible colour, then a graph cut moves its lower edge to the skyline.
func Sky(p vision.RGB) vision.Plane {
	none := vision.New(p.W, p.H)
	if p.W < 16 || p.H < 16 {
		return none
	}
	const size = 256
	if long := max(p.W, p.H); long > size {
		w, h := max(16, p.W*size/long), max(16, p.H*size/long)
		return enlargeMask(Sky(p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Resize(c, w, h) })), p.W, p.H)
	}
	colour := skyColour(p)
	seed := growSky(p, colour)
	if seed.Mean() < 0.02 {
		return none
	}
	labels := make([]Label, p.W*p.H)
	core := vision.Erode(seed, 2)
	for i := range labels {
		row := float32(i/p.W) / float32(p.H)
		switch {
		case row > lowestSky || colour.Pix[i] < 0.05:
			labels[i] = Background
		case core.Pix[i] > 0:
			labels[i] = Foreground
		case colour.Pix[i] > 0.5 && row < 0.6 && seed.Pix[i] > 0:
			labels[i] = ProbablyForeground
		default:
			labels[i] = ProbablyBackground
		}
	}
	mask := reachesTop(Clean(GrabCut(p, labels, 3), 0.15, 0.02))
	if !plausibleSky(mask, colour, seed) || stopsAt(mask, int(lowestSky*float32(p.H))) || stopsAt(mask, lowestSeed(p.H)) {
		// A cut that only ends where the search did is none.
		return none
	}
	return mask
}

// lowestSky is how far down a sky may reach, as a fraction of the height.
const lowestSky = 0.85

func lowestSeed(h int) int { return h * 4 / 5 }

// stopsAt reports whether a good part of the columns of a mask end at one row, give or take one.
func stopsAt(mask vision.Plane, row int) bool {
	ends, columns := 0, 0
	for x := range mask.W {
		if mask.Pix[x] > 0 {
			columns++
		}
		for y := max(row-1, 1); y <= min(row+1, mask.H-1); y++ {
			if mask.Pix[(y-1)*mask.W+x] > mask.Pix[y*mask.W+x] {
				ends++
			}
		}
	}
	return 5*ends > 2*columns
}

// skyColour is the likelihood that a colour is that of a sky: blue, bright grey or a warm glow, never green.
func skyColour(p vision.RGB) vision.Plane {
	out := vision.New(p.W, p.H)
	for i := range out.Pix {
		r, g, b := p.R.Pix[i], p.G.Pix[i], p.B.Pix[i]
		l := 0.3*r + 0.6*g + 0.1*b
		high, low := max(r, g, b), min(r, g, b)
		saturation := (high - low) / (high + 0.02)
		blue := vision.Smoothstep(-0.02, 0.08, b-r) * vision.Smoothstep(-0.06, 0.02, b-g)
		grey := vision.Smoothstep(0.35, 0.15, saturation) * vision.Smoothstep(0.3, 0.55, l)
		warm := vision.Smoothstep(-0.02, 0.04, r-g) * vision.Smoothstep(0.35, 0.55, l) * vision.Smoothstep(1, 0.8, saturation)
		green := vision.Smoothstep(0.01, 0.06, g-max(r, b))
		out.Pix[i] = max(blue, grey, 0.8*warm) * (1 - green)
	}
	return out
}

// growSky floods from the top row through pixels of sky colour whose brightness changes little from one to the next.
func growSky(p vision.RGB, colour vision.Plane) vision.Plane {
	const (
		steepest = 0.085 // gradient per two pixels
		roughest = 0.075 // mean gradient around
		step     = 0.035
	)
	luma := p.Luma()
	gradient := vision.Gradient(luma)
	texture := vision.Box(gradient, 4)
	out := vision.New(p.W, p.H)
	var queue []int
	bottom := lowestSeed(p.H)
	visit := func(i int) {
		if out.Pix[i] == 0 && colour.Pix[i] > 0.3 && gradient.Pix[i] < steepest && texture.Pix[i] < roughest {
			out.Pix[i] = 1
			queue = append(queue, i)
		}
	}
	for x := range p.W {
		visit(x)
		visit(p.W + x)
	}
	for len(queue) > 0 {
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		x, y := i%p.W, i/p.W
		for _, n := range [4]point{{x + 1, y}, {x - 1, y}, {x, y + 1}, {x, y - 1}} {
			if n.x < 0 || n.y < 0 || n.x >= p.W || n.y >= bottom {
				continue
			}
			j := n.y*p.W + n.x
			if d := luma.Pix[j] - luma.Pix[i]; max(d, -d) < step {
				visit(j)
			}
		}
	}
	return out
}

// reachesTop keeps the parts of a mask that touch the top of the frame.
func reachesTop(mask vision.Plane) vision.Plane {
	out := vision.New(mask.W, mask.H)
	for _, c := range components(mask, 0.5) {
		touches := false
		for _, i := range c.pixels {
			touches = touches || i < 2*mask.W
		}
		if !touches {
			continue
		}
		for _, i := range c.pixels {
			out.Pix[i] = 1
		}
	}
	return out
}

func plausibleSky(mask, colour, seed vision.Plane) bool {
	area := mask.Mean()
	if area < 0.03 || area > 0.85 {
		return false
	}
	var top, fit, grown float32
	for x := range mask.W {
		top += mask.Pix[x] / float32(mask.W)
	}
	for i, v := range mask.Pix {
		fit += v * colour.Pix[i]
		grown += v * seed.Pix[i]
	}
	total := area * float32(len(mask.Pix))
	return top > 0.3 && fit > 0.6*total && grown > 0.4*total
}

// Water returns a mask (0 or 1) of water below the sky, all 0 where there is none to speak of. Water has the colours of
// the sky or is blue, and its texture is made of level streaks. It is meant for pictures about 320 pixels wide.
func Water(p vision.RGB, sky vision.Plane) vision.Plane {
	none := vision.New(p.W, p.H)
	horizon, ok := Horizon(sky)
	if !ok {
		return none
	}
	score := waterScore(p, sky, horizon)
	labels := make([]Label, p.W*p.H)
	var likely float32
	for i, s := range score.Pix {
		switch {
		case sky.Pix[i] > 0 || i/p.W <= horizon:
			labels[i] = Background
		case s > 0.5:
			labels[i] = ProbablyForeground
			likely++
		case s < 0.1:
			labels[i] = Background
		default:
			labels[i] = ProbablyBackground
		}
	}
	if likely < leastWater*float32(len(labels)) {
		return none
	}
	mask := Clean(GrabCut(p, labels, 2), 0.2, 0.02)
	var fit, area float32
	for i, v := range mask.Pix {
		fit += v * score.Pix[i]
		area += v
	}
	if area < leastWater*float32(len(labels)) || fit < 0.5*area {
		return none
	}
	return mask
}

// leastWater is the share of the picture below which water is left alone.
const leastWater = 0.03

func waterScore(p vision.RGB, sky vision.Plane, horizon int) vision.Plane {
	mean := meanColour(p, sky)
	luma := p.Luma()
	dx, dy := vision.New(p.W, p.H), vision.New(p.W, p.H)
	for y := range p.H {
		for x := range p.W {
			i := y*p.W + x
			gx, gy := luma.At(x+1, y)-luma.At(x-1, y), luma.At(x, y+1)-luma.At(x, y-1)
			dx.Pix[i], dy.Pix[i] = gx*gx, gy*gy
		}
	}
	dx, dy = vision.Box(dx, 6), vision.Box(dy, 6)
	out := vision.New(p.W, p.H)
	for i := horizon * p.W; i < len(out.Pix); i++ {
		r, g, b := p.R.Pix[i], p.G.Pix[i], p.B.Pix[i]
		scale := (mean[0] + mean[1] + mean[2] + 0.1) / (r + g + b + 0.1)
		d0, d1, d2 := r*scale-mean[0], g*scale-mean[1], b*scale-mean[2]
		hue := vision.Smoothstep(0.32, 0.1, float32(math.Sqrt(float64(d0*d0+d1*d1+d2*d2))))
		blue := vision.Smoothstep(0.02, 0.1, b-r) * vision.Smoothstep(-0.1, 0, b-g)
		level := vision.Smoothstep(1.1, 2.2, (dy.Pix[i]+1e-5)/(dx.Pix[i]+1e-5))
		calm := vision.Smoothstep(1.2e-3, 2e-4, dx.Pix[i])
		green := vision.Smoothstep(0.02, 0.08, g-max(r, b))
		// It mirrors the sky, so it is not much darker.
		bright := vision.Smoothstep(0.35, 0.6, (r+g+b)/(mean[0]+mean[1]+mean[2]+0.01))
		out.Pix[i] = bright * max(hue, blue) * max(level, 0.75*calm*blue) * (1 - green)
	}
	return vision.Box(out, 2)
}

func meanColour(p vision.RGB, mask vision.Plane) [3]float32 {
	var sum [3]float32
	var n float32
	for i, v := range mask.Pix {
		n += v
		sum[0] += v * p.R.Pix[i]
		sum[1] += v * p.G.Pix[i]
		sum[2] += v * p.B.Pix[i]
	}
	n = max(n, 1)
	return [3]float32{sum[0] / n, sum[1] / n, sum[2] / n}
}

// Horizon returns the row where the ground starts below a sky: nine columns in ten are covered no further down. It reports
// false without a sky.
func Horizon(sky vision.Plane) (int, bool) {
	bottoms := vision.New(sky.W, 1)
	covered := 0
	for x := range sky.W {
		for y := sky.H - 1; y >= 0; y-- {
			if sky.Pix[y*sky.W+x] > 0.5 {
				bottoms.Pix[x] = float32(y + 1)
				covered++
				break
			}
		}
	}
	if covered < sky.W/4 {
		return 0, false
	}
	return int(vision.Quantile(bottoms, 0.9)), true
}
