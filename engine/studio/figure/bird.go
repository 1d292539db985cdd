package figure

import "math"

func registerBirds() {
	register("birds", Subject{Realm: Air, Height: 3, Length: 9, Speed: 7, Flock: true, Pose: flock})
	register("eagle", Subject{Realm: Air, Height: 1.3, Length: 2.3, Speed: 6, Pose: func(m Moment) Figure {
		// It flaps a few strokes, then soars.
		beat := smooth(4 * (fract(m.Time/5) - 0.45))
		beat *= 1 - smooth(5*(fract(m.Time/5)-0.8))
		f := bird(plumage{back: srgb(0x3a2517), belly: srgb(0x4a3220), head: srgb(0xe9e2d3), beak: srgb(0xe0a52c)}, 2.1, m.Time*1.9, 0.18+0.75*beat, 0.14)
		return f.figure(1.3)
	}})
	register("owl", Subject{Realm: Air, Height: 0.9, Length: 1.2, Speed: 4, Pose: func(m Moment) Figure {
		return owl(m).figure(0.9)
	}})
	register("butterfly", Subject{Realm: Air, Height: 0.27, Length: 0.38, Speed: 0.5, Flock: true, Pose: butterflies})
}

type plumage struct{ back, belly, head, beak Paint }

// bird flies: span in metres, phase of the wing beat in turns, beat the strength of the stroke, glide the rise of resting wings.
func bird(p plumage, span float32, phase, beat, glide float64) *body {
	var f body
	k := span
	p.back.coat, p.belly.coat, p.head.coat = &coat{fur: 0.03 * k}, &coat{fur: 0.025 * k}, &coat{fur: 0.018 * k}
	heave := -0.03 * k * float32(beat) * cycle(phase)
	body := Vec{0, heave, 0}
	f.oval(p.back, body, pitched(0.05), 0.20*k, 0.065*k, 0.075*k)
	f.oval(p.belly, body.add(Vec{0.02 * k, -0.02 * k, 0}), pitched(0.05), 0.16*k, 0.05*k, 0.062*k)
	f.cone(p.head, body.add(Vec{0.15 * k, 0.015 * k, 0}), body.add(Vec{0.235 * k, 0.03 * k, 0}), 0.048*k, 0.040*k)
	f.cone(p.beak, body.add(Vec{0.265 * k, 0.025 * k, 0}), body.add(Vec{0.31 * k, 0.012 * k, 0}), 0.016*k, 0.005*k)
	for i := range 7 { // the tail is a fan
		s, c := sincos(0.16 * float64(i-3))
		root := body.add(Vec{-0.13 * k, 0.012 * k, 0.012 * k * float32(i-3)})
		end := root.add(Vec{-0.22 * k * c, -0.004 * k * abs(float32(i-3)), 0.22 * k * s})
		f.feather(p.back.shade(0.86+0.14*float32(i%2)), root, end, Vec{0, 0, 0.026 * k})
	}
	for _, side := range []float32{-1, 1} {
		inner := glide + beat*math.Sin(2*math.Pi*phase)
		outer := inner*0.4 - glide*0.5 + beat*0.85*math.Sin(2*math.Pi*phase-1.1)
		si, ci := sincos(inner)
		so, co := sincos(inner + outer)
		rootFront := body.add(Vec{0.10 * k, 0.03 * k, side * 0.04 * k})
		rootBack := body.add(Vec{-0.10 * k, 0.02 * k, side * 0.04 * k})
		wristFront := rootFront.add(Vec{0.06 * k, si * 0.20 * k, side * ci * 0.20 * k})
		wristBack := rootBack.add(Vec{-0.02 * k, si * 0.22 * k, side * ci * 0.22 * k})
		tip := wristFront.add(Vec{-0.14 * k, so * 0.27 * k, side * co * 0.27 * k})
		tipBack := wristBack.add(Vec{-0.04 * k, so * 0.18 * k, side * co * 0.18 * k})
		// Ten flight feathers on the arm, six on the hand that spread like fingers, and coverts over their roots.
		for i := range 10 {
			u := float32(i) / 9
			root, end := rootFront.mix(wristFront, u), rootBack.mix(wristBack, u)
			end = end.add(end.sub(root).scale(0.14 - 0.10*u))
			f.feather(p.back.shade(0.72+0.12*float32(i%2)), root, end, wristFront.sub(rootFront).scale(0.085))
		}
		for i := range 6 {
			u := float32(i) / 5
			root := wristFront.mix(wristBack, 0.18*u)
			end := tip.mix(tipBack, u*u*0.9+0.1*u)
			end = end.add(end.sub(root).scale(0.12 * (1 - u)))
			f.feather(p.back.shade(0.58+0.10*float32(i%2)), root, end, wristBack.sub(wristFront).scale(0.085+0.05*u))
		}
		f.face(p.back, rootFront, wristFront, wristFront.mix(wristBack, 0.50), rootFront.mix(rootBack, 0.55))
		f.face(p.back.shade(0.86), wristFront, wristFront.mix(tip, 0.55), wristFront.mix(tipBack, 0.42), wristFront.mix(wristBack, 0.5))
		f.cone(p.back, rootFront, wristFront, 0.018*k, 0.012*k)
		f.cone(p.back, wristFront, tip, 0.012*k, 0.004*k)
	}
	return &f
}

// feather is a vane from its root to its tip; half is half its width, as a vector across.
func (f *body) feather(p Paint, root, end, half Vec) {
	f.face(p, root.sub(half.scale(0.5)), root.add(half.scale(0.5)), root.mix(end, 0.80).add(half), root.mix(end, 0.96).add(half.scale(0.55)), end, root.mix(end, 0.96).sub(half.scale(0.55)), root.mix(end, 0.80).sub(half))
}

// flock flies in a loose wedge.
func flock(m Moment) Figure {
	var f body
	dark := plumage{back: srgb(0x26282c), belly: srgb(0x3c3f45), head: srgb(0x1d1e21), beak: srgb(0x55493a)}
	if m.Paint != nil {
		own := Paint{Colour: *m.Paint}
		dark = plumage{back: own, belly: own, head: own, beak: srgb(0xd9902c)}
	}
	const members = 11
	for i := range members {
		n := len(f.parts)
		own := float64(pick(m.Seed, uint64(20+i), 0.0, 0.13, 0.31, 0.47, 0.62, 0.78, 0.9))
		rank := float64((i + 1) / 2)
		side := float64(1 - 2*(i%2))
		b := bird(dark, 0.85, m.Time*2.3+own, 0.62, 0.10)
		f.parts = append(f.parts, b.parts...)
		f.place(n, turned(0), Vec{
			float32(2.0 - 0.95*rank + 0.35*math.Sin(0.6*m.Time+7*own)),
			float32(1.4 - 0.22*rank*(1+0.4*side) + 0.30*math.Sin(0.8*m.Time+11*own)),
			float32(side*0.75*rank + 0.2*math.Sin(0.5*m.Time+5*own)),
		})
	}
	return f.figure(3)
}

func owl(m Moment) *body {
	feather := srgb(0x8b7355)
	f := bird(plumage{back: feather, belly: srgb(0xd8c7a4), head: srgb(0x9c835f), beak: srgb(0x3a2d1c)}, 1.05, m.Time*1.7, 0.55, 0.10)
	f.oval(srgb(0x9c835f), Vec{0.22, 0.05, 0}, pitched(0), 0.085, 0.10, 0.10)
	for _, side := range []float32{-1, 1} {
		f.disc(srgb(0xe6dcc4), Vec{0.285, 0.06, side * 0.042}, pitched(0), 0.025, 0.048, 0.042)
		f.disc(glossy(0x1a120a, 1), Vec{0.312, 0.062, side * 0.042}, pitched(0), 0.012, 0.018, 0.018)
	}
	return f
}

// butterflies flutter about each other.
func butterflies(m Moment) Figure {
	var f body
	for i := range 3 {
		n := len(f.parts)
		t := m.Time*1.1 + float64(i)*2.1
		wing := srgb(pick[uint32](m.Seed, uint64(30+i), 0xe8862c, 0x3f7fd0, 0xf0d34a, 0xe6e6ee, 0xd2507a))
		if m.Paint != nil {
			wing = Paint{Colour: *m.Paint}
		}
		butterfly(&f, wing, t)
		k := float32(i) - 1
		f.place(n, rolled(0.35*math.Sin(t)), Vec{0.16*k + 0.05*sin(1.7*t), 0.14 + 0.07*sin(2.3*t+float64(i)), 0.09*k + 0.05*cos(1.3*t)})
	}
	return f.figure(0.3)
}

func butterfly(f *body, wing Paint, t float64) {
	s, c := sincos(0.35 + 0.95*math.Sin(2*math.Pi*3.1*t))
	f.cone(srgb(0x1a1512), Vec{-0.030, 0, 0}, Vec{0.028, 0.004, 0}, 0.005, 0.006)
	for _, side := range []float32{-1, 1} {
		// Two wings a side, each a disc with a dark rim and pale spots in it.
		flat := basis{Vec{1, 0, 0}, Vec{0, c, -side * s}, Vec{0, s, side * c}}
		at := func(x, out float32) Vec { return Vec{x, s * out, side * c * out} }
		vane := func(p Paint, x, out, turn, long, wide float32) {
			sn, cs := sincos(float64(turn))
			along := flat.x.scale(sn).add(flat.z.scale(cs))
			across := flat.x.scale(cs).sub(flat.z.scale(sn))
			frame := basis{along, flat.y, across}
			f.disc(p.shade(0.12), at(x, out), frame, long, 0.0012, wide)
			f.disc(p, at(x, out-0.002), frame, 0.82*long, 0.0024, 0.80*wide)
			f.disc(p.shade(0.2), at(x+0.3*sn*long, out+0.45*long), frame, 0.10*long, 0.0032, 0.12*wide)
		}
		vane(wing, 0.024, 0.042, 0.55, 0.046, 0.025)
		vane(wing.shade(0.88), -0.022, 0.034, -0.45, 0.036, 0.027)
		f.hard(srgb(0x1a1512), Vec{0.030, 0.006, side * 0.002}, Vec{0.052, 0.020, side * 0.014}, 0.0008, 0.0012) // a feeler
	}
}
