package studio

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/portrait"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

// avatar is what the studio offers for a portrait and something to say.
var avatar = engine.Capability{
	Operation: zoetrope.Avatar, Qualities: qualities, MaxLength: 30,
	Notes: "A portrait that speaks, blinks, breathes and moves its head a little. The picture itself is bent, what appears in the " +
		"open mouth is painted. Faces must be seen from the front or half turned. Not a neural model: the head does not turn far " +
		"and hands do not move.",
}

func (e *Engine) avatar(ctx context.Context, job engine.Job, s *zoetrope.AvatarSpec, sink engine.Sink) error {
	start := time.Now()
	sink.Progress(0, "reading the portrait")
	face, err := e.openPortrait(ctx, job, s.Image, false)
	if errors.Is(err, portrait.ErrNoFace) {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "img_id", "no face was found in the picture; use a portrait that looks to the camera")
	}
	if err != nil {
		return err
	}
	sink.Progress(0.05, "preparing the speech")
	seconds := s.Length().Seconds()
	said, err := e.perform(ctx, job, &s.SpeechSpec, seconds)
	if err != nil {
		return err
	}
	if said.path, err = e.level(ctx, job, said.path, seconds); err != nil {
		return err
	}
	e.log.InfoContext(ctx, "render", "job", job.ID, "speech", said.about)
	words := prompt.Read(s.Prompt, "")
	acting := portrait.NewActing(said.sound, said.shapes(zoetrope.FPS, s.Frames()), portrait.Manner{
		Seed: uint64(job.Seed), FPS: zoetrope.FPS, Lively: liveliness(words),
	})
	out := clip{
		frames: s.Frames(), fps: zoetrope.FPS, width: job.Width, height: job.Height,
		path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"), sound: said.path,
	}
	out.produce = func(ctx context.Context, emit func([]byte) error) error {
		draw := func(_ context.Context, i int, dst []byte) error {
			face.Draw(dst, acting.Pose(i))
			return nil
		}
		return pipeline(ctx, out.frames, yuv.Size(out.width, out.height), draw, emit)
	}
	meta := map[string]string{
		"backend": "go", "tier": "standard", "has_audio": "true", "sound": said.about,
		"seed": strconv.FormatInt(job.Seed, 10),
	}
	if len(said.notes) > 0 {
		meta["notes"] = strings.Join(said.notes, "; ")
	}
	report := sink.Progress
	sink.Progress = func(done float64, phase string) { report(0.1+0.9*done, phase) }
	return e.deliver(ctx, out, sink, meta, start)
}

// openPortrait studies the picture of a job with an asset id. The error is portrait.ErrNoFace where there is none.
func (e *Engine) openPortrait(ctx context.Context, job engine.Job, id int64, loose bool) (*portrait.Portrait, error) {
	in, ok := job.Inputs[id]
	if !ok {
		return nil, zoetrope.Errorf(zoetrope.CodeInternal, "the picture %d did not come with the job", id)
	}
	img, err := readPicture(ctx, in)
	if err != nil {
		return nil, err
	}
	return portrait.New(raster.Load(photo.Frame(img, job.Width, job.Height), job.Width, job.Height), portrait.Options{Seed: uint64(job.Seed), Loose: loose})
}

// level mixes the speech alone, so that its loudness is that of all our sound.
func (e *Engine) level(ctx context.Context, job engine.Job, path string, seconds float64) (string, error) {
	out := filepath.Join(job.Scratch, "levelled.wav")
	plan := audio.Plan{Duration: seconds, Seed: uint64(job.Seed), Place: audio.Room, Tracks: []audio.Track{{Path: path, Speech: true}}}
	if err := audio.Render(ctx, plan, out); err != nil {
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		return "", err
	}
	return out, nil
}

// liveliness is how much a prompt wants a head to move: 1 unless it says otherwise.
func liveliness(words *prompt.Spec) float64 {
	return 1 + 0.5*words.Weight(prompt.Pace, "fast") - 0.5*words.Weight(prompt.Pace, "slow")
}
