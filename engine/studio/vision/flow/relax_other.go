//go:build !(goexperiment.simd && amd64)

package flow

// relaxLanes is how many of n pixels lanes have done: none here.
func relaxLanes(_, _ *colour, _, _, _, _, _ int) int { return 0 }

func weighLanes(_, _ *colour, _, _, _, _ int, _ float32) int { return 0 }

func systemLanes(_, _ *colour, _, _, _, _ int) int { return 0 }
