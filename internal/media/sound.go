package media

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
)

// ErrSilent reports a file without a sound track.
var ErrSilent = errors.New("the file has no sound")

// Sound decodes the sound of a video or sound file into a WAV file of 16 bits and two channels at a rate in Hz, which replaces
// what is at out. The sound keeps its place in time: a track that begins after the picture begins with silence. Errors wrap
// ErrSilent, ErrFormat or ErrBroken when the file is at fault.
func (t *Tools) Sound(ctx context.Context, path, out string, rate int) error {
	info, err := t.Probe(ctx, path)
	if err != nil {
		return err
	}
	if !info.HasAudio() {
		return ErrSilent
	}
	from, err := fileURL(path)
	if err != nil {
		return err
	}
	to, err := fileURL(out)
	if err != nil {
		return err
	}
	args := slices.Concat([]string{"-nostdin", "-hide_banner", "-v", "error", "-y", "-threads", "1"}, inputArgs(info.Format, from),
		[]string{"-map", "0:a:0", "-vn", "-af", fmt.Sprintf("aresample=%d:async=1:first_pts=0", rate),
			"-ac", "2", "-c:a", "pcm_s16le", "-flags:a", "+bitexact", "-fflags", "+bitexact", "-f", "wav", to})
	err = t.run(ctx, t.FFmpeg, args, streams{})
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("decode the sound: %w", errors.Join(context.Cause(ctx), os.Remove(out)))
	case err != nil:
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return nil
}
