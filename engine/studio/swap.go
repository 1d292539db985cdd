package studio

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"strconv"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/plate"
	"zoetrope/engine/studio/sprite"
	"zoetrope/engine/studio/track"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
)

// swap is what the studio offers for replacing what a mask covers.
var swap = engine.Capability{
	Operation: zoetrope.Swap, Qualities: qualities[:3],
	Notes: "The masked thing is tracked through its shot and painted out; the picture's subject is cut out and follows its way, size " +
		"and turn as a flat cut-out, in its light, blur and grain. It does not act: legs do not walk and heads do not turn. With the mask of " +
		"the background or the sky, the picture comes behind what stays.",
}

func (e *Engine) swap(ctx context.Context, job engine.Job, s *zoetrope.SwapSpec, sink engine.Sink) error {
	src, err := e.openFootage(ctx, job, s.Source)
	if err != nil {
		return err
	}
	if err := checkKeyFrame(src, s.KeyFrame); err != nil {
		return err
	}
	sink.Progress(0, "reading mask and picture")
	mask, name, err := readMask(ctx, job, src, "mask_id", s.Mask)
	if err != nil {
		return err
	}
	img, err := readPicture(ctx, job.Inputs[s.Image])
	if err != nil {
		return err
	}
	sh := &take{src: src, key: s.KeyFrame - 1, w: job.Width, h: job.Height, seed: uint64(job.Seed)}
	var f change
	if behind(name, mask) {
		f, err = sh.newBackdrop(ctx, mask, img, within(sink, 0, 0.4))
	} else {
		f, err = sh.newThing(ctx, mask, img, within(sink, 0, 0.5))
	}
	if err != nil {
		return err
	}
	meta := map[string]string{
		"backend": "go", "tier": "standard", "scene": "swap " + name, "shot": fmt.Sprintf("frames %d to %d", sh.track.First+1, sh.track.Last+1),
		"seed": strconv.FormatInt(job.Seed, 10),
	}
	return e.edit(ctx, job, src, f, editOptions{mute: !s.OriginalSound, meta: meta}, within(sink, 0.5, 1))
}

// within maps the progress of a part of a job to its place in the whole.
func within(sink engine.Sink, from, to float64) engine.Sink {
	report := sink.Progress
	sink.Progress = func(done float64, phase string) { report(from+(to-from)*done, phase) }
	return sink
}

// readMask reads a mask of a job: 1 inside, at the size of the tracks, and what it shows.
func readMask(ctx context.Context, job engine.Job, src *footage.Clip, field string, id int64) (vision.Plane, string, error) {
	in, ok := job.Inputs[id]
	if !ok {
		return vision.Plane{}, "", zoetrope.Errorf(zoetrope.CodeInternal, "the mask %d did not come with the job", id)
	}
	img, err := readPicture(ctx, in)
	if err != nil {
		return vision.Plane{}, "", err
	}
	b := img.Bounds()
	if r := float64(b.Dx()) / float64(b.Dy()) * float64(src.Height) / float64(src.Width); r < 0.97 || r > 1.03 {
		return vision.Plane{}, "", zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s has %d x %d pixels and does not fit the video's %d x %d; select the mask in this video",
			field, b.Dx(), b.Dy(), src.Width, src.Height)
	}
	w, h := src.Fit(track.Size)
	mask := raster.Load(img, w, h).G
	const least = 5e-4
	if mask.Mean() < least {
		return vision.Plane{}, "", zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s covers nothing; select another mask", field)
	}
	return mask, in.Asset.Label, nil
}

// behind tells a mask of surroundings from one of a thing: by its name, or else because it takes up most of the frame's border.
func behind(name string, mask vision.Plane) bool {
	switch name {
	case cutout.Background, cutout.Sky:
		return true
	case "":
		var border, n float32
		for i, v := range mask.Pix {
			if x, y := i%mask.W, i/mask.W; x == 0 || y == 0 || x == mask.W-1 || y == mask.H-1 {
				border += v
				n++
			}
		}
		return border > 0.7*n
	}
	return false
}

// cutFault turns what kept a picture from being cut into what its owner can act on.
func cutFault(err error, field string) error {
	switch {
	case errors.Is(err, cutout.ErrTransparent):
		return &zoetrope.Error{Code: zoetrope.CodeNoSubject, Field: field, Message: "the picture is fully transparent; use one that shows something", Err: err}
	case errors.Is(err, cutout.ErrPlain):
		return &zoetrope.Error{Code: zoetrope.CodeNoSubject, Field: field, Message: "the picture shows one colour and no subject; use one with a clear subject", Err: err}
	case errors.Is(err, cutout.ErrStrip):
		return &zoetrope.Error{Code: zoetrope.CodeImageSize, Field: field, Message: "the picture is too narrow to show a subject; use one of at most 12 to 1", Err: err}
	}
	return err
}

// cutPicture cuts the subject out of a picture for a frame of a size.
func cutPicture(img image.Image, w, h int, field string) (*cutout.Cut, error) {
	c, err := cutout.Picture(img, max(w, h)*5/4)
	if err != nil {
		return nil, cutFault(err, field)
	}
	return c, nil
}

// take is a clip in which something is changed, seen in the size of the result.
type take struct {
	src   *footage.Clip
	key   int // from 0
	w, h  int
	seed  uint64
	track *track.Track
	still vision.RGB // the key frame
}

// follow tracks a mask and takes the key frame.
func (s *take) follow(ctx context.Context, mask vision.Plane, sink engine.Sink) error {
	t, err := track.Follow(ctx, s.src, s.key, mask, func(done float64) { sink.Progress(done, "tracking") })
	if err != nil {
		return sourceFault(ctx, err)
	}
	s.track = t
	s.still, err = s.src.Still(ctx, s.key, s.w, s.h)
	return sourceFault(ctx, err)
}

// inShot tells whether frame i belongs to the shot of the key frame.
func (s *take) inShot(i int) bool { return i >= s.track.First && i <= s.track.Last }

// newThing replaces a thing by the subject of a picture.
func (s *take) newThing(ctx context.Context, mask vision.Plane, img image.Image, sink engine.Sink) (change, error) {
	cut, err := cutPicture(img, s.w, s.h, "img_id")
	if err != nil {
		return nil, err
	}
	if err := s.follow(ctx, mask, within(sink, 0, 0.7)); err != nil {
		return nil, err
	}
	sink.Progress(0.7, "painting out")
	clean, err := plate.Build(ctx, s.src, s.track, s.w, s.h, s.seed)
	if err != nil {
		return nil, sourceFault(ctx, err)
	}
	actor := s.cast(cut, mask)
	path := s.track.Path()
	return func(i int, in vision.RGB) (vision.RGB, error) {
		if !s.inShot(i) || s.track.Empty(i) && i != s.key {
			return in, nil
		}
		m := s.matte(in, i)
		clean.Fill(i, in, m)
		actor.draw(in, path, i)
		return in, nil
	}, nil
}

// matte is the mask of frame i at the size of the picture, with its soft edges there.
func (s *take) matte(in vision.RGB, i int) vision.Plane {
	return matteWithin(in, s.track.Mask(i))
}

// newBackdrop puts a picture behind what the mask does not cover.
func (s *take) newBackdrop(ctx context.Context, mask vision.Plane, img image.Image, sink engine.Sink) (change, error) {
	if b := img.Bounds(); max(b.Dx(), b.Dy()) > 12*min(b.Dx(), b.Dy()) {
		return nil, cutFault(cutout.ErrStrip, "img_id")
	}
	if err := s.follow(ctx, mask.Map(func(v float32) float32 { return 1 - v }), within(sink, 0, 0.9)); err != nil {
		return nil, err
	}
	// The track's camera is measured on the background, which is what the picture replaces.
	way := newCover(s.track, s.w, s.h)
	w, h := way.size(img.Bounds())
	picture := raster.Load(img, w, h)
	solid := vision.New(w, h).Map(func(float32) float32 { return 1 })
	light := sprite.Match(s.still, s.matte(s.still, s.key), picture, vision.Plane{}, 0.35)
	scenery := sprite.New(picture, solid)
	return func(i int, in vision.RGB) (vision.RGB, error) {
		if !s.inShot(i) {
			return in, nil
		}
		out := vision.NewRGB(s.w, s.h)
		scenery.Draw(way.pose(i, w, h), s.w, s.h).Over(out)
		keep(out, in, s.matte(in, i), light)
		return out, nil
	}, nil
}

// keep lays what a matte covers of a picture over another, without the colours that shone through its edges.
func keep(dst, in vision.RGB, matte vision.Plane, light sprite.Light) {
	own := light.Apply(cutout.Bleed(in, matte, 0.9))
	for c, p := range dst.Channels() {
		src := own.Channels()[c]
		vision.Rows(p.H, func(y0, y1 int) {
			for i := y0 * p.W; i < y1*p.W; i++ {
				p.Pix[i] += matte.Pix[i] * (src.Pix[i] - p.Pix[i])
			}
		})
	}
}

// cover is how a picture that fills the frame moves with the camera of a track.
type cover struct {
	track    *track.Track
	w, h     int
	damping  float64 // share of the camera's motion that the picture follows
	enlarged float64 // how much larger than the frame it is, so that no edge comes into view
}

// mostEnlarged is how far a backdrop may be enlarged to follow the camera.
const mostEnlarged = 1.4

func newCover(t *track.Track, w, h int) *cover {
	c := &cover{track: t, w: w, h: h, damping: 1}
	for c.enlarged = c.need(); c.enlarged > mostEnlarged && c.damping > 0.01; c.enlarged = c.need() {
		c.damping *= 0.85
	}
	return c
}

// need is the enlargement at which the picture always covers the frame.
func (c *cover) need() float64 {
	most := 1.0
	fw, fh := 0.5, 0.5*float64(c.h)/float64(c.w)
	for i := c.track.First; i <= c.track.Last; i++ {
		m := c.track.Camera[i]
		m.X, m.Y, m.LogScale, m.Roll = m.X*c.damping, m.Y*c.damping, m.LogScale*c.damping, m.Roll*c.damping
		back := m.Inverse()
		for _, q := range [4][2]float64{{-fw, -fh}, {fw, -fh}, {-fw, fh}, {fw, fh}} {
			x, y := back.Apply(q[0], q[1])
			most = math.Max(most, math.Max(math.Abs(x)/fw, math.Abs(y)/fh))
		}
	}
	return most * 1.01
}

// size is that at which a picture is prepared.
func (c *cover) size(image.Rectangle) (w, h int) {
	return int(math.Ceil(float64(c.w) * c.enlarged)), int(math.Ceil(float64(c.h) * c.enlarged))
}

func (c *cover) pose(i, w, h int) sprite.Pose {
	m := c.track.Camera[i]
	x, y := m.X*c.damping*float64(c.w), m.Y*c.damping*float64(c.w)
	return sprite.Pose{
		X: float64(c.w-1)/2 + x, Y: float64(c.h-1)/2 + y, AnchorX: 0.5, AnchorY: 0.5,
		Scale: math.Exp(m.LogScale*c.damping) * float64(c.w) * c.enlarged / float64(w), Roll: m.Roll * c.damping,
	}
}
