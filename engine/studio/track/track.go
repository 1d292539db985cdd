// Package track follows a mask through a clip, forwards and backwards from a key frame, and measures how the camera and what
// the mask covers move.
//
// From frame to frame the mask is carried by dense optical flow and pulled towards the colours that it had; every few frames
// its outline is cut anew within a narrow band (after Bai et al., "Video SnapCut", SIGGRAPH 2009, with one graph cut in place
// of its local classifiers). Frames are read once, small, in pieces, so that memory holds the runs of a small 8-bit mask per frame
// and nothing else that grows with the clip.
package track

import (
	"context"
	"math"

	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
)

// Size is the long side, in pixels, of the frames that are analysed and of the masks.
const Size = 320

// recutEvery is how many frames flow carries a mask before its outline is cut anew.
const recutEvery = 4

// Track is the way of a mask through a clip.
type Track struct {
	W, H int // pixels of the masks
	Key  int // the key frame, from 0
	// First and Last are the frames, inclusive, that belong to the key frame's shot: there is a cut before and after.
	First, Last int
	// Camera and Object map the key frame to each frame: everything but the masked, and the masked. They mean nothing outside
	// the shot.
	Camera, Object []motion.Similarity

	masks []runs // per frame, nil where the mask is empty
}

// Mask is the mask of a frame, 0 outside to 1 inside, as a plane of W x H.
func (t *Track) Mask(i int) vision.Plane {
	out := vision.New(t.W, t.H)
	t.masks[i].each(func(value uint8, from, to int) {
		v := float32(value) / 255
		for k := from; k < to; k++ {
			out.Pix[k] = v
		}
	})
	return out
}

// Empty reports whether the mask of a frame covers nothing.
func (t *Track) Empty(i int) bool { return t.masks[i] == nil }

// Invert turns the masks of the shot round: a tracked background into what stands before it.
func (t *Track) Invert() {
	for i := t.First; i <= t.Last; i++ {
		t.masks[i] = t.masks[i].inverted(t.W * t.H)
	}
	t.Camera, t.Object = t.Object, t.Camera
}

// leastArea is the share of the frame below which a mask counts as gone.
const leastArea = 4e-4

func (t *Track) set(i int, mask vision.Plane) bool {
	if mask.Mean() < leastArea {
		return false
	}
	m := make([]uint8, len(mask.Pix))
	for k, v := range mask.Pix {
		m[k] = uint8(min(max(v, 0), 1)*255 + 0.5)
	}
	t.masks[i] = pack(m)
	return true
}

// Follow tracks a mask (any size, of the aspect ratio of the clip) from frame key (from 0) to both ends of its shot. progress,
// if not nil, is told the share done. Errors are those of reading the clip.
func Follow(ctx context.Context, clip *footage.Clip, key int, mask vision.Plane, progress func(float64)) (*Track, error) {
	w, h := clip.Fit(Size)
	t := &Track{
		W: w, H: h, Key: key, First: 0, Last: clip.Frames - 1,
		Camera: make([]motion.Similarity, clip.Frames), Object: make([]motion.Similarity, clip.Frames),
		masks: make([]runs, clip.Frames),
	}
	still, err := clip.Still(ctx, key, w, h)
	if err != nil {
		return nil, err
	}
	start := vision.Resize(mask, w, h).Map(func(v float32) float32 { return vision.Smoothstep(0.2, 0.8, v) })
	t.set(key, start)
	seen := 1
	step := func(f *follower, i int, p vision.RGB) error {
		seen++
		if progress != nil {
			progress(float64(seen) / float64(clip.Frames))
		}
		if !f.ended {
			f.next(t, i, p)
		}
		return ctx.Err()
	}
	forward := newFollower(still, start)
	if key+1 < clip.Frames {
		err = clip.Each(ctx, footage.Part{Width: w, Height: h, Start: key + 1}, func(i int, p vision.RGB) error {
			return step(forward, key+1+i, p)
		})
		if err != nil {
			return nil, err
		}
		if forward.ended {
			t.Last = forward.at
		}
	}
	backward := newFollower(still, start)
	err = clip.EachReversed(ctx, w, h, key, func(i int, p vision.RGB) error {
		if backward.ended {
			return errEnded
		}
		return step(backward, i, p)
	})
	if err != nil && err != errEnded { //nolint:errorlint // it comes straight from the function above
		return nil, err
	}
	if backward.ended {
		t.First = backward.at
	}
	return t, nil
}

// follower carries a mask from one frame to the next, in either direction of time.
type follower struct {
	frame          vision.RGB
	luma           vision.Plane // of the frame
	mask           vision.Plane
	camera, object motion.Similarity // key frame to the frame at hand
	step           motion.Similarity // of what the mask covers, from the frame before to the frame at hand
	colours        *palette
	count          int
	at             int  // the last frame of the shot, once ended
	ended          bool // there was a cut
}

func newFollower(p vision.RGB, mask vision.Plane) *follower {
	return &follower{frame: p, luma: p.Luma(), mask: mask, colours: learnColours(p, mask)}
}

// next moves to frame i.
func (f *follower) next(t *Track, i int, p vision.RGB) {
	luma := p.Luma()
	back := flow.Estimate(luma, f.luma, flow.Balanced())
	if isCut(luma, f.luma, back) {
		f.ended = true
		f.at = i - 1
		if i < t.Key {
			f.at = i + 1
		}
		return
	}
	f.count++
	back = f.throughChange(p, back)
	moved := flow.Warp(f.mask, back)
	outside := vision.Dilate(moved, 3).Map(func(v float32) float32 { return 1 - v })
	f.camera = f.camera.Then(fit(back, outside))
	if moved.Mean() >= leastArea {
		f.step = fit(back, core(moved))
		f.mask = f.correct(p, moved)
	} else {
		f.step = fit(back, outside)
		f.mask = moved
	}
	f.object = f.object.Then(f.step)
	f.frame, f.luma = p.EachChannel(vision.Plane.Clone), luma
	t.Camera[i], t.Object[i] = f.camera, f.object
	if !t.set(i, f.mask) {
		f.mask = vision.New(t.W, t.H)
	}
}

// fit is the similarity from the frame before, from the flow back to it where a weight is. A quarter of the pixels is enough.
func fit(back flow.Field, weight vision.Plane) motion.Similarity {
	thin := func(p vision.Plane, k float32) vision.Plane {
		out := vision.New((p.W+1)/2, (p.H+1)/2)
		for y := range out.H {
			for x := range out.W {
				out.Pix[y*out.W+x] = k * p.Pix[2*y*p.W+2*x]
			}
		}
		return out
	}
	return motion.Fit(flow.Field{U: thin(back.U, 0.5), V: thin(back.V, 0.5)}, thin(weight, 1)).Inverse()
}

// core is the inside of a mask, or all of one that has none.
func core(mask vision.Plane) vision.Plane {
	inner := vision.Erode(mask, 2)
	if inner.Mean() < 0.3*mask.Mean() {
		return mask
	}
	return inner
}

// correct pulls a carried mask to where its colours are, and from time to time cuts it anew.
func (f *follower) correct(p vision.RGB, moved vision.Plane) vision.Plane {
	const pull, reach = 0.5, 4
	band := vision.Zip(vision.Dilate(moved, reach), vision.Erode(moved, reach), func(a, b float32) float32 { return a - b })
	likely := vision.Blur(f.colours.likelihood(p), 0.7)
	out := vision.New(moved.W, moved.H)
	for i, m := range moved.Pix {
		l := likely.Pix[i]
		// Colours that occur on both sides say nothing.
		k := pull * band.Pix[i] * max(2*l-1, 1-2*l)
		out.Pix[i] = vision.Smoothstep(0.15, 0.85, m+k*(l-m))
	}
	if f.count%recutEvery == 0 {
		if cut, ok := recut(p, out, likely); ok {
			for i, c := range cut.Pix {
				out.Pix[i] = 0.35*out.Pix[i] + 0.65*c
			}
		}
		f.colours.adapt(p, out)
	}
	return out
}

// isCut tells a new shot from motion: the frames differ much even where flow has brought them together, and so do their
// histograms.
func isCut(a, b vision.Plane, f flow.Field) bool {
	const (
		unlike    = 0.09 // mean difference after warping
		histogram = 0.35 // share of the pixels whose brightness has gone elsewhere
	)
	warped := flow.Warp(b, f)
	var difference float64
	var ha, hb [16]float64
	for i, v := range a.Pix {
		difference += math.Abs(float64(v - warped.Pix[i]))
		ha[min(max(int(v*16), 0), 15)]++
		hb[min(max(int(b.Pix[i]*16), 0), 15)]++
	}
	n := float64(len(a.Pix))
	moved := 0.0
	for i := range ha {
		moved += math.Abs(ha[i]-hb[i]) / 2 / n
	}
	return difference/n > unlike && moved > histogram || difference/n > 2.2*unlike
}
