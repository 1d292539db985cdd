package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"zoetrope/engine/studio"
	"zoetrope/engine/studio/gpu"
	"zoetrope/internal/leash"
)

// gpuFlags say who draws the studio's pictures.
type gpuFlags struct {
	StudioGPU string `name:"studio-gpu" help:"Draw the studio's films on a graphics processor: auto (where EGL finds one that draws as the processor does) or off." enum:"auto,off" default:"auto"`
}

// gpuOptions accept a software rasteriser when a test asks for it.
func gpuOptions() gpu.Options {
	return gpu.Options{Software: os.Getenv("ZOETROPE_TEST_EGL_SOFTWARE") == "1"}
}

// gpuReport is what gpu-probe finds out.
type gpuReport struct {
	gpu.Info
	None string `json:"none,omitempty"` // why there is no graphics processor
}

// gpuProbeCmd tries the graphics processor and prints a gpuReport. Drivers may crash or hang, so the server has it done by a
// process of its own before it opens the driver itself.
type gpuProbeCmd struct{}

// Run fails where there is a graphics processor that draws wrongly.
func (gpuProbeCmd) Run(ctx context.Context, con *console) error {
	var report gpuReport
	d, err := gpu.Open(ctx, gpuOptions())
	switch {
	case errors.Is(err, gpu.ErrNone):
		report.None = err.Error()
	case err != nil:
		return err
	default:
		defer d.Close()
		if err := studio.TryGPU(ctx, d); err != nil {
			return err
		}
		report.Info = d.Info()
	}
	return json.NewEncoder(con.out).Encode(report)
}

// probePatience is how long the try may take: starting a driver takes up to some seconds, its compiler as long.
const probePatience = 30 * time.Second

func driverPatience(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, probePatience, fmt.Errorf("the driver does not answer within %s", probePatience))
}

// probeGPU runs gpu-probe. An error means that there is a driver that must not be used.
func probeGPU(ctx context.Context) (gpuReport, error) {
	self, err := os.Executable()
	if err != nil {
		return gpuReport{}, err
	}
	ctx, cancel := driverPatience(ctx)
	defer cancel()
	out, err := leash.Output(ctx, 64<<10, leash.Command{Path: self, Args: []string{"gpu-probe"}, Env: driverSettings(os.Environ())})
	if err != nil {
		return gpuReport{}, err
	}
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n")) // drivers may print before us
	var report gpuReport
	if err := json.Unmarshal(lines[len(lines)-1], &report); err != nil {
		return gpuReport{}, fmt.Errorf("gpu-probe printed no report: %w", err)
	}
	return report, nil
}

// driverSettings are the variables of an environment that graphics drivers and their loaders read.
func driverSettings(environment []string) []string {
	var list []string
	for _, v := range environment {
		for _, prefix := range []string{"EGL_", "__EGL_", "__GL", "LIBGL_", "MESA_", "GALLIUM_", "DRI_", "NVIDIA_", "CUDA_VISIBLE_", "XDG_", "ZOETROPE_TEST_EGL_"} {
			if strings.HasPrefix(v, prefix) {
				list = append(list, v)
			}
		}
	}
	return list
}

// openGPU opens the graphics processor, or returns nil where there is none that works.
func (f gpuFlags) openGPU(ctx context.Context, log *slog.Logger) *gpu.Device {
	if f.StudioGPU == "off" {
		return nil
	}
	report, err := probeGPU(ctx)
	if err == nil && report.None != "" {
		log.Debug("no graphics processor", "reason", report.None)
		return nil
	}
	var d *gpu.Device
	if err == nil {
		opening, cancel := driverPatience(ctx)
		defer cancel()
		d, err = gpu.Open(opening, gpuOptions())
	}
	if err != nil {
		log.Warn("the graphics processor is not used; --studio-gpu off stops this attempt", "error", err)
		return nil
	}
	log.Info("films are drawn on a graphics processor", "renderer", d.Info().Renderer, "version", d.Info().Version)
	return d
}

// checkGPU says who draws.
func checkGPU(ctx context.Context, f gpuFlags) finding {
	if f.StudioGPU == "off" {
		return finding{ok: true, text: "a graphics processor is not looked for (--studio-gpu off)"}
	}
	report, err := probeGPU(ctx)
	switch {
	case err != nil:
		return finding{text: fmt.Sprintf("the graphics processor is not used: %v", err)}
	case report.None != "":
		return finding{ok: true, text: "films are drawn by the processor: " + strings.ReplaceAll(report.None, "\n", "; ")}
	}
	return finding{ok: true, text: fmt.Sprintf("films are drawn on %s (%s)", report.Renderer, report.Version)}
}
