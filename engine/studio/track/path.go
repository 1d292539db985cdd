package track

import (
	"math"

	"zoetrope/engine/studio/vision/motion"
)

// Path is how a thing goes through the shot, from the key frame to each frame: the motion measured inside its mask, kept from
// drifting by where the mask is and how large, and smoothed. Frames outside the shot keep the nearest inside.
func (t *Track) Path() []motion.Similarity {
	n := len(t.masks)
	out := make([]motion.Similarity, n)
	key := t.spot(t.Key)
	dx, dy, ds := make([]float64, n), make([]float64, n), make([]float64, n)
	last := [3]float64{}
	correct := func(i int) {
		if s := t.spot(i); s.whole && key.whole {
			x, y := t.Object[i].Apply(key.x, key.y)
			last = [3]float64{s.x - x, s.y - y, 0.5*math.Log(s.area/key.area) - t.Object[i].LogScale}
		}
		dx[i], dy[i], ds[i] = last[0], last[1], last[2]
	}
	for i := t.Key; i <= t.Last; i++ {
		correct(i)
	}
	last = [3]float64{}
	for i := t.Key; i >= t.First; i-- {
		correct(i)
	}
	const slow, quick = 4, 1.2 // sigmas in frames
	dx, dy, ds = t.smooth(dx, slow), t.smooth(dy, slow), t.smooth(ds, 2*slow)
	px, py, scale, roll := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := t.First; i <= t.Last; i++ {
		x, y := t.Object[i].Apply(key.x, key.y)
		px[i], py[i] = x+dx[i], y+dy[i]
		scale[i], roll[i] = t.Object[i].LogScale+ds[i], t.Object[i].Roll
	}
	px, py, scale, roll = t.smooth(px, quick), t.smooth(py, quick), t.smooth(scale, 2*quick), t.smooth(roll, 2*quick)
	for i := t.First; i <= t.Last; i++ {
		// The similarity that turns and scales about the thing's own centre.
		s := motion.Similarity{LogScale: scale[i], Roll: roll[i]}
		x, y := s.Apply(key.x, key.y)
		s.X, s.Y = px[i]-x, py[i]-y
		out[i] = s
	}
	// The picture that was swapped in fits the key frame exactly.
	bias := out[t.Key].Inverse()
	for i := t.First; i <= t.Last; i++ {
		out[i] = bias.Then(out[i])
	}
	for i := range n {
		switch {
		case i < t.First:
			out[i] = out[t.First]
		case i > t.Last:
			out[i] = out[t.Last]
		}
	}
	return out
}

// spot is where a mask is: its centroid in fractions of the width from the centre, and its area in pixels.
type spot struct {
	x, y, area float64
	whole      bool // it does not touch the frame
}

func (t *Track) spot(i int) spot {
	var s spot
	edge := 0
	t.masks[i].each(func(v uint8, from, to int) {
		if v == 0 {
			return
		}
		m := float64(v) / 255
		for k := from; k < to; k++ {
			x, y := k%t.W, k/t.W
			s.x += m * float64(x)
			s.y += m * float64(y)
			s.area += m
			if v > 128 && (x == 0 || y == 0 || x == t.W-1 || y == t.H-1) {
				edge++
			}
		}
	})
	if s.area < 1 {
		return spot{}
	}
	s.x = (s.x/s.area - float64(t.W-1)/2) / float64(t.W)
	s.y = (s.y/s.area - float64(t.H-1)/2) / float64(t.W)
	s.whole = edge <= 2
	return s
}

// smooth is a Gaussian over the frames of the shot; at its ends, values continue their last step.
func (t *Track) smooth(v []float64, sigma float64) []float64 {
	out := make([]float64, len(v))
	at := func(i int) float64 {
		switch {
		case i < t.First:
			return 2*v[t.First] - v[min(2*t.First-i, t.Last)]
		case i > t.Last:
			return 2*v[t.Last] - v[max(2*t.Last-i, t.First)]
		}
		return v[i]
	}
	r := int(3*sigma + 0.5)
	for i := t.First; i <= t.Last; i++ {
		var sum, weights float64
		for k := -r; k <= r; k++ {
			w := math.Exp(-0.5 * float64(k*k) / (sigma * sigma))
			sum += w * at(i+k)
			weights += w
		}
		out[i] = sum / weights
	}
	return out
}
