package shader

//go:generate go run zoetrope/internal/glslgo/cmd/glslgo
