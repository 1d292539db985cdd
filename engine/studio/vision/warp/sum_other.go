//go:build !(goexperiment.simd && amd64)

package warp

func (im *Image) sum(at, px, py int) (r, g, b, a float32) { return im.weigh(at, px, py) }
