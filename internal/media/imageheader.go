package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// exifKept bounds the EXIF data that is looked at: what a JPEG segment holds.
const exifKept = 64 << 10

// maxChunks bounds the chunks of a WebP file that are looked at; a still
// picture has up to six.
const maxChunks = 100

// statJPEG walks the segments of a JPEG (ITU-T T.81, B.1.1) up to the first
// scan, for the orientation and for what the decoder will need.
func statJPEG(r io.ReadSeeker) (ImageInfo, error) {
	config, err := jpeg.DecodeConfig(r)
	if err != nil {
		return ImageInfo{}, err
	}
	info := ImageInfo{Width: config.Width, Height: config.Height, Orientation: 1}
	if _, err := r.Seek(2, io.SeekStart); err != nil {
		return ImageInfo{}, err
	}
	var frame jpegFrame
	segments := jpegSegments{r: bufio.NewReader(r)}
	for {
		marker, body, err := segments.next()
		if err != nil {
			return ImageInfo{}, err
		}
		switch {
		case marker == 0xe1 && len(body) > 6 && string(body[:6]) == "Exif\x00\x00":
			info.Orientation = exifOrientation(body[6:])
		case marker == 0xee && len(body) >= 12 && string(body[:5]) == "Adobe":
			frame.rgb = body[11] == 0
		case marker >= 0xc0 && marker <= 0xc2:
			frame.read(marker == 0xc2, body)
		case marker == 0xd9:
			return ImageInfo{}, errors.New("it ends before the pixels")
		case marker == 0xda:
			info.memory = int64(frame.bytesPerPixel() * float64(config.Width) * float64(config.Height))
			return info, checkScans(r, int64(info.Pixels()))
		}
	}
}

// checkScans refuses a JPEG with so many scans that it is made to cost time.
func checkScans(r io.ReadSeeker, pixels int64) error {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return err
	}
	n, err := countScans(r)
	if err != nil {
		return err
	}
	if n > maxScans || int64(n)*pixels > maxScannedPixels {
		return fmt.Errorf("%w: it has %d scans, which is too many for its size; save it as a baseline JPEG", ErrTooLarge, n)
	}
	return nil
}

// jpegSegments reads marker segments one after another.
type jpegSegments struct {
	r   *bufio.Reader
	buf [1<<16 - 1]byte
}

// next returns the next marker and the data of its segment, which is valid
// until the following call. Bytes that belong to no segment are skipped, as
// decoders do.
func (s *jpegSegments) next() (marker byte, data []byte, err error) {
	const stuffing, fill, restart, end = 0x00, 0xff, 0xd0, 0xd9
	for marker == stuffing || marker&^7 == restart {
		for marker = stuffing; marker != fill; {
			if marker, err = s.r.ReadByte(); err != nil {
				return 0, nil, unexpected(err)
			}
		}
		for marker == fill {
			if marker, err = s.r.ReadByte(); err != nil {
				return 0, nil, unexpected(err)
			}
		}
	}
	if marker == end {
		return marker, nil, nil
	}
	if _, err := io.ReadFull(s.r, s.buf[:2]); err != nil {
		return 0, nil, unexpected(err)
	}
	n := int(binary.BigEndian.Uint16(s.buf[:2])) - 2
	if n < 0 {
		return 0, nil, errors.New("a segment of negative length")
	}
	_, err = io.ReadFull(s.r, s.buf[:n])
	return marker, s.buf[:n], unexpected(err)
}

// jpegFrame is what the memory that a JPEG takes depends on.
type jpegFrame struct {
	progressive bool
	components  int
	sampled     float64 // samples per pixel after chroma subsampling
	rgb         bool    // the components are red, green and blue
}

// read takes the frame header (ITU-T T.81, B.2.2).
func (f *jpegFrame) read(progressive bool, header []byte) {
	if len(header) < 6 || len(header) < 6+3*int(header[5]) {
		return // DecodeConfig has refused it
	}
	f.progressive, f.components = progressive, int(header[5])
	var samples, most int
	for c := range f.components {
		sampling := header[6+3*c+1] // horizontal and vertical factor
		n := int(sampling>>4) * int(sampling&15)
		samples, most = samples+n, max(most, n)
	}
	f.sampled = float64(samples) / float64(max(most, 1))
	f.rgb = f.rgb || f.components == 3 && header[6] == 'R' && header[9] == 'G' && header[12] == 'B'
}

// bytesPerPixel is what Go's decoder needs at most: a byte per component, four
// per coefficient of a progressive picture, and a second picture of four when
// the colours are converted.
func (f *jpegFrame) bytesPerPixel() float64 {
	n := float64(f.components)
	if f.progressive {
		n += 4 * f.sampled
	}
	if f.rgb || f.components == 4 {
		n += 4
	}
	return n
}

// statPNG reads the header (W3C PNG, 11.2.1) and the chunks before the
// pixels.
func statPNG(r io.ReadSeeker) (ImageInfo, error) {
	config, err := png.DecodeConfig(r)
	if err != nil {
		return ImageInfo{}, err
	}
	info := ImageInfo{Width: config.Width, Height: config.Height, Orientation: 1}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return ImageInfo{}, err
	}
	p, header, err := openPNG(r)
	if err != nil {
		return ImageInfo{}, err
	}
	// The decoder's pictures have up to 8 bytes per pixel; with interlacing
	// the last pass adds half of that.
	info.memory = int64(config.Width) * int64(config.Height) * max(4, header.bitsPerPixel()/8) * 2
	for {
		name, err := p.next()
		if err != nil {
			return ImageInfo{}, err
		}
		if name == "IDAT" || name == "IEND" {
			return info, nil
		}
		if name == "eXIf" && p.left <= exifKept {
			exif := make([]byte, p.left)
			if _, err := io.ReadFull(p, exif); err != nil {
				return ImageInfo{}, unexpected(err)
			}
			info.Orientation = exifOrientation(exif)
		}
	}
}

// statWebP walks the chunks of a WebP file (RFC 9649, section 2).
func statWebP(r io.ReadSeeker) (ImageInfo, error) {
	info := ImageInfo{Orientation: 1}
	lossy := true
	if _, err := r.Seek(12, io.SeekStart); err != nil {
		return info, err
	}
	for range maxChunks {
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			break // the picture itself is checked by its decoder
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		next := size + size%2
		switch string(head[:4]) {
		case "VP8X":
			var flags [1]byte
			if _, err := io.ReadFull(r, flags[:]); err != nil {
				return info, unexpected(err)
			}
			next--
			if flags[0]&2 != 0 {
				return info, fmt.Errorf("%w: animated WebP; use a still picture", ErrFormat)
			}
		case "VP8L", "ALPH":
			lossy = false
		case "EXIF":
			exif := make([]byte, min(size, exifKept))
			if _, err := io.ReadFull(r, exif); err != nil {
				return info, unexpected(err)
			}
			next -= int64(len(exif))
			info.Orientation = exifOrientation(exif)
		}
		if _, err := r.Seek(next, io.SeekCurrent); err != nil {
			return info, err
		}
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return info, err
	}
	config, err := webp.DecodeConfig(r)
	if err != nil {
		return info, err
	}
	info.Width, info.Height = config.Width, config.Height
	info.memory = 2 * int64(config.Width) * int64(config.Height)
	if !lossy {
		// Two pictures of 4 bytes per pixel, and Huffman tables: at most 2^16
		// groups of five.
		info.memory = 10*int64(config.Width)*int64(config.Height) + 160<<20
	}
	return info, nil
}

// exifOrientation reads the tag Orientation of the first image directory of a
// TIFF structure (TIFF 6.0, section 2). Anything odd means 1, upright.
func exifOrientation(b []byte) int {
	const (
		tagOrientation = 0x0112
		typeShort      = 3
		entrySize      = 12
	)
	if len(b) > 6 && string(b[:6]) == "Exif\x00\x00" {
		b = b[6:] // some WebP writers keep the prefix of JPEG
	}
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(b[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	entries := b[at+2:]
	for range order.Uint16(b[at:]) {
		if len(entries) < entrySize {
			return 1
		}
		if order.Uint16(entries) == tagOrientation && order.Uint16(entries[2:]) == typeShort {
			if v := order.Uint16(entries[8:]); v >= 1 && v <= 8 {
				return int(v)
			}
			return 1
		}
		entries = entries[entrySize:]
	}
	return 1
}

// unexpected turns the end of the file into an error.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
