package compose

import (
	"math"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// meterTrust is how far the exposure follows the meter, in the logarithm of brightness: 0 leaves the scene as it is, 1 makes all
// scenes alike.
const meterTrust = 0.6

// Meter sets the exposure of a look for a sample of a scene, in linear light, as a photographer does: the mean brightness of the
// finished picture, in display code values 0..1, moves towards key. The change stays between a third and four times.
func Meter(sample *spmd.Frame, look Look, key float32) Look {
	base := meanCode(sample, look.Exposure)
	if base <= 0 {
		return look
	}
	target := base * pow(key/base, meterTrust)
	low, high := look.Exposure/3, look.Exposure*4
	for range 16 {
		mid := (low + high) / 2
		if meanCode(sample, mid) < target {
			low = mid
		} else {
			high = mid
		}
	}
	look.Exposure = (low + high) / 2
	return look
}

// meanCode is the mean display code value of luma under an exposure.
func meanCode(f *spmd.Frame, exposure float32) float32 {
	sum := 0.0
	for i := 0; i+3 < len(f.Pix); i += 4 {
		y := 0.2126*finite(f.Pix[i]) + 0.7152*finite(f.Pix[i+1]) + 0.0722*finite(f.Pix[i+2])
		sum += float64(yuv.Encode(aces(y * exposure)))
	}
	return float32(sum / float64(len(f.Pix)/4))
}

func pow(x, y float32) float32 { return float32(math.Pow(float64(x), float64(y))) }
