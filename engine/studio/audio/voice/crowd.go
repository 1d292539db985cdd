package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// vowels are the first three formants of neutral vowels in Hz (G. Peterson and H. Barney, JASA 1952, men).
var vowels = [][3]float64{{730, 1090, 2440}, {530, 1840, 2480}, {270, 2290, 3010}, {570, 840, 2410}, {300, 870, 2240}, {640, 1190, 2390}, {490, 1350, 1690}}

// talker babbles: syllables of random vowels on a falling and rising pitch, with pauses; no words.
type talker struct {
	r           *dsp.Rand
	saw         dsp.Saw
	noise       dsp.White
	tilt        dsp.OnePole
	formant     [3]dsp.SVF
	base, scale float64
	left        int // blocks of the present syllable
	length      int
	silent      bool
	from, to    [3]float64
	melody      *dsp.Drift
	amp, hz     dsp.Glide
	panL, panR  float64
	near        float64
	breathy     float64
}

func newTalker(r *dsp.Rand, pitch float64) *talker {
	t := &talker{r: r, saw: dsp.NewSaw(r.Unit()), noise: dsp.NewWhite(r), tilt: dsp.NewOnePole(900), melody: dsp.NewDrift(r, 0.5)}
	t.base, t.scale = r.Range(95, 140)*pitch, 1
	if r.Chance(0.5) {
		t.base, t.scale = r.Range(170, 240)*pitch, 1.17
	}
	t.panL, t.panR = dsp.Pan(r.Bipolar())
	t.near = r.Range(0.4, 1)
	t.hz.To(t.base)
	t.to = vowels[0]
	return t
}

func (t *talker) syllable() {
	t.silent = t.r.Chance(0.12)
	t.length = 18 + t.r.Intn(28) // 0.1 to 0.25 s
	if t.silent {
		t.length = 40 + t.r.Intn(150)
	}
	t.left, t.from, t.to = t.length, t.to, vowels[t.r.Intn(len(vowels))]
	t.breathy = t.r.Range(0.02, 0.2)
}

// add adds a block; effort in 0..1 raises pitch and loudness as in cheering.
func (t *talker) add(left, right []float64, effort float64) {
	if t.left == 0 {
		t.syllable()
	}
	x := 1 - float64(t.left)/float64(t.length)
	t.left--
	level := 0.0
	if !t.silent {
		level = math.Sin(math.Pi*math.Sqrt(x)) * t.near
	}
	for k := range t.formant {
		t.formant[k].Set(dsp.Mix(t.from[k], t.to[k], dsp.Smooth(0, 0.5, x))*t.scale, 7)
	}
	hz, dhz := t.hz.To(t.base * (0.85 + 0.35*t.melody.Next()) * (1 + 0.7*effort))
	a, da := t.amp.To(level)
	for i := range left {
		s := t.tilt.Low(t.saw.Next(hz)) + t.noise.Next()*t.breathy
		y := (t.formant[0].Band(s) + 0.6*t.formant[1].Band(s) + 0.3*t.formant[2].Band(s)) * a
		left[i] += y * t.panL
		right[i] += y * t.panR
		hz, a = hz+dhz, a+da
	}
}

// crowd murmurs: a dozen talkers near by over the noise of many more; the variant cheers.
func crowd(c *Config, r *dsp.Rand) Source {
	talkers := make([]*talker, 5+int(8*c.Intensity))
	for i := range talkers {
		talkers[i] = newTalker(r, c.Pitch)
	}
	effort := 0.0
	mass := newBed(r, []bandSpec{{280, 0.9, 0.16, 0.5}, {620, 0.9, 0.15, 0.3}, {1300, 0.9, 0.06, 0.25}, {2500, 0.9, 0.03, 0.25}})
	if c.Variant == "cheer" {
		effort = 1
		mass = newBed(r, []bandSpec{{650, 1, 0.8, 0.3}, {1150, 1, 1, 0.2}, {2400, 0.9, 0.6, 0.2}, {4200, 0.8, 0.25, 0.3}})
	}
	swell := dsp.NewDrift(r, 2.4)
	return sourceFunc(func(left, right []float64) {
		s := 0.7 + 0.6*swell.Next()
		mass.add(left, right, s*(0.3+0.7*c.Intensity))
		for _, t := range talkers {
			t.add(left, right, effort*s)
		}
	})
}

// applause is a cloud of claps: short noise bursts whose centre depends on how the hands meet (B. Repp, "The Sound of Two
// Hands Clapping", JASA 1987). It swells at the start and thins out at the end.
func applause(c *Config, r *dsp.Rand) Source {
	claps := newCloud(r, 1, 16, grains(64, func() []float64 {
		out := make([]float64, dsp.Frames(0.035))
		paste(out, burst(r, r.Log(750, 2600), r.Range(1, 2.4), 0.0006, r.Range(0.008, 0.025)), 0, 1)
		paste(out, burst(r, r.Log(3000, 6000), 0.8, 0.0004, 0.004), 0, 0.35)
		return out
	}))
	hall := newBed(r, []bandSpec{{1200, 0.6, 0.25, 0.4}, {2600, 0.6, 0.16, 0.4}})
	t := 0.0
	return sourceFunc(func(left, right []float64) {
		swell := dsp.Smooth(-0.4, 1, t) * (1 - 0.75*dsp.Smooth(c.Seconds-2.5, c.Seconds, t))
		claps.add(left, right, (15+260*c.Intensity)*c.Rate*swell, 0.5)
		hall.add(left, right, swell*c.Intensity)
		t += dsp.Seconds(dsp.Block)
	})
}
