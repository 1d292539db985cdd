package footage

import (
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/vec"
)

// BT.709: what a chroma component of -1/2..1/2 adds to the channels (ITU-R BT.709-6, table 3).
const (
	redOfCr   = 1.5748
	greenOfCb = -0.18733
	greenOfCr = -0.46813
	blueOfCb  = 1.8556
)

// luma and chroma map limited-range codes to 0..1 and -1/2..1/2.
var luma, chroma = func() (y, c [256]float32) {
	for i := range y {
		y[i], c[i] = (float32(i)-16)/219, (float32(i)-128)/224
	}
	return y, c
}()

// unpack spreads a yuv420p frame into planes of 0..1. Chroma is interpolated from where H.264 puts it: on the even columns, between
// two rows.
func unpack(dst vision.RGB, frame []byte) {
	w, h := dst.W, dst.H
	n := w * h
	vision.Rows(h, func(y0, y1 int) {
		cb, cr, half := make([]float32, w), make([]float32, w), make([]float32, w/2+1)
		for y := y0; y < y1; y++ {
			spreadChroma(cb, half, frame[n:n+n/4], y, h/2)
			spreadChroma(cr, half, frame[n+n/4:n+n/2], y, h/2)
			red, green, blue := dst.R.Row(y), dst.G.Row(y), dst.B.Row(y)
			for x, v := range frame[y*w : (y+1)*w] {
				red[x] = luma[v]
			}
			copy(green, red)
			copy(blue, red)
			vec.AddScaled(red, cr, redOfCr)
			vec.AddScaled(green, cb, greenOfCb)
			vec.AddScaled(green, cr, greenOfCr)
			vec.AddScaled(blue, cb, blueOfCb)
			for _, row := range [3][]float32{red, green, blue} {
				vec.Stretch(row, row, 0, 1)
			}
		}
	})
}

// spreadChroma fills a row of the frame from a plane of chroma with so many rows. half is what it works in.
func spreadChroma(dst, half []float32, plane []byte, y, rows int) {
	w := len(dst) / 2
	near, far := y/2, y/2-1+y%2*2
	far = min(max(far, 0), rows-1)
	a, b := plane[near*w:(near+1)*w], plane[far*w:(far+1)*w]
	for x, v := range a {
		half[x] = 0.75*chroma[v] + 0.25*chroma[b[x]]
	}
	half[w] = half[w-1]
	vec.Insert(dst, half)
}
