// Package compose turns float frames in linear light into finished yuv420p: bloom, exposure, filmic tone curve, grade,
// vignette, grain and dither, and lays layers over each other before that.
//
// All steps are deterministic: the same frame, look and time give the same bytes on any number of processors.
package compose

// Look is how a film is graded. The zero Look is not useful: start from Neutral.
type Look struct {
	Exposure float32 // factor on scene radiance before the tone curve

	Bloom     float32 // share of blurred highlights that is added, 0..1
	Threshold float32 // radiance, after exposure, above which light blooms

	// Preserve is how much of a highlight's hue survives the tone curve, 0 (each channel alone) to 1.
	Preserve float32

	// Black and Headroom set the ends of the tones: the display code value that becomes 0, and how far below 1 the one lies that becomes 1.
	Black, Headroom float32
	// Stretch is how much of the shadows and lights that a scene lacks Meter gives it by moving those ends, 0..1.
	Stretch float32

	// Grade, applied to the display-encoded picture.
	Lift, Gamma, Gain [3]float32 // per channel: added to black, exponent, factor (0, 1, 1 are neutral)
	Contrast          float32    // around middle grey, 1 is neutral
	Saturation        float32    // 1 is neutral
	Shadows           [3]float32 // split tone: added in the shadows, each about -0.1..0.1
	Highlights        [3]float32 // split tone: added in the highlights

	Vignette float32 // darkening of the corners, 0..1
	Grain    float32 // standard deviation of the film grain in display code values 0..1, such as 0.008
	Fade     float32 // lifts black and lowers white as old film does, 0..1

	// Bands, when above 1, quantises brightness softly into so many steps: drawn looks.
	Bands float32
	// Mono mixes towards a single tint by luma, 0..1.
	Mono float32
	Tint [3]float32 // of Mono, display-encoded

	// Mist adds a wide veil of light, as soft-focus filters do, 0..1.
	Mist float32
}

// Neutral is the house look: gentle contrast and colour, fine static grain.
func Neutral() Look {
	one := [3]float32{1, 1, 1}
	return Look{
		Exposure: 1, Bloom: 0.10, Threshold: 1.1, Preserve: 0.35, Stretch: 0.75,
		Gamma: one, Gain: one, Contrast: 1.04, Saturation: 1.06,
		Vignette: 0.22, Grain: 0.006,
	}
}

// glow is the factor on the blurred highlights.
func (l *Look) glow() float32 { return l.Bloom + l.Mist }

// exposure is the factor on radiance. A veil of mist takes light from the picture that it scatters.
func (l *Look) exposure() float32 { return l.Exposure * (1 - 0.5*l.Mist) }

// draws reports whether the look quantises or tints.
func (l *Look) draws() bool { return l.Bands > 1 || l.Mono > 0 }
