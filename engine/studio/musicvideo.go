package studio

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio/beat"
	"zoetrope/engine/studio/montage"
	"zoetrope/engine/studio/prompt"
	"zoetrope/internal/media"
)

// maxMusic is the longest piece of music, in seconds.
const maxMusic = 360

// musicVideo is what the studio offers for a piece of music.
var musicVideo = engine.Capability{
	Operation: zoetrope.MusicVideo, Qualities: []zoetrope.Quality{zoetrope.Quality720, zoetrope.Quality1080}, MaxLength: maxMusic,
	Notes: "A film cut to the beat of the music: effects and camera moves on the given picture, places that the words name, captions " +
		"that follow the lyrics word by word when their times are given, colours of the style or of its picture. Faces sing the lyrics " +
		"on request: their mouths follow the letters of the words, not the voice. The music is kept as it is.",
}

// musicVideo cuts a film to music.
func (e *Engine) musicVideo(ctx context.Context, job engine.Job, s *zoetrope.MusicVideoSpec, sink engine.Sink) error {
	start := time.Now()
	in, ok := job.Inputs[s.Audio]
	if !ok {
		return zoetrope.Errorf(zoetrope.CodeInternal, "the music %d did not come with the job", s.Audio)
	}
	sink.Progress(0, "listening to the music")
	track, err := e.listen(ctx, in, job.Scratch)
	if err != nil {
		return err
	}
	v := &video{Engine: e, job: job, spec: s, track: track, style: styleNamed(s.LookStyle), moods: songWords(s)}
	if v.pictures, err = readPictures(ctx, job, s.Images); err != nil {
		return err
	}
	styles, err := readPictures(ctx, job, s.StyleImages)
	if err != nil {
		return err
	}
	for _, img := range styles {
		v.style.look = lookOf(img, v.style.look)
	}
	if s.Singing {
		heard, err := hearMusic(job.Scratch, s.Length().Seconds())
		if err != nil {
			return fmt.Errorf("hear the music: %w", err)
		}
		v.singing = v.sing(heard)
	}
	film := v.film()
	out := clip{
		frames: s.Frames(), path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg"), sound: in.Path,
	}
	if out, err = montageClip(job, film, out); err != nil {
		return err
	}
	meta := map[string]string{
		"backend": e.backend.String(), "seed": strconv.FormatInt(job.Seed, 10), "has_audio": "true",
		"scene": fmt.Sprintf("music video, %d shots, %.0f beats per minute", len(film.Shots), track.Tempo), "notes": strings.Join(v.notes(), "; "),
	}
	if meta["notes"] == "" {
		delete(meta, "notes")
	}
	return e.deliver(ctx, out, sink, meta, start)
}

// listenFile is the decoded music in the scratch directory.
const listenFile = "listen.wav"

// listen finds the beat of a recording.
func (e *Engine) listen(ctx context.Context, in engine.Input, dir string) (*beat.Track, error) {
	const rate = 22050 // enough for onsets
	path := filepath.Join(dir, listenFile)
	switch err := e.tools.Sound(ctx, in.Path, path, rate); {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.Is(err, media.ErrSilent), errors.Is(err, media.ErrBroken), errors.Is(err, media.ErrFormat):
		return nil, zoetrope.WrapError(zoetrope.CodeMediaInvalid, err, "the music cannot be read; upload it again as MP3 or WAV")
	case err != nil:
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	track, err := beat.Read(f)
	if err != nil {
		return nil, fmt.Errorf("find the beat: %w", err)
	}
	return track, nil
}

// video is a music video being planned.
type video struct {
	*Engine
	job      engine.Job
	spec     *zoetrope.MusicVideoSpec
	track    *beat.Track
	style    videoStyle
	pictures []image.Image
	moods    []string // what the words name, one description per scene
	singing  *singing // nil where nobody sings
}

// notes say what is not as the request may expect.
func (v *video) notes() []string {
	var all []string
	switch {
	case !v.spec.Singing || v.singing != nil:
	case len(v.pictures) == 0:
		all = append(all, "nobody sings: no picture is given")
	case v.spec.Instrumental || v.spec.Lyrics == "" && len(v.spec.Words) == 0:
		all = append(all, "nobody sings: there are no lyrics")
	default:
		all = append(all, "nobody sings: no picture shows a face that is large enough")
	}
	if v.track.Tempo == 0 {
		all = append(all, "no steady beat was found; cuts follow the time")
	}
	if v.spec.Captions && len(v.spec.Words) == 0 && v.spec.Lyrics != "" {
		all = append(all, "the lyrics have no times; their lines are spread evenly")
	}
	return all
}

// film plans the shots and the captions.
func (v *video) film() *montage.Film {
	film := &montage.Film{Width: v.job.Width, Height: v.job.Height}
	cuts := cutsTo(v.track, v.spec.Length().Seconds())
	at := 0
	for i, cut := range append(cuts, v.spec.Length().Seconds()) {
		end := int(math.Round(cut * zoetrope.FPS))
		if end <= at {
			continue
		}
		n := len(film.Shots)
		shot := montage.Shot{Frames: end - at}
		if i > 0 && n > 0 {
			room := min(shot.Frames, film.Shots[n-1].Frames)
			shot.Join, shot.Over = v.join(float64(at)/zoetrope.FPS, n, room)
		}
		shot.Play = tinted(v.shot(n, at-shot.Over/2, end), v.style.look, v.job.Width, v.job.Height)
		film.Shots = append(film.Shots, shot)
		at = end
	}
	film.Overlay = v.overlay()
	return film
}

// Lengths of shots in seconds.
const (
	shortestCut = 1.1
	longestCut  = 6.5
	plainCut    = 3.6 // without a beat
	calmLevel   = 0.3 // of the loudest moment
)

// cutsTo are the times at which a film to the music changes its picture: at bars where it is loud, at every second one where it
// is calm; at even steps without a beat.
func cutsTo(t *beat.Track, seconds float64) []float64 {
	var cuts []float64
	if len(t.Bars) < 2 {
		for at := plainCut; at < seconds-shortestCut; at += plainCut {
			cuts = append(cuts, at)
		}
		return cuts
	}
	last := 0.0
	for i, bar := range t.Bars {
		if bar >= seconds-shortestCut {
			break
		}
		since := bar - last
		calm := t.Level(bar) < calmLevel
		next := longestCut
		if i+1 < len(t.Bars) {
			next = t.Bars[i+1] - last
		}
		if since < shortestCut || calm && i%2 == 1 && next <= longestCut {
			continue
		}
		for since > longestCut { // a long silence before the beat
			last += plainCut
			cuts = append(cuts, last)
			if since = bar - last; since < shortestCut {
				break
			}
		}
		if since >= shortestCut {
			cuts, last = append(cuts, bar), bar
		}
	}
	for last+longestCut < seconds-shortestCut { // the music fades out without a beat
		last += plainCut
		cuts = append(cuts, last)
	}
	return cuts
}

// join is how shot n follows at a time; room is the shorter of the two shots.
func (v *video) join(at float64, n, room int) (montage.Join, int) {
	level := v.track.Level(at)
	over := min(10, room/3)
	switch {
	case over < 3:
	case level < calmLevel:
		return montage.Dissolve, over
	case n%4 == 0:
		return montage.Flash, min(over, 7)
	case n%4 == 2:
		return montage.Whip, min(over, 8)
	}
	return montage.Cut, 0
}

// shot is the n-th shot, between two frames: the picture with an effect or a camera move, or a singer while words are sung, and
// every third one a place that the words name. Without a picture all are places.
func (v *video) shot(n, from, to int) play {
	seed := uint64(v.job.Seed) + uint64(n)*7919
	if len(v.pictures) == 0 || n%3 == 2 && len(v.moods) > 0 {
		places := v.moods
		if len(places) == 0 {
			places = v.style.places
		}
		k := n
		if len(v.pictures) > 0 {
			k = n / 3
		}
		words := places[k%len(places)] + ", " + v.style.words
		return v.sceneShot(v.job, words, sceneMoves[n%len(sceneMoves)], int64(seed%(1<<31)))
	}
	if v.singing.sings(from, to) {
		return v.singing.shot(v, n, from)
	}
	img := v.pictures[n%len(v.pictures)]
	if n%2 == 1 {
		k := n / 2
		if k%2 == 1 {
			img = detail(img, k)
		}
		return photoShot(v.job, img, photoMoves[k%len(photoMoves)], seed)
	}
	return effectShot(v.job, img, v.style.effects[(n/2)%len(v.style.effects)], seed)
}

var (
	sceneMoves = []string{"zoom_in", "pan_right", "crane_up", "pan_left", "horizontal_right"}
	photoMoves = []string{"zoom_in", "horizontal_left", "smooth_zoom_in", "horizontal_right", "robo_arm", "zoom_out"}
)

// songWords are the parts of prompt and lyrics that name a place or a weather, each a description of a scene.
func songWords(s *zoetrope.MusicVideoSpec) []string {
	text := s.Lyrics
	for _, w := range s.Words {
		text += w.Text + " "
	}
	var lines []string
	if s.Prompt != "" {
		lines = append(lines, s.Prompt)
	}
	if !s.Instrumental {
		lines = append(lines, strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n.!?;。！？；", r) })...)
	}
	var out []string
	for _, l := range lines {
		read := prompt.Read(l, "")
		_, place := read.Best(prompt.Setting)
		_, sky := read.Best(prompt.Weather)
		if (place || sky) && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}
