// Package morph makes films that travel through key pictures.
//
// Between two pictures dense correspondences are estimated on contrast-normalised copies, from where their subjects or faces
// lie (package vision/flow). Where they agree forwards and backwards the content of one picture moves to its place in the
// other; where the pictures have little in common the movement is kept small and the change is led over the frame in an order
// that suits them: by light, by depth, from the middle, or along the way that the camera goes. The two moving pictures are
// blended in a Laplacian pyramid (Burt and Adelson, "A Multiresolution Spline With Application to Image Mosaics", 1983), so
// that shapes cross quickly while light and colour cross slowly.
//
// Every point follows a cubic Hermite curve in time whose speed is continuous at the key pictures, and the camera keeps
// drifting through them; at its time each key picture is shown exactly. Pictures live meanwhile: near things pass far ones,
// clouds drift, water ripples.
package morph

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"

	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/vision/warp"
	"zoetrope/engine/studio/yuv"
)

// Leg is the way from one picture to the next.
type Leg struct {
	Frames int   // from this picture to the next, at least 1
	Style  Style // Auto chooses by what the pictures have in common
	// Camera is one of photo.Moves that has a direction, or empty for a gentle drift.
	Camera string
	// Fast enlarges the camera's amplitude.
	Fast bool
	// Glow lights the front along which one picture takes over from the other: RGB, 0 for none.
	Glow [3]float32
	// Flash, from 0 to 1, floods the middle of the way with light.
	Flash float32
	// Overlays fall or rise meanwhile; they come and go with the leg.
	Overlays []photo.Overlay
}

// Options describe a film.
type Options struct {
	// Width and Height of the frames in pixels, both even, from 16 to 8192. Pictures are cut to their aspect ratio.
	Width, Height int
	FPS           float64
	// Seed picks among equal choices.
	Seed uint64
	// Pictures are the keys, at least two, and Legs the ways between them, one fewer.
	Pictures []image.Image
	Legs     []Leg
}

// Errors that New returns for bad options.
var (
	ErrSize  = errors.New("morph: frame size must be even and between 16 and 8192")
	ErrLegs  = errors.New("morph: a film needs two pictures or more, and a leg of one frame or more between them")
	ErrEmpty = errors.New("morph: a picture has no pixels")
	ErrStyle = errors.New("morph: unknown style")
)

func (o Options) validate() error {
	bad := func(n int) bool { return n < 16 || n > 8192 || n%2 != 0 }
	if bad(o.Width) || bad(o.Height) || !(o.FPS > 0) {
		return fmt.Errorf("%w: %dx%d", ErrSize, o.Width, o.Height)
	}
	if len(o.Pictures) < 2 || len(o.Legs) != len(o.Pictures)-1 {
		return ErrLegs
	}
	for _, l := range o.Legs {
		if l.Frames < 1 {
			return ErrLegs
		}
		if _, ok := styles[l.Style]; !ok && l.Style != Auto {
			return fmt.Errorf("%w: %q", ErrStyle, l.Style)
		}
	}
	for _, p := range o.Pictures {
		if p.Bounds().Empty() {
			return ErrEmpty
		}
	}
	return nil
}

// Film draws the frames. It is for one goroutine and works in parallel inside.
type Film struct {
	o      Options
	keys   []*key
	legs   []*leg
	starts []int // frame at which each leg starts
	frames int

	air     []*photo.Air // of each leg, nil for clear air
	current int          // the leg whose canvas is prepared, -1 before the first
	canvas  *canvas
	images  map[int]*warp.Image
}

// New analyses the pictures. It takes about half a second for each.
func New(ctx context.Context, o Options) (*Film, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	f := &Film{o: o, current: -1, images: map[int]*warp.Image{}}
	for _, img := range o.Pictures {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		f.keys = append(f.keys, newKey(img, o.Width, o.Height))
	}
	for i, l := range o.Legs {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		f.starts = append(f.starts, f.frames)
		f.frames += l.Frames
		f.legs = append(f.legs, newLeg(f.o, i, f.keys[i], f.keys[i+1]))
	}
	if err := f.fillAir(); err != nil {
		return nil, err
	}
	f.settle()
	f.canvas = newCanvas(o.Width, o.Height)
	return f, nil
}

// Frames is the number of frames: the last shows the last picture.
func (f *Film) Frames() int { return f.frames }

// Keys are the frames that show a key picture, the first and the last among them.
func (f *Film) Keys() []int { return append(slices.Clone(f.starts), f.frames-1) }

// Plan says which style each leg has.
func (f *Film) Plan() []Style {
	var out []Style
	for _, l := range f.legs {
		out = append(out, l.style.name)
	}
	return out
}

// Likeness says of each leg how far the pictures at its ends show the same things, from 0 to 1.
func (f *Film) Likeness() []float64 {
	var out []float64
	for _, l := range f.legs {
		out = append(out, l.match.likeness)
	}
	return out
}

// Frame draws frame i into dst as yuv420p (see yuv.Size). Frames may be drawn in any order; going forward is the quickest.
func (f *Film) Frame(ctx context.Context, i int, dst []byte) error {
	if i < 0 || i >= f.frames {
		return fmt.Errorf("morph: frame %d of %d", i, f.frames)
	}
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	k := len(f.starts) - 1
	for k > 0 && i < f.starts[k] {
		k--
	}
	f.prepare(k)
	l := f.legs[k]
	s := l.share(float64(i - f.starts[k]))
	f.canvas.draw(l, s, f.images[k], f.images[k+1])
	if f.air[k] != nil {
		// One clock for the whole film: what falls goes on falling from leg to leg.
		f.air[k].Draw(f.canvas.pixels, float64(i), l.presence(s))
	}
	yuv.FromSRGB(dst[:yuv.Size(f.o.Width, f.o.Height)], f.o.Width, f.o.Height, f.canvas.pixels)
	return nil
}

// fillAir prepares the overlays. Those of the whole film begin to fall before it starts, so that they are there at once.
func (f *Film) fillAir() error {
	f.air = make([]*photo.Air, len(f.legs))
	for i, l := range f.o.Legs {
		if len(l.Overlays) == 0 {
			continue
		}
		air, err := photo.NewAir(photo.Options{
			Width: f.o.Width, Height: f.o.Height, FPS: f.o.FPS, Frames: f.frames, Seed: f.o.Seed, Fast: l.Fast, Overlays: l.Overlays,
		})
		if err != nil {
			return err
		}
		f.air[i] = air
	}
	return nil
}

// Rushes are the times, in seconds, at which the camera rushes from one picture to the next.
func (f *Film) Rushes() []float64 {
	var out []float64
	for i, l := range f.legs {
		if l.burst.blurred || l.style.name == Through {
			out = append(out, float64(f.starts[i])/f.o.FPS+l.seconds/2)
		}
	}
	return out
}

// prepare loads the two pictures of a leg.
func (f *Film) prepare(k int) {
	if f.current == k {
		return
	}
	f.current = k
	for i := range f.images {
		if i != k && i != k+1 {
			delete(f.images, i)
		}
	}
	for _, i := range []int{k, k + 1} {
		if f.images[i] == nil {
			f.images[i] = warp.NewImage(raster.Load(f.o.Pictures[i], f.o.Width, f.o.Height), vision.Plane{})
		}
	}
	f.canvas.take(f.legs[k])
}
