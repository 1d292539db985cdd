package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// Canvas is the frame being drawn: W x H pixels of RGBA in display values, alpha unused.
type Canvas struct {
	W, H    int
	Pix     []float32
	buckets [][]int32 // of sprites
	nodes   []float32 // of warps
}

func newCanvas(w, h int) *Canvas { return &Canvas{W: w, H: h, Pix: make([]float32, 4*w*h)} }

// rows calls f for every row, in parallel. row is RGBA.
func (c *Canvas) rows(f func(y int, row []float32)) {
	vision.Rows(c.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			f(y, c.Pix[4*y*c.W:4*(y+1)*c.W])
		}
	})
}

// rgb is a colour in display values.
type rgb [3]float32

func grey(v float32) rgb { return rgb{v, v, v} }

func (a rgb) mix(b rgb, k float32) rgb {
	return rgb{a[0] + k*(b[0]-a[0]), a[1] + k*(b[1]-a[1]), a[2] + k*(b[2]-a[2])}
}

func (a rgb) times(k float32) rgb { return rgb{k * a[0], k * a[1], k * a[2]} }

// fill paints all of the canvas.
func (c *Canvas) fill(p rgb) {
	c.rows(func(_ int, row []float32) {
		for x := 0; x < len(row); x += 4 {
			row[x], row[x+1], row[x+2], row[x+3] = p[0], p[1], p[2], 1
		}
	})
}

// gradient paints from top to bottom.
func (c *Canvas) gradient(top, bottom rgb) {
	c.rows(func(y int, row []float32) {
		p := top.mix(bottom, float32(y)/float32(max(c.H-1, 1)))
		for x := 0; x < len(row); x += 4 {
			row[x], row[x+1], row[x+2], row[x+3] = p[0], p[1], p[2], 1
		}
	})
}

// paint says how a texture is laid on. The zero value lays it on as it is.
type paint struct {
	Fade float32 // 0 is opaque, 1 invisible
	Dim  float32 // 0 is its own light, 1 black; negative is brighter
	Add  bool    // adds light instead of covering
	Tint *rgb    // multiplies the colours; nil is none
	Clip bool    // warps show nothing beyond the texture instead of its repeated border
}

func (p paint) light() rgb {
	k := (1 - p.Dim) * (1 - p.Fade)
	if p.Tint != nil {
		return p.Tint.times(k)
	}
	return grey(k)
}

// over lays one pixel, colours multiplied by alpha, over another.
func over(dst []float32, r, g, b, a float32) {
	k := 1 - a
	dst[0], dst[1], dst[2] = r+k*dst[0], g+k*dst[1], b+k*dst[2]
}

// screen adds light to a pixel without burning it out.
func screen(dst []float32, r, g, b float32) {
	dst[0] += r * (1 - min(dst[0], 1))
	dst[1] += g * (1 - min(dst[1], 1))
	dst[2] += b * (1 - min(dst[2], 1))
}

// copyFrom shows a texture of the canvas's shape as it is, filling the frame.
func (c *Canvas) copyFrom(t *Texture, p paint) {
	c.draw(t, scaling(float64(c.W)/float64(t.W), float64(c.H)/float64(t.H)), nil, p)
}

// draw lays a texture, or the part of it inside a convex outline in its pixels, onto the canvas through a map from the texture
// to the canvas. Edges are smooth.
func (c *Canvas) draw(t *Texture, m mat, outline []point, p paint) {
	whole := outline == nil
	if whole {
		outline = []point{{0, 0}, {float64(t.W), 0}, {float64(t.W), float64(t.H)}, {0, float64(t.H)}}
	}
	inv, ok := m.inverse()
	if !ok || p.Fade >= 1 {
		return
	}
	poly := make([]point, len(outline))
	for i, o := range outline {
		q, w := m.apply(o)
		if w <= 1e-6 {
			return // behind the viewer
		}
		poly[i] = q
	}
	area := signedArea(poly)
	if math.Abs(area) < 1e-3 {
		return
	}
	edges := edgesOf(poly, area < 0)
	texels := math.Sqrt(math.Abs(signedArea(outline) / area))
	src, scale := t.reduced(texels)
	inv = scaling(scale, scale).mul(inv)
	light, opacity := p.light(), 1-p.Fade
	top, bottom := extent(poly)
	y0, y1 := max(0, int(math.Floor(top-0.5))), min(c.H, int(math.Ceil(bottom+0.5)))
	vision.Rows(max(y1-y0, 0), func(b0, b1 int) {
		for y := y0 + b0; y < y0+b1; y++ {
			c.span(src, inv, edges, y, light, opacity, p.Add)
		}
	})
}

// edge is a side of a convex polygon as a line: a x + b y + c is the distance inside, in pixels.
type edge struct{ a, b, c float64 }

func edgesOf(poly []point, flip bool) []edge {
	edges := make([]edge, 0, len(poly))
	for i, p := range poly {
		q := poly[(i+1)%len(poly)]
		a, b := p.Y-q.Y, q.X-p.X
		n := math.Hypot(a, b)
		if n < 1e-9 {
			continue
		}
		if flip {
			n = -n
		}
		a, b = a/n, b/n
		edges = append(edges, edge{a, b, -a*p.X - b*p.Y})
	}
	return edges
}

func signedArea(poly []point) float64 {
	s := 0.0
	for i, p := range poly {
		q := poly[(i+1)%len(poly)]
		s += p.X*q.Y - q.X*p.Y
	}
	return s / 2
}

func extent(poly []point) (top, bottom float64) {
	top, bottom = math.Inf(1), math.Inf(-1)
	for _, p := range poly {
		top, bottom = math.Min(top, p.Y), math.Max(bottom, p.Y)
	}
	return top, bottom
}

// span draws one row of a texture inside a convex polygon.
func (c *Canvas) span(t *Texture, inv mat, edges []edge, y int, light rgb, opacity float32, add bool) {
	py := float64(y) + 0.5
	left, right := reach(edges, py, -0.5, float64(c.W))
	inner, outer := reach(edges, py, 0.5, float64(c.W)) // between them all of a pixel is covered
	x0, x1 := max(int(math.Ceil(left-1)), 0), min(int(right+1), c.W)
	row := c.Pix[4*y*c.W : 4*(y+1)*c.W]
	flat := inv[6] == 0 && inv[7] == 0
	w := 1 / inv[8]
	for x := x0; x < x1; x++ {
		px := float64(x) + 0.5
		cover := float32(1)
		if px < inner || px > outer {
			for _, e := range edges {
				if d := e.a*px + e.b*py + e.c; d < 0.5 {
					cover = min(cover, float32(d+0.5))
				}
			}
			if cover <= 0 {
				continue
			}
		}
		if !flat {
			w = 1 / (inv[6]*px + inv[7]*py + inv[8])
		}
		u, v := (inv[0]*px+inv[1]*py+inv[2])*w, (inv[3]*px+inv[4]*py+inv[5])*w
		r, g, b, a := t.at(float32(u)-0.5, float32(v)-0.5)
		if a == 0 {
			continue
		}
		dst := row[4*x : 4*x+4 : 4*x+4]
		if add {
			screen(dst, cover*light[0]*r, cover*light[1]*g, cover*light[2]*b)
			continue
		}
		over(dst, cover*light[0]*r, cover*light[1]*g, cover*light[2]*b, cover*opacity*a)
	}
}

// reach is the part of a row of so many pixels that lies at least so far inside all edges; right is below left where there is none.
func reach(edges []edge, py, inside, width float64) (left, right float64) {
	left, right = 0, width
	for _, e := range edges {
		d := e.b*py + e.c - inside
		switch {
		case e.a > 1e-9:
			left = math.Max(left, -d/e.a)
		case e.a < -1e-9:
			right = math.Min(right, -d/e.a)
		case d < 0:
			return 0, -1
		}
	}
	return left, right
}

// place is which place of the texture, in its pixels, the last warp showed at a pixel.
func (c *Canvas) place(x, y int) (u, v float32) {
	cols := c.W/cell + 2
	top := c.nodes[2*(y/cell*cols+x/cell):]
	low := top[2*cols:]
	fx, fy := float32(x%cell)/cell, float32(y%cell)/cell
	u0, u1 := top[0]+fx*(top[2]-top[0]), low[0]+fx*(low[2]-low[0])
	v0, v1 := top[1]+fx*(top[3]-top[1]), low[1]+fx*(low[3]-low[1])
	return u0 + fy*(u1-u0), v0 + fy*(v1-v0)
}

// cell is the spacing in pixels of the nodes between which warps are interpolated.
const cell = 8

// warp lays a texture of the canvas's shape on through a map: at says for a pixel of the canvas which place of the unmoved
// picture, in pixels of the canvas, is seen there. It is asked at every eighth pixel.
func (c *Canvas) warp(t *Texture, p paint, at func(x, y float64) (u, v float64)) {
	if p.Fade >= 1 {
		return
	}
	cols, rows := c.W/cell+2, c.H/cell+2
	if len(c.nodes) < 2*cols*rows {
		c.nodes = make([]float32, 2*cols*rows)
	}
	nodes := c.nodes
	kx, ky := float64(t.W)/float64(c.W), float64(t.H)/float64(c.H)
	vision.Rows(rows, func(j0, j1 int) {
		for j := j0; j < j1; j++ {
			for i := range cols {
				u, v := at(float64(i*cell)+0.5, float64(j*cell)+0.5)
				nodes[2*(j*cols+i)], nodes[2*(j*cols+i)+1] = float32(u*kx-0.5), float32(v*ky-0.5)
			}
		}
	})
	light, opacity := p.light(), 1-p.Fade
	right, bottom := float32(t.W)-0.5, float32(t.H)-0.5
	c.rows(func(y int, row []float32) {
		top := nodes[2*(y/cell)*cols:]
		low := top[2*cols:]
		f := float32(y%cell) / cell
		for i := range (c.W + cell - 1) / cell {
			u0, v0 := top[2*i]+f*(low[2*i]-top[2*i]), top[2*i+1]+f*(low[2*i+1]-top[2*i+1])
			u1, v1 := top[2*i+2]+f*(low[2*i+2]-top[2*i+2]), top[2*i+3]+f*(low[2*i+3]-top[2*i+3])
			du, dv := (u1-u0)/cell, (v1-v0)/cell
			end := min((i+1)*cell, c.W)
			for x := i * cell; x < end; x++ {
				outside := p.Clip && (u0 < -0.5 || v0 < -0.5 || u0 > right || v0 > bottom)
				r, g, b, a := t.at(u0, v0)
				u0, v0 = u0+du, v0+dv
				if a <= 0 || outside {
					continue
				}
				dst := row[4*x : 4*x+4 : 4*x+4]
				if p.Add {
					screen(dst, light[0]*r, light[1]*g, light[2]*b)
					continue
				}
				over(dst, light[0]*r, light[1]*g, light[2]*b, opacity*a)
			}
		}
	})
}
