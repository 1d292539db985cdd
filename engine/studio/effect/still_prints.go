package effect

import (
	"math"

	"zoetrope/engine/studio/lettering"
)

// polaroid is an instant photo on a wooden table, with words written on its border.
func polaroid(s *stage, c *Canvas) {
	s.wood(c)
	side := math.Min(0.62*s.h, 0.78*s.w)
	border := 0.055 * side
	print := s.print(0, side, side).map1(func(p *[4]float32) {
		// The dyes of instant film: soft blacks with a cast, a little less colour.
		gradePixel(p[:3], 0.92, rgb{1.0, 0.99, 0.93}, rgb{0.055, 0.05, 0.075})
	})
	card := matted(print, border, 0.24*side, rgb{0.965, 0.955, 0.925})
	angle := -0.045 + 0.09*s.dice.at(80)
	cx, cy := s.w/2, s.h/2
	c.lay(card, castBy(card), cx, cy, 1, angle, 0.02*s.unit, paint{})
	text := s.words(24, "a day to keep")
	st := lettering.Style{Face: lettering.Script, Size: 0.115 * side}.Fit(text, 0.9*side)
	t := label(text, st, rgb{0.13, 0.15, 0.28})
	sin, cos := math.Sincos(angle)
	down := float64(card.H)/2 - 0.135*side
	c.put(t, cx-down*sin, cy+down*cos, 1, angle-0.015, paint{Fade: 0.08})
	tape := s.tape()
	up := float64(card.H)/2 - 0.01*side
	c.put(tape, cx+up*sin, cy-up*cos, 0.3*side/float64(tape.W), angle+0.06, paint{})
	c.vignette(0.3)
}

// wood is a table of planks.
func (s *stage) wood(c *Canvas) {
	plank := s.h / 5
	c.each(func(x, y int, p []float32) {
		row := math.Floor(float64(y) / plank)
		v := float64(y)/plank - row
		px, py := float64(x)/s.unit, float64(y)/s.unit
		rings := s.noise.fbm(px*1.3+row*7.7, py*16+row*3, 4)
		fibre := s.noise.at(px*5+row*13, py*190)
		k := float32(0.74 + 0.16*rings + 0.05*fibre + 0.06*s.noise.at(row*3.3, 1))
		if v < 0.02 || v > 0.985 {
			k *= 0.5
		}
		p[0], p[1], p[2] = 0.60*k, 0.43*k, 0.30*k
	})
	c.glow(0.3*s.w, 0.2*s.h, 0.9*s.unit, rgb{1, 0.9, 0.72}, 0.28)
}

// collage lays two to nine prints over one another on a board.
func collage(s *stage, c *Canvas) {
	n := len(s.pictures)
	tone := mean(s.print(0, 64, 64))
	c.gradient(tone.mix(rgb{0.93, 0.90, 0.85}, 0.78), tone.mix(rgb{0.80, 0.76, 0.70}, 0.7))
	s.grain(c, 0.035)
	text := s.words(22, "")
	board := s.h // height that the prints have
	if text != "" {
		board -= 0.17 * s.unit
	}
	cols := int(math.Ceil(math.Sqrt(float64(n) * s.w / board)))
	cols = max(1, min(cols, n))
	rows := (n + cols - 1) / cols
	cw, ch := s.w/float64(cols), board/float64(rows)
	d := s.dice.fork(81)
	for i := range n {
		row, in := i/cols, cols
		if row == rows-1 {
			in = n - row*cols // the last row is spread over the width
		}
		cw := cw
		if in < cols {
			cw = s.w / float64(in)
		}
		b := s.pictures[i].Bounds()
		aspect := math.Min(math.Max(float64(b.Dx())/float64(b.Dy()), 0.7), 1.45)
		h := math.Min(0.86*ch, 0.92*cw/aspect)
		w := h * aspect
		card := matted(s.print(i, w, h), 0.032*math.Min(w, h)+2, 0, rgb{0.975, 0.97, 0.955})
		x := (float64(i%cols)+0.5)*cw + d.between(4*i, -0.03, 0.03)*cw
		y := (float64(row)+0.5)*ch + d.between(4*i+1, -0.03, 0.03)*ch
		a := d.between(4*i+2, -0.09, 0.09)
		c.lay(card, castBy(card), x, y, 1, a, 0.012*s.unit, paint{})
		if i%2 == 0 {
			tape := s.tape()
			c.put(tape, x+math.Sin(a)*h/2, y-math.Cos(a)*h/2, 0.16*s.unit/float64(tape.W), a+d.between(4*i+3, -0.2, 0.2), paint{})
		}
	}
	if text != "" {
		st := lettering.Style{Face: lettering.Script, Size: 0.10 * s.unit}.Fit(text, 0.6*s.w)
		w := st.Width(text)
		c.rect(s.w/2-w/2-0.04*s.unit, s.h-0.185*s.unit, w+0.08*s.unit, 0.15*s.unit, rgb{0.98, 0.97, 0.94}, 0.94)
		c.write(text, st, s.w/2, s.h-0.08*s.unit, middle, rgb{0.15, 0.14, 0.18}, 1)
	}
	c.vignette(0.15)
}

// stamps is a sheet of postage stamps with perforated edges and one postmark.
func stamps(s *stage, c *Canvas) {
	c.gradient(rgb{0.35, 0.40, 0.42}, rgb{0.27, 0.31, 0.34})
	s.grain(c, 0.03)
	cols, rows := 3, 2
	if s.h > 1.15*s.w {
		cols, rows = 2, 3
	}
	gap := 0.02 * s.unit
	sw, sh := (s.w*0.94-gap)/float64(cols), (s.h*0.94-gap)/float64(rows)
	x0, y0 := (s.w-sw*float64(cols))/2, (s.h-sh*float64(rows))/2
	inks := []rgb{{0.62, 0.12, 0.14}, {0.10, 0.28, 0.52}, {0.12, 0.42, 0.30}, {0.55, 0.36, 0.08}, {0.38, 0.16, 0.48}, {0.16, 0.16, 0.18}}
	word := s.words(14, "POSTAGE")
	for i := range cols * rows {
		x, y := x0+float64(i%cols)*sw, y0+float64(i/cols)*sh
		stamp := s.stamp(i%len(s.pictures), sw*0.97, sh*0.97, inks[i%len(inks)], word, []string{"25", "40", "60", "80", "1.00", "1.50"}[i%6])
		c.lay(stamp, castBy(stamp), x+sw/2, y+sh/2, 1, (s.dice.at(90+i)-0.5)*0.02, 0.006*s.unit, paint{})
	}
	// A postmark across two of the stamps.
	mx, my, r := x0+sw*1.02, y0+sh*0.95, 0.19*s.unit
	c.each(func(x, y int, p []float32) {
		dx, dy := float64(x)-mx, float64(y)-my
		d := math.Hypot(dx, dy)
		ink := smooth(math.Abs(d-r), 0.010*s.unit, 0.005*s.unit) + smooth(math.Abs(d-0.72*r), 0.007*s.unit, 0.003*s.unit)
		if dx > r && dx < 3.2*r && math.Abs(dy) < 0.75*r {
			wave := math.Mod(dy+0.10*r*math.Sin(dx/r*5)+10*r, 0.25*r) - 0.125*r
			ink += smooth(math.Abs(wave), 0.010*s.unit, 0.005*s.unit)
		}
		worn := 0.55 + 0.45*s.noise.fbm(float64(x)/s.unit*14, float64(y)/s.unit*14, 3)
		k := float32(math.Min(ink, 1) * 0.72 * math.Max(worn, 0))
		p[0], p[1], p[2] = p[0]*(1-k)+0.08*k, p[1]*(1-k)+0.08*k, p[2]*(1-k)+0.11*k
	})
}

// stamp is one stamp: white paper with round bites along its edges, a frame, the picture in one ink and its value.
func (s *stage) stamp(picture int, w, h float64, ink rgb, word, value string) *Texture {
	c := newCanvas(int(w), int(h))
	c.fill(rgb{0.975, 0.965, 0.935})
	m := 0.075 * math.Min(w, h)
	pic := s.print(picture, w-2*m, h-2*m).map1(func(p *[4]float32) {
		l := luma(p[0], p[1], p[2])
		q := rgb{ink[0] * 0.55, ink[1] * 0.55, ink[2] * 0.55}.mix(rgb{0.99, 0.97, 0.92}, float32(smooth(float64(l), 0.02, 0.92)))
		for k := range 3 {
			p[k] = lerp32(q[k], p[k], 0.38)
		}
	})
	c.draw(pic, shift(m, m), nil, paint{})
	st := lettering.Style{Face: lettering.Display, Size: 0.17 * math.Min(w, h)}
	band := 0.20 * math.Min(w, h)
	c.rect(m, h-m-band, w-2*m, band, ink, 0.88)
	c.write(value, st, w-m-0.03*w, h-m-0.03*h, right, rgb{1, 0.99, 0.95}, 1)
	name := lettering.Style{Face: lettering.Display, Size: 0.11 * math.Min(w, h), Spacing: 0.08}.Fit(word, w-2*m-0.09*w-st.Width(value))
	c.write(word, name, m+0.03*w, h-m-0.045*h, left, rgb{1, 0.99, 0.95}, 1)
	t := &Texture{W: c.W, H: c.H, Pix: c.Pix}
	bite := 0.022 * math.Min(w, h)
	across, down := math.Round(w/(bite*3.1)), math.Round(h/(bite*3.1))
	for y := range t.H {
		for x := range t.W {
			px, py := float64(x)+0.5, float64(y)+0.5
			// Distance to the nearest hole of each pair of edges.
			hx := math.Abs(math.Mod(px/w*across+0.5, 1)-0.5) * w / across
			hy := math.Abs(math.Mod(py/h*down+0.5, 1)-0.5) * h / down
			d := math.Min(math.Min(math.Hypot(hx, py), math.Hypot(hx, h-py)), math.Min(math.Hypot(hy, px), math.Hypot(hy, w-px)))
			k := float32(math.Min(math.Max(d-bite+0.5, 0), 1))
			for j := range 4 {
				if j == 3 {
					t.Pix[4*(y*t.W+x)+3] = 1
				}
				t.Pix[4*(y*t.W+x)+j] *= k
			}
		}
	}
	return t.finish()
}

// filmstrip shows frames of one to four pictures on strips of film on a light table.
func filmstrip(s *stage, c *Canvas) {
	c.each(func(x, y int, p []float32) {
		dx, dy := float64(x)/s.w-0.5, float64(y)/s.h-0.5
		k := float32(0.97 - 0.35*(dx*dx+dy*dy))
		p[0], p[1], p[2] = k, k*0.985, k*0.95
	})
	n := len(s.pictures)
	strips := 2
	if s.h > s.w {
		strips = 3
	}
	tall := s.h / (float64(strips) + 0.25)
	angle := -0.07
	for j := range strips {
		y := s.h/2 + (float64(j)-float64(strips-1)/2)*tall*1.04
		frame := 0.66 * tall
		wide := frame * 1.45
		count := int(s.w*1.3/(wide*1.06)) + 2
		c.strip(s, y, tall*0.94, angle)
		for i := range count {
			x := (float64(i)-float64(count-1)/2)*wide*1.06 + (float64(j%2)-0.5)*wide*0.5
			pic := s.print((i+j)%n, wide, frame).map1(func(p *[4]float32) {
				gradePixel(p[:3], 1.12, rgb{1.06, 1.0, 0.93}, rgb{0.02, 0.01, 0})
			})
			sin, cos := math.Sincos(angle)
			c.put(pic, s.w/2+x*cos, y+x*sin, 1, angle, paint{})
			number := lettering.Style{Face: lettering.Display, Size: 0.085 * tall, Spacing: 0.1}
			t := label([]string{"12", "12A", "13", "13A", "14", "14A", "15"}[(i+3*j)%7], number, rgb{0.98, 0.66, 0.22})
			ty := 0.408 * tall
			c.put(t, s.w/2+x*cos-ty*sin, y+x*sin+ty*cos, 1, angle, paint{Fade: 0.1})
		}
	}
	c.vignette(0.2)
}

// strip is a length of dark film with sprocket holes through which the table shines.
func (c *Canvas) strip(s *stage, y0, tall, angle float64) {
	sin, cos := math.Sincos(angle)
	pitch := 0.115 * tall
	c.each(func(x, y int, p []float32) {
		dx, dy := float64(x)+0.5-s.w/2, float64(y)+0.5-y0
		u, v := dx*cos+dy*sin, dy*cos-dx*sin
		d := tall/2 - math.Abs(v)
		if d < -0.03*tall {
			return
		}
		if d < 0 { // its shadow
			k := float32(0.75 - 0.25*d/(0.03*tall))
			if k < 1 {
				p[0], p[1], p[2] = p[0]*k, p[1]*k, p[2]*k
			}
			return
		}
		hu := math.Mod(u+1000*pitch, pitch) - pitch/2
		hole := rounded(hu, d-0.075*tall, -0.026*tall, -0.036*tall, 0.052*tall, 0.072*tall, 0.014*tall)
		cover := float32(math.Min(math.Max(hole+0.5, 0), 1) * math.Min(d+0.5, 1))
		over(p[:3:3], 0.085*cover, 0.070*cover, 0.062*cover, cover)
	})
}
