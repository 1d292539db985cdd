//go:build !(goexperiment.simd && amd64)

package yuv

// Without lanes every value is left to the loops of yuv.go.

func fillLanes(_ *rgbRow, _ []float32) int { return 0 }

func differenceLanes(_, _ []float32, _, _ *rgbRow) int { return 0 }

func lumaLanes(_ []byte, _ *rgbRow, _ *[tileSize]float32) int { return 0 }

func chromaLanes(_ []byte, _ []float32, _ float32, _ *[tileSize]float32) int { return 0 }
