package compose

import (
	"math"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// meterTrust is how far the exposure follows the meter, in the logarithm of brightness: 0 leaves the scene as it is, 1 makes all
// scenes alike.
const meterTrust = 0.6

// Meter sets the exposure and the ends of the tones of a look for a sample of a scene, in linear light, as a photographer does: the
// mean brightness of the finished picture, in display code values 0..1, moves towards key, and a scene without shadows or lights, such
// as haze, gets some. The change of the exposure stays between a third and six times.
func Meter(sample *spmd.Frame, look Look, key float32) Look {
	base := meanCode(sample, look)
	if base <= 0 {
		return look
	}
	target := base * pow(key/base, meterTrust)
	low, high := look.Exposure/3, look.Exposure*6
	look = expose(sample, look, target, low, high)
	look = stretch(sample, look)
	return expose(sample, look, target, low, high)
}

// expose finds the exposure between two at which the sample has a mean code value.
func expose(sample *spmd.Frame, look Look, target, low, high float32) Look {
	for range 16 {
		look.Exposure = (low + high) / 2
		if meanCode(sample, look) < target {
			low = look.Exposure
		} else {
			high = look.Exposure
		}
	}
	return look
}

// The ends of the tones: where the darkest and the brightest hundredth of a picture should lie, and at most how far the ends
// move. The lights of a dark picture move less.
const (
	deep, pale            = 0.05, 0.90
	mostBlack, mostHeight = 0.20, 0.16
)

// stretch sets the ends of the tones of a look.
func stretch(sample *spmd.Frame, look Look) Look {
	dark, bright := ends(sample, look.Exposure)
	look.Black = min(max((dark-deep)*look.Stretch, 0), mostBlack)
	look.Headroom = min(max((pale-bright)*look.Stretch, 0), mostHeight*bright)
	return look
}

// ends are the code values of luma below and above which a hundredth of a sample lies.
func ends(f *spmd.Frame, exposure float32) (dark, bright float32) {
	const steps = 256
	var count [steps]int
	for i := 0; i+3 < len(f.Pix); i += 4 {
		count[int(unit(codeOf(f.Pix[i:], exposure))*(steps-1))]++
	}
	few := len(f.Pix) / 4 / 100
	low, high := 0, steps-1
	for n := count[low]; n <= few && low < steps-1; n += count[low] {
		low++
	}
	for n := count[high]; n <= few && high > 0; n += count[high] {
		high--
	}
	return float32(low) / (steps - 1), float32(high) / (steps - 1)
}

// codeOf is the display code value of the luma of a pixel under an exposure.
func codeOf(px []float32, exposure float32) float32 {
	y := 0.2126*finite(px[0]) + 0.7152*finite(px[1]) + 0.0722*finite(px[2])
	return yuv.Encode(aces(y * exposure))
}

// meanCode is the mean display code value of luma under the exposure and the ends of a look.
func meanCode(f *spmd.Frame, look Look) float32 {
	sum := 0.0
	for i := 0; i+3 < len(f.Pix); i += 4 {
		sum += look.levels(float64(codeOf(f.Pix[i:], look.Exposure)))
	}
	return float32(sum / float64(len(f.Pix)/4))
}

func pow(x, y float32) float32 { return float32(math.Pow(float64(x), float64(y))) }
