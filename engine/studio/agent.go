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
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/montage"
)

// agentQualities are what agents can be asked for.
var agentQualities = []zoetrope.Quality{zoetrope.Quality480, zoetrope.Quality720, zoetrope.Quality1080}

// agent is what the studio offers for edited videos of several shots.
var agent = engine.Capability{
	Operation: zoetrope.Agent, Qualities: agentQualities, MaxLength: 60,
	Notes: "Edits of the given pictures: a property tour with camera moves, transitions, titles, music and an end card; or the cuts and " +
		"camera moves of a reference clip, played with other pictures to its own sound. Nobody is shown presenting, and web pages are " +
		"not read.",
}

// agent edits pictures into a film.
func (e *Engine) agent(ctx context.Context, job engine.Job, s *zoetrope.AgentSpec, sink engine.Sink) error {
	start := time.Now()
	if len(s.Images) == 0 {
		if s.ProductURL != "" {
			return zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "product_url", "the studio does not read web pages; give prompt and img_references")
		}
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, "img_references", "img_references is missing; upload the pictures to show")
	}
	sink.Progress(0, "reading the pictures")
	pictures, err := readPictures(ctx, job, s.Images)
	if err != nil {
		return err
	}
	out := clip{
		frames: s.Frames(), path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"),
	}
	meta := map[string]string{"backend": "go", "seed": strconv.FormatInt(job.Seed, 10)}
	var film *montage.Film
	if s.AgentID == zoetrope.AgentViral {
		sink.Progress(0, "watching the reference")
		if film, err = e.recreate(ctx, job, s, pictures, &out); err != nil {
			return err
		}
		meta["scene"] = "viral recreation, " + strconv.Itoa(len(film.Shots)) + " shots"
	} else {
		tour := newTour(job, s, pictures)
		film = tour.film()
		sink.Progress(0, "making the music")
		heard := audio.Scene{Seed: uint64(job.Seed), Duration: s.Length().Seconds(), Mood: tour.mood(), Music: true}
		track, err := e.record(ctx, job, audio.FromScene(heard))
		if err != nil {
			return err
		}
		out.sound = track.path
		track.describe(meta)
		meta["scene"] = "property tour, " + strconv.Itoa(len(film.Shots)) + " shots"
	}
	if notes := agentNotes(s); notes != "" {
		meta["notes"] = strings.TrimPrefix(meta["notes"]+"; "+notes, "; ")
	}
	if out, err = montageClip(job, film, out); err != nil {
		return err
	}
	return e.deliver(ctx, out, sink, meta, start)
}

// agentNotes says what of a request is not done.
func agentNotes(s *zoetrope.AgentSpec) string {
	if s.Presence != "" && s.Presence != "none" {
		return "avatar_presence_level is ignored: nobody presents"
	}
	return ""
}

// tour is a property tour: an establishing shot, one shot per room, an end card.
type tour struct {
	job      engine.Job
	spec     *zoetrope.AgentSpec
	pictures []image.Image
	chinese  bool
	lively   bool // an advertisement rather than a calm tour
	starts   []int
	shown    []int // picture of each shot
	card     int   // frame at which the end card begins, or the length of the film
}

func newTour(job engine.Job, s *zoetrope.AgentSpec, pictures []image.Image) *tour {
	t := &tour{job: job, spec: s, pictures: pictures, lively: s.Mode == "ad_house_tour"}
	t.chinese = s.Language == "zh-CN" || s.Language != "en-US" && hasHan(s.Prompt)
	return t
}

func (t *tour) mood() string {
	if t.lively && t.spec.VideoStyle != "cozy" {
		return "happy"
	}
	return "calm"
}

// Camera moves of the shots after the first, by kind of tour; no two neighbours go the same way.
var (
	calmMoves   = []string{"smooth_zoom_in", "pan_right", "horizontal_left", "zoom_out", "pan_left", "vertical_up", "horizontal_right", "zoom_in"}
	livelyMoves = []string{"zoom_in", "right_follow", "quickly_zoom_out", "left_follow", "robo_arm", "super_dolly_out", "quickly_zoom_in"}
)

// pace is how long a shot of a tour lasts at best and at least, in seconds.
const (
	calmPace, livelyPace = 3.2, 2.1
	shortestShot         = 1.25
	cardFrames           = 62 // of the end card
	leastForCard         = 8  // seconds of film below which an end card would take too much
)

// film plans the shots.
func (t *tour) film() *montage.Film {
	frames := t.spec.Frames()
	seconds := t.spec.Length().Seconds()
	t.card = frames
	if seconds >= leastForCard {
		t.card = frames - cardFrames
	}
	pace, moves := calmPace, calmMoves
	if t.lively {
		pace, moves = livelyPace, livelyMoves
	}
	body := float64(t.card) / zoetrope.FPS
	n := max(int(body/pace+0.5), 1)
	n = max(n, min(len(t.pictures), int(body/shortestShot)))
	n = max(n, 1)
	film := &montage.Film{Width: t.job.Width, Height: t.job.Height}
	at := 0
	for i, length := range share(t.card, n) {
		picture := i % len(t.pictures)
		if n < len(t.pictures) { // too many to show: an even choice, with the first and the last
			picture = i * (len(t.pictures) - 1) / max(n-1, 1)
		}
		move := moves[i%len(moves)]
		if i == 0 {
			move = "crane_up"
		}
		img := t.pictures[picture]
		if i >= len(t.pictures) {
			img = detail(img, i) // the second time a picture is shown, a part of it
		}
		shot := montage.Shot{Frames: length, Play: photoShot(t.job, img, move, uint64(t.job.Seed)+uint64(i))}
		if i > 0 {
			shot.Join, shot.Over = t.join(i, min(length, film.Shots[i-1].Frames))
		}
		film.Shots = append(film.Shots, shot)
		t.starts, t.shown = append(t.starts, at), append(t.shown, picture)
		at += length
	}
	if t.card < frames {
		dark := montage.Look{Saturation: 0.55, Contrast: 0.42, Lift: -6}
		play := tinted(photoShot(t.job, t.pictures[0], "smooth_zoom_in", uint64(t.job.Seed)), dark, t.job.Width, t.job.Height)
		film.Shots = append(film.Shots, montage.Shot{Frames: frames - t.card, Join: montage.Dissolve, Over: 14, Play: play})
		last := &film.Shots[len(film.Shots)-1]
		last.Over = min(last.Over, min(last.Frames, film.Shots[len(film.Shots)-2].Frames)/2)
	}
	film.Overlay = t.titles()
	return film
}

// join is how shot i follows; room is the shorter of the two shots.
func (t *tour) join(i, room int) (montage.Join, int) {
	join, over := montage.Dissolve, 12
	if t.lively {
		join, over = []montage.Join{montage.Whip, montage.Cut, montage.Push, montage.Flash}[i%4], 9
	}
	over = min(over, room/3)
	if join == montage.Cut || over < 2 {
		return montage.Cut, 0
	}
	return join, over
}

// detail is a part of a picture, another one in turn, for when it is shown again. It keeps to the middle, where the subject of
// most pictures is.
func detail(img image.Image, i int) image.Image {
	sub, ok := img.(interface {
		SubImage(r image.Rectangle) image.Image
	})
	b := img.Bounds()
	const share, least = 0.7, 16
	w, h := int(share*float64(b.Dx())), int(share*float64(b.Dy()))
	if !ok || w < least || h < least {
		return img
	}
	x, y := b.Min.X+(b.Dx()-w)*(3+4*(i%2))/10, b.Min.Y+(b.Dy()-h)*(2+4*(i/2%2))/10
	return sub.SubImage(image.Rect(x, y, x+w, y+h))
}
