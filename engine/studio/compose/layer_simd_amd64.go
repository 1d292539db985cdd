//go:build goexperiment.simd && amd64

package compose

import "zoetrope/engine/studio/spmd/lane"

// tapLanes are the weights of a tap, eight times each.
type tapLanes [4]eight

var kFull = all(0.995)

// rowLanes is row for the first pixels of a row, to the same bits; it returns how many.
func (e *Enlarge) rowLanes(out []float32, y int, weights *tapLanes) int {
	if !e.lanes {
		return 0
	}
	t := e.ys[y]
	for k, w := range t.w {
		weights[k] = all(w)
	}
	lines := e.lines(t)
	n := e.dstW / lane.Width * lane.Width
	for x := 0; x < n; x += lane.Width {
		p := (*[4 * lane.Width]float32)(out[4*x:])
		_, _, _, alpha := lane.LoadRGBA(p)
		lane.StoreRGBA(p, weights.mix(&lines, x), weights.mix(&lines, x+e.dstW), weights.mix(&lines, x+2*e.dstW), alpha)
	}
	lane.Leave()
	return n
}

// mix is the weighted sum of eight values of four rows, not squashed any more.
func (t *tapLanes) mix(lines *[4][]float32, x int) lane.F {
	v := lane.AddF(lane.MulF(lane.LoadF(&t[0]), lane.LoadF((*eight)(lines[0][x:]))), lane.MulF(lane.LoadF(&t[1]), lane.LoadF((*eight)(lines[1][x:]))))
	v = lane.AddF(v, lane.MulF(lane.LoadF(&t[2]), lane.LoadF((*eight)(lines[2][x:]))))
	v = lane.AddF(v, lane.MulF(lane.LoadF(&t[3]), lane.LoadF((*eight)(lines[3][x:]))))
	v = lane.MinF(positiveF(v), lane.LoadF(&kFull))
	return lane.DivF(v, lane.SubF(lane.LoadF(&kOne), v))
}

// hasLanes reports whether this processor has eight lanes.
func hasLanes() bool { return lane.Available() }
