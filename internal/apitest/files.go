package apitest

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"zoetrope"
	"zoetrope/internal/media"
)

// files are what File knows, made when first asked for.
var files = map[string]func() ([]byte, error){
	"picture.png":   func() ([]byte, error) { return encode(picture(64, 36), png.Encode) },
	"square.png":    func() ([]byte, error) { return encode(picture(48, 48), png.Encode) },
	"portrait.jpg":  func() ([]byte, error) { return encode(picture(36, 64), jpegEncode) },
	"wide.png":      func() ([]byte, error) { return encode(picture(10_001, 2), png.Encode) },
	"animation.gif": func() ([]byte, error) { return encode(picture(64, 36), gifEncode) },
	"note.txt":      func() ([]byte, error) { return []byte("this is no picture\n"), nil },
	"empty":         func() ([]byte, error) { return nil, nil },
	"truncated.png": truncated,
	"bomb.png":      bomb,
	"oversize.png":  oversize,
	"playlist.mp4":  func() ([]byte, error) { return []byte("#EXTM3U\n#EXT-X-VERSION:3\nfile:///etc/passwd\n"), nil },
	"hum.wav":       func() ([]byte, error) { return wave(8000, 4000), nil },
	"long.wav":      func() ([]byte, error) { return wave(8000, 8000*400), nil },
	"sound.wav":     func() ([]byte, error) { return wave(8000, 8000), nil },
	"clip.mp4":      sync.OnceValues(func() ([]byte, error) { return clip(64, 36, 1) }),
	"long.mp4":      sync.OnceValues(func() ([]byte, error) { return clip(64, 36, 41) }),
	"large.mp4":     sync.OnceValues(func() ([]byte, error) { return clip(1280, 36, 1) }),
	"reference.mp4": sync.OnceValues(func() ([]byte, error) { return clip(640, 640, 2) }),
	"song.wav":      func() ([]byte, error) { return wave(8000, 8000*10), nil },
	"speech.wav":    func() ([]byte, error) { return wave(8000, 8000*2), nil },
	"minutes.wav":   func() ([]byte, error) { return wave(8000, 8000*61), nil },
}

// File returns a file by name: picture.png (64 x 36), portrait.jpg (36 x 64),
// clip.mp4 and sound.wav (1 s), others that operations must refuse, and several
// that uploads must refuse.
func File(t testing.TB, name string) []byte {
	t.Helper()
	produce := files[name]
	if produce == nil {
		t.Fatalf("apitest has no file %q", name)
	}
	data, err := produce()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// picture is a gradient, so that it has no flat areas to depend on.
func picture(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, color.RGBA{uint8(x * 255 / width), uint8(y * 255 / height), 128, 255})
		}
	}
	return img
}

func encode(img image.Image, as func(io.Writer, image.Image) error) ([]byte, error) {
	var buf bytes.Buffer
	err := as(&buf, img)
	return buf.Bytes(), err
}

func jpegEncode(w io.Writer, img image.Image) error { return jpeg.Encode(w, img, nil) }
func gifEncode(w io.Writer, img image.Image) error  { return gif.Encode(w, img, nil) }

// truncated is a picture that ends in the middle.
func truncated() ([]byte, error) {
	data, err := encode(picture(640, 360), png.Encode)
	return data[:len(data)/2], err
}

// bomb is a small file that claims to hold 30,000 x 30,000 pixels.
func bomb() ([]byte, error) {
	data, err := encode(picture(64, 36), png.Encode)
	if err != nil {
		return nil, err
	}
	// The header chunk: length, "IHDR", width, height, 5 more bytes, checksum.
	header := data[8:33]
	binary.BigEndian.PutUint32(header[8:], 30_000)
	binary.BigEndian.PutUint32(header[12:], 30_000)
	binary.BigEndian.PutUint32(header[21:], crc32.ChecksumIEEE(header[4:21]))
	return data, nil
}

// oversize is a good picture followed by more bytes than an upload may have.
func oversize() ([]byte, error) {
	data, err := encode(picture(64, 36), png.Encode)
	return append(data, make([]byte, 22<<20)...), err
}

// wave is a 16-bit mono WAV file of a soft saw tooth.
func wave(rate, samples int) []byte {
	var b bytes.Buffer
	write := func(values ...any) {
		for _, v := range values {
			if s, ok := v.(string); ok {
				b.WriteString(s)
				continue
			}
			_ = binary.Write(&b, binary.LittleEndian, v) // a Buffer takes everything
		}
	}
	size := uint32(2 * samples)
	write("RIFF", 36+size, "WAVE", "fmt ", uint32(16), uint16(1), uint16(1), uint32(rate), uint32(2*rate), uint16(2), uint16(16), "data", size)
	for i := range samples {
		write(int16(i % 80 * 100))
	}
	return b.Bytes()
}

// clip is some seconds of grey video.
func clip(width, height, seconds int) (data []byte, err error) {
	tools, err := media.Find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "apitest")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "clip.mp4")
	if err := writeVideo(context.Background(), tools, path, width, height, seconds*zoetrope.FPS); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// writeVideo encodes frames that fade from dark to bright.
func writeVideo(ctx context.Context, tools *media.Tools, path string, width, height, frames int) error {
	e, err := tools.NewEncoder(ctx, media.EncodeOptions{Path: path, Width: width, Height: height, FPS: zoetrope.FPS, Preset: "ultrafast"})
	if err != nil {
		return err
	}
	frame := make([]byte, e.FrameSize())
	for i := range frames {
		luma := byte(16 + 200*i/frames)
		for j := range frame {
			frame[j] = 128
			if j < width*height {
				frame[j] = luma
			}
		}
		if err := e.WriteFrame(frame); err != nil {
			e.Abort()
			return err
		}
	}
	return e.Close()
}

// writePicture writes a gradient.
func writePicture(path string, width, height int) error {
	data, err := encode(picture(width, height), png.Encode)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}

// Picture is portrait.jpg where there is no test to fail.
func Picture() []byte {
	data, err := files["portrait.jpg"]()
	if err != nil {
		panic(err)
	}
	return data
}
