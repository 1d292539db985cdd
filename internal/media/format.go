package media

import (
	"zoetrope"
)

// Format is a file format that the platform accepts or makes.
type Format string

// The formats.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	WebP Format = "webp"
	MP4  Format = "mp4"
	MOV  Format = "mov"
	WebM Format = "webm"
	M4A  Format = "m4a"
	MP3  Format = "mp3"
	WAV  Format = "wav"
	AAC  Format = "aac"
)

// formats says what is known about each format.
var formats = map[Format]struct {
	kind    zoetrope.AssetKind
	mime    string
	demuxer string // of ffmpeg, "" for pictures
}{
	JPEG: {zoetrope.AssetImage, "image/jpeg", ""},
	PNG:  {zoetrope.AssetImage, "image/png", ""},
	WebP: {zoetrope.AssetImage, "image/webp", ""},
	MP4:  {zoetrope.AssetVideo, "video/mp4", "mov"},
	MOV:  {zoetrope.AssetVideo, "video/quicktime", "mov"},
	WebM: {zoetrope.AssetVideo, "video/webm", "matroska"},
	M4A:  {zoetrope.AssetAudio, "audio/mp4", "mov"},
	MP3:  {zoetrope.AssetAudio, "audio/mpeg", "mp3"},
	WAV:  {zoetrope.AssetAudio, "audio/wav", "wav"},
	AAC:  {zoetrope.AssetAudio, "audio/aac", "aac"},
}

// Kind is what files of the format hold, "" for an unknown format. MP4, MOV
// and WebM count as video although they may hold sound only: see Info.
func (f Format) Kind() zoetrope.AssetKind { return formats[f].kind }

// MIME is the media type, "" for an unknown format.
func (f Format) MIME() string { return formats[f].mime }

// Ext is the usual ending of file names, with its dot.
func (f Format) Ext() string {
	if f == JPEG {
		return ".jpg"
	}
	return "." + string(f)
}
