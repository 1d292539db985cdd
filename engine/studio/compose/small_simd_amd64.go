//go:build goexperiment.simd && amd64

package compose

import "zoetrope/engine/studio/spmd/lane"

// kColour is -1 where a lane of two pixels is no alpha.
var kColour = [lane.Width]int32{-1, -1, -1, 0, -1, -1, -1, 0}

// betweenLanes fills line, a multiple of eight long but for the last pixel, between rows a and b.
func betweenLanes(line, a, b []float32, share float32) {
	shares := all(share)
	n := len(line) / lane.Width * lane.Width
	for i := 0; i < n; i += lane.Width {
		v := lane.LoadF((*eight)(a[i:]))
		d := lane.SubF(lane.LoadF((*eight)(b[i:])), v)
		lane.StoreF((*eight)(line[i:]), lane.AddF(v, lane.MulF(d, lane.LoadF(&shares))))
	}
	lane.Leave()
	for i := n; i < len(line); i++ {
		line[i] = a[i] + (b[i]-a[i])*share
	}
}

// overLanes is over for the first pixels of a row, two at a time, to the same bits; it returns how many.
func overLanes(out, line []float32, columns []nearBy) int {
	n := len(columns) &^ 1
	for x := 0; x < n; x += 2 {
		l, r := &columns[x], &columns[x+1]
		p := lane.LoadTwo((*[4]float32)(line[4*l.a:]), (*[4]float32)(line[4*r.a:]))
		q := lane.LoadTwo((*[4]float32)(line[4*l.b:]), (*[4]float32)(line[4*r.b:]))
		share := lane.LoadTwo(&l.shares, &r.shares)
		p = lane.AddF(p, lane.MulF(lane.SubF(q, p), share))
		o := (*eight)(out[4*x:])
		under := lane.LoadF(o)
		mixed := lane.AddF(lane.MulF(under, lane.SubF(lane.LoadF(&kOne), lane.SpreadF(p, 3))), p)
		lane.StoreF(o, lane.SelF(lane.BoolI(lane.LoadI(&kColour)), mixed, under))
	}
	lane.Leave()
	return n
}
