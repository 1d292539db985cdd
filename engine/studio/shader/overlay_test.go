package shader_test

import (
	"math"
	"testing"

	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

// drop is by how many rows the coverage of b lies below that of a, of the shifts up to reach.
func drop(a, b *spmd.Frame, reach int) int {
	best, at := math.Inf(1), 0
	for s := -reach; s <= reach; s++ {
		sum := 0.0
		for y := reach; y < a.H-reach; y++ {
			for x := range a.W {
				d := float64(a.Pix[4*(y*a.W+x)+3] - b.Pix[4*((y+s)*a.W+x)+3])
				sum += d * d
			}
		}
		if sum < best {
			best, at = sum, s
		}
	}
	return at
}

func TestWhatFallsAndWhatRises(t *testing.T) {
	t.Parallel()
	const w, h = 320, 180
	tests := []struct {
		name string
		p    *spmd.Program
		sign int
	}{
		{"leaves", shader.Leaves, 1}, {"confetti", shader.Confetti, 1}, {"snow", shader.Snow, 1},
		{"air under water", shader.Bubbles, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := overlayValues(w, h, 4)
			v["uWind"] = [2]float32{}
			if tt.sign < 0 {
				v["uWater"] = 1.0
			}
			sum := 0
			for _, at := range []float64{0.5, 1.5, 2.5} {
				v["iTime"] = at
				first := render(t, spmd.Best(), tt.p, w, h, v)
				v["iTime"] = at + 0.08
				sum += drop(first, render(t, spmd.Best(), tt.p, w, h, v), 6)
			}
			if sum*tt.sign <= 0 {
				t.Errorf("moves down by %d rows", sum)
			}
		})
	}
}

// From outside to inside the primary bow goes from red through green to blue; the secondary one the other way round.
func TestRainbowOrder(t *testing.T) {
	t.Parallel()
	const w, h = 320, 180
	l := shader.Noon
	l.SunDir = [3]float32{0, 0.30, -0.954} // behind the camera: the bow stands upright in the middle
	v := standing(shader.Rainbow, w, h, 1, l)
	v["uFocal"] = 1.0
	f := lay(t, spmd.Best(), shader.Rainbow, w, h, v, l)
	peak := func(channel int, from, to int) int { // row in the middle column where a colour outweighs the others most
		best, at := float32(-1), 0
		for y := from; y < to; y++ {
			p := f.Pix[4*(y*w+w/2):]
			if d := 2*p[channel] - p[(channel+1)%3] - p[(channel+2)%3]; d > best {
				best, at = d, y
			}
		}
		return at
	}
	split := 0 // between the bows
	for y, best := 0, 0.0; y < h; y++ {
		if a := float64(f.Pix[4*(y*w+w/2)+3]); a > best {
			best, split = a, y
		}
	}
	red, green, blue := peak(0, split, h), peak(1, split, h), peak(2, split, h)
	if !(red < green && green < blue) {
		t.Errorf("primary bow: red, green and blue in rows %d, %d, %d", red, green, blue)
	}
	red, green, blue = peak(0, 0, split), peak(1, 0, split), peak(2, 0, split)
	if !(blue < green && green < red) {
		t.Errorf("secondary bow: red, green and blue in rows %d, %d, %d", red, green, blue)
	}
}

// Tilts are read from the sources of the scenes.
func TestTilt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]float32{"ocean": -0.10, "city": 0.17, "falls": 0.20, "space": 0} {
		if got := shader.Scenes[name].Tilt(); got != want {
			t.Errorf("%s looks up by %g, want %g", name, got, want)
		}
	}
}
