// Package shader holds the fragment shaders of the studio engine: GLSL ES 3.00 sources and the Go code generated from them.
// After changing a *.frag or *.glsl file run go generate here; docs/shaders.md tells how to add one.
package shader

//go:generate go run zoetrope/internal/glslgo/cmd/glslgo
