package rotoscope

import (
	"math"

	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/track"
	"zoetrope/engine/studio/vision"
)

// window goes along with a subject: its middle at the subject's, its lower edge at the subject's foot.
type window struct {
	w, h   int // pixels of the frames that are cut
	x, y   []float64
	way    []float64
	low    bool
	frameW int
	frameH int
}

// calm is how slowly a window follows, as the standard deviation of a Gaussian in seconds at 24 frames per second: a step or a
// jump is the subject's own motion, its way through the frame is not.
const calm = 8.0

// newWindow lays the window for frames first to last of w x h pixels, large enough for the subject in each.
func newWindow(t *track.Track, first, last, w, h int) *window {
	n := last - first + 1
	win := &window{frameW: w, frameH: h, x: make([]float64, n), y: make([]float64, n), way: make([]float64, n)}
	k := float64(w) / float64(t.W)
	boxes := make([][4]float64, n)
	touching, tall := 0, 0.0
	for i := range n {
		mask := t.Mask(first + i)
		x0, y0, x1, y1 := cutout.Bounds(mask, 0.4)
		boxes[i] = [4]float64{float64(x0) * k, float64(y0) * k, float64(x1) * k, float64(y1) * k}
		win.x[i], win.y[i] = k*(centre(mask)+0.5), boxes[i][3]
		if y1 >= t.H-1 {
			touching++
		}
		tall += (boxes[i][3] - boxes[i][1]) / float64(n)
	}
	win.low = 2*touching > n
	win.x, win.y = smooth(win.x, calm), smooth(win.y, calm)
	for i := range n {
		if win.low {
			win.y[i] = float64(h)
		}
		// Where the subject is on the ground of the key frame, which the camera has carried off since.
		x, _ := t.Camera[first+i].Inverse().Pixel(win.x[i], win.y[i], w, h)
		win.way[i] = x / math.Max(tall, 1)
	}
	start := win.way[0]
	half, high := 8.0, 8.0
	for i, b := range boxes {
		win.way[i] -= start
		half = math.Max(half, math.Max(win.x[i]-b[0], b[2]-win.x[i]))
		high = math.Max(high, math.Max(win.y[i]-b[1], 0))
		if !win.low {
			win.y[i] = math.Min(win.y[i], float64(h))
		}
	}
	const margin = 1.06 // masks are smaller than soft edges
	win.w, win.h = 2*int(math.Ceil(half*margin+2)), int(math.Ceil(high*margin+2))
	return win
}

// centre is the horizontal centroid of a mask.
func centre(mask vision.Plane) float64 {
	var sum, weight float64
	for i, v := range mask.Pix {
		sum += float64(v) * float64(i%mask.W)
		weight += float64(v)
	}
	return sum / math.Max(weight, 1e-6)
}

// cut is what the window shows of a frame. Where it reaches beyond the frame nothing is covered.
func (win *window) cut(p vision.RGB, mask vision.Plane, k int) (vision.RGB, vision.Plane) {
	x0, y0 := int(math.Round(win.x[k]))-win.w/2, int(math.Round(win.y[k]))+below(win.low)-win.h
	part := func(c vision.Plane) vision.Plane {
		out := vision.New(win.w, win.h)
		for y := range out.H {
			for x := range out.W {
				out.Pix[y*out.W+x] = c.At(x0+x, y0+y)
			}
		}
		return out
	}
	kx, ky := float32(mask.W)/float32(p.W), float32(mask.H)/float32(p.H)
	inside := vision.New(win.w, win.h)
	for y := range inside.H {
		for x := range inside.W {
			fx, fy := x0+x, y0+y
			if fx >= 0 && fy >= 0 && fx < p.W && fy < p.H {
				inside.Pix[y*inside.W+x] = mask.Sample((float32(fx)+0.5)*kx-0.5, (float32(fy)+0.5)*ky-0.5)
			}
		}
	}
	colour, alpha := matte(p.EachChannel(part), inside)
	for y := range alpha.H {
		row := alpha.Row(y)
		for x := range row {
			if fx, fy := x0+x, y0+y; fx < 0 || fy < 0 || fx >= p.W || fy >= p.H {
				row[x] = 0
			}
		}
	}
	return colour, alpha
}

// below is how many pixels of the window lie below the foot, for its soft edge.
func below(low bool) int {
	if low {
		return 0
	}
	return 2
}

// smooth is a Gaussian of a standard deviation in samples; the ends continue along their last step.
func smooth(v []float64, sigma float64) []float64 {
	n := len(v)
	out := make([]float64, n)
	at := func(i int) float64 {
		switch {
		case i < 0:
			return 2*v[0] - v[min(-i, n-1)]
		case i >= n:
			return 2*v[n-1] - v[max(2*(n-1)-i, 0)]
		}
		return v[i]
	}
	r := int(2.5*sigma + 0.5)
	for i := range n {
		var sum, weights float64
		for k := -r; k <= r; k++ {
			g := math.Exp(-0.5 * float64(k*k) / (sigma * sigma))
			sum, weights = sum+g*at(i+k), weights+g
		}
		out[i] = sum / weights
	}
	return out
}
