//go:build goexperiment.simd && amd64

package flow

import "zoetrope/engine/studio/spmd/lane"

// A row of a patch is a vector.

// compareLanes is the loop of compare; it reports whether this machine has lanes.
func (m *matcher) compareLanes(sums *[compareSums]float32, ref, at int, weights *[4]float32) bool {
	if !lane.Available() {
		return false
	}
	s := m.a.stride
	w00, w01 := lane.SplatAtF(weights[:], 0), lane.SplatAtF(weights[:], 1)
	w10, w11 := lane.SplatAtF(weights[:], 2), lane.SplatAtF(weights[:], 3)
	var sum, squares, b1, b2 lane.F
	left, right := load(m.b.pix, at), load(m.b.pix, at+1)
	for range patchSize {
		at += s
		over := lane.AddF(lane.MulF(left, w00), lane.MulF(right, w01))
		left, right = load(m.b.pix, at), load(m.b.pix, at+1)
		under := lane.AddF(lane.MulF(left, w10), lane.MulF(right, w11))
		d := lane.SubF(lane.AddF(over, under), load(m.a.pix, ref))
		sum, squares = lane.AddF(sum, d), lane.AddF(squares, lane.MulF(d, d))
		b1, b2 = lane.AddF(b1, lane.MulF(load(m.gx, ref), d)), lane.AddF(b2, lane.MulF(load(m.gy, ref), d))
		ref += s
	}
	lane.SumsF(sum, squares, b1, b2).Store((*[4]float32)(sums[:]))
	lane.Leave()
	return true
}

// structureLanes is the loop of structure; it reports whether this machine has lanes.
func (m *matcher) structureLanes(sums *[structureSums]float32, ref int) bool {
	if !lane.Available() {
		return false
	}
	var xx, xy, yy, x, y lane.F
	for range patchSize {
		p, q := load(m.gx, ref), load(m.gy, ref)
		xx, xy, yy = lane.AddF(xx, lane.MulF(p, p)), lane.AddF(xy, lane.MulF(p, q)), lane.AddF(yy, lane.MulF(q, q))
		x, y = lane.AddF(x, p), lane.AddF(y, q)
		ref += m.a.stride
	}
	var last [4]float32
	lane.SumsF(xx, xy, yy, x).Store((*[4]float32)(sums[:4]))
	lane.SumsF(y, y, y, y).Store(&last)
	lane.Leave()
	sums[4] = last[0]
	return true
}
