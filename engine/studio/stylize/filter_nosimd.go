//go:build !(goexperiment.simd && amd64)

package stylize

import "zoetrope/engine/studio/vision"

// Without lanes every pixel is left to the loops of filter.go.

func flattenLanes(_ vision.RGB, _ [][4]float32, _ tensor, _ float32, _ int) int { return 0 }
func weightedLanes(_ [][4]float32, _ vision.RGB, _ vision.Plane, _, _ int) int  { return 0 }

func tilePlacesLanes(_ []int32, _, _, _, _ []float32, _ int, _, _ float32) int { return 0 }
