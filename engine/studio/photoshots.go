package studio

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"strings"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/montage"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
)

// photoFraming is the part of a photograph that a shot shows.
type photoFraming struct {
	name string
	// part is the share of the picture's width and height.
	part float64
	// toSubject is how far the middle of the part goes from the middle of the picture to that of the subject; below 0 it goes away
	// from it.
	toSubject float64
	move      string // when none is asked for
}

// photoSequence is the order of framings of a photograph. Neighbours differ in size by a quarter at least, else a cut between them
// would look like a jump.
var photoSequence = []photoFraming{
	{"whole picture", 1, 0, "zoom_in"},
	{"subject", 0.66, 1, "horizontal_right"},
	{"surroundings", 0.84, -0.8, "pan_left"},
	{"detail", 0.5, 1, "smooth_zoom_in"},
	{"whole picture", 1, 0, "zoom_out"},
	{"subject", 0.7, 1, "zoom_in"},
}

// pictureShot is a shot of a photograph.
type pictureShot struct {
	photoFraming
	first, frames int
	crop          image.Rectangle
	options       photo.Options
}

// photoShots plans the shots of a photograph: one, unless several are asked for and nothing stands in the way.
func photoShots(job engine.Job, s *zoetrope.ImageToVideoSpec, words *prompt.Spec, o photo.Options, img image.Image) (shots []pictureShot, note string) {
	one := []pictureShot{{frames: s.Frames(), crop: img.Bounds(), options: o}}
	switch {
	case !s.MultiClip:
		return one, ""
	case s.LipSync:
		return one, "a face that speaks is shown in one shot"
	}
	lengths := scene.ShotLengths(words, job.Seed, float64(s.Duration), s.MotionMode, zoetrope.FPS)
	if len(lengths) < 2 {
		return one, ""
	}
	x, y := subjectOf(img)
	at := 0
	shots = nil
	for i, n := range lengths {
		f := photoSequence[i%len(photoSequence)]
		own := o
		own.Frames = n + n/4 // the cut comes before the camera slows down
		own.Seed += uint64(i)
		if own.Move == "" {
			own.Move = f.move
		}
		if i < len(lengths)-1 {
			own.Light, own.Described = photo.AsTaken, photo.AsTaken // a change of light takes its time in the last shot
		}
		shots = append(shots, pictureShot{f, at, n, cropAround(img.Bounds(), f, x, y, o.Width, o.Height), own})
		at += n
	}
	shots[len(shots)-1].options.Frames = lengths[len(lengths)-1]
	return shots, ""
}

// subjectOf is the middle of what stands out in a picture, as shares of its sides.
func subjectOf(img image.Image) (x, y float64) {
	b := img.Bounds()
	k := math.Min(1, float64(cutout.AnalysisSize)/float64(max(b.Dx(), b.Dy())))
	p := raster.Load(img, max(int(k*float64(b.Dx())), 8), max(int(k*float64(b.Dy())), 8))
	mask := cutout.Find(p)[0].Mask
	return centreOf(mask)
}

func centreOf(mask vision.Plane) (x, y float64) {
	sum := 0.0
	for i, v := range mask.Pix {
		x += float64(v) * (float64(i%mask.W) + 0.5)
		y += float64(v) * (float64(i/mask.W) + 0.5)
		sum += float64(v)
	}
	if sum == 0 {
		return 0.5, 0.5
	}
	return x / sum / float64(mask.W), y / sum / float64(mask.H)
}

// leastPixels is how many pixels of a picture a pixel of the film has at least, as a length.
const leastPixels = 0.45

// cropAround is the rectangle of a framing, of the film's aspect ratio, within a picture.
func cropAround(b image.Rectangle, f photoFraming, x, y float64, width, height int) image.Rectangle {
	if f.part == 1 {
		return b
	}
	w, h := float64(b.Dx()), float64(b.Dy())
	if ratio := float64(width) / float64(height); w/h > ratio {
		w = h * ratio
	} else {
		h = w / ratio
	}
	part := math.Min(math.Max(f.part, leastPixels*float64(width)/w), 1)
	w, h = part*w, part*h
	middle := func(share, least, most float64) float64 {
		return math.Min(math.Max((0.5+f.toSubject*(share-0.5))*most, least/2), most-least/2)
	}
	cx, cy := middle(x, w, float64(b.Dx())), middle(y, h, float64(b.Dy()))
	x0, y0 := b.Min.X+int(cx-w/2), b.Min.Y+int(cy-h/2)
	return image.Rect(x0, y0, x0+int(w), y0+int(h)).Intersect(b)
}

// errEnough ends a shot before its camera comes to rest.
var errEnough = errors.New("the shot is over")

// lead is the share of a shot by which its camera is under way when the cut comes.
const lead = 8

// playPhoto draws the shots of a photograph. see is called with every frame of the film, in order, before it is emitted.
func playPhoto(o photo.Options, shots []pictureShot, img image.Image, see func(i int, frame []byte)) play {
	film := &montage.Film{Width: o.Width, Height: o.Height, Overlay: see}
	for i, s := range shots {
		film.Shots = append(film.Shots, montage.Shot{Frames: s.frames, Play: func(ctx context.Context, frames int, emit func([]byte) error) error {
			skip, sent := 0, 0
			if i > 0 {
				skip = frames / lead
				s.options.Frames += skip
			}
			err := photo.Render(ctx, s.options, cropped(img, s.crop), func(frame []byte) error {
				if skip > 0 {
					skip--
					return nil
				}
				if sent == frames {
					return errEnough
				}
				sent++
				return emit(frame)
			})
			if errors.Is(err, errEnough) {
				return nil
			}
			return err
		}})
	}
	return func(ctx context.Context, _ int, emit func([]byte) error) error { return film.Play(ctx, emit) }
}

// cropped is a part of a picture, or all of it where the picture cannot be cut.
func cropped(img image.Image, r image.Rectangle) image.Image {
	if sub, ok := img.(interface {
		SubImage(r image.Rectangle) image.Image
	}); ok && r != img.Bounds() {
		return sub.SubImage(r)
	}
	return img
}

// describePhotoShots says in a line what the shots of a photograph show; "" for one.
func describePhotoShots(shots []pictureShot) string {
	if len(shots) < 2 {
		return ""
	}
	var parts []string
	for _, s := range shots {
		parts = append(parts, fmt.Sprintf("%.1f s %s (%s)", moment(s.first), s.name, strings.ReplaceAll(s.options.Move, "_", " ")))
	}
	return fmt.Sprintf("%d shots: %s", len(shots), strings.Join(parts, "; "))
}
