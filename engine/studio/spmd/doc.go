// Package spmd runs the fragment shaders that internal/glslgo compiles to Go.
//
// A Program has two sets of kernels, scalar and SIMD (eight pixels at a time). Draw binds uniforms by their GLSL names,
// lets the program compute everything that depends on uniforms only, and then fills the frame in parallel bands of rows.
// Rows is the same work queue for other pixel loops.
//
// Pictures are Frames: float32 RGBA in linear light with row 0 at the top. Shaders see GL's coordinates, with the origin
// at the bottom left and pixel centres at +0.5; Draw and texture sampling convert.
package spmd
