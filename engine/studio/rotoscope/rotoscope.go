// Package rotoscope cuts the subject of a clip out of every frame: it is found in one frame, tracked through the shot, matted
// frame by frame, and kept in a window that goes along with it, so that it can be played elsewhere as a moving sprite.
//
// The cut frames lie in a file, eight bits per sample: memory holds one of them, whatever the length of the clip.
package rotoscope

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"

	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/track"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/segment"
)

// ErrNoSubject reports a clip in which nothing stands out that could be cut out.
var ErrNoSubject = errors.New("rotoscope: nothing in the clip stands out from its background")

// Cut is a subject taken out of a clip. Its frames have one size, W x H pixels, and the subject stands in the middle of their
// lower edge.
type Cut struct {
	W, H   int
	FPS    int
	Frames int
	// Low tells that the clip's frame ends below the subject, as below a portrait.
	Low bool
	// Mid is one of the frames, by which the others can be lit and measured.
	Mid *cutout.Cut
	// Way is how far the subject has gone over the ground since the first frame, to the right, per frame, in heights of itself.
	Way []float64

	file *os.File
}

// Options are the conditions of a cut.
type Options struct {
	// Longest is the longer side in pixels of the frames that are cut, at most.
	Longest int
	// Path is the file that will hold the frames.
	Path     string
	Progress func(done float64) // may be nil
}

// New cuts out whoever or whatever stands out in a clip. Close must be called on the result. Errors are ErrNoSubject and those of
// reading the clip and writing the file.
func New(ctx context.Context, clip *footage.Clip, o Options) (*Cut, error) {
	key, mask, err := subject(ctx, clip)
	if err != nil {
		return nil, err
	}
	t, err := track.Follow(ctx, clip, key, mask, func(done float64) {
		if o.Progress != nil {
			o.Progress(0.6 * done)
		}
	})
	if err != nil {
		return nil, err
	}
	first, last := stretch(t)
	w, h := clip.Fit(o.Longest)
	win := newWindow(t, first, last, w, h)
	c := &Cut{W: win.w, H: win.h, FPS: clip.FPS, Frames: last - first + 1, Low: win.low, Way: win.way}
	if c.file, err = os.Create(o.Path); err != nil {
		return nil, fmt.Errorf("rotoscope: %w", err)
	}
	part := footage.Part{Width: w, Height: h, Start: first, Frames: c.Frames}
	err = clip.Each(ctx, part, func(k int, p vision.RGB) error {
		colour, alpha := win.cut(p, t.Mask(first+k), k)
		if o.Progress != nil {
			o.Progress(0.6 + 0.4*float64(k+1)/float64(c.Frames))
		}
		if k == key-first {
			c.Mid = &cutout.Cut{Colour: colour, Alpha: alpha, Confidence: 1, Low: c.Low}
		}
		if err := c.write(colour, alpha); err != nil {
			return err
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// subject is where something stands out best: in one of three frames, whole rather than cut off by the frame's sides.
func subject(ctx context.Context, clip *footage.Clip) (key int, mask vision.Plane, err error) {
	const (
		least   = 0.006 // of the frame's area
		most    = 0.6
		trusted = 0.2 // confidence; what lies in the middle of a picture in which nothing stands out has none
	)
	w, h := clip.Fit(cutout.AnalysisSize)
	best := 0.0
	for _, share := range []float64{0.5, 0.2, 0.8} {
		i := int(share * float64(clip.Frames-1))
		still, err := clip.Still(ctx, i, w, h)
		if err != nil {
			return 0, mask, err
		}
		thing := cutout.Find(still)[0]
		area := float64(thing.Mask.Mean())
		if area < least || area > most || thing.Confidence < trusted {
			continue
		}
		worth := float64(thing.Confidence)
		if x0, _, x1, _ := cutout.Bounds(thing.Mask, 0.5); x0 <= 1 || x1 >= w-1 {
			worth *= 0.4
		}
		if worth > best {
			best, key, mask = worth, i, thing.Mask
		}
		if worth > 0.5 {
			break
		}
	}
	if best == 0 {
		return 0, mask, ErrNoSubject
	}
	return key, mask, nil
}

// stretch is the frames, inclusive, around the key frame in which the subject is seen, and seen whole if it is for long enough:
// a side that the frame cuts off would show as a straight edge elsewhere.
func stretch(t *track.Track) (first, last int) {
	run := func(good func(i int) bool) (int, int) {
		a, b := t.Key, t.Key
		for a > t.First && good(a-1) {
			a--
		}
		for b < t.Last && good(b+1) {
			b++
		}
		return a, b
	}
	seen := func(i int) bool { return !t.Empty(i) }
	whole := func(i int) bool {
		if !seen(i) {
			return false
		}
		x0, _, x1, _ := cutout.Bounds(t.Mask(i), 0.5)
		return x0 > 1 && x1 < t.W-1
	}
	first, last = run(seen)
	if a, b := run(whole); whole(t.Key) && (b-a+1)*3 >= last-first+1 {
		return a, b
	}
	return first, last
}

// bytesPerPixel of the file: red, green, blue and coverage.
const bytesPerPixel = 4

func (c *Cut) write(colour vision.RGB, alpha vision.Plane) error {
	buf := make([]byte, bytesPerPixel*c.W*c.H)
	for k, p := range [bytesPerPixel]vision.Plane{colour.R, colour.G, colour.B, alpha} {
		for i, v := range p.Pix {
			buf[bytesPerPixel*i+k] = uint8(min(max(v, 0), 1)*255 + 0.5)
		}
	}
	if _, err := c.file.Write(buf); err != nil {
		return fmt.Errorf("rotoscope: %w", err)
	}
	return nil
}

// Frame reads frame i (0 to Frames-1): straight colours and coverage, W x H.
func (c *Cut) Frame(i int) (colour vision.RGB, alpha vision.Plane, err error) {
	buf := make([]byte, bytesPerPixel*c.W*c.H)
	if _, err := c.file.ReadAt(buf, int64(i)*int64(len(buf))); err != nil {
		return vision.RGB{}, vision.Plane{}, fmt.Errorf("rotoscope: %w", err)
	}
	colour, alpha = vision.NewRGB(c.W, c.H), vision.New(c.W, c.H)
	for k, p := range [bytesPerPixel]vision.Plane{colour.R, colour.G, colour.B, alpha} {
		for j := range p.Pix {
			p.Pix[j] = float32(buf[bytesPerPixel*j+k]) / 255
		}
	}
	return colour, alpha, nil
}

// At is the frame shown at t seconds: forwards, then backwards, and so on, so that nothing jumps where the clip ends.
func (c *Cut) At(t float64) int {
	if c.Frames < 2 {
		return 0
	}
	round := 2 * (c.Frames - 1)
	i := int(math.Floor(math.Max(t, 0)*float64(c.FPS)+0.5)) % round
	return min(i, round-i)
}

// Close removes the frames.
func (c *Cut) Close() error {
	return errors.Join(c.file.Close(), os.Remove(c.file.Name()))
}

// matte is the soft coverage of a window of a frame.
func matte(p vision.RGB, mask vision.Plane) (vision.RGB, vision.Plane) {
	alpha := segment.Matte(p, mask)
	return cutout.Bleed(p, alpha, 0.96), alpha
}
