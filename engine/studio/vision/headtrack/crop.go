package headtrack

import (
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
)

// crop samples w x h values around (cx,cy), scale pixels apart, averaging where that is more than one. Samples are bilinear and
// repeat the border outside. Rows are summed first: the samples of a column are the same for all of them.
func crop(g face.Gray, cx, cy, scale float32, w, h int) vision.Plane {
	out := vision.New(w, h)
	n := min(max(int(scale+0.5), 1), 4)
	columns, rows := taps(g.W, cx, scale, w, n), taps(g.H, cy, scale, h, n)
	first := columns[0].at
	sums := make([]float32, columns[len(columns)-1].at-first+2)
	width := min(len(sums), g.W-first) // one less where the picture is one pixel wide
	below := min(1, g.H-1) * g.W
	norm := 1 / float32(255*n*n)
	for y := range h {
		clear(sums)
		for _, t := range rows[y*n : (y+1)*n] {
			at := t.at*g.W + first
			over, under := g.Pix[at:at+width], g.Pix[at+below:at+below+width]
			for k, v := range over {
				a := float32(v)
				sums[k] += a + (float32(under[k])-a)*t.share
			}
		}
		row := out.Row(y)
		for x := range row {
			var sum float32
			for _, t := range columns[x*n : (x+1)*n] {
				pair := sums[t.at-first:][:2:2]
				sum += pair[0] + (pair[1]-pair[0])*t.share
			}
			row[x] = sum * norm
		}
	}
	return out
}

// tap is a sample between two neighbours: the first of them and the share of the other.
type tap struct {
	at    int
	share float32
}

// taps are the samples of one axis of a crop, in ascending order: n for each of so many values, scale pixels apart, around c on a
// side of size pixels.
func taps(size int, c, scale float32, values, n int) []tap {
	out := make([]tap, 0, values*n)
	part := scale / float32(n)
	last := float32(size - 1)
	for v := range values {
		from := c + (float32(v)-float32(values-1)/2)*scale - part*float32(n-1)/2
		for i := range n {
			p := from + part*float32(i)
			if !(p > 0) {
				p = 0
			} else if p > last {
				p = last
			}
			at := min(int(p), max(size-2, 0))
			out = append(out, tap{at, p - float32(at)})
		}
	}
	return out
}
