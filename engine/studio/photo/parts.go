package photo

import (
	"image"

	"zoetrope/engine/studio/vision"
)

// Parts are a picture taken apart, for those who put it together in another way.
type Parts struct {
	Picture vision.RGB // as it is, cut to the aspect ratio of the frame and somewhat larger than it
	// Subject is what the picture is about, in straight colours; Alpha is how far it covers each pixel, 0 to 1, and Plate the
	// picture with what it hides painted in. Over the plate, the subject is the picture again. All three have the size of
	// Picture and are empty when no subject can be told from its surroundings.
	Subject, Plate vision.RGB
	Alpha          vision.Plane
	// Near is the nearness of the land, 0 to 1, and Water and Sky are masks; small planes of the picture's aspect ratio.
	Near, Water, Sky vision.Plane
	// SubjectNear is the nearness of the subject.
	SubjectNear float64
}

// HasSubject tells whether there is something to cut out.
func (p *Parts) HasSubject() bool { return p.Alpha.Pix != nil }

// TakeApart finds the parts of a picture for frames of width x height pixels. It takes about half a second for 960 x 540.
func TakeApart(img image.Image, width, height int, seed uint64) Parts {
	base := canvasPicture(img, width, height)
	a := analyse(base)
	p := Parts{
		Picture: base, Near: a.scene.Near, Water: a.scene.Water, Sky: a.scene.Sky, SubjectNear: float64(a.scene.SubjectNear),
	}
	if !a.hasSubject() {
		return p
	}
	c := &canvas{picture: base, seed: seed}
	alpha := c.matte(base, a.scene.Subject.Mask)
	// What is behind is seen for long and in full, so nothing of the subject's outline may stay in it.
	hole, grow := holeAround(alpha, 2*base.W)
	p.Plate = merge(base, repaint(base, hole, 0, seed+1), hole, max(1, grow/2))
	p.Subject, p.Alpha = uncover(base, p.Plate, alpha, grow)
	return p
}
