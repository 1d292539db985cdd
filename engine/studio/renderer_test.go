package studio

import (
	"bytes"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"zoetrope/engine/studio/gpu"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// gpuEngine is an engine that draws through EGL, if only in software, and what it logs.
func gpuEngine(tb testing.TB) (*Engine, *gpu.Device, *bytes.Buffer) {
	tb.Helper()
	d, err := gpu.Open(tb.Context(), gpu.Options{Software: true})
	if errors.Is(err, gpu.ErrNone) {
		tb.Skipf("nothing draws through EGL here: %v", err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(d.Close)
	log := new(bytes.Buffer)
	e := New(nil, slog.New(slog.NewTextHandler(log, nil)))
	e.UseGPU(d)
	return e, d, log
}

// drawn is the first frame of a film.
func drawn(t *testing.T, p *scene.Plan, b renderer, w, h int) []byte {
	t.Helper()
	f, err := newFilm(t.Context(), p, fine, b, w, h)
	if err != nil {
		t.Fatal(err)
	}
	dst := make([]byte, yuv.Size(w, h))
	if err := f.sequence(2).frame(t.Context(), 0, dst); err != nil {
		t.Fatal(err)
	}
	return dst
}

// differs is by how many levels the frames differ at most in more than a few pixels.
func differs(a, b []byte) int {
	levels := make([]int, len(a))
	for i := range a {
		levels[i] = max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	slices.Sort(levels)
	return levels[len(levels)*99/100]
}

// TestFilmOnGPU draws a film with overlays, one of which looks at the picture below it, and takes the device away.
func TestFilmOnGPU(t *testing.T) {
	t.Parallel()
	e, d, log := gpuEngine(t)
	const w, h = 96, 54
	_, plan := Plan(words("clouds at golden hour, rain, lens flare"), 3, w, h)
	first, onGPU, err := e.costs.gpuTier(t.Context(), plan, e.backend, w, h)
	if err != nil || !onGPU {
		t.Errorf("the graphics processor is not timed: %v", err)
	}
	if again, err := e.costs.tierFor(t.Context(), plan, e.backend, w, h); err != nil || again != first {
		t.Errorf("tier %v, then %v (%v)", first, again, err)
	}
	began := e.Backend()
	if want := "egl " + d.Info().Renderer; began != want || e.backend.used(began) != want {
		t.Errorf("the backend is %q, want %q", began, want)
	}
	want := drawn(t, plan, renderer{cpu: spmd.Best()}, w, h)
	if by := differs(want, drawn(t, plan, e.backend, w, h)); by > 1 {
		t.Errorf("the frames differ by %d levels", by)
	}
	if log.Len() > 0 {
		t.Errorf("logged: %s", log)
	}
	d.Close()
	for range 2 {
		if got := drawn(t, plan, e.backend, w, h); !slices.Equal(want, got) {
			t.Error("without the device another picture is drawn")
		}
	}
	if n := strings.Count(log.String(), "given up"); n != 1 {
		t.Errorf("the loss is logged %d times", n)
	}
	if got := e.backend.used(began); got != began+", then "+spmd.Best().String() || e.Backend() != spmd.Best().String() {
		t.Errorf("after the loss the backend is %q", got)
	}
	if _, onGPU, err := e.costs.gpuTier(t.Context(), plan, e.backend, w, h); onGPU || err != nil {
		t.Errorf("after the loss the tier is still that of the device: %v", err)
	}
}

// TestProgramThatGPURefuses: one program more or less does not change who draws the others.
func TestProgramThatGPURefuses(t *testing.T) {
	t.Parallel()
	e, d, log := gpuEngine(t)
	_, plan := Plan(words("clouds"), 3, 32, 18)
	odd := *plan.Layers[0].Program()
	odd.Source = "not GLSL"
	want, got := spmd.NewFrame(32, 18), spmd.NewFrame(32, 18)
	v := plan.Values(plan.Layers[0], 1, 32, 18)
	if err := spmd.Draw(t.Context(), spmd.Best(), &odd, want, v, nil); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := e.backend.draw(t.Context(), &odd, got, v, nil); err != nil || !slices.Equal(want.Pix, got.Pix) {
			t.Fatalf("the processor does not draw it: %v", err)
		}
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 || d.Lost() {
		t.Errorf("logged: %s", log)
	}
}

func TestTryGPU(t *testing.T) {
	t.Parallel()
	_, d, _ := gpuEngine(t)
	if err := TryGPU(t.Context(), d); err != nil {
		t.Error(err)
	}
	d.Close()
	if err := TryGPU(t.Context(), d); !errors.Is(err, gpu.ErrLost) {
		t.Errorf("a lost device: %v", err)
	}
}

func TestChooseGPUTier(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		cost  float64 // microseconds of a pixel
		scale float64
		w, h  int
		want  tier
	}{
		{"5 ms for 1080p", 0.0024, 0.7, 1920, 1080, fine},
		{"40 ms for 540p", 0.077, 0.7, 960, 540, fine},
		{"the same at 1080p", 0.077, 0.7, 1920, 1080, standard},
		{"a quarter of a second for 540p", 0.5, 1, 960, 540, standard},
		{"4 s for 540p", 8, 1, 960, 540, draft},
	} {
		if got := chooseGPUTier(tt.cost*1e-6, tt.scale, tt.w, tt.h); got != tt.want {
			t.Errorf("%s: tier %s, want %s", tt.name, got.name, tt.want.name)
		}
	}
}
