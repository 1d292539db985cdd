//go:build goexperiment.simd && amd64

package warp

import "zoetrope/engine/studio/spmd/lane"

// columns are the weights of four neighbours, each four times, by phase: one for every channel. rows are the bits of the weights.
var columns, rows = func() (c [phases + 1][2 * lane.Width]float32, r [phases + 1][4]int32) {
	for k, four := range weights {
		for i := range c[k] {
			c[k][i] = four[i/4]
		}
		for i, v := range four {
			r[k][i] = int32(lane.UintBits(v))
		}
	}
	return c, r
}()

// sum is weigh with eight lanes: two pixels at a time.
func (im *Image) sum(at, px, py int) (r, g, b, a float32) {
	if !lane.Available() {
		return im.weigh(at, px, py)
	}
	var out [4]float32
	im.eight(at, px, py, &out)
	lane.Leave()
	return out[0], out[1], out[2], out[3]
}

// row is rowScalar with eight lanes.
func (im *Image) row(dst []float32, p path) {
	if !lane.Available() {
		im.rowScalar(dst, p)
		return
	}
	for k := 0; k+4 <= len(dst); k += 4 {
		at, px, py := p.taps(im.stride)
		im.eight(at, px, py, (*[4]float32)(dst[k:]))
	}
	lane.Leave()
}

// eight is the sum of the 4 x 4 pixels from an offset, two pixels at a time. It leaves the upper halves of the registers in use.
func (im *Image) eight(at, px, py int, out *[4]float32) {
	wy := &rows[py]
	p0 := (*[2 * lane.Width]float32)(im.pix[at:])
	p1 := (*[2 * lane.Width]float32)(im.pix[at+im.stride:])
	p2 := (*[2 * lane.Width]float32)(im.pix[at+2*im.stride:])
	p3 := (*[2 * lane.Width]float32)(im.pix[at+3*im.stride:])
	w0, w1 := lane.FloatBitsI(lane.SplatI(wy[0])), lane.FloatBitsI(lane.SplatI(wy[1]))
	w2, w3 := lane.FloatBitsI(lane.SplatI(wy[2])), lane.FloatBitsI(lane.SplatI(wy[3]))
	left := lane.AddF(lane.MulAddF(w1, first(p1), lane.MulF(w0, first(p0))), lane.MulAddF(w3, first(p3), lane.MulF(w2, first(p2))))
	right := lane.AddF(lane.MulAddF(w1, second(p1), lane.MulF(w0, second(p0))), lane.MulAddF(w3, second(p3), lane.MulF(w2, second(p2))))
	wx := &columns[px]
	both := lane.MulAddF(left, first(wx), lane.MulF(right, second(wx)))
	both.GetLo().Add(both.GetHi()).Store(out)
}

func first(p *[2 * lane.Width]float32) lane.F {
	return lane.LoadF((*[lane.Width]float32)(p[:lane.Width]))
}

func second(p *[2 * lane.Width]float32) lane.F {
	return lane.LoadF((*[lane.Width]float32)(p[lane.Width:]))
}
