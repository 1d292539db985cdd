package photo

import (
	"image"
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
)

// surroundings are what a photograph shows beyond the part that has the shape of the frames: what a camera that moves over its edge
// comes to see.
type surroundings struct {
	img  image.Image
	seen image.Rectangle // the part that the clip begins with
}

// beyond is what an image shows beyond the part of it that is shown in frames of width x height; nil where that is all of it, or
// where the image cannot be cut.
func beyond(img image.Image, width, height int) *surroundings {
	if _, ok := img.(cutter); !ok {
		return nil
	}
	seen := raster.Crop(Frame(img, width, height).Bounds(), width, height)
	if seen == img.Bounds() {
		return nil
	}
	return &surroundings{img, seen}
}

// cutter is an image of which a part can be had.
type cutter interface {
	SubImage(r image.Rectangle) image.Image
}

// show puts what there is around a picture of w x h pixels, which lies at (left, top) of the canvas, onto the canvas and takes it out
// of the hole that is to be painted.
func (s *surroundings) show(canvas vision.RGB, hole vision.Plane, left, top, w, h int) {
	k := float64(w) / float64(s.seen.Dx()) // pixels of the canvas per pixel of the image
	in := func(v int) int { return int(math.Ceil(float64(v) / k)) }
	part := image.Rect(s.seen.Min.X-in(left), s.seen.Min.Y-in(top), s.seen.Max.X+in(canvas.W-left-w), s.seen.Max.Y+in(canvas.H-top-h)).Intersect(s.img.Bounds())
	if part == s.seen {
		return
	}
	pw, ph := round(k*float64(part.Dx())), round(k*float64(part.Dy()))
	shown := raster.Load(s.img.(cutter).SubImage(part), pw, ph)
	x0, y0 := left-round(k*float64(s.seen.Min.X-part.Min.X)), top-round(k*float64(s.seen.Min.Y-part.Min.Y))
	out, from := canvas.Channels(), shown.Channels()
	for y := max(y0, 0); y < min(y0+ph, canvas.H); y++ {
		for x := max(x0, 0); x < min(x0+pw, canvas.W); x++ {
			if i := y*canvas.W + x; hole.Pix[i] > 0 {
				hole.Pix[i] = 0
				for c := range out {
					out[c].Pix[i] = from[c].At(x-x0, y-y0)
				}
			}
		}
	}
}
