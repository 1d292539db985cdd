package studio

import (
	"context"
	"fmt"

	"zoetrope"
	"zoetrope/engine/studio/gpu"
)

// alike is the least likeness, in dB, of pictures of the graphics processor and of the processor: differences below it are not
// seen. Rounding alone leaves 45 and more.
const alike = 40

// TryGPU draws a place with weather on a device and fails unless the pictures are those of the processor. Drivers that make
// mistakes do so in integers and in long loops, of which it has many.
func TryGPU(ctx context.Context, d *gpu.Device) error {
	const w, h = 128, 72
	spec := &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: "clouds over mountains in the rain, falling leaves", Duration: 5}}
	_, plan := Plan(spec, 1, w, h)
	for _, l := range plan.Layers {
		p := l.Program()
		if len(p.Samplers) > 0 {
			continue
		}
		db, err := d.Likeness(ctx, p, w, h, plan.Values(l, 1, w, h), nil)
		if err != nil {
			return err
		}
		if db < alike {
			return fmt.Errorf("%s draws %s wrongly: it is %.0f dB like the picture of the processor", d.Info().Renderer, p.Name, db)
		}
	}
	return nil
}
