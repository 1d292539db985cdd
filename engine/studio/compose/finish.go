package compose

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// Finisher finishes the frames of one film. It is for one goroutine at a time and works in parallel inside.
type Finisher struct {
	w, h     int
	look     Look
	backend  spmd.Backend
	bloom    *bloom
	out      *spmd.Frame
	values   spmd.Values
	textures map[string]*spmd.Frame
}

// NewFinisher prepares a look for frames of w x h pixels, both even. The seed picks the grain's pattern.
func NewFinisher(b spmd.Backend, w, h int, look Look, seed uint64) *Finisher {
	f := &Finisher{w: w, h: h, look: look, backend: b, bloom: newBloom(w, h), out: spmd.NewFrame(w, h)}
	f.textures = map[string]*spmd.Frame{"uGlow": f.bloom.glow, "uGrain": newGrain(seed, look.Grain)}
	glow := look.Bloom + look.Mist
	f.values = spmd.Values{
		"iResolution": [2]float32{float32(w), float32(h)},
		"uGlowShare":  glow, "uPreserve": look.Preserve, "uVignette": look.Vignette,
		"uContrast": look.Contrast, "uLift": look.Lift, "uGain": look.Gain, "uGamma": look.Gamma,
		"uSaturation": look.Saturation, "uShadows": look.Shadows, "uHighlights": look.Highlights,
		"uFade": look.Fade, "uBands": look.Bands, "uMono": look.Mono, "uTint": look.Tint,
	}
	return f
}

// Apply finishes frame into dst as yuv420p (see yuv.Size). fade scales the light of the whole picture and is 1 except in
// transitions.
func (f *Finisher) Apply(ctx context.Context, dst []byte, frame *spmd.Frame, fade float32) error {
	exposure := f.look.Exposure * fade
	if f.look.Bloom > 0 || f.look.Mist > 0 {
		f.bloom.update(frame.Pix, f.w, f.h, exposure, f.look.Threshold, f.look.Mist)
	}
	// A veil of mist takes light from the picture that it scatters.
	f.values["uExposure"] = exposure * (1 - 0.5*f.look.Mist)
	f.textures["uFrame"] = frame
	if err := spmd.Draw(ctx, f.backend, shader.PostFinish, f.out, f.values, f.textures); err != nil {
		return err
	}
	yuv.FromSRGB(dst, f.w, f.h, f.out.Pix)
	return nil
}

// rows calls f for bands of rows, split at even rows, in parallel.
func rows(h int, f func(y0, y1 int)) {
	const band = 16
	n := (h + band - 1) / band
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		f(0, h)
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				b := int(next.Add(1)) - 1
				if b >= n {
					return
				}
				f(b*band, min((b+1)*band, h))
			}
		})
	}
	wg.Wait()
}
