package shader_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"testing"

	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
	"zoetrope/internal/glslgo"
)

// TestGeneratedFilesAreCurrent fails when a shader was changed without running go generate.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	t.Parallel()
	want, err := glslgo.CompileDir(os.DirFS("."), "shader")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range want {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, data) {
			t.Errorf("%s is out of date: run go generate", name)
		}
	}
}

func render(t testing.TB, b spmd.Backend, p *spmd.Program, w, h int, v spmd.Values) *spmd.Frame {
	t.Helper()
	f := spmd.NewFrame(w, h)
	if err := spmd.Draw(context.Background(), b, p, f, v, nil); err != nil {
		t.Fatal(err)
	}
	return f
}

// psnr compares colours clipped to [0, 1].
func psnr(a, b *spmd.Frame) float64 {
	clip := func(x float32) float64 { return min(max(float64(x), 0), 1) }
	sum := 0.0
	for i := range a.Pix {
		d := clip(a.Pix[i]) - clip(b.Pix[i])
		sum += d * d
	}
	return 10 * math.Log10(float64(len(a.Pix))/max(sum, 1e-20))
}

func TestTestcard(t *testing.T) {
	t.Parallel()
	v := spmd.Values{"iResolution": [2]float32{90, 50}, "iTime": 0.7}
	scalar := render(t, spmd.Scalar, shader.Testcard, 90, 50, v)
	at := func(x, y int) []float32 { return scalar.Pix[4*(y*90+x) : 4*(y*90+x)+4] }
	if topRight, bottomLeft := at(89, 0), at(0, 49); topRight[1] < 2*bottomLeft[1] || topRight[0] < 2*bottomLeft[0] {
		t.Errorf("red and green must grow to the top right: %v, %v", topRight, bottomLeft)
	}
	if spmd.Best() != spmd.SIMD {
		return
	}
	if db := psnr(scalar, render(t, spmd.SIMD, shader.Testcard, 90, 50, v)); db < 55 {
		t.Errorf("SIMD differs from scalar: %.1f dB", db)
	}
}
