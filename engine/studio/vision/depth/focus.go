package depth

import "zoetrope/engine/studio/vision"

// Focus measures how sharp each region of a picture about 320 pixels wide is, and how strongly that varies.
//
// At edges the gradient is compared with that of the picture blurred once more: a sharp edge loses much, a blurred one
// little (Zhuo and Sim, "Defocus map estimation from a single image", 2011). The ratios are spread by normalised
// convolution. The map is in [0,1]; spread is near 0 for a picture sharp throughout and near 1 for a shallow depth of
// field. A sky (a mask of the picture's size) is smooth by nature and does not count.
func Focus(p vision.RGB, sky vision.Plane) (sharp vision.Plane, spread float32) {
	luma := p.Luma()
	gradient, blurred := vision.Gradient(luma), vision.Gradient(vision.Blur(luma, 1.2))
	const weakest, strongest = 0.047, 0.24
	weight, value := vision.New(p.W, p.H), vision.New(p.W, p.H)
	for i, g := range gradient.Pix {
		if g < weakest || sky.Pix[i] > 0 {
			continue
		}
		ratio := min(g/(blurred.Pix[i]+0.002), 4) - 1
		weight.Pix[i] = min(g, strongest)
		value.Pix[i] = weight.Pix[i] * max(ratio, 0)
	}
	sigma := float32(max(p.W, p.H)) / 60
	weight, value = vision.Blur(weight, sigma), vision.Blur(value, sigma)
	sharp = vision.Zip(value, weight, func(v, w float32) float32 { return (v + 1e-4) / (w + 1e-3) })
	spread = max(unevenness(sharp, weight), smoothness(weight, sky))
	return vision.Normalize(sharp, 0.02, 0.98), spread
}

// unevenness is how much the sharpness of edges varies, from 0 to 1.
func unevenness(sharp, weight vision.Plane) float32 {
	var n, mean, variance float32
	for i, w := range weight.Pix {
		n += w
		mean += w * sharp.Pix[i]
	}
	mean /= n + 1e-6
	for i, w := range weight.Pix {
		d := sharp.Pix[i] - mean
		variance += w * d * d
	}
	return vision.Smoothstep(0.22, 0.55, sqrt(variance/(n+1e-6))/(mean+0.05))
}

// smoothness tells a picture with much out of focus by the share that has no edges at all. A landscape with a sky may have
// still water and mist instead.
func smoothness(weight, sky vision.Plane) float32 {
	if sky.Mean() > 0.1 {
		return 0
	}
	const edgeless = 0.004
	bare, n := 0, 0
	for i, w := range weight.Pix {
		if sky.Pix[i] > 0 {
			continue
		}
		n++
		if w < edgeless {
			bare++
		}
	}
	return vision.Smoothstep(0.2, 0.55, float32(bare)/float32(max(n, 1)))
}
