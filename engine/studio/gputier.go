package studio

import (
	"context"
	"math"
	"time"

	"zoetrope"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
)

// gpuFinePromise is for how long a graphics processor may draw the backdrops of a second of film in whole, in seconds. Finish and
// encoding go on beside that.
const gpuFinePromise = 1.5

// gpuTier picks the tier of a film that a graphics processor draws, and reports whether one does. The first time that a backdrop is
// asked for it is tried and timed.
func (c *costs) gpuTier(ctx context.Context, p *scene.Plan, b renderer, w, h int) (tier, bool, error) {
	l := p.Layers[0]
	if !b.accelerated() || !b.drawsOnGPU(l.Program()) {
		return tier{}, false, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	cost, known := c.onGPU[l.Shader]
	if !known {
		var err error
		if cost, err = timePicture(ctx, p, b, w, h); err != nil {
			return tier{}, false, err
		}
		if !b.drawsOnGPU(l.Program()) { // the try has shown that it does not
			return tier{}, false, nil
		}
		if c.onGPU == nil {
			c.onGPU = map[string]float64{}
		}
		c.onGPU[l.Shader] = cost
	}
	return chooseGPUTier(cost, l.Scale, w, h), true, nil
}

// chooseGPUTier picks by the seconds that a pixel takes. What is drawn of the frames between is drawn by the processor and little.
func chooseGPUTier(cost, scale float64, w, h int) tier {
	seconds := func(t tier) float64 {
		k := 1.0
		if !t.whole {
			k = scale * scale
		}
		drawn := min(float64(w*h)*k, float64(t.pixels))
		return zoetrope.FPS * drawn * cost * float64(t.detail) / float64(t.stride)
	}
	switch {
	case seconds(fine) <= gpuFinePromise:
		return fine
	case seconds(standard) <= standardPromise:
		return standard
	}
	return draft
}

// trialPixels and trialTries are the pictures that are timed: large enough to keep a graphics processor busy, of which the
// quickest is believed. One more before them has the driver compile.
const (
	trialPixels = 480 * 270
	trialTries  = 3
)

// timePicture returns the seconds that a pixel takes with the way to the device and back.
func timePicture(ctx context.Context, p *scene.Plan, b renderer, w, h int) (float64, error) {
	k := min(math.Sqrt(trialPixels/float64(w*h)), 1)
	dst := spmd.NewFrame(max(int(float64(w)*k), 1), max(int(float64(h)*k), 1))
	l := p.Layers[0]
	v := p.Values(l, p.Seconds/2, dst.W, dst.H)
	best := math.Inf(1)
	for try := range 1 + trialTries {
		start := time.Now()
		if err := b.draw(ctx, l.Program(), dst, v, nil); err != nil {
			return 0, err
		}
		if try > 0 {
			best = min(best, time.Since(start).Seconds())
		}
	}
	return best / float64(dst.W*dst.H), nil
}
