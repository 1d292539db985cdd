package compose

import (
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

// OverSmall lays src, with premultiplied alpha, over a larger dst, between its pixels in straight lines: for soft things.
func OverSmall(dst, src *spmd.Frame) {
	columns := make([]nearBy, dst.W)
	for x := range columns {
		columns[x] = along(x, dst.W, src.W)
	}
	vision.Rows(dst.H, func(y0, y1 int) {
		line := make([]float32, 4*src.W)
		for y := y0; y < y1; y++ {
			n := along(y, dst.H, src.H)
			a, b := src.Pix[4*n.a*src.W:][:len(line)], src.Pix[4*n.b*src.W:][:len(line)]
			out := dst.Pix[4*y*dst.W:][:4*dst.W]
			if hasLanes() {
				betweenLanes(line, a, b, n.share())
				from := overLanes(out, line, columns)
				over(out[4*from:], line, columns[from:])
				continue
			}
			for i, v := range a {
				line[i] = v + (b[i]-v)*n.share()
			}
			over(out, line, columns)
		}
	})
}

// over lays a row, read at columns, over another.
func over(out, line []float32, columns []nearBy) {
	for x, c := range columns {
		p, q, o := line[4*c.a:4*c.a+4:4*c.a+4], line[4*c.b:4*c.b+4:4*c.b+4], out[4*x:4*x+4:4*x+4]
		k := 1 - (p[3] + (q[3]-p[3])*c.share())
		o[0] = o[0]*k + (p[0] + (q[0]-p[0])*c.share())
		o[1] = o[1]*k + (p[1] + (q[1]-p[1])*c.share())
		o[2] = o[2]*k + (p[2] + (q[2]-p[2])*c.share())
	}
}

// nearBy is a place between two neighbours: its share of the second, once for each channel so that lanes can load it.
type nearBy struct {
	a, b   int
	shares [4]float32
}

func (n nearBy) share() float32 { return n.shares[0] }

// along is where pixel i of n lies among the pixels of a coarser row.
func along(i, n, coarse int) nearBy {
	at := min(max((float32(i)+0.5)*float32(coarse)/float32(n)-0.5, 0), float32(coarse-1))
	a := int(at)
	share := at - float32(a)
	return nearBy{a, min(a+1, coarse-1), [4]float32{share, share, share, share}}
}
