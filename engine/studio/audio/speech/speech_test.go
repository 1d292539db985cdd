package speech

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/loudness"
	"zoetrope/engine/studio/audio/wav"
)

func synthesiser(t testing.TB) *Synthesiser {
	t.Helper()
	s, err := New()
	if err != nil || s.Espeak == "" || s.Flite == "" {
		t.Skip("flite and espeak-ng are not both installed")
	}
	return s
}

// say speaks and reads the file back.
func say(t testing.TB, r Request) ([]float64, Result) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "say.wav")
	res, err := synthesiser(t).Say(context.Background(), r, path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w, err := wav.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	l, q := make([]float64, w.Frames), make([]float64, w.Frames)
	if _, err := w.Read(l, q); err != nil {
		t.Fatal(err)
	}
	return l, res
}

// pitchOf is the median fundamental frequency, by autocorrelation of the low-passed signal.
func pitchOf(s []float64) float64 {
	const factor = 6 // 8 kHz is enough
	low := dsp.NewSVF(900, 0.7)
	var x []float64
	for i, v := range s {
		if y := low.Low(v); i%factor == 0 {
			x = append(x, y)
		}
	}
	var found []float64
	for at := 0; at+600 < len(x); at += 160 {
		w := x[at : at+600]
		var energy float64
		for _, v := range w[:400] {
			energy += v * v
		}
		best, most := 0, 0.0
		for lag := 20; lag < 130; lag++ { // 400 to 62 Hz
			var dot, other float64
			for i := range 400 {
				dot += w[i] * w[i+lag]
				other += w[i+lag] * w[i+lag]
			}
			if c := dot / math.Sqrt(energy*other+1e-12); c > most+0.02 {
				best, most = lag, c
			}
		}
		if most > 0.8 && energy > 0.4 {
			found = append(found, 8000/float64(best))
		}
	}
	return median(found)
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	s := append([]float64(nil), v...)
	for i := range s {
		for j := i; j > 0 && s[j] < s[j-1]; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
	return s[len(s)/2]
}

// bands are the shares of energy, in dB, of six bands: a rough picture of the timbre.
func bands(s []float64) [6]float64 {
	var out [6]float64
	for k, hz := range [6]float64{250, 500, 1000, 2000, 4000, 7000} {
		f := dsp.NewSVF(hz, 1.2)
		var sum float64
		for _, x := range s {
			y := f.Band(x)
			sum += y * y
		}
		out[k] = 10 * math.Log10(sum/float64(len(s))+1e-12)
	}
	return out
}

const sample = "The quick brown fox jumps over the lazy dog."

func TestVoicesDiffer(t *testing.T) {
	t.Parallel()
	type heard struct {
		name  string
		pitch float64
		bands [6]float64
		pace  float64
	}
	for _, text := range []string{sample, "今天天气很好，我们去公园。"} {
		var all []heard
		for _, v := range Voices() {
			if v.ID == Auto {
				continue
			}
			s, res := say(t, Request{Text: text, Voice: v})
			h := heard{v.Name, pitchOf(s), bands(s), res.Seconds}
			t.Logf("%-9s %-9s pitch %5.1f want %5.1f (%.2f) %4.2f s %5.1f", h.name, res.Engine, h.pitch, v.Pitch, h.pitch/v.Pitch, h.pace, h.bands)
			if ratio := h.pitch / v.Pitch; ratio < 0.84 || ratio > 1.19 {
				t.Errorf("%s speaks at %.0f Hz, want about %.0f", h.name, h.pitch, v.Pitch)
			}
			if v.Female != (h.pitch > 146) {
				t.Errorf("%s speaks at %.0f Hz", h.name, h.pitch)
			}
			for _, o := range all {
				if d := distance(h.pitch, o.pitch, h.bands, o.bands); d < 0.8 {
					t.Errorf("%s and %s sound alike: %.2f (%.0f and %.0f Hz)", h.name, o.name, d, h.pitch, o.pitch)
				}
			}
			all = append(all, h)
		}
	}
}

// distance is 1 where two voices are just clearly different: 2 semitones in pitch, or 2.5 dB in the bands on average.
func distance(p1, p2 float64, b1, b2 [6]float64) float64 {
	var sum float64
	for i := range b1 {
		sum += (b1[i] - b2[i]) * (b1[i] - b2[i])
	}
	timbre := math.Sqrt(sum/float64(len(b1))) / 2.5
	return math.Hypot(12*math.Log2(p1/p2)/2, timbre)
}

func TestSay(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]Request{
		"flite":   {Text: "Hello there. How are you today?", Voice: mustFind(t, "Harper")},
		"espeak":  {Text: "Hello there. How are you today?", Voice: mustFind(t, "James")},
		"Chinese": {Text: "你好，世界。今天天气很好。", Voice: mustFind(t, "auto")},
		"default": {Text: "Good morning."},
	} {
		s, res := say(t, r)
		m := loudness.NewMeter()
		m.Add(s, s)
		if got := m.Integrated(); math.Abs(got-Loudness) > 2.5 {
			t.Errorf("%s: %.1f LUFS", name, got)
		}
		if dsp.Peak(s) > 0.9 {
			t.Errorf("%s: peak %.2f", name, dsp.Peak(s))
		}
		spans := voiced(s)
		lead, tail := dsp.Seconds(spans[0].from), dsp.Seconds(len(s)-spans[len(spans)-1].to)
		if lead > 0.09 || tail > 0.16 {
			t.Errorf("%s: %.2f s of silence before and %.2f s after", name, lead, tail)
		}
		if len(res.Phones) < 5 {
			t.Fatalf("%s: %d phones", name, len(res.Phones))
		}
		last := 0.0
		for _, p := range res.Phones {
			if p.Start < last-1e-9 || p.End < p.Start || p.End > res.Seconds+1e-9 || p.Viseme == Rest {
				t.Errorf("%s: phone %+v after %.3f of %.3f s", name, p, last, res.Seconds)
			}
			last = p.Start
		}
		if res.Phones[0].Start > 0.15 || last < res.Seconds*0.6 {
			t.Errorf("%s: phones from %.2f to %.2f of %.2f s", name, res.Phones[0].Start, last, res.Seconds)
		}
	}
}

// TestPhonesFollowSound proves flite's timings: vowels are louder than the pauses between utterances.
func TestPhonesFollowSound(t *testing.T) {
	t.Parallel()
	s, res := say(t, Request{Text: "We are far away. You are near me.", Voice: mustFind(t, "Ava")})
	if res.Estimated || res.Engine != "flite" {
		t.Fatalf("engine %s, estimated %v", res.Engine, res.Estimated)
	}
	spoken := make([]bool, len(s))
	var vowels, silence, nv, ns float64
	for _, p := range res.Phones {
		for i := dsp.Frames(p.Start); i < min(dsp.Frames(p.End), len(s)); i++ {
			spoken[i] = true
			if p.Viseme <= Pursed {
				vowels += s[i] * s[i]
				nv++
			}
		}
	}
	for i, x := range s {
		if !spoken[i] {
			silence += x * x
			ns++
		}
	}
	if ns == 0 || 10*math.Log10((vowels/nv)/(silence/ns+1e-12)) < 15 {
		t.Errorf("vowels %.2g, pauses %.2g", vowels/nv, silence/ns)
	}
}

func mustFind(t testing.TB, id string) Voice {
	t.Helper()
	v, ok := Find(id)
	if !ok {
		t.Fatalf("no voice %q", id)
	}
	return v
}

// espeak-ng is linked with PulseAudio, which makes itself a directory of its own for every new home.
func TestSpeechLeavesNothingBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	path := filepath.Join(t.TempDir(), "say.wav")
	if _, err := synthesiser(t).Say(t.Context(), Request{Text: "Guten Tag", Language: "de", Voice: Voices()[0]}, path); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Harper", "James"} {
		_, free := say(t, Request{Text: sample, Voice: mustFind(t, name)})
		for _, k := range []float64{0.8, 1.25} {
			_, fit := say(t, Request{Text: sample, Voice: mustFind(t, name), Fit: free.Seconds * k})
			if math.Abs(fit.Seconds/(free.Seconds*k)-1) > 0.08 {
				t.Errorf("%s: %.2f s, want %.2f", name, fit.Seconds, free.Seconds*k)
			}
		}
	}
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	s := synthesiser(t)
	for _, text := range []string{
		"-f /etc/passwd", "--version", "$(touch pwned) `id`", "<speak><break time='1000s'/>hi</speak>", "[[h@l'oU]] hello", "a\x00b\x1b[31m", "%s%n%d " + strings.Repeat("n", 300),
		strings.Repeat("A", 3000), strings.Repeat("la ", 50), "𝓗𝓮𝓵𝓵𝓸 hi \u202e\u200b", "0123456789 0123456789", "…!?… word",
	} {
		res, err := s.Say(context.Background(), Request{Text: text}, filepath.Join(t.TempDir(), "x.wav"))
		if err != nil && !strings.Contains(err.Error(), "nothing was spoken") {
			t.Errorf("%.30q: %v", text, err)
		}
		if res.Seconds > mostSeconds+1 {
			t.Errorf("%.30q: %.0f s", text, res.Seconds)
		}
	}
	for _, text := range []string{"", "   \n", "😀🎉", "...!?"} {
		if _, err := s.Say(context.Background(), Request{Text: text}, filepath.Join(t.TempDir(), "x.wav")); !errors.Is(err, ErrNoText) {
			t.Errorf("%q: %v, want ErrNoText", text, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Say(ctx, Request{Text: "hello"}, filepath.Join(t.TempDir(), "x.wav")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Hello, this is the way to go": "en", "你好，世界": "cmn", "我喜欢 Go 语言和编程": "cmn", "こんにちは世界": "ja", "안녕하세요": "ko", "Привет, мир": "ru",
		"Hola, ¿cómo está el perro?": "es", "Bonjour, je suis très content": "fr", "Guten Tag, ich bin nicht da": "de", "Ciao, non è molto": "it", "Olá, você não está": "pt-br", "": "en", "xyzzy": "en",
	} {
		if got := Language(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestVoiceList(t *testing.T) {
	t.Parallel()
	order := []string{"7", "8", "3", "9", "1", "5", "10", "11", "12", "4", "2", "13", "6", "14", "Auto"}
	list := Voices()
	if len(list) != len(order) {
		t.Fatalf("%d voices", len(list))
	}
	for i, v := range list {
		if v.ID != order[i] {
			t.Errorf("voice %d is %s, want %s", i, v.ID, order[i])
		}
		if naturalPitch[v.variant] == 0 {
			t.Errorf("%s: the pitch of %q is not known", v.Name, v.variant)
		}
	}
	for _, id := range []string{"auto", "AUTO", "1", "emily"} {
		if _, ok := Find(id); !ok {
			t.Errorf("no voice %q", id)
		}
	}
	if _, ok := Find("99"); ok {
		t.Error("voice 99 was found")
	}
	for seed := range uint64(20) {
		if v := ForFace(true, seed); !v.Female || v.ID == Auto {
			t.Errorf("seed %d: %+v", seed, v)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"hello", "[[x]]", "a\nb\r\nc", "\x00\xff", "-v en", strings.Repeat("字", 3000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := clean(s)
		n := 0
		for _, r := range c {
			n++
			if unicode.IsControl(r) && r != '\n' || strings.ContainsRune("[]<>\\|", r) {
				t.Fatalf("%q keeps %q", c, r)
			}
		}
		if n > MostText {
			t.Fatalf("%d characters", n)
		}
	})
}

func BenchmarkSay(b *testing.B) {
	s := synthesiser(b)
	path := filepath.Join(b.TempDir(), "b.wav")
	for _, name := range []string{"Harper", "James"} {
		b.Run(name, func(b *testing.B) {
			v := mustFind(b, name)
			var seconds float64
			for b.Loop() {
				res, err := s.Say(context.Background(), Request{Text: sample, Voice: v}, path)
				if err != nil {
					b.Fatal(err)
				}
				seconds += res.Seconds
			}
			b.ReportMetric(b.Elapsed().Seconds()/seconds, "realtime")
		})
	}
}
