package photo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // registered for image.Decode
	_ "image/jpeg" // registered for image.Decode
	_ "image/png"  // registered for image.Decode
	"io"

	_ "golang.org/x/image/webp" // registered for image.Decode
)

// MaxPixels is the largest picture that Decode reads, as a product of its sides.
const MaxPixels = 120_000_000

// ErrTooLarge reports a picture of more than MaxPixels.
var ErrTooLarge = errors.New("photo: picture has too many pixels")

// Decode reads a JPEG, PNG, WebP or GIF picture, checks its size before it allocates, and turns it upright as its EXIF
// orientation says.
func Decode(r io.ReadSeeker) (image.Image, error) {
	config, _, err := image.DecodeConfig(r)
	if err != nil {
		return nil, fmt.Errorf("photo: read picture header: %w", err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > MaxPixels/config.Height {
		return nil, fmt.Errorf("%w: %dx%d", ErrTooLarge, config.Width, config.Height)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("photo: rewind picture: %w", err)
	}
	orientation := exifOrientation(r)
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("photo: rewind picture: %w", err)
	}
	img, _, err := image.Decode(r)
	if err != nil {
		return nil, fmt.Errorf("photo: decode picture: %w", err)
	}
	return Upright(img, orientation), nil
}

// Upright returns the picture as it should be seen for an EXIF orientation from 1 to 8 (tag 0x0112); other values mean 1.
// The pixels are not copied: the result reads through to img.
func Upright(img image.Image, orientation int) image.Image {
	if orientation <= 1 || orientation > 8 {
		return img
	}
	return &turned{img: img, orientation: orientation}
}

// turned shows an image in one of the eight EXIF orientations.
type turned struct {
	image.Image
	img         image.Image
	orientation int
}

func (t *turned) Bounds() image.Rectangle {
	b := t.img.Bounds()
	if t.orientation >= 5 {
		return image.Rect(0, 0, b.Dy(), b.Dx())
	}
	return image.Rect(0, 0, b.Dx(), b.Dy())
}

// source maps a pixel of the upright picture to one of the stored picture.
func (t *turned) source(x, y int) (int, int) {
	b := t.img.Bounds()
	w, h := b.Dx(), b.Dy()
	switch t.orientation {
	case 2:
		x = w - 1 - x
	case 3:
		x, y = w-1-x, h-1-y
	case 4:
		y = h - 1 - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, h-1-x
	case 7:
		x, y = w-1-y, h-1-x
	case 8:
		x, y = w-1-y, x
	}
	return b.Min.X + x, b.Min.Y + y
}

// exifOrientation finds the orientation in the EXIF segment of a JPEG; 1 where there is none.
func exifOrientation(r io.Reader) int {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:2]); err != nil || head[0] != 0xff || head[1] != 0xd8 {
		return 1
	}
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil || head[0] != 0xff {
			return 1
		}
		length := int(binary.BigEndian.Uint16(head[2:])) - 2
		const startOfScan, app1 = 0xda, 0xe1
		if head[1] == startOfScan || length < 0 {
			return 1
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(r, body); err != nil {
			return 1
		}
		if head[1] == app1 && len(body) > 14 && string(body[:6]) == "Exif\x00\x00" {
			return tiffOrientation(body[6:])
		}
	}
}

// tiffOrientation reads tag 0x0112 of the first directory of a TIFF block.
func tiffOrientation(b []byte) int {
	var order binary.ByteOrder
	switch string(b[:2]) {
	case "II":
		order = binary.LittleEndian
	case "MM":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(b[4:8]))
	if at+2 > int64(len(b)) {
		return 1
	}
	const entrySize, orientationTag = 12, 0x0112
	for k := range int64(order.Uint16(b[at:])) {
		entry := at + 2 + k*entrySize
		if entry+entrySize > int64(len(b)) {
			return 1
		}
		if order.Uint16(b[entry:]) == orientationTag {
			return int(order.Uint16(b[entry+8:]))
		}
	}
	return 1
}
