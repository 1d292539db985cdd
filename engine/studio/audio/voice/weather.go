package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// rain is a hiss of far drops, whose energy lies between 4 and 10 kHz, and single drops near by: clicks, some with the ring
// of the bubble they trap. Heavy rain adds a patter around 1 kHz (Farnell, ch. 40).
func rain(c *Config, r *dsp.Rand) Source {
	heavy := c.Intensity
	far := newBed(r, []bandSpec{{5600, 0.6, 1.6, 1.4}, {8800, 0.8, 1.4, 0.9}, {2600, 0.6, 0.2 + 0.3*heavy, 1.1}, {700, 0.6, 0.25 * heavy, 0.8}})
	near := newCloud(r, 0.95, 24, grains(72, func() []float64 { return drop(r, c) }))
	gust := dsp.NewDrift(r, 2.5)
	return sourceFunc(func(left, right []float64) {
		g := 0.8 + 0.4*gust.Next()
		far.add(left, right, g*(0.1+0.9*heavy))
		near.add(left, right, (8+130*heavy*heavy)*c.Rate*g, 0.28)
	})
}

func drop(r *dsp.Rand, c *Config) []float64 {
	out := make([]float64, dsp.Frames(0.05))
	hz, decay := r.Log(3200, 9000), r.Range(0.003, 0.012)
	switch c.Variant {
	case "roof":
		hz, decay = r.Log(500, 1500), r.Range(0.012, 0.045)
	case "leaves":
		hz, decay = r.Log(1800, 4500), r.Range(0.006, 0.02)
	}
	paste(out, burst(r, hz*c.Pitch, 1.5, 0.0004, decay), 0, 1)
	if c.Variant == "ground" && r.Chance(0.25) {
		paste(out, dsp.Bubble(r.Log(0.0006, 0.002), 0.2), dsp.Frames(0.002), 0.5)
	}
	return dsp.FadeEnds(out, 0, 96)
}

// wind is noise around obstacles: rumble, a band that follows the gusts in pitch and strength, and a whistle when it blows
// hard (Farnell, ch. 41). The right channel hears each gust a little later.
func wind(c *Config, r *dsp.Rand) Source {
	slow, quick := dsp.NewDrift(r, 3.6), dsp.NewDrift(r, 0.9)
	tone := r.Range(0.85, 1.2) * c.Pitch / math.Sqrt(c.Size)
	whistling := 0.15
	if c.Variant == "howling" {
		whistling = 0.9
	}
	var ch [2]struct {
		pink       dsp.Pink
		brown      dsp.Brown
		body, side dsp.SVF
		whistle    dsp.SVF
		g, w       dsp.Glide
	}
	for i := range ch {
		ch[i].pink, ch[i].brown = dsp.NewPink(r), dsp.NewBrown(r)
	}
	var past [24]float64 // gusts of the last 128 ms
	at := 0
	return sourceFunc(func(left, right []float64) {
		gust := dsp.Smooth(0.1, 0.95, 0.65*slow.Next()+0.35*quick.Next())
		past[at] = gust
		at = (at + 1) % len(past)
		for i, out := range [2][]float64{left, right} {
			s := &ch[i]
			v := gust
			if i == 1 {
				v = past[at]
			}
			force := (0.25 + 0.75*v) * (0.35 + 0.9*c.Intensity)
			s.body.Set((170+480*force)*tone, 0.9)
			s.side.Set((500+900*force)*tone, 0.7)
			s.whistle.Set((480+700*force*force)*tone, 14)
			g, dg := s.g.To(force * force)
			w, dw := s.w.To(whistling * dsp.Smooth(0.45, 1, force))
			for n := range out {
				p := s.pink.Next()
				out[n] += (s.body.Low(p)*1.5+s.side.Band(p)*0.7+s.brown.Next()*0.35)*g + s.whistle.Band(p)*w
				g, w = g+dg, w+dw
			}
		}
	})
}

// leaves rustle: a cloud of tiny dry clicks and a high hiss, both with the gusts.
func leaves(c *Config, r *dsp.Rand) Source {
	dry := newCloud(r, 1, 26, grains(64, func() []float64 { return burst(r, r.Log(1800, 7500), 1.1, 0.001, r.Range(0.006, 0.035)) }))
	hiss := newBed(r, []bandSpec{{3200, 0.6, 0.5, 0.8}, {6200, 0.7, 0.45, 0.6}})
	slow, quick := dsp.NewDrift(r, 2.6), dsp.NewDrift(r, 0.6)
	return sourceFunc(func(left, right []float64) {
		gust := 0.12 + dsp.Smooth(0.15, 0.95, 0.6*slow.Next()+0.4*quick.Next())
		hiss.add(left, right, gust*gust*(0.3+c.Intensity))
		dry.add(left, right, (30+420*gust*c.Intensity)*c.Rate, 0.3*gust)
	})
}

// thunder is the sum of the N-waves of a crooked lightning channel, each arriving when its part of the channel is near enough
// (H. Ribner and D. Roy, "Acoustics of Thunder", JASA 1982), and the rumble of their echoes. Air takes the high tones with
// distance: a near stroke cracks, a far one only rolls. Its time is that of the flash; the sound comes Distance/343 s later.
func thunder(c *Config, r *dsp.Rand) Source {
	if c.Distance == 0 {
		c.Distance = 700
	}
	own := func() []Event { return scattered(c, r, 7/c.Rate, 0.5) }
	return play(c, own, 0, func(Event) sound {
		spread := r.Range(2.2, 3.6) * math.Sqrt(c.Size)
		return sound{left: thunderclap(c, r, spread), right: thunderclap(c, r, spread)}
	})
}

// thunderclap is one channel of a stroke whose channel takes spread seconds to be heard.
func thunderclap(c *Config, r *dsp.Rand, spread float64) []float64 {
	out := make([]float64, dsp.Frames(spread+4.5))
	near := math.Exp(-c.Distance / 900) // what is left of the high tones
	for i := range 150 {
		t := spread * math.Pow(r.Unit(), 1.6)
		if i < 5 { // the stretch nearest to the ground arrives first and together
			t = 0.09 * r.Unit() * float64(i)
		}
		length := r.Range(0.006, 0.016) * (1.3 - 0.5*near)
		addNWave(out, dsp.Frames(t), dsp.Frames(length), r.Range(0.3, 1)*math.Exp(-t*0.9)*signum(r))
	}
	rumble, low := dsp.NewBrown(r), dsp.NewSVF(70+60*near, 0.7)
	tear := dsp.NewWhite(r) // the small branches of a near stroke, too many to be heard one by one
	ripping := dsp.NewDrift(r, 0.03)
	roll := dsp.NewDrift(r, 0.28)
	cut := dsp.NewSVF(1000, 0.7)
	var level, rip float64
	for i, x := range out {
		t := dsp.Seconds(i)
		if i%dsp.Block == 0 {
			rip = ripping.Next()
			cut.Set(90+7500*near*near*math.Exp(-t*4)+500*near*math.Exp(-t*0.8), 0.6)
			level = roll.Next()
		}
		swell := dsp.Smooth(0, 0.25+0.5*(1-near), t) * math.Exp(-max(t-0.6, 0)*0.95)
		x += tear.Next() * near * near * rip * (math.Exp(-t*9) + 0.25*math.Exp(-t*2))
		out[i] = cut.Low(x)*0.8 + low.Low(rumble.Next())*swell*(0.4+1.2*level)*(6-4.5*near)
	}
	return dsp.FadeEnds(dsp.Normalise(out, 1), 24, dsp.Frames(1.5))
}

// addNWave adds a pressure jump that falls linearly to its negative, as of a shock front that has travelled.
func addNWave(out []float64, at, length int, gain float64) {
	for i := 0; i < length && at+i < len(out); i++ {
		out[at+i] += gain * (1 - 2*float64(i)/float64(length))
	}
}

func signum(r *dsp.Rand) float64 {
	if r.Chance(0.5) {
		return -1
	}
	return 1
}

// fire is three noises: a low roar that licks, a hiss of escaping gas, and the crackle of wood (Farnell, ch. 34).
func fire(c *Config, r *dsp.Rand) Source {
	roar := newBed(r, []bandSpec{{70, 0.8, 2.2 * c.Size, 0.25}, {180, 0.7, 1.1, 0.2}, {520, 0.8, 0.3, 0.3}})
	hiss := newBed(r, []bandSpec{{4500, 0.5, 0.16, 0.15}})
	crackle := newCloud(r, 0.6, 30, grains(64, func() []float64 {
		return burst(r, r.Log(900, 7000)*c.Pitch, r.Range(1, 4), 0.0003, r.Range(0.003, 0.03))
	}))
	snap := newCloud(r, 0.5, 10, grains(16, func() []float64 {
		out := make([]float64, dsp.Frames(0.12))
		paste(out, burst(r, r.Log(600, 1800), 2, 0.0003, 0.05), 0, 1)
		paste(out, burst(r, r.Log(3000, 6000), 1.5, 0.0003, 0.02), 0, 0.6)
		return out
	}))
	mood := dsp.NewDrift(r, 0.8)
	return sourceFunc(func(left, right []float64) {
		m := mood.Next()
		roar.add(left, right, 0.25+0.5*c.Intensity)
		hiss.add(left, right, 0.3+0.4*m)
		crackle.add(left, right, (6+60*m*m)*c.Rate*(0.5+c.Intensity), 0.5)
		snap.add(left, right, 1.1*c.Rate, 0.9)
	})
}
