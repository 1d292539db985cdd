//go:build goexperiment.simd && amd64

package stylize

import "zoetrope/engine/studio/spmd/lane"

var (
	kThree, kTen = all(3), all(10)
	// kFlat is the square below which a direction is not one, kLevel its root for the other choice, kFloor what keeps a ratio finite.
	kFlat, kLevel, kFloor = all(1e-12), all(1e-9), all(1e-4)
)

// addGradientsLanes is addGradients for whole vectors from the second pixel on, without the last; it returns how many pixels they
// have.
func addGradientsLanes(e, f, g, a, m, b []float32) int {
	if !lane.Available() || len(m) < lane.Width+2 {
		return 0
	}
	n := (len(m) - 2) &^ (lane.Width - 1)
	three, ten := lane.LoadF(&kThree), lane.LoadF(&kTen)
	for x := 1; x <= n; x += lane.Width {
		al, ar, bl, br := row8(a, x-1), row8(a, x+1), row8(b, x-1), row8(b, x+1)
		dx := lane.AddF(lane.MulF(three, lane.SubF(ar, al)), lane.MulF(ten, lane.SubF(row8(m, x+1), row8(m, x-1))))
		dx = lane.AddF(dx, lane.MulF(three, lane.SubF(br, bl)))
		dy := lane.AddF(lane.MulF(three, lane.SubF(bl, al)), lane.MulF(ten, lane.SubF(row8(b, x), row8(a, x))))
		dy = lane.AddF(dy, lane.MulF(three, lane.SubF(br, ar)))
		lane.StoreF((*eight)(e[x:]), lane.AddF(row8(e, x), lane.MulF(dx, dx)))
		lane.StoreF((*eight)(f[x:]), lane.AddF(row8(f, x), lane.MulF(dx, dy)))
		lane.StoreF((*eight)(g[x:]), lane.AddF(row8(g, x), lane.MulF(dy, dy)))
	}
	lane.Leave()
	return n
}

// minorAxesLanes is minorAxis for whole vectors; it returns how many pixels they have.
func minorAxesLanes(tx, ty, aniso, es, fs, gs []float32) int {
	if !lane.Available() {
		return 0
	}
	n := len(tx) &^ (lane.Width - 1)
	half, one := lane.LoadF(&kHalf), lane.LoadF(&kOne)
	for x := 0; x < n; x += lane.Width {
		e, f, g := row8(es, x), row8(fs, x), row8(gs, x)
		d, ff := lane.SubF(e, g), lane.MulF(f, f)
		root := lane.SqrtF(lane.AddF(lane.MulF(d, d), lane.MulF(lane.LoadF(&kFour), ff)))
		sum := lane.AddF(e, g)
		large, small := lane.MulF(lane.AddF(sum, root), half), lane.MulF(lane.SubF(sum, root), half)
		u, v := lane.SubF(large, e), lane.NegF(f)
		flat := lane.LessF(lane.AddF(lane.MulF(u, u), ff), lane.LoadF(&kFlat))
		u, v = lane.SelF(flat, v, u), lane.SelF(flat, lane.SubF(large, g), v)
		length := lane.SqrtF(lane.AddF(lane.MulF(u, u), lane.MulF(v, v)))
		found := lane.LessEqF(lane.LoadF(&kLevel), length)
		by := lane.DivF(one, length)
		ratio := lane.DivF(lane.SubF(large, small), lane.AddF(lane.AddF(large, small), lane.LoadF(&kFloor)))
		lane.StoreF((*eight)(tx[x:]), lane.SelF(found, lane.MulF(u, by), one))
		lane.StoreF((*eight)(ty[x:]), lane.ZeroUnlessF(found, lane.MulF(v, by)))
		lane.StoreF((*eight)(aniso[x:]), lane.ZeroUnlessF(found, ratio))
	}
	lane.Leave()
	return n
}
