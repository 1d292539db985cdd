package beat

import (
	"bytes"
	"math"
	"testing"

	"zoetrope/engine/studio/audio/wav"
)

// file makes a WAV file of samples that f gives by time.
func file(t *testing.T, seconds float64, f func(at float64) float64) *bytes.Buffer {
	t.Helper()
	const hz = 11025
	n := int(seconds * hz)
	x := make([]float64, n)
	for i := range x {
		x[i] = f(float64(i) / hz)
	}
	var b bytes.Buffer
	w, err := wav.NewWriter(&b, wav.PCM16, hz, n)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(x, x); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
}

// clicks is a click track with a low drum on every fourth beat.
func clicks(bpm, start float64) func(float64) float64 {
	return func(at float64) float64 {
		period := 60 / bpm
		k := math.Floor((at - start) / period)
		if k < 0 {
			return 0
		}
		since := at - start - k*period
		v := 0.5 * math.Sin(2*math.Pi*1800*since) * math.Exp(-since*60)
		if int(k)%4 == 0 {
			v += 0.5 * math.Sin(2*math.Pi*60*since) * math.Exp(-since*20)
		}
		return v + 0.02*math.Sin(2*math.Pi*220*at)
	}
}

func TestClickTracks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ bpm, start float64 }{{120, 0.3}, {90, 0.1}, {140, 0.55}, {100, 0}, {73, 0.2}} {
		track, err := Read(file(t, 20, clicks(tt.bpm, tt.start)))
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(track.Tempo-tt.bpm) > 0.02*tt.bpm {
			t.Errorf("%g beats per minute: found %.1f (confidence %.2f)", tt.bpm, track.Tempo, track.Confidence)
			continue
		}
		late := 0
		for _, b := range track.Beats {
			beats := (b - tt.start) * tt.bpm / 60
			if math.Abs(beats-math.Round(beats))*60/tt.bpm > 0.05 {
				late++
			}
		}
		if late > len(track.Beats)/10 {
			t.Errorf("%g beats per minute: %d of %d beats are off by more than 50 ms", tt.bpm, late, len(track.Beats))
		}
		if want := 18 * tt.bpm / 60; float64(len(track.Beats)) < want*0.9 {
			t.Errorf("%g beats per minute: %d beats in 20 s", tt.bpm, len(track.Beats))
		}
		for _, b := range track.Bars {
			bar := (b - tt.start) * tt.bpm / 240
			if math.Abs(bar-math.Round(bar)) > 0.1 {
				t.Errorf("%g beats per minute: the bar at %.2f s is not where the drum is", tt.bpm, b)
				break
			}
		}
	}
}

func TestWhatHasNoBeat(t *testing.T) {
	t.Parallel()
	silence, err := Read(file(t, 5, func(float64) float64 { return 0 }))
	if err != nil || !silence.Silent() || silence.Tempo != 0 || len(silence.Beats) != 0 {
		t.Errorf("silence: %+v, %v", silence, err)
	}
	tone, err := Read(file(t, 12, func(at float64) float64 { return 0.4 * math.Sin(2*math.Pi*440*at) }))
	if err != nil || tone.Silent() || tone.Confidence > 0.5 && tone.Tempo != 0 {
		t.Errorf("a steady tone: tempo %g, confidence %g, %v", tone.Tempo, tone.Confidence, err)
	}
	short, err := Read(file(t, 0.1, clicks(120, 0)))
	if err != nil || short.Tempo != 0 {
		t.Errorf("a tenth of a second: tempo %g, %v", short.Tempo, err)
	}
	if _, err := Read(bytes.NewReader([]byte("no wave file at all"))); err == nil {
		t.Error("text was taken for sound")
	}
}

func TestLevelFollowsLoudness(t *testing.T) {
	t.Parallel()
	track, err := Read(file(t, 8, func(at float64) float64 {
		return map[bool]float64{true: 0.05, false: 0.5}[at < 4] * math.Sin(2*math.Pi*300*at)
	}))
	if err != nil {
		t.Fatal(err)
	}
	if quiet, loud := track.Level(1.5), track.Level(6.5); quiet > 0.2 || loud < 0.8 {
		t.Errorf("levels %.2f and %.2f", quiet, loud)
	}
}
