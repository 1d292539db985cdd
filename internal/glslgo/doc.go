// Package glslgo compiles GLSL ES 3.00 fragment shaders to Go.
package glslgo
