package compose

import "math"

// A curve gives the graded code value of a channel of the tone-mapped picture. It is a table indexed by the top bits of the
// float: every octave from 2^-curveOctaves up to 1 has curveSteps linear pieces, so that shadows are as fine as highlights. That
// costs a fraction of the powers which it replaces.
type curve struct {
	pieces [curveOctaves*curveSteps + 1]piece
}

const (
	curveOctaves  = 14
	curveStepBits = 5
	curveSteps    = 1 << curveStepBits
)

// piece is a straight part of a curve.
type piece struct{ base, slope float32 }

// curveFrom is the lowest light with a piece of its own.
var curveFrom = math.Float32bits(float32(math.Ldexp(1, -curveOctaves)))

// at reads the curve at light from 0 to 1. Light below the first piece lies on that piece.
func (c *curve) at(light float32) float32 {
	i := int32(math.Float32bits(light)-curveFrom) >> (23 - curveStepBits)
	p := &c.pieces[min(max(i, 0), curveOctaves*curveSteps)]
	return p.base + p.slope*light
}

// row replaces a row of light with its code values.
func (c *curve) row(light []float32) {
	for i, v := range light {
		light[i] = c.at(v)
	}
}

// newCurves are the curves of red, green and blue of a look.
func newCurves(look Look) (out [3]curve) {
	for k := range out {
		c := &out[k]
		value := func(light float64) float64 { return gradeChannel(light, look, k) }
		for i := range c.pieces {
			scale := math.Ldexp(1, i/curveSteps-curveOctaves)
			from := scale * (1 + float64(i%curveSteps)/curveSteps)
			to := min(from+scale/curveSteps, 1)
			if i == len(c.pieces)-1 { // light of 1 and above
				c.pieces[i].base = float32(value(1))
				break
			}
			slope := (value(to) - value(from)) / (to - from)
			c.pieces[i] = piece{base: float32(value(from) - slope*from), slope: float32(slope)}
		}
		// The first piece is straight from black.
		first := 1 / math.Ldexp(1, curveOctaves)
		c.pieces[0].slope, c.pieces[0].base = float32((value(first)-value(0))/first), float32(value(0))
	}
	return out
}

// gradeChannel takes light in 0..1 to code values with the sRGB curve of IEC 61966-2-1, and applies what a look does to channel k
// alone: the ends of the tones, contrast around a pivot, gain, lift, gamma and fade.
func gradeChannel(light float64, look Look, k int) float64 {
	const pivot = 0.42
	v := look.levels(sRGB(light))
	if contrast := float64(look.Contrast); v < pivot {
		v = pivot * math.Pow(v/pivot, contrast)
	} else {
		v = 1 - (1-pivot)*math.Pow(max(1-v, 0)/(1-pivot), contrast)
	}
	v = min(max(v*float64(look.Gain[k])+float64(look.Lift[k])*(1-v), 0), 1)
	v = math.Pow(v, 1/float64(look.Gamma[k]))
	fade := float64(look.Fade)
	return 0.11*fade + v*(1-0.19*fade)
}

// levels takes a display code value to where it lies between the ends of the tones, 0..1.
func (l *Look) levels(v float64) float64 {
	black, white := float64(l.Black), 1-float64(l.Headroom)
	return min(max((v-black)/(white-black), 0), 1)
}

func sRGB(v float64) float64 {
	if v < 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}
