package figure

import "math"

// wardrobe is what a person wears.
type wardrobe struct {
	skin, hair, top, bottom, shoes Paint
	skirt, longHair, slim          bool
	head                           float32 // size, 0 is that of an adult
	bulk                           float32 // thickness of the clothes, 1 is a shirt
}

// stance is a person's pose at one instant, in metres; the joints of a body of 1.75 m.
type stance struct {
	hip          Vec        // middle of the pelvis
	lean         float64    // of the torso, radians forward
	twist        float64    // of the shoulders against the pelvis, right side forward
	nod          float64    // of the head, radians down
	foot, hand   [2]Vec     // left (z < 0), right
	toe          [2]float64 // pitch of the feet, radians, positive lifts the toe
	kneesUp      bool       // who sits on the ground
	elbowsInward bool       // elbows point down and out of the way, as on a handlebar
}

// Lengths of the bones of a person of 1.75 m, in metres (Drillis and Contini, "Body Segment Parameters", 1966, as shares of the
// height).
const (
	thigh     = 0.43
	shin      = 0.43
	ankle     = 0.07
	trunk     = 0.50
	upperArm  = 0.29
	forearm   = 0.27
	hipHalf   = 0.09
	shoulders = 0.19
)

// gait places the feet of somebody who walks or runs: duty is the share of the cycle that a foot stands, stride the way of a
// cycle, lift how high a foot swings.
type gait struct{ duty, stride, lift float64 }

// foot is where a foot is at a phase of its own cycle, relative to the hip, and the pitch of the sole.
func (g gait) foot(phase float64) (x, y, pitch float64) {
	p := fract(phase)
	reach := g.stride * g.duty / 2
	if p < g.duty {
		t := p / g.duty
		// The heel strikes first and leaves first.
		pitch = 0.32*(1-smooth(t*5)) - 0.75*smooth((t-0.62)/0.38)
		y = 0.11 * smooth((t-0.65)/0.35)
		return reach - 2*reach*t, y, pitch
	}
	t := (p - g.duty) / (1 - g.duty)
	x = -reach + 2*reach*smooth(t)
	y = 0.11*(1-t) + g.lift*math.Sin(math.Pi*math.Pow(t, 0.8))
	return x, y, -0.75 + (0.75+0.32)*smooth(t*1.15)
}

var (
	walking = gait{duty: 0.62, stride: 1.42, lift: 0.10}
	running = gait{duty: 0.36, stride: 2.5, lift: 0.38}
)

// walk is a person on the way, at a phase in turns.
func walk(phase float64, g gait, arms float64) stance {
	var s stance
	fast := g.duty < 0.5
	bob := 0.022 * math.Cos(4*math.Pi*(phase-0.30))
	height := 0.905
	if fast {
		bob, height = 0.05*math.Cos(4*math.Pi*(phase-0.43)), 0.86
		s.lean = 0.20
	} else {
		s.lean = 0.03
	}
	s.hip = Vec{0, float32(height + bob), 0.014 * cycle(phase+0.1)}
	s.twist = -0.22 * float64(cycle(phase+0.2))
	for i := range 2 {
		own := phase + 0.5*float64(i)
		x, y, pitch := g.foot(own)
		side := float32(2*i - 1)
		s.foot[i] = Vec{float32(x), float32(y) + ankle, side * hipHalf * 0.8}
		s.toe[i] = pitch
		// An arm swings with the opposite leg.
		swing := -math.Cos(2*math.Pi*(own-0.02)) * arms
		if fast {
			s.hand[i] = Vec{float32(0.18 + 0.27*swing), float32(1.12 + 0.14*swing + 0.05*math.Abs(swing)), side * (shoulders - 0.03)}
		} else {
			s.hand[i] = Vec{float32(0.07 + 0.26*swing), float32(0.80 + 0.06*math.Abs(swing) + 0.035*swing), side * (shoulders + 0.04)}
		}
	}
	return s
}

// dance is a step from side to side with raised arms and a turn of the hips.
func dance(phase float64) stance {
	s := stance{lean: 0.04 * float64(cycle(phase)), twist: 0.5 * float64(cycle(phase+0.25)), nod: 0.08 * float64(cycle(2*phase))}
	sway := cycle(phase)
	s.hip = Vec{0.03 * cycle(2*phase), 0.86 + 0.035*cycle(2*phase+0.25), 0.10 * sway}
	for i := range 2 {
		side := float32(2*i - 1)
		lift := max(0, side*sway)
		s.foot[i] = Vec{0.05 * side, ankle + 0.10*lift, side*0.15 - 0.10*side*lift}
		s.toe[i] = -0.5 * float64(lift)
		up := 0.5 + 0.5*cycle(phase+0.25*float64(i)+0.1)
		s.hand[i] = Vec{0.16 + 0.10*cycle(2*phase), 1.15 + 0.62*up, side * (0.28 + 0.16*(1-up) + 0.05*sway)}
	}
	return s
}

// stand is at ease, with breath and a shift of weight; t in seconds.
func stand(t float64) stance {
	s := stance{lean: 0.02, nod: 0.05 * float64(cycle(t/7)), twist: 0.05 * float64(cycle(t/9))}
	sway := 0.012 * cycle(t/5)
	s.hip = Vec{0, 0.925 + 0.003*cycle(t/3.6), sway}
	for i := range 2 {
		side := float32(2*i - 1)
		s.foot[i] = Vec{0.03 * side, ankle, side * 0.11}
		s.hand[i] = Vec{0.05, 0.79, side * 0.25}
	}
	return s
}

// sit is on the ground with the knees up and the arms around them; t in seconds. Who sleeps has its head on its knees.
func sit(t float64, asleep bool) stance {
	s := stance{lean: 0.20 + 0.01*float64(cycle(t/3.6)), nod: 0.06 * float64(cycle(t/7)), twist: 0.04 * float64(cycle(t/9)), kneesUp: true}
	if asleep {
		s.lean, s.nod = 0.50+0.01*float64(cycle(t/3.6)), 0.75
	}
	s.hip = Vec{0, 0.125, 0}
	for i := range 2 {
		side := float32(2*i - 1)
		s.foot[i] = Vec{0.50, ankle, side * 0.12}
		s.hand[i] = Vec{0.42, 0.34, side * 0.10}
	}
	return s
}

// person builds a body in a stance.
func person(s stance, w wardrobe) *body {
	var f body
	spine := pitched(-s.lean)
	up := func(y float32) Vec { return s.hip.add(spine.apply(Vec{0, y, 0})) }
	neck := up(trunk + 0.02)
	turn := turned(-s.twist)
	b := max(w.bulk, 1)
	var shoulder [2]Vec
	for i := range 2 {
		side := float32(2*i - 1)
		hip := s.hip.add(turned(s.twist * 0.5).apply(Vec{0, 0, side * hipHalf}))
		ahead := Vec{1, 0.1, side * 0.12}
		if s.kneesUp {
			ahead = Vec{0, 1, side * 0.10}
		}
		knee, foot := bend(hip, s.foot[i], thigh, shin, ahead)
		leg := w.bottom
		f.cone(leg, hip, knee, 0.088*b, 0.058*b)
		if w.skirt {
			leg = w.skin // below the knees
			f.cone(leg, knee, foot, 0.050, 0.034)
			f.oval(leg, knee.mix(foot, 0.30).add(Vec{-0.018, 0, 0}), pitched(1.5), 0.13, 0.045, 0.045) // the calf
		} else {
			f.cone(leg, knee, foot, 0.058*b, 0.045*b)
		}
		sole := pitched(s.toe[i])
		f.cone(w.shoes, foot.add(sole.apply(Vec{-0.045, -0.035, 0})), foot.add(sole.apply(Vec{0.15, -0.042, 0})), 0.042*b, 0.030*b)
		f.hard(w.shoes.shade(0.45), foot.add(sole.apply(Vec{-0.050, -0.062, 0})), foot.add(sole.apply(Vec{0.155, -0.060, 0})), 0.022*b, 0.018*b)
		if !w.skirt {
			f.cone(w.bottom.shade(0.85), knee.mix(foot, 0.80), knee.mix(foot, 0.93), 0.048*b, 0.054*b) // the hem
		}
		shoulder[i] = up(trunk - 0.060).add(turn.apply(Vec{0, 0, side * shoulders}))
	}
	// The torso: pelvis, waist, chest. The shirt falls over the belt.
	chest := basis{spine.x, spine.y, turn.z}
	f.oval(w.bottom, s.hip.add(Vec{-0.01, 0.01, 0}), spine, 0.108*b, 0.12*b, 0.152*b)
	waist := float32(0.136)
	if w.slim {
		waist = 0.118
	}
	f.oval(w.top, up(0.19), spine, 0.094*b, 0.16, waist*b)
	f.oval(w.top, up(0.37), chest, 0.112*b, 0.17, 0.170*b)
	if !w.skirt {
		f.cone(w.top, up(0.13), up(0.015), 0.118*b, 0.128*b)
		f.parts[len(f.parts)-1].melt = 0.03
	}
	if w.slim {
		for _, side := range []float32{-1, 1} {
			f.oval(w.top, up(0.33).add(chest.apply(Vec{0.075, 0, side * 0.068})), spine, 0.058, 0.066, 0.062)
		}
	}
	for i := range 2 { // the slope from the neck to the shoulders
		f.cone(w.top, up(trunk-0.01), shoulder[i], 0.056*b, 0.052*b)
	}
	f.hard(w.top.shade(0.7), neck.add(spine.apply(Vec{-0.005, -0.012, 0})), neck.add(spine.apply(Vec{0.0, 0.012, 0})), 0.068*b, 0.058*b) // the collar
	if w.skirt {
		w.gown(&f, s)
	}
	f.cone(w.skin, neck.add(Vec{0, -0.03, 0}), neck.add(spine.apply(Vec{0.015, 0.09, 0})), 0.052, 0.050)
	head := neck.add(spine.apply(Vec{0.03, 0.185, 0}))
	face := pitched(-s.lean*0.4 - s.nod)
	if w.head > 0 {
		face = basis{face.x.scale(w.head), face.y.scale(w.head), face.z.scale(w.head)}
		head = head.add(Vec{0, 0.10 * (w.head - 1), 0})
	}
	skull := func(x, y, z float32) Vec { return head.add(face.apply(Vec{x, y, z})) }
	f.oval(w.skin, head, face, 0.098, 0.122, 0.082)
	f.cone(w.skin, skull(0.045, -0.085, 0), skull(0.055, -0.092, 0), 0.045, 0.040) // the chin
	f.oval(w.skin, skull(0.098, -0.015, 0), face, 0.022, 0.03, 0.016)
	for _, side := range []float32{-1, 1} {
		f.oval(w.skin, skull(-0.005, -0.01, side*0.084), face, 0.020, 0.032, 0.012)
	}
	w.hairdo(&f, skull)
	f.features(w, head, face)
	for i := range 2 {
		side := float32(2*i - 1)
		hint := Vec{-1, -0.25, side * 0.35}
		if s.elbowsInward {
			hint = Vec{-0.2, -1, side * 0.5}
		}
		elbow, hand := bend(shoulder[i], s.hand[i], upperArm, forearm, hint)
		f.cone(w.top, shoulder[i], elbow, 0.055*b, 0.043*b)
		f.cone(w.top, elbow, hand.mix(elbow, 0.12), 0.042*b, 0.033*b)
		f.cone(w.top.shade(0.8), hand.mix(elbow, 0.20), hand.mix(elbow, 0.13), 0.037*b, 0.037*b) // the cuff
		w.palm(&f, elbow, hand)
	}
	return &f
}

// umbrella is held open in a hand over the head: a shaft, and eight panels of cloth between ribs; half is its radius in metres.
func (f *body) umbrella(hand Vec, c Colour, half float32) {
	const panels, rise = 8, 0.98 // metres from the hand to the top
	top := hand.add(Vec{-0.12, rise, -0.06})
	dark, cloth := glossy(0x1b1c1f, 0.4), Paint{Colour: c, Gloss: 0.15}
	f.hard(dark, hand.sub(Vec{0, 0.10, 0}), top.add(Vec{0, 0.05, 0}), 0.010, 0.006)
	at := func(k int, r float32) Vec { // on the dome, r 0 at its top and 1 at its rim
		s, cs := sincos(2 * math.Pi * (float64(k) + 0.5) / panels)
		return top.add(Vec{cs * half * r, -0.45 * half * r * r, s * half * r})
	}
	for k := range panels {
		panel := cloth.shade(1 - 0.06*float32(k%2))
		f.face(panel, top, at(k, 0.55), at(k+1, 0.55))
		f.face(panel, at(k, 0.55), at(k, 1), at(k, 1).mix(at(k+1, 1), 0.5).mix(top, 0.05), at(k+1, 1), at(k+1, 0.55))
		f.hard(dark, at(k, 0.55), at(k, 1.02), 0.004, 0.004)
	}
}

// gown is what a dress has below the waist: pleated cloth that falls over the knees and follows them.
func (w wardrobe) gown(f *body, s stance) {
	var knees [2]Vec
	for i := range 2 {
		side := float32(2*i - 1)
		hip := s.hip.add(Vec{0, 0, side * hipHalf})
		knees[i], _ = bend(hip, s.foot[i], thigh, shin, Vec{1, 0.1, side * 0.12})
	}
	back, front := knees[0], knees[1]
	if back.X > front.X {
		back, front = front, back
	}
	const pleats = 22
	type ring struct{ middle, half Vec } // half.Y is how much higher its front is than its middle
	rings := []ring{
		{s.hip.add(Vec{0, 0.12, 0}), Vec{0.112, 0, 0.128}},
		{s.hip.add(Vec{-0.01, -0.08, 0}), Vec{0.150, 0, 0.176}},
		{s.hip.mix(back.mix(front, 0.5), 0.55), Vec{0.5*0.55*(front.X-back.X) + 0.165, 0.3 * (front.Y - back.Y), 0.19}},
		{back.mix(front, 0.5).add(Vec{0, -0.09, 0}), Vec{0.5*(front.X-back.X) + 0.155, 0.5 * (front.Y - back.Y), 0.21}},
	}
	at := func(r ring, k int) Vec {
		sn, c := sincos(2 * math.Pi * float64(k) / pleats)
		fold := 1 + 0.035*float32(1-2*(k%2))
		return r.middle.add(Vec{c * r.half.X * fold, c * r.half.Y, sn * r.half.Z * fold})
	}
	for n := 1; n < len(rings); n++ {
		for k := range pleats {
			f.face(w.bottom, at(rings[n-1], k), at(rings[n-1], k+1), at(rings[n], k+1), at(rings[n], k))
		}
	}
}

// hairdo is short hair, or long hair that falls behind the shoulders.
func (w wardrobe) hairdo(f *body, at func(x, y, z float32) Vec) {
	o := at(0, 0, 0)
	face := basis{at(1, 0, 0).sub(o), at(0, 1, 0).sub(o), at(0, 0, 1).sub(o)}
	f.oval(w.hair, at(-0.022, 0.042, 0), face, 0.104, 0.106, 0.095)
	f.oval(w.hair, at(-0.060, -0.020, 0), face, 0.062, 0.085, 0.080)
	f.cone(w.hair, at(0.050, 0.108, -0.045), at(0.060, 0.098, 0.05), 0.032, 0.026) // over the forehead
	if !w.longHair {
		return
	}
	for _, side := range []float32{-0.062, 0, 0.062} {
		f.chain(w.hair, at(-0.055, 0.02, side), at(-0.088, -0.13, side*1.15), 0.058, 0.056)
		f.chain(w.hair, at(-0.088, -0.13, side*1.15), at(-0.125, -0.31, side*1.25), 0.056, 0.028)
	}
	for _, side := range []float32{-1, 1} {
		f.cone(w.hair, at(0.020, 0.07, side*0.082), at(-0.030, -0.10, side*0.092), 0.026, 0.022)
	}
}

// palm is a hand with a thumb at the end of a forearm.
func (w wardrobe) palm(f *body, elbow, hand Vec) {
	along := hand.sub(elbow).unit()
	f.cone(w.skin, hand.sub(along.scale(0.035)), hand.add(along.scale(0.020)), 0.028, 0.032)
	f.cone(w.skin, hand.add(along.scale(0.02)), hand.add(along.scale(0.075)).add(Vec{0.012, 0, 0}), 0.027, 0.018)
	f.cone(w.skin, hand.add(Vec{0.018, 0, 0}), hand.add(along.scale(0.030)).add(Vec{0.042, 0, 0}), 0.014, 0.011)
}

// facePixels is the size of a figure, in pixels per metre, from which its face has features: the head is then some 25 pixels high.
const facePixels = 105

// features puts eyes, brows and a mouth on a head; the nose is part of its shape.
func (f *body) features(w wardrobe, head Vec, face basis) {
	first := len(f.parts)
	at := func(x, y, z float32) Vec { return head.add(face.apply(Vec{x, y, z})) }
	white, iris := Paint{Colour: Colour{0.62, 0.60, 0.57}, Gloss: 0.3}, Paint{Colour: Colour{0.035, 0.024, 0.018}, Gloss: 0.6}
	lid := Paint{Colour: shade(w.skin.Colour, 0.72)}
	lips := Paint{Colour: Colour{0.70 * w.skin.Colour[0], 0.42 * w.skin.Colour[1], 0.42 * w.skin.Colour[2]}}
	brow := Paint{Colour: shade(w.hair.Colour, 0.8)}
	for _, side := range []float32{-1, 1} {
		f.disc(lid, at(0.082, 0.014, side*0.033), face, 0.0085, 0.0125, 0.0185)
		f.disc(white, at(0.0855, 0.012, side*0.033), face, 0.0075, 0.0078, 0.0145)
		f.disc(iris, at(0.0890, 0.0125, side*0.0325), face, 0.0055, 0.0075, 0.0070)
		f.hard(brow, at(0.0890, 0.038, side*0.017), at(0.0735, 0.041, side*0.050), 0.0052, 0.0036)
		f.hard(lips, at(0.0855, -0.060, 0), at(0.0800, -0.058, side*0.022), 0.0068, 0.0035)
	}
	for i := first; i < len(f.parts); i++ {
		f.parts[i].detail = facePixels
	}
}

// shade is a colour k times as bright.
func shade(c Colour, k float32) Colour { return Colour{c[0] * k, c[1] * k, c[2] * k} }

// sized scales a body from the feet.
func (f *body) sized(k float32) *body {
	f.place(0, basis{Vec{k, 0, 0}, Vec{0, k, 0}, Vec{0, 0, k}}, Vec{})
	for i := range f.parts {
		f.parts[i].ra, f.parts[i].rb, f.parts[i].melt = f.parts[i].ra*k, f.parts[i].rb*k, f.parts[i].melt*k
		f.parts[i].detail /= k
		for n := range f.parts[i].radii {
			f.parts[i].radii[n] *= k
		}
	}
	return f
}
