package media

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrBroken is wrapped by errors about files that cannot be read although
// their format is a supported one.
var ErrBroken = errors.New("file cannot be read")

// Info is what Probe learns about a media file.
type Info struct {
	Format   Format
	Duration time.Duration // of the longer of picture and sound

	// The picture; all zero when there is none. A cover image is none.
	VideoCodec   string  // "h264", "vp9", ...
	PixelFormat  string  // "yuv420p", ...
	Width        int     // pixels as displayed: after rotation, sample aspect ratio not applied
	Height       int     //
	Rotation     int     // degrees clockwise that were applied: 0, 90, 180 or 270
	FPS          float64 // frames per second on average
	VariableRate bool    // the frames are not evenly spaced
	Frames       int     // in the file
	BT709        bool    // labelled as BT.709 in limited range, all four parts of it
	HDR          string  // ffmpeg's name of a high dynamic range transfer: "smpte2084" (PQ), "arib-std-b67" (HLG), else ""

	// The sound; all zero when there is none.
	AudioCodec string
	SampleRate int // Hz
	Channels   int
}

// HasVideo reports whether there is a picture track.
func (i Info) HasVideo() bool { return i.VideoCodec != "" }

// HasAudio reports whether there is a sound track.
func (i Info) HasAudio() bool { return i.AudioCodec != "" }

// The decoders that uploads may use; ffmpeg has hundreds, most of them seldom
// read by anyone. The names are ffmpeg's.
var (
	videoCodecs = []string{"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "prores", "mjpeg"}
	audioCodecs = []string{"aac", "mp3", "opus", "vorbis", "alac", "flac", "ac3", "eac3",
		"pcm_u8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be",
		"pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_alaw", "pcm_mulaw", "adpcm_ms", "adpcm_ima_wav"}
	// Some codecs are decoded by libraries under another name.
	decoderNames = []string{"libdav1d", "libaom-av1", "libvpx", "libvpx-vp9", "libopus", "libvorbis", "mp3float"}
	// Cover pictures and subtitles are never used, but ffprobe gives up on a
	// file that has a track which it may not open.
	besideCodecs = []string{"png", "bmp", "gif", "mov_text", "webvtt", "text", "subrip", "ass", "cc_dec"}
)

// usualCodecs names codecs for people.
const usualCodecs = "h264, hevc, vp8, vp9, av1 with aac, mp3, opus, vorbis, flac or PCM sound"

// refusedCodec finds the codec in what ffprobe says about one off the list.
var refusedCodec = regexp.MustCompile(`Codec \((\w+)\) not on whitelist`)

// decoders is the value of -codec_whitelist.
var decoders = strings.Join(slices.Concat(videoCodecs, audioCodecs, decoderNames, besideCodecs), ",")

// inputArgs are the arguments that open a file that others made: as the given
// format and nothing else, no other files, no network, known decoders.
func inputArgs(f Format, url string) []string {
	return []string{"-protocol_whitelist", "file,pipe", "-codec_whitelist", decoders, "-f", formats[f].demuxer, "-i", url}
}

// Probe reads the facts of a video or sound file. It takes at most
// ProbeTimeout. Errors wrap ErrFormat or ErrBroken when the file is at fault.
// The facts of a file that has not changed since are remembered: a job reads
// its source again and again, and starting a process costs more than reading
// a short clip.
func (t *Tools) Probe(ctx context.Context, path string) (Info, error) {
	file, err := os.Stat(path)
	if err != nil {
		return t.probe(ctx, path) // its error says more
	}
	if info, ok := t.known.find(path, file); ok && ctx.Err() == nil {
		return info, nil
	}
	info, err := t.probe(ctx, path)
	if err == nil {
		t.known.add(path, file, info)
	}
	return info, err
}

func (t *Tools) probe(ctx context.Context, path string) (Info, error) {
	format, err := sniffFile(path)
	if err != nil {
		return Info{}, err
	}
	if formats[format].demuxer == "" {
		return Info{}, fmt.Errorf("%w: a %s picture is neither video nor sound", ErrFormat, format)
	}
	url, err := fileURL(path)
	if err != nil {
		return Info{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, t.ProbeTimeout)
	defer cancel()
	args := slices.Concat([]string{"-v", "error", "-hide_banner", "-threads", "1", "-of", "json",
		"-show_streams", "-show_format", "-count_packets"}, inputArgs(format, url))
	out, err := t.output(ctx, t.FFprobe, args...)
	if ctx.Err() != nil {
		return Info{}, fmt.Errorf("probe: %w", context.Cause(ctx))
	}
	if codec := refusedCodec.FindStringSubmatch(fmt.Sprint(err)); codec != nil {
		return Info{}, fmt.Errorf("%w: the codec %q; use one of %s", ErrFormat, codec[1], usualCodecs)
	}
	if err != nil {
		return Info{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	info, err := parseProbe(format, out)
	if err != nil {
		return Info{}, err
	}
	if format == MP3 || format == AAC {
		// Without an index ffprobe only guesses the length from the bit rate.
		if info.Duration, err = t.soundLength(ctx, format, url); err != nil {
			return Info{}, err
		}
	}
	if info.Duration <= 0 {
		return Info{}, fmt.Errorf("%w: it has no duration", ErrBroken)
	}
	return info, nil
}

// soundLength adds up the packets of a file that has no index.
func (t *Tools) soundLength(ctx context.Context, format Format, url string) (time.Duration, error) {
	var last lastLine
	args := slices.Concat([]string{"-v", "error", "-hide_banner", "-of", "csv=p=0", "-select_streams", "a:0",
		"-show_entries", "packet=pts_time,duration_time"}, inputArgs(format, url))
	if err := t.run(ctx, t.FFprobe, args, streams{stdout: &last}); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	start, length, _ := strings.Cut(last.String(), ",")
	return seconds(start) + seconds(strings.TrimSuffix(length, ",")), nil
}

// lastLine is a writer that remembers the last complete line, if it is short.
type lastLine struct{ line, part []byte }

func (l *lastLine) Write(p []byte) (int, error) {
	n := len(p)
	for {
		head, rest, found := bytes.Cut(p, []byte("\n"))
		if len(l.part)+len(head) <= 256 {
			l.part = append(l.part, head...)
		}
		if !found {
			return n, nil
		}
		if len(l.part) > 0 {
			l.line = append(l.line[:0], l.part...)
		}
		l.part, p = l.part[:0], rest
	}
}

func (l *lastLine) String() string { return string(bytes.TrimSpace(l.line)) }

// probed is the part of ffprobe's JSON that is used.
type probed struct {
	Streams []probedStream `json:"streams"`
	Format  struct {
		Duration string `json:"duration"`
	} `json:"format"`
}

type probedStream struct {
	Type        string `json:"codec_type"`
	Codec       string `json:"codec_name"`
	PixelFormat string `json:"pix_fmt"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	Average     string `json:"avg_frame_rate"`
	Base        string `json:"r_frame_rate"`
	Duration    string `json:"duration"`
	Packets     string `json:"nb_read_packets"`
	Range       string `json:"color_range"`
	Space       string `json:"color_space"`
	Transfer    string `json:"color_transfer"`
	Primaries   string `json:"color_primaries"`
	SampleRate  string `json:"sample_rate"`
	Channels    int    `json:"channels"`
	Disposition struct {
		AttachedPicture int `json:"attached_pic"`
	} `json:"disposition"`
	Tags struct {
		Rotate string `json:"rotate"`
	} `json:"tags"`
	SideData []struct {
		Rotation *float64 `json:"rotation"`
	} `json:"side_data_list"`
}

// parseProbe turns ffprobe's JSON into an Info and checks that the file holds
// something that can be decoded.
func parseProbe(format Format, out []byte) (Info, error) {
	var p probed
	if err := json.Unmarshal(out, &p); err != nil {
		return Info{}, fmt.Errorf("read ffprobe's answer: %w", err)
	}
	info := Info{Format: format, Duration: seconds(p.Format.Duration)}
	for _, s := range p.Streams {
		switch {
		case s.Type == "video" && s.Disposition.AttachedPicture == 0 && !info.HasVideo():
			if err := setVideo(&info, s); err != nil {
				return Info{}, err
			}
		case s.Type == "audio" && !info.HasAudio():
			if err := setAudio(&info, s); err != nil {
				return Info{}, err
			}
		}
	}
	if !info.HasVideo() && !info.HasAudio() {
		return Info{}, fmt.Errorf("%w: it holds neither video nor sound", ErrBroken)
	}
	return info, nil
}

// setVideo fills in the facts of the picture track.
func setVideo(i *Info, s probedStream) error {
	if !slices.Contains(videoCodecs, s.Codec) {
		return fmt.Errorf("%w: the video codec %q; use one of %s", ErrFormat, s.Codec, usualCodecs)
	}
	if s.Width <= 0 || s.Height <= 0 || s.PixelFormat == "" {
		return fmt.Errorf("%w: its picture cannot be decoded", ErrBroken)
	}
	i.VideoCodec, i.PixelFormat = s.Codec, s.PixelFormat
	i.Width, i.Height = s.Width, s.Height
	i.Rotation = s.rotation()
	if i.Rotation%180 == 90 {
		i.Width, i.Height = i.Height, i.Width
	}
	i.Frames, _ = strconv.Atoi(s.Packets)
	const hd = "bt709"
	i.BT709 = s.Range == "tv" && s.Space == hd && s.Transfer == hd && s.Primaries == hd
	if s.Transfer == transferPQ || s.Transfer == transferHLG {
		i.HDR = s.Transfer
	}
	length := cmp.Or(seconds(s.Duration), i.Duration)
	i.Duration = max(i.Duration, length)
	// The base rate is the lowest at which every timestamp falls on a frame:
	// fewer frames than it needs mean uneven gaps. The average that ffprobe
	// gives covers only the part it analysed.
	base := ratio(s.Base)
	i.FPS = cmp.Or(ratio(s.Average), base)
	i.VariableRate = base > 0 && math.Abs(base*length.Seconds()-float64(i.Frames)) > 1.5
	if (i.VariableRate || i.FPS == 0) && length > 0 {
		i.FPS = float64(i.Frames) / length.Seconds()
	}
	return nil
}

// setAudio fills in the facts of the sound track.
func setAudio(i *Info, s probedStream) error {
	if !slices.Contains(audioCodecs, s.Codec) {
		return fmt.Errorf("%w: the audio codec %q; use one of %s", ErrFormat, s.Codec, usualCodecs)
	}
	rate, _ := strconv.Atoi(s.SampleRate)
	if rate <= 0 || s.Channels <= 0 {
		return fmt.Errorf("%w: its sound cannot be decoded", ErrBroken)
	}
	i.AudioCodec, i.SampleRate, i.Channels = s.Codec, rate, s.Channels
	i.Duration = max(i.Duration, seconds(s.Duration))
	return nil
}

// rotation is how far a player turns the picture, in degrees clockwise.
func (s probedStream) rotation() int {
	degrees, _ := strconv.ParseFloat(s.Tags.Rotate, 64)
	for _, d := range s.SideData {
		if d.Rotation != nil {
			degrees = -*d.Rotation // a display matrix turns counterclockwise
		}
	}
	if math.IsNaN(degrees) || math.Abs(degrees) > 1e6 {
		return 0
	}
	quarter := int(math.Round(degrees / 90))
	return (quarter%4 + 4) % 4 * 90
}

// seconds reads a decimal number of seconds, 0 if it is none or absurd.
func seconds(s string) time.Duration {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || !(f > 0) || f > 1e6 {
		return 0
	}
	return time.Duration(math.Round(f*1e6)) * time.Microsecond
}

// ratio reads "30000/1001", 0 if it is none.
func ratio(s string) float64 {
	n, d, _ := strings.Cut(s, "/")
	a, err1 := strconv.ParseFloat(n, 64)
	b, err2 := strconv.ParseFloat(d, 64)
	if err1 != nil || err2 != nil || !(a > 0) || !(b > 0) || math.IsInf(a/b, 0) {
		return 0
	}
	return a / b
}
