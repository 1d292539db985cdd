//go:build !(goexperiment.simd && amd64)

package warp

func (im *Image) row(dst []float32, p path) { im.rowScalar(dst, p) }

func (im *Image) sum(at, px, py int) (r, g, b, a float32) { return im.weigh(at, px, py) }
