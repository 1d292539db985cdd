package scene

import (
	"math"
	"math/rand/v2"

	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/yuv"
)

// Palette is five accent colours in linear light. Scenes use 0 for the first accent (flowers, signs, gas), 1 for water and air,
// 2 for leaves and ground, 3 for the second accent and 4 for the third.
type Palette [5][3]float32

// hex makes a palette from sRGB colours.
func hex(codes ...uint32) Palette {
	var p Palette
	for i := range p {
		p[i] = hexColour(codes[i])
	}
	return p
}

// hexColour is the linear light of an sRGB colour written as 0xrrggbb.
func hexColour(c uint32) [3]float32 {
	return [3]float32{yuv.Decode(float32(c>>16) / 255), yuv.Decode(float32(c>>8&255) / 255), yuv.Decode(float32(c&255) / 255)}
}

// Palettes of places and moods: accent, water, leaf, second accent, third accent.
var palettes = map[string]Palette{
	"home":      hex(0xe8a0a8, 0x4f7f86, 0x7d9460, 0xb5603f, 0xefe6d6),
	"natural":   hex(0xf2c14e, 0x2a9d9a, 0x5f9446, 0xe07a5f, 0xf4ede0),
	"sea":       hex(0xf6bd60, 0x1fa6a8, 0x4f8a5b, 0xf28482, 0xf7ede2),
	"alpine":    hex(0xe8c07d, 0x3d8fb5, 0x4c7a45, 0xc8553d, 0xe8eef4),
	"wood":      hex(0xf2b84b, 0x4f9d8f, 0x557a3a, 0xd1603d, 0xf3e9c6),
	"autumn":    hex(0xf0a030, 0x3f8790, 0xb8752a, 0xc8402a, 0xf6d8a0),
	"spring":    hex(0xf7a1c4, 0x5cc2b8, 0x86b84f, 0xfde28a, 0xffffff),
	"winter":    hex(0xbfd7ea, 0x5b8fb9, 0x6d8a80, 0x8fa3c8, 0xf2f6fa),
	"meadow":    hex(0xf6c945, 0x4aa6c0, 0x7da33f, 0xd9467a, 0xffffff),
	"neon":      hex(0xff2f7e, 0x19d3f3, 0x8a3ffc, 0xff9d2e, 0x2cf59a),
	"cosmos":    hex(0xff5fa2, 0x2e7bff, 0x20c5b5, 0xffa45c, 0x9a6bff),
	"dry":       hex(0xe9a35b, 0x5d9aa6, 0xa98a4a, 0xb9583a, 0xf2d8a7),
	"jungle":    hex(0xffc857, 0x1f9e8b, 0x2f7d32, 0xe4572e, 0xd8f0c0),
	"deep":      hex(0xffa69e, 0x1283a8, 0x1fb495, 0xf9c74f, 0x9ad8e8),
	"pastel":    hex(0xf8b8d0, 0xa8d8e8, 0xb8d8a8, 0xfce0a8, 0xd8c0f0),
	"ember":     hex(0xff7a1a, 0x7a1f1f, 0x4a3a2a, 0xffb347, 0xff3b2f),
	"gothic":    hex(0x8fa3ad, 0x2f5d62, 0x3f4a3c, 0x8a3033, 0xc8ccc8),
	"romantic":  hex(0xf06292, 0x7fa8d9, 0x9aa860, 0xffb38a, 0xfce4ec),
	"mono":      hex(0xd8d8d8, 0x8a8f94, 0x767a78, 0xa8a8a8, 0xf4f4f4),
	"aurora":    hex(0x4cf0a8, 0x2f8fd9, 0x3f9a6a, 0xa05cf0, 0xd8fff0),
	"synthwave": hex(0xff3fa4, 0x2de2e6, 0x6a3df0, 0xffd319, 0xff6c11),
}

// abstractPalettes are those that a film without a place may take.
var abstractPalettes = []string{"cosmos", "neon", "aurora", "romantic", "deep", "ember", "pastel", "sea", "synthwave"}

// accentOrder is the order in which colour words take over places of a palette.
var accentOrder = [...]int{0, 3, 1, 4, 2}

// colourWords puts the colours of the prompt into the palette.
func (p Palette) colourWords(colours []prompt.Mention) Palette {
	slot := 0
	for _, m := range colours {
		if slot == len(accentOrder) {
			break
		}
		c := linear(m.Colour)
		at := accentOrder[slot]
		share := float32(min(max(1.05*(m.Weight-0.1), 0), 1)) // the colour of a subject alone hardly shows
		p[at] = mix3(p[at], c, share)
		slot++
	}
	if slot == 1 && colours[0].Name != "neon" && colours[0].Name != "rainbow" {
		p[3] = mix3(p[3], p[0], 0.55) // one colour alone rules both accents
	}
	return p
}

// flood fills the places that colour words left with shades between them, for pictures that consist of nothing but colour.
func (p Palette) flood(words int) Palette {
	if words == 0 || words >= len(accentOrder) {
		return p
	}
	for i, at := range accentOrder[words:] {
		a, b := p[accentOrder[i%words]], p[accentOrder[(i+1)%words]]
		shade := mix3(a, b, 0.5)
		switch i % 3 {
		case 0:
			shade = scale3(shade, 0.35)
		case 1:
			shade = mix3(shade, [3]float32{1, 1, 1}, 0.35)
		}
		p[at] = mix3(p[at], shade, 0.85)
	}
	return p
}

// vary turns the hues a little and strengthens or mutes them, as unknown words and the seed ask for. amount 1 is up to 20 degrees.
func (p Palette) vary(r *rand.Rand, amount float64) Palette {
	turn := (r.Float64()*2 - 1) * amount * 20 * math.Pi / 180
	strength := 1 + (r.Float64()*2-1)*0.15*amount
	for i := range p {
		p[i] = turnHue(p[i], turn, strength)
	}
	return p
}

// turnHue rotates a colour about the grey axis and scales its distance from grey.
func turnHue(c [3]float32, angle, strength float64) [3]float32 {
	s, k := math.Sincos(angle)
	grey := (float64(c[0]) + float64(c[1]) + float64(c[2])) / 3
	d := [3]float64{float64(c[0]) - grey, float64(c[1]) - grey, float64(c[2]) - grey}
	var out [3]float32
	for i := range 3 {
		// Rodrigues' rotation about (1,1,1)/sqrt(3), for a vector orthogonal to the axis.
		cross := (d[(i+2)%3] - d[(i+1)%3]) / math.Sqrt(3)
		out[i] = float32(max(grey+strength*(d[i]*k+cross*s), 0))
	}
	return out
}

func mix3(a, b [3]float32, t float32) [3]float32 {
	for i := range a {
		a[i] += (b[i] - a[i]) * t
	}
	return a
}

func scale3(a [3]float32, k float32) [3]float32 { return [3]float32{a[0] * k, a[1] * k, a[2] * k} }

func mul3(a, b [3]float32) [3]float32 { return [3]float32{a[0] * b[0], a[1] * b[1], a[2] * b[2]} }

func linear(c prompt.RGB) [3]float32 {
	return [3]float32{yuv.Decode(c[0]), yuv.Decode(c[1]), yuv.Decode(c[2])}
}
