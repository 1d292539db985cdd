package studio

import (
	"context"
	"image"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/staging"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/yuv"
)

// fusion is what the studio offers for references that a prompt puts together.
var fusion = engine.Capability{
	Operation: zoetrope.Fusion, Qualities: qualities, MaxLength: maxSeconds,
	Notes: "The references are cut out and placed as the prompt says, in the light of the place, with a shadow; pictures move as flat " +
		"cut-outs do: a walk is a way and a bob, not legs. The subject of a reference video plays as it was filmed. The place is the background " +
		"reference, a reference video to which the words lead as to a place, or procedural scenery. " +
		soundNotes,
}

func (e *Engine) fusion(ctx context.Context, job engine.Job, s *zoetrope.FusionSpec, sink engine.Sink) error {
	start := time.Now()
	var names []string
	for _, r := range s.Images {
		names = append(names, r.Name)
	}
	for _, c := range s.Clips {
		names = append(names, c.Name)
	}
	sink.Progress(0, "cutting out the references")
	set := staging.Read(s.Prompt, names)
	cast, filmed, closeCast, err := e.casting(ctx, job, s, set, sink)
	if err != nil {
		return err
	}
	defer closeCast()
	if len(s.Clips) > 0 {
		sink = within(sink, 0.4, 1)
	}
	words, plan := Plan(&zoetrope.TextToVideoSpec{VideoSpec: withPrompt(s.VideoSpec, set.Place), AspectRatio: s.AspectRatio}, job.Seed, job.Width, job.Height)
	e.log.InfoContext(ctx, "render", "job", job.ID, "staging", set.String(), "plan", plan.String())
	var track soundtrack
	if wantsSound(&s.VideoSpec) {
		if track, err = e.record(ctx, job, planSound(&s.VideoSpec, hearFilm(words, plan), "")); err != nil {
			return err
		}
	}
	out := clip{
		frames: s.Frames(), fps: zoetrope.FPS, width: job.Width, height: job.Height,
		path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"), sound: track.path,
	}
	ground, place, err := e.ground(ctx, job, s, filmed, out, words, plan)
	if err != nil {
		return err
	}
	stage := &fusionStage{cast: cast, w: job.Width, h: job.Height, frames: out.frames, wet: place == "scene" && wet(plan)}
	out.produce = func(ctx context.Context, emit func([]byte) error) error {
		i := 0
		return ground(ctx, func(frame []byte) error {
			if err := stage.draw(i, frame); err != nil {
				return err
			}
			i++
			return emit(frame)
		})
	}
	meta := map[string]string{
		"backend": e.backend.String(), "tier": "standard", "scene": "fusion in " + place + ": " + set.String(),
		"seed": strconv.FormatInt(job.Seed, 10),
	}
	track.describe(meta)
	return e.deliver(ctx, out, sink, meta, start)
}

// withPrompt is a spec that says something else.
func withPrompt(v zoetrope.VideoSpec, text string) zoetrope.VideoSpec {
	v.Prompt = text
	return v
}

// wet tells places whose ground mirrors.
func wet(p *scene.Plan) bool {
	return strings.Contains(p.Place, "ocean") || strings.Contains(p.Place, "lake") || strings.Contains(p.Place, "river")
}

// backdrop draws all frames of a place as yuv420p; emit may draw into them.
type backdrop func(ctx context.Context, emit func(frame []byte) error) error

// ground is the place of a fusion, and what kind of place it is: a picture, a video, or a scene made from the words.
func (e *Engine) ground(ctx context.Context, job engine.Job, s *zoetrope.FusionSpec, filmed *footage.Clip, out clip, words *prompt.Spec, plan *scene.Plan) (backdrop, string, error) {
	for _, r := range s.Images {
		if r.Role != zoetrope.ReferenceBackground {
			continue
		}
		img, err := readPicture(ctx, job.Inputs[r.Image])
		if err != nil {
			return nil, "", err
		}
		return e.pictureGround(job, s, out, words, img), "picture", nil
	}
	if filmed != nil {
		return footageGround(filmed, out), "video", nil
	}
	f, err := e.stage(ctx, plan, job.Width, job.Height)
	if err != nil {
		return nil, "", err
	}
	return func(ctx context.Context, emit func([]byte) error) error {
		return pipeline(ctx, out.frames, yuv.Size(out.width, out.height), f.sequence(out.frames).frame, emit)
	}, "scene", nil
}

// pictureGround is a picture with depth, light and weather from the words.
func (e *Engine) pictureGround(job engine.Job, s *zoetrope.FusionSpec, out clip, words *prompt.Spec, img image.Image) backdrop {
	wanted, described := photoLight(words)
	o := photo.Options{
		Width: job.Width, Height: job.Height, FPS: zoetrope.FPS, Frames: out.frames, Seed: uint64(job.Seed),
		Move: photoMove(s.CameraMovement, words), Overlays: photoOverlays(words), Light: wanted, Described: described,
	}
	return func(ctx context.Context, emit func([]byte) error) error { return photo.Render(ctx, o, img, emit) }
}

// footageGround is a video; where it is too short it stands still at its end.
func footageGround(src *footage.Clip, out clip) backdrop {
	return func(ctx context.Context, emit func([]byte) error) error {
		frame, last := make([]byte, yuv.Size(out.width, out.height)), make([]byte, yuv.Size(out.width, out.height))
		n := 0
		var fault error // of what comes after, not of the source
		err := src.Each(ctx, footage.Part{Width: out.width, Height: out.height, FPS: out.fps, Frames: out.frames}, func(_ int, p vision.RGB) error {
			yuv.FromPlanes(last, out.width, out.height, p.R.Pix, p.G.Pix, p.B.Pix)
			n++
			copy(frame, last)
			fault = emit(frame)
			return fault
		})
		for ; err == nil && n < out.frames; n++ {
			copy(frame, last)
			fault = emit(frame)
			err = fault
		}
		if fault != nil {
			return fault
		}
		return sourceFault(ctx, err)
	}
}
