package sprite

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// Shadow is the soft darkness under something that stands at a place: an ellipse, densest where it touches the ground.
type Shadow struct {
	X, Y          float64 // centre in pixels of the picture
	Width, Height float64 // half axes in pixels
	Density       float32 // 0..1
}

// Cast darkens a picture by a shadow.
func (s Shadow) Cast(dst vision.RGB) { s.Patch(dst.W, dst.H).Over(dst) }

// Patch is the shadow as a black patch of a picture of w x h pixels.
func (s Shadow) Patch(w, h int) *Patch {
	limit := func(v float64, n int) int { return int(math.Min(math.Max(v, 0), float64(n))) }
	x0, x1 := limit(s.X-1.5*s.Width, w), limit(s.X+1.5*s.Width+1, w)
	y0, y1 := limit(s.Y-1.5*s.Height, h), limit(s.Y+1.5*s.Height+1, h)
	p := &Patch{X: x0, Y: y0, W: x1 - x0, H: y1 - y0}
	if p.W <= 0 || p.H <= 0 || s.Density <= 0 {
		return &Patch{}
	}
	p.Pix = make([]float32, 4*p.W*p.H)
	for y := range p.H {
		for x := range p.W {
			dx, dy := (float64(x0+x)-s.X)/s.Width, (float64(y0+y)-s.Y)/s.Height
			d := float32(math.Sqrt(dx*dx + dy*dy))
			p.Pix[4*(y*p.W+x)+3] = s.Density * vision.Smoothstep(1.5, 0.1, d)
		}
	}
	return p
}

// Light is how the colours of a cut-out are brought into the light of a scene.
type Light struct {
	Gain [3]float32 // per channel, on sRGB-encoded values
	Lift float32    // the scene's black
}

// Daylight leaves colours as they are.
var Daylight = Light{Gain: [3]float32{1, 1, 1}}

// Match estimates the light that takes a cut-out into a scene: part of the way from the cut-out's brightness, contrast and
// colour cast to those of the scene (after Reinhard et al., "Color Transfer between Images", 2001, but by gains on the
// channels, which keep the hues apart). weight tells which pixels of the scene count; an empty plane counts all.
func Match(colour vision.RGB, alpha vision.Plane, scene vision.RGB, weight vision.Plane, strength float32) Light {
	subject, place := meter(colour, alpha), meter(scene, weight)
	l := Light{Gain: [3]float32{1, 1, 1}}
	if subject.n < 16 || place.n < 16 {
		return l
	}
	exposure := float32(math.Pow(float64((place.luma+0.05)/(subject.luma+0.05)), 0.45))
	// A cut-out must not be brighter than the brightest, nor its black deeper than the darkest things around.
	exposure = min(exposure, max((place.high+0.06)/(subject.high+0.01), 0.45))
	exposure = 1 + strength*(min(max(exposure, 0.45), 1.5)-1)
	for c := range l.Gain {
		cast := float32(math.Pow(float64((place.mean[c]+0.04)/(place.luma+0.04)), 0.45))
		l.Gain[c] = exposure * (1 + strength*(min(max(cast, 0.8), 1.25)-1))
	}
	l.Lift = strength * max(0, min(place.low-subject.low, 0.12)) * 0.8
	return l
}

// Apply brings colours into the light.
func (l Light) Apply(colour vision.RGB) vision.RGB {
	channels := colour.Channels()
	for c, p := range channels {
		channels[c] = p.Map(func(v float32) float32 {
			v = l.Gain[c] * v
			// The shoulder keeps highlights from clipping.
			if v > 0.85 {
				v = 0.85 + (v-0.85)/(1+2*(v-0.85))
			}
			return min(l.Lift+(1-l.Lift)*v, 1)
		})
	}
	return vision.RGB{W: colour.W, H: colour.H, R: channels[0], G: channels[1], B: channels[2]}
}

type exposure struct {
	mean            [3]float32
	luma, low, high float32
	n               float64
}

// meter measures mean, and the second and 97th percentile of luma.
func meter(p vision.RGB, weight vision.Plane) exposure {
	var e exposure
	var sum [3]float64
	var histogram [64]float64
	for i, r := range p.R.Pix {
		k := float32(1)
		if len(weight.Pix) > 0 {
			k = weight.Pix[i]
		}
		if k <= 0 {
			continue
		}
		g, b := p.G.Pix[i], p.B.Pix[i]
		sum[0] += float64(k * r)
		sum[1] += float64(k * g)
		sum[2] += float64(k * b)
		e.n += float64(k)
		histogram[min(max(int(64*(0.2126*r+0.7152*g+0.0722*b)), 0), 63)] += float64(k)
	}
	if e.n == 0 {
		return e
	}
	for c := range sum {
		e.mean[c] = float32(sum[c] / e.n)
	}
	e.luma = 0.2126*e.mean[0] + 0.7152*e.mean[1] + 0.0722*e.mean[2]
	e.high = 1
	below := 0.0
	for i, n := range histogram {
		if below < 0.02*e.n {
			e.low = float32(i) / 64
		}
		if below < 0.97*e.n {
			e.high = float32(i+1) / 64
		}
		below += n
	}
	return e
}

// Grain adds noise of a standard deviation to the covered pixels of a patch; the pattern changes with the frame.
func (p *Patch) Grain(sigma float32, frame int) {
	if sigma <= 0 {
		return
	}
	vision.Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range p.W {
				px := p.Pix[4*(y*p.W+x):][:4:4]
				if px[3] == 0 {
					continue
				}
				n := sigma * px[3] * noise(uint32(p.X+x), uint32(p.Y+y), uint32(frame))
				for c := range 3 {
					px[c] = min(max(px[c]+n, 0), px[3])
				}
			}
		}
	})
}

// noise is about normal with variance 1: the sum of four uniform numbers from one hash.
func noise(x, y, t uint32) float32 {
	h := x*0x9E3779B1 ^ y*0x85EBCA77 ^ t*0xC2B2AE3D
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 12
	h *= 0x297A2D39
	h ^= h >> 15
	sum := float32(h&255) + float32(h>>8&255) + float32(h>>16&255) + float32(h>>24)
	return (sum - 510) / 147.8
}

// NoiseOf estimates the standard deviation of the grain of a picture, from the flattest parts of it.
func NoiseOf(p vision.RGB) float32 {
	luma := p.Luma()
	smooth := vision.Blur(luma, 0.7)
	difference := vision.Zip(luma, smooth, func(a, b float32) float32 { return max(a-b, b-a) })
	// The quietest third of the neighbourhoods has no detail; a mean absolute deviation is 0.8 sigma, and the filter passes
	// about 0.77 of white noise.
	return vision.Quantile(vision.Box(difference, 4), 0.3) / 0.8 / 0.77
}

// SharpnessOf is the mean of the strongest tenth of the gradients within a mask, in relation to the contrast there: about 1 for
// a step that takes two pixels, less for a blurred one.
func SharpnessOf(p vision.RGB, mask vision.Plane) float32 {
	luma := p.Luma()
	g := vision.Gradient(luma)
	var inside, values []float32
	for i, m := range mask.Pix {
		if m > 0.9 {
			inside, values = append(inside, g.Pix[i]), append(values, luma.Pix[i])
		}
	}
	if len(inside) < 64 {
		return 0
	}
	of := func(v []float32, q float64) float32 { return vision.Quantile(vision.Plane{W: len(v), H: 1, Pix: v}, q) }
	contrast := of(values, 0.95) - of(values, 0.05)
	return of(inside, 0.97) / max(contrast, 0.05)
}
