//go:build goexperiment.simd && amd64

package warp

import "zoetrope/engine/studio/spmd/lane"

// shares are the bits of k/phases and of what is left of 1.
var shares = func() (bits [phases + 1][2]int32) {
	for k := range bits {
		bits[k] = [2]int32{int32(lane.UintBits(1 - float32(k)/phases)), int32(lane.UintBits(float32(k) / phases))}
	}
	return bits
}()

// along is alongScalar with the two pixels of a row side by side.
func (im *Image) along(p path, n int) (out [4]float32) {
	if !lane.Available() {
		return im.alongScalar(p, n)
	}
	var sum lane.F
	for range n {
		at, px, py := p.next(im.stride)
		over := lane.LoadF((*[lane.Width]float32)(im.pix[at:]))
		under := lane.LoadF((*[lane.Width]float32)(im.pix[at+im.stride:]))
		wy := &shares[py]
		both := lane.MulAddF(lane.FloatBitsI(lane.SplatI(wy[1])), under, lane.MulF(lane.FloatBitsI(lane.SplatI(wy[0])), over))
		sum = lane.MulAddF(lane.LoadF(&spans[px]), both, sum)
	}
	sum.GetLo().Add(sum.GetHi()).Store(&out)
	lane.Leave()
	return out
}
