package studio

import (
	"context"
	"fmt"
	"image"
	"math"
	"strings"

	"zoetrope"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/title"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

// span is when a title is seen, in frames.
type span struct{ from, to int }

// Reading times of titles in seconds.
const (
	titleDelay  = 0.5 // before the first, between two, and after the last
	titleTime   = 2.4 // for the first word
	titleLetter = 0.09
)

// titleSpans are when the titles of a film are seen: long enough to be read, one after another, and done before the film is.
func titleSpans(titles []string, frames int) []span {
	length := float64(frames) / zoetrope.FPS
	delay := min(titleDelay, 0.1*length)
	room := (length - delay) / float64(max(len(titles), 1))
	var out []span
	for i, t := range titles {
		seconds := min(titleTime+titleLetter*float64(len([]rune(t))), room-delay)
		from := delay + float64(i)*room
		out = append(out, span{int(math.Round(from * zoetrope.FPS)), int(math.Round((from + seconds) * zoetrope.FPS))})
	}
	return out
}

// withTitles is a film with titles over it, in the third that look finds calmest while each is seen, and what is shown when.
func withTitles(film play, words *prompt.Spec, width, height, frames int, look func(s span) ([]vision.Plane, error)) (play, string, error) {
	all, about, err := setTitles(words, width, height, frames, look)
	if err != nil {
		return nil, "", err
	}
	own := make([]byte, yuv.Size(width, height))
	out := func(ctx context.Context, frames int, emit func([]byte) error) error {
		i := 0
		return film(ctx, frames, func(frame []byte) error {
			copy(own, frame)
			for _, t := range all {
				t.Draw(i, own)
			}
			i++
			return emit(own)
		})
	}
	return out, about, nil
}

// setTitles sets the titles of a film.
func setTitles(words *prompt.Spec, width, height, frames int, look func(s span) ([]vision.Plane, error)) ([]*title.Title, string, error) {
	mood := typeMood(words)
	var all []*title.Title
	var about []string
	for i, s := range titleSpans(words.Titles, frames) {
		pictures, err := look(s)
		if err != nil {
			return nil, "", err
		}
		third := title.Calmest(pictures)
		all = append(all, title.New(words.Titles[i], title.Options{
			Width: width, Height: height, FPS: zoetrope.FPS, Mood: mood, Third: third, From: s.from, To: s.to,
		}))
		about = append(about, fmt.Sprintf("%q in the %s third from %.1f to %.1f s", words.Titles[i], third, moment(s.from), moment(s.to)))
	}
	return all, strings.Join(about, "; "), nil
}

// titleAt returns what lays the titles over one frame of a film.
func titleAt(ctx context.Context, r *reel, words *prompt.Spec, width, height, frames, number int) (func(frame []byte), error) {
	all, _, err := setTitles(words, width, height, frames, func(s span) ([]vision.Plane, error) { return r.preview(ctx, s) })
	return func(frame []byte) {
		for _, t := range all {
			t.Draw(number, frame)
		}
	}, err
}

// typeMood is the mood that type follows.
func typeMood(words *prompt.Spec) string {
	if m, ok := words.Best(prompt.Mood); ok && m.Weight >= 0.3 {
		return m.Name
	}
	return ""
}

// explainTitles tells how the titles of a prompt are set, and what of them cannot be.
func explainTitles(words *prompt.Spec, frames int) []string {
	var out []string
	mood := typeMood(words)
	for i, s := range titleSpans(words.Titles, frames) {
		out = append(out, fmt.Sprintf("title: %q in %s from %.1f to %.1f s, in the calmest third of the picture",
			words.Titles[i], title.Type(mood, words.Titles[i]), moment(s.from), moment(s.to)))
	}
	if note := missingLetters(words); note != "" {
		out = append(out, "note:  "+note)
	}
	return out
}

// missingLetters says which letters of the titles this machine has no font for.
func missingLetters(words *prompt.Spec) string {
	missing := title.Missing(typeMood(words), strings.Join(words.Titles, ""))
	if len(missing) == 0 {
		return ""
	}
	return fmt.Sprintf("no font here has %q; install one with these letters, such as Noto Sans CJK", string(missing))
}

// previewWidth is the width in pixels of the pictures in which a calm place is looked for.
const previewWidth = 128

// preview draws a film in small at the beginning, in the middle and at the end of a span.
func (r *reel) preview(ctx context.Context, s span) ([]vision.Plane, error) {
	h := max(2*int(previewWidth*float64(r.height)/float64(r.width)/2), 16)
	var out []vision.Plane
	for _, i := range []int{s.from, (s.from + s.to) / 2, s.to - 1} {
		shot := shotAt(r.shots, i)
		f, err := newFilm(ctx, shot.Plan, draft, r.engine.backend, previewWidth, h)
		if err != nil {
			return nil, err
		}
		dst := make([]byte, yuv.Size(previewWidth, h))
		if err := f.frame(ctx, moment(i-shot.First), dst); err != nil {
			return nil, err
		}
		p := vision.New(previewWidth, h)
		for k := range p.Pix {
			p.Pix[k] = float32(dst[k]) / 255
		}
		out = append(out, p)
	}
	return out, nil
}

func shotAt(shots []scene.Shot, frame int) scene.Shot {
	for _, s := range shots {
		if frame < s.First+s.Frames {
			return s
		}
	}
	return shots[len(shots)-1]
}

// previewPhoto is the part of a photograph that is seen in a span, in small.
func previewPhoto(shots []pictureShot, img image.Image, width, height int) func(span) ([]vision.Plane, error) {
	return func(s span) ([]vision.Plane, error) {
		h := max(previewWidth*height/width, 16)
		var out []vision.Plane
		for _, shot := range shots {
			if shot.first < s.to && s.from < shot.first+shot.frames {
				out = append(out, raster.Load(cropped(img, shot.crop), previewWidth, h).Luma())
			}
		}
		return out, nil
	}
}
