package compose

import (
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

// OverSmall lays src, with premultiplied alpha, over a larger dst, between its pixels in straight lines: for soft things.
func OverSmall(dst, src *spmd.Frame) {
	sx, sy := float32(src.W)/float32(dst.W), float32(src.H)/float32(dst.H)
	columns := make([]nearBy, dst.W)
	for x := range columns {
		columns[x] = nearTo((float32(x)+0.5)*sx-0.5, src.W)
	}
	vision.Rows(dst.H, func(y0, y1 int) {
		line := make([]float32, 4*src.W)
		for y := y0; y < y1; y++ {
			n := nearTo((float32(y)+0.5)*sy-0.5, src.H)
			a, b := src.Pix[4*n.a*src.W:][:len(line)], src.Pix[4*n.b*src.W:][:len(line)]
			out := dst.Pix[4*y*dst.W:][:4*dst.W]
			if hasLanes() {
				betweenLanes(line, a, b, n.share)
				from := overLanes(out, line, columns)
				over(out[4*from:], line, columns[from:])
				continue
			}
			for i, v := range a {
				line[i] = v + (b[i]-v)*n.share
			}
			over(out, line, columns)
		}
	})
}

// over lays a row, read at columns, over another.
func over(out, line []float32, columns []nearBy) {
	for x, c := range columns {
		p, q, o := line[4*c.a:4*c.a+4:4*c.a+4], line[4*c.b:4*c.b+4:4*c.b+4], out[4*x:4*x+4:4*x+4]
		k := 1 - (p[3] + (q[3]-p[3])*c.share)
		o[0] = o[0]*k + (p[0] + (q[0]-p[0])*c.share)
		o[1] = o[1]*k + (p[1] + (q[1]-p[1])*c.share)
		o[2] = o[2]*k + (p[2] + (q[2]-p[2])*c.share)
	}
}

// nearBy is a place between two neighbours: its share of the second.
type nearBy struct {
	a, b   int
	share  float32
	shares [4]float32 // the share for each channel
}

func nearTo(at float32, n int) nearBy {
	if at < 0 {
		return nearBy{}
	}
	a := min(int(at), n-1)
	share := at - float32(a)
	return nearBy{a, min(a+1, n-1), share, [4]float32{share, share, share, share}}
}
