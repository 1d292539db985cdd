package wav_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"testing"

	"zoetrope/engine/studio/audio/wav"
)

func encode(t testing.TB, f wav.Format, rate int, l, r []float64) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := wav.NewWriter(&b, f, rate, len(l))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(l, r); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	l, r := []float64{0, 0.5, -0.5, 1, -1, 0.25}, []float64{0.1, 0, 0.9, -0.3, 0, 0}
	for f, near := range map[wav.Format]float64{wav.PCM16: 2.5 / 32768, wav.Float32: 1e-7} {
		file := encode(t, f, 44100, l, r)
		if got := int(binary.LittleEndian.Uint32(file[4:])) + 8; got != len(file) {
			t.Errorf("RIFF size %d, file %d", got, len(file))
		}
		rd, err := wav.NewReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if rd.Rate != 44100 || rd.Channels != 2 || rd.Frames != len(l) {
			t.Errorf("header %+v", rd)
		}
		gl, gr := make([]float64, 10), make([]float64, 10)
		if n, err := rd.Read(gl, gr); n != len(l) || err != nil {
			t.Fatalf("read %d: %v", n, err)
		}
		for i := range l {
			if math.Abs(gl[i]-l[i]) > near || math.Abs(gr[i]-r[i]) > near {
				t.Errorf("format %d frame %d: %g %g, want %g %g", f, i, gl[i], gr[i], l[i], r[i])
			}
		}
		if _, err := rd.Read(gl, gr); !errors.Is(err, io.EOF) {
			t.Errorf("after the end: %v", err)
		}
	}
}

func TestWriterCounts(t *testing.T) {
	t.Parallel()
	w, err := wav.NewWriter(io.Discard, wav.PCM16, 48000, 2)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write([]float64{0}, []float64{0}); err != nil {
		t.Fatal(err)
	}
	if w.Close() == nil {
		t.Error("a file with a missing frame was closed")
	}
	if w.Write([]float64{0, 0}, []float64{0, 0}) == nil {
		t.Error("too many frames were written")
	}
	if _, err := wav.NewWriter(io.Discard, wav.Float32, 48000, math.MaxInt32); err == nil {
		t.Error("a file over 4 GiB was begun")
	}
}

// header makes the head of a file with one channel of 16 bits.
func header(rate, channels, bits, dataSize uint32) []byte {
	var b []byte
	b = append(b, "RIFF\xff\xff\xff\xffWAVELIST\x03\x00\x00\x00abc\x00fmt \x10\x00\x00\x00\x01\x00"...)
	b = binary.LittleEndian.AppendUint16(b, uint16(channels))
	b = binary.LittleEndian.AppendUint32(b, rate)
	b = binary.LittleEndian.AppendUint32(b, 0)
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint16(b, uint16(bits))
	b = append(b, "data"...)
	return binary.LittleEndian.AppendUint32(b, dataSize)
}

func TestReaderTakesStreams(t *testing.T) {
	t.Parallel()
	for _, size := range []uint32{0, 0xffffffff, 0x7ffff000 + 0xfff} { // what programs write to a pipe
		file := append(header(16000, 1, 16, size), 0, 0x40, 0, 0xc0, 1)
		r, err := wav.NewReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		l, q := make([]float64, 8), make([]float64, 8)
		if n, err := r.Read(l, q); n != 2 || err != nil || l[0] != 0.5 || q[1] != -0.5 {
			t.Errorf("size %#x: %d %v %v %v", size, n, err, l[:2], q[:2])
		}
	}
}

func TestReaderRefuses(t *testing.T) {
	t.Parallel()
	for name, b := range map[string][]byte{
		"empty":      nil,
		"not RIFF":   []byte("OggS........"),
		"truncated":  header(16000, 1, 16, 4)[:30],
		"8 bits":     header(16000, 1, 8, 4),
		"6 channels": header(16000, 6, 16, 4),
		"no rate":    header(0, 1, 16, 4),
	} {
		if _, err := wav.NewReader(bytes.NewReader(b)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add(append(header(16000, 1, 16, 4), 0, 1, 2, 3))
	f.Add(header(8000, 2, 24, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := wav.NewReader(bytes.NewReader(b))
		if err != nil {
			return
		}
		l, q := make([]float64, 64), make([]float64, 64)
		for {
			n, err := r.Read(l, q)
			if err != nil {
				return
			}
			for i := range n {
				if math.IsNaN(l[i]) || math.Abs(q[i]) > 8 {
					t.Fatalf("sample %g %g", l[i], q[i])
				}
			}
		}
	})
}
