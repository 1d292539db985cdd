package studio

import (
	"context"
	"math"

	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
)

// tail is the end of a video: its last picture and how everything in it moves.
type tail struct {
	picture vision.RGB
	carry   photo.Carry
	// moving tells that the camera moves enough to go on with.
	moving bool
}

const (
	tailSeconds = 0.75 // how much of the end is looked at
	tailSize    = 288  // pixels of its longer side
	cutLevel    = 0.16 // mean change of luma between two frames from which it is a cut
	fastest     = 0.8  // widths per second; above it flow cannot be trusted
)

// readTail looks at the end of a clip.
func readTail(ctx context.Context, src *footage.Clip, width, height int) (tail, error) {
	t := tail{}
	n := min(max(int(math.Round(tailSeconds*float64(src.FPS))), 2), src.Frames)
	w, h := src.Fit(tailSize)
	frames, err := lumas(ctx, src, footage.Part{Width: w, Height: h, Start: src.Frames - n})
	if err != nil {
		return t, sourceFault(ctx, err)
	}
	if t.picture, err = src.Still(ctx, src.Frames-1, width, height); err != nil {
		return t, sourceFault(ctx, err)
	}
	t.follow(afterCut(frames), float64(src.FPS))
	return t, nil
}

// lumas reads the luma of a part.
func lumas(ctx context.Context, src *footage.Clip, part footage.Part) ([]vision.Plane, error) {
	var out []vision.Plane
	err := src.Each(ctx, part, func(_ int, p vision.RGB) error {
		out = append(out, p.Luma())
		return nil
	})
	return out, err
}

// apart is the mean difference of two frames.
func apart(a, b vision.Plane) float32 {
	return vision.Zip(a, b, func(a, b float32) float32 { return max(a-b, b-a) }).Mean()
}

// afterCut leaves the frames of the last shot.
func afterCut(frames []vision.Plane) []vision.Plane {
	for i := len(frames) - 1; i > 0; i-- {
		if apart(frames[i], frames[i-1]) > cutLevel {
			return frames[i:]
		}
	}
	return frames
}

// follow measures the speed at the end. The later half of the frames counts twice: a camera that comes to rest has nearly done so.
func (t *tail) follow(frames []vision.Plane, fps float64) {
	if len(frames) < 2 || min(frames[0].W, frames[0].H) < 16 {
		return
	}
	var sum motion.Similarity
	var weight float64
	last := len(frames) - 1
	for i := 1; i <= last; i++ {
		k := 1.0
		if i > last/2 {
			k = 2
		}
		s := motion.Fit(flow.Estimate(frames[i-1], frames[i], flow.Balanced()), vision.Plane{})
		sum.X, sum.Y, sum.LogScale, sum.Roll = sum.X+k*s.X, sum.Y+k*s.Y, sum.LogScale+k*s.LogScale, sum.Roll+k*s.Roll
		weight += k
	}
	k := fps / weight
	c := &t.carry
	c.X, c.Y, c.Zoom, c.Roll = k*sum.X, k*sum.Y, k*sum.LogScale, k*sum.Roll
	if way := math.Hypot(c.X, c.Y); way > fastest {
		c.X, c.Y = c.X*fastest/way, c.Y*fastest/way
	}
	c.Zoom, c.Roll = min(max(c.Zoom, -0.8), 0.8), min(max(c.Roll, -0.6), 0.6)
	t.moving = math.Hypot(c.X, c.Y)+0.5*math.Abs(c.Zoom)+0.5*math.Abs(c.Roll) > 0.006
	t.own(frames, fps)
}

// own finds what moves besides the camera, over several frames so that noise counts little.
func (t *tail) own(frames []vision.Plane, fps float64) {
	last := len(frames) - 1
	from := max(last-3, 0)
	f, b := flow.Estimate(frames[last], frames[from], flow.Balanced()), flow.Estimate(frames[from], frames[last], flow.Balanced())
	w, h := f.U.W, f.U.H
	camera := motion.Fit(f, vision.Plane{})
	cos, sin := math.Exp(camera.LogScale)*math.Cos(camera.Roll)-1, math.Exp(camera.LogScale)*math.Sin(camera.Roll)
	scale := -fps / float64(last-from) / float64(w) // backwards in time
	out := flow.Field{U: vision.New(w, h), V: vision.New(w, h)}
	moving := 0.0 // share of the picture
	for y := range h {
		for x := range w {
			i := y*w + x
			px, py := float64(x)-float64(w-1)/2, float64(y)-float64(h-1)/2
			u := float64(f.U.Pix[i]) - (camera.X*float64(w) + cos*px - sin*py)
			v := float64(f.V.Pix[i]) - (camera.Y*float64(w) + sin*px + cos*py)
			// Only vectors that lead back are believed, and only above the noise of the estimate.
			ru, rv := b.At(float32(x)+f.U.Pix[i], float32(y)+f.V.Pix[i])
			lost := math.Hypot(float64(f.U.Pix[i]+ru), float64(f.V.Pix[i]+rv))
			trust := float64(vision.Smoothstep(1.2, 0.4, float32(lost)) * vision.Smoothstep(0.3, 0.9, float32(math.Hypot(u, v))))
			out.U.Pix[i], out.V.Pix[i] = float32(u*scale*trust), float32(v*scale*trust)
			moving += trust / float64(w*h)
		}
	}
	// What is small keeps its own motion to itself; what fills the picture moves as one thing, whatever its parts seem to do.
	soft := float32(w) / 90 * (1 + 4*vision.Smoothstep(0.08, 0.4, float32(moving)))
	t.carry.Own = flow.Field{U: vision.Blur(out.U, soft), V: vision.Blur(out.V, soft)}
}
