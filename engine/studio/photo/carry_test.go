package photo

import (
	"errors"
	"math"
	"slices"
	"testing"
)

func TestMomentumStartsAtTheGivenSpeedAndComesToRest(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		carry  Carry
		of     func(p pose) float64
		speed  float64
		within float64
	}{
		"a pan":       {Carry{X: -0.3}, func(p pose) float64 { return p.x }, -0.3, carryWay},
		"a slow tilt": {Carry{Y: 0.01}, func(p pose) float64 { return p.y }, 0.01, carryWay},
		"a zoom":      {Carry{Zoom: 0.2}, func(p pose) float64 { return p.zoom }, 0.2, carryZoom},
		"a retreat":   {Carry{Zoom: -0.2}, func(p pose) float64 { return p.zoom }, -0.2, carryZoom / 2},
		"a roll":      {Carry{Roll: 0.1}, func(p pose) float64 { return p.roll }, 0.1, carryRoll},
	}
	for name, c := range cases {
		m := newMomentum(&c.carry)
		const dt = 1e-4
		if v := c.of(m.pose(dt)) / dt; math.Abs(v-c.speed) > 0.01*math.Abs(c.speed) {
			t.Errorf("%s starts at %.4f, want %.4f", name, v, c.speed)
		}
		if way := math.Abs(c.of(m.pose(600))); way > c.within*1.001 {
			t.Errorf("%s goes %.3f, want at most %.3f", name, way, c.within)
		}
	}
	if m := newMomentum(nil); m.pose(1) != (pose{}) || m.share(1) != 0 {
		t.Error("nothing is carried, but it moves")
	}
}

func TestAirDrawsItsShare(t *testing.T) {
	t.Parallel()
	const w, h = 64, 36
	for _, k := range []Kind{Rain, Snow, Petals, Fireflies, Embers, Fog} {
		air, err := NewAir(Options{Width: w, Height: h, Frames: 48, Seed: 2, Overlays: []Overlay{{Kind: k, Amount: 1}}})
		if err != nil {
			t.Fatal(err)
		}
		frame := make([]float32, 4*w*h)
		for i := range frame {
			frame[i] = 0.4
		}
		clean := slices.Clone(frame)
		air.Draw(frame, 30, 0)
		if !slices.Equal(frame, clean) {
			t.Errorf("%s: a share of nothing changes the frame", k)
		}
		air.Draw(frame, 30, 1)
		if slices.Equal(frame, clean) {
			t.Errorf("%s is not to be seen", k)
		}
	}
	if _, err := NewAir(Options{Width: w, Height: h, Frames: 1, Overlays: []Overlay{{Kind: "frogs"}}}); !errors.Is(err, ErrOverlay) {
		t.Errorf("an unknown overlay gives %v", err)
	}
}
