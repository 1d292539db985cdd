package dsp_test

import (
	"fmt"
	"math"
	"testing"

	"zoetrope/engine/studio/audio/dsp"
)

func rms(s []float64) float64 {
	var sum float64
	for _, x := range s {
		sum += x * x
	}
	return math.Sqrt(sum / float64(len(s)))
}

// gainAt is a filter's gain at a frequency, in dB.
func gainAt(hz float64, filter func(float64) float64) float64 {
	in, out := make([]float64, 24000), make([]float64, 24000)
	for i := range in {
		in[i] = math.Sin(2 * math.Pi * hz * dsp.Seconds(i))
		out[i] = filter(in[i])
	}
	return dsp.Decibels(rms(out[12000:]) / rms(in[12000:]))
}

func TestFilters(t *testing.T) {
	t.Parallel()
	low, high, band, one := dsp.NewSVF(1000, math.Sqrt2/2), dsp.NewSVF(1000, math.Sqrt2/2), dsp.NewSVF(1000, 4), dsp.NewOnePole(1000)
	shelf, bell := dsp.HighShelf(3000, 6), dsp.Peaking(1000, 1, -5)
	for _, c := range []struct {
		name   string
		filter func(float64) float64
		hz, db float64
	}{
		{"low", low.Low, 50, 0}, {"low", low.Low, 1000, -3}, {"low", low.Low, 8000, -37.5},
		{"high", high.High, 12000, 0}, {"high", high.High, 1000, -3}, {"high", high.High, 100, -40},
		{"band", band.Band, 1000, 0}, {"band", band.Band, 2000, -15.7},
		{"one pole", one.Low, 1000, -3}, {"one pole", one.Low, 100, 0},
		{"shelf", shelf.Next, 100, 0}, {"shelf", shelf.Next, 15000, 6},
		{"bell", bell.Next, 1000, -5}, {"bell", bell.Next, 50, 0},
	} {
		if got := gainAt(c.hz, c.filter); math.Abs(got-c.db) > 0.7 {
			t.Errorf("%s at %g Hz: %.2f dB, want %.1f", c.name, c.hz, got, c.db)
		}
	}
}

func TestNoiseSlopes(t *testing.T) {
	t.Parallel()
	r := dsp.NewRand(1, "noise")
	white, pink, brown := dsp.NewWhite(r), dsp.NewPink(r), dsp.NewBrown(r)
	for _, c := range []struct {
		name  string
		next  func() float64
		slope float64 // dB per octave of a band's density
	}{{"white", white.Next, 0}, {"pink", pink.Next, -3}, {"brown", brown.Next, -6}} {
		lo, hi := dsp.NewSVF(200, 4), dsp.NewSVF(3200, 4)
		var a, b float64
		for range 20 * dsp.Rate / 10 {
			x := c.next()
			l, h := lo.Band(x), hi.Band(x)
			a, b = a+l*l, b+h*h
		}
		// The bands grow with their centre, by 3 dB per octave.
		if got := (10*math.Log10(b/a) - 12) / 4; math.Abs(got-c.slope) > 0.5 {
			t.Errorf("%s: %.2f dB per octave, want %.0f", c.name, got, c.slope)
		}
	}
}

func TestResampler(t *testing.T) {
	t.Parallel()
	for _, from := range []int{8000, 16000, 22050, 44100, 47321, 96000} {
		t.Run(fmt.Sprint(from), func(t *testing.T) {
			t.Parallel()
			in := make([]float64, from)
			for i := range in {
				in[i] = math.Sin(2 * math.Pi * 1000 * float64(i) / float64(from))
			}
			r := dsp.NewResampler(from)
			out := r.Flush(r.Push(in, nil))
			if math.Abs(float64(len(out)-dsp.Rate)) > 2 {
				t.Fatalf("%d frames for a second", len(out))
			}
			var worst float64
			for i := 2000; i < len(out)-2000; i++ {
				worst = max(worst, math.Abs(out[i]-math.Sin(2*math.Pi*1000*dsp.Seconds(i))))
			}
			if worst > 0.003 {
				t.Errorf("off by up to %.4f", worst)
			}
		})
	}
}

func TestRingAndPluck(t *testing.T) {
	t.Parallel()
	s := dsp.Ring([]dsp.Mode{{Hz: 500, Gain: 1, Decay: 1}, {Hz: 30000, Gain: 1, Decay: 1}}, 1.5, 0)
	if fall := dsp.Decibels(rms(s[24000:28800]) / rms(s[:4800])); math.Abs(fall+30) > 1 {
		t.Errorf("falls by %.1f dB in half of its decay, want 30", -fall)
	}
	for _, hz := range []float64{82.4, 220, 440, 987} {
		p := dsp.Pluck(dsp.NewRand(1, "pluck"), hz, 1, 0.5, 2)
		best, most := 0.0, 0.0
		for f := hz * 0.97; f < hz*1.03; f += hz * 0.0005 {
			var re, im float64
			for i := 4000; i < 40000; i++ {
				sin, cos := math.Sincos(2 * math.Pi * f * dsp.Seconds(i))
				re, im = re+p[i]*cos, im+p[i]*sin
			}
			if e := math.Hypot(re, im); e > most {
				best, most = f, e
			}
		}
		if cents := 1200 * math.Log2(best/hz); math.Abs(cents) > 6 {
			t.Errorf("%g Hz is plucked %.1f cents off", hz, cents)
		}
	}
}

func TestReverbDecays(t *testing.T) {
	t.Parallel()
	r := dsp.NewReverb(dsp.Space{Decay: 1, Damping: 20000, Level: 1})
	n := dsp.Rate * 2
	send, l, q := make([]float64, n), make([]float64, n), make([]float64, n)
	send[0] = 1
	r.Add(send, l, q)
	if fall := dsp.Decibels(rms(l[57600:62400]) / rms(l[9600:14400])); math.Abs(fall+60) > 8 {
		t.Errorf("falls by %.1f dB in 1 s, want 60", -fall)
	}
	if dsp.Peak(l[:1000]) != 0 {
		t.Error("the answer comes before the shortest path")
	}
	var dot float64
	for i := range l {
		dot += l[i] * q[i]
	}
	if c := dot / (rms(l) * rms(q) * float64(n)); math.Abs(c) > 0.5 {
		t.Errorf("channels correlate by %.2f", c)
	}
}

func TestSine(t *testing.T) {
	t.Parallel()
	for x := -3.0; x < 3; x += 0.001037 {
		if d := dsp.Sine(x) - math.Sin(2*math.Pi*x); math.Abs(d) > 1e-6 {
			t.Fatalf("sine of %g turns is off by %g", x, d)
		}
	}
	if got := dsp.Sine(-1e-18); math.Abs(got) > 1e-6 {
		t.Errorf("sine just below 0 is %g", got)
	}
}

func TestCurve(t *testing.T) {
	t.Parallel()
	c := dsp.Curve{{At: 1, Value: 2}, {At: 2, Value: 4}, {At: 2, Value: 0}, {At: 3, Value: 1}}
	for at, want := range map[float64]float64{-1: 2, 1: 2, 1.5: 3, 2.5: 0.5, 9: 1} {
		if got := c.At(at); math.Abs(got-want) > 1e-12 {
			t.Errorf("at %g: %g, want %g", at, got, want)
		}
	}
	if (dsp.Curve{}).At(1) != 0 {
		t.Error("an empty curve is not 0")
	}
}

func TestRand(t *testing.T) {
	t.Parallel()
	a, b, c := dsp.NewRand(1, "x"), dsp.NewRand(1, "x"), dsp.NewRand(1, "y")
	if va := a.Uint64(); va != b.Uint64() || va == c.Uint64() {
		t.Error("labels and seeds do not decide the sequence")
	}
	var mean float64
	for range 20000 {
		if u := a.Unit(); u < 0 || u >= 1 {
			t.Fatalf("unit %g", u)
		}
		mean += a.Exp(2) / 20000
		if d := a.Log(10, 1000); d < 10 || d > 1000 {
			t.Fatalf("log %g", d)
		}
	}
	if math.Abs(mean-2) > 0.1 {
		t.Errorf("mean of exponential gaps %.2f, want 2", mean)
	}
}
