package figure

import "math"

// beast describes a four-legged animal. Lengths are metres of the animal itself; the withers stand at leg + depth.
type beast struct {
	coat, mane, dark      Paint
	leg                   float32 // ground to elbow
	length                float32 // shoulder to hip
	chest, waist, rump    float32 // radii of the trunk
	thick                 float32 // radius of the upper legs
	foot                  float32 // radius of the lower legs
	neck                  float32 // length
	neckUp                float64 // radians above level
	neckThick             float32
	head, muzzle          float32 // lengths of skull and muzzle
	skull                 float32 // radius
	ears                  earShape
	earSize               float32
	tail                  tailShape
	tailLength            float32
	antlers, tusks, maned bool
	ruff                  float32 // radius of a mane all around the neck
	paws                  bool    // soft feet instead of hooves
	broad                 bool    // a cat's or a bear's face
	points                uint32  // sRGB of the lower legs, 0 for the coat's
	horns                 float32 // length of two blunt horns
	nose                  float32 // length of a rhino's horn; a shorter one stands behind it
	hump                  float32 // height of a camel's
	masked                bool    // dark about the eyes
	eyes                  uint32  // sRGB of the iris, 0 for black
}

type earShape uint8

const (
	pointed earShape = iota
	hanging
	fan
	long
	round
)

type tailShape uint8

const (
	brush tailShape = iota // hangs, bushy
	hair                   // a horse's
	stub
	whip  // thin, carried up
	hung  // thin, hangs in a curve, its end up
	plume // bushy, carried over the back
	tuft  // thin with a tuft
)

// footfall lists when the feet land, in turns: left hind, right hind, left fore, right fore; and how long they stay.
type footfall struct {
	land         [4]float64
	duty, stride float64 // stride as a share of the leg
	lift         float64 // as a share of the leg
	flex         float64 // of the spine, radians
	bounce       float64 // share of the leg
	rest         rest
}

// rest is how an animal that goes nowhere holds itself.
type rest uint8

const (
	upright rest = iota
	sitting      // on its haunches
	lying        // on its belly, head up
	asleep       // lying, head down
	grazing      // standing, muzzle at the ground
)

// rests are the actions of animals that stay where they are. What has hooves does not sit.
var rests = map[string]rest{"stand": upright, "sit": sitting, "lie": lying, "sleep": asleep, "graze": grazing}

// stays tells whether who does something stays where it is.
func stays(action string) bool {
	_, ok := rests[action]
	return ok
}

// down tells whether the belly is on the ground.
func (r rest) down() bool { return r == lying || r == asleep }

// The gaits by Hildebrand, "Symmetrical gaits of horses" (Science, 1965), and the transverse gallop.
var (
	walkFour   = footfall{land: [4]float64{0, 0.5, 0.25, 0.75}, duty: 0.64, stride: 1.30, lift: 0.16, bounce: 0.012}
	trotFour   = footfall{land: [4]float64{0, 0.5, 0.5, 0}, duty: 0.44, stride: 2.0, lift: 0.30, bounce: 0.035}
	gallopFour = footfall{land: [4]float64{0, 0.10, 0.42, 0.54}, duty: 0.26, stride: 3.6, lift: 0.52, flex: 0.16, bounce: 0.075}
)

// quadruped builds an animal at a phase of a gait; t in seconds moves ears, tail and head.
func quadruped(b beast, g footfall, phase, t float64) *body {
	var f body
	if g.duty >= 1 {
		b.waist *= 1 + 0.025*sin(1.8*t) // it breathes
	}
	switch g.rest {
	case grazing:
		b.neckUp = -0.95
	case asleep:
		b.neckUp = -math.Asin(float64(min(max((1.45*b.chest-1.2*b.skull)/b.neck, 0.3), 0.8))) // the chin on the ground
	}
	shoulder, hip := b.spine(g, phase)
	flex := g.bend(phase)
	middle := shoulder.mix(hip, 0.5).add(Vec{0, 0.10 * b.length * float32(math.Abs(flex)), 0})

	b.trunkOf(&f, shoulder, middle, hip)
	for i := range 4 {
		b.limb(&f, i, g, phase, shoulder, hip)
	}
	b.front(&f, shoulder, g, phase, t)
	b.behind(&f, hip, g, phase, t)
	return &f
}

// bend is how far the spine is bent at a phase of a gait, radians.
func (g footfall) bend(phase float64) float64 { return g.flex * math.Sin(2*math.Pi*(phase-0.05)) }

// spine is where the two ends of the back's line are at a phase of a gait.
func (b beast) spine(g footfall, phase float64) (shoulder, hip Vec) {
	leg := b.leg
	bounce := leg * float32(g.bounce*math.Sin(4*math.Pi*phase))
	if g.flex > 0 {
		bounce = leg * float32(g.bounce*math.Sin(2*math.Pi*(phase-0.1)))
	}
	flex := g.bend(phase)
	top := leg + 0.55*b.chest
	shoulder = Vec{b.length / 2, top + bounce + b.length*0.2*float32(flex), 0}
	hip = Vec{-b.length/2 + b.length*0.10*float32(math.Abs(flex)), top*1.01 + bounce - b.length*0.2*float32(flex), 0}
	switch {
	case g.rest.down():
		shoulder.Y, hip.Y = 1.10*b.chest, 1.05*b.rump
	case g.rest == sitting:
		hip.Y = 1.05 * b.rump
		rise := min(top-hip.Y, 0.78*b.length)
		shoulder.Y = hip.Y + rise
		shoulder.X = hip.X + float32(math.Sqrt(float64(b.length*b.length-rise*rise)))
	}
	return shoulder, hip
}

// trunkOf adds the ribs, the loins and the croup under one back, deeper than they are wide.
func (b beast) trunkOf(f *body, shoulder, middle, hip Vec) {
	spine := func(from, to Vec) basis {
		d := to.sub(from)
		return pitched(math.Atan2(float64(d.Y), float64(d.X)))
	}
	fore, aft := spine(middle, shoulder), spine(hip, middle)
	f.oval(b.coat, shoulder.mix(middle, 0.42).add(Vec{0, -0.12 * b.chest, 0}), fore, 0.36*b.length, 1.06*b.chest, 0.80*b.chest)
	f.oval(b.coat, middle.mix(hip, 0.30).add(Vec{0, 0.02 * b.waist, 0}), aft, 0.34*b.length, 0.98*b.waist, 0.84*b.waist)
	f.oval(b.coat, hip.add(Vec{0.05 * b.rump, 0.02 * b.rump, 0}), aft, 1.15*b.rump, 1.02*b.rump, 0.84*b.rump)
	f.oval(b.coat, shoulder.add(Vec{0.30 * b.chest, -0.15 * b.chest, 0}), fore, 0.72*b.chest, 0.82*b.chest, 0.66*b.chest)
	if b.hump > 0 {
		f.oval(b.coat, shoulder.mix(hip, 0.55).add(Vec{0, 0.70*b.chest + 0.1*b.hump, 0}), pitched(-0.08), 1.15*b.hump, b.hump, 0.62*b.hump)
		f.parts[len(f.parts)-1].melt = 0.4 * b.hump
	}
	top := Vec{0, 0.46 * b.chest, 0}
	f.cone(b.coat, shoulder.add(top), hip.add(Vec{0, 0.46 * b.rump, 0}), 0.46*b.chest, 0.46*b.rump)
}

// limb adds leg i: left hind, right hind, left fore, right fore.
func (b beast) limb(f *body, i int, g footfall, phase float64, shoulder, hip Vec) {
	fore, side := i >= 2, float32(2*(i%2)-1)
	from := hip
	if fore {
		from = shoulder
	}
	x, y, swing := g.step(phase - g.land[i])
	leg, skin := b.leg, b.limbs()
	ground := Vec{from.X + leg*float32(x), leg * float32(y), side * b.rump * 0.55}
	if fore {
		ground.X += 0.04 * leg
	}
	start := from.add(Vec{0, -0.15 * b.chest, side * b.rump * 0.62})
	pastern := 0.30 * leg
	if b.paws {
		pastern = 0.20 * leg
	}
	stretch := start.Y // the bones are as long as the leg is high
	if g.duty >= 1 {
		stretch = leg + 0.40*b.chest
	}
	// The lower leg trails while it swings, and carries the weight upright.
	lag := 0.12 + 0.95*swing
	if !fore {
		lag = 0.22 + 0.55*swing
	}
	switch folded := g.rest.down() || g.rest == sitting; {
	case folded && !fore: // the knee beside the belly, the foot flat below it
		lag = 1.40
		ground.X, ground.Z = from.X+0.24*leg, side*b.rump*0.78
	case folded && g.rest.down(): // the forearm flat before the chest
		lag = 1.35
		ground.X = from.X + 0.30*b.chest + 0.52*leg
	}
	joint := ground.add(Vec{-pastern * sin(lag), pastern * cos(lag), 0})
	if fore {
		upper := (stretch - 0.02*leg) * 0.46
		muscle := b.coat
		if b.masked { // a panda's shoulders are as dark as its legs
			muscle = skin
		}
		f.oval(muscle, start.add(Vec{0.02 * leg, 0.30 * b.chest, -side * 0.06 * b.chest}), pitched(1.15), 0.62*b.chest, 1.05*b.thick, 0.62*b.thick)
		elbow, wrist := bend(start, joint, upper, stretch-pastern-upper*0.94, Vec{-1, 0, 0})
		elbow.Y, wrist.Y = max(elbow.Y, 0.62*b.thick), max(wrist.Y, b.foot)
		f.cone(skin, start, elbow, b.thick*0.95, b.thick*0.62)
		f.cone(skin, elbow, wrist, b.thick*0.58, b.foot*1.12)
		f.cone(b.shanks(), wrist, ground.add(Vec{0, b.foot, 0}), b.foot*1.05, b.foot*0.85)
	} else {
		upper := stretch * 0.44
		f.oval(b.coat, start.add(Vec{0.02 * leg, -0.12 * b.rump, -side * 0.04 * b.rump}), pitched(1.9), 0.95*b.rump, 0.80*b.rump, 0.85*b.thick)
		knee, hock := bend(start, joint, upper, stretch-pastern-upper*0.90, Vec{1, 0, 0})
		knee.Y, hock.Y = max(knee.Y, 0.80*b.thick), max(hock.Y, b.foot)
		f.cone(skin, start, knee, b.thick*1.30, b.thick*0.80)
		f.cone(skin, knee, hock, b.thick*0.72, b.foot*1.15)
		f.cone(b.shanks(), hock, ground.add(Vec{0, b.foot, 0}), b.foot*1.1, b.foot*0.85)
	}
	toe := Vec{b.foot * 1.3, b.foot * 0.65, 0}
	if b.paws {
		f.cone(b.shanks(), ground.add(Vec{0, b.foot * 0.8, 0}), ground.add(toe.scale(1.3)), b.foot*0.95, b.foot*0.72)
	} else {
		f.hard(b.dark, ground.add(Vec{0, b.foot * 1.0, 0}), ground.add(Vec{toe.X * 0.7, b.foot * 0.7, 0}), b.foot*0.95, b.foot*1.0)
	}
}

// limbs are of the coat's colour; large patterns end above them.
func (b beast) limbs() Paint {
	p := b.coat
	if p.coat == nil {
		return p
	}
	own := *p.coat
	if b.masked { // the whole legs are dark, not only the points
		own.below = 0
		p.Colour = linear(b.points)
	}
	own.above = 0
	if own.pattern != striped {
		own.pattern = plain
	}
	if b.paws && own.below > 0.5 && !b.masked { // the pale belly goes on down the legs
		own.below = 0
		for i := range p.Colour {
			p.Colour[i] = lerp(p.Colour[i], own.under[i], 0.3)
		}
	}
	p.coat = &own
	return p
}

func (b beast) shanks() Paint {
	if b.points == 0 {
		return b.limbs().shade(0.78)
	}
	p := b.limbs()
	p.Colour = linear(b.points)
	return p
}

// step is where a foot is at a phase since it landed: ahead of its joint and above ground as shares of the leg, and how far it
// is folded (0..1).
func (g footfall) step(phase float64) (x, y, fold float64) {
	if g.duty >= 1 {
		return 0, 0, 0
	}
	p := fract(phase)
	reach := g.stride * g.duty / 2
	if p < g.duty {
		return reach - 2*reach*p/g.duty, 0, 0
	}
	t := (p - g.duty) / (1 - g.duty)
	arc := math.Sin(math.Pi * t)
	return -reach + 2*reach*smooth(t), g.lift * arc, math.Sin(math.Pi * math.Pow(t, 0.75))
}

// front adds neck and head.
func (b beast) front(f *body, shoulder Vec, g footfall, phase, t float64) {
	nod := 0.06*math.Sin(4*math.Pi*(phase-0.1)) + 0.03*math.Sin(0.9*t)
	if g.duty >= 1 {
		nod = 0.05*math.Sin(0.7*t) + 0.03*math.Sin(1.9*t)
	}
	base := shoulder.add(Vec{0.55 * b.chest, 0.35 * b.chest, 0})
	up := pitched(b.neckUp + nod)
	poll := base.add(up.apply(Vec{b.neck, 0, 0}))
	// The neck is deep where it leaves the chest, and no wider than the head is.
	f.cone(b.coat, base.add(Vec{-0.35 * b.chest, 0.05 * b.chest, 0}), poll, b.neckThick*1.35, b.neckThick*0.92)
	f.cone(b.coat, base.add(Vec{-0.10 * b.chest, -0.55 * b.chest, 0}), poll.add(up.apply(Vec{-0.25 * b.neck, -0.35 * b.neckThick, 0})), b.neckThick*1.25, b.neckThick*0.72)
	face := pitched(-0.45 + 0.35*(b.neckUp-0.7) + 0.4*nod)
	if b.paws {
		face = pitched(-0.18 + 0.4*nod)
	}
	if g.rest == asleep {
		face = pitched(-0.05)
	}
	brow := poll.add(face.apply(Vec{0.35 * b.head, 0.1 * b.skull, 0}))
	at := func(x, y, z float32) Vec { return brow.add(face.apply(Vec{x, y, z})) }
	f.oval(b.coat, brow, face, b.head*0.55, b.skull, b.skull*0.92)
	tip, button := 0.40*b.head+b.muzzle, float32(1)
	bridge, end := 0.68*b.skull, 0.44*b.skull
	if b.broad {
		end, tip, button = 0.52*b.skull, 0.34*b.head+b.muzzle, 0.62
	}
	nose := at(tip, -0.28*b.skull, 0)
	f.cone(b.coat, at(0.2*b.head, -0.16*b.skull, 0), nose, bridge, end)
	f.cone(b.chin(), at(0.1*b.head, -0.50*b.skull, 0), at(tip-0.1*b.skull, -0.62*b.skull, 0), 0.42*b.skull, 0.30*b.skull) // the jaw
	f.oval(b.dark, nose.add(face.apply(Vec{end * 0.72, 0.30 * end, 0})), face, end*0.42*button, end*0.40*button, end*0.62*button)
	for _, side := range []float32{-1, 1} {
		if b.broad { // whiskers grow from pads, and cheeks are full
			f.oval(b.chin(), at(tip, -0.42*b.skull, side*0.30*b.skull), face, 0.30*b.skull, 0.26*b.skull, 0.28*b.skull)
			f.oval(b.coat, at(0.05*b.head, -0.35*b.skull, side*0.55*b.skull), face, 0.45*b.skull, 0.45*b.skull, 0.42*b.skull)
		}
		if b.masked {
			f.oval(b.dark, at(0.30*b.head, 0.16*b.skull, side*b.skull*0.60), pitched(-0.6), b.skull*0.36, b.skull*0.27, b.skull*0.30)
		}
		f.oval(b.coat.shade(0.55), at(0.30*b.head, 0.26*b.skull, side*b.skull*0.66), face, b.skull*0.26, b.skull*0.20, b.skull*0.16)
		if g.rest == asleep {
			b.ear(f, brow, face, side, t)
			continue
		}
		f.disc(glossy(b.iris(), 0.9), at(0.33*b.head, 0.26*b.skull, side*b.skull*0.70), face, b.skull*0.17, b.skull*0.16, b.skull*0.15)
		f.disc(glossy(0x050403, 0.9), at(0.33*b.head+0.05*b.skull, 0.26*b.skull, side*b.skull*0.76), face, b.skull*0.12, b.skull*0.12, b.skull*0.11)
		b.ear(f, brow, face, side, t)
	}
	if b.ruff > 0 {
		m, r := b.mane, b.ruff
		f.oval(m, poll.add(up.apply(Vec{-0.05 * b.neck, 0.05 * r, 0})), pitched(b.neckUp-0.5), 0.62*r, 1.0*r, 0.86*r)
		f.oval(m, base.mix(poll, 0.45).add(Vec{0, -0.15 * r, 0}), up, 0.85*r, 1.05*r, 0.84*r)
		f.oval(m.shade(0.8), base.add(Vec{0.05 * r, -0.55 * r, 0}), pitched(0.9), 0.62*r, 0.80*r, 0.62*r)
	}
	if b.maned {
		for k := range 9 {
			at := base.mix(poll, 0.10+float32(k)/8.5)
			wave := 0.16 * sin(3*t+float64(k)*0.9+4*math.Pi*phase)
			crest := at.add(up.apply(Vec{0, b.neckThick * 0.95, 0}))
			for _, side := range []float32{-1, 1} {
				mid := at.add(up.apply(Vec{-0.10 * b.neck, b.neckThick * (0.45 + wave), side * 0.85 * b.neckThick}))
				f.cone(b.mane, crest, mid, b.neckThick*0.34, b.neckThick*0.30)
				f.cone(b.mane, mid, mid.add(Vec{-0.05 * b.neck, -b.neckThick * (1.1 - wave), side * 0.15 * b.neckThick}), b.neckThick*0.30, b.neckThick*0.08)
			}
		}
		f.cone(b.mane, poll.add(face.apply(Vec{0, 0.9 * b.skull, 0})), at(0.35*b.head, 0.62*b.skull, 0), 0.30*b.skull, 0.12*b.skull) // the forelock
	}
	if b.horns > 0 {
		for _, side := range []float32{-1, 1} {
			from := at(-0.1*b.head, 0.8*b.skull, side*0.35*b.skull)
			f.hard(b.coat, from, from.add(face.apply(Vec{-0.3 * b.horns, b.horns, 0})), 0.16*b.skull, 0.16*b.skull)
			f.ball(b.dark, from.add(face.apply(Vec{-0.3 * b.horns, b.horns, 0})), 0.20*b.skull)
		}
	}
	if b.nose > 0 {
		ivory := srgb(0x8c8374)
		f.cone(ivory, at(tip-0.10*b.head, 0.02*b.skull, 0), at(tip+0.10*b.nose, 0.02*b.skull+b.nose, 0), 0.30*b.skull, 0.03*b.skull)
		f.cone(ivory, at(tip-0.42*b.head, 0.35*b.skull, 0), at(tip-0.40*b.head, 0.35*b.skull+0.42*b.nose, 0), 0.26*b.skull, 0.04*b.skull)
	}
	if b.antlers {
		b.crown(f, brow, face)
	}
	if b.tusks {
		b.trunk(f, nose, brow, face, t)
	}
}

func (b beast) ear(f *body, brow Vec, face basis, side float32, t float64) {
	e := b.earSize
	root := brow.add(face.apply(Vec{-0.22 * b.head, 0.72 * b.skull, side * b.skull * 0.55}))
	flick := 0.15 * float32(math.Pow(math.Sin(0.8*t+float64(side)), 12))
	switch b.ears {
	case round:
		f.oval(b.limbs(), root.add(face.apply(Vec{0, 0.18 * e, side * 0.12 * e})), face, e*0.20, e*0.42, e*0.42)
	case long:
		f.oval(b.coat, root.add(face.apply(Vec{-0.25*e + flick*e, 0.5 * e, side * 0.08 * e})), pitched(0.35), e*0.13, e*0.55, e*0.17)
	case pointed:
		// A leaf that opens forwards and outwards, darker inside.
		tilt := pitched(0.12 - 0.3*float64(flick))
		leaf := basis{face.apply(tilt.x), face.apply(tilt.y), face.apply(tilt.z)}
		leaf.y = leaf.y.add(leaf.z.scale(0.28 * side)).unit()
		tip := root.add(leaf.y.scale(0.95 * e))
		f.oval(b.coat, root.add(leaf.y.scale(0.26*e)), leaf, 0.16*e, 0.44*e, 0.38*e)
		f.cone(b.coat, root.add(leaf.y.scale(0.40*e)), tip, 0.24*e, 0.04*e)
		f.oval(b.chin().shade(0.7), root.add(leaf.y.scale(0.32*e)).add(leaf.x.scale(0.13*e)), leaf, 0.10*e, 0.36*e, 0.20*e)
	case hanging:
		f.oval(b.mane, root.add(face.apply(Vec{0, -0.45 * e, side * 0.35 * e})), face, e*0.32, e*0.62, e*0.14)
	case fan:
		flap := pitched(0)
		sway := 0.25 * math.Sin(1.3*t)
		s, c := sincos(0.9*float64(side) + sway*float64(side))
		flap.x, flap.z = Vec{-s * side, 0, -c * side}.scale(-side), Vec{c, 0, -s}
		f.disc(b.coat.shade(0.9), root.add(Vec{-0.55 * e, -0.45 * e, side * 0.35 * e}), basis{Vec{0.85, 0, -side * 0.5}, Vec{0, 1, 0}, Vec{side * 0.5, 0, 0.85}}, e*0.62, e*0.85, e*0.07)
	}
}

// chin is the paint of what lies below the mouth: that of the belly.
func (b beast) chin() Paint {
	p := b.coat
	if p.coat != nil && p.coat.below > 0 {
		own := *p.coat
		own.pattern, own.below = plain, 0
		p.Colour, p.coat = own.under, &own
	}
	return p
}

// iris is the colour of the eyes; most animals' are as good as black.
func (b beast) iris() uint32 {
	if b.eyes != 0 {
		return b.eyes
	}
	return 0x1a0f08
}

// crown is a pair of antlers: a beam that sweeps back and out with three tines.
func (b beast) crown(f *body, brow Vec, face basis) {
	bone := srgb(0x9a7d58)
	s := b.skull
	for _, side := range []float32{-1, 1} {
		at := func(x, y, z float32) Vec { return brow.add(face.apply(Vec{x * s, y * s, side * z * s})) }
		beam := []Vec{at(-0.2, 0.9, 0.4), at(-0.9, 2.4, 1.2), at(-0.7, 4.2, 2.0), at(0.4, 5.6, 2.1)}
		f.curve(bone, s*0.17, s*0.07, beam...)
		f.cone(bone, beam[0].mix(beam[1], 0.35), at(1.2, 1.9, 0.9), s*0.12, s*0.04)
		f.cone(bone, beam[1].mix(beam[2], 0.3), at(0.7, 3.6, 1.5), s*0.11, s*0.04)
		f.cone(bone, beam[2], at(-1.3, 5.5, 2.3), s*0.10, s*0.04)
	}
}

// trunk is an elephant's, with tusks beside it.
func (b beast) trunk(f *body, nose, brow Vec, face basis, t float64) {
	at := nose
	dir := -1.15
	last := b.skull * 0.46
	for k := range 6 {
		dir += 0.10*math.Sin(1.1*t+0.5*float64(k)) + 0.11*float64(k-2)
		next := at.add(pitched(dir).apply(Vec{b.neckThick * 0.62, 0, 0}))
		next.Y = max(next.Y, last) // it lies on the ground
		f.cone(b.coat, at, next, last, last*0.86)
		at, last = next, last*0.86
	}
	for _, side := range []float32{-1, 1} {
		root := brow.add(face.apply(Vec{0.45 * b.head, -0.7 * b.skull, side * 0.45 * b.skull}))
		f.curve(srgb(0xe8dcc0), b.skull*0.13, b.skull*0.04, root, root.add(Vec{0.55 * b.skull, -0.7 * b.skull, side * 0.1}), root.add(Vec{1.3 * b.skull, -0.75 * b.skull, side * 0.12}))
	}
}

// behind adds the tail.
func (b beast) behind(f *body, hip Vec, g footfall, phase, t float64) {
	start := hip.add(Vec{-0.85 * b.rump, 0.45 * b.rump, 0})
	l := b.tailLength
	run := 0.0
	if g.duty < 0.4 {
		run = 1
	}
	sway := 0.16*math.Sin(1.7*t) + 0.1*math.Sin(2*math.Pi*phase)
	angle := map[tailShape]float64{brush: -2.25 + 0.75*run, hair: -1.95 + 0.55*run, stub: -2.4, whip: 2.2, tuft: -1.75, hung: -2.0, plume: 2.5}[b.tail]
	skin := b.mane
	if skin.coat == nil {
		skin.coat = b.coat.coat
	}
	at := start
	radius := b.tailRadius()
	for k := range len(radius) - 1 {
		switch {
		case g.rest.down():
			angle = -2.6 - 0.1*float64(k)
		case b.tail == hair:
			angle -= []float64{-0.35, 0.25, 0.30, 0.12, 0.05}[k]
		case b.tail == whip:
			angle -= 0.22
		case b.tail == tuft:
			angle += 0.04
		case b.tail == plume:
			angle -= []float64{0.3, 0.5, 0.5, -0.2, -0.5}[k]
		case b.tail == hung:
			angle += []float64{0, 0.1, -0.1, -0.35, -0.5}[k]
		}
		dir := pitched(angle)
		// pitched(a).x points forward for a = 0: a tail points backward and down for angles beyond -90 degrees.
		next := at.add(Vec{dir.x.X * l / 5, dir.x.Y * l / 5, float32(sway) * l / 5 * float32(k+1) / 3})
		next.Y = max(next.Y, radius[k+1]) // it lies on the ground
		f.chain(skin, at, next, radius[k], radius[k+1])
		at = next
	}
}

// tailRadius lists the radii of a tail from its root to its end.
func (b beast) tailRadius() [6]float32 {
	shares, of := [6]float32{}, b.thick
	switch b.tail {
	case hair:
		shares = [6]float32{0.30, 0.42, 0.55, 0.58, 0.50, 0.20}
	case brush:
		shares = [6]float32{0.30, 0.50, 0.66, 0.66, 0.50, 0.10}
	case plume:
		shares = [6]float32{0.50, 1.0, 1.25, 1.35, 1.15, 0.40}
	case stub:
		shares = [6]float32{0.40, 0.42, 0.42, 0.38, 0.30, 0.15}
	case whip, hung:
		shares, of = [6]float32{0.80, 0.72, 0.68, 0.64, 0.60, 0.50}, b.foot
	case tuft:
		shares, of = [6]float32{0.50, 0.42, 0.38, 0.34, 0.70, 0.55}, b.foot
	}
	for i := range shares {
		shares[i] *= of
	}
	return shares
}
