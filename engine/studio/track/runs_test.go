package track

import (
	"slices"
	"testing"
)

func TestRunsKeepMasks(t *testing.T) {
	t.Parallel()
	ramp := make([]uint8, 700)
	for i := range ramp {
		ramp[i] = uint8(max(0, min(255, i-300)))
	}
	for name, m := range map[string][]uint8{"one": {7}, "exact": make([]uint8, 2*longest), "ramp": ramp} {
		got, negative := make([]uint8, len(m)), make([]uint8, len(m))
		fill := func(dst []uint8) func(uint8, int, int) {
			return func(v uint8, from, to int) {
				for i := from; i < to; i++ {
					dst[i] = v
				}
			}
		}
		r := pack(m)
		r.each(fill(got))
		if !slices.Equal(got, m) {
			t.Errorf("%s: the mask comes back otherwise", name)
		}
		r.inverted(len(m)).each(fill(negative))
		for i, v := range negative {
			if v != 255-m[i] {
				t.Fatalf("%s: pixel %d is %d inverted, was %d", name, i, v, m[i])
			}
		}
	}
	if n := len(pack(make([]uint8, 57600))); n > 500 {
		t.Errorf("an empty mask takes %d bytes", n)
	}
	full := runs(nil).inverted(1000)
	full.each(func(v uint8, _, _ int) {
		if v != 255 {
			t.Errorf("nothing inverted is %d", v)
		}
	})
}
