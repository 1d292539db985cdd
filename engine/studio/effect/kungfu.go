package effect

import (
	"math"

	"zoetrope/engine/studio/lettering"
)

// kungfu strikes three times and freezes: the world turns to ink on paper, a brush stroke sweeps behind the fighter and a red
// seal is pressed on.
func kungfu(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	paperTone := rgb{0.93, 0.89, 0.80}
	ink := sub.plate.map1(func(p *[4]float32) {
		l := luma(p[0], p[1], p[2])
		l = float32(smooth(float64(l), 0.15, 0.62))
		q := paperTone.mix(rgb{0.16, 0.15, 0.16}, 0.42*(1-l))
		p[0], p[1], p[2] = q[0], q[1], q[2]
	})
	hero := sub.cut.map1(func(p *[4]float32) {
		a := p[3]
		l := luma(p[0], p[1], p[2])
		for k := range 3 {
			v := l + 0.55*(p[k]-l)
			p[k] = min(max((v-0.5*a)*1.3+0.5*a, 0), a)
		}
	})
	stroke := s.brush()
	seal := s.seal()
	hits := []float64{0.08, 0.15, 0.22}
	const freeze, sweep, press = 0.32, 0.37, 0.66
	return func(c *Canvas, at moment) {
		u := at.U
		push, shake, flash := 1.0, 0.0, 0.0
		for i, h := range hits {
			push += (0.10 + 0.05*float64(i)) * settle(u, h, h+0.03) * (1 - glide(u, h+0.03, h+0.09))
			shake += pulse(u, h, 0.07)
			flash += 0.5 * pulse(u, h, 0.025)
		}
		push += 0.22 * fall(u, hits[2]+0.04, freeze) * (1 - 0.75*settle(u, freeze, freeze+0.2))
		push += 0.04 * ramp(u, freeze, 1)
		jx, jy := 0.016*s.unit*shake*s.noise.at(at.S*40, 2), 0.016*s.unit*shake*s.noise.at(at.S*40, 7)
		if u < freeze {
			for i := range 4 { // a short trail of the strike
				k := 1 + (push-1)*(1-0.16*float64(i))
				c.draw(photo, shift(jx, jy).mul(s.zoom(photo, k, sub.cx, sub.cy)), nil, paint{Fade: []float32{0, 0.5, 0.67, 0.75}[i]})
			}
		} else {
			c.draw(ink, s.zoom(ink, lerp(1, push, 0.4), s.w/2, s.h/2), nil, paint{})
			c.each(func(x, y int, p []float32) {
				n := float32(1 + 0.05*s.noise.at(float64(x)/s.unit*150, float64(y)/s.unit*150))
				p[0], p[1], p[2] = p[0]*n, p[1]*n, p[2]*n
			})
			s.paintStroke(c, stroke, settle(u, sweep, sweep+0.16))
			s.splatter(c, settle(u, sweep, sweep+0.2))
			if sub.whole {
				k := 0.74
				c.draw(hero, s.zoom(hero, k*push*0.95, s.w/2, s.h*0.48), nil, paint{})
			} else {
				m := s.zoom(hero, push, sub.cx, sub.cy)
				c.draw(hero, shift(0.012*s.unit, 0.016*s.unit).mul(m), nil, paint{Dim: 1, Fade: 0.55})
				c.draw(hero, m, nil, paint{})
			}
		}
		if u > press-0.06 {
			k := lerp(2.6, 1, fall(u, press-0.06, press))
			c.put(seal, 0.86*s.w, 0.80*s.h, k*0.17*s.unit/float64(seal.W), -0.06, paint{Fade: float32(1 - smooth(u, press-0.06, press))})
		}
		c.flash(grey(1), math.Min(flash, 0.8)+pulse(u, freeze, 0.04))
		c.vignette(float32(0.22 * smooth(u, 0, 0.1)))
	}
}

// brush is a broad stroke of a dry brush, from left to right: coverage grows thin in streaks towards its end.
func (s *stage) brush() *Texture {
	w, h := int(1.1*s.w), int(0.5*s.h)
	t := blank(w, h)
	for y := range h {
		v := (float64(y)+0.5)/float64(h)*2 - 1
		for x := range w {
			u := (float64(x) + 0.5) / float64(w)
			edge := 0.78 + 0.12*s.noise.fbm(u*5, 3, 3) - 0.25*smooth(u, 0.5, 1)
			d := edge - math.Abs(v+0.12*math.Sin(u*3.1))
			dry := s.noise.fbm(u*2.5, v*34+7, 3)
			a := smooth(d, 0, 0.06) * smooth(0.62+0.7*dry-0.75*math.Pow(u, 1.6), 0, 0.22) * smooth(u, 0.01, 0.05)
			k := float32(a * 0.94)
			copy(t.Pix[4*(y*w+x):], []float32{k * 0.075, k * 0.07, k * 0.075, k})
		}
	}
	return t.finish()
}

// paintStroke draws the stroke as far as the brush has come.
func (s *stage) paintStroke(c *Canvas, t *Texture, come float64) {
	if come <= 0 {
		return
	}
	w, h := float64(t.W), float64(t.H)
	m := shift(s.w/2, 0.56*s.h).mul(turn(-0.16)).mul(shift(-w/2, -h/2))
	c.draw(t, m, []point{{0, 0}, {w * come, 0}, {w * come, h}, {0, h}}, paint{})
}

// splatter are drops of ink around a stroke.
func (s *stage) splatter(c *Canvas, amount float64) {
	d := s.dice.fork(41)
	all := make([]sprite, 60)
	for i := range all {
		x := d.at(5 * i)
		if x > amount {
			continue
		}
		y := 0.56 - 0.16*(x-0.5) + (d.at(5*i+1)-0.5)*0.75
		big := d.at(5*i + 2)
		all[i] = sprite{
			X: x * s.w, Y: y * s.h, R: s.unit * (0.002 + 0.012*big*big*big), Flat: d.between(5*i+3, 0.6, 1), Angle: 3 * d.at(5*i+4),
			Colour: rgb{0.075, 0.07, 0.075}, Alpha: 0.92, Hard: 0.85,
		}
	}
	c.sprites(all)
}

// seal is a red stamp with worn edges. Its letters are those for "martial" where the machine has a font for them.
func (s *stage) seal() *Texture {
	const size = 220
	st := lettering.Style{Face: lettering.Display, Size: 150}
	word := "武"
	if st.Width(word) < 20 {
		word = "KF"
	}
	mask, _ := st.Line(word)
	// The middle of the ink, not of the line, stands in the middle of the seal.
	x0, y0, x1, y1 := mask.W, mask.H, 0, 0
	for i, v := range mask.Pix {
		if v > 0.5 {
			x0, x1, y0, y1 = min(x0, i%mask.W), max(x1, i%mask.W), min(y0, i/mask.W), max(y1, i/mask.W)
		}
	}
	t := blank(size, size)
	for y := range size {
		for x := range size {
			u, v := float64(x)/size*2-1, float64(y)/size*2-1
			worn := 0.05 * s.noise.fbm(u*5, v*5, 3)
			d := 0.93 + worn - math.Pow(math.Pow(math.Abs(u), 8)+math.Pow(math.Abs(v), 8), 1.0/8)
			a := smooth(d, 0, 0.03) * smooth(s.noise.fbm(u*9+30, v*9, 3), -0.85, -0.55)
			ink := mask.At(x-size/2+(x0+x1)/2, y-size/2+(y0+y1)/2)
			rim := smooth(math.Abs(d-0.09), 0.012, 0.03)
			k := float32(a*rim) * (1 - ink)
			copy(t.Pix[4*(y*size+x):], []float32{k * 0.76, k * 0.09, k * 0.07, k})
		}
	}
	return t.finish()
}
