package cutout

import (
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/segment"
)

// clothed mends the cut of a portrait before a plain ground where its clothes are nearly of the ground's colour, such as a white shirt
// before a white wall: it adds them, and drops the shade on the wall that was taken for a part of somebody. The ground's slow
// change over the picture is taken out and what is left made many times stronger; then clothes differ from it, if there are any.
func clothed(p vision.RGB, mask vision.Plane, f face.Face) vision.Plane {
	const (
		chin    = 1.1  // of the face's radius below its middle: nothing above is clothes
		near    = 0.14 // of the ground's colour: what is nearer may be its shade
		strong  = 7    // times the contrast
		mild    = 3    // times the contrast, which tells shades of the ground from other things
		least   = 0.01 // of the picture: what is smaller is a fold of the ground
		alike   = 0.5  // of the colours: what is added is the ground itself
		repeats = 3
	)
	from := int(f.Y + chin*f.Radius)
	if from >= p.H-4 {
		return mask
	}
	wide := vision.Dilate(mask, 3) // soft edges are neither ground nor clothes
	fitted, faint := withoutGround(p, wide, from, strong), withoutGround(p, wide, from, mild)
	shirt, ok := shirtColour(fitted, wide, f)
	if !ok {
		return mask
	}
	labels := make([]segment.Label, p.W*p.H)
	for i, m := range mask.Pix {
		shade, _ := distances(faint, i, shirt)
		switch toGround, toShirt := distances(fitted, i, shirt); {
		case m > 0.5 && shade > near*mild:
			labels[i] = segment.Foreground
		case i/p.W >= from && toShirt < toGround:
			labels[i] = segment.ProbablyForeground
		case i/p.W >= from || m > 0.5:
			labels[i] = segment.ProbablyBackground
		}
	}
	cut := segment.Clean(segment.GrabCut(fitted, labels, repeats), 0.05, 0.05)
	added := vision.Zip(cut, mask, func(c, m float32) float32 { return c * (1 - m) })
	ground := vision.Zip(cut, mask, func(c, m float32) float32 { return 1 - max(c, m) })
	if added.Mean() < least || segment.Alike(fitted, added, ground) > alike {
		return mask
	}
	return cut
}

// shirtColour is the median colour of what is not in the mask along the bottom of the picture below a face, and whether that differs
// from the ground, which is middle grey.
func shirtColour(strong vision.RGB, mask vision.Plane, f face.Face) (c [3]float32, ok bool) {
	const (
		band    = 0.93 // of the height: where the band begins
		reach   = 1.6  // of the face's radius to either side
		few     = 20   // pixels that say nothing
		differs = 0.15
	)
	var at []int
	for y := int(band * float32(mask.H)); y < mask.H; y++ {
		for x := max(0, int(f.X-reach*f.Radius)); x < min(mask.W, int(f.X+reach*f.Radius)); x++ {
			if i := y*mask.W + x; mask.Pix[i] < 0.5 {
				at = append(at, i)
			}
		}
	}
	if len(at) < few {
		return c, false
	}
	values := vision.New(len(at), 1)
	for k, plane := range strong.Channels() {
		for i, j := range at {
			values.Pix[i] = plane.Pix[j]
		}
		c[k] = vision.Quantile(values, 0.5)
		ok = ok || c[k] > 0.5+differs || c[k] < 0.5-differs
	}
	return c, ok
}

// distances are how far a pixel is from the ground and from a colour, each in the channel where it is farthest.
func distances(strong vision.RGB, i int, c [3]float32) (ground, colour float32) {
	for k, plane := range strong.Channels() {
		v := plane.Pix[i]
		ground = max(ground, v-0.5, 0.5-v)
		colour = max(colour, v-c[k], c[k]-v)
	}
	return ground, colour
}

// withoutGround is a picture minus the plane that fits the ground above a row best, as a contrast of some
// strength around a middle grey.
func withoutGround(p vision.RGB, mask vision.Plane, below int, strength float32) vision.RGB {
	return p.EachChannel(func(c vision.Plane) vision.Plane {
		at := fitPlane(c, mask, below)
		out := vision.New(c.W, c.H)
		for i, v := range c.Pix {
			out.Pix[i] = min(max(0.5+strength*(v-at(i%c.W, i/c.W)), 0), 1)
		}
		return out
	})
}

// fitPlane is the plane a + b x + c y that fits the values outside a mask and above a row with the least squares.
func fitPlane(p, mask vision.Plane, below int) func(x, y int) float32 {
	var n, sx, sy, sxx, sxy, syy, sv, sxv, syv float64
	for i, v := range p.Pix[:below*p.W] {
		if mask.Pix[i] > 0.5 {
			continue
		}
		x, y, v := float64(i%p.W), float64(i/p.W), float64(v)
		n++
		sx, sy, sv = sx+x, sy+y, sv+v
		sxx, sxy, syy = sxx+x*x, sxy+x*y, syy+y*y
		sxv, syv = sxv+x*v, syv+y*v
	}
	if n == 0 {
		return func(int, int) float32 { return 0 }
	}
	// The normal equations about the mean.
	mx, my, mv := sx/n, sy/n, sv/n
	cxx, cxy, cyy, cxv, cyv := sxx/n-mx*mx, sxy/n-mx*my, syy/n-my*my, sxv/n-mx*mv, syv/n-my*mv
	var b, c float64
	if det := cxx*cyy - cxy*cxy; det > 1e-6 {
		b, c = (cxv*cyy-cyv*cxy)/det, (cyv*cxx-cxv*cxy)/det
	}
	return func(x, y int) float32 { return float32(mv + b*(float64(x)-mx) + c*(float64(y)-my)) }
}
