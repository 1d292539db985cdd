package speech

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/wav"
)

// buzz is a pulse train through two resonances, interrupted five times a second: a crude voice.
func buzz(pitch, throat, seconds float64) []float64 {
	out := make([]float64, dsp.Frames(seconds))
	f1, f2, f3 := dsp.NewSVF(620*throat, 8), dsp.NewSVF(1450*throat, 10), dsp.NewSVF(2600*throat, 10)
	saw := dsp.NewSaw(0)
	for i := range out {
		t := dsp.Seconds(i)
		x := saw.Next(pitch * (1 + 0.03*math.Sin(3*t)))
		out[i] = 0.3 * (f1.Band(x) + 0.6*f2.Band(x) + 0.35*f3.Band(x)) * math.Max(0, math.Sin(2*math.Pi*2.5*t))
	}
	return out
}

func TestListenMeasuresPitchAndThroat(t *testing.T) {
	t.Parallel()
	plain, ok := Listen(buzz(120, 1, 2))
	if !ok {
		t.Fatal("no voice heard")
	}
	for _, hz := range []float64{75, 120, 180, 260, 330} {
		m, ok := Listen(buzz(hz, 1, 2))
		if !ok || math.Abs(m.Pitch/hz-1) > 0.05 {
			t.Errorf("a voice of %.0f Hz is measured as %.1f (%v)", hz, m.Pitch, ok)
		}
	}
	for _, k := range []float64{0.86, 1.15} {
		m, _ := Listen(buzz(120, k, 2))
		if s := shift(&plain.envelope, &m.envelope); math.Abs(s/k-1) > 0.06 {
			t.Errorf("a throat %.2f times as high is measured as %.2f", k, s)
		}
	}
	if _, ok := Listen(make([]float64, dsp.Rate)); ok {
		t.Error("a voice was heard in silence")
	}
}

func TestClonedVoicesFollowTheirRecordings(t *testing.T) {
	t.Parallel()
	s := synthesiser(t)
	var last float64
	for _, name := range []string{"Mason", "Ethan", "Harper", "Ava"} { // from low to high
		sample := filepath.Join(t.TempDir(), "sample.wav")
		original, err := s.Say(context.Background(), Request{Text: "I have a voice that you may copy, as far as that is possible at all.", Voice: mustFind(t, name)}, sample)
		if err != nil {
			t.Fatal(err)
		}
		v, heard, err := s.Clone(context.Background(), sample, "en")
		if err != nil {
			t.Fatalf("%s (%.1f s): %v", name, original.Seconds, err)
		}
		spoken, _ := say(t, Request{Text: sample2, Voice: v})
		got := pitchOf(spoken)
		if math.Abs(got/heard.Pitch-1) > 0.12 {
			t.Errorf("%s: the recording has %.0f Hz, the voice made of it %.0f", name, heard.Pitch, got)
		}
		if got <= last {
			t.Errorf("%s: at %.0f Hz not higher than the voice before, at %.0f", name, got, last)
		}
		last = got
	}
}

const sample2 = "Now another text is spoken with the same voice, and nobody should be surprised."

func TestNothingToClone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "silence.wav")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	silence := make([]float64, dsp.Rate)
	w, err := wav.NewWriter(f, wav.PCM16, dsp.Rate, len(silence))
	if err == nil {
		err = errors.Join(w.Write(silence, silence), w.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := synthesiser(t).Clone(context.Background(), path, "en"); !errors.Is(err, ErrNoVoice) {
		t.Errorf("silence gives %v, want ErrNoVoice", err)
	}
}
