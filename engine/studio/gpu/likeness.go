package gpu

import (
	"context"
	"math"

	"zoetrope/engine/studio/spmd"
)

// Likeness draws a program on the device and on the processor at w x h pixels and returns how alike the pictures are: the PSNR in
// dB of the light as it is seen, compressed to 0..1 with a curve like that of a film. Identical pictures give 120, and pixels
// that are no numbers give 0.
func (d *Device) Likeness(ctx context.Context, p *spmd.Program, w, h int, v spmd.Values, textures map[string]*spmd.Frame) (float64, error) {
	here, there := spmd.NewFrame(w, h), spmd.NewFrame(w, h)
	if err := d.Draw(ctx, p, here, v, textures); err != nil {
		return 0, err
	}
	if err := spmd.Draw(ctx, spmd.Best(), p, there, v, textures); err != nil {
		return 0, err
	}
	return psnr(here, there), nil
}

func psnr(a, b *spmd.Frame) float64 {
	seen := func(x float32) float64 {
		v := max(float64(x), 0)
		return math.Sqrt(v / (1 + v))
	}
	sum := 0.0
	for i := range a.Pix {
		d := seen(a.Pix[i]) - seen(b.Pix[i])
		sum += d * d
	}
	if math.IsNaN(sum) {
		return 0
	}
	return max(10*math.Log10(float64(len(a.Pix))/max(sum, 1e-12*float64(len(a.Pix)))), 0)
}
