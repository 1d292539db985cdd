package stylize

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// brush describes dabs of paint. Lengths are of the design.
type brush struct {
	length, width float32
	// bristle is how much the hairs of the brush show, 0..1; opaque how much a dab covers.
	bristle, opaque float32
	vary            float32 // of brightness from dab to dab
	hue             float32 // of colour from dab to dab
}

// dab lays the points as oriented dabs over the canvas and, if height is given, raises it where paint lies.
func (c *canvas) dab(list []point, b brush, height vision.Plane) {
	hairs := hairTile()
	strokes := make([]stroke, len(list))
	for i, q := range list {
		x, y := c.onFrame(q)
		s := stroke{x: x, y: y, dx: q.dx, dy: q.dy}
		scale := 0.75 + 0.5*hash(q.id, 11, 1)
		if q.size > 0 {
			scale *= q.size
		}
		s.half, s.wide = max(c.px(b.length)/2*scale, 1), max(c.px(b.width)/2*scale, 0.8)
		s.sides = [2]side{newSide(q.dx, q.dy, s.half), newSide(-q.dy, q.dx, s.wide)}
		light := 1 + b.vary*(hash(q.id, 12, 1)-0.5)
		s.values = [strokeValues]float32{
			strokeX: x, strokeY: y, strokeDX: q.dx, strokeDY: q.dy,
			strokeHalf: 1 / s.half, strokeWide: 1 / s.wide,
			strokeR:     unit(q.r*light + b.hue*(hash(q.id, 13, 1)-0.5)),
			strokeG:     unit(q.g*light + b.hue*(hash(q.id, 14, 1)-0.5)*0.7),
			strokeB:     unit(q.b*light + b.hue*(hash(q.id, 15, 1)-0.5)),
			strokeHairs: s.wide * 1.6, strokePhase: float32(q.id%tileSide) * 7, strokeRun: s.half * 0.5,
			strokeOpaque: b.opaque, strokeLeast: 1 - 0.4*b.bristle, strokeBristle: 0.5 * b.bristle,
			strokeTint: 0.07 * b.bristle, strokeRidge: 0.35 * b.bristle, strokeThick: 1 + 0.25*hash(q.id, 16, 1),
		}
		strokes[i] = s
	}
	vision.Rows(c.h, func(y0, y1 int) {
		for i := range strokes {
			s := &strokes[i]
			reach := max(s.half, s.wide) + 1
			for y := max(int(s.y-reach), y0); y <= min(int(s.y+reach)+1, y1-1); y++ {
				if from, to := s.span(float32(y)-s.y, c.w); from <= to {
					c.paint(&s.values, hairs, height, y, from, to)
				}
			}
		}
	})
}

// paint lays what a stroke covers of the columns from one to another of row y.
func (c *canvas) paint(s *strokeTable, hairs tile, height vision.Plane, y, from, to int) {
	ry := float32(y) - s[strokeY]
	for x := c.paintLanes(s, hairs, height, y, from, to); x <= to; x++ {
		rx := float32(x) - s[strokeX]
		along := (rx*s[strokeDX] + ry*s[strokeDY]) * s[strokeHalf]
		across := (ry*s[strokeDX] - rx*s[strokeDY]) * s[strokeWide]
		inside := 1 - (along*along*along*along + across*across) // blunt ends
		if inside <= 0 {
			continue
		}
		hair := hairs.pix[wrap(int((across+1)*s[strokeHairs]+s[strokePhase]))*tileSide+wrap(int(along*s[strokeRun]+64))]
		cover := unit(inside*4) * s[strokeOpaque] * unit(s[strokeLeast]+s[strokeBristle]*hair)
		tint := 1 + s[strokeTint]*hair
		i := y*c.w + x
		c.out.R.Pix[i] = mix(c.out.R.Pix[i], s[strokeR]*tint, cover)
		c.out.G.Pix[i] = mix(c.out.G.Pix[i], s[strokeG]*tint, cover)
		c.out.B.Pix[i] = mix(c.out.B.Pix[i], s[strokeB]*tint, cover)
		if len(height.Pix) > 0 {
			ridge := s[strokeThick] + s[strokeRidge]*hair - 0.6*across*across
			height.Pix[i] = mix(height.Pix[i], ridge, cover)
		}
	}
}

// stroke is a dab on the canvas, in pixels of the frame.
type stroke struct {
	x, y, dx, dy float32 // the middle, and the direction along it
	half, wide   float32 // half its length and width
	sides        [2]side
	values       strokeTable
}

// strokeTable is what painting reads of a stroke and its brush: a list, because lanes read values of lists best.
type strokeTable [strokeValues]float32

const (
	strokeX = iota
	strokeY
	strokeDX
	strokeDY
	strokeHalf // the inverse of half the length
	strokeWide // the inverse of half the width
	strokeR
	strokeG
	strokeB
	strokeHairs // hairs per half width
	strokePhase // of its hairs
	strokeRun   // pixels of the hairs per half length
	strokeOpaque
	strokeLeast   // of the cover between hairs
	strokeBristle // of the cover per hair
	strokeTint    // of the colour per hair
	strokeRidge   // of the height per hair
	strokeThick   // the height at the middle
	strokeValues
)

// span is the part of a row, ry below the middle, in which a stroke can lie: the rectangle around it.
func (s *stroke) span(ry float32, w int) (from, to int) {
	lo, hi := -s.x, float32(w-1)-s.x
	for k := range s.sides {
		side := &s.sides[k]
		at := ry * side.rise
		if side.over == 0 {
			if abs(at) > side.most+0.01 {
				return 1, 0
			}
			continue
		}
		middle, reach := -at*side.over, side.most*abs(side.over)
		lo, hi = max(lo, middle-reach), min(hi, middle+reach)
	}
	if hi < lo {
		return 1, 0
	}
	return max(int(lo+s.x), 0), min(int(hi+s.x)+1, w-1)
}

// side is a pair of opposite sides of the rectangle around a stroke: how far they lead away from the middle with each row, and one
// over how far with each column, 0 for sides that lie along the rows.
type side struct{ rise, over, most float32 }

func newSide(dx, dy, most float32) side {
	s := side{rise: dy, most: most}
	if abs(dx) >= 1e-4 {
		s.over = 1 / dx
	}
	return s
}

// sampler reads a reduced picture at a point.
func sampler(p vision.RGB) func(x, y float32) (r, g, b float32) {
	return func(x, y float32) (r, g, b float32) { return p.R.Sample(x, y), p.G.Sample(x, y), p.B.Sample(x, y) }
}

// facets divides the frame into the triangles between the points (Delaunay) and fills them with flat colour, lit as if dark parts
// were lower and then toned.
func (c *canvas) facets(list []point, from func(x, y float32) (r, g, b float32), tone func(r, g, b float32) (float32, float32, float32), depth float32) {
	toFull := float32(c.w) / float32(c.ww)
	triangles := triangulate(list)
	type face struct {
		x, y    [3]float32
		r, g, b float32
	}
	faces := make([]face, len(triangles))
	vision.Rows(len(triangles), func(a, b int) {
		for i := a; i < b; i++ {
			var f face
			var z [3]float32
			p := [3]point{list[triangles[i][0]], list[triangles[i][1]], list[triangles[i][2]]}
			mx, my := (p[0].x+p[1].x+p[2].x)/3, (p[0].y+p[1].y+p[2].y)/3
			f.r, f.g, f.b = from(mx, my)
			for k, q := range p {
				f.x[k], f.y[k] = (q.x+0.5)*toFull-0.5, (q.y+0.5)*toFull-0.5
				r, g, b := from(mix(q.x, mx, 0.45), mix(q.y, my, 0.45))
				f.r, f.g, f.b = f.r+r, f.g+g, f.b+b
				z[k] = luma(q.r, q.g, q.b)
			}
			light := facing(f.x, f.y, z, depth*c.px(60))
			f.r, f.g, f.b = tone(f.r/4*light, f.g/4*light, f.b/4*light)
			faces[i] = f
		}
	})
	vision.Rows(c.h, func(y0, y1 int) {
		for i := range faces {
			f := &faces[i]
			top, bottom := min(f.y[0], f.y[1], f.y[2]), max(f.y[0], f.y[1], f.y[2])
			if bottom < float32(y0) || top > float32(y1) {
				continue
			}
			for y := max(int(math.Ceil(float64(top))), y0); y < y1 && float32(y) <= bottom; y++ {
				x0, x1, ok := span(f.x, f.y, float32(y))
				if !ok {
					continue
				}
				for x := max(int(math.Ceil(float64(x0))), 0); x < c.w && float32(x) <= x1; x++ {
					k := y*c.w + x
					c.out.R.Pix[k], c.out.G.Pix[k], c.out.B.Pix[k] = f.r, f.g, f.b
				}
			}
		}
	})
}

// facing is how brightly a triangle is lit from the upper left.
func facing(x, y, z [3]float32, depth float32) float32 {
	ax, ay, az := x[1]-x[0], y[1]-y[0], (z[1]-z[0])*depth
	bx, by, bz := x[2]-x[0], y[2]-y[0], (z[2]-z[0])*depth
	nx, ny, nz := ay*bz-az*by, az*bx-ax*bz, ax*by-ay*bx
	if nz < 0 {
		nx, ny, nz = -nx, -ny, -nz
	}
	n := sqrt(nx*nx + ny*ny + nz*nz)
	if n < 1e-6 {
		return 1
	}
	return 0.62 + 0.55*max((-0.46*nx-0.56*ny+0.69*nz)/n, 0)
}

// span is the part of a row inside a triangle.
func span(x, y [3]float32, row float32) (x0, x1 float32, ok bool) {
	x0, x1 = math.MaxFloat32, -math.MaxFloat32
	for k := range 3 {
		ya, yb, xa, xb := y[k], y[(k+1)%3], x[k], x[(k+1)%3]
		if (ya > row) == (yb > row) {
			continue
		}
		at := xa + (xb-xa)*(row-ya)/(yb-ya)
		x0, x1 = min(x0, at), max(x1, at)
	}
	return x0, x1, x1 >= x0
}

// triangulate is the Delaunay triangulation of points by insertion (Bowyer and Watson, 1981). The triangles of a far outer one
// are left out, so points should lie beyond the frame.
func triangulate(list []point) [][3]int32 {
	n := len(list)
	xs, ys := make([]float64, n+3), make([]float64, n+3)
	for i, p := range list {
		xs[i], ys[i] = float64(p.x), float64(p.y)
	}
	const far = 1e5
	xs[n], ys[n], xs[n+1], ys[n+1], xs[n+2], ys[n+2] = -far, -far, far, -far, 0, far
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	// From left to right, so that triangles that end before the point are done and need not be looked at again.
	sortBy(order, xs)
	type triangle struct {
		v       [3]int32
		x, y, r float64 // the circle through the corners, r its squared radius
	}
	circle := func(a, b, d int32) triangle {
		ax, ay, bx, by, dx, dy := xs[a], ys[a], xs[b], ys[b], xs[d], ys[d]
		det := 2 * (ax*(by-dy) + bx*(dy-ay) + dx*(ay-by))
		if math.Abs(det) < 1e-12 {
			return triangle{v: [3]int32{a, b, d}, r: math.Inf(1)}
		}
		a2, b2, d2 := ax*ax+ay*ay, bx*bx+by*by, dx*dx+dy*dy
		x := (a2*(by-dy) + b2*(dy-ay) + d2*(ay-by)) / det
		y := (a2*(dx-bx) + b2*(ax-dx) + d2*(bx-ax)) / det
		return triangle{v: [3]int32{a, b, d}, x: x, y: y, r: (ax-x)*(ax-x) + (ay-y)*(ay-y)}
	}
	open := []triangle{circle(int32(n), int32(n+1), int32(n+2))}
	var done []triangle
	edges := map[[2]int32]int{}
	var border [][2]int32
	for _, i := range order {
		x, y := xs[i], ys[i]
		clear(edges)
		border = border[:0]
		rest := open[:0]
		for _, t := range open {
			dx := x - t.x
			switch {
			case dx > 0 && dx*dx > t.r:
				done = append(done, t)
			case dx*dx+(y-t.y)*(y-t.y) < t.r:
				for k := range 3 {
					e := [2]int32{min(t.v[k], t.v[(k+1)%3]), max(t.v[k], t.v[(k+1)%3])}
					if edges[e]++; edges[e] == 1 {
						border = append(border, e)
					}
				}
			default:
				rest = append(rest, t)
			}
		}
		open = rest
		for _, e := range border {
			if edges[e] == 1 {
				open = append(open, circle(e[0], e[1], int32(i)))
			}
		}
	}
	var out [][3]int32
	for _, t := range append(done, open...) {
		if int(t.v[0]) < n && int(t.v[1]) < n && int(t.v[2]) < n {
			out = append(out, t.v)
		}
	}
	return out
}
