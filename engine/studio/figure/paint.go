package figure

import "math"

// srgb is a matt paint of an sRGB colour 0xRRGGBB.
func srgb(hex uint32) Paint { return Paint{Colour: linear(hex)} }

// glossy is a paint with a highlight.
func glossy(hex uint32, gloss float32) Paint { return Paint{Colour: linear(hex), Gloss: gloss} }

// glowing is a paint that gives off light of its colour.
func glowing(hex uint32, power float32) Paint {
	c := linear(hex)
	return Paint{Colour: c, Glow: Colour{c[0] * power, c[1] * power, c[2] * power}}
}

func linear(hex uint32) Colour {
	var c Colour
	for i := range c {
		v := float64(hex>>(16-8*i)&0xff) / 255
		if v <= 0.04045 {
			c[i] = float32(v / 12.92)
		} else {
			c[i] = float32(math.Pow((v+0.055)/1.055, 2.4))
		}
	}
	return c
}

// shade is a paint of k times the brightness.
func (p Paint) shade(k float32) Paint {
	for i := range p.Colour {
		p.Colour[i] *= k
	}
	return p
}

// pick chooses by a seed.
func pick[T any](seed uint64, salt uint64, from ...T) T {
	z := (seed ^ salt*0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>29) * 0x94D049BB133111EB
	return from[(z^z>>32)%uint64(len(from))]
}
