package effect

import (
	"cmp"
	"math"
	"slices"
)

// carousel hangs several pictures on a ring in a dark room with a polished floor; the ring turns from one to the next, and the
// last one (the first picture) comes forward and fills the frame.
func carousel(s *stage) draw {
	n := len(s.pictures)
	slots := n
	for slots < 6 {
		slots += n // a ring of few pictures shows them again
	}
	wide := math.Min(0.46*s.w, 0.62*s.h*1.3)
	tall := wide * s.h / s.w
	if s.h > s.w {
		wide, tall = 0.56*s.w, 0.56*s.w*1.3
	}
	k := s.detail()
	cards := make([]*Texture, n)
	for i := range cards {
		cards[i] = matted(s.print(i, wide*k, tall*k), 0.018*wide*k, 0, rgb{0.95, 0.95, 0.93})
	}
	first := s.photo(0)
	radius := wide * float64(slots) / (2 * math.Pi) * 1.28
	floor := 0.60 * tall
	tone := mean(first).mix(rgb{0.10, 0.11, 0.15}, 0.8)
	type spot struct {
		card int
		p    pose
		z    float64
	}
	spots := make([]spot, slots)
	return func(c *Canvas, at moment) {
		u := at.U
		c.gradient(tone.times(0.55), tone.times(1.25))
		// It pauses at each picture on its way round.
		turns := 0.0
		for i := range n {
			a := 0.06 + 0.74*float64(i)/float64(n)
			turns += glide(u, a+0.03, a+0.74/float64(n))
		}
		angle := -turns * 2 * math.Pi / float64(slots)
		if slots == n {
			angle = -turns * 2 * math.Pi / float64(n)
		}
		come := glide(u, 0.82, 0.98)
		away := lerp(1.25, 0.42, smooth(u, 0, 0.14)) * radius
		for i := range spots {
			a := angle + 2*math.Pi*float64(i)/float64(slots)
			sin, cos := math.Sincos(a)
			spots[i] = spot{i % n, pose{X: radius * sin, Y: -0.02 * s.h, Z: radius*(1-cos) + away, Yaw: a}, 1 - cos}
			spots[i].p.Scale = 1 / k
		}
		slices.SortFunc(spots, func(a, b spot) int { return cmp.Compare(b.z, a.z) })
		for _, v := range spots {
			if math.Cos(v.p.Yaw) < -0.95 {
				continue
			}
			t := cards[v.card]
			w, h := float64(t.W), float64(t.H)
			p := v.p
			dim := float32(0.85 * v.z / 2)
			fade := float32(come)
			// The reflection stands upside down below the floor.
			r := p
			r.Y += 2*floor + 0.02*s.h
			mirror := r.project(w, h, s.w, s.h).mul(about(scaling(1, -1), w/2, h/2))
			c.draw(t, mirror, []point{{0, h * 0.45}, {w, h * 0.45}, {w, h}, {0, h}}, paint{Fade: 0.80 + 0.2*fade, Dim: dim})
			shown := t
			m := p.project(w, h, s.w, s.h)
			back := float32(0)
			if math.Cos(p.Yaw) < 0 {
				back = 0.7
			}
			c.draw(shown, m, nil, paint{Dim: dim + (1-dim)*back, Fade: fade * float32(math.Min(v.z*6, 1))})
		}
		s.floorSheen(c, tone, 1-come)
		if come > 0 {
			size := lerp(wide/s.w*focal*s.w/(focal*s.w+away), 1, come)
			m := shift(0, lerp(-0.02*s.h*focal*s.w/(focal*s.w+away), 0, come)).mul(s.zoom(first, size, s.w/2, s.h/2))
			c.draw(first, m, nil, paint{Fade: float32(1 - smooth(come, 0, 0.25))})
		}
		c.vignette(float32(0.3 * (1 - come)))
	}
}

// floorSheen dims the lower part of the frame like a dark floor under a light from above.
func (s *stage) floorSheen(c *Canvas, tone rgb, amount float64) {
	c.rows(func(y int, row []float32) {
		v := float64(y) / s.h
		k := float32(0.55 * smooth(v, 0.72, 1) * amount)
		if k <= 0 {
			return
		}
		p := tone.times(0.45)
		for x := range c.W {
			over(row[4*x:4*x+4], k*p[0], k*p[1], k*p[2], k)
		}
	})
}
