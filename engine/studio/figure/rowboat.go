package figure

import "math"

// rowboat is a wooden boat for one or two. Somebody in it rows, with the back to the bow.
var rowboat = Subject{
	Realm: Water, Height: 1.35, Length: 4.2, Speed: 0.9,
	Pose: func(m Moment) Figure {
		f := dinghy(m)
		f.oars(m, false)
		f.adrift(m)
		return f.figure(1.35)
	},
	mount: func(rider string) (Subject, bool) {
		dressed, ok := riders[rider]
		if !ok {
			return Subject{}, false
		}
		s := Subject{Realm: Water, Height: 1.9, Length: 4.2, Speed: 0.9}
		s.Pose = func(m Moment) Figure {
			f := dinghy(m)
			hands, pull := f.oars(m, !stays(m.Action))
			// The bow is ahead, and who rows looks astern.
			st := stance{hip: Vec{0, 0.50, 0}, lean: 0.42 - 0.60*float64(pull), nod: 0.10, elbowsInward: true}
			for i := range 2 {
				side := float32(2*i - 1)
				st.foot[i] = Vec{0.62, 0.13 + ankle, side * 0.16}
				st.hand[i] = Vec{-hands[1-i].X + 0.30, hands[1-i].Y, -hands[1-i].Z}
			}
			own := m
			own.Paint = nil
			first := len(f.parts)
			f.parts = append(f.parts, dressed(st, own).parts...)
			f.place(first, turned(math.Pi), Vec{0.30, 0, 0})
			f.adrift(m)
			return f.figure(s.Height)
		}
		return s, true
	},
}

// rib is a cross-section of a hull x metres before its middle: the heights of its keel and of its deck over the water, and half
// its width at the deck.
type rib struct{ x, keel, deck, half float32 }

// dinghy is the hull with its thwarts: open, of planks.
func dinghy(m Moment) *body {
	plank := srgb(pick[uint32](m.Seed, 77, 0x7a4f2a, 0x5e3d22, 0x8a6236))
	if m.Paint != nil {
		plank.Colour = *m.Paint
	}
	inside, rail := srgb(0x74522f), srgb(0x3b2716)
	section := []rib{
		{-2.0, 0.06, 0.56, 0.50}, {-1.2, -0.10, 0.48, 0.68}, {0, -0.14, 0.45, 0.74}, {1.0, -0.10, 0.50, 0.62}, {1.7, 0.02, 0.60, 0.34}, {2.1, 0.24, 0.70, 0.03},
	}
	var f body
	for i := 1; i < len(section); i++ {
		a, b := section[i-1], section[i]
		for _, side := range []float32{-1, 1} {
			const strakes = 4
			for k := range strakes {
				// The side is round: narrow at the keel, upright at the rail.
				row := func(s rib, u float32) Vec {
					return Vec{s.x, lerp(s.keel, s.deck, u), side * s.half * float32(math.Sqrt(float64(0.12+0.88*u)))}
				}
				u0, u1 := float32(k)/strakes, float32(k+1)/strakes
				f.face(plank.shade(1-0.10*float32(k%2)), row(a, u0), row(b, u0), row(b, u1), row(a, u1))
			}
			f.hard(rail, Vec{a.x, a.deck, side * a.half}, Vec{b.x, b.deck, side * b.half}, 0.032, 0.032)
		}
		f.face(inside, Vec{a.x, a.keel + 0.16, -a.half * 0.5}, Vec{b.x, b.keel + 0.16, -b.half * 0.5}, Vec{b.x, b.keel + 0.16, b.half * 0.5}, Vec{a.x, a.keel + 0.16, a.half * 0.5})
	}
	f.face(plank, Vec{-2.0, 0.06, -0.18}, Vec{-2.0, 0.56, -0.50}, Vec{-2.0, 0.56, 0.50}, Vec{-2.0, 0.06, 0.18})
	for _, x := range []float32{-1.3, 0.30, 1.25} {
		half := float32(0.54)
		if x > 1 {
			half = 0.36
		}
		f.box(inside, Vec{x, 0.36, 0}, pitched(0), 0.14, 0.022, half)
	}
	return &f
}

// oars are drawn through the water and lifted back, or shipped. It returns where the hands hold them, left and right, and how far the
// stroke has been pulled, 0..1.
func (f *body) oars(m Moment, rowed bool) (hands [2]Vec, pull float32) {
	wood := srgb(0xb08a55)
	phase := fract(m.Time / 2.9)
	sweep, lift := 0.0, 0.10
	if rowed {
		sweep = -0.62 * math.Cos(2*math.Pi*phase)
		lift = -0.10 + 0.26*smooth((phase-0.48)/0.10)*(1-smooth((phase-0.92)/0.08))
		pull = float32(0.5 - 0.5*math.Cos(2*math.Pi*phase))
	}
	for i := range 2 {
		side := float32(2*i - 1)
		lock := Vec{0.02, 0.52, side * 0.74}
		s, c := sincos(sweep)
		out := Vec{-s * 0.9, float32(lift), side * c}
		blade := lock.add(out.scale(1.55))
		hands[i] = lock.add(out.scale(-0.62))
		f.hard(wood, hands[i], blade, 0.022, 0.020)
		f.disc(wood, blade.add(out.scale(0.18)), turned(math.Pi/2+float64(side)*sweep), 0.26, 0.085, 0.02)
		f.ball(steel, lock, 0.035)
	}
	return hands, pull
}

// adrift rocks a boat.
func (f *body) adrift(m Moment) {
	f.place(0, rolled(0.035*float64(cycle(m.Time/3.3))), Vec{0, 0.10 + 0.03*cycle(m.Time/2.9), 0})
	f.place(0, pitched(0.02*float64(cycle(m.Time/4.1+0.2))), Vec{})
}
