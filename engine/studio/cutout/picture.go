package cutout

import (
	"errors"
	"image"
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/vision/segment"
)

// Errors that Picture returns for pictures from which nothing can be cut.
var (
	ErrTransparent = errors.New("cutout: the picture is fully transparent")
	ErrPlain       = errors.New("cutout: the picture shows one colour")
	ErrStrip       = errors.New("cutout: the picture is too narrow")
)

// maxRatio is that of the longest to the shortest side of pictures that show anything.
const maxRatio = 12

// Cut is a subject taken out of its picture.
type Cut struct {
	// Colour holds the subject's own colours, also where it is partly transparent; Alpha is its coverage. Both are cut to the
	// subject's bounds, with a margin of a pixel.
	Colour vision.RGB
	Alpha  vision.Plane
	// Given tells that the picture had an alpha channel, which is respected as it is.
	Given bool
	// Confidence in [0,1] of an automatic cut; 1 for a given one.
	Confidence float32
	// Face, if there is one, in pixels of the cut.
	Face    face.Face
	HasFace bool
	// Low tells that the picture ends below the subject: a portrait has no feet.
	Low bool
}

// Picture cuts the subject out of a picture: by its alpha channel, or else whoever has the largest face, or what stands out.
// The picture is reduced so that its long side has at most so many pixels.
func Picture(img image.Image, longest int) (*Cut, error) {
	b := img.Bounds()
	if long, short := max(b.Dx(), b.Dy()), min(b.Dx(), b.Dy()); short < 8 || long > maxRatio*short {
		return nil, ErrStrip
	}
	k := math.Min(1, float64(longest)/float64(max(b.Dx(), b.Dy())))
	w, h := max(int(math.Round(k*float64(b.Dx()))), 8), max(int(math.Round(k*float64(b.Dy()))), 8)
	p := raster.Load(img, w, h)
	if alpha, ok := raster.Alpha(img, w, h); ok {
		return given(p, alpha)
	}
	return automatic(p)
}

// given cuts along an alpha channel.
func given(onWhite vision.RGB, alpha vision.Plane) (*Cut, error) {
	solid := 0
	for _, a := range alpha.Pix {
		if a > 0.5 {
			solid++
		}
	}
	if solid < 16 {
		return nil, ErrTransparent
	}
	straight := onWhite.EachChannel(func(c vision.Plane) vision.Plane {
		return vision.Zip(c, alpha, func(v, a float32) float32 {
			if a < 1.0/64 {
				return 0
			}
			return min(max((v-1+a)/a, 0), 1)
		})
	})
	return trim(&Cut{Colour: Bleed(straight, alpha, 0.9), Alpha: alpha, Given: true, Confidence: 1})
}

// automatic finds what to cut.
func automatic(p vision.RGB) (*Cut, error) {
	small := reduce(p, AnalysisSize)
	if plain(small) {
		return nil, ErrPlain
	}
	things := Find(small)
	t := things[0]
	alpha := segment.Matte(p, t.Mask)
	c := &Cut{Colour: Bleed(p, alpha, 0.96), Alpha: alpha, Confidence: t.Confidence}
	return trim(c)
}

// reduce makes the long side of a picture at most so many pixels.
func reduce(p vision.RGB, longest int) vision.RGB {
	k := float64(longest) / float64(max(p.W, p.H))
	if k >= 1 {
		return p
	}
	w, h := max(int(math.Round(k*float64(p.W))), 1), max(int(math.Round(k*float64(p.H))), 1)
	return p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Resize(c, w, h) })
}

// plain reports whether a picture has no contrast to cut along.
func plain(p vision.RGB) bool {
	for _, c := range p.Channels() {
		if vision.Quantile(c, 0.995)-vision.Quantile(c, 0.005) > 0.02 {
			return false
		}
	}
	return true
}

// trim cuts to the subject's bounds and looks for its face.
func trim(c *Cut) (*Cut, error) {
	x0, y0, x1, y1 := Bounds(c.Alpha, 0.1)
	if x1 <= x0 || y1 <= y0 {
		return nil, ErrPlain
	}
	c.Low = y1 >= c.Alpha.H-1 && contact(c.Alpha) > 0.25*float32(x1-x0)
	x0, y0, x1, y1 = max(x0-1, 0), max(y0-1, 0), min(x1+1, c.Alpha.W), min(y1+1, c.Alpha.H)
	cut := func(p vision.Plane) vision.Plane { return p.Part(x0, y0, x1, y1) }
	c.Colour, c.Alpha = c.Colour.EachChannel(cut), cut(c.Alpha)
	small := reduce(c.Colour, AnalysisSize)
	if faces := face.Find(small.Luma()); len(faces) > 0 {
		k := float32(c.Alpha.W) / float32(small.W)
		f := faces[0]
		c.Face, c.HasFace = face.Face{X: k * f.X, Y: k * f.Y, Radius: k * f.Radius, Score: f.Score}, true
	}
	return c, nil
}

// contact is how many pixels of the bottom row a subject covers.
func contact(alpha vision.Plane) float32 {
	var n float32
	for _, a := range alpha.Row(alpha.H - 1) {
		n += a
	}
	return n
}

// Bounds is the rectangle of the pixels above a threshold; it is empty (x1 <= x0) where there are none.
func Bounds(p vision.Plane, above float32) (x0, y0, x1, y1 int) {
	x0, y0 = p.W, p.H
	for i, v := range p.Pix {
		if v > above {
			x, y := i%p.W, i/p.W
			x0, x1, y0, y1 = min(x0, x), max(x1, x+1), min(y0, y), max(y1, y+1)
		}
	}
	return x0, y0, x1, y1
}

// Bleed spreads the colours of the surely covered pixels (alpha above solid) over the edges and beyond, so that no background
// shows in a soft edge when the cut is laid over something else.
func Bleed(p vision.RGB, alpha vision.Plane, solid float32) vision.RGB {
	sure := alpha.Map(func(a float32) float32 {
		if a >= solid {
			return 1
		}
		return 0
	})
	radii := []int{max(1, min(p.W, p.H)/200), max(3, min(p.W, p.H)/50), max(8, min(p.W, p.H)/10)}
	weights := make([]vision.Plane, len(radii))
	for k, r := range radii {
		weights[k] = vision.Box(sure, r)
	}
	return p.EachChannel(func(c vision.Plane) vision.Plane {
		out := c.Clone()
		inside := vision.Zip(c, sure, func(v, s float32) float32 { return v * s })
		missing := sure.Clone()
		for k, r := range radii {
			sums := vision.Box(inside, r)
			for i, w := range weights[k].Pix {
				if missing.Pix[i] == 0 && w > 1e-3 {
					out.Pix[i] = sums.Pix[i] / w
					missing.Pix[i] = 1
				}
			}
		}
		return out
	})
}
