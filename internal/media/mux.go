package media

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
)

// MuxOptions say what Mux puts together.
type MuxOptions struct {
	Path     string            // of the MP4 file; it appears only when it is complete, and may be that of Picture
	Picture  string            // an MP4 or MOV file whose picture is copied as it is; its sound is left out
	Sound    string            // a sound file of any accepted format, or a video with sound
	Seconds  float64           // the length of the picture: the sound is cut or padded with silence to it
	Metadata map[string]string // container tags such as title and comment
}

// Mux puts a sound beside the picture of a video, which is not encoded again.
// Errors wrap ErrFormat or ErrBroken when a file is at fault.
func (t *Tools) Mux(ctx context.Context, o MuxOptions) error {
	pictureFormat, err := sniffFile(o.Picture)
	if err != nil {
		return err
	}
	if pictureFormat != MP4 && pictureFormat != MOV {
		return fmt.Errorf("%w: the picture of a %s file cannot be copied", ErrFormat, pictureFormat)
	}
	soundFormat, err := sniffFile(o.Sound)
	if err != nil {
		return err
	}
	if formats[soundFormat].demuxer == "" {
		return fmt.Errorf("%w: %s holds no sound", ErrFormat, soundFormat)
	}
	if !(o.Seconds > 0) || math.IsInf(o.Seconds, 0) {
		return fmt.Errorf("cannot make a sound of %g s", o.Seconds)
	}
	picture, err := fileURL(o.Picture)
	if err != nil {
		return err
	}
	sound, err := fileURL(o.Sound)
	if err != nil {
		return err
	}
	muxed, err := partialFile(o.Path)
	if err != nil {
		return err
	}
	out, err := fileURL(muxed)
	if err != nil {
		return err
	}
	length := strconv.FormatFloat(o.Seconds, 'f', 6, 64)
	// At this rate the quicker of the two coders is the better one (ffmpeg's manual of its AAC encoder).
	args := slices.Concat(
		[]string{"-nostdin", "-hide_banner", "-v", "error", "-y"},
		inputArgs(pictureFormat, picture), inputArgs(soundFormat, sound),
		[]string{"-map", "0:v:0", "-map", "1:a:0", "-c:v", "copy",
			"-af", "aresample=48000:async=1:first_pts=0,apad,atrim=end=" + length,
			"-c:a", "aac", "-aac_coder", "fast", "-b:a", "160k", "-ar", "48000", "-ac", "2", "-flags:a", "+bitexact"},
		containerArgs(o.Metadata), []string{out})
	if err := t.run(ctx, t.FFmpeg, args, streams{}); err != nil {
		err = errors.Join(err, os.Remove(muxed))
		if ctx.Err() != nil {
			return fmt.Errorf("add sound: %w", errors.Join(context.Cause(ctx), err))
		}
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return os.Rename(muxed, o.Path)
}
