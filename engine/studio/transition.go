package studio

import (
	"context"
	"fmt"
	"image"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/morph"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

const transitionNotes = "Content moves to its place in the next picture where the pictures correspond; where they have little in " +
	"common a cinematic transition is chosen or the prompt names one (whip, dissolve, fly through, zoom, wipe, iris, burn). " +
	"Every picture given is shown exactly at its time. Not a neural model: nothing is invented between the pictures. " + soundNotes

// transition is what the studio offers for two pictures.
var transition = engine.Capability{
	Operation: zoetrope.Transition, Qualities: qualities, MaxLength: maxSeconds, Notes: transitionNotes,
}

// multiTransition is what the studio offers for several pictures.
var multiTransition = engine.Capability{
	Operation: zoetrope.MultiTransition, Qualities: qualities, MaxLength: zoetrope.MaxMultiDuration, Notes: transitionNotes,
}

// transition makes a film from one picture to another.
func (e *Engine) transition(ctx context.Context, job engine.Job, s *zoetrope.TransitionSpec, sink engine.Sink) error {
	return e.travel(ctx, job, &s.VideoSpec, []zoetrope.KeyFrame{{Image: s.First, Duration: s.Duration}, {Image: s.Last}}, sink)
}

// multiTransition makes a film through several pictures.
func (e *Engine) multiTransition(ctx context.Context, job engine.Job, s *zoetrope.MultiTransitionSpec, sink engine.Sink) error {
	return e.travel(ctx, job, &s.VideoSpec, s.Frames, sink)
}

// travel makes a film through key frames; the prompt of the request serves those that have none of their own.
func (e *Engine) travel(ctx context.Context, job engine.Job, v *zoetrope.VideoSpec, frames []zoetrope.KeyFrame, sink engine.Sink) error {
	start := time.Now()
	sink.Progress(0, "reading the pictures")
	o := morph.Options{Width: job.Width, Height: job.Height, FPS: zoetrope.FPS, Seed: uint64(job.Seed)}
	for _, f := range frames {
		img, err := e.keyPicture(ctx, job, f.Image)
		if err != nil {
			return err
		}
		o.Pictures = append(o.Pictures, img)
	}
	for _, f := range frames[:len(frames)-1] {
		text := f.Prompt
		if strings.TrimSpace(text) == "" {
			text = v.Prompt
		}
		o.Legs = append(o.Legs, legOf(prompt.Read(text, v.NegativePrompt), f.Duration*zoetrope.FPS, v.MotionMode))
	}
	film, err := morph.New(ctx, o)
	if err != nil {
		return err
	}
	about := describeLegs(film)
	e.log.InfoContext(ctx, "render", "job", job.ID, "transition", about)
	var track soundtrack
	if wantsSound(v) {
		sink.Progress(0, "making the sound")
		if track, err = e.record(ctx, job, e.planTravelSound(job, v, frames, film, o)); err != nil {
			return err
		}
	}
	out := clip{
		frames: film.Frames(), fps: zoetrope.FPS, width: job.Width, height: job.Height,
		path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"), sound: track.path,
		exact: film.Keys(),
	}
	out.produce = func(ctx context.Context, emit func([]byte) error) error {
		return pipeline(ctx, out.frames, yuv.Size(out.width, out.height), film.Frame, emit)
	}
	meta := map[string]string{
		"backend": "go", "tier": "standard", "scene": about, "seed": strconv.FormatInt(job.Seed, 10),
	}
	track.describe(meta)
	return e.deliver(ctx, out, sink, meta, start)
}

// keyPicture reads a picture of the job at the size of its film, in 8 bits: seven of them wait in memory.
func (e *Engine) keyPicture(ctx context.Context, job engine.Job, id int64) (image.Image, error) {
	in, ok := job.Inputs[id]
	if !ok {
		return nil, zoetrope.Errorf(zoetrope.CodeInternal, "the picture %d did not come with the job", id)
	}
	img, err := readPicture(ctx, in)
	if err != nil {
		return nil, err
	}
	return raster.Image(raster.Load(photo.Frame(img, job.Width, job.Height), job.Width, job.Height), vision.Plane{}), nil
}

// describeLegs is the plan of a film in one line.
func describeLegs(film *morph.Film) string {
	var parts []string
	for i, s := range film.Plan() {
		parts = append(parts, fmt.Sprintf("%s (likeness %.2f)", s, film.Likeness()[i]))
	}
	return strings.Join(parts, ", ")
}

// legOf reads what a prompt asks of the way between two pictures.
func legOf(words *prompt.Spec, frames int, motionMode string) morph.Leg {
	l := morph.Leg{
		Frames: frames, Camera: photoMove("", words), Overlays: photoOverlays(words),
		Fast: strings.EqualFold(motionMode, "fast") || words.Weight(prompt.Pace, "fast") > 0.5,
	}
	text := " " + strings.ToLower(words.Prompt) + " "
	for _, c := range transitionWords {
		if containsAny(text, c.words) {
			l.Style = c.style
			break
		}
	}
	for _, c := range glowWords {
		if containsAny(text, c.words) {
			l.Glow = c.colour
			break
		}
	}
	if containsAny(text, flashWords) {
		l.Flash = 0.85
	}
	return l
}

// transitionWords name styles; the first that matches counts. Words are parts of a text in lower case with a space at both ends.
var transitionWords = []struct {
	style morph.Style
	words []string
}{
	{morph.Whip, []string{" whip", "swish pan", "swipe", "甩镜", "快速摇镜"}},
	{morph.Through, []string{"zoom through", "fly through", "flies through", "flying through", "dolly through", "travel through", "pass through", "passes through", "push through", "穿越", "穿过", "飞入"}},
	{morph.Zoom, []string{"crash zoom", "snap zoom", "zoom transition", "zoom blur", "quick zoom", "急推", "快速推进"}},
	{morph.Burn, []string{" burn", "flame", "on fire", "engulf", "catches fire", "燃烧", "火焰", "烧"}},
	{morph.Iris, []string{" iris", "portal", "circle wipe", "circular wipe", "opens from the centre", "opens from the center", "传送门", "圆形"}},
	{morph.Wipe, []string{" wipe", "sweeps across", "curtain", "slide transition", "擦除", "划过"}},
	{morph.Dissolve, []string{"dissolve", "cross-fade", "crossfade", "cross fade", " fade", "溶解", "淡入", "淡出", "渐变", "渐隐"}},
	{morph.Morph, []string{"morph", "transform", "turns into", "turn into", "becomes", "become ", "melt", "变成", "变为", "变形", "化作", "融化"}},
}

// glowWords colour the front of a change.
var glowWords = []struct {
	colour [3]float32
	words  []string
}{
	{[3]float32{1.0, 0.45, 0.10}, []string{" fire", "burn", "flame", "ember", "lava", "火", "燃烧"}},
	{[3]float32{0.45, 0.75, 1.0}, []string{"freez", "frost", " ice", "icy", "结冰", "冰"}},
	{[3]float32{0.95, 0.75, 0.35}, []string{"magic", "sparkl", "glitter", "golden dust", "魔法", "闪耀"}},
	{[3]float32{0.55, 0.45, 1.0}, []string{"portal", "传送门"}},
}

var flashWords = []string{"flash", "light leak", "burst of light", "blinding", "explosion of light", "lens flare", "闪光", "光芒"}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// planTravelSound is what a film through pictures sounds like: the place of the first picture, unless words name one, and a whoosh
// where the camera rushes.
func (e *Engine) planTravelSound(job engine.Job, v *zoetrope.VideoSpec, frames []zoetrope.KeyFrame, film *morph.Film, o morph.Options) audio.Plan {
	text := v.Prompt
	if strings.TrimSpace(text) == "" {
		for _, f := range frames {
			text += f.Prompt + " "
		}
	}
	seen := photo.Options{Fast: o.Legs[0].Fast, Overlays: o.Legs[0].Overlays}
	heard, space := hearPhoto(prompt.Read(text, v.NegativePrompt), job, seen, func() photo.Facts {
		return photo.Study(o.Pictures[0], job.Width, job.Height)
	})
	heard.Cuts = film.Rushes()
	return planSound(v, heard, space)
}
