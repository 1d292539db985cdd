//go:build goexperiment.simd && amd64

package flow

import "zoetrope/engine/studio/spmd/lane"

// relaxLanes does for the pixels that fill whole vectors what relax does for the others, and returns how many those are.
func relaxLanes(m, o *colour, i, n, left, up, down int) int {
	if !lane.Available() {
		return 0
	}
	n &^= lane.Width - 1
	omega := lane.SplatF(overRelax)
	for k := 0; k < n; k += lane.Width {
		j := i + k
		wl, wr, wu, wd := load(m.left, j), load(m.right, j), load(m.up, j), load(m.down, j)
		sumU := lane.AddF(lane.AddF(lane.MulF(wl, load(o.u, left+k)), lane.MulF(wr, load(o.u, left+k+1))),
			lane.AddF(lane.MulF(wu, load(o.u, up+k)), lane.MulF(wd, load(o.u, down+k))))
		sumV := lane.AddF(lane.AddF(lane.MulF(wl, load(o.v, left+k)), lane.MulF(wr, load(o.v, left+k+1))),
			lane.AddF(lane.MulF(wu, load(o.v, up+k)), lane.MulF(wd, load(o.v, down+k))))
		u, v, b := load(m.u, j), load(m.v, j), load(m.b, j)
		du := lane.SubF(lane.AddF(lane.AddF(lane.MulF(load(m.a, j), sumU), lane.MulF(b, sumV)), load(m.ku, j)), u)
		dv := lane.SubF(lane.AddF(lane.AddF(lane.MulF(b, sumU), lane.MulF(load(m.c, j), sumV)), load(m.kv, j)), v)
		store(m.u, j, lane.AddF(u, lane.MulF(omega, du)))
		store(m.v, j, lane.AddF(v, lane.MulF(omega, dv)))
	}
	lane.Leave()
	return n
}

func load(p []float32, i int) lane.F { return lane.LoadF((*[lane.Width]float32)(p[i:])) }

func store(p []float32, i int, v lane.F) { v.Store((*[lane.Width]float32)(p[i:])) }
