//go:build !(goexperiment.simd && amd64)

package lane

// Available reports whether this processor runs the eight-lane functions: never in this build.
func Available() bool { return false }

// MoveRowF is MoveRow.
func MoveRowF(dst []float32, m *Mixture, sa, sb []Spot, shares []float32) {
	MoveRow(dst, m, sa, sb, shares)
}
