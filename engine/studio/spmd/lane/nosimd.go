//go:build !(goexperiment.simd && amd64)

package lane

// Available reports whether this processor runs the eight-lane functions: never in this build.
func Available() bool { return false }
