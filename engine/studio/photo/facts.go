package photo

import (
	"image"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/depth"
)

// Facts are what the analysis of a picture says of the place it shows.
type Facts struct {
	Sky, Water float64 // shares of the picture, 0..1
}

// Study finds the facts of a picture as it is cut for frames of width x height pixels.
func Study(img image.Image, width, height int) Facts {
	if img.Bounds().Empty() || width < 1 || height < 1 {
		return Facts{}
	}
	// The canvas is finer than the frame by fineDetail; the analysis needs no more than its own size.
	k := min(1, depth.AnalysisSize/(fineDetail*float64(max(width, height))))
	picture := canvasPicture(img, max(round(k*float64(width)), 1), max(round(k*float64(height)), 1))
	if plain(picture) {
		return Facts{}
	}
	a := analyse(picture)
	return Facts{Sky: float64(a.scene.Sky.Mean()), Water: float64(a.scene.Water.Mean())}
}

// plain tells a picture of one colour, which could be a sky or a sheet of water and says nothing.
func plain(p vision.RGB) bool {
	const least = 0.02
	for _, c := range p.Channels() {
		if vision.Quantile(c, 0.995)-vision.Quantile(c, 0.005) > least {
			return false
		}
	}
	return true
}

// Rush is when a move whips round, as a share of the clip; false for moves that do not.
func Rush(move string) (float64, bool) { return (whipStart + whipEnd) / 2, move == "whip_pan" }
