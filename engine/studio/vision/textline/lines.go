package textline

import (
	"cmp"
	"math"
	"slices"

	"zoetrope/engine/studio/vision"
)

// What letters beside each other have in common, and what a line of them must be.
const (
	mostTaller   = 2.1  // height of one by the other
	mostThicker  = 2.2  // stroke of one by the other
	mostApart    = 1.25 // gap by the height of the taller
	mostRaised   = 0.62 // difference of the middles by that height, beside what the line's slope gives
	mostColour   = 0.28 // difference of the colours
	steepest     = 0.65 // slope of a line
	leastLetters = 3
	leastVariety = 0.13 // mean difference of the shapes
	leastSure    = 0.5
)

// chain is a row of letters.
type chain struct {
	letters []*letter
	dark    bool
	stride  int     // of the pixel numbers
	score   float64 // how sure it is, and how large
	quad    Quad
}

// chains joins letters into rows, from left to right.
func chains(p vision.RGB, luma vision.Plane, all []*letter, dark bool) []chain {
	for _, l := range all {
		l.colour = meanColour(p, l.pixels)
	}
	slices.SortFunc(all, func(a, b *letter) int { return cmp.Or(cmp.Compare(a.x0, b.x0), cmp.Compare(a.y0, b.y0)) })
	next := make([]int, len(all))
	taken := make([]bool, len(all))
	for i, a := range all {
		next[i] = -1
		best := math.Inf(1)
		for j := i + 1; j < len(all); j++ {
			b := all[j]
			if float64(b.x0-a.x1) > mostApart*math.Max(a.height(), b.height())+2 && b.x0 > a.x1+int(mostHeight*float64(luma.H)) {
				break
			}
			if cost := a.apart(b); cost < best && !taken[j] {
				best, next[i] = cost, j
			}
		}
		if next[i] >= 0 {
			taken[next[i]] = true
		}
	}
	var out []chain
	for i := range all {
		if taken[i] {
			continue
		}
		var row []*letter
		for k := i; k >= 0; k = next[k] {
			row = append(row, all[k])
		}
		for _, part := range straight(row) {
			c := chain{letters: part, dark: dark, stride: luma.W}
			if c.judge() {
				out = append(out, c)
			}
		}
	}
	return out
}

// apart is how little two letters belong beside each other, infinite where they do not.
func (l *letter) apart(r *letter) float64 {
	tall, short := math.Max(l.height(), r.height()), math.Min(l.height(), r.height())
	gap := float64(r.x0 - l.x1)
	rise := math.Abs(r.midY() - l.midY())
	thick := math.Max(l.stroke, r.stroke) / math.Max(math.Min(l.stroke, r.stroke), 0.5)
	colour := 0.0
	for c := range l.colour {
		colour = math.Max(colour, math.Abs(l.colour[c]-r.colour[c]))
	}
	slope := rise / math.Max(r.midX()-l.midX(), 1)
	switch {
	case tall > mostTaller*short, gap > mostApart*tall, gap < -0.35*math.Min(l.width(), r.width()), rise > mostRaised*tall,
		slope > steepest && rise > 0.3*tall, thick > mostThicker, colour > mostColour:
		return math.Inf(1)
	}
	return math.Max(gap, 0)/tall + 1.5*rise/tall + 0.6*(tall/short-1) + colour
}

// straight cuts a row where it bends: text stands on a line.
func straight(row []*letter) [][]*letter {
	if len(row) < leastLetters {
		return nil
	}
	var out [][]*letter
	for len(row) >= leastLetters {
		n := len(row)
		for ; n >= leastLetters; n-- {
			if bend(row[:n]) < 0.3 {
				break
			}
		}
		if n < leastLetters {
			row = row[1:]
			continue
		}
		out = append(out, row[:n])
		row = row[n:]
	}
	return out
}

// bend is how far the middles of letters lie from a line, by their height.
func bend(row []*letter) float64 {
	var xs, ys []float64
	tall := 0.0
	for _, l := range row {
		xs, ys = append(xs, l.midX()), append(ys, l.midY())
		tall += l.height() / float64(len(row))
	}
	a, b := leastSquares(xs, ys)
	sum := 0.0
	for i := range xs {
		r := ys[i] - a - b*xs[i]
		sum += r * r
	}
	return math.Sqrt(sum/float64(len(xs))) / tall
}

// judge decides whether a row is text, and how prominent.
func (c *chain) judge() bool {
	n := float64(len(c.letters))
	if n < leastLetters {
		return false
	}
	var contrast, height, variety, pairs, plain float64
	var strokes, heights []float64
	for i, l := range c.letters {
		contrast += l.contrast / n
		height += l.height() / n
		strokes, heights = append(strokes, l.stroke), append(heights, l.height())
		if fill := float64(len(l.pixels)) / (l.width() * l.height()); fill > 0.86 {
			plain += 1 / n
		}
		for _, o := range c.letters[:i] {
			variety += l.unlike(o)
			pairs++
		}
	}
	variety /= pairs
	if variety < leastVariety || plain > 0.6 || n == leastLetters && variety < 1.3*leastVariety {
		return false
	}
	regular := math.Exp(-1.6*spreadOf(strokes) - 1.2*math.Max(spreadOf(heights)-0.12, 0) - 2.5*bend(c.letters) - 1.5*c.unevenGaps())
	sure := regular * math.Min(n/5, 1.15) * math.Min(contrast/0.35, 1.2)
	if sure < leastSure {
		return false
	}
	if !c.outline() {
		return false
	}
	c.score = sure * math.Sqrt(height*c.quad.Width()) * math.Sqrt(n)
	return true
}

// unevenGaps is how much the gaps between letters vary, by their height.
func (c *chain) unevenGaps() float64 {
	var gaps []float64
	height := 0.0
	for i, l := range c.letters {
		height += l.height() / float64(len(c.letters))
		if i > 0 {
			gaps = append(gaps, float64(l.x0-c.letters[i-1].x1))
		}
	}
	slices.Sort(gaps)
	// The widest are those between words.
	gaps = gaps[:max(len(gaps)*3/4, 1)]
	mean, sum := 0.0, 0.0
	for _, g := range gaps {
		mean += g / float64(len(gaps))
	}
	for _, g := range gaps {
		sum += (g - mean) * (g - mean) / float64(len(gaps))
	}
	return math.Sqrt(sum) / height
}

// spreadOf is the standard deviation by the mean.
func spreadOf(v []float64) float64 {
	mean, sum := 0.0, 0.0
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		sum += (x - mean) * (x - mean) / float64(len(v))
	}
	return math.Sqrt(sum) / math.Max(mean, 1e-6)
}

// overlaps tells whether two rows show the same letters.
func (c *chain) overlaps(o *chain) bool {
	a0, b0, a1, b1 := c.bounds()
	c0, d0, c1, d1 := o.bounds()
	w, h := min(a1, c1)-max(a0, c0), min(b1, d1)-max(b0, d0)
	return w > 0 && h > 0 && float64(w*h) > 0.25*float64(min((a1-a0)*(b1-b0), (c1-c0)*(d1-d0)))
}

func (c *chain) bounds() (x0, y0, x1, y1 int) {
	x0, y0 = math.MaxInt, math.MaxInt
	for _, l := range c.letters {
		x0, y0, x1, y1 = min(x0, l.x0), min(y0, l.y0), max(x1, l.x1), max(y1, l.y1)
	}
	return x0, y0, x1, y1
}

// line is the chain for a picture of a size.
func (c *chain) line(w, h int) Line {
	out := Line{Quad: c.quad, Letters: vision.New(w, h), Count: len(c.letters), Dark: c.dark, Prominence: c.score}
	for _, l := range c.letters {
		for _, i := range l.pixels {
			out.Letters.Pix[i] = 1
		}
	}
	return out
}

func meanColour(p vision.RGB, pixels []int32) [3]float64 {
	var sum [3]float64
	for _, i := range pixels {
		sum[0] += float64(p.R.Pix[i])
		sum[1] += float64(p.G.Pix[i])
		sum[2] += float64(p.B.Pix[i])
	}
	for c := range sum {
		sum[c] /= float64(len(pixels))
	}
	return sum
}

func leastSquares(xs, ys []float64) (a, b float64) {
	n := float64(len(xs))
	var sx, sy, sxx, sxy float64
	for i, x := range xs {
		sx, sy, sxx, sxy = sx+x, sy+ys[i], sxx+x*x, sxy+x*ys[i]
	}
	if d := n*sxx - sx*sx; d > 1e-9 {
		b = (n*sxy - sx*sy) / d
	}
	return (sy - b*sx) / n, b
}
