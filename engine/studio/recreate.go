package studio

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/montage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/motion"
)

// referenceShot is a shot of a reference clip: where it ends, in seconds, and how its camera moved.
type referenceShot struct {
	end  float64
	move string
}

// recreate plans a film with the cuts and the camera moves of a reference clip, and takes over its sound.
func (e *Engine) recreate(ctx context.Context, job engine.Job, s *zoetrope.AgentSpec, pictures []image.Image, out *clip) (*montage.Film, error) {
	film := &montage.Film{Width: job.Width, Height: job.Height}
	takes := []referenceShot{{end: s.Length().Seconds()}}
	if len(s.Clips) > 0 {
		src, err := e.openFootage(ctx, job, s.Clips[0])
		if err != nil {
			return nil, err
		}
		if takes, err = watch(ctx, src); err != nil {
			return nil, sourceFault(ctx, err)
		}
		if src.HasSound {
			out.sound = src.Path
		}
	}
	takes = paced(takes, s.Length().Seconds(), len(pictures))
	at, frames := 0, s.Frames()
	for i, t := range takes {
		end := min(int(math.Round(t.end*zoetrope.FPS)), frames)
		if i == len(takes)-1 {
			end = frames
		}
		if end <= at {
			continue
		}
		img := pictures[len(film.Shots)%len(pictures)]
		if len(film.Shots) >= len(pictures) {
			img = detail(img, len(film.Shots)/len(pictures))
		}
		film.Shots = append(film.Shots, montage.Shot{Frames: end - at, Play: photoShot(job, img, t.move, uint64(job.Seed)+uint64(i))})
		at = end
	}
	return film, nil
}

// paced are the takes of a film of so many seconds with so many pictures: those of the reference, over and over where the film is
// longer, the longest of them halved while there are fewer takes than pictures and halves are long enough to be seen.
func paced(takes []referenceShot, seconds float64, pictures int) []referenceShot {
	const shortest = 1.2
	var out []referenceShot
	start, round := 0.0, takes[len(takes)-1].end
	for len(out) == 0 || start < seconds-shortest && round > shortest {
		for _, t := range takes {
			if at := start + t.end; len(out) == 0 || out[len(out)-1].end < seconds {
				out = append(out, referenceShot{end: at, move: t.move})
			}
		}
		start += round
	}
	out[len(out)-1].end = seconds
	for len(out) < pictures {
		longest, length, before := 0, 0.0, 0.0
		for i, t := range out {
			if t.end-before > length {
				longest, length = i, t.end-before
			}
			before = t.end
		}
		if length < 2*shortest {
			break
		}
		half := referenceShot{end: out[longest].end - length/2, move: out[longest].move}
		out = slices.Insert(out, longest, half)
	}
	return out
}

// Sizes and limits of watching a clip.
const (
	watchWidth = 160 // pixels
	watchEvery = 0.2 // seconds between the pictures that moves are measured on
	leastTake  = 0.35
	takeLevel  = 0.11 // mean difference of two frames' luma that a cut makes at least
	takeRatio  = 3.5  // and relative to the frames before
	someMove   = 0.012
)

// watch finds the cuts of a clip, where two frames differ far more than their neighbours do, and the camera move of each take.
func watch(ctx context.Context, src *footage.Clip) ([]referenceShot, error) {
	h := max(watchWidth*src.Height/src.Width&^1, 2)
	every := max(int(watchEvery*float64(src.FPS)), 1)
	var before vision.Plane
	var seen []vision.Plane // of this referenceShot
	var takes []referenceShot
	recent, since := 0.0, 0
	finish := func(frame int) {
		takes = append(takes, referenceShot{end: float64(frame) / float64(src.FPS), move: moveOf(seen)})
		seen, recent, since = nil, 0, 0
	}
	err := src.Each(ctx, footage.Part{Width: watchWidth, Height: h}, func(i int, p vision.RGB) error {
		luma := p.Luma()
		if i > 0 {
			d := 0.0
			for k, v := range luma.Pix {
				d += math.Abs(float64(v - before.Pix[k]))
			}
			d /= float64(len(luma.Pix))
			if d > takeLevel && d > takeRatio*recent && float64(since) > leastTake*float64(src.FPS) {
				finish(i)
			}
			recent = 0.7*recent + 0.3*d
		}
		if since%every == 0 {
			seen = append(seen, luma)
		}
		before, since = luma, since+1
		return nil
	})
	if err != nil {
		return nil, err
	}
	finish(src.Frames)
	return takes, nil
}

// moveOf names the camera move that pictures of a take show.
func moveOf(seen []vision.Plane) string {
	if len(seen) < 2 {
		return ""
	}
	// A few steps say enough, and long takes would take long to measure.
	const most = 5
	step := max((len(seen)-1)/most, 1)
	var total motion.Similarity
	for i := 0; i+step < len(seen) && i < most*step; i += step {
		total = total.Add(motion.Between(seen[i], seen[i+step]))
	}
	type candidate struct {
		name     string
		strength float64
	}
	best := slices.MaxFunc([]candidate{
		{"zoom_in", total.LogScale}, {"zoom_out", -total.LogScale}, {"pan_left", total.X}, {"pan_right", -total.X},
		{"vertical_up", total.Y}, {"vertical_down", -total.Y}, {"camera_rotation", 0.5 * math.Abs(total.Roll)},
	}, func(a, b candidate) int { return cmp.Compare(a.strength, b.strength) })
	if best.strength < someMove {
		return ""
	}
	return best.name
}
