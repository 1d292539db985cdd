package depth

import "zoetrope/engine/studio/vision"

// Focus measures how sharp each region of a picture about 320 pixels wide is, and how strongly that varies.
//
// At edges the gradient is compared with that of the picture blurred once more: a sharp edge loses much, a blurred one
// little (Zhuo and Sim, "Defocus map estimation from a single image", 2011). The ratios are spread by normalised
// convolution. The map is in [0,1]; spread is near 0 for a picture sharp throughout and near 1 for a shallow depth of
// field.
func Focus(p vision.RGB) (sharp vision.Plane, spread float32) {
	luma := p.Luma()
	gradient, blurred := vision.Gradient(luma), vision.Gradient(vision.Blur(luma, 1.2))
	const weakest, strongest = 0.047, 0.24
	weight, value := vision.New(p.W, p.H), vision.New(p.W, p.H)
	for i, g := range gradient.Pix {
		if g < weakest {
			continue
		}
		ratio := min(g/(blurred.Pix[i]+0.002), 4) - 1
		weight.Pix[i] = min(g, strongest)
		value.Pix[i] = weight.Pix[i] * max(ratio, 0)
	}
	sigma := float32(max(p.W, p.H)) / 60
	weight, value = vision.Blur(weight, sigma), vision.Blur(value, sigma)
	sharp = vision.Zip(value, weight, func(v, w float32) float32 { return (v + 1e-4) / (w + 1e-3) })
	mean := sharp.Mean()
	variance := vision.Zip(sharp, sharp, func(a, b float32) float32 { return (a - mean) * (b - mean) }).Mean()
	spread = vision.Smoothstep(0.2, 0.75, sqrt(variance)/(mean+0.05))
	return vision.Normalize(sharp, 0.02, 0.98), spread
}
