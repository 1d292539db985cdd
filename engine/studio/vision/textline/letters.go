package textline

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// What a component must be to count as a letter. Lengths are in pixels of a picture of Size.
const (
	leastHeight   = 9
	leastArea     = 16
	leastContrast = 0.14 // of brightness against the ground
	leastEdge     = 0.45 // share of that contrast within three pixels of the outline
	mostHeight    = 0.55 // of the picture
	widest        = 3.2  // width by height: letters that touch
	mostStroke    = 0.6  // width of the strokes by height
	fullest       = 0.97
	emptiest      = 0.1
	mostHoles     = 6
)

// letter is a component that looks like one.
type letter struct {
	pixels         []int32
	x0, y0, x1, y1 int // bounds, exclusive on the right and below
	stroke         float64
	contrast       float64
	colour         [3]float64
	shape          [shapeSide * shapeSide]float32 // what it covers of each cell of its bounds
}

// shapeSide is the number of cells across a letter in which shapes are compared.
const shapeSide = 6

func (l *letter) width() float64  { return float64(l.x1 - l.x0) }
func (l *letter) height() float64 { return float64(l.y1 - l.y0) }
func (l *letter) midX() float64   { return float64(l.x0+l.x1-1) / 2 }
func (l *letter) midY() float64   { return float64(l.y0+l.y1-1) / 2 }

// letters are the components of what is brighter, or darker, than a level that look like letters.
func letters(luma vision.Plane, level float32, dark bool) []*letter {
	inside := make([]bool, len(luma.Pix))
	for i, v := range luma.Pix {
		inside[i] = (v > level) != dark
	}
	var out []*letter
	seen := make([]bool, len(inside))
	queue := make([]int32, 0, 1<<12)
	for start := range inside {
		if seen[start] || !inside[start] {
			continue
		}
		queue = grow(queue[:0], inside, seen, start, luma.W, luma.H)
		if l := newLetter(luma, queue, inside); l != nil {
			out = append(out, l)
		}
	}
	return out
}

// grow collects the 8-connected component of a pixel.
func grow(queue []int32, inside, seen []bool, start, w, h int) []int32 {
	seen[start] = true
	queue = append(queue, int32(start))
	for k := 0; k < len(queue); k++ {
		x, y := int(queue[k])%w, int(queue[k])/w
		for ny := max(y-1, 0); ny <= min(y+1, h-1); ny++ {
			for nx := max(x-1, 0); nx <= min(x+1, w-1); nx++ {
				if j := ny*w + nx; inside[j] && !seen[j] {
					seen[j] = true
					queue = append(queue, int32(j))
				}
			}
		}
	}
	return queue
}

// newLetter measures a component, and returns nil for one that is no letter.
func newLetter(luma vision.Plane, pixels []int32, inside []bool) *letter {
	if len(pixels) < leastArea {
		return nil
	}
	l := &letter{x0: luma.W, y0: luma.H}
	for _, i := range pixels {
		x, y := int(i)%luma.W, int(i)/luma.W
		l.x0, l.x1, l.y0, l.y1 = min(l.x0, x), max(l.x1, x+1), min(l.y0, y), max(l.y1, y+1)
	}
	w, h := l.width(), l.height()
	fill := float64(len(pixels)) / (w * h)
	switch {
	case h < leastHeight, h > mostHeight*float64(luma.H), w > widest*h, w < 0.08*h, fill > fullest && w > 0.45*h, fill < emptiest,
		l.x0 == 0, l.y0 == 0, l.x1 == luma.W, l.y1 == luma.H:
		return nil
	}
	patch := l.patch(pixels, luma.W)
	if holes(patch) > mostHoles {
		return nil
	}
	var even bool
	if l.stroke, even = strokes(patch); !even || l.stroke > mostStroke*h || l.stroke > 0.8*w && w > 0.7*h {
		return nil
	}
	if !l.stands(luma, pixels, inside) {
		return nil
	}
	l.pixels = append([]int32(nil), pixels...)
	l.outline(patch)
	return l
}

// patch is the component alone, with a margin of a pixel.
func (l *letter) patch(pixels []int32, w int) vision.Plane {
	p := vision.New(l.x1-l.x0+2, l.y1-l.y0+2)
	for _, i := range pixels {
		p.Pix[(int(i)/w-l.y0+1)*p.W+int(i)%w-l.x0+1] = 1
	}
	return p
}

// strokes is the typical width of what a patch shows, and whether it is about the same everywhere: twice the distance to the
// outline, along the ridge of that distance.
func strokes(patch vision.Plane) (width float64, even bool) {
	d := distance(patch)
	var sum, squares, n float64
	for y := 1; y < d.H-1; y++ {
		for x := 1; x < d.W-1; x++ {
			v := d.At(x, y)
			if v == 0 {
				continue
			}
			// The ridge is where no neighbour is farther from the outline by most of a step.
			if v+0.6 > d.At(x-1, y) && v+0.6 > d.At(x+1, y) && v+0.6 > d.At(x, y-1) && v+0.6 > d.At(x, y+1) {
				sum += float64(v)
				squares += float64(v * v)
				n++
			}
		}
	}
	if n == 0 {
		return 0, false
	}
	mean := sum / n
	return 2*mean - 1, math.Sqrt(math.Max(squares/n-mean*mean, 0)) < 0.55*mean
}

// distance is how far each pixel of a patch is from its outline, in two passes of the 3-4 chamfer (Borgefors 1986).
func distance(patch vision.Plane) vision.Plane {
	d := patch.Map(func(v float32) float32 { return v * 1e3 })
	relax := func(x, y int, offsets [4][2]int) {
		at := y*d.W + x
		if d.Pix[at] == 0 {
			return
		}
		for k, o := range offsets {
			step := float32(1)
			if k%2 == 1 {
				step = 4.0 / 3
			}
			if v := d.At(x+o[0], y+o[1]) + step; v < d.Pix[at] {
				d.Pix[at] = v
			}
		}
	}
	for y := range d.H {
		for x := range d.W {
			relax(x, y, [4][2]int{{-1, 0}, {-1, -1}, {0, -1}, {1, -1}})
		}
	}
	for y := d.H - 1; y >= 0; y-- {
		for x := d.W - 1; x >= 0; x-- {
			relax(x, y, [4][2]int{{1, 0}, {1, 1}, {0, 1}, {-1, 1}})
		}
	}
	return d
}

// holes is the number of holes of a patch of one component, by its Euler number.
func holes(patch vision.Plane) int {
	// For 8-connected components: Euler number = (Q1 - Q3 - 2 QD) / 4, over all squares of 2 x 2 (Gray 1971).
	euler := 0
	for y := range patch.H - 1 {
		for x := range patch.W - 1 {
			a, b := patch.At(x, y) > 0, patch.At(x+1, y) > 0
			c, d := patch.At(x, y+1) > 0, patch.At(x+1, y+1) > 0
			n := 0
			for _, v := range [4]bool{a, b, c, d} {
				if v {
					n++
				}
			}
			switch {
			case n == 1:
				euler++
			case n == 3:
				euler--
			case n == 2 && a == d:
				euler -= 2
			}
		}
	}
	return 1 - euler/4
}

// stands tells whether a component is clearly and sharply brighter or darker than what is around it. It notes by how much.
func (l *letter) stands(luma vision.Plane, pixels []int32, inside []bool) bool {
	var own, ground, n float64
	var sharp, edges int
	for _, i := range pixels {
		own += float64(luma.Pix[i])
	}
	own /= float64(len(pixels))
	const apart = 2
	step := func(i int32, dx, dy int) {
		x, y := int(i)%luma.W, int(i)/luma.W
		if inside[clampTo(y+dy, luma.H)*luma.W+clampTo(x+dx, luma.W)] {
			return
		}
		ground += float64(luma.At(x+apart*dx, y+apart*dy))
		edges++
		n++
		if math.Abs(float64(luma.At(x-dx, y-dy)-luma.At(x+apart*dx, y+apart*dy))) > leastContrast {
			sharp++
		}
	}
	for _, i := range pixels {
		step(i, 1, 0)
		step(i, -1, 0)
		step(i, 0, 1)
		step(i, 0, -1)
	}
	if n == 0 {
		return false
	}
	l.contrast = math.Abs(own - ground/n)
	return l.contrast > 0.75*leastContrast && float64(sharp) > leastEdge*float64(edges)
}

func clampTo(x, n int) int { return min(max(x, 0), n-1) }

// outline notes the shape of a component for comparisons.
func (l *letter) outline(patch vision.Plane) {
	var all [shapeSide * shapeSide]float32
	w, h := patch.W-2, patch.H-2
	for y := range h {
		for x := range w {
			k := y*shapeSide/h*shapeSide + x*shapeSide/w
			all[k]++
			l.shape[k] += patch.Pix[(y+1)*patch.W+x+1]
		}
	}
	for k, n := range all {
		if n > 0 {
			l.shape[k] /= n
		}
	}
}

// unlike is the mean difference of two shapes, from 0 to 1.
func (l *letter) unlike(o *letter) float64 {
	var sum float64
	for k, v := range l.shape {
		sum += math.Abs(float64(v - o.shape[k]))
	}
	// The letter I is full of itself and like any other post: what differs is then the proportion.
	proportion := math.Abs(math.Log(l.width() * o.height() / (l.height() * o.width())))
	return math.Max(sum/float64(len(l.shape)), math.Min(0.35*proportion, 1))
}
