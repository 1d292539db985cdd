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
	"zoetrope/engine/studio/vision/vec"
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
		b := bufferPool.Get().(*rowBuffers)
		defer bufferPool.Put(b)
		b.resize(w)
		for y := y0; y < y1; y++ {
			row := &b.pair.rows[y%2]
			vec.Stretch(row.red, red[y*w:(y+1)*w], 0, 1)
			vec.Stretch(row.green, green[y*w:(y+1)*w], 0, 1)
			vec.Stretch(row.blue, blue[y*w:(y+1)*w], 0, 1)
			if y%2 == 1 {
				b.pair.write(dst, w, h, y-1)
			}
		}
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
type Pair struct {
	rows [2]rgbRow
	// u and v are what Cb and Cr are made of, summed over both rows, with the first value once more in front and room behind.
	u, v []float32
}

// rgbRow is a row of a frame by channel.
type rgbRow struct{ red, green, blue []float32 }

func (p *Pair) resize(w int) {
	if len(p.u) == w+2 {
		return
	}
	for i := range p.rows {
		p.rows[i] = rgbRow{make([]float32, w), make([]float32, w), make([]float32, w)}
	}
	p.u, p.v = make([]float32, w+2), make([]float32, w+2)
}

// Write converts rows y (even) and y+1 of a frame of w x h pixels into dst. Both are RGBA rows that carry the sRGB curve, with
// all values in 0..1.
func (p *Pair) Write(dst []byte, w, h, y int, top, bottom []float32) {
	p.resize(w)
	p.rows[0].fill(top)
	p.rows[1].fill(bottom)
	p.write(dst, w, h, y)
}

// fill takes a row apart.
func (r *rgbRow) fill(rgba []float32) {
	for x := fillLanes(r, rgba); x < len(r.red); x++ {
		px := rgba[4*x : 4*x+3 : 4*x+3]
		r.red[x], r.green[x], r.blue[x] = px[0], px[1], px[2]
	}
}

// write converts the rows, y and y+1 of the frame.
func (p *Pair) write(dst []byte, w, h, y int) {
	luma, cb := dst[:w*h], dst[w*h:w*h+w*h/4]
	cr := dst[w*h+w*h/4 : Size(w, h)]
	tile := blueNoise()
	lumaRow(luma[y*w:(y+1)*w], &p.rows[0], tile.row(y))
	lumaRow(luma[(y+1)*w:(y+2)*w], &p.rows[1], tile.row(y+1))
	p.difference()
	c := y / 2 * (w / 2)
	chromaRow(cb[c:c+w/2], p.u, cbScale, tile.row(y/2+7))
	chromaRow(cr[c:c+w/2], p.v, crScale, tile.row(y/2+19))
}

// difference fills u and v with B-Y and R-Y of both rows together.
func (p *Pair) difference() {
	top, bottom := &p.rows[0], &p.rows[1]
	u, v := p.u[1:len(p.u)-1], p.v[1:len(p.v)-1]
	for x := differenceLanes(u, v, top, bottom); x < len(u); x++ {
		red, green, blue := top.red[x]+bottom.red[x], top.green[x]+bottom.green[x], top.blue[x]+bottom.blue[x]
		y := kr*red + kg*green + kb*blue
		u[x], v[x] = blue-y, red-y
	}
	p.u[0], p.v[0] = u[0], v[0]
}

// rowBuffers are the two decoded rows of one chroma row.
type rowBuffers struct {
	rgba []float32
	pair Pair
}

func (b *rowBuffers) resize(w int) {
	b.pair.resize(w)
	if len(b.rgba) != 4*w {
		b.rgba = make([]float32, 4*w)
	}
}

var bufferPool = sync.Pool{New: func() any { return new(rowBuffers) }}

// convert writes rows y0 to y1 of a frame, which load gives as RGBA.
func convert(dst []byte, w, h, y0, y1 int, load func(y int, row []float32)) {
	b := bufferPool.Get().(*rowBuffers)
	defer bufferPool.Put(b)
	b.resize(w)
	for y := y0; y < y1; y++ {
		load(y, b.rgba)
		b.pair.rows[y%2].fill(b.rgba)
		if y%2 == 1 {
			b.pair.write(dst, w, h, y-1)
		}
	}
}

func lumaRow(dst []byte, row *rgbRow, threshold *[tileSize]float32) {
	for x := lumaLanes(dst, row, threshold); x < len(dst); x++ {
		v := 16 + lumaScale*(kr*row.red[x]+kg*row.green[x]+kb*row.blue[x])
		dst[x] = uint8(v + threshold[x%tileSize])
	}
}

// chromaRow filters a difference of two rows horizontally with [1 2 1]/4 around the even column, the siting H.264 decoders assume.
// The difference has its first value once more in front, and one behind.
func chromaRow(dst []byte, difference []float32, scale float32, threshold *[tileSize]float32) {
	for x := chromaLanes(dst, difference, scale, threshold); x < len(dst); x++ {
		d := difference[2*x : 2*x+3 : 2*x+3]
		dst[x] = uint8(128 + scale*((d[0]+2*d[1]+d[2])*0.125) + threshold[x%tileSize])
	}
}

func clipRow(dst, src []float32) { vec.Stretch(dst, src, 0, 1) }
