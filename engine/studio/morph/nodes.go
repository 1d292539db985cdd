package morph

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/warp"
)

// nodes say for points of the frame, cell pixels apart, which point of a picture is seen there.
type nodes struct {
	cols, rows int
	x, y       []float32
}

func newNodes(w, h int) nodes {
	n := nodes{cols: w/cell + 2, rows: h/cell + 2}
	n.x, n.y = make([]float32, n.cols*n.rows), make([]float32, n.cols*n.rows)
	return n
}

// fill inverts view and field by fixed-point iteration: the field is smooth enough for it to converge.
func (n *nodes) fill(w, h int, v view, f flow.Field) {
	width, half := float64(w), float64(h)/float64(w)/2
	scale := float64(f.U.W) // pixels of the analysis per width
	vision.Rows(n.rows, func(j0, j1 int) {
		for j := j0; j < j1; j++ {
			py := (float64(j*cell)+0.5)/width - half
			for i := range n.cols {
				px := (float64(i*cell)+0.5)/width - 0.5
				qx, qy := v.undo(px, py)
				// In pixels of the analysis.
				tx, ty := float32((qx+0.5)*scale-0.5), float32((qy+half)*scale-0.5)
				ax, ay := tx, ty
				for range 6 {
					du, dv := f.At(ax, ay)
					nx, ny := tx-du, ty-dv
					moved := max(abs(nx-ax), abs(ny-ay))
					ax, ay = nx, ny
					if moved < 0.01 {
						break
					}
				}
				n.x[j*n.cols+i] = float32((float64(ax)+0.5)/scale*width - 0.5)
				n.y[j*n.cols+i] = float32((float64(ay)+0.5)/scale*width - 0.5)
			}
		}
	})
}

func abs(v float32) float32 { return float32(math.Abs(float64(v))) }

// sample draws the picture into RGBA pixels; share below 1 takes the mean with what is there. blurred says that many will be averaged:
// then bilinear samples do.
func (n *nodes) sample(dst []float32, w, h int, im *warp.Image, share float32, blurred bool) {
	right, bottom := float32(im.W-1), float32(im.H-1)
	vision.Rows(h, func(y0, y1 int) {
		xs, ys := make([]float32, n.cols), make([]float32, n.cols)
		for y := y0; y < y1; y++ {
			n.line(xs, ys, y)
			row := dst[4*y*w : 4*(y+1)*w]
			for x := range w {
				i, f := x/cell, float32(x%cell)*(1.0/cell)
				px, py := xs[i]+f*(xs[i+1]-xs[i]), ys[i]+f*(ys[i+1]-ys[i])
				if px < 0 || px > right {
					px = mirror(px, right)
				}
				if py < 0 || py > bottom {
					py = mirror(py, bottom)
				}
				var r, g, b float32
				if blurred {
					r, g, b, _ = im.Linear(px, py)
				} else {
					r, g, b, _ = im.At(px, py)
				}
				p := row[4*x : 4*x+3 : 4*x+3]
				if share == 1 {
					p[0], p[1], p[2] = r, g, b
				} else {
					p[0], p[1], p[2] = p[0]+share*(r-p[0]), p[1]+share*(g-p[1]), p[2]+share*(b-p[2])
				}
			}
		}
	})
}

// line interpolates the nodes of row y.
func (n *nodes) line(xs, ys []float32, y int) {
	top, f := y/cell*n.cols, float32(y%cell)*(1.0/cell)
	bottom := top + n.cols
	for i := range xs {
		xs[i] = n.x[top+i] + f*(n.x[bottom+i]-n.x[top+i])
		ys[i] = n.y[top+i] + f*(n.y[bottom+i]-n.y[top+i])
	}
}

// mirror folds a coordinate back into 0..last.
func mirror(v, last float32) float32 {
	if last <= 0 {
		return 0
	}
	period := 2 * float64(last)
	r := math.Mod(float64(v), period)
	if r < 0 {
		r += period
	}
	if r > float64(last) {
		r = period - r
	}
	return float32(r)
}
