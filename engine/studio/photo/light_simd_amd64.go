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
	// Saturation and contrast together are linear: of the pixel, of its luma, and a constant.
	own, grey := lane.SplatF(g.contrast*g.saturation), lane.SplatF(g.contrast*(1-g.saturation))
	fixed := lane.SplatF((1 - g.contrast) * third)
	shoulder, share, lamps := lane.SplatF(g.shoulder), lane.SplatF(g.share), lane.SplatF(g.lamps)
	bright, light := newRamp(lampFrom, lampTo), newRamp(lightFrom, lightTo)
	gainR, gainG, gainB := lane.SplatF(g.gain[0]), lane.SplatF(g.gain[1]), lane.SplatF(g.gain[2])
	liftR, liftG, liftB := lane.SplatF(g.lift[0]), lane.SplatF(g.lift[1]), lane.SplatF(g.lift[2])
	var zero lane.F
	for i := range n / lane.Width {
		px := (*[4 * lane.Width]float32)(row[4*lane.Width*i:])
		red, green, blue, alpha := lane.LoadRGBA(px)
		l := lane.AddF(lane.AddF(lane.MulF(lr, red), lane.MulF(lg, green)), lane.MulF(lb, blue))
		lamp := lane.MulF(lamps, bright.at(lane.MaxF(lane.MaxF(red, green), blue)))
		lamp = lane.MulF(lamp, light.at(l))
		base := lane.AddF(fixed, lane.MulF(grey, l))
		// The same three times: an array of vectors would go through memory, which takes longer than all the rest.
		r := lane.AddF(base, lane.MulF(own, red))
		r = lane.AddF(lane.MulF(gainR, lane.SubF(r, lane.MulF(lane.MulF(shoulder, r), r))), liftR)
		r = lane.MaxF(lane.AddF(r, lane.MulF(lamp, lane.SubF(red, r))), zero)
		r = lane.AddF(red, lane.MulF(share, lane.SubF(r, red)))
		v := lane.AddF(base, lane.MulF(own, green))
		v = lane.AddF(lane.MulF(gainG, lane.SubF(v, lane.MulF(lane.MulF(shoulder, v), v))), liftG)
		v = lane.MaxF(lane.AddF(v, lane.MulF(lamp, lane.SubF(green, v))), zero)
		v = lane.AddF(green, lane.MulF(share, lane.SubF(v, green)))
		u := lane.AddF(base, lane.MulF(own, blue))
		u = lane.AddF(lane.MulF(gainB, lane.SubF(u, lane.MulF(lane.MulF(shoulder, u), u))), liftB)
		u = lane.MaxF(lane.AddF(u, lane.MulF(lamp, lane.SubF(blue, u))), zero)
		u = lane.AddF(blue, lane.MulF(share, lane.SubF(u, blue)))
		lane.StoreRGBA(px, r, v, u, alpha)
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
