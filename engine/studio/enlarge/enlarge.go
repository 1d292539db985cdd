// Package enlarge makes the frames of a clip larger: the noise of the source is averaged away along the optical flow, luma is
// enlarged with a cubic and corrected until its reduction gives the source again (Irani and Peleg, "Improving Resolution by Image
// Registration", 1991), and contours are sharpened within the range of their neighbours, so that no halos appear.
//
// Detail is recovered and not invented. Memory is about six planes of the result, whatever the length of the clip.
package enlarge

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
)

const (
	// corrections is how often the enlarged luma is held against the source.
	corrections = 2
	// sharpening is the gain of the contours.
	sharpening = 0.35
	// memory is the most weight that the past has in a calmed frame.
	memory = 0.68
	// cut is the mean share of the past below which a frame is not of the same shot.
	cut = 0.12
	// overshoot is how far luma may leave the range of its neighbours in the source, as a share of that range.
	overshoot = 0.12
	// flowSide is the longer side of the planes on which motion is found.
	flowSide = 640
)

// Enlarger enlarges the frames of one clip in order.
type Enlarger struct {
	w, h        int // of the source
	up, down    *vision.Scaler
	past        vision.RGB   // the calmed frame before, as luma (G) and the differences of red (R) and blue (B) to it
	pastLuma    vision.Plane // of the source, reduced for the flow
	large, fine vision.Plane
	small       vision.Plane
	out         vision.RGB
}

// New makes an Enlarger of frames of w x h to toW x toH pixels.
func New(w, h, toW, toH int) *Enlarger {
	return &Enlarger{
		w: w, h: h, up: vision.NewScaler(w, h, toW, toH), down: vision.NewScaler(toW, toH, w, h),
		large: vision.New(toW, toH), fine: vision.New(toW, toH), small: vision.New(w, h), out: vision.NewRGB(toW, toH),
	}
}

// Frame enlarges the next frame. The result is overwritten by the next call; the frame is not kept.
func (e *Enlarger) Frame(in vision.RGB) vision.RGB {
	calm := e.calm(opponent(in))
	e.up.Into(e.large, calm.G)
	for range corrections {
		e.down.Into(e.small, e.large)
		for i, v := range calm.G.Pix {
			e.small.Pix[i] = v - e.small.Pix[i]
		}
		e.up.Add(e.large, e.small)
	}
	e.bound(calm.G)
	sharpen(e.fine, e.large)
	e.up.Into(e.out.R, calm.R)
	e.up.Into(e.out.B, calm.B)
	e.compose()
	return e.out
}

// bound keeps the enlarged luma near the range of the source around each pixel: the corrections ring at hard edges.
func (e *Enlarger) bound(source vision.Plane) {
	low, high := vision.Erode(source, 1), vision.Dilate(source, 1)
	w, h := e.large.W, e.large.H
	vision.Rows(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			lo, hi, row := low.Row(y*e.h/h), high.Row(y*e.h/h), e.large.Row(y)
			for x := range row {
				k := x * e.w / w
				beyond := overshoot * (hi[k] - lo[k])
				row[x] = min(max(row[x], lo[k]-beyond), hi[k]+beyond)
			}
		}
	})
}

// opponent turns a picture into luma in G and the differences of red and blue to it.
func opponent(in vision.RGB) vision.RGB {
	out := vision.RGB{W: in.W, H: in.H, R: vision.New(in.W, in.H), G: in.Luma(), B: vision.New(in.W, in.H)}
	for i, y := range out.G.Pix {
		out.R.Pix[i], out.B.Pix[i] = in.R.Pix[i]-y, in.B.Pix[i]-y
	}
	return out
}

// compose is the inverse of opponent on the enlarged planes.
func (e *Enlarger) compose() {
	red, green, blue := e.out.R.Pix, e.out.G.Pix, e.out.B.Pix
	vision.Rows(e.out.H, func(y0, y1 int) {
		for i := y0 * e.out.W; i < y1*e.out.W; i++ {
			y, r, b := e.fine.Pix[i], red[i], blue[i]
			red[i], blue[i] = y+r, y+b
			green[i] = y - (0.2126*r+0.0722*b)/0.7152
		}
	})
}

// calm averages the frame with the past where the past shows the same to within the noise.
func (e *Enlarger) calm(now vision.RGB) vision.RGB {
	reduced := now.G
	if long := max(e.w, e.h); long > flowSide {
		reduced = vision.Half(now.G)
	}
	before := e.pastLuma
	e.pastLuma = reduced
	if before.W == 0 {
		e.past = now
		return now
	}
	f := full(flow.Estimate(reduced, before, flow.Balanced()), e.w, e.h)
	tolerance := 2.5*noise(now.G) + 0.006
	luma := flow.Warp(e.past.G, f)
	red, blue := flow.Warp(e.past.R, f), flow.Warp(e.past.B, f)
	square := func(a, b float32) float32 { return (a - b) * (a - b) }
	differ := vision.Zip(luma, now.G, square)
	for i := range differ.Pix {
		differ.Pix[i] += square(red.Pix[i], now.R.Pix[i]) + square(blue.Pix[i], now.B.Pix[i])
	}
	shares := vision.Box(differ, 1).Map(func(d float32) float32 {
		share := memory / (1 + d/(tolerance*tolerance))
		if share < memory/8 {
			return 0
		}
		return share
	})
	if shares.Mean() < cut {
		e.past = now
		return now
	}
	vision.Rows(e.h, func(y0, y1 int) {
		for i := y0 * e.w; i < y1*e.w; i++ {
			share := shares.Pix[i]
			luma.Pix[i] = now.G.Pix[i] + (luma.Pix[i]-now.G.Pix[i])*share
			red.Pix[i] = now.R.Pix[i] + (red.Pix[i]-now.R.Pix[i])*share
			blue.Pix[i] = now.B.Pix[i] + (blue.Pix[i]-now.B.Pix[i])*share
		}
	})
	e.past = vision.RGB{W: e.w, H: e.h, R: red, G: luma, B: blue}
	return e.past
}

// full enlarges a field to w x h.
func full(f flow.Field, w, h int) flow.Field {
	if f.U.W == w && f.U.H == h {
		return f
	}
	sx, sy := float32(w)/float32(f.U.W), float32(h)/float32(f.U.H)
	u, v := vision.Resize(f.U, w, h), vision.Resize(f.V, w, h)
	for i := range u.Pix {
		u.Pix[i], v.Pix[i] = u.Pix[i]*sx, v.Pix[i]*sy
	}
	return flow.Field{U: u, V: v}
}

// noise estimates the standard deviation of white noise in a picture (Immerkaer, "Fast Noise Variance Estimation", 1996), from
// every third row; where there is much texture the estimate is bounded.
func noise(p vision.Plane) float32 {
	if p.W < 3 || p.H < 3 {
		return 0
	}
	var sum float64
	n := 0
	for y := 1; y < p.H-1; y += 3 {
		a, m, b := p.Row(y-1), p.Row(y), p.Row(y+1)
		for x := 1; x < p.W-1; x++ {
			v := a[x-1] + a[x+1] + b[x-1] + b[x+1] - 2*(a[x]+b[x]+m[x-1]+m[x+1]) + 4*m[x]
			sum += math.Abs(float64(v))
			n++
		}
	}
	return min(float32(sum/float64(n)*math.Sqrt(math.Pi/2)/6), 0.03)
}

// sharpen adds what a pixel differs from its neighbourhood by, and keeps the result within the range of the neighbours. Flat areas,
// where the difference is noise, are left alone.
func sharpen(dst, src vision.Plane) {
	vision.Rows(src.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			a, m, b := src.Row(max(y-1, 0)), src.Row(y), src.Row(min(y+1, src.H-1))
			out := dst.Row(y)
			for x := range m {
				l, r := max(x-1, 0), min(x+1, src.W-1)
				v := m[x]
				mean := (2*(a[x]+b[x]+m[l]+m[r]) + a[l] + a[r] + b[l] + b[r]) * (1.0 / 12)
				lo := min(v, a[x], b[x], m[l], m[r])
				hi := max(v, a[x], b[x], m[l], m[r])
				span := hi - lo
				gain := sharpening * span / (span + 0.02)
				out[x] = min(max(v+gain*(v-mean), lo-0.08*span), hi+0.08*span)
			}
		}
	})
}
