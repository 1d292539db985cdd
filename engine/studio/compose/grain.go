package compose

import "math/rand/v2"

// grainSize is the side of the grain's tile.
const grainSize = 256

// newGrain is a tile of fine film grain in code values: white noise with its low frequencies taken off. It stands still:
// moving grain would cost the encoder more than the picture.
func newGrain(seed uint64, sigma float32) []float32 {
	r := rand.New(rand.NewPCG(seed, 0x67726169))
	white := make([]float32, grainSize*grainSize)
	for i := range white {
		white[i] = float32(r.NormFloat64())
	}
	g := make([]float32, grainSize*grainSize)
	for y := range grainSize {
		for x := range grainSize {
			at := func(dx, dy int) float32 {
				return white[(y+dy+grainSize)%grainSize*grainSize+(x+dx+grainSize)%grainSize]
			}
			mean := (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) * 0.25
			g[y*grainSize+x] = (at(0, 0) - 0.5*mean) * 0.95 * sigma
		}
	}
	return g
}
