package studio

import (
	"slices"
	"testing"

	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

// Lightning strikes behind what stands before the sky of footage; without a sky, only its light is seen.
func TestLightningStaysBehindWhatStandsBeforeTheSky(t *testing.T) {
	t.Parallel()
	const w, h = 192, 108
	plan := newShot(t, spmd.Best(), 3, w, h, words("a thunderstorm at dusk, lightning")).plan
	at := slices.IndexFunc(plan.Layers, func(l scene.Layer) bool { return l.Shader == "lightning" })
	if at < 0 {
		t.Fatalf("no lightning in %s", plan)
	}
	strike := plan.Strikes[0].At + 0.02
	// footage has a clear sky above row skyline, and bright bricks below.
	footage := func(skyline int) vision.RGB {
		p := vision.NewRGB(w, h)
		for i := range w * h {
			x, y := i%w, i/w
			c := [3]float32{0.45, 0.6, 0.85}
			if y >= skyline {
				c = [3]float32{0.9, 0.7, 0.6}
				if (y%8 < 2) != ((x+y/8*5)%12 < 2) {
					c = [3]float32{0.5, 0.3, 0.25}
				}
			}
			p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = c[0], c[1], c[2]
		}
		return p
	}
	strikeOn := func(p vision.RGB, sky *skyline) vision.Plane {
		f := fallFilm(plan, renderer{cpu: spmd.Best()}, w, h)
		if err := f.fall(t.Context(), plan.Layers[at], strike, p, sky); err != nil {
			t.Fatal(err)
		}
		return p.Luma()
	}
	// brightest is how much a stroke that is drawn everywhere outshines one that is not, in some rows.
	brightest := func(everywhere, behind vision.Plane, y0, y1 int) (most float32) {
		for i := y0 * w; i < y1*w; i++ {
			most = max(most, everywhere.Pix[i]-behind.Pix[i])
		}
		return most
	}
	for name, line := range map[string]int{"no sky": 0, "a sky": h / 3} {
		var sky skyline
		sky.look(0, footage(line))
		if sky.seen != (line > 0) {
			t.Fatalf("%s: seen %v", name, sky.seen)
		}
		everywhere, behind := strikeOn(footage(line), nil), strikeOn(footage(line), &sky)
		if d := brightest(everywhere, behind, line+8, h/2-2); d < 0.05 {
			t.Errorf("%s: before the bricks a stroke is as bright as everywhere (%.3f)", name, d)
		}
		if flash := behind.Mean() - footage(line).Luma().Mean(); flash < 0.01 {
			t.Errorf("%s: a stroke lights the picture by %.3f only", name, flash)
		}
		if line > 0 {
			if d := brightest(everywhere, behind, 0, line-8); d > 0.05 {
				t.Errorf("%s: a stroke in the open sky is darker by %.3f", name, d)
			}
		}
	}
}
