package shader_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

// sceneValues are the uniforms of a backdrop at rest.
func sceneValues(w, h, seed int, l shader.Light) spmd.Values {
	return spmd.Values{
		"iResolution": [2]float32{float32(w), float32(h)}, "iTime": 1.0, "iDur": 5.0, "uSeed": seed,
		"uSunDir": l.SunDir, "uSunColor": l.SunColor,
		"uSkyZenith": l.Zenith, "uSkyMid": l.Mid, "uSkyHorizon": l.Horizon, "uFog": l.Fog,
		"uPalette": []float32{1, 0.10, 0.42, 0.08, 0.75, 1, 0.30, 0.50, 0.15, 1, 0.60, 0.20, 0.10, 0.80, 0.62},
		"uWeather": [4]float32{0.45, 0, 0, 0}, "uWind": [2]float32{3, 1},
		"uCamPos": [3]float32{}, "uCamRot": [9]float32{1, 0, 0, 0, 1, 0, 0, 0, 1},
		"uFocal": 1.75, "uTravel": 0.0, "uDetail": 1.0,
	}
}

func overlayValues(w, h, seed int) spmd.Values {
	return spmd.Values{
		"iResolution": [2]float32{float32(w), float32(h)}, "iTime": 1.0, "uSeed": seed,
		"uWind": [2]float32{3, 1}, "uAmount": 0.8, "uColor": [3]float32{0.8, 0.7, 0.6},
	}
}

// standing are the values of an overlay that stands in a scene, some of which only one of them has.
func standing(p *spmd.Program, w, h, seed int, l shader.Light) spmd.Values {
	v := overlayValues(w, h, seed)
	if len(p.Samplers) > 0 {
		maps.Copy(v, sceneValues(w, h, seed, l))
		v["uTilt"] = 0.05
		v["uWeather"] = [4]float32{0.2, 0, 0, 0}
	}
	switch p {
	case shader.Lightning:
		v["uStrikes"] = [][4]float32{{0.95, 0.1, 1, 7}, {-1, 0, 0, 0}, {-1, 0, 0, 0}, {-1, 0, 0, 0}}
	case shader.Fire:
		v["uPlace"], v["uSize"] = [3]float32{0, -1.5, 4}, 1.0
	case shader.Flare:
		v["uSunDir"] = [3]float32{0, 0.53, 0.848} // just above the frame
	case shader.Rainbow:
		v["uSunDir"] = [3]float32{0, 0.3, -0.954}
	}
	return v
}

// below is the picture that overlays are laid over in tests: the sky of a light above dark land.
func below(w, h int, l shader.Light) map[string]*spmd.Frame {
	f := spmd.NewFrame(w, h)
	for i := range w * h {
		c := l.Mid
		if i/w > h*6/10 {
			c = [3]float32{0.1 * l.Mid[0], 0.1 * l.Mid[1], 0.1 * l.Mid[2]}
		}
		copy(f.Pix[4*i:], []float32{c[0], c[1], c[2], 1})
	}
	return map[string]*spmd.Frame{"uBelow": f}
}

// lay draws an overlay over the picture of a light.
func lay(t testing.TB, b spmd.Backend, p *spmd.Program, w, h int, v spmd.Values, l shader.Light) *spmd.Frame {
	t.Helper()
	f := spmd.NewFrame(w, h)
	var textures map[string]*spmd.Frame
	if len(p.Samplers) > 0 {
		textures = below(w, h, l)
	}
	if err := spmd.Draw(t.Context(), b, p, f, v, textures); err != nil {
		t.Fatal(err)
	}
	return f
}

// lightOf is a light in which an overlay shows.
func lightOf(p *spmd.Program) shader.Light {
	if p == shader.Meteors || p == shader.Fire {
		return shader.Night
	}
	return shader.Golden
}

func luma(f *spmd.Frame) float64 {
	sum := 0.0
	for i := 0; i < len(f.Pix); i += 4 {
		sum += 0.2126*float64(f.Pix[i]) + 0.7152*float64(f.Pix[i+1]) + 0.0722*float64(f.Pix[i+2])
	}
	return sum / float64(len(f.Pix)/4)
}

// checkFinite fails on pixels that no compositor can use.
func checkFinite(t *testing.T, f *spmd.Frame) {
	t.Helper()
	for i, x := range f.Pix {
		if v := float64(x); math.IsNaN(v) || v < 0 || v > 1e4 {
			t.Fatalf("component %d of pixel %d is %v", i%4, i/4, v)
		}
	}
}

// tone maps linear light to what is seen, so that differences are weighed as a viewer does.
func tone(f *spmd.Frame) *spmd.Frame {
	out := spmd.NewFrame(f.W, f.H)
	for i, x := range f.Pix {
		out.Pix[i] = float32(math.Sqrt(float64(x) / (1 + float64(x))))
	}
	return out
}

func TestScenes(t *testing.T) {
	t.Parallel()
	const w, h = 96, 54
	for _, name := range slices.Sorted(maps.Keys(shader.Scenes)) {
		scene := shader.Scenes[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := spmd.Best()
			base := render(t, b, scene.Program, w, h, sceneValues(w, h, 1, shader.Golden))
			checkFinite(t, base)
			if other := render(t, b, scene.Program, w, h, sceneValues(w, h, 2, shader.Golden)); psnr(tone(base), tone(other)) > 28 {
				t.Errorf("seeds 1 and 2 differ by %.1f dB only", psnr(tone(base), tone(other)))
			}
			night := render(t, b, scene.Program, w, h, sceneValues(w, h, 1, shader.Night))
			checkFinite(t, night)
			noon := render(t, b, scene.Program, w, h, sceneValues(w, h, 1, shader.Noon))
			if scene.Outdoor && !scene.Lamps && luma(night) > 0.6*luma(noon) {
				t.Errorf("night has luma %.3f, noon %.3f", luma(night), luma(noon))
			}
			v := sceneValues(54, 96, 3, shader.Dusk)
			v["uWeather"] = [4]float32{1, 1, 0.5, 0.6}
			v["uCamPos"] = [3]float32{5, 4, -10}
			v["uTravel"] = 25.0
			checkFinite(t, render(t, b, scene.Program, 54, 96, v))
		})
	}
}

// TestSIMDEqualsScalar compares the two backends on every program. The scenes walk rays over fractal ground, where one ulp can
// move a hit, so the limit holds for the picture as it is seen.
func TestSIMDEqualsScalar(t *testing.T) {
	t.Parallel()
	if spmd.Best() != spmd.SIMD {
		t.Skip("this build or machine has no SIMD backend")
	}
	const w, h = 64, 36
	check := func(name string, p *spmd.Program, v spmd.Values) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scalar, simd := render(t, spmd.Scalar, p, w, h, v), render(t, spmd.SIMD, p, w, h, v)
			if db := psnr(tone(scalar), tone(simd)); db < 55 {
				t.Errorf("SIMD differs from scalar: %.1f dB", db)
			}
		})
	}
	for name, s := range shader.Scenes {
		check(name, s.Program, sceneValues(w, h, 1, shader.Golden))
	}
	for name, p := range shader.Overlays {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := lightOf(p)
			v := standing(p, w, h, 1, l)
			scalar, simd := lay(t, spmd.Scalar, p, w, h, v, l), lay(t, spmd.SIMD, p, w, h, v, l)
			if db := psnr(tone(scalar), tone(simd)); db < 55 {
				t.Errorf("SIMD differs from scalar: %.1f dB", db)
			}
		})
	}
}

func TestOverlays(t *testing.T) {
	t.Parallel()
	const w, h = 96, 54
	for name, p := range shader.Overlays {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := lightOf(p)
			v := standing(p, w, h, 1, l)
			full := lay(t, spmd.Best(), p, w, h, v, l)
			checkFinite(t, full)
			if luma(full) < 0.001 {
				t.Errorf("nothing is drawn: luma %v", luma(full))
			}
			for i := 3; i < len(full.Pix); i += 4 {
				if full.Pix[i] > 1 {
					t.Fatalf("alpha %v", full.Pix[i])
				}
			}
			v["uAmount"] = 0.0
			if none := lay(t, spmd.Best(), p, w, h, v, l); luma(none) > 1e-4 {
				t.Errorf("amount 0 still draws: luma %v", luma(none))
			}
		})
	}
}

func TestLightFacing(t *testing.T) {
	t.Parallel()
	for name, l := range shader.Lights {
		d := l.Facing(-0.95).SunDir
		norm := math.Sqrt(float64(d[0]*d[0] + d[1]*d[1] + d[2]*d[2]))
		if math.Abs(norm-1) > 0.01 || d[1] != l.SunDir[1] || d[0] >= 0 {
			t.Errorf("%s: turned to %v, length %v", name, d, norm)
		}
	}
}

// BenchmarkScene draws frames of a 540p clip.
func BenchmarkScene(b *testing.B) { benchmarkScenes(b, 960, 540) }

// BenchmarkSmall draws a sixteenth of the pixels.
func BenchmarkSmall(b *testing.B) { benchmarkScenes(b, 240, 135) }

func benchmarkScenes(b *testing.B, w, h int) {
	for _, name := range slices.Sorted(maps.Keys(shader.Scenes)) {
		b.Run(name, func(b *testing.B) {
			v := sceneValues(w, h, 1, shader.Golden)
			for b.Loop() {
				render(b, spmd.Best(), shader.Scenes[name].Program, w, h, v)
			}
		})
	}
}
