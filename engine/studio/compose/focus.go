package compose

import (
	"math"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

// Focus blurs what a lens of shallow depth of field does not show sharply: each row of a picture by its own circle of confusion, in
// linear light, so that lamps become discs. Blurred rows are made at half the size, from sums along rows: a disc costs two look-ups
// for each of its rows.
type Focus struct {
	w, h    int
	sums    []float64   // of the reduced picture: for each row the running sums of its three channels, padded on both sides
	blurred *spmd.Frame // of half the size
	discs   []disc      // of half pixels of radius
}

// disc is half the width of each row of a disc, from its middle outwards, and the share of one point.
type disc struct {
	spans []int
	share float64
}

// maxDisc is the largest radius, in pixels of the half-size picture.
const maxDisc = 9

// stride is the number of values of a row of sums for w reduced pixels.
func stride(w int) int { return 3 * (w + 2*maxDisc + 1) }

// NewFocus prepares for pictures of w x h pixels, both even.
func NewFocus(w, h int) *Focus {
	f := &Focus{w: w, h: h, sums: make([]float64, stride(w/2)*(h/2)), blurred: spmd.NewFrame(w/2, h/2)}
	for k := range 2*maxDisc + 1 {
		radius := float64(k)/2 + 0.3
		var d disc
		points := 0
		for y := 0; float64(y) <= radius && y <= maxDisc; y++ {
			span := min(int(math.Sqrt(radius*radius-float64(y*y))), maxDisc)
			d.spans = append(d.spans, span)
			points += (2*span + 1) * min(y+1, 2)
		}
		d.share = 1 / float64(points)
		f.discs = append(f.discs, d)
	}
	return f
}

// sharp and soft are the radii in pixels between which the blurred picture takes over.
const sharp, soft = 0.5, 2

// Apply blurs a picture in place. circle gives the radius of the circle of confusion of row y, in pixels of the picture.
func (f *Focus) Apply(p *spmd.Frame, circle func(y int) float64) {
	radii := make([]float64, f.h)
	for y := range radii {
		radii[y] = circle(y)
	}
	f.reduce(p)
	vision.Rows(f.h/2, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			if r := (radii[2*y] + radii[2*y+1]) / 4; r > 0.2 || y > 0 && radii[2*y-1] > sharp || 2*y+2 < f.h && radii[2*y+2] > sharp {
				f.blurRow(y, r)
			}
		}
	})
	vision.Rows(f.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			if share := float32((radii[y] - sharp) / (soft - sharp)); share > 0 {
				f.mixRow(p, y, min(share, 1))
			}
		}
	})
}

// reduce halves a picture and adds its rows up.
func (f *Focus) reduce(p *spmd.Frame) {
	w := f.w / 2
	vision.Rows(f.h/2, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			a, b := p.Pix[8*y*p.W:][:4*p.W], p.Pix[4*(2*y+1)*p.W:][:4*p.W]
			dst := f.sums[y*stride(w):][:stride(w)]
			var sum [3]float64
			for x := range w + 2*maxDisc {
				i := 8 * min(max(x-maxDisc, 0), w-1)
				for c := range 3 {
					sum[c] += 0.25 * float64(a[i+c]+a[i+4+c]+b[i+c]+b[i+4+c])
					dst[3*(x+1)+c] = sum[c]
				}
			}
		}
	})
}

// blurRow fills a row of the blurred picture with means over discs of a radius in its pixels.
func (f *Focus) blurRow(y int, radius float64) {
	w, h := f.w/2, f.h/2
	d := f.discs[min(int(math.Round(2*radius)), 2*maxDisc)]
	var above, below [maxDisc + 1][]float64
	for k := range d.spans {
		above[k] = f.sums[max(y-k, 0)*stride(w):][:stride(w)]
		below[k] = f.sums[min(y+k, h-1)*stride(w):][:stride(w)]
	}
	dst := f.blurred.Pix[4*y*w:][:4*w]
	for x := range w {
		var r, g, b float64
		for k, span := range d.spans {
			i, j := 3*(x+maxDisc-span), 3*(x+maxDisc+span+1)
			p, q := above[k][i:i+3:i+3], above[k][j:j+3:j+3]
			r, g, b = r+q[0]-p[0], g+q[1]-p[1], b+q[2]-p[2]
			if k > 0 {
				p, q = below[k][i:i+3:i+3], below[k][j:j+3:j+3]
				r, g, b = r+q[0]-p[0], g+q[1]-p[1], b+q[2]-p[2]
			}
		}
		o := dst[4*x:][:3:3]
		o[0], o[1], o[2] = float32(r*d.share), float32(g*d.share), float32(b*d.share)
	}
}

// mixRow lays a share of the blurred picture, enlarged, over a row.
func (f *Focus) mixRow(p *spmd.Frame, y int, share float32) {
	w, h := f.w/2, f.h/2
	top, down := max((y-1)/2, 0), min((y+1)/2, h-1)
	fy := float32(0.75)
	if y%2 == 1 {
		fy = 0.25
	}
	a, b := f.blurred.Pix[4*top*w:][:4*w], f.blurred.Pix[4*down*w:][:4*w]
	dst := p.Pix[4*y*p.W:][:4*p.W]
	for x := range p.W {
		left, right := max((x-1)/2, 0), min((x+1)/2, w-1)
		fx := float32(0.75)
		if x%2 == 1 {
			fx = 0.25
		}
		for c := range 3 {
			l := a[4*left+c] + (b[4*left+c]-a[4*left+c])*fy
			r := a[4*right+c] + (b[4*right+c]-a[4*right+c])*fy
			v := l + (r-l)*fx
			dst[4*x+c] += share * (v - dst[4*x+c])
		}
	}
}
