package figure

import "math"

// beast describes a four-legged animal. Lengths are metres of the animal itself; the withers stand at leg + depth.
type beast struct {
	coat, belly, mane, dark Paint
	leg                     float32 // ground to elbow
	length                  float32 // shoulder to hip
	chest, waist, rump      float32 // radii of the trunk
	thick                   float32 // radius of the upper legs
	foot                    float32 // radius of the lower legs
	neck                    float32 // length
	neckUp                  float64 // radians above level
	neckThick               float32
	head, muzzle            float32 // lengths of skull and muzzle
	skull                   float32 // radius
	ears                    earShape
	earSize                 float32
	tail                    tailShape
	tailLength              float32
	antlers, tusks, maned   bool
	paws                    bool // soft feet instead of hooves
}

type earShape uint8

const (
	pointed earShape = iota
	hanging
	fan
	long
)

type tailShape uint8

const (
	brush tailShape = iota // hangs, bushy
	hair                   // a horse's
	stub
	whip // thin, carried up
	tuft // thin with a tuft
)

// footfall lists when the feet land, in turns: left hind, right hind, left fore, right fore; and how long they stay.
type footfall struct {
	land         [4]float64
	duty, stride float64 // stride as a share of the leg
	lift         float64 // as a share of the leg
	flex         float64 // of the spine, radians
	bounce       float64 // share of the leg
}

// The gaits by Hildebrand, "Symmetrical gaits of horses" (Science, 1965), and the transverse gallop.
var (
	walkFour   = footfall{land: [4]float64{0, 0.5, 0.25, 0.75}, duty: 0.64, stride: 1.30, lift: 0.16, bounce: 0.012}
	trotFour   = footfall{land: [4]float64{0, 0.5, 0.5, 0}, duty: 0.44, stride: 2.0, lift: 0.30, bounce: 0.035}
	gallopFour = footfall{land: [4]float64{0, 0.10, 0.42, 0.54}, duty: 0.26, stride: 3.6, lift: 0.52, flex: 0.16, bounce: 0.075}
	standFour  = footfall{duty: 1}
)

// quadruped builds an animal at a phase of a gait; t in seconds moves ears, tail and head.
func quadruped(b beast, g footfall, phase, t float64) *body {
	var f body
	leg := b.leg
	bounce := leg * float32(g.bounce*math.Sin(4*math.Pi*phase))
	if g.flex > 0 {
		bounce = leg * float32(g.bounce*math.Sin(2*math.Pi*(phase-0.1)))
	}
	flex := g.flex * math.Sin(2*math.Pi*(phase-0.05))
	top := leg + 0.55*b.chest
	shoulder := Vec{b.length / 2, top + bounce + b.length*0.2*float32(flex), 0}
	hip := Vec{-b.length/2 + b.length*0.10*float32(math.Abs(flex)), top*1.01 + bounce - b.length*0.2*float32(flex), 0}
	middle := shoulder.mix(hip, 0.5).add(Vec{0, 0.10 * b.length * float32(math.Abs(flex)), 0})

	f.cone(b.coat, shoulder, middle, b.chest, b.waist)
	f.cone(b.coat, middle, hip, b.waist, b.rump)
	f.oval(b.belly, shoulder.mix(middle, 0.75).add(Vec{0, -0.35 * b.waist, 0}), pitched(0), b.length*0.38, b.waist*0.72, b.waist*0.82)
	for i := range 4 {
		b.limb(&f, i, g, phase, shoulder, hip)
	}
	b.front(&f, shoulder, g, phase, t)
	b.behind(&f, hip, g, phase, t)
	return &f
}

// limb adds leg i: left hind, right hind, left fore, right fore.
func (b beast) limb(f *body, i int, g footfall, phase float64, shoulder, hip Vec) {
	fore, side := i >= 2, float32(2*(i%2)-1)
	from := hip
	if fore {
		from = shoulder
	}
	x, y, swing := g.step(phase - g.land[i])
	leg := b.leg
	ground := Vec{from.X + leg*float32(x), leg * float32(y), side * b.rump * 0.55}
	if fore {
		ground.X += 0.04 * leg
	}
	start := from.add(Vec{0, -0.15 * b.chest, side * b.rump * 0.62})
	pastern := 0.30 * leg
	if b.paws {
		pastern = 0.20 * leg
	}
	// The lower leg trails while it swings, and carries the weight upright.
	lag := 0.12 + 0.95*swing
	if !fore {
		lag = 0.22 + 0.55*swing
	}
	joint := ground.add(Vec{-pastern * sin(lag), pastern * cos(lag), 0})
	if fore {
		upper := (start.Y - 0.02*leg) * 0.46
		elbow, wrist := bend(start, joint, upper, start.Y-pastern-upper*0.94, Vec{-1, 0, 0})
		f.cone(b.coat, start, elbow, b.thick*0.95, b.thick*0.62)
		f.cone(b.coat, elbow, wrist, b.thick*0.58, b.foot*1.12)
		f.cone(b.shanks(), wrist, ground.add(Vec{0, b.foot, 0}), b.foot*1.05, b.foot*0.85)
	} else {
		upper := start.Y * 0.44
		knee, hock := bend(start, joint, upper, start.Y-pastern-upper*0.90, Vec{1, 0, 0})
		f.cone(b.coat, start, knee, b.thick*1.30, b.thick*0.80)
		f.cone(b.coat, knee, hock, b.thick*0.72, b.foot*1.15)
		f.cone(b.shanks(), hock, ground.add(Vec{0, b.foot, 0}), b.foot*1.1, b.foot*0.85)
	}
	toe := Vec{b.foot * 1.3, b.foot * 0.65, 0}
	if b.paws {
		f.cone(b.shanks(), ground.add(Vec{0, b.foot * 0.8, 0}), ground.add(toe.scale(1.3)), b.foot*0.95, b.foot*0.72)
	} else {
		f.hard(b.dark, ground.add(Vec{0, b.foot * 1.0, 0}), ground.add(Vec{toe.X * 0.7, b.foot * 0.7, 0}), b.foot*0.95, b.foot*1.0)
	}
}

func (b beast) shanks() Paint { return b.coat.shade(0.72) }

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
	f.cone(b.coat, base.add(Vec{-0.3 * b.chest, -0.15 * b.chest, 0}), poll, b.neckThick*1.45, b.neckThick)
	face := pitched(-0.45 + 0.35*(b.neckUp-0.7) + 0.4*nod)
	if b.paws {
		face = pitched(-0.18 + 0.4*nod)
	}
	brow := poll.add(face.apply(Vec{0.35 * b.head, 0.1 * b.skull, 0}))
	f.oval(b.coat, brow, face, b.head*0.55, b.skull, b.skull*0.92)
	nose := brow.add(face.apply(Vec{0.40*b.head + b.muzzle, -0.28 * b.skull, 0}))
	f.cone(b.coat, brow.add(face.apply(Vec{0.2 * b.head, -0.2 * b.skull, 0})), nose, b.skull*0.68, b.skull*0.44)
	f.oval(b.dark, nose.add(face.apply(Vec{b.skull * 0.30, 0.06 * b.skull, 0})), face, b.skull*0.20, b.skull*0.22, b.skull*0.26)
	for _, side := range []float32{-1, 1} {
		eye := brow.add(face.apply(Vec{0.30 * b.head, 0.28 * b.skull, side * b.skull * 0.74}))
		f.disc(glossy(0x0c0806, 0.9), eye, face, b.skull*0.15, b.skull*0.15, b.skull*0.13)
		b.ear(f, brow, face, side, t)
	}
	if b.maned {
		for k := range 7 {
			at := base.mix(poll, float32(k)/6)
			wave := 0.05 * sin(3*t+float64(k)*0.8+4*math.Pi*phase)
			f.cone(b.mane, at.add(up.apply(Vec{0, b.neckThick * 0.8, 0})), at.add(up.apply(Vec{-0.10 * b.neck, b.neckThick*(0.9+wave) - 0.10*b.neck, 0.25 * b.neckThick})), b.neckThick*0.55, b.neckThick*0.28)
		}
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
	case long:
		f.oval(b.coat, root.add(face.apply(Vec{-0.25*e + flick*e, 0.5 * e, side * 0.08 * e})), pitched(0.35), e*0.13, e*0.55, e*0.17)
	case pointed:
		f.cone(b.coat, root, root.add(face.apply(Vec{-0.15*e + flick*e, e, side * 0.3 * e})), e*0.30, e*0.06)
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
	angle := map[tailShape]float64{brush: -2.25 + 0.75*run, hair: -1.95 + 0.55*run, stub: -2.4, whip: 2.2, tuft: -1.75}[b.tail]
	at, r := start, b.foot*0.9
	for k := range 5 {
		switch b.tail {
		case hair:
			angle -= 0.16
			r = b.thick * (0.42 + 0.10*float32(k%3))
		case brush:
			r = b.thick * []float32{0.35, 0.55, 0.62, 0.5, 0.2}[k]
		case whip:
			angle -= 0.22
			r = b.foot * 0.7
		case stub:
			r = b.thick * 0.35
		case tuft:
			angle += 0.04
			r = b.foot * 0.42
			if k == 4 {
				r = b.foot
			}
		}
		dir := pitched(angle)
		next := at.add(Vec{dir.x.X * l / 5, dir.x.Y * l / 5, float32(sway) * l / 5 * float32(k+1) / 3})
		// pitched(a).x points forward for a = 0: a tail points backward and down for angles beyond -90 degrees.
		f.cone(b.mane, at, next, r, r*0.85)
		at = next
	}
}
