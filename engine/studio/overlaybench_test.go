package studio

import (
	"slices"
	"testing"

	"zoetrope"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
)

// overlayPrompts show each overlay over a place that suits it.
var overlayPrompts = map[string]string{
	"bubbles":   "a meadow at noon, soap bubbles",
	"confetti":  "a city street at night, confetti",
	"dust":      "a desert at noon, sandstorm",
	"embers":    "a forest at night, embers",
	"fire":      "a forest at night, campfire",
	"fireflies": "a meadow at night, fireflies",
	"flare":     "a meadow in the afternoon, lens flare",
	"leaves":    "an autumn meadow in the afternoon, falling leaves",
	"lightning": "a thunderstorm over the ocean at dusk, lightning",
	"meteors":   "a desert at night, shooting stars",
	"mist":      "a meadow in the morning, fog",
	"petals":    "a meadow at noon, petals in the wind",
	"rain":      "a forest in the rain",
	"rainbow":   "hills in the afternoon, rainbow",
	"shafts":    "a forest in the morning, god rays",
	"smoke":     "a road in the afternoon, thick smoke",
	"snow":      "a forest in winter, snowfall",
	"splashes":  "a road in the rain",
}

// BenchmarkOverlays lays each overlay over frames of 960 x 540 pixels and reports the processor time of a frame in milliseconds.
func BenchmarkOverlays(b *testing.B) {
	for name, text := range overlayPrompts {
		b.Run(name, func(b *testing.B) {
			f := newShot(b, spmd.Best(), 3, 960, 540, words(text)).film
			i := slices.IndexFunc(f.plan.Layers, func(l scene.Layer) bool { return l.Shader == name })
			if i < 0 {
				b.Fatalf("%q is drawn as %s", text, f.plan)
			}
			place := spmd.NewFrame(f.w, f.h)
			if err := f.layer(b.Context(), f.plan.Layers[0], 1, place, true); err != nil {
				b.Fatal(err)
			}
			n := 0
			busy := processorSeconds(b)
			for b.Loop() {
				copy(f.picture.Pix, place.Pix)
				if err := f.lay(b.Context(), f.plan.Layers[i], float64(n%(4*zoetrope.FPS))/zoetrope.FPS, f.picture); err != nil {
					b.Fatal(err)
				}
				n += 7
			}
			b.ReportMetric((processorSeconds(b)-busy)/float64(b.N)*1000, "cpu-ms/frame")
		})
	}
}
