package planar

import (
	"context"

	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
)

// Size is the long side, in pixels, of the frames that are compared.
const Size = 640

// What it takes to see a patch again.
const (
	leastLikeness = 0.55
	mostMissed    = 6 // frames, after which the patch is gone for good
	reach         = 14
)

// Sight is how a frame shows a patch.
type Sight struct {
	Seen bool
	// H maps pixels of the key frame to pixels of the frame, at the size of the track.
	H Homography
	// Gain and Offset take brightness (sRGB-encoded) of the key frame to that of the frame.
	Gain, Offset float64
}

// Track is the way of a patch through a clip.
type Track struct {
	W, H   int // pixels of the frames that were compared
	Sights []Sight
}

// Follow follows what a weight (above 0, at the size clip.Fit(Size)) covers in frame key (from 0) to both sides, until it is gone.
// Errors are those of reading the clip.
func Follow(ctx context.Context, clip *footage.Clip, key int, weight vision.Plane, progress func(float64)) (*Track, error) {
	w, h := clip.Fit(Size)
	t := &Track{W: w, H: h, Sights: make([]Sight, clip.Frames)}
	still, err := clip.Still(ctx, key, w, h)
	if err != nil {
		return nil, err
	}
	p := newPatch(still.Luma(), weight)
	t.Sights[key] = Sight{Seen: true, H: Identity, Gain: 1}
	done := 1
	walk := func() func(i int, f vision.RGB) error {
		s := &seeker{patch: p, at: view{h: Identity, gain: 1}, before: Identity}
		return func(i int, f vision.RGB) error {
			done++
			if progress != nil {
				progress(float64(done) / float64(clip.Frames))
			}
			if s.missed <= mostMissed {
				t.Sights[i] = s.next(f.Luma())
			}
			return ctx.Err()
		}
	}
	if key+1 < clip.Frames {
		forward := walk()
		err := clip.Each(ctx, footage.Part{Width: w, Height: h, Start: key + 1}, func(i int, f vision.RGB) error { return forward(key+1+i, f) })
		if err != nil {
			return nil, err
		}
	}
	return t, clip.EachReversed(ctx, w, h, key, walk())
}

// seeker goes from frame to frame.
type seeker struct {
	patch  *patch
	at     view
	before Homography // that of the frame before
	missed int
}

func (s *seeker) next(luma vision.Plane) Sight {
	// It goes on as it went.
	guess := s.at
	guess.h = s.at.h.Times(s.before.Inverse()).Times(s.at.h)
	v := s.patch.align(luma, guess, reach)
	if v.likeness < leastLikeness {
		s.missed++
		return Sight{}
	}
	s.before, s.at, s.missed = s.at.h, v, 0
	p := s.patch
	to := Homography{p.r, 0, p.mx, 0, p.r, p.my, 0, 0, 1}
	return Sight{Seen: true, H: to.Times(v.h).Times(to.Inverse()), Gain: v.gain, Offset: v.offset}
}
