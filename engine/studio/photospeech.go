package studio

import (
	"context"
	"fmt"
	"image"
	"math"
	"slices"

	"zoetrope"
	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/mouth"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/vision/headtrack"
)

// rehearsalSide is the longer side, in pixels, of the small copy of a photograph's clip in which its face is followed.
const rehearsalSide = 400

// speakInPhoto returns what lets the face of a photograph say the text of a soundtrack, frame by frame in order. Where there is no
// face it does nothing, and the soundtrack's notes stay as they are.
func (e *Engine) speakInPhoto(ctx context.Context, o photo.Options, img image.Image, track *soundtrack) (func(i int, frame []byte), error) {
	nothing := func(int, []byte) {}
	sound, err := lips.Listen(track.said.track.Path, float64(o.Frames)/zoetrope.FPS)
	if err != nil {
		return nothing, fmt.Errorf("analyse the speech: %w", err)
	}
	heads, rest, k, err := rehearse(ctx, o, img)
	if err != nil {
		return nothing, err
	}
	if !slices.ContainsFunc(heads, func(h headtrack.Head) bool { return h.Weight > 0 }) {
		return nothing, nil
	}
	track.notes = slices.DeleteFunc(track.notes, func(n string) bool { return n == noMouth })
	shapes := sound.Say(track.said.phones, zoetrope.FPS, o.Frames)
	late := int(math.Round(track.said.track.Start * zoetrope.FPS))
	painter := mouth.NewPainter(rest)
	return func(i int, frame []byte) {
		if i < late || i >= len(heads) {
			return
		}
		h := &heads[i]
		painter.Draw(mouth.Frame{W: o.Width, H: o.Height, Pix: frame}, mouth.PlaceOf(&h.Landmarks).Scaled(k),
			mouth.Pose{Shape: shapes[i-late], Strength: float64(h.Weight)})
	}, nil
}

// rehearse draws the clip small and follows the face in it. k is the size of the clip over that of the rehearsal.
func rehearse(ctx context.Context, o photo.Options, img image.Image) (heads []headtrack.Head, rest mouth.Rest, k float64, err error) {
	small := o
	k = math.Max(1, float64(max(o.Width, o.Height))/rehearsalSide)
	small.Width, small.Height = max(int(float64(o.Width)/k)&^1, 16), max(int(float64(o.Height)/k)&^1, 16)
	var tracker headtrack.Tracker
	var gauge mouth.Gauge
	err = photo.Render(ctx, small, img, func(frame []byte) error {
		f := mouth.Frame{W: small.Width, H: small.Height, Pix: frame}
		tracker.Add(f.Gray())
		if l, ok := tracker.Seen(); ok {
			gauge.Look(f, &l)
		}
		return nil
	})
	if err != nil {
		return nil, rest, k, err
	}
	return tracker.Heads(), gauge.Rest(), float64(o.Width) / float64(small.Width), nil
}
