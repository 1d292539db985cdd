package media

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
)

// posterQuality is that of image/jpeg, 1..100.
const posterQuality = 88

// FramePoster writes a frame of w x h pixels, yuv420p in BT.709 limited range, as a JPEG. It is for who has the frame: Poster has
// to decode a video for it.
func FramePoster(out string, frame []byte, w, h int) error {
	if w <= 0 || h <= 0 || w%2 != 0 || h%2 != 0 || len(frame) != w*h*3/2 {
		return fmt.Errorf("poster: a frame of %d x %d has %d bytes", w, h, len(frame))
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, fullRange(frame, w, h), &jpeg.Options{Quality: posterQuality}); err != nil {
		return fmt.Errorf("poster: %w", err)
	}
	return writeFile(out, &buf)
}

// fullRange turns BT.709 in limited range into what a JPEG holds: BT.601 in full range (JFIF 1.02, page 3). Both are linear in
// the same R'G'B', so that the change is a matrix; greys have no chroma in either, so that luma does not enter chroma.
func fullRange(frame []byte, w, h int) *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	cb, cr := frame[w*h:w*h*5/4], frame[w*h*5/4:]
	const luma, chroma = 255.0 / 219, 255.0 / 224
	for j := range h / 2 {
		for i := range w / 2 {
			b, r := chroma*(float32(cb[j*w/2+i])-128), chroma*(float32(cr[j*w/2+i])-128)
			img.Cb[j*img.CStride+i] = code(128 + 0.98985*b - 0.11065*r)
			img.Cr[j*img.CStride+i] = code(128 - 0.07245*b + 0.98340*r)
			more := 0.10158*b + 0.19608*r
			for y := 2 * j; y < 2*j+2; y++ {
				for x := 2 * i; x < 2*i+2; x++ {
					img.Y[y*img.YStride+x] = code(luma*(float32(frame[y*w+x])-16) + more)
				}
			}
		}
	}
	return img
}

func code(v float32) uint8 { return uint8(min(max(v+0.5, 0), 255)) }
