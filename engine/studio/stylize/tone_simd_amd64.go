//go:build goexperiment.simd && amd64

package stylize

import "zoetrope/engine/studio/spmd/lane"

// varnishLanes is varnish for the first pixels; it returns how many.
func varnishLanes(r, g, b, cloth []float32, k varnishing) int {
	if !lane.Available() {
		return 0
	}
	n := len(r) &^ (lane.Width - 1)
	vivid, weave, depth, warmth := all(k.vivid), all(k.weave), all(k.depth), [3]eight{all(1), all(1), all(k.blue)}
	for i := 0; i < n; i += lane.Width {
		rgb := [3]lane.F{row8(r, i), row8(g, i), row8(b, i)}
		grey, light := lumaF(rgb[0], rgb[1], rgb[2]), scaleF(row8(cloth, i), &weave, &kOne)
		for k, out := range [3][]float32{r, g, b} {
			v := lane.AddF(grey, lane.MulF(lane.SubF(rgb[k], grey), lane.LoadF(&vivid)))
			v = unitF(lane.MulF(lane.MulF(v, light), lane.LoadF(&warmth[k])))
			steep := lane.MulF(lane.MulF(v, v), lane.SubF(lane.LoadF(&kThree), lane.AddF(v, v)))
			lane.StoreF((*eight)(out[i:]), mixF(v, steep, lane.LoadF(&depth)))
		}
	}
	lane.Leave()
	return n
}
