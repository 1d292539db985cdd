package figure

import "math"

// rails are a track on sleepers and ballast from x0 to x1; they stay where they are while the train goes way metres.
func (f *body) rails(x0, x1 float32, way float64) {
	f.wedge(srgb(0x6b655c), Vec{(x0 + x1) / 2, -0.10, 0}, pitched(0), (x1-x0)/2+0.4, 0.13, 2.1, (x1-x0)/2, 1.5)
	const apart = 1.3
	for x := x0 + apart*float32(1-fract(way/apart)); x < x1; x += apart {
		f.box(srgb(0x40301f), Vec{x, 0.05, 0}, pitched(0), 0.14, 0.04, 1.25)
	}
	for _, z := range []float32{-0.75, 0.75} {
		f.box(steel, Vec{(x0 + x1) / 2, 0.13, z}, pitched(0), (x1-x0)/2, 0.05, 0.05)
	}
}

// steamTrain is a tender locomotive with six coupled wheels and three coaches under its own steam.
func steamTrain(m Moment) *body {
	coat := glossy(pick[uint32](m.Seed, 75, 0x16351f, 0x5a1a18, 0x15181b), 0.6)
	if m.Paint != nil {
		coat.Colour = *m.Paint
	}
	var f body
	f.rails(-20.5, 17.5, m.Way)
	first := len(f.parts)
	f.locomotive(coat, m)
	f.box(coat, Vec{4.9, 1.75, 0}, pitched(0), 1.9, 0.85, 1.25) // the tender
	f.wedge(srgb(0x121212), Vec{4.9, 2.72, 0}, pitched(0), 1.5, 0.22, 1.0, 0.9, 0.6)
	for _, wx := range []float32{3.7, 4.9, 6.1} {
		f.wheels(wx, 0.5, m)
	}
	livery := glossy(pick[uint32](m.Seed, 76, 0x6d1f1b, 0x4a3320, 0x20402f), 0.5)
	for k := range 3 {
		f.coach(livery, -1.6-7.4*float32(k), m)
	}
	f.place(first, pitched(0), Vec{0, 0.18, 0})
	f.plume(Vec{13.1, 4.35, 0}, m)
	return &f
}

// wheels are a pair on one axle.
func (f *body) wheels(x, r float32, m Moment) {
	for _, z := range []float32{-0.78, 0.78} {
		f.wheel(Vec{x, r, z}, r, 0.09, m.Way/float64(r), srgb(0x6a1d18))
	}
}

func (f *body) locomotive(coat Paint, m Moment) {
	black := glossy(0x141517, 0.5)
	brass := glossy(0xb08a3c, 0.8)
	f.hard(coat, Vec{8.6, 2.25, 0}, Vec{13.0, 2.25, 0}, 0.82, 0.82)
	f.hard(black, Vec{12.6, 2.25, 0}, Vec{13.65, 2.25, 0}, 0.86, 0.80)
	f.disc(black, Vec{13.72, 2.25, 0}, pitched(0), 0.10, 0.74, 0.74)
	f.disc(brass, Vec{13.83, 2.25, 0}, pitched(0), 0.04, 0.10, 0.10)
	for _, x := range []float32{9.3, 10.5, 11.7} { // boiler bands
		f.disc(brass, Vec{x, 2.25, 0}, pitched(0), 0.03, 0.84, 0.84)
	}
	f.hard(black, Vec{13.1, 2.9, 0}, Vec{13.1, 3.95, 0}, 0.30, 0.24) // the chimney
	f.hard(black, Vec{13.1, 3.98, 0}, Vec{13.1, 4.05, 0}, 0.36, 0.36)
	f.oval(brass, Vec{11.1, 3.05, 0}, pitched(0), 0.34, 0.40, 0.34) // the steam dome
	f.hard(black, Vec{9.8, 2.95, 0}, Vec{9.8, 3.22, 0}, 0.22, 0.20)
	f.box(coat, Vec{7.75, 2.35, 0}, pitched(0), 0.95, 1.05, 1.28) // the cab
	f.windows(glowing(0xf2c26a, 0.5), 1, 7.2, 8.35, 2.45, 3.1, 1.3)
	f.wedge(black, Vec{7.75, 3.50, 0}, pitched(0), 1.2, 0.12, 1.4, 1.1, 0.8)
	f.box(black, Vec{10.6, 1.28, 0}, pitched(0), 3.5, 0.07, 1.25) // the running board
	f.box(srgb(0x8f1d17), Vec{14.15, 1.05, 0}, pitched(0), 0.09, 0.22, 1.2)
	f.disc(glowing(0xfff0c8, 5), Vec{13.95, 3.0, 0}, pitched(0), 0.10, 0.16, 0.16)
	for _, wx := range []float32{8.6, 10.2, 11.8} {
		f.wheels(wx, 0.78, m)
	}
	f.wheels(13.3, 0.45, m)
	turn := m.Way / 0.78
	for i, z := range []float32{-0.95, 0.95} { // the rods of the two sides are a quarter turn apart
		s, c := sincos(-turn + math.Pi/2*float64(i))
		pin := func(x float32) Vec { return Vec{x + 0.36*c, 0.78 + 0.36*s, z} }
		f.hard(steel, pin(8.6), pin(11.8), 0.055, 0.055)
		f.hard(steel, pin(10.2), Vec{12.5 + 0.36*c, 0.80, z}, 0.05, 0.05)
		f.hard(black, Vec{12.6, 0.85, z}, Vec{13.5, 0.85, z}, 0.27, 0.27)
	}
}

func (f *body) coach(livery Paint, x float32, m Moment) {
	f.box(livery, Vec{x, 2.05, 0}, pitched(0), 3.5, 1.1, 1.35)
	f.wedge(srgb(0x3b3d40), Vec{x, 3.28, 0}, pitched(0), 3.6, 0.14, 1.42, 3.4, 0.8)
	f.windows(glowing(0xf2d9a0, 0.5), 6, x-3.2, x+3.2, 2.15, 2.85, 1.37)
	for _, z := range []float32{-1.37, 1.37} {
		f.hard(srgb(0xd8b45c), Vec{x - 3.45, 1.85, z}, Vec{x + 3.45, 1.85, z}, 0.03, 0.03)
	}
	f.box(srgb(0x232426), Vec{x, 0.85, 0}, pitched(0), 3.4, 0.14, 1.1)
	for _, wx := range []float32{-2.7, -1.7, 1.7, 2.7} {
		f.wheels(x+wx, 0.45, m)
	}
}

// plume is the steam from a chimney, a puff for every half turn of the wheels, that rises, grows, thins and stays behind.
func (f *body) plume(from Vec, m Moment) {
	const puffs, apart, gone = 13, 2.1, 26
	lag := float32(math.Mod(m.Way, apart))
	for k := puffs - 1; k >= 0; k-- {
		behind := lag + apart*float32(k)
		age := behind / gone
		if age > 1 {
			continue
		}
		own := math.Floor(m.Way/apart) - float64(k) // keeps its shape as it ages
		sway := 0.5 * age * sin(own*2.4+0.8*m.Time)
		steam := Paint{Colour: Colour{0.78, 0.78, 0.80}, Smoke: 0.9, Clear: min(0.10+0.85*age, 1)}
		at := from.add(Vec{-behind, 0.3 + 2.6*float32(math.Sqrt(float64(age))) + 0.35*sin(own*1.7), sway})
		r := 0.75 + 1.6*age
		f.cone(steam, at, at.add(Vec{-0.9 * r, 0.2 * r, 0.3 * r * sin(own)}), r, 0.8*r)
	}
}
