package audio_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/loudness"
	"zoetrope/engine/studio/audio/music"
	"zoetrope/engine/studio/audio/voice"
	"zoetrope/engine/studio/audio/wav"
)

// write renders a plan into memory.
func write(t testing.TB, p audio.Plan) ([]byte, audio.Report) {
	t.Helper()
	var b bytes.Buffer
	rep, err := audio.Write(context.Background(), p, &b)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), rep
}

// samples decodes a WAV file.
func samples(t testing.TB, file []byte) (left, right []float64) {
	t.Helper()
	r, err := wav.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if r.Rate != dsp.Rate || r.Channels != 2 {
		t.Fatalf("%d Hz, %d channels", r.Rate, r.Channels)
	}
	left, right = make([]float64, r.Frames+1), make([]float64, r.Frames+1)
	n, err := r.Read(left, right)
	if err != nil || n != r.Frames {
		t.Fatalf("read %d of %d frames: %v", n, r.Frames, err)
	}
	return left[:n], right[:n]
}

func rms(s []float64) float64 {
	var sum float64
	for _, x := range s {
		sum += x * x
	}
	return math.Sqrt(sum / float64(len(s)))
}

func seaside() audio.Plan {
	return audio.Plan{
		Duration: 4, Seed: 7,
		Cues: []audio.Cue{
			{Kind: voice.Surf},
			{Kind: voice.Wind, Gain: -6},
			{Kind: voice.Gull, Events: []audio.Event{{At: 1.5, Pan: 0.5}}},
			{Kind: voice.Thunder, Params: audio.Params{Distance: 343}, Events: []audio.Event{{At: 1}}},
		},
		Music: &music.Options{Mood: music.Calm},
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	plans := map[string]audio.Plan{
		"mix":         seaside(),
		"one bed":     {Duration: 3, Cues: []audio.Cue{{Kind: voice.Rain}}},
		"few strokes": {Duration: 3, Seed: 2, Cues: []audio.Cue{{Kind: voice.Clock}}},
		"one blast":   {Duration: 3, Cues: []audio.Cue{{Kind: voice.Explosion, Events: []audio.Event{{At: 1}}}}},
		"music":       {Duration: 4, Seed: 3, Music: &music.Options{Mood: music.Epic}},
		"short":       {Duration: 0.3, Cues: []audio.Cue{{Kind: voice.Rain}}},
		"float":       {Duration: 1, Cues: []audio.Cue{{Kind: voice.Fire}}, Format: wav.Float32},
	}
	for name, p := range plans {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, rep := write(t, p)
			l, r := samples(t, file)
			if want := dsp.Frames(p.Duration); len(l) != want {
				t.Errorf("%d frames, want %d", len(l), want)
			}
			m := loudness.NewMeter()
			m.Add(l, r)
			if got := m.Integrated(); math.Abs(got-audio.Target) > 2 {
				t.Errorf("loudness %.2f LUFS, want %d (reduction %.1f dB)", got, audio.Target, rep.Reduction)
			}
			if got := m.TruePeak(); got > -1 {
				t.Errorf("true peak %.2f dBTP", got)
			}
			for _, s := range [][]float64{l, r} {
				if max(math.Abs(s[0]), math.Abs(s[len(s)-1])) > 0.001 {
					t.Errorf("ends are %g and %g, want silence", s[0], s[len(s)-1])
				}
			}
		})
	}
}

func TestWriteIsDeterministic(t *testing.T) {
	t.Parallel()
	p := seaside()
	p.Duration = 2
	a, _ := write(t, p)
	b, _ := write(t, p)
	if sha256.Sum256(a) != sha256.Sum256(b) {
		t.Error("the same plan gave two different files")
	}
	p.Seed++
	if c, _ := write(t, p); bytes.Equal(a, c) {
		t.Error("another seed gave the same file")
	}
}

func TestWriteSilence(t *testing.T) {
	t.Parallel()
	file, rep := write(t, audio.Plan{Duration: 0.5})
	l, r := samples(t, file)
	if len(l) != dsp.Frames(0.5) || dsp.Peak(l) != 0 || dsp.Peak(r) != 0 {
		t.Errorf("an empty plan is not %d frames of silence", dsp.Frames(0.5))
	}
	if rep.Loudness != loudness.Silence || !math.IsInf(rep.TruePeak, -1) {
		t.Errorf("report %+v", rep)
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for name, p := range map[string]audio.Plan{
		"no duration":   {},
		"too long":      {Duration: audio.MaxDuration + 1},
		"NaN duration":  {Duration: nan},
		"loudness":      {Duration: 1, Loudness: 3},
		"place":         {Duration: 1, Place: "moon"},
		"voice":         {Duration: 1, Cues: []audio.Cue{{Kind: "no such"}}},
		"start":         {Duration: 1, Cues: []audio.Cue{{Kind: voice.Rain, Start: -1}}},
		"gain":          {Duration: 1, Cues: []audio.Cue{{Kind: voice.Rain, Gain: nan}}},
		"curve order":   {Duration: 1, Cues: []audio.Cue{{Kind: voice.Rain, Pan: audio.Curve{{At: 1}, {At: 0}}}}},
		"missing track": {Duration: 1, Tracks: []audio.Track{{Path: filepath.Join(t.TempDir(), "none.wav")}}},
	} {
		if _, err := audio.Write(context.Background(), p, io.Discard); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestRender(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.wav")
	if err := audio.Render(context.Background(), audio.Plan{Duration: 0.5, Cues: []audio.Cue{{Kind: voice.River}}}, path); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(path); err != nil || st.Size() != 44+4*24000 {
		t.Errorf("file: %v %v", st, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	gone := filepath.Join(t.TempDir(), "gone.wav")
	if err := audio.Render(ctx, seaside(), gone); err == nil {
		t.Error("a cancelled render succeeded")
	}
	if _, err := os.Stat(gone); !os.IsNotExist(err) {
		t.Errorf("a failed render left its file: %v", err)
	}
}

func TestPanPath(t *testing.T) {
	t.Parallel()
	for _, k := range []audio.Kind{voice.Helicopter, voice.River} { // a point and a wide voice
		file, _ := write(t, audio.Plan{Duration: 3, Cues: []audio.Cue{{Kind: k, Pan: audio.Curve{{At: 0, Value: -1}, {At: 3, Value: 1}}}}})
		l, r := samples(t, file)
		n := len(l) / 4
		if start := rms(l[:n]) / rms(r[:n]); start < 2 {
			t.Errorf("%s: left/right is %.2f at the start", k, start)
		}
		if end := rms(r[3*n:]) / rms(l[3*n:]); end < 2 {
			t.Errorf("%s: right/left is %.2f at the end", k, end)
		}
	}
}

// tone writes a WAV file with a sine.
func tone(t testing.TB, rate int, seconds, hz float64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tone.wav")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	n := int(seconds * float64(rate))
	w, err := wav.NewWriter(f, wav.PCM16, rate, n)
	if err != nil {
		t.Fatal(err)
	}
	s := make([]float64, n)
	for i := range s {
		s[i] = 0.3 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate))
	}
	if err := w.Write(s, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSpeechDucks(t *testing.T) {
	t.Parallel()
	path := tone(t, 22050, 2, 200)
	p := audio.Plan{Duration: 6, Cues: []audio.Cue{{Kind: voice.Crickets}}, Tracks: []audio.Track{{Path: path, Start: 2, Speech: true}}}
	file, _ := write(t, p)
	l, _ := samples(t, file)
	high := dsp.NewSVF(4500, 4)
	for i := range l {
		l[i] = high.Band(l[i])
	}
	before, under := rms(l[dsp.Rate/2:2*dsp.Rate-4800]), rms(l[dsp.Rate*5/2:dsp.Rate*4-4800])
	if drop := dsp.Decibels(under / before); drop > -6 || drop < -12 {
		t.Errorf("crickets change by %.1f dB under speech, want about -9", drop)
	}
}

func TestTrackStartsOnTime(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{16000, 44100, 48000} {
		p := audio.Plan{Duration: 2, Tracks: []audio.Track{{Path: tone(t, rate, 0.5, 1000), Start: 0.75}}}
		file, _ := write(t, p)
		l, _ := samples(t, file)
		first, last := -1, -1
		for i, x := range l {
			if math.Abs(x) > 0.01 {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
		if on, off := dsp.Seconds(first), dsp.Seconds(last); math.Abs(on-0.75) > 0.002 || math.Abs(off-1.25) > 0.002 {
			t.Errorf("%d Hz: heard from %.4f to %.4f s, want 0.75 to 1.25", rate, on, off)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	p := seaside()
	p.Duration = 10
	for b.Loop() {
		write(b, p)
	}
	b.ReportAllocs()
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/p.Duration, "realtime")
}
