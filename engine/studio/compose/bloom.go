package compose

import "zoetrope/engine/studio/vision"

// plane is an RGB picture of a bloom level, w x h x 3.
type plane struct {
	w, h int
	pix  []float32
}

func newPlane(w, h int) *plane { return &plane{w, h, make([]float32, 3*w*h)} }

// bloom is a pyramid of blurred highlights: a quarter of the frame's size, then halves of that. Each level is blurred with a
// tent and added to the next finer one, which gives a wide glow with a bright core at little cost (Kawase, "Frame Buffer
// Postprocessing Effects", GDC 2003; Jimenez, "Next Generation Post Processing in Call of Duty", SIGGRAPH 2014).
type bloom struct {
	levels []*plane
	spare  []*plane
	cols   []nearBy // where the columns of the frame lie in the finest level
}

// bloomStep is the size of a pixel of the finest level in pixels of the frame.
const bloomStep = 4

func newBloom(w, h int) *bloom {
	b := new(bloom)
	lw, lh := (w+bloomStep-1)/bloomStep, (h+bloomStep-1)/bloomStep
	for len(b.levels) < 5 {
		b.levels = append(b.levels, newPlane(lw, lh))
		b.spare = append(b.spare, newPlane(lw, lh))
		if lw < 4 || lh < 4 {
			break
		}
		lw, lh = (lw+1)/2, (lh+1)/2
	}
	b.cols = make([]nearBy, w)
	for x := range b.cols {
		b.cols[x] = along(x, w, b.levels[0].w)
	}
	return b
}

// row writes the glow of row y of a frame of h rows: red, green and blue. line is scratch for three rows.
func (b *bloom) row(dst *[3][]float32, line []float32, y, h int) {
	fine := b.levels[0]
	at := along(y, h, fine.h)
	k := 1 / float32(len(b.levels))
	ka, kb := (1-at.share())*k, at.share()*k
	above, below := fine.pix[3*fine.w*at.a:][:3*fine.w], fine.pix[3*fine.w*at.b:][:3*fine.w]
	line = line[:3*fine.w]
	for i := range line {
		line[i] = above[i]*ka + below[i]*kb
	}
	red, green, blue := dst[0][:len(b.cols)], dst[1][:len(b.cols)], dst[2][:len(b.cols)]
	for x, c := range b.cols {
		l, r := line[3*c.a:3*c.a+3:3*c.a+3], line[3*c.b:3*c.b+3:3*c.b+3]
		red[x], green[x], blue[x] = l[0]+(r[0]-l[0])*c.share(), l[1]+(r[1]-l[1])*c.share(), l[2]+(r[2]-l[2])*c.share()
	}
}

// update computes the glow of a frame. Radiance is multiplied by exposure first; what lies above the threshold glows, and of
// everything else the share veil.
func (b *bloom) update(pix []float32, w, h int, glow highlights, lanes bool) {
	b.extract(pix, w, h, glow, lanes)
	for i := 1; i < len(b.levels); i++ {
		halve(b.levels[i], b.levels[i-1])
	}
	last := len(b.levels) - 1
	for i := last; i >= 0; i-- {
		blur(b.spare[i], b.levels[i])
		if i < last {
			addDouble(b.levels[i], b.levels[i+1])
		}
	}
}

// extract fills the finest level with the highlights of a frame. lanes says whether eight pixels may be weighed at a time.
func (b *bloom) extract(pix []float32, w, h int, glow highlights, lanes bool) {
	fine := b.levels[0]
	vision.Rows(fine.h, func(y0, y1 int) {
		c := newColumns(w)
		for y := y0; y < y1; y++ {
			rows := pix[4*w*y*bloomStep : 4*w*min((y+1)*bloomStep, h)]
			from := 0
			if lanes {
				from = c.weighLanes(rows, w)
			}
			c.weigh(rows, w, from)
			for x := range fine.w {
				glow.take(fine.pix[3*(y*fine.w+x):][:3], c, x*bloomStep, min((x+1)*bloomStep, w))
			}
		}
	})
}

// columns are the weighted sums of red, green and blue and the sums of the weights over the rows of a cell.
type columns [4][]float32

func newColumns(w int) *columns {
	c := new(columns)
	for k := range c {
		c[k] = make([]float32, w)
	}
	return c
}

// weigh sums the columns of some rows of w pixels, from one on. Weighting by brightness keeps single sparkling pixels from
// flashing.
func (c *columns) weigh(rows []float32, w, from int) {
	for x := from; x < w; x++ {
		var r, g, bl, n float32
		for at := 4 * x; at < len(rows); at += 4 * w {
			p := rows[at : at+3 : at+3]
			pr, pg, pb := finite(p[0]), finite(p[1]), finite(p[2])
			top := pr
			if pg > top {
				top = pg
			}
			if pb > top {
				top = pb
			}
			k := 1 / (1 + 0.25*top)
			r, g, bl, n = r+pr*k, g+pg*k, bl+pb*k, n+k
		}
		c[0][x], c[1][x], c[2][x], c[3][x] = r, g, bl, n
	}
}

// highlights say which part of the light glows: see bloom.update.
type highlights struct{ exposure, threshold, veil float32 }

// take writes the glow of the cell of columns x0 to x1 to o.
func (l highlights) take(o []float32, c *columns, x0, x1 int) {
	var r, g, bl, n float32
	for x := x0; x < x1; x++ {
		r, g, bl, n = r+c[0][x], g+c[1][x], bl+c[2][x], n+c[3][x]
	}
	k := l.exposure / n
	r, g, bl = r*k, g*k, bl*k
	top := max(r, g, bl)
	share := l.veil
	if top > 0 {
		share += max(top-l.threshold, 0) / (top + 0.5)
	}
	o[0], o[1], o[2] = r*share, g*share, bl*share
}

// finite limits radiance to what a film can hold; NaN becomes 0.
func finite(v float32) float32 {
	if !(v > 0) {
		return 0
	}
	if v > 1000 {
		return 1000
	}
	return v
}

func halve(dst, src *plane) {
	for y := range dst.h {
		r0 := 3 * src.w * (2 * y)
		r1 := 3 * src.w * min(2*y+1, src.h-1)
		for x := range dst.w {
			a, b := 3*2*x, 3*min(2*x+1, src.w-1)
			for c := range 3 {
				dst.pix[3*(y*dst.w+x)+c] = 0.25 * (src.pix[r0+a+c] + src.pix[r0+b+c] + src.pix[r1+a+c] + src.pix[r1+b+c])
			}
		}
	}
}

// blur applies the binomial filter [1 4 6 4 1]/16 in both directions, in place.
func blur(spare, p *plane) {
	vision.Rows(p.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			row := p.pix[3*p.w*y : 3*p.w*(y+1)]
			out := spare.pix[3*p.w*y : 3*p.w*(y+1)]
			for x := range p.w {
				a, b := 3*max(x-2, 0), 3*max(x-1, 0)
				d, e := 3*min(x+1, p.w-1), 3*min(x+2, p.w-1)
				for c := range 3 {
					out[3*x+c] = (row[a+c]+row[e+c])*(1.0/16) + (row[b+c]+row[d+c])*0.25 + row[3*x+c]*0.375
				}
			}
		}
	})
	vision.Rows(p.h, func(y0, y1 int) {
		stride := 3 * p.w
		line := func(y int) []float32 { return spare.pix[stride*min(max(y, 0), p.h-1):][:stride] }
		for y := y0; y < y1; y++ {
			a, b, m, d, e := line(y-2), line(y-1), line(y), line(y+1), line(y+2)
			out := p.pix[stride*y:][:stride]
			for i := range out {
				out[i] = (a[i]+e[i])*(1.0/16) + (b[i]+d[i])*0.25 + m[i]*0.375
			}
		}
	})
}

// addDouble adds src, enlarged to twice its size bilinearly, to dst.
func addDouble(dst, src *plane) {
	vision.Rows(dst.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			ya, yb, ty := doublePosition(y, src.h)
			for x := range dst.w {
				xa, xb, tx := doublePosition(x, src.w)
				for c := range 3 {
					top := src.pix[3*(ya*src.w+xa)+c]*(1-tx) + src.pix[3*(ya*src.w+xb)+c]*tx
					low := src.pix[3*(yb*src.w+xa)+c]*(1-tx) + src.pix[3*(yb*src.w+xb)+c]*tx
					dst.pix[3*(y*dst.w+x)+c] += top*(1-ty) + low*ty
				}
			}
		}
	})
}

// doublePosition gives the two source cells around a cell of twice the resolution and the weight of the second.
func doublePosition(i, n int) (a, b int, t float32) {
	if i%2 == 0 {
		return max(i/2-1, 0), min(i/2, n-1), 0.75
	}
	return min(i/2, n-1), min(i/2+1, n-1), 0.25
}
