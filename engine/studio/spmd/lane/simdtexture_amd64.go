//go:build goexperiment.simd && amd64

package lane

// SampleF is Sample for eight lanes: addresses and weights are computed in all lanes at once, the four texels of each
// lane are blended as vectors of four channels.
func SampleF(t *Texture, u, v F) (r, g, b, a F) {
	x := SubF(MulF(u, SplatF(float32(t.W))), LoadF(&kHalf))
	y := SubF(MulF(v, SplatF(float32(t.H))), LoadF(&kHalf))
	// The clamp is the second operand of MinF and MaxF where NaN must not pass.
	x = MaxF(MinF(x, LoadF(&kCoordMax)), LoadF(&kCoordMin))
	y = MaxF(MinF(y, LoadF(&kCoordMax)), LoadF(&kCoordMin))
	x0, y0 := FloorF(x), FloorF(y)
	var fx, fy [Width]float32
	var xi, yi [Width]int32
	spillF(&fx, SubF(x, x0))
	spillF(&fy, SubF(y, y0))
	spillI(&xi, IntF(x0))
	spillI(&yi, IntF(y0))
	var c [Width]texel
	for i := range c {
		cx0, cx1 := t.wrap(int(xi[i]), t.W), t.wrap(int(xi[i])+1, t.W)
		row0 := (t.H - 1 - t.wrap(int(yi[i]), t.H)) * t.W
		row1 := (t.H - 1 - t.wrap(int(yi[i])+1, t.H)) * t.W
		bottom := mixTexel(loadTexel(t.Pix, row0+cx0), loadTexel(t.Pix, row0+cx1), fx[i])
		top := mixTexel(loadTexel(t.Pix, row1+cx0), loadTexel(t.Pix, row1+cx1), fx[i])
		c[i] = mixTexel(bottom, top, fy[i])
	}
	return deinterleave(&c)
}

// FetchF is Fetch for eight lanes.
func FetchF(t *Texture, x, y I) (r, g, b, a F) {
	var xi, yi [Width]int32
	spillI(&xi, x)
	spillI(&yi, y)
	var c [Width]texel
	for i := range c {
		cx := min(max(int(xi[i]), 0), t.W-1)
		cy := min(max(int(yi[i]), 0), t.H-1)
		c[i] = loadTexel(t.Pix, (t.H-1-cy)*t.W+cx)
	}
	return deinterleave(&c)
}

var kCoordMax, kCoordMin = splat[float32](coordMax), splat[float32](-coordMax)
