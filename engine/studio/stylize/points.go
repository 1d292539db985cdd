package stylize

import (
	"math"
	"slices"
)

// point is something painted that belongs to a place of the content: a dab, a tile, a corner. Positions are pixels of the reduced
// planes.
type point struct {
	x, y    float32
	age     int
	id      uint32 // for what varies between points
	r, g, b float32
	dx, dy  float32 // a unit direction
	size    float32
}

// points are spread evenly, carried along the flow, removed where they crowd or leave, and added where they are missing.
type points struct {
	gap    float32 // the distance between neighbours in pixels of the reduced planes
	margin float32 // how far outside the frame they live on
	list   []point
	next   uint32
	seed   uint64
	// wanted, if set, is the density at a place as a factor of the usual one.
	wanted func(x, y float32) float32
}

// move carries the points into this frame and repairs their spacing.
func (p *points) move(c *canvas) {
	w, h := float32(c.ww), float32(c.wh)
	if c.motion.fresh {
		p.list = p.list[:0]
	}
	grid := newGrid(w, h, p.margin, p.gap)
	kept := p.list[:0]
	for _, q := range p.list {
		q.x, q.y = c.motion.forward(q.x, q.y)
		if q.x < -p.margin || q.y < -p.margin || q.x > w+p.margin || q.y > h+p.margin {
			continue
		}
		if grid.crowded(q.x, q.y, p.spacing(q.x, q.y)*0.6) {
			continue
		}
		q.age++
		kept = append(kept, q)
		grid.add(q.x, q.y)
	}
	p.list = kept
	p.fill(c, grid)
}

func (p *points) spacing(x, y float32) float32 {
	if p.wanted == nil {
		return p.gap
	}
	return p.gap / max(p.wanted(x, y), 0.2)
}

// fill tries a jittered place in every cell of a fine lattice.
func (p *points) fill(c *canvas, grid *grid) {
	step := p.gap * 0.75
	for y := -p.margin; y < float32(c.wh)+p.margin; y += step {
		for x := -p.margin; x < float32(c.ww)+p.margin; x += step {
			p.next++
			jx, jy := hash(p.next, 1, uint32(p.seed)), hash(p.next, 2, uint32(p.seed))
			px, py := x+jx*step, y+jy*step
			if grid.crowded(px, py, p.spacing(px, py)*0.92) {
				continue
			}
			p.list = append(p.list, point{x: px, y: py, id: p.next, dx: 1})
			grid.add(px, py)
		}
	}
}

// grid finds neighbours.
type grid struct {
	cell, margin float32
	w, h         int
	cells        [][][2]float32
}

func newGrid(w, h, margin, cell float32) *grid {
	g := &grid{cell: cell, margin: margin + cell}
	g.w, g.h = int((w+2*g.margin)/cell)+2, int((h+2*g.margin)/cell)+2
	g.cells = make([][][2]float32, g.w*g.h)
	return g
}

func (g *grid) at(x, y float32) (int, int) {
	return min(max(int((x+g.margin)/g.cell), 0), g.w-1), min(max(int((y+g.margin)/g.cell), 0), g.h-1)
}

func (g *grid) add(x, y float32) {
	i, j := g.at(x, y)
	g.cells[j*g.w+i] = append(g.cells[j*g.w+i], [2]float32{x, y})
}

// crowded tells whether a point lies within a distance.
func (g *grid) crowded(x, y, distance float32) bool {
	i0, j0 := g.at(x-distance, y-distance)
	i1, j1 := g.at(x+distance, y+distance)
	for j := j0; j <= j1; j++ {
		for i := i0; i <= i1; i++ {
			for _, q := range g.cells[j*g.w+i] {
				if (q[0]-x)*(q[0]-x)+(q[1]-y)*(q[1]-y) < distance*distance {
					return true
				}
			}
		}
	}
	return false
}

// colour gives every point the colour of an abstraction of the reduced frame and the direction of its structure, both calmed over
// time.
func (p *points) colour(c *canvas, from func(x, y float32) (r, g, b float32), turn float32) {
	t := c.tensor()
	for i := range p.list {
		q := &p.list[i]
		r, g, b := from(q.x, q.y)
		ix, iy := min(max(int(q.x+0.5), 0), c.ww-1), min(max(int(q.y+0.5), 0), c.wh-1)
		dx, dy := t.TX.Pix[iy*c.ww+ix], t.TY.Pix[iy*c.ww+ix]
		if turn != 0 {
			s, k := math.Sincos(float64(turn * (hash(q.id, 3, 7) - 0.5)))
			dx, dy = dx*float32(k)-dy*float32(s), dx*float32(s)+dy*float32(k)
		}
		follow, turning := float32(0.25), float32(0.12)
		if q.age == 0 {
			follow, turning = 1, 1
		}
		q.r, q.g, q.b = mix(q.r, r, follow), mix(q.g, g, follow), mix(q.b, b, follow)
		if dx*q.dx+dy*q.dy < 0 {
			dx, dy = -dx, -dy
		}
		q.dx, q.dy = mix(q.dx, dx, turning), mix(q.dy, dy, turning)
		if n := sqrt(q.dx*q.dx + q.dy*q.dy); n > 1e-3 {
			q.dx, q.dy = q.dx/n, q.dy/n
		} else {
			q.dx, q.dy = dx, dy
		}
	}
}

// inOrder lists the points in a random order that does not change while they live: which dab lies over which.
func (p *points) inOrder() []point {
	keys := make([]uint64, len(p.list)) // the random place above, the number in the list, which grows with age, below
	for i := range p.list {
		keys[i] = uint64(hash(p.list[i].id, 5, 5)*(1<<24))<<32 | uint64(i)
	}
	slices.Sort(keys)
	order := make([]point, len(keys))
	for i, k := range keys {
		order[i] = p.list[uint32(k)]
	}
	return order
}
