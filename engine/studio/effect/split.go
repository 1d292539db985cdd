package effect

import (
	"math"

	"zoetrope/engine/studio/lettering"
)

// split compares two pictures, then and now: a bright line sweeps the second over the faded first, goes back for another look,
// and rests in the middle.
func split(s *stage) draw {
	then, now := s.photo(0), s.photo(1)
	old := then.map1(func(p *[4]float32) {
		q := *p
		sepia(&q)
		for k := range 3 {
			p[k] = lerp32(p[k], q[k], 0.55)
		}
	})
	st := lettering.Style{Face: lettering.Display, Size: 0.085 * s.unit, Spacing: 0.12}
	left, right := label("THEN", st, rgb{1, 1, 1}), label("NOW", st, rgb{1, 1, 1})
	shadowL, shadowR := castBy(left), castBy(right)
	return func(c *Canvas, at moment) {
		u := at.U
		// The line: in from the right, far to the left, back, and to the middle, each move easing into the next.
		x := lerp(1.04, 0.12, glide(u, 0.14, 0.42))
		x = lerp(x, 0.86, glide(u, 0.42, 0.68))
		x = lerp(x, 0.5, glide(u, 0.68, 0.9))
		line := x * s.w
		lean := 0.06 * s.h
		k := 1 + 0.05*glide(u, 0, 1)
		aged := float32(smooth(u, 0.03, 0.14))
		c.draw(then, s.zoom(then, k, s.w/2, s.h/2), nil, paint{})
		c.draw(old, s.zoom(old, k, s.w/2, s.h/2), nil, paint{Fade: 1 - aged})
		if line < s.w+lean {
			inv, _ := s.zoom(now, k, s.w/2, s.h/2).inverse()
			var q []point
			for _, p := range []point{{line + lean, -2}, {s.w + 2*lean + 4, -2}, {s.w + 2*lean + 4, s.h + 2}, {line - lean, s.h + 2}} {
				m, _ := inv.apply(p)
				q = append(q, m)
			}
			c.draw(now, s.zoom(now, k, s.w/2, s.h/2), q, paint{})
			s.divider(c, line, lean)
		}
		in := overshoot(u, 0.74, 0.9)
		if in > 0 {
			y := s.h*0.90 + (1-in)*0.2*s.h
			for i, t := range []*Texture{left, right} {
				px := []float64{0.25, 0.75}[i] * s.w
				c.put([]*Texture{shadowL, shadowR}[i], px+2, y+3, 4, 0, paint{Fade: 0.3})
				c.put(t, px, y, 1, 0, paint{})
			}
		}
		c.vignette(0.16 * aged)
	}
}

func lerp32(a, b, t float32) float32 { return a + (b-a)*t }

// divider is a leaning line of light with a round handle.
func (s *stage) divider(c *Canvas, x, lean float64) {
	c.rows(func(y int, row []float32) {
		at := x + lean*(1-2*(float64(y)+0.5)/s.h)
		for px := max(int(at-0.06*s.unit), 0); px < min(int(at+0.06*s.unit)+1, c.W); px++ {
			d := math.Abs(float64(px) + 0.5 - at)
			core := float32(math.Min(math.Max(0.0042*s.unit-d+0.5, 0), 1))
			halo := float32(0.45 * math.Exp(-d/(0.014*s.unit)))
			p := row[4*px : 4*px+4]
			screen(p, halo, halo, halo*0.92)
			over(p, core, core, core, core)
		}
	})
	r := 0.034 * s.unit
	c.sprites([]sprite{
		{X: x, Y: s.h/2 + 0.15*r, R: 1.5 * r, Colour: rgb{}, Alpha: 0.35},
		{X: x, Y: s.h / 2, R: r, Colour: rgb{1, 1, 1}, Alpha: 1, Hard: 0.94},
		{X: x - 0.42*r, Y: s.h / 2, R: 0.2 * r, Colour: rgb{0.25, 0.27, 0.3}, Alpha: 1, Hard: 0.6},
		{X: x + 0.42*r, Y: s.h / 2, R: 0.2 * r, Colour: rgb{0.25, 0.27, 0.3}, Alpha: 1, Hard: 0.6},
	})
}
