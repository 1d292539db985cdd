package lips

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/speech"
	"zoetrope/engine/studio/audio/wav"
)

// record writes a WAV of samples at 48 kHz.
func record(t testing.TB, samples []float64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "speech.wav")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	w, err := wav.NewWriter(f, wav.PCM16, dsp.Rate, len(samples))
	if err == nil {
		err = w.Write(samples, samples)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// syllables are bursts of a buzz with an amplitude for each of two seconds' twelve beats.
func syllables(beats []float64, seconds float64) []float64 {
	out := make([]float64, dsp.Frames(seconds))
	saw := dsp.NewSaw(0)
	each := seconds / float64(len(beats))
	for i := range out {
		t := dsp.Seconds(i)
		k := int(t / each)
		u := t/each - float64(k)
		out[i] = 0.5 * beats[min(k, len(beats)-1)] * math.Sin(math.Pi*u) * saw.Next(140)
	}
	return out
}

func TestOpeningFollowsLoudness(t *testing.T) {
	t.Parallel()
	const fps, seconds = 24, 3
	path := record(t, syllables([]float64{0.2, 1, 0, 0.5, 0.9, 0, 0, 0.7, 0.3, 1, 0.6, 0}, seconds))
	s, err := Listen(path, seconds)
	if err != nil {
		t.Fatal(err)
	}
	shapes := s.Shapes(fps, fps*seconds)
	best, lag := -1.0, 0
	for d := -4; d <= 4; d++ {
		var a, b []float64
		for i := 4; i < len(shapes)-4; i++ {
			a, b = append(a, s.Loudness(i, fps)), append(b, shapes[i+d].Open)
		}
		if c := correlation(a, b); c > best {
			best, lag = c, d
		}
	}
	if best < 0.8 || lag < -1 || lag > 1 {
		t.Errorf("opening and loudness correlate by %.2f at a lag of %d frames", best, lag)
	}
	for _, i := range []int{15, 33, 34, 36} { // in the pauses
		if shapes[i].Open > 0.12 {
			t.Errorf("the mouth is open by %.2f in frame %d, in a pause", shapes[i].Open, i)
		}
	}
}

func correlation(a, b []float64) float64 {
	var ma, mb, ab, aa, bb float64
	for i := range a {
		ma += a[i] / float64(len(a))
		mb += b[i] / float64(len(b))
	}
	for i := range a {
		ab += (a[i] - ma) * (b[i] - mb)
		aa += (a[i] - ma) * (a[i] - ma)
		bb += (b[i] - mb) * (b[i] - mb)
	}
	return ab / math.Sqrt(aa*bb+1e-18)
}

func TestSilenceKeepsTheMouthShut(t *testing.T) {
	t.Parallel()
	hum := make([]float64, dsp.Frames(1))
	for i := range hum {
		hum[i] = 2e-4 * math.Sin(float64(i))
	}
	for name, samples := range map[string][]float64{"silence": make([]float64, dsp.Frames(1)), "hum": hum, "nothing": nil} {
		s, err := Listen(record(t, samples), 1)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !s.Silent() {
			t.Errorf("%s is not silent", name)
		}
		for i, sh := range s.Shapes(24, 24) {
			if sh != (Shape{}) {
				t.Fatalf("%s: the mouth of frame %d is %+v", name, i, sh)
			}
		}
	}
}

func TestLipsTouchInClosedPhones(t *testing.T) {
	t.Parallel()
	path := record(t, syllables([]float64{1, 1}, 1))
	s, err := Listen(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	shapes := s.Say([]speech.Phone{
		{Start: 0.05, End: 0.4, Viseme: speech.Open}, {Start: 0.4, End: 0.5, Viseme: speech.Spread},
		{Start: 0.5, End: 0.6, Viseme: speech.Spread}, {Start: 0.6, End: 0.7, Viseme: speech.Closed}, {Start: 0.7, End: 0.95, Viseme: speech.Pursed},
	}, 24, 24)
	if shapes[5].Open < 0.5 {
		t.Errorf("an open vowel opens the mouth by %.2f", shapes[5].Open)
	}
	if shapes[15].Open > 0.1 {
		t.Errorf("the lips are %.2f apart in an m", shapes[15].Open)
	}
	if shapes[18].Wide > -0.3 || shapes[13].Wide < 0.1 {
		t.Errorf("widths %.2f of a u and %.2f of an i", shapes[18].Wide, shapes[13].Wide)
	}
}
