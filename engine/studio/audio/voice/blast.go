package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// explosion is a shock, a fireball that booms and falls in pitch, and debris.
func explosion(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 5/c.Rate, 0.3) }
	return play(c, own, 0, func(Event) sound {
		return sound{left: boom(c, r, 1), right: boom(c, r, 1)}
	})
}

// boom is one channel of a blast; debris is the gain of what rains down after it.
func boom(c *Config, r *dsp.Rand, debris float64) []float64 {
	size := math.Sqrt(c.Size)
	length := 3.2 * size
	out := make([]float64, dsp.Frames(length))
	near := math.Exp(-c.Distance / 700)
	brown, white := dsp.NewBrown(r), dsp.NewWhite(r)
	body, crack := dsp.NewSVF(300, 0.7), dsp.NewSVF(3000, 0.6)
	roll := dsp.NewDrift(r, 0.09)
	var phase dsp.Phase
	level := 1.0
	for i := range out {
		t := dsp.Seconds(i)
		if i%dsp.Block == 0 {
			body.Set((140+2600*near*math.Exp(-t*5))/size, 0.7)
			crack.Set(600+6000*near*math.Exp(-t*14), 0.6)
			level = 0.5 + roll.Next()
		}
		fall := 28 + 60*math.Exp(-t*6)
		x := 0.9 * dsp.Sine(phase.Next(fall/size*c.Pitch)) * math.Exp(-t*3.2/size)
		x += body.Low(brown.Next()*3+0.6*white.Next()) * math.Exp(-t*1.9/size) * level * 1.2
		x += crack.Low(white.Next()) * near * (1.1*math.Exp(-t*30) + 0.16*math.Exp(-t*4))
		out[i] = math.Tanh(1.6*x) * min(t/0.0015, 1)
	}
	for range int(70 * debris * near) {
		t := 0.25 + (length-0.6)*math.Pow(r.Unit(), 1.4)
		paste(out, burst(r, r.Log(500, 5000), 1.3, 0.0005, r.Range(0.01, 0.05)), dsp.Frames(t), 0.12*r.Unit()*math.Exp(-t))
	}
	return dsp.FadeEnds(dsp.Normalise(out, 1), 0, dsp.Frames(0.4))
}

// fireworks burst at their events: the report, then the crackle of stars; the whistle of the rising shell goes before it.
func fireworks(c *Config, r *dsp.Rand) Source {
	const rise = 1.1
	own := func() []Event {
		es := scattered(c, r, 1.3/c.Rate, 0.8)
		for i := range es {
			es[i].At += min(rise, c.Seconds/4)
		}
		return es
	}
	return play(c, own, rise, func(Event) sound {
		lead := dsp.Frames(rise)
		out := make([]float64, lead+dsp.Frames(3.2))
		if r.Chance(0.65) {
			paste(out, shell(r, rise), 0, 0.13)
		}
		small := *c
		small.Size = c.Size * r.Range(0.35, 0.7)
		paste(out, boom(&small, r, 0), lead, 1)
		if r.Chance(0.6) {
			n := 120 + r.Intn(160)
			for range n {
				t := 0.35 + r.Unit()*1.4
				paste(out, burst(r, r.Log(1500, 7000), 1.2, 0.0003, r.Range(0.006, 0.02)), lead+dsp.Frames(t), 0.2*r.Unit()*(1-0.5*t/1.75))
			}
		}
		return sound{left: dsp.FadeEnds(out, 2400, 4800), lead: lead}
	})
}

// shell is the whistle of a rising firework.
func shell(r *dsp.Rand, seconds float64) []float64 {
	out := make([]float64, dsp.Frames(seconds))
	noise, band := dsp.NewWhite(r), dsp.NewSVF(1500, 12)
	from := r.Range(1300, 2100)
	var phase dsp.Phase
	for i := range out {
		t := dsp.Seconds(i) / seconds
		hz := from * (1 + 0.6*t - 0.35*t*t)
		if i%dsp.Block == 0 {
			band.Set(hz, 9)
		}
		out[i] = (0.5*dsp.Sine(phase.Next(hz)) + 1.5*band.Band(noise.Next())) * dsp.Smooth(0, 0.15, t) * dsp.Smooth(1, 0.8, t)
	}
	return out
}

// whoosh is air moved fast: a band of noise whose centre and strength peak at the event while it crosses from one side to
// the other. The sign of the event's pan says where it goes.
func whoosh(c *Config, r *dsp.Rand) Source {
	length := 0.9 * math.Sqrt(c.Size) / c.Rate
	own := func() []Event { return every(c, r, min(0.6, c.Seconds/2), 2.4, 0.2) }
	lead := length * 0.55
	return play(c, own, lead, func(e Event) sound {
		n := dsp.Frames(length)
		s := sound{left: make([]float64, n), right: make([]float64, n), lead: dsp.Frames(lead)}
		pink, band, air := dsp.NewPink(r), dsp.NewSVF(300, 1), dsp.NewSVF(3000, 0.7)
		for i := range n {
			t := float64(i) / float64(n)
			x := (t - 0.55) / 0.2
			if i%64 == 0 {
				near := math.Exp(-x * x / 2)
				band.Set((260+1900*near)*c.Pitch, 1.4)
				air.Set((1500+5000*near)*c.Pitch, 0.7)
			}
			p := pink.Next()
			env := math.Exp(-x*x/2) * math.Sin(math.Pi*t)
			v := (band.Band(p)*1.6 + air.Band(p)*0.5*env) * env
			to := dsp.Clamp(x*0.8, -1, 1)
			if e.Pan < 0 {
				to = -to
			}
			l, rr := dsp.Pan(to)
			s.left[i], s.right[i] = v*l*2, v*rr*2
		}
		return s
	})
}

// pop is a cork, or confetti.
func pop(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 1.6/c.Rate, 0.6) }
	return play(c, own, 0, func(Event) sound {
		out := make([]float64, dsp.Frames(0.2))
		var phase dsp.Phase
		for i := range out {
			t := dsp.Seconds(i)
			out[i] = dsp.Sine(phase.Next((380+900*math.Exp(-t*90))*c.Pitch/math.Sqrt(c.Size))) * math.Exp(-t*42) * min(t/0.0008, 1)
		}
		paste(out, burst(r, 3000, 0.7, 0.0003, 0.012), 0, 0.35)
		return mono(out)
	})
}
