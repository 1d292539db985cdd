package gpu_test

import (
	"context"
	"errors"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"zoetrope/engine/studio/gpu"
	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
	"zoetrope/internal/glslgo/conformance"
)

// open opens whatever draws through EGL here, a software rasteriser included.
func open(tb testing.TB) *gpu.Device {
	tb.Helper()
	d, err := gpu.Open(context.Background(), gpu.Options{Software: true})
	if errors.Is(err, gpu.ErrNone) {
		tb.Skipf("nothing draws through EGL here (on Debian, libegl1 and libgl1-mesa-dri draw in software): %v", err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(d.Close)
	return d
}

// values are uniforms for any program of the studio.
func values(p *spmd.Program, w, h int) spmd.Values {
	l := shader.Golden
	all := spmd.Values{
		"iResolution": [2]float32{float32(w), float32(h)}, "iTime": 1.3, "iDur": 5.0, "uSeed": 7,
		"uSunDir": l.SunDir, "uSunColor": l.SunColor,
		"uSkyZenith": l.Zenith, "uSkyMid": l.Mid, "uSkyHorizon": l.Horizon, "uFog": l.Fog,
		"uPalette": []float32{1, 0.10, 0.42, 0.08, 0.75, 1, 0.30, 0.50, 0.15, 1, 0.60, 0.20, 0.10, 0.80, 0.62},
		"uWeather": [4]float32{0.45, 0, 0, 0}, "uWind": [2]float32{3, 1},
		"uCamPos": [3]float32{}, "uCamRot": [9]float32{1, 0, 0, 0, 1, 0, 0, 0, 1}, "uTravel": 0.0, "uFocal": 1.75, "uDetail": 1.0, "uTilt": 0.05,
		"uAmount": 0.8, "uColor": [3]float32{0.8, 0.7, 0.6}, "uPlace": [3]float32{0, -1.5, 4}, "uSize": 1.0,
		"uStrikes": [][4]float32{{0.95, 0.1, 1, 7}, {-1, 0, 0, 0}, {-1, 0, 0, 0}, {-1, 0, 0, 0}},
	}
	maps.DeleteFunc(all, func(name string, _ any) bool {
		return !slices.ContainsFunc(p.Uniforms, func(u spmd.Uniform) bool { return u.Name == name })
	})
	return all
}

// stormy changes values to a night with rain, fog and snow, at another moment and place.
func stormy(v spmd.Values) spmd.Values {
	l := shader.Night
	for name, x := range map[string]any{
		"iTime": 3.9, "uSeed": 4711, "uSunDir": l.SunDir, "uSunColor": l.SunColor, "uSkyZenith": l.Zenith, "uSkyMid": l.Mid,
		"uSkyHorizon": l.Horizon, "uFog": l.Fog, "uWeather": [4]float32{0.9, 0.7, 0.4, 0.5}, "uWind": [2]float32{-6, 2},
		"uCamPos": [3]float32{1, 0.5, 3}, "uTravel": 12.0,
	} {
		if _, has := v[name]; has {
			v[name] = x
		}
	}
	return v
}

// textures are pictures for the samplers of a program, another pixel in each place.
func textures(p *spmd.Program, w, h int) map[string]*spmd.Frame {
	m := map[string]*spmd.Frame{}
	for n, name := range p.Samplers {
		f := spmd.NewFrame(w, h)
		for i := range w * h {
			up, right := float32(i/w)/float32(h), float32(i%w)/float32(w)
			copy(f.Pix[4*i:], []float32{1.2 * (1 - up), 0.8 * right, 0.3 + 0.1*float32(n), 1})
		}
		m[name] = f
	}
	return m
}

// pair draws a program on the processor and on the device.
func pair(tb testing.TB, d *gpu.Device, p *spmd.Program, w, h int, v spmd.Values) (want, got *spmd.Frame) {
	tb.Helper()
	want, got = spmd.NewFrame(w, h), spmd.NewFrame(w, h)
	if err := spmd.Draw(context.Background(), spmd.Best(), p, want, v, textures(p, w, h)); err != nil {
		tb.Fatal(err)
	}
	if err := d.Draw(context.Background(), p, got, v, textures(p, w, h)); err != nil {
		tb.Fatal(err)
	}
	return want, got
}

// quick are scenes that a software rasteriser compiles in about a second each. Mesa keeps what it has compiled, so that all of
// them take seconds once and next to nothing afterwards.
var quick = []string{"abstract", "mountain", "space"}

// least is how alike pictures are at least, in dB. Rounding moves the edges of stars, drops and waves by a pixel here and there,
// which counts most in pictures as small as those of the test; most pictures are above 80 dB.
const least = 40

// TestPictures compares the picture of every shader with that of the processor. Where ZOETROPE_TEST_EGL_SOFTWARE is not set the
// scenes that take long to compile are left out.
func TestPictures(t *testing.T) {
	t.Parallel()
	d := open(t)
	programs := maps.Clone(shader.Overlays)
	programs["testcard"] = shader.Testcard
	for name, s := range shader.Scenes {
		if slices.Contains(quick, name) || os.Getenv("ZOETROPE_TEST_EGL_SOFTWARE") != "" {
			programs[name] = s.Program
		}
	}
	for _, name := range slices.Sorted(maps.Keys(programs)) {
		t.Run(name, func(t *testing.T) {
			const w, h = 128, 72
			p := programs[name]
			for about, v := range map[string]spmd.Values{"golden hour": values(p, w, h), "stormy night": stormy(values(p, w, h))} {
				db, err := d.Likeness(t.Context(), p, w, h, v, textures(p, w, h))
				if err != nil {
					t.Fatal(err)
				}
				if db < least {
					t.Errorf("%s: the pictures differ: %.1f dB", about, db)
				} else {
					t.Logf("%s: %.1f dB", about, db)
				}
			}
		})
	}
}

// TestUniformsAndTextures draws shaders that read every kind of uniform and every way of sampling.
func TestUniformsAndTextures(t *testing.T) {
	t.Parallel()
	d := open(t)
	kinds := spmd.Values{
		"uI": 3, "uU": uint32(5), "uB": true, "uPair": [][]uint32{{1, 2}, {3, 1 << 31}}, "uFlags": []bool{true, false, true},
	}
	for _, tt := range []struct {
		program *spmd.Program
		values  spmd.Values
	}{
		{conformance.Kinds, kinds}, {conformance.Textures, spmd.Values{"uPoint": [2]float32{0.3, 0.9}}},
		{conformance.Arrays, nil}, {conformance.Matrices, nil}, {conformance.Structs, nil},
	} {
		want, got := pair(t, d, tt.program, 13, 7, tt.values)
		for i, x := range want.Pix {
			// A texture's place is rounded to 1/256 of a pixel by most devices.
			if y := got.Pix[i]; math.Abs(float64(x-y)) > 0.01*max(math.Abs(float64(x)), 1) {
				t.Errorf("%s: component %d of pixel %d is %v, on the processor it is %v", tt.program.Name, i%4, i/4, y, x)
				break
			}
		}
	}
}

func TestConcurrent(t *testing.T) {
	t.Parallel()
	d := open(t)
	var wg sync.WaitGroup
	for i, size := range [][2]int{{40, 30}, {31, 57}, {90, 20}, {8, 8}, {64, 600}} {
		w, h := size[0], size[1]
		p := []*spmd.Program{shader.Testcard, shader.Rain, shader.Flare}[i%3]
		want := spmd.NewFrame(w, h)
		if err := d.Draw(t.Context(), p, want, values(p, w, h), textures(p, w, h)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			wg.Go(func() {
				for range 5 {
					got := spmd.NewFrame(w, h)
					if err := d.Draw(t.Context(), p, got, values(p, w, h), textures(p, w, h)); err != nil {
						t.Error(err)
						return
					}
					if !slices.Equal(got.Pix, want.Pix) {
						t.Errorf("%s at %dx%d is another picture when others draw", p.Name, w, h)
						return
					}
				}
			})
		}
	}
	wg.Wait()
}

// TestPartsOfLargePictures: large pictures are drawn in bands, which must fit together.
func TestPartsOfLargePictures(t *testing.T) {
	t.Parallel()
	d := open(t)
	const w, h = 1203, 701
	db, err := d.Likeness(t.Context(), shader.Testcard, w, h, values(shader.Testcard, w, h), nil)
	if err != nil || db < 60 {
		t.Errorf("the pictures differ: %.1f dB, %v", db, err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	d := open(t)
	broken := &spmd.Program{Name: "broken", Source: "#version 300 es\nvoid main() { nonsense }\n"}
	for range 2 {
		err := d.Draw(t.Context(), broken, spmd.NewFrame(4, 4), nil, nil)
		if err == nil || errors.Is(err, gpu.ErrLost) || !strings.Contains(err.Error(), "broken: ") {
			t.Errorf("a program that does not compile: %v", err)
		}
	}
	if err := d.Draw(t.Context(), shader.Testcard, spmd.NewFrame(1<<17, 1), nil, nil); err == nil || errors.Is(err, gpu.ErrLost) {
		t.Errorf("a picture that is too wide: %v", err)
	}
	if err := d.Draw(t.Context(), shader.Testcard, &spmd.Frame{W: 4, H: 4}, nil, nil); err == nil {
		t.Error("a frame without pixels is drawn")
	}
	if err := d.Draw(t.Context(), shader.Testcard, spmd.NewFrame(4, 4), spmd.Values{"uNone": 1}, nil); err == nil {
		t.Error("an unknown uniform is taken")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Draw(ctx, shader.Testcard, spmd.NewFrame(4, 4), nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	pair(t, d, shader.Testcard, 4, 4, nil) // none of which harms the device
}

func TestSoftwareIsRefused(t *testing.T) {
	t.Parallel()
	d, err := gpu.Open(t.Context(), gpu.Options{})
	if err != nil {
		if !errors.Is(err, gpu.ErrNone) {
			t.Errorf("error is %v", err)
		}
		return
	}
	defer d.Close()
	if d.Info().Software() || d.Info().Renderer == "" {
		t.Errorf("%+v is accepted", d.Info())
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	for range 5 {
		d := open(t)
		pair(t, d, shader.Testcard, 16, 9, nil)
		d.Close()
		d.Close()
		if err := d.Draw(t.Context(), shader.Testcard, spmd.NewFrame(4, 4), nil, nil); !errors.Is(err, gpu.ErrLost) || !d.Lost() {
			t.Errorf("a closed device: %v", err)
		}
	}
}

// BenchmarkDraw is what a frame costs on the device, with the way back to memory.
func BenchmarkDraw(b *testing.B) {
	d := open(b)
	b.Log(d.Info().Renderer)
	for _, name := range []string{"testcard", "rain", "ocean", "forest"} {
		b.Run(name+"540p", func(b *testing.B) {
			p, known := shader.Overlays[name]
			if !known {
				p = shader.Scenes[name].Program
			}
			if p == nil {
				p = shader.Testcard // next to nothing but the way back
			}
			const w, h = 960, 540
			dst, v := spmd.NewFrame(w, h), values(p, w, h)
			for b.Loop() {
				if err := d.Draw(b.Context(), p, dst, v, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
