// Package face finds frontal human faces, by the decision-tree cascade of Markus et al. ("Object Detection with Pixel
// Intensity Comparisons Organized in Decision Trees", 2013) as implemented by github.com/esimov/pigo, whose trained cascade
// is embedded (see facefinder.LICENSE).
package face

import (
	_ "embed" // for the cascade
	"fmt"
	"math"
	"slices"
	"sync"

	pigo "github.com/esimov/pigo/core"

	"zoetrope/engine/studio/vision"
)

//go:embed facefinder
var cascade []byte

var classifier = sync.OnceValue(func() *pigo.Pigo {
	c, err := pigo.NewPigo().Unpack(cascade)
	if err != nil {
		panic(fmt.Sprintf("face: the embedded cascade is damaged: %v", err))
	}
	return c
})

// Face is the circle of a face, from the brows to the chin, in pixels of the plane searched.
type Face struct {
	X, Y, Radius float32
	// Score grows with the certainty; faces below leastScore are not reported.
	Score float32
	// Roll is about how far the head is tilted, clockwise on the screen, in radians: 0 for what Find reports.
	Roll float32
}

const (
	leastScore = 8
	leastSize  = 18 // pixels
	overlap    = 0.2
)

// Find returns the faces in a luma plane with values in [0,1], best first. Planes about 320 pixels wide are large enough for
// faces from a fifteenth of the frame.
func Find(luma vision.Plane) []Face { return FindFrom(luma, leastSize) }

// FindFrom is Find for faces from a diameter in pixels: small ones take most of the time.
func FindFrom(luma vision.Plane, least int) []Face {
	least = max(least, leastSize)
	if min(luma.W, luma.H) <= least {
		return nil
	}
	pixels := make([]uint8, len(luma.Pix))
	for i, v := range luma.Pix {
		pixels[i] = uint8(min(max(v, 0), 1)*255 + 0.5)
	}
	c := classifier()
	found := c.RunCascade(pigo.CascadeParams{
		MinSize: least, MaxSize: min(luma.W, luma.H), ShiftFactor: 0.1, ScaleFactor: 1.1,
		ImageParams: pigo.ImageParams{Pixels: pixels, Rows: luma.H, Cols: luma.W, Dim: luma.W},
	}, 0)
	var faces []Face
	for _, d := range c.ClusterDetections(found, overlap) {
		if d.Q >= leastScore {
			faces = append(faces, Face{X: float32(d.Col), Y: float32(d.Row), Radius: float32(d.Scale) / 2, Score: d.Q})
		}
	}
	slices.SortStableFunc(faces, func(a, b Face) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return faces
}

// Body is the likelihood, as a plane of w x h with values in [0,1], of the head and the body that belong to a face: certain in
// the middle of both, fading beyond the usual proportions (a body is about three heads wide and begins a head below the eyes).
func (f Face) Body(w, h int) vision.Plane {
	out := vision.New(w, h)
	within := func(x, y, cx, cy, rx, ry float32) float32 {
		dx, dy := (x-cx)/rx, (y-cy)/ry
		return float32(math.Sqrt(float64(dx*dx + dy*dy)))
	}
	r := f.Radius
	for i := range out.Pix {
		x, y := float32(i%w), float32(i/w)
		head := within(x, y, f.X, f.Y-0.15*r, 1.15*r, 1.5*r)
		body := within(x, min(y, f.Y+4.2*r), f.X, f.Y+4.2*r, 2.5*r, 2.9*r)
		out.Pix[i] = vision.Smoothstep(1.25, 0.55, min(head, body))
	}
	return out
}
