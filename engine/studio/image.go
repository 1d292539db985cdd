package studio

import (
	"cmp"
	"context"
	"errors"
	"image"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
	"zoetrope/internal/media"
)

// imageToVideo is what the studio offers for a picture.
var imageToVideo = engine.Capability{
	Operation: zoetrope.ImageToVideo, Qualities: qualities, MaxLength: maxSeconds,
	Notes: "A photograph with a moving camera, estimated depth, drifting sky, living water and weather from the prompt. Not a " +
		"neural model: people and animals do not act, and nothing new appears. " + soundNotes,
}

// imageToVideo brings a photograph to life.
func (e *Engine) imageToVideo(ctx context.Context, job engine.Job, s *zoetrope.ImageToVideoSpec, sink engine.Sink) error {
	start := time.Now()
	input, ok := job.Inputs[s.Image]
	if !ok {
		return zoetrope.Errorf(zoetrope.CodeInternal, "the picture %d did not come with the job", s.Image)
	}
	sink.Progress(0, "reading the picture")
	img, err := readPicture(ctx, input)
	if err != nil {
		return err
	}
	words := prompt.Read(s.Prompt, s.NegativePrompt)
	o := photoOptions(job, s, words)
	manner, styled := mannerOf(styleOf(s.Style, words), words)
	if styled {
		o.Width, o.Height = paintSize(o.Width, o.Height)
	}
	e.log.InfoContext(ctx, "render", "job", job.ID, "photo", describePhoto(o))
	var track soundtrack
	if wantsSound(&s.VideoSpec) {
		sink.Progress(0, "making the sound")
		heard, space := hearPhoto(words, job, o, func() photo.Facts { return photo.Study(img, job.Width, job.Height) })
		if track, err = e.record(ctx, job, planSound(&s.VideoSpec, heard, space)); err != nil {
			return err
		}
	}
	var speak func(i int, frame []byte) // nil where no mouth moves
	if s.LipSync {
		if speak, err = e.speakInPhoto(ctx, o, img, &track); err != nil {
			return err
		}
	}
	out := clip{
		frames: s.Frames(), fps: zoetrope.FPS, width: job.Width, height: job.Height,
		path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"), sound: track.path,
	}
	shots, note := photoShots(job, s, words, o, img)
	film := playPhoto(o, shots, img, speak)
	style := ""
	if styled {
		if film, err = painted(film, manner, job.Width, job.Height, uint64(job.Seed)); err != nil {
			return err
		}
		style = "; painted as " + manner.style
	}
	titles := ""
	if len(words.Titles) > 0 {
		if film, titles, err = withTitles(film, words, job.Width, job.Height, s.Frames(), previewPhoto(shots, img, job.Width, job.Height)); err != nil {
			return err
		}
	}
	out.produce = func(ctx context.Context, emit func([]byte) error) error { return film(ctx, out.frames, emit) }
	meta := map[string]string{
		"backend": "go", "tier": "standard", "scene": describePhoto(o) + style,
		"seed": strconv.FormatInt(job.Seed, 10),
	}
	if about := describePhotoShots(shots); about != "" {
		meta["shots"] = about
	}
	if titles != "" {
		meta["titles"] = titles
	}
	if missing := missingLetters(words); missing != "" {
		note = strings.TrimPrefix(note+"; "+missing, "; ")
	}
	if note != "" {
		meta["notes"] = note
	}
	track.describe(meta)
	return e.deliver(ctx, out, sink, meta, start)
}

// maxPixels is the largest picture that is decoded, as a product of its sides.
const maxPixels = 120_000_000

// readPicture decodes an input; faults of the file are the customer's.
func readPicture(ctx context.Context, in engine.Input) (image.Image, error) {
	img, err := media.DecodeImage(ctx, in.Path, maxPixels)
	switch {
	case err == nil:
		return img, nil
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.Is(err, media.ErrTooLarge):
		return nil, zoetrope.WrapError(zoetrope.CodeTooLarge, err, "the picture has too many pixels; use one of at most %d megapixels", maxPixels/1_000_000)
	default:
		return nil, zoetrope.WrapError(zoetrope.CodeImageBroken, err, "the picture cannot be read; upload it again as JPEG, PNG or WebP")
	}
}

// photoOptions reads the request and its words.
func photoOptions(job engine.Job, s *zoetrope.ImageToVideoSpec, words *prompt.Spec) photo.Options {
	wanted, described := photoLight(words)
	return photo.Options{
		Width: job.Width, Height: job.Height, FPS: zoetrope.FPS, Frames: s.Frames(), Seed: uint64(job.Seed),
		Move:     photoMove(s.CameraMovement, words),
		Fast:     strings.EqualFold(s.MotionMode, "fast") || words.Weight(prompt.Pace, "fast") > 0.5,
		Overlays: photoOverlays(words), Light: wanted, Described: described,
	}
}

// photoMove is the requested camera movement, else the one that the words ask for, else "" for a gentle one.
func photoMove(asked string, words *prompt.Spec) string {
	known := photo.Moves()
	asked = strings.ToLower(strings.TrimSpace(asked))
	wanted, _ := words.Best(prompt.Camera)
	// What only scenery can be seen from: the nearest moves of a photograph.
	near := map[string]string{"flyover": "crane_up", "orbit": "right_follow"}
	for _, name := range []string{asked, cmp.Or(near[wanted.Name], wanted.Name)} {
		if name != "default" && name != "auto_camera" && slices.Contains(known, name) {
			return name
		}
	}
	return ""
}

// photoOverlays puts into the air what the words name.
func photoOverlays(words *prompt.Spec) []photo.Overlay {
	kinds := []struct {
		word string
		kind photo.Kind
	}{
		{"rain", photo.Rain}, {"snow", photo.Snow}, {"petals", photo.Petals}, {"leaves", photo.Leaves}, {"confetti", photo.Confetti},
		{"fireflies", photo.Fireflies}, {"embers", photo.Embers}, {"fire", photo.Embers}, // of a fire, its sparks
	}
	var out []photo.Overlay
	add := func(kind photo.Kind, weight float64) {
		had := slices.ContainsFunc(out, func(o photo.Overlay) bool { return o.Kind == kind })
		if weight >= 0.3 && !had {
			out = append(out, photo.Overlay{Kind: kind, Amount: float32(min(0.6*weight, 1))})
		}
	}
	for _, k := range kinds {
		add(k.kind, words.Weight(prompt.Overlay, k.word))
	}
	add(photo.Fog, words.Weight(prompt.Weather, "fog"))
	return out
}

// photoLight is the light that the words ask for. "At night" may simply describe the picture: such words are told apart from
// those that speak of a change.
func photoLight(words *prompt.Spec) (wanted, described photo.Light) {
	l := photo.AsTaken
	switch {
	case words.Weight(prompt.Weather, "storm") > 0.4:
		l = photo.Storm
	case words.Weight(prompt.Time, "night") > 0.5:
		l = photo.Night
	case words.Weight(prompt.Time, "golden") > 0.5:
		l = photo.Golden
	case max(words.Weight(prompt.Overlay, "rain"), words.Weight(prompt.Overlay, "snow")) > 0.5:
		if goesOn(words.Prompt) {
			return photo.AsTaken, photo.AsTaken
		}
		return photo.AsTaken, photo.Grey
	}
	text := strings.ToLower(words.Prompt)
	changes := []string{"turn", "become", "becoming", "change", "transform", "falls", "arrives", "rolls in", "变成", "变为", "降临", "来临"}
	if slices.ContainsFunc(changes, func(c string) bool { return strings.Contains(text, c) }) {
		return l, photo.AsTaken
	}
	return photo.AsTaken, l
}

// goesOn reports whether words say that what falls in the picture has been falling before: its sky is then as it should be.
func goesOn(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc([]string{"goes on", "go on", "continue", "keeps falling", "keeps on", "keep falling", "still falling", "still raining", "继续", "不停", "持续"},
		func(w string) bool { return strings.Contains(text, w) })
}

// describePhoto is the plan of a clip in one line.
func describePhoto(o photo.Options) string {
	parts := []string{"photo"}
	for _, v := range o.Overlays {
		parts = append(parts, string(v.Kind))
	}
	out := strings.Join(parts, " + ")
	if o.Light != photo.AsTaken {
		out += "; turning " + string(o.Light)
	}
	if o.Move != "" {
		out += "; camera " + o.Move
	}
	return out
}
