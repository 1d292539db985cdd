package photo

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// cell is the spacing, in output pixels, of the nodes at which the mapping from frame to canvas is computed; between them
// it is interpolated, which keeps it smooth and cheap.
const cell = 8

// node maps one point of the frame into a layer: position in the layer's pixels and two properties of what is there.
type node struct {
	x, y float32
	// a and b are, for the land, the share of water and the nearness (0 to 1).
	a, b float32
}

// grid is the mapping of a whole frame for one layer.
type grid struct {
	cols, rows int
	nodes      []node
}

func newGrid(w, h int) *grid {
	g := &grid{cols: w/cell + 2, rows: h/cell + 2}
	g.nodes = make([]node, g.cols*g.rows)
	return g
}

// line interpolates the nodes of output row y.
func (g *grid) line(dst []node, y int) {
	top := g.nodes[y/cell*g.cols:]
	bottom := top[g.cols:]
	f := float32(y%cell) / cell
	for i := range g.cols {
		p, q := &top[i], &bottom[i]
		dst[i] = node{p.x + f*(q.x-p.x), p.y + f*(q.y-p.y), p.a + f*(q.a-p.a), p.b + f*(q.b-p.b)}
	}
}

// view is the stage seen at one moment.
type view struct {
	stage              *stage
	land, sky, subject *grid
	ripple             ripple
	clouds             overcastAt
}

func newView(s *stage) view {
	v := view{stage: s, land: newGrid(s.w, s.h)}
	if s.sky != nil {
		v.sky = newGrid(s.w, s.h)
	}
	if s.subject != nil {
		v.subject = newGrid(s.w, s.h)
	}
	return v
}

func (v *view) compute(r *renderer, at moment) {
	s := v.stage
	p := r.path.view(at.u)
	v.ripple, v.clouds = r.life.ripple(at), r.clouds.at(s, at, r.o)
	vision.Rows(v.land.rows, func(j0, j1 int) {
		for j := j0; j < j1; j++ {
			y := s.frameY(j * cell)
			guess := s.relief.at(-0.5, y)
			for i := range v.land.cols {
				x := s.frameX(i * cell)
				k := j*v.land.cols + i
				sx, sy, n := p.see(&s.relief, x, y, guess)
				guess = n
				water := s.sampleMask(s.water, sx, sy)
				dx, dy := r.life.stir(s, sx, sy, at)
				if s.carried.active {
					ox, oy := s.carried.own(sx, sy, s.relief.aspect, at.seconds)
					dx, dy = dx-ox, dy-oy
				}
				v.land.nodes[k] = s.node(s.land, sx+dx, sy+dy, water, float32(n+s.relief.pivot))
				if v.sky != nil {
					sx, sy = p.project(x, y, -s.relief.pivot)
					v.sky.nodes[k] = s.node(*s.sky, sx-r.life.cloudShift(s, sy, at)-s.carriedSky(at), sy, 0, 0)
				}
				if v.subject != nil {
					sx, sy = p.project(x, y, s.subjectNear)
					sx, sy = r.life.breathe(s, sx, sy, at)
					if s.carried.active {
						k := carryRest * -math.Expm1(-at.seconds/carryRest)
						sx, sy = sx-bounded(s.subjectX*k), sy-bounded(s.subjectY*k)
					}
					v.subject.nodes[k] = s.node(*s.subject, sx, sy, 0, 0)
				}
			}
		}
	})
}

// carriedSky is how far the sky has been carried on.
func (s *stage) carriedSky(at moment) float64 {
	if !s.carried.active {
		return 0
	}
	return bounded(s.skyX * carryRest * -math.Expm1(-at.seconds/carryRest))
}

// frameX and frameY turn output pixels into frame coordinates.
func (s *stage) frameX(px int) float64 { return (float64(px)+0.5)/float64(s.w) - 0.5 }
func (s *stage) frameY(py int) float64 { return (float64(py) + 0.5 - 0.5*float64(s.h)) / float64(s.w) }

// node turns a point of the picture in frame coordinates into a layer's pixels.
func (s *stage) node(l layer, x, y float64, a, b float32) node {
	width := s.detail * float64(s.w)
	return node{
		x: float32((x+0.5)*width-0.5+s.left) - l.x,
		y: float32((y+0.5*s.relief.aspect)*width-0.5+s.top) - l.y,
		a: a, b: b,
	}
}

// sampleMask reads a plane of the analysis at a point in frame coordinates.
func (s *stage) sampleMask(p vision.Plane, x, y float64) float32 {
	scale := float64(p.W)
	return p.Sample(float32((x+0.5)*scale-0.5), float32((y+0.5*s.relief.aspect)*scale-0.5))
}

// scratch is the working memory of one band of rows.
type scratch struct {
	land, sky, subject []node
	row                []float32
}

func newScratch(w int) *scratch {
	n := w/cell + 2
	return &scratch{land: make([]node, n), sky: make([]node, n), subject: make([]node, n), row: make([]float32, 4*w)}
}

// Below opaque, what is behind a pixel still shows.
const opaque = 0.996

// draw composes output row y, front to back: RGB and, as alpha, how far the subject covers each pixel.
func (v *view) draw(s *scratch, y int, dst []float32) {
	v.land.line(s.land, y)
	if v.sky != nil {
		v.sky.line(s.sky, y)
	}
	if v.subject != nil {
		v.subject.line(s.subject, y)
	}
	for i := 0; i*cell < v.stage.w; i++ {
		from, to := i*cell, min((i+1)*cell, v.stage.w)
		if v.plain(s, i, to-from) {
			v.drawPlain(s, i, dst[4*from:4*to])
		} else {
			v.drawCell(s, from, to, dst)
		}
	}
}

// plain tells whether neither the subject nor water is seen in the n pixels from node i.
func (v *view) plain(s *scratch, i, n int) bool {
	if s.land[i].a > 0.01 || s.land[i+1].a > 0.01 {
		return false
	}
	if v.subject == nil {
		return true
	}
	im := v.stage.subject.im
	for k := range n {
		px, py := between(&s.subject[i], &s.subject[i+1], float32(k)/cell)
		if px > 0 && py > 0 && px < float32(im.W-1) && py < float32(im.H-1) && im.AlphaNear(px, py) > 0 {
			return false
		}
	}
	return true
}

// drawPlain draws the land, and the sky behind it, from node i on.
func (v *view) drawPlain(s *scratch, i int, dst []float32) {
	p, q := &s.land[i], &s.land[i+1]
	v.stage.land.im.Row(dst, p.x, p.y, (q.x-p.x)/cell, (q.y-p.y)/cell, len(dst)/4)
	for k := 0; k < len(dst); k += 4 {
		if a := dst[k+3]; v.sky != nil && a < opaque {
			px, py := between(&s.sky[i], &s.sky[i+1], float32(k/4)/cell)
			r, g, b, _ := v.stage.sky.im.At(px, py)
			if v.clouds.arrived > 0 {
				r, g, b = v.clouds.over(px, py, r, g, b)
			}
			t := 1 - min(max(a, 0), 1)
			dst[k], dst[k+1], dst[k+2] = dst[k]+t*r, dst[k+1]+t*g, dst[k+2]+t*b
		}
		dst[k+3] = 0
	}
}

// drawCell draws the pixels of a cell one by one.
func (v *view) drawCell(s *scratch, from, to int, dst []float32) {
	land := v.stage.land.im
	for x := from; x < to; x++ {
		i, f := x/cell, float32(x%cell)/cell
		var red, green, blue, cover float32
		if v.subject != nil {
			px, py := between(&s.subject[i], &s.subject[i+1], f)
			im := v.stage.subject.im
			if px > 0 && py > 0 && px < float32(im.W-1) && py < float32(im.H-1) && im.AlphaNear(px, py) > 0 {
				red, green, blue, cover = im.At(px, py)
				cover = min(max(cover, 0), 1)
			}
		}
		if cover < opaque {
			p, q := &s.land[i], &s.land[i+1]
			px, py := between(p, q, f)
			if water := p.a + f*(q.a-p.a); water > 0.01 {
				dx, dy := v.ripple.at(px, py)
				px, py = px+water*dx, py+water*dy
			}
			r, g, b, a := land.At(px, py)
			t := 1 - cover
			red, green, blue = red+t*r, green+t*g, blue+t*b
			if v.sky != nil && a < opaque {
				px, py = between(&s.sky[i], &s.sky[i+1], f)
				r, g, b, _ = v.stage.sky.im.At(px, py)
				if v.clouds.arrived > 0 {
					r, g, b = v.clouds.over(px, py, r, g, b)
				}
				t *= 1 - min(max(a, 0), 1)
				red, green, blue = red+t*r, green+t*g, blue+t*b
			}
		}
		p := dst[4*x : 4*x+4 : 4*x+4]
		p[0], p[1], p[2], p[3] = red, green, blue, cover
	}
}

func between(p, q *node, f float32) (x, y float32) { return p.x + f*(q.x-p.x), p.y + f*(q.y-p.y) }

// sineTable holds one period.
var sineTable = func() (t [4096]float32) {
	for i := range t {
		t[i] = float32(math.Sin(2 * math.Pi * float64(i) / float64(len(t))))
	}
	return t
}()

// sine of 2 pi x, from a table.
func sine(x float32) float32 {
	return sineTable[int32(x*float32(len(sineTable)))&int32(len(sineTable)-1)]
}
