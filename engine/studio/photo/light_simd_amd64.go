//go:build goexperiment.simd && amd64

package photo

import "zoetrope/engine/studio/spmd/lane"

// applyLanes is grade.apply for whole vectors of pixels; it returns how many pixels they have.
func (g *grade) applyLanes(row []float32) int {
	if !lane.Available() {
		return 0
	}
	n := len(row) / 4 &^ (lane.Width - 1)
	lr, lg, lb := lane.SplatF(0.2126), lane.SplatF(0.7152), lane.SplatF(0.0722)
	saturation, contrast, middle := lane.SplatF(g.saturation), lane.SplatF(g.contrast), lane.SplatF(third)
	shoulder, share, lamps := lane.SplatF(g.shoulder), lane.SplatF(g.share), lane.SplatF(g.lamps)
	bright, light := newRamp(lampFrom, lampTo), newRamp(lightFrom, lightTo)
	var gain, lift [3]lane.F
	for c := range gain {
		gain[c], lift[c] = lane.SplatF(g.gain[c]), lane.SplatF(g.lift[c])
	}
	var zero lane.F
	for i := range n / lane.Width {
		px := (*[4 * lane.Width]float32)(row[4*lane.Width*i:])
		red, green, blue, alpha := lane.LoadRGBA(px)
		l := lane.AddF(lane.AddF(lane.MulF(lr, red), lane.MulF(lg, green)), lane.MulF(lb, blue))
		lamp := lane.MulF(lamps, bright.at(lane.MaxF(lane.MaxF(red, green), blue)))
		lamp = lane.MulF(lamp, light.at(l))
		out := [3]lane.F{red, green, blue}
		for c, p := range out {
			v := lane.AddF(l, lane.MulF(saturation, lane.SubF(p, l)))
			v = lane.AddF(middle, lane.MulF(contrast, lane.SubF(v, middle)))
			v = lane.SubF(v, lane.MulF(lane.MulF(shoulder, v), v))
			v = lane.AddF(lane.MulF(gain[c], v), lift[c])
			v = lane.MaxF(lane.AddF(v, lane.MulF(lamp, lane.SubF(p, v))), zero)
			out[c] = lane.AddF(p, lane.MulF(share, lane.SubF(v, p)))
		}
		lane.StoreRGBA(px, out[0], out[1], out[2], alpha)
	}
	lane.Leave()
	return n
}

// ramp is vision.Smoothstep between two values.
type ramp struct{ from, by, zero, one, three lane.F }

func newRamp(from, to float32) ramp {
	return ramp{from: lane.SplatF(from), by: lane.SplatF(1 / (to - from)), one: lane.SplatF(1), three: lane.SplatF(3)}
}

func (r *ramp) at(v lane.F) lane.F {
	t := lane.MinF(lane.MaxF(lane.MulF(lane.SubF(v, r.from), r.by), r.zero), r.one)
	return lane.MulF(lane.MulF(t, t), lane.SubF(r.three, lane.AddF(t, t)))
}
