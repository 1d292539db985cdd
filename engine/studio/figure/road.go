package figure

import "math"

func registerRoad() {
	register("bus", Subject{Height: 3.2, Length: 11, Speed: 8, Pose: func(m Moment) Figure { return bus(m, 1).figure(3.2) }})
	register("doubledecker", Subject{Height: 4.4, Length: 10.5, Speed: 8, Pose: func(m Moment) Figure { return bus(m, 2).figure(4.4) }})
	register("truck", Subject{Height: 3.6, Length: 9.5, Speed: 9, Pose: func(m Moment) Figure { return truck(m).figure(3.6) }})
	register("motorcycle", Subject{Height: 1.55, Length: 2.2, Speed: 9, Pose: func(m Moment) Figure { return motorcyclist(m).figure(1.55) }})
}

// windows are panes in a row on both sides of a body, from x0 to x1.
func (f *body) windows(p Paint, n int, x0, x1, y0, y1, z float32) {
	step := (x1 - x0) / float32(n)
	for k := range n {
		a, b := x0+step*float32(k)+0.04, x0+step*float32(k+1)-0.04
		for _, side := range []float32{-z, z} {
			f.face(p, Vec{a, y0, side}, Vec{b, y0, side}, Vec{b, y1, side}, Vec{a, y1, side})
		}
	}
}

// axle is a pair of wheels in their wells.
func (f *body) axle(m Moment, x, r, z float32) {
	for _, side := range []float32{-z, z} {
		f.disc(srgb(0x08090a), Vec{x, r * 1.08, side}, pitched(0), r*1.25, r*1.22, 0.04)
		f.wheel(Vec{x, r, side * 0.985}, r, 0.13, m.Way/float64(r), steel)
	}
}

// bus has one deck or two.
func bus(m Moment, decks int) *body {
	paint := glossy(pick[uint32](m.Seed, 70, 0xc8371f, 0x1f5f9e, 0xe0a21f, 0x2f7a55), 0.7)
	if decks == 2 {
		paint = glossy(0xb3161c, 0.7)
	}
	if m.Paint != nil {
		paint.Colour = *m.Paint
	}
	pane := glossy(0x1a242c, 0.9)
	trim := srgb(0xe9e4d6)
	long, top, z := float32(5.5), float32(3.12), float32(1.25)
	if decks == 2 {
		long, top = 5.25, 4.36
	}
	var f body
	shake := 0.008 * cycle(m.Time*1.9)
	f.shell(paint, Vec{-long, 0.42, z}, Vec{long - 0.12, 0.42, z}, Vec{long, 0.62, z - 0.04}, Vec{long - 0.06, top - 0.35, z - 0.06}, Vec{long - 0.32, top, z - 0.18}, Vec{-long + 0.15, top, z - 0.18}, Vec{-long, top - 0.25, z - 0.04})
	f.bent(0, 0.12)
	f.windows(pane, 7, -long+0.3, long-1.35, 1.45, 2.35, z+0.012)
	f.windows(glossy(0x141c22, 0.9), 1, long-1.3, long-0.35, 0.62, 2.45, z+0.012) // the door
	if decks == 2 {
		f.windows(pane, 8, -long+0.3, long-0.4, 2.95, 3.75, z+0.006)
		f.hard(trim, Vec{-long + 0.05, 2.65, z + 0.02}, Vec{long - 0.2, 2.65, z + 0.02}, 0.04, 0.04)
		f.hard(trim, Vec{-long + 0.05, 2.65, -z - 0.02}, Vec{long - 0.2, 2.65, -z - 0.02}, 0.04, 0.04)
		f.face(pane, Vec{long + 0.01, 2.95, -1.1}, Vec{long + 0.01, 2.95, 1.1}, Vec{long - 0.05, 3.8, 1.08}, Vec{long - 0.05, 3.8, -1.08})
		f.face(pane, Vec{-long - 0.01, 2.95, -1.0}, Vec{-long - 0.01, 2.95, 1.0}, Vec{-long - 0.01, 3.75, 1.0}, Vec{-long - 0.01, 3.75, -1.0})
	} else {
		f.hard(trim, Vec{-long + 0.05, 1.18, z + 0.01}, Vec{long - 1.4, 1.18, z + 0.01}, 0.03, 0.03)
		f.hard(trim, Vec{-long + 0.05, 1.18, -z - 0.01}, Vec{long - 1.4, 1.18, -z - 0.01}, 0.03, 0.03)
	}
	f.face(pane, Vec{long + 0.015, 1.2, -1.12}, Vec{long + 0.015, 1.2, 1.12}, Vec{long, 2.35, 1.1}, Vec{long, 2.35, -1.1})
	f.face(pane, Vec{-long - 0.01, 1.5, -1.0}, Vec{-long - 0.01, 1.5, 1.0}, Vec{-long - 0.01, 2.3, 1.0}, Vec{-long - 0.01, 2.3, -1.0})
	f.face(glowing(0xffc65a, 1.2), Vec{long + 0.02, 2.43, -0.8}, Vec{long + 0.02, 2.43, 0.8}, Vec{long + 0.01, 2.65, 0.8}, Vec{long + 0.01, 2.65, -0.8})
	for _, side := range []float32{-1, 1} {
		f.disc(glowing(0xfff1cf, 3), Vec{long - 0.02, 0.78, side * 0.92}, pitched(0), 0.05, 0.11, 0.16)
		f.disc(glowing(0xd01818, 1.8), Vec{-long - 0.01, 0.95, side * 0.98}, pitched(0), 0.04, 0.20, 0.09)
	}
	f.box(srgb(0x16171a), Vec{-long, 0.48, 0}, pitched(0), 0.08, 0.11, 1.2)
	f.place(0, pitched(0), Vec{0, shake, 0})
	f.axle(m, -long+2.6, 0.48, z-0.02)
	f.axle(m, long-2.3, 0.48, z-0.02)
	return &f
}

// truck is a lorry with a closed load.
func truck(m Moment) *body {
	paint := glossy(pick[uint32](m.Seed, 71, 0xb3261e, 0x1f4f8f, 0xd9dadb, 0x2f6f55, 0xe0a21f), 0.7)
	if m.Paint != nil {
		paint.Colour = *m.Paint
	}
	load := srgb(pick[uint32](m.Seed, 72, 0xe6e2d8, 0xd8dde2, 0xc9b48a))
	var f body
	shake := 0.010 * cycle(m.Time*2.1)
	f.box(load, Vec{-1.3, 2.22, 0}, pitched(0), 3.35, 1.32, 1.25)
	f.box(srgb(0x2a2c2f), Vec{-0.2, 0.78, 0}, pitched(0), 4.4, 0.13, 0.5)
	first := len(f.parts)
	f.shell(paint, Vec{2.3, 0.55, 1.18}, Vec{4.55, 0.55, 1.16}, Vec{4.72, 0.9, 1.1}, Vec{4.66, 1.7, 1.1}, Vec{4.25, 2.85, 1.0}, Vec{2.3, 2.95, 1.05})
	f.bent(first, 0.15)
	f.windows(glass, 1, 3.1, 4.28, 1.72, 2.5, 1.13)
	f.face(glass, Vec{4.66, 1.78, -0.98}, Vec{4.66, 1.78, 0.98}, Vec{4.34, 2.68, 0.92}, Vec{4.34, 2.68, -0.92})
	f.box(srgb(0x16171a), Vec{4.72, 0.62, 0}, pitched(0), 0.07, 0.14, 1.1)
	f.hard(srgb(0x16171a), Vec{4.73, 1.15, -0.6}, Vec{4.73, 1.15, 0.6}, 0.07, 0.07)
	for _, side := range []float32{-1, 1} {
		f.disc(glowing(0xfff1cf, 3), Vec{4.74, 0.98, side * 0.88}, pitched(0), 0.05, 0.10, 0.14)
		f.disc(glowing(0xd01818, 1.8), Vec{-4.66, 0.85, side * 1.05}, pitched(0), 0.04, 0.08, 0.14)
		f.box(srgb(0x202226), Vec{4.3, 2.15, side * 1.32}, pitched(0), 0.06, 0.26, 0.08) // the mirror
	}
	f.hard(srgb(0x4a4640), Vec{-4.66, 0.95, 0}, Vec{-4.66, 3.5, 0}, 0.018, 0.018) // between the doors
	f.place(0, pitched(0), Vec{0, shake, 0})
	f.axle(m, 3.45, 0.50, 1.15)
	f.axle(m, -2.6, 0.50, 1.15)
	f.axle(m, -3.75, 0.50, 1.15)
	return &f
}

// motorcyclist rides with a helmet on.
func motorcyclist(m Moment) *body {
	paint := glossy(pick[uint32](m.Seed, 73, 0xb3261e, 0x15181c, 0x1f4f8f, 0xe07a1f), 0.9)
	if m.Paint != nil {
		paint.Colour = *m.Paint
	}
	var f body
	for _, x := range []float32{-0.70, 0.74} {
		f.wheel(Vec{x, 0.32, 0}, 0.32, 0.075, m.Way/0.32, steel)
	}
	f.hard(steel, Vec{0.74, 0.32, 0.09}, Vec{0.46, 0.96, 0.09}, 0.030, 0.026)
	f.hard(steel, Vec{0.74, 0.32, -0.09}, Vec{0.46, 0.96, -0.09}, 0.030, 0.026)
	f.hard(steel, Vec{-0.70, 0.32, 0.11}, Vec{-0.05, 0.42, 0.11}, 0.035, 0.05)
	f.oval(paint, Vec{0.20, 0.83, 0}, pitched(-0.10), 0.32, 0.14, 0.16)
	f.hard(paint, Vec{0.66, 0.70, 0}, Vec{0.92, 0.60, 0}, 0.075, 0.05)
	f.hard(srgb(0x16171a), Vec{-0.14, 0.80, 0}, Vec{-0.58, 0.84, 0}, 0.10, 0.085)
	f.hard(paint, Vec{-0.56, 0.80, 0}, Vec{-0.92, 0.88, 0}, 0.09, 0.03)
	f.box(srgb(0x33373b), Vec{0.08, 0.46, 0}, pitched(0.1), 0.24, 0.16, 0.14)
	f.oval(steel, Vec{0.16, 0.52, 0}, pitched(0.5), 0.20, 0.12, 0.18)
	f.hard(steel, Vec{0.12, 0.34, 0.17}, Vec{-0.78, 0.38, 0.19}, 0.035, 0.055) // the exhaust
	f.hard(steel, Vec{0.44, 1.02, -0.30}, Vec{0.44, 1.02, 0.30}, 0.018, 0.018)
	f.disc(glowing(0xfff1cf, 4), Vec{0.62, 0.88, 0}, pitched(0), 0.07, 0.10, 0.10)
	f.disc(glowing(0xd01818, 1.8), Vec{-0.95, 0.86, 0}, pitched(0), 0.03, 0.04, 0.08)
	s := stance{hip: Vec{-0.32, 0.98, 0}, lean: 0.38, elbowsInward: true, nod: -0.25}
	for i := range 2 {
		side := float32(2*i - 1)
		s.foot[i] = Vec{-0.02, 0.36 + ankle, side * 0.20}
		s.hand[i] = Vec{0.40, 1.05, side * 0.27}
	}
	own := m
	own.Paint = nil
	w := clothes(own, false)
	w.top, w.bottom, w.shoes = glossy(0x1c1d20, 0.4), srgb(0x20242b), srgb(0x141312)
	f.parts = append(f.parts, person(s, w).parts...)
	head := s.hip.add(pitched(-s.lean).apply(Vec{0.01, trunk + 0.17, 0}))
	f.oval(glossy(pick[uint32](m.Seed, 74, 0xe9e4da, 0xc23b2e, 0x23262a), 0.9), head, pitched(0), 0.150, 0.150, 0.135)
	f.disc(glass, head.add(Vec{0.075, 0.02, 0}), pitched(0), 0.085, 0.055, 0.115) // the visor
	f.place(0, rolled(0.03*math.Sin(0.9*m.Time)), Vec{})
	return &f
}
