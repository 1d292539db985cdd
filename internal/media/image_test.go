package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"zoetrope"
)

// flag returns a picture that is red on the left and blue on the right.
func flag(width, height int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.NRGBA{R: 255, A: 255}
			if x >= width/2 {
				c = color.NRGBA{B: 255, A: 255}
			}
			img.Set(x, y, c)
		}
	}
	return img
}

// paletted returns a picture of two colours, one of them transparent.
func paletted() image.Image {
	img := image.NewPaletted(image.Rect(0, 0, 32, 16), color.Palette{red, halfBlue})
	for i := range img.Pix {
		img.Pix[i] = uint8(i % 32 / 16)
	}
	return img
}

func asJPEG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// exif returns a TIFF structure that holds an orientation.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 1)
	b = order.AppendUint16(b, 0x0112)
	b = order.AppendUint16(b, 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, orientation)
	return append(b, 0, 0, 0, 0, 0, 0)
}

// turnedJPEG returns a JPEG with an EXIF orientation.
func turnedJPEG(tb testing.TB, img image.Image, orientation uint16) []byte {
	tb.Helper()
	data := asJPEG(tb, img)
	body := append([]byte("Exif\x00\x00"), exif(binary.BigEndian, orientation)...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return bytes.Join([][]byte{data[:2], segment, body, data[2:]}, nil)
}

// pngChunk returns a chunk with its sum.
func pngChunk(name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// turnedPNG returns a PNG with an EXIF orientation.
func turnedPNG(tb testing.TB, img image.Image, orientation uint16) []byte {
	tb.Helper()
	const afterHeader = 8 + 8 + 13 + 4
	data := asPNG(tb, img)
	return bytes.Join([][]byte{data[:afterHeader], pngChunk("eXIf", exif(binary.LittleEndian, orientation)), data[afterHeader:]}, nil)
}

// turnedWebP returns a WebP with an EXIF orientation.
func turnedWebP(tb testing.TB, orientation uint16) []byte {
	tb.Helper()
	data := read(tb, sample(tb, "a.webp", "-f", "lavfi", "-i", "color=red:size=32x16", "-frames:v", "1"))
	header := []byte("VP8X\x0a\x00\x00\x00\x08\x00\x00\x00\x1f\x00\x00\x0f\x00\x00") // EXIF follows, 32 x 16
	body := exif(binary.LittleEndian, orientation)
	chunk := binary.LittleEndian.AppendUint32([]byte("EXIF"), uint32(len(body)))
	all := bytes.Join([][]byte{data[:12], header, data[12:], chunk, body}, nil)
	binary.LittleEndian.PutUint32(all[4:], uint32(len(all)-8))
	return all
}

func read(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func write(tb testing.TB, data []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "file")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// nearly compares colours after lossy coding.
func nearly(got, want color.Color) bool {
	g, w := color.NRGBAModel.Convert(got).(color.NRGBA), color.NRGBAModel.Convert(want).(color.NRGBA)
	for _, d := range []int{int(g.R) - int(w.R), int(g.G) - int(w.G), int(g.B) - int(w.B), int(g.A) - int(w.A)} {
		if d < -24 || d > 24 {
			return false
		}
	}
	return true
}

var (
	red      = color.NRGBA{R: 255, A: 255}
	blue     = color.NRGBA{B: 255, A: 255}
	halfBlue = color.NRGBA{B: 255, A: 128}
)

func TestDecodeImage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data          []byte
		width, height int
		first, last   color.Color // top left and bottom right
	}{
		"jpeg":                  {asJPEG(t, flag(32, 16)), 32, 16, red, blue},
		"progressive jpeg":      {read(t, "testdata/progressive.jpg"), 32, 16, red, blue},
		"cmyk jpeg":             {read(t, "testdata/cmyk.jpg"), 32, 16, red, blue},
		"png":                   {asPNG(t, flag(32, 16)), 32, 16, red, blue},
		"16-bit png":            {read(t, "testdata/deep.png"), 32, 16, red, blue},
		"interlaced png":        {read(t, "testdata/interlaced.png"), 32, 16, red, blue},
		"palette with alpha":    {asPNG(t, paletted()), 32, 16, red, halfBlue},
		"webp":                  {turnedWebP(t, 1), 32, 16, red, red},
		"turned webp":           {turnedWebP(t, 6), 16, 32, red, red},
		"lossless webp":         {read(t, sample(t, "a.webp", "-f", "lavfi", "-i", "color=blue:size=32x16", "-frames:v", "1", "-lossless", "1")), 32, 16, blue, blue},
		"animated png":          {read(t, sample(t, "a.apng", with(smallVideo, []string{"-plays", "0"})...)), 64, 48, nil, nil},
		"jpeg upside down":      {turnedJPEG(t, flag(32, 16), 3), 32, 16, blue, red},
		"jpeg turned right":     {turnedJPEG(t, flag(32, 16), 6), 16, 32, red, blue},
		"jpeg turned left":      {turnedJPEG(t, flag(32, 16), 8), 16, 32, blue, red},
		"png mirrored":          {turnedPNG(t, flag(32, 16), 2), 32, 16, blue, red},
		"png on its diagonal":   {turnedPNG(t, flag(32, 16), 5), 16, 32, red, blue},
		"orientation of no use": {turnedJPEG(t, flag(32, 16), 77), 32, 16, red, blue},
		"jpeg with a tail":      {append(asJPEG(t, flag(32, 16)), "<script>alert(1)</script>"...), 32, 16, red, blue},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			info, err := VerifyImage(t.Context(), bytes.NewReader(c.data), int64(len(c.data)), 1e6)
			if err != nil {
				t.Fatal(err)
			}
			if info.Width != c.width || info.Height != c.height || info.Format.Kind() != zoetrope.AssetImage {
				t.Errorf("header: %+v, want %d x %d", info, c.width, c.height)
			}
			img, err := DecodeImage(t.Context(), write(t, c.data), 1e6)
			if err != nil {
				t.Fatal(err)
			}
			b := img.Bounds()
			if b.Dx() != c.width || b.Dy() != c.height {
				t.Fatalf("decoded %v, want %d x %d", b, c.width, c.height)
			}
			if c.first == nil {
				return
			}
			if got := img.At(b.Min.X, b.Min.Y); !nearly(got, c.first) {
				t.Errorf("top left is %v, want %v", got, c.first)
			}
			if got := img.At(b.Max.X-1, b.Max.Y-1); !nearly(got, c.last) {
				t.Errorf("bottom right is %v, want %v", got, c.last)
			}
		})
	}
}

// TestUpright checks every orientation against the position of the corner that
// is stored first (CIPA DC-008, table 8).
func TestUpright(t *testing.T) {
	t.Parallel()
	stored := image.NewGray(image.Rect(0, 0, 3, 2))
	stored.SetGray(0, 0, color.Gray{Y: 200}) // first row, first column
	stored.SetGray(2, 0, color.Gray{Y: 100}) // first row, last column
	for orientation, want := range map[int][2]image.Point{
		1: {{0, 0}, {2, 0}}, 2: {{2, 0}, {0, 0}}, 3: {{2, 1}, {0, 1}}, 4: {{0, 1}, {2, 1}},
		5: {{0, 0}, {0, 2}}, 6: {{1, 0}, {1, 2}}, 7: {{1, 2}, {1, 0}}, 8: {{0, 2}, {0, 0}},
	} {
		got := upright(stored, orientation)
		for i, level := range []uint8{200, 100} {
			if y := color.GrayModel.Convert(got.At(want[i].X, want[i].Y)).(color.Gray).Y; y != level {
				t.Errorf("orientation %d: level %d at %v, want %d", orientation, y, want[i], level)
			}
		}
	}
}

// hugePNG returns the header of a 30,000 x 30,000 picture and few bytes more.
func hugePNG() []byte {
	header := []byte{0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 2, 0, 0, 0}
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", header),
		pngChunk("IDAT", make([]byte, 40<<10)), pngChunk("IEND", nil)}, nil)
}

func TestImagesThatAreRefused(t *testing.T) {
	t.Parallel()
	goodPNG, goodJPEG := asPNG(t, flag(64, 64)), asJPEG(t, flag(64, 64))
	flipped := bytes.Clone(goodPNG)
	flipped[len(flipped)/2] ^= 1
	scans := bytes.Clone(read(t, "testdata/progressive.jpg"))
	scans = bytes.Join([][]byte{scans[:len(scans)-2], bytes.Repeat([]byte{0xff, 0xda}, maxScans), scans[len(scans)-2:]}, nil)
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"empty":                   {nil, ErrFormat},
		"text":                    {[]byte("not a picture"), ErrFormat},
		"svg":                     {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), ErrFormat},
		"gif":                     {[]byte("GIF89a\x01\x00\x01\x00"), ErrFormat},
		"heic":                    {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), ErrFormat},
		"video":                   {[]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isomavc1"), ErrFormat},
		"animated webp":           {read(t, sample(t, "a.webp", with(smallVideo, []string{"-c:v", "libwebp_anim"})...)), ErrFormat},
		"jpeg header alone":       {goodJPEG[:4], ErrBroken},
		"truncated jpeg":          {goodJPEG[:len(goodJPEG)*3/4], ErrBroken},
		"truncated png":           {goodPNG[:len(goodPNG)*3/4], ErrBroken},
		"png without its end":     {goodPNG[:len(goodPNG)-12], ErrBroken},
		"png with a flipped bit":  {flipped, ErrBroken},
		"png header on svg":       {append([]byte("\x89PNG\r\n\x1a\n"), "<svg/>"...), ErrBroken},
		"webp header alone":       {[]byte("RIFF\x04\x00\x00\x00WEBP"), ErrBroken},
		"30,000 x 30,000 in 40kB": {hugePNG(), ErrTooLarge},
		"more scans than pixels":  {scans, ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if info, err := VerifyImage(t.Context(), bytes.NewReader(c.data), int64(len(c.data)), 50e6); !errors.Is(err, c.want) {
				t.Errorf("verified as %+v, %v; want %v", info, err, c.want)
			}
			if _, err := DecodeImage(t.Context(), write(t, c.data), 50e6); !errors.Is(err, c.want) {
				t.Errorf("decoded with %v; want %v", err, c.want)
			}
		})
	}
}

func TestDecodeImageStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := DecodeImage(ctx, write(t, asPNG(t, flag(8, 8))), 1e6); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	data := asPNG(t, flag(8, 8))
	if _, err := VerifyImage(ctx, bytes.NewReader(data), int64(len(data)), 1e6); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestHugePictureCostsNoMemory(t *testing.T) {
	data := hugePNG()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := VerifyImage(t.Context(), bytes.NewReader(data), int64(len(data)), 50e6)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("refusing a picture by its header (%v) took %d bytes", err, took)
	}
}

func FuzzSniff(f *testing.F) {
	for _, seed := range []string{"", "\xff\xd8\xff", "ID3\x04\x00\x00\x00\x00\x00\x02ab\xff\xfb\x90\x00", "\xff\xf1\x50\x80\x01\x1f\xfc",
		"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isom", "\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", "RIFF\x00\x00\x00\x00WAVE"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		format, err := Sniff(bytes.NewReader(data))
		if (err == nil) != (format.Kind() != "") {
			t.Errorf("format %q with error %v", format, err)
		}
	})
}

func FuzzOrientation(f *testing.F) {
	f.Add(exif(binary.BigEndian, 6))
	f.Add(exif(binary.LittleEndian, 8))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := exifOrientation(data); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}

// FuzzImage checks that what is verified can be decoded, and as large as the
// header says.
func FuzzImage(f *testing.F) {
	for _, name := range []string{"progressive.jpg", "cmyk.jpg", "deep.png", "interlaced.png"} {
		f.Add(read(f, "testdata/"+name))
	}
	f.Add(asPNG(f, paletted()))
	f.Add(turnedJPEG(f, flag(8, 8), 6))
	f.Add(turnedPNG(f, flag(8, 8), 5))
	f.Add(turnedWebP(f, 6))
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := VerifyImage(t.Context(), bytes.NewReader(data), int64(len(data)), 1<<16)
		if err != nil {
			return
		}
		img, err := decode(t.Context(), bytes.NewReader(data), info)
		if err != nil {
			t.Fatalf("verified as %+v but not decoded: %v", info, err)
		}
		if b := upright(img, info.Orientation).Bounds(); b.Dx() != info.Width || b.Dy() != info.Height {
			t.Errorf("decoded %v, header says %d x %d", b, info.Width, info.Height)
		}
	})
}
