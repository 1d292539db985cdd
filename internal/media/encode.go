package media

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"zoetrope/internal/leash"
)

// encoderThreads is fixed because the bytes that x264 makes depend on it.
const encoderThreads = "4"

// EncodeOptions say what an Encoder makes.
type EncodeOptions struct {
	Path   string // of the MP4 file; it appears only when Close succeeds
	Width  int    // pixels, even
	Height int    // pixels, even
	FPS    int    // frames per second
	CRF    int    // x264's constant rate factor, 1..51; 0 means 20
	Preset string // x264's preset; "" means veryfast
	// Exact lists frames, from 0 and rising, that are to look as they were
	// given whatever CRF says: above 40 dB even where they are full of detail.
	Exact []int
	// AudioPath is a sound file of any accepted format, or "". It is cut or
	// padded with silence to the length of the picture.
	AudioPath string
	Metadata  map[string]string // container tags such as title and comment
}

// Encoder turns raw frames into an H.264 MP4. The same frames and options give
// the same bytes with the same build of ffmpeg, on any number of cores. Its
// methods are for one goroutine.
type Encoder struct {
	ctx     context.Context
	tools   *Tools
	opt     EncodeOptions
	child   *leash.Child
	pipe    *os.File // the child's stdin
	partial string   // what the child writes
	frames  int
	ended   bool
}

// NewEncoder starts an encoder that lives no longer than ctx. The caller must
// call Close or Abort.
func (t *Tools) NewEncoder(ctx context.Context, opt EncodeOptions) (*Encoder, error) {
	if opt.Width <= 0 || opt.Height <= 0 || opt.Width%2 != 0 || opt.Height%2 != 0 || opt.FPS <= 0 {
		return nil, fmt.Errorf("cannot encode %d x %d at %d fps: the sides must be even and all must be positive", opt.Width, opt.Height, opt.FPS)
	}
	opt.CRF = cmp.Or(opt.CRF, 20)
	opt.Preset = cmp.Or(opt.Preset, "veryfast")
	partial, err := partialFile(opt.Path)
	if err != nil {
		return nil, err
	}
	e := &Encoder{ctx: ctx, tools: t, opt: opt, partial: partial}
	if err := e.start(); err != nil {
		return nil, errors.Join(err, os.Remove(partial))
	}
	return e, nil
}

func (e *Encoder) start() error {
	url, err := fileURL(e.partial)
	if err != nil {
		return err
	}
	stdin, pipe, err := os.Pipe()
	if err != nil {
		return err
	}
	defer stdin.Close() // the child has its own descriptor
	e.child, err = e.tools.start(e.ctx, e.tools.FFmpeg, e.encodeArgs(url), streams{stdin: stdin})
	if err != nil {
		return errors.Join(err, pipe.Close())
	}
	e.pipe = pipe
	return nil
}

// colour labels frames as BT.709 limited range (ITU-R BT.709-6, table 3),
// which players assume for HD and must be told for smaller sizes.
var colour = []string{"-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"}

// exactQuantiser is x264's quantiser for frames that must stay as they are.
const exactQuantiser = 10

// exactArgs give single frames a quantiser of their own.
func exactArgs(frames []int) []string {
	if len(frames) == 0 {
		return nil
	}
	zones := make([]string, len(frames))
	for i, f := range frames {
		zones[i] = fmt.Sprintf("%d,%d,q=%d", f, f, exactQuantiser)
	}
	return []string{"-x264-params", "zones=" + strings.Join(zones, "/")}
}

func (e *Encoder) encodeArgs(url string) []string {
	fps := strconv.Itoa(e.opt.FPS)
	return slices.Concat(
		[]string{"-nostdin", "-hide_banner", "-v", "error", "-y", "-protocol_whitelist", "file,pipe"},
		[]string{"-f", "rawvideo", "-pix_fmt", "yuv420p", "-framerate", fps,
			"-video_size", fmt.Sprintf("%dx%d", e.opt.Width, e.opt.Height)},
		colour, []string{"-i", "pipe:0", "-map", "0:v:0"},
		[]string{"-c:v", "libx264", "-preset", e.opt.Preset, "-crf", strconv.Itoa(e.opt.CRF),
			"-pix_fmt", "yuv420p", "-threads", encoderThreads,
			// A key frame every two seconds lets players seek.
			"-g", strconv.Itoa(2 * e.opt.FPS), "-flags:v", "+bitexact"},
		exactArgs(e.opt.Exact), colour, containerArgs(e.opt.Metadata), []string{url})
}

// containerArgs write an MP4 that starts to play before it is loaded and holds
// no dates and no names of programs.
func containerArgs(metadata map[string]string) []string {
	args := []string{"-fflags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1"}
	for _, k := range slices.Sorted(maps.Keys(metadata)) {
		args = append(args, "-metadata", k+"="+metadata[k])
	}
	return append(args, "-movflags", "+faststart", "-f", "mp4")
}

// FrameSize is the length in bytes of the frames that WriteFrame takes: the
// planes Y (W x H), U and V (W/2 x H/2 each) without padding between rows.
func (e *Encoder) FrameSize() int { return e.opt.Width * e.opt.Height * 3 / 2 }

// WriteFrame appends one yuv420p frame, BT.709 limited range. It blocks while
// the encoder is busy and does not keep the slice.
func (e *Encoder) WriteFrame(yuv420p []byte) error {
	if e.ended {
		return errors.New("write to a finished encoder")
	}
	if len(yuv420p) != e.FrameSize() {
		return fmt.Errorf("frame has %d bytes; %d x %d needs %d", len(yuv420p), e.opt.Width, e.opt.Height, e.FrameSize())
	}
	if _, err := e.pipe.Write(yuv420p); err != nil {
		// A broken pipe says nothing; the reason is in how the child ended.
		_ = e.pipe.Close()
		return cmp.Or(e.child.Wait(), err)
	}
	e.frames++
	return nil
}

// Close ends the video and puts it at its path. After an error there is no
// file.
func (e *Encoder) Close() error {
	if e.ended {
		return errors.New("close of a finished encoder")
	}
	e.ended = true
	defer e.remove()
	if err := cmp.Or(e.pipe.Close(), e.child.Wait()); err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	if e.frames == 0 {
		return errors.New("encode: no frames were written")
	}
	if e.opt.AudioPath != "" {
		if err := e.addAudio(); err != nil {
			return fmt.Errorf("add sound: %w", err)
		}
	}
	return os.Rename(e.partial, e.opt.Path)
}

// Abort ends the encoder and leaves no file. It does nothing after Close or
// another Abort, so it can be deferred.
func (e *Encoder) Abort() {
	if e.ended {
		return
	}
	e.ended = true
	e.child.Kill()
	_ = e.pipe.Close()
	e.remove()
}

// remove takes the partial file away; after success it has a new name.
func (e *Encoder) remove() { _ = os.Remove(e.partial) }

// addAudio muxes the sound beside the picture, which is copied. Only now is
// the length known to the frame.
func (e *Encoder) addAudio() error {
	return e.tools.Mux(e.ctx, MuxOptions{
		Path: e.partial, Picture: e.partial, Sound: e.opt.AudioPath, Metadata: e.opt.Metadata,
		Seconds: float64(e.frames) / float64(e.opt.FPS),
	})
}

// partialFile makes an empty file beside path for a program to write into.
func partialFile(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".partial-*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// Poster writes the frame of a video that is shown at a time as a JPEG. Times
// beyond the end give the last frame.
func (t *Tools) Poster(ctx context.Context, video, out string, at time.Duration) error {
	info, err := t.Probe(ctx, video)
	if err != nil {
		return err
	}
	return t.PosterOf(ctx, video, info, out, at)
}

// PosterOf is Poster for a video of which Format, VideoCodec, FPS and Duration
// are known.
func (t *Tools) PosterOf(ctx context.Context, video string, info Info, out string, at time.Duration) error {
	if !info.HasVideo() {
		return fmt.Errorf("%w: no picture to take a poster from", ErrFormat)
	}
	url, err := fileURL(video)
	if err != nil {
		return err
	}
	frame := time.Second / 24
	if info.FPS > 0 {
		frame = time.Duration(float64(time.Second) / info.FPS)
	}
	at = max(0, min(at, info.Duration-frame*3/2))
	args := slices.Concat(
		[]string{"-nostdin", "-hide_banner", "-v", "error", "-threads", "2",
			"-ss", strconv.FormatFloat(at.Seconds(), 'f', 6, 64)},
		inputArgs(info.Format, url),
		[]string{"-map", "0:v:0", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p",
			"-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-f", "image2pipe", "pipe:1"})
	jpeg, err := t.output(ctx, t.FFmpeg, args...)
	if err != nil {
		return fmt.Errorf("poster: %w", err)
	}
	if len(jpeg) == 0 {
		return fmt.Errorf("poster: %w: no frame at %v", ErrBroken, at)
	}
	return writeFile(out, bytes.NewReader(jpeg))
}

// writeFile writes a file that appears only when it is complete.
func writeFile(path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".partial-*")
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	err = cmp.Or(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
