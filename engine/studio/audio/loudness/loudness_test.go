package loudness_test

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/loudness"
	"zoetrope/engine/studio/audio/wav"
)

func sine(hz, db, seconds, phase float64) []float64 {
	s := make([]float64, dsp.Frames(seconds))
	for i := range s {
		s[i] = dsp.Gain(db) * math.Sin(2*math.Pi*(hz*dsp.Seconds(i)+phase))
	}
	return s
}

func join(parts ...[]float64) []float64 {
	var out []float64
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// TestIntegrated follows EBU Tech 3341, "EBU Mode metering", test cases 1 to 5, with shorter stretches.
func TestIntegrated(t *testing.T) {
	t.Parallel()
	tone := func(db, seconds float64) []float64 { return sine(1000, db, seconds, 0) }
	for name, c := range map[string]struct {
		signal []float64
		want   float64
	}{
		"case 1":  {tone(-23, 10), -23},
		"case 2":  {tone(-33, 10), -33},
		"case 3":  {join(tone(-36, 4), tone(-23, 20), tone(-36, 4)), -23},
		"case 4":  {join(tone(-72, 4), tone(-36, 4), tone(-23, 20), tone(-36, 4), tone(-72, 4)), -23},
		"case 5":  {join(tone(-26, 10), tone(-20, 10.05), tone(-26, 10)), -23},
		"short":   {tone(-23, 0.2), -23},
		"silence": {make([]float64, dsp.Rate), loudness.Silence},
		"nothing": {nil, loudness.Silence},
	} {
		m := loudness.NewMeter()
		m.Add(c.signal, c.signal)
		if got := m.Integrated(); math.Abs(got-c.want) > 0.1 {
			t.Errorf("%s: %.2f LUFS, want %.1f", name, got, c.want)
		}
	}
}

// TestTruePeak follows EBU Tech 3341, test cases 15 to 18: peaks that fall between samples.
func TestTruePeak(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ hz, phase float64 }{{12000, 0}, {12000, 0.125}, {8000, 60. / 360}, {6000, 67.5 / 360}} {
		m := loudness.NewMeter()
		s := dsp.FadeEnds(sine(c.hz, -6, 0.3, c.phase), 4800, 4800)
		m.Add(s, s)
		if got := m.TruePeak(); got > -5.8 || got < -6.4 {
			t.Errorf("%g Hz, phase %g: %.2f dBTP, want -6", c.hz, c.phase, got)
		}
	}
}

func TestMeterAgreesWithFFmpeg(t *testing.T) {
	t.Parallel()
	ffmpeg, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed")
	}
	r := dsp.NewRand(1, "programme")
	left, right := make([]float64, 12*dsp.Rate), make([]float64, 12*dsp.Rate)
	pink, white, brown := dsp.NewPink(r), dsp.NewWhite(r), dsp.NewBrown(r)
	for i := range left { // loud, soft and silent stretches
		g := [4]float64{0.5, 0.02, 0, 0.25}[i/dsp.Rate%4]
		left[i] = g * (pink.Next() + 0.3*white.Next())
		right[i] = g * (0.5*pink.Next() + brown.Next())
	}
	path := filepath.Join(t.TempDir(), "programme.wav")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w, err := wav.NewWriter(f, wav.Float32, dsp.Rate, len(left))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(left, right); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, ffmpeg, "-nostdin", "-hide_banner", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	m := loudness.NewMeter()
	m.Add(left, right)
	for name, c := range map[string]struct {
		pattern   string
		got, near float64
	}{
		"loudness":  {`I:\s+(-?[\d.]+) LUFS\s+Threshold`, m.Integrated(), 0.5},
		"true peak": {`Peak:\s+(-?[\d.]+) dBFS`, m.TruePeak(), 0.5},
	} {
		found := regexp.MustCompile(c.pattern).FindSubmatch(out)
		if found == nil {
			t.Fatalf("no %s in what ffmpeg says: %s", name, out)
		}
		want, err := strconv.ParseFloat(string(found[1]), 64)
		if err != nil || math.Abs(c.got-want) > c.near {
			t.Errorf("%s: %.2f, ffmpeg says %.2f (%v)", name, c.got, want, err)
		}
	}
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	r := dsp.NewRand(3, "limiter")
	white := dsp.NewWhite(r)
	hits := make([]float64, 2*dsp.Rate)
	for i := range hits {
		hits[i] = 0.05 * white.Next()
		if i%9001 < 40 {
			hits[i] += 4 * white.Next()
		}
	}
	for name, s := range map[string][]float64{
		"sine between samples": sine(11990, 9, 1, 0.1),
		"low sine":             sine(60, 9, 1, 0),
		"hits":                 hits,
	} {
		l, q := append([]float64(nil), s...), append([]float64(nil), s...)
		lim := loudness.NewLimiter(-1.5, 0.12)
		lim.Process(l, q)
		m := loudness.NewMeter()
		m.Add(l, q)
		if got := m.TruePeak(); got > -1 {
			t.Errorf("%s: true peak %.2f dBTP above the ceiling", name, got)
		}
		if lim.Reduction() > -6 {
			t.Errorf("%s: reduction %.1f dB", name, lim.Reduction())
		}
	}
}

func TestLimiterLeavesQuietSignalsAlone(t *testing.T) {
	t.Parallel()
	s := sine(440, -12, 0.5, 0)
	l, r := append([]float64(nil), s...), append([]float64(nil), s...)
	loudness.NewLimiter(-1.5, 0.12).Process(l, r)
	for i := loudness.Latency; i < len(l); i++ {
		if math.Abs(l[i]-s[i-loudness.Latency]) > 1e-9 {
			t.Fatalf("frame %d is %g, want %g", i, l[i], s[i-loudness.Latency])
		}
	}
}
