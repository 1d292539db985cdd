package music

import (
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/loudness"
)

func play(t testing.TB, o Options) (left, right []float64) {
	t.Helper()
	b := New(o)
	n := (dsp.Frames(o.Seconds) + dsp.Block - 1) / dsp.Block * dsp.Block
	left, right = make([]float64, n), make([]float64, n)
	for i := 0; i < n; i += dsp.Block {
		b.Add(left[i:i+dsp.Block], right[i:i+dsp.Block])
	}
	return left, right
}

// TestScores checks what is written: in the key, within the time, and at rest on the tonic at the end.
func TestScores(t *testing.T) {
	t.Parallel()
	for _, m := range Moods() {
		for _, seconds := range []float64{1, 5, 8, 30} {
			for seed := range uint64(4) {
				s := compose(Options{Mood: m, Seed: seed, Seconds: seconds})
				bar := s.beat * float64(s.style.beats)
				last := float64(s.bars) * bar
				if last >= seconds {
					t.Errorf("%s, %g s: the last chord is at %.2f s", m, seconds, last)
				}
				if seconds >= 5 && seconds-last > 2*bar {
					t.Errorf("%s, %g s: nothing happens after %.2f s", m, seconds, last)
				}
				for _, n := range s.notes {
					l := s.style.layers[n.layer]
					if n.at < 0 || n.at >= seconds || n.length <= 0 || !(n.loud > 0 && n.loud <= 1.4) {
						t.Fatalf("%s: note %+v", m, n)
					}
					if l.instrument == drums {
						continue
					}
					class := (n.pitch - s.tonic + 120) % 12
					inKey := slices.Contains(s.mode[:], class) || l.pattern == rootBounce && class == 7
					if !inKey {
						t.Errorf("%s: pitch class %d is not in the mode %v", m, class, s.mode)
					}
					if n.at >= last-1e-9 && !slices.Contains([]int{0, s.mode[2], s.mode[4]}, class) {
						t.Errorf("%s: the last chord has pitch class %d", m, class)
					}
				}
			}
		}
	}
}

func TestSeedsAndMoodsDiffer(t *testing.T) {
	t.Parallel()
	a, _ := play(t, Options{Mood: Calm, Seed: 1, Seconds: 3})
	b, _ := play(t, Options{Mood: Calm, Seed: 1, Seconds: 3})
	c, _ := play(t, Options{Mood: Calm, Seed: 2, Seconds: 3})
	if !slices.Equal(a, b) {
		t.Error("the same seed gave two pieces")
	}
	if slices.Equal(a, c) {
		t.Error("two seeds gave one piece")
	}
	if compose(Options{Mood: Happy}).beat >= compose(Options{Mood: Sad}).beat {
		t.Error("happy music is not faster than sad music")
	}
}

func TestTempo(t *testing.T) {
	t.Parallel()
	b := New(Options{Mood: Happy, Tempo: 120, Seconds: 10})
	if b.Tempo() != 120 || b.Beat(4) != 2 {
		t.Errorf("tempo %g, beat 4 at %g s", b.Tempo(), b.Beat(4))
	}
	if got := New(Options{Tempo: 1e9, Seconds: 5}).Tempo(); got > 240.001 {
		t.Errorf("tempo %g", got)
	}
}

// TestLevels keeps the moods within a few dB of one another, wide and without overload.
func TestLevels(t *testing.T) {
	t.Parallel()
	for _, m := range Moods() {
		t.Run(string(m), func(t *testing.T) {
			t.Parallel()
			l, r := play(t, Options{Mood: m, Seed: 3, Seconds: 10})
			meter := loudness.NewMeter()
			meter.Add(l, r)
			t.Logf("%.1f LUFS, %.1f dBTP", meter.Integrated(), meter.TruePeak())
			if got := meter.Integrated(); got < -27 || got > -19 {
				t.Errorf("%.1f LUFS", got)
			}
			if meter.TruePeak() > 2 {
				t.Errorf("%.1f dBTP", meter.TruePeak())
			}
			for i := range l {
				if math.IsNaN(l[i]) {
					t.Fatalf("frame %d is not a number", i)
				}
			}
		})
	}
}

func BenchmarkBed(b *testing.B) {
	for _, m := range Moods() {
		b.Run(string(m), func(b *testing.B) {
			for b.Loop() {
				play(b, Options{Mood: m, Seed: 1, Seconds: 5})
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/5, "realtime")
		})
	}
}
