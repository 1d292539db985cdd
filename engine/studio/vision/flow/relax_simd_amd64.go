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
		wl, wr, wu, wd := load(o.right, left+k), load(m.right, j), load(o.down, up+k), load(m.down, j)
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

// weighLanes does for the pixels that fill whole vectors what weigh does for the others, and returns how many those are.
func weighLanes(m, o *colour, first, n, right, down int, smoothness float32) int {
	if !lane.Available() {
		return 0
	}
	n &^= lane.Width - 1
	smooth, eps := lane.SplatF(smoothness), lane.SplatF(robustEps)
	for j := 0; j < n; j += lane.Width {
		u, v := load(m.u, first+j), load(m.v, first+j)
		ux, uy := lane.SubF(load(o.u, right+j), u), lane.SubF(load(o.u, down+j), u)
		vx, vy := lane.SubF(load(o.v, right+j), v), lane.SubF(load(o.v, down+j), v)
		sum := lane.AddF(lane.MulF(ux, ux), lane.MulF(uy, uy))
		sum = lane.AddF(lane.AddF(lane.AddF(sum, lane.MulF(vx, vx)), lane.MulF(vy, vy)), eps)
		weight := lane.DivF(smooth, lane.SqrtF(sum))
		store(m.right, first+j, weight)
		store(m.down, first+j, weight)
	}
	lane.Leave()
	return n
}

// systemLanes does for the pixels that fill whole vectors what system does for the others, and returns how many those are.
func systemLanes(m, o *colour, first, n, left, up int) int {
	if !lane.Available() {
		return 0
	}
	n &^= lane.Width - 1
	one, eps, least := lane.SplatF(1), lane.SplatF(robustEps), lane.SplatF(leastDet)
	weight, slope := lane.SplatF(dataWeight), lane.SplatF(gradientWeight)
	for j := 0; j < n; j += lane.Width {
		i := first + j
		total := lane.AddF(lane.AddF(lane.AddF(load(o.right, left+j), load(m.right, i)), load(o.down, up+j)), load(m.down, i))
		ix, iy, iz, u, v := load(m.ix, i), load(m.iy, i), load(m.iz, i), load(m.u0, i), load(m.v0, i)
		moved := lane.AddF(lane.MulF(ix, lane.SubF(load(m.u, i), u)), lane.MulF(iy, lane.SubF(load(m.v, i), v)))
		residual := lane.AddF(iz, moved)
		xx, yy := lane.MulF(ix, ix), lane.MulF(iy, iy)
		robust := lane.SqrtF(lane.AddF(lane.MulF(residual, residual), eps))
		data := lane.DivF(weight, lane.MulF(robust, lane.AddF(one, lane.MulF(slope, lane.AddF(xx, yy)))))
		a11, a22 := lane.AddF(lane.MulF(data, xx), total), lane.AddF(lane.MulF(data, yy), total)
		a12 := lane.MulF(lane.MulF(data, ix), iy)
		det := lane.SubF(lane.MulF(a11, a22), lane.MulF(a12, a12))
		scale := lane.ZeroUnlessF(lane.LessEqF(least, det), lane.DivF(one, det))
		a, b, c := lane.MulF(a22, scale), lane.MulF(lane.NegF(a12), scale), lane.MulF(a11, scale)
		b1 := lane.AddF(lane.MulF(lane.MulF(data, ix), iz), lane.MulF(total, u))
		b2 := lane.AddF(lane.MulF(lane.MulF(data, iy), iz), lane.MulF(total, v))
		store(m.a, i, a)
		store(m.b, i, b)
		store(m.c, i, c)
		store(m.ku, i, lane.SubF(u, lane.AddF(lane.MulF(a, b1), lane.MulF(b, b2))))
		store(m.kv, i, lane.SubF(v, lane.AddF(lane.MulF(b, b1), lane.MulF(c, b2))))
	}
	lane.Leave()
	return n
}

func load(p []float32, i int) lane.F { return lane.LoadF((*[lane.Width]float32)(p[i:])) }

func store(p []float32, i int, v lane.F) { v.Store((*[lane.Width]float32)(p[i:])) }
