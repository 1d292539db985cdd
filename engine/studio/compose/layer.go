package compose

import (
	"math"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

// Over lays src, with premultiplied alpha, over dst of the same size.
func Over(dst, src *spmd.Frame) {
	vision.Rows(dst.H, func(y0, y1 int) {
		d, s := dst.Pix[4*dst.W*y0:4*dst.W*y1], src.Pix[4*dst.W*y0:4*dst.W*y1]
		for i := 0; i+3 < len(d); i += 4 {
			p, q := d[i:i+4:i+4], s[i:i+4:i+4]
			k := 1 - q[3]
			p[0] = p[0]*k + q[0]
			p[1] = p[1]*k + q[1]
			p[2] = p[2]*k + q[2]
		}
	})
}

// Enlarge resamples src into dst with a cubic filter (Catmull-Rom; Keys, "Cubic convolution interpolation for digital image
// processing", 1981) in a compressed domain, so that bright points do not ring. Same sizes copy.
type Enlarge struct {
	dstW, dstH, srcW, srcH int
	xs, ys                 []tap
	lanes                  bool      // eight pixels at a time
	wide                   []float32 // srcH rows at the target's width: all red, then all green, then all blue
}

// tap holds the first of four source positions and their weights.
type tap struct {
	at [4]int
	w  [4]float32
}

// NewEnlarge prepares a resampling between two sizes.
func NewEnlarge(dstW, dstH, srcW, srcH int) *Enlarge {
	return &Enlarge{
		dstW: dstW, dstH: dstH, srcW: srcW, srcH: srcH,
		xs: taps(dstW, srcW), ys: taps(dstH, srcH), wide: make([]float32, 3*dstW*srcH), lanes: hasLanes(),
	}
}

func taps(dst, src int) []tap {
	out := make([]tap, dst)
	for i := range out {
		x := (float64(i)+0.5)*float64(src)/float64(dst) - 0.5
		base := math.Floor(x)
		t := x - base
		w := [4]float64{
			t * (-0.5 + t*(1-0.5*t)), 1 + t*t*(-2.5+1.5*t), t * (0.5 + t*(2-1.5*t)), t * t * (-0.5 + 0.5*t),
		}
		for k := range 4 {
			out[i].at[k] = min(max(int(base)-1+k, 0), src-1)
			out[i].w[k] = float32(w[k])
		}
	}
	return out
}

// Apply fills the colours of dst from src and leaves its alpha alone. It is for one goroutine at a time.
func (e *Enlarge) Apply(dst, src *spmd.Frame) {
	vision.Rows(e.srcH, func(y0, y1 int) {
		squashed := make([]float32, 3*e.srcW)
		for y := y0; y < y1; y++ {
			squashRow(squashed, src.Pix[4*e.srcW*y:4*e.srcW*(y+1)])
			widen(e.wide[3*e.dstW*y:3*e.dstW*(y+1)], squashed, e.xs)
		}
	})
	vision.Rows(e.dstH, func(y0, y1 int) {
		var weights tapLanes
		for y := y0; y < y1; y++ {
			out := dst.Pix[4*e.dstW*y:][:4*e.dstW]
			e.row(out, y, e.rowLanes(out, y, &weights))
		}
	})
}

// row fills row y of the target, from a column on.
func (e *Enlarge) row(out []float32, y, from int) {
	t := e.ys[y]
	lines := e.lines(t)
	for c := range 3 {
		a, b := lines[0][c*e.dstW:][:e.dstW], lines[1][c*e.dstW:][:e.dstW]
		g, d := lines[2][c*e.dstW:][:e.dstW], lines[3][c*e.dstW:][:e.dstW]
		for x := from; x < e.dstW; x++ {
			out[4*x+c] = unsquash(t.w[0]*a[x] + t.w[1]*b[x] + t.w[2]*g[x] + t.w[3]*d[x])
		}
	}
}

// lines are the four rows that a tap reads.
func (e *Enlarge) lines(t tap) (lines [4][]float32) {
	stride := 3 * e.dstW
	for k, at := range t.at {
		lines[k] = e.wide[stride*at:][:stride]
	}
	return lines
}

// squashRow compresses the colours of a row.
func squashRow(dst, src []float32) {
	for x := range len(dst) / 3 {
		p, o := src[4*x:4*x+3:4*x+3], dst[3*x:3*x+3:3*x+3]
		o[0], o[1], o[2] = squash(p[0]), squash(p[1]), squash(p[2])
	}
}

// widen resamples a row of colours into all red, all green and all blue.
func widen(dst, src []float32, xs []tap) {
	red, green, blue := dst[:len(xs)], dst[len(xs):2*len(xs)], dst[2*len(xs):3*len(xs)]
	for x := range xs {
		t := &xs[x]
		a, b := src[3*t.at[0]:3*t.at[0]+3], src[3*t.at[1]:3*t.at[1]+3]
		c, d := src[3*t.at[2]:3*t.at[2]+3], src[3*t.at[3]:3*t.at[3]+3]
		red[x] = t.w[0]*a[0] + t.w[1]*b[0] + t.w[2]*c[0] + t.w[3]*d[0]
		green[x] = t.w[0]*a[1] + t.w[1]*b[1] + t.w[2]*c[1] + t.w[3]*d[1]
		blue[x] = t.w[0]*a[2] + t.w[1]*b[2] + t.w[2]*c[2] + t.w[3]*d[2]
	}
}

// squash maps 0..infinity to 0..1, so that one bright pixel cannot dominate its neighbours; unsquash is its inverse.
func squash(v float32) float32 {
	if !(v > 0) {
		return 0
	}
	return v / (1 + v)
}

func unsquash(v float32) float32 {
	if !(v > 0) {
		return 0
	}
	if v > 0.995 {
		v = 0.995
	}
	return v / (1 - v)
}
