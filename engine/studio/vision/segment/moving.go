package segment

import "zoetrope/engine/studio/vision"

const (
	// leastMoving is the share of the picture below which something that moves is not worth cutting out: somebody on the far side of
	// a square.
	leastMoving = 6e-4
	// mostMoving is the share from which it is the picture that moves.
	mostMoving = 0.5
	// mostMovers bounds the things that are told apart; the last holds all others.
	mostMovers = 3
)

// Movers are the things in a picture about 320 pixels wide that were not there before or will not be there after, the largest first.
// apart is the likelihood of that for each pixel, in [0,1], such as the difference from what mostly is seen there. There are none
// where it is only specks, as of leaves in the wind, or most of the picture.
func Movers(p vision.RGB, apart vision.Plane) []Subject {
	const joined = 2 // pixels between a body and its feet
	solid := vision.Erode(vision.Dilate(apart, joined), joined)
	area := float64(len(solid.Pix))
	sure, total := vision.New(p.W, p.H), 0.0
	held := 0.0
	for _, c := range components(solid, 0.5) {
		total += float64(len(c.pixels))
		if float64(len(c.pixels)) < leastMoving*area {
			continue
		}
		held += float64(len(c.pixels))
		for _, i := range c.pixels {
			sure.Pix[i] = 1
		}
	}
	const whole = 0.6 // of what moves belongs to things
	if held == 0 || held > mostMoving*area || held < whole*total {
		return nil
	}
	sure = Clean(sure, 0, 0.06)
	cut := cutMoving(p, sure)
	const beside = 0.1 // of the largest: what is smaller is a flash or a shadow
	var out []Subject
	parts := components(cut, 0.5)
	for _, c := range parts {
		if float64(len(c.pixels)) < max(leastMoving*area, beside*float64(len(parts[0].pixels))) {
			break
		}
		if len(out) < mostMovers {
			out = append(out, Subject{Mask: vision.New(p.W, p.H), Confidence: 1})
		}
		for _, i := range c.pixels {
			out[len(out)-1].Mask.Pix[i] = 1
		}
	}
	return out
}

// cutMoving brings a mask to the edges of the picture.
func cutMoving(p vision.RGB, sure vision.Plane) vision.Plane {
	const around = 4 // pixels beyond the mask that may belong to it
	inside, near, far := vision.Erode(sure, 1), vision.Dilate(sure, 1), vision.Dilate(sure, around)
	labels := make([]Label, len(sure.Pix))
	for i := range labels {
		switch {
		case inside.Pix[i] > 0.5:
			labels[i] = Foreground
		case near.Pix[i] > 0.5:
			labels[i] = ProbablyForeground
		case far.Pix[i] > 0.5:
			labels[i] = ProbablyBackground
		}
	}
	return Clean(GrabCut(p, labels, 2), 0, 0.03)
}
