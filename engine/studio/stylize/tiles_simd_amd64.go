//go:build goexperiment.simd && amd64

package stylize

import "zoetrope/engine/studio/spmd/lane"

var (
	kFarthest = all(farthest)
	// kColumns are the columns of a vector's pixels.
	kColumns = eight{0, 1, 2, 3, 4, 5, 6, 7}
)

// findOwners is owned.find for whole vectors; it reports whether there are any.
func findOwners(o owned, list *near, s shape, x, y, count int) bool {
	if !lane.Available() {
		return false
	}
	line := lane.FloatI(lane.SplatI(int32(y)))
	half := lane.LoadF(&kHalf)
	for i := 0; i < count; i += lane.Width {
		column := lane.AddF(lane.FloatI(lane.SplatI(int32(x+i))), lane.LoadF(&kColumns))
		best, second, owner := lane.LoadF(&kFarthest), lane.LoadF(&kFarthest), lane.SplatI(-1)
		for k := range list.x {
			dx, dy := lane.SubF(column, lane.SplatAtF(list.x, k)), lane.SubF(line, lane.SplatAtF(list.y, k))
			var v lane.F
			if s == square {
				qx, qy := lane.SplatAtF(list.dx, k), lane.SplatAtF(list.dy, k)
				along := lane.AbsF(lane.AddF(lane.MulF(dx, qx), lane.MulF(dy, qy)))
				v = lane.MaxF(along, lane.AbsF(lane.SubF(lane.MulF(dy, qx), lane.MulF(dx, qy))))
			} else {
				v = lane.AddF(lane.MulF(dx, dx), lane.MulF(dy, dy))
			}
			owner = lane.SelI(lane.LessF(v, best), lane.SplatAtI(list.id, k), owner)
			second = lane.MinF(second, lane.MaxF(best, v))
			best = lane.MinF(best, v)
		}
		if s == roundish {
			best, second = lane.SqrtF(best), lane.SqrtF(second)
		}
		owner.Store((*[lane.Width]int32)(o.id[i:]))
		lane.StoreF((*eight)(o.border[i:]), lane.MulF(lane.SubF(second, best), half))
	}
	lane.Leave()
	return true
}
