package studio

import (
	"context"
	"errors"
	"image"

	"zoetrope"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/yuv"
)

// Still draws one picture of the film of a request, width x height pixels, at a share of its length, with its style and titles. A
// gallery of stills costs a fraction of one of films.
func (e *Engine) Still(ctx context.Context, s *zoetrope.TextToVideoSpec, seed int64, width, height int, at float64) (*image.YCbCr, []scene.Shot, error) {
	words, shots := Storyboard(s, seed, width, height)
	w, h := width, height
	style, styled := mannerOf(shots[0].Style, words)
	if styled {
		w, h = paintSize(w, h)
	}
	r, err := e.reel(ctx, shots, w, h)
	if err != nil {
		return nil, nil, err
	}
	number := min(int(at*float64(s.Frames())), s.Frames()-1)
	film := play(func(ctx context.Context, _ int, emit func([]byte) error) error {
		shot := shotAt(shots, number)
		f, err := newFilm(ctx, shot.Plan, fine, e.backend, w, h)
		if err != nil {
			return err
		}
		dst := make([]byte, yuv.Size(w, h))
		if err := f.frame(ctx, moment(number-shot.First), dst); err != nil {
			return err
		}
		return emit(dst)
	})
	if styled {
		if film, err = painted(film, style, width, height, shots[0].Seed); err != nil {
			return nil, nil, err
		}
	}
	titles := func([]byte) {}
	if len(words.Titles) > 0 {
		if titles, err = titleAt(ctx, r, words, width, height, s.Frames(), number); err != nil {
			return nil, nil, err
		}
	}
	var out *image.YCbCr
	err = film(ctx, 1, func(frame []byte) error {
		frame = append([]byte(nil), frame...)
		titles(frame)
		out = fullRange(frame, width, height)
		return nil
	})
	if err == nil && out == nil {
		err = errors.New("the film has no frame")
	}
	return out, shots, err
}

// fullRange is a frame in the colours that JPEG files have: BT.601 in full range.
func fullRange(frame []byte, w, h int) *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio444)
	clip := func(v float64) byte { return byte(min(max(v+0.5, 0), 255)) }
	n := w * h
	for y := range h {
		for x := range w {
			c := y/2*(w/2) + x/2
			l := (float64(frame[y*w+x]) - 16) / 219
			cb, cr := (float64(frame[n+c])-128)/224, (float64(frame[n+n/4+c])-128)/224
			r, b := l+1.5748*cr, l+1.8556*cb
			g := (l - 0.2126*r - 0.0722*b) / 0.7152
			jl := 0.299*r + 0.587*g + 0.114*b
			i := img.YOffset(x, y)
			img.Y[i], img.Cb[i], img.Cr[i] = clip(255*jl), clip(128+255*(b-jl)/1.772), clip(128+255*(r-jl)/1.402)
		}
	}
	return img
}
