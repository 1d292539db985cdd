package title

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// liking is how much more unrest a third may have than the calmest one: titles stand best below, and the middle belongs to the
// subject.
var liking = [...]float64{Upper: 1, Middle: 1.6, Lower: 0.9}

// Calmest is the third of the frame in which least happens, judged by a few pictures of the film in small, luma 0 to 1.
func Calmest(pictures []vision.Plane) Third {
	best, least := Lower, math.Inf(1)
	for third, weight := range liking {
		unrest := 0.0
		for _, p := range pictures {
			unrest += restlessness(p, middles[third])
		}
		if unrest *= weight; unrest < least {
			best, least = Third(third), unrest
		}
	}
	return best
}

// restlessness is how much stands in a band about a height: contours, and how much the brightness differs.
func restlessness(p vision.Plane, middle float64) float64 {
	y0, y1 := int((middle-0.11)*float64(p.H)), int((middle+0.11)*float64(p.H))
	x0, x1 := p.W/7, p.W-p.W/7
	var sum, squares, edges, n float64
	for y := max(y0, 0); y < min(y1, p.H-1); y++ {
		for x := x0; x < x1; x++ {
			v := float64(p.Pix[y*p.W+x])
			sum, squares, n = sum+v, squares+v*v, n+1
			edges += math.Abs(v-float64(p.Pix[y*p.W+x+1])) + math.Abs(v-float64(p.Pix[(y+1)*p.W+x]))
		}
	}
	if n == 0 {
		return 0
	}
	mean := sum / n
	return math.Sqrt(math.Max(squares/n-mean*mean, 0)) + 3*edges/n + 0.06*mean // white letters like dark grounds
}
