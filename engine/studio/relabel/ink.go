package relabel

import (
	"math"
	"slices"

	"zoetrope/engine/studio/vision"
)

// ink is how letters look.
type ink struct {
	left, right [3]float32 // their colour at both ends of the line
	ground      [3]float32
	uneven      float32    // spread of the ground's brightness
	edge        [3]float32 // colour of the outline
	width       float64    // of the outline in pixels, 0 without one
	blur        float64    // sigma in pixels
}

// at is the colour of a channel at u along the line, from 0 to 1.
func (k *ink) at(c int, u float32) float32 { return k.left[c] + u*(k.right[c]-k.left[c]) }

// share is how far a pixel is ink: 0 ground to 1.
func (k *ink) share(p vision.RGB, i int, u float64) float32 {
	var dot, square float32
	for c, plane := range p.Channels() {
		d := k.at(c, float32(min(max(u, 0), 1))) - k.ground[c]
		dot += d * (plane.Pix[i] - k.ground[c])
		square += d * d
	}
	return min(dot/max(square, 1e-4), 1)
}

// readInk measures the letters that a mask covers; height is that of its capitals, in pixels.
func readInk(p vision.RGB, letters vision.Plane, height float64) ink {
	var k ink
	core := vision.Erode(letters.Map(func(v float32) float32 { return vision.Smoothstep(0.6, 0.9, v) }), max(1, int(0.04*height)))
	if vision.Quantile(core, 1) < 0.5 {
		core = letters.Map(func(v float32) float32 { return vision.Smoothstep(0.85, 1, v) })
	}
	near := max(1, int(0.1*height))
	wide := vision.Dilate(letters, 4*near+4)
	clear := vision.Dilate(letters, 2*near+2)
	around := vision.Zip(wide, clear, func(a, b float32) float32 { return max(a-b, 0) })
	luma := p.Luma()
	for c, plane := range p.Channels() {
		k.ground[c] = medianWhere(plane, around, 0, plane.W)
		// A line's left and right third show its shade.
		a, b := medianWhere(plane, core, 0, plane.W/2), medianWhere(plane, core, plane.W/2, plane.W)
		k.left[c], k.right[c] = a-(b-a)/2, b+(b-a)/2
	}
	k.uneven = deviation(luma, around)
	inkLuma, groundLuma := medianWhere(luma, core, 0, luma.W), medianWhere(luma, around, 0, luma.W)
	k.readOutline(p, luma, letters, inkLuma, groundLuma, near)
	k.blur = blurOf(luma, letters)
	return k
}

// readOutline looks for a rim round the letters that is neither ink nor ground.
func (k *ink) readOutline(p vision.RGB, luma, letters vision.Plane, own, ground float32, near int) {
	const differs = 0.12
	deepest := float32(0)
	inner := vision.Dilate(letters, 1)
	for r := 2; r <= 3*near+2; r++ {
		outer := vision.Dilate(letters, r)
		ring := vision.Zip(outer, inner, func(a, b float32) float32 { return max(a-b, 0) })
		inner = outer
		v := medianWhere(luma, ring, 0, luma.W)
		beyond := abs(v-own) - abs(ground-own)
		if (v-own)*(ground-own) <= 0 || beyond < differs {
			continue
		}
		if beyond > deepest {
			deepest = beyond
			for c, plane := range p.Channels() {
				k.edge[c] = medianWhere(plane, ring, 0, plane.W)
			}
		}
		k.width = float64(r)
	}
	// The last ring is half ground.
	k.width = max(k.width-0.5, 0)
}

// blurOf is the sigma of the blur of the letters' edges, from how steep the steepest part of each edge is.
func blurOf(luma, letters vision.Plane) float64 {
	rim := vision.Zip(vision.Dilate(letters, 2), vision.Erode(letters, 1), func(a, b float32) float32 { return a - b })
	steep := vision.Gradient(luma)
	top := vision.Dilate(steep, 1)
	var sigmas []float64
	low, high := vision.Erode(luma, 2), vision.Dilate(luma, 2)
	for i, r := range rim.Pix {
		if r > 0.5 && steep.Pix[i] == top.Pix[i] && steep.Pix[i] > 0.03 {
			sigmas = append(sigmas, float64((high.Pix[i]-low.Pix[i])/(steep.Pix[i]/2))/math.Sqrt(2*math.Pi)/2)
		}
	}
	if len(sigmas) == 0 {
		return 0.5
	}
	slices.Sort(sigmas)
	return math.Min(math.Max(sigmas[len(sigmas)/2], 0.3), 4)
}

// grainOf is the strength of the noise outside a mask: the median difference from a slight blur, as a standard deviation.
func grainOf(p vision.RGB, mask vision.Plane) float32 {
	luma := p.Luma()
	soft := vision.Blur(luma, 1)
	var all []float32
	for i, m := range mask.Pix {
		if m == 0 {
			all = append(all, abs(luma.Pix[i]-soft.Pix[i]))
		}
	}
	if len(all) < 50 {
		return 0
	}
	slices.Sort(all)
	// The blur keeps about a third of the noise; the lower part of the differences is noise without structure.
	return min(1.48*1.3*all[len(all)*2/5], 0.03)
}

// noiseAt is unit noise that is the same for a pixel of a frame.
func noiseAt(i, x, y int) float32 {
	h := uint32(i)*0x9E3779B1 ^ uint32(x)*0x85EBCA77 ^ uint32(y)*0xC2B2AE3D
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 12
	h *= 0x297A2D39
	h ^= h >> 15
	// The sum of two bytes is near enough to a bell; its deviation is 104.
	return (float32(h&255) + float32(h>>8&255) - 255) / 104
}

func medianWhere(p, weight vision.Plane, x0, x1 int) float32 {
	var all []float32
	for i, w := range weight.Pix {
		if x := i % p.W; w > 0.5 && x >= x0 && x < x1 {
			all = append(all, p.Pix[i])
		}
	}
	if len(all) == 0 {
		if x0 > 0 || x1 < p.W {
			return medianWhere(p, weight, 0, p.W)
		}
		return 0.5
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// deviation is the standard deviation of most of what a weight covers, by the median of the differences from the median.
func deviation(p, weight vision.Plane) float32 {
	middle := medianWhere(p, weight, 0, p.W)
	return 1.48 * medianWhere(p.Map(func(v float32) float32 { return abs(v - middle) }), weight, 0, p.W)
}

// sure is the share of ink from which a pixel counts as a letter that was not found.
func (k *ink) sure() float32 {
	if k.uneven < evenGround {
		return 0.35
	}
	return 0.75
}

func abs(v float32) float32 { return max(v, -v) }
