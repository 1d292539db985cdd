//go:build goexperiment.simd && amd64

package stylize

import "zoetrope/engine/studio/spmd/lane"

// limitLanes is calmer.limit for whole vectors; it returns how many values they have.
func limitLanes(u, v, weight []float32, toFull, share, least float32) int {
	if !lane.Available() {
		return 0
	}
	n := len(weight) &^ (lane.Width - 1)
	to, by, low, nothing := lane.SplatF(toFull), lane.SplatF(share), lane.SplatF(least), lane.SplatF(still)
	for x := 0; x < n; x += lane.Width {
		du, dv := lane.MulF(row8(u, x), to), lane.MulF(row8(v, x), to)
		moves := lane.LessEqF(nothing, lane.AddF(lane.AbsF(du), lane.AbsF(dv)))
		w := lane.MulF(row8(weight, x), by)
		lane.StoreF((*eight)(u[x:]), lane.ZeroUnlessF(moves, du))
		lane.StoreF((*eight)(v[x:]), lane.ZeroUnlessF(moves, dv))
		lane.StoreF((*eight)(weight[x:]), lane.ZeroUnlessF(lane.LessEqF(low, w), w))
	}
	lane.Leave()
	return n
}

// mixLanes is moved.mix for whole vectors; it returns how many pixels they have. Vectors without weight are left alone.
func (m *moved) mixLanes(red, green, blue []float32, past [][4]float32, w int) int {
	if !lane.Available() {
		return 0
	}
	n := len(red) &^ (lane.Width - 1)
	var zero lane.F
	for x := 0; x < n; x += lane.Width {
		weight := row8(m.weight, x)
		if !lane.Any(lane.LessF(zero, weight)) {
			continue
		}
		at, ax, ay := (*[lane.Width]int32)(m.at[x:]), row8(m.ax, x), row8(m.ay, x)
		var was [lane.Width / 2]lane.F // of pixels k and k+4
		for k := range was {
			i, j := int(at[k]), int(at[k+4])
			a, b := (*[2][4]float32)(past[i:]), (*[2][4]float32)(past[j:])
			c, d := (*[2][4]float32)(past[i+w:]), (*[2][4]float32)(past[j+w:])
			share := lane.SpreadF(ay, k)
			left, right := lane.LoadTwo(&a[0], &b[0]), lane.LoadTwo(&a[1], &b[1])
			left = lane.AddF(left, lane.MulF(lane.SubF(lane.LoadTwo(&c[0], &d[0]), left), share))
			right = lane.AddF(right, lane.MulF(lane.SubF(lane.LoadTwo(&c[1], &d[1]), right), share))
			was[k] = lane.AddF(left, lane.MulF(lane.SubF(right, left), lane.SpreadF(ax, k)))
		}
		r, g, b, _ := lane.Deinterleave(was[0], was[1], was[2], was[3])
		toward(red, x, r, weight)
		toward(green, x, g, weight)
		toward(blue, x, b, weight)
	}
	lane.Leave()
	return n
}

// interleaveLanes is interleave for whole vectors; it returns how many pixels they have.
func interleaveLanes(dst [][4]float32, red, green, blue []float32) int {
	if !lane.Available() {
		return 0
	}
	n := len(dst) &^ (lane.Width - 1)
	var zero lane.F
	for x := 0; x < n; x += lane.Width {
		lane.StoreArray((*[lane.Width][4]float32)(dst[x:]), row8(red, x), row8(green, x), row8(blue, x), zero)
	}
	lane.Leave()
	return n
}
