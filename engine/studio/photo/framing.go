package photo

import (
	"image"
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/raster"
)

// searchSide is the longer side of the copy in which a face is looked for, in pixels.
const searchSide = 320

// headroom is how far a head reaches from the middle of its face, in radii of the face: above for the hair, below for the chin.
const (
	headAbove = 1.9
	headBelow = 1.4
	headAside = 1.4
	browAbove = 0.54 // a cut above the eyes: the mouth shall be seen as well
)

// Frame is the part of a picture to show in frames of width x height pixels where the middle would lose the head of the largest
// face: the largest part of their shape, moved as far as the head needs. Other pictures come back whole.
func Frame(img image.Image, width, height int) image.Image {
	b := img.Bounds()
	sub, ok := img.(interface {
		SubImage(r image.Rectangle) image.Image
	})
	if !ok || b.Empty() || width < 1 || height < 1 {
		return img
	}
	w, h := float64(b.Dx()), float64(b.Dy())
	cw, ch := math.Min(w, h*float64(width)/float64(height)), math.Min(h, w*float64(height)/float64(width))
	const little = 0.02 // of a side: what is cut there does not matter
	if w-cw < little*w && h-ch < little*h {
		return img
	}
	f, ok := largestFace(img)
	if !ok {
		return img
	}
	// Of a head that does not fit, the top is cut, but not the eyes: rather the chin.
	x := hold((w-cw)/2, w-cw, f.x-headAside*f.radius, f.x+headAside*f.radius-cw)
	chin := math.Min(f.y+headBelow*f.radius-ch, f.y-browAbove*f.radius)
	y := hold((h-ch)/2, h-ch, f.y-headAbove*f.radius, chin)
	if x == (w-cw)/2 && y == (h-ch)/2 {
		return img
	}
	x0, y0 := b.Min.X+round(x), b.Min.Y+round(y)
	return sub.SubImage(image.Rect(x0, y0, x0+max(round(cw), 1), y0+max(round(ch), 1)).Intersect(b))
}

// hold moves a start so that it lies between two limits, of which the lower one counts less, and from 0 to most.
func hold(start, most, upper, lower float64) float64 {
	return math.Min(math.Max(math.Max(math.Min(start, upper), lower), 0), most)
}

// circle is a face in pixels of a picture, from its corner.
type circle struct{ x, y, radius float64 }

func largestFace(img image.Image) (circle, bool) {
	b := img.Bounds()
	k := math.Min(1, searchSide/float64(max(b.Dx(), b.Dy())))
	luma := raster.Load(img, max(round(k*float64(b.Dx())), 1), max(round(k*float64(b.Dy())), 1)).Luma()
	best, ok := face.Face{}, false
	for _, f := range face.Find(luma) {
		if f.Radius > best.Radius {
			best, ok = f, true
		}
	}
	if !ok {
		return tiltedFace(luma, k)
	}
	return circle{float64(best.X) / k, float64(best.Y) / k, float64(best.Radius) / k}, ok
}

// tiltedFace finds a face whose head is tilted, in a plane that is k times as large as the picture.
func tiltedFace(luma vision.Plane, k float64) (circle, bool) {
	const (
		toRadius = 1.25 // of a face's circle, in distances of the eyes
		least    = 28   // pixels across: smaller heads are seldom tall enough to be cut
	)
	l, ok := face.Tilted(luma, face.GrayOf(luma), least)
	nose := l[face.Nose]
	return circle{float64(nose.X) / k, float64(nose.Y) / k, toRadius * float64(l.EyeDistance()) / k}, ok
}
