package studio

import (
	"context"
	"errors"
	"image"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/effect"
	"zoetrope/engine/studio/yuv"
)

// template is what the studio offers for effects of pictures.
var template = engine.Capability{
	Operation: zoetrope.Template, Qualities: qualities, MaxLength: maxSeconds, Templates: slices.Sorted(maps.Keys(effectOf)),
	Notes: "Effects played with the pictures themselves: they melt, explode and come back together, burn, freeze, float or hang " +
		"in a gallery. Subjects are cut out where they can be told from their surroundings, else the whole picture takes part. " +
		"Not a neural model: nobody in a picture acts. Music and effects are heard on request.",
}

// effectOf names the effect behind each template.
var effectOf = map[int64]string{
	// Ids that the documentation of the API mentions.
	302325299692608: "alive",
	308621408717184: "surge", // Muscle Surge
	313358700761536: "robot", // Anything, Robot
	313555098280384: "timefreeze",
	315446315336768: "hearts", // Kiss Kiss
	315447659476032: "kungfu", // Kungfu Club
	315447659476033: "earth",  // Earth Zoom
	316826014376384: "dolly",
	321958627120000: "portal",
	324641385496960: "microwave", // Microwave
	327828816843648: "dance",     // Subject 3 Fever
	328545151283968: "spotlight", // Suit Swagger
	402331965264704: "cinema",    // Audience Reaction Shot

	// Our own.
	500100000000001: "explode",
	500100000000002: "sand",
	500100000000003: "melt",
	500100000000004: "inflate",
	500100000000005: "freeze",
	500100000000006: "burn",
	500100000000007: "levitate",
	500100000000008: "hologram",
	500100000000009: "jar",
	500100000000010: "fold",
	500100000000011: "comic",
	500100000000012: "petals",
	500100000000013: "hug",
	500100000000014: "split",
	500100000000015: "carousel",
	500100000000016: "cinemagraph",
}

// template plays an effect with the pictures.
func (e *Engine) template(ctx context.Context, job engine.Job, s *zoetrope.TemplateSpec, sink engine.Sink) error {
	start := time.Now()
	name, ok := effectOf[s.TemplateID]
	if !ok {
		return zoetrope.FieldErrorf(zoetrope.CodeTemplate, "template_id", "the studio has no template %d", s.TemplateID)
	}
	kind, _ := effect.Find(name)
	sink.Progress(0, "reading the pictures")
	pictures, err := readPictures(ctx, job, s.Images)
	if err != nil {
		return err
	}
	var track soundtrack
	if s.SoundEffect {
		sink.Progress(0, "making the sound")
		heard := audio.Scene{
			Seed: uint64(job.Seed), Duration: s.Length().Seconds(), Words: kind.Sound, Mood: kind.Mood, Ambience: true, Music: true,
		}
		if track, err = e.record(ctx, job, audio.FromScene(heard)); err != nil {
			return err
		}
	}
	sink.Progress(0, "taking the pictures apart")
	film, err := effect.New(ctx, name, effect.Options{
		Width: job.Width, Height: job.Height, Frames: s.Frames(), FPS: zoetrope.FPS, Seed: uint64(job.Seed), Prompt: s.Prompt,
	}, pictures)
	if err != nil {
		return templateFault(ctx, err)
	}
	out := clip{
		frames: s.Frames(), fps: zoetrope.FPS, width: job.Width, height: job.Height,
		path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"), sound: track.path,
	}
	out.produce = func(ctx context.Context, emit func([]byte) error) error {
		draw := func(_ context.Context, i int, dst []byte) error {
			film.Frame(i, dst)
			return nil
		}
		return pipeline(ctx, out.frames, yuv.Size(out.width, out.height), draw, emit)
	}
	meta := map[string]string{"backend": "go", "tier": "standard", "scene": "effect " + name, "seed": strconv.FormatInt(job.Seed, 10)}
	track.describe(meta)
	return e.deliver(ctx, out, sink, meta, start)
}

// readPictures decodes the pictures of a job in order.
func readPictures(ctx context.Context, job engine.Job, ids []int64) ([]image.Image, error) {
	pictures := make([]image.Image, len(ids))
	for i, id := range ids {
		in, ok := job.Inputs[id]
		if !ok {
			return nil, zoetrope.Errorf(zoetrope.CodeInternal, "the picture %d did not come with the job", id)
		}
		var err error
		if pictures[i], err = readPicture(ctx, in); err != nil {
			return nil, err
		}
	}
	return pictures, nil
}

// templateFault turns what an effect refuses into what the customer can act on.
func templateFault(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, effect.ErrPictures):
		return zoetrope.WrapError(zoetrope.CodeInvalid, err, "the template takes another number of pictures")
	}
	return err
}
