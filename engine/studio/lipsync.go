package studio

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/mouth"
	"zoetrope/engine/studio/vision/headtrack"
)

// lipSync is what the studio offers for a video and something to say.
var lipSync = engine.Capability{
	Operation: zoetrope.LipSync,
	Notes: "The mouth of the most prominent face moves to the speech: the real lips and jaw are warped, what appears between them is " +
		"painted. Faces must be seen from the front or half turned. Not a neural model: cheeks, eyes and head do not act along. " +
		"The speech takes the place of the sound; what is longer than the video is cut off.",
}

// trackSide is the longer side of the frames in which faces are followed, in pixels.
const trackSide = 640

// watchShare is the part of the progress bar in which a face is looked for.
const watchShare = 0.3

func (e *Engine) lipSync(ctx context.Context, job engine.Job, s *zoetrope.LipSyncSpec, sink engine.Sink) error {
	src, err := e.openFootage(ctx, job, s.Source)
	if err != nil {
		return err
	}
	sink.Progress(0, "preparing the speech")
	said, err := e.perform(ctx, job, &s.SpeechSpec, src.Length().Seconds())
	if err != nil {
		return err
	}
	watched, err := watchMouth(ctx, src, sink.Progress)
	if err != nil {
		return err
	}
	if watched.seen == 0 {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "video_media_id", "no face was found in the video; use one in which a face of at least a fifteenth of the picture's width looks to the camera")
	}
	e.log.InfoContext(ctx, "render", "job", job.ID, "speech", said.about, "frames_with_face", watched.seen, "frames", src.Frames)
	shapes := said.shapes(src.FPS, src.Frames)
	painter := mouth.NewPainter(watched.rest)
	k := float64(job.Width) / float64(watched.width)
	meta := map[string]string{
		"backend": "go", "tier": "standard", "has_audio": "true", "sound": said.about,
		"frames_with_face": strconv.Itoa(watched.seen),
	}
	if watched.seen < src.Frames {
		said.notes = append(said.notes, fmt.Sprintf("a face is seen in %d of %d frames", watched.seen, src.Frames))
	}
	if len(said.notes) > 0 {
		meta["notes"] = strings.Join(said.notes, "; ")
	}
	report := sink.Progress
	sink.Progress = func(done float64, phase string) { report(watchShare+(1-watchShare)*done, phase) }
	return e.editRaw(ctx, job, src, func(i int, frame []byte) error {
		if i < len(watched.heads) {
			h := &watched.heads[i]
			pose := mouth.Pose{Shape: shapes[i], Strength: float64(h.Weight), Ajar: watched.rest.Ajar(&h.Lively)}
			painter.Draw(mouth.Frame{W: job.Width, H: job.Height, Pix: frame}, mouth.PlaceOf(&h.Landmarks).Scaled(k), pose)
		}
		return nil
	}, editOptions{sound: said.path, meta: meta}, sink)
}

// watched is what was seen of a face.
type watched struct {
	heads []headtrack.Head
	rest  mouth.Rest
	width int // pixels of the frames in which it was seen
	seen  int // frames with a face
}

// watchMouth follows the face of a clip and measures its mouth.
func watchMouth(ctx context.Context, src *footage.Clip, progress func(float64, string)) (*watched, error) {
	w, h := src.Fit(trackSide)
	tracker := headtrack.Tracker{Every: 2}
	var gauge mouth.Gauge
	err := src.EachRaw(ctx, footage.Part{Width: w, Height: h}, func(i int, frame []byte) error {
		f := mouth.Frame{W: w, H: h, Pix: frame}
		tracker.Add(f.Gray())
		if l, ok := tracker.Seen(); ok {
			gauge.Look(f, &l)
		}
		progress(watchShare*float64(i+1)/float64(src.Frames), "looking for a face")
		return ctx.Err()
	})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, sourceFault(ctx, err)
	}
	out := &watched{heads: tracker.Heads(), rest: gauge.Rest(), width: w}
	for _, h := range out.heads {
		if h.Weight > 0 {
			out.seen++
		}
	}
	return out, nil
}
