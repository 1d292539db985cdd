package rotoscope

import (
	"math"
	"testing"
)

func TestAtGoesBackAndForth(t *testing.T) {
	t.Parallel()
	c := &Cut{FPS: 10, Frames: 4}
	for i, want := range []int{0, 1, 2, 3, 2, 1, 0, 1} {
		if got := c.At(float64(i) / 10); got != want {
			t.Errorf("at %d tenths frame %d is shown, not %d", i, got, want)
		}
	}
	if one := (&Cut{FPS: 24, Frames: 1}); one.At(7) != 0 {
		t.Error("a clip of one frame does not stand still")
	}
}

func TestSmoothKeepsAStraightWay(t *testing.T) {
	t.Parallel()
	v := make([]float64, 30)
	for i := range v {
		v[i] = 3*float64(i) + 4*math.Mod(float64(i), 2)
	}
	for i, got := range smooth(v, calm) {
		if math.Abs(got-(3*float64(i)+2)) > 2.5 {
			t.Errorf("sample %d of a straight way with a tremble is %.2f, not %.2f", i, got, 3*float64(i)+2)
		}
	}
}
