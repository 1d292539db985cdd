package studio

import (
	"context"
	"image"
	"path/filepath"

	"zoetrope"
	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/portrait"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/yuv"
)

// singing is what the faces of a music video do.
type singing struct {
	acting *portrait.Acting
	lines  []sungLine
	faces  []image.Image // the pictures that show one
}

// sing plans the mouths of a music video; nil where nobody sings.
func (v *video) sing(heard *lips.Sound) *singing {
	if !v.spec.Singing || v.spec.Instrumental {
		return nil
	}
	s := &singing{lines: linesOf(v.spec, v.firstWord(), v.spec.Length().Seconds())}
	for _, img := range v.pictures {
		if showsSinger(img, v.job.Width, v.job.Height) {
			s.faces = append(s.faces, img)
		}
	}
	if len(s.lines) == 0 || len(s.faces) == 0 {
		return nil
	}
	const lively = 1.5
	mouths := lips.Sing(sungWords(s.lines), zoetrope.FPS, v.spec.Frames())
	s.acting = portrait.NewActing(heard, mouths, portrait.Manner{Seed: uint64(v.job.Seed), FPS: zoetrope.FPS, Lively: lively})
	return s
}

// showsSinger tells whether a picture has a face whose mouth can be seen to sing in frames of width x height.
func showsSinger(img image.Image, width, height int) bool {
	const side, least = 320, 0.035 // the eyes' distance, of the longer side
	k := side / float64(max(width, height))
	luma := raster.Load(photo.Frame(img, width, height), max(int(k*float64(width)), 2), max(int(k*float64(height)), 2)).Luma()
	l, ok := face.Prominent(luma, face.GrayOf(luma))
	return ok && l.EyeDistance() > least*side
}

// sungWords are the words of lines. Those of lines whose words have no times share the line's by their letters, after which there
// is a breath.
func sungWords(lines []sungLine) []lips.Sung {
	var out []lips.Sung
	for _, l := range lines {
		letters, at := 0, l.start
		for _, w := range l.words {
			letters += len([]rune(w.Text)) + 1
		}
		const sung = 0.85 // of the line
		for _, w := range l.words {
			s := lips.Sung{Text: w.Text, Start: w.Start, End: w.End}
			if !l.timed {
				length := sung * (l.end - l.start) * float64(len([]rune(w.Text))+1) / float64(letters)
				s.Start, s.End = at, at+length
				at += length
			}
			out = append(out, s)
		}
	}
	return out
}

// sings tells whether words are sung for a good part of the time between two frames.
func (s *singing) sings(from, to int) bool {
	if s == nil {
		return false
	}
	const part = 0.25
	a, b := moment(from), moment(to)
	sung := 0.0
	for _, l := range s.lines {
		sung += max(min(l.end, b)-max(l.start, a), 0)
	}
	return sung > part*(b-a)
}

// shot shows the n-th singer from a frame of the film on, every second time closer.
func (s *singing) shot(v *video, n, from int) play {
	img := s.faces[n%len(s.faces)]
	w, h := v.job.Width, v.job.Height
	return func(ctx context.Context, frames int, emit func([]byte) error) error {
		p, err := portrait.New(raster.Load(framed(img, w, h, n%2 == 1), w, h), portrait.Options{Seed: uint64(v.job.Seed)})
		if err != nil { // too close for the face to be found again
			return photoShot(v.job, img, photoMoves[n%len(photoMoves)], uint64(v.job.Seed))(ctx, frames, emit)
		}
		last := v.spec.Frames() - 1
		draw := func(_ context.Context, i int, dst []byte) error {
			p.Draw(dst, s.acting.Pose(min(max(from+i, 0), last)))
			return nil
		}
		return pipeline(ctx, frames, yuv.Size(w, h), draw, emit)
	}
}

// framed is the part of a picture that shows a singer, or a closer one.
func framed(img image.Image, w, h int, closer bool) image.Image {
	if closer {
		const part = 0.74
		b := img.Bounds()
		x, y := subjectOf(img)
		img = cropped(img, cropAround(b, photoFraming{part: part, toSubject: 1}, x, y, w, h))
	}
	return photo.Frame(img, w, h)
}

// hearMusic measures the loudness of the music that was decoded to listen to, for heads that move with it.
func hearMusic(dir string, seconds float64) (*lips.Sound, error) {
	return lips.Listen(filepath.Join(dir, listenFile), seconds)
}
