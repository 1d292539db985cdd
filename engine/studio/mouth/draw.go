package mouth

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// Lengths in half widths of the mouth.
const (
	jawDrop   = 0.62 // of the lower lip at the widest
	lipLift   = 0.13 // of the upper lip
	jawReach  = 3.1  // below the lips, where the neck no longer moves
	besides   = 1.9  // beside the centre, where cheeks no longer move
	above     = 1.1  // above the line, where the upper lip's move has ended
	wider     = 0.12 // of the width, spread
	narrower  = 0.20 // of the width, pursed
	yawn      = 0.10 // of the width lost at the widest opening
	softEdge  = 0.9  // pixels over which the lips end
	lipShadow = 0.07 // how far the lips darken what is behind them
	settled   = 5e-4 // a change of a place that nobody sees
)

// Painter draws one mouth through a clip. It is for one goroutine.
type Painter struct {
	rest  Rest
	light light
	begun bool
	copy  [3][]byte
	table profile
}

// NewPainter makes a painter for a mouth.
func NewPainter(r Rest) *Painter { return &Painter{rest: r} }

// opening is the form of one frame's mouth.
type opening struct {
	rest      *Rest
	low, high float64 // how far the lower lip lies below the line and the upper one above it, at the centre
	ajar      float64 // how far the lower lip lies below the line in the picture
	width     float64 // factor on the width
	table     *profile
}

// Draw gives the mouth at a place of a frame a pose.
func (p *Painter) Draw(f Frame, at Place, pose Pose) {
	if pose.Strength <= 0 || at.half < 3 {
		return
	}
	p.look(f, at)
	s := pose.Shape
	open := min(max(s.Open, 0), 1.1) * pose.Strength
	wide := min(max(s.Wide, -1), 1) * pose.Strength
	o := opening{rest: &p.rest, low: jawDrop * open, ajar: max(pose.Ajar, 0) * pose.Strength, high: lipLift * math.Sqrt(open) * open, width: 1 + wider*wide - yawn*open*open}
	if wide < 0 {
		o.width += (narrower - wider) * wide
	}
	if open < 0.004 && math.Abs(wide) < 0.01 && o.ajar < 0.01 {
		return
	}
	p.table.fill(&p.rest.line)
	o.table = &p.table
	p.paint(f, at, o)
}

// Bounds is the rectangle that a mouth can reach, with even corners.
func (at Place) Bounds(w, h int) (x0, y0, x1, y1 int) {
	minX, minY, maxX, maxY := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range [][2]float64{{-besides, -above - 0.3}, {besides, -above - 0.3}, {-besides, jawReach}, {besides, jawReach}} {
		x, y := at.at(c[0], c[1])
		minX, maxX, minY, maxY = min(minX, x), max(maxX, x), min(minY, y), max(maxY, y)
	}
	even := func(v float64, most int) int { return min(max(int(v)&^1, 0), most) }
	return even(minX, w), even(minY, h), even(maxX+2, w), even(maxY+2, h)
}

// paint warps and fills the rectangle of a mouth.
func (p *Painter) paint(f Frame, at Place, o opening) {
	x0, y0, x1, y1 := at.Bounds(f.W, f.H)
	if x1 <= x0 || y1 <= y0 {
		return
	}
	luma, u, v := f.planes()
	for i, pl := range []plane{luma, u, v} {
		p.copy[i] = append(p.copy[i][:0], pl.pix...)
	}
	in := [3]plane{{luma.w, luma.h, p.copy[0]}, {u.w, u.h, p.copy[1]}, {v.w, v.h, p.copy[2]}}
	cols, rows := (x1-x0+cell-1)/cell, (y1-y0+cell-1)/cell
	vision.Rows(rows, func(a, b int) {
		upper, lower := make([]drawn, cols+1), make([]drawn, cols+1)
		o.row(at, x0, y0+a*cell, upper)
		for r := a; r < b; r++ {
			y := y0 + r*cell
			o.row(at, x0, y+cell, lower)
			for c := range cols {
				t := tile{x: x0 + c*cell, y: y, corners: [4]drawn{upper[c], upper[c+1], lower[c], lower[c+1]}}
				t.w, t.h = min(cell, x1-t.x), min(cell, y1-y)
				if !t.still() {
					t.even = t.smooth(&o, at)
					p.fill(in, [3]plane{luma, u, v}, at, &o, &t)
				}
			}
			upper, lower = lower, upper
		}
	})
}

// cell is the side in pixels, even, of the tiles over which the way back is interpolated where it is smooth.
const cell = 4

// tile is a square of pixels whose corners were traced back.
type tile struct {
	x, y, w, h int
	corners    [4]drawn // above left, above right, below left, below right
	even       bool     // what lies between is interpolated
}

// row traces back the corners of a row of tiles.
func (o *opening) row(at Place, x0, y int, out []drawn) {
	for i := range out {
		out[i], _ = o.find(at, float64(x0+i*cell), float64(y))
	}
}

// still tells whether nothing in a tile moves that anybody could see.
func (t *tile) still() bool {
	const unseen = 0.03 // pixels
	for i, d := range t.corners {
		x, y := float64(t.x+cell*(i&1)), float64(t.y+cell*(i>>1))
		if d.part != besideFace && (d.part == cavity || math.Abs(d.x-x) > unseen || math.Abs(d.y-y) > unseen) {
			return false
		}
	}
	return true
}

// smooth tells whether the way back of all of a tile follows from that of its corners: they lie on one lip, and the middle agrees.
func (t *tile) smooth(o *opening, at Place) bool {
	const exact = 0.08 // pixels
	c := &t.corners
	if c[0].part == cavity || c[0].part == besideFace || c[1].part != c[0].part || c[2].part != c[0].part || c[3].part != c[0].part {
		return false
	}
	d, _ := o.find(at, float64(t.x)+cell/2, float64(t.y)+cell/2)
	x, y := (c[0].x+c[1].x+c[2].x+c[3].x)/4, (c[0].y+c[1].y+c[2].y+c[3].y)/4
	return d.part == c[0].part && math.Abs(d.x-x) < exact && math.Abs(d.y-y) < exact
}

// at is the way back of a pixel of a tile.
func (t *tile) at(o *opening, at Place, x, y float64) (drawn, bool) {
	if !t.even {
		return o.find(at, x, y)
	}
	u, v := (x-float64(t.x))/cell, (y-float64(t.y))/cell
	c := &t.corners
	return drawn{
		x: mix(mix(c[0].x, c[1].x, u), mix(c[2].x, c[3].x, u), v),
		y: mix(mix(c[0].y, c[1].y, u), mix(c[2].y, c[3].y, u), v),
	}, true
}

// fill draws a tile from the picture in into out.
func (p *Painter) fill(in, out [3]plane, at Place, o *opening, t *tile) {
	for y := t.y; y < t.y+t.h; y++ {
		for x := t.x; x < t.x+t.w; x++ {
			d, ok := t.at(o, at, float64(x), float64(y))
			if !ok {
				continue
			}
			v := in[0].cubic(float32(d.x), float32(d.y))
			if d.cover > 0 {
				c := p.light.inside(o, d)
				g := grain(in[0], at, x, y)
				v += (c.y + g - v) * float32(d.cover)
			}
			out[0].pix[y*out[0].w+x] = clampByte(v)
		}
	}
	// Chroma samples lie on even columns, between two rows.
	for j := t.y / 2; j < (t.y+t.h)/2; j++ {
		for i := t.x / 2; i < (t.x+t.w)/2; i++ {
			d, ok := t.at(o, at, float64(2*i), float64(2*j)+0.5)
			if !ok {
				continue
			}
			sx, sy := float32(d.x/2), float32((d.y-0.5)/2)
			cb, cr := in[1].cubic(sx, sy), in[2].cubic(sx, sy)
			if d.cover > 0 {
				c := p.light.inside(o, d)
				cb += (c.u - cb) * float32(d.cover)
				cr += (c.v - cr) * float32(d.cover)
			}
			out[1].pix[j*out[1].w+i], out[2].pix[j*out[2].w+i] = clampByte(cb), clampByte(cr)
		}
	}
}

// part is where a pixel lies.
type part uint8

const (
	besideFace part = iota // where nothing moves
	upperLip               // above the opening
	lowerLip               // below it
	cavity                 // in it, or on its edge
)

// drawn says what is seen at a pixel.
type drawn struct {
	part  part
	x, y  float64 // the pixel of the source that is seen, or that of the lip nearest to the cavity
	cover float64 // how much of it the inside of the mouth covers
	// Where the inside is seen: the place within the mouth, its upper and lower edge there and the line at rest.
	mx, my, top, bottom, line float64
}

// find traces a pixel back. ok is false where nothing moves.
func (o *opening) find(at Place, px, py float64) (d drawn, ok bool) {
	x, y := at.within(px, py)
	if math.Abs(x) >= besides || y <= -above-0.3 || y >= jawReach {
		return d, false
	}
	// Pursing and spreading: a bump around the mouth.
	mx := x * (1 + (1/o.width-1)*bell(x*x*(1/1.7)+y*y*(1/0.6)))
	lineAt, prof := o.table.at(mx)
	top, bottom := lineAt-o.high*prof, lineAt+o.low*prof
	aside := ramp((besides - math.Abs(x)) * (1 / (besides - 1.1)))
	var sy float64
	switch {
	case y <= top:
		// The upper lip rises and is squeezed towards the nose.
		d.part = upperLip
		soft := bell(0.9 * mx * mx)
		s := y
		for range 3 {
			before := s
			d := lineAt - s
			s = y + o.high*mix(prof, soft, ramp(d*(1/0.35)))*ramp((above-d)*(1/(above-0.05)))
			if math.Abs(s-before) < settled {
				break
			}
		}
		sy = min(s, lineAt)
	case y >= bottom:
		d.part = lowerLip
		lip := o.ajar * prof // where the lower lip begins in the picture
		drop := o.low - o.ajar
		soft := bell(0.75 * mx * mx)
		s := y - lineAt - drop*prof
		for range 4 {
			before, d := s, s-lip
			s = y - lineAt - drop*mix(prof, soft, ramp(d*(1/0.55)))*ramp((jawReach-d)*(1/(jawReach-0.5)))
			if s < lip {
				s = lip
			}
			if math.Abs(s-before) < settled {
				break
			}
		}
		sy = lineAt + s
	default:
		d.part = cavity
		d.mx, d.my, d.top, d.bottom, d.line = mx, y, top, bottom, lineAt
		edge := min(y-top, bottom-y) * at.half // pixels
		d.cover = smooth(-0.1, softEdge, edge) * smooth(0, 0.9, (bottom-top)*at.half)
		sy = lineAt
	}
	d.x, d.y = at.at(x+(mx-x)*aside, y+(sy-y)*aside)
	return d, true
}

// lens is the height of an open mouth across its width, 1 in the middle.
func lens(x float64) float64 {
	x = math.Abs(x)
	if x >= 1 {
		return 0
	}
	return 1 - x*x*(0.55+0.45*x)
}

func smooth(a, b, x float64) float64 { return ramp((x - a) / (b - a)) }

func mix(a, b, t float64) float64 { return a + (b-a)*t }

// grain is the noise of the picture at a pixel, taken from the cheek beside the mouth, in codes of luma.
func grain(p plane, at Place, x, y int) float32 {
	dx, dy := 1.3*at.half*at.ux, 1.3*at.half*at.uy
	cx, cy := x+int(dx), y+int(dy)
	if cx < 1 || cy < 1 || cx >= p.w-1 || cy >= p.h-1 {
		return 0
	}
	i := cy*p.w + cx
	around := int(p.pix[i-1]) + int(p.pix[i+1]) + int(p.pix[i-p.w]) + int(p.pix[i+p.w])
	return min(max(float32(int(p.pix[i])*4-around)/5, -5), 5)
}
