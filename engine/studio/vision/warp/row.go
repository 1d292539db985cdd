package warp

// Row is At for a row of pixels: pixel k of n goes to dst[4k:4k+4] and comes from (x+k*dx, y+k*dy), up to 1/phases of a pixel. It
// takes half the time of calls for each of them.
func (im *Image) Row(dst []float32, x, y, dx, dy float32, n int) {
	const half = 1 << (fraction - 9) // of a phase: positions are rounded, not cut
	p := path{
		x: fixed(x) + half, y: fixed(y) + half, dx: fixed(dx), dy: fixed(dy),
		right: int64(im.W-1) << fraction, bottom: int64(im.H-1) << fraction,
	}
	im.row(dst[:4*n], p)
}

// taps is the offset of the first of the 4 x 4 pixels of the sample, and its phases; the path moves on. Outside, the border is repeated.
func (p *path) taps(stride int) (at, px, py int) {
	x, y := min(max(p.x, 0), p.right), min(max(p.y, 0), p.bottom)
	p.x += p.dx
	p.y += p.dy
	at = (int(y>>fraction)+guard-1)*stride + 4*(int(x>>fraction)+guard-1)
	return at, int(x>>(fraction-8)) & (phases - 1), int(y>>(fraction-8)) & (phases - 1)
}

// rowScalar samples a pixel of the path for every four values of dst.
func (im *Image) rowScalar(dst []float32, p path) {
	for k := 0; k+4 <= len(dst); k += 4 {
		dst[k], dst[k+1], dst[k+2], dst[k+3] = im.weigh(p.taps(im.stride))
	}
}
