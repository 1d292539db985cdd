// Package wav writes and reads RIFF WAVE files, streamed: 16-bit and 32-bit float, mono and stereo.
package wav

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Format says how samples are stored.
type Format int

// The formats that are written.
const (
	PCM16   Format = iota // 16-bit integers, dithered
	Float32               // 32-bit IEEE floats
)

const (
	tagPCM        = 1
	tagFloat      = 3
	tagExtensible = 0xfffe
)

// Writer writes a stereo file of a known length.
type Writer struct {
	w      *bufio.Writer
	format Format
	left   int64 // frames that are still to come
	noise  uint64
}

// NewWriter writes the header of a stereo file with the given rate and number of frames.
func NewWriter(w io.Writer, f Format, rate, frames int) (*Writer, error) {
	bytes, tag := uint32(2), uint16(tagPCM)
	if f == Float32 {
		bytes, tag = 4, tagFloat
	}
	size := int64(frames) * 2 * int64(bytes)
	if frames < 0 || size > math.MaxUint32-64 {
		return nil, fmt.Errorf("a WAV file cannot hold %d frames", frames)
	}
	var h []byte
	h = append(h, "RIFF"...)
	h = binary.LittleEndian.AppendUint32(h, uint32(36+size))
	h = append(h, "WAVEfmt "...)
	h = binary.LittleEndian.AppendUint32(h, 16)
	h = binary.LittleEndian.AppendUint16(h, tag)
	h = binary.LittleEndian.AppendUint16(h, 2)
	h = binary.LittleEndian.AppendUint32(h, uint32(rate))
	h = binary.LittleEndian.AppendUint32(h, uint32(rate)*2*bytes)
	h = binary.LittleEndian.AppendUint16(h, uint16(2*bytes))
	h = binary.LittleEndian.AppendUint16(h, uint16(8*bytes))
	h = append(h, "data"...)
	h = binary.LittleEndian.AppendUint32(h, uint32(size))
	out := &Writer{w: bufio.NewWriterSize(w, 1<<16), format: f, left: int64(frames), noise: 0x9e3779b97f4a7c15}
	_, err := out.w.Write(h)
	return out, err
}

// Write adds frames; left and right have the same length and values within -1..1, which are limited to that.
func (w *Writer) Write(left, right []float64) error {
	if w.left -= int64(len(left)); w.left < 0 {
		return errors.New("more frames than the header of the WAV file says")
	}
	var b [8]byte
	for i, l := range left {
		if w.format == Float32 {
			binary.LittleEndian.PutUint32(b[:], math.Float32bits(float32(l)))
			binary.LittleEndian.PutUint32(b[4:], math.Float32bits(float32(right[i])))
		} else {
			binary.LittleEndian.PutUint16(b[:], uint16(w.quantise(l)))
			binary.LittleEndian.PutUint16(b[2:], uint16(w.quantise(right[i])))
		}
		n := 4
		if w.format == Float32 {
			n = 8
		}
		if _, err := w.w.Write(b[:n]); err != nil {
			return err
		}
	}
	return nil
}

// quantise rounds to 16 bits with triangular dither of one step; digital silence stays silent.
func (w *Writer) quantise(x float64) int16 {
	if x == 0 {
		return 0
	}
	return int16(math.Round(min(max(x*32767+w.dither(), -32768), 32767)))
}

func (w *Writer) dither() float64 {
	w.noise ^= w.noise << 13
	w.noise ^= w.noise >> 7
	w.noise ^= w.noise << 17
	return (float64(uint32(w.noise)) - float64(w.noise>>32)) * 0x1p-32
}

// Close writes what is buffered. It fails when fewer frames came than the header says.
func (w *Writer) Close() error {
	if w.left != 0 {
		return fmt.Errorf("%d frames are missing from the WAV file", w.left)
	}
	return w.w.Flush()
}

// Reader reads a mono or stereo file.
type Reader struct {
	Rate     int // Hz
	Channels int // 1 or 2
	Frames   int // as the header says; -1 when it does not know
	r        io.Reader
	tag      uint16
	bytes    int
	left     int64 // bytes of samples; -1 until the end of the stream
	buf      []byte
}

// NewReader reads the header. It takes 16-bit, 24-bit and 32-bit integers and 32-bit floats. Headers of streams, whose length
// is 0 or the largest number, stand for all that follows.
func NewReader(r io.Reader) (*Reader, error) {
	var riff [12]byte
	if _, err := io.ReadFull(r, riff[:]); err != nil {
		return nil, fmt.Errorf("read WAV header: %w", err)
	}
	if string(riff[:4]) != "RIFF" || string(riff[8:]) != "WAVE" {
		return nil, errors.New("not a WAV file")
	}
	out := &Reader{r: r}
	for {
		var chunk [8]byte
		if _, err := io.ReadFull(r, chunk[:]); err != nil {
			return nil, fmt.Errorf("read WAV chunk: %w", err)
		}
		size := binary.LittleEndian.Uint32(chunk[4:])
		switch string(chunk[:4]) {
		case "fmt ":
			if err := out.readFormat(size); err != nil {
				return nil, err
			}
		case "data":
			return out, out.startData(size)
		default:
			if _, err := io.CopyN(io.Discard, r, int64(size)+int64(size&1)); err != nil {
				return nil, fmt.Errorf("skip WAV chunk: %w", err)
			}
		}
	}
}

func (r *Reader) readFormat(size uint32) error {
	if size < 16 || size > 1024 {
		return fmt.Errorf("WAV format chunk of %d bytes", size)
	}
	b := make([]byte, size+size&1)
	if _, err := io.ReadFull(r.r, b); err != nil {
		return fmt.Errorf("read WAV format: %w", err)
	}
	r.tag = binary.LittleEndian.Uint16(b)
	if r.tag == tagExtensible && size >= 26 {
		r.tag = binary.LittleEndian.Uint16(b[24:])
	}
	r.Channels = int(binary.LittleEndian.Uint16(b[2:]))
	r.Rate = int(binary.LittleEndian.Uint32(b[4:]))
	bits := int(binary.LittleEndian.Uint16(b[14:]))
	r.bytes = bits / 8
	known := r.tag == tagPCM && (bits == 16 || bits == 24 || bits == 32) || r.tag == tagFloat && bits == 32
	if !known || r.Channels < 1 || r.Channels > 2 || r.Rate < 1000 || r.Rate > 384000 {
		return fmt.Errorf("WAV format %d with %d channels of %d bits at %d Hz is not supported", r.tag, r.Channels, bits, r.Rate)
	}
	return nil
}

func (r *Reader) startData(size uint32) error {
	if r.bytes == 0 {
		return errors.New("WAV file without a format")
	}
	frame := int64(r.bytes * r.Channels)
	r.left, r.Frames = int64(size), int(int64(size)/frame)
	if size == 0 || size >= math.MaxInt32 { // written to a pipe, with a length that is not known
		r.left, r.Frames = -1, -1
	}
	return nil
}

// Read fills left and right, which have the same length, and returns how many frames there were: fewer only at the end, and
// then 0 with io.EOF. The channel of a mono file goes to both.
func (r *Reader) Read(left, right []float64) (int, error) {
	frame := r.bytes * r.Channels
	want := len(left) * frame
	if r.left >= 0 {
		want = min(want, int(min(r.left, math.MaxInt32)))
	}
	if cap(r.buf) < want {
		r.buf = make([]byte, want)
	}
	got, err := io.ReadFull(r.r, r.buf[:want])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, fmt.Errorf("read WAV samples: %w", err)
	}
	if r.left >= 0 {
		r.left -= int64(got)
	}
	n := got / frame
	if n == 0 {
		return 0, io.EOF
	}
	for i := range n {
		b := r.buf[i*frame:]
		left[i] = r.sample(b)
		right[i] = left[i]
		if r.Channels == 2 {
			right[i] = r.sample(b[r.bytes:])
		}
	}
	return n, nil
}

func (r *Reader) sample(b []byte) float64 {
	switch {
	case r.tag == tagFloat:
		v := float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
		if math.IsNaN(v) {
			return 0
		}
		return min(max(v, -8), 8) // 18 dB over full scale is all that a sane file has
	case r.bytes == 2:
		return float64(int16(binary.LittleEndian.Uint16(b))) / 32768
	case r.bytes == 3:
		return float64(int32(uint32(b[0])<<8|uint32(b[1])<<16|uint32(b[2])<<24)) / (1 << 31)
	}
	return float64(int32(binary.LittleEndian.Uint32(b))) / (1 << 31)
}
