// Package yuv turns RGB frames into 8-bit yuv420p for the video encoder.
//
// The matrix is BT.709 (Kr 0.2126, Kb 0.0722), limited range (Y 16..235, Cb and Cr 16..240), and 4:2:0 chroma is sited as
// H.264 assumes by default: on the even column, between the two rows. Frames are laid out as ffmpeg's yuv420p: W*H bytes of
// Y, then W/2*H/2 of Cb, then as many of Cr. Width and height are even.
//
// Samples are rounded with an ordered dither whose threshold tile is blue noise (Ulichney, "The void-and-cluster method for
// dither array generation", 1993). The tile stands still, so slow gradients neither band nor boil and cost the encoder
// little.
//
// RGB is encoded with the sRGB curve rather than the BT.709 camera curve: players show BT.709 video through a display gamma
// near that of sRGB, and a still photograph then looks the same in the clip as beside it.
package yuv

import (
	"fmt"
	"sync"

	"zoetrope/engine/studio/vision"
)

// BT.709 luma weights.
const (
	kr = 0.2126
	kg = 0.7152
	kb = 0.0722
)

// Scales from [0,1] R'G'B' to limited-range codes.
const (
	lumaScale = 219
	cbScale   = 224 / (2 * (1 - kb))
	crScale   = 224 / (2 * (1 - kr))
)

// Size returns the bytes of one yuv420p frame of w x h pixels.
func Size(w, h int) int { return w * h * 3 / 2 }

// FromLinear converts pix (w x h x 4 RGBA float32 in linear light, 1 = display white; alpha is ignored) into dst, which
// must hold Size(w, h) bytes. Values outside [0,1] are clipped: tone-map before. It panics when w or h is odd or a slice
// is short. Rows are converted in parallel; the result does not depend on the number of processors.
func FromLinear(dst []byte, w, h int, pix []float32) {
	check(dst, w, h, len(pix))
	vision.Rows(h, func(y0, y1 int) { LinearRows(dst, w, h, pix, y0, y1) })
}

// FromSRGB is FromLinear for pix that already carries the sRGB curve.
func FromSRGB(dst []byte, w, h int, pix []float32) {
	check(dst, w, h, len(pix))
	vision.Rows(h, func(y0, y1 int) { SRGBRows(dst, w, h, pix, y0, y1) })
}

// FromSRGB8 is FromLinear for 8-bit sRGB pixels (w x h x 4 RGBA bytes, as in image.RGBA without padding).
func FromSRGB8(dst []byte, w, h int, pix []byte) {
	check(dst, w, h, len(pix))
	vision.Rows(h, func(y0, y1 int) {
		convert(dst, w, h, y0, y1, func(y int, row []float32) {
			for i, v := range pix[4*w*y : 4*w*(y+1)] {
				row[i] = float32(v) * (1.0 / 255)
			}
		})
	})
}

// FromPlanes is FromSRGB for three planes of w x h values that carry the sRGB curve.
func FromPlanes(dst []byte, w, h int, red, green, blue []float32) {
	check(dst, w, h, 4*min(len(red), len(green), len(blue)))
	vision.Rows(h, func(y0, y1 int) {
		convert(dst, w, h, y0, y1, func(y int, row []float32) {
			r, g, b := red[y*w:(y+1)*w], green[y*w:(y+1)*w], blue[y*w:(y+1)*w]
			for x := range r {
				px := row[4*x : 4*x+3 : 4*x+3]
				px[0], px[1], px[2] = unit(r[x]), unit(g[x]), unit(b[x])
			}
		})
	})
}

// LinearRows converts rows y0 to y1 (both even) of a linear-light frame, for callers that split the work themselves.
func LinearRows(dst []byte, w, h int, pix []float32, y0, y1 int) {
	convert(dst, w, h, y0, y1, func(y int, row []float32) { encodeRow(row, pix[4*w*y:4*w*(y+1)]) })
}

// SRGBRows converts rows y0 to y1 (both even) of a frame that already carries the sRGB curve.
func SRGBRows(dst []byte, w, h int, pix []float32, y0, y1 int) {
	convert(dst, w, h, y0, y1, func(y int, row []float32) { clipRow(row, pix[4*w*y:4*w*(y+1)]) })
}

func check(dst []byte, w, h, n int) {
	if w <= 0 || h <= 0 || w%2 != 0 || h%2 != 0 {
		panic(fmt.Sprintf("yuv: frame size %dx%d is not even", w, h))
	}
	if len(dst) < Size(w, h) || n < 4*w*h {
		panic(fmt.Sprintf("yuv: buffers of %d and %d do not hold %dx%d", len(dst), n, w, h))
	}
}

// Pair writes two rows at a time. It is for one goroutine.
type Pair struct{ sum []float32 }

// Write converts rows y (even) and y+1 of a frame of w x h pixels into dst. Both are RGBA rows that carry the sRGB curve, with
// all values in 0..1.
func (p *Pair) Write(dst []byte, w, h, y int, top, bottom []float32) {
	if len(p.sum) < 4*w {
		p.sum = make([]float32, 4*w)
	}
	luma, cb := dst[:w*h], dst[w*h:w*h+w*h/4]
	cr := dst[w*h+w*h/4 : Size(w, h)]
	tile := blueNoise()
	lumaRow(luma[y*w:(y+1)*w], top, tile.row(y))
	lumaRow(luma[(y+1)*w:(y+2)*w], bottom, tile.row(y+1))
	c := y / 2 * (w / 2)
	chromaRow(cb[c:c+w/2], cr[c:c+w/2], top[:4*w], bottom[:4*w], p.sum[:4*w], tile.row(y/2+7), tile.row(y/2+19))
}

// rowBuffers are the two decoded rows of one chroma row.
type rowBuffers struct {
	top, bottom []float32
	pair        Pair
}

var bufferPool = sync.Pool{New: func() any { return new(rowBuffers) }}

func convert(dst []byte, w, h, y0, y1 int, load func(y int, row []float32)) {
	b := bufferPool.Get().(*rowBuffers)
	defer bufferPool.Put(b)
	if len(b.top) < 4*w {
		b.top, b.bottom = make([]float32, 4*w), make([]float32, 4*w)
	}
	for y := y0; y < y1; y += 2 {
		top, bottom := b.top[:4*w], b.bottom[:4*w]
		load(y, top)
		load(y+1, bottom)
		b.pair.Write(dst, w, h, y, top, bottom)
	}
}

func lumaRow(dst []byte, rgb []float32, threshold *[tileSize]float32) {
	for x := range dst {
		p := rgb[4*x : 4*x+3 : 4*x+3]
		v := 16 + lumaScale*(kr*p[0]+kg*p[1]+kb*p[2])
		dst[x] = uint8(v + threshold[x%tileSize])
	}
}

// chromaRow filters horizontally with [1 2 1]/4 around the even column, the siting H.264 decoders assume.
func chromaRow(cb, cr []byte, top, bottom, sum []float32, tb, tr *[tileSize]float32) {
	for i := range sum {
		sum[i] = top[i] + bottom[i]
	}
	for x := range cb {
		at := 8 * x
		before := max(at-4, 0)
		l, m, r := sum[before:before+3:before+3], sum[at:at+3:at+3], sum[at+4:at+7:at+7]
		red := (l[0] + 2*m[0] + r[0]) * 0.125
		green := (l[1] + 2*m[1] + r[1]) * 0.125
		blue := (l[2] + 2*m[2] + r[2]) * 0.125
		y := kr*red + kg*green + kb*blue
		cb[x] = uint8(128 + cbScale*(blue-y) + tb[x%tileSize])
		cr[x] = uint8(128 + crScale*(red-y) + tr[x%tileSize])
	}
}

func clipRow(dst, src []float32) {
	for i, v := range src {
		dst[i] = unit(v)
	}
}

// unit clamps to 0..1, and NaN to 0. It is no min and max, which take twice as long because they order zeros and NaNs.
func unit(v float32) float32 {
	if !(v > 0) {
		return 0
	}
	if v > 1 {
		return 1
	}
	return v
}
