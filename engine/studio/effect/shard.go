package effect

import "math"

// shard is a piece of a picture: a convex outline in pixels of the canvas.
type shard struct {
	outline []point
	x, y    float64 // its middle
	size    float64 // radius of a circle of its area
}

// shatter breaks a rectangle into about n pieces, smaller near a place: the cells of a Voronoi diagram whose sites crowd
// around it.
func shatter(d dice, n int, x0, y0, x1, y1, hitX, hitY float64) []shard {
	sites := make([]point, n)
	reach := math.Hypot(x1-x0, y1-y0)
	for i := range sites {
		if i%3 == 0 { // an even third, so that far pieces do not become slabs
			sites[i] = point{d.between(2*i, x0, x1), d.between(2*i+1, y0, y1)}
			continue
		}
		r, a := reach*math.Pow(d.at(2*i), 1.5)*0.7, 2*math.Pi*d.at(2*i+1)
		sites[i] = point{
			math.Min(math.Max(hitX+r*math.Cos(a), x0), x1) + d.between(3*n+i, -3, 3),
			math.Min(math.Max(hitY+r*math.Sin(a), y0), y1) + d.between(4*n+i, -3, 3),
		}
	}
	var out []shard
	for i, p := range sites {
		cell := []point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
		for j, q := range sites {
			if i != j && len(cell) > 0 {
				cell = nearer(cell, p, q)
			}
		}
		area := math.Abs(signedArea(cell))
		if len(cell) < 3 || area < 4 {
			continue
		}
		s := shard{outline: cell, size: math.Sqrt(area / math.Pi)}
		for _, c := range cell {
			s.x, s.y = s.x+c.X/float64(len(cell)), s.y+c.Y/float64(len(cell))
		}
		out = append(out, s)
	}
	return out
}

// nearer clips a polygon to what lies nearer to p than to q (Sutherland and Hodgman 1974).
func nearer(poly []point, p, q point) []point {
	mx, my, nx, ny := (p.X+q.X)/2, (p.Y+q.Y)/2, q.X-p.X, q.Y-p.Y
	side := func(a point) float64 { return (a.X-mx)*nx + (a.Y-my)*ny }
	out := make([]point, 0, len(poly)+1)
	for i, a := range poly {
		b := poly[(i+1)%len(poly)]
		da, db := side(a), side(b)
		if da <= 0 {
			out = append(out, a)
		}
		if (da < 0) != (db < 0) && da != db {
			t := da / (da - db)
			out = append(out, point{a.X + t*(b.X-a.X), a.Y + t*(b.Y-a.Y)})
		}
	}
	return out
}

// spin maps the plane of the canvas so that a place is moved by (dx, dy, dz) and what is around it turned.
func (s *stage) spin(x, y, dx, dy, dz, tilt, yaw, roll float64) mat {
	p := pose{X: x - s.w/2 + dx, Y: y - s.h/2 + dy, Z: dz, Tilt: tilt, Yaw: yaw, Roll: roll}
	return p.project(2*x, 2*y, s.w, s.h)
}

// piece draws the part of a texture of the canvas's shape inside an outline on the canvas, through a map of the canvas.
func (s *stage) piece(c *Canvas, t *Texture, m mat, outline []point, p paint) {
	k := float64(t.W) / s.w
	in := make([]point, len(outline))
	for i, o := range outline {
		in[i] = point{o.X * k, o.Y * float64(t.H) / s.h}
	}
	c.draw(t, m.mul(s.fit(t)), in, p)
}
