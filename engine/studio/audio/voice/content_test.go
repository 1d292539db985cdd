package voice_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/voice"
)

// share is the part of a signal's energy between two frequencies, by steep band-pass filtering.
func share(s []float64, lo, hi float64) float64 {
	stages := []dsp.SVF{dsp.NewSVF(lo, 0.54), dsp.NewSVF(lo, 1.31), dsp.NewSVF(hi, 0.54), dsp.NewSVF(hi, 1.31)} // Butterworth
	var all, in float64
	for _, x := range s {
		y := x
		if lo > 0 {
			y = stages[1].High(stages[0].High(y))
		}
		if hi > 0 {
			y = stages[3].Low(stages[2].Low(y))
		}
		all += x * x
		in += y * y
	}
	return in / all
}

func TestSpectra(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind    voice.Kind
		params  voice.Params
		lo, hi  float64 // Hz; 0 is no limit
		at, top float64 // bounds of the share
	}{
		{kind: voice.Rain, lo: 4000, hi: 10000, at: 0.45, top: 0.95},
		{kind: voice.Rain, params: voice.Params{Intensity: 1}, lo: 300, hi: 2000, at: 0.02, top: 0.4},
		{kind: voice.Thunder, params: voice.Params{Distance: 3000}, hi: 150, at: 0.7, top: 1},
		{kind: voice.Thunder, params: voice.Params{Distance: 150}, lo: 300, at: 0.03, top: 0.7},
		{kind: voice.Wind, hi: 900, at: 0.7, top: 1},
		{kind: voice.Crickets, lo: 3300, hi: 6000, at: 0.8, top: 1},
		{kind: voice.Insects, lo: 4000, hi: 10000, at: 0.8, top: 1},
		{kind: voice.Birds, lo: 1500, hi: 9000, at: 0.9, top: 1},
		{kind: voice.Owl, lo: 250, hi: 500, at: 0.8, top: 1},
		{kind: voice.Underwater, hi: 500, at: 0.75, top: 1},
		{kind: voice.Heart, hi: 200, at: 0.9, top: 1},
		{kind: voice.Space, hi: 500, at: 0.85, top: 1},
		{kind: voice.Waterfall, lo: 1000, at: 0.1, top: 0.8},
		{kind: voice.River, lo: 300, hi: 4000, at: 0.6, top: 1},
		{kind: voice.Applause, lo: 600, hi: 5000, at: 0.7, top: 1},
		{kind: voice.Rocket, hi: 300, at: 0.5, top: 1},
		{kind: voice.Helicopter, hi: 300, at: 0.5, top: 1},
		{kind: voice.Glass, lo: 2000, at: 0.7, top: 1},
		{kind: voice.Leaves, lo: 2000, at: 0.7, top: 1},
		{kind: voice.Glass, params: voice.Params{Variant: "clink"}, lo: 2000, at: 0.9, top: 1},
		{kind: voice.Phone, lo: 900, at: 0.85, top: 1},
		{kind: voice.Drip, lo: 500, hi: 6000, at: 0.8, top: 1},
		{kind: voice.Click, lo: 700, at: 0.8, top: 1},
		{kind: voice.Thud, hi: 400, at: 0.8, top: 1},
		{kind: voice.Thud, params: voice.Params{Variant: "knock"}, lo: 120, hi: 1500, at: 0.7, top: 1},
		{kind: voice.Whale, hi: 1500, at: 0.9, top: 1},
	} {
		t.Run(fmt.Sprintf("%s %g-%g", c.kind, c.lo, c.hi), func(t *testing.T) {
			t.Parallel()
			l, _ := play(t, c.kind, voice.Config{Params: c.params, Seed: 2}, 12)
			if got := share(l, c.lo, c.hi); got < c.at || got > c.top {
				t.Errorf("%.2f of the energy lies in %g..%g Hz, want %g..%g", got, c.lo, c.hi, c.at, c.top)
			}
		})
	}
}

// envelope is the RMS of each hop of seconds.
func envelope(s []float64, hop float64) []float64 {
	n := dsp.Frames(hop)
	var e []float64
	for i := 0; i+n <= len(s); i += n {
		var sum float64
		for _, x := range s[i : i+n] {
			sum += x * x
		}
		e = append(e, math.Sqrt(sum/float64(n)))
	}
	return e
}

// TestWavesHaveARhythm finds the strongest period of the sea's loudness between 2 and 15 s.
func TestWavesHaveARhythm(t *testing.T) {
	t.Parallel()
	for _, k := range []voice.Kind{voice.Surf, voice.Ocean} {
		l, _ := play(t, k, voice.Config{Seed: 4}, 60)
		const hop = 0.1
		e := envelope(l, hop)
		var mean float64
		for _, v := range e {
			mean += v / float64(len(e))
		}
		best, most := 0.0, 0.0
		for period := 2.0; period < 15; period *= 1.02 {
			var re, im float64
			for i, v := range e {
				s, c := math.Sincos(2 * math.Pi * float64(i) * hop / period)
				re, im = re+(v-mean)*c, im+(v-mean)*s
			}
			if p := math.Hypot(re, im); p > most {
				best, most = period, p
			}
		}
		if best < 5 || best > 8.5 {
			t.Errorf("%s comes and goes every %.1f s, want 5 to 8", k, best)
		}
		if depth := slices.Max(e) / slices.Min(e); depth < 2 {
			t.Errorf("%s swells only by a factor of %.1f", k, depth)
		}
	}
}

// onset is when a signal first reaches a quarter of its peak within 0.5 s around a time.
func onset(s []float64, around float64) float64 {
	from := max(dsp.Frames(around-0.25), 0)
	part := s[from:min(dsp.Frames(around+0.25), len(s))]
	peak := dsp.Peak(part)
	for i, x := range part {
		if math.Abs(x) > peak/4 {
			return dsp.Seconds(from + i)
		}
	}
	return -1
}

func TestEventsAreOnTime(t *testing.T) {
	t.Parallel()
	times := []float64{0.4137, 2.25, 4.6}
	for _, c := range []struct {
		kind     voice.Kind
		variant  string
		distance float64
	}{
		{kind: voice.Footsteps}, {kind: voice.Footsteps, variant: "snow"}, {kind: voice.Footsteps, variant: "gravel"}, {kind: voice.Footsteps, variant: "wood"}, {kind: voice.Footsteps, variant: "grass"},
		{kind: voice.Hooves}, {kind: voice.Bell}, {kind: voice.Clock}, {kind: voice.Glass}, {kind: voice.Explosion}, {kind: voice.Pop}, {kind: voice.Splash}, {kind: voice.Typing},
		{kind: voice.Heart}, {kind: voice.Dog}, {kind: voice.Laser}, {kind: voice.Horn}, {kind: voice.Thunder, distance: 1}, {kind: voice.Thunder, distance: 171.5}, {kind: voice.Explosion, distance: 171.5},
	} {
		t.Run(fmt.Sprintf("%s %s %g", c.kind, c.variant, c.distance), func(t *testing.T) {
			t.Parallel()
			cfg := voice.Config{Seed: 3, Params: voice.Params{Variant: c.variant, Distance: c.distance}}
			for _, at := range times {
				if c.kind != voice.Thunder || at == times[0] { // it rolls too long to hear one stroke after another
					cfg.Events = append(cfg.Events, voice.Event{At: at})
				}
			}
			l, _ := play(t, c.kind, cfg, 6)
			for _, e := range cfg.Events {
				want := e.At + c.distance/343
				if got := onset(l, want); math.Abs(got-want) > 0.02 {
					t.Errorf("heard at %.4f s, want %.4f", got, want)
				}
			}
		})
	}
}

// TestLeadingSounds places the middle of a whoosh and the report of a firework at their events.
func TestLeadingSounds(t *testing.T) {
	t.Parallel()
	for _, k := range []voice.Kind{voice.Whoosh, voice.Fireworks} {
		l, r := play(t, k, voice.Config{Seed: 1, Events: []voice.Event{{At: 2}}}, 3)
		for i := range l {
			l[i] = math.Abs(l[i]) + math.Abs(r[i])
		}
		e := envelope(l, 0.02)
		at := 0
		for i, v := range e {
			if v > e[at] {
				at = i
			}
		}
		if got := (float64(at) + 0.5) * 0.02; math.Abs(got-2) > 0.09 {
			t.Errorf("%s is loudest at %.2f s, want 2", k, got)
		}
	}
}

func TestOwnEventsKeepTheirRate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   voice.Kind
		lo, hi int // onsets in 10 s
	}{{voice.Footsteps, 17, 21}, {voice.Clock, 19, 21}, {voice.Heart, 10, 13}, {voice.Bell, 4, 5}} {
		l, _ := play(t, c.kind, voice.Config{Seed: 5, Seconds: 10}, 10.5)
		e := envelope(l, 0.01)
		limit, n, quiet := slices.Max(e)/3, 0, 99
		for _, v := range e {
			if v > limit && quiet > 33 {
				n++
			}
			if quiet++; v > limit {
				quiet = 0
			}
		}
		if n < c.lo || n > c.hi {
			t.Errorf("%s: %d onsets, want %d to %d", c.kind, n, c.lo, c.hi)
		}
	}
}

// correlation of the channels: 1 is mono, 0 is wide.
func correlation(l, r []float64) float64 {
	var lr, ll, rr float64
	for i := range l {
		lr, ll, rr = lr+l[i]*r[i], ll+l[i]*l[i], rr+r[i]*r[i]
	}
	return lr / math.Sqrt(ll*rr+1e-12)
}

func TestWidth(t *testing.T) {
	t.Parallel()
	for _, k := range []voice.Kind{voice.Rain, voice.Surf, voice.Wind, voice.River, voice.Leaves, voice.Crowd, voice.City, voice.Birds, voice.Applause, voice.Thunder} {
		l, r := play(t, k, voice.Config{Seed: 1}, 8)
		if c := correlation(l, r); c > 0.8 || c < -0.3 {
			t.Errorf("%s: channels correlate by %.2f", k, c)
		}
	}
	for _, k := range []voice.Kind{voice.Car, voice.Helicopter} {
		l, r := play(t, k, voice.Config{Seed: 1}, 2)
		if c := correlation(l, r); c < 0.99 {
			t.Errorf("%s: channels of a point correlate by %.2f", k, c)
		}
	}
}

// TestPassingBy hears a siren go by: loudest at the event, from left to right, its pitch falling as that of a source at 20 m/s.
func TestPassingBy(t *testing.T) {
	t.Parallel()
	l, r := play(t, voice.Car, voice.Config{Seed: 1, Events: []voice.Event{{At: 3, Pan: 1}}}, 6)
	var sum []float64
	for i := range l {
		sum = append(sum, math.Hypot(l[i], r[i]))
	}
	e := envelope(sum, 0.1)
	at := 0
	for i, v := range e {
		if v > e[at] {
			at = i
		}
	}
	if got := float64(at)*0.1 + 0.05; math.Abs(got-3) > 0.3 {
		t.Errorf("loudest at %.2f s, want 3", got)
	}
	left, right := envelope(l, 1), envelope(r, 1)
	if left[1] < 1.5*right[1] || right[4] < 1.5*left[4] {
		t.Errorf("left %.3f, right %.3f", left, right)
	}
}

func TestEngineFollowsItsCurve(t *testing.T) {
	t.Parallel()
	centre := func(rpm float64) float64 {
		l, _ := play(t, voice.Car, voice.Config{Seed: 1, Curve: dsp.Curve{{At: 0, Value: rpm}}}, 2)
		best, most := 0.0, 0.0
		for hz := 20.0; hz < 300; hz += 0.5 { // firing frequency
			var re, im float64
			for i := dsp.Rate / 2; i < len(l); i += 4 {
				s, c := math.Sincos(2 * math.Pi * hz * dsp.Seconds(i))
				re, im = re+l[i]*c, im+l[i]*s
			}
			if p := math.Hypot(re, im); p > most {
				best, most = hz, p
			}
		}
		return best
	}
	for _, rpm := range []float64{2400, 4500} {
		want := rpm / 60 * 2 // four cylinders, four strokes
		got := centre(rpm)
		if k := got / want; math.Abs(k-math.Round(k)) > 0.03 || k < 0.9 {
			t.Errorf("%g rpm: strongest at %.1f Hz, want a multiple of %.1f", rpm, got, want)
		}
	}
}

func TestVoicesAreDeterministic(t *testing.T) {
	t.Parallel()
	for _, k := range voice.Kinds() {
		a, _ := play(t, k, voice.Config{Seed: 9}, 1.5)
		b, _ := play(t, k, voice.Config{Seed: 9}, 1.5)
		if !slices.Equal(a, b) {
			t.Errorf("%s is not the same twice", k)
		}
	}
}

func TestParamsAreLimited(t *testing.T) {
	t.Parallel()
	wild := voice.Params{Variant: "none such", Intensity: 1e9, Size: -4, Rate: math.Inf(1), Pitch: math.NaN(), Distance: -1}
	for _, k := range voice.Kinds() {
		l, r := play(t, k, voice.Config{Params: wild, Seed: 1, Events: []voice.Event{{At: 0.1, Strength: 1e12, Pan: -99}, {At: math.NaN()}}}, 0.5)
		for i := range l {
			if math.IsNaN(l[i]+r[i]) || math.Abs(l[i]) > 40 {
				t.Fatalf("%s: frame %d is %g %g", k, i, l[i], r[i])
			}
		}
	}
	if _, err := voice.New("no such voice", voice.Config{}); err == nil {
		t.Error("an unknown voice was made")
	}
}

func TestVariantsDiffer(t *testing.T) {
	t.Parallel()
	for _, k := range voice.Kinds() {
		seen := map[string][]float64{}
		for _, name := range voice.Variants(k) {
			l, _ := play(t, k, voice.Config{Params: voice.Params{Variant: name}, Seed: 1}, 2.5)
			for other, o := range seen {
				if slices.Equal(l, o) {
					t.Errorf("%s: %s and %s are the same", k, name, other)
				}
			}
			seen[name] = l
		}
	}
}

func BenchmarkVoices(b *testing.B) {
	for _, k := range voice.Kinds() {
		b.Run(string(k), func(b *testing.B) {
			for b.Loop() {
				play(b, k, voice.Config{Seed: 1}, 2)
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/2, "realtime")
		})
	}
}
