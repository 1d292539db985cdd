package studio

import (
	"context"
	"math"
	"slices"

	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
)

// thingsAt are the things in frame i (from 0) of a clip, by how it looks and by what moves in it. A still of the frame that is at hand
// need not be of the size that things are looked for in.
func thingsAt(ctx context.Context, src *footage.Clip, i int, still vision.RGB) ([]cutout.Thing, error) {
	w, h := src.Fit(cutout.AnalysisSize)
	small := still
	if still.W != w || still.H != h {
		small = still.EachChannel(func(p vision.Plane) vision.Plane { return vision.Resize(p, w, h) })
	}
	against, err := movingParts(ctx, src, i)
	if err != nil {
		return nil, err
	}
	apart, err := apartFromPlace(ctx, src, i, small)
	if err != nil {
		return nil, err
	}
	return cutout.FindMoving(small, apart, against...), nil
}

// apartFromPlace is the likelihood, from 0 to 1, that a pixel of frame i shows something that is not there most of the time around it:
// the difference from the median of the frames around, which are laid over it as the camera moved. It is all 0 where there are too
// few frames to tell.
func apartFromPlace(ctx context.Context, src *footage.Clip, i int, key vision.RGB) (vision.Plane, error) {
	const (
		rate  = 4   // looks per second
		reach = 1.5 // seconds to either side
		least = 4   // looks
		// steady bounds the camera's shift (in widths), zoom and turn (radians) against the frame: where it goes on, what is near moves
		// against what is far, and that is not told from what moves by itself.
		steady = 0.01
		other  = 0.2 // mean difference of a frame of another shot
		unsure = 0.06
		sure   = 0.16 // differences of what surely is something else
	)
	none := vision.New(key.W, key.H)
	at, length := float64(i)/float64(src.FPS), src.Length().Seconds()
	first, last := int(math.Max(at-reach, 0)*rate), int(math.Min(at+reach, length)*rate)
	part := footage.Part{Width: key.W, Height: key.H, Start: first, Frames: max(last-first, 1), FPS: rate}
	luma := key.Luma()
	var looks []vision.RGB
	err := src.Each(ctx, part, func(_ int, p vision.RGB) error {
		camera := motion.Fit(flow.Estimate(luma, p.Luma(), flow.Fast()), vision.Plane{})
		if max(math.Hypot(camera.X, camera.Y), math.Abs(camera.LogScale), math.Abs(camera.Roll)) > steady {
			return nil
		}
		if laid := laidOver(p, camera); unlike(key, laid) < other {
			looks = append(looks, laid)
		}
		return nil
	})
	if err != nil {
		return none, sourceFault(ctx, err)
	}
	if len(looks) < least {
		return none, nil
	}
	place := median(looks)
	apart := none
	for k, p := range place.Channels() {
		// An edge may lie a pixel beside: only what neither neighbour shows is different.
		low, high, now := vision.Erode(p, 1), vision.Dilate(p, 1), key.Channels()[k]
		for x, v := range now.Pix {
			apart.Pix[x] += max(v-high.Pix[x], low.Pix[x]-v, 0)
		}
	}
	apart = vision.Blur(apart, 0.7)
	noise := 2 * vision.Quantile(apart, 0.5)
	return apart.Map(func(v float32) float32 { return vision.Smoothstep(noise+unsure, noise+sure, v) }), nil
}

// laidOver is a frame seen from where the camera was before it moved: its sides repeat where the camera did not look.
func laidOver(p vision.RGB, camera motion.Similarity) vision.RGB {
	m := camera.Affine(p.W, p.H)
	return p.EachChannel(func(q vision.Plane) vision.Plane {
		out := vision.New(q.W, q.H)
		for k := range out.Pix {
			x, y := m.Map(float64(k%q.W), float64(k/q.W))
			out.Pix[k] = q.Sample(float32(x), float32(y))
		}
		return out
	})
}

// unlike is the mean of the differences of all pixels and channels.
func unlike(a, b vision.RGB) float32 {
	var sum float64
	for k, p := range a.Channels() {
		q := b.Channels()[k]
		for i, v := range p.Pix {
			sum += math.Abs(float64(v - q.Pix[i]))
		}
	}
	return float32(sum / float64(3*len(a.R.Pix)))
}

// median is the picture of the medians of all pixels and channels.
func median(looks []vision.RGB) vision.RGB {
	out := vision.NewRGB(looks[0].W, looks[0].H)
	values, rows := make([]float32, len(looks)), make([][]float32, len(looks))
	for k, p := range out.Channels() {
		for n, look := range looks {
			rows[n] = look.Channels()[k].Pix
		}
		for i := range p.Pix {
			for n, row := range rows {
				values[n] = row[i]
			}
			slices.Sort(values)
			p.Pix[i] = values[len(values)/2]
		}
	}
	return out
}
