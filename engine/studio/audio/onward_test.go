package audio

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/wav"
)

// recordingOf writes a WAV file whose value at each time is f.
func recordingOf(t *testing.T, seconds float64, f func(t float64) float64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recording.wav")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	n := dsp.Frames(seconds)
	w, err := wav.NewWriter(file, wav.Float32, dsp.Rate, n)
	if err != nil {
		t.Fatal(err)
	}
	s := make([]float64, n)
	for i := range s {
		s[i] = f(float64(i) / dsp.Rate)
	}
	if err := errors.Join(w.Write(s, s), w.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func readMono(t *testing.T, path string) []float64 {
	t.Helper()
	m, err := readEnd(path)
	if err != nil {
		t.Fatal(err)
	}
	return m.ch[0]
}

func TestContinueJoinsWithoutAClick(t *testing.T) {
	t.Parallel()
	tone := func(x float64) float64 { return 0.3*math.Sin(2*math.Pi*110*x) + 0.1*math.Sin(2*math.Pi*331*x+1) }
	path := filepath.Join(t.TempDir(), "on.wav")
	if _, err := Continue(t.Context(), recordingOf(t, 1.3, tone), path, 4, 1); err != nil {
		t.Fatal(err)
	}
	on := readMono(t, path)
	if len(on) != dsp.Frames(4) {
		t.Fatalf("%d frames, want %d", len(on), dsp.Frames(4))
	}
	// The tone's own steepest step from sample to sample is 0.0066.
	before := tone(1.3 - 1.0/dsp.Rate)
	for i, v := range on {
		if math.Abs(v-before) > 0.012 {
			t.Fatalf("a step of %.3f at %.3f s", v-before, float64(i)/dsp.Rate)
		}
		before = v
	}
	if l := rms(on[dsp.Frames(1):]); math.Abs(l-0.2236) > 0.05 {
		t.Errorf("level %.3f, want %.3f", l, 0.2236)
	}
}

func rms(s []float64) float64 {
	var sum float64
	for _, v := range s {
		sum += v * v
	}
	return math.Sqrt(sum / float64(len(s)))
}

func TestContinueRisesAfterAFade(t *testing.T) {
	t.Parallel()
	noise := uint64(7)
	path := filepath.Join(t.TempDir(), "on.wav")
	recording := recordingOf(t, 2, func(x float64) float64 {
		noise = noise*6364136223846793005 + 1442695040888963407
		return 0.4 * (float64(noise>>40)/(1<<24) - 0.5) * min((2-x)/0.35, 1)
	})
	if _, err := Continue(t.Context(), recording, path, 2, 1); err != nil {
		t.Fatal(err)
	}
	on := readMono(t, path)
	if start, later := rms(on[:dsp.Frames(0.02)]), rms(on[dsp.Frames(1):]); start > 0.3*later || later < 0.09 {
		t.Errorf("starts at %.3f and goes on at %.3f, want a rise to 0.115", start, later)
	}
}

func TestContinueRepeatsItselfForASeed(t *testing.T) {
	t.Parallel()
	recording := recordingOf(t, 0.8, func(x float64) float64 { return 0.2 * math.Sin(2*math.Pi*(90+200*x)*x) })
	var files [2][]byte
	for i := range files {
		path := filepath.Join(t.TempDir(), "on.wav")
		if _, err := Continue(t.Context(), recording, path, 3, 9); err != nil {
			t.Fatal(err)
		}
		var err error
		if files[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("one seed gave two continuations")
	}
}

func TestContinueNeedsSound(t *testing.T) {
	t.Parallel()
	for name, recording := range map[string]string{
		"short":  recordingOf(t, 0.05, func(x float64) float64 { return math.Sin(700 * x) }),
		"silent": recordingOf(t, 1, func(float64) float64 { return 0 }),
	} {
		if _, err := Continue(t.Context(), recording, filepath.Join(t.TempDir(), "on.wav"), 1, 1); !errors.Is(err, ErrTooShort) {
			t.Errorf("%s: %v, want ErrTooShort", name, err)
		}
	}
}
