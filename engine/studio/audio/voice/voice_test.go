package voice_test

import (
	"math"
	"testing"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/loudness"
	"zoetrope/engine/studio/audio/voice"
)

// play renders seconds of a voice.
func play(t testing.TB, k voice.Kind, c voice.Config, seconds float64) (left, right []float64) {
	t.Helper()
	if c.Seconds == 0 {
		c.Seconds = seconds
	}
	src, err := voice.New(k, c)
	if err != nil {
		t.Fatal(err)
	}
	n := (dsp.Frames(seconds) + dsp.Block - 1) / dsp.Block * dsp.Block
	left, right = make([]float64, n), make([]float64, n)
	for i := 0; i < n; i += dsp.Block {
		src.Add(left[i:i+dsp.Block], right[i:i+dsp.Block])
	}
	return left, right
}

func measure(left, right []float64) *loudness.Meter {
	m := loudness.NewMeter()
	m.Add(left, right)
	return m
}

// TestLevels keeps every voice at the level that its traits promise, so that mixes need no setting by hand.
func TestLevels(t *testing.T) {
	t.Parallel()
	for _, k := range voice.Kinds() {
		t.Run(string(k), func(t *testing.T) {
			t.Parallel()
			l, r := play(t, k, voice.Config{Seed: 1}, 8)
			for i, x := range l {
				if math.IsNaN(x) || math.IsInf(x, 0) || math.Abs(x) > 8 {
					t.Fatalf("sample %d is %g", i, x)
				}
			}
			got := measure(l, r).Integrated()
			traits, _ := voice.Describe(k)
			t.Logf("level %s %.1f", k, traits.Level-got)
			if off := got - traits.Level; math.Abs(off) > 3 {
				t.Errorf("loudness is %.1f LUFS, %.1f LU off its level", got, off)
			}
		})
	}
}
