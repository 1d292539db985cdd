package compose

import (
	"math"

	"zoetrope/engine/studio/spmd"
)

// Over lays src, with premultiplied alpha, over dst of the same size.
func Over(dst, src *spmd.Frame) {
	rows(dst.H, func(y0, y1 int) {
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
	wide                   []float32 // srcH rows at the target's width
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
		xs: taps(dstW, srcW), ys: taps(dstH, srcH), wide: make([]float32, 4*dstW*srcH),
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

// Apply fills dst from src. It is for one goroutine at a time.
func (e *Enlarge) Apply(dst, src *spmd.Frame) {
	rows(e.srcH, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			widen(e.wide[4*e.dstW*y:4*e.dstW*(y+1)], src.Pix[4*e.srcW*y:4*e.srcW*(y+1)], e.xs)
		}
	})
	rows(e.dstH, func(y0, y1 int) {
		stride := 4 * e.dstW
		for y := y0; y < y1; y++ {
			t := e.ys[y]
			a, b := e.wide[stride*t.at[0]:][:stride], e.wide[stride*t.at[1]:][:stride]
			c, d := e.wide[stride*t.at[2]:][:stride], e.wide[stride*t.at[3]:][:stride]
			out := dst.Pix[stride*y:][:stride]
			for i := range out {
				out[i] = unsquash(t.w[0]*a[i] + t.w[1]*b[i] + t.w[2]*c[i] + t.w[3]*d[i])
			}
		}
	})
}

func widen(dst, src []float32, xs []tap) {
	for x := range xs {
		t := &xs[x]
		for c := range 4 {
			var sum float32
			for k := range 4 {
				sum += t.w[k] * squash(src[4*t.at[k]+c])
			}
			dst[4*x+c] = sum
		}
	}
}

// squash maps 0..infinity to 0..1, so that one bright pixel cannot dominate its neighbours; unsquash is its inverse.
func squash(v float32) float32 {
	v = max(v, 0)
	return v / (1 + v)
}

func unsquash(v float32) float32 {
	v = min(max(v, 0), 0.995)
	return v / (1 - v)
}
