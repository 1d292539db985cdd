package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
)

// ErrFormat is wrapped by errors about files in a format that the platform
// does not take.
var ErrFormat = errors.New("unsupported format")

// sniffSize is how much of a file's beginning is looked at. It holds two
// frames of the longest ADTS or MP3 frames.
const sniffSize = 20 << 10

// Sniff tells the format of a file from its bytes, whatever its name. The
// error wraps ErrFormat and names what the bytes look like.
func Sniff(r io.ReaderAt) (Format, error) {
	head := make([]byte, sniffSize)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("sniff: %w", err)
	}
	head = head[:n]
	if f := sniffHead(head); f != "" {
		return f, nil
	}
	if size, ok := id3Size(head); ok {
		return sniffTagged(r, size)
	}
	return "", fmt.Errorf("%w: the bytes look like %s", ErrFormat, describe(head))
}

// sniffFile is Sniff for a path.
func sniffFile(path string) (Format, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return Sniff(f)
}

// sniffHead recognises a format by the first bytes, "" if none fits.
func sniffHead(b []byte) Format {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return JPEG
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return PNG
	case len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		return WebP
	case len(b) >= 12 && (string(b[:4]) == "RIFF" || string(b[:4]) == "RF64") && string(b[8:12]) == "WAVE":
		return WAV
	case isWebM(b):
		return WebM
	}
	if f := sniffAtoms(b); f != "" {
		return f
	}
	return sniffFrames(b)
}

// sniffAtoms recognises the ISO base media family (ISO/IEC 14496-12, 4.3) by
// its first box, which is ftyp except in old QuickTime files.
func sniffAtoms(b []byte) Format {
	if len(b) < 12 {
		return ""
	}
	switch string(b[4:8]) {
	case "ftyp":
		size := int(min(binary.BigEndian.Uint32(b), uint32(len(b))))
		return ftypFormat(b[8:max(size, 12)])
	case "moov", "mdat", "wide", "free", "skip":
		return MOV
	}
	return ""
}

// ftypFormat tells the format from the brands: the major brand, a version and
// the compatible brands, four bytes each.
func ftypFormat(brands []byte) Format {
	switch string(brands[:4]) {
	case "qt  ":
		return MOV
	case "M4A ", "M4B ":
		return M4A
	}
	for i := 0; i+4 <= len(brands); i += 4 {
		switch string(brands[i : i+4]) {
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis", "crx ", "jp2 ":
			return "" // still pictures in the same container
		}
	}
	return MP4
}

// isWebM reports whether the EBML header (RFC 8794, section 11.2.1) names the
// document type webm.
func isWebM(b []byte) bool {
	if !bytes.HasPrefix(b, []byte("\x1a\x45\xdf\xa3")) {
		return false
	}
	// The header is a few dozen bytes; DocType (id 0x4282) comes with a
	// one-byte length in every writer known.
	i := bytes.Index(b[:min(len(b), 128)], []byte{0x42, 0x82})
	if i < 0 || i+3 > len(b) {
		return false
	}
	n := int(b[i+2] &^ 0x80)
	name := b[i+3 : min(len(b), i+3+n)]
	return string(bytes.TrimRight(name, "\x00")) == "webm"
}

// id3Size returns the whole size of an ID3v2 tag at the start of b.
func id3Size(b []byte) (int64, bool) {
	if len(b) < 10 || string(b[:3]) != "ID3" {
		return 0, false
	}
	var size int64
	for _, c := range b[6:10] { // four times seven bits
		if c >= 0x80 {
			return 0, false
		}
		size = size<<7 | int64(c)
	}
	return size + 10, true
}

// sniffTagged looks behind an ID3v2 tag, which precedes MP3 and sometimes AAC.
func sniffTagged(r io.ReaderAt, offset int64) (Format, error) {
	b := make([]byte, sniffSize)
	n, err := r.ReadAt(b, offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("sniff: %w", err)
	}
	b = bytes.TrimLeft(b[:n], "\x00") // padding that some writers do not count
	if f := sniffFrames(b); f != "" {
		return f, nil
	}
	return "", fmt.Errorf("%w: an ID3 tag without MP3 or AAC sound behind it", ErrFormat)
}

// sniffFrames recognises MP3 and ADTS AAC by two headers in a row, or by one
// if the data ends with its frame.
func sniffFrames(b []byte) Format {
	for _, c := range []struct {
		format Format
		length func([]byte) int
	}{{MP3, mp3FrameLength}, {AAC, adtsFrameLength}} {
		n := c.length(b)
		if n > 0 && (n == len(b) || n < len(b) && c.length(b[n:]) > 0) {
			return c.format
		}
	}
	return ""
}

// mp3FrameLength returns the length of the MPEG audio layer III frame whose
// header (ISO/IEC 11172-3, 2.4.1.3) b starts with, 0 if there is none.
func mp3FrameLength(b []byte) int {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe6 != 0xe2 {
		return 0 // no sync, or not layer III
	}
	version := b[1] >> 3 & 3 // 0: MPEG-2.5, 2: MPEG-2, 3: MPEG-1
	bitrate := int(b[2] >> 4)
	rate := int(b[2] >> 2 & 3)
	if version == 1 || bitrate == 0 || bitrate == 15 || rate == 3 {
		return 0
	}
	kbits := [15]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
	hertz := [3]int{44100, 48000, 32000}[rate]
	samples := 576
	switch version {
	case 3:
		kbits = [15]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
		samples = 1152
	case 2:
		hertz /= 2
	case 0:
		hertz /= 4
	}
	padding := int(b[2] >> 1 & 1)
	return samples/8*kbits[bitrate]*1000/hertz + padding
}

// adtsFrameLength returns the length of the ADTS frame (ISO/IEC 14496-3,
// 1.A.2.2) that b starts with, 0 if there is none.
func adtsFrameLength(b []byte) int {
	if len(b) < 7 || b[0] != 0xff || b[1]&0xf6 != 0xf0 || b[2]>>2&15 > 12 {
		return 0
	}
	n := int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5]>>5)
	if n < 7 {
		return 0
	}
	return n
}

// describe says in words what bytes look like, for an error message.
func describe(b []byte) string {
	switch {
	case len(b) == 0:
		return "an empty file"
	case len(b) >= 12 && string(b[4:8]) == "ftyp":
		return "a HEIC or AVIF picture"
	case bytes.HasPrefix(b, []byte("\x1a\x45\xdf\xa3")):
		return "a Matroska file"
	case bytes.HasPrefix(b, []byte("#EXTM3U")):
		return "an HLS playlist"
	}
	return http.DetectContentType(b)
}
