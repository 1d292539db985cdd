package vision

import (
	"math"
	"slices"

	"zoetrope/engine/studio/vision/vec"
)

// Half returns the plane at half size, each side rounded up, after the [1 3 3 1]/8 filter.
func Half(p Plane) Plane {
	w, h := (p.W+1)/2, (p.H+1)/2
	out := New(w, h)
	Rows(h, func(y0, y1 int) {
		column := make([]float32, p.W)
		for y := y0; y < y1; y++ {
			r0, r1 := p.Row(clamp(2*y-1, p.H)), p.Row(clamp(2*y, p.H))
			r2, r3 := p.Row(clamp(2*y+1, p.H)), p.Row(clamp(2*y+2, p.H))
			for x := range column {
				column[x] = (r0[x] + 3*r1[x] + 3*r2[x] + r3[x]) * 0.125
			}
			row := out.Row(y)
			for x := range row {
				row[x] = (column[clamp(2*x-1, p.W)] + 3*column[clamp(2*x, p.W)] +
					3*column[clamp(2*x+1, p.W)] + column[clamp(2*x+2, p.W)]) * 0.125
			}
		}
	})
	return out
}

// Box returns the mean over the (2r+1) x (2r+1) square around each pixel, repeating the border outside.
func Box(p Plane, r int) Plane {
	if r <= 0 {
		return p.Clone()
	}
	out, t := New(p.W, p.H), borrow(p.W, p.H)
	boxInto(out, p, t, r)
	giveBack(t)
	return out
}

// boxInto is Box with a plane for what lies between its two passes; dst may be p.
func boxInto(dst, p, between Plane, r int) {
	Rows(p.H, func(y0, y1 int) { boxRows(between, p, r, y0, y1) })
	columns(p.W, func(x0, x1 int) { boxColumns(dst, between, r, x0, x1) })
}

// boxRows goes along four rows at once: the sums of one row wait for each other.
func boxRows(dst, src Plane, r, y0, y1 int) {
	y := y0
	for ; y+4 <= y1; y += 4 {
		boxFourRows([4][]float32{dst.Row(y), dst.Row(y + 1), dst.Row(y + 2), dst.Row(y + 3)},
			[4][]float32{src.Row(y), src.Row(y + 1), src.Row(y + 2), src.Row(y + 3)}, r)
	}
	for ; y < y1; y++ {
		boxRow(dst.Row(y), src.Row(y), r)
	}
}

func boxFourRows(dst, src [4][]float32, r int) {
	n := len(src[0])
	scale := 1 / float32(2*r+1)
	a, b, c, d := src[0][:n], src[1][:n], src[2][:n], src[3][:n]
	da, db, dc, dd := dst[0][:n], dst[1][:n], dst[2][:n], dst[3][:n]
	var sa, sb, sc, sd float32
	for x := -r; x <= r; x++ {
		k := clamp(x, n)
		sa, sb, sc, sd = sa+a[k], sb+b[k], sc+c[k], sd+d[k]
	}
	for x := range da {
		da[x], db[x], dc[x], dd[x] = sa*scale, sb*scale, sc*scale, sd*scale
		in, out := x+r+1, x-r
		if in >= n {
			in = n - 1
		}
		if out < 0 {
			out = 0
		}
		sa += a[in] - a[out]
		sb += b[in] - b[out]
		sc += c[in] - c[out]
		sd += d[in] - d[out]
	}
}

func boxRow(dst, src []float32, r int) {
	n := len(src)
	scale := 1 / float32(2*r+1)
	var sum float32
	for x := -r; x <= r; x++ {
		sum += src[clamp(x, n)]
	}
	for x := range dst {
		dst[x] = sum * scale
		sum += src[min(x+r+1, n-1)] - src[max(x-r, 0)]
	}
}

func boxColumns(dst, src Plane, r, x0, x1 int) {
	scale := 1 / float32(2*r+1)
	sum := make([]float32, x1-x0)
	for y := -r; y <= r; y++ {
		vec.Add(sum, src.Row(clamp(y, src.H))[x0:x1])
	}
	for y := range dst.H {
		enter, leave := src.Row(min(y+r+1, src.H-1))[x0:x1], src.Row(max(y-r, 0))[x0:x1]
		vec.Slide(dst.Row(y)[x0:x1], sum, enter, leave, scale)
	}
}

// Blur approximates a Gaussian of the given sigma in pixels by three box filters.
func Blur(p Plane, sigma float32) Plane {
	if sigma <= 0 {
		return p.Clone()
	}
	if sigma < 1 {
		return binomial(p)
	}
	out, t := New(p.W, p.H), borrow(p.W, p.H)
	for _, r := range boxRadii(float64(sigma)) {
		if r > 0 {
			boxInto(out, p, t, r)
			p = out
		}
	}
	giveBack(t)
	return out
}

// boxRadii returns three radii whose boxes have a total variance near sigma squared: a box of radius r adds r(r+1)/3.
func boxRadii(sigma float64) [3]int {
	r := int((math.Sqrt(4*sigma*sigma+1) - 1) / 2)
	larger := int(math.Round((3*sigma*sigma - float64(3*r*(r+1))) / float64(2*(r+1))))
	radii := [3]int{r, r, r}
	for i := range min(larger, 3) {
		radii[i]++
	}
	return radii
}

// binomial is the [1 2 1]/4 filter in both directions, a Gaussian of sigma 0.7.
func binomial(p Plane) Plane {
	out := New(p.W, p.H)
	Rows(p.H, func(y0, y1 int) {
		column := make([]float32, p.W)
		for y := y0; y < y1; y++ {
			above, at, below := p.Row(clamp(y-1, p.H)), p.Row(y), p.Row(clamp(y+1, p.H))
			vec.Weigh(column, above, at, below)
			row, last := out.Row(y), p.W-1
			row[0] = 0.25*(column[0]+column[min(1, last)]) + 0.5*column[0]
			row[last] = 0.25*(column[max(last-1, 0)]+column[last]) + 0.5*column[last]
			if last > 1 {
				vec.Weigh(row[1:last], column, column[1:], column[2:])
			}
		}
	})
	return out
}

// Erode returns the minimum over the (2r+1) x (2r+1) square around each pixel.
func Erode(p Plane, r int) Plane { return extremum(p, r, vec.Min) }

// Dilate returns the maximum over the (2r+1) x (2r+1) square around each pixel.
func Dilate(p Plane, r int) Plane { return extremum(p, r, vec.Max) }

// extremum widens windows by doubling them: two windows side by side or overlapping make a larger one.
func extremum(p Plane, r int, pick func(dst, a, b []float32)) Plane {
	if r <= 0 {
		return p.Clone()
	}
	between, out := borrow(p.W, p.H), New(p.W, p.H)
	Rows(p.H, func(y0, y1 int) {
		row := make([]float32, p.W+2*r)
		for y := y0; y < y1; y++ {
			repeatEnds(row, p.Row(y), r)
			doubling(2*r+1, len(row), func(n, apart int) { pick(row[:n], row, row[apart:]) })
			copy(between.Row(y), row)
		}
	})
	columns(p.W, func(x0, x1 int) {
		strip := New(x1-x0, p.H+2*r)
		for y := range strip.H {
			copy(strip.Row(y), between.Row(clamp(y-r, p.H))[x0:x1])
		}
		doubling(2*r+1, strip.H, func(n, apart int) {
			for y := range n {
				pick(strip.Row(y), strip.Row(y), strip.Row(y+apart))
			}
		})
		for y := range p.H {
			copy(out.Row(y)[x0:x1], strip.Row(y))
		}
	})
	giveBack(between)
	return out
}

// repeatEnds puts src into dst with r copies of its ends before and behind it.
func repeatEnds(dst, src []float32, r int) {
	copy(dst[r:], src)
	for i := range r {
		dst[i], dst[len(dst)-1-i] = src[0], src[len(src)-1]
	}
}

// doubling calls join for the steps in which windows of one become windows of width values: the first n of so many windows are each
// joined with the one that begins so far behind.
func doubling(width, total int, join func(n, apart int)) {
	have := 1
	for have < width {
		apart := min(have, width-have)
		have += apart
		join(total-have+1, apart)
	}
}

// Gradient returns the magnitude of the central difference (per two pixels) at each pixel; the border row and column
// repeat their inner neighbours.
func Gradient(p Plane) Plane {
	out := New(p.W, p.H)
	Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			above, at, below := p.Row(clamp(y-1, p.H)), p.Row(y), p.Row(clamp(y+1, p.H))
			row := out.Row(y)
			above, at, below = above[:len(row)], at[:len(row)], below[:len(row)]
			left := at[0]
			for x, here := range at {
				right := here
				if x+1 < len(at) {
					right = at[x+1]
				}
				dx, dy := right-left, below[x]-above[x]
				row[x] = float32(math.Sqrt(float64(dx*dx + dy*dy)))
				left = here
			}
		}
	})
	return out
}

// Quantile returns the value below which the fraction q of the pixels lies, 0 for an empty plane.
func Quantile(p Plane, q float64) float32 {
	if len(p.Pix) == 0 {
		return 0
	}
	s := slices.Clone(p.Pix)
	slices.Sort(s)
	return s[int(q*float64(len(s)-1))]
}

// Normalize maps the values so that the low and high quantiles become 0 and 1, and clips. A plane without contrast
// becomes 0.
func Normalize(p Plane, low, high float64) Plane {
	lo, hi := Quantile(p, low), Quantile(p, high)
	if hi-lo < 1e-6 {
		return New(p.W, p.H)
	}
	scale := 1 / (hi - lo)
	return p.Map(func(v float32) float32 { return min(max((v-lo)*scale, 0), 1) })
}
