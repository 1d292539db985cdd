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

func towardLanes(dst, a, k []float32) int {
	n := whole(len(dst))
	for i := 0; i < n; i += lane.Width {
		v := load(dst, i)
		store(dst, i, lane.AddF(v, lane.MulF(lane.SubF(load(a, i), v), load(k, i))))
	}
	lane.Leave()
	return n
}

// doubleLanes does the first value too, which has no left neighbour.
func doubleLanes(dst, src []float32) int {
	if !lane.Available() || len(src) < lane.Width+2 {
		return 0
	}
	dst[0], dst[1] = src[0], src[0]+(src[1]-src[0])*0.25
	near, far := lane.SplatF(0.75), lane.SplatF(0.25)
	i := 1
	for ; i+lane.Width < len(src); i += lane.Width {
		left, v, right := load(src, i-1), load(src, i), load(src, i+1)
		even := lane.AddF(left, lane.MulF(lane.SubF(v, left), near))
		odd := lane.AddF(v, lane.MulF(lane.SubF(right, v), far))
		lane.StorePairs((*[2 * lane.Width]float32)(dst[2*i:]), even, odd)
	}
	lane.Leave()
	return i
}

// quadrupleLanes does values from the second on, all of which have neighbours.
func quadrupleLanes(dst, src []float32) int {
	n := whole(len(src) - 2)
	a, b, c, d := lane.SplatF(0.625), lane.SplatF(0.875), lane.SplatF(0.125), lane.SplatF(0.375)
	for i := 1; i <= n; i += lane.Width {
		left, v := load(src, i-1), load(src, i)
		before, behind := lane.SubF(v, left), lane.SubF(load(src, i+1), v)
		lane.StoreRGBA((*[4 * lane.Width]float32)(dst[4*i:]),
			lane.AddF(left, lane.MulF(before, a)), lane.AddF(left, lane.MulF(before, b)),
			lane.AddF(v, lane.MulF(behind, c)), lane.AddF(v, lane.MulF(behind, d)))
	}
	lane.Leave()
	return n
}

func insertLanes(dst, src []float32) int {
	n := whole(len(dst) / 2)
	half := lane.SplatF(0.5)
	for i := 0; i < n; i += lane.Width {
		v := load(src, i)
		lane.StorePairs((*[2 * lane.Width]float32)(dst[2*i:]), v, lane.MulF(half, lane.AddF(v, load(src, i+1))))
	}
	lane.Leave()
	return n
}

var kSteps = [lane.Width]float32{0, 1, 2, 3, 4, 5, 6, 7}

func placesLanes(at []int32, ax, ay, us, vs []float32, y, w, h int) int {
	n := whole(len(at))
	right, bottom := lane.SplatF(float32(w-1)), lane.SplatF(float32(h-1))
	column, row := lane.SplatI(int32(w-2)), lane.SplatI(int32(h-2))
	stride, line := lane.SplatI(int32(w)), lane.SplatF(float32(y))
	var zero lane.F
	for i := 0; i < n; i += lane.Width {
		// The maximum of NaN and zero, in this order, is zero.
		px := lane.MinF(lane.MaxF(lane.AddF(lane.AddF(lane.FloatI(lane.SplatI(int32(i))), lane.LoadF(&kSteps)), load(us, i)), zero), right)
		py := lane.MinF(lane.MaxF(lane.AddF(line, load(vs, i)), zero), bottom)
		ix, iy := lane.MinI(lane.IntF(px), column), lane.MinI(lane.IntF(py), row)
		store(ax, i, lane.SubF(px, lane.FloatI(ix)))
		store(ay, i, lane.SubF(py, lane.FloatI(iy)))
		lane.AddI(lane.MulI(iy, stride), ix).Store((*[lane.Width]int32)(at[i:]))
	}
	lane.Leave()
	return n
}
