package media

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"os"

	"golang.org/x/image/webp"
	"golang.org/x/sync/semaphore"
)

// ErrTooLarge is wrapped by errors about pictures that would need more pixels
// or memory than allowed.
var ErrTooLarge = errors.New("picture is too large")

// decodeMemory is what all pictures that are being decoded in this process may
// need together, in bytes. It lets through one progressive JPEG of 50
// megapixels without chroma subsampling, or a dozen of 12 megapixels with it.
const decodeMemory = 768 << 20

// decoding hands out decodeMemory: it is a property of the process.
var decoding = semaphore.NewWeighted(decodeMemory)

// maxScans bounds the scans of a JPEG. Encoders make about ten; each costs the
// decoder a pass over the whole picture, however few bytes it has.
const maxScans = 100

// maxScannedPixels bounds the pixels of all scans together: 25 scans of 50
// megapixels.
const maxScannedPixels = 1_250_000_000

// ImageInfo is what a picture's header says.
type ImageInfo struct {
	Format      Format
	Width       int // pixels as displayed: after Orientation
	Height      int
	Orientation int // EXIF 1..8 (CIPA DC-008, 4.6.5): 1 is upright as stored

	memory int64 // bytes that decoding takes, at most
}

// Pixels is the area.
func (i ImageInfo) Pixels() int { return i.Width * i.Height }

// StatImage reads a picture's header: it decodes nothing. Errors wrap
// ErrFormat for what is no JPEG, PNG or still WebP, and ErrBroken for what
// pretends to be one.
func StatImage(r io.ReaderAt, size int64) (ImageInfo, error) {
	format, err := Sniff(r)
	if err != nil {
		return ImageInfo{}, err
	}
	section := io.NewSectionReader(r, 0, size)
	var info ImageInfo
	switch format {
	case JPEG:
		info, err = statJPEG(section)
	case PNG:
		info, err = statPNG(section)
	case WebP:
		info, err = statWebP(section)
	default:
		return ImageInfo{}, fmt.Errorf("%w: %s is not a picture", ErrFormat, format)
	}
	if err != nil {
		return ImageInfo{}, imageError(err)
	}
	if info.Width <= 0 || info.Height <= 0 {
		return ImageInfo{}, fmt.Errorf("%w: it is %d x %d pixels", ErrBroken, info.Width, info.Height)
	}
	info.Format = format
	if info.Orientation >= 5 {
		info.Width, info.Height = info.Height, info.Width
		info.memory += 4 * int64(info.Pixels()) // for turning it
	}
	return info, nil
}

// imageError sorts the errors of the decoders into ErrFormat and ErrBroken.
func imageError(err error) error {
	if errors.Is(err, ErrFormat) || errors.Is(err, ErrBroken) || errors.Is(err, ErrTooLarge) {
		return err
	}
	if _, ok := errors.AsType[jpeg.UnsupportedError](err); ok {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if _, ok := errors.AsType[png.UnsupportedError](err); ok {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}

// VerifyImage reads a picture to its end to be sure that it can be decoded,
// and returns what its header says. Pictures of more than maxPixels are
// refused with ErrTooLarge before anything is decoded. It waits while other
// pictures take up the memory for decoding.
func VerifyImage(ctx context.Context, r io.ReaderAt, size int64, maxPixels int) (ImageInfo, error) {
	info, err := boundedStat(r, size, maxPixels)
	if err != nil {
		return ImageInfo{}, err
	}
	section := io.NewSectionReader(r, 0, size)
	if info.Format == PNG {
		// PNG needs no more than two rows at a time.
		if err := verifyPNG(contextReader{ctx, section}); err != nil {
			return ImageInfo{}, decodeError(ctx, err)
		}
		return info, nil
	}
	_, err = decode(ctx, section, info)
	return info, err
}

// DecodeImage reads a JPEG, PNG or WebP picture of at most maxPixels, upright.
// Larger ones are refused with ErrTooLarge before anything is decoded. It waits
// while other pictures take up the memory for decoding.
func DecodeImage(ctx context.Context, path string, maxPixels int) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	stat, err := f.Stat()
	if err != nil {
		return nil, err
	}
	info, err := boundedStat(f, stat.Size(), maxPixels)
	if err != nil {
		return nil, err
	}
	img, err := decode(ctx, io.NewSectionReader(f, 0, stat.Size()), info)
	if err != nil {
		return nil, err
	}
	return upright(img, info.Orientation), nil
}

// boundedStat is StatImage with a limit.
func boundedStat(r io.ReaderAt, size int64, maxPixels int) (ImageInfo, error) {
	info, err := StatImage(r, size)
	if err != nil {
		return ImageInfo{}, err
	}
	if info.Pixels() > maxPixels {
		return ImageInfo{}, fmt.Errorf("%w: it is %d x %d pixels; at most %d megapixels are decoded", ErrTooLarge, info.Width, info.Height, maxPixels/1e6)
	}
	if info.memory > decodeMemory {
		return ImageInfo{}, fmt.Errorf("%w: decoding its %d x %d pixels takes %d MB; at most %d are given", ErrTooLarge, info.Width, info.Height, info.memory>>20, decodeMemory>>20)
	}
	return info, nil
}

// decode decodes a picture as stored.
func decode(ctx context.Context, r io.Reader, info ImageInfo) (image.Image, error) {
	if err := decoding.Acquire(ctx, info.memory); err != nil {
		return nil, err
	}
	defer decoding.Release(info.memory)
	decoder := map[Format]func(io.Reader) (image.Image, error){JPEG: jpeg.Decode, PNG: png.Decode, WebP: webp.Decode}[info.Format]
	img, err := decoder(bufio.NewReader(contextReader{ctx, r}))
	if err != nil {
		return nil, decodeError(ctx, err)
	}
	return img, nil
}

// decodeError keeps the end of a context apart from faults of the file.
func decodeError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("decode picture: %w", context.Cause(ctx))
	}
	return imageError(err)
}

// contextReader fails once its context has ended.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// upright turns and mirrors a picture by its EXIF orientation. Pictures that
// are upright already are returned as they are.
func upright(img image.Image, orientation int) image.Image {
	if orientation <= 1 {
		return img
	}
	b := img.Bounds()
	src, ok := img.(*image.NRGBA)
	if !ok {
		src = image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
		draw.Draw(src, src.Rect, img, b.Min, draw.Src)
	}
	width, height := b.Dx(), b.Dy()
	if orientation >= 5 {
		width, height = height, width
	}
	dst := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			sx, sy := storedAt(x, y, width, height, orientation)
			i := src.PixOffset(src.Rect.Min.X+sx, src.Rect.Min.Y+sy)
			copy(dst.Pix[y*dst.Stride+4*x:][:4], src.Pix[i:i+4])
		}
	}
	return dst
}

// storedAt says where the pixel that is displayed at x, y of a width x height
// picture is stored, for the orientations of CIPA DC-008, 4.6.5.
func storedAt(x, y, width, height, orientation int) (int, int) {
	switch orientation {
	case 2: // mirrored left to right
		return width - 1 - x, y
	case 3: // upside down
		return width - 1 - x, height - 1 - y
	case 4: // mirrored top to bottom
		return x, height - 1 - y
	case 5: // mirrored along the main diagonal
		return y, x
	case 6: // to be turned a quarter clockwise
		return y, width - 1 - x
	case 7: // mirrored along the other diagonal
		return height - 1 - y, width - 1 - x
	case 8: // to be turned a quarter counterclockwise
		return height - 1 - y, x
	}
	return x, y
}

// countScans counts start-of-scan markers. Pictures inside the metadata are
// counted too, which does no harm.
func countScans(r io.Reader) (int, error) {
	buf := make([]byte, 64<<10)
	count, kept := 0, 0
	for {
		n, err := r.Read(buf[kept:])
		count += bytes.Count(buf[:kept+n], []byte{0xff, 0xda})
		if n > 0 {
			// A marker may lie across two reads.
			last := buf[kept+n-1]
			kept = 0
			if last == 0xff {
				buf[0], kept = last, 1
			}
		}
		if errors.Is(err, io.EOF) {
			return count, nil
		}
		if err != nil {
			return 0, err
		}
	}
}
