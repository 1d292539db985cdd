package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"
)

// DecodeOptions say which frames Decode delivers and how.
type DecodeOptions struct {
	Width  int           // pixels of the frames; 0: as displayed
	Height int           //
	FPS    int           // frames are repeated or dropped to this rate; 0: as in the file
	Start  time.Duration // the first frame's time
	Frames int           // at most so many frames; 0: all
	Info   Info          // what Probe said of the file, if it was asked; the zero value: Decode asks
}

// Decode decodes the picture of a video, turned upright, and calls each with
// one frame after another: yuv420p planes in BT.709 limited range. The slice is
// reused. Decode ends with the first error that each returns. A high dynamic
// range is brought down to that of BT.709 where ffmpeg has zimg, else the
// picture comes out pale.
func (t *Tools) Decode(ctx context.Context, path string, opt DecodeOptions, each func(frame []byte) error) error {
	info := opt.Info
	if info.Format == "" {
		var err error
		if info, err = t.Probe(ctx, path); err != nil {
			return err
		}
	}
	if !info.HasVideo() {
		return fmt.Errorf("%w: no picture to decode", ErrFormat)
	}
	if opt.Width == 0 || opt.Height == 0 {
		opt.Width, opt.Height = info.Width+info.Width%2, info.Height+info.Height%2
	}
	if opt.Width%2 != 0 || opt.Height%2 != 0 {
		return fmt.Errorf("cannot decode to %d x %d: yuv420p needs even sides", opt.Width, opt.Height)
	}
	url, err := fileURL(path)
	if err != nil {
		return err
	}
	frames := &frameWriter{each: each, frame: make([]byte, 0, opt.frameSize())}
	err = t.decode(ctx, opt.args(info.Format, info.HDR, url), frames)
	if err != nil && info.HDR != "" && frames.count == 0 && frames.err == nil && ctx.Err() == nil {
		err = t.decode(ctx, opt.args(info.Format, "", url), frames)
	}
	switch {
	case frames.err != nil:
		return frames.err
	case ctx.Err() != nil:
		return fmt.Errorf("decode: %w", context.Cause(ctx))
	case err != nil:
		return fmt.Errorf("%w: %w", ErrBroken, err)
	case frames.count == 0:
		return fmt.Errorf("%w: no frame could be decoded", ErrBroken)
	}
	return nil
}

// decode runs ffmpeg to its end.
func (t *Tools) decode(ctx context.Context, args []string, frames *frameWriter) error {
	c, err := t.start(ctx, t.FFmpeg, args, streams{stdout: frames})
	if err != nil {
		return err
	}
	return c.Wait()
}

func (o DecodeOptions) frameSize() int { return o.Width * o.Height * 3 / 2 }

// args are the arguments of ffmpeg; hdr is that of Info.
func (o DecodeOptions) args(format Format, hdr, url string) []string {
	// The more accurate rounding that the scaler offers is off by half a code less and takes five times as long.
	// The size and the colours change one after the other: together they take the scaler more than twice as long.
	filter := fmt.Sprintf("scale=%d:%d:flags=bicubic+bitexact,scale=flags=bicubic+bitexact:out_color_matrix=bt709:out_range=tv", o.Width, o.Height)
	if hdr != "" {
		filter = fmt.Sprintf("scale=%d:%d:flags=bicubic+bitexact,%s", o.Width, o.Height, toneMap(hdr))
	}
	if o.Start > 0 {
		// What comes before is decoded and dropped: files that claim an entry point where there is none would give broken
		// pictures after a jump, without an error.
		slack := 0.0005
		if o.FPS > 0 {
			slack = 0.25 / float64(o.FPS)
		}
		filter = fmt.Sprintf("trim=start=%.6f,setpts=PTS-STARTPTS,%s", o.Start.Seconds()-slack, filter)
	}
	if o.FPS > 0 {
		filter = fmt.Sprintf("fps=%d,%s", o.FPS, filter)
	}
	args := []string{"-nostdin", "-hide_banner", "-v", "error", "-threads", "2"}
	args = slices.Concat(args, inputArgs(format, url),
		[]string{"-map", "0:v:0", "-vf", filter, "-pix_fmt", "yuv420p", "-flags:v", "+bitexact"})
	if o.Frames > 0 {
		args = append(args, "-frames:v", strconv.Itoa(o.Frames))
	}
	return append(args, "-f", "rawvideo", "pipe:1")
}

// frameWriter cuts a byte stream into frames.
type frameWriter struct {
	each  func([]byte) error
	frame []byte // grows to its capacity, then is handed over
	count int
	err   error
}

var errNoSize = errors.New("frames of no size")

// ReadFrom fills whole frames from r: io.Copy would bring them in pieces, each through a buffer of its own.
func (w *frameWriter) ReadFrom(r io.Reader) (n int64, err error) {
	if cap(w.frame) == 0 {
		return 0, errNoSize
	}
	for w.err == nil {
		k, err := io.ReadFull(r, w.frame[len(w.frame):cap(w.frame)])
		n += int64(k)
		if err != nil {
			w.frame = w.frame[:len(w.frame)+k]
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = nil
			}
			return n, err
		}
		w.deliver()
	}
	return n, w.err
}

// deliver hands over a frame, which is full.
func (w *frameWriter) deliver() {
	w.err = w.each(w.frame[:cap(w.frame)])
	w.frame = w.frame[:0]
	if w.err == nil {
		w.count++
	}
}

func (w *frameWriter) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	if cap(w.frame) == 0 {
		return 0, errNoSize
	}
	for rest := p; len(rest) > 0; {
		n := min(len(rest), cap(w.frame)-len(w.frame))
		w.frame, rest = append(w.frame, rest[:n]...), rest[n:]
		if len(w.frame) < cap(w.frame) {
			break
		}
		if w.deliver(); w.err != nil {
			return 0, w.err
		}
	}
	return len(p), nil
}
