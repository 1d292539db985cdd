package figure

import "math"

func registerThings() {
	register("windmill", Subject{Height: 13, Length: 9, Pose: func(m Moment) Figure { return windmill(m).figure(13) }})
	register("lighthouse", Subject{Height: 17, Length: 6, Pose: func(m Moment) Figure { return lighthouse(m).figure(17) }})
	register("castle", Subject{Height: 20, Length: 26, Pose: func(m Moment) Figure { return castle(m).figure(20) }})
	register("tree", Subject{Height: 8, Length: 6, Pose: func(m Moment) Figure { return tree(m).figure(8) }})
	register("flower", Subject{Height: 0.72, Length: 0.4, Pose: func(m Moment) Figure { return flower(m).sized(1.75).figure(0.72) }})
	register("astronaut", Subject{Height: 1.95, Length: 0.9, Speed: 0.7, Pose: func(m Moment) Figure { return astronaut(m).figure(1.95) }})
	register("robot", Subject{Height: 1.9, Length: 0.9, Speed: 0.9, Pose: func(m Moment) Figure { return robot(m).figure(1.9) }})
	register("dragon", Subject{Realm: Air, Height: 5, Length: 11, Speed: 5, Pose: func(m Moment) Figure { return dragon(m).figure(5) }})
	register("kite", Subject{Height: 4.2, Length: 4, Speed: 1.1, Pose: func(m Moment) Figure { return kite(m).figure(4.2) }})
}

// drum is a many-sided tower piece between two heights.
func (f *body) drum(p Paint, y0, y1, r0, r1 float32, sides int) {
	for k := range sides {
		s0, c0 := sincos(2 * math.Pi * float64(k) / float64(sides))
		s1, c1 := sincos(2 * math.Pi * float64(k+1) / float64(sides))
		f.face(p, Vec{c0 * r0, y0, s0 * r0}, Vec{c1 * r0, y0, s1 * r0}, Vec{c1 * r1, y1, s1 * r1}, Vec{c0 * r1, y1, s0 * r1})
	}
}

func windmill(m Moment) *body {
	var f body
	wall := srgb(0xe6dfd0)
	roof := srgb(pick[uint32](m.Seed, 70, 0x6a3b2a, 0x3c4650, 0x4f5b3a))
	f.drum(wall, 0, 8.2, 2.5, 1.7, 14)
	f.drum(roof, 8.2, 10.0, 1.85, 0.1, 14)
	for _, y := range []float32{2.6, 5.2} {
		f.disc(glowing(0xf0c878, 0.4), Vec{0.5, y, 2.5 - 0.1*y}, pitched(0), 0.28, 0.42, 0.06)
	}
	hub := Vec{0, 8.5, 2.35}
	f.hard(srgb(0x4a3a2a), Vec{0, 8.5, 1.0}, hub, 0.2, 0.22)
	for k := range 4 {
		turn := pitched(0.9*m.Time + math.Pi/2*float64(k))
		at := func(along, across float32) Vec {
			v := turn.apply(Vec{along, across, 0})
			return hub.add(Vec{v.X, v.Y, 0.06 * across})
		}
		f.hard(srgb(0x4a3a2a), at(0, 0), at(5.4, 0), 0.09, 0.06)
		f.face(srgb(0xd8cdb6), at(1.1, 0.05), at(5.3, 0.05), at(5.3, 0.95), at(1.1, 0.95))
		for n := range 6 {
			x := 1.1 + 0.84*float32(n)
			f.hard(srgb(0x5a4836), at(x, 0), at(x, 0.98), 0.03, 0.03)
		}
	}
	return &f
}

func lighthouse(m Moment) *body {
	var f body
	white := srgb(0xefeae0)
	band := srgb(pick[uint32](m.Seed, 71, 0xb8322a, 0xb8322a, 0x22384f))
	if m.Paint != nil {
		band.Colour = *m.Paint
	}
	f.drum(srgb(0x5d564d), -0.3, 0.9, 3.4, 2.6, 16)
	const bands = 5
	for k := range bands {
		u0, u1 := float32(k)/bands, float32(k+1)/bands
		p := white
		if k%2 == 1 {
			p = band
		}
		f.drum(p, lerp(0.9, 12.2, u0), lerp(0.9, 12.2, u1), lerp(2.0, 1.25, u0), lerp(2.0, 1.25, u1), 16)
	}
	f.drum(srgb(0x2b2d30), 12.2, 12.5, 1.8, 1.8, 16)
	f.drum(glowing(0xffe6ad, 2.2), 12.5, 14.0, 0.95, 0.95, 12)
	f.drum(band, 14.0, 15.4, 1.25, 0.1, 16)
	for k := range 10 {
		s, c := sincos(2 * math.Pi * float64(k) / 10)
		f.hard(srgb(0x2b2d30), Vec{c * 1.7, 12.5, s * 1.7}, Vec{c * 1.7, 13.2, s * 1.7}, 0.04, 0.04)
	}
	// The lens turns: it flares when it looks this way.
	flash := float32(math.Pow(math.Max(0, math.Cos(1.6*m.Time)), 6))
	f.ball(glowing(0xfff2c8, 4+26*flash), Vec{0, 13.2, 0.5}, 0.35+0.35*flash)
	return &f
}

func castle(m Moment) *body {
	var f body
	stone := srgb(0x8d857a)
	roof := srgb(pick[uint32](m.Seed, 72, 0x3e5a78, 0x7a3a30, 0x4a4650))
	tower := func(x, z, r, h, cap float32) {
		n := len(f.parts)
		f.drum(stone, 0, h, r, r*0.94, 12)
		f.drum(stone.shade(0.9), h, h+0.9, r*1.18, r*1.18, 12)
		f.drum(roof, h+0.9, h+0.9+cap, r*1.22, 0.05, 12)
		f.disc(glowing(0xf2c877, 0.9), Vec{0, h * 0.72, r * 0.98}, pitched(0), 0.22, 0.5, 0.08)
		f.place(n, turned(0), Vec{x, 0, z})
	}
	f.box(stone, Vec{0, 3, 0}, pitched(0), 9, 3, 3)
	for k := range 10 {
		f.box(stone, Vec{-8.1 + 1.8*float32(k), 6.4, 2.8}, pitched(0), 0.5, 0.45, 0.25)
	}
	f.box(stone.shade(0.95), Vec{-1.5, 6, -1}, pitched(0), 4, 4.5, 2.4)
	f.disc(srgb(0x1a1512), Vec{1.5, 1.2, 3.02}, pitched(0), 1.1, 1.9, 0.06)
	tower(-9, 2, 1.7, 8.5, 3.8)
	tower(9, 2, 1.7, 9.0, 3.8)
	tower(-4.6, -1, 1.4, 13.0, 4.2)
	tower(2.6, -1, 2.0, 15.0, 5.0)
	tower(5.8, 0, 1.1, 10.5, 3.2)
	flag := 0.25 * cycle(m.Time*0.8)
	f.hard(srgb(0x3b3329), Vec{2.6, 20.6, -1}, Vec{2.6, 22.6, -1}, 0.05, 0.05)
	f.face(srgb(0xc33a30), Vec{2.6, 22.5, -1}, Vec{1.2, 22.2 + flag, -1 + flag}, Vec{1.2, 21.5 + flag, -1 + flag}, Vec{2.6, 21.6, -1})
	return &f
}

func tree(m Moment) *body {
	var f body
	leaf := srgb(pick[uint32](m.Seed, 73, 0x4f7a2f, 0x3f6b33, 0x6b8a35))
	if m.Paint != nil {
		leaf.Colour = *m.Paint
	}
	leaf.coat = &coat{fur: 0.42, curly: true, under: shade(leaf.Colour, 0.45), below: 0.6}
	bark := srgb(0x4a3626)
	bark.coat = &coat{crease: 0.9}
	wind := func(y float32, k float64) float32 {
		return 0.010 * y * y * (0.5 + 0.5*sin(1.5*m.Time+k) + 0.2*sin(3.7*m.Time+2*k))
	}
	f.curve(bark, 0.30, 0.16, Vec{0, 0, 0}, Vec{0.05, 1.4, 0}, Vec{wind(2.8, 0), 2.8, 0.05}, Vec{wind(4.2, 0.2), 4.2, 0})
	for i := range 46 {
		own := float64(i) * 0.618034
		a := 2 * math.Pi * own
		v := float64(i) / 46
		r := 2.3 * math.Sqrt(math.Sin(math.Pi*(0.10+0.82*v))) * (0.55 + 0.45*fract(own*13))
		s, c := sincos(a)
		y := float32(2.9 + 4.6*v)
		at := Vec{c*float32(r) + wind(y, own*6), y, s * float32(r)}
		size := float32(0.62 + 0.35*fract(own*7))
		f.oval(leaf.shade(float32(0.75+0.45*fract(own*17))), at, rolled(own*9), size, size*0.78, size*0.9)
		if i%5 == 0 {
			f.cone(bark, Vec{wind(3, 0), 2.6 + 1.2*float32(v), 0}, at, 0.10, 0.05)
		}
	}
	return &f
}

// flower opens during the first seconds and then sways.
func flower(m Moment) *body {
	var f body
	petal := srgb(pick[uint32](m.Seed, 74, 0xd6337a, 0xe8a72c, 0xc93a2e, 0x8a4fd0, 0xf2ece0))
	if m.Paint != nil {
		petal.Colour = *m.Paint
	}
	petal.Gloss = 0.15
	petal.coat = &coat{crease: 0.5}
	open := 0.25 + 0.95*smooth(m.Time/4)
	sway := 0.02 * sin(1.1*m.Time)
	stem := srgb(0x3f6f2c)
	top := Vec{0.015 + sway, 0.33, 0}
	f.curve(stem, 0.007, 0.006, Vec{0, 0, 0}, Vec{-0.01, 0.12, 0}, Vec{0.005 + 0.5*sway, 0.23, 0}, top)
	for _, side := range []float32{-1, 1} {
		f.face(stem.shade(1.1), Vec{-0.005, 0.07, 0}, Vec{side * 0.06, 0.16, 0.015}, Vec{side * 0.095, 0.155, 0.01}, Vec{side * 0.05, 0.10, -0.01})
	}
	for ring := range 4 {
		n := []int{9, 8, 7, 5}[ring]
		for k := range n {
			a := 2*math.Pi*(float64(k)+0.5*float64(ring))/float64(n) + 0.3*float64(ring)
			lift := 1.45 - open*(1.0-0.26*float64(ring))
			frame := basis{}
			s, c := sincos(a)
			sl, cl := sincos(lift)
			frame.x = Vec{c * cl, sl, s * cl}
			frame.y = Vec{-c * sl, cl, -s * sl}
			frame.z = Vec{-s, 0, c}
			l := float32(0.060 - 0.009*float64(ring))
			f.oval(petal.shade(1-0.13*float32(ring)), top.add(frame.x.scale(l*0.9)), frame, l, 0.005, l*0.50)
		}
	}
	f.oval(srgb(0xe8b52f), top.add(Vec{0, 0.012, 0}), pitched(0), 0.019, 0.014, 0.019)
	return &f
}

func astronaut(m Moment) *body {
	s := walk(m.Way/1.5, gait{duty: 0.5, stride: 1.5, lift: 0.22}, 0.5)
	if stays(m.Action) || m.Action == "float" {
		s = stand(m.Time)
		s.hand = [2]Vec{{0.15, 1.05 + 0.05*cycle(m.Time/4), -0.42}, {0.10, 1.0, 0.44}}
	}
	return suited(s)
}

// suited is somebody in a space suit.
func suited(s stance) *body {
	suit := glossy(0xe4e3df, 0.2)
	w := wardrobe{skin: suit, hair: suit, top: suit, bottom: suit, shoes: srgb(0x8d8f92), bulk: 1.42}
	f := person(s, w)
	head := s.hip.add(Vec{0.05, trunk + 0.24, 0})
	f.oval(suit, head, pitched(0), 0.185, 0.185, 0.175)
	f.disc(glossy(0xb8862f, 1), head.add(Vec{0.065, 0.005, 0}), pitched(0), 0.142, 0.128, 0.142)
	f.box(srgb(0xcfcfcb), s.hip.add(Vec{-0.27, 0.33, 0}), pitched(-s.lean), 0.12, 0.30, 0.20)
	f.box(srgb(0x9aa0a6), s.hip.add(Vec{0.16, 0.30, 0}), pitched(-s.lean), 0.04, 0.09, 0.11)
	f.disc(srgb(0xc23b2e), s.hip.add(Vec{0.205, 0.32, 0.05}), pitched(0), 0.012, 0.02, 0.02)
	return f
}

func robot(m Moment) *body {
	s := walk(m.Way/1.15, gait{duty: 0.66, stride: 1.15, lift: 0.12}, 0.6)
	if m.Action == "dance" {
		s = dance(math.Floor(m.Time*5) / 5 * 0.8)
	}
	shell := glossy(pick[uint32](m.Seed, 75, 0xc7ccd1, 0xd98b2b, 0x4f7fa8, 0xe3e0d6), 0.7)
	if m.Paint != nil {
		shell.Colour = *m.Paint
	}
	dark := glossy(0x26292d, 0.5)
	var f body
	up := func(x, y, z float32) Vec { return s.hip.add(Vec{x, y, z}) }
	f.box(dark, up(0, 0.0, 0), pitched(0), 0.12, 0.08, 0.15)
	f.wedge(shell, up(0, 0.32, 0), pitched(-s.lean), 0.13, 0.22, 0.16, 0.17, 0.24)
	f.disc(glowing(0x53d7f0, 1.8), up(0.165, 0.36, 0), pitched(0), 0.02, 0.055, 0.055)
	head := up(0.02, 0.76, 0)
	f.hard(dark, up(0, 0.52, 0), head, 0.05, 0.05)
	f.box(shell, head.add(Vec{0, 0.04, 0}), turned(0.25*math.Sin(0.8*m.Time)), 0.15, 0.125, 0.155)
	f.box(dark, head.add(Vec{0.13, 0.05, 0}), turned(0.25*math.Sin(0.8*m.Time)), 0.04, 0.06, 0.13)
	for _, z := range []float32{-0.06, 0.06} {
		f.disc(glowing(0x53d7f0, 4), head.add(Vec{0.165, 0.055, z}), pitched(0), 0.02, 0.028, 0.028)
	}
	f.hard(dark, head.add(Vec{0, 0.15, 0}), head.add(Vec{-0.02, 0.30, 0}), 0.012, 0.008)
	f.ball(glowing(0xf0563c, 3*max(0, cycle(m.Time))), head.add(Vec{-0.02, 0.32, 0}), 0.028)
	for i := range 2 {
		side := float32(2*i - 1)
		hip := up(0, 0, side*0.11)
		knee, foot := bend(hip, s.foot[i], thigh, shin, Vec{1, 0, 0})
		f.hard(dark, hip, knee, 0.055, 0.05)
		f.hard(shell, hip.mix(knee, 0.2), hip.mix(knee, 0.8), 0.075, 0.065)
		f.hard(dark, knee, knee, 0.07, 0.07)
		f.hard(shell, knee.mix(foot, 0.15), knee.mix(foot, 0.85), 0.065, 0.085)
		f.box(dark, foot.add(Vec{0.05, -0.03, 0}), pitched(s.toe[i]*0.5), 0.14, 0.04, 0.075)
		shoulder := up(0, 0.48, side*0.27)
		elbow, hand := bend(shoulder, s.hand[i].add(Vec{0, 0, side * 0.06}), upperArm, forearm, Vec{-1, 0, 0})
		f.hard(shell, shoulder, shoulder, 0.095, 0.095)
		f.hard(dark, shoulder, elbow, 0.045, 0.04)
		f.hard(shell, elbow.mix(hand, 0.1), elbow.mix(hand, 0.85), 0.05, 0.065)
		f.hard(dark, hand, hand, 0.05, 0.05)
	}
	return &f
}

func dragon(m Moment) *body {
	skin := glossy(pick[uint32](m.Seed, 76, 0x7a1f1a, 0x24543a, 0x2b3550, 0x5a2a5e), 0.45)
	if m.Paint != nil {
		skin.Colour = *m.Paint
	}
	belly, membrane := srgb(0xb08a4a), skin.shade(0.7)
	membrane.coat = &coat{crease: 0.6}
	scales := skin.Colour
	skin.coat = &coat{pattern: netted, second: scales, size: 0.16, under: belly.Colour, below: 0.55}
	skin.Colour = shade(scales, 0.35)
	var f body
	beat := m.Time * 0.85
	heave := -0.22 * cycle(beat)
	joint := func(k float64) Vec {
		x := 2.6 - 0.62*k
		lift := 0.9 * math.Exp(-k*0.55)
		return Vec{float32(x), heave + float32(lift+0.22*math.Sin(2.2*m.Time-0.55*k)*(0.25+0.05*k)), float32(0.12 * math.Sin(1.4*m.Time-0.45*k) * k * 0.25)}
	}
	radius := func(k int) float32 {
		return []float32{0.20, 0.24, 0.34, 0.48, 0.55, 0.50, 0.38, 0.28, 0.21, 0.16, 0.12, 0.085, 0.055, 0.03}[k]
	}
	spine, radii := make([]Vec, 14), make([]float32, 14)
	for k := range spine {
		spine[k], radii[k] = joint(float64(k)), radius(k)
	}
	f.tube(skin, spine, radii)
	for k := 0; k < 13; k++ {
		a := spine[k]
		f.face(membrane.shade(0.7), a.add(Vec{0.05, radius(k) * 0.9, 0}), a.add(Vec{-0.22, radius(k) + 0.24*radius(k)/0.3, 0}), a.add(Vec{-0.34, radius(k) * 0.85, 0}))
	}
	tip := joint(13)
	f.face(membrane, tip.add(Vec{0.1, 0, 0}), tip.add(Vec{-0.25, 0.28, 0}), tip.add(Vec{-0.62, 0, 0}), tip.add(Vec{-0.25, -0.28, 0}))
	head := joint(0)
	f.oval(skin, head.add(Vec{0.22, 0.08, 0}), pitched(-0.15), 0.36, 0.22, 0.22)
	jaw := 0.05 + 0.05*cycle(m.Time*0.4)
	f.cone(skin, head.add(Vec{0.42, 0.06, 0}), head.add(Vec{0.86, -0.04, 0}), 0.15, 0.09)
	f.cone(skin, head.add(Vec{0.30, -0.08, 0}), head.add(Vec{0.74, -0.16 - jaw, 0}), 0.10, 0.05)
	for _, side := range []float32{-1, 1} {
		f.curve(srgb(0xd9c9a4), 0.06, 0.015, head.add(Vec{0.05, 0.22, side * 0.12}), head.add(Vec{-0.25, 0.42, side * 0.22}), head.add(Vec{-0.6, 0.48, side * 0.26}))
		f.disc(glowing(0xffb02e, 3), head.add(Vec{0.36, 0.14, side * 0.19}), pitched(0), 0.05, 0.04, 0.03)
		// Wings: an arm, a wrist and three fingers with skin between.
		shoulder := joint(3.6).add(Vec{0, 0.32, side * 0.32})
		lift := 0.35 + 0.75*math.Sin(2*math.Pi*beat)
		fold := lift*0.5 - 0.6*math.Cos(2*math.Pi*beat)
		s1, c1 := sincos(lift)
		s2, c2 := sincos(fold)
		wrist := shoulder.add(Vec{0.45, s1 * 1.7, side * c1 * 1.7})
		finger := func(back, out float32) Vec {
			return wrist.add(Vec{-back, s2*out - 0.12*back, side * c2 * out})
		}
		tips := []Vec{finger(0.4, 2.9), finger(1.9, 2.3), finger(2.6, 1.1)}
		f.cone(skin, shoulder, wrist, 0.14, 0.09)
		last := shoulder.add(Vec{-1.7, -0.1, 0})
		for i, at := range tips {
			f.cone(skin, wrist, at, 0.065, 0.02)
			next := last
			if i+1 < len(tips) {
				next = tips[i+1]
			}
			f.face(membrane, wrist, at, at.mix(next, 0.5).mix(wrist, 0.14), next)
		}
		f.face(membrane, wrist, tips[2], last, shoulder)
	}
	for _, k := range []float64{3.2, 5.8} {
		for _, side := range []float32{-1, 1} {
			at := joint(k)
			f.curve(skin, 0.15, 0.07, at.add(Vec{0, -0.2, side * 0.3}), at.add(Vec{-0.3, -0.62, side * 0.42}), at.add(Vec{-0.62, -0.85, side * 0.4}))
		}
	}
	f.place(0, pitched(0), Vec{0, 2.0, 0})
	return &f
}

// kite is a child that runs after a kite.
func kite(m Moment) *body {
	s := pace(Moment{Action: "run", Way: m.Way * 1.6}, 0.7)
	s.hand[1] = Vec{0.45, 1.62, 0.2}
	f := person(s, clothes(m, pick(m.Seed, 3, true, false))).sized(0.70)
	hand := Vec{0.45 * 0.7, 1.62 * 0.7, 0.2 * 0.7}
	at := Vec{1.55 + 0.15*sin(1.1*m.Time), 3.5 + 0.20*sin(1.7*m.Time), -0.4}
	f.hard(srgb(0xd8d4cc), hand, hand.mix(at, 0.5).add(Vec{0.06, -0.16, 0}), 0.006, 0.006)
	f.hard(srgb(0xd8d4cc), hand.mix(at, 0.5).add(Vec{0.06, -0.16, 0}), at, 0.006, 0.006)
	cloth := srgb(pick[uint32](m.Seed, 77, 0xd8362c, 0x2f78c8, 0xf0b42c))
	if m.Paint != nil {
		cloth.Colour = *m.Paint
	}
	tilt := pitched(0.35 + 0.12*math.Sin(1.3*m.Time))
	c := func(x, y float32) Vec { return at.add(tilt.apply(Vec{x, y, 0.1 * x})) }
	f.face(cloth, c(0, 0), c(0, 0.42), c(0.30, 0.10))
	f.face(cloth.shade(0.75), c(0, 0), c(0.30, 0.10), c(0, -0.42))
	f.face(srgb(0xf2efe4), c(0, 0), c(-0.30, 0.10), c(0, 0.42))
	f.face(cloth.shade(0.9), c(0, 0), c(0, -0.42), c(-0.30, 0.10))
	last := c(0, -0.42)
	for k := range 6 {
		next := last.add(Vec{-0.14, -0.05 + 0.07*sin(4*m.Time-float64(k)), 0})
		f.hard(srgb(0xf2efe4), last, next, 0.02, 0.012)
		last = next
	}
	return f
}
