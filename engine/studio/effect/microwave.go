package effect

import (
	"fmt"
	"math"

	"zoetrope/engine/studio/lettering"
)

// microwave turns the picture on the plate of an oven, seen through the mesh of its door, while the seconds run down; at zero it
// pings, and the picture pops up to the camera.
func microwave(s *stage) draw {
	sub := s.subject(0)
	photo := s.photo(0)
	print := sub.cut
	if sub.whole {
		print = matted(s.print(0, 0.5*s.w, 0.5*s.h), 0.02*s.unit, 0, rgb{0.96, 0.95, 0.92})
	}
	// The window of the door and the panel at its right.
	wx, wy, ww, wh := 0.06*s.w, 0.12*s.h, 0.66*s.w, 0.76*s.h
	if s.h > s.w {
		wx, wy, ww, wh = 0.06*s.w, 0.24*s.h, 0.62*s.w, 0.5*s.h
	}
	panelX := wx + ww + 0.05*s.w
	digits := make(map[string]*Texture)
	st := lettering.Style{Face: lettering.Display, Size: 0.10 * math.Min(s.w-panelX, s.h) * 3}
	st = st.Fit("0:00", (s.w-panelX)*0.62)
	for sec := range 10 {
		t := fmt.Sprintf("0:%02d", sec)
		digits[t] = label(t, st, rgb{0.35, 1, 0.62})
	}
	const warm, ping = 0.1, 0.74
	cx, cy := wx+ww/2, wy+0.80*wh
	return func(c *Canvas, at moment) {
		u := at.U
		run := smooth(u, warm-0.05, warm) * (1 - smooth(u, ping, ping+0.02))
		hum := 1 + 0.05*s.noise.at(at.S*20, 2)*run
		s.ovenInside(c, wx, wy, ww, wh, run*hum)
		out := glide(u, ping+0.04, 0.94)
		// The plate and what turns on it.
		turnBy := at.S * 2.2 * (1 - smooth(u, ping-0.05, ping))
		s.plate(c, cx, cy, 0.36*ww, turnBy)
		bw, bh := math.Max(sub.width(), 1)*float64(print.W)/s.w, math.Max(sub.height(), 1)*float64(print.H)/s.h
		if sub.whole {
			bw, bh = float64(print.W), float64(print.H)
		}
		fit := math.Min(0.56*ww/bw, 0.66*wh/bh)
		puff := 1 + 0.06*fall(u, 0.3, ping)*(1+0.3*math.Sin(at.S*9)) + 0.10*pulse(u, ping, 0.1)
		mid := point{(sub.x0 + sub.x1) / 2 * float64(print.W) / s.w, (sub.y0 + sub.y1) / 2 * float64(print.H) / s.h}
		p := pose{X: cx - s.w/2, Y: cy - s.h/2 - 0.5*bh*fit*puff + 0.02*wh, Yaw: 0.9 * math.Sin(turnBy) * (1 - out), Scale: fit * puff}
		m := p.project(2*mid.X, 2*mid.Y, s.w, s.h)
		glow := rgb{1, 1, 1}.mix(rgb{1.25, 0.98, 0.68}, float32(run))
		if out < 1 {
			c.draw(print, m, nil, paint{Tint: &glow})
		}
		s.steam(c, cx, cy-0.2*wh, 0.3*ww, at.S, smooth(u, 0.4, ping)*(1-out))
		s.door(c, wx, wy, ww, wh, panelX)
		left := int(math.Ceil(9 * (1 - ramp(u, warm, ping))))
		t := digits[fmt.Sprintf("0:%02d", min(max(left, 0), 9))]
		blink := float32(0)
		if u > ping && math.Mod(at.S*5, 2) < 1 {
			blink = 0.75
		}
		c.put(t, panelX+(s.w-panelX)*0.46, wy+0.12*wh, 1, 0, paint{Fade: blink})
		c.glow(panelX+(s.w-panelX)*0.46, wy+0.12*wh, 0.13*s.unit, rgb{0.2, 0.9, 0.5}, 0.25)
		c.bloom(0.7, 0.5, 0.05*s.unit)
		c.flash(rgb{1, 0.97, 0.88}, 0.8*pulse(u, ping, 0.05))
		if out > 0 {
			// It comes out: the photograph itself, from the size it had in the oven.
			k := lerp(0.4, 1, out)
			m := shift(lerp(cx-s.w/2, 0, out), lerp(wy+0.45*wh-s.h/2, 0, out)).mul(about(turn(0.12*math.Sin(math.Pi*out)), s.w/2, s.h/2)).mul(s.zoom(photo, k, s.w/2, s.h/2))
			c.draw(photo, m, nil, paint{Fade: float32(1 - smooth(out, 0, 0.18))})
		}
		c.vignette(float32(0.25 * (1 - out)))
	}
}

// ovenInside is a box of enamel with a lamp in its ceiling.
func (s *stage) ovenInside(c *Canvas, x0, y0, w, h, lit float64) {
	c.each(func(x, y int, p []float32) {
		u, v := (float64(x)-x0)/w, (float64(y)-y0)/h
		// The back wall is a smaller rectangle; the other walls are darker towards the door.
		e := math.Max(math.Abs(u-0.5)*2/0.74, math.Abs(v-0.46)*2/0.72)
		wall := 0.62
		if e > 1 {
			wall = 0.62 - 0.28*math.Min((e-1)*2.2, 1)
		}
		if v > 0.82 {
			wall *= 0.9
		}
		lamp := math.Exp(-((u-0.62)*(u-0.62)*5 + (v-0.02)*(v-0.02)*3))
		k := float32(wall * (0.20 + lit*(0.75+0.8*lamp)))
		tone := rgb{0.92, 0.95, 0.98}.mix(rgb{1.08, 0.92, 0.68}, float32(lit))
		p[0], p[1], p[2] = k*tone[0], k*tone[1], k*tone[2]
	})
}

// plate is the glass plate that turns.
func (s *stage) plate(c *Canvas, x, y, r, angle float64) {
	all := []sprite{
		{X: x, Y: y + 0.05*r, R: 1.08 * r, Flat: 0.24, Alpha: 0.45},
		{X: x, Y: y, R: r, Flat: 0.22, Colour: rgb{0.80, 0.86, 0.88}, Alpha: 0.55, Hard: 0.93},
		{X: x, Y: y, R: 0.86 * r, Flat: 0.22, Colour: rgb{0.62, 0.68, 0.70}, Alpha: 0.5, Hard: 0.95},
	}
	for i := range 5 { // marks that show the turning
		a := angle + float64(i)*2*math.Pi/5
		all = append(all, sprite{X: x + 0.92*r*math.Cos(a), Y: y + 0.92*r*0.22*math.Sin(a), R: 0.035 * r, Flat: 0.4, Colour: rgb{1, 1, 1}, Alpha: 0.7})
	}
	c.sprites(all)
}

// steam rises in soft wisps.
func (s *stage) steam(c *Canvas, x, y, wide, seconds, amount float64) {
	if amount <= 0.01 {
		return
	}
	d := s.dice.fork(55)
	all := make([]sprite, 24)
	for i := range all {
		ph := seconds*0.45*d.between(4*i, 0.7, 1.3) + d.at(4*i+1)
		age := ph - math.Floor(ph)
		all[i] = sprite{
			X: x + wide*(d.at(4*i+2)*2-1)*(0.7+0.5*age) + 0.03*s.unit*math.Sin(seconds*2+9*d.at(4*i+3)), Y: y - 0.42*s.h*age,
			R: s.unit * (0.03 + 0.10*age), Flat: 0.7, Angle: 2 * d.at(4*i), Colour: rgb{1, 0.98, 0.94}, Alpha: 0.16 * amount * math.Sin(math.Pi*age),
		}
	}
	c.sprites(all)
}

// door is the front of the oven: steel, a dark rim around the window, a mesh over it and a panel with keys.
func (s *stage) door(c *Canvas, x0, y0, w, h, panelX float64) {
	r := 0.05 * s.unit
	pitch := math.Max(0.011*s.unit, 3)
	px0, px1 := panelX, s.w-0.04*s.w
	c.rows(func(y int, row []float32) {
		for x := range c.W {
			px, py := float64(x)+0.5, float64(y)+0.5
			d := rounded(px, py, x0, y0, w, h, r) // below 0 inside the window
			p := row[4*x : 4*x+4]
			if d < 0 {
				// A mesh of dark metal with round holes, and the sheen of the pane.
				u, v := px/pitch-math.Floor(px/pitch)-0.5, py/pitch-math.Floor(py/pitch)-0.5
				hole := smooth(math.Sqrt(u*u+v*v), 0.50, 0.38)
				k := float32(0.62 + 0.38*hole)
				if d > -0.035*s.unit {
					k *= float32(0.25 + 0.75*ramp(-d, 0, 0.035*s.unit))
				}
				sheen := float32(0.07 * smooth(math.Sin((px*0.8+py)/s.unit*2.4), 0.55, 0.9))
				p[0], p[1], p[2] = p[0]*k+sheen, p[1]*k+sheen, p[2]*k+sheen*1.1
				continue
			}
			if d < 0.035*s.unit {
				k := float32(0.05 + 0.06*ramp(d, 0, 0.035*s.unit))
				p[0], p[1], p[2] = k, k, k*1.08
				continue
			}
			steel := 0.42 + 0.10*math.Sin(py/s.h*math.Pi) + 0.05*s.noise.at(px/s.unit*2, py/s.unit*190)
			k := float32(steel)
			key := rgb{k, k, k * 1.03}
			if px > px0 && px < px1 {
				u, v := (px-px0)/(px1-px0), (py-y0)/h
				if rounded(px, py, px0, y0, (px1-px0)*0.93, 0.24*h, 0.3*r) < 0 {
					key = rgb{0.02, 0.05, 0.04}
				} else if v > 0.33 && v < 0.97 && u < 0.93 {
					cu, cv := u/0.93*3, (v-0.33)/0.16
					fu, fv := cu-math.Floor(cu)-0.5, cv-math.Floor(cv)-0.5
					if math.Max(math.Abs(fu), math.Abs(fv)) < 0.38 {
						key = rgb{k * 0.55, k * 0.56, k * 0.6}
					}
				}
			}
			p[0], p[1], p[2] = key[0], key[1], key[2]
		}
	})
}

// rounded is the distance in pixels from a rectangle with round corners, negative inside.
func rounded(x, y, x0, y0, w, h, r float64) float64 {
	dx, dy := math.Abs(x-x0-w/2)-w/2+r, math.Abs(y-y0-h/2)-h/2+r
	return math.Hypot(math.Max(dx, 0), math.Max(dy, 0)) + math.Min(math.Max(dx, dy), 0) - r
}
