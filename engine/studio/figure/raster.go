package figure

import (
	"math"
	"sync"

	"zoetrope/engine/studio/vision"
)

// view maps figure space to a canvas: the axes of figure space in pixels, x right, y up and z towards the viewer.
type view struct {
	axes basis
	at   Vec // of the figure's origin on the canvas, y up from its bottom edge
}

func (v view) point(p Vec) Vec { return v.axes.apply(p).add(v.at) }

// sample is what is seen at a point of the canvas.
type sample struct {
	d, z   float32 // signed distance to the silhouette and depth, pixels
	n      Vec     // unit normal
	colour Colour
	glow   Colour
	gloss  float32
	clear  float32
	smoke  float32
	melt   float32
}

// canvas holds one sample per pixel, row 0 at the bottom.
type canvas struct {
	w, h   int
	px     []sample
	buffer *[]sample
}

// samples are reused from frame to frame: a large figure takes some 20 MB of them.
var samples = sync.Pool{New: func() any { return new([]sample) }}

func newCanvas(w, h int) *canvas {
	buffer := samples.Get().(*[]sample)
	if cap(*buffer) < w*h {
		*buffer = make([]sample, w*h)
	}
	c := &canvas{w: w, h: h, px: (*buffer)[:w*h], buffer: buffer}
	for i := range c.px {
		c.px[i].d = math.MaxFloat32
	}
	return c
}

func (c *canvas) free() { samples.Put(c.buffer) }

// solid is a part in pixels that can be sampled.
type solid struct {
	*part
	x0, y0, x1, y1 int
	melt           float32
	at             func(x, y float32, s *sample)
	coat           *wearing // nil for none
}

// prepare brings a part onto the canvas.
func prepare(p *part, v view, c *canvas) (solid, bool) {
	scale := v.axes.y.length()
	s := solid{part: p, melt: p.melt * scale}
	if scale < p.detail {
		return s, false
	}
	var low, high, origin, axis Vec
	var radius float32
	reach := s.melt + 1.5 // pixels beyond the outline to which the part matters
	if p.paint.coat != nil {
		reach += p.paint.coat.fur * scale
	}
	switch p.shape {
	case cone:
		a, b, ra, rb := v.point(p.a), v.point(p.b), p.ra*scale, p.rb*scale
		low = Vec{min(a.X-ra, b.X-rb), min(a.Y-ra, b.Y-rb), 0}
		high = Vec{max(a.X+ra, b.X+rb), max(a.Y+ra, b.Y+rb), 0}
		s.at, origin, axis, radius = coneAt(a, b, ra, rb, reach), a, b.sub(a), min(p.ra, p.rb)
	case ellipsoid:
		centre, u, w, t := v.point(p.a), v.axes.apply(p.u), v.axes.apply(p.v), v.axes.apply(p.w)
		ex := root(u.X*u.X + w.X*w.X + t.X*t.X)
		ey := root(u.Y*u.Y + w.Y*w.Y + t.Y*t.Y)
		low, high = centre.sub(Vec{ex, ey, 0}), centre.add(Vec{ex, ey, 0})
		s.at, origin, axis, radius = ellipsoidAt(centre, u, w, t, reach), centre, u, min(p.u.length(), p.v.length(), p.w.length())
	case tube:
		points := make([]Vec, len(p.points))
		low, high = Vec{1e9, 1e9, 0}, Vec{-1e9, -1e9, 0}
		widest := float32(0)
		for i, q := range p.points {
			points[i] = v.point(q)
			r := p.radii[i] * scale
			widest = max(widest, p.radii[i])
			low = Vec{min(low.X, points[i].X-r), min(low.Y, points[i].Y-r), 0}
			high = Vec{max(high.X, points[i].X+r), max(high.Y, points[i].Y+r), 0}
		}
		s.at, origin, axis, radius = tubeAt(points, p.radii, scale), points[0], points[len(points)-1].sub(points[0]), widest
	case polygon:
		points := make([]Vec, len(p.points))
		low, high = Vec{1e9, 1e9, 0}, Vec{-1e9, -1e9, 0}
		for i, q := range p.points {
			points[i] = v.point(q)
			low = Vec{min(low.X, points[i].X), min(low.Y, points[i].Y), 0}
			high = Vec{max(high.X, points[i].X), max(high.Y, points[i].Y), 0}
		}
		if p.closed && facesAway(points, v.point(p.a)) {
			return s, false
		}
		s.at = polygonAt(points, p.bulge)
	}
	if s.at == nil {
		return s, false
	}
	margin := s.melt + 1.5
	if p.paint.coat != nil {
		s.coat = newWearing(p.paint.coat, v, origin, axis, radius, scale)
		margin += s.coat.hair * scale
	}
	s.x0, s.y0 = max(int(low.X-margin), 0), max(int(low.Y-margin), 0)
	s.x1, s.y1 = min(int(high.X+margin)+1, c.w), min(int(high.Y+margin)+1, c.h)
	return s, s.x0 < s.x1 && s.y0 < s.y1
}

// draw samples all parts.
func (c *canvas) draw(parts []part, v view) {
	solids := make([]solid, 0, len(parts))
	for i := range parts {
		if s, ok := prepare(&parts[i], v, c); ok {
			solids = append(solids, s)
		}
	}
	vision.Rows(c.h, func(y0, y1 int) {
		var here sample
		for i := range solids {
			s := &solids[i]
			reach := s.melt + 1.5
			if s.coat != nil {
				reach += s.coat.hair * s.coat.scale
			}
			for y := max(y0, s.y0); y < min(y1, s.y1); y++ {
				row := c.px[y*c.w : (y+1)*c.w]
				for x := s.x0; x < s.x1; x++ {
					s.at(float32(x)+0.5, float32(y)+0.5, &here)
					if here.d >= reach || row[x].hides(&here) {
						continue
					}
					here.melt, here.colour, here.glow = s.melt, s.paint.Colour, s.paint.Glow
					here.gloss, here.clear, here.smoke = s.paint.Gloss, s.paint.Clear, s.paint.Smoke
					if s.coat != nil {
						s.coat.dress(float32(x)+0.5, float32(y)+0.5, &here)
					}
					row[x].join(&here)
				}
			}
		}
	})
}

// hides reports whether a surface lies so far behind what covers the pixel already that it cannot show, nor flow into it.
func (s *sample) hides(t *sample) bool {
	return s.d < -1.5 && t.z < s.z-s.melt-1.5 && s.clear == 0
}

// outside is how fast the depth falls beyond a silhouette, so that what covers a pixel wins there.
const outside = 3

// join adds a surface to what is seen: round neighbours flow together (a smooth minimum of the outline and a smooth maximum of
// the depth, both polynomial as in Quilez, "Smooth minimum"), hard ones cover each other.
func (s *sample) join(t *sample) {
	if s.d == math.MaxFloat32 {
		*s = *t
		return
	}
	k := s.melt
	if t.melt < k {
		k = t.melt
	}
	if gap := t.z - s.z; s.d < 0 && t.d < 0 && (s.clear > 0 && gap < -k || t.clear > 0 && gap > k) {
		front, back := *s, t
		if gap > 0 {
			front, back = *t, s
		}
		front.d = min(s.d, t.d)
		front.show(back)
		*s = front
		return
	}
	if k < 0.5 {
		front := t.z > s.z
		if s.d > 0 || t.d > 0 {
			front = t.d < s.d
		}
		d := s.d
		if t.d < d {
			d = t.d
		}
		if front {
			*s = *t
		}
		s.d = d
		return
	}
	h := unit(0.5 + 0.5*(s.d-t.d)/k)
	s.d = lerp(s.d, t.d, h) - k*h*(1-h)*0.5
	g := unit(0.5 + 0.5*(t.z-s.z)/k)
	edge := unit(0.5 + 2*(t.z-s.z)/k) // paint changes over a shorter distance than shape
	s.z = lerp(s.z, t.z, g) + k*g*(1-g)*0.5
	s.n = s.n.mix(t.n, g).unit()
	for i := range s.colour {
		s.colour[i] = lerp(s.colour[i], t.colour[i], edge)
		s.glow[i] = lerp(s.glow[i], t.glow[i], edge)
	}
	s.gloss, s.clear, s.smoke = lerp(s.gloss, t.gloss, edge), lerp(s.clear, t.clear, edge), lerp(s.smoke, t.smoke, edge)
	s.melt = lerp(s.melt, t.melt, g)
}

// show lets a surface behind a clear one be seen through it.
func (s *sample) show(behind *sample) {
	k := s.clear * unit(s.n.Z)
	for i := range s.colour {
		s.colour[i] = lerp(s.colour[i], behind.colour[i], k)
		s.glow[i] += k * behind.glow[i]
	}
	s.clear *= behind.clear
}

// unit and the like compare by hand: the built-in min and max check for what is not a number, and cost four times as much.
func unit(v float32) float32 {
	if v < 0 {
		return 0
	}
	if v > 1 {
		return 1
	}
	return v
}

func positive(v float32) float32 {
	if v < 0 {
		return 0
	}
	return v
}

func root(v float32) float32 { return float32(math.Sqrt(float64(positive(v)))) }

// coneAt samples a round cone as a row of spheres between two ends; further than reach from it, only the distance.
func coneAt(a, b Vec, ra, rb, reach float32) func(x, y float32, s *sample) {
	ab := b.sub(a)
	flat := ab.X*ab.X + ab.Y*ab.Y
	return func(x, y float32, s *sample) {
		dx, dy := x-a.X, y-a.Y
		h := float32(0)
		if flat > 1e-3 {
			h = unit((dx*ab.X + dy*ab.Y) / flat)
		} else if ab.Z > 0 {
			h = 1 // seen end on: the nearer end
		}
		r := lerp(ra, rb, h)
		dx, dy = dx-ab.X*h, dy-ab.Y*h
		l := root(dx*dx + dy*dy)
		s.d = l - r
		if s.d > reach {
			return
		}
		z := a.Z + ab.Z*h
		if l < r {
			up := root(r*r - l*l)
			s.z, s.n = z+up, Vec{dx / r, dy / r, up / r}
			return
		}
		// Joints swell beyond the parts they join: their skin does not face quite sideways.
		s.z, s.n = z-outside*s.d, Vec{0.7 * dx / l, 0.7 * dy / l, 0.714}
	}
}

// tubeAt samples a round body along a line of points by the point of the line that is nearest on the canvas. The normal leans back by
// the slope of the radius.
func tubeAt(points []Vec, radii []float32, scale float32) func(x, y float32, s *sample) {
	type piece struct {
		a, ab Vec
		flat  float32 // inverse square of its length on the canvas, 0 for none
		r, dr float32
		lean  Vec
	}
	pieces := make([]piece, len(points)-1)
	for i := range pieces {
		a, b := points[i], points[i+1]
		p := piece{a: a, ab: b.sub(a), r: radii[i] * scale, dr: (radii[i+1] - radii[i]) * scale}
		if l := p.ab.X*p.ab.X + p.ab.Y*p.ab.Y; l > 1e-3 {
			p.flat = 1 / l
		}
		if l := p.ab.length(); l > 0 {
			p.lean = p.ab.scale(-p.dr / (l * l))
		}
		pieces[i] = p
	}
	// Pieces that lie together are looked at only where their circle can hold the nearest point.
	const together = 6
	type bunch struct{ x, y, r float32 }
	bunches := make([]bunch, 0, len(pieces)/together+1)
	for i := 0; i < len(pieces); i += together {
		a, b := points[i], points[min(i+together, len(points)-1)]
		c := bunch{x: (a.X + b.X) / 2, y: (a.Y + b.Y) / 2}
		for _, p := range points[i:min(i+together+1, len(points))] {
			c.r = max(c.r, root((p.X-c.x)*(p.X-c.x)+(p.Y-c.y)*(p.Y-c.y)))
		}
		bunches = append(bunches, c)
	}
	return func(x, y float32, s *sample) {
		best, at, along := float32(math.MaxFloat32), 0, float32(0)
		nearest := float32(math.MaxFloat32)
		for k := range bunches {
			c := &bunches[k]
			dx, dy := x-c.x, y-c.y
			l := dx*dx + dy*dy
			if reach := nearest + c.r; l > reach*reach {
				continue
			}
			for i := k * together; i < min((k+1)*together, len(pieces)); i++ {
				p := &pieces[i]
				dx, dy := x-p.a.X, y-p.a.Y
				h := (dx*p.ab.X + dy*p.ab.Y) * p.flat
				if h < 0 {
					h = 0
				} else if h > 1 {
					h = 1
				}
				dx, dy = dx-p.ab.X*h, dy-p.ab.Y*h
				if l := dx*dx + dy*dy; l < best {
					best, at, along = l, i, h
				}
			}
			nearest = root(best)
		}
		p := &pieces[at]
		r, l := p.r+p.dr*along, nearest
		dx, dy := x-p.a.X-p.ab.X*along, y-p.a.Y-p.ab.Y*along
		s.d = l - r
		z := p.a.Z + p.ab.Z*along
		if l < r {
			up := root(r*r - l*l)
			s.z, s.n = z+up, Vec{dx / r, dy / r, up / r}.add(p.lean).unit()
			return
		}
		s.z, s.n = z-outside*s.d, Vec{0.7 * dx / l, 0.7 * dy / l, 0.714} // see coneAt
	}
}

// ellipsoidAt, as coneAt with its reach, solves the quadric d' Q d = 1 for the nearer depth, where Q is the inverse of M M' and M holds the half axes.
func ellipsoidAt(c, u, v, w Vec, reach float32) func(x, y float32, s *sample) {
	m := symmetric{
		xx: u.X*u.X + v.X*v.X + w.X*w.X, yy: u.Y*u.Y + v.Y*v.Y + w.Y*w.Y, zz: u.Z*u.Z + v.Z*v.Z + w.Z*w.Z,
		xy: u.X*u.Y + v.X*v.Y + w.X*w.Y, xz: u.X*u.Z + v.X*v.Z + w.X*w.Z, yz: u.Y*u.Z + v.Y*v.Z + w.Y*w.Z,
	}
	// A thin disc seen edge on would have no area: keep half a pixel.
	m.xx, m.yy, m.zz = m.xx+0.25, m.yy+0.25, m.zz+0.25
	q := m.inverse()
	// The silhouette is the ellipse of the upper left block of M M'.
	det := m.xx*m.yy - m.xy*m.xy
	ix, iy, ixy := m.yy/det, m.xx/det, -m.xy/det
	return func(x, y float32, s *sample) {
		dx, dy := x-c.X, y-c.Y
		gx, gy := ix*dx+ixy*dy, ixy*dx+iy*dy
		f := root(gx*dx + gy*dy)
		if f < 1e-4 {
			f = 1e-4
		}
		s.d = (f - 1) * f / (root(gx*gx+gy*gy) + 1e-6)
		if s.d > reach {
			return
		}
		half := (q.xz*dx + q.yz*dy) / q.zz
		rest := (q.xx*dx*dx + 2*q.xy*dx*dy + q.yy*dy*dy - 1) / q.zz
		inside := half*half - rest
		dz := -half + root(inside)
		s.z = c.Z + dz
		if inside < 0 {
			s.z -= outside * positive(s.d)
			dz = 0.5 * w.length() // see coneAt
		}
		s.n = Vec{q.xx*dx + q.xy*dy + q.xz*dz, q.xy*dx + q.yy*dy + q.yz*dz, positive(q.xz*dx + q.yz*dy + q.zz*dz)}.unit()
	}
}

type symmetric struct{ xx, yy, zz, xy, xz, yz float32 }

func (m symmetric) inverse() symmetric {
	a := m.yy*m.zz - m.yz*m.yz
	b := m.xz*m.yz - m.xy*m.zz
	c := m.xy*m.yz - m.xz*m.yy
	k := 1 / (m.xx*a + m.xy*b + m.xz*c)
	return symmetric{
		xx: a * k, xy: b * k, xz: c * k,
		yy: (m.xx*m.zz - m.xz*m.xz) * k, yz: (m.xy*m.xz - m.xx*m.yz) * k, zz: (m.xx*m.yy - m.xy*m.xy) * k,
	}
}

// bleed widens polygons by part of a pixel, so that no gap shows where two meet.
const bleed = 0.6

// normal is twice the area of a polygon along its normal (Newell's method).
func normal(p []Vec) Vec {
	var n Vec
	for i, a := range p {
		n = n.add(a.cross(p[(i+1)%len(p)]))
	}
	return n
}

// facesAway reports whether the viewer sees the inner side of a face of a convex solid about a point. Such a face is hidden, but for a
// seam of its colour along the outline.
func facesAway(p []Vec, inside Vec) bool {
	n := normal(p)
	if n.dot(p[0].sub(inside)) < 0 {
		n = n.scale(-1)
	}
	return n.Z <= 0
}

// polygonAt samples a flat convex face; nil when it is seen edge on.
func polygonAt(p []Vec, bulge float32) func(x, y float32, s *sample) {
	n := normal(p)
	n = n.unit()
	if n.Z < 0 {
		n = n.scale(-1)
	}
	if n.Z < 0.02 {
		return nil
	}
	type edge struct{ nx, ny, c float32 }
	edges := make([]edge, 0, len(p))
	var mid Vec
	for _, q := range p {
		mid = mid.add(q.scale(1 / float32(len(p))))
	}
	for i, a := range p {
		b := p[(i+1)%len(p)]
		e := edge{nx: b.Y - a.Y, ny: a.X - b.X}
		l := root(e.nx*e.nx + e.ny*e.ny)
		if l < 1e-4 {
			continue
		}
		e.nx, e.ny = e.nx/l, e.ny/l
		e.c = -(e.nx*a.X + e.ny*a.Y)
		if e.nx*mid.X+e.ny*mid.Y+e.c > 0 {
			e.nx, e.ny, e.c = -e.nx, -e.ny, -e.c
		}
		edges = append(edges, e)
	}
	gx, gy := -n.X/n.Z, -n.Y/n.Z
	var size Vec
	for _, q := range p {
		size = Vec{max(size.X, abs(q.X-mid.X)), max(size.Y, abs(q.Y-mid.Y)), 0}
	}
	bx, by := bulge/max(size.X, 1), bulge/max(size.Y, 1)
	return func(x, y float32, s *sample) {
		d := float32(-math.MaxFloat32)
		for _, e := range edges {
			if l := e.nx*x + e.ny*y + e.c; l > d {
				d = l
			}
		}
		s.d = d - bleed
		s.z = mid.Z + gx*(x-mid.X) + gy*(y-mid.Y)
		s.n = n
		if bulge > 0 {
			s.n = Vec{n.X + bx*(x-mid.X), n.Y + by*(y-mid.Y), n.Z}.unit()
		}
	}
}
