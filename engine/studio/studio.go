// Package studio is the embedded engine: it renders video on the CPU, and on a graphics processor where there is one (package gpu),
// with procedural graphics and computer vision, without any model weights.
//
// Image to video: package photo moves a camera through an estimated relief of the picture.
//
// Text to video: package prompt reads the words, package scene makes a plan of them, the shaders of package shader draw its
// layers on package spmd, package compose finishes the frames, and ffmpeg encodes them. Package audio makes the sound of what
// is seen, when it is asked for. The pictures are procedural scenery:
// the engine does not draw people or objects that it has no shader for, and says so.
package studio

import (
	"context"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio/speech"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
	"zoetrope/internal/media"
)

// maxSeconds is the longest clip of one job.
const maxSeconds = 15

var qualities = []zoetrope.Quality{zoetrope.Quality360, zoetrope.Quality540, zoetrope.Quality720, zoetrope.Quality1080}

// Engine renders jobs in this process and ffmpeg in child processes. Its methods are safe for concurrent use.
type Engine struct {
	tools   *media.Tools
	backend renderer
	log     *slog.Logger
	// synthesiser finds what speaks; it fails where nothing is installed.
	synthesiser func() (*speech.Synthesiser, error)
	costs       costs
}

// New makes the engine on the fastest backend of the processor that this machine and build have.
func New(tools *media.Tools, log *slog.Logger) *Engine {
	return &Engine{tools: tools, backend: renderer{cpu: spmd.Best()}, log: log, synthesiser: speech.New}
}

// Backend names what shaders run on, such as "simd avx2", "scalar" or "egl " and the name of a graphics processor.
func (e *Engine) Backend() string { return e.backend.String() }

const soundNotes = "Sound on request is synthesised: ambience and weather that fit the place, described sounds, a music bed, and a " +
	"text in one of fifteen synthetic voices, to which the mouth of a face in a photograph moves, and no other."

// textToVideo is what the studio offers for words.
var textToVideo = engine.Capability{
	Operation: zoetrope.TextToVideo, Qualities: qualities, MaxLength: maxSeconds,
	Notes: "Procedural scenery (sea, coast, coral reef, river and waterfall, mountains, canyon, meadow, forest, desert, snow and aurora, " +
		"clouds, volcano, city, skyline, space, foreign planets, abstract) with light, " +
		"weather, season, mood and camera from the prompt, and articulated figures of some fifty kinds (people, animals, vehicles, " +
		"landmarks) with real gaits. Not a neural model: figures have no faces and do what they usually do, nothing else is drawn, " +
		"and styles repaint the rendered picture. " + soundNotes,
}

// Plan shows what a request for text to video would draw, without drawing it.
func Plan(s *zoetrope.TextToVideoSpec, seed int64, width, height int) (*prompt.Spec, *scene.Plan) {
	words := prompt.Read(s.Prompt, s.NegativePrompt)
	return words, scene.New(request(words, s, seed, width, height))
}

func request(words *prompt.Spec, s *zoetrope.TextToVideoSpec, seed int64, width, height int) scene.Request {
	return scene.Request{
		Spec: words, Seed: seed, Seconds: float64(s.Duration), Width: width, Height: height,
		Camera: s.CameraMovement, Motion: s.MotionMode, Style: s.Style,
	}
}

func (e *Engine) textToVideo(ctx context.Context, job engine.Job, s *zoetrope.TextToVideoSpec, sink engine.Sink) error {
	start := time.Now()
	words, shots := Storyboard(s, job.Seed, job.Width, job.Height)
	plan := shots[0].Plan
	e.log.InfoContext(ctx, "render", "job", job.ID, "plan", plan.String(), "understood", words.String())
	var track soundtrack
	if wantsSound(&s.VideoSpec) {
		sink.Progress(0, "making the sound")
		var err error
		if track, err = e.record(ctx, job, planSound(&s.VideoSpec, hearShots(words, shots), "")); err != nil {
			return err
		}
	}
	w, h := job.Width, job.Height
	style, styled := mannerOf(plan.Style, words)
	if styled {
		w, h = paintSize(w, h)
	}
	r, err := e.reel(ctx, shots, w, h)
	if err != nil {
		return err
	}
	film := play(r.play)
	if styled {
		r.hold = style.hold
		if film, err = painted(film, style, job.Width, job.Height, plan.Seed); err != nil {
			return err
		}
	}
	titles := ""
	if len(words.Titles) > 0 {
		look := func(s span) ([]vision.Plane, error) { return r.preview(ctx, s) }
		if film, titles, err = withTitles(film, words, job.Width, job.Height, s.Frames(), look); err != nil {
			return err
		}
	}
	out := clip{
		frames: s.Frames(), fps: zoetrope.FPS, width: job.Width, height: job.Height,
		path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"),
		sound: track.path, preset: r.tier().preset,
	}
	out.produce = func(ctx context.Context, emit func([]byte) error) error { return film(ctx, out.frames, emit) }
	meta := map[string]string{
		"backend": e.backend.String(), "tier": r.tier().name, "scene": plan.String(),
		"seed": strconv.FormatInt(job.Seed, 10),
	}
	if about := describeShots(shots); about != "" {
		meta["shots"] = about
	}
	if titles != "" {
		meta["titles"] = titles
	}
	notes := notesOf(shots)
	if note := missingLetters(words); note != "" {
		notes = append(notes, note)
	}
	if len(notes) > 0 {
		meta["notes"] = strings.Join(notes, "; ")
	}
	track.describe(meta)
	return e.deliver(ctx, out, sink, meta, start)
}

// deliver renders and encodes a clip and hands it over with its poster.
func (e *Engine) deliver(ctx context.Context, c clip, sink engine.Sink, meta map[string]string, start time.Time) error {
	if err := c.make(ctx, e.tools, sink.Progress); err != nil {
		return err
	}
	return e.handOver(c, time.Duration(c.frames)*time.Second/time.Duration(c.fps), sink, meta, start)
}

// handOver gives a file of a length and its poster to the sink.
func (e *Engine) handOver(c clip, length time.Duration, sink engine.Sink, meta map[string]string, start time.Time) error {
	if began := meta["backend"]; began != "" {
		meta["backend"] = e.backend.used(began)
	}
	meta["compute_per_second"] = strconv.FormatFloat(time.Since(start).Seconds()/length.Seconds(), 'f', 2, 64)
	if err := sink.Output(engine.Output{Kind: zoetrope.AssetVideo, Path: c.path, Metadata: meta}); err != nil {
		return err
	}
	if err := sink.Output(engine.Output{Kind: zoetrope.AssetImage, Path: c.poster}); err != nil {
		return err
	}
	sink.Progress(1, "done")
	return nil
}
