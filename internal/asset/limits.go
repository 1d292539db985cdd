package asset

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"zoetrope"
)

// Limits say what an upload may be. A zero number means no bound.
type Limits struct {
	// Field is the request field that brought the file or URL: errors name it.
	Field string
	Kinds []zoetrope.AssetKind
	Bytes int64 // always bounded

	ImageSide   int // pixels of each side
	ImagePixels int // area, always bounded: it is decoded in memory

	VideoSide   int // pixels of each side
	VideoLength time.Duration
	VideoFPS    float64 // frames per second on average
	AudioLength time.Duration
}

// ImageLimits are those of the image upload: 20 MB and 10,000 pixels per side,
// as clients know them, and 50 megapixels in all.
func ImageLimits(field string) Limits {
	return Limits{
		Field: field, Kinds: []zoetrope.AssetKind{zoetrope.AssetImage},
		Bytes: 20 << 20, ImageSide: 10_000, ImagePixels: 50e6,
	}
}

// MediaLimits are those of the media upload: the widest that any operation
// takes. Operations check their own.
func MediaLimits(field string) Limits {
	return Limits{
		Field: field, Kinds: []zoetrope.AssetKind{zoetrope.AssetVideo, zoetrope.AssetAudio},
		Bytes: 100 << 20, VideoSide: 4096, VideoLength: 5 * time.Minute, VideoFPS: 240, AudioLength: 6 * time.Minute,
	}
}

// images reports whether pictures are wanted: then errors are about pictures.
func (l Limits) images() bool { return slices.Contains(l.Kinds, zoetrope.AssetImage) }

// formats names what can be sent, for messages.
func (l Limits) formats() string {
	var names []string
	for _, k := range l.Kinds {
		names = append(names, map[zoetrope.AssetKind]string{
			zoetrope.AssetImage: "a JPEG, PNG or WebP picture",
			zoetrope.AssetVideo: "an MP4, MOV or WebM video",
			zoetrope.AssetAudio: "MP3, WAV, M4A or AAC sound",
		}[k])
	}
	return strings.Join(names, " or ")
}

// formatError is the error for what is not in a format that can be taken.
func (l Limits) formatError(cause error, detail string) error {
	code := zoetrope.CodeMediaInvalid
	if l.images() {
		code = zoetrope.CodeImageFormat
	}
	return l.fault(code, cause, "%s; send %s", detail, l.formats())
}

// tooManyBytes is the error for files over the limit.
func (l Limits) tooManyBytes(cause error) error {
	return l.fault(zoetrope.CodeTooLarge, cause, "is larger than %d MB; send a smaller file", l.Bytes>>20)
}

// fault makes an error whose sentence starts with the field.
func (l Limits) fault(code zoetrope.Code, cause error, format string, args ...any) error {
	return &zoetrope.Error{Code: code, Field: l.Field, Message: l.Field + " " + fmt.Sprintf(format, args...), Err: cause}
}

// check reports the first limit that an asset is over.
func (l Limits) check(a zoetrope.Asset, fps float64) error {
	if !slices.Contains(l.Kinds, a.Kind) {
		return l.formatError(nil, fmt.Sprintf("is %s", a.MIME))
	}
	if l.Bytes > 0 && a.Size > l.Bytes {
		return l.tooManyBytes(nil)
	}
	switch a.Kind {
	case zoetrope.AssetImage:
		return l.checkImage(a.Width, a.Height)
	case zoetrope.AssetVideo:
		return l.checkVideo(a, fps)
	case zoetrope.AssetAudio:
		return l.checkLength(a.Duration, l.AudioLength)
	}
	return nil
}

func (l Limits) checkImage(width, height int) error {
	if l.ImageSide > 0 && max(width, height) > l.ImageSide {
		return l.fault(zoetrope.CodeImageSize, nil, "is %d x %d pixels; make each side at most %d", width, height, l.ImageSide)
	}
	if l.ImagePixels > 0 && width*height > l.ImagePixels {
		return l.fault(zoetrope.CodeImageSize, nil, "is %d x %d pixels; make it at most %d megapixels", width, height, l.ImagePixels/1_000_000)
	}
	return nil
}

func (l Limits) checkVideo(a zoetrope.Asset, fps float64) error {
	if l.VideoSide > 0 && max(a.Width, a.Height) > l.VideoSide {
		return l.fault(zoetrope.CodeMediaInvalid, nil, "is %d x %d pixels; make each side at most %d", a.Width, a.Height, l.VideoSide)
	}
	if l.VideoFPS > 0 && fps > l.VideoFPS {
		return l.fault(zoetrope.CodeMediaInvalid, nil, "has %.0f frames per second; send at most %.0f", fps, l.VideoFPS)
	}
	return l.checkLength(a.Duration, l.VideoLength)
}

func (l Limits) checkLength(length, limit time.Duration) error {
	if limit > 0 && length > limit {
		return l.fault(zoetrope.CodeMediaInvalid, nil, "lasts %.1f seconds; cut it to at most %.0f", length.Seconds(), limit.Seconds())
	}
	return nil
}
