package studio

import (
	"context"
	"log/slog"
	"strings"
	"sync"

	"zoetrope/engine/studio/gpu"
	"zoetrope/engine/studio/spmd"
)

// renderer draws programs on a graphics processor, if there is one, and on the processor.
type renderer struct {
	cpu spmd.Backend
	gpu *accelerator
}

// accelerator is a graphics processor for as long as it works.
type accelerator struct {
	device *gpu.Device
	log    *slog.Logger
	mu     sync.Mutex
	failed map[*spmd.Program]bool // are drawn on the processor; the log says why
	lost   bool                   // the log says so
}

// UseGPU lets films be drawn on a device, and on the processor where it fails. It must be called before the first job.
func (e *Engine) UseGPU(d *gpu.Device) {
	e.backend.gpu = &accelerator{device: d, log: e.log, failed: map[*spmd.Program]bool{}}
}

// accelerated reports whether the graphics processor works.
func (r renderer) accelerated() bool { return r.gpu != nil && !r.gpu.device.Lost() }

// drawsOnGPU reports whether the graphics processor may be able to draw a program.
func (r renderer) drawsOnGPU(p *spmd.Program) bool { return r.gpu != nil && r.gpu.takes(p) }

// draw is spmd.Draw on what there is.
func (r renderer) draw(ctx context.Context, p *spmd.Program, dst *spmd.Frame, v spmd.Values, textures map[string]*spmd.Frame) error {
	if r.drawsOnGPU(p) {
		err := r.gpu.device.Draw(ctx, p, dst, v, textures)
		if err == nil || ctx.Err() != nil {
			return err
		}
		r.gpu.fail(ctx, p, err)
	}
	return spmd.Draw(ctx, r.cpu, p, dst, v, textures)
}

// takes reports whether the device may be able to draw a program.
func (a *accelerator) takes(p *spmd.Program) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.lost && !a.failed[p]
}

// fail remembers that the device does not draw a program, and logs it once.
func (a *accelerator) fail(ctx context.Context, p *spmd.Program, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.device.Lost() && !a.lost:
		a.lost = true
		a.log.ErrorContext(ctx, "the graphics processor is given up, the processor draws from now on", "renderer", a.device.Info().Renderer, "error", err)
	case !a.lost && !a.failed[p]:
		a.failed[p] = true
		a.log.WarnContext(ctx, "the processor draws what the graphics processor does not", "program", p.Name, "error", err)
	}
}

// eglPrefix begins the name of a renderer that uses a graphics processor.
const eglPrefix = "egl "

// String names what draws, such as "simd avx2" or "egl NVIDIA L4/PCIe/SSE2".
func (r renderer) String() string {
	if r.accelerated() {
		return eglPrefix + r.gpu.device.Info().Renderer
	}
	return r.cpu.String()
}

// used names what has drawn a job that began on a renderer of this name.
func (r renderer) used(began string) string {
	if strings.HasPrefix(began, eglPrefix) && !r.accelerated() {
		return began + ", then " + r.cpu.String()
	}
	return began
}
