package voice

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
)

// motor is a piston engine: one pressure pulse per firing, each cylinder a little different, through the resonances of
// exhaust and body, with intake noise in step (Farnell, ch. 46-47).
type motor struct {
	cylinders []float64
	cycle     dsp.Phase // one turn is all cylinders once
	noise     dsp.White
	pipes     [3]dsp.SVF
	intake    dsp.SVF
	soft      dsp.OnePole
	hz        dsp.Glide
	dc        dsp.DCBlock
}

func newMotor(r *dsp.Rand, cylinders int, pitch float64) *motor {
	m := &motor{noise: dsp.NewWhite(r), intake: dsp.NewSVF(1600*pitch, 0.7), soft: dsp.NewOnePole(1900 * pitch)}
	for range cylinders {
		m.cylinders = append(m.cylinders, r.Range(0.78, 1.1))
	}
	for i, hz := range [3]float64{92, 215, 540} {
		m.pipes[i] = dsp.NewSVF(hz*pitch*r.Range(0.92, 1.08), 2.2)
	}
	return m
}

// next fills a block of sound at a speed in revolutions per minute; load in 0..1 is how hard it works.
func (m *motor) next(out []float64, rpm, load float64) {
	n := float64(len(m.cylinders))
	hz, dhz := m.hz.To(rpm / 120) // a four-stroke cycle is two revolutions
	for i := range out {
		at := m.cycle.Next(hz) * n
		k := int(at)
		x := at - float64(k)
		pulse := m.cylinders[min(k, len(m.cylinders)-1)] * math.Exp(-x*5) * min(x*30, 1)
		s := m.soft.Low(pulse + 0.12*m.noise.Next()*(0.3+pulse))
		y := s*0.4 + 1.1*m.pipes[0].Band(s) + 0.9*m.pipes[1].Band(s) + 0.5*m.pipes[2].Band(s)
		y += m.intake.Band(m.noise.Next()) * 0.07 * (0.3 + load) * (0.5 + pulse)
		out[i] = math.Tanh(m.dc.Next(y)*(1.2+1.5*load)) * (0.5 + 0.5*load)
		hz += dhz
	}
}

// passing moves a mono source past the listener on a straight line at each event: louder, brighter and nearer, with the
// Doppler shift that a delay of the changing distance gives.
type passing struct {
	next    func(out []float64)
	events  []Event
	speed   float64 // m/s
	nearest float64 // m
	line    *dsp.Delay
	low     dsp.OnePole
	now     int
	l, r    dsp.Glide
	delay   dsp.Glide
	primed  bool
}

func pass(c *Config, speed, nearest float64, next func(out []float64)) Source {
	return &passing{next: next, events: c.Events, speed: speed * c.Rate, nearest: nearest + c.Distance, line: dsp.NewDelay(4.5), low: dsp.NewOnePole(15000)}
}

func (p *passing) Add(left, right []float64) {
	t := dsp.Seconds(p.now + dsp.Block)
	p.now += dsp.Block
	for len(p.events) > 1 && t > (p.events[0].At+p.events[1].At)/2 {
		p.events = p.events[1:]
		p.primed = false
	}
	e := p.events[0]
	side := 1.0
	if e.Pan < 0 { // the sign of the pan is where it goes
		side = -1
	}
	x := p.speed * (t - e.At)
	dist := math.Hypot(x, p.nearest)
	delay := min(dist, 4*soundSpeed) / soundSpeed * dsp.Rate
	pl, pr := dsp.Pan(side * x / dist)
	gain := e.Strength * p.nearest / dist * (0.6 + 0.4*p.nearest/dist)
	if !p.primed { // another one comes: no sweep from the place of the last
		p.delay.To(delay)
		p.l.To(0)
		p.r.To(0)
		p.fill(int(delay))
		p.primed = true
	}
	var dry [dsp.Block]float64
	p.next(dry[:])
	p.low.Set(dsp.Clamp(16000*math.Exp(-dist/260), 500, 16000))
	d, dd := p.delay.To(delay)
	l, dl := p.l.To(gain * pl)
	r, dr := p.r.To(gain * pr)
	for i, v := range dry {
		p.line.Write(p.low.Low(v))
		y := p.line.Read(d)
		left[i] += y * l
		right[i] += y * r
		d, l, r = d+dd, l+dl, r+dr
	}
}

// fill runs the source for as long as its sound is under way, so that the passing does not begin with silence.
func (p *passing) fill(frames int) {
	var dry [dsp.Block]float64
	for ; frames > 0; frames -= dsp.Block {
		p.next(dry[:])
		for _, v := range dry {
			p.line.Write(p.low.Low(v))
		}
	}
}

// car drives with the speed of its curve, in revolutions per minute, or cruises; with events it passes by at those times.
func car(c *Config, r *dsp.Rand) Source {
	cylinders, usual := 4, 2100.0
	switch c.Variant {
	case "motorcycle":
		cylinders, usual = 2, 3600
	case "boat":
		cylinders, usual = 3, 1500
	case "truck":
		cylinders, usual = 6, 1150
	}
	m := newMotor(r, cylinders, c.Pitch/math.Sqrt(c.Size))
	tyre, road := dsp.NewPink(r), dsp.NewSVF(850, 0.6)
	wander := dsp.NewDrift(r, 1.6)
	t, last := 0.0, usual
	next := func(out []float64) {
		rpm := usual * (0.95 + 0.1*wander.Next()) * (0.8 + 0.4*c.Intensity)
		if len(c.Curve) > 0 {
			rpm = dsp.Clamp(c.Curve.At(t), 500, 12000)
		}
		t += dsp.Seconds(len(out))
		load := dsp.Clamp(0.35+(rpm-last)/20+0.3*c.Intensity, 0.1, 1)
		last = rpm
		m.next(out, rpm, load)
		for i := range out {
			out[i] += road.Low(tyre.Next()) * 0.5
		}
	}
	if len(c.Events) > 0 {
		return pass(c, 18, 5, next)
	}
	return centred(next)
}

// centred plays a mono source in the middle.
func centred(next func(out []float64)) Source {
	var buf [dsp.Block]float64
	return sourceFunc(func(left, right []float64) {
		next(buf[:])
		for i, x := range buf {
			left[i] += x * (1 / math.Sqrt2)
			right[i] += x * (1 / math.Sqrt2)
		}
	})
}

// traffic is the roar of a street: a low bed, and the swell of tyres of each car that goes by.
func traffic(c *Config, r *dsp.Rand) Source {
	hum := newBed(r, []bandSpec{{60, 0.7, 1.6, 2}, {150, 0.7, 0.8, 1.5}, {500, 0.7, 0.25, 1.2}})
	base := sourceFunc(func(left, right []float64) { hum.add(left, right, 0.3+0.4*c.Intensity) })
	passes := *c
	passes.Events, passes.Intensity = nil, 0.5
	own := func() []Event { return scattered(c, r, 2.2/(c.Rate*(0.4+1.2*c.Intensity)), 1) }
	return together(base, play(c, own, 2.2, func(e Event) sound { return swish(r, e.Pan >= 0) }))
}

// swish is one car that goes by on a wet or dry road, seen from the kerb.
func swish(r *dsp.Rand, toRight bool) sound {
	const reach = 2.2
	n := dsp.Frames(2 * reach)
	s := sound{left: make([]float64, n), right: make([]float64, n), lead: n / 2}
	noise, body, high := dsp.NewPink(r), dsp.NewSVF(150, 0.8), dsp.NewSVF(900, 0.6)
	m := newMotor(r, 4, 1)
	rpm, wide := r.Range(1500, 2600), r.Range(0.35, 0.6)
	var buf [dsp.Block]float64
	var gain dsp.Glide
	for start := 0; start < n; start += dsp.Block {
		x := (dsp.Seconds(start) - reach) / wide
		near := 1 / (1 + x*x)
		doppler := 1 - 0.05*x/math.Sqrt(1+x*x)
		m.next(buf[:], rpm*doppler, 0.4)
		high.Set((500+1500*near)*doppler, 0.6)
		g, dg := gain.To(near)
		pan := x / math.Sqrt(1+x*x)
		if !toRight {
			pan = -pan
		}
		pl, pr := dsp.Pan(pan)
		for i := start; i < min(start+dsp.Block, n); i++ {
			p := noise.Next()
			v := (body.Low(p)*0.8 + high.Band(p)*1.3 + 0.35*buf[i-start]) * g
			g += dg
			s.left[i], s.right[i] = v*pl, v*pr
		}
	}
	dsp.FadeEnds(s.left, 2400, 2400)
	dsp.FadeEnds(s.right, 2400, 2400)
	return s
}

// city is a town from afar: a hum of everything at once, cars that swell behind walls, a horn now and then.
func city(c *Config, r *dsp.Rand) Source {
	hum := newBed(r, []bandSpec{{48, 0.8, 2, 3}, {110, 0.8, 1.3, 2}, {260, 0.7, 0.6, 1.6}, {700, 0.6, 0.22, 1.3}, {2400, 0.5, 0.05, 1}})
	base := sourceFunc(func(left, right []float64) { hum.add(left, right, 0.22+0.25*c.Intensity) })
	far := func(Event) sound {
		s := swish(r, r.Chance(0.5))
		for _, ch := range [][]float64{s.left, s.right} {
			low := dsp.NewSVF(520, 0.6)
			for i, x := range ch {
				ch[i] = low.Low(x) * 1.2
			}
		}
		return s
	}
	honk := func(Event) sound {
		s := hornTone(r.Range(0.15, 0.5), 370*r.Range(0.9, 1.15))
		low := dsp.NewSVF(1100, 0.6)
		for i, x := range s {
			s[i] = low.Low(x) * 0.2
		}
		return mono(s)
	}
	unplanned := *c
	unplanned.Events = nil
	cars := func() []Event { return scattered(c, r, 2.4/c.Rate, 1) }
	horns := func() []Event {
		if c.Seconds < 4 {
			return nil
		}
		return scattered(c, r, 6/c.Rate, 0.9)
	}
	return together(base, play(&unplanned, cars, 2.2, far), play(&unplanned, horns, 0, honk))
}

// hornTone is the two-note chord of a car horn: a minor third of rich reeds.
func hornTone(seconds, hz float64) []float64 {
	out := make([]float64, dsp.Frames(seconds))
	a, b := dsp.NewSaw(0), dsp.NewSaw(0.3)
	body := dsp.NewSVF(1500, 0.8)
	for i := range out {
		out[i] = body.Low(a.Next(hz)+b.Next(hz*1.19)) * 0.5
	}
	return dsp.FadeEnds(out, 480, 1440)
}

func horn(c *Config, r *dsp.Rand) Source {
	own := func() []Event { return scattered(c, r, 3/c.Rate, 0.4) }
	return play(c, own, 0, func(Event) sound {
		hz := 370 * c.Pitch / math.Sqrt(c.Size)
		if c.Variant == "ship" {
			return mono(hornTone(2.4, hz*0.25))
		}
		return mono(hornTone(r.Range(0.25, 0.6), hz))
	})
}

// siren wails between two pitches, as events or all the time.
func siren(c *Config, r *dsp.Rand) Source {
	saw, body := dsp.NewSaw(0), dsp.NewSVF(1400*c.Pitch, 0.8)
	var turn dsp.Phase
	var hz dsp.Glide
	hz.To(600 * c.Pitch)
	next := func(out []float64) {
		w := 0.5 - 0.5*math.Cos(2*math.Pi*turn.Next(0.28*c.Rate*dsp.Block))
		f, df := hz.To((620 + 780*w) * c.Pitch)
		for i := range out {
			out[i] = math.Tanh(body.Low(saw.Next(f)))
			f += df
		}
	}
	if len(c.Events) > 0 {
		return pass(c, 20, 8, next)
	}
	return centred(next)
}

// train rolls: a rumble, the hiss of steel, and the double beat of each car's axles on the joints. Events are its horn.
func train(c *Config, r *dsp.Rand) Source {
	roll := newBed(r, []bandSpec{{48, 0.9, 2.6, 0.6}, {120, 0.9, 1.2, 0.4}, {430, 0.8, 0.45, 0.4}, {2600, 0.6, 0.12, 0.3}})
	rumble := sourceFunc(func(left, right []float64) { roll.add(left, right, 0.4+0.6*c.Intensity) })
	joints := *c
	joints.Events = nil
	beat := func() []Event {
		var es []Event
		period := 0.92 / c.Rate
		for t := 0.1; t < c.Seconds; t += period {
			for i, at := range [4]float64{0, 0.17, 0.44, 0.61} {
				es = append(es, Event{At: t + at*period, Strength: []float64{1, 0.8, 0.55, 0.45}[i], Pan: []float64{-0.15, 0.05, 0.15, 0.25}[i]})
			}
		}
		return es
	}
	clack := func(Event) sound {
		out := make([]float64, dsp.Frames(0.25))
		paste(out, burst(r, 240*r.Range(0.9, 1.1), 3, 0.001, 0.08), 0, 0.9)
		paste(out, burst(r, 1150*r.Range(0.9, 1.1), 2, 0.0005, 0.04), 0, 0.5)
		paste(out, burst(r, 3300, 2, 0.0005, 0.02), 0, 0.2)
		paste(out, dsp.FadeEnds(dsp.Ring([]dsp.Mode{{Hz: 82, Gain: 1, Decay: 0.15}}, 0.25, 0.003), 48, 480), 0, 0.9)
		return mono(out)
	}
	parts := []Source{rumble, play(&joints, beat, 0, clack)}
	if len(c.Events) > 0 {
		parts = append(parts, play(c, nil, 0, func(Event) sound { return mono(trainHorn(r, c.Pitch)) }))
	}
	return together(parts...)
}

// trainHorn is a chord of five reeds that speaks a little late and sags at its end.
func trainHorn(r *dsp.Rand, pitch float64) []float64 {
	out := make([]float64, dsp.Frames(1.6))
	body := dsp.NewSVF(1700, 0.7)
	var reeds [5]dsp.Saw
	for i := range reeds {
		reeds[i] = dsp.NewSaw(r.Unit())
	}
	for i := range out {
		t := dsp.Seconds(i)
		bend := 1 - 0.03*math.Exp(-t*14) - 0.04*dsp.Smooth(1.35, 1.6, t)
		var x float64
		for k, hz := range [5]float64{311, 370, 415, 494, 622} {
			x += reeds[k].Next(hz * pitch * bend)
		}
		out[i] = body.Low(x) * 0.22 * dsp.Smooth(0, 0.06, t) * dsp.Smooth(1.6, 1.35, t)
	}
	return out
}

// plane is a jet: the broad roar of its exhaust and the whine of its fans. With events it flies over at those times.
func plane(c *Config, r *dsp.Rand) Source {
	pink, brown := dsp.NewPink(r), dsp.NewBrown(r)
	k := c.Pitch / math.Sqrt(c.Size)
	roar, hiss := dsp.NewSVF(420*k, 0.5), dsp.NewSVF(1800*k, 0.5)
	var fan [3]dsp.Phase
	flutter := dsp.NewDrift(r, 0.35)
	var g dsp.Glide
	if len(c.Events) == 0 {
		c.Events = []Event{{At: c.Seconds / 2, Strength: 1, Pan: 1}}
	}
	return pass(c, 85, 120, func(out []float64) {
		a, da := g.To(0.75 + 0.5*flutter.Next())
		for i := range out {
			p := pink.Next()
			whine := dsp.Sine(fan[0].Next(1240*k)) + 0.7*dsp.Sine(fan[1].Next(2483*k)) + 0.4*dsp.Sine(fan[2].Next(3310*k))
			out[i] = (roar.Low(p)*1.8+hiss.Band(p)*0.9+brown.Next()*0.5)*a + whine*0.02
			a += da
		}
	})
}

// rocket ignites at its first event, or at once: a brown roar that shakes, and the crackle of a supersonic jet, whose pressure
// is skewed towards sharp compressions (J. Ffowcs Williams et al., "On Crackle", JFM 1975).
func rocket(c *Config, r *dsp.Rand) Source {
	start := 0.0
	if len(c.Events) > 0 {
		start = c.Events[0].At + c.Distance/soundSpeed
	}
	roar := newBed(r, []bandSpec{{38, 0.8, 4, 0.5}, {90, 0.7, 3, 0.3}, {260, 0.6, 1.5, 0.25}, {900, 0.5, 0.7, 0.2}, {3000, 0.5, 0.25, 0.2}})
	crackle := newCloud(r, 0.8, 20, grains(32, func() []float64 {
		out := make([]float64, dsp.Frames(0.03))
		addNWave(out, 0, dsp.Frames(r.Range(0.002, 0.008)), 1)
		low := dsp.NewOnePole(5000)
		for i, x := range out {
			out[i] = low.Low(x)
		}
		return out
	}))
	t := 0.0
	return sourceFunc(func(left, right []float64) {
		on := dsp.Smooth(start-0.05, start+1.2, t)
		t += dsp.Seconds(dsp.Block)
		roar.add(left, right, on*(0.5+0.5*c.Intensity))
		crackle.add(left, right, 90*on*c.Rate, 2.5*on)
	})
}

// helicopter is the slap of two blades, the swish between and the turbine's whine.
func helicopter(c *Config, r *dsp.Rand) Source {
	rate := 12.5 * c.Rate / math.Sqrt(c.Size)
	var blade, t1, t2 dsp.Phase
	pink, low, mid := dsp.NewPink(r), dsp.NewSVF(115*c.Pitch, 1.4), dsp.NewSVF(700*c.Pitch, 0.7)
	wander := dsp.NewDrift(r, 1.4)
	next := func(out []float64) {
		f := rate * (0.985 + 0.03*wander.Next())
		for i := range out {
			x := blade.Next(f)
			slap := math.Exp(-x*9) * min(x*40, 1)
			p := pink.Next()
			y := low.Low(p)*(0.3+6*slap) + mid.Band(p)*(0.25+2.2*slap) + 0.9*slap*dsp.Sine(x*4.2)
			out[i] = y + 0.015*dsp.Sine(t1.Next(1130*c.Pitch)) + 0.01*dsp.Sine(t2.Next(2370*c.Pitch))
		}
	}
	if len(c.Events) > 0 {
		return pass(c, 45, 40, next)
	}
	return centred(next)
}
