//go:build !(goexperiment.simd && amd64)

package warp

func (im *Image) along(p path, n int) [4]float32 { return im.alongScalar(p, n) }
