package pixverse

import (
	"fmt"

	"zoetrope"
	"zoetrope/internal/catalog"
)

// A sizer says how many pixels the output of a checked request has.
type sizer func(d *draft, spec zoetrope.Spec) (width, height int, err error)

// sizeOfRatio follows the aspect ratio that the request asks for.
func sizeOfRatio(d *draft, spec zoetrope.Spec) (width, height int, err error) {
	var ratio zoetrope.AspectRatio
	switch s := spec.(type) {
	case *zoetrope.TextToVideoSpec:
		ratio = s.AspectRatio
	case *zoetrope.FusionSpec:
		ratio = s.AspectRatio
	case *zoetrope.AgentSpec:
		ratio = s.AspectRatio
	case *zoetrope.MusicVideoSpec:
		ratio = s.AspectRatio
	}
	if ratio == catalog.RatioAuto {
		if d.source.ID != 0 {
			return sizeLikeSource(d, spec)
		}
		return sizeLikePicture(d, spec)
	}
	return spec.Video().Quality.Size(ratio.Value())
}

// sizeLikePicture has the aspect ratio of the first picture.
func sizeLikePicture(d *draft, spec zoetrope.Spec) (width, height int, err error) {
	return sizeLike(d.picture, spec)
}

// sizeLikeSource has the aspect ratio of the source, at the quality asked for.
func sizeLikeSource(d *draft, spec zoetrope.Spec) (width, height int, err error) {
	return sizeLike(d.source, spec)
}

func sizeLike(a zoetrope.Asset, spec zoetrope.Spec) (width, height int, err error) {
	if a.Width <= 0 || a.Height <= 0 {
		return 0, 0, fmt.Errorf("asset %d has no size", a.ID)
	}
	return spec.Video().Quality.Size(float64(a.Width) / float64(a.Height))
}

// sizeOfSource is the source's own size, made even.
func sizeOfSource(d *draft, _ zoetrope.Spec) (width, height int, err error) {
	return scaled(d.source, 1)
}

// maxUpscaled is the most lines (of the shorter side) that upscaling makes.
const maxUpscaled = 2160

// sizeUpscaled doubles the source, up to maxUpscaled lines.
func sizeUpscaled(d *draft, _ zoetrope.Spec) (width, height int, err error) {
	factor := 2.0
	if short := min(d.source.Width, d.source.Height); short > 0 {
		factor = max(1, min(factor, maxUpscaled/float64(short)))
	}
	return scaled(d.source, factor)
}

// scaled is the size of an asset times a factor, rounded down to even numbers.
func scaled(a zoetrope.Asset, factor float64) (width, height int, err error) {
	even := func(side int) int { return max(2, int(float64(side)*factor)&^1) }
	return even(a.Width), even(a.Height), nil
}
