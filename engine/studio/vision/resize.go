package vision

import "math"

// Resize resamples the plane to w x h: a Catmull-Rom cubic when enlarging, the same kernel widened to cover every source
// pixel when reducing (so nothing aliases). Overshoot is kept.
func Resize(p Plane, w, h int) Plane {
	if w == p.W && h == p.H {
		return p.Clone()
	}
	out := New(w, h)
	NewScaler(p.W, p.H, w, h).Into(out, p)
	return out
}

type tap struct {
	first   int
	weights []float32
}

func taps(from, to int) []tap {
	scale := float64(from) / float64(to)
	widen := math.Max(scale, 1)
	out := make([]tap, to)
	all := make([]float32, 0, to*(int(4*widen)+1)) // side by side in memory
	for i := range out {
		centre := (float64(i)+0.5)*scale - 0.5
		first := int(math.Ceil(centre - 2*widen))
		last := int(math.Floor(centre + 2*widen))
		weights := all[len(all):len(all):cap(all)]
		sum := 0.0
		for k := first; k <= last; k++ {
			weight := catmullRom((float64(k) - centre) / widen)
			sum += weight
			weights = append(weights, float32(weight))
		}
		for k := range weights {
			weights[k] /= float32(sum)
		}
		all = all[:len(all)+len(weights)]
		out[i] = tap{first: first, weights: weights}
	}
	return out
}

// catmullRom is the cubic convolution kernel with a = -1/2 (Keys, "Cubic convolution interpolation", 1981).
func catmullRom(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return 1 + x*x*(1.5*x-2.5)
	case x < 2:
		return 2 + x*(-4+x*(2.5-0.5*x))
	}
	return 0
}
