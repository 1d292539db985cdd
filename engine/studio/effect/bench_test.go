package effect

import (
	"testing"

	"zoetrope/engine/studio/yuv"
)

// BenchmarkFrame draws frames of 1024 x 576 pixels in the middle of each effect; divide by 1/24 s for the share of real time.
func BenchmarkFrame(b *testing.B) {
	for _, k := range Kinds() {
		b.Run(k.Name, func(b *testing.B) {
			o := Options{Width: 1024, Height: 576, Frames: 120, FPS: 24, Seed: 3}
			f, err := New(b.Context(), k.Name, o, pictures(k.Min))
			if err != nil {
				b.Fatal(err)
			}
			dst := make([]byte, yuv.Size(o.Width, o.Height))
			i := 0
			for b.Loop() {
				f.Frame(20+i*11%90, dst)
				i++
			}
		})
	}
}
