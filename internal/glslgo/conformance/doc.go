// Package conformance holds small shaders, each about one part of the language, with the Go code generated from them. Its
// tests draw them on every backend and compare the pixels with values computed by plain Go.
package conformance

//go:generate go run zoetrope/internal/glslgo/cmd/glslgo
