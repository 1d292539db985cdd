package spmd

import "zoetrope/engine/studio/spmd/lane"

// Texture is a Frame as kernels see it.
type Texture = lane.Texture

// Backend is a way to run programs.
type Backend uint8

const (
	// Scalar runs one pixel at a time, everywhere.
	Scalar Backend = iota
	// SIMD runs eight pixels at a time with AVX2 and FMA.
	SIMD
)

// Best returns SIMD where this build and this processor support it, and Scalar otherwise.
func Best() Backend {
	if lane.Available() {
		return SIMD
	}
	return Scalar
}

func (b Backend) String() string {
	if b == SIMD {
		return "simd avx2"
	}
	return "scalar"
}

// kernel returns the constructor for this backend, or nil if this build has none.
func (b Backend) kernel(p *Program) NewKernel {
	switch {
	case b == Scalar:
		return p.Scalar
	case b == SIMD && lane.Available():
		return p.SIMD
	}
	return nil
}
