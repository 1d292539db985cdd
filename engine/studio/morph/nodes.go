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

// sample draws the picture into RGBA pixels.
func (n *nodes) sample(dst []float32, w, h int, im *warp.Image) {
	right, bottom := float32(im.W-1), float32(im.H-1)
	vision.Rows(h, func(y0, y1 int) {
		xs, ys := make([]float32, n.cols), make([]float32, n.cols)
		for y := y0; y < y1; y++ {
			n.line(xs, ys, y)
			row := dst[4*y*w : 4*(y+1)*w]
			for x := range w {
				px, py := between(xs, x), between(ys, x)
				if px < 0 || px > right {
					px = mirror(px, right)
				}
				if py < 0 || py > bottom {
					py = mirror(py, bottom)
				}
				p := row[4*x : 4*x+3 : 4*x+3]
				p[0], p[1], p[2], _ = im.At(px, py)
			}
		}
	})
}

// longSweep is the way in pixels along a row from which every other pixel is the mean of its neighbours: the picture is blurred over
// many of them.
const longSweep = 12

// sweep draws the mean of so many pictures, at least two, on the way from these nodes to others.
func (n *nodes) sweep(end *nodes, dst []float32, w, h int, im *warp.Image, times int) {
	vision.Rows(h, func(y0, y1 int) {
		line := func() []float32 { return make([]float32, n.cols) }
		xs, ys, xe, ye := line(), line(), line(), line()
		for y := y0; y < y1; y++ {
			n.line(xs, ys, y)
			end.line(xe, ye, y)
			long := func(x int) bool { return x%2 == 1 && x < w-1 && abs(between(xe, x)-between(xs, x)) > longSweep }
			row := dst[4*y*w : 4*(y+1)*w]
			for x := range w {
				if !long(x) {
					p := row[4*x : 4*x+3 : 4*x+3]
					p[0], p[1], p[2], _ = im.Mean(between(xs, x), between(ys, x), between(xe, x), between(ye, x), times)
				}
			}
			for x := range w {
				if long(x) {
					p := row[4*x-4 : 4*x+7 : 4*x+7]
					p[4], p[5], p[6] = (p[0]+p[8])/2, (p[1]+p[9])/2, (p[2]+p[10])/2
				}
			}
		}
	})
}

// between interpolates a line of nodes at pixel x.
func between(line []float32, x int) float32 {
	i := x / cell
	return line[i] + float32(x%cell)*(1.0/cell)*(line[i+1]-line[i])
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
