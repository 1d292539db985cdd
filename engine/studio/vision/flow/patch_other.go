//go:build !(goexperiment.simd && amd64)

package flow

// compareLanes and structureLanes report whether lanes have added up: not here.

func (m *matcher) compareLanes(_ *[compareSums]float32, _, _ int, _ *[4]float32) bool { return false }

func (m *matcher) structureLanes(_ *[structureSums]float32, _ int) bool { return false }
