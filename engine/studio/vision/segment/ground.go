package segment

import "zoetrope/engine/studio/vision"

// Of a picture of something before a plain ground, such as goods on white paper: how bright the ground is, how much of the frame's
// border shows it, how far it and its neighbours may be from the border's colour, and which share of the picture is not ground.
const (
	groundLuma      = 0.5
	groundBorder    = 0.65
	groundTolerance = 0.06
	groundLeast     = 0.03
	groundMost      = 0.85
	// groundTrust is the confidence in such a cut.
	groundTrust = 0.95
)

// OnPlainGround cuts out what lies before a bright ground of one colour that surrounds it, whether or not it touches the frame. It
// reports false for other pictures.
func OnPlainGround(p vision.RGB) (Subject, bool) {
	if p.W < 8 || p.H < 8 {
		return Subject{}, false
	}
	border := frameBorder(p.W, p.H)
	ground := medianColour(p, border)
	if 0.2126*ground[0]+0.7152*ground[1]+0.0722*ground[2] < groundLuma {
		return Subject{}, false
	}
	like := func(i int) bool {
		for c, plane := range p.Channels() {
			if d := plane.Pix[i] - ground[c]; d > groundTolerance || d < -groundTolerance {
				return false
			}
		}
		return true
	}
	reached, shown := spread(p.W, p.H, border, like)
	if float32(shown) < groundBorder*float32(len(border)) {
		return Subject{}, false
	}
	mask := vision.New(p.W, p.H)
	for i, ok := range reached {
		if !ok {
			mask.Pix[i] = 1
		}
	}
	mask = Clean(pure(p, mask, ground), 0.08, 0)
	if area := mask.Mean(); area < groundLeast || area > groundMost {
		return Subject{}, false
	}
	return Subject{Mask: mask, Confidence: groundTrust}, true
}

// pure takes from a mask the rims in which the thing is mixed with the ground more than half: pixels that are less than half as far
// from the ground's colour as the farthest inside beside them.
func pure(p vision.RGB, mask vision.Plane, ground [3]float32) vision.Plane {
	const (
		rounds = 2 // pixels of a soft edge
		reach  = 2
	)
	w, h := p.W, p.H
	apart := vision.New(w, h)
	for c, plane := range p.Channels() {
		for i, v := range plane.Pix {
			apart.Pix[i] = max(apart.Pix[i], v-ground[c], ground[c]-v)
		}
	}
	for range rounds {
		inside := vision.Dilate(vision.Product(apart, mask), reach)
		next := mask.Clone()
		for y := 1; y < h-1; y++ {
			for x := 1; x < w-1; x++ {
				i := y*w + x
				rim := mask.Pix[i-1]*mask.Pix[i+1]*mask.Pix[i-w]*mask.Pix[i+w] == 0
				if rim && apart.Pix[i] < 0.5*inside.Pix[i] {
					next.Pix[i] = 0
				}
			}
		}
		mask = next
	}
	return mask
}

// frameBorder lists the pixels along the frame.
func frameBorder(w, h int) []int {
	out := make([]int, 0, 2*(w+h))
	for x := range w {
		out = append(out, x, (h-1)*w+x)
	}
	for y := 1; y < h-1; y++ {
		out = append(out, y*w, y*w+w-1)
	}
	return out
}

func medianColour(p vision.RGB, at []int) (c [3]float32) {
	values := vision.New(len(at), 1)
	for k, plane := range p.Channels() {
		for i, j := range at {
			values.Pix[i] = plane.Pix[j]
		}
		c[k] = vision.Quantile(values, 0.5)
	}
	return c
}

// spread marks the pixels of a kind that are connected with those among the seeds, and counts these.
func spread(w, h int, seeds []int, like func(i int) bool) (reached []bool, count int) {
	reached = make([]bool, w*h)
	var open []int
	visit := func(i int) bool {
		if reached[i] || !like(i) {
			return false
		}
		reached[i] = true
		open = append(open, i)
		return true
	}
	for _, i := range seeds {
		if visit(i) {
			count++
		}
	}
	for len(open) > 0 {
		i := open[len(open)-1]
		open = open[:len(open)-1]
		x, y := i%w, i/w
		if x > 0 {
			visit(i - 1)
		}
		if x < w-1 {
			visit(i + 1)
		}
		if y > 0 {
			visit(i - w)
		}
		if y < h-1 {
			visit(i + w)
		}
	}
	return reached, count
}
