package figure

import "math"

func registerSwimmers() {
	register("fish", Subject{Realm: Deep, Height: 1.2, Length: 2.2, Speed: 0.8, Flock: true, Pose: school})
	register("whale", Subject{Realm: Sea, Height: 6, Length: 13, Speed: 2, Pose: func(m Moment) Figure {
		f := whale(m)
		leap(f, m.Time, 6.5, 8.5, 3.4)
		return f.figure(9)
	}})
	register("dolphin", Subject{Realm: Sea, Height: 1.6, Length: 2.6, Speed: 3, Flock: true, Pose: func(m Moment) Figure {
		var f body
		// Three take turns, so that one is in the air at any time.
		for i := range 3 {
			n := len(f.parts)
			d := dolphin(m)
			leap(d, m.Time+0.85*float64(i), 2.6, 2.6, 1.25)
			f.parts = append(f.parts, d.parts...)
			f.place(n, turned(0), Vec{-0.9 * float32(i), 0, -0.8 * float32(i)})
		}
		return f.figure(2)
	}})
	register("shark", Subject{Realm: Deep, Height: 1.5, Length: 4.2, Speed: 1.3, Pose: func(m Moment) Figure { return shark(m).figure(1.5) }})
	register("jellyfish", Subject{Realm: Deep, Height: 1.3, Length: 0.8, Speed: 0.15, Pose: func(m Moment) Figure { return jellyfish(m).figure(1.3) }})
}

// leap throws a swimmer out of the water again and again: period in seconds, length and height of the arc in metres. Between leaps
// its back rolls through the surface.
func leap(f *body, t, period float64, length, height float32) {
	p := fract(t/period + 0.08)
	const up = 0.42 // share of the period in the air
	u := p / up
	x := length * float32(u-0.5)
	y := height * float32(4*u*(1-u)) // negative: below the surface
	slope := math.Atan2(float64(height)*4*(1-2*u), float64(length))
	if p > up {
		r := (p - up) / (1 - up)
		roll := smooth((r-0.15)/0.25) * (1 - smooth((r-0.70)/0.25))
		x, y, slope = length*float32(0.5-r), -1.2*height+1.08*height*float32(roll), 0.5*(0.45-r)
	}
	f.place(0, pitched(slope), Vec{x, y - 0.25*height, 0})
}

func dolphin(m Moment) *body {
	skin := glossy(0x55677d, 0.55)
	skin.coat = &coat{under: linear(0xd8dfe4), below: 0.75, over: linear(0x2c3846), above: 0.55}
	var f body
	w := 0.09 * cycle(m.Time*1.6)
	spine := []Vec{{0.62, 0, 0}, {0.25, 0.05, 0}, {-0.2, 0.05 + 0.1*w, 0}, {-0.65, 0.5 * w, 0}, {-1.02, 1.4 * w, 0}}
	radii := []float32{0.13, 0.205, 0.19, 0.105, 0.035}
	f.tube(skin, spine, radii)
	f.cone(skin, Vec{0.66, -0.02, 0}, Vec{0.93, -0.06, 0}, 0.085, 0.035)
	f.face(skin, Vec{0.05, 0.2, 0}, Vec{-0.12, 0.46, 0}, Vec{-0.24, 0.44, 0}, Vec{-0.28, 0.2, 0})
	flukes(&f, skin, spine[4], 0.40, 2*w)
	for _, side := range []float32{-1, 1} {
		f.face(skin, Vec{0.36, -0.10, side * 0.15}, Vec{0.10, -0.30, side * 0.42}, Vec{0.0, -0.29, side * 0.38}, Vec{0.16, -0.10, side * 0.15})
		f.disc(glossy(0x08090b, 1), Vec{0.62, 0.02, side * 0.118}, pitched(0), 0.018, 0.018, 0.012)
	}
	return &f
}

// shark swims with its whole body, the tail farthest: sharks of this shape beat it about once a second.
func shark(m Moment) *body {
	skin := glossy(0x8897a3, 0.35)
	if m.Paint != nil {
		skin.Colour = *m.Paint
	}
	skin.coat = &coat{under: linear(0xdfe4e6), below: 0.70, over: linear(0x5a6976), above: 0.55}
	fin := glossy(0x95a4b0, 0.3)
	var f body
	aside := func(x float32) float32 {
		back := max(1.4-x, 0) // from the gills on
		return 0.030 * back * back * cycle(0.9*m.Time+float64(x)*0.28)
	}
	at := func(x, y, z float32) Vec { return Vec{x, 0.62 + y, z + aside(x)} }
	f.tube(skin, []Vec{at(1.95, 0.02, 0), at(1.65, 0.02, 0), at(1.05, 0, 0), at(0.35, 0, 0), at(-0.45, 0.01, 0), at(-1.15, 0.03, 0), at(-1.72, 0.06, 0)},
		[]float32{0.06, 0.23, 0.37, 0.40, 0.30, 0.15, 0.06})
	f.face(fin, at(0.42, 0.34, 0), at(-0.02, 0.86, 0), at(-0.22, 0.82, 0), at(-0.28, 0.28, 0))
	f.face(fin, at(-1.60, 0.10, 0), at(-2.25, 0.72, 0), at(-2.00, 0.10, 0))
	f.face(fin, at(-1.62, 0.04, 0), at(-2.00, 0.08, 0), at(-2.12, -0.38, 0))
	f.face(fin, at(-1.00, 0.15, 0), at(-1.25, 0.30, 0), at(-1.24, 0.10, 0))
	for _, side := range []float32{-1, 1} {
		f.face(fin, at(0.85, -0.16, side*0.30), at(0.10, -0.50, side*1.05), at(-0.10, -0.48, side*0.98), at(0.30, -0.18, side*0.32))
		f.face(fin, at(-0.70, -0.20, side*0.10), at(-1.00, -0.36, side*0.36), at(-1.05, -0.22, side*0.10))
		f.disc(glossy(0x08090b, 1), at(1.62, 0.09, side*0.205), pitched(0), 0.030, 0.030, 0.015)
		for k := range 5 {
			x := 0.98 - 0.07*float32(k)
			f.hard(skin.shade(0.5), at(x, 0.08, side*0.365), at(x-0.02, -0.16, side*0.345), 0.010, 0.010)
		}
		f.hard(skin.shade(0.35), at(1.72, -0.13, side*0.06), at(1.36, -0.17, side*0.26), 0.014, 0.010) // the mouth
	}
	return &f
}

func whale(m Moment) *body {
	skin := glossy(0x3d4b59, 0.4)
	skin.coat = &coat{under: linear(0xc4cbce), below: 0.70, over: linear(0x26313b), above: 0.5}
	belly := skin
	belly.coat = &coat{under: linear(0xc4cbce), below: 0.9}
	var f body
	w := 0.4 * cycle(m.Time*0.35)
	spine := []Vec{{5.2, 0.1, 0}, {3.4, 0.2, 0}, {0.8, 0.2, 0}, {-2.2, 0.1 + 0.2*w, 0}, {-4.6, 0.1 + 0.8*w, 0}, {-6.0, 0.1 + 1.4*w, 0}}
	radii := []float32{0.55, 1.25, 1.45, 1.0, 0.45, 0.22}
	f.tube(skin, spine, radii)
	f.cone(belly, Vec{4.9, -0.35, 0}, Vec{1.2, -0.75, 0}, 0.42, 0.82)
	for i := range 6 {
		z := (float32(i) - 2.5) * 0.19
		f.cone(skin.shade(0.8), Vec{4.7, -0.74 + 0.1*abs(z), z}, Vec{1.4, -1.46 + 0.35*abs(z), z * 1.6}, 0.03, 0.05)
	}
	f.face(skin, Vec{-1.6, 1.2, 0}, Vec{-2.5, 1.75, 0}, Vec{-2.9, 1.7, 0}, Vec{-3.0, 0.85, 0})
	flukes(&f, skin, spine[5], 1.9, w*0.8)
	for _, side := range []float32{-1, 1} {
		f.face(skin, Vec{2.7, -0.4, side * 1.1}, Vec{1.2, -1.0 + 0.3*w, side * 3.4}, Vec{0.5, -1.0 + 0.3*w, side * 3.6}, Vec{1.3, -0.5, side * 1.1})
		f.disc(glossy(0x08090b, 1), Vec{3.9, -0.05, side * 1.05}, pitched(0), 0.09, 0.09, 0.05)
	}
	return &f
}

// flukes is a level tail fin at a place, with the given half span.
func flukes(f *body, p Paint, at Vec, half, tilt float32) {
	for _, side := range []float32{-1, 1} {
		f.face(p, at.add(Vec{0.12 * half, 0, 0}), at.add(Vec{-0.35 * half, tilt * 0.3, side * half}), at.add(Vec{-0.75 * half, tilt * 0.5, side * half * 0.95}), at.add(Vec{-0.35 * half, tilt * 0.3, 0}))
	}
}

// school is a shoal of reef fish.
func school(m Moment) Figure {
	var f body
	for i := range 14 {
		n := len(f.parts)
		own := float64(i) * 0.618
		c := srgb(pick[uint32](m.Seed, uint64(40+i%3), 0xf08a24, 0xf2d14b, 0x3f8fd8, 0xd8465a, 0xb9c7d4))
		if m.Paint != nil {
			c = Paint{Colour: *m.Paint}
		}
		c.Gloss = 0.4
		fish(&f, c, m.Time*2.2+own)
		k := float32(0.75 + 0.4*fract(own*3))
		f.place(n, basis{Vec{k, 0, 0}, Vec{0, k, 0}, Vec{0, 0, k}}, Vec{
			float32(1.05-0.16*float64(i)) + 0.1*sin(0.7*m.Time+own*9),
			0.6 + 0.42*sin(own*11) + 0.06*sin(1.1*m.Time+own*5),
			0.5*cos(own*17) + 0.05*sin(0.9*m.Time+own*3),
		})
	}
	return f.figure(1.2)
}

func fish(f *body, p Paint, phase float64) {
	w := cycle(phase)
	f.oval(p, Vec{}, turned(0.10*float64(w)), 0.13, 0.075, 0.034)
	f.oval(p.shade(1.3), Vec{0.02, -0.022, 0}, turned(0.10*float64(w)), 0.10, 0.045, 0.032)
	f.oval(srgb(0xf4f1e8), Vec{0.035, 0, 0}, turned(0), 0.014, 0.068, 0.0365)
	f.cone(p, Vec{-0.10, 0, 0.012 * w}, Vec{-0.15, 0, 0.03 * w}, 0.034, 0.014)
	f.face(p.shade(0.8), Vec{-0.145, 0, 0.03 * w}, Vec{-0.225, 0.062, 0.075 * w}, Vec{-0.195, 0, 0.06 * w}, Vec{-0.225, -0.062, 0.075 * w})
	f.face(p.shade(0.7), Vec{0.04, 0.065, 0}, Vec{-0.05, 0.115, 0}, Vec{-0.09, 0.06, 0})
	for _, side := range []float32{-1, 1} {
		f.disc(glossy(0x070707, 1), Vec{0.088, 0.014, side * 0.022}, turned(0), 0.011, 0.011, 0.006)
	}
}

// jellyfish is a clear bell with four frilled arms under it and a fringe of tentacles. The bell closes faster than it opens (Costello et al., "Medusan
// morphospace", Invertebrate Biology 127, 2008), and the arms and tentacles trail behind its stroke.
func jellyfish(m Moment) *body {
	hue := srgb(pick[uint32](m.Seed, 50, 0xc76ad8, 0x5aa8f0, 0xf08fb0, 0x6fe0d0))
	if m.Paint != nil {
		hue = Paint{Colour: *m.Paint}
	}
	lit := func(k float32) Colour { return Colour{hue.Colour[0] * k, hue.Colour[1] * k, hue.Colour[2] * k} }
	bell := Paint{Colour: hue.Colour, Glow: lit(0.03), Gloss: 0.9, Clear: 0.92}
	frill := Paint{Colour: hue.shade(1.4).Colour, Glow: lit(0.07), Clear: 0.45}
	thread := Paint{Colour: hue.Colour, Glow: lit(0.04), Clear: 0.55}
	var f body
	phase := fract(m.Time * 0.55)
	closed := float32(smooth(phase/0.3) * (1 - smooth((phase-0.3)/0.7)))
	late := float32(smooth((phase-0.15)/0.3) * (1 - smooth((phase-0.45)/0.55)))
	y := 1.0 + 0.06*late
	f.medusa(bell, y, 0.32-0.075*closed, 0.25+0.05*closed)
	rim := 0.30 - 0.085*closed
	for i := range 22 {
		s, c := sincos(2 * math.Pi * (float64(i) + 0.3*float64(i%3)) / 22)
		reach := 0.62 + 0.28*float32(fract(0.618*float64(i)))
		var line []Vec
		var thick []float32
		for k := range 7 {
			u := float32(k) / 6
			wave := 0.07 * u * sin(1.7*m.Time-3.2*float64(u)+float64(i)*1.3)
			r := lerp(rim, 0.24-0.10*late*u, u) * (1 - 0.25*u)
			line = append(line, Vec{c*r + wave, y - 0.06 - reach*u, s*r + 0.7*wave})
			thick = append(thick, 0.009*(1.1-u))
		}
		f.tube(thread, line, thick)
	}
	for i := range 4 {
		s, c := sincos(2*math.Pi*float64(i)/4 + 0.5)
		var line []Vec
		var thick []float32
		for k := range 8 {
			u := float32(k) / 7
			wave := 0.06 * u * sin(1.4*m.Time-2.6*float64(u)+float64(i)*2.1)
			curl := 0.018 * sin(11*float64(u)+2*m.Time+float64(i))
			line = append(line, Vec{c*(0.05+0.06*u) + wave + curl, y + 0.02 - 0.60*u, s*(0.05+0.06*u) + wave - curl})
			thick = append(thick, (0.034+0.012*sin(19*float64(u)+float64(i)))*(1.15-u))
		}
		f.tube(frill, line, thick)
	}
	return &f
}

// medusa is the bell of a jellyfish: a dome over a rolled rim.
func (f *body) medusa(bell Paint, y, r, h float32) {
	f.oval(bell, Vec{0, y + 0.03, 0}, pitched(0), 0.93*r, h, 0.93*r)
	f.oval(bell, Vec{0, y, 0}, pitched(0), r, 0.30*h, r)
	var ring []Vec
	var thick []float32
	for k := range 25 {
		s, c := sincos(2 * math.Pi * float64(k) / 24)
		ring = append(ring, Vec{c * r * 0.97, y - 0.025 + 0.008*sin(0.5*math.Pi*float64(k)), s * r * 0.97})
		thick = append(thick, 0.020)
	}
	f.tube(bell, ring, thick)
}
