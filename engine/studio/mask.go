package studio

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/vision/segment"
)

// maskSelection is what the studio offers for the things in a frame.
var maskSelection = engine.Capability{
	Operation: zoetrope.MaskSelection,
	Notes: "People are found by their faces, objects by what stands out in colour, focus or motion, and the sky by its colour. " +
		"Names say no more than person, object, sky or background. Where nothing stands out, the object is what lies in the middle.",
}

func (e *Engine) maskSelection(ctx context.Context, job engine.Job, s *zoetrope.MaskSelectionSpec, sink engine.Sink) error {
	start := time.Now()
	src, err := e.openFootage(ctx, job, s.Source)
	if err != nil {
		return err
	}
	if err := checkKeyFrame(src, s.KeyFrame); err != nil {
		return err
	}
	sink.Progress(0, "reading the key frame")
	still, err := src.Still(ctx, s.KeyFrame-1, job.Width, job.Height)
	if err != nil {
		return sourceFault(ctx, err)
	}
	sink.Progress(0.2, "looking for people and things")
	things, err := thingsAt(ctx, src, s.KeyFrame-1, still)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var names []string
	frame := engine.Output{Kind: zoetrope.AssetImage, Path: filepath.Join(job.Scratch, "keyframe.png")}
	if err := writePNG(frame.Path, raster.Image(still, vision.Plane{})); err != nil {
		return err
	}
	outputs := []engine.Output{frame}
	for i, t := range things {
		names = append(names, t.Name)
		o := engine.Output{Kind: zoetrope.AssetImage, Name: t.Name, Path: filepath.Join(job.Scratch, fmt.Sprintf("mask%d.png", i))}
		if err := writePNG(o.Path, grey(segment.Matte(still, t.Mask))); err != nil {
			return err
		}
		outputs = append(outputs, o)
	}
	outputs[0].Metadata = map[string]string{
		"backend": "go", "tier": "standard", "things": strings.Join(names, ", "),
		"compute": strconv.FormatFloat(time.Since(start).Seconds(), 'f', 2, 64),
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, o := range outputs {
		if err := sink.Output(o); err != nil {
			return err
		}
	}
	sink.Progress(1, "done")
	return nil
}

// checkKeyFrame refuses key frames (from 1) that a clip does not have.
func checkKeyFrame(src *footage.Clip, frame int) error {
	if frame > src.Frames {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "keyframe_id", "keyframe_id is %d, but the video has %d frames", frame, src.Frames)
	}
	return nil
}

// movingParts is the likelihood, from 0 to 1, that each pixel of frame i (from 0) belongs to something that moves against its
// surroundings, or nothing where all moves alike.
func movingParts(ctx context.Context, src *footage.Clip, i int) ([]vision.Plane, error) {
	const (
		gap = 3 // frames
		// slowest is the motion between the two frames, in fractions of the width, above which something moves by itself.
		slowest = 0.004
	)
	if src.Frames < 2 {
		return nil, nil
	}
	w, h := src.Fit(cutout.AnalysisSize)
	first := min(i, max(src.Frames-1-gap, 0))
	part := footage.Part{Width: w, Height: h, Start: first, Frames: min(gap+1, src.Frames-first)}
	var frames []vision.Plane
	if err := src.Each(ctx, part, func(_ int, p vision.RGB) error {
		frames = append(frames, p.Luma())
		return nil
	}); err != nil {
		return nil, sourceFault(ctx, err)
	}
	a, b := frames[0], frames[len(frames)-1]
	if first < i {
		a, b = b, a
	}
	f := flow.Estimate(a, b, flow.Balanced())
	residual := vision.Blur(againstCamera(f, motion.Fit(f, vision.Plane{})), 1.5)
	high := vision.Quantile(residual, 0.995)
	if high < slowest*float32(w) {
		return nil, nil
	}
	return []vision.Plane{residual.Map(func(v float32) float32 { return vision.Smoothstep(0.2*high, 0.8*high, v) })}, nil
}

// againstCamera is how far each pixel's motion is from the camera's, in pixels.
func againstCamera(f flow.Field, camera motion.Similarity) vision.Plane {
	out := vision.New(f.U.W, f.U.H)
	for i := range out.Pix {
		x, y := float64(i%out.W), float64(i/out.W)
		cx, cy := camera.Pixel(x, y, out.W, out.H)
		out.Pix[i] = float32(math.Hypot(x+float64(f.U.Pix[i])-cx, y+float64(f.V.Pix[i])-cy))
	}
	return out
}

// grey is a mask as an 8-bit picture: white inside.
func grey(mask vision.Plane) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, mask.W, mask.H))
	for i, v := range mask.Pix {
		out.Pix[i] = uint8(min(max(v, 0), 1)*255 + 0.5)
	}
	return out
}

// writePNG writes a picture, quickly rather than small.
func writePNG(path string, img image.Image) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("write a picture: %w", e)
		}
	}()
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, img); err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	return nil
}
