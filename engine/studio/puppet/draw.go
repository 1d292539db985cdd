package puppet

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// block is the distance in pixels of the nodes at which a bend is undone; between them it is interpolated.
const block = 8

// bends is the inverse of a bend: from where each node's picture comes.
type bends struct {
	w, h   int // nodes
	dx, dy []float32
}

func newBends(w, h int) *bends {
	b := &bends{w: w/block + 2, h: h/block + 2}
	b.dx, b.dy = make([]float32, b.w*b.h), make([]float32, b.w*b.h)
	return b
}

// undo finds q with q + bend(q) = p for every node p, by fixed-point iteration.
func (b *bends) undo(bend Bend) {
	vision.Rows(b.h, func(j0, j1 int) {
		for j := j0; j < j1; j++ {
			for i := range b.w {
				x, y := float64(i*block), float64(j*block)
				dx, dy := bend(x, y)
				for range 4 {
					if dx*dx+dy*dy < 1e-4 {
						break
					}
					dx, dy = bend(x-dx, y-dy)
				}
				b.dx[j*b.w+i], b.dy[j*b.w+i] = float32(dx), float32(dy)
			}
		}
	})
}

// still tells whether nothing around a block moves.
func (b *bends) still(i, j int) bool {
	const least = 0.02 // pixels
	for _, k := range [4]int{j*b.w + i, j*b.w + i + 1, (j+1)*b.w + i, (j+1)*b.w + i + 1} {
		if abs(b.dx[k]) > least || abs(b.dy[k]) > least {
			return false
		}
	}
	return true
}

func (b *bends) at(x, y float32) (dx, dy float32) {
	x, y = max(x/block, 0), max(y/block, 0)
	i, j := min(int(x), b.w-2), min(int(y), b.h-2)
	ax, ay := x-float32(i), y-float32(j)
	k := j*b.w + i
	mix := func(v []float32) float32 {
		top := v[k] + (v[k+1]-v[k])*ax
		bottom := v[k+b.w] + (v[k+b.w+1]-v[k+b.w])*ax
		return top + (bottom-top)*ay
	}
	return mix(b.dx), mix(b.dy)
}

// Draw writes the bent figure over its plate into dst, yuv420p. The parts in touched rectangles, x0, y0, x1, y1 in pixels, are
// drawn even if they do not move: the figure's picture was changed there.
func (f *Figure) Draw(dst []byte, bend Bend, touched ...[4]int) {
	f.bends.undo(bend)
	copy(dst, f.rest)
	vision.Rows((f.H+block-1)/block*block, func(y0, y1 int) {
		for j := y0 / block; j < (y1+block-1)/block; j++ {
			for i := range (f.W + block - 1) / block {
				if f.bends.still(i, j) && !hit(touched, i*block, j*block) {
					continue
				}
				f.draw(dst, i, j, i+1, j+1)
			}
		}
	})
}

func hit(rects [][4]int, x, y int) bool {
	for _, r := range rects {
		if x+block > r[0] && x < r[2] && y+block > r[1] && y < r[3] {
			return true
		}
	}
	return false
}

// draw renders the blocks from (i0,j0) to before (i1,j1).
func (f *Figure) draw(dst []byte, i0, j0, i1, j1 int) {
	w, h, n := f.W, f.H, f.W*f.H
	x0, y0, x1, y1 := i0*block, j0*block, min(i1*block, w), min(j1*block, h)
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			dx, dy := f.bends.at(float32(x), float32(y))
			sx, sy := float32(x)-dx, float32(y)-dy
			v := sample(f.Pix[:n], w, h, sx, sy)
			if f.plate != nil {
				a := linear(f.alpha, w, h, sx, sy) / 255
				v = float32(f.plate[y*w+x])*(1-a) + v*a
			}
			dst[y*w+x] = byte(min(max(v, 0), 255) + 0.5)
		}
	}
	cw, ch := w/2, h/2
	for c := range 2 {
		from := n + c*cw*ch
		src := f.Pix[from : from+cw*ch]
		for y := y0 / 2; y < min(y1/2, ch); y++ {
			for x := x0 / 2; x < min(x1/2, cw); x++ {
				dx, dy := f.bends.at(float32(2*x), float32(2*y)+0.5)
				v := sample(src, cw, ch, float32(x)-dx/2, float32(y)-dy/2)
				if f.plate != nil {
					a := linear(f.alpha, w, h, float32(2*x)-dx, float32(2*y)+0.5-dy) / 255
					v = float32(f.plate[from+y*cw+x])*(1-a) + v*a
				}
				dst[from+y*cw+x] = byte(min(max(v, 0), 255) + 0.5)
			}
		}
	}
}

// sample interpolates with a Catmull-Rom cubic, linearly near the border.
func sample(p []byte, w, h int, x, y float32) float32 {
	ix, iy := int(x), int(y)
	if x < 1 || y < 1 || ix >= w-2 || iy >= h-2 {
		return linear(p, w, h, x, y)
	}
	wx, wy := taps(x-float32(ix)), taps(y-float32(iy))
	var sum float32
	at := (iy-1)*w + ix - 1
	for _, k := range wy {
		q := p[at : at+4 : at+4]
		sum += k * (wx[0]*float32(q[0]) + wx[1]*float32(q[1]) + wx[2]*float32(q[2]) + wx[3]*float32(q[3]))
		at += w
	}
	return sum
}

func taps(t float32) [4]float32 {
	return [4]float32{t * (-0.5 + t*(1-0.5*t)), 1 + t*t*(1.5*t-2.5), t * (0.5 + t*(2-1.5*t)), t * t * (0.5*t - 0.5)}
}

func linear(p []byte, w, h int, x, y float32) float32 {
	x, y = min(max(x, 0), float32(w-1)), min(max(y, 0), float32(h-1))
	ix, iy := min(int(x), max(w-2, 0)), min(int(y), max(h-2, 0))
	ax, ay := x-float32(ix), y-float32(iy)
	i := iy*w + ix
	right, below := min(1, w-1), min(1, h-1)*w
	top := float32(p[i])*(1-ax) + float32(p[i+right])*ax
	bottom := float32(p[i+below])*(1-ax) + float32(p[i+below+right])*ax
	return top*(1-ay) + bottom*ay
}

func abs(v float32) float32 { return float32(math.Abs(float64(v))) }
