package media

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tools finds ffmpeg or fails: nothing here works without it.
func tools(tb testing.TB) *Tools {
	tb.Helper()
	t, err := Find()
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// sample makes a file with ffmpeg in a fresh directory.
func sample(tb testing.TB, name string, args ...string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	args = append(append([]string{"-nostdin", "-v", "error", "-y"}, args...), path)
	if out, err := exec.CommandContext(tb.Context(), "ffmpeg", args...).CombinedOutput(); err != nil {
		tb.Fatalf("ffmpeg %v: %v\n%s", args, err, out)
	}
	return path
}

// lavfi is an input of half a second made by ffmpeg itself.
func lavfi(source string) []string { return []string{"-f", "lavfi", "-t", "0.5", "-i", source} }

// with joins argument slices.
func with(parts ...[]string) []string {
	var all []string
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

var (
	smallVideo = lavfi("testsrc=size=64x48:rate=10")
	smallSound = lavfi("sine=sample_rate=44100")
)

func TestProbe(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file string
		args []string
		want Info
	}{
		"mp4": {"a.mp4", with(smallVideo, smallSound, []string{"-pix_fmt", "yuv420p"}),
			Info{Format: MP4, VideoCodec: "h264", PixelFormat: "yuv420p", Width: 64, Height: 48, FPS: 10, Frames: 5, AudioCodec: "aac", SampleRate: 44100, Channels: 1}},
		"mov": {"a.mov", with(smallVideo, []string{"-pix_fmt", "yuv420p"}),
			Info{Format: MOV, VideoCodec: "h264", PixelFormat: "yuv420p", Width: 64, Height: 48, FPS: 10, Frames: 5}},
		"webm": {"a.webm", with(smallVideo, []string{"-c:v", "libvpx", "-pix_fmt", "yuv420p"}),
			Info{Format: WebM, VideoCodec: "vp8", PixelFormat: "yuv420p", Width: 64, Height: 48, FPS: 10, Frames: 5}},
		"named wrongly": {"a.wav", with(smallVideo, []string{"-pix_fmt", "yuv420p", "-f", "mp4"}),
			Info{Format: MP4, VideoCodec: "h264", PixelFormat: "yuv420p", Width: 64, Height: 48, FPS: 10, Frames: 5}},
		"m4a": {"a.m4a", smallSound, Info{Format: M4A, AudioCodec: "aac", SampleRate: 44100, Channels: 1}},
		"mp3": {"a.mp3", smallSound, Info{Format: MP3, AudioCodec: "mp3", SampleRate: 44100, Channels: 1}},
		"mp3 without tags": {"a.mp3", with(smallSound, []string{"-id3v2_version", "0", "-write_xing", "0"}),
			Info{Format: MP3, AudioCodec: "mp3", SampleRate: 44100, Channels: 1}},
		"wav": {"a.wav", smallSound, Info{Format: WAV, AudioCodec: "pcm_s16le", SampleRate: 44100, Channels: 1}},
		"aac": {"a.aac", smallSound, Info{Format: AAC, AudioCodec: "aac", SampleRate: 44100, Channels: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := tools(t).Probe(t.Context(), sample(t, c.file, c.args...))
			if err != nil {
				t.Fatal(err)
			}
			// Lossy sound comes in whole packets of up to 1152 samples, with
			// some of them before the first sample.
			if d := got.Duration.Seconds(); math.Abs(d-0.5) > 0.1 {
				t.Errorf("duration %v, want about 0.5 s", got.Duration)
			}
			got.Duration = 0
			if got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestProbeRotation(t *testing.T) {
	t.Parallel()
	flat := sample(t, "flat.mp4", with(smallVideo, []string{"-pix_fmt", "yuv420p"})...)
	turned := sample(t, "turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=90")
	got, err := tools(t).Probe(t.Context(), turned)
	if err != nil {
		t.Fatal(err)
	}
	if got.Rotation%180 != 90 || got.Width != 48 || got.Height != 64 {
		t.Errorf("rotation %d, %d x %d; want a quarter turn and 48 x 64", got.Rotation, got.Width, got.Height)
	}
}

func TestProbeVariableRate(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"vfr.mp4", "vfr.webm"} {
		// Frames 0 to 6 and then every third: 10 of them in 1.9 s.
		path := sample(t, name, "-f", "lavfi", "-t", "2", "-i", "testsrc=size=64x48:rate=10",
			"-vf", "select='lt(n,5)+not(mod(n,3))'", "-vsync", "vfr", "-pix_fmt", "yuv420p")
		got, err := tools(t).Probe(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if !got.VariableRate || got.Frames != 10 || got.FPS >= 9 {
			t.Errorf("%s: variable %t, %d frames, %g fps; want true, 10 and less than 9", name, got.VariableRate, got.Frames, got.FPS)
		}
	}
}

func TestProbeCoverIsNoVideo(t *testing.T) {
	t.Parallel()
	cover := sample(t, "cover.png", "-f", "lavfi", "-i", "color=red:size=32x32", "-frames:v", "1")
	song := sample(t, "song.mp3", with(smallSound, []string{"-i", cover, "-map", "0", "-map", "1", "-disposition:v", "attached_pic"})...)
	got, err := tools(t).Probe(t.Context(), song)
	if err != nil {
		t.Fatal(err)
	}
	if got.HasVideo() || !got.HasAudio() {
		t.Errorf("got %+v, want sound alone", got)
	}
}

// mpeg2 returns an MP4 file with a codec that is not on our list.
func mpeg2(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(sample(t, "a.mp4", with(smallVideo, []string{"-c:v", "mpeg2video", "-pix_fmt", "yuv420p"})...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestProbeRefuses(t *testing.T) {
	t.Parallel()
	video, err := os.ReadFile(sample(t, "a.mp4", with(smallVideo, []string{"-pix_fmt", "yuv420p"})...))
	if err != nil {
		t.Fatal(err)
	}
	playlist := "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty":             {nil, ErrFormat},
		"text":              {[]byte("hello"), ErrFormat},
		"playlist":          {[]byte(playlist), ErrFormat},
		"playlist as mp4":   {[]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isom" + playlist), ErrBroken},
		"concat script":     {[]byte("ffconcat version 1.0\nfile /etc/passwd\n"), ErrFormat},
		"truncated mp4":     {video[:64], ErrBroken},
		"picture":           {[]byte("\x89PNG\r\n\x1a\n"), ErrFormat},
		"unknown codec":     {mpeg2(t), ErrFormat},
		"matroska, no webm": {[]byte("\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska"), ErrFormat},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "a.mp4")
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := tools(t).Probe(t.Context(), path); !errors.Is(err, c.want) {
				t.Errorf("got %+v, %v; want %v", got, err, c.want)
			}
		})
	}
}

// frames returns n different yuv420p frames.
func frames(width, height, n int) [][]byte {
	all := make([][]byte, n)
	for i := range all {
		f := make([]byte, width*height*3/2)
		for j := range f {
			f[j] = byte(64 + (j%width+7*i)%128)
		}
		all[i] = f
	}
	return all
}

// encode writes frames to a file and returns its path.
func encode(tb testing.TB, opt EncodeOptions, all [][]byte) string {
	tb.Helper()
	if opt.Path == "" {
		opt.Path = filepath.Join(tb.TempDir(), "out.mp4")
	}
	e, err := tools(tb).NewEncoder(tb.Context(), opt)
	if err != nil {
		tb.Fatal(err)
	}
	defer e.Abort()
	for _, f := range all {
		if err := e.WriteFrame(f); err != nil {
			tb.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		tb.Fatal(err)
	}
	return opt.Path
}

func TestEncode(t *testing.T) {
	t.Parallel()
	sound := sample(t, "short.wav", smallSound...)
	long := sample(t, "long.mp3", "-f", "lavfi", "-t", "3", "-i", "sine=sample_rate=22050")
	for name, c := range map[string]struct {
		opt    EncodeOptions
		frames int
	}{
		"one frame":    {EncodeOptions{Width: 32, Height: 16, FPS: 24}, 1},
		"silent":       {EncodeOptions{Width: 64, Height: 48, FPS: 24, Metadata: map[string]string{"title": "a=b; c"}}, 31},
		"sound padded": {EncodeOptions{Width: 64, Height: 48, FPS: 24, AudioPath: sound}, 29},
		"sound cut":    {EncodeOptions{Width: 64, Height: 48, FPS: 24, AudioPath: long, Metadata: map[string]string{"title": "t"}}, 29},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := encode(t, c.opt, frames(c.opt.Width, c.opt.Height, c.frames))
			got, err := tools(t).Probe(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			length := time.Duration(c.frames) * time.Second / 24
			if got.Frames != c.frames || got.FPS != 24 || got.Width != c.opt.Width || got.PixelFormat != "yuv420p" || got.VariableRate {
				t.Errorf("got %+v; want %d frames at 24 fps", got, c.frames)
			}
			if d := got.Duration - length; d.Abs() > time.Millisecond {
				t.Errorf("duration %v, want %v", got.Duration, length)
			}
			if got.HasAudio() != (c.opt.AudioPath != "") || got.HasAudio() && (got.AudioCodec != "aac" || got.SampleRate != 48000 || got.Channels != 2) {
				t.Errorf("sound: got %+v", got)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if m, d := bytes.Index(data, []byte("moov")), bytes.Index(data, []byte("mdat")); m < 0 || m > d {
				t.Errorf("moov at %d and mdat at %d: does not start before it is loaded", m, d)
			}
			if bytes.Contains(data, []byte("Lavf")) {
				t.Error("the file names the program that made it")
			}
			if title := c.opt.Metadata["title"]; !bytes.Contains(data, []byte(title)) {
				t.Errorf("the title %q is missing", title)
			}
			again := c.opt
			again.Path = ""
			same, err := os.ReadFile(encode(t, again, frames(c.opt.Width, c.opt.Height, c.frames)))
			if err != nil || !bytes.Equal(data, same) {
				t.Errorf("the same frames gave other bytes (%v)", err)
			}
			if left := files(t, filepath.Dir(path)); len(left) != 1 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestEncodeColour(t *testing.T) {
	t.Parallel()
	path := encode(t, EncodeOptions{Width: 64, Height: 48, FPS: 24}, frames(64, 48, 2))
	out, err := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-of", "csv=p=0", "-show_entries",
		"stream=color_range,color_space,color_transfer,color_primaries", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != "tv,bt709,bt709,bt709" {
		t.Errorf("colour tags %s", got)
	}
}

func files(tb testing.TB, dir string) []string {
	tb.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		tb.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestEncodeLeavesNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opt EncodeOptions
		do  func(*testing.T, *Encoder, context.CancelFunc)
	}{
		"abort": {EncodeOptions{Width: 64, Height: 48, FPS: 24}, func(t *testing.T, e *Encoder, _ context.CancelFunc) {
			if err := e.WriteFrame(make([]byte, e.FrameSize())); err != nil {
				t.Error(err)
			}
			e.Abort()
			e.Abort()
		}},
		"cancel": {EncodeOptions{Width: 64, Height: 48, FPS: 24}, func(t *testing.T, e *Encoder, cancel context.CancelFunc) {
			cancel()
			if err := e.Close(); !errors.Is(err, context.Canceled) {
				t.Errorf("close after cancel: %v", err)
			}
		}},
		"cancel while writing": {EncodeOptions{Width: 640, Height: 480, FPS: 24}, func(t *testing.T, e *Encoder, cancel context.CancelFunc) {
			cancel()
			var err error
			for err == nil {
				err = e.WriteFrame(make([]byte, e.FrameSize()))
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("write after cancel: %v", err)
			}
			e.Abort()
		}},
		"no frames": {EncodeOptions{Width: 64, Height: 48, FPS: 24}, func(t *testing.T, e *Encoder, _ context.CancelFunc) {
			if err := e.Close(); err == nil {
				t.Error("a video without frames was made")
			}
		}},
		"wrong size": {EncodeOptions{Width: 64, Height: 48, FPS: 24}, func(t *testing.T, e *Encoder, _ context.CancelFunc) {
			if err := e.WriteFrame(make([]byte, 7)); err == nil {
				t.Error("a short frame was taken")
			}
			e.Abort()
		}},
		"bad preset": {EncodeOptions{Width: 64, Height: 48, FPS: 24, Preset: "warp"}, func(t *testing.T, e *Encoder, _ context.CancelFunc) {
			var err error
			for err == nil {
				err = e.WriteFrame(make([]byte, e.FrameSize()))
			}
			if !strings.Contains(err.Error(), "warp") {
				t.Errorf("the error does not quote ffmpeg: %v", err)
			}
			e.Abort()
		}},
		"bad sound": {EncodeOptions{Width: 64, Height: 48, FPS: 24, AudioPath: "media_test.go"}, func(t *testing.T, e *Encoder, _ context.CancelFunc) {
			if err := e.WriteFrame(make([]byte, e.FrameSize())); err != nil {
				t.Error(err)
			}
			if err := e.Close(); !errors.Is(err, ErrFormat) {
				t.Errorf("text as sound: %v", err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			c.opt.Path = filepath.Join(t.TempDir(), "out.mp4")
			e, err := tools(t).NewEncoder(ctx, c.opt)
			if err != nil {
				t.Fatal(err)
			}
			c.do(t, e, cancel)
			if left := files(t, filepath.Dir(c.opt.Path)); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestDecodeReturnsWhatWasEncoded(t *testing.T) {
	t.Parallel()
	want := frames(64, 48, 12)
	path := encode(t, EncodeOptions{Width: 64, Height: 48, FPS: 24, CRF: 1}, want)
	var i int
	err := tools(t).Decode(t.Context(), path, DecodeOptions{}, func(f []byte) error {
		if len(f) != len(want[i]) {
			t.Fatalf("frame %d has %d bytes, want %d", i, len(f), len(want[i]))
		}
		var sum float64
		for j := range f {
			d := float64(f[j]) - float64(want[i][j])
			sum += d * d
		}
		if rms := math.Sqrt(sum / float64(len(f))); rms > 3 {
			t.Errorf("frame %d differs by %.1f levels", i, rms)
		}
		i++
		return nil
	})
	if err != nil || i != len(want) {
		t.Fatalf("%d frames, %v; want %d", i, err, len(want))
	}
}

func TestDecodeOptions(t *testing.T) {
	t.Parallel()
	path := encode(t, EncodeOptions{Width: 64, Height: 48, FPS: 24}, frames(64, 48, 24))
	stop := errors.New("enough")
	for name, c := range map[string]struct {
		opt   DecodeOptions
		stop  int
		count int
		size  int
		want  error
	}{
		"half rate, smaller": {DecodeOptions{FPS: 12, Width: 32, Height: 18}, 0, 12, 32 * 18 * 3 / 2, nil},
		"some":               {DecodeOptions{Start: 500 * time.Millisecond, Frames: 3}, 0, 3, 64 * 48 * 3 / 2, nil},
		"stopped":            {DecodeOptions{}, 2, 2, 64 * 48 * 3 / 2, stop},
		"past the end":       {DecodeOptions{Start: time.Minute}, 0, 0, 0, ErrBroken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var count, size int
			err := tools(t).Decode(t.Context(), path, c.opt, func(f []byte) error {
				count, size = count+1, len(f)
				if count == c.stop {
					return stop
				}
				return nil
			})
			if count != c.count || size != c.size || !errors.Is(err, c.want) {
				t.Errorf("%d frames of %d bytes, %v; want %d of %d, %v", count, size, err, c.count, c.size, c.want)
			}
		})
	}
}

func TestPoster(t *testing.T) {
	t.Parallel()
	path := encode(t, EncodeOptions{Width: 64, Height: 48, FPS: 24}, frames(64, 48, 6))
	dir := t.TempDir()
	for i, at := range []time.Duration{0, 100 * time.Millisecond, time.Hour, -time.Second} {
		out := filepath.Join(dir, string(rune('a'+i))+".jpg")
		if err := tools(t).Poster(t.Context(), path, out, at); err != nil {
			t.Fatalf("at %v: %v", at, err)
		}
		if f, err := sniffFile(out); f != JPEG {
			t.Errorf("at %v: %s, %v", at, f, err)
		}
	}
	if got := len(files(t, dir)); got != 4 {
		t.Errorf("%d files, want the 4 posters", got)
	}
}

func TestFindSaysWhatToInstall(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Find(); err == nil || !strings.Contains(err.Error(), "install") {
		t.Errorf("got %v", err)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	v, err := tools(t).Version(t.Context())
	if err != nil || !strings.HasPrefix(v, "ffmpeg version") {
		t.Errorf("%q, %v", v, err)
	}
}
