//go:build goexperiment.simd && amd64

package yuv

import "zoetrope/engine/studio/spmd/lane"

// Each function does as many values as fill whole vectors and returns how many. No operation is fused with another, so that every
// build gives the same codes.

type eight = [lane.Width]float32

func load(p []float32, i int) lane.F { return lane.LoadF((*eight)(p[i:])) }

func store(p []float32, i int, v lane.F) { lane.StoreF((*eight)(p[i:]), v) }

// whole is how many of n values fill vectors.
func whole(n int) int {
	if !lane.Available() {
		return 0
	}
	return n &^ (lane.Width - 1)
}

// fillLanes is rgbRow.fill.
func fillLanes(r *rgbRow, rgba []float32) int {
	n := whole(len(r.red))
	for x := 0; x < n; x += lane.Width {
		red, green, blue, _ := lane.LoadRGBA((*[4 * lane.Width]float32)(rgba[4*x:]))
		store(r.red, x, red)
		store(r.green, x, green)
		store(r.blue, x, blue)
	}
	lane.Leave()
	return n
}

// differenceLanes is Pair.difference.
func differenceLanes(u, v []float32, top, bottom *rgbRow) int {
	n := whole(len(u))
	lr, lg, lb := lane.SplatF(kr), lane.SplatF(kg), lane.SplatF(kb)
	for x := 0; x < n; x += lane.Width {
		red := lane.AddF(load(top.red, x), load(bottom.red, x))
		green := lane.AddF(load(top.green, x), load(bottom.green, x))
		blue := lane.AddF(load(top.blue, x), load(bottom.blue, x))
		y := lane.AddF(lane.AddF(lane.MulF(lr, red), lane.MulF(lg, green)), lane.MulF(lb, blue))
		store(u, x, lane.SubF(blue, y))
		store(v, x, lane.SubF(red, y))
	}
	lane.Leave()
	return n
}

// lumaLanes is lumaRow.
func lumaLanes(dst []byte, row *rgbRow, threshold *[tileSize]float32) int {
	n := whole(len(dst))
	lr, lg, lb := lane.SplatF(kr), lane.SplatF(kg), lane.SplatF(kb)
	black, scale := lane.SplatF(16), lane.SplatF(lumaScale)
	for x := 0; x < n; x += lane.Width {
		y := lane.AddF(lane.AddF(lane.MulF(lr, load(row.red, x)), lane.MulF(lg, load(row.green, x))), lane.MulF(lb, load(row.blue, x)))
		code := lane.AddF(lane.AddF(black, lane.MulF(scale, y)), load(threshold[:], x%tileSize))
		lane.StoreBytes((*[lane.Width]byte)(dst[x:]), lane.IntF(code))
	}
	lane.Leave()
	return n
}

// chromaLanes is chromaRow.
func chromaLanes(dst []byte, difference []float32, scale float32, threshold *[tileSize]float32) int {
	n := whole(len(dst))
	grey, by, eighth := lane.SplatF(128), lane.SplatF(scale), lane.SplatF(0.125)
	for x := 0; x < n; x += lane.Width {
		d := lane.EvenF(filtered(difference, 2*x), filtered(difference, 2*x+lane.Width))
		code := lane.AddF(lane.AddF(grey, lane.MulF(by, lane.MulF(d, eighth))), load(threshold[:], x%tileSize))
		lane.StoreBytes((*[lane.Width]byte)(dst[x:]), lane.IntF(code))
	}
	lane.Leave()
	return n
}

// filtered is [1 2 1] of the values from p[i] on.
func filtered(p []float32, i int) lane.F {
	m := load(p, i+1)
	return lane.AddF(lane.AddF(load(p, i), lane.AddF(m, m)), load(p, i+2))
}
