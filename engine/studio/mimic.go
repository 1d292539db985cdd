package studio

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"strconv"
	"strings"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/driver"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/portrait"
	"zoetrope/engine/studio/puppet"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/vision/segment"
)

// mimic is what the studio offers for a picture and a driving video.
var mimic = engine.Capability{
	Operation: zoetrope.Mimic,
	Qualities: []zoetrope.Quality{zoetrope.Quality360, zoetrope.Quality540, zoetrope.Quality720},
	Notes: "With a face in picture and video: head position, tilt, turn and size, brows, blinks and mouth follow the video's. Else " +
		"the subject is cut out and follows what moves in the video, as a whole and in four parts. The picture is bent, not drawn " +
		"anew: nothing turns around, and limbs do not part from the body.",
}

// driveShare is the part of the progress bar in which the driving video is read.
const driveShare = 0.35

// leastFaceShare is the share of the driver's frames that must show a face for its face to count.
const leastFaceShare = 0.25

func (e *Engine) mimic(ctx context.Context, job engine.Job, s *zoetrope.MimicSpec, sink engine.Sink) error {
	src, err := e.openFootage(ctx, job, s.Source)
	if err != nil {
		return err
	}
	in, ok := job.Inputs[s.Image]
	if !ok {
		return zoetrope.Errorf(zoetrope.CodeInternal, "the picture %d did not come with the job", s.Image)
	}
	sink.Progress(0, "reading the picture")
	img, err := readPicture(ctx, in)
	if err != nil {
		return err
	}
	read, err := watchDriver(ctx, src, sink.Progress)
	if err != nil {
		return err
	}
	draw, meta, err := puppeteer(img, job, read)
	if err != nil {
		return err
	}
	e.log.InfoContext(ctx, "render", "job", job.ID, "mimic", meta["scene"])
	report := sink.Progress
	sink.Progress = func(done float64, phase string) { report(driveShare+(1-driveShare)*done, phase) }
	out := editOptions{meta: meta}
	return e.animate(ctx, job, src, draw, out, sink)
}

// movements is what was read from a driving video.
type movements struct {
	poses []portrait.Pose // one per frame, if there is a face
	seen  int             // frames with a face
	steps []driver.Step   // one per frame, if anything moves
}

// watchDriver reads head and body of a driving video.
func watchDriver(ctx context.Context, src *footage.Clip, progress func(float64, string)) (movements, error) {
	w, h := src.Fit(480)
	head, body := driver.NewHead(), &driver.Body{}
	k := 160 / float64(max(w, h))
	bw, bh := max(int(float64(w)*k), 16), max(int(float64(h)*k), 16)
	err := src.EachRaw(ctx, footage.Part{Width: w, Height: h}, func(i int, frame []byte) error {
		g := face.Gray{W: w, H: h, Pix: frame[:w*h]}
		head.Add(i, g)
		body.Add(reducedLuma(g, bw, bh))
		progress(driveShare*float64(i+1)/float64(src.Frames), "reading the movements")
		return ctx.Err()
	})
	if ctx.Err() != nil {
		return movements{}, context.Cause(ctx)
	}
	if err != nil {
		return movements{}, sourceFault(ctx, err)
	}
	var m movements
	m.poses, m.seen = head.Heads()
	var moved bool
	if m.steps, moved = body.Steps(); !moved {
		m.steps = nil
	}
	if float64(m.seen) < leastFaceShare*float64(src.Frames) {
		m.poses = nil
	}
	if m.poses == nil && m.steps == nil {
		return m, zoetrope.FieldErrorf(zoetrope.CodeNoPerson, "video_media_id", "nobody was found in the video: it shows no face, and nothing moves in it")
	}
	return m, nil
}

// reducedLuma averages a luma picture down to w x h values in [0,1].
func reducedLuma(g face.Gray, w, h int) vision.Plane {
	p := vision.New(g.W, g.H)
	for i := range p.Pix {
		p.Pix[i] = float32(g.Pix[i]) / 255
	}
	return vision.Resize(p, w, h)
}

// puppeteer makes what draws frame i of a mimicry: the face if there is one on both sides, else the body.
func puppeteer(img image.Image, job engine.Job, m movements) (draw func(i int, dst []byte), meta map[string]string, err error) {
	meta = map[string]string{"backend": "go", "tier": "standard", "seed": strconv.FormatInt(job.Seed, 10)}
	if m.poses != nil {
		p, err := portrait.New(raster.Load(photo.Frame(img, job.Width, job.Height), job.Width, job.Height), portrait.Options{Seed: uint64(job.Seed), Loose: true})
		if err == nil {
			meta["scene"] = fmt.Sprintf("portrait; the driver's face in %d of %d frames", m.seen, len(m.poses))
			return func(i int, dst []byte) { p.Draw(dst, m.poses[min(i, len(m.poses)-1)]) }, meta, nil
		}
		if !errors.Is(err, portrait.ErrNoFace) {
			return nil, nil, err
		}
		if m.steps == nil {
			m.steps = stepsOf(m.poses)
		}
	}
	fig, alpha, err := cutSubject(img, job)
	if err != nil {
		return nil, nil, err
	}
	meta["scene"] = "body"
	box := boxOf(alpha)
	return func(i int, dst []byte) { fig.Draw(dst, box.bend(m.steps[min(i, len(m.steps)-1)])) }, meta, nil
}

// stepsOf moves a body as a head moves.
func stepsOf(poses []portrait.Pose) []driver.Step {
	steps := make([]driver.Step, len(poses))
	for i, p := range poses {
		steps[i] = driver.Step{X: 0.3 * p.X, Y: 0.3 * p.Y}
		for k := range 2 { // the upper parts lean with the head
			steps[i].Parts[k] = [2]float64{0.3 * math.Sin(p.Roll), 0}
		}
	}
	return steps
}

// leastSubject is the confidence below which what was cut out is not taken for a subject.
const leastSubject = 0.05

// cutSubject cuts the subject of a picture out.
func cutSubject(img image.Image, job engine.Job) (*puppet.Figure, vision.Plane, error) {
	cut, err := cutout.Picture(img, cutout.AnalysisSize)
	switch {
	case err != nil:
		return nil, vision.Plane{}, zoetrope.WrapError(zoetrope.CodeNoSubject, err, "the picture shows no clear subject (%s)", strings.TrimPrefix(err.Error(), "cutout: "))
	case cut.Confidence < leastSubject:
		return nil, vision.Plane{}, zoetrope.Errorf(zoetrope.CodeNoSubject, "the picture shows no clear subject; use one in which a person or figure stands out from the background")
	}
	p := raster.Load(img, job.Width, job.Height)
	if alpha, ok := raster.Alpha(img, job.Width, job.Height); ok {
		return puppet.Cut(p, alpha, uint64(job.Seed)), alpha, nil
	}
	k := math.Min(1, cutout.AnalysisSize/float64(max(p.W, p.H)))
	w, h := max(int(math.Round(k*float64(p.W))), 8), max(int(math.Round(k*float64(p.H))), 8)
	small := p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Resize(c, w, h) })
	alpha := segment.Matte(p, cutout.Find(small)[0].Mask)
	return puppet.Cut(p, alpha, uint64(job.Seed)), alpha, nil
}

// box is where a figure stands, in pixels.
type box struct{ x, y, w, h float64 }

func boxOf(alpha vision.Plane) box {
	x0, y0, x1, y1 := cutout.Bounds(alpha, 0.5)
	if x1 <= x0 || y1 <= y0 {
		x1, y1 = alpha.W, alpha.H
	}
	return box{float64(x0), float64(y0), float64(x1 - x0), float64(y1 - y0)}
}

// mostStep bounds how far a figure goes, in its heights.
const mostStep, mostPart = 0.45, 0.16

// bend moves a figure as the driver's body moved: as a whole, and its quarters beyond that, blended between.
func (b box) bend(s driver.Step) puppet.Bend {
	soft := func(v, limit float64) float64 { return limit * math.Tanh(v/limit) }
	gx, gy := soft(s.X, mostStep)*b.h, soft(s.Y, mostStep)*b.h
	var px, py [4]float64
	for i, p := range s.Parts {
		px[i], py[i] = soft(p[0], mostPart)*b.h, soft(p[1], mostPart)*b.h
	}
	return func(x, y float64) (float64, float64) {
		u := float64(vision.Smoothstep(0.2, 0.8, float32((x-b.x)/b.w)))
		v := float64(vision.Smoothstep(0.25, 0.75, float32((y-b.y)/b.h)))
		mix := func(p *[4]float64) float64 {
			top := p[driver.UpperLeft]*(1-u) + p[driver.UpperRight]*u
			return top*(1-v) + (p[driver.LowerLeft]*(1-u)+p[driver.LowerRight]*u)*v
		}
		return gx + mix(&px), gy + mix(&py)
	}
}
