package studio

import (
	"slices"
	"testing"

	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
)

// Drawing only where something is gives the picture that drawing everywhere gives.
func TestPassesLeaveNothingOut(t *testing.T) {
	t.Parallel()
	const w, h = 320, 180
	sparse := 0
	for name, text := range overlayPrompts {
		t.Run(name, func(t *testing.T) {
			s := newShot(t, spmd.Best(), 4, w, h, words(text))
			f := s.film
			l := f.plan.Layers[slices.IndexFunc(f.plan.Layers, func(l scene.Layer) bool { return l.Shader == name })]
			for _, at := range []float64{0.4, 1.3, 3.1} {
				v := f.values(l, at, f.overlay)
				passes, ok := l.Passes(v, w, h)
				if !ok || len(passes) == 0 {
					continue
				}
				sparse++
				picture := func() *spmd.Frame {
					p := spmd.NewFrame(w, h)
					for i := range p.Pix {
						p.Pix[i] = 0.3
					}
					return p
				}
				whole, parts := picture(), picture()
				textures := map[string]*spmd.Frame{}
				if len(l.Program().Samplers) > 0 {
					textures["uBelow"] = whole
				}
				if err := spmd.Draw(t.Context(), f.backend.cpu, l.Program(), f.overlay, v, textures); err != nil {
					t.Fatal(err)
				}
				compose.Over(whole, f.overlay)
				if len(textures) > 0 {
					textures["uBelow"] = parts
				}
				if err := f.layPasses(t.Context(), l.Program(), v, passes, textures, parts); err != nil {
					t.Fatal(err)
				}
				for i := range whole.Pix {
					if d := whole.Pix[i] - parts.Pix[i]; d > 0.004 || d < -0.004 {
						t.Fatalf("at %g s channel %d of %d,%d is %g, want %g", at, i%4, i/4%w, i/4/w, parts.Pix[i], whole.Pix[i])
					}
				}
				drawn := 0
				for _, p := range passes {
					for _, r := range p.Tiles {
						drawn += r.Dx() * r.Dy()
					}
				}
				t.Logf("%s: %d passes, %.2f of the frame", name, len(passes), float64(drawn)/(w*h))
			}
		})
	}
	if sparse < 9 {
		t.Errorf("only %d pictures were drawn in parts", sparse)
	}
}

// Each overlay changes the picture that it is laid over.
func TestEachOverlayIsSeen(t *testing.T) {
	t.Parallel()
	for name, text := range overlayPrompts {
		t.Run(name, func(t *testing.T) {
			s := newShot(t, spmd.Best(), 4, 192, 108, words(text))
			with := s.plan.Layers
			without := slices.DeleteFunc(slices.Clone(with), func(l scene.Layer) bool { return l.Shader == name })
			at := []float64{0.6, 1, 1.4, 2}
			if strikes, _ := s.plan.Lightning(); len(strikes) > 0 {
				at = []float64{strikes[0] + 0.02}
			}
			most := 0.0
			for _, at := range at {
				s.plan.Layers = with
				seen := s.at(t, at)
				s.plan.Layers = without
				most = max(most, seen.difference(s.at(t, at)))
			}
			if most < 0.12 {
				t.Errorf("it changes luma by %.3f levels on average", most)
			}
			t.Logf("%.2f levels", most)
		})
	}
}
