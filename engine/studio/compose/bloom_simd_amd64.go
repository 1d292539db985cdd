//go:build goexperiment.simd && amd64

package compose

import "zoetrope/engine/studio/spmd/lane"

var kQuarter = all(0.25)

// weighLanes is weigh for the first columns, to the same bits; it returns how many.
func (c *columns) weighLanes(rows []float32, w int) int {
	n := w / lane.Width * lane.Width
	for x := 0; x < n; x += lane.Width {
		var r, g, b, sum lane.F
		for at := 4 * x; at < len(rows); at += 4 * w {
			pr, pg, pb, _ := lane.LoadRGBA((*[4 * lane.Width]float32)(rows[at:]))
			pr, pg, pb = finiteF(pr), finiteF(pg), finiteF(pb)
			one, top := lane.LoadF(&kOne), lane.MaxF(lane.MaxF(pr, pg), pb)
			k := lane.DivF(one, lane.AddF(one, lane.MulF(lane.LoadF(&kQuarter), top)))
			r, g, b = lane.AddF(r, lane.MulF(pr, k)), lane.AddF(g, lane.MulF(pg, k)), lane.AddF(b, lane.MulF(pb, k))
			sum = lane.AddF(sum, k)
		}
		lane.StoreF((*eight)(c[0][x:]), r)
		lane.StoreF((*eight)(c[1][x:]), g)
		lane.StoreF((*eight)(c[2][x:]), b)
		lane.StoreF((*eight)(c[3][x:]), sum)
	}
	lane.Leave()
	return n
}

// finiteF is finite.
func finiteF(v lane.F) lane.F { return lane.MinF(positiveF(v), lane.LoadF(&kMost)) }
