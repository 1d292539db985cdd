package effect

import (
	"cmp"
	"math"
	"slices"
)

// explode shakes the subject until it bursts into shards, lets them hang in the air, and pulls them together again.
func explode(s *stage) draw {
	sub := s.subject(0)
	const blast, hang, back, whole = 0.2, 0.52, 0.62, 0.86
	pieces := shatter(s.dice.fork(1), 150, sub.x0-4, sub.y0-4, sub.x1+4, sub.y1+4, sub.cx, sub.cy)
	type flight struct {
		shard
		vx, vy, vz, tilt, yaw, roll float64
	}
	var shards []flight
	for i, p := range pieces {
		d := s.dice.fork(100 + i)
		dx, dy := p.x-sub.cx, p.y-sub.cy
		r := math.Hypot(dx, dy) + 0.08*s.unit
		force := s.unit * (0.25 + 0.45*d.at(0)) * math.Sqrt(0.12*s.unit/p.size/4+0.25)
		shards = append(shards, flight{
			p, dx/r*force + d.between(1, -0.08, 0.08)*s.unit, dy/r*force - d.between(2, 0, 0.12)*s.unit,
			-d.between(3, -0.35, 0.75) * s.w * 0.8, d.between(4, -3, 3), d.between(5, -3, 3), d.between(6, -2, 2),
		})
	}
	slices.SortFunc(shards, func(a, b flight) int { return cmp.Compare(b.vz, a.vz) })
	dust := debris(s, sub, 220)
	photo := s.photo(0)
	return func(c *Canvas, at moment) {
		u := at.U
		shake := 0.006 * s.unit * (smooth(u, 0.04, blast)*(1-ramp(u, blast, blast+0.01)) + 2.2*pulse(u, blast, 0.12))
		jx, jy := shake*s.noise.at(at.S*38, 3), shake*s.noise.at(at.S*38, 9)
		push := 1 + 0.05*settle(u, blast, hang)*(1-glide(u, back, whole)) + 0.02*smooth(u, 0, blast)*(1-glide(u, back, whole))
		out := settle(u, blast, hang) + 0.12*ramp(u, blast, back)
		out *= 1 - fall(u, back, whole)*fall(u, back, whole)
		if u <= blast || u >= whole {
			squeeze := 1 - 0.035*smooth(u, 0.1, blast)*(1-ramp(u, blast, blast+0.01)) + 0.02*pulse(u, whole, 0.12)
			c.draw(photo, shift(jx, jy).mul(s.zoom(photo, push*squeeze, sub.cx, sub.cy)), nil, paint{})
			if squeeze < 1 {
				c.draw(photo, shift(jx, jy).mul(s.zoom(photo, push, sub.cx, sub.cy)), nil, paint{})
				c.draw(sub.cut, shift(jx, jy).mul(s.zoom(sub.cut, push*squeeze, sub.cx, sub.cy)), nil, paint{})
			}
		} else {
			dim := float32(0.15 * math.Min(out*1.5, 1))
			c.draw(sub.plate, shift(jx, jy).mul(s.zoom(sub.plate, push, sub.cx, sub.cy)), nil, paint{Dim: dim})
			for i := range shards {
				p := &shards[i]
				m := s.spin(p.x, p.y, p.vx*out, p.vy*out+0.05*s.unit*out*out, p.vz*out, p.tilt*out, p.yaw*out, p.roll*out)
				face := math.Abs(pose{Tilt: p.tilt * out, Yaw: p.yaw * out}.facing())
				glint := math.Pow(face, 24) * math.Min(out*4, 1) * 0.45
				low := shift(0.015*s.unit*out, 0.06*s.unit*out)
				s.piece(c, sub.cut, low.mul(m), p.outline, paint{Dim: 1, Fade: float32(1 - 0.35*math.Min(out*6, 1))})
				s.piece(c, sub.cut, m, p.outline, paint{Dim: float32(0.5*(1-face) - glint)})
			}
			c.sprites(dust(u, out))
		}
		c.glow(sub.cx, sub.cy, 0.75*s.unit, rgb{1, 0.75, 0.4}, 0.9*pulse(u, blast, 0.16))
		c.ring(sub.cx, sub.cy, s.unit*1.3*settle(u, blast, blast+0.28), 0.05*s.unit, rgb{1, 0.9, 0.75}, 0.7*pulse(u, blast, 0.2))
		c.ring(sub.cx, sub.cy, s.unit*0.9*settle(u, whole, 1), 0.03*s.unit, rgb{0.8, 0.9, 1}, 0.5*pulse(u, whole, 0.14))
		c.flash(grey(1), 0.85*pulse(u, blast, 0.045)+0.4*pulse(u, whole, 0.05))
		c.vignette(float32(0.25 * math.Min(out, 1)))
	}
}

// debris is the dust of an explosion in the subject's colours.
func debris(s *stage, sub *subject, n int) func(u, out float64) []sprite {
	d := s.dice.fork(3)
	grains := make([]sprite, n)
	home := make([]sprite, n)
	for i := range home {
		x, y := d.between(5*i, sub.x0, sub.x1), d.between(5*i+1, sub.y0, sub.y1)
		p, a := s.colourAt(sub.cut, x, y)
		home[i] = sprite{X: x, Y: y, R: s.unit * d.between(5*i+2, 0.0015, 0.006), Colour: p.mix(grey(1), 0.2), Alpha: float64(a), Hard: 0.6}
	}
	return func(_, out float64) []sprite {
		for i, g := range home {
			dx, dy := g.X-sub.cx, g.Y-sub.cy
			r := math.Hypot(dx, dy) + 0.03*s.unit
			k := out * s.unit * d.between(5*i+3, 0.3, 1.1)
			grains[i] = g
			grains[i].X, grains[i].Y = g.X+dx/r*k, g.Y+dy/r*k-0.1*k+0.12*s.unit*out*out
			grains[i].Alpha *= math.Min(out*5, 1)
		}
		return grains
	}
}
