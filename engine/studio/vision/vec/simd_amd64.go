//go:build goexperiment.simd && amd64

package vec

import "zoetrope/engine/studio/spmd/lane"

// Each function does as many values as fill whole vectors and returns how many.

// whole is how many of n values fill vectors.
func whole(n int) int {
	if !lane.Available() {
		return 0
	}
	return n &^ (lane.Width - 1)
}

func load(p []float32, i int) lane.F { return lane.LoadF((*[lane.Width]float32)(p[i:])) }

func store(p []float32, i int, v lane.F) { v.Store((*[lane.Width]float32)(p[i:])) }

func addLanes(dst, a []float32) int {
	n := whole(len(dst))
	for i := 0; i < n; i += lane.Width {
		store(dst, i, lane.AddF(load(dst, i), load(a, i)))
	}
	lane.Leave()
	return n
}

func addScaledLanes(dst, a []float32, k float32) int {
	n := whole(len(dst))
	by := lane.SplatF(k)
	for i := 0; i < n; i += lane.Width {
		store(dst, i, lane.AddF(load(dst, i), lane.MulF(by, load(a, i))))
	}
	lane.Leave()
	return n
}

func addProductLanes(dst, a, b []float32) int {
	n := whole(len(dst))
	for i := 0; i < n; i += lane.Width {
		store(dst, i, lane.AddF(load(dst, i), lane.MulF(load(a, i), load(b, i))))
	}
	lane.Leave()
	return n
}

func mulLanes(dst, a, b []float32) int {
	n := whole(len(dst))
	for i := 0; i < n; i += lane.Width {
		store(dst, i, lane.MulF(load(a, i), load(b, i)))
	}
	lane.Leave()
	return n
}

func minLanes(dst, a, b []float32) int {
	n := whole(len(dst))
	for i := 0; i < n; i += lane.Width {
		store(dst, i, lane.MinF(load(a, i), load(b, i)))
	}
	lane.Leave()
	return n
}

func maxLanes(dst, a, b []float32) int {
	n := whole(len(dst))
	for i := 0; i < n; i += lane.Width {
		store(dst, i, lane.MaxF(load(a, i), load(b, i)))
	}
	lane.Leave()
	return n
}

func lerpLanes(dst, a, b []float32, t float32) int {
	n := whole(len(dst))
	share := lane.SplatF(t)
	for i := 0; i < n; i += lane.Width {
		va := load(a, i)
		store(dst, i, lane.AddF(va, lane.MulF(lane.SubF(load(b, i), va), share)))
	}
	lane.Leave()
	return n
}

func stretchLanes(dst, a []float32, from, by float32) int {
	n := whole(len(dst))
	low, gain, one := lane.SplatF(from), lane.SplatF(by), lane.SplatF(1)
	var zero lane.F
	for i := 0; i < n; i += lane.Width {
		v := lane.MulF(lane.SubF(load(a, i), low), gain)
		store(dst, i, lane.MinF(lane.MaxF(v, zero), one))
	}
	lane.Leave()
	return n
}

func lumaLanes(dst, r, g, b []float32) int {
	n := whole(len(dst))
	kr, kg, kb := lane.SplatF(lumaR), lane.SplatF(lumaG), lane.SplatF(lumaB)
	for i := 0; i < n; i += lane.Width {
		v := lane.AddF(lane.MulF(kr, load(r, i)), lane.MulF(kg, load(g, i)))
		store(dst, i, lane.AddF(v, lane.MulF(kb, load(b, i))))
	}
	lane.Leave()
	return n
}

func weighLanes(dst, a, b, c []float32) int {
	n := whole(len(dst))
	quarter, half := lane.SplatF(0.25), lane.SplatF(0.5)
	for i := 0; i < n; i += lane.Width {
		v := lane.MulF(quarter, lane.AddF(load(a, i), load(c, i)))
		store(dst, i, lane.AddF(v, lane.MulF(half, load(b, i))))
	}
	lane.Leave()
	return n
}

func slideLanes(dst, sum, enter, leave []float32, scale float32) int {
	n := whole(len(dst))
	by := lane.SplatF(scale)
	for i := 0; i < n; i += lane.Width {
		s := load(sum, i)
		store(dst, i, lane.MulF(s, by))
		store(sum, i, lane.AddF(s, lane.SubF(load(enter, i), load(leave, i))))
	}
	lane.Leave()
	return n
}
