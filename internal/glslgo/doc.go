// Package glslgo compiles GLSL ES 3.00 fragment shaders to Go, for machines without a GPU.
//
// Each shader becomes two Go files: one with scalar code, which computes one pixel at a time and runs everywhere, and one
// with SIMD code, which computes eight pixels of a row at a time with the functions of engine/studio/spmd/lane. The same
// text runs on a GPU and in a browser. Package engine/studio/spmd draws with the result.
//
// # Language
//
// Accepted is GLSL ES 3.00 with its strict typing (nothing converts implicitly), less the parts below:
//
//   - preprocessor: #define of objects and functions, #undef, #if with defined, #ifdef, #else, #elif, #error, #version 300 es,
//     #include "file" (found beside the including file and read once; the flattened text is kept for other machines)
//   - types: bool, int, uint, float, their vectors, all matrices, structures, arrays with constant size, sampler2D
//   - uniforms of all these types but structures, with any names; one "out vec4"; gl_FragCoord; constants and globals
//   - functions with overloads, prototypes and in, out and inout parameters; sampler2D as parameter
//   - if, for, while, do, switch (default last), break, continue, return, ?:, all operators
//   - all built-in functions but the derivatives (a pixel knows nothing of its neighbours), the packing functions and the
//     texture functions other than texture, textureLod, texelFetch and textureSize; there are no mipmaps
//   - "#pragma unroll" before a counting loop with constant bounds repeats its body, so that what depends on the counter and
//     uniforms only is computed once per draw; other machines ignore it
//
// Not supported: discard, inputs, several outputs, uniform blocks, structures as uniforms, arrays of arrays, other samplers.
// Each fault and each unsupported construct is an *Error with its place. Uninitialised variables are zero, integer division
// by zero gives zero, indices outside an array are clamped, so that a picture depends on nothing but its inputs.
//
// # Uniformity
//
// A value that is the same for all pixels of a group need not be computed eight times, and a branch on it needs no masks.
// The compiler therefore gives every value a level: known per draw, per row, per group, or different per lane. Expressions
// of the first two levels are hoisted out of the pixel loop; loops and branches on anything below per lane remain plain Go.
// Functions are specialised for which of their arguments are uniform, as in ispc (M. Pharr, W. R. Mark: ispc: A SPMD
// Compiler for High-Performance CPU Programming, 2012) and in whole-function vectorization (R. Karrenberg, S. Hack:
// Whole-Function Vectorization, 2011).
//
// Variables start as uniform. Generating code finds facts against it (a varying value assigned, an assignment under a mask,
// lanes leaving a loop at different times); passes repeat until none adds a fact. Facts only grow, so this ends, and the
// analysis cannot disagree with the code.
//
// # Masks
//
// Where lanes part, structured control flow becomes masks: an if runs both branches, each with the mask of its lanes and
// only if there are any; a loop keeps the mask of the lanes still inside; break, continue and return switch lanes off in
// the masks up to the construct they leave. Assignments keep the old value in lanes that are off, unless the variable was
// declared under the same mask. Functions that loop or assign globals get the caller's mask as an argument.
package glslgo
