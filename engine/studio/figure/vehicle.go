package figure

import "math"

func registerVehicles() {
	register("car", Subject{Height: 1.5, Length: 4.4, Speed: 9, Pose: func(m Moment) Figure { return car(m).figure(1.5) }})
	register("train", Subject{Height: 3.6, Length: 34, Speed: 14, Pose: func(m Moment) Figure { return train(m).figure(3.6) }})
	register("steamtrain", Subject{Height: 4.4, Length: 34, Speed: 11, Pose: func(m Moment) Figure { return steamTrain(m).figure(4.4) }})
	register("bicycle", Subject{Height: 1.75, Length: 1.8, Speed: 4.5, Pose: func(m Moment) Figure { return cyclist(m).figure(1.75) }})
	register("skateboard", Subject{Height: 1.7, Length: 1.0, Speed: 3.5, Pose: func(m Moment) Figure { return skater(m).figure(1.7) }})
	register("surfer", Subject{Realm: Water, Height: 1.8, Length: 2.2, Speed: 3.5, Pose: func(m Moment) Figure { return surfer(m).figure(1.8) }})
	register("rowboat", rowboat)
	register("boat", Subject{Realm: Water, Height: 9, Length: 8, Speed: 1.6, mount: rowboat.mount, Pose: func(m Moment) Figure { return boat(m).figure(9) }})
	register("plane", Subject{Realm: Air, Height: 6, Length: 26, Speed: 22, Pose: func(m Moment) Figure { return plane(m).figure(6) }})
	register("helicopter", Subject{Realm: Air, Height: 3.6, Length: 12, Speed: 12, Pose: func(m Moment) Figure { return helicopter(m).figure(3.6) }})
	register("rocket", Subject{Realm: Deep, Height: 12, Length: 5, Pose: func(m Moment) Figure { return rocket(m).figure(12) }})
	register("balloon", Subject{Realm: Air, Height: 22, Length: 17, Speed: 1.2, Pose: func(m Moment) Figure { return balloon(m).figure(22) }})
	register("lantern", Subject{Realm: Air, Height: 12, Length: 15, Speed: 0.3, Flock: true, Pose: func(m Moment) Figure { return lanterns(m).figure(12) }})
}

var (
	glass = glossy(0x10161d, 0.9)
	tyre  = srgb(0x141416)
	steel = glossy(0x8d949c, 0.7)
)

// wheel stands across the z axis; turn in radians.
func (f *body) wheel(at Vec, r, width float32, turn float64, hub Paint) {
	f.disc(tyre, at, pitched(0), r, r, width)
	for _, way := range []float32{-1, 1} {
		side := at.add(Vec{0, 0, way * width * 0.72})
		f.disc(hub, side, pitched(0), r*0.62, r*0.62, width*0.36)
		for k := range 5 {
			s, c := sincos(-turn + 2*math.Pi*float64(k)/5)
			f.hard(hub.shade(0.45), side.add(Vec{0, 0, way * width * 0.33}), side.add(Vec{c * r * 0.52, s * r * 0.52, way * width * 0.22}), r*0.09, r*0.07)
		}
	}
}

func car(m Moment) *body {
	paint := glossy(pick[uint32](m.Seed, 60, 0xb3261e, 0x1f4f8f, 0xd9dadb, 0x2c2f33, 0xe0a21f, 0x2f6f55), 0.8)
	if m.Paint != nil {
		paint.Colour = *m.Paint
	}
	var f body
	shake := 0.006 * cycle(m.Time*2.3)
	at := func(x, y, z float32) Vec { return Vec{x, y + shake, z} }
	f.shell(paint, at(-2.14, 0.36, 0.78), at(2.06, 0.34, 0.76), at(2.22, 0.52, 0.66), at(2.14, 0.70, 0.68), at(1.00, 0.92, 0.83), at(-1.70, 0.97, 0.83), at(-2.20, 0.90, 0.72), at(-2.26, 0.60, 0.72))
	f.shell(glass, at(-1.78, 0.93, 0.78), at(1.06, 0.89, 0.77), at(0.30, 1.37, 0.60), at(-1.02, 1.39, 0.60))
	f.shell(paint, at(-1.24, 1.345, 0.615), at(0.40, 1.325, 0.615), at(0.22, 1.43, 0.53), at(-0.92, 1.45, 0.53))
	f.bent(0, 0.32)
	for _, side := range []float32{-1, 1} {
		post := func(x0, y0, x1, y1 float32) {
			f.hard(paint, at(x0, y0, side*0.775), at(x1, y1, side*0.605), 0.040, 0.034)
		}
		post(1.06, 0.90, 0.32, 1.36)
		post(-0.30, 0.94, -0.34, 1.38)
		post(-1.74, 0.95, -1.10, 1.38)
		f.hard(srgb(0x101113), at(-2.0, 0.40, side*0.775), at(1.95, 0.38, side*0.755), 0.045, 0.045) // the sill
		f.oval(paint, at(0.80, 0.99, side*0.90), pitched(0), 0.07, 0.05, 0.09)                       // the mirror
		f.hard(steel, at(-0.55, 0.84, side*0.845), at(-0.40, 0.84, side*0.845), 0.014, 0.014)        // the handle
		f.disc(glowing(0xfff1cf, 3), at(2.17, 0.625, side*0.48), pitched(0.35), 0.05, 0.055, 0.15)
		f.hard(glowing(0xd01818, 1.6), at(-2.235, 0.77, side*0.36), at(-2.21, 0.78, side*0.66), 0.04, 0.045)
	}
	f.hard(srgb(0x101113), at(2.19, 0.50, -0.42), at(2.19, 0.50, 0.42), 0.055, 0.055)   // the grille
	f.hard(srgb(0x16171a), at(-2.22, 0.44, -0.60), at(-2.22, 0.44, 0.60), 0.075, 0.075) // the bumper
	f.box(srgb(0xd8d8d0), at(-2.25, 0.64, 0), pitched(0.05), 0.02, 0.055, 0.24)         // the plate
	turn := m.Way / 0.33
	for _, x := range []float32{-1.34, 1.32} {
		for _, z := range []float32{-1, 1} {
			f.disc(srgb(0x08090a), Vec{x, 0.37, z * 0.795}, pitched(0), 0.42, 0.41, 0.05)
			f.wheel(Vec{x, 0.33, z * 0.755}, 0.33, 0.10, turn, steel)
		}
	}
	return &f
}

func train(m Moment) *body {
	coat := glossy(pick[uint32](m.Seed, 61, 0x9e2b25, 0x1e5a4a, 0x23447a, 0xc9c4b8), 0.4)
	if m.Paint != nil {
		coat.Colour = *m.Paint
	}
	var f body
	f.rails(-18, 18.5, m.Way)
	first := len(f.parts)
	for car := range 4 {
		x := 12.5 - 8.6*float32(car)
		nose := float32(4.1)
		if car == 0 {
			f.extrude(coat, 1.4, Vec{x - 4.1, 0.9, 0}, Vec{x + 4.6, 0.9, 0}, Vec{x + 4.4, 1.9, 0}, Vec{x + 3.0, 3.35, 0}, Vec{x - 4.1, 3.4, 0})
			f.face(glass, Vec{x + 4.36, 2.05, -1.15}, Vec{x + 3.35, 3.1, -1.1}, Vec{x + 3.35, 3.1, 1.1}, Vec{x + 4.36, 2.05, 1.15})
			f.disc(glowing(0xfff0c8, 5), Vec{x + 4.55, 1.5, 0.8}, pitched(0), 0.12, 0.16, 0.16)
		} else {
			f.box(coat, Vec{x, 2.15, 0}, pitched(0), nose, 1.25, 1.4)
		}
		f.wedge(srgb(0x3b3d40), Vec{x - 0.1, 3.5, 0}, pitched(0), 4.0, 0.12, 1.35, 3.8, 0.9)
		for _, side := range []float32{-1, 1} {
			for w := range 5 {
				wx := x - 3.2 + 1.45*float32(w)
				f.face(glowing(0xf2d9a0, 0.5), Vec{wx - 0.5, 2.2, side * 1.43}, Vec{wx + 0.5, 2.2, side * 1.43}, Vec{wx + 0.5, 2.95, side * 1.43}, Vec{wx - 0.5, 2.95, side * 1.43})
			}
			f.face(srgb(0xe6dfcf), Vec{x - 4.0, 1.72, side * 1.42}, Vec{x + 4.0, 1.72, side * 1.42}, Vec{x + 4.0, 1.86, side * 1.42}, Vec{x - 4.0, 1.86, side * 1.42})
		}
		for _, wx := range []float32{-3.1, -2.0, 2.0, 3.1} {
			f.wheel(Vec{x + wx, 0.45, 1.1}, 0.45, 0.1, m.Way/0.45, steel)
		}
		f.box(srgb(0x232426), Vec{x, 0.75, 0}, pitched(0), 3.9, 0.16, 1.1)
	}
	f.place(first, pitched(0), Vec{0, 0.18, 0})
	return &f
}

// bike is a bicycle without its rider and the places of the pedals (left, right).
func bike(f *body, m Moment) [2]Vec {
	frame := glossy(pick[uint32](m.Seed, 62, 0xc23b2e, 0x2b5f9e, 0x20262b, 0x3f8a5a), 0.6)
	if m.Paint != nil {
		frame.Colour = *m.Paint
	}
	back, front, crank := Vec{-0.52, 0.34, 0}, Vec{0.52, 0.34, 0}, Vec{-0.08, 0.30, 0}
	seat, head := Vec{-0.24, 0.86, 0}, Vec{0.36, 0.88, 0}
	turn := m.Way / 0.34
	for _, hub := range []Vec{back, front} {
		const n = 20
		for k := range n {
			s0, c0 := sincos(2 * math.Pi * float64(k) / n)
			s1, c1 := sincos(2 * math.Pi * float64(k+1) / n)
			f.hard(tyre, hub.add(Vec{c0 * 0.33, s0 * 0.33, 0}), hub.add(Vec{c1 * 0.33, s1 * 0.33, 0}), 0.020, 0.020)
		}
		for k := range 8 {
			s, c := sincos(-turn + 2*math.Pi*float64(k)/8)
			f.hard(steel, hub, hub.add(Vec{c * 0.31, s * 0.31, 0}), 0.005, 0.004)
		}
	}
	for _, tube := range [][2]Vec{{crank, seat}, {crank, head}, {seat, head.add(Vec{-0.02, -0.03, 0})}, {back, crank}, {back, seat.add(Vec{0.02, -0.06, 0})}, {front, head.add(Vec{-0.02, 0.1, 0})}} {
		f.hard(frame, tube[0], tube[1], 0.018, 0.018)
	}
	f.hard(tyre, Vec{-0.36, 0.91, 0}, Vec{-0.12, 0.90, 0}, 0.05, 0.025)
	f.hard(steel, Vec{0.36, 1.02, -0.25}, Vec{0.36, 1.02, 0.25}, 0.016, 0.016)
	var pedals [2]Vec
	for i := range 2 {
		side := float32(2*i - 1)
		s, c := sincos(-m.Way/2.1*2*math.Pi + math.Pi*float64(i))
		pedals[i] = crank.add(Vec{0.165 * c, 0.165 * s, side * 0.12})
		f.hard(steel, crank.add(Vec{0, 0, side * 0.06}), pedals[i], 0.015, 0.012)
	}
	return pedals
}

func cyclist(m Moment) *body {
	var f body
	pedals := bike(&f, m)
	s := stance{hip: Vec{-0.24, 0.99, 0}, lean: 0.62, elbowsInward: true, nod: -0.45}
	for i := range 2 {
		side := float32(2*i - 1)
		s.foot[i] = pedals[i].add(Vec{-0.05, ankle + 0.02, 0})
		s.hand[i] = Vec{0.35, 1.05, side * 0.23}
		s.toe[i] = -0.15
	}
	own := m
	own.Paint = nil
	w := clothes(own, false)
	w.hair = glossy(pick[uint32](m.Seed, 63, 0xe9e4da, 0xc23b2e, 0x23262a), 0.5) // a helmet
	f.parts = append(f.parts, person(s, w).parts...)
	return &f
}

func skater(m Moment) *body {
	s := stance{lean: 0.28, twist: -0.9, nod: -0.1}
	sway := 0.03 * cycle(m.Time/1.9)
	dip := 0.04 * cycle(m.Time/2.7)
	s.hip = Vec{-0.02, 0.78 + dip, sway}
	s.foot = [2]Vec{{0.24, 0.11 + ankle, 0.02}, {-0.26, 0.11 + ankle, -0.02}}
	s.hand = [2]Vec{{0.42, 1.12 + 2*sway, -0.42}, {-0.36, 1.10 - 2*sway, 0.40}}
	f := person(s, clothes(m, false))
	deck := srgb(0x6b4a2b)
	f.box(deck, Vec{0, 0.105, 0}, pitched(0), 0.40, 0.012, 0.10)
	f.hard(deck, Vec{0.40, 0.105, 0}, Vec{0.48, 0.14, 0}, 0.035, 0.03)
	f.hard(deck, Vec{-0.40, 0.105, 0}, Vec{-0.48, 0.14, 0}, 0.035, 0.03)
	for _, x := range []float32{-0.26, 0.26} {
		for _, z := range []float32{-0.08, 0.08} {
			f.wheel(Vec{x, 0.035, z}, 0.035, 0.018, m.Way/0.035, srgb(0xe8e2d0))
		}
	}
	return f
}

func surfer(m Moment) *body {
	s := stance{lean: 0.30, twist: -1.0, nod: -0.15}
	sway := 0.05 * cycle(m.Time/2.1)
	s.hip = Vec{-0.05, 0.66 + 0.05*cycle(m.Time/1.6), sway}
	s.foot = [2]Vec{{0.33, 0.10 + ankle, 0.03}, {-0.34, 0.10 + ankle, -0.03}}
	s.hand = [2]Vec{{0.55, 1.0 + sway, -0.45}, {-0.50, 1.05 - sway, 0.42}}
	w := clothes(m, false)
	w.top, w.bottom, w.shoes = glossy(0x15181c, 0.4), glossy(0x15181c, 0.4), w.skin
	f := person(s, w)
	board := glossy(pick[uint32](m.Seed, 64, 0xf2efe6, 0xf0c23c, 0x45b0c9, 0xe2604a), 0.6)
	if m.Paint != nil {
		board.Colour = *m.Paint
	}
	f.disc(board, Vec{0.05, 0.07, 0}, pitched(0.05), 1.12, 0.055, 0.27)
	f.disc(board.shade(0.5), Vec{0.05, 0.095, 0}, pitched(0.05), 1.0, 0.045, 0.03)
	f.place(0, rolled(0.10*float64(cycle(m.Time/2.4))), Vec{})
	return f
}

func boat(m Moment) *body {
	var f body
	hull := glossy(pick[uint32](m.Seed, 65, 0xf2efe8, 0x20364f, 0x7b2a22), 0.4)
	sail := srgb(0xf4efe2)
	if m.Paint != nil {
		sail.Colour = *m.Paint
	}
	wood := srgb(0x7a5430)
	section := []rib{{-3.4, 0.05, 0.85, 0.85}, {-1.6, -0.35, 0.80, 1.15}, {0.6, -0.40, 0.85, 1.15}, {2.4, -0.20, 0.98, 0.72}, {3.9, 0.55, 1.18, 0.03}}
	for i := 1; i < len(section); i++ {
		a, b := section[i-1], section[i]
		for _, side := range []float32{-1, 1} {
			f.face(hull, Vec{a.x, a.keel, side * a.half * 0.25}, Vec{b.x, b.keel, side * b.half * 0.25}, Vec{b.x, b.deck, side * b.half}, Vec{a.x, a.deck, side * a.half})
			f.face(srgb(0xb3372c), Vec{a.x, a.deck * 0.80, side * a.half * 0.985}, Vec{b.x, b.deck * 0.80, side * b.half * 0.985}, Vec{b.x, b.deck * 0.70, side * b.half * 0.95}, Vec{a.x, a.deck * 0.70, side * a.half * 0.95})
		}
		f.face(wood, Vec{a.x, a.deck, -a.half}, Vec{b.x, b.deck, -b.half}, Vec{b.x, b.deck, b.half}, Vec{a.x, a.deck, a.half})
	}
	f.face(hull, Vec{-3.4, 0.05, -0.21}, Vec{-3.4, 0.85, -0.85}, Vec{-3.4, 0.85, 0.85}, Vec{-3.4, 0.05, 0.21})
	f.wedge(srgb(0xe9e2d2), Vec{-0.6, 1.1, 0}, pitched(0), 1.1, 0.26, 0.6, 0.9, 0.48)
	f.hard(wood, Vec{0.7, 0.8, 0}, Vec{0.55, 8.8, 0}, 0.07, 0.04)
	f.hard(wood, Vec{0.65, 1.6, 0}, Vec{-2.9, 1.75, 0.55}, 0.05, 0.04)
	// Sails are bellies of strips that the wind fills to one side.
	const strips = 6
	belly := 0.55 + 0.06*cycle(m.Time/3.1)
	for k := range strips {
		u0, u1 := float32(k)/strips, float32(k+1)/strips
		row := func(u float32) (luff, leech Vec) {
			full := belly * sin(math.Pi*float64(0.15+0.75*u))
			luff = Vec{0.62 - 0.1*u, 1.75 + 6.8*u, 0}
			leech = Vec{lerp(-2.8, 0.35, u*u*0.55+u*0.45), lerp(1.85, 8.5, u), 0.35 + full*(1-u)}
			return
		}
		a0, b0 := row(u0)
		a1, b1 := row(u1)
		mid := func(a, b Vec, u float32) Vec { return a.mix(b, 0.5).add(Vec{0, 0, 0.35 * belly * (1 - u)}) }
		f.face(sail, a0, mid(a0, b0, u0), mid(a1, b1, u1), a1)
		f.face(sail, mid(a0, b0, u0), b0, b1, mid(a1, b1, u1))
	}
	f.face(sail.shade(0.95), Vec{3.75, 1.25, 0}, Vec{0.85, 1.5, 0.85 * belly}, Vec{0.75, 4.4, 0.5 * belly}, Vec{0.62, 7.6, 0})
	heel := 0.10 + 0.03*float64(cycle(m.Time/4.3))
	f.place(0, rolled(heel), Vec{0, 0.10 * cycle(m.Time/3.7), 0})
	f.place(0, pitched(0.025*float64(cycle(m.Time/3.7+0.2))), Vec{})
	return &f
}

func plane(m Moment) *body {
	var f body
	skin := glossy(0xe9edf0, 0.6)
	tail := glossy(pick[uint32](m.Seed, 66, 0x1f5fae, 0xc9302c, 0x0f7f6d, 0xe8932c), 0.5)
	if m.Paint != nil {
		tail.Colour = *m.Paint
	}
	f.cone(skin, Vec{11, 0, 0}, Vec{-7, 0, 0}, 1.45, 1.55)
	f.cone(skin, Vec{-7, 0, 0}, Vec{-13, 0.9, 0}, 1.55, 0.45)
	f.oval(skin, Vec{11.6, -0.1, 0}, pitched(-0.08), 1.9, 1.35, 1.42)
	f.face(glass, Vec{12.4, 0.75, 0.75}, Vec{13.0, 0.35, 0.8}, Vec{13.0, 0.35, -0.8}, Vec{12.4, 0.75, -0.75})
	for k := range 16 {
		f.disc(glass, Vec{9 - 1.05*float32(k), 0.35, 1.42}, pitched(0), 0.20, 0.26, 0.1)
	}
	for _, side := range []float32{-1, 1} {
		f.face(skin.shade(0.85), Vec{3.4, -0.7, side * 1.2}, Vec{-2.6, 0.6, side * 13.5}, Vec{-4.2, 0.6, side * 13.5}, Vec{-2.2, -0.7, side * 1.2})
		f.face(tail, Vec{-2.6, 0.6, side * 13.5}, Vec{-3.9, 1.9, side * 13.8}, Vec{-4.6, 1.9, side * 13.8}, Vec{-4.2, 0.6, side * 13.5})
		f.face(skin.shade(0.85), Vec{-10.6, 0.8, side * 0.5}, Vec{-12.6, 1.2, side * 4.6}, Vec{-13.6, 1.2, side * 4.6}, Vec{-12.8, 0.8, side * 0.5})
		f.cone(skin, Vec{2.6, -1.7, side * 4.4}, Vec{-0.6, -1.6, side * 4.4}, 0.78, 0.6)
		f.disc(srgb(0x101214), Vec{3.1, -1.7, side * 4.4}, pitched(0), 0.3, 0.68, 0.68)
	}
	f.face(tail, Vec{-9.4, 1.2, 0}, Vec{-12.0, 5.2, 0}, Vec{-13.8, 5.2, 0}, Vec{-13.0, 1.0, 0})
	f.place(0, rolled(0.10*math.Sin(0.4*m.Time)), Vec{0, 0.15 * cycle(m.Time/5), 0})
	return &f
}

// helicopter has its rotors as the eye sees them: discs that the air behind shows through, with a shimmer of blades.
func helicopter(m Moment) *body {
	var f body
	skin := glossy(pick[uint32](m.Seed, 68, 0xc9302c, 0x1f5fae, 0xe8a51c, 0xe4e7ea), 0.6)
	if m.Paint != nil {
		skin.Colour = *m.Paint
	}
	dark, whirl := srgb(0x202326), srgb(0x8a8d90)
	whirl.Clear, whirl.Smoke = 0.8, 0.9 // thin, also when it is seen from the side
	f.oval(skin, Vec{0.2, 1.75, 0}, pitched(0), 2.2, 1.15, 1.05)
	f.oval(glass, Vec{1.25, 1.85, 0}, pitched(-0.25), 1.30, 0.88, 0.96)
	f.oval(skin, Vec{-0.4, 2.55, 0}, pitched(0.05), 1.5, 0.50, 0.55)
	f.cone(skin, Vec{-1.2, 2.05, 0}, Vec{-6.2, 2.35, 0}, 0.55, 0.16)
	f.face(skin, Vec{-5.7, 2.35, 0}, Vec{-6.5, 3.45, 0}, Vec{-7.0, 3.45, 0}, Vec{-6.5, 2.2, 0})
	f.face(skin.shade(0.8), Vec{-5.0, 2.3, -0.9}, Vec{-5.6, 2.3, -0.9}, Vec{-5.6, 2.3, 0.9}, Vec{-5.0, 2.3, 0.9})
	for _, side := range []float32{-1, 1} {
		f.disc(glass, Vec{-0.35, 1.95, side * 0.98}, pitched(0), 0.42, 0.36, 0.1)
		f.hard(dark, Vec{-1.3, 0.12, side * 0.95}, Vec{1.7, 0.12, side * 0.95}, 0.06, 0.06)
		f.hard(dark, Vec{1.7, 0.12, side * 0.95}, Vec{2.1, 0.32, side * 0.95}, 0.06, 0.05)
		for _, x := range []float32{-0.7, 0.9} {
			f.hard(dark, Vec{x, 0.9, side * 0.55}, Vec{x, 0.12, side * 0.95}, 0.05, 0.05)
		}
	}
	hub := Vec{-0.1, 3.25, 0}
	f.hard(dark, Vec{-0.1, 2.8, 0}, hub, 0.12, 0.10)
	f.oval(whirl, hub, pitched(-0.03), 5.0, 0.03, 5.0)
	f.oval(whirl, Vec{-6.75, 2.9, 0.14}, pitched(0), 0.85, 0.85, 0.03)
	for k := range 4 {
		s, c := sincos(2 * math.Pi * (1.7*m.Time + 0.25*float64(k)))
		f.hard(dark, hub, hub.add(Vec{4.8 * c, 0.12, 4.8 * s}), 0.05, 0.03)
		s, c = sincos(2 * math.Pi * (2.3*m.Time + 0.25*float64(k)))
		f.hard(dark, Vec{-6.75, 2.9, 0.16}, Vec{-6.75 + 0.75*c, 2.9 + 0.75*s, 0.16}, 0.03, 0.02)
	}
	f.place(0, pitched(-0.10+0.02*math.Sin(0.9*m.Time)), Vec{0, 0.2 * cycle(m.Time/4), 0})
	return &f
}

func rocket(m Moment) *body {
	var f body
	skin := glossy(0xe8e8ea, 0.5)
	accent := glossy(pick[uint32](m.Seed, 67, 0xc8372c, 0x2a62b8, 0x2b2f36), 0.5)
	if m.Paint != nil {
		accent.Colour = *m.Paint
	}
	f.hard(skin, Vec{0, 2.0, 0}, Vec{0, 8.2, 0}, 1.0, 1.0)
	f.cone(accent, Vec{0, 8.2, 0}, Vec{0, 10.9, 0}, 1.0, 0.08)
	f.hard(accent, Vec{0, 2.0, 0}, Vec{0, 2.5, 0}, 1.03, 1.03)
	f.hard(srgb(0x2c2e31), Vec{0, 0.9, 0}, Vec{0, 1.3, 0}, 0.75, 0.55)
	f.disc(glass, Vec{0, 7.0, 0.92}, pitched(0), 0.42, 0.42, 0.12)
	f.disc(steel, Vec{0, 7.0, 0.86}, pitched(0), 0.54, 0.54, 0.12)
	for k := range 4 {
		s, c := sincos(math.Pi/4 + math.Pi/2*float64(k))
		at := func(r, y float32) Vec { return Vec{c * r, y, s * r} }
		f.face(accent, at(0.95, 3.8), at(2.1, 1.9), at(2.2, 0.5), at(0.9, 1.5))
	}
	for k := range 9 {
		u := float32(k) / 8
		jitter := 0.12 * sin(31*m.Time+float64(k)*2.3)
		p := glowing(0xffb347, 5*(1-u))
		if k < 3 {
			p = glowing(0xfff3c4, 9)
		}
		f.cone(p, Vec{jitter * u, 0.8 - 3.2*u, 0}, Vec{jitter, 0.5 - 3.2*u, 0}, 0.62*(1-0.75*u)+0.05*jitter, 0.50*(1-0.85*u))
	}
	f.place(0, pitched(-0.18), Vec{0, 0.2 * cycle(m.Time/2.5), 0})
	return &f
}

func balloon(m Moment) *body {
	var f body
	a := srgb(pick[uint32](m.Seed, 68, 0xd33f32, 0x2b6fb3, 0xe8a52a, 0x7b4aa0))
	b := srgb(pick[uint32](m.Seed, 69, 0xf4e3bc, 0xf6c945, 0xf0efe9))
	if m.Paint != nil {
		a.Colour = *m.Paint
	}
	// Gores run from the mouth to the crown.
	const gores, rings = 16, 9
	profile := func(u float32) (r, y float32) {
		angle := math.Pi * float64(0.10+0.90*u)
		return 7.6 * float32(math.Pow(math.Sin(angle), 0.9)) * (0.80 + 0.20*u), lerp(5.2, 20.6, u)
	}
	for g := range gores {
		s0, c0 := sincos(2 * math.Pi * (float64(g) + 0.25) / gores)
		s1, c1 := sincos(2 * math.Pi * (float64(g) + 1.25) / gores)
		p := a
		if g%2 == 1 {
			p = b
		}
		for k := range rings {
			r0, y0 := profile(float32(k) / rings)
			r1, y1 := profile(float32(k+1) / rings)
			f.face(p, Vec{c0 * r0, y0, s0 * r0}, Vec{c1 * r0, y0, s1 * r0}, Vec{c1 * r1, y1, s1 * r1}, Vec{c0 * r1, y1, s0 * r1})
		}
	}
	f.wedge(srgb(0x7a5a35), Vec{0, 0.7, 0}, pitched(0), 0.8, 0.7, 0.8, 0.95, 0.95)
	flame := 0.5 + 0.5*float32(math.Sin(1.3*m.Time))
	f.ball(glowing(0xffb545, 5*flame), Vec{0, 4.3, 0}, 0.35)
	for _, x := range []float32{-1, 1} {
		for _, z := range []float32{-1, 1} {
			f.hard(srgb(0x3b3329), Vec{0.85 * x, 1.4, 0.85 * z}, Vec{2.1 * x, 5.4, 2.1 * z}, 0.04, 0.04)
		}
	}
	f.place(0, rolled(0.03*float64(cycle(m.Time/7))), Vec{0, 0.3 * cycle(m.Time/6), 0})
	return &f
}

func lanterns(m Moment) *body {
	var f body
	for i := range 38 {
		own := float64(i) * 0.618034
		k := float32(0.30 + 0.95*math.Pow(fract(own*5), 2.5)) // most are far away
		x := 8 * (2*float32(fract(own*3)) - 1)
		y := 12 * float32(fract(own*7+0.025*m.Time))
		z := 3 * (2*float32(fract(own*11)) - 1)
		at := Vec{x + 0.3*sin(0.7*m.Time+own*9), y, z}
		glow := 2.2 + 0.5*sin(3.1*m.Time+own*20)
		f.hard(glowing(0xff9a3c, glow), at, at.add(Vec{0, 0.62 * k, 0}), 0.26*k, 0.34*k)
		f.hard(glowing(0xffe0a0, 2*glow), at.add(Vec{0, -0.12 * k, 0}), at.add(Vec{0, -0.08 * k, 0}), 0.20*k, 0.20*k)
	}
	return &f
}
