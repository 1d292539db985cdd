package stylize

import (
	"slices"

	"zoetrope/engine/studio/vision"
)

// pixelSide is the side of a drawn pixel in lines of 540: a picture of 108 lines.
const pixelSide = 5

// paletteSize is how many colours pixel art has.
const paletteSize = 28

// pixels is what pixel art remembers: its colours, chosen once per shot, and which was shown where.
type pixels struct {
	palette [][3]float32
	shown   []uint8
	w, h    int
}

func startPixels(c *canvas) {
	side := max(c.px(pixelSide), 1)
	w, h := max(int(float32(c.w)/side+0.5), 2), max(int(float32(c.h)/side+0.5), 2)
	c.memory = &pixels{w: w, h: h, shown: make([]uint8, w*h)}
}

// bayer is the ordered dither of four by four.
var bayer = [16]float32{0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5}

// paintPixels is a game console: large pixels of a small palette, dithered where tones blend, outlined where forms end. A pixel
// keeps its colour until another is clearly better, so nothing crawls.
func paintPixels(c *canvas) {
	m := c.memory.(*pixels)
	flat := flatten(c.work, c.tensor(), max(c.wpx(4), 1))
	small := flat.EachChannel(func(p vision.Plane) vision.Plane { return vision.Resize(p, m.w, m.h) })
	lines := vision.Resize(c.strokes(4), m.w, m.h)
	for i := range small.R.Pix {
		r, g, b := saturate(small.R.Pix[i], small.G.Pix[i], small.B.Pix[i], 1.45)
		dark := 1 - 0.62*vision.Smoothstep(0.05, 0.14, lines.Pix[i])
		small.R.Pix[i], small.G.Pix[i], small.B.Pix[i] = unit(curve(r, 0.3)*dark), unit(curve(g, 0.3)*dark), unit(curve(b, 0.3)*dark+0.02)
	}
	fresh := c.motion.fresh || m.palette == nil
	if fresh {
		m.palette = medianCut(small, paletteSize)
	}
	vision.Rows(m.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range m.w {
				i := y*m.w + x
				d := (bayer[y%4*4+x%4]/15 - 0.5) * 0.075
				best, distance := m.nearest(small.R.Pix[i]+d, small.G.Pix[i]+d, small.B.Pix[i]+d)
				if !fresh && distance > 0.55*m.distance(int(m.shown[i]), small.R.Pix[i]+d, small.G.Pix[i]+d, small.B.Pix[i]+d) {
					continue
				}
				m.shown[i] = uint8(best)
			}
		}
	})
	c.shade(func(_, x, y int) (r, g, b float32) {
		p := m.palette[m.shown[y*m.h/c.h*m.w+x*m.w/c.w]]
		return p[0], p[1], p[2]
	})
}

func (m *pixels) nearest(r, g, b float32) (index int, distance float32) {
	distance = 1e9
	for k := range m.palette {
		if d := m.distance(k, r, g, b); d < distance {
			index, distance = k, d
		}
	}
	return index, distance
}

func (m *pixels) distance(k int, r, g, b float32) float32 {
	p := m.palette[k]
	dr, dg, db := p[0]-r, p[1]-g, p[2]-b
	return 2*dr*dr + 4*dg*dg + 3*db*db
}

// medianCut chooses colours by halving boxes at the median of their longest side (Heckbert, "Color Image Quantization for Frame
// Buffer Display", SIGGRAPH 1982).
func medianCut(p vision.RGB, n int) [][3]float32 {
	all := make([][3]float32, len(p.R.Pix))
	for i := range all {
		all[i] = [3]float32{p.R.Pix[i], p.G.Pix[i], p.B.Pix[i]}
	}
	boxes := [][][3]float32{all}
	for len(boxes) < n {
		widest, axis, spread := -1, 0, float32(0)
		for k, b := range boxes {
			if a, s := longest(b); s*sqrt(float32(len(b))) > spread && len(b) > 1 {
				widest, axis, spread = k, a, s*sqrt(float32(len(b)))
			}
		}
		if widest < 0 {
			break
		}
		b := boxes[widest]
		slices.SortFunc(b, func(p, q [3]float32) int {
			for _, k := range [3]int{axis, (axis + 1) % 3, (axis + 2) % 3} {
				if p[k] != q[k] {
					if p[k] < q[k] {
						return -1
					}
					return 1
				}
			}
			return 0
		})
		boxes[widest] = b[:len(b)/2]
		boxes = append(boxes, b[len(b)/2:])
	}
	out := make([][3]float32, len(boxes))
	for k, b := range boxes {
		var sum [3]float32
		for _, v := range b {
			sum[0], sum[1], sum[2] = sum[0]+v[0], sum[1]+v[1], sum[2]+v[2]
		}
		f := 1 / float32(len(b))
		out[k] = [3]float32{sum[0] * f, sum[1] * f, sum[2] * f}
	}
	return out
}

// longest is the axis along which colours are spread most, and how much.
func longest(b [][3]float32) (axis int, spread float32) {
	lo, hi := [3]float32{2, 2, 2}, [3]float32{-1, -1, -1}
	for _, v := range b {
		for k := range 3 {
			lo[k], hi[k] = min(lo[k], v[k]), max(hi[k], v[k])
		}
	}
	for k := range 3 {
		if s := hi[k] - lo[k]; s > spread {
			axis, spread = k, s
		}
	}
	return axis, spread
}
