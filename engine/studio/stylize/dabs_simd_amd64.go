//go:build goexperiment.simd && amd64

package stylize

import (
	"zoetrope/engine/studio/spmd/lane"
	"zoetrope/engine/studio/vision"
)

var kFour, kHollow, kAside = all(4), all(0.6), all(64)

// paintLanes is paint for whole vectors, which may reach beyond the stroke, where it covers nothing, but not beyond the frame. It
// returns the first column that is left.
func (c *canvas) paintLanes(s *strokeTable, hairs tile, height vision.Plane, y, from, to int) int {
	if !lane.Available() {
		return from
	}
	at := func(i int) lane.F { return lane.SplatAtF(s[:], i) }
	one := lane.LoadF(&kOne)
	var zero lane.F
	dx, dy := at(strokeDX), at(strokeDY)
	ry := lane.SubF(lane.FloatI(lane.SplatI(int32(y))), at(strokeY))
	ryx, ryy := lane.MulF(ry, dx), lane.MulF(ry, dy)
	var scratch lane.Scratch
	x := from
	for ; x <= to && x+lane.Width <= c.w; x += lane.Width {
		rx := lane.SubF(lane.AddF(lane.FloatI(lane.SplatI(int32(x))), lane.LoadF(&kColumns)), at(strokeX))
		along := lane.MulF(lane.AddF(lane.MulF(rx, dx), ryy), at(strokeHalf))
		across := lane.MulF(lane.SubF(ryx, lane.MulF(rx, dy)), at(strokeWide))
		a2, c2 := lane.MulF(along, along), lane.MulF(across, across)
		inside := lane.SubF(one, lane.AddF(lane.MulF(a2, a2), c2))
		if !lane.Any(lane.LessF(zero, inside)) {
			continue
		}
		line := lane.IntF(lane.AddF(lane.MulF(lane.AddF(across, one), at(strokeHairs)), at(strokePhase)))
		run := lane.IntF(lane.AddF(lane.MulF(along, at(strokeRun)), lane.LoadF(&kAside)))
		mask := lane.SplatI(tileSide - 1)
		place := lane.AddI(lane.MulI(lane.AndI(line, mask), lane.SplatI(tileSide)), lane.AndI(run, mask))
		hair := lane.GatherF(hairs.pix, &scratch, place)
		edge := lane.MaxF(lane.MinF(lane.MulF(inside, lane.LoadF(&kFour)), one), zero)
		share := lane.AddF(at(strokeLeast), lane.MulF(at(strokeBristle), hair))
		cover := lane.MulF(lane.MulF(edge, at(strokeOpaque)), lane.MaxF(lane.MinF(share, one), zero))
		tint := lane.AddF(one, lane.MulF(at(strokeTint), hair))
		i := y*c.w + x
		toward(c.out.R.Pix, i, lane.MulF(at(strokeR), tint), cover)
		toward(c.out.G.Pix, i, lane.MulF(at(strokeG), tint), cover)
		toward(c.out.B.Pix, i, lane.MulF(at(strokeB), tint), cover)
		if len(height.Pix) > 0 {
			ridge := lane.SubF(lane.AddF(at(strokeThick), lane.MulF(at(strokeRidge), hair)), lane.MulF(lane.LoadF(&kHollow), c2))
			toward(height.Pix, i, ridge, cover)
		}
	}
	lane.Leave()
	return x
}

// toward mixes a colour into the eight values from p[i].
func toward(p []float32, i int, v, share lane.F) {
	old := row8(p, i)
	lane.StoreF((*eight)(p[i:]), lane.AddF(old, lane.MulF(lane.SubF(v, old), share)))
}
