package effect

import "math"

// fold opens the picture like a sheet of paper that was folded three times over; the sheet lies flat and becomes the picture.
func fold(s *stage) draw {
	photo := s.photo(0)
	table := s.backdrop(0)
	paper := photo.map1(func(p *[4]float32) { // the back of the sheet
		p[0], p[1], p[2] = 0.90+0.03*p[0], 0.88+0.03*p[1], 0.83+0.03*p[2]
	})
	// Each hinge turns one half of what is visible over: from the last fold to the first.
	hinges := []struct{ from, to float64 }{{0.1, 0.3}, {0.29, 0.5}, {0.48, 0.7}}
	return func(c *Canvas, at moment) {
		u := at.U
		flat := glide(u, 0.72, 0.92)
		k := lerp(0.62, 1, flat)
		c.draw(table, s.zoom(table, 1.08, s.w/2, s.h/2), nil, paint{Dim: float32(-0.5 * (1 - flat))})
		tilt := lerp(0.55, 0, flat)
		var open [3]float64
		for i, h := range hinges {
			open[i] = spring(u, h.from, h.to, 0.9)
		}
		lift := 0.04 * s.unit * math.Sin(at.S*1.3) * (1 - flat)
		base := pose{X: s.w / 8 * (1 - open[1]) * 0.6, Y: lift + s.h/8*(1-open[0])*0.6, Tilt: tilt, Roll: 0.12 * (1 - flat) * (1 - open[2]), Scale: k}
		s.sheet(c, photo, paper, base, open, flat)
		c.vignette(float32(0.28 * (1 - flat)))
	}
}

// sheet draws the eight leaves of a folded sheet, 4 columns by 2 rows. open says how far each fold is opened: the rows, the
// halves and the outer columns.
func (s *stage) sheet(c *Canvas, photo, back *Texture, base pose, open [3]float64, flat float64) {
	rowFold, halfFold, outerFold := (1-open[0])*math.Pi, (1-open[1])*math.Pi, (1-open[2])*math.Pi
	type leaf struct {
		col, row int
	}
	// Those that are folded over later are drawn on top.
	order := []leaf{{1, 1}, {2, 1}, {0, 1}, {3, 1}, {1, 0}, {2, 0}, {0, 0}, {3, 0}}
	view := base.project(s.w, s.h, s.w, s.h)
	for _, l := range order {
		x0, y0 := float64(l.col)*s.w/4, float64(l.row)*s.h/2
		m, facing := view, math.Cos(base.Tilt)
		lit := 0.0
		hinge := func(vertical bool, at, angle float64) {
			if math.Abs(angle) < 1e-4 {
				return
			}
			m = m.mul(s.hinge(vertical, at, angle))
			facing *= math.Cos(angle)
			lit += 0.35 * math.Abs(math.Sin(angle))
		}
		if l.row == 0 {
			hinge(false, s.h/2, rowFold)
		}
		if l.col >= 2 {
			hinge(true, s.w/2, -halfFold)
		}
		switch l.col {
		case 0:
			hinge(true, s.w/4, outerFold)
		case 3:
			hinge(true, 3*s.w/4, -outerFold)
		}
		outline := []point{{x0, y0}, {x0 + s.w/4, y0}, {x0 + s.w/4, y0 + s.h/2}, {x0, y0 + s.h/2}}
		t := photo
		if facing < 0 {
			t = back
		}
		fade := float32(flat)
		s.piece(c, t, shift(0.012*s.unit*(1-flat), 0.03*s.unit*(1-flat)).mul(m), outline, paint{Dim: 1, Fade: 0.82 + 0.18*fade})
		crease := 0.0
		if (l.col+l.row)%2 == 1 {
			crease = 0.05 * (1 - flat)
		}
		s.piece(c, t, m, outline, paint{Dim: float32(lit + crease - 0.04*(1-flat))})
	}
}

// hinge turns the plane of the canvas about a vertical or horizontal line, seen from the usual distance.
func (s *stage) hinge(vertical bool, at, angle float64) mat {
	sin, cos := math.Sincos(angle)
	f := focal * s.w
	if vertical {
		return shift(at, s.h/2).mul(mat{cos, 0, 0, 0, 1, 0, -sin / f, 0, 1}).mul(shift(-at, -s.h/2))
	}
	return shift(s.w/2, at).mul(mat{1, 0, 0, 0, cos, 0, 0, -sin / f, 1}).mul(shift(-s.w/2, -at))
}
