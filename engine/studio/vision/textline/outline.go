package textline

import "math"

// outline fits the quadrilateral round a row: the line below most letters, the highest line that touches at least two, and sides as
// slanted as the strokes.
func (c *chain) outline() bool {
	var xs, tops, bottoms []float64
	height := 0.0
	for _, l := range c.letters {
		top, bottom := l.ends()
		xs, tops, bottoms = append(xs, l.midX()), append(tops, top), append(bottoms, bottom)
		height += l.height() / float64(len(c.letters))
	}
	base0, base := through(xs, bottoms, 0.09*height, func(_, _ float64) float64 { return 0 })
	mid := (xs[0] + xs[len(xs)-1]) / 2
	// Capitals and ascenders stand out above the small letters: the higher of two lines wins if it touches two letters. Both lines run
	// nearly alike.
	n := float64(len(xs))
	top0, top := through(xs, tops, 0.09*height, func(a, b float64) float64 { return -1.6*n*(a+b*mid)/height - 8*n*math.Abs(b-base) })
	if math.Abs(base) > steepest || math.Abs(top) > steepest || math.Abs(base-top) > 0.2 {
		return false
	}
	if gap := base0 + base*mid - top0 - top*mid; gap < 0.6*height || gap > 1.8*height {
		return false
	}
	slant := c.slant()
	x0, _, x1, _ := c.bounds()
	side := func(x float64) (up, down Point) {
		// The side's place at half height; then along the slant to both lines.
		y := (base0 + top0 + (base+top)*x) / 2
		at := func(a, b float64) Point {
			// x' = x + slant*(y-y'), y' = a + b*x'
			px := (x + slant*(y-a)) / (1 + slant*b)
			return Point{px, a + b*px}
		}
		return at(top0, top), at(base0, base)
	}
	l, r := c.sides(slant, float64(x0), float64(x1-1), top0, top, base0, base)
	c.quad[0], c.quad[3] = side(l)
	c.quad[1], c.quad[2] = side(r)
	return c.quad.Width() > c.quad.Height()
}

// ends are the upper and lower edge of a letter.
func (l *letter) ends() (top, bottom float64) { return float64(l.y0) - 0.5, float64(l.y1) - 0.5 }

// through is the line (y = a + b x) through two of the points that passes most of them within a tolerance, plus a bonus.
func through(xs, ys []float64, tolerance float64, bonus func(a, b float64) float64) (a, b float64) {
	best := math.Inf(-1)
	for i := range xs {
		for j := i + 1; j < len(xs); j++ {
			if xs[j]-xs[i] < 1 {
				continue
			}
			slope := (ys[j] - ys[i]) / (xs[j] - xs[i])
			at := ys[i] - slope*xs[i]
			votes := 0.0
			for k := range xs {
				r := (ys[k] - at - slope*xs[k]) / tolerance
				votes += 1 / (1 + r*r*r*r)
			}
			if votes < 0.2*float64(len(xs)) {
				continue
			}
			votes += bonus(at, slope)
			if votes > best {
				best, a, b = votes, at, slope
			}
		}
	}
	// The points that agree refine it.
	var nearX, nearY []float64
	for k := range xs {
		if math.Abs(ys[k]-a-b*xs[k]) < tolerance {
			nearX, nearY = append(nearX, xs[k]), append(nearY, ys[k])
		}
	}
	if len(nearX) > 2 {
		a, b = leastSquares(nearX, nearY)
	}
	return a, b
}

// slant is how far strokes lean to the right per pixel upwards: the lean at which the columns differ most.
func (c *chain) slant() float64 {
	const most, step = 0.6, 0.05
	at, best := 0.0, 0.0
	for s := -most; s <= most+1e-9; s += step {
		// Upright strokes are the rule: a lean has to show.
		if v := c.contrastOfColumns(s) * (1 - 0.12*math.Abs(s)); v > best {
			at, best = s, v
		}
	}
	if math.Abs(at) < 1.5*step {
		return 0
	}
	return at
}

// contrastOfColumns is the sum of the squares of the columns of the letters, sheared by a slant, each letter for itself.
func (c *chain) contrastOfColumns(slant float64) float64 {
	sum := 0.0
	counts := map[int]float64{}
	for _, l := range c.letters {
		clear(counts)
		w := c.stride
		for _, i := range l.pixels {
			x, y := float64(int(i)%w), float64(int(i)/w)
			counts[int(math.Floor(x+slant*(y-l.midY())+0.5))]++
		}
		for _, n := range counts {
			sum += n * n / float64(len(l.pixels))
		}
	}
	return sum
}

// sides are where the leftmost and the rightmost pixel of the letters lie at half height.
func (c *chain) sides(slant, left, right, top0, top, base0, base float64) (l, r float64) {
	l, r = math.Inf(1), math.Inf(-1)
	for _, g := range c.letters {
		for _, i := range g.pixels {
			x, y := float64(int(i)%c.stride), float64(int(i)/c.stride)
			mid := (top0 + base0 + (top+base)*x) / 2
			at := x + slant*(y-mid)
			l, r = math.Min(l, at-0.5), math.Max(r, at+0.5)
		}
	}
	if l > r {
		return left, right
	}
	return l, r
}
