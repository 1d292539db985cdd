package spmd

// Base is the component type of a uniform.
type Base uint8

// The component types. Bool uniforms are passed as integers: 0 is false.
const (
	Float Base = iota
	Int
	Uint
	Bool
)

func (b Base) String() string { return [...]string{"float", "int", "uint", "bool"}[b] }

// Uniform describes one uniform of a program.
type Uniform struct {
	Name string
	Base Base
	// Size is the number of components of one element: 1 for scalars, 2 to 4 for vectors, columns times rows for
	// matrices (stored column by column).
	Size int
	// Len is the number of elements of an array and 0 for everything else.
	Len int
	// GLSL is the declared type as written, e.g. "vec3[5]".
	GLSL string
}

// words is the number of 32-bit values the uniform occupies.
func (u Uniform) words() int { return u.Size * max(u.Len, 1) }

// Program is one compiled fragment shader. Generated code declares one variable of this type per shader.
type Program struct {
	Name string
	// Source is the flattened GLSL ES 3.00 text (includes resolved), for a GPU or a browser.
	Source   string
	Uniforms []Uniform
	Samplers []string

	// Scalar and SIMD make kernels; SIMD is nil in builds without GOEXPERIMENT=simd or on other processors than amd64.
	Scalar, SIMD NewKernel
}

// Kernel computes rows of one draw call. It is used by one goroutine.
type Kernel interface {
	// Row writes len(dst)/4 pixels from column x on, of the row whose distance from the bottom edge is y.
	Row(x, y int, dst []float32)
}

// NewKernel computes what depends on uniforms only and returns a function that makes one kernel per goroutine.
type NewKernel func(in *Inputs) func() Kernel

// Inputs are the uniform values of a draw call: float uniforms in F and the others in I (unsigned values as their bits),
// each in the order of Program.Uniforms; textures in the order of Program.Samplers.
type Inputs struct {
	F        []float32
	I        []int32
	Textures []*Texture
}
