package studio

import (
	"strings"
	"testing"

	"zoetrope/engine/studio/spmd"
)

// Snow that falls whitens the ground in the course of the film.
func TestSnowSettles(t *testing.T) {
	t.Parallel()
	const w, h = 160, 90
	s := newShot(t, spmd.Best(), 3, w, h, words("a village at noon, snowfall"))
	if !strings.Contains(s.plan.String(), "snow settles") {
		t.Errorf("nothing of snow that settles in %q", s.plan)
	}
	ground := func(at float64) float64 { return meanOf(s.at(t, at).yuv[w*h*2/3 : w*h]) }
	before := ground(0.1)
	for _, at := range []float64{2.5, 4.9} {
		now := ground(at)
		if now < before+5 {
			t.Errorf("the ground has luma %.1f at %g s after %.1f", now, at, before)
		}
		before = now
	}
}

// Land that a lake does not have comes with who walks on it.
func TestLandSubjectsStandOnTheShore(t *testing.T) {
	t.Parallel()
	plan := newShot(t, spmd.Best(), 3, 96, 54, words("a horse at a mountain lake")).plan
	if len(plan.Cast) != 1 || plan.Layers[0].Uniforms["uBank"].(float32) < float32(plan.Cast[0].Start[2]) {
		t.Errorf("cast %v with a bank of %v m", plan.Cast, plan.Layers[0].Uniforms["uBank"])
	}
}
