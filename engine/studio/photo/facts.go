package photo

import (
	"image"

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
	a := analyse(canvasPicture(img, max(round(k*float64(width)), 1), max(round(k*float64(height)), 1)))
	return Facts{Sky: float64(a.scene.Sky.Mean()), Water: float64(a.scene.Water.Mean())}
}

// Rush is when a move whips round, as a share of the clip; false for moves that do not.
func Rush(move string) (float64, bool) { return (whipStart + whipEnd) / 2, move == "whip_pan" }
