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
	chosen, err := e.costs.tierFor(t.Context(), plan, e.backend, 1920, 1080)
	if err != nil || chosen != fine || e.backend.tier(draft) != fine {
		t.Errorf("the tier on a graphics processor is %v: %v", chosen.name, err)
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
	if e.backend.tier(draft) != draft {
		t.Error("after the loss films are still drawn in the finest tier")
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
